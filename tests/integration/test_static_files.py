import re

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from bucketing.static_files import StaticFiles


def test_modules_import_each_other_under_their_stored_names(tmp_path):
    stored = {"BACKEND": "bucketing.static_files.StaticFiles"}
    storages = settings.STORAGES | {"staticfiles": stored}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        name = StaticFiles(location=tmp_path).stored_name("js/seat/page.js")
    text = (tmp_path / name).read_text()
    imported = re.findall(r'from "\./([^"]+)"', text)
    assert len(imported) == 4
    assert all(re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", each) for each in imported)
    assert all((tmp_path / "js/seat" / each).exists() for each in imported)

"""The restore drill: everything comes back as it was, or nothing is touched."""

import json
import os
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from assessors.models import User
from bucketing.backups.making import make_backup, remove_old_backups
from bucketing.backups.restoring import restore_backup
from bucketing.models import Allocation
from projects.models import SpendLine
from tests.factories.finished import make_finished_room

REPOSITORY = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db(transaction=True)

TELL = """
import json
from django.db.models import Sum
from assessors.models import User
from bucketing.models import Allocation
from projects.models import SpendLine
print(json.dumps([
    User.objects.count(), Allocation.objects.count(),
    str(SpendLine.objects.aggregate(all=Sum("amount"))["all"]),
    list(Allocation.objects.order_by("id").values_list("id", "upstream", "note")),
    User.objects.create_user("next@example.org").pk > 0,
]))
"""


@pytest.fixture(autouse=True)
def media(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "files")
    (tmp_path / "files" / "imports").mkdir(parents=True)
    (tmp_path / "files" / "imports" / "spend.xlsx").write_bytes(b"a spreadsheet")
    return tmp_path / "files"


@pytest.fixture
def room():
    room = make_finished_room(seats=2)
    for amount in ("1000000.01", "2.99"):
        project = room.add(amount)
        room.rate(project, 0, (70, 30, 0, 0), note='He said "no", twice;\nthen yes.')
        room.rate(project, 1, (0, 0, 50, 50))
    User.objects.create_user("somebody@example.org", name="Zoë")
    return room


@pytest.fixture
def backup(room, tmp_path):
    path, _ = make_backup(tmp_path / "backups", now=timezone.now())
    return path


@contextmanager
def empty_installation(tmp_path):
    """Another database of the same kind, with its own files; the environment that leads there."""
    name, folder = f"drill_{uuid4().hex[:8]}", tmp_path / "elsewhere"
    env = {**os.environ, "SECRET_KEY": "drill", "DATA_DIR": str(folder), "HTTPS": "0"}
    env["ALLOWED_HOSTS"] = "localhost"
    if connection.vendor == "sqlite":
        folder.mkdir()
        yield {**env, "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}
        return
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        there = connection.settings_dict
        url = f"postgresql://{there['USER']}@/{name}?host={there['HOST']}"
        yield {**env, "DATABASE_URL": url}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def manage(env, *words):
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=REPOSITORY,
        env={**env, "DJANGO_SETTINGS_MODULE": "bucketing.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_drill_brings_everything_back_elsewhere(backup, tmp_path):
    expected = [
        User.objects.count(),
        4,
        "1000003.00",
        [list(row) for row in Allocation.objects.values_list("id", "upstream", "note")],
        True,
    ]
    with empty_installation(tmp_path) as env:
        restored = manage(env, "restore", backup)
        told = manage(env, "shell", "-v0", "-c", TELL)
        checked = manage(env, "migrate", "--check")

    assert restored.returncode == 0, restored.stderr
    assert "Every count and sum of money agrees" in restored.stdout
    assert json.loads(told.stdout) == expected, told.stderr
    assert checked.returncode == 0
    brought = tmp_path / "elsewhere" / "files" / "imports" / "spend.xlsx"
    assert brought.read_bytes() == b"a spreadsheet"
    assert brought.stat().st_mode & 0o777 == 0o600


def test_rules_of_the_database_hold_after_the_drill(backup, tmp_path):
    change = "from bucketing.models import Allocation; Allocation.objects.update(upstream=1)"
    with empty_installation(tmp_path) as env:
        manage(env, "restore", backup)
        changed = manage(env, "shell", "-v0", "-c", change)

    assert "is_only_added" in changed.stderr


def test_database_in_use_is_not_replaced_by_accident(backup):
    with pytest.raises(CommandError, match="This database is in use"):
        call_command("restore", backup)


def test_replacing_goes_back_to_the_moment_of_the_backup(backup, room, media):
    room.add("5.00")
    User.objects.create_user("later@example.org")
    (media / "imports" / "later.xlsx").write_bytes(b"came later")

    restore_backup(backup, replace=True, now=timezone.now())

    assert SpendLine.objects.aggregate(all=Sum("amount"))["all"] == 1000003
    assert not User.objects.filter(email="later@example.org").exists()
    assert [path.name for path in media.rglob("*.xlsx")] == ["spend.xlsx"]
    aside = [path for path in media.parent.glob("files-before-*") if path.is_dir()]
    assert (aside[0] / "imports" / "later.xlsx").exists()


def repacked(backup, tmp_path, change):
    folder = tmp_path / "changed"
    with tarfile.open(backup) as archive:
        # Early releases of Python 3.11 have no filter yet; later ones warn where none is given.
        how = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(folder, **how)  # noqa: S202  # an archive of this test
    change(folder)
    again = tmp_path / "again.tar.gz"
    with tarfile.open(again, "w:gz") as archive:
        archive.add(folder, arcname=".")
    return again


def change_manifest(**fields):
    def change(folder):
        content = json.loads((folder / "manifest.json").read_text())
        for name, value in fields.items():
            content[name] = value(content[name])
        (folder / "manifest.json").write_text(json.dumps(content))

    return change


def one_penny_more(figures):
    figures["projects_spendline"]["amount"] += 1
    return figures


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda folder: (folder / "files/imports/spend.xlsx").write_text("x"), "damaged"),
        (lambda folder: (folder / "files/imports/more.xlsx").write_text("x"), "damaged"),
        (change_manifest(figures=one_penny_more), "does not tie out"),
        (change_manifest(migrations=lambda m: [*m, ["reports", "9999_later"]]), "newer version"),
        (change_manifest(database=lambda _: "oracle"), "is of oracle"),
        (lambda folder: (folder / "manifest.json").unlink(), "not a backup"),
    ],
)
def test_backup_that_does_not_fit_changes_nothing(backup, tmp_path, media, change, sentence):
    User.objects.create_user("later@example.org")

    with pytest.raises(CommandError, match=sentence):
        call_command("restore", repacked(backup, tmp_path, change), replace=True)

    assert User.objects.filter(email="later@example.org").exists()
    assert (media / "imports" / "spend.xlsx").read_bytes() == b"a spreadsheet"


def test_file_that_leads_elsewhere_is_refused(tmp_path):
    evil = tmp_path / "evil.tar.gz"
    with tarfile.open(evil, "w:gz") as archive:
        archive.add(__file__, arcname="../../outside")

    with pytest.raises(CommandError, match="cannot be unpacked"):
        call_command("restore", evil, replace=True)


def test_backup_holds_no_open_sign_in_and_is_for_its_owner_alone(client, room, tmp_path):
    client.force_login(User.objects.get(email="somebody@example.org"))
    key = client.session.session_key

    path, _ = make_backup(tmp_path / "backups", now=timezone.now())

    with tarfile.open(path) as archive:
        texts = [archive.extractfile(each).read() for each in archive if each.isfile()]
    assert not any(key.encode() in text for text in texts)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_only_the_latest_backups_are_kept(tmp_path):
    for day in range(1, 6):
        (tmp_path / f"bucketing-2026-03-0{day}T020000Z.tar.gz").touch()
    (tmp_path / "somebody's notes").touch()

    remove_old_backups(tmp_path, keep=2)

    assert sorted(path.name[10:20] for path in tmp_path.glob("bucketing-*")) == [
        "2026-03-04",
        "2026-03-05",
    ]
    assert (tmp_path / "somebody's notes").exists()

"""The check for missing migrations must be one that can fail."""

import pytest
from django.core.management import call_command

from projects.models import Portfolio

pytestmark = pytest.mark.django_db


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_changed_field_without_a_migration_is_caught(monkeypatch):
    monkeypatch.setattr(Portfolio._meta.get_field("name"), "max_length", 7)

    with pytest.raises(SystemExit) as stopped:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)

    assert stopped.value.code == 1

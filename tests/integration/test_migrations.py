"""The check for missing migrations must be one that can fail; and records come through them."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bucketing.models import Workshop
from projects.models import Portfolio
from tests.factories.workshops import make_workshop

pytestmark = pytest.mark.django_db


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_changed_field_without_a_migration_is_caught(monkeypatch):
    monkeypatch.setattr(Portfolio._meta.get_field("name"), "max_length", 7)

    with pytest.raises(SystemExit) as stopped:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)

    assert stopped.value.code == 1


@pytest.mark.django_db(transaction=True)
def test_closed_door_stays_closed_there_and_back():
    doors = ["open", "knock", "closed"]
    for door in doors:
        made = make_workshop()
        made.door = door
        made.save(update_fields=["door"])
    try:
        before = migrate_to("0005_second_looks").get_model("bucketing", "Workshop")
        opened = before.objects.order_by("pk").values_list("is_door_open", flat=True)
        assert list(opened) == [True, False, False]
    finally:
        migrate_to(None)
    found = Workshop.objects.order_by("pk").values_list("door", flat=True)
    assert list(found) == ["open", "closed", "closed"]


def migrate_to(name: str | None):
    """The records as they were after this migration of the workshops; None for the latest."""
    executor = MigrationExecutor(connection)
    targets = [("bucketing", name)] if name else executor.loader.graph.leaf_nodes()
    return executor.migrate(targets).apps

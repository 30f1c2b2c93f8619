"""What the first release kept comes through every migration since: rows, figures and pages."""

import json

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from tests.factories.finished import make_finished_room
from tests.factories.people import make_member
from tests.factories.whole_room import make_import, signed_in_client

APPS = ("assessors", "projects", "bucketing", "reports")
FIRST_RELEASE = [
    ("assessors", "0002_keep_a_record_of_what_was_done"),
    ("projects", "0002_keep_what_was_said_about_a_file"),
    ("bucketing", "0005_second_looks"),
    ("reports", "0002_tokens_for_programs"),
]


@pytest.fixture
def room():
    """A workshop with answers of two seats, one settled by the chair, one left open."""
    room = make_finished_room()
    for number, amount in enumerate(("1000.01", "2000.50", "300.99")):
        project = room.add(amount, directorate="Children", name=f"Play {number}")
        room.rate(project, 0, (73, 27, 0, 0), note="A remark")
        room.rate(project, 1, (10, 20, 30, 40), confidence="unsure")
    room.settle(room.projects[0], (50, 50, 0, 0))
    make_import(room.workshop.portfolio)
    return room


def migrate_to(targets):
    """The records as they were then."""
    executor = MigrationExecutor(connection)
    targets = targets or executor.loader.graph.leaf_nodes()
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def rows_of(models, like=None):
    """Every row of every model, with the columns that `like` has too."""
    found = {}
    for model in models.get_models():
        label = model._meta.label
        if model._meta.app_label not in APPS or (like is not None and label not in like):
            continue
        columns = [each.attname for each in model._meta.concrete_fields]
        if like and like[label]:
            columns = [name for name in columns if name in like[label][0]]
        found[label] = list(model._default_manager.order_by("pk").values(*columns))
    return found


def without_columns_of_before(before, after):
    return {
        label: [{name: row[name] for name in after[label][place]} for place, row in enumerate(rows)]
        for label, rows in before.items()
    }


@pytest.mark.django_db(transaction=True)
def test_rows_figures_and_pages_come_through(room):
    organisation = room.workshop.portfolio.organisation
    client = signed_in_client(make_member("admin", organisation).user)
    summary = reverse("summary-json", args=[room.workshop.pk])
    client.post(reverse("workshop-seat-take", args=[room.workshop.pk]))
    room.workshop.closed_at = room.workshop.created_at
    room.workshop.save(update_fields=["closed_at"])
    client.post(reverse("summary-publish", args=[room.workshop.pk]))
    public = room.workshop.published_summaries.get().token
    figures = json.loads(client.get(summary).content)
    try:
        before = rows_of(migrate_to(FIRST_RELEASE))
    finally:
        migrate_to(None)
    after = rows_of(apps, like=before)

    assert len(before["bucketing.Allocation"]) == 6
    assert len(before["assessors.Membership"]) == len(before["projects.SpendImport"]) == 1
    assert len(before["reports.PublishedSummary"]) == 1
    assert after.keys() == before.keys()
    assert after == without_columns_of_before(before, after)
    assert json.loads(client.get(summary).content) == figures
    for address in (
        reverse("summary", args=[room.workshop.pk]),
        reverse("portfolio-detail", args=[room.workshop.portfolio_id]),
        reverse("import-list", args=[room.workshop.portfolio_id]),
        reverse("people", args=[organisation.slug]),
        reverse("published-summary", args=[public]),
    ):
        assert client.get(address).status_code == 200, address


@pytest.mark.django_db
def test_tables_made_by_migrations_are_those_of_the_models():
    with connection.cursor() as cursor:
        for model in (each for name in APPS for each in apps.get_app_config(name).get_models()):
            table = model._meta.db_table
            columns = connection.introspection.get_table_description(cursor, table)
            made = {(column.name, column.null_ok) for column in columns}
            assert made == {(each.column, each.null) for each in model._meta.local_concrete_fields}

"""Bringing in, leaving and undoing: once, in order, and not past a colleague or a workshop."""

from decimal import Decimal

import pytest
from django.urls import reverse

from projects.models import Project, SpendImport, SpendLine
from tests.factories.people import make_member
from tests.integration.importing import (
    FIRST,
    SECOND,
    admin_with_portfolio,
    confirm,
    go_to_preview,
    signed_in,
    step_url,
)

pytestmark = pytest.mark.django_db


def test_pressing_twice_brings_in_once(list_file):
    client, portfolio = admin_with_portfolio()
    spend_import, _ = go_to_preview(client, portfolio, list_file(FIRST))
    done = confirm(client, spend_import)
    again = client.post(step_url("import-confirm", spend_import), {"seen": "whatever"})
    assert again["Location"] == step_url("import-detail", spend_import)
    assert SpendLine.objects.count() == 3
    assert done.total == Decimal("3300.50")


def test_second_of_two_admins_is_shown_the_preview_again(list_file):
    client, portfolio = admin_with_portfolio()
    colleague = signed_in(make_member("admin", organisation=portfolio.organisation).user)
    mine, _ = go_to_preview(client, portfolio, list_file(FIRST))
    seen = client.get(step_url("import-confirm", mine)).context["page"].preview.stamp
    confirm(colleague, go_to_preview(colleague, portfolio, list_file(SECOND))[0])

    answer = client.post(step_url("import-confirm", mine), {"seen": seen}, follow=True)

    assert answer.redirect_chain[-1][0] == step_url("import-preview", mine)
    assert "changed after you looked" in answer.content.decode()
    assert Project.objects.count() == 3
    assert confirm(client, mine).status == SpendImport.Status.CONFIRMED
    assert Project.objects.count() == 4


def test_leaving_brings_in_nothing_and_stays_on_the_list(list_file):
    client, portfolio = admin_with_portfolio()
    spend_import, _ = go_to_preview(client, portfolio, list_file(FIRST))
    client.post(step_url("import-leave", spend_import))
    spend_import.refresh_from_db()
    assert spend_import.status == SpendImport.Status.ABANDONED
    listed = client.get(reverse("import-list", args=[portfolio.pk])).content.decode()
    assert "list.csv" in listed
    assert not Project.objects.exists()


def test_undo_from_the_page(list_file):
    client, portfolio = admin_with_portfolio()
    done = confirm(client, go_to_preview(client, portfolio, list_file(FIRST))[0])
    client.post(step_url("import-undo", done))
    done.refresh_from_db()
    assert done.status == SpendImport.Status.UNDONE
    assert not Project.objects.exists()


def test_undo_is_refused_once_a_workshop_uses_the_projects(list_file):
    from bucketing.actions.workshops import create_workshop
    from bucketing.domain.plan import Plan

    client, portfolio = admin_with_portfolio()
    done = confirm(client, go_to_preview(client, portfolio, list_file(FIRST))[0])
    create_workshop(
        portfolio=portfolio,
        name="Spring",
        financial_year=2025,
        basis="planned",
        plan=Plan(),
        by=None,
        now=done.confirmed_at,
    )
    answer = client.post(step_url("import-undo", done), follow=True)
    assert "A workshop uses projects of this import" in answer.content.decode()
    assert Project.objects.count() == 3

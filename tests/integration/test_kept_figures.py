"""Figures kept between requests: found again only where nothing changed, and by nobody else."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bucketing.actions.seats import set_answers_counted
from reports.domain.lens import Lens
from reports.queries.measured import KeptFigures, kept_figures, load_measured
from reports.queries.summaries import load_summary
from tests.factories.finished import FinishedRoom, make_finished_room
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.fixture
def room() -> FinishedRoom:
    room = make_finished_room()
    project = room.add(1000)
    room.rate(project, 0, (100, 0, 0, 0))
    room.rate(project, 1, (0, 0, 0, 100))
    return room


def upstream(room: FinishedRoom) -> int:
    room.workshop.refresh_from_db()
    return load_summary(room.workshop, Lens()).totals.tiers[0]


def test_second_reader_reads_no_answers(room):
    load_measured(room.workshop)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        load_measured(room.workshop)
    assert len(queries) == 0


def test_change_is_seen_by_the_next_reader(room):
    assert upstream(room) == 50_000
    room.rate(room.projects[0], 2, (100, 0, 0, 0))
    assert upstream(room) == 66_667


def test_excluded_answers_leave_the_kept_figures(room):
    assert upstream(room) == 50_000
    set_answers_counted(seat=room.seats[1], counted=False, by=None, now=NOW)
    assert upstream(room) == 100_000


def test_change_that_another_process_made_is_seen(room):
    """It raises the revision in the database; this one still holds the older figures."""
    load_measured(room.workshop)
    held = list(kept_figures._kept)  # to show that they are still there
    room.rate(room.projects[0], 2, (100, 0, 0, 0))
    assert list(kept_figures._kept) == held
    assert upstream(room) == 66_667


def test_workshop_of_another_organisation_has_figures_of_its_own(room):
    load_measured(room.workshop)
    other = make_finished_room()
    other.add(5, name="Theirs")
    names = [figure.project.name for figure in load_measured(other.workshop).figures]
    assert names == ["Theirs"]


def test_kept_figures_open_no_door(room, client):
    """Rating began anew: what was kept from before shows to nobody."""
    commissioner = make_member("commissioner", organisation=room.workshop.portfolio.organisation)
    client.force_login(commissioner.user)
    page = reverse("summary", args=[room.workshop.pk])
    assert client.get(page).status_code == 200
    room.rounds["rating"].closed_at = None
    room.rounds["rating"].save(update_fields=["closed_at"])
    assert client.get(page).status_code == 403


def test_room_for_figures_is_bounded(room):
    measured = load_measured(room.workshop)  # one project and two answers
    kept = KeptFigures(most_rows=7)
    for number in range(3):
        kept.keep((number, "revision"), measured)
    assert kept.get((0, "revision")) is None
    assert kept.get((1, "revision")) is measured
    assert kept.get((2, "revision")) is measured


def test_earlier_state_makes_way_for_the_later(room):
    measured, kept = load_measured(room.workshop), KeptFigures()
    kept.keep((1, 10), measured)
    kept.keep((1, 11), measured)
    assert kept.get((1, 10)) is None


def test_workshop_beyond_all_room_is_not_kept(room):
    kept = KeptFigures(most_rows=2)
    kept.keep((1, 1), load_measured(room.workshop))
    assert kept.get((1, 1)) is None

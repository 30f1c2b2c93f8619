"""Workbooks that a worker makes: one for a view and a person, never anybody else's, never old figures."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessors.models import AuditEntry
from reports.actions.workbook_builds import (
    fail_build,
    finish_build,
    forget_old_builds,
    reserve_build,
    tell_progress,
)
from reports.domain.lens import Lens
from reports.models import WorkbookBuild
from reports.queries import workbook
from reports.workbook import background
from reports.workbook.background import ask_for_workbook
from tests.factories.finished import make_finished_room, make_large_room
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.WORKBOOKS_DIR = tmp_path / "workbooks"
    return settings.WORKBOOKS_DIR


@pytest.fixture
def room():
    room = make_finished_room()
    for directorate in ("Children", "Adults"):
        project = room.add(1000, directorate=directorate, theme="Homes")
        room.rate(project, 0, (100, 0, 0, 0))
    return room


@pytest.fixture
def member(room):
    return make_member("commissioner", organisation=room.workshop.portfolio.organisation)


@pytest.fixture
def long(monkeypatch, client, member):
    """Every workbook is a long one, and the commissioner is signed in."""
    monkeypatch.setattr(workbook, "LONG_FROM_ROWS", 0)
    client.force_login(member.user)


@pytest.fixture
def no_worker(monkeypatch):
    """What is queued stays queued."""
    queued = []
    monkeypatch.setattr(
        background,
        "build_in_background",
        type("Task", (), {"enqueue": lambda *key: queued.append(key)}),
    )
    return queued


def press(client, room, **fields):
    address = reverse("summary-workbook-make", args=[room.workshop.pk])
    return client.post(address, fields, follow=True)


def page_of(room, build, name="summary-workbook-build"):
    return reverse(name, args=[room.workshop.pk, build.pk])


def reserve(room, member, query="?", now=None):
    now = now or timezone.now()
    return reserve_build(workshop=room.workshop, query=query, by=member.user, now=now)


def test_address_of_a_long_workbook_leads_to_the_page_that_makes_it(client, room, long):
    answer = client.get(reverse("summary-workbook", args=[room.workshop.pk]) + "?theme=Homes")
    expected = reverse("summary-workbook-choose", args=[room.workshop.pk]) + "?theme=Homes"
    assert (answer.status_code, answer["Location"]) == (302, expected)
    assert "Make the workbook" in client.get(expected).content.decode()


def test_short_workbook_streams_straight(client, room, member):
    client.force_login(member.user)
    answer = client.get(reverse("summary-workbook", args=[room.workshop.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert WorkbookBuild.objects.count() == 0


def test_pressed_workbook_is_made_and_taken(client, room, long):
    page = press(client, room, directorate="Children").content.decode()
    assert "The workbook is ready" in page
    build = WorkbookBuild.objects.get()
    assert (build.state, build.percent, build.query) == ("ready", 100, "?directorate=Children")
    answer = client.get(page_of(room, build, "summary-workbook-file"))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)), data_only=True)
    assert book["Summary"]["C10"].value == "OK"
    assert book["Summary"]["A4"].value == "Filtered to Directorate: Children"
    exported = AuditEntry.objects.filter(kind="summary_exported")
    assert [entry.detail["file"] for entry in exported] == ["xlsx"]


def test_file_is_read_by_nobody_else_on_the_machine(client, room, long):
    press(client, room)
    path = WorkbookBuild.objects.get().path
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir() if each.suffix == ".partial"] == []


def test_two_presses_make_one_build(client, room, long, no_worker):
    first, second = press(client, room), press(client, room)
    build = WorkbookBuild.objects.get()
    assert no_worker == [(build.pk, 1)]
    assert first.redirect_chain == second.redirect_chain


def test_changed_answers_make_a_new_build(client, room, long):
    press(client, room)
    room.rate(room.projects[0], 1, (0, 0, 0, 100))
    old = WorkbookBuild.objects.get()
    assert "has changed since" in client.get(page_of(room, old)).content.decode()
    press(client, room)
    assert WorkbookBuild.objects.count() == 2


def test_other_filters_are_another_build(client, room, long):
    press(client, room)
    press(client, room, theme="Homes")
    assert WorkbookBuild.objects.count() == 2


@pytest.mark.parametrize("role", ["commissioner", "facilitator", "admin"])
@pytest.mark.parametrize("name", ["summary-workbook-build", "summary-workbook-file"])
def test_nobody_takes_what_was_made_for_somebody_else(client, room, long, role, name):
    press(client, room)
    other = make_member(role, organisation=room.workshop.portfolio.organisation)
    client.force_login(other.user)
    assert client.get(page_of(room, WorkbookBuild.objects.get(), name)).status_code == 404


def test_stranger_finds_no_build(client, room, long):
    press(client, room)
    client.force_login(make_member("admin").user)
    build = WorkbookBuild.objects.get()
    assert client.get(page_of(room, build)).status_code == 404
    assert client.get(page_of(room, build, "summary-workbook-file")).status_code == 404


def test_build_of_another_workshop_is_not_found_below_this_one(client, room, long, member):
    press(client, room)
    other = make_finished_room(organisation=room.workshop.portfolio.organisation)
    assert client.get(page_of(other, WorkbookBuild.objects.get())).status_code == 404


def test_file_is_refused_once_the_room_rates_again(client, room, long):
    press(client, room)
    room.rounds["rating"].closed_at = None
    room.rounds["rating"].save(update_fields=["closed_at"])
    build = WorkbookBuild.objects.get()
    for name in ("summary-workbook-build", "summary-workbook-file"):
        assert client.get(page_of(room, build, name)).status_code == 403
    assert press(client, room).status_code == 403


def test_bar_shows_how_far_it_is(client, room, long, no_worker):
    press(client, room)
    build = WorkbookBuild.objects.get()
    tell_progress(build=build, percent=42, now=timezone.now())
    page = client.get(page_of(room, build)).content.decode()
    assert '<label for="bar">Making the workbook' in page
    assert '<progress id="bar" max="100" value="42">' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert client.get(page_of(room, build) + "?poll=1").status_code == 200


def test_poll_leads_on_to_the_file_once_it_is_ready(client, room, long):
    press(client, room)
    build = WorkbookBuild.objects.get()
    answer = client.get(page_of(room, build) + "?poll=1")
    assert answer["Location"] == page_of(room, build) + "?then=file"
    assert (
        page_of(room, build, "summary-workbook-file")
        in client.get(answer["Location"]).content.decode()
    )


def test_killed_worker_is_told_and_a_press_begins_again(client, room, long, no_worker):
    press(client, room)
    build = WorkbookBuild.objects.get()
    WorkbookBuild.objects.update(state="making", heard_at=timezone.now() - timedelta(minutes=3))
    page = client.get(page_of(room, build)).content.decode()
    assert "whatever was making it has stopped" in page
    assert "Make a new one" in page
    assert "data-poll" not in page
    press(client, room)
    assert no_worker == [(build.pk, 1), (build.pk, 2)]
    build.refresh_from_db()
    assert (build.state, build.attempt) == ("waiting", 2)


def test_attempt_given_up_for_lost_changes_nothing_any_more(room, member):
    lost, _ = reserve(room, member)
    later = timezone.now() + timedelta(minutes=3)
    again, must_begin = reserve(room, member, now=later)
    assert (again.attempt, must_begin) == (2, True)
    finish_build(build=lost, now=later)
    again.refresh_from_db()
    assert again.state == "waiting"
    assert lost.path != again.path


def test_failed_build_says_so_and_can_be_pressed_again(client, room, long, no_worker):
    press(client, room)
    build = WorkbookBuild.objects.get()
    fail_build(build=build, now=timezone.now())
    assert "Something went wrong" in client.get(page_of(room, build)).content.decode()
    press(client, room)
    assert len(no_worker) == 2


def test_error_in_the_making_is_told_to_the_page(monkeypatch, client, room, long):
    def stumble(*_, **__):
        raise MemoryError

    monkeypatch.setattr(background, "write_workbook", stumble)
    assert "Something went wrong" in press(client, room).content.decode()
    assert not WorkbookBuild.objects.get().path.exists()


def test_fourth_workbook_at_once_is_refused_with_a_sentence(client, room, long, no_worker):
    for theme in ("1", "2", "3"):
        press(client, room, theme=theme)
    assert "are being made for you" in press(client, room, theme="4").content.decode()
    assert len(no_worker) == 3


def test_builds_and_files_are_deleted_after_a_day(client, room, long, folder):
    press(client, room)
    build = WorkbookBuild.objects.get()
    path, stray = build.path, folder / "9-9.partial"
    stray.write_text("left by a worker that was killed")
    assert forget_old_builds(now=timezone.now() + timedelta(hours=23)) == 0
    assert path.exists()
    assert forget_old_builds(now=timezone.now() + timedelta(hours=25)) == 1
    assert not path.exists()
    assert not stray.exists()


def test_expired_build_is_not_there_even_before_it_is_tidied(client, room, long):
    press(client, room)
    WorkbookBuild.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    assert client.get(page_of(room, WorkbookBuild.objects.get())).status_code == 404


def test_file_that_is_gone_can_be_made_again(client, room, long):
    press(client, room)
    build = WorkbookBuild.objects.get()
    build.path.unlink()
    answer = client.get(page_of(room, build, "summary-workbook-file"), follow=True)
    assert "The file has been deleted" in answer.content.decode()
    assert "The workbook is ready" in press(client, room).content.decode()


def test_nightly_command_says_what_it_deleted(capsys):
    call_command("tidy_workbooks")
    assert capsys.readouterr().out == "0 old workbooks deleted.\n"


def test_progress_goes_from_the_rows_to_the_bar(monkeypatch, room, member):
    """Told every five hundred rows; here of a workshop that has more."""
    seen = []
    monkeypatch.setattr(background, "SECONDS_BETWEEN_SIGNS", 0)
    monkeypatch.setattr(background, "tell_progress", lambda *, percent, **_: seen.append(percent))
    large = make_large_room(300)
    ask_for_workbook(workshop=large.workshop, lens=Lens(), by=member.user, now=timezone.now())
    assert seen[:2] == [1, 15]
    assert seen == sorted(seen)
    assert len(seen) == 4

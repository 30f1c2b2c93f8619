"""Scripted assessors in a live workshop, through the same pages as people."""

from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bucketing.actions.stages import close_workshop, open_next_stage, pause_stage, resume_stage
from bucketing.domain.plan import Plan
from bucketing.domain.running_order import PlannedStage
from bucketing.models import Allocation, Pass, Seat, Workshop
from bucketing.rehearsal import Rehearsal
from projects.demo import demo_projects
from tests.factories.workshops import make_assessor, make_workshop

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60
ORDER = (PlannedStage("welcome", 5), PlannedStage("rating", 50), PlannedStage("close", 5))


def wait_until(happened: Callable[[], bool]) -> None:
    until = monotonic() + PATIENCE
    while not happened():
        assert monotonic() < until, "it did not happen in time"
        sleep(0.1)


def demo_workshop(count: int = 12) -> Workshop:
    """The first projects of the demo, each judged by two people."""
    workshop = make_workshop(
        *["2000"] * count, plan=Plan(second_count=count, lease_size=2), running_order=ORDER
    )
    for frozen, each in zip(workshop.projects.order_by("rank"), demo_projects(), strict=False):
        frozen.reference, frozen.name = each.reference, each.name
        frozen.description = each.description
        frozen.save()
    return workshop


def start(workshop: Workshop, url: str, **choices) -> tuple[Rehearsal, Thread, list[str]]:
    told: list[str] = []
    rehearsal = Rehearsal(
        code=workshop.join_code, url=url, tell=told.append, **({"speed": 40.0} | choices)
    )
    thread = Thread(target=rehearsal.run)
    thread.start()
    return rehearsal, thread, told


def test_room_is_rehearsed_from_lobby_to_close(live_server):
    workshop = demo_workshop()
    rehearsal, thread, told = start(workshop, live_server.url, assessors=3)
    try:
        wait_until(lambda: Seat.objects.filter(workshop=workshop, role="assessor").count() == 3)
        open_next_stage(workshop=workshop, by=None, now=timezone.now())
        open_next_stage(workshop=workshop, by=None, now=timezone.now())
        rating = workshop.rounds.get()
        wait_until(lambda: not rating.queue.filter(ratings_count__lt=2).exists())
        close_workshop(workshop=workshop, by=None, now=timezone.now())
        thread.join(timeout=PATIENCE)
        assert not thread.is_alive()
    finally:
        rehearsal.stop.set()
        thread.join()
    names = Seat.objects.filter(workshop=workshop, role="assessor").values_list("name", flat=True)
    assert sorted(names) == ["Amara", "Ben", "Chloe"]
    assert sum(each.answered for each in rehearsal.sitting) == Allocation.objects.count()
    assert sum(each.passed for each in rehearsal.sitting) == Pass.objects.count()
    rating.refresh_from_db()
    late = Allocation.objects.filter(is_late=True)
    assert not late.filter(answered_at__lte=rating.closed_at).exists()
    assert told[-1].startswith("Answers so far: Amara ")


def test_known_projects_are_judged_from_what_they_truly_are(live_server):
    workshop = demo_workshop()
    rehearsal, thread, _ = start(workshop, live_server.url, assessors=2)
    truths = {each.reference: each.true_split for each in demo_projects()}
    try:
        wait_until(lambda: Seat.objects.filter(workshop=workshop, role="assessor").count() == 2)
        open_next_stage(workshop=workshop, by=None, now=timezone.now())
        open_next_stage(workshop=workshop, by=None, now=timezone.now())
        wait_until(lambda: Allocation.objects.count() >= 20)
    finally:
        rehearsal.stop.set()
        thread.join()
    apart = [
        sum(
            abs(share // 100 - truth)
            for share, truth in zip(
                answer.shares, truths[answer.workshop_project.reference], strict=True
            )
        )
        / 2
        for answer in Allocation.objects.select_related("workshop_project")
    ]
    assert sum(apart) / len(apart) < 35


def test_nobody_answers_in_a_pause(live_server):
    workshop = demo_workshop(40)
    rehearsal, thread, _ = start(workshop, live_server.url, assessors=2, speed=60.0)
    try:
        wait_until(lambda: Seat.objects.filter(workshop=workshop, role="assessor").count() == 2)
        open_next_stage(workshop=workshop, by=None, now=timezone.now())
        open_next_stage(workshop=workshop, by=None, now=timezone.now())
        wait_until(lambda: Allocation.objects.count() >= 3)
        pause_stage(workshop=workshop, by=None, now=timezone.now())
        sleep(3)  # what was in hand is finished
        before = Allocation.objects.count()
        sleep(2)
        assert Allocation.objects.count() == before
        resume_stage(workshop=workshop, by=None, now=timezone.now())
        wait_until(lambda: Allocation.objects.count() > before)
    finally:
        rehearsal.stop.set()
        thread.join()


def test_name_that_is_taken_gets_a_number(live_server):
    workshop = demo_workshop()
    make_assessor(workshop, "Amara")
    rehearsal, thread, _ = start(workshop, live_server.url, assessors=1)
    try:
        wait_until(lambda: Seat.objects.filter(workshop=workshop, name="Amara 2").exists())
    finally:
        rehearsal.stop.set()
        thread.join()


def test_wrong_code_ends_with_a_sentence(live_server):
    with pytest.raises(CommandError, match="No workshop has the code CCC7777"):
        call_command("rehearse", "ccc 7777", assessors=1, url=live_server.url)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"speed": 0}, "above 0"),
        ({"assessors": 0}, "Between 1 and 100"),
        ({"url": "file:///etc"}, "begins with http"),
        ({"url": "http://127.0.0.1:1", "assessors": 1}, "refused"),
    ],
)
def test_impossible_rehearsal_is_refused(choices, words):
    with pytest.raises(CommandError, match=words):
        call_command("rehearse", "KFD7493", **choices)

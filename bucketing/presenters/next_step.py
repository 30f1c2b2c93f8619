"""What the facilitator does next, stage by stage, and the pages that it takes."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from bucketing.domain.clock import Phase
from bucketing.models import StageKind, Workshop
from bucketing.queries.progress import Progress


@dataclass(frozen=True, slots=True)
class NextStep:
    """A sentence, and links as (id, address, words), the first being the main one."""

    words: str
    links: tuple[tuple[str, str, str], ...] = ()


def next_step(progress: Progress) -> NextStep | None:
    """None where the rest of the board says it: in an ordinary lobby and while the room rates."""
    workshop, stage = progress.workshop, progress.open_stage
    if workshop.closed_at and workshop.rehearsal_of_id:
        return _rehearsal_over(workshop)
    if workshop.closed_at:
        return NextStep("Read the summary and publish it.", _results(workshop))
    if stage is None:
        return _rehearsal_lobby(workshop) if not progress.position else None
    return STEPS[StageKind(stage.kind)](progress)


def _rehearsal_lobby(workshop: Workshop) -> NextStep | None:
    if not workshop.rehearsal_of_id:
        return None
    return NextStep(
        "A rehearsal: scripted assessors come in by themselves. Press Start when you see some of "
        "them in the room, then go through the stages as you will on the day. In calibration you "
        "reveal the answers; after rating you settle differences."
    )


def _rehearsal_over(workshop: Workshop) -> NextStep:
    """Back to the real one first; the copy can go."""
    back = reverse("workshop-board", args=[workshop.rehearsal_of_id])
    return NextStep(
        "That was the rehearsal. Look at its summary if you like; when you have seen enough, delete "
        "it.",
        (
            ("next-workshop", back, "To the real workshop"),
            _link("summary", "summary", workshop, "Summary"),
            _link("delete", "workshop-delete", workshop, "Delete this rehearsal"),
        ),
    )


def _welcome(progress: Progress) -> NextStep:
    workshop = progress.workshop
    slug = workshop.portfolio.organisation.slug
    address = reverse("criteria-detail", args=[slug, workshop.criteria_set_id])
    return NextStep(
        "Read the four tiers with the room and say how the time is used. Then end the welcome.",
        (("next-criteria", address, "The four tiers"),),
    )


def _calibration(progress: Progress) -> NextStep:
    link = _link("calibration", "workshop-calibration", progress.workshop, "Go to calibration")
    round, people = progress.calibration_round, len(progress.assessors)
    if round and round.revealed_at:
        words = "Talk about what divides the room and write the rulings down. Then end calibration."
    elif people and progress.calibrated_count == people:
        words = f"All {people} have answered: reveal the answers."
    else:
        words = (
            "Reveal the answers when everybody has answered: "
            f"{progress.calibrated_count} of {people} have. "
            "If calibration ends before, the room has not seen them."
        )
    return NextStep(words, (link,))


def _rating(progress: Progress) -> NextStep | None:
    if progress.phase is not Phase.TIME_UP:
        return None
    return NextStep("Let everybody finish the project in front of them. Then end rating.")


def _reconciling(progress: Progress) -> NextStep:
    link = _link("reconcile", "workshop-reconcile", progress.workshop, "Settle differences")
    return NextStep("Settle the differences, the largest money first.", (link,))


def _close(progress: Progress) -> NextStep:
    return NextStep(
        "Show the room what it found and publish the summary. Then close the workshop.",
        _results(progress.workshop),
    )


STEPS: dict[StageKind, Callable[[Progress], NextStep | None]] = {
    StageKind.WELCOME: _welcome,
    StageKind.CALIBRATION: _calibration,
    StageKind.RATING: _rating,
    StageKind.RECONCILING: _reconciling,
    StageKind.CLOSE: _close,
}


def _results(workshop: Workshop) -> tuple[tuple[str, str, str], ...]:
    return (
        _link("summary", "summary", workshop, "Summary"),
        _link("publish", "summary-publish", workshop, "Publish"),
    )


def _link(id_: str, name: str, workshop: Workshop, words: str) -> tuple[str, str, str]:
    return (f"next-{id_}", reverse(name, args=[workshop.pk]), words)

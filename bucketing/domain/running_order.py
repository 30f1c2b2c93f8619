"""The stages of a workshop and how long each lasts."""

from dataclasses import dataclass

STAGE_KINDS = ("welcome", "calibration", "rating", "reconciling", "close")


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """One part of the meeting; `kind` is one of STAGE_KINDS."""

    kind: str
    minutes: int


DEFAULT_RUNNING_ORDER = (
    PlannedStage("welcome", 5),
    PlannedStage("calibration", 10),
    PlannedStage("rating", 50),
    PlannedStage("reconciling", 20),
    PlannedStage("close", 5),
)


def total_minutes(running_order: tuple[PlannedStage, ...]) -> int:
    return sum(stage.minutes for stage in running_order)


def minutes_of(kind: str, running_order: tuple[PlannedStage, ...]) -> int:
    """Minutes given to stages of this kind; 0 where there is none."""
    return sum(stage.minutes for stage in running_order if stage.kind == kind)


COMPRESSION = 18
"""How much faster than life a rehearsal runs: ninety minutes in five."""


def compressed(running_order: tuple[PlannedStage, ...]) -> tuple[PlannedStage, ...]:
    """The same stages for a rehearsal, each at least a minute."""
    return tuple(
        PlannedStage(stage.kind, max(round(stage.minutes / COMPRESSION), 1))
        for stage in running_order
    )

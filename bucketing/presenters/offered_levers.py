"""The changes that the board offers, each with one press."""

import json
from dataclasses import dataclass

from bucketing.domain.levers import Lever


@dataclass(frozen=True, slots=True)
class LeverRow:
    """One offered change and the values its form sends."""

    name: str
    words: str
    cost: str
    gain: str
    plan: str
    extra_minutes: int


def lever_row(lever: Lever) -> LeverRow:
    what, _, cost = lever.words.partition(": ")
    cost, _, gain = cost.rpartition(", ")
    what = what[:1].upper() + what[1:]
    return LeverRow(
        name=lever.kind.replace(" ", "-"),
        words=what,
        cost=cost,
        gain=gain,
        plan=json.dumps(lever.plan.to_json()),
        extra_minutes=lever.extra_minutes,
    )

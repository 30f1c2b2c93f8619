"""Where a room parts: between which two neighbouring tiers, and which question decides it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bucketing.domain.tiers import TIERS, Tier

Points = Sequence[int]


@dataclass(frozen=True, slots=True)
class Camps:
    """So many put most of the money in `earlier` or before, so many in `later` or after."""

    earlier: Tier
    later: Tier
    earlier_count: int
    later_count: int

    @property
    def words(self) -> str:
        """ "3 put most of it in upstream, 4 in midstream or later"."""
        before = "" if self.earlier is TIERS[0] else " or earlier"
        after = "" if self.later is TIERS[-1] else " or later"
        return (
            f"{self.earlier_count} put most of it in {self.earlier}{before}, "
            f"{self.later_count} in {self.later}{after}"
        )


def find_camps(splits: Sequence[Points]) -> Camps | None:
    """The cut between two tiers that divides the room most evenly; None where it does not divide.

    `splits` are basis points in tier order. Of equally even cuts the one over which most money is
    placed differently counts, then the later: the criteria's ladder asks about it first.
    """
    found: list[tuple[int, int, int, Camps]] = []
    for cut in range(len(TIERS) - 1):
        before = [sum(split[: cut + 1]) for split in splits]
        early = sum(2 * part >= sum(split) for part, split in zip(before, splits, strict=True))
        late = len(splits) - early
        spread = max(before, default=0) - min(before, default=0)
        found.append(
            (min(early, late), spread, cut, Camps(TIERS[cut], TIERS[cut + 1], early, late))
        )
    evenness, _, _, camps = max(found, key=lambda each: each[:3])
    return camps if evenness else None


def deciding_question(camps: Camps, criteria: Mapping[str, Any]) -> str:
    """The question of the criteria's ladder that sends a project to the later camp's tier.

    Falls back to the tier's own question where a criteria set has no such rung.
    """
    for rung in criteria.get("ladder", ()):
        if rung.get("tier") == camps.later.value:
            return _as_question(str(rung["question"]))
    for tier in criteria.get("tiers", ()):
        if tier.get("code") == camps.later.value:
            return str(tier.get("question", ""))
    return ""


def _as_question(rung: str) -> str:
    """Without the "Otherwise" that links it to the rung before."""
    text = rung.removeprefix("Otherwise:").removeprefix("Otherwise,").strip()
    return text[:1].upper() + text[1:]

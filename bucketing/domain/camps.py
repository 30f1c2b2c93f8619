"""Where a room parts: between which two neighbouring tiers, and which question decides it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bucketing.domain.tiers import TIERS, Tier

Points = Sequence[int]


@dataclass(frozen=True, slots=True)
class Camps:
    """So many put most of the money in `earlier` or before, so many in `later` or after.

    `earlier_in` and `later_in` are the tiers in which the people of each camp put most.
    """

    earlier: Tier
    later: Tier
    earlier_count: int
    later_count: int
    earlier_in: tuple[Tier, ...] = ()
    later_in: tuple[Tier, ...] = ()

    @property
    def words(self) -> str:
        """ "3 put most of it in upstream, 4 in midstream or acute"."""
        early = _listed(self.earlier_in or (self.earlier,))
        late = _listed(self.later_in or (self.later,))
        return f"{self.earlier_count} put most of it in {early}, {self.later_count} in {late}"


def _listed(tiers: Sequence[Tier]) -> str:
    *most, last = tiers
    return f"{', '.join(most)} or {last}" if most else last


def find_camps(splits: Sequence[Points]) -> Camps | None:
    """The cut between two tiers that divides the room most evenly; None where it does not divide.

    `splits` are basis points in tier order. Of equally even cuts the one over which most money is
    placed differently counts, then the later: the criteria's ladder asks about it first.
    """
    found: list[tuple[int, int, int, Camps]] = []
    for cut in range(len(TIERS) - 1):
        before = [sum(split[: cut + 1]) for split in splits]
        early = [split for part, split in zip(before, splits, strict=True) if _most(part, split)]
        late = [split for part, split in zip(before, splits, strict=True) if not _most(part, split)]
        spread = max(before, default=0) - min(before, default=0)
        camps_here = Camps(
            TIERS[cut],
            TIERS[cut + 1],
            len(early),
            len(late),
            _fullest_tiers(early, range(cut + 1)),
            _fullest_tiers(late, range(cut + 1, len(TIERS))),
        )
        found.append((min(len(early), len(late)), spread, cut, camps_here))
    evenness, _, _, camps = max(found, key=lambda each: each[:3])
    return camps if evenness else None


def _most(part: int, split: Points) -> bool:
    return 2 * part >= sum(split)


def _fullest_tiers(splits: Sequence[Points], places: range) -> tuple[Tier, ...]:
    """The tiers among `places` that hold the most of at least one split, in tier order."""
    fullest = {max(places, key=lambda place: split[place]) for split in splits}
    return tuple(TIERS[place] for place in sorted(fullest))


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

"""Why a total changed between two years: money that moved, or projects that were re-classified.

For projects present in both years, with s the amount, p the share counted and bars for the average
of the two years:
change = sum(change in s x mean p) + sum(mean s x change in p) + entrants - leavers.
It holds exactly, whatever the order of the years.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bucketing.domain.shares import Fourfold, in_pounds
from bucketing.domain.tiers import Tier


@dataclass(frozen=True, slots=True)
class YearLine:
    """One rated project in one year; the key says which project it is in the other year."""

    key: Hashable
    amount: Decimal
    split: Fourfold


@dataclass(frozen=True, slots=True)
class ChangeExplained:
    """Pounds counted before and after, and exact parts that add to the difference."""

    before: Fraction
    after: Fraction
    moved: Fraction  # real shift: amounts changed
    reclassified: Fraction  # re-labelling: shares changed
    entrants: Fraction  # only in the later year
    leavers: Fraction  # only in the earlier year, as a positive number
    both_count: int
    entrant_count: int
    leaver_count: int

    @property
    def change(self) -> Fraction:
        return self.after - self.before

    @property
    def parts_in_pounds(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """Moved, reclassified, entrants, less leavers; to the penny, adding to the change."""
        exact = [
            100 * part for part in (self.moved, self.reclassified, self.entrants, -self.leavers)
        ]
        pence = [part.numerator // part.denominator for part in exact]
        short = round(sum(exact)) - sum(pence)
        order = sorted(range(4), key=lambda index: (pence[index] - exact[index], index))
        for index in order[:short]:
            pence[index] += 1
        first, second, third, fourth = (in_pounds(part) for part in pence)
        return first, second, third, fourth


def explain_change(
    before: Iterable[YearLine], after: Iterable[YearLine], tiers: Sequence[Tier]
) -> ChangeExplained:
    """Take apart the change in money counted in some tiers: one tier, or a headline's."""
    old, new = _counted(before, tiers), _counted(after, tiers)
    both = old.keys() & new.keys()
    entrants = sum((s * p for key, (s, p) in new.items() if key not in both), Fraction())
    leavers = sum((s * p for key, (s, p) in old.items() if key not in both), Fraction())
    pairs = [(*old[key], *new[key]) for key in both]
    return ChangeExplained(
        before=sum((s * p for s, p in old.values()), Fraction()),
        after=sum((s * p for s, p in new.values()), Fraction()),
        moved=sum(((t - s) * (p + q) / 2 for s, p, t, q in pairs), Fraction()),
        reclassified=sum(((s + t) * (q - p) / 2 for s, p, t, q in pairs), Fraction()),
        entrants=entrants,
        leavers=leavers,
        both_count=len(both),
        entrant_count=len(new) - len(both),
        leaver_count=len(old) - len(both),
    )


def _counted(
    lines: Iterable[YearLine], tiers: Sequence[Tier]
) -> dict[Hashable, tuple[Fraction, Fraction]]:
    """Amount and counted share by project."""
    return {
        line.key: (
            Fraction(line.amount),
            sum((line.split[tier.position] for tier in tiers), Fraction()),
        )
        for line in lines
    }

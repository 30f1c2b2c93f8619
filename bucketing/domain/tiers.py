"""The four tiers, in order, and the two meanings of the early action headline."""

from enum import StrEnum


class Tier(StrEnum):
    """How early the money acts. The codes are fixed; labels belong to a criteria set."""

    UPSTREAM = "upstream"
    MIDSTREAM = "midstream"
    DOWNSTREAM = "downstream"
    ACUTE = "acute"

    @property
    def position(self) -> int:
        """0 for upstream to 3 for acute: the steps that distances count."""
        return TIERS.index(self)


TIERS: tuple[Tier, ...] = tuple(Tier)

# The National Audit Office counts three prevention tiers; Demos counts two, to limit gaming.
PREVENTION_THREE: tuple[Tier, ...] = (Tier.UPSTREAM, Tier.MIDSTREAM, Tier.DOWNSTREAM)
PREVENTION_TWO: tuple[Tier, ...] = (Tier.UPSTREAM, Tier.MIDSTREAM)


class HeadlineMeaning(StrEnum):
    """Which tiers the early action share counts. Every headline shown says which it is."""

    THREE_TIERS = "three_tiers"
    TWO_TIERS = "two_tiers"

    @property
    def tiers(self) -> tuple[Tier, ...]:
        return PREVENTION_THREE if self is HeadlineMeaning.THREE_TIERS else PREVENTION_TWO

    @property
    def tier_count(self) -> int:
        """How many tiers are counted, from upstream on."""
        return len(self.tiers)

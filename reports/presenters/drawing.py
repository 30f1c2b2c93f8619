"""Amounts as the tier bar wants them."""

from decimal import Decimal

from bucketing.domain.shares import in_pounds


def drawable(tiers: tuple[int, ...]) -> list[Decimal] | None:
    """Pounds for a bar; None where there is nothing to draw, or something below nought."""
    return [in_pounds(pence) for pence in tiers] if min(tiers) >= 0 < sum(tiers) else None


def fold(tiers: tuple[int, ...]) -> tuple[int, ...]:
    """Downstream and acute as one: the Asset-based Area guide calls both downstream."""
    upstream, midstream, downstream, acute = tiers
    return upstream, midstream, 0, downstream + acute

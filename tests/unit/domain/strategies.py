"""Hypothesis strategies for splits and amounts."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from bucketing.domain.shares import Shares

weights = st.lists(st.integers(0, 10_000), min_size=4, max_size=4).filter(any)
fractions = weights.map(lambda parts: [Fraction(part, sum(parts)) for part in parts])
shares = fractions.map(Shares.from_fractions)
amounts = st.integers(-(10**13), 10**13).map(lambda pence: Decimal(pence).scaleb(-2))


def people_split(tiers: int = 4) -> st.SearchStrategy[list[float]]:
    """Splits as people enter them: few distinct values, so that ties happen."""
    parts = st.lists(st.integers(0, 4), min_size=tiers, max_size=tiers).filter(any)
    return parts.map(lambda values: [value / sum(values) for value in values])

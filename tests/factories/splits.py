"""Splits for property tests."""

from itertools import pairwise

from hypothesis import strategies as st


@st.composite
def splits(draw):
    """Four whole basis points that add to 10,000; often whole per cents, often all in one tier."""
    step = draw(st.sampled_from([1, 100, 10_000]))
    cuts = sorted(draw(st.lists(st.integers(0, 10_000 // step), min_size=3, max_size=3)))
    edges = [0, *(cut * step for cut in cuts), 10_000]
    return tuple(after - before for before, after in pairwise(edges))

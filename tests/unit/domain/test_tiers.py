from bucketing.domain.tiers import (
    PREVENTION_THREE,
    PREVENTION_TWO,
    TIERS,
    HeadlineMeaning,
    Tier,
)


def test_tiers_run_from_upstream_to_acute():
    assert TIERS == ("upstream", "midstream", "downstream", "acute")
    assert [tier.position for tier in TIERS] == [0, 1, 2, 3]


def test_headline_with_three_tiers_counts_all_but_acute():
    assert HeadlineMeaning.THREE_TIERS.tiers == PREVENTION_THREE
    assert Tier.ACUTE not in PREVENTION_THREE
    assert HeadlineMeaning.THREE_TIERS.tier_count == 3


def test_headline_with_two_tiers_leaves_downstream_out():
    assert HeadlineMeaning.TWO_TIERS.tiers == PREVENTION_TWO == (Tier.UPSTREAM, Tier.MIDSTREAM)
    assert HeadlineMeaning.TWO_TIERS.tier_count == 2

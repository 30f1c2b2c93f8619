from bucketing.domain.criteria import DEFAULT_CRITERIA, other_name


def test_tier_is_not_called_by_its_own_name_twice():
    assert [other_name(tier) for tier in DEFAULT_CRITERIA["tiers"]] == [
        "Primary prevention",
        "Secondary prevention",
        "Tertiary prevention",
        "",
    ]


def test_tier_of_own_wording_may_have_no_other_name():
    assert other_name({"label": "Late"}) == ""

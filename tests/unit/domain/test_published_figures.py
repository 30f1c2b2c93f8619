"""Figures that anyone can work out by hand or look up, so that our arithmetic can be trusted."""

from decimal import Decimal
from fractions import Fraction

import pytest

from bucketing.domain.agreement import (
    earth_movers,
    krippendorff_alpha,
    measure_alpha,
    total_variation,
)
from bucketing.domain.change import Held, explain_changes, sum_of
from bucketing.domain.consensus import mean_split, median_split
from bucketing.domain.disagreement import measure_disagreement
from bucketing.domain.ratings import Rating, Ratings
from bucketing.domain.shares import Shares, split_money_exactly
from bucketing.domain.tiers import HeadlineMeaning
from reports.domain.measured import measure
from reports.domain.totals import total
from tests.factories.judged import Case, make_judgements

# Krippendorff's reference data: four observers, twelve units, a dot for what was not observed.
OBSERVERS = (
    "123321412...",
    "1233224125.3",
    ".3332342251.",
    "12332441251.",
)


def reference_units():
    """Each observation as a one-hot split over five ordered tiers."""
    return [
        [tuple(float(value == str(tier)) for tier in range(1, 6)) for value in unit if value != "."]
        for unit in zip(*OBSERVERS, strict=True)
    ]


@pytest.mark.parametrize(
    ("distance", "alpha"), [(total_variation, 0.743421), (earth_movers, 0.800384)]
)
def test_krippendorff_reference_data(distance, alpha):
    result = measure_alpha(reference_units(), distance)
    assert result.value == pytest.approx(alpha, abs=5e-7)
    assert (result.rating_count, result.unit_count) == (40, 11)


@pytest.mark.parametrize(
    ("p", "q", "variation", "steps"),
    [
        ((0.5, 0.3, 0.2, 0), (0, 0.1, 0.3, 0.6), 0.7, 1.8),
        ((1, 0, 0, 0), (0, 0, 0, 1), 1, 3),
        ((1, 0, 0, 0), (0, 1, 0, 0), 1, 1),
    ],
)
def test_distances(p, q, variation, steps):
    assert total_variation(p, q) == pytest.approx(variation)
    assert earth_movers(p, q) == pytest.approx(steps)


PROJECTS = {
    "P1": (Decimal(100_000), [(80, 20, 0, 0), (60, 40, 0, 0), (70, 20, 10, 0)]),
    "P2": (Decimal(250_000), [(0, 50, 50, 0), (0, 20, 70, 10), (0, 40, 40, 20)]),
    "P3": (Decimal(50_000), [(0, 0, 20, 80), (0, 0, 0, 100), (10, 0, 30, 60)]),
}


def allocations(project):
    return [Shares.from_percentages(split) for split in PROJECTS[project][1]]


@pytest.mark.parametrize(
    ("project", "thirds"),
    [("P1", (210, 80, 10, 0)), ("P2", (0, 110, 160, 30)), ("P3", (10, 0, 50, 240))],
)
def test_mean_splits_of_the_synthetic_portfolio(project, thirds):
    assert mean_split(allocations(project)) == tuple(Fraction(third, 300) for third in thirds)


def test_medians_are_re_closed():
    assert median_split(allocations("P1")) == (Fraction(7, 9), Fraction(2, 9), 0, 0)


@pytest.mark.parametrize(
    ("distance", "alpha"), [(total_variation, 0.645570), (earth_movers, 0.759657)]
)
def test_alpha_of_the_synthetic_portfolio(distance, alpha):
    units = [allocations(project) for project in PROJECTS]
    assert krippendorff_alpha(units, distance) == pytest.approx(alpha, abs=5e-7)


def test_pennies():
    third = Fraction(1, 3)
    assert split_money_exactly(Decimal(100), [third, third, third, Fraction(0)]) == (
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
        Decimal("0.00"),
    )
    quarters = Shares.from_percentages([25, 25, 25, 25])
    assert quarters.split_money(Decimal("1000.01")) == (
        Decimal("250.01"),
        Decimal("250.00"),
        Decimal("250.00"),
        Decimal("250.00"),
    )


def synthetic_totals():
    judgements = make_judgements(
        [
            Case(int(amount * 100), [tuple(split) for split in allocations(project)])
            for project, (amount, _) in PROJECTS.items()
        ]
    )
    return total(measure(judgements).figures)


def test_tier_spend_of_the_synthetic_portfolio():
    totals = synthetic_totals()
    assert totals.tiers == (7_166_667, 11_833_333, 14_500_000, 6_500_000)
    assert sum(totals.tiers) == totals.pence == 40_000_000
    assert totals.mean_shares == tuple(Fraction(part, 90) for part in (22, 19, 22, 27))


@pytest.mark.parametrize(
    ("meaning", "share"),
    [
        (HeadlineMeaning.THREE_TIERS, Fraction(8375, 10_000)),
        (HeadlineMeaning.TWO_TIERS, Fraction(475, 1000)),
    ],
)
def test_early_action_share_of_the_synthetic_portfolio(meaning, share):
    assert synthetic_totals().early_share(meaning) == share


def test_pairwise_distances_of_the_synthetic_portfolio():
    rows = [
        Rating(project, assessor, split)
        for project in PROJECTS
        for assessor, split in enumerate(allocations(project))
    ]
    ratings = Ratings.of({project: amount for project, (amount, _) in PROJECTS.items()}, rows)
    measured = measure_disagreement(ratings).of_all()
    assert [each.total_variation for each in measured] == pytest.approx([1 / 6, 4 / 15, 4 / 15])
    assert [each.earth_movers for each in measured] == pytest.approx([0.2, 1 / 3, 0.4])


def test_real_shift_against_re_labelling():
    first = Held(100_00, 80_00), Held(150_00, 120_00)
    second = Held(300_00, 60_00), Held(250_00, 75_00)
    change = sum_of(explain_changes([first, second]))
    assert (change.before, change.after, change.whole) == (140_00, 195_00, 55_00)
    assert (change.moved, change.reclassified) == (27_50, 27_50)


@pytest.mark.parametrize(("early", "late", "percent"), [("3.8", "6.0", 38.8), ("1.9", "8.2", 18.8)])
def test_early_share_of_english_childrens_services(early, late, percent):
    settled = {(0, 10_000, 0, 0): early, (0, 0, 0, 10_000): late}
    cases = [
        Case(int(Decimal(amount) * 10**11), settled=split) for split, amount in settled.items()
    ]
    share = total(measure(make_judgements(cases)).figures).early_share(HeadlineMeaning.TWO_TIERS)
    assert share is not None
    assert round(float(share) * 100, 1) == percent

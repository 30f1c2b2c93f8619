from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from bucketing.domain.judgements import GivenRating, JudgedProject, Judgements, Settlement
from bucketing.domain.settling import Settling
from bucketing.domain.shares import Shares
from bucketing.domain.tiers import HeadlineMeaning

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TWO_AGAINST_ONE = [(100, 0, 0, 0), (100, 0, 0, 0), (0, 0, 0, 100)]
THREE, TWO = HeadlineMeaning.THREE_TIERS, HeadlineMeaning.TWO_TIERS


def project(number: int, pounds: int) -> JudgedProject:
    return JudgedProject(
        number, None, None, f"P{number}", f"Project {number}", pounds * 100, number,
        "", False, "", "", "", "", "", "", "", "", "", "", {},
    )  # fmt: skip


def rating(number: int, project_id: int, seat: int, *percentages: int) -> GivenRating:
    shares = tuple(100 * part for part in percentages)
    return GivenRating(number, project_id, seat, str(seat), 1, "rating", shares, "", None, NOW)  # type: ignore[arg-type]


def settlement(project_id: int, *shares: int) -> Settlement:
    return Settlement(1, project_id, "chair", shares, "", "So.", 0, None, NOW, None, "")  # type: ignore[arg-type]


@pytest.fixture
def settling() -> Settling:
    """£1,000 torn apart, £500 nearly agreed, £300 rated once, £150 settled, £50 unrated."""
    judgements = Judgements(
        consensus_rule="mean",
        projects=tuple(
            project(number, pounds)
            for number, pounds in enumerate((1000, 500, 300, 150, 50), start=1)
        ),
        ratings=(
            rating(1, 1, 1, 100, 0, 0, 0),
            rating(2, 1, 2, 0, 0, 0, 100),
            rating(3, 2, 1, 50, 50, 0, 0),
            rating(4, 2, 2, 60, 40, 0, 0),
            rating(5, 3, 1, 0, 0, 100, 0),
            rating(6, 4, 1, 0, 0, 0, 100),
            rating(7, 4, 2, 100, 0, 0, 0),
        ),
        settlements={4: settlement(4, 10000, 0, 0, 0)},
        over_re_votes=frozenset(),
    )
    return Settling(judgements, tolerance=15)


def test_projects_are_divided_by_what_is_to_be_done(settling):
    assert [each.judged.project.reference for each in settling.disputes] == ["P1"]
    assert (settling.by_rule.agreed, settling.by_rule.rated_once) == ((2,), (3,))
    assert [each.project.reference for each in settling.settled] == ["P4"]
    assert [each.project.reference for each in settling.unrated] == ["P5"]


def test_one_project_is_found_whether_open_or_settled_but_not_unrated(settling):
    agreed = settling.find(2)
    assert (agreed.points_apart, agreed.measured.money_at_stake) == (10, Decimal("50.00"))
    assert settling.find(4).judged.settled_by == "chair"
    assert settling.find(5) is None


def test_headline_rests_on_all_money_that_has_a_split(settling):
    # 500 of 1,000, 500, 300 and 150 count as early, out of 1,950; 300 of it is downstream.
    assert settling.reach(THREE).now == pytest.approx(1450 / 1950)
    assert settling.reach(TWO).now == pytest.approx(1150 / 1950)


def test_settling_one_project_moves_the_headline_by_its_money(settling):
    ways = [Shares(0, 0, 0, 10000), Shares(10000, 0, 0, 0), Shares(5000, 0, 0, 5000)]
    assert settling.effects(1, ways, THREE) == pytest.approx((-500 / 1950, 500 / 1950, 0))


def test_reach_is_bounded_by_the_answers_given(settling):
    reach = settling.reach(THREE)
    # P1 can go either way by 500; P2 is early by every answer.
    assert (reach.lowest, reach.highest) == pytest.approx((950 / 1950, 1950 / 1950))


def test_workshop_without_any_rating_has_no_headline():
    nothing = Judgements("mean", (project(1, 10),), (), {}, frozenset())
    settling = Settling(nothing, tolerance=15)
    assert settling.reach(THREE).now is None
    assert settling.disputes == ()


def test_median_workshop_has_the_headline_of_its_medians():
    """Two of three say upstream: the median is all of it, the mean two thirds."""
    judgements = Judgements(
        "median",
        (project(1, 100),),
        tuple(rating(n, 1, n, *split) for n, split in enumerate(TWO_AGAINST_ONE, start=1)),
        {},
        frozenset(),
    )
    settling = Settling(judgements, tolerance=0)
    assert settling.reach(THREE).now == pytest.approx(1)
    (dispute,) = settling.disputes
    taken = Shares.from_fractions(
        [Fraction(w, sum(dispute.judged.weights)) for w in dispute.judged.weights]
    )
    assert settling.effects(1, [taken, Shares(0, 0, 0, 10000)], THREE) == pytest.approx((0, -1))


def test_headline_stays_within_its_reach_where_medians_lie_beyond_every_answer():
    answers = [(50, 50, 0, 0), (50, 0, 0, 50), (0, 50, 0, 50)]
    judgements = Judgements(
        "median",
        (project(1, 100),),
        tuple(rating(n, 1, n, *split) for n, split in enumerate(answers, start=1)),
        {},
        frozenset(),
    )
    reach = Settling(judgements, tolerance=0).reach(THREE)
    assert reach.lowest <= reach.now <= reach.highest

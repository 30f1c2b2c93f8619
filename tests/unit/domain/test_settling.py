from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bucketing.domain.judgements import GivenRating, JudgedProject, Judgements, Settlement
from bucketing.domain.settling import Settling, sort_out
from bucketing.domain.tiers import HeadlineMeaning

NOW = datetime(2026, 3, 2, tzinfo=UTC)
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
    return sort_out(judgements, tolerance=15)


def references(disputes):
    return [each.judged.project.reference for each in disputes]


def test_projects_are_divided_by_what_is_to_be_done(settling):
    assert references(settling.disputes) == ["P1"]
    assert references(settling.agreed) == ["P2"]
    assert references(settling.rated_once) == ["P3"]
    assert references(settling.settled) == ["P4"]
    assert [each.project.reference for each in settling.unrated] == ["P5"]


def test_tolerance_is_met_by_exactly_that_many_points(settling):
    (agreed,) = settling.agreed
    assert agreed.points_apart == 10
    assert agreed.at_stake == Decimal("50.00")


def test_money_at_stake_counts_what_is_still_open(settling):
    assert settling.at_stake == Decimal("1000.00")


def test_headline_rests_on_all_money_that_has_a_split(settling):
    # 500 of 1,000 + 500 + 300 + 150 early, out of 1,950.
    assert settling.share(THREE) == pytest.approx(1450 / 1950)
    assert settling.share(TWO) == pytest.approx(1150 / 1950)


def test_settling_one_project_moves_the_headline_by_its_money(settling):
    (dispute,) = settling.disputes
    assert settling.share_if(dispute, (0, 0, 0, 1), THREE) == pytest.approx(950 / 1950)
    assert settling.share_if(dispute, (1, 0, 0, 0), THREE) == pytest.approx(1950 / 1950)
    assert settling.share_if(dispute, (1, 0, 0, 1), THREE) == settling.share(THREE)


def test_swing_is_bounded_by_the_answers_given(settling):
    down, up = settling.swing(THREE)
    assert (down, up) == (pytest.approx(-500 / 1950), pytest.approx(500 / 1950))


def test_workshop_without_any_rating_has_no_headline():
    nothing = sort_out(Judgements("mean", (project(1, 10),), (), {}, frozenset()), tolerance=15)
    assert nothing.share(THREE) is None
    assert nothing.swing(THREE) == (0.0, 0.0)
    assert references(nothing.disputes) == []

import re
from collections import Counter
from decimal import Decimal
from hashlib import sha256

import pytest

from projects.demo import demo_projects
from projects.demo.families import approaches, places
from projects.demo.portfolio import true_split_of

PROJECTS = demo_projects()


def test_six_hundred_projects_each_with_its_own_reference_name_and_text():
    assert len(PROJECTS) == 600
    assert len({project.reference for project in PROJECTS}) == 600
    assert len({project.name for project in PROJECTS}) == 600
    assert len({project.description for project in PROJECTS}) == 600


def test_amounts_run_from_two_thousand_to_five_million_as_real_ones_do():
    amounts = sorted(project.amount for project in PROJECTS)
    assert (amounts[0], amounts[-1]) == (Decimal(2050), Decimal(5_000_000))
    assert sum(amounts) == Decimal(128_465_622)
    assert amounts[299] < sum(amounts) / 600 / 4
    assert sum(amounts[-120:]) > Decimal("0.75") * sum(amounts)


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.reference)
def test_description_is_two_whole_sentences(project):
    sentences = re.split(r"(?<=\.) (?=[A-Z])", project.description)
    assert len(sentences) == 2
    assert all(4 <= len(sentence.split()) <= 40 for sentence in sentences)
    assert not re.search(r"[{}\[\]|]|  ", project.description + project.name + project.provider)


def test_every_field_says_something():
    for project in PROJECTS:
        for field in (
            "problem",
            "people_served",
            "provider",
            "directorate",
            "theme",
            "place",
            "funder",
            "beneficiary",
            "funding_source",
            "funding_route",
        ):
            assert getattr(project, field)
        assert project.duty in {"statutory", "discretionary"}
        assert project.nature in {"revenue", "capital"}


def test_portfolio_mixes_directorates_themes_and_routes():
    assert len({project.directorate for project in PROJECTS}) == 11
    assert len({project.theme for project in PROJECTS}) == 60
    assert Counter(project.nature for project in PROJECTS)["capital"] == 38
    assert Counter(project.duty for project in PROJECTS)["statutory"] == 87


def test_true_splits_are_whole_and_use_every_tier():
    money = [Decimal(0)] * 4
    for project in PROJECTS:
        assert sum(project.true_split) == 100
        assert min(project.true_split) >= 0
        for tier, share in enumerate(project.true_split):
            money[tier] += project.amount * share / 100
    total = sum(money)
    assert [round(100 * part / total) for part in money] == [12, 12, 31, 45]


def test_last_year_is_known_to_the_penny_and_near_this_year():
    for project in PROJECTS:
        assert project.previous_amount == round(project.previous_amount, 2)
        assert Decimal("0.35") < project.previous_amount / project.amount < Decimal("1.3")


def test_true_split_is_found_by_reference():
    assert true_split_of(PROJECTS[7].reference) == PROJECTS[7].true_split
    assert true_split_of("X-1") is None


def test_portfolio_is_the_same_every_time():
    """A changed digest means a changed demo: recorded workshops and pictures go by it."""
    text = "\n".join(map(repr, PROJECTS))
    assert sha256(text.encode()).hexdigest()[:16] == "a6ed9e98a1ab30dc"


def test_families_use_known_places_and_splits_that_make_a_whole():
    for approach in approaches():
        assert sum(approach.split) == 100
        assert set(approach.at) <= set(places())
        assert ("{" in approach.name) is not approach.is_everywhere

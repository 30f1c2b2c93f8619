"""A workshop beside an earlier one: what moved, what was re-labelled, and who may see it."""

import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.change import sum_of
from bucketing.domain.tiers import HeadlineMeaning
from reports.domain.comparison import compare
from reports.domain.facets import STANDARD
from reports.domain.measured import measure
from reports.domain.totals import total
from tests.factories.finished import make_finished_room
from tests.factories.judged import Case, make_judgements
from tests.factories.people import make_member

THREE, TWO = HeadlineMeaning.THREE_TIERS, HeadlineMeaning.TWO_TIERS

SPLITS = st.sampled_from(
    [(10_000, 0, 0, 0), (0, 0, 0, 10_000), (3_333, 3_333, 3_334, 0), (2_500, 2_500, 2_500, 2_500)]
)
CASE = st.builds(
    Case,
    st.integers(-500, 90_000),
    st.lists(SPLITS, max_size=2),
    directorate=st.sampled_from(["", "Children", "Adults"]),
)
CASES = st.lists(CASE, max_size=5)
DIRECTORATE = next(facet for facet in STANDARD if facet.key == "directorate")


@given(CASES, CASES)
def test_projects_add_to_tiers_groups_and_both_summaries(before, after):
    old, new = (measure(make_judgements(cases)).figures for cases in (before, after))
    found = compare(old, new, is_one_portfolio=True)
    for place in range(4):
        change = found.change((place,))
        assert sum(change[:5]) == change.after
        assert change.before == total(old).tiers[place]
        assert change.after == total(new).tiers[place]
        groups = [each.change((place,)) for each in found.grouped(DIRECTORATE).values()]
        assert sum_of(groups) == change
    for places, meaning in (((0, 1, 2), THREE), ((0, 1), TWO)):
        assert found.change(places) == sum_of(found.change((place,)) for place in places)
        assert found.shares(places)[1] == total(new).early_share(meaning)
    assert found.sides[0].unrated == total(old).unrated_pence


@pytest.fixture
def earlier():
    room = make_finished_room(name="Last year", financial_year=2024)
    same = room.add(100, reference="A", name="Play for all")
    gone = room.add(80, reference="B", name="Old hall")
    other = room.add(300, reference="C", name="Day centre")
    room.rate(same, 0, (80, 0, 0, 20))
    room.rate(gone, 0, (100, 0, 0, 0))
    room.rate(other, 0, (20, 0, 0, 80))
    return room


@pytest.fixture
def room(earlier):
    """Worked by hand in the tests below: two projects stay, one goes, one comes."""
    room = make_finished_room(organisation=earlier.workshop.portfolio.organisation)
    same = room.add(150, reference="a", name="Play for all")
    other = room.add(250, reference="C", name="Day centre")
    new = room.add(40, reference="D", name="New hub")
    room.rate(same, 0, (80, 0, 0, 20))
    room.rate(other, 0, (30, 0, 0, 70))
    room.rate(new, 0, (50, 0, 0, 50))
    return room


def page_of(client, room, query=""):
    return client.get(reverse("summary-compare", args=[room.workshop.pk]) + query)


def sign_in(client, room, role="commissioner"):
    client.force_login(make_member(role, organisation=room.workshop.portfolio.organisation).user)


def cells(page, label):
    row = page.split(f'<th scope="row">{label}')[1].split("</tr>")[0]
    return re.findall(r'<td class="num[^>]*>(.*?)</td>', row)


def project(page, name):
    row = page.split(f"<bdi>{name}</bdi>")[1].split("</tr>")[0]
    return re.findall(r'<td class="num[^>]*>(.*?)</td>', row)


@pytest.mark.django_db
def test_page_takes_the_change_apart(client, earlier, room):
    sign_in(client, room)
    page = page_of(client, room).content.decode()
    # 140 to 195 of those that stay: 27.50 moved and 27.50 re-labelled; 80 gone, 20 added.
    assert "Early action money went from £220 to £215: £5 less." in page
    assert cells(page, "Upstream") == [
        "£220.00", "+£27.50", "+£27.50", "+£20.00", "−£80.00", "£215.00"
    ]  # fmt: skip
    assert cells(page, "Money moved") == ["+£27.50"]
    assert cells(page, "Change") == ["−£5.00"]
    assert "1 project rated only in this workshop" in page
    assert "matched by their reference" in page
    assert project(page, "Play for all")[1:3] == ["+£40.00", "£0.00"]
    assert project(page, "Day centre")[1:3] == ["−£12.50", "+£27.50"]


@pytest.mark.django_db
def test_parts_of_one_project_are_compared_together(client, earlier, room):
    whole = room.add(80, reference="B", left_out="split")
    for number in (30, 50):
        part = room.add(number, reference=f"B/{number}", name="A part", parent=whole)
        part.project = earlier.projects[1].project
        part.save(update_fields=["project"])
        room.rate(part, 0, (100, 0, 0, 0))
    room.workshop.portfolio = earlier.workshop.portfolio
    room.workshop.save(update_fields=["portfolio"])
    sign_in(client, room)
    page = page_of(client, room).content.decode()
    assert "matched by their reference" not in page
    assert cells(page, "Upstream")[0] == "£220.00"
    assert cells(page, "Upstream")[-1] == "£295.00"
    assert "amounts changed, of 1 project in both" in page


@pytest.mark.django_db
def test_page_says_what_cannot_be_compared(client, earlier, room):
    earlier.workshop.basis = "planned" if room.workshop.basis != "planned" else "actual"
    earlier.workshop.save(update_fields=["basis"])
    earlier.add(7, reference="Z")
    sign_in(client, room)
    page = page_of(client, room).content.decode()
    assert "shows here as money moved" in page
    assert "Not rated, and so not compared: £7 in the earlier workshop, £0 in this one." in page


@pytest.mark.django_db
def test_without_an_earlier_workshop_there_is_a_sentence(client, earlier):
    sign_in(client, earlier)
    page = page_of(client, earlier).content.decode()
    assert "There is no earlier workshop of this organisation" in page


@pytest.mark.django_db
def test_nothing_rated_anywhere_is_no_fault(client):
    first = make_finished_room(financial_year=2024)
    second = make_finished_room(organisation=first.workshop.portfolio.organisation)
    sign_in(client, second)
    page = page_of(client, second).content.decode()
    assert "Early action money is £0 in both." in page


@pytest.mark.django_db
def test_workshop_of_another_organisation_is_not_there(client, earlier, room):
    stranger = make_finished_room(name="Theirs", financial_year=2023)
    sign_in(client, room)
    assert page_of(client, room, f"?with={stranger.workshop.pk}").status_code == 404
    assert "Theirs" not in page_of(client, room).content.decode()


@pytest.mark.django_db
def test_workshop_of_a_portfolio_that_a_member_may_not_see_is_not_there(client, room):
    organisation = room.workshop.portfolio.organisation
    other = make_finished_room(organisation=organisation, name="Hidden", financial_year=2023)
    other.rate(other.add(100), 0, (100, 0, 0, 0))
    member = make_member("commissioner", organisation, only=[room.workshop.portfolio])
    client.force_login(member.user)
    assert page_of(client, room, f"?with={other.workshop.pk}").status_code == 404
    assert "Hidden" not in page_of(client, room).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["0", "x", "-1", "99999999999999999999"])
def test_workshop_that_nobody_knows_is_not_there(client, room, wrong):
    sign_in(client, room)
    assert page_of(client, room, f"?with={wrong}").status_code == 404


@pytest.mark.django_db
def test_room_that_still_rates_cannot_be_compared_with(client, earlier, room):
    earlier.rounds["rating"].closed_at = None
    earlier.rounds["rating"].save(update_fields=["closed_at"])
    sign_in(client, room)
    assert page_of(client, room, f"?with={earlier.workshop.pk}").status_code == 404
    assert "Last year" not in page_of(client, room).content.decode()


@pytest.mark.django_db
def test_room_that_still_rates_is_not_compared(client, earlier, room):
    room.rounds["rating"].closed_at = None
    room.rounds["rating"].save(update_fields=["closed_at"])
    sign_in(client, room)
    assert page_of(client, room).status_code == 403


@pytest.mark.django_db
def test_rehearsals_and_second_looks_are_not_offered(client, earlier, room):
    for field in ("rehearsal_of", "verifies"):
        organisation = room.workshop.portfolio.organisation
        make_finished_room(
            organisation, name=f"Not {field}", financial_year=2023, **{field: earlier.workshop}
        )
    sign_in(client, room)
    page = page_of(client, room).content.decode()
    assert "Not rehearsal_of" not in page
    assert "Not verifies" not in page

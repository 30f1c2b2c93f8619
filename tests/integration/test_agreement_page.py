from datetime import timedelta

import pytest
from django.urls import reverse

from bucketing.actions.reconciling import decide_by_chair
from bucketing.actions.stages import open_next_stage
from bucketing.domain.distances import Distance
from bucketing.domain.shares import Shares
from bucketing.queries.agreement import room_agreement
from tests.factories.people import make_member, make_user
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db

# The synthetic portfolio whose figures are published in docs/method.md's sources.
ANSWERS = {
    "P1": [(0, 50, 50, 0), (0, 20, 70, 10), (0, 40, 40, 20)],
    "P2": [(80, 20, 0, 0), (60, 40, 0, 0), (70, 20, 10, 0)],
    "P3": [(0, 0, 20, 80), (0, 0, 0, 100), (10, 0, 30, 60)],
}


@pytest.fixture
def facilitator():
    return make_member("facilitator")


@pytest.fixture
def workshop(facilitator):
    workshop = make_workshop(
        "250000", "100000", "50000", organisation=facilitator.organisation, by=facilitator.user
    )
    round = open_rating(workshop)
    seats = [make_assessor(workshop, name) for name in ("Ash", "Bo", "Cam")]
    for reference, splits in ANSWERS.items():
        for seat, split in zip(seats, splits, strict=True):
            answer(seat, round, workshop.projects.get(reference=reference), *split)
    open_next_stage(workshop=workshop, by=None, now=NOW + timedelta(minutes=50))
    workshop.refresh_from_db()
    return workshop


def test_published_alphas_come_out_of_the_database(workshop):
    alphas = room_agreement(workshop).alphas
    assert alphas[Distance.WHICH_TIER].alpha.value == pytest.approx(0.645570, abs=5e-7)
    assert alphas[Distance.ORDERED].alpha.value == pytest.approx(0.759657, abs=5e-7)


def test_chairs_decision_is_never_counted_as_a_rater(workshop):
    before = room_agreement(workshop).alphas[Distance.ORDERED].alpha
    decide_by_chair(
        workshop_projects=[workshop.projects.first()],
        shares=Shares(10000, 0, 0, 0),
        reason="As ruled.",
        by=make_user(),
        now=NOW,
    )
    workshop.refresh_from_db()
    after = room_agreement(workshop)
    assert after.alphas[Distance.ORDERED].alpha == before
    assert {each.rating_count for each in after.assessors} == {3}


def test_calibration_is_measured_apart(workshop):
    calibration = room_agreement(workshop).calibration[Distance.ORDERED]
    assert (calibration.value, calibration.reason[:18]) == (None, "Not enough overlap")


def test_page_names_distance_and_what_it_rests_on(client, facilitator, workshop):
    client.force_login(facilitator.user)
    html = client.get(reverse("workshop-agreement", kwargs={"pk": workshop.pk})).content.decode()
    assert "0.646" in html
    assert "0.760" in html
    assert "9 ratings of 3 projects" in html
    assert "earth mover" in html
    assert "Early action criteria, version 1" in html


def test_agreement_is_not_shown_while_people_rate(client, facilitator):
    workshop = make_workshop(organisation=facilitator.organisation, by=facilitator.user)
    open_rating(workshop)
    client.force_login(facilitator.user)
    html = client.get(reverse("workshop-agreement", kwargs={"pk": workshop.pk})).content.decode()
    assert "Rating is not over yet" in html


def test_leans_are_for_the_facilitator_alone(client, workshop):
    address = reverse("workshop-agreement", kwargs={"pk": workshop.pk})
    client.force_login(make_user())
    assert client.get(address).status_code == 404
    reader = make_member("commissioner", organisation=workshop.portfolio.organisation)
    client.force_login(reader.user)
    assert client.get(address).status_code == 403


def test_leaving_a_person_out_is_shown_before_and_after(client, facilitator, workshop):
    client.force_login(facilitator.user)
    third = workshop.seats.get(name="Cam")
    address = reverse("workshop-agreement", kwargs={"pk": workshop.pk})
    before = client.get(address, {"seat": third.pk}).content.decode()
    assert "Leave their answers out" in before
    act = reverse("workshop-seat-act", kwargs={"pk": workshop.pk, "seat": third.pk})
    client.post(act, {"act": "exclude"})
    after = client.get(address, {"seat": third.pk}).content.decode()
    assert "Count their answers again" in after
    for html in (before, after):
        table = html.split('id="one-person"')[1].split("</table>")[0]
        assert "0.646" in table
        # 335 of 400 thousand is early with three people, 342.5 with the first two alone.
        assert "83.8 %" in table or "83.7 %" in table
        assert "85.6 %" in table
    assert "6 ratings of 3 projects" in after
    assert workshop.seats.get(pk=third.pk).allocations.count() == 3


def test_effect_of_a_stranger_is_not_found(client, facilitator, workshop):
    client.force_login(facilitator.user)
    stranger = make_assessor(make_workshop())
    address = reverse("workshop-agreement", kwargs={"pk": workshop.pk})
    assert client.get(address, {"seat": stranger.pk}).status_code == 404

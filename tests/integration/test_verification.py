"""A second panel on a random tenth of a closed workshop."""

import pytest
from django.urls import reverse

from bucketing.actions.errors import Refused
from bucketing.actions.stages import open_next_stage
from bucketing.actions.verification import draw_verification
from bucketing.domain.verification import SampleBy
from bucketing.queries.verification import load_second_looks
from tests.factories.finished import STARTED, make_large_room
from tests.factories.people import make_member
from tests.factories.workshops import answer, make_assessor

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return make_member("facilitator")


@pytest.fixture
def first(facilitator):
    """Forty projects, rated, settled in one place and closed."""
    from bucketing.actions.seats import take_facilitator_seat

    room = make_large_room(40)
    portfolio = room.workshop.portfolio
    portfolio.organisation = facilitator.organisation
    portfolio.save()
    take_facilitator_seat(workshop=room.workshop, user=facilitator.user, now=STARTED)
    room.workshop.closed_at = STARTED
    room.workshop.save()
    return room.workshop


def draw(first, by, seed=7, sample_by=SampleBy.COUNT):
    return draw_verification(workshop=first, sample_by=sample_by, seed=seed, by=by, now=STARTED)


def references(workshop):
    return list(workshop.projects.values_list("reference", flat=True))


def test_tenth_is_drawn_as_it_was_frozen_and_the_same_number_draws_it_again(first, facilitator):
    second, again = draw(first, facilitator.user), draw(first, facilitator.user)
    assert len(references(second)) == 4
    assert references(second) == references(again)
    assert references(second) != references(draw(first, facilitator.user, seed=8))
    assert second.sample == {"seed": 7, "by": "count", "one_in": 10, "of": 40}
    for copy in second.projects.all():
        source = first.projects.get(reference=copy.reference)
        assert (copy.name, copy.amount) == (source.name, source.amount)
    assert not second.precedents.exists()


def test_open_workshop_is_not_verified(first, facilitator):
    first.closed_at = None
    with pytest.raises(Refused, match="Close the workshop first"):
        draw(first, facilitator.user)


def test_panels_are_compared_only_once_the_second_has_finished(first, facilitator):
    second = draw(first, facilitator.user)
    open_next_stage(workshop=second, by=None, now=STARTED)
    round = open_next_stage(workshop=second, by=None, now=STARTED).rounds.get()
    seat = make_assessor(second)
    for project in second.projects.all():
        answer(seat, round, project, 0, 0, 0, 100, now=STARTED)
    (look,) = load_second_looks(first)
    assert look.comparison is None
    open_next_stage(workshop=second, by=None, now=STARTED)
    (look,) = load_second_looks(first)
    assert look.comparison.project_count == 4
    assert set(look.comparison.second_headline.values()) == {0.0}
    assert look.comparison.total_variation == pytest.approx(
        float(sum(each.money_apart for each in look.projects) / look.comparison.amount)
    )


def test_page_draws_a_sample_and_leads_to_its_lobby(client, first, facilitator):
    client.force_login(facilitator.user)
    address = reverse("workshop-verification", kwargs={"pk": first.pk})
    response = client.post(address, {"sample_by": "money", "seed": "3"})
    second = first.verifications.get()
    assert response.url == reverse("workshop-board", kwargs={"pk": second.pk})
    html = client.get(address).content.decode()
    assert "from the number 3: one in 10 by money, out of 40 projects" in html
    assert "The second panel has not finished" in html


def test_second_panel_sees_nothing_of_the_first(client, first, facilitator):
    second = draw(first, facilitator.user)
    seat = make_assessor(second)
    texts = [*first.precedents.values_list("text", flat=True), "Second panel", "First panel"]
    html = client.get(reverse("workshop-join", kwargs={"code": second.join_code})).content.decode()
    assert seat.workshop_id == second.pk
    assert not any(text in html for text in texts)
    assert client.get(reverse("workshop-verification", kwargs={"pk": first.pk})).status_code == 404


def test_method_page_is_open_to_everybody_and_explains_each_figure(client):
    html = client.get(reverse("method")).content.decode()
    for anchor in ("alpha", "money", "reach", "effects", "leans", "person", "sample", "stake"):
        assert f'id="{anchor}"' in html

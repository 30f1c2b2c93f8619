from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from bucketing.actions.passes import Part, split_workshop_project
from bucketing.actions.stages import close_workshop, open_next_stage
from bucketing.models import Reconciliation
from tests.factories.people import make_member, make_user
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return make_member("facilitator")


@pytest.fixture
def workshop(facilitator):
    """P1 torn apart, P2 agreed, P3 rated once; rating is over."""
    workshop = make_workshop(
        "3000", "2000", "1000", organisation=facilitator.organisation, by=facilitator.user
    )
    round = open_rating(workshop)
    first, second = make_assessor(workshop, "Ash Oldfield"), make_assessor(workshop, "Bo Newton")
    large, middle, small = workshop.projects.all()
    answer(first, round, large, 100, 0, 0, 0, note="Open to everybody")
    answer(second, round, large, 0, 0, 0, 100)
    answer(first, round, middle, 50, 50, 0, 0)
    answer(second, round, middle, 60, 40, 0, 0)
    answer(first, round, small, 0, 0, 100, 0)
    open_next_stage(workshop=workshop, by=facilitator.user, now=NOW + timedelta(minutes=50))
    return workshop


@pytest.fixture
def page(client, facilitator):
    client.force_login(facilitator.user)
    return client


def address(workshop, name="workshop-reconcile"):
    return reverse(name, kwargs={"pk": workshop.pk})


def post(client, workshop, name, **data):
    return client.post(address(workshop, name), data, follow=True)


def test_queue_shows_what_is_in_dispute_and_opens_the_first(page, workshop):
    html = page.get(address(workshop)).content.decode()
    assert "Settle 1 agreed by the mean" in html
    assert "Settle 1 rated once" in html
    assert "100 points apart" in html
    assert "is meant to do" not in html.split("They part on one question")[0]
    assert "“Open to everybody”" in html


def test_answers_are_unnamed_unless_the_room_agreed_to_names(page, workshop):
    assert "Ash Oldfield" not in page.get(address(workshop)).content.decode()
    workshop.shows_names = True
    workshop.save()
    assert "Ash Oldfield" in page.get(address(workshop)).content.decode()


def test_rule_settles_what_agrees_and_one_press_takes_it_back(page, workshop):
    html = post(page, workshop, "workshop-settle", which="agreed").content.decode()
    assert "Settled 1 project at the mean." in html
    record = Reconciliation.objects.get()
    assert (record.workshop_project.reference, tuple(record.shares)) == ("P2", (5500, 4500, 0, 0))
    html = post(page, workshop, "workshop-settle-undo", batch=record.batch).content.decode()
    assert "Undone: 1 projects are open again." in html
    assert not Reconciliation.objects.standing().exists()


def test_pressing_settle_a_second_time_says_so_and_adds_nothing(page, workshop):
    post(page, workshop, "workshop-settle", which="agreed")
    html = post(page, workshop, "workshop-settle", which="agreed").content.decode()
    assert "nothing left to settle" in html
    assert Reconciliation.objects.count() == 1


def test_chair_decides_with_a_reason_that_becomes_a_ruling(page, workshop):
    large = workshop.projects.get(rank=1)
    decision = {"project": large.pk, "downstream": 100, "reason": "They have the problem."}
    post(page, workshop, "workshop-settle-chair", **decision, save_ruling="on")
    record = Reconciliation.objects.get()
    assert (record.method, tuple(record.shares)) == ("chair", (0, 0, 10000, 0))
    assert record.precedent.text == "They have the problem."


def test_split_that_does_not_add_up_comes_back_with_what_was_typed(page, workshop):
    large = workshop.projects.get(rank=1)
    decision = {"project": large.pk, "downstream": 60, "acute": 30, "reason": "So be it."}
    answer = page.post(address(workshop, "workshop-settle-chair"), decision)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "The four shares add to 90 %, not 100 %." in html
    assert 'value="60"' in html
    assert "So be it." in html
    assert not Reconciliation.objects.exists()


def test_re_vote_is_opened_closed_and_settled(page, workshop):
    large = workshop.projects.get(rank=1)
    post(page, workshop, "workshop-re-vote", project=large.pk, minutes=2)
    round = workshop.rounds.get(kind="re_vote")
    for seat in workshop.seats.assessors():
        answer(seat, round, large, 0, 0, 100, 0)
    html = page.get(address(workshop), {"project": large.pk}).content.decode()
    assert "A re-vote is on every screen" in html
    assert "100 points apart" in html
    html = post(page, workshop, "workshop-re-vote-close", project=large.pk).content.decode()
    assert "what the same person answered before the re-vote" in html
    post(page, workshop, "workshop-re-vote-settle", round=round.pk)
    assert Reconciliation.objects.get().method == "re_vote"


def test_settled_project_can_be_opened_again(page, workshop):
    post(page, workshop, "workshop-settle", which="agreed")
    middle = workshop.projects.get(rank=2)
    post(page, workshop, "workshop-settling-reopen", project=middle.pk, reason="New facts")
    assert list(middle.reconciliations.values_list("method", "reason")) == [
        ("rule", ""),
        ("reopened", "New facts"),
    ]


def test_discussion_is_put_on_every_screen_and_taken_off(page, workshop):
    large = workshop.projects.get(rank=1)
    post(page, workshop, "workshop-discuss", project=large.pk, show="1")
    workshop.refresh_from_db()
    assert workshop.discussing == large
    post(page, workshop, "workshop-discuss", project=large.pk, hide="1")
    workshop.refresh_from_db()
    assert workshop.discussing is None


def test_answers_are_not_shown_while_people_still_rate(page, facilitator):
    workshop = make_workshop(organisation=facilitator.organisation, by=facilitator.user)
    round = open_rating(workshop)
    answer(make_assessor(workshop), round, workshop.projects.first(), 0, 0, 0, 100, note="Secret")
    html = page.get(address(workshop)).content.decode()
    assert "Rating is not over yet" in html
    assert "Secret" not in html
    post(page, workshop, "workshop-settle", which="once")
    assert not Reconciliation.objects.exists()


POSTS = [
    "settle", "settle-undo", "settling-rule", "settle-chair", "discuss", "re-vote",
    "re-vote-close", "re-vote-settle", "settling-reopen", "ruling",
]  # fmt: skip


@pytest.mark.parametrize("name", POSTS)
def test_stranger_gets_404_and_a_commissioner_403(client, workshop, name):
    client.force_login(make_user())
    assert client.post(address(workshop, f"workshop-{name}")).status_code == 404
    client.force_login(
        make_member("commissioner", organisation=workshop.portfolio.organisation).user
    )
    assert client.post(address(workshop, f"workshop-{name}")).status_code == 403


def test_facilitator_without_a_seat_in_this_workshop_gets_403(client, workshop):
    other = make_member("facilitator", organisation=workshop.portfolio.organisation)
    client.force_login(other.user)
    assert client.get(address(workshop)).status_code == 403


def test_project_of_another_workshop_is_not_found(page, workshop):
    foreign = make_workshop().projects.first()
    decision = {"project": foreign.pk, "acute": 100, "reason": "Because."}
    response = page.post(address(workshop, "workshop-settle-chair"), decision)
    assert response.status_code == 404


def test_look_alikes_are_settled_in_one_act_and_recorded_on_each(page, workshop):
    large, middle, small = workshop.projects.all()
    workshop.projects.filter(pk__in=[large.pk, middle.pk]).update(provider="Valley Youth Trust Ltd")
    at = reverse("workshop-alike", kwargs={"pk": workshop.pk, "project_pk": large.pk})
    html = page.get(at).content.decode()
    assert middle.name in html
    assert "same provider" in html
    assert small.name not in html
    decision = {"together": [middle.pk], "midstream": 100, "reason": "All choose by risk."}
    page.post(at, decision)
    records = Reconciliation.objects.order_by("workshop_project__rank")
    assert [(each.workshop_project, each.reason) for each in records] == [
        (large, "All choose by risk."),
        (middle, "All choose by risk."),
    ]
    refused = page.post(at, decision | {"midstream": 90})
    assert refused.status_code == 422
    assert "checked" in refused.content.decode() or "Nothing like it" in refused.content.decode()


def test_nothing_is_settled_after_the_workshop_closed(page, workshop):
    close_workshop(workshop=workshop, by=None, now=NOW + timedelta(hours=2))
    html = post(page, workshop, "workshop-settle", which="agreed").content.decode()
    assert "The workshop is closed." in html
    assert not Reconciliation.objects.exists()


def test_count_of_votes_is_live_and_tells_nothing_else(page, workshop):
    large = workshop.projects.get(rank=1)
    live = address(workshop, "workshop-re-vote-live")
    post(page, workshop, "workshop-re-vote", project=large.pk, minutes=2)
    round, seats = workshop.rounds.get(kind="re_vote"), list(workshop.seats.assessors())
    assert "0 of 2</b> have voted" in page.get(live).content.decode()
    assert page.get(live, {"revision": "0-2"}).status_code == 204
    answer(seats[0], round, large, 0, 0, 100, 0)
    answer(seats[0], round, large, 0, 100, 0, 0)
    assert "1 of 2</b> have voted" in page.get(live, {"revision": "0-2"}).content.decode()
    assert page.get(live, {"revision": "1-2"}).status_code == 204
    post(page, workshop, "workshop-re-vote-close", project=large.pk)
    html = page.get(live, {"revision": "1-2"}).content.decode()
    assert "The re-vote is over" in html
    assert "data-poll" not in html


def test_each_tolerance_says_what_it_would_settle(page, workshop):
    html = " ".join(page.get(address(workshop)).content.decode().split())
    assert "the widest 10 % apart" in html
    assert '"row">0</th><td class="num">0</td>' in html
    assert '"row">10</th><td class="num">1</td><td class="num">£2k</td>' in html


def test_earlier_ruling_fills_the_reason_and_is_recorded(page, workshop):
    large, middle, _ = workshop.projects.all()
    decision = {"project": large.pk, "acute": 100, "reason": "A crisis service.", "save_ruling": 1}
    post(page, workshop, "workshop-settle-chair", **decision)
    ruling = workshop.precedents.get()
    html = page.get(address(workshop), {"project": middle.pk, "ruling": ruling.pk}).content.decode()
    assert 'value="100"' in html
    followed = {"project": middle.pk, "acute": 80, "downstream": 20, "precedent": ruling.pk}
    post(page, workshop, "workshop-settle-chair", **followed)
    record = middle.reconciliations.get()
    assert (record.precedent, record.reason) == (ruling, "A crisis service.")


def test_ruling_of_another_workshop_cannot_be_followed(page, workshop):
    foreign = make_workshop().precedents.create(text="Elsewhere.")
    large = workshop.projects.get(rank=1)
    followed = {"project": large.pk, "acute": 100, "precedent": foreign.pk, "reason": "So."}
    response = page.post(address(workshop, "workshop-settle-chair"), followed)
    assert response.status_code == 422
    assert not Reconciliation.objects.exists()


def test_settling_leads_to_the_dispute_that_came_next(page, workshop):
    large, middle, _ = workshop.projects.all()
    taken = {"project": large.pk, "next": middle.pk}
    response = page.post(address(workshop, "workshop-settle"), taken)
    assert response.url == f"{address(workshop)}?project={middle.pk}"


def test_line_split_while_settling_carries_its_answers_over_as_a_proposal(page, workshop):
    large = workshop.projects.get(rank=1)
    split = reverse("workshop-split", kwargs={"pk": workshop.pk, "project": large.pk})
    assert split in page.get(address(workshop), {"project": large.pk}).content.decode()
    one, _ = split_workshop_project(
        workshop_project=large,
        parts=[Part("Crisis cover", Decimal(1000)), Part("Open sessions", Decimal(2000))],
        by=None,
        now=NOW,
    )
    html = page.get(address(workshop), {"project": one.pk}).content.decode()
    assert "carried over as a proposal" in html
    assert "Open sessions" in html
    assert "“Open to everybody”" in html
    assert html.count('value="50"') == 2
    assert not one.allocations.exists()
    decision = {"project": one.pk, "acute": 100, "reason": "It covers a crisis."}
    post(page, workshop, "workshop-settle-chair", **decision)
    html = page.get(address(workshop)).content.decode()
    assert "Crisis cover" not in html.split("Parts that nobody has judged")[1]
    assert "Open sessions" in html.split("Parts that nobody has judged")[1]

"""Calibration: chosen, answered alone, revealed without names, ruled on once."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bucketing.actions.stages import open_next_stage
from bucketing.domain.running_order import PlannedStage
from bucketing.models import Precedent
from tests.factories.people import make_member
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop

pytestmark = pytest.mark.django_db
ORDER = (PlannedStage("calibration", 10), PlannedStage("rating", 50))
AMOUNTS = [str(30_000 - 1000 * number) for number in range(20)]


@pytest.fixture
def room():
    member = make_member("facilitator")
    workshop = make_workshop(
        *AMOUNTS, organisation=member.organisation, by=member.user, running_order=ORDER
    )
    client = Client()
    client.force_login(member.user)
    return workshop, client


def page(client, workshop):
    return client.get(reverse("workshop-calibration", args=[workshop.pk])).content.decode()


def reveal(client, workshop):
    return client.post(reverse("workshop-calibration-reveal", args=[workshop.pk]), follow=True)


def test_six_projects_are_proposed_large_and_typical(room):
    workshop, _ = room
    ranks = set(workshop.projects.filter(is_for_calibration=True).values_list("rank", flat=True))
    assert len(ranks) == 6
    assert {1, 2} <= ranks
    assert {10, 9} & ranks


def test_chosen_projects_stay_once_calibration_is_open(room):
    workshop, client = room
    chosen = list(workshop.projects.filter(rank__in=[3, 4]).values_list("pk", flat=True))
    address = reverse("workshop-calibration-choose", args=[workshop.pk])
    client.post(address, {"project": chosen})
    assert list(workshop.projects.filter(is_for_calibration=True).values_list("pk", flat=True)) == (
        chosen
    )
    open_next_stage(workshop=workshop, by=None, now=NOW)
    said = client.post(address, {"project": chosen[:1]}, follow=True).content.decode()
    assert "its projects stay as they are" in said


def test_answers_show_only_after_the_reveal_and_without_names(room):
    workshop, client = room
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        round = open_next_stage(workshop=workshop, by=None, now=NOW).rounds.get()
        entry = round.queue.first()
        splits = [(100, 0, 0, 0), (90, 10, 0, 0), (0, 0, 83, 17)]
        for number, split in enumerate(splits):
            seat = make_assessor(workshop, name=f"Wilhelmina{number}")
            answer(seat, round, entry.workshop_project, *split)
        before = page(client, workshop)
        assert "3 of 3" in before
        assert "tier-bar" not in before
        assert "Downstream 83" not in before
        reveal(client, workshop)
        after = page(client, workshop)
    assert "Downstream 83\xa0%" in after
    assert "Wilhelmina" not in after
    assert "2 put most of it in upstream, 1 in downstream" in after
    assert "Do the people served have the problem already?" in after


def test_ruling_is_written_once_and_offered_to_the_next_workshop(room):
    workshop, client = room
    client.post(
        reverse("workshop-ruling-save", args=[workshop.pk]), {"text": "Referral counts as risk."}
    )
    later = make_workshop(
        *AMOUNTS,
        organisation=workshop.portfolio.organisation,
        by=workshop.created_by,
    )
    assert "Referral counts as risk." in page(client, later)
    ruling = workshop.precedents.get()
    client.post(reverse("workshop-rulings-adopt", args=[later.pk]), {"ruling": ruling.pk})
    client.post(reverse("workshop-rulings-adopt", args=[later.pk]), {"ruling": ruling.pk})
    assert [each.text for each in later.precedents.all()] == ["Referral counts as risk."]


def test_rulings_of_another_organisation_are_not_offered(room):
    workshop, client = room
    elsewhere = make_workshop()
    foreign = Precedent.objects.create(workshop=elsewhere, text="Ours alone.")
    assert "Ours alone." not in page(client, workshop)
    client.post(reverse("workshop-rulings-adopt", args=[workshop.pk]), {"ruling": foreign.pk})
    assert not workshop.precedents.exists()


def test_withdrawn_ruling_no_longer_stands(room):
    workshop, client = room
    client.post(reverse("workshop-ruling-save", args=[workshop.pk]), {"text": "Wrong."})
    ruling = workshop.precedents.get()
    client.post(reverse("workshop-ruling-withdraw", args=[workshop.pk, ruling.pk]))
    ruling.refresh_from_db()
    assert ruling.withdrawn_at is not None

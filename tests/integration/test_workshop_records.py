"""Rows that must not exist, tried on whichever database the tests run on."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from bucketing.actions.leases import claim_leases
from bucketing.actions.seats import take_facilitator_seat
from bucketing.models import Allocation, Lease, Reconciliation, Round, Seat, Stage
from projects.models import SpendLine
from tests.factories.people import make_user
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return make_workshop("3000.00", "2000.00", "1000.00")


@pytest.fixture
def rating(workshop):
    return open_rating(workshop)


def raw_allocation(seat, round, *shares, **fields):
    return Allocation.objects.create(
        seat=seat,
        round=round,
        workshop_project=seat.workshop.projects.first(),
        idempotency_key=uuid4(),
        **dict(zip(("upstream", "midstream", "downstream", "acute"), shares, strict=True)),
        **fields,
    )


@pytest.mark.parametrize("shares", [(2500, 2500, 2500, 2499), (10001, 0, 0, 0), (0, 0, 0, 0)])
def test_allocation_whose_shares_do_not_add_up_is_refused(workshop, rating, shares):
    seat = make_assessor(workshop)
    with pytest.raises(IntegrityError), transaction.atomic():
        raw_allocation(seat, rating, *shares)


def test_allocation_with_a_share_below_nothing_is_refused(workshop, rating):
    seat = make_assessor(workshop)
    with pytest.raises(DatabaseError), transaction.atomic():
        raw_allocation(seat, rating, -100, 100, 0, 10000)


@pytest.mark.parametrize("role", ["observer", "facilitator"])
def test_allocation_by_anybody_but_an_assessor_is_refused(workshop, rating, role):
    seat = make_assessor(workshop)
    Seat.objects.filter(pk=seat.pk).update(role=role)
    with pytest.raises(DatabaseError, match="allocation_is_by_an_assessor"), transaction.atomic():
        raw_allocation(seat, rating, 10000, 0, 0, 0)


def test_allocation_is_never_rewritten(workshop, rating):
    seat = make_assessor(workshop)
    allocation = raw_allocation(seat, rating, 10000, 0, 0, 0)
    with pytest.raises(DatabaseError, match="is_only_added"), transaction.atomic():
        Allocation.objects.filter(pk=allocation.pk).update(upstream=0, acute=10000)


def test_same_answer_is_stored_once(workshop, rating):
    seat = make_assessor(workshop)
    first = raw_allocation(seat, rating, 10000, 0, 0, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.create(
            seat=seat,
            round=rating,
            workshop_project=first.workshop_project,
            idempotency_key=first.idempotency_key,
            upstream=10000,
            midstream=0,
            downstream=0,
            acute=0,
        )


def test_seat_cannot_hold_one_project_twice(workshop, rating):
    seat = make_assessor(workshop)
    (lease,) = claim_leases(seat=seat, round=rating, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lease.objects.create(
            seat=seat,
            round=rating,
            workshop_project=lease.workshop_project,
            expires_at=NOW + timedelta(days=1),
        )


def test_second_open_round_or_stage_is_refused(workshop, rating):
    for record in (Stage.objects.get(workshop=workshop, kind="close"),):
        with pytest.raises(IntegrityError), transaction.atomic():
            Stage.objects.filter(pk=record.pk).update(opened_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(workshop=workshop, stage=rating.stage, kind="re_vote", opened_at=NOW)


def test_person_sits_once_in_a_workshop(workshop):
    user = make_user()
    first = take_facilitator_seat(workshop=workshop, user=user, now=NOW)
    assert take_facilitator_seat(workshop=workshop, user=user, now=NOW) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(workshop=workshop, role="observer", name="Again", code="ZZ", user=user)


@pytest.mark.parametrize(
    "fields",
    [
        {"method": "chair", "upstream": 10000, "midstream": 0, "downstream": 0, "acute": 0},
        {"method": "rule", "upstream": 9999, "midstream": 0, "downstream": 0, "acute": 0},
        {"method": "rule"},
        {"method": "reopened", "upstream": 10000, "midstream": 0, "downstream": 0, "acute": 0},
        {"method": "vote", "upstream": 10000, "midstream": 0, "downstream": 0, "acute": 0},
    ],
)
def test_reconciliation_that_makes_no_sense_is_refused(workshop, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reconciliation.objects.create(workshop_project=workshop.projects.first(), **fields)


def test_reconciliation_is_never_rewritten(workshop):
    settled = Reconciliation.objects.create(
        workshop_project=workshop.projects.first(),
        method="rule",
        upstream=10000,
        midstream=0,
        downstream=0,
        acute=0,
    )
    with pytest.raises(DatabaseError, match="is_only_added"), transaction.atomic():
        Reconciliation.objects.filter(pk=settled.pk).update(upstream=0, acute=10000)


def test_latest_answer_of_a_seat_is_the_one_that_counts(workshop, rating):
    seat, other = make_assessor(workshop), make_assessor(workshop)
    project = workshop.projects.first()
    answer(seat, rating, project, 100, 0, 0, 0)
    changed = answer(seat, rating, project, 0, 0, 0, 100)
    kept = answer(other, rating, project, 50, 50, 0, 0)
    assert list(Allocation.objects.counted().order_by("id")) == [changed, kept]
    assert Allocation.objects.count() == 3


@pytest.mark.parametrize("amount", [Decimal("1.005"), 1.5, "many", Decimal("NaN")])
def test_money_that_is_not_whole_pence_is_refused(workshop, amount):
    with pytest.raises(ValidationError), transaction.atomic():
        SpendLine.objects.create(
            project=workshop.projects.first().project,
            financial_year=2025,
            basis="planned",
            amount=amount,
        )


def test_money_is_stored_as_whole_pence(workshop):
    line = SpendLine.objects.order_by("id").first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT amount FROM projects_spendline WHERE id = %s", [line.pk])
        assert cursor.fetchone() == (300000,)
    line.refresh_from_db()
    assert line.amount == Decimal("3000.00")
    assert str(line.amount) == "3000.00"

"""What is held about people: handed out, kept for a while, and erased without losing their work."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessors.actions.erasing import erase_person
from assessors.models import AuditEntry, Invitation, User
from bucketing.actions.seats import join_workshop, rename_seat, take_facilitator_seat
from bucketing.actions.stages import close_workshop
from bucketing.models import Allocation, Seat, WorkshopEvent
from tests.factories.finished import make_finished_room
from tests.factories.people import PASSWORD, make_member
from tests.factories.workshops import make_workshop

pytestmark = pytest.mark.django_db

NAME = "Wilhelmina Featherstonehaugh"
LONG_AGO = timezone.now() - timedelta(days=366)


def everything_written():
    return str(
        [
            list(model.objects.values())
            for model in (User, Seat, WorkshopEvent, AuditEntry, Invitation, Allocation)
        ]
    )


@pytest.fixture
def person():
    """A facilitator with a seat, in an organisation with another admin."""
    admin = make_member("admin")
    member = make_member("facilitator", admin.organisation)
    User.objects.filter(pk=member.user_id).update(name=NAME)
    member.user.refresh_from_db()
    workshop = make_workshop("100", organisation=admin.organisation)
    take_facilitator_seat(workshop=workshop, user=member.user, now=timezone.now())
    return member


def test_erased_person_is_a_number_everywhere(person):
    address = person.user.email
    client = Client()
    client.post(reverse("account_login"), {"login": address, "password": PASSWORD})
    admin = person.organisation.memberships.get(role="admin")

    erase_person(user=person.user, by=admin.user, now=timezone.now())

    assert NAME not in everything_written()
    assert address not in everything_written()
    user = User.objects.get(pk=person.user_id)
    assert user.display_name == f"Former member {user.pk}"
    assert client.get(reverse("account")).status_code == 302
    failed = Client().post(reverse("account_login"), {"login": address, "password": PASSWORD})
    assert failed.status_code == 200
    assert person.organisation.audit_entries.first().kind == "person_erased"


def test_work_of_an_erased_person_stays(person):
    seat = Seat.objects.get(user=person.user)
    before = AuditEntry.objects.filter(actor=person.user).count()
    erase_person(user=person.user, by=None, now=timezone.now())

    seat.refresh_from_db()
    assert (seat.name, seat.user) == (f"Facilitator {seat.code}", None)
    assert AuditEntry.objects.filter(actor=person.user_id).count() == before > 0


def test_only_admin_is_not_erased(person):
    admin = person.organisation.memberships.get(role="admin")
    with pytest.raises(CommandError, match="only admin"):
        call_command("personal_data", email=admin.user.email, erase=True)
    assert User.objects.get(pk=admin.user_id).is_active


@pytest.mark.parametrize(("sent", "is_erased"), [({"erase": "on"}, True), ({}, False)])
def test_admin_removes_a_member_with_or_without_the_name(person, sent, is_erased):
    client = Client()
    client.force_login(person.organisation.memberships.get(role="admin").user)
    client.post(reverse("member-remove", args=[person.organisation.slug, person.pk]), sent)

    assert User.objects.filter(name=NAME).exists() is not is_erased
    assert not person.organisation.memberships.filter(user=person.user_id).exists()


def test_member_of_another_organisation_too_is_removed_but_not_erased(person):
    elsewhere = make_member("commissioner", user=person.user)
    client = Client()
    client.force_login(person.organisation.memberships.get(role="admin").user)
    client.post(
        reverse("member-remove", args=[person.organisation.slug, person.pk]), {"erase": "on"}
    )

    assert User.objects.get(pk=person.user_id).name == NAME
    assert elsewhere.organisation.memberships.filter(user=person.user_id).exists()


def test_person_downloads_what_is_held_about_them(person):
    client = Client()
    client.force_login(person.user)
    answer = client.get(reverse("account-data"))

    held = json.loads(answer.content)
    assert held["account"]["name"] == NAME
    assert held["memberships"][0]["role"] == "facilitator"
    assert [seat["role"] for seat in held["seats"]] == ["facilitator"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.first().kind == "person_exported"


def test_guest_gets_their_answers_and_no_one_elses():
    room = make_finished_room(seats=2)
    project = room.add("100.00")
    room.rate(project, 0, (100, 0, 0, 0), note="mine")
    room.rate(project, 1, (0, 0, 0, 100), note="not mine")
    out = StringIO()
    call_command("personal_data", workshop=room.workshop.join_code, seat="a", stdout=out)

    held = json.loads(out.getvalue())
    assert [each["note"] for each in held["answers"]] == ["mine"]
    assert "not mine" not in out.getvalue()


def guest_of(workshop, name=NAME):
    now = timezone.now()
    seat, _ = join_workshop(workshop=workshop, name=f"{name} x", now=now)
    return rename_seat(seat=seat, name=name, by=None, now=now)


def test_names_become_codes_after_their_time_and_answers_stay():
    old, young = make_workshop("100"), make_workshop("100")
    seat = guest_of(old)
    kept = guest_of(young, name="Still Here")
    for workshop, closed in ((old, LONG_AGO), (young, timezone.now())):
        close_workshop(workshop=workshop, by=None, now=timezone.now())
        type(workshop).objects.filter(pk=workshop.pk).update(created_at=LONG_AGO, closed_at=closed)

    for _ in range(2):
        call_command("tidy_personal_data", stdout=StringIO())

    seat.refresh_from_db()
    kept.refresh_from_db()
    assert (seat.name, seat.token_hash) == (f"Assessor {seat.code}", None)
    assert kept.name == "Still Here"
    assert NAME not in everything_written()
    tidied = AuditEntry.objects.filter(kind="names_tidied")
    assert [entry.detail for entry in tidied] == [{"seats": 1}]


def test_names_are_kept_where_the_setting_says_so(settings):
    settings.NAMES_KEPT_DAYS = 0
    seat = guest_of(make_workshop("100"))
    type(seat.workshop).objects.update(created_at=LONG_AGO)
    call_command("tidy_personal_data", stdout=StringIO())

    seat.refresh_from_db()
    assert seat.name == NAME


def test_old_invitations_go_with_their_addresses():
    admin = make_member("admin")
    common = {"organisation": admin.organisation, "role": "admin", "code_hash": "x"}
    for address, ended in (("old@example.org", LONG_AGO), ("new@example.org", timezone.now())):
        Invitation.objects.create(
            email=address,
            token_hash=address,
            created_at=ended - timedelta(days=14),
            expires_at=ended,
            **common,
        )
    call_command("tidy_personal_data", stdout=StringIO())

    assert [each.email for each in Invitation.objects.all()] == ["new@example.org"]

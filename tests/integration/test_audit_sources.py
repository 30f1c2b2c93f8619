"""From where sign-ins and changes of access came: kept beside the record, and forgotten in time."""

import csv
import io
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessors.actions.erasing import erase_person
from assessors.actions.organisations import change_role
from assessors.models import AuditEntry, AuditSource
from assessors.sources import source_address
from bucketing.queries.personal_data import data_of_user
from tests.factories.people import PASSWORD, make_member
from tests.factories.whole_room import signed_in_client
from tests.factories.workshops import make_workshop

pytestmark = pytest.mark.django_db

HOME = "203.0.113.7"
TRIES = 8


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def try_to_sign_in(member, password: str, *, of: str = HOME, **headers: str):
    fields = {"login": member.user.email, "password": password}
    return Client(REMOTE_ADDR=of).post(reverse("account_login"), fields, headers=headers)


def told() -> list[tuple[str, str]]:
    entries = AuditEntry.objects.select_related("source").order_by("id")
    return [(each.kind, str(getattr(each, "source", ""))) for each in entries]


def test_success_and_failure_say_from_where():
    member = make_member("commissioner")
    try_to_sign_in(member, "wrong password", of="198.51.100.9")
    try_to_sign_in(member, PASSWORD)
    assert told() == [("sign_in_failed", "198.51.100.9"), ("signed_in", HOME)]


def test_lock_out_is_told_once_and_says_from_where():
    member = make_member("commissioner")
    for _ in range(TRIES + 5):
        try_to_sign_in(member, "wrong password")
    assert told() == [("sign_in_failed", HOME)] * TRIES + [("sign_in_locked", HOME)]


def test_lock_out_of_mailed_codes_is_told():
    member, client = make_member("commissioner"), Client(REMOTE_ADDR=HOME)
    client.post(reverse("account_request_login_code"), {"email": member.user.email})
    for _ in range(5):
        client.post(reverse("account_confirm_login_code"), {"code": "WRONG-1"})
    assert told() == [("sign_in_failed", HOME)] * 3 + [("sign_in_locked", HOME)]


def test_lock_out_of_second_factors_is_told_once():
    member, client = make_member("commissioner"), Client(REMOTE_ADDR=HOME)
    TOTP.activate(member.user, "A" * 32)
    client.post(reverse("account_login"), {"login": member.user.email, "password": PASSWORD})
    for _ in range(TRIES + 3):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert told() == [("sign_in_failed", HOME)] * TRIES + [("sign_in_locked", HOME)]


def test_lock_out_of_a_stranger_is_not_told():
    for _ in range(TRIES + 2):
        fields = {"login": "stranger@example.org", "password": "typed by mistake"}
        Client(REMOTE_ADDR=HOME).post(reverse("account_login"), fields)
    assert told() == []


def test_header_of_a_client_is_not_believed_without_a_proxy():
    member = make_member("commissioner")
    try_to_sign_in(member, PASSWORD, **{"X-Forwarded-For": "192.0.2.1"})
    assert told() == [("signed_in", HOME)]


def test_behind_a_proxy_its_own_entry_counts_and_nothing_before(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    member = make_member("commissioner")
    try_to_sign_in(member, PASSWORD, of="10.0.0.1", **{"X-Forwarded-For": "192.0.2.1, 2001:db8::7"})
    assert told() == [("signed_in", "2001:db8::7")]


def test_change_of_access_says_from_where_and_a_command_from_nowhere():
    admin = make_member("admin")
    member = make_member("commissioner", admin.organisation)
    address = reverse("member-change", args=[admin.organisation.slug, member.pk])
    client = signed_in_client(admin.user)
    client.post(address, {"role": "facilitator"}, REMOTE_ADDR=HOME)
    change_role(membership=member, role="commissioner", by=admin)
    assert told()[-2:] == [("role_changed", HOME), ("role_changed", "")]
    assert source_address() == ""


def test_act_that_concerns_no_access_keeps_no_address():
    admin = make_member("admin")
    client = signed_in_client(admin.user)
    client.get(reverse("audit-record-csv", args=[admin.organisation.slug]), REMOTE_ADDR=HOME)
    assert ("record_exported", "") in told()


def test_guest_who_joins_leaves_no_address():
    workshop = make_workshop()
    Client(REMOTE_ADDR=HOME).post(f"/join/{workshop.join_code}/", {"name": "Ann"})
    assert workshop.seats.assessors().count() == 1
    assert not AuditSource.objects.exists()


def test_admin_reads_it_on_the_page_and_in_the_file():
    admin = make_member("admin")
    try_to_sign_in(admin, PASSWORD)
    client = signed_in_client(admin.user)
    slug = admin.organisation.slug
    assert f"from {HOME}" in client.get(reverse("audit-record", args=[slug])).content.decode()
    answer = client.get(reverse("audit-record-csv", args=[slug]))
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["From address"] for row in rows if row["What"] == "Signed in"} == {HOME, ""}


def test_page_takes_the_same_number_of_queries_for_many(django_assert_num_queries):
    admin = make_member("admin")
    client = signed_in_client(admin.user)
    address = reverse("audit-record", args=[admin.organisation.slug])
    counts = []
    for _ in range(2):
        try_to_sign_in(admin, PASSWORD)
        with django_assert_num_queries(8):
            counts.append(client.get(address).content.count(b"from 203"))
    assert counts == [1, 2]


def test_person_gets_their_own_addresses():
    member = make_member("commissioner")
    try_to_sign_in(member, PASSWORD)
    assert [each["from_address"] for each in data_of_user(member.user)["done"]] == [HOME]


def test_addresses_are_forgotten_in_time_and_entries_stay(settings):
    settings.NAMES_KEPT_DAYS = 30
    member = make_member("commissioner")
    for _ in range(2):
        try_to_sign_in(member, PASSWORD)
    old = AuditSource.objects.order_by("pk")[:1]
    AuditSource.objects.filter(pk__in=old.values("pk")).update(
        recorded_at=timezone.now() - timedelta(days=31)
    )
    call_command("tidy_personal_data")
    assert told() == [("signed_in", ""), ("signed_in", HOME)]


def test_addresses_go_with_the_person():
    make_member("admin", (member := make_member("commissioner")).organisation)
    try_to_sign_in(member, PASSWORD)
    erase_person(user=member.user, by=None, now=timezone.now())
    assert told() == [("signed_in", ""), ("person_erased", "")]


def test_entry_itself_still_refuses_changes():
    try_to_sign_in(make_member("commissioner"), PASSWORD)
    entry = AuditEntry.objects.get()
    entry.kind = "signed_out"
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()

"""The record of what was done: what gets into it, that it stays, and who may read it."""

import csv
import io

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessors.actions.auditing import write_audit
from assessors.actions.invitations import invite_person
from assessors.actions.organisations import change_role, remove_member
from assessors.models import AuditEntry, Invitation
from bucketing.actions.reconciling import settle_by_rule
from projects.models import SpendImport
from projects.signals import import_confirmed
from tests.factories.finished import make_finished_room
from tests.factories.people import PASSWORD, make_member, make_organisation

pytestmark = pytest.mark.django_db


def kinds_of(organisation):
    return list(organisation.audit_entries.order_by("id").values_list("kind", flat=True))


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


def record_of(member, **query):
    return signed_in(member).get(reverse("audit-record", args=[member.organisation.slug]), query)


def test_signing_in_and_failing_to_are_recorded():
    member = make_member("commissioner")
    login = reverse("account_login")
    for password in ("wrong password", PASSWORD):
        Client().post(login, {"login": member.user.email, "password": password})
    Client().post(login, {"login": "stranger@example.org", "password": "secret typed by mistake"})

    assert kinds_of(member.organisation) == ["sign_in_failed", "signed_in"]
    assert AuditEntry.objects.count() == 2


def test_changes_of_access_are_recorded_with_who_and_to_whom():
    admin = make_member("admin")
    member = make_member("commissioner", admin.organisation)
    change_role(membership=member, role="facilitator", by=admin)
    member.refresh_from_db()
    remove_member(membership=member, by=admin)

    changed, removed = admin.organisation.audit_entries.order_by("id")
    assert (changed.kind, changed.detail) == (
        "role_changed",
        {"before": "commissioner", "after": "facilitator"},
    )
    assert (changed.actor_id, changed.subject_id) == (admin.user_id, member.user_id)
    assert (removed.kind, removed.detail) == ("member_removed", {"role": "facilitator"})


def test_what_is_refused_leaves_no_entry():
    admin = make_member("admin")
    with pytest.raises(Exception, match="only admin"):
        remove_member(membership=admin, by=admin)

    assert kinds_of(admin.organisation) == []


def test_settlements_and_imports_are_recorded():
    admin = make_member("admin")
    room = make_finished_room(admin.organisation)
    project = room.add("100.00")
    for seat in (0, 1):
        room.rate(project, seat, (100, 0, 0, 0))
    settle_by_rule(
        workshop=room.workshop, project_ids=[project.pk], by=admin.user, now=timezone.now()
    )
    spend_import = SpendImport(
        portfolio=room.workshop.portfolio, file_name="spend.xlsx", sha256="ab" * 32, total="12.34"
    )
    import_confirmed.send(SpendImport, spend_import=spend_import, by=admin.user, now=timezone.now())

    settled, imported = admin.organisation.audit_entries.order_by("id")
    assert (settled.kind, settled.about, settled.actor_id) == (
        "settled_by_rule",
        "Northmere budget",
        admin.user_id,
    )
    assert settled.detail["projects"] == 1
    assert (imported.kind, imported.about) == ("import_confirmed", "spend.xlsx")
    assert imported.detail["total"] == "12.34"


@pytest.mark.parametrize("act", ["update", "delete"])
def test_entries_cannot_be_changed_or_removed(act):
    entry = write_audit(organisation=None, kind="signed_in", by=None)
    with pytest.raises(TypeError, match="never"):
        entry.delete() if act == "delete" else AuditEntry.objects.update(kind="x")
    with pytest.raises(TypeError, match="never"):
        AuditEntry.objects.all().delete()


def test_database_itself_refuses_to_change_an_entry():
    entry = write_audit(organisation=None, kind="signed_in", by=None)
    sql = "UPDATE assessors_auditentry SET kind = 'nothing' WHERE id = %s"
    with (
        pytest.raises(DatabaseError, match="audit_entry_is_only_added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [entry.pk])

    entry.refresh_from_db()
    assert entry.kind == "signed_in"


def test_record_holds_no_names_or_addresses():
    admin = make_member("admin")
    asked = "newcomer@example.org"
    invite_person(
        organisation=admin.organisation,
        email=asked,
        role="commissioner",
        by=admin,
        now=timezone.now(),
    )
    rows = str(list(AuditEntry.objects.values()))

    assert "@" not in rows
    assert admin.user.name not in rows
    page = record_of(admin).content.decode()
    assert asked in page
    assert admin.user.name in page


def test_person_who_is_gone_is_a_number():
    admin = make_member("admin")
    gone = make_member("commissioner", admin.organisation)
    write_audit(organisation=admin.organisation_id, kind="role_changed", by=gone.user_id)
    number = gone.user_id
    gone.user.delete()

    assert f"Person {number}, removed" in record_of(admin).content.decode()


def test_record_is_for_admins_of_the_organisation():
    admin = make_member("admin")
    address = reverse("audit-record", args=[admin.organisation.slug])
    for name in ("audit-record", "audit-record-csv"):
        url = reverse(name, args=[admin.organisation.slug])
        assert Client().get(url).status_code == 302
        assert signed_in(make_member("admin")).get(url).status_code == 404
        for role in ("facilitator", "commissioner"):
            assert signed_in(make_member(role, admin.organisation)).get(url).status_code == 403
        assert signed_in(admin).post(url).status_code == 405
    assert signed_in(admin).get(address).status_code == 200


def test_entries_of_another_organisation_do_not_show():
    admin, other = make_member("admin"), make_organisation()
    write_audit(organisation=other.pk, kind="workshop_made", by=None, about="Their secret budget")

    assert "Their secret budget" not in record_of(admin).content.decode()


def test_filters_narrow_the_record_to_kind_person_and_day():
    admin = make_member("admin")
    colleague = make_member("facilitator", admin.organisation)
    organisation = admin.organisation_id
    early = timezone.now().replace(year=2025, month=3, day=31, hour=12)
    write_audit(
        organisation=organisation,
        kind="workshop_made",
        by=colleague.user_id,
        about="One",
        now=early,
    )
    write_audit(organisation=organisation, kind="import_undone", by=admin.user_id, about="Two")

    def shown(**query):
        page = record_of(admin, **query)
        return [line.about for line in page.context["lines"] if line.about]

    assert shown() == ["Two", "One"]
    assert shown(group="imports") == ["Two"]
    assert shown(person=colleague.user_id) == ["One"]
    assert shown(since="2025-03-31", until="2025-03-31") == ["One"]
    assert shown(until="2025-03-30") == []
    assert shown(since="not a day") == ["Two", "One"]


def test_file_holds_what_the_page_shows_and_no_formula():
    admin = make_member("admin")
    for about in ('=HYPERLINK("http://x")', "  @SUM(1)", "Plain"):
        write_audit(organisation=admin.organisation_id, kind="workshop_made", by=None, about=about)
    admin.user.name = "+44 people"
    admin.user.save()
    address = reverse("audit-record-csv", args=[admin.organisation.slug])

    answer = signed_in(admin).get(address)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["About"] for row in rows if row["What"] == "Made a workshop"] == [
        "Plain",
        "'  @SUM(1)",
        '\'=HYPERLINK("http://x")',
    ]
    assert rows[0]["What"] == "Downloaded this record"
    assert {row["Who"] for row in rows} == {"'+44 people", "The machine's owner, or a guest"}
    assert not Invitation.objects.exists()


def test_long_record_takes_the_same_queries(django_assert_num_queries):
    admin = make_member("admin")
    client = signed_in(admin)
    address = reverse("audit-record", args=[admin.organisation.slug])
    write_audit(organisation=admin.organisation_id, kind="workshop_made", by=admin.user_id)
    for _ in range(2):
        with django_assert_num_queries(8):
            client.get(address)
        for _ in range(150):
            write_audit(organisation=admin.organisation_id, kind="signed_in", by=admin.user_id)

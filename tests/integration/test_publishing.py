"""Publishing a summary: frozen, public by its address, withdrawn for good."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from bucketing.actions.errors import Refused
from reports.actions.publishing import publish_summary, withdraw_summary
from reports.models import PublishedSummary
from tests.factories.finished import make_finished_room
from tests.factories.people import make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    room = make_finished_room()
    first = room.add(1000, directorate="Children", name="Play for all")
    second = room.add(3000, directorate="Adults")
    room.rate(first, 0, (100, 0, 0, 0), note="A secret remark")
    room.rate(second, 0, (0, 0, 0, 100))
    room.workshop.closed_at = timezone.now()
    room.workshop.save(update_fields=["closed_at"])
    return room


@pytest.fixture
def facilitator(client, room):
    member = make_member("facilitator", organisation=room.workshop.portfolio.organisation)
    client.force_login(member.user)
    return member


def publish(client, room):
    return client.post(reverse("summary-publish", args=[room.workshop.pk]), follow=True)


def public_page(client, version=1):
    published = PublishedSummary.objects.get(version=version)
    return client.get(reverse("published-summary", args=[published.token]))


def test_anybody_with_the_address_reads_the_summary(client, room, facilitator):
    assert "Version 1 is public" in publish(client, room).content.decode()
    client.logout()
    page = public_page(client).content.decode()
    assert "25.0\u00a0%" in page
    assert "Play for all" in page
    assert "By directorate" in page


def test_no_answer_note_or_name_is_public(client, room, facilitator):
    publish(client, room)
    payload = str(PublishedSummary.objects.get().payload)
    page = public_page(client).content.decode()
    for secret in ("A secret remark", "Assessor A", "Fay", facilitator.user.email):
        assert secret not in payload
    assert "A secret remark" not in page
    assert "Assessor A" not in page


def test_published_page_stays_as_it_was_and_a_change_makes_a_version(client, room, facilitator):
    publish(client, room)
    room.settle(room.projects[1], (100, 0, 0, 0))
    publish(client, room)
    assert "25.0\u00a0%" in public_page(client, 1).content.decode()
    assert "There is a later version" in public_page(client, 1).content.decode()
    assert "100.0\u00a0%" in public_page(client, 2).content.decode()


def test_publishing_twice_without_a_change_is_refused(client, room, facilitator):
    publish(client, room)
    assert "Nothing has changed since version 1" in publish(client, room).content.decode()
    assert PublishedSummary.objects.count() == 1


def test_withdrawn_page_shows_nothing(client, room, facilitator):
    publish(client, room)
    client.post(reverse("summary-withdraw", args=[room.workshop.pk, 1]))
    answer = public_page(client)
    assert answer.status_code == 410
    assert "Play for all" not in answer.content.decode()
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw_summary(
            published=PublishedSummary.objects.get(), by=facilitator.user, now=timezone.now()
        )


def test_publishing_and_withdrawing_are_on_record(client, room, facilitator):
    publish(client, room)
    client.post(reverse("summary-withdraw", args=[room.workshop.pk, 1]))
    kinds = list(room.workshop.events.values_list("kind", "user"))
    me = facilitator.user.pk
    assert kinds == [("summary_published", me), ("summary_withdrawn", me)]


def test_open_workshop_is_not_published(room):
    room.workshop.closed_at = None
    room.workshop.save(update_fields=["closed_at"])
    with pytest.raises(Refused, match="Close the workshop first"):
        publish_summary(
            workshop=room.workshop, payload={}, criteria="", by=make_user(), now=timezone.now()
        )


def test_commissioner_reads_but_does_not_publish(client, room):
    member = make_member("commissioner", organisation=room.workshop.portfolio.organisation)
    client.force_login(member.user)
    assert publish(client, room).status_code == 403
    assert not PublishedSummary.objects.exists()


def test_stranger_cannot_publish_or_withdraw(client, room, facilitator):
    publish(client, room)
    client.force_login(make_member("admin").user)
    assert publish(client, room).status_code == 404
    withdraw = reverse("summary-withdraw", args=[room.workshop.pk, 1])
    assert client.post(withdraw).status_code == 404
    assert public_page(client).status_code == 200


def test_wrong_address_is_not_found(client, room):
    assert client.get(reverse("published-summary", args=["a" * 32])).status_code == 404


def test_public_page_is_not_for_search_engines(client, room, facilitator):
    publish(client, room)
    assert public_page(client)["X-Robots-Tag"] == "noindex, nofollow"


def test_one_version_of_a_number(room):
    PublishedSummary.objects.create(workshop=room.workshop, version=1, payload={})
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedSummary.objects.create(workshop=room.workshop, version=1, payload={})


def test_addresses_are_long_and_never_alike(room):
    tokens = {
        PublishedSummary.objects.create(workshop=room.workshop, version=v, payload={}).token
        for v in range(1, 20)
    }
    assert len(tokens) == 19
    assert {len(token) for token in tokens} == {32}


FILES = ("published-workbook", "published-csv", "published-json")


def public_file(client, name, version=1):
    published = PublishedSummary.objects.get(version=version)
    return client.get(reverse(name, args=[published.token]))


def content(answer):
    return answer.getvalue() if answer.streaming else answer.content


def test_files_hold_what_was_frozen(client, room, facilitator):
    publish(client, room)
    room.settle(room.projects[1], (100, 0, 0, 0))
    client.logout()
    data = json.loads(content(public_file(client, "published-json")))
    assert [tier["pence"] for tier in data["tiers"]] == [100_000, 0, 0, 300_000]
    rows = list(
        csv.reader(StringIO(content(public_file(client, "published-csv")).decode("utf-8-sig")))
    )
    assert rows[1][:3] + rows[1][-5:] == [
        "P001", "Play for all", "1000.00", "1000.00", "0.00", "0.00", "0.00",
        "From the answers, not settled",
    ]  # fmt: skip
    book = load_workbook(
        BytesIO(content(public_file(client, "published-workbook"))), data_only=True
    )
    assert book.sheetnames[0] == "Summary"
    assert "By directorate" in book.sheetnames
    amounts = [row[2] for row in book["Projects"].iter_rows(min_row=2, values_only=True)]
    assert amounts == [1000, 3000]
    checks = [row[2] for row in book["Summary"].iter_rows(max_col=3, values_only=True)]
    assert checks.count("OK") == 4


@pytest.mark.parametrize("name", FILES)
def test_files_tell_no_answer_and_nobodys_name(client, room, facilitator, name):
    publish(client, room)
    found = content(public_file(client, name))
    if name == "published-workbook":
        book = load_workbook(BytesIO(found))
        assert "Ratings" not in book.sheetnames
        cells = (str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row)
        found = "\n".join(cells).encode()
    for secret in ("A secret remark", "Assessor A", "Fay", facilitator.user.email):
        assert secret.encode() not in found


@pytest.mark.parametrize("name", FILES)
def test_withdrawn_files_are_gone_with_a_sentence(client, room, facilitator, name):
    publish(client, room)
    client.post(reverse("summary-withdraw", args=[room.workshop.pk, 1]))
    answer = public_file(client, name)
    assert answer.status_code == 410
    assert "Whoever published it has taken it back" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("name", FILES)
def test_files_at_a_wrong_address_are_not_found(client, name):
    assert client.get(reverse(name, args=["a" * 32])).status_code == 404


def test_text_in_a_published_file_is_no_formula(client, room, facilitator):
    room.projects[0].name = "=cmd|' /C calc'!A0"
    room.projects[0].save(update_fields=["name"])
    publish(client, room)
    assert ",'=cmd|' /C calc'!A0," in content(public_file(client, "published-csv")).decode()
    book = load_workbook(BytesIO(content(public_file(client, "published-workbook"))))
    assert book["Projects"]["B2"].data_type == "s"


def test_other_versions_are_listed_without_their_addresses(client, room, facilitator):
    publish(client, room)
    room.settle(room.projects[1], (100, 0, 0, 0))
    publish(client, room)
    client.post(reverse("summary-withdraw", args=[room.workshop.pk, 1]))
    page = public_page(client, 2).content.decode()
    assert "Version 1, " in page
    assert "withdrawn" in page
    assert PublishedSummary.objects.get(version=1).token not in page


def test_amounts_of_projects_are_written_alike(client, room, facilitator):
    publish(client, room)
    page = public_page(client).content.decode()
    assert '<td class="num">£1,000.00</td>' in page
    assert '<td class="num">£3,000.00</td>' in page

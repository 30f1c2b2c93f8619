"""The data interface: what a token opens, and what never leaves."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from assessors.models import AuditEntry
from reports.actions.api_tokens import make_api_token, withdraw_api_token
from reports.models import ApiToken
from tests.factories.finished import make_finished_room
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    room = make_finished_room()
    project = room.add(1000, directorate="Children", name="Play for all")
    room.rate(project, 0, (73, 27, 0, 0), note="A secret remark")
    room.rate(project, 1, (100, 0, 0, 0))
    return room


@pytest.fixture
def member(room):
    return make_member("commissioner", organisation=room.workshop.portfolio.organisation)


@pytest.fixture
def fetch(client, member):
    token, text = make_api_token(by=member, name="Dashboard", now=timezone.now())

    def get(path, text=text):
        return client.get(f"/api/{path}", headers={"Authorization": f"Bearer {text}"})

    get.token = token  # type: ignore[attr-defined]  # handed along for the test that withdraws it
    return get


def test_a_program_reads_portfolios_workshops_projects_and_summary(fetch, room):
    pk = room.workshop.pk
    assert fetch("portfolios").json() == [
        {"id": room.workshop.portfolio_id, "name": room.workshop.portfolio.name}
    ]
    assert [each["is_readable"] for each in fetch("workshops").json()] == [True]
    (project,) = fetch(f"workshops/{pk}/projects").json()["items"]
    assert project["tiers"] == {
        "upstream": 865.0,
        "midstream": 135.0,
        "downstream": 0.0,
        "acute": 0.0,
    }
    summary = fetch(f"workshops/{pk}/summary").json()
    assert summary["headlines"]["two_tiers"]["share"] == 1.0
    assert summary["coverage"]["rated_amount"] == 1000.0


def test_no_answer_note_or_code_leaves(fetch, room):
    pk = room.workshop.pk
    for path in (f"workshops/{pk}/projects", f"workshops/{pk}/summary", "workshops"):
        text = fetch(path).content.decode()
        assert "A secret remark" not in text
        assert "7300" not in text
        assert "Assessor" not in text


def test_nothing_of_a_room_that_still_rates(fetch, room):
    room.rounds["rating"].closed_at = None
    room.rounds["rating"].save(update_fields=["closed_at"])
    for path in ("summary", "projects"):
        answer = fetch(f"workshops/{room.workshop.pk}/{path}")
        assert answer.status_code == 403
        assert answer.json() == {
            "detail": "The room is still judging. The summary opens when every first answer is in."
        }
    assert [each["is_readable"] for each in fetch("workshops").json()] == [False]


def test_another_organisation_is_not_there(fetch):
    other = make_finished_room()
    assert fetch(f"workshops/{other.workshop.pk}/summary").status_code == 404
    assert len(fetch("workshops").json()) == 1


@pytest.mark.parametrize("text", ["", "bkt_wrong", "x" * 500])
def test_wrong_token_opens_nothing(fetch, text):
    assert fetch("workshops", text).status_code == 401


def test_a_session_is_no_token(client, member):
    client.force_login(member.user)
    assert client.get("/api/workshops").status_code == 401


def test_withdrawn_token_opens_nothing(fetch):
    withdraw_api_token(token=fetch.token, now=timezone.now())
    assert fetch("workshops").status_code == 401


def test_token_of_somebody_who_left_opens_nothing(fetch, member):
    member.delete()
    assert fetch("workshops").status_code == 401


def test_only_a_digest_is_kept(member):
    token, text = make_api_token(by=member, name="Dashboard", now=timezone.now())
    assert text.startswith("bkt_")
    assert text not in str(ApiToken.objects.filter(pk=token.pk).values())


def test_description_names_every_address(client):
    paths = client.get("/api/openapi.json").json()["paths"]
    assert sorted(paths) == [
        "/api/portfolios",
        "/api/workshops",
        "/api/workshops/{workshop_id}/projects",
        "/api/workshops/{workshop_id}/summary",
    ]


def test_member_makes_and_withdraws_tokens_on_a_page(client, member):
    client.force_login(member.user)
    page = reverse("api-tokens", args=[member.organisation.slug])
    assert "bkt_" in client.post(page, {"name": "Dashboard"}).content.decode()
    token = ApiToken.objects.get()
    assert "bkt_" not in client.get(page).content.decode()
    client.post(reverse("api-token-withdraw", args=[member.organisation.slug, token.pk]))
    token.refresh_from_db()
    assert token.withdrawn_at is not None


def test_nobody_withdraws_anothers_token(client, fetch, member):
    client.force_login(make_member("admin", organisation=member.organisation).user)
    withdraw = reverse("api-token-withdraw", args=[member.organisation.slug, fetch.token.pk])
    assert client.post(withdraw).status_code == 404


def test_token_without_a_name_is_refused(client, member):
    client.force_login(member.user)
    page = client.post(reverse("api-tokens", args=[member.organisation.slug]), {"name": " "})
    assert "Say in at most 80 characters" in page.content.decode()


def test_projects_come_in_pages(fetch, room):
    for number in range(2, 6):
        room.add(1000 - number, name=f"Project {number}")
    path = f"workshops/{room.workshop.pk}/projects"
    whole = fetch(path).json()
    pages = [fetch(f"{path}?limit=2&offset={start}").json() for start in (0, 2, 4, 6)]
    assert [len(page["items"]) for page in pages] == [2, 2, 1, 0]
    assert {page["count"] for page in pages} == {5}
    assert [item for page in pages for item in page["items"]] == whole["items"]


@pytest.mark.parametrize("query", ["limit=0", "limit=5001", "offset=-1", "limit=all"])
def test_page_that_makes_no_sense_is_refused(fetch, room, query):
    assert fetch(f"workshops/{room.workshop.pk}/projects?{query}").status_code == 422


def test_number_beyond_every_workshop_is_not_there(fetch):
    assert fetch(f"workshops/{10**30}/summary").status_code == 404


def test_fetch_is_on_record_once_for_all_its_pages(fetch, room, member):
    path = f"workshops/{room.workshop.pk}/projects"
    for start in range(3):
        fetch(f"{path}?limit=1&offset={start}")
    fetch(f"workshops/{room.workshop.pk}/summary")
    entry = AuditEntry.objects.get(kind="summary_fetched")
    assert (entry.actor, entry.about) == (member.user, "Northmere budget")
    assert entry.detail == {"workshop": room.workshop.pk, "token": fetch.token.pk}


def test_fetch_an_hour_later_or_of_another_workshop_is_on_record_again(fetch, room, member):
    fetch(f"workshops/{room.workshop.pk}/summary")
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        fetch(f"workshops/{room.workshop.pk}/summary")
    other = make_finished_room(organisation=member.organisation)
    fetch(f"workshops/{other.workshop.pk}/summary")
    assert AuditEntry.objects.filter(kind="summary_fetched").count() == 3


def test_refused_fetch_is_not_on_record(fetch, room):
    fetch(f"workshops/{make_finished_room().workshop.pk}/summary")
    assert not AuditEntry.objects.filter(kind="summary_fetched").exists()


def test_description_says_what_is_answered(client, fetch, room):
    description = client.get("/api/openapi.json").json()
    schemas = description["components"]["schemas"]
    summary = fetch(f"workshops/{room.workshop.pk}/summary").json()
    assert sorted(schemas["SummaryOut"]["properties"]) == sorted(summary)
    assert sorted(schemas["CoverageOut"]["properties"]) == sorted(summary["coverage"])
    projects = description["paths"]["/api/workshops/{workshop_id}/projects"]["get"]
    names = {parameter["name"] for parameter in projects["parameters"]}
    assert {"limit", "offset", "workshop_id", "directorate", "size"} <= names
    assert {"200", "401", "403", "404"} <= set(projects["responses"])
    (project,) = fetch(f"workshops/{room.workshop.pk}/projects").json()["items"]
    assert sorted(schemas["ProjectOut"]["properties"]) == sorted(project)

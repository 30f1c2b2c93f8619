"""The data interface: what a token opens, and what never leaves."""

import pytest
from django.urls import reverse
from django.utils import timezone

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
    (project,) = fetch(f"workshops/{pk}/projects").json()
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

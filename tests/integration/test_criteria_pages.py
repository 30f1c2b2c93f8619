"""Own wording as new versions: what workshops froze never changes."""

import pytest
from django.test import Client
from django.urls import reverse

from bucketing.models import CriteriaSet
from tests.factories.people import make_member
from tests.factories.workshops import make_project, make_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def wording():
    member = make_member("facilitator")
    client = Client()
    client.force_login(member.user)
    page = client.get(reverse("criteria-new", args=[member.organisation.slug]))
    form = page.context["form"]
    sent = {name: field.initial or "" for name, field in form.fields.items()}
    return client, member.organisation, sent | {"name": "Northmere wording"}


def save(client, organisation, sent):
    return client.post(reverse("criteria-new", args=[organisation.slug]), sent)


def test_wording_saved_twice_is_two_versions(wording):
    client, organisation, sent = wording
    save(client, organisation, sent)
    save(client, organisation, sent | {"upstream_label": "For everybody"})
    versions = CriteriaSet.objects.filter(organisation=organisation).order_by("version")
    assert [each.version for each in versions] == [1, 2]
    labels = [each.content["tiers"][0]["label"] for each in versions]
    assert labels == ["Upstream", "For everybody"]
    assert versions[1].content["tiers"][0]["code"] == "upstream"
    assert versions[1].content["misleading_words"]


def test_workshop_keeps_the_version_it_froze(wording):
    client, organisation, sent = wording
    workshop = make_workshop(organisation=organisation)
    before = workshop.criteria_set_id
    save(client, organisation, sent)
    workshop.refresh_from_db()
    assert workshop.criteria_set_id == before


def test_planner_offers_the_wording_of_the_organisation_alone(wording):
    client, organisation, sent = wording
    make_project(make_workshop(organisation=organisation).portfolio, reference="X1")
    save(client, organisation, sent)
    page = client.get(reverse("workshop-new")).content.decode()
    assert "Northmere wording, version 1" in page
    other = Client()
    elsewhere = make_workshop()
    member = make_member("facilitator", elsewhere.portfolio.organisation)
    other.force_login(member.user)
    assert "Northmere wording" not in other.get(reverse("workshop-new")).content.decode()


def test_wording_without_a_test_question_is_shown_again(wording):
    client, organisation, sent = wording
    response = save(client, organisation, sent | {"acute_question": ""})
    assert response.status_code == 422
    assert not CriteriaSet.objects.filter(organisation=organisation).exists()


def test_criteria_of_another_organisation_are_not_found(wording):
    client, organisation, sent = wording
    save(client, organisation, sent)
    saved = CriteriaSet.objects.get(organisation=organisation)
    member = make_member("admin")
    stranger = Client()
    stranger.force_login(member.user)
    own_slug = member.organisation.slug
    assert stranger.get(reverse("criteria-list", args=[organisation.slug])).status_code == 404
    assert stranger.get(reverse("criteria-detail", args=[own_slug, saved.pk])).status_code == 404

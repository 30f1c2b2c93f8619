"""Figures for Prometheus, for who knows the token."""

import pytest
from django.utils import timezone

from bucketing.actions.seats import join_workshop
from tests.factories.workshops import answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db

TOKEN = {"authorization": "Bearer a-token"}


@pytest.mark.parametrize("given", [{}, {"authorization": "Bearer wrong"}, {"authorization": ""}])
def test_nobody_reads_figures_without_the_token(client, settings, given):
    settings.METRICS_TOKEN = "a-token"
    assert client.get("/metrics/", headers=given).status_code == 404


def test_no_token_set_means_no_figures(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics/", headers={"authorization": "Bearer "}).status_code == 404


def test_figures_are_those_of_the_database(client, settings, tmp_path):
    settings.METRICS_TOKEN, settings.BACKUP_DIR = "a-token", tmp_path
    workshop = make_workshop("100")
    round = open_rating(workshop)
    answer(make_assessor(workshop), round, workshop.projects.get(), 100, 0, 0, 0)
    join_workshop(workshop=workshop, name="Here", now=timezone.now())

    told = client.get("/metrics/", headers=TOKEN).content.decode()

    lines = told.splitlines()
    assert "bucketing_workshops_running 1" in lines
    assert "bucketing_workshops_closed 0" in lines
    assert "bucketing_seats_present 1" in lines
    assert "bucketing_answers_total 1" in lines
    assert "bucketing_tasks_waiting 0" in lines
    assert "bucketing_backup_age_seconds -1" in lines
    (tmp_path / "bucketing-2026-03-02T020000Z.tar.gz").touch()
    told = client.get("/metrics/", headers=TOKEN).content.decode()
    assert 0 <= float(told.rsplit(" ", 1)[1]) < 60

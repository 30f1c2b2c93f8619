"""Filling an empty database with the demo."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from bucketing.demo.people import DemoPeople, make_people
from bucketing.demo.portfolio import make_portfolio
from bucketing.demo.workshops import make_finished_workshop, make_waiting_workshop
from bucketing.models import Workshop
from projects.models import Portfolio


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo consists of."""

    people: DemoPeople
    portfolio: Portfolio
    finished: Workshop
    waiting: Workshop


@transaction.atomic
def load_demo(*, now: datetime) -> Demo:
    """Everything of the demo, all or nothing. PeopleError where the database has accounts."""
    people = make_people()
    portfolio = make_portfolio(organisation=people.organisation, by=people.admin)
    began = _last_workday(now).replace(hour=10, minute=0, second=0, microsecond=0)
    return Demo(
        people=people,
        portfolio=portfolio,
        finished=make_finished_workshop(portfolio=portfolio, people=people, now=began),
        waiting=make_waiting_workshop(portfolio=portfolio, people=people, now=now),
    )


def _last_workday(now: datetime) -> datetime:
    day = now - timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day

"""What lies on a member's desk: portfolios with their money, workshops with their state."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q, Sum

from bucketing.models import Stage, Workshop
from projects.models import Portfolio, SpendLine

if TYPE_CHECKING:
    from assessors.models import Membership, User


@dataclass(slots=True)
class YearTotal:
    """What a portfolio's current projects spend in one year on one basis."""

    financial_year: int
    basis: str
    amount: Decimal


@dataclass(slots=True)
class Desk:
    """One organisation, as one of its members finds it."""

    membership: "Membership"
    may_enter: bool = True
    """Not where the organisation asks for a second factor and the member has none."""
    portfolios: list[Portfolio] = field(default_factory=list)
    totals: dict[int, YearTotal] = field(default_factory=dict)
    workshops: list[Workshop] = field(default_factory=list)
    rehearsals: dict[int, list[Workshop]] = field(default_factory=dict)
    """Copies to try things out in, by the workshop that they are copies of."""


def desks_of(user: "User") -> list[Desk]:
    """Every organisation of this user, in four queries however much there is."""
    memberships = user.memberships.select_related("organisation").order_by("organisation__name")
    desks = {
        each.organisation_id: Desk(each, may_enter=user.may_enter(each.organisation))
        for each in memberships
    }
    for portfolio in _portfolios(user):
        desks[portfolio.organisation_id].portfolios.append(portfolio)
    totals = _latest_totals(user)
    for workshop in _workshops(user):
        desk = desks[workshop.portfolio.organisation_id]
        if workshop.rehearsal_of_id is None:
            desk.workshops.append(workshop)
        else:
            desk.rehearsals.setdefault(workshop.rehearsal_of_id, []).append(workshop)
    for desk in desks.values():
        desk.totals = {each.pk: totals[each.pk] for each in desk.portfolios if each.pk in totals}
    return list(desks.values())


def _portfolios(user: "User") -> list[Portfolio]:
    current = Q(projects__archived_at=None, projects__parts=None)
    return list(
        Portfolio.objects.readable_by(user)
        .filter(archived_at=None)
        .annotate(project_count=Count("projects", filter=current, distinct=True))
        .order_by("name")
    )


def _latest_totals(user: "User") -> dict[int, YearTotal]:
    """Per portfolio the latest year; where it has more than one basis, the one with most money."""
    rows = (
        SpendLine.objects.filter(
            project__portfolio__in=Portfolio.objects.readable_by(user).filter(archived_at=None),
            project__archived_at=None,
            project__parts=None,
        )
        .order_by()
        .values_list("project__portfolio", "financial_year", "basis")
        .annotate(total=Sum("amount"))
    )
    found: dict[int, list[YearTotal]] = defaultdict(list)
    for portfolio, year, basis, total in rows:
        found[portfolio].append(YearTotal(year, basis, total))
    return {
        portfolio: max(totals, key=lambda each: (each.financial_year, each.amount))
        for portfolio, totals in found.items()
    }


def _workshops(user: "User") -> list[Workshop]:
    stages = Prefetch("stages", Stage.objects.order_by("position"))
    return list(
        Workshop.objects.readable_by(user)
        .select_related("portfolio")
        .prefetch_related(stages)
        .order_by("-created_at", "-pk")
    )

"""What a workshop could judge: the spend of a portfolio in one year and on one basis."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Count, Sum
from django.db.models.functions import Cast

from assessors.models import EntryRefused
from bucketing.domain.shares import in_pounds
from projects.models import Basis, Portfolio, SpendLine

if TYPE_CHECKING:
    from assessors.models import Membership, User


@dataclass(frozen=True, slots=True)
class Judgeable:
    """One year and basis of a portfolio, with how much there is of it."""

    portfolio: Portfolio
    financial_year: int
    basis: str
    count: int
    amount: Decimal

    @property
    def key(self) -> str:
        return f"{self.portfolio.pk}-{self.financial_year}-{self.basis}"

    @property
    def basis_name(self) -> str:
        return Basis(self.basis).label.lower()


def facilitated_by(user: "User") -> list["Membership"]:
    """Where this user may plan workshops. Refuses where that leaves only weak sign-ins."""
    memberships = user.memberships.select_related("organisation")
    found = [each for each in memberships if each.can_facilitate]
    within_reach = [each for each in found if user.may_enter(each.organisation)]
    if found and not within_reach:
        raise EntryRefused(found[0].organisation, user.came_through)
    return within_reach


def judgeable_by(user: "User") -> list[Judgeable]:
    """Everything that this user may make a workshop of, the latest year first."""
    memberships = facilitated_by(user)
    portfolios = (
        Portfolio.objects.readable_by(user)
        .filter(organisation__in=[each.organisation_id for each in memberships], archived_at=None)
        .select_related("organisation")
    )
    by_id = portfolios.in_bulk()
    rows = (
        SpendLine.objects.filter(
            project__portfolio__in=list(by_id),
            project__archived_at=None,
            project__parts=None,
        )
        .values("project__portfolio", "financial_year", "basis")
        .annotate(
            count=Count("project", distinct=True), pence=Sum(Cast("amount", BigIntegerField()))
        )
        .order_by("project__portfolio__name", "-financial_year", "-basis")
    )
    return [
        Judgeable(
            portfolio=by_id[row["project__portfolio"]],
            financial_year=row["financial_year"],
            basis=row["basis"],
            count=row["count"],
            amount=in_pounds(int(row["pence"] or 0)),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class PlannedProject:
    """A project's money; `aside` is why the last workshop set it aside, if it did."""

    name: str
    amount: Decimal
    aside: str = ""


def amounts_of(judgeable: Judgeable, aside: Mapping[int, str]) -> list[PlannedProject]:
    """Every project, largest first."""
    rows = (
        SpendLine.objects.filter(
            project__portfolio=judgeable.portfolio,
            project__archived_at=None,
            project__parts=None,
            financial_year=judgeable.financial_year,
            basis=judgeable.basis,
        )
        .values("project", "project__name")
        .annotate(pence=Sum(Cast("amount", BigIntegerField())))
        .order_by("-pence", "project__reference")
    )
    return [
        PlannedProject(
            row["project__name"], in_pounds(int(row["pence"])), aside.get(row["project"], "")
        )
        for row in rows
    ]

"""One project of a workshop: its words, its money by year, who settled it."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum
from django.shortcuts import get_object_or_404

from bucketing.models import Allocation, Reconciliation, Workshop, WorkshopProject
from projects.models import SpendLine


class YearMoney(NamedTuple):
    financial_year: int
    basis: str
    amount: Decimal


def project_in(workshop: Workshop, project_pk: int) -> WorkshopProject:
    return get_object_or_404(workshop.projects.select_related("parent"), pk=project_pk)


def money_by_year(project: WorkshopProject) -> list[YearMoney]:
    """What its portfolio holds for it today; the workshop judged a frozen copy of one of these."""
    if project.project_id is None:
        return []
    lines = (
        SpendLine.objects.filter(project=project.project_id)
        .values("financial_year", "basis")
        .annotate(total=Sum("amount"))
        .order_by("financial_year", "basis")
    )
    return [YearMoney(line["financial_year"], line["basis"], line["total"]) for line in lines]


def history_of(project: WorkshopProject) -> list[Reconciliation]:
    """Every record of how it was settled or reopened, oldest first."""
    return list(project.reconciliations.select_related("decided_by", "precedent"))


def notes_on(project: WorkshopProject) -> dict[int, str]:
    """What assessors wrote beside their answers, by rating."""
    rows = Allocation.objects.filter(workshop_project=project).exclude(note="")
    return dict(rows.values_list("id", "note"))

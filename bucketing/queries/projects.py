"""The workshop's list of projects, for those who prepare or run it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BigIntegerField, Count, Q, QuerySet, Sum
from django.db.models.functions import Cast

from bucketing.domain.shares import in_pounds
from bucketing.models import LeftOut, Workshop, WorkshopProject


@dataclass(frozen=True, slots=True)
class LeftOutTotal:
    """Projects that are not judged for one reason, with their money."""

    reason: str
    label: str
    count: int
    amount: Decimal


def find_projects(
    workshop: Workshop, words: str, left_out: str = ""
) -> "QuerySet[WorkshopProject]":
    """By a part of the name, reference, provider or directorate; largest first."""
    projects = workshop.projects.exclude(left_out=LeftOut.SPLIT).order_by("rank", "id")
    if left_out == "judged":
        projects = projects.filter(left_out="")
    elif left_out:
        projects = projects.filter(left_out=left_out)
    for word in words.split():
        projects = projects.filter(
            Q(name__icontains=word)
            | Q(reference__icontains=word)
            | Q(provider__icontains=word)
            | Q(directorate__icontains=word)
        )
    return projects


def left_out_totals(workshop: Workshop) -> list[LeftOutTotal]:
    """What is not judged, by reason. Lines replaced by their parts are counted by the parts."""
    rows = (
        workshop.projects.exclude(left_out__in=["", LeftOut.SPLIT])
        .order_by()
        .values("left_out")
        .annotate(count=Count("pk"), pence=Sum(Cast("amount", BigIntegerField())))
    )
    return [
        LeftOutTotal(
            reason=row["left_out"],
            label=LeftOut(row["left_out"]).label,
            count=row["count"],
            amount=in_pounds(int(row["pence"])),
        )
        for row in sorted(rows, key=lambda row: -row["pence"])
    ]

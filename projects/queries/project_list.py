"""The projects of a portfolio as a person asks for them: searched, filtered, sorted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum

from projects.models import Portfolio, Project, SpendLine
from projects.queries.attributes import AttributeText

WORD_COLUMNS = ("directorate", "theme", "place", "funder", "provider", "beneficiary", "duty")
LINE_COLUMNS = ("nature", "funding_source", "funding_route")
ATTRIBUTE = "attribute:"
_SEARCHED = ("reference", "name", "description", "provider", "problem")
_SORTABLE = ("reference", "name", "provider", "directorate", "amount")
MOST_VALUES = 100


ALL_YEARS = 0


class YearAndBasis(NamedTuple):
    """The starting year, or ALL_YEARS; bases are never added to each other."""

    financial_year: int
    basis: str


@dataclass(frozen=True, slots=True)
class YearTotal:
    """What current projects spend in a year on one basis."""

    financial_year: int
    basis: str
    amount: Decimal
    project_count: int


class ColumnFilter(NamedTuple):
    """`column` is a field's name or “attribute:Heading”."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked for; `sort` has a minus in front for the largest first."""

    words: str = ""
    filters: tuple[ColumnFilter, ...] = ()
    money: YearAndBasis | None = None
    sort: str = "-amount"
    archived: bool = False


def totals_of(portfolio: Portfolio) -> list[YearTotal]:
    """By year and basis, the latest year first."""
    rows = (
        SpendLine.objects.filter(
            project__portfolio=portfolio, project__archived_at=None, project__parts=None
        )
        .order_by("-financial_year", "basis")
        .values_list("financial_year", "basis")
        .annotate(total=Sum("amount"), projects=Count("project", distinct=True))
    )
    return [YearTotal(*row) for row in rows]


def usual_money(totals: Sequence[YearTotal]) -> YearAndBasis | None:
    """The latest year on the basis with most money; all years where it holds few of the projects."""
    if not totals:
        return None
    latest = max(totals, key=lambda each: (each.financial_year, each.amount))
    most = max(totals, key=lambda each: each.project_count)
    if 2 * latest.project_count < most.project_count:
        return YearAndBasis(ALL_YEARS, most.basis)
    return YearAndBasis(latest.financial_year, latest.basis)


def find_projects(portfolio: Portfolio, wanted: Wanted) -> QuerySet[Project]:
    """With `amount`, the project's money in the year and on the basis asked for."""
    of_portfolio = Project.objects.filter(portfolio=portfolio)
    projects: QuerySet[Project] = (
        of_portfolio.exclude(archived_at=None) if wanted.archived else of_portfolio.current()
    )
    for word in wanted.words.split():
        matches = [Q(**{f"{name}__icontains": word}) for name in _SEARCHED]
        projects = projects.filter(Q(*matches, _connector=Q.OR))
    for column_filter in wanted.filters:
        projects = _filtered(projects, column_filter)
    return _sorted(
        projects.annotate(amount=Sum("spend_lines__amount", filter=_of(wanted.money))), wanted.sort
    )


def _of(money: YearAndBasis | None) -> Q:
    if money is None:
        return Q(pk=None)
    if money.financial_year == ALL_YEARS:
        return Q(spend_lines__basis=money.basis)
    return Q(spend_lines__financial_year=money.financial_year, spend_lines__basis=money.basis)


def _filtered(projects: QuerySet[Project], wanted: ColumnFilter) -> QuerySet[Project]:
    """A blank value asks for projects that have none."""
    if wanted.column.startswith(ATTRIBUTE):
        projects = projects.alias(wanted=AttributeText(wanted.column.removeprefix(ATTRIBUTE)))
        return projects.filter(
            **{"wanted" if wanted.value else "wanted__isnull": wanted.value or True}
        )
    if wanted.column in LINE_COLUMNS:
        lines = SpendLine.objects.filter(**{wanted.column: wanted.value})
        return projects.filter(pk__in=lines.order_by().values("project"))
    if wanted.column in WORD_COLUMNS:
        return projects.filter(**{wanted.column: wanted.value})
    return projects


def _sorted(projects: QuerySet[Project], sort: str) -> QuerySet[Project]:
    name, is_descending = sort.removeprefix("-"), sort.startswith("-")
    if name not in _SORTABLE:
        name, is_descending = "amount", True
    order = F(name).desc(nulls_last=True) if is_descending else F(name).asc(nulls_last=True)
    return projects.order_by(order, "reference")


def columns_of(portfolio: Portfolio) -> list[str]:
    """What projects can be filtered by: fields that hold something, then every attribute."""
    projects = Project.objects.filter(portfolio=portfolio)
    held = projects.aggregate(
        **{name: Count("pk", filter=~Q(**{name: ""})) for name in WORD_COLUMNS}
    )
    lines = SpendLine.objects.filter(project__portfolio=portfolio).aggregate(
        **{name: Count("pk", filter=~Q(**{name: ""})) for name in LINE_COLUMNS}
    )
    found = [name for name, count in {**held, **lines}.items() if count]
    return [*found, *(f"{ATTRIBUTE}{heading}" for heading in attribute_headings(portfolio))]


def attribute_headings(portfolio: Portfolio) -> list[str]:
    """In the order in which the latest projects have them."""
    headings: dict[str, None] = {}
    kept = Project.objects.filter(portfolio=portfolio).order_by("-pk")
    for attributes in kept.values_list("attributes", flat=True).iterator(chunk_size=2_000):
        headings.update(dict.fromkeys(attributes))
    return list(headings)


def values_of(projects: QuerySet[Project], column: str) -> list[tuple[str, int]]:
    """The values of a column among these projects with how many have each, most frequent first."""
    projects = projects.order_by()
    found: Counter[str] = Counter()
    if column.startswith(ATTRIBUTE):
        texts = projects.annotate(value=AttributeText(column.removeprefix(ATTRIBUTE)))
        found.update(text or "" for text in texts.values_list("value", flat=True))
    elif column in LINE_COLUMNS:
        lines = SpendLine.objects.filter(project__in=projects.values("pk"))
        pairs = lines.order_by().values_list("project", column).distinct()
        found.update(value for _, value in pairs)
    elif column in WORD_COLUMNS:
        found.update(projects.values_list(column, flat=True))
    return found.most_common(MOST_VALUES)


def totals_by_year(lines: Iterable[SpendLine]) -> list[tuple[int, str, Decimal]]:
    """Year, basis and amount, where a project has more than one line of them."""
    totals: dict[YearAndBasis, list[Decimal]] = {}
    for line in lines:
        totals.setdefault(YearAndBasis(line.financial_year, line.basis), []).append(line.amount)
    return [
        (*key, sum(amounts, Decimal(0)))
        for key, amounts in sorted(totals.items())
        if len(amounts) > 1
    ]

"""A project on one line of a list."""

from dataclasses import dataclass
from decimal import Decimal

from reports.domain.facets import SETTLED_BY, SETTLED_SHORT
from reports.domain.figures import Figure
from reports.presenters.drawing import drawable


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in one of the lists; `amounts` are its four tiers in pounds."""

    pk: int
    reference: str
    name: str
    amount: Decimal
    amounts: list[Decimal] | None
    settled: str
    settled_short: str
    rating_count: int
    at_stake: Decimal | None
    figure: str = ""


def present_project(figure: Figure, text: str = "") -> ProjectLine:
    return ProjectLine(
        pk=figure.project.id,
        reference=figure.project.reference,
        name=figure.project.name,
        amount=figure.project.amount,
        amounts=drawable(figure.tiers) if figure.tiers else None,
        settled=SETTLED_BY[figure.judged.settled_by],
        settled_short=SETTLED_SHORT[figure.judged.settled_by],
        rating_count=len(figure.judged.ratings),
        at_stake=figure.amount_at_stake,
        figure=text,
    )

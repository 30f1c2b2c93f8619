"""What a portfolio can be broken down by."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from bucketing.domain.judgements import Judged, JudgedProject

NOT_GIVEN = "Not given"
KEPT = "kept."
"""The beginning of the key of a column that was kept from the import."""

SIZE_BANDS = (
    (1_000_000, "£1 million and over"),
    (250_000, "£250,000 to £1 million"),
    (50_000, "£50,000 to £250,000"),
    (10_000, "£10,000 to £50,000"),
    (0, "Under £10,000"),
)
BELOW_NOUGHT = "Less than nothing"
DUTIES = {"statutory": "Statutory", "discretionary": "Discretionary"}
NATURES = {"revenue": "Revenue", "capital": "Capital", "mixed": "Capital and revenue mixed"}
SETTLED_BY = {
    "chair": "Decided by the chair",
    "re_vote": "Settled by a re-vote",
    "rule": "Settled by the rule",
    "ratings": "From the answers, not settled",
    "unrated": "Not rated",
}

SETTLED_SHORT = {
    "chair": "chair",
    "re_vote": "re-vote",
    "rule": "rule",
    "ratings": "answers",
    "unrated": "not rated",
}


class Facet(NamedTuple):
    """One way to group projects. `read` gives the value a project has; "" where none is given."""

    key: str
    label: str
    read: Callable[[Judged], str]

    def show(self, value: str) -> str:
        return value or NOT_GIVEN


def size_band(project: JudgedProject) -> str:
    """The band of its amount in pounds; a band holds its lower edge."""
    pounds = project.pence / 100
    return next((label for edge, label in SIZE_BANDS if pounds >= edge), BELOW_NOUGHT)


def _field(name: str) -> Callable[[Judged], str]:
    return lambda judged: getattr(judged.project, name)


STANDARD = (
    Facet("directorate", "Directorate", _field("directorate")),
    Facet("provider", "Provider", _field("provider")),
    Facet("funder", "Funder", _field("funder")),
    Facet("theme", "Theme", _field("theme")),
    Facet("place", "Place", _field("place")),
    Facet("beneficiary", "Who it is for", _field("beneficiary")),
    Facet("duty", "Statutory or not", lambda j: DUTIES.get(j.project.duty, "")),
    Facet("nature", "Capital or revenue", lambda j: NATURES.get(j.project.nature, "")),
    Facet("funding_source", "Funding source", _field("funding_source")),
    Facet("funding_route", "Funding route", _field("funding_route")),
    Facet("size", "Size of the project", lambda judged: size_band(judged.project)),
    Facet("settled", "How it was settled", lambda judged: SETTLED_BY[judged.settled_by]),
)
ALWAYS = ("size", "settled")


def facets_of(judged: Iterable[Judged]) -> dict[str, Facet]:
    """The facets in which these projects say anything, by key, in the order offered."""
    rows = list(judged)
    standard = [f for f in STANDARD if f.key in ALWAYS or any(f.read(row) for row in rows)]
    kept = sorted({heading for row in rows for heading in row.project.attributes}, key=str.casefold)
    return {facet.key: facet for facet in [*standard, *map(kept_facet, kept)]}


def kept_facet(heading: str) -> Facet:
    return Facet(
        KEPT + heading, heading, lambda judged: as_text(judged.project.attributes, heading)
    )


def as_text(attributes: Mapping[str, Any], heading: str) -> str:
    value = attributes.get(heading)
    return "" if value is None else str(value).strip()

"""What the data interface answers with, as its description tells programs."""

from datetime import datetime

from ninja import Schema


class PortfolioOut(Schema):
    id: int
    name: str


class WorkshopOut(Schema):
    """`is_readable` says whether its summary is open to the holder of the token now.

    `second_look_at` is the workshop of which it judges a random part again: never add the two.
    """

    id: int
    name: str
    portfolio_id: int
    financial_year: str
    basis: str
    closed: bool
    second_look_at: int | None
    is_readable: bool


class ProjectOut(Schema):
    """Money in pounds. `tiers` is null where nobody rated the project."""

    id: int
    reference: str
    name: str
    attributes: dict[str, str]
    amount: float
    status: str
    tiers: dict[str, float] | None
    settled: str
    ratings: int
    disagreement: float | None
    money_at_stake: float | None


class CriteriaOut(Schema):
    name: str
    version: int


class WorkshopMethodOut(Schema):
    """Whose figures these are and what they rest on."""

    id: int
    name: str
    organisation: str
    portfolio: str
    financial_year: str
    basis: str
    criteria: CriteriaOut
    rule: str
    held_at: datetime


class HeadlineOut(Schema):
    """An early action share, 0 to 1 of the rated money, and its range for other assessors."""

    meaning: str
    amount: float
    share: float | None
    lowest: float | None
    highest: float | None


class CoverageOut(Schema):
    projects: int
    amount: float
    rated_projects: int
    rated_amount: float
    rated_once_projects: int
    rated_once_amount: float
    unrated_projects: int
    unrated_amount: float


class LeftOutOut(Schema):
    reason: str
    projects: int
    amount: float


class ListOut(Schema):
    """Every project of the workshop, whatever the filters: what passes them, and what does not."""

    projects: int
    amount: float


class BreakdownRowOut(Schema):
    value: str
    label: str
    tiers: dict[str, float]
    tier_shares: dict[str, float | None]
    coverage: CoverageOut


class BreakdownOut(Schema):
    by: str
    label: str
    rows: list[BreakdownRowOut]


class SummaryOut(Schema):
    """Money in pounds; `headlines` by `three_tiers` and `two_tiers`, `tiers` by tier."""

    workshop: WorkshopMethodOut
    filters: dict[str, list[str]]
    headlines: dict[str, HeadlineOut]
    tiers: dict[str, float]
    tier_shares: dict[str, float | None]
    coverage: CoverageOut
    left_out: list[LeftOutOut]
    agreement: dict[str, float | None]
    whole_list: ListOut
    breakdown: BreakdownOut | None
    caution: str


class Refusal(Schema):
    detail: str

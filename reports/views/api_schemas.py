"""What the data interface answers with, as its description tells programs."""

from typing import Any

from ninja import Schema


class PortfolioOut(Schema):
    id: int
    name: str


class WorkshopOut(Schema):
    """`is_readable` says whether its summary is open to the holder of the token now."""

    id: int
    name: str
    portfolio_id: int
    financial_year: str
    basis: str
    closed: bool
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


class SummaryOut(Schema):
    workshop: dict[str, Any]
    filters: dict[str, list[str]]
    headlines: dict[str, Any]
    tiers: dict[str, float]
    tier_shares: dict[str, float | None]
    coverage: dict[str, Any]
    left_out: list[dict[str, Any]]
    agreement: dict[str, float | None]
    breakdown: dict[str, Any] | None
    caution: str


class Refusal(Schema):
    detail: str

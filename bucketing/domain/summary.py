"""Where the money goes by tier: totals of a portfolio, worked out from plain values.

Nothing is rescaled away: unrated money stands on its own line beside the rated money, and shares
are shares of the rated money. Tiers add to the project and projects to the total, to the penny.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from bucketing.domain.consensus import ConsensusRule
from bucketing.domain.headline import NO_POSITIVE_TOTAL, NOTHING_RATED
from bucketing.domain.pennies import share_out, weighted_sums
from bucketing.domain.shares import Fourfold, Shares, in_pounds, whole_pence
from bucketing.domain.tiers import TIERS, HeadlineMeaning, Tier


@dataclass(frozen=True, slots=True)
class SummarisedProject:
    """One project as the workshop left it. `settled` overrides the allocations it was given."""

    key: Hashable
    amount: Decimal
    allocations: tuple[Shares, ...] = ()
    settled: Shares | None = None


class Status(StrEnum):
    """What a project's split rests on."""

    SETTLED = "settled"
    RATED = "rated"
    RATED_ONCE = "rated_once"
    UNRATED = "unrated"


@dataclass(frozen=True, slots=True)
class TierAmounts:
    """Pounds by tier."""

    upstream: Decimal
    midstream: Decimal
    downstream: Decimal
    acute: Decimal

    @property
    def in_order(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        return self.upstream, self.midstream, self.downstream, self.acute

    @property
    def total(self) -> Decimal:
        return sum(self.in_order, Decimal("0.00"))

    def of(self, tier: Tier) -> Decimal:
        return self.in_order[tier.position]

    def counted_in(self, meaning: HeadlineMeaning) -> Decimal:
        """The pounds that a headline counts as early action."""
        return sum((self.of(tier) for tier in meaning.tiers), Decimal("0.00"))

    @property
    def shares(self) -> Fourfold | None:
        """Exact shares of the total; None where the total is not above nothing."""
        if self.total <= 0:
            return None
        first, second, third, fourth = (
            Fraction(amount) / Fraction(self.total) for amount in self.in_order
        )
        return first, second, third, fourth

    @property
    def in_three(self) -> "ThreeTierAmounts":
        return ThreeTierAmounts(self.upstream, self.midstream, self.downstream + self.acute)


@dataclass(frozen=True, slots=True)
class ThreeTierAmounts:
    """The fold of the Asset-based Area guide: "downstream" takes in acute. Say so beside it."""

    upstream: Decimal
    midstream: Decimal
    downstream_and_acute: Decimal


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project in a summary; an unrated project has no split and no tiers."""

    key: Hashable
    amount: Decimal
    split: Fourfold | None
    tiers: TierAmounts | None
    status: Status
    rating_count: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many projects, and how much money, the figures rest on."""

    project_count: int
    rated_count: int  # all with a split: settled, rated or rated once
    rated_once_count: int  # one rating, and nothing settled
    settled_count: int
    unrated_count: int
    total_amount: Decimal
    rated_amount: Decimal
    rated_once_amount: Decimal
    settled_amount: Decimal
    unrated_amount: Decimal

    @property
    def rated_share(self) -> Fraction | None:
        """The rated part of the money; None where the total is not above nothing."""
        if self.total_amount <= 0:
            return None
        return Fraction(self.rated_amount) / Fraction(self.total_amount)


@dataclass(frozen=True, slots=True)
class Headline:
    """The early action share. `share` is None exactly when `reason` says why."""

    meaning: HeadlineMeaning
    amount: Decimal
    share: Fraction | None
    reason: str


@dataclass(frozen=True, slots=True)
class PortfolioSummary:
    """Totals by tier with everything needed to read them honestly."""

    tiers: TierAmounts
    shares: Fourfold | None  # of the rated money, exact; None where `reason` says why
    unweighted_shares: Fourfold | None  # mean split with every rated project counting the same
    headlines: tuple[Headline, ...]  # one for each meaning
    coverage: Coverage
    lines: tuple[ProjectLine, ...]  # in the order given
    rule: ConsensusRule
    reason: str

    def headline(self, meaning: HeadlineMeaning) -> Headline:
        return next(headline for headline in self.headlines if headline.meaning is meaning)

    def by(self, group_of: Callable[[ProjectLine], str]) -> dict[str, "PortfolioSummary"]:
        """The same for each group, in the order met; the same pennies, so they add to the total."""
        groups: dict[str, list[ProjectLine]] = {}
        for line in self.lines:
            groups.setdefault(group_of(line), []).append(line)
        return {name: _summary_of(lines, self.rule) for name, lines in groups.items()}


def summarise(
    projects: Iterable[SummarisedProject], *, rule: ConsensusRule = ConsensusRule.MEAN
) -> PortfolioSummary:
    """Settled shares where a project has them, else the exact consensus of its allocations.

    Shares come from the exact splits; amounts are whole pennies (see `pennies.share_out`).
    """
    return _summary_of(_lines(list(projects), rule), rule)


def _lines(projects: Sequence[SummarisedProject], rule: ConsensusRule) -> list[ProjectLine]:
    splits = {index: split for index, each in enumerate(projects) if (split := _split(each, rule))}
    pence = [whole_pence(projects[index].amount) for index in splits]
    pennies = dict(zip(splits, share_out(pence, list(splits.values())), strict=True))
    return [
        ProjectLine(
            key=project.key,
            amount=project.amount,
            split=splits.get(index),
            tiers=_tier_amounts(pennies[index]) if index in pennies else None,
            status=_status(project),
            rating_count=len(project.allocations),
        )
        for index, project in enumerate(projects)
    ]


def _split(project: SummarisedProject, rule: ConsensusRule) -> Fourfold | None:
    if project.settled:
        return project.settled.as_fractions
    return rule.combine(project.allocations) if project.allocations else None


def _status(project: SummarisedProject) -> Status:
    if project.settled:
        return Status.SETTLED
    if not project.allocations:
        return Status.UNRATED
    return Status.RATED_ONCE if len(project.allocations) == 1 else Status.RATED


def _summary_of(lines: Sequence[ProjectLine], rule: ConsensusRule) -> PortfolioSummary:
    coverage = _coverage(lines)
    tiers = _total([line.tiers for line in lines if line.tiers])
    shares = _weighted([line for line in lines if line.split])
    reason = "" if shares else NO_POSITIVE_TOTAL if coverage.rated_count else NOTHING_RATED
    return PortfolioSummary(
        tiers=tiers,
        shares=shares,
        unweighted_shares=_unweighted([line.split for line in lines if line.split]),
        headlines=tuple(_headline(meaning, tiers, shares, reason) for meaning in HeadlineMeaning),
        coverage=coverage,
        lines=tuple(lines),
        rule=rule,
        reason=reason,
    )


def _headline(
    meaning: HeadlineMeaning, tiers: TierAmounts, shares: Fourfold | None, reason: str
) -> Headline:
    share = sum(shares[: meaning.tier_count], Fraction()) if shares else None
    return Headline(meaning, tiers.counted_in(meaning), share, reason)


def _coverage(lines: Sequence[ProjectLine]) -> Coverage:
    def amount(*statuses: Status) -> Decimal:
        return sum((line.amount for line in lines if line.status in statuses), Decimal("0.00"))

    def count(status: Status) -> int:
        return sum(line.status is status for line in lines)

    return Coverage(
        project_count=len(lines),
        rated_count=len(lines) - count(Status.UNRATED),
        rated_once_count=count(Status.RATED_ONCE),
        settled_count=count(Status.SETTLED),
        unrated_count=count(Status.UNRATED),
        total_amount=amount(*Status),
        rated_amount=amount(Status.SETTLED, Status.RATED, Status.RATED_ONCE),
        rated_once_amount=amount(Status.RATED_ONCE),
        settled_amount=amount(Status.SETTLED),
        unrated_amount=amount(Status.UNRATED),
    )


def _weighted(lines: Sequence[ProjectLine]) -> Fourfold | None:
    """Exact shares of the rated money, before any rounding to pennies."""
    pence = [whole_pence(line.amount) for line in lines]
    if sum(pence) <= 0:
        return None
    sums = weighted_sums(pence, [line.split for line in lines if line.split])
    first, second, third, fourth = (amount / sum(pence) for amount in sums)
    return first, second, third, fourth


def _unweighted(splits: Sequence[Fourfold]) -> Fourfold | None:
    if not splits:
        return None
    sums = weighted_sums([1] * len(splits), splits)
    first, second, third, fourth = (total / len(splits) for total in sums)
    return first, second, third, fourth


def _total(amounts: Sequence[TierAmounts]) -> TierAmounts:
    return TierAmounts(
        *(sum((each.of(tier) for each in amounts), Decimal("0.00")) for tier in TIERS)
    )


def _tier_amounts(pence: Sequence[int]) -> TierAmounts:
    return TierAmounts(*(in_pounds(part) for part in pence))

"""The planner's answer: what each plan costs and gives, in words and as a picture."""

from dataclasses import dataclass, replace
from decimal import Decimal

from bucketing.domain.plan import Plan, gets_second, left_out, pence
from bucketing.domain.proposal import Proposal, propose_plan
from bucketing.domain.running_order import PlannedStage, minutes_of, total_minutes
from bucketing.domain.trade import (
    FASTEST_PUBLISHED,
    SLOWEST_PUBLISHED,
    Pace,
    Trade,
    describe_trade,
    disputes_settled,
    trade_of,
)
from bucketing.forms.planner import OWN_PLAN, PlannerForm
from bucketing.models import LeftOut
from bucketing.queries.judgeable import PlannedProject
from bucketing.queries.set_aside import LASTING
from projects.templatetags.money import pounds_short

SCALE_SECONDS = 110
LEFT, RIGHT = 8.0, 632.0
VERDICTS = {
    Pace.TOO_FAST: "too fast for most people",
    Pace.FITS: "fits",
    Pace.ROOMY: "fits with time to spare",
}
NAMES = {
    "once": "Once",
    "the largest twice": "The largest twice",
    "all twice": "All twice",
    "all three times": "All three times",
    OWN_PLAN: "My own",
}


@dataclass(frozen=True, slots=True)
class PlanOption:
    """One plan to choose, with its figures as text and its place on the picture."""

    value: str
    name: str
    words: str
    seconds: int
    each_rates: int
    twice: str
    verdict: str
    fits: bool
    x: str
    is_chosen: bool
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class LeftOutGroup:
    """Projects that are not judged, for one reason, with their money."""

    reason: str
    count: int
    amount: Decimal
    projects: list[PlannedProject]


class PlannerAnswer:
    """What the page says to a valid form."""

    def __init__(self, form: PlannerForm, projects: list[PlannedProject]) -> None:
        self.projects = [each for each in projects if each.amount > 0 and not each.aside]
        self.set_aside = [each for each in projects if each.amount > 0 and each.aside]
        self.without_spend = [each for each in projects if each.amount <= 0]
        self.amounts = [each.amount for each in self.projects]
        self.running_order: tuple[PlannedStage, ...] = form.running_order
        self.people: int = form.cleaned_data["people"]
        self.rating_minutes = minutes_of("rating", self.running_order)
        self.proposal: Proposal = propose_plan(self.amounts, self.people, self.rating_minutes)
        self.group_by: str = form.cleaned_data["group_by"]
        self.own: Plan | None = form.cleaned_data.get("own_plan")
        self.wanted: str = form.cleaned_data["plan"]

    @property
    def trades(self) -> dict[str, Trade]:
        trades = {option.name: option.trade for option in self.proposal.options}
        if self.own is not None:
            trades[OWN_PLAN] = trade_of(
                self.amounts, self.own, people=self.people, rating_minutes=self.rating_minutes
            )
        return trades

    @property
    def chosen_value(self) -> str:
        return self.wanted if self.wanted in self.trades else self.proposal.chosen.name

    @property
    def trade(self) -> Trade:
        return self.trades[self.chosen_value]

    @property
    def plan(self) -> Plan:
        return replace(self.trade.plan, group_by=self.group_by)

    @property
    def sentence(self) -> str:
        words = describe_trade(self.trade)
        return f"{words[:1].upper()}{words[1:]}."

    @property
    def extent(self) -> str:
        """What there is to judge."""
        return f"{len(self.amounts):,} projects, {pounds_short(self.trade.amount)}"

    @property
    def leaves_out_most(self) -> bool:
        """Over half of the money: asked about once more before the workshop is made."""
        return 2 * self.trade.left_out_amount > self.trade.amount

    @property
    def why(self) -> str:
        if self.chosen_value == self.proposal.chosen.name:
            return f"Proposed, because {self.proposal.why[:1].lower()}{self.proposal.why[1:]}"
        return (
            f"Your choice. We would propose {NAMES[self.proposal.chosen.name].lower()}: "
            f"{self.proposal.why}"
        )

    @property
    def options(self) -> list[PlanOption]:
        return [self._option(name, trade) for name, trade in self.trades.items()]

    def _option(self, name: str, trade: Trade) -> PlanOption:
        return PlanOption(
            value=name,
            name=NAMES[name],
            words=describe_trade(trade).rpartition(":")[0],
            seconds=round(trade.seconds),
            each_rates=trade.each_rates,
            twice=f"{trade.twice_rated_share:.0%}".replace("%", " %"),
            verdict=VERDICTS[trade.pace],
            fits=trade.fits,
            x=f"{_x(trade.seconds):.1f}",
            is_chosen=name == self.chosen_value,
            is_proposed=name == self.proposal.chosen.name,
        )

    @property
    def band(self) -> tuple[str, str]:
        """Where the published speeds lie on the picture: left edge and width."""
        left, right = _x(FASTEST_PUBLISHED), _x(SLOWEST_PUBLISHED)
        return f"{left:.1f}", f"{right - left:.1f}"

    @property
    def chosen_x(self) -> str:
        return f"{_x(self.trade.seconds):.1f}"

    @property
    def total_minutes(self) -> int:
        return total_minutes(self.running_order)

    @property
    def disputes(self) -> str:
        minutes = minutes_of("reconciling", self.running_order)
        slow, quick = disputes_settled(minutes)
        if not quick:
            return "There is no time to talk about differences; everything settles by the rule."
        return (
            f"In {minutes} minutes of reconciling a room talks through {slow} to {quick} "
            "projects. The rest settle by the rule."
        )

    @property
    def money_strip(self) -> list[tuple[str, str, Decimal, str, str]]:
        """(class, words, amount, left, width) of money rated twice, once and left out."""
        trade = self.trade
        once = trade.amount - trade.twice_rated_amount - trade.left_out_amount
        parts = [
            ("times-2", "two ratings", trade.twice_rated_amount),
            ("times-1", "one rating", once),
            ("times-0", "left out", trade.left_out_amount),
        ]
        strip, left = [], 0.0
        for kind, words, amount in parts:
            share = float(amount / trade.amount) if trade.amount else 0.0
            if amount:
                strip.append((kind, words, amount, f"{100 * left:.3f}%", f"{100 * share:.3f}%"))
            left += share
        return strip

    @property
    def left_out(self) -> list[LeftOutGroup]:
        in_pence = pence(self.amounts)
        mask = left_out(in_pence, self.trade.plan)
        small = [each for each, out in zip(self.projects, mask, strict=True) if out]
        groups = [_group("Too small for this plan", small)]
        for reason in LASTING:
            aside = [each for each in self.set_aside if each.aside == reason]
            groups.append(_group(f"{LeftOut(reason).label}, as last time", aside))
        groups.append(_group("No spend, or less than none", self.without_spend))
        return [group for group in groups if group.count]

    @property
    def smallest_rated_twice(self) -> Decimal | None:
        second = gets_second(pence(self.amounts), self.trade.plan)
        twice = [amount for amount, mark in zip(self.amounts, second, strict=True) if mark]
        return min(twice) if twice else None


def _group(reason: str, projects: list[PlannedProject]) -> LeftOutGroup:
    amount = sum((each.amount for each in projects), Decimal(0))
    return LeftOutGroup(reason, len(projects), amount, projects)


def _x(seconds: float) -> float:
    return LEFT + (RIGHT - LEFT) * min(seconds, SCALE_SECONDS) / SCALE_SECONDS

"""The facilitator's board in words."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from bucketing.domain.clock import Phase
from bucketing.domain.forecast import Forecast, Standing
from bucketing.domain.join_codes import shown_join_code
from bucketing.domain.levers import Lever
from bucketing.domain.plan import Plan
from bucketing.domain.presence import Presence
from bucketing.models import Pass, PassReason, SeatRole, Stage
from bucketing.presenters.next_step import NextStep, next_step
from bucketing.presenters.rated_chart import RatedChart, build_rated_chart
from bucketing.queries.progress import Progress, SeatProgress

RAIL_WIDTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16)
"""The widths that the stylesheet knows as .grow-1 and so on."""

PASS_NAMES = ("not yet", "once", "twice", "3 times or more")


@dataclass(frozen=True, slots=True)
class RailStage:
    """One part of the running order. `state` is done, now or next."""

    name: str
    state: str
    words: str
    grow: str


@dataclass(frozen=True, slots=True)
class StripPart:
    """Money with so many ratings, as a part of a strip in per cent of its width."""

    kind: str
    words: str
    count: int
    amount: Decimal
    left: str
    width: str
    middle: str
    label: str


@dataclass(frozen=True, slots=True)
class LeverRow:
    """One offered change and the values its form sends."""

    name: str
    words: str
    cost: str
    gain: str
    plan: str
    extra_minutes: int


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A project that somebody could not judge, and why."""

    pk: int
    name: str
    amount: Decimal
    words: str
    wants_splitting: bool


class BoardPage:
    """What the template asks of a Progress; nothing here reads or writes the database."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.workshop = progress.workshop

    @property
    def code(self) -> str:
        return shown_join_code(self.workshop.join_code)

    @property
    def state(self) -> str:
        """lobby, open, between or closed."""
        if self.workshop.closed_at:
            return "closed"
        if self.progress.open_stage:
            return "open"
        return "between" if self.progress.position else "lobby"

    @property
    def is_paused(self) -> bool:
        return self.progress.phase is Phase.PAUSED

    @property
    def is_time_up(self) -> bool:
        return self.progress.phase is Phase.TIME_UP

    @property
    def is_running(self) -> bool:
        return self.progress.phase is Phase.RUNNING

    @property
    def due_ms(self) -> int:
        stage = self.progress.open_stage
        return int(stage.due_at.timestamp() * 1000) if stage and stage.due_at else 0

    @property
    def due_mark(self) -> str:
        """The end of the stage as the page shows it, to send back with a press."""
        stage = self.progress.open_stage
        return stage.due_at.isoformat() if stage and stage.due_at else ""

    @property
    def seconds_left(self) -> int:
        return int(self.progress.seconds_left)

    @property
    def clock_text(self) -> str:
        return f"{self.seconds_left // 60}:{self.seconds_left % 60:02}"

    @property
    def end_words(self) -> str:
        stage = self.progress.open_stage
        return f"End {stage.get_kind_display().lower()}" if stage else ""

    @property
    def next_words(self) -> str:
        following = self.progress.next_stage
        return f" and open {following.get_kind_display().lower()}" if following else ""

    @property
    def stage_words(self) -> str:
        """Where the room stands, for pages that have no rail."""
        stage = self.progress.open_stage
        if stage is None:
            return {"closed": "Closed", "lobby": "Lobby"}.get(self.state, "Between stages")
        name = str(stage.get_kind_display())
        if self.is_paused or self.is_time_up:
            return f"{name}, {self._now_words(stage)}"
        return name

    @cached_property
    def next_step(self) -> NextStep | None:
        return next_step(self.progress)

    @cached_property
    def rail(self) -> list[RailStage]:
        return [self._rail_stage(stage) for stage in self.progress.stages]

    def _rail_stage(self, stage: Stage) -> RailStage:
        width = max(each for each in RAIL_WIDTHS if each <= max(stage.minutes // 5, 1))
        name, grow = stage.get_kind_display(), f"grow-{width}"
        if stage is self.progress.open_stage:
            return RailStage(name, "now", self._now_words(stage), grow)
        if stage.closed_at:
            return RailStage(name, "done", "done", grow)
        return RailStage(name, "next", f"{stage.minutes} min", grow)

    def _now_words(self, stage: Stage) -> str:
        if self.is_paused:
            return "paused"
        if self.is_time_up:
            return "time is up"
        gone = stage.clock.running_seconds(self.progress.now)
        total = round((gone + self.progress.seconds_left) / 60)
        return f"{int(gone // 60)} of {total} min"

    @cached_property
    def chart(self) -> RatedChart | None:
        return build_rated_chart(self.progress)

    @property
    def forecast_sentence(self) -> str:
        found = self.progress.forecast
        if found is None:
            return ""
        if found.standing is Standing.NOBODY:
            return "Nobody is rating just now."
        if found.standing is Standing.DONE:
            return "Everything the plan asks for is rated."
        if self.is_all_rated:
            return f"All {found.project_count:,} projects are rated."
        if self.is_time_up:
            return (
                f"Time is up: {self.progress.ledger.rated_count:,} of {found.project_count:,} "
                "projects are rated."
            )
        return self._pace_sentence(found)

    def _pace_sentence(self, found: Forecast) -> str:
        if round(found.projects.expected) >= found.project_count:
            return (
                f"At this pace the room rates all {found.project_count:,} projects by {self.ends}."
            )
        share = _per_cent(found.share_of_money.expected)
        return (
            f"At this pace the room rates {found.projects.expected:,.0f} of "
            f"{found.project_count:,} projects and {share} of the money by {self.ends}."
        )

    @property
    def is_all_rated(self) -> bool:
        ledger = self.progress.ledger
        return 0 < ledger.project_count == ledger.rated_count

    @property
    def minutes(self) -> int:
        """Planned length of the whole workshop."""
        return sum(stage.minutes for stage in self.progress.stages)

    @property
    def stage_sentence(self) -> str:
        """What the board says while nothing is being rated."""
        stage = self.progress.open_stage
        if self.state == "closed":
            return "The workshop is closed."
        if stage is None:
            return "No stage is open."
        if stage.kind == "calibration":
            return "Everybody judges the same projects, alone."
        return f"{stage.get_kind_display()} is under way."

    @property
    def forecast_range(self) -> str:
        found = self.progress.forecast
        if found is None or found.standing in (Standing.NOBODY, Standing.DONE) or self.is_time_up:
            return ""
        if self.is_all_rated:
            return f"{_second_words(found)} {_early_words(found)}".strip()
        low, high = round(found.projects.low), round(found.projects.high)
        words = f"Likely between {low:,} and {high:,}." if low < high else ""
        return f"{words} {_second_words(found)} {_early_words(found)}".strip()

    @property
    def ends(self) -> str:
        return _clock_time(self.progress.ends_at) if self.progress.ends_at else ""

    @cached_property
    def strip(self) -> list[StripPart]:
        """Three times or more, twice, once, not yet."""
        parts, left = [], 0.0
        for coverage in reversed(self.progress.ledger.by_pass()):
            if coverage.count:
                parts.append(
                    StripPart(
                        kind=f"times-{coverage.ratings}",
                        words=PASS_NAMES[coverage.ratings],
                        count=coverage.count,
                        amount=coverage.amount,
                        left=f"{100 * left:.3f}%",
                        width=f"{100 * coverage.share:.3f}%",
                        middle=f"{100 * (left + coverage.share / 2):.3f}%",
                        label=_strip_label(PASS_NAMES[coverage.ratings], coverage.share),
                    )
                )
            left += coverage.share
        return parts

    @property
    def rows(self) -> list[SeatProgress]:
        """Assessors first, those who are there before those who are gone."""
        return sorted(
            self.progress.assessors,
            key=lambda each: (each.presence.presence is Presence.GONE, each.seat.pk),
        )

    @property
    def others(self) -> list[SeatProgress]:
        return [each for each in self.progress.seats if each.seat.role != SeatRole.ASSESSOR]

    @property
    def here_count(self) -> int:
        return sum(each.presence.is_here for each in self.progress.assessors)

    @property
    def working_count(self) -> int:
        return sum(
            each.presence.presence is Presence.PRESENT and each.presence.words == "working"
            for each in self.progress.assessors
        )

    @property
    def levers(self) -> list[LeverRow]:
        return [_lever_row(lever) for lever in self.progress.levers]

    @cached_property
    def waiting(self) -> list[WaitingRow]:
        """Projects that somebody passed, the latest said first; who said it is not shown."""
        groups: dict[int, list[Pass]] = {}
        for each in self.progress.passes:
            groups.setdefault(each.workshop_project_id, []).append(each)
        return [_waiting_row(group) for group in groups.values()]

    @property
    def plan_mark(self) -> str:
        """The plan that the page shows, to send back with a change."""
        return json.dumps(self.workshop.plan)

    @property
    def can_undo_plan(self) -> bool:
        return self.workshop.plan_before is not None and not self.workshop.closed_at

    @property
    def undo_plan_words(self) -> str:
        return describe_plan(Plan.from_json(self.workshop.plan_before or {}))

    @property
    def undo_plan(self) -> str:
        return json.dumps(self.workshop.plan_before or {})

    @property
    def plan_words(self) -> str:
        return describe_plan(self.progress.plan)


def describe_plan(plan: Plan) -> str:
    """A plan in a line: "one rating each; a second from £61,000; below £2,000 left out"."""
    parts = ["one rating each"]
    if plan.second_above is not None:
        parts.append(
            f"a second from £{plan.second_above:,.0f}" if plan.second_above else "a second on all"
        )
    elif plan.second_count:
        parts.append(f"a second on the largest {plan.second_count:,}")
    if plan.third_where_differ_above is not None:
        stake = plan.third_where_differ_above
        parts.append(
            f"a third where £{stake:,.0f} or more is at stake"
            if stake
            else "a third where two differ at all"
        )
    if plan.leave_out_below is not None:
        parts.append(f"below £{plan.leave_out_below:,.0f} left out")
    elif plan.left_out_count:
        parts.append(f"the smallest {plan.left_out_count:,} left out")
    return "; ".join(parts)


def _lever_row(lever: Lever) -> LeverRow:
    what, _, cost = lever.words.partition(": ")
    cost, _, gain = cost.rpartition(", ")
    what = what[:1].upper() + what[1:]
    return LeverRow(
        name=lever.kind.replace(" ", "-"),
        words=what,
        cost=cost,
        gain=gain,
        plan=json.dumps(lever.plan.to_json()),
        extra_minutes=lever.extra_minutes,
    )


def _waiting_row(passes: list[Pass]) -> WaitingRow:
    project = passes[0].workshop_project
    reasons = dict.fromkeys(str(each.get_reason_display()).lower() for each in passes)
    notes = [each.note for each in passes if each.note]
    words = " and ".join(reasons)
    if len(passes) > 1:
        words += f", {len(passes)} people"
    return WaitingRow(
        pk=project.pk,
        name=project.name,
        amount=project.amount,
        words=f"{words}: {notes[0]}" if notes else words,
        wants_splitting=any(each.reason == PassReason.NEEDS_SPLITTING for each in passes),
    )


def _second_words(found: Forecast) -> str:
    twice = round(found.twice.expected)
    return f"Second ratings reach {twice:,} projects." if twice else ""


def _early_words(found: Forecast) -> str:
    early = found.minutes_early
    return f"Done {early} min early." if early and found.standing is Standing.AHEAD else ""


def _strip_label(words: str, share: float) -> str:
    """The words where they fit a strip of 300 pixels, else the figure, else nothing."""
    figure = f"{share:.0%}".replace("%", " %")
    fitting = (
        label for label in (f"{words} {figure}", figure) if share > 0.027 * len(label) + 0.03
    )
    return next(fitting, "")


def _per_cent(share: float) -> str:
    """One decimal, and never 100 % while a penny is missing."""
    return f"{min(round(100 * share, 1), 99.9 if share < 1 else 100):.1f} %"


def _clock_time(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M")

"""The facilitator's board in words."""

import json
from functools import cached_property

from bucketing.domain.plan import Plan
from bucketing.domain.presence import Presence
from bucketing.presenters.forecast_words import forecast_range, forecast_sentence
from bucketing.presenters.next_step import NextStep, next_step
from bucketing.presenters.offered_levers import LeverRow, lever_row
from bucketing.presenters.pass_strip import StripPart, build_strip
from bucketing.presenters.plan_words import describe_plan
from bucketing.presenters.rated_chart import RatedChart, build_rated_chart
from bucketing.presenters.room_now import RoomNow
from bucketing.presenters.waiting import WaitingRow, waiting_rows
from bucketing.queries.progress import SeatProgress


class BoardPage(RoomNow):
    """What the board asks of a Progress, beyond stage and clock."""

    @cached_property
    def next_step(self) -> NextStep | None:
        return next_step(self.progress)

    @cached_property
    def chart(self) -> RatedChart | None:
        return build_rated_chart(self.progress)

    @cached_property
    def forecast_sentence(self) -> str:
        return forecast_sentence(self.progress)

    @cached_property
    def forecast_range(self) -> str:
        return forecast_range(self.progress)

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

    @cached_property
    def strip(self) -> list[StripPart]:
        return build_strip(self.progress.ledger)

    @property
    def rows(self) -> list[SeatProgress]:
        """Assessors first, those who are there before those who are gone."""
        return sorted(
            self.progress.assessors,
            key=lambda each: (each.presence.presence is Presence.GONE, each.seat.pk),
        )

    @property
    def here_count(self) -> int:
        return sum(each.presence.is_here for each in self.progress.assessors)

    @property
    def expected_words(self) -> str:
        """The people the plan counts on, where fewer or more are here."""
        expected = self.workshop.expected_people
        if expected is None or self.state == "closed" or expected == self.here_count:
            return ""
        return f"{expected} expected"

    @property
    def working_count(self) -> int:
        return sum(
            each.presence.presence is Presence.PRESENT and each.presence.words == "working"
            for each in self.progress.assessors
        )

    @property
    def is_rating_over(self) -> bool:
        return any(
            stage.kind == "rating" and stage.closed_at is not None for stage in self.progress.stages
        )

    @property
    def levers(self) -> list[LeverRow]:
        return [lever_row(lever) for lever in self.progress.levers]

    @cached_property
    def waiting(self) -> list[WaitingRow]:
        return waiting_rows(self.progress.passes)

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

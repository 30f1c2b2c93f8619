"""The lines of a workshop's log as sentences. None of them holds an answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bucketing.domain.plan import Plan, PlanError
from bucketing.models import StageKind, WorkshopEvent
from bucketing.presenters.plan_words import describe_plan

SENTENCES = {
    "workshop_made": "The workshop was made.",
    "workshop_closed": "The workshop was closed.",
    "workshop_reopened": "The workshop was opened again.",
    "stage_opened": "{stage} was opened.",
    "stage_paused": "{stage} was paused.",
    "stage_resumed": "{stage} went on.",
    "stage_ended_softly": "{stage} ended softly: nothing new was handed out.",
    "stage_went_back": "The room went back to {stage}.",
    "running_order_changed": "The running order was changed.",
    "round_revealed": "The answers of a round were shown to the room.",
    "plan_changed": "The plan was changed.",
    "people_expected": "{people} assessors are expected.",
    "list_changed": "{projects} projects were moved in or out of the list.",
    "calibration_chosen": "{projects} projects were chosen for calibration.",
    "door_opened": "The door was opened.",
    "door_knocked_at": "Who has the code now knocks at the door.",
    "door_closed": "The door was closed.",
    "knock_let_in": "{seat} knocked and was let in.",
    "knock_turned_away": "Somebody who knocked was turned away.",
    "names_shown": "The room agreed that answers carry names.",
    "names_hidden": "Answers no longer carry names.",
    "seat_taken": "{seat} came in.",
    "seat_kept": "A seat was kept for {seat}.",
    "seat_link_renewed": "{seat} got a new personal link.",
    "seat_renamed": "{before} is now called {after}.",
    "seat_removed": "{seat} was taken out of the room.",
    "seat_restored": "{seat} was brought back.",
    "facilitator_seated": "{seat} took a facilitator’s seat.",
    "handed_over": "The room was handed over to {seat}.",
    "answers_excluded": "The answers of {seat} no longer count.",
    "answers_counted": "The answers of {seat} count again.",
    "interest_declared": "{seat} is not given: {value}.",
    "interest_withdrawn": "{seat} may be given again: {value}.",
    "project_passed": "{seat} could not judge a project: {reason}.",
    "pass_answered": "The facilitator answered on {name}.",
    "pass_dismissed": "{name} went on to somebody else as it is.",
    "project_split": "{name} was split into {parts} parts.",
    "split_undone": "The split of {name} was undone.",
    "ruling_saved": "A ruling was written down: {text}",
    "ruling_withdrawn": "A ruling was withdrawn: {text}",
    "rulings_adopted": "{count} rulings of earlier workshops were taken over.",
    "tier_split_seen": "The running split over the tiers was looked at, before the end.",
    "settled_by_rule": "{projects} projects were settled by the rule.",
    "batch_undone": "The settling of {projects} projects was undone.",
    "decided_by_chair": "The chair decided a project.",
    "re_vote_opened": "A re-vote was opened.",
    "re_vote_closed": "A re-vote was closed.",
    "verification_drawn": "A random tenth was drawn for a second panel.",
    "project_reopened": "A settled project was reopened.",
    "discussion_opened": "A project was brought up for discussion.",
    "settling_rule_set": "The settling rule was set to the {rule}, {tolerance} points apart.",
    "rehearsal_deleted": "The rehearsal was deleted.",
    "rehearsal_started": "Scripted assessors were sent in.",
}


@dataclass(frozen=True, slots=True)
class LogLine:
    happened_at: datetime
    words: str
    who: str


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def log_line(event: WorkshopEvent) -> LogLine:
    detail = _Blank(event.detail)
    detail["seat"] = event.seat.name if event.seat else detail.get("name", "Somebody")
    if "stage" in detail:
        detail["stage"] = StageKind(detail["stage"]).label
    if "reason" in detail:
        detail["reason"] = str(detail["reason"]).replace("_", " ")
    detail["value"] = detail.get("value") or "one project"
    return LogLine(event.happened_at, _sentence(event.kind, detail), _who(event))


def _sentence(kind: str, detail: dict[str, Any]) -> str:
    if kind == "stage_extended":
        minutes = int(detail["minutes"])
        unit = "minute" if abs(minutes) == 1 else "minutes"
        change = "more" if minutes > 0 else "less"
        return f"{detail['stage']} got {abs(minutes)} {unit} {change}."
    if kind == "plan_changed" and isinstance(detail.get("after"), dict):
        return f"The plan was changed: {_plan(detail['after'])}."
    words = SENTENCES.get(kind, kind.replace("_", " ").capitalize() + ".")
    return words.format_map(_Blank(detail))


def _plan(stored: dict[str, Any]) -> str:
    try:
        return describe_plan(Plan.from_json(stored))
    except PlanError:
        return "…"


def _who(event: WorkshopEvent) -> str:
    if event.user:
        return event.user.display_name
    return "" if event.seat is None else event.seat.name

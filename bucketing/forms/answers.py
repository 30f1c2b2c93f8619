"""What an assessor's page sends of one project, read plainly: this happens with every answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bucketing.domain.shares import Shares, SharesError
from bucketing.domain.tiers import TIERS, Tier
from bucketing.models import Confidence

LONGEST_AGE = timedelta(hours=24)
LONGEST_LOOK = 24 * 60 * 60

Sent = Mapping[str, str]


class NotUnderstood(ValueError):
    """What was sent is no answer; the message is a sentence for the page."""


@dataclass(frozen=True, slots=True)
class AboutProject:
    """Which seat, round and project the page was about, and how long ago the person chose."""

    seat: str
    round_id: int
    project_id: int
    version: str
    key: UUID
    age: timedelta
    note: str
    seconds: int | None


def round_asked_for(sent: Sent) -> int:
    return _number(sent.get("round", "")) or 0


def read_about(sent: Sent) -> AboutProject:
    try:
        key = UUID(sent.get("key", ""))
    except ValueError as error:
        raise NotUnderstood("Load the page again, then choose once more.") from error
    round_id, project_id = (_number(sent.get(name, "")) for name in ("round", "project"))
    version = sent.get("version", "")
    if not round_id or not project_id or not version:
        raise NotUnderstood("Load the page again, then choose once more.")
    return AboutProject(
        seat=sent.get("seat", ""),
        round_id=round_id,
        project_id=project_id,
        version=version,
        key=key,
        age=_age(sent.get("age", "")),
        note=sent.get("note", "").strip()[:500],
        seconds=_seconds(sent.get("seconds", "")),
    )


def read_shares(sent: Sent) -> Shares:
    """A whole tier (`tier`), or four whole per cents that add to 100; boxes left empty are 0.

    `as_before` is such a split in one word, for the button that repeats an earlier answer.
    """
    if tier := sent.get("tier", ""):
        if tier not in TIERS:
            raise NotUnderstood("Choose one of the four tiers.")
        return Shares.whole(Tier(tier))
    if before := sent.get("as_before", ""):
        boxes = before.split(",")
    else:
        boxes = [sent.get(tier, "").strip() or "0" for tier in TIERS]
    percentages = [_number(box) for box in boxes]
    if None in percentages or len(percentages) != len(TIERS):
        raise NotUnderstood("Fill the boxes with whole numbers between 0 and 100.")
    try:
        return Shares.from_percentages([each or 0 for each in percentages])
    except SharesError as error:
        raise NotUnderstood(f"{error} Change the boxes so that they add to 100.") from error


def read_confidence(sent: Sent) -> str:
    confidence = sent.get("confidence", "")
    return confidence if confidence in Confidence.values else ""


def _age(text: str) -> timedelta:
    return min(timedelta(milliseconds=_number(text) or 0), LONGEST_AGE)


def _seconds(text: str) -> int | None:
    seconds = _number(text)
    return None if seconds is None else min(seconds, LONGEST_LOOK)


def _number(text: str) -> int | None:
    """A whole number of up to eleven plain digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None

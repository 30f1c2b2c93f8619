"""One row for each answer, assessors as codes."""

from datetime import datetime, tzinfo

from django.utils.timezone import get_current_timezone

from bucketing.domain.judgements import GivenRating
from reports.presenters.project_table import TIER_HEADINGS
from reports.queries.workbook import WorkbookSource
from reports.workbook.cells import Look
from reports.workbook.sheets import Sheet, Value, widths_of

ROUNDS = {"calibration": "Calibration", "rating": "Rating"}
HEADINGS = [
    "Reference",
    "Name",
    "Assessor",
    "Round",
    "Counts",
    *(f"{tier} %" for tier in TIER_HEADINGS),
    "Confidence",
    "Note",
    "Seconds",
    "Answered",
]
LOOKS = [*[Look.TEXT] * 5, *[Look.SHARE] * 4, Look.TEXT, Look.TEXT, Look.WHOLE, Look.MOMENT]
WIDTHS = {"Reference": 14.0, "Name": 44.0, "Note": 44.0, "Answered": 18.0}
FIRST_ROW = 2


def write_ratings(sheet: Sheet, source: WorkbookSource) -> None:
    """By project in the order of the list, then in the order given; every round."""
    sheet.lay_out(widths_of(HEADINGS, WIDTHS), freeze="A2")
    sheet.add(*((heading, Look.HEADING) for heading in HEADINGS))
    styles = [sheet.looks[look] for look in LOOKS]
    named = {f.project.id: f for f in source.summary.figures}
    place = {key: number for number, key in enumerate(named)}
    rows = [rating for rating in source.judgements.ratings if rating.project_id in named]
    zone = get_current_timezone()
    re_votes = _numbered(rows)
    for rating in sorted(rows, key=lambda r: (place[r.project_id], r.id)):
        figure = named[rating.project_id]
        values: list[Value] = [
            figure.project.reference,
            figure.project.name,
            rating.seat_code,
            ROUNDS.get(rating.round_kind) or f"Re-vote {re_votes[rating.round_id]}",
            "yes" if rating in figure.judged.ratings else "no",
            *(share / 10_000 for share in rating.shares),
            rating.confidence,
            source.notes.get(rating.id),
            rating.seconds,
            _moment(rating.answered_at, zone),
        ]
        sheet.add_row(values, styles)
    if rows:
        sheet.make_table("Ratings", HEADINGS, 1, len(rows) + 1)


def _moment(when: datetime | None, zone: tzinfo) -> datetime | None:
    """Workbooks know no time zones; the room's own clock is what people expect."""
    return when and when.astimezone(zone).replace(tzinfo=None, microsecond=0)


def _numbered(ratings: list[GivenRating]) -> dict[int, int]:
    """Re-votes counted from 1 in the order in which they were opened."""
    rounds = sorted({r.round_id for r in ratings if r.round_kind == "re_vote"})
    return {round_id: number for number, round_id in enumerate(rounds, start=1)}

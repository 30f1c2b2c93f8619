"""Agreement in words. Every figure names its distance and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

from bucketing.domain.agreement import AlphaResult
from bucketing.domain.assessor_lean import AssessorLean
from bucketing.domain.distances import Distance
from bucketing.domain.intervals import Interval
from bucketing.domain.tiers import HeadlineMeaning
from bucketing.queries.agreement import MeasuredHeadline, OnePersonsEffect, RoomAgreement

DISTANCE_WORDS = {
    Distance.ORDERED: ("Ordered", "neighbouring tiers count as nearer (earth mover's distance)"),
    Distance.WHICH_TIER: ("Which tier", "another tier is another tier (total variation)"),
}
MEANING_WORDS = {
    HeadlineMeaning.THREE_TIERS: "Three tiers of prevention",
    HeadlineMeaning.TWO_TIERS: "Two tiers of prevention",
}
SLIGHT_LEAN = 0.1
"""Tier-steps; below this a lean is not worth a word."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table of figures: what, how much, between what, and what it rests on."""

    name: str
    note: str
    value: str
    interval: str
    rests_on: str


@dataclass(frozen=True, slots=True)
class AssessorLine:
    """One assessor as the facilitator sees them."""

    seat_id: int
    code: str
    name: str
    lean: str
    words: str
    distance: str
    rests_on: str


def alpha_lines(agreement: RoomAgreement) -> list[Line]:
    return [
        _alpha_line(distance, measured.alpha, _between(measured.interval))
        for distance, measured in agreement.alphas.items()
    ]


def calibration_lines(agreement: RoomAgreement) -> list[Line]:
    return [_alpha_line(distance, alpha, "") for distance, alpha in agreement.calibration.items()]


def headline_lines(agreement: RoomAgreement) -> list[Line]:
    return [
        _headline_line(MEANING_WORDS[meaning], measured)
        for meaning, measured in agreement.headlines.items()
    ]


def assessor_lines(
    agreement: RoomAgreement, seats: Mapping[int, tuple[str, str]]
) -> list[AssessorLine]:
    """In the order of their codes; `seats` has code and name by seat id."""
    lines = [
        _assessor_line(lean, int(str(lean.assessor)), *seats[int(str(lean.assessor))])
        for lean in agreement.assessors
        if int(str(lean.assessor)) in seats
    ]
    return sorted(lines, key=lambda line: (len(line.code), line.code))


def effect_lines(effect: OnePersonsEffect) -> list[tuple[str, str, str]]:
    """What, with their answers, without them."""
    before, after = effect.with_them, effect.without_them
    alphas = [
        (
            f"Alpha, {DISTANCE_WORDS[distance][0].lower()}",
            _alpha_value(before.alphas[distance]),
            _alpha_value(after.alphas[distance]),
        )
        for distance in Distance
    ]
    headlines = [
        (
            f"Early action, {MEANING_WORDS[meaning].lower()}",
            _share(before.headlines[meaning]),
            _share(after.headlines[meaning]),
        )
        for meaning in HeadlineMeaning
    ]
    return alphas + headlines


def _alpha_value(alpha: AlphaResult) -> str:
    return alpha.reason if alpha.value is None else f"{alpha.value:.3f}".replace("-", "−")


def _share(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _alpha_line(distance: Distance, alpha: AlphaResult, interval: str) -> Line:
    name, note = DISTANCE_WORDS[distance]
    return Line(
        name=name,
        note=note,
        value=_alpha_value(alpha),
        interval=interval,
        rests_on=f"{alpha.rating_count} ratings of {alpha.unit_count} projects",
    )


def _headline_line(name: str, measured: MeasuredHeadline) -> Line:
    adjusted = measured.adjusted
    low, high = measured.interval.low, measured.interval.high
    return Line(
        name=name,
        note=adjusted.reason if adjusted.adjusted is None else f"{100 * adjusted.adjusted:.1f} %",
        value=adjusted.reason if adjusted.plain is None else f"{100 * adjusted.plain:.1f} %",
        interval=measured.interval.reason
        if low is None or high is None
        else f"{100 * low:.1f} to {100 * high:.1f} %",
        rests_on=f"{adjusted.rating_count} ratings of {adjusted.project_count} projects",
    )


def _assessor_line(lean: AssessorLean, seat_id: int, code: str, name: str) -> AssessorLine:
    return AssessorLine(
        seat_id=seat_id,
        code=code,
        name=name,
        lean="–" if lean.lean is None else f"{lean.lean:+.2f}".replace("-", "−"),
        words=_lean_in_words(lean.lean),
        distance="–" if lean.distance is None else f"{100 * lean.distance:.0f}",
        rests_on=f"{lean.shared_count} of {lean.rating_count}",
    )


def _lean_in_words(lean: float | None) -> str:
    if lean is None:
        return "nobody else rated the same"
    if abs(lean) < SLIGHT_LEAN:
        return "as the others"
    return "sees it later" if lean > 0 else "sees it earlier"


def _between(interval: Interval) -> str:
    if interval.low is None or interval.high is None:
        return interval.reason
    return f"{interval.low:.2f} to {interval.high:.2f}".replace("-", "−")

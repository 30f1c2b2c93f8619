"""How far a room agrees, measured from first answers and kept until something changes."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.cache import cache

from bucketing.domain.agreement import AlphaResult, measure_alpha_of_ratings
from bucketing.domain.assessor_lean import AssessorLean, measure_assessors
from bucketing.domain.consensus import ConsensusRule
from bucketing.domain.disagreement import (
    MoneyAgreement,
    measure_disagreement,
    measure_money_agreement,
)
from bucketing.domain.distances import Distance
from bucketing.domain.headline import Settled, take_headline_apart
from bucketing.domain.intervals import Interval, alpha_interval, headline_interval
from bucketing.domain.judgements import GivenRating, Judgements
from bucketing.domain.lean import AdjustedHeadline, adjust_headline
from bucketing.domain.rated import ratings_of
from bucketing.domain.ratings import Ratings
from bucketing.domain.shares import Shares
from bucketing.domain.tiers import HeadlineMeaning
from bucketing.models import ReconciliationMethod, RoundKind, Seat, Workshop
from bucketing.queries.settled import load_judgements

KEPT_FOR = 24 * 60 * 60
"""Seconds; the key holds the workshop's revision, so an old figure is never shown for long."""

ROOM_DECISIONS = (ReconciliationMethod.RE_VOTE, ReconciliationMethod.CHAIR)


@dataclass(frozen=True, slots=True)
class MeasuredAlpha:
    """Alpha under one distance, with its interval over assessors."""

    alpha: AlphaResult
    interval: Interval


@dataclass(frozen=True, slots=True)
class MeasuredHeadline:
    """One meaning of the headline: plain, its range, and with leans taken out."""

    interval: Interval
    adjusted: AdjustedHeadline


@dataclass(frozen=True, slots=True)
class RoomAgreement:
    """What is known of agreement in one workshop. Ratings are first answers, never settlements."""

    alphas: Mapping[Distance, MeasuredAlpha]
    calibration: Mapping[Distance, AlphaResult]
    money: MoneyAgreement
    headlines: Mapping[HeadlineMeaning, MeasuredHeadline]
    assessors: tuple[AssessorLean, ...]


def room_agreement(workshop: Workshop) -> RoomAgreement:
    """Measured once for each revision of the workshop; the seed is its key, so figures repeat."""
    key = f"agreement:{workshop.pk}:{workshop.revision}"
    measured: RoomAgreement | None = cache.get(key)
    if measured is None:
        measured = measure_room(load_judgements(workshop), seed=workshop.pk)
        cache.set(key, measured, KEPT_FOR)
    return measured


def measure_room(judgements: Judgements, *, seed: int) -> RoomAgreement:
    amounts = _amounts(judgements)
    rating = _ratings_of_kind(judgements, amounts, RoundKind.RATING)
    calibration = _ratings_of_kind(judgements, amounts, RoundKind.CALIBRATION)
    counted = Ratings.of(
        amounts,
        _rows(rating for ratings in judgements.counted.values() for rating in ratings),
        rule=ConsensusRule(judgements.consensus_rule),
    )
    rulings = _rulings(judgements)
    alphas = {
        distance: MeasuredAlpha(
            measure_alpha_of_ratings(rating, distance), alpha_interval(rating, distance, seed=seed)
        )
        for distance in Distance
    }
    return RoomAgreement(
        alphas=alphas,
        calibration={each: measure_alpha_of_ratings(calibration, each) for each in Distance},
        money=measure_money_agreement(
            measure_disagreement(rating), alphas[Distance.WHICH_TIER].alpha.expected
        ),
        headlines={
            meaning: MeasuredHeadline(
                headline_interval(counted, meaning, seed=seed, rulings=rulings),
                adjust_headline(counted, meaning, rulings),
            )
            for meaning in HeadlineMeaning
        },
        assessors=measure_assessors(rating),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """What one person's answers may move: alpha by distance, the headline by meaning."""

    alphas: Mapping[Distance, AlphaResult]
    headlines: Mapping[HeadlineMeaning, float | None]


@dataclass(frozen=True, slots=True)
class OnePersonsEffect:
    """The same figures with and without the answers of one seat. Settled projects stay settled."""

    with_them: Figures
    without_them: Figures


def effect_of_one(workshop: Workshop, seat: Seat) -> OnePersonsEffect:
    """Asked before answers are left out, and after it by counting them for once."""
    judgements = load_judgements(workshop, also_seat=seat.pk)
    others = tuple(each for each in judgements.ratings if each.seat_id != seat.pk)
    return OnePersonsEffect(_figures(judgements), _figures(replace(judgements, ratings=others)))


def _figures(judgements: Judgements) -> Figures:
    amounts = _amounts(judgements)
    rating = _ratings_of_kind(judgements, amounts, RoundKind.RATING)
    judged = judgements.judged
    counted = ratings_of(
        [each.project for each in judged], judgements.counted, rule=judgements.consensus_rule
    )
    settled: dict[Hashable, Shares] = {
        each.project.id: Shares(*each.settlement.shares) for each in judged if each.settlement
    }
    return Figures(
        {distance: measure_alpha_of_ratings(rating, distance) for distance in Distance},
        {
            meaning: take_headline_apart(counted, meaning, settled).share
            for meaning in HeadlineMeaning
        },
    )


def _amounts(judgements: Judgements) -> dict[Hashable, Decimal]:
    return {each.project.id: each.project.amount for each in judgements.judged}


def _ratings_of_kind(
    judgements: Judgements, amounts: Mapping[Hashable, Decimal], kind: str
) -> Ratings:
    return Ratings.of(
        amounts,
        _rows(
            rating
            for rating in judgements.ratings
            if rating.round_kind == kind and rating.project_id in amounts
        ),
    )


def _rows(ratings: Iterable[GivenRating]) -> list[tuple[Hashable, Hashable, Shares]]:
    latest = {(each.project_id, each.seat_id): Shares(*each.shares) for each in ratings}
    return [(project, seat, shares) for (project, seat), shares in latest.items()]


def _rulings(judgements: Judgements) -> Settled:
    """Splits that the room decided in discussion; those settled by rule follow the answers."""
    return {
        settlement.project_id: Shares(*settlement.shares)
        for settlement in judgements.settlements.values()
        if settlement.method in ROOM_DECISIONS
    }

"""Answers as the arrays that every statistic reads."""

from collections.abc import Mapping, Sequence

import numpy as np

from bucketing.domain.consensus import ConsensusRule
from bucketing.domain.judgements import GivenRating, JudgedProject
from bucketing.domain.ratings import Ratings
from bucketing.domain.tiers import TIERS


def ratings_of(
    projects: Sequence[JudgedProject],
    counted: Mapping[int, Sequence[GivenRating]],
    *,
    rule: str = ConsensusRule.MEAN,
) -> Ratings:
    """The same as `Ratings.of`, straight from the rows of a workshop; keys are ids."""
    lines = {project.id: line for line, project in enumerate(projects)}
    rows = [row for key in lines for row in counted.get(key, ())]
    assessors = tuple(sorted({row.seat_id for row in rows}, key=str))
    places = {seat: place for place, seat in enumerate(assessors)}
    project_index = np.array([lines[row.project_id] for row in rows], dtype=np.int64)
    assessor_index = np.array([places[row.seat_id] for row in rows], dtype=np.int64)
    shares = np.array([row.shares for row in rows], dtype=np.float64).reshape(-1, len(TIERS))
    order = np.lexsort((assessor_index, project_index))
    return Ratings(
        projects=tuple(lines),
        assessors=assessors,
        amounts=np.array([project.pence for project in projects], dtype=np.int64),
        project_index=project_index[order],
        assessor_index=assessor_index[order],
        shares=shares[order],
        rule=ConsensusRule(rule),
    )

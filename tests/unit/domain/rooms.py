"""Small rooms for tests: the answers on each project, by assessors 0, 1, 2 and so on."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bucketing.domain.ratings import Rating, Ratings
from bucketing.domain.shares import Shares


def room(projects: Mapping[str, tuple[str, Sequence[Shares]]]) -> Ratings:
    rows = [
        Rating(project, assessor, split)
        for project, (_, answers) in projects.items()
        for assessor, split in enumerate(answers)
    ]
    return Ratings.of({key: Decimal(amount) for key, (amount, _) in projects.items()}, rows)

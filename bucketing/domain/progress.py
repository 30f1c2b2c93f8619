"""How far a room is: money and projects by number of ratings, money in dispute, and over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from bucketing.domain.distances import pair_sums
from bucketing.domain.forecast import Ledger
from bucketing.domain.shares import WHOLE, in_pounds

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PassCoverage:
    """Projects with so many ratings (three stands for three and more) and their money."""

    ratings: int
    count: int
    amount: Decimal
    share: float


@dataclass(frozen=True)
class RoomLedger:
    """Projects and the answers that count, as arrays.

    project_ids and pence (projects,); `too_small` marks what the plan leaves out. Answers in the
    order given, one per seat and project: place of the project, basis points (answers, 4) and
    seconds since 1970.
    """

    project_ids: IntArray
    pence: IntArray
    too_small: npt.NDArray[np.bool_]
    answer_project: IntArray
    answer_shares: IntArray
    answer_time: npt.NDArray[np.float64]

    @cached_property
    def ratings(self) -> IntArray:
        return np.bincount(self.answer_project, minlength=len(self.pence)).astype(np.int64)

    @cached_property
    def at_stake(self) -> IntArray:
        """Pence times the mean share that two people put in different tiers; 0 if rated once."""
        halves = self.answer_shares / (2 * WHOLE)
        sums = pair_sums(halves, self.answer_project, len(self.pence))
        pairs = np.maximum(self.ratings * (self.ratings - 1) // 2, 1)
        at_stake: IntArray = np.rint(self.pence * sums / pairs).astype(np.int64)
        return at_stake

    @property
    def is_judged(self) -> npt.NDArray[np.bool_]:
        return ~self.too_small | (self.ratings > 0)

    @property
    def project_count(self) -> int:
        return int(np.count_nonzero(self.is_judged))

    @property
    def amount(self) -> Decimal:
        return in_pounds(int(self.pence[self.is_judged].sum()))

    @property
    def rated_count(self) -> int:
        return int(np.count_nonzero(self.ratings))

    @property
    def rated_amount(self) -> Decimal:
        return in_pounds(int(self.pence[self.ratings > 0].sum()))

    @property
    def rated_share(self) -> float:
        """The part of the judged money that has a rating, 0 to 1."""
        whole = int(self.pence[self.is_judged].sum())
        return float(self.pence[self.ratings > 0].sum()) / whole if whole else 0.0

    @property
    def disputed_amount(self) -> Decimal:
        """Money that people who rated the same project put in different tiers, so far."""
        return in_pounds(int(self.at_stake.sum()))

    def by_pass(self) -> tuple[PassCoverage, ...]:
        """Not yet, once, twice, three times or more."""
        judged, capped = self.is_judged, np.minimum(self.ratings, 3)
        whole = int(self.pence[judged].sum()) or 1
        found = []
        for ratings in range(4):
            these = judged & (capped == ratings)
            pence = int(self.pence[these].sum())
            found.append(PassCoverage(ratings, int(these.sum()), in_pounds(pence), pence / whole))
        return tuple(found)

    def for_forecast(self) -> Ledger:
        return Ledger(amounts=self.pence, ratings=self.ratings, at_stake=self.at_stake)

    def rated_over_time(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """When each project got its first rating, and the share of the money rated by then."""
        whole = int(self.pence[self.is_judged].sum())
        places, firsts = np.unique(self.answer_project, return_index=True)
        order = np.argsort(self.answer_time[firsts], kind="stable")
        times = self.answer_time[firsts][order]
        return times, np.cumsum(self.pence[places][order]) / (whole or 1)


def room_ledger(
    projects: Sequence[tuple[int, int, bool]], answers: Sequence[Sequence[Any]]
) -> RoomLedger:
    """From (id, pence, left out by the plan) and (project id, basis points, seconds since 1970, …).

    Answers on projects that are not among them are passed over.
    """
    place = {project[0]: number for number, project in enumerate(projects)}
    known = [answer for answer in answers if answer[0] in place]
    table = np.array(projects, dtype=np.int64).reshape(-1, 3)
    shares = np.fromiter(
        chain.from_iterable([answer[1] for answer in known]), np.int64, 4 * len(known)
    )
    return RoomLedger(
        project_ids=table[:, 0],
        pence=table[:, 1],
        too_small=table[:, 2].astype(np.bool_),
        answer_project=np.array([place[answer[0]] for answer in known], dtype=np.int64),
        answer_shares=shares.reshape(-1, 4),
        answer_time=np.array([answer[2] for answer in known], dtype=np.float64),
    )

"""What a plan would leave out of a workshop, before it is put in force."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from bucketing.domain.plan import Plan, left_out
from bucketing.domain.shares import in_pounds
from bucketing.models import LeftOut, Workshop
from bucketing.queries.settled import PENCE


@dataclass(frozen=True, slots=True)
class LeftByPlan:
    """Projects and pounds that a plan leaves out, of those that could be judged."""

    count: int
    amount: Decimal
    whole_count: int
    whole_amount: Decimal

    @property
    def is_nearly_all(self) -> bool:
        """Over half of the money, or every project: hardly ever what somebody wants."""
        return self.count > 0 and (
            self.count == self.whole_count or 2 * self.amount > self.whole_amount
        )


def left_by(workshop: Workshop, plan: Plan) -> LeftByPlan:
    rows = workshop.projects.filter(left_out__in=["", LeftOut.TOO_SMALL]).order_by("rank", "id")
    pence = np.array(list(rows.values_list(PENCE, flat=True)), dtype=np.int64)
    out = left_out(pence, plan)
    return LeftByPlan(
        count=int(np.count_nonzero(out)),
        amount=in_pounds(int(pence[out].sum())),
        whole_count=len(pence),
        whole_amount=in_pounds(int(pence.sum())),
    )

"""The forecast as a curve: the share of the money rated at times between now and the end."""

from collections.abc import Sequence

from bucketing.domain.forecast import Ledger, Range, forecast_at, work_left
from bucketing.domain.pace import SeatPace, room_pace
from bucketing.domain.plan import Plan

POINTS = 8


def outlook(
    ledger: Ledger,
    plan: Plan,
    seats: Sequence[SeatPace],
    *,
    elapsed: float,
    seconds_left: float,
) -> list[tuple[float, Range]]:
    """(seconds from now, share of the money rated by then), from now to the end in even steps."""
    pace = room_pace(seats, elapsed)
    left = work_left(ledger, plan)
    moments = [seconds_left * step / POINTS for step in range(POINTS + 1)]
    return [
        (moment, forecast_at(pace, ledger, left, seconds_left=moment).share_of_money)
        for moment in moments
    ]

"""How far a workshop is, as far as reading its summary goes."""

from enum import StrEnum


class Readiness(StrEnum):
    """In order. Nobody's answer may show while people still rate on their own."""

    RATING = "rating"  # not begun, or under way
    RECONCILING = "reconciling"  # every first answer is in
    CLOSED = "closed"


def readiness(*, is_closed: bool, open_rounds: list[str], closed_rounds: list[str]) -> Readiness:
    """From the kinds of rounds that are open and closed.

    Rating is over when a rating round has closed and neither it nor calibration runs again.
    """
    if is_closed:
        return Readiness.CLOSED
    is_judging = "rating" in open_rounds or "calibration" in open_rounds
    return (
        Readiness.RECONCILING if "rating" in closed_rounds and not is_judging else Readiness.RATING
    )

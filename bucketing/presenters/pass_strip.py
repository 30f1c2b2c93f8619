"""Money by its number of ratings, as parts of a strip."""

from dataclasses import dataclass
from decimal import Decimal

from bucketing.domain.progress import RoomLedger

PASS_NAMES = ("not yet", "once", "twice", "3 times or more")


@dataclass(frozen=True, slots=True)
class StripPart:
    """Money with so many ratings, as a part of a strip in per cent of its width."""

    kind: str
    words: str
    count: int
    amount: Decimal
    left: str
    width: str
    middle: str
    label: str


def build_strip(ledger: RoomLedger) -> list[StripPart]:
    """Three times or more, twice, once, not yet."""
    parts, left = [], 0.0
    for coverage in reversed(ledger.by_pass()):
        if coverage.count:
            parts.append(
                StripPart(
                    kind=f"times-{coverage.ratings}",
                    words=PASS_NAMES[coverage.ratings],
                    count=coverage.count,
                    amount=coverage.amount,
                    left=f"{100 * left:.3f}%",
                    width=f"{100 * coverage.share:.3f}%",
                    middle=f"{100 * (left + coverage.share / 2):.3f}%",
                    label=_strip_label(PASS_NAMES[coverage.ratings], coverage.share),
                )
            )
        left += coverage.share
    return parts


def _strip_label(words: str, share: float) -> str:
    """The words where they fit a strip of 300 pixels, else the figure, else nothing."""
    figure = f"{share:.0%}".replace("%", " %")
    fitting = (
        label for label in (f"{words} {figure}", figure) if share > 0.027 * len(label) + 0.03
    )
    return next(fitting, "")

"""Money rated over time with its forecast, as the points of a drawing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from bucketing.queries.progress import Progress

LEFT, RIGHT, TOP, BOTTOM = 46.0, 630.0, 14.0, 174.0
MOST_POINTS = 80


@dataclass(frozen=True, slots=True)
class RatedChart:
    """Paths in a drawing of 640 × 206. `rows` says the same as a table: time, share, range."""

    rated: str
    expected: str
    band: str
    now_x: str
    starts: str
    ends: str
    now: str
    rows: list[tuple[str, str, str]]

    @property
    def is_now_near_an_end(self) -> bool:
        return not LEFT + 90 < float(self.now_x) < RIGHT - 90


def build_rated_chart(progress: Progress) -> RatedChart | None:
    """None while nothing is being rated."""
    stage, ends_at = progress.rating_stage, progress.ends_at
    if stage is None or stage.opened_at is None or ends_at is None:
        return None
    axis = _Axis(stage.opened_at.timestamp(), max(ends_at, progress.now).timestamp())
    now = progress.now.timestamp()
    times, shares = progress.ledger.rated_over_time()
    step = max(len(times) // MOST_POINTS, 1)
    before = float(shares[times < axis.start][-1]) if (times < axis.start).any() else 0.0
    rated = [(axis.start, before)]
    rated += [
        (time, share)
        for time, share in zip(times.tolist()[::step], shares.tolist()[::step], strict=True)
        if axis.start <= time <= now
    ]
    rated.append((now, progress.ledger.rated_share))
    ahead = [(now + seconds, share) for seconds, share in progress.outlook]
    return RatedChart(
        rated=axis.path(rated),
        expected=axis.path([(time, share.expected) for time, share in ahead]),
        band=axis.path(
            [(time, share.high) for time, share in ahead]
            + [(time, share.low) for time, share in reversed(ahead)]
        ),
        now_x=f"{axis.x(now):.1f}",
        starts=_clock_time(stage.opened_at),
        ends=_clock_time(ends_at),
        now=_clock_time(progress.now),
        rows=[
            (
                _clock_time(progress.now + timedelta(seconds=seconds)),
                f"{share.expected:.1%}",
                f"{share.low:.1%} to {share.high:.1%}",
            )
            for seconds, share in progress.outlook
        ],
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    start: float
    end: float

    def x(self, time: float) -> float:
        return LEFT + (RIGHT - LEFT) * (time - self.start) / max(self.end - self.start, 1.0)

    def path(self, points: list[tuple[float, float]]) -> str:
        return "M" + "L".join(
            f"{self.x(time):.1f} {BOTTOM - (BOTTOM - TOP) * share:.1f}" for time, share in points
        )


def _clock_time(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M")

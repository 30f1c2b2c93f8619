"""How far the room will come, in a sentence and its range."""

from datetime import datetime

from django.utils import timezone

from bucketing.domain.clock import Phase
from bucketing.domain.forecast import Forecast, Standing
from bucketing.queries.progress import Progress


def forecast_sentence(progress: Progress) -> str:
    found = progress.forecast
    if found is None:
        return ""
    if found.standing is Standing.NOBODY:
        return "Nobody is rating just now."
    if found.standing is Standing.DONE:
        return "Everything the plan asks for is rated."
    if _is_all_rated(progress):
        return f"All {found.project_count:,} projects are rated."
    if progress.phase is Phase.TIME_UP:
        return (
            f"Time is up: {progress.ledger.rated_count:,} of {found.project_count:,} "
            "projects are rated."
        )
    return _pace_sentence(found, _ends(progress))


def forecast_range(progress: Progress) -> str:
    found = progress.forecast
    is_time_up = progress.phase is Phase.TIME_UP
    if found is None or found.standing in (Standing.NOBODY, Standing.DONE) or is_time_up:
        return ""
    if _is_all_rated(progress):
        return f"{_second_words(found)} {_early_words(found)}".strip()
    low, high = round(found.projects.low), round(found.projects.high)
    words = f"Likely between {low:,} and {high:,}." if low < high else ""
    return f"{words} {_second_words(found)} {_early_words(found)}".strip()


def _pace_sentence(found: Forecast, ends: str) -> str:
    if round(found.projects.expected) >= found.project_count:
        return f"At this pace the room rates all {found.project_count:,} projects by {ends}."
    share = _per_cent(found.share_of_money.expected)
    return (
        f"At this pace the room rates {found.projects.expected:,.0f} of "
        f"{found.project_count:,} projects and {share} of the money by {ends}."
    )


def _is_all_rated(progress: Progress) -> bool:
    ledger = progress.ledger
    return 0 < ledger.project_count == ledger.rated_count


def _ends(progress: Progress) -> str:
    return _clock_time(progress.ends_at) if progress.ends_at else ""


def _second_words(found: Forecast) -> str:
    twice = round(found.twice.expected)
    return f"Second ratings reach {twice:,} projects." if twice else ""


def _early_words(found: Forecast) -> str:
    early = found.minutes_early
    return f"Done {early} min early." if early and found.standing is Standing.AHEAD else ""


def _per_cent(share: float) -> str:
    """One decimal, and never 100 % while a penny is missing."""
    return f"{min(round(100 * share, 1), 99.9 if share < 1 else 100):.1f} %"


def _clock_time(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M")

"""Two panels' headlines in words."""

from bucketing.domain.tiers import HeadlineMeaning
from bucketing.domain.verification import PanelComparison
from bucketing.presenters.agreement import MEANING_WORDS


def headline_rows(comparison: PanelComparison | None) -> list[tuple[str, str, str, str]]:
    """What the headline counts, the first panel's, the second's, and the points between them."""
    if comparison is None or comparison.reason:
        return []
    return [_row(comparison, meaning) for meaning in HeadlineMeaning]


def _row(comparison: PanelComparison, meaning: HeadlineMeaning) -> tuple[str, str, str, str]:
    first, second = comparison.first_headline[meaning], comparison.second_headline[meaning]
    points = f"{100 * (second - first):+.1f}".replace("-", "−")
    return MEANING_WORDS[meaning], f"{100 * first:.1f} %", f"{100 * second:.1f} %", points

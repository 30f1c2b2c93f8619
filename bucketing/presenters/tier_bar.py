"""One split of money over the four tiers, ready to be drawn as a bar or listed as a legend.

Positions are per cents of the bar's width, so that the drawing fits any page without being scaled.
The server cannot know that width; each label carries the width from which it fits its segment, and
the stylesheet hides it below that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from bucketing.domain.shares import largest_remainder
from bucketing.domain.tiers import TIERS, Tier

Size = Literal["table", "normal", "large"]

HEIGHTS: dict[Size, int] = {"table": 22, "normal": 32, "large": 64}
# Pixels that one character takes at each size's type, a little generous.
CHARACTER_WIDTHS: dict[Size, float] = {"table": 8.0, "normal": 9.0, "large": 11.0}
LABEL_PADDING = 8
# The container widths that the stylesheet knows as .fits-160 and so on.
FITTING_WIDTHS = (160, 240, 320, 480, 640, 960)
PATTERNS: dict[Tier, str] = {Tier.DOWNSTREAM: "tier-dots", Tier.ACUTE: "tier-hatch"}


@dataclass(frozen=True, slots=True)
class Segment:
    """One tier's part of the bar. `label` is empty where it never fits."""

    tier: Tier
    name: str
    words: str
    left: str
    width: str
    middle: str
    label: str
    fits: str
    pattern: str


@dataclass(frozen=True, slots=True)
class TierBar:
    """`description` says in words what the bar shows."""

    segments: list[Segment]
    size: Size
    height: int
    description: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One tier's name with what there is to say about it."""

    tier: Tier
    name: str
    percentage: str
    amount: str


def build_tier_bar(
    parts: Sequence[int | Decimal | Fraction],
    *,
    size: Size = "normal",
    labels: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
) -> TierBar:
    """A bar from four parts in tier order: basis points, pounds, anything that is not negative.

    `labels` (four texts, such as amounts) take the place of whole per cents inside the segments.
    """
    fractions = fractions_of(parts)
    percentages = whole_percentages(fractions)
    sign = "" if size == "table" else "\u00a0%"
    segments, left = [], Fraction(0)
    for index, (tier, fraction) in enumerate(zip(TIERS, fractions, strict=True)):
        label = labels[index] if labels else f"{percentages[index]}{sign}"
        if fraction > 0:
            words = f"{name_of(tier, names)} {percentages[index]}\u00a0%"
            words += f", {labels[index]}" if labels else ""
            segments.append(
                _segment(tier, name_of(tier, names), words, left, fraction, label, size)
            )
        left += fraction
    description = "; ".join(segment.words for segment in segments) or "No money here yet"
    return TierBar(segments, size, HEIGHTS[size], description)


def build_legend(
    parts: Sequence[int | Decimal | Fraction] | None = None,
    *,
    amounts: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
) -> list[LegendEntry]:
    """All four tiers in order, those without money too."""
    percentages = whole_percentages(fractions_of(parts)) if parts is not None else None
    return [
        LegendEntry(
            tier=tier,
            name=name_of(tier, names),
            percentage=f"{percentages[index]}\u00a0%" if percentages else "",
            amount=amounts[index] if amounts else "",
        )
        for index, tier in enumerate(TIERS)
    ]


def fractions_of(parts: Sequence[int | Decimal | Fraction]) -> list[Fraction]:
    """The parts of the whole; four zeros where there is no whole."""
    exact = [Fraction(part) for part in parts]
    total = sum(exact)
    return [part / total for part in exact] if total else exact


def whole_percentages(fractions: Sequence[Fraction]) -> tuple[int, ...]:
    """Whole per cents that add to 100, so that nobody has to explain a 99."""
    return largest_remainder(100, fractions) if any(fractions) else (0,) * len(fractions)


def name_of(tier: Tier, names: Mapping[str, str] | None) -> str:
    return (names or {}).get(tier.value) or tier.value.capitalize()


def _segment(
    tier: Tier, name: str, words: str, left: Fraction, width: Fraction, label: str, size: Size
) -> Segment:
    needed = (len(label) * CHARACTER_WIDTHS[size] + LABEL_PADDING) / float(width)
    fitting = next((each for each in FITTING_WIDTHS if each >= needed), None)
    return Segment(
        tier=tier,
        name=name,
        words=words,
        left=_percent(left),
        width=_percent(width),
        middle=_percent(left + width / 2),
        label=label if fitting else "",
        fits=f"fits-{fitting}" if fitting else "",
        pattern=PATTERNS.get(tier, ""),
    )


def _percent(fraction: Fraction) -> str:
    return f"{float(fraction * 100):.4g}%"

"""Tiers on a page: the stacked bar, its legend, and the class that colours a tier."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import template

from bucketing.presenters.tier_bar import Size, build_legend, build_tier_bar
from projects.templatetags.money import pounds_short

register = template.Library()


@register.inclusion_tag("bucketing/tier_bar.html")
def tier_bar(
    shares: Iterable[int] | None = None,
    amounts: Iterable[Decimal] | None = None,
    size: Size = "normal",
    names: Mapping[str, str] | None = None,
    label: str = "",
) -> dict[str, Any]:
    """Draw a split from four shares or four amounts in tier order; amounts become the labels.

    `label` says what the bar is about and is read before the figures.
    """
    money = list(amounts) if amounts is not None else []
    parts = list(shares) if shares is not None else money
    texts = [pounds_short(amount) for amount in money]
    bar = build_tier_bar(parts or [0, 0, 0, 0], size=size, labels=texts, names=names)
    return {"bar": bar, "label": label}


@register.inclusion_tag("bucketing/tier_legend.html")
def tier_legend(
    shares: Iterable[int] | None = None,
    amounts: Iterable[Decimal] | None = None,
    names: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The four tiers with their swatches, and their shares and amounts where given."""
    money = list(amounts) if amounts is not None else []
    parts = list(shares) if shares is not None else money
    texts = [pounds_short(amount) for amount in money]
    return {"entries": build_legend(parts or None, amounts=texts, names=names)}

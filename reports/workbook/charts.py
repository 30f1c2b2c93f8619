"""Charts in the colours and patterns that tiers have everywhere."""

from typing import Any

from openpyxl.chart.series import DataPoint
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties

FILLS = (("00695C", ""), ("6FBFAE", ""), ("F0B04A", "pct20"), ("A92F4A", "wdUpDiag"))
"""A colour and a pattern for each tier, so that grey print still tells them apart."""

_DARK = "2B1D02"


def style_tiers(chart: Any) -> None:
    """Four series, one for each tier in order."""
    for series, (colour, pattern) in zip(chart.series, FILLS, strict=True):
        _fill(series.graphicalProperties, colour, pattern)


def style_points(series: Any) -> None:
    """One series with four points, one for each tier in order."""
    for place, (colour, pattern) in enumerate(FILLS):
        point = DataPoint(idx=place)
        _fill(point.graphicalProperties, colour, pattern)
        series.dPt.append(point)


def _fill(properties: Any, colour: str, pattern: str) -> None:
    if not pattern:
        properties.solidFill = colour
        return
    properties.pattFill = PatternFillProperties(
        prst=pattern, fgClr=ColorChoice(srgbClr=_DARK), bgClr=ColorChoice(srgbClr=colour)
    )

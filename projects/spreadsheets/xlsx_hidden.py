"""Hidden rows and columns of an xlsx sheet, told from its bytes as they stream by.

calamine hands hidden rows over like any others. Their tags are found by a search over the blocks
that are unpacked anyway to be counted; nothing is parsed a second time.
"""

import re
from collections import defaultdict

from projects.domain.layout import Layout
from projects.spreadsheets.limits import Limits

_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_HIDDEN = re.compile(
    rb"""\bhidden\s*=\s*["'](?:1|true)["']|\s(?:ht|width)\s*=\s*["']0(?:\.0*)?["']"""
)
_MARKS = (b"hidden", b' ht="0', b' width="0')
_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
_FIRST = re.compile(rb"""\smin\s*=\s*["'](\d+)["']""")
_LAST = re.compile(rb"""\smax\s*=\s*["'](\d+)["']""")


class HiddenParts:
    """Collects, by member, the rows (from 1) and the columns (from 0) that are not shown."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows: defaultdict[str, set[int]] = defaultdict(set)
        self.columns: defaultdict[str, set[int]] = defaultdict(set)

    def look(self, name: str, block: bytes) -> None:
        """Blocks overlap, so a tag cut in two by one is whole in the next."""
        if "worksheets/" not in name or not any(mark in block for mark in _MARKS):
            return
        for tag in _ROW.finditer(block):
            if _HIDDEN.search(tag[1]) and (number := _NUMBER.search(tag[1])):
                self.rows[name].add(int(number[1]))
        for tag in _COLUMN.finditer(block):
            if _HIDDEN.search(tag[1]):
                self.columns[name].update(self._span(tag[1]))

    def layout(self, name: str) -> Layout:
        return Layout(frozenset(self.rows[name]), frozenset(self.columns[name]))

    def _span(self, attributes: bytes) -> range:
        """A span often reaches to the last column there could be."""
        first, last = _FIRST.search(attributes), _LAST.search(attributes)
        if not first or not last:
            return range(0)
        return range(int(first[1]) - 1, min(int(last[1]), self.limits.columns))

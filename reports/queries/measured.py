"""The measured figures of workshops, kept for as long as nothing in the workshop changes.

Every process keeps its own. A workshop's `revision` is raised in the transaction of each change, and
each request reads it anew, so figures of an earlier state are never found: they only wait to be
pushed out. What is kept is what `load_judgements` reads, the same for everybody; who may see it, and
when, is asked before.
"""

from collections import OrderedDict
from threading import Lock

from bucketing.models import Workshop
from bucketing.queries.settled import load_judgements
from reports.domain.measured import Measured, measure

MOST_ROWS = 100_000
"""Projects and answers kept by one process, some 40 megabytes."""

Key = tuple[object, ...]


class KeptFigures:
    """Those used last stay; a workshop larger than all there is room for is never kept."""

    def __init__(self, most_rows: int = MOST_ROWS) -> None:
        self.most_rows = most_rows
        self._kept: OrderedDict[Key, Measured] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Measured | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Key, measured: Measured) -> None:
        """In place of earlier states of the same workshop, which nobody asks for again."""
        with self._lock:
            for old in [each for each in self._kept if each[0] == key[0]]:
                del self._kept[old]
            self._kept[key] = measured
            while self._kept and sum(map(rows_of, self._kept.values())) > self.most_rows:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


kept_figures = KeptFigures()


def load_measured(workshop: Workshop) -> Measured:
    """The figures as they stand at the revision that `workshop` was read with, or later."""
    key = key_of(workshop)
    measured = kept_figures.get(key)
    if measured is None:
        measured = measure(load_judgements(workshop))
        kept_figures.keep(key, measured)
    return measured


def key_of(workshop: Workshop) -> Key:
    """Not the number and revision alone: a database put back from a backup may count them again."""
    made = workshop.created_at, workshop.join_code
    return workshop.pk, workshop.revision, *made, workshop.consensus_rule, workshop.closed_at


def rows_of(measured: Measured) -> int:
    return len(measured.judgements.projects) + len(measured.judgements.ratings)

"""References for projects whose file has none."""

import hashlib
from collections import Counter
from collections.abc import Iterable


class ReferenceMaker:
    """The same words give the same reference in every import of a file, whatever its row numbers.

    Rows with the same words are told apart by counting them, in the order of the file.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def make(self, words: Iterable[str]) -> str:
        digest = hashlib.sha256("\x1f".join(word.casefold() for word in words).encode()).hexdigest()
        reference = f"R-{digest[:10].upper()}"
        self._seen[reference] += 1
        count = self._seen[reference]
        return reference if count == 1 else f"{reference}-{count}"

"""The preview in words: what is new, what changes, what cannot be taken, and whether totals agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from projects.domain.faults import FileWarning, RowError, WarningKind, most_frequent_first
from projects.domain.parsed import HiddenRows, ImportResult
from projects.presenters.words import FIELD_LABELS
from projects.queries.import_changes import Change
from projects.queries.import_result import Preview
from projects.spreadsheets.interpret import control_difference
from projects.templatetags.money import financial_year, pounds_exact

SHOWN = 20
_TEXT_LENGTH = 120


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """One fault with the rows that have it."""

    column: str
    message: str
    errors: Sequence[RowError]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.errors)


@dataclass(frozen=True, slots=True)
class YearLine:
    year: str
    basis: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ShownChange:
    reference: str
    name: str
    differences: list[str]


@dataclass(frozen=True, slots=True)
class Control:
    """What the file says it adds up to, what was read, and what parts them."""

    stated: Decimal
    read: Decimal
    difference: Decimal


@dataclass(frozen=True, slots=True)
class HiddenChoice:
    """Rows a person does not see in the sheet, whether they count, and what the file's total says."""

    rows: HiddenRows
    are_left_out: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    preview: Preview

    @property
    def result(self) -> ImportResult:
        return self.preview.result

    @property
    def faults(self) -> list[FaultGroup]:
        groups = most_frequent_first(self.result.errors)
        return [
            FaultGroup(column, message, errors[:SHOWN], len(errors))
            for column, message, errors in groups
        ]

    @property
    def warnings(self) -> list[FileWarning]:
        said_elsewhere = (
            WarningKind.CONTROL_TOTAL_DIFFERS,
            WarningKind.NO_FINANCIAL_YEAR,
            WarningKind.HIDDEN_ROWS,
            WarningKind.TOTAL_ROWS,  # each stands among the rows set aside, with its number
        )
        return [w for w in self.result.warnings if w.kind not in said_elsewhere]

    @property
    def years(self) -> list[YearLine]:
        totals = sorted(self.result.totals_by_year().items(), key=str)
        return [
            YearLine(financial_year(year) or "not known", basis, total)
            for (year, basis), total in totals
        ]

    @property
    def has_several_bases(self) -> bool:
        """Whether a year is there planned and spent, say, so that all money together means nothing."""
        return bool(self.result.years_of_several_bases())

    @property
    def control(self) -> Control | None:
        stated = self.result.control_total
        if stated is None:
            return None
        return Control(stated, self.result.total, control_difference(self.result))

    @property
    def hidden(self) -> HiddenChoice | None:
        hidden = self.result.hidden
        if not hidden.count:
            return None
        how = self.result.interpretation
        return HiddenChoice(hidden, how.leaves_hidden, self._total_agrees_with())

    def _total_agrees_with(self) -> str:
        """What of the sheet the file's own total counts, where that can be told."""
        stated, hidden = self.result.control_total, self.result.hidden
        if stated is None or not hidden.total:
            return ""
        left = self.result.interpretation.leaves_hidden
        everything = self.result.total + (hidden.total if left else 0)
        if stated == everything:
            return "The file’s own total counts the hidden rows too."
        if stated == everything - hidden.total:
            return "The file’s own total counts only the rows that are shown."
        return ""

    @property
    def new(self) -> list[Any]:
        return sorted(self.preview.changes.new, key=lambda each: -each.total)[: SHOWN // 2]

    @property
    def changed(self) -> list[ShownChange]:
        split = self.preview.split
        first = self.preview.changes.changed[: 2 * SHOWN]
        return [_shown(change, is_split=change.project_id in split) for change in first]

    @property
    def is_mended(self) -> bool:
        """Whether these are rows handed back from a file that was brought in: the others stay."""
        mended = self.preview.changes.mended
        return mended is not None and bool(mended.origins)

    @property
    def replaced_by_mended(self) -> int:
        """Projects whose rows would go: the file these were handed back from is not here, or is older."""
        changes = self.preview.changes
        if changes.mended is None:
            return 0
        return sum(
            change.replaces_lines and (not self.is_mended or change.project_id in changes.followed)
            for change in changes.changed
        )

    @property
    def gone(self) -> list[Any]:
        return sorted(self.preview.changes.gone, key=lambda each: -each.amount)[: 2 * SHOWN]

    @property
    def can_confirm(self) -> bool:
        return bool(self.result.projects) and not self.result.lacks_year

    @property
    def button(self) -> str:
        """What pressing it does."""
        good, bad = self.result.rows_accepted, self.result.rows_rejected
        rows = f"{good:,} row{'' if good == 1 else 's'}"
        return f"Bring in {rows} and hand back {bad:,}" if bad else f"Bring in {rows}"


def _shown(change: Change, *, is_split: bool) -> ShownChange:
    differences = []
    for name, (before, after) in change.words.items():
        if name == "attributes":
            differences += _attribute_differences(before, after)
        else:
            differences.append(_difference(FIELD_LABELS[name], before, after))
    if change.replaces_lines:
        differences.append(
            _difference(
                "Amount", pounds_exact(change.amount_before), pounds_exact(change.amount_after)
            )
        )
    if is_split:
        differences.append("It was split: its parts stay as they are")
    if change.was_archived:
        differences.append("Archived: taken out of the archive")
    return ShownChange(change.parsed.reference, change.parsed.name, differences)


def _attribute_differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [
        _difference(heading, before.get(heading, ""), text)
        for heading, text in after.items()
        if before.get(heading, "") != text
    ]


def _difference(label: str, before: str, after: str) -> str:
    return f"{label}: {_short(before) or 'nothing'} → {_short(after) or 'nothing'}"


def _short(text: str) -> str:
    return text if len(text) <= _TEXT_LENGTH else f"{text[: _TEXT_LENGTH - 1]}…"

"""What a person should know about the way a sheet is going to be read."""

from collections.abc import Iterable, Sequence

from projects.domain.columns import Column
from projects.domain.dates import DateEvidence
from projects.domain.faults import FileWarning, WarningKind
from projects.domain.financial_year import FinancialYear
from projects.domain.headings import Field
from projects.domain.interpretation import Choices, Interpretation, RowFilter
from projects.domain.measures import measures_added
from projects.domain.money import Unit
from projects.domain.year_columns import passed_over


def proposal_warnings(
    how: Interpretation,
    unit_hint: Unit | None,
    choices: Choices,
    evidence: DateEvidence | None,
    spending: RowFilter | None,
    columns: Sequence[Column],
    rivals: Sequence[Column],
) -> Iterable[FileWarning]:
    if unit_hint and not choices.unit and how.unit is not unit_hint:
        yield FileWarning(
            WarningKind.UNIT_DOUBTED,
            1,
            f"The sheet speaks of {unit_hint} of pounds, but its amounts are too large for that: "
            "they were read as pounds.",
            hint=f"Say --unit {unit_hint} if that is wrong.",
        )
    elif unit_hint and not choices.unit:
        yield FileWarning(
            WarningKind.UNIT_FROM_HINT,
            1,
            f"The sheet says that its amounts are in {unit_hint} of pounds, so they were multiplied.",
            hint="Say --unit pounds if that is wrong.",
        )
    if evidence and not evidence.is_certain and not choices.date_order and not _has_year(how):
        yield FileWarning(
            WarningKind.DATE_ORDER_ASSUMED,
            evidence.either,
            f"Day and month of some dates can be read both ways; they were read {how.date_order}.",
        )
    if how.default_year and how.lacks_year and not choices.default_year:
        yield FileWarning(
            WarningKind.YEAR_FROM_WORDS,
            1,
            f"The financial year {FinancialYear(how.default_year)} was taken from a title, a heading "
            "or the file’s name.",
            hint="Say --financial-year if it is another.",
        )
    if rivals and not how.year_columns and Field.AMOUNT not in choices.mapping:
        others = ", ".join(f"“{column.heading}”" for column in rivals)
        yield FileWarning(
            WarningKind.AMOUNT_CHOSEN,
            len(rivals),
            f"The amount was taken from “{how.heading(how.columns[Field.AMOUNT])}”, not from {others}.",
            hint="Say --map amount=… to take another.",
        )
    yield from passed_over(columns, how)
    yield from measures_added(columns, how)
    if how.currency != "GBP":
        message = f"The amounts are in {how.currency}; they were not converted."
        yield FileWarning(WarningKind.OTHER_CURRENCY, 1, message)
    if spending:
        heading = columns[spending.column].heading
        yield FileWarning(
            WarningKind.INCOME_AND_SPENDING,
            1,
            f"The column “{heading}” parts income from spending: “{spending.value}” is spending.",
            hint=f'Add --where "{heading}={spending.value}" to count spending only.',
        )


def _has_year(how: Interpretation) -> bool:
    return Field.FINANCIAL_YEAR in how.columns or bool(how.year_columns)

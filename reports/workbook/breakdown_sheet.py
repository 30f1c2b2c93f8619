"""A break-down with live sums over the Projects sheet."""

from openpyxl.chart import BarChart, Reference

from reports.domain.breakdown import Breakdown, Row
from reports.presenters.project_table import NOT_RATED, RATED, TIER_HEADINGS
from reports.queries.workbook import WorkbookSource
from reports.workbook.cells import Formula, Look
from reports.workbook.charts import style_tiers
from reports.workbook.checks import Check, check_formula
from reports.workbook.layout import ProjectsLayout
from reports.workbook.matching import Condition, Matching, needing_exact
from reports.workbook.sheets import Sheet, Value, heads

HEADER_ROW = 4
FIRST_ROW = HEADER_ROW + 1
MOST_CHARTED = 15


def write_breakdown(
    sheet: Sheet, breakdown: Breakdown, layout: ProjectsLayout, source: WorkbookSource
) -> list[Check]:
    """Value by value; returns what must tie to the Summary sheet."""
    label = breakdown.facet.label
    sheet.lay_out([40, 10, 18, 18, 18, 18, 18, 14, 14, 14, 14, 14, 14, 18], freeze=f"B{FIRST_ROW}")
    sheet.add((f"By {label.lower()}", Look.TITLE))
    sheet.add_note("Sums are live formulas over the sheet Projects.")
    sheet.skip()
    sheet.add(*heads(*_headings(label)))
    last = HEADER_ROW + max(len(breakdown.rows), 1)
    exact = needing_exact([row.value for row in breakdown.rows])
    for row in breakdown.rows:
        _write_row(sheet, row, breakdown.facet.key, layout, exact=row.value in exact)
    if not breakdown.rows:
        sheet.add_note("No project fits the filters.")
    checks = _write_totals(sheet, layout, source, last)
    _draw(sheet, min(len(breakdown.rows), MOST_CHARTED), last)
    return checks


def _headings(label: str) -> list[str]:
    shares = [f"{tier} %" for tier in TIER_HEADINGS]
    early = ["Early action, three tiers", "Early action, two tiers"]
    return [label, "Projects", "Rated", *TIER_HEADINGS, *shares, *early, "Not rated"]


def _write_row(sheet: Sheet, row: Row, key: str, layout: ProjectsLayout, *, exact: bool) -> None:
    totals, line = row.totals, sheet.row + 1
    which = Matching(layout, (Condition(key, row.value, f"$A{line}", exact),))
    tiers = [
        Formula(f"={which.total(f'money{n}', RATED)}", totals.tiers[n] / 100) for n in range(4)
    ]
    judged = f"{which.count(RATED)}+{which.count(NOT_RATED)}"
    cells: list[tuple[Value, Look]] = [
        (row.label, Look.TEXT),
        (Formula(f"={judged}", totals.count), Look.WHOLE),
        (Formula(f"=SUM(D{line}:G{line})", totals.rated_pence / 100), Look.MONEY),
        *((tier, Look.MONEY) for tier in tiers),
        *_shares(line, totals.rated_pence, totals.tiers),
        (Formula(f"={which.total('amount', NOT_RATED)}", totals.unrated_pence / 100), Look.MONEY),
    ]
    sheet.add(*cells)


def _shares(line: int, rated: int, tiers: tuple[int, ...]) -> list[tuple[Value, Look]]:
    def part(of: str, pence: int) -> tuple[Value, Look]:
        formula = f'=IF($C{line}>0,{of}/$C{line},"")'
        return Formula(formula, pence / rated if rated > 0 else ""), Look.SHARE

    each = [part(f"{letter}{line}", tiers[n]) for n, letter in enumerate("DEFG")]
    three = part(f"SUM(D{line}:F{line})", sum(tiers[:3]))
    return [*each, three, part(f"SUM(D{line}:E{line})", sum(tiers[:2]))]


def _write_totals(
    sheet: Sheet, layout: ProjectsLayout, source: WorkbookSource, last: int
) -> list[Check]:
    totals, line = source.summary.totals, last + 1
    now = [totals.count, totals.rated_pence, *totals.tiers]
    looks = [Look.WHOLE_TOTAL, *[Look.MONEY_TOTAL] * 5]
    cells: list[tuple[Value, Look]] = [("All", Look.LABEL)]
    for letter, value, look in zip("BCDEFG", now, looks, strict=True):
        shown = value if look is Look.WHOLE_TOTAL else value / 100
        cells.append((Formula(f"=SUM({letter}{FIRST_ROW}:{letter}{last})", shown), look))
    cells += _shares(line, totals.rated_pence, totals.tiers)
    unrated = Formula(f"=SUM(N{FIRST_ROW}:N{last})", totals.unrated_pence / 100)
    sheet.add(*cells, (unrated, Look.MONEY_TOTAL))
    checks = _checks(sheet, layout, source, line)
    sheet.skip()
    for check in checks:
        sheet.add((check.says, Look.TEXT), None, (check_formula(check), Look.CHECK))
    return checks


def _checks(sheet: Sheet, layout: ProjectsLayout, source: WorkbookSource, line: int) -> list[Check]:
    totals = source.summary.totals
    tiers = "+".join(layout.total(f"money{n}") for n in range(4))
    not_rated = layout.total_of_status("amount", NOT_RATED)
    title = sheet.title
    return [
        Check(
            f"{title}: rated money is that of the projects",
            sheet.place(3, line),
            tiers,
            totals.rated_pence,
            totals.rated_pence,
        ),
        Check(
            f"{title}: money not rated is that of the projects",
            sheet.place(14, line),
            not_rated,
            totals.unrated_pence,
            totals.unrated_pence,
        ),
    ]


def _draw(sheet: Sheet, rows: int, last: int) -> None:
    """The largest values as stacked bars, four tiers each."""
    if not rows:
        return
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "percentStacked", 100
    final = HEADER_ROW + rows
    for column in range(4, 8):
        values = Reference(sheet.sheet, min_col=column, min_row=HEADER_ROW, max_row=final)
        chart.add_data(values, titles_from_data=True)
    chart.set_categories(Reference(sheet.sheet, min_col=1, min_row=FIRST_ROW, max_row=final))
    style_tiers(chart)
    chart.title = sheet.title
    chart.y_axis.number_format, chart.y_axis.delete = "0%", False
    chart.x_axis.delete, chart.x_axis.scaling.orientation = False, "maxMin"
    chart.gapWidth, chart.legend.position = 50, "b"
    chart.width, chart.height = 24, 4 + 0.9 * rows
    sheet.sheet.add_chart(chart, f"A{last + 7}")

"""The first sheet: headlines, tiers, coverage, and cells that say whether everything ties."""

from openpyxl.chart import BarChart, Reference

from bucketing.domain.tiers import HeadlineMeaning
from projects.templatetags.money import financial_year
from reports.domain.summary import PortfolioSummary
from reports.presenters import method_words, words
from reports.presenters.project_table import LEFT_OUT, NOT_RATED, RATED, TIER_HEADINGS
from reports.queries.method import LEFT_OUT_LABELS
from reports.queries.workbook import WorkbookSource
from reports.workbook.cells import Formula, Look, Pounds
from reports.workbook.charts import style_points
from reports.workbook.checks import Check, overall, write_checks
from reports.workbook.layout import ProjectsLayout
from reports.workbook.sheets import Sheet, Value, heads

TIERS_ROW = 15
"""The heading of the table of tiers; formulas above it point down to it."""

BEYOND = ("Filtered out", "The workshop's list")
"""Rows below the coverage, where there are filters."""

UPSTREAM_ROW, TOTAL_ROW = TIERS_ROW + 1, TIERS_ROW + 5


def write_summary(
    sheet: Sheet, layout: ProjectsLayout, source: WorkbookSource, checks: list[Check]
) -> None:
    """Laid out from the top; `checks` of other sheets are listed with this one's."""
    sheet.lay_out([46, 22, 19, 18, 24, 12], landscape=False)
    every = [*_checks(sheet, layout, source), *checks]
    _write_title(sheet, source)
    _write_headlines(sheet, source, every)
    _write_tiers(sheet, layout, source)
    _write_folded(sheet, source)
    _write_coverage(sheet, layout, source)
    sheet.skip()
    sheet.add(("Do the figures tie?", Look.HEADING), ("", Look.HEADING), ("Check", Look.HEADING))
    first, _ = write_checks(sheet, every)
    assert first == _first_check(source)  # the formula at the top counts on it
    sheet.skip()
    for sentence in _sentences(source):
        sheet.add_note(sentence)
    _draw(sheet)


def _write_title(sheet: Sheet, source: WorkbookSource) -> None:
    method = source.method
    sheet.add((method.workshop.name, Look.TITLE))
    sheet.add((f"{method.organisation}: {words.subject(method)}", Look.TEXT))
    sheet.add_note(method_words.short(source.summary, method))
    filters = words.filters_sentence(source.summary)
    sheet.add((f"Filtered to {filters}" if filters else "Everything, no filter", Look.TEXT))
    holds = words.holds_sentence(source.summary)
    sheet.add_note(f"{holds[0].upper()}{holds[1:]}.")


def _write_headlines(sheet: Sheet, source: WorkbookSource, checks: list[Check]) -> None:
    shares = ("Share of rated money", "Pounds", "Lowest", "Highest", "On screen")
    sheet.add(*heads("Early action share", *shares))
    for meaning in HeadlineMeaning:
        sheet.add(*_headline(source, meaning))
    sheet.add_note(words.why_no_share(source.summary.totals))
    first = _first_check(source)
    holds = all(check.left_pence == check.right_pence for check in checks)
    sheet.add(
        ("All figures tie", Look.LABEL),
        None,
        (overall(sheet, first, first + len(checks) - 1, all_hold=holds), Look.CHECK),
    )
    sheet.add_note(words.agreement_sentence(source.summary))
    once = words.once_sentence(source.summary.totals)
    sheet.add_note(f"{words.unrated_sentence(source.summary.totals)} {once}".strip())
    sheet.skip()
    sheet.skip()


def _first_check(source: WorkbookSource) -> int:
    """The row of the first check: below the tiers, the fold and the coverage."""
    beyond = len(BEYOND) if source.summary.lens.is_filtered else 0
    return TOTAL_ROW + 14 + beyond + len(source.summary.left_out)


def _headline(source: WorkbookSource, meaning: HeadlineMeaning) -> list[tuple[Value, Look]]:
    totals, interval = source.summary.totals, source.summary.ranges[meaning]
    share = totals.early_share(meaning)
    cells = f"B{UPSTREAM_ROW}:B{UPSTREAM_ROW + meaning.tier_count - 1}"
    ratio = f'=IF(B{TOTAL_ROW}>0,SUM({cells})/B{TOTAL_ROW},"not defined")'
    early = totals.early_pence(meaning)
    return [
        (f"Early action, {words.MEANINGS[meaning]}", Look.LABEL),
        (Formula(ratio, "not defined" if share is None else float(share)), Look.SHARE_LARGE),
        (Formula(f"=SUM({cells})", early / 100), Look.MONEY),
        (interval.low, Look.SHARE),
        (interval.high, Look.SHARE),
        (share, Look.SHARE),
    ]


def _write_tiers(sheet: Sheet, layout: ProjectsLayout, source: WorkbookSource) -> None:
    totals = source.summary.totals
    money = heads("Tier", "Amount", "Share of money", "Share of projects")
    sheet.add(*money, ("Also called", Look.HEADING), ("", Look.HEADING))
    names, others = words.tier_names(source.method), source.method.other_names
    for n, code in enumerate(names):
        line = sheet.row + 1
        mean = totals.mean_shares[n]
        average = (
            f'=IF(COUNT({layout.range(f"share{n}")})>0,AVERAGE({layout.range(f"share{n}")}),"")'
        )
        sheet.add(
            (names[code], Look.LABEL),
            (Formula(f"={layout.total(f'money{n}')}", totals.tiers[n] / 100), Look.MONEY),
            _part(f"B{line}", totals.tiers[n], totals.rated_pence),
            (Formula(average, "" if mean is None else mean), Look.SHARE),
            (others.get(code, ""), Look.NOTE),
        )
    total = Formula(f"=SUM(B{UPSTREAM_ROW}:B{TOTAL_ROW - 1})", totals.rated_pence / 100)
    sheet.add(("Rated money", Look.LABEL), (total, Look.MONEY_TOTAL))
    sheet.skip()


def _part(cell: str, pence: int, rated: int) -> tuple[Value, Look]:
    formula = f'=IF(B{TOTAL_ROW}>0,{cell}/B{TOTAL_ROW},"")'
    return Formula(formula, pence / rated if rated > 0 else ""), Look.SHARE


def _write_folded(sheet: Sheet, source: WorkbookSource) -> None:
    """The Asset-based Area guide's three tiers, always beside the four in a workbook."""
    totals = source.summary.totals
    title = "Folded into three, as the Asset-based Area guide has it"
    sheet.add(*heads(title, "Amount", "Share of money"))
    lines = [
        ("Upstream", f"B{UPSTREAM_ROW}", totals.tiers[0]),
        ("Midstream", f"B{UPSTREAM_ROW + 1}", totals.tiers[1]),
        (
            "Downstream in the guide: downstream and acute",
            f"B{UPSTREAM_ROW + 2}+B{UPSTREAM_ROW + 3}",
            sum(totals.tiers[2:]),
        ),
    ]
    for label, formula, pence in lines:
        line = sheet.row + 1
        amount = Formula(f"={formula}", pence / 100)
        part = _part(f"B{line}", pence, totals.rated_pence)
        sheet.add((label, Look.TEXT), (amount, Look.MONEY), part)
    sheet.skip()


def _write_coverage(sheet: Sheet, layout: ProjectsLayout, source: WorkbookSource) -> None:
    summary = source.summary
    sheet.add(*heads("Coverage", "Amount", "Projects"))
    first = sheet.row + 1
    lines = [
        (RATED, summary.totals.rated_pence, summary.totals.rated_count),
        (NOT_RATED, summary.totals.unrated_pence, summary.totals.unrated_count),
        (LEFT_OUT, summary.left_out_pence, summary.left_out_count),
    ]
    for status, pence, count in lines:
        amount = Formula(f"={layout.total_of_status('amount', status)}", pence / 100)
        number = Formula(f"={layout.count_of_status(status)}", count)
        sheet.add((status, Look.TEXT), (amount, Look.MONEY), (number, Look.WHOLE))
    everything = sum(pence for _, pence, _ in lines)
    amount = Formula(f"=SUM(B{first}:B{sheet.row})", everything / 100)
    number = Formula(f"=SUM(C{first}:C{sheet.row})", sum(count for _, _, count in lines))
    label = "All that pass the filters" if summary.lens.is_filtered else "All"
    sheet.add((label, Look.LABEL), (amount, Look.MONEY_TOTAL), (number, Look.WHOLE_TOTAL))
    _write_beyond(sheet, summary)
    for line in summary.left_out:
        label = f"of it left out: {LEFT_OUT_LABELS[line.reason].lower()}"
        sheet.add((label, Look.NOTE), (Pounds(line.pence), Look.MONEY), (line.count, Look.WHOLE))


def _write_beyond(sheet: Sheet, summary: PortfolioSummary) -> None:
    """From what the filters let through, the row above, to the workshop's whole list."""
    if not summary.lens.is_filtered:
        return
    above, out, whole = sheet.row, summary.filtered_out, summary.whole_list
    first, last = BEYOND
    sheet.add((first, Look.TEXT), (Pounds(out.pence), Look.MONEY), (out.count, Look.WHOLE))
    amount = Formula(f"=B{above}+B{above + 1}", whole.pence / 100)
    number = Formula(f"=C{above}+C{above + 1}", whole.count)
    sheet.add((last, Look.LABEL), (amount, Look.MONEY_TOTAL), (number, Look.WHOLE_TOTAL))


def _checks(sheet: Sheet, layout: ProjectsLayout, source: WorkbookSource) -> list[Check]:
    summary = source.summary
    rated = summary.totals.rated_pence
    everything = summary.whole_list.pence
    tiers = "+".join(layout.total(f"money{n}") for n in range(4))
    lines = "+".join(layout.range(f"money{n}") for n in range(4))
    is_rated = f'({layout.range("status")}="{RATED}")'
    apart = f"SUMPRODUCT(ABS(ROUND({is_rated}*({layout.range('amount')}-({lines})),2)))"
    checks = [
        Check("Tiers add to the rated money", tiers, _sum(layout, RATED), rated, rated),
        Check("In every project the tiers add to its amount", apart, "0", 0, 0),
        Check(
            "Projects add to the workshop's list"
            if not summary.lens.is_filtered
            else "Projects shown and those filtered out add to the workshop's list",
            f"{layout.total('amount')}+{_pounds(summary.filtered_out.pence)}",
            _pounds(everything),
            everything,
            everything,
        ),
        *_import_checks(source, everything),
    ]
    return [*checks, *_screen_checks(source, sheet)]


def _sum(layout: ProjectsLayout, status: str) -> str:
    return layout.total_of_status("amount", status)


def _screen_checks(source: WorkbookSource, sheet: Sheet) -> list[Check]:
    """Each tier is what the screen showed when the workbook was made."""
    return [
        Check(
            f"{name} is as on the screen",
            f"B{UPSTREAM_ROW + n}",
            _pounds(source.summary.totals.tiers[n]),
            source.summary.totals.tiers[n],
            source.summary.totals.tiers[n],
        )
        for n, name in enumerate(TIER_HEADINGS)
    ]


def _import_checks(source: WorkbookSource, everything: int) -> list[Check]:
    """The list against the files it came from, in this year and on this basis; a sample is less."""
    method = source.method
    if not method.imports or method.workshop.sample:
        return []
    read = sum(round(file.lines_total * 100) for file in method.imports)
    year = financial_year(method.workshop.financial_year)
    checks = [
        Check(
            f"The workshop's list is the imported {method.workshop.basis} money of {year}",
            _pounds(everything),
            _pounds(read),
            everything,
            read,
        )
    ]
    for file in method.imports:
        if file.control_total is not None and file.total is not None:
            total, control = round(file.total * 100), round(file.control_total * 100)
            says = f"What was read of {file.file_name} is its control total"
            checks.append(Check(says, _pounds(total), _pounds(control), total, control))
    return checks


def _pounds(pence: int) -> str:
    """A constant for a formula."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02}"


def _sentences(source: WorkbookSource) -> list[str]:
    return [
        "Check cells read OK, or show the difference in pounds.",
        "The range says within what limits 95 of 100 rooms with other people of the same kind would "
        "put the headline.",
        words.NO_EVIDENCE,
    ]


def _draw(sheet: Sheet) -> None:
    """The four tiers in pounds, in their colours, below everything: so a page is not made wider."""
    chart = BarChart()
    chart.type, chart.style, chart.legend = "col", 10, None
    values = Reference(sheet.sheet, min_col=2, min_row=UPSTREAM_ROW, max_row=TOTAL_ROW - 1)
    chart.add_data(values, titles_from_data=False)
    names = Reference(sheet.sheet, min_col=1, min_row=UPSTREAM_ROW, max_row=TOTAL_ROW - 1)
    chart.set_categories(names)
    style_points(chart.series[0])
    chart.title = "Rated money by tier"
    chart.y_axis.number_format, chart.y_axis.delete, chart.x_axis.delete = '"£"#,##0', False, False
    chart.gapWidth, chart.width, chart.height = 40, 18, 9
    sheet.sheet.add_chart(chart, f"A{sheet.row + 2}")

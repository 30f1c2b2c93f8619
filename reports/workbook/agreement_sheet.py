"""How far the assessors agreed, with what every figure rests on."""

from bucketing.domain.agreement import BAND_WARNING, AlphaResult
from bucketing.domain.tiers import HeadlineMeaning
from reports.presenters import method_words, words
from reports.queries.workbook import WorkbookSource
from reports.workbook.cells import Look
from reports.workbook.sheets import Sheet, Value

DISTANCES = {
    "ordered": "Krippendorff's alpha, neighbouring tiers count as near (earth mover's distance)",
    "which_tier": "Krippendorff's alpha, any other tier is another tier (total variation)",
}


def write_agreement(sheet: Sheet, source: WorkbookSource) -> None:
    sheet.lay_out([78, 14, 60], landscape=False)
    agreement = source.summary.agreement
    sheet.add(("Agreement between assessors", Look.TITLE))
    sheet.add((words.agreement_sentence(source.summary), Look.TEXT))
    judged_by = method_words.criteria(source.method)
    sheet.add_note(f"Judged by {judged_by}. Answers of the rating round only.")
    sheet.skip()
    sheet.add(("Figure", Look.HEADING), ("Value", Look.HEADING), ("Rests on", Look.HEADING))
    for alpha in (agreement.alpha, agreement.alpha_which_tier):
        sheet.add(*_alpha(alpha))
    money = agreement.money
    rests = (
        f"{words.plural(money.project_count, 'project')} judged by two or more, £{money.money:,.2f}"
    )
    for label, value in (
        ("Money that any two people put in the same tiers", agreement.same_tiers),
        ("Money whose judges lie within 10 points", money.within_10_points),
        ("Money whose judges lie within 25 points", money.within_25_points),
    ):
        _add(sheet, label, value, Look.SHARE, rests, money.reason)
    label = "Agreement weighted by money, against chance (total variation)"
    _add(sheet, label, money.spend_weighted, Look.RATIO, rests, money.reason)
    _write_ranges(sheet, source)
    sheet.skip()
    sheet.add_note(BAND_WARNING)
    sheet.add_note("Each project's own figure is in the sheet Projects.")


def _alpha(alpha: AlphaResult) -> list[tuple[Value, Look]]:
    rests = f"{alpha.rating_count:,} answers on {words.plural(alpha.unit_count, 'project')}"
    value: Value = alpha.value if alpha.value is not None else "–"
    return [
        (DISTANCES[alpha.distance], Look.TEXT),
        (value, Look.RATIO),
        (alpha.reason or rests, Look.NOTE),
    ]


def _add(
    sheet: Sheet, label: str, value: float | None, look: Look, rests: str, reason: str
) -> None:
    shown: Value = value if value is not None else "–"
    sheet.add(
        (label, Look.TEXT), (shown, look), (rests if value is not None else reason, Look.NOTE)
    )


def _write_ranges(sheet: Sheet, source: WorkbookSource) -> None:
    for meaning in HeadlineMeaning:
        interval = source.summary.ranges[meaning]
        rests = interval.reason or (
            f"{interval.draw_count:,} draws of {interval.assessor_count} assessors, seed {interval.seed}"
        )
        for end, value in (("lowest", interval.low), ("highest", interval.high)):
            label = f"Early action share, {words.MEANINGS[meaning]}: {end}"
            _add(sheet, label, value, Look.SHARE, rests, rests)

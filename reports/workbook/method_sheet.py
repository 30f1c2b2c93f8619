"""How the figures were made, and what they do not mean."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from projects.templatetags.money import financial_year, pounds_exact
from reports.presenters import method_words, words
from reports.queries.method import LEFT_OUT_LABELS, ImportedFile, Method
from reports.queries.workbook import WorkbookSource
from reports.workbook.cells import Look
from reports.workbook.sheets import Sheet

Line = tuple[str, str]

PLAN_WORDS = {
    "second_above": "A second rating from (£)",
    "second_count": "Second ratings for the largest",
    "third_where_differ_above": "A third rating where money at stake is from (£)",
    "leave_out_below": "Left out below (£)",
    "left_out_count": "Smallest left out",
    "group_by": "Kept together by",
    "lease_size": "Projects in hand at a time",
}


def write_method(sheet: Sheet, source: WorkbookSource) -> None:
    """Two columns of words, under headings."""
    sheet.lay_out([34, 110], landscape=False)
    sheet.add(("Criteria and method", Look.TITLE))
    for heading, lines in _sections(source):
        sheet.skip()
        sheet.add((heading, Look.HEADING), ("", Look.HEADING))
        for label, text in lines:
            sheet.add((label, Look.WRAPPED), (text, Look.WRAPPED))


def _sections(source: WorkbookSource) -> Iterator[tuple[str, Iterable[Line]]]:
    method = source.method
    yield "Workshop", _workshop(source)
    yield "Who took part", [(role.capitalize(), str(count)) for role, count in method.roles.items()]
    yield "When", _times(method)
    yield "Plan", _plan(method)
    yield "Files", [line for file in method.imports for line in _file(file)] or [("", "None")]
    yield "Left out", _left_out(source)
    yield (
        "How figures are made",
        [("", text) for text in method_words.in_full(source.summary, method)],
    )
    yield "What they do not mean", [("", words.NO_EVIDENCE), ("", words.RATED_ONLY)]
    yield "Criteria", _criteria(method.criteria)
    yield "Rulings of the room", [("", text) for text in method.precedents] or [("", "None")]


def _workshop(source: WorkbookSource) -> list[Line]:
    method, workshop = source.method, source.method.workshop
    return [
        ("Name", workshop.name),
        ("Organisation", method.organisation),
        ("Portfolio", method.portfolio),
        ("Financial year", financial_year(workshop.financial_year)),
        ("Basis", workshop.basis),
        ("Criteria", method_words.criteria(method)),
        ("Rule for several answers", method_words.RULES[workshop.consensus_rule]),
        ("Settles by rule within", f"{workshop.tolerance} points"),
        ("Filter", words.filters_sentence(source.summary) or "none"),
        ("Workbook made", f"{localtime(source.made_at):%d %B %Y %H:%M}"),
    ]


def _times(method: Method) -> list[Line]:
    return [
        (
            stage.kind.capitalize(),
            f"{stage.minutes} minutes planned; "
            + (
                f"opened {localtime(stage.opened_at):%d %B %Y %H:%M}"
                if stage.opened_at
                else "not opened"
            )
            + (f", closed {localtime(stage.closed_at):%H:%M}" if stage.closed_at else ""),
        )
        for stage in method.stages
    ]


def _plan(method: Method) -> list[Line]:
    plan = method.workshop.plan
    known = [(label, str(plan[key])) for key, label in PLAN_WORDS.items() if plan.get(key)]
    return known or [("", "One rating for every project")]


def _file(file: ImportedFile) -> list[Line]:
    def shown(amount: Decimal | None) -> str:
        return pounds_exact(amount) if amount is not None else "not given"

    return [
        ("File", file.file_name),
        ("sha256", file.sha256),
        ("Sheet and heading row", f"{file.sheet or 'the only one'}, row {file.header_row or '?'}"),
        ("Rows", f"{file.rows_accepted:,} taken, {file.rows_rejected:,} not"),
        ("Total read", f"{shown(file.total)}, in {file.unit}"),
        ("Control total", shown(file.control_total)),
        ("Of this year and basis", shown(file.lines_total)),
    ]


def _left_out(source: WorkbookSource) -> list[Line]:
    lines = [
        (
            LEFT_OUT_LABELS[line.reason],
            f"{words.plural(line.count, 'project')}, {words.money(line.pence)}",
        )
        for line in source.summary.left_out
    ]
    return lines or [("", "Nothing")]


def _criteria(criteria: Any) -> list[Line]:
    lines: list[Line] = []
    for tier in criteria.get("tiers", ()):
        named = f"{tier.get('label', '')} ({tier.get('other_name', '')})"
        texts = [tier.get(k, "") for k in ("test", "question", "reached", "elsewhere", "examples")]
        lines.append((named, "\n".join(text for text in texts if text)))
    lines += [
        ("Ladder", f"{rung.get('question', '')} {rung.get('tier', '')}".strip())
        for rung in criteria.get("ladder", ())
    ]
    lines += [("Rule", text) for text in criteria.get("rules", ())]
    lines += [
        (word.get("word", ""), word.get("note", ""))
        for word in criteria.get("misleading_words", ())
    ]
    return lines

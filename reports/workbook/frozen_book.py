"""A published summary as a workbook: what its page shows, and nothing else."""

from collections.abc import Mapping, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties

from reports.presenters.project_table import TIER_HEADINGS
from reports.workbook.cells import Formula, Look, Looks, Pounds
from reports.workbook.checks import Check, write_checks
from reports.workbook.sheets import Sheet, Value, heads, widths_of

Payload = Mapping[str, Any]

TIER_POUNDS = [f"{tier} £" for tier in TIER_HEADINGS]
PROJECT_HEADINGS = ["Reference", "Name", "Amount", *TIER_POUNDS, "How settled"]
PROJECT_WIDTHS = {"Name": 48.0, "Amount": 17.0, "How settled": 32.0} | dict.fromkeys(
    TIER_POUNDS, 17.0
)
FIRST_ROW = 2


def write_frozen_workbook(payload: Payload, published: str, to: IO[bytes]) -> None:
    """`published` says in words when it was published and as which version."""
    book = Workbook(write_only=True)
    book.properties.title = f"{payload['workshop']}: where the money goes by tier"
    book.properties.creator = payload["organisation"]
    book.properties.description = published
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    looks = Looks.of(book)
    summary = Sheet(book, looks, "Summary")
    by = [Sheet(book, looks, f"By {each['label'].lower()}") for each in payload["breakdowns"]]
    projects = Sheet(book, looks, "Projects")
    _write_summary(summary, payload, published, projects)
    for sheet, table in zip(by, payload["breakdowns"], strict=True):
        _write_breakdown(sheet, table)
    _write_projects(projects, payload["projects"])
    _write_method(Sheet(book, looks, "Criteria and method"), payload)
    book.active = 0
    book.save(to)


def _write_summary(sheet: Sheet, payload: Payload, published: str, projects: Sheet) -> None:
    sheet.lay_out([52, 20, 18, 18], landscape=False)
    sheet.add((payload["workshop"], Look.TITLE))
    sheet.add((f"{payload['organisation']}: {payload['subject']}", Look.TEXT))
    sheet.add_note(published)
    sheet.skip()
    sheet.add(*heads("Early action share", "Pounds", "Share of rated money"))
    for each in payload["headlines"].values():
        name = f"Early action, {each['meaning']}"
        sheet.add(
            (name, Look.LABEL), (Pounds(each["pence"]), Look.MONEY), (each["figure"], Look.TEXT)
        )
        sheet.add_note(each["range"] or each["problem"])
    sheet.add_note(payload["story"])
    sheet.skip()
    sheet.add(*heads("Tier", "Amount", "Share of money", "Share of projects"))
    last = FIRST_ROW + max(len(payload["projects"]), 1) - 1
    checks = []
    for place, tier in enumerate(payload["tiers"], start=4):
        column = projects.reference(place, FIRST_ROW, last)
        shares = ((tier["share_of_money"], Look.TEXT), (tier["share_of_projects"], Look.TEXT))
        total = Formula(f"=SUM({column})", tier["pence"] / 100)
        row = sheet.add((tier["name"], Look.LABEL), (total, Look.MONEY), *shares)
        says = f"{tier['name']} is what was published"
        checks.append(
            Check(says, f"B{row}", f"{tier['pence'] / 100:.2f}", tier["pence"], tier["pence"])
        )
    sheet.skip()
    sheet.add(*heads("Coverage", "Amount", "Projects"))
    for line in payload["coverage"]:
        _add(sheet, line["label"], (Pounds(line["pence"]), Look.MONEY), (line["count"], Look.WHOLE))
    sheet.skip()
    sheet.add(*heads("Do the figures tie?", "", "Check"))
    write_checks(sheet, checks)
    sheet.skip()
    sheet.add_note(payload["caution"])


def _add(sheet: Sheet, label: str, *cells: tuple[Value, Look]) -> None:
    sheet.add((label, Look.TEXT), *cells)


def _write_breakdown(sheet: Sheet, table: Payload) -> None:
    sheet.lay_out([44, 11, *[18.0] * 6, 20, 20], freeze="B2")
    early = ("Early action, three tiers", "Early action, two tiers")
    sheet.add(*heads(table["label"], "Projects", "Rated", *TIER_POUNDS, "Not rated", *early))
    for row in table["rows"]:
        line = sheet.row + 1
        rated = Formula(f"=SUM(D{line}:G{line})", row["rated"] / 100)
        tiers = [(Pounds(pence), Look.MONEY) for pence in row["tiers"]]
        shares = [(row["early"][key], Look.TEXT) for key in ("three", "two")]
        figures = [(row["count"], Look.WHOLE), (rated, Look.MONEY), *tiers]
        _add(sheet, row["label"], *figures, (Pounds(row["unrated"]), Look.MONEY), *shares)


def _write_projects(sheet: Sheet, projects: Sequence[Payload]) -> None:
    sheet.lay_out(widths_of(PROJECT_HEADINGS, PROJECT_WIDTHS), freeze="C2")
    sheet.add(*((name, Look.HEADING) for name in PROJECT_HEADINGS))
    styles = [sheet.looks[look] for look in (Look.TEXT, Look.TEXT, *[Look.MONEY] * 5, Look.TEXT)]
    for each in projects:
        tiers = map(Pounds, each["tiers"]) if each["tiers"] else [None] * 4
        values = [each["reference"], each["name"], Pounds(each["pence"]), *tiers, each["settled"]]
        sheet.add_row(values, styles)
    if projects:
        sheet.make_table("Projects", PROJECT_HEADINGS, 1, len(projects) + 1)


def _write_method(sheet: Sheet, payload: Payload) -> None:
    sheet.lay_out([34, 110], landscape=False)
    sheet.add(("Criteria and method", Look.TITLE))
    for sentence in (payload["made"], payload["who"], *payload["method"]):
        sheet.add((None, Look.TEXT), (sentence, Look.WRAPPED))
    for tier in payload["criteria"].get("tiers", ()):
        texts = [tier.get(key, "") for key in ("question", "examples")]
        text = "\n".join(filter(None, texts))
        sheet.add((tier.get("label", ""), Look.WRAPPED), (text, Look.WRAPPED))

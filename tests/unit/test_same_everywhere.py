"""The sums on the screen, in the workbook, the CSV, the JSON and of the ratings are the same."""

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reports.domain.lens import Lens
from reports.presenters.csv_file import csv_lines
from reports.presenters.json_data import summary_data
from reports.presenters.summary_page import SummaryPage
from reports.workbook.build import write_workbook
from tests.factories.judged import Case, make_judgements, make_source
from tests.factories.splits import splits

TIERS = ["Upstream £", "Midstream £", "Downstream £", "Acute £"]
HOSTILE = [
    "",
    "Children",
    "children",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+44",
    "-5",
    "@SUM(A1)",
    "*",
    "?hildren",
    ">5",
    "<>",
    "TRUE",
    "007",
    "1-2",
    "May 2025",
    "/\\[]*?:",
    "🪣 bucket",
    "أطفال وعائلات",
    "O'Brien's",
    "_x0041_",
    "#N/A",
    "a\nb",
    "x" * 300,
]
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
cases = st.builds(
    Case,
    pence=st.one_of(st.integers(-500, 500), st.integers(-(10**8), 10**11)),
    splits=st.lists(splits(), max_size=5),
    settled=st.one_of(st.none(), splits()),
    left_out=st.sampled_from(["", "", "", "too_small", "overheads"]),
    name=texts,
    directorate=st.sampled_from(HOSTILE),
    attributes=st.dictionaries(texts, texts, max_size=2),
)
portfolios = st.lists(cases, max_size=12)


def pence(value):
    return int((Decimal(str(value or 0)) * 100).to_integral_exact())


def workbook_of(source):
    file = io.BytesIO()
    write_workbook(source, file)
    return file


def projects_frame(file):
    return pd.read_excel(
        file, sheet_name="Projects", dtype=object, keep_default_na=False, engine="openpyxl"
    )


def pence_column(frame, heading):
    return sum(pence(value) for value in frame[heading])


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(portfolios, st.sampled_from(["mean", "median"]))
def test_every_sum_is_the_same_to_the_penny(rows, rule):
    judgements = make_judgements(rows, rule)
    source = make_source(judgements, Lens(by="directorate"))
    summary, page = source.summary, SummaryPage(source.summary, source.method)
    screen = [int(tier.amount * 100) for tier in page.tiers]

    frame = projects_frame(workbook_of(source))
    assert [pence_column(frame, tier) for tier in TIERS] == screen
    assert pence_column(frame, "Amount") == sum(case.pence for case in rows)

    lines = "".join(csv_lines(summary, source.method)).removeprefix("\ufeff")
    read = list(csv.DictReader(io.StringIO(lines)))
    assert [sum(pence(row[tier]) for row in read) for tier in TIERS] == screen

    data = json.loads(json.dumps(summary_data(summary, source.method)))
    assert [pence(amount) for amount in data["tiers"].values()] == screen
    parts = [project["tiers"] for project in data["projects"] if project["tiers"]]
    assert [sum(pence(tiers[code]) for tiers in parts) for code in data["tiers"]] == screen

    rated = [case for case in rows if not case.left_out and (case.splits or case.settled)]
    assert sum(screen) == sum(case.pence for case in rated)
    if page.breakdown:
        for place in range(4):
            assert sum(int(r.tiers[place] * 100) for r in page.breakdown.rows) == screen[place]


@settings(max_examples=60, deadline=None)
@given(st.lists(cases.filter(lambda case: not case.settled and not case.left_out), max_size=12))
def test_tiers_are_the_sums_of_the_ratings(rows):
    """Worked out another way: with pandas, from the single answers, in exact fractions."""
    summary = make_source(make_judgements(rows)).summary
    answers = pd.DataFrame(
        [
            {"project": n, "tier": tier, "money": Fraction(case.pence * share, 10_000)}
            for n, case in enumerate(rows)
            for split in case.splits
            for tier, share in enumerate(split)
        ],
        columns=["project", "tier", "money"],
    )
    means = answers.groupby(["project", "tier"])["money"].agg(lambda money: sum(money) / len(money))
    exact = means.groupby("tier").sum() if len(means) else {}
    for tier, shown in enumerate(summary.totals.tiers):
        assert abs(shown - exact.get(tier, 0)) <= 1


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_value_is_text_in_every_cell(value):
    rows = [Case(100, [(10_000, 0, 0, 0)], name=value, directorate=value, attributes={"K": value})]
    book = load_workbook(workbook_of(make_source(make_judgements(rows))))
    sheet = book["Projects"]
    for row in sheet.iter_rows(min_row=2):
        assert "f" not in {cell.data_type for cell in row}
        assert not any(cell.hyperlink for cell in row)
    name = sheet["B2"].value or ""
    assert name.replace("_x005F_", "_") == value


@pytest.mark.parametrize("value", [text for text in HOSTILE if text[:1] in {"=", "+", "-", "@"}])
def test_hostile_value_is_no_formula_in_csv(value):
    source = make_source(make_judgements([Case(100, name=value)]))
    line = next(csv.DictReader(io.StringIO("".join(csv_lines(source.summary, source.method))[1:])))
    assert line["Name"] == f"'{value}"


def test_csv_begins_with_a_byte_order_mark():
    source = make_source(make_judgements([Case(100)]))
    assert next(csv_lines(source.summary, source.method)).encode().startswith(b"\xef\xbb\xbf")

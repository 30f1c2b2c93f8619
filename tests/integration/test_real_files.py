"""Every real and every hostile file, by the command line, without a database."""

import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

# file, options, exit code, rows read, rows accepted, total
REAL_FILES = [
    ("A01_abct_grants_360giving.xlsx", [], 0, 783, 783, "12785625.00"),
    ("A03_trafford_council_grants_360giving.csv", [], 0, 555, 555, "1291436.54"),
    ("A06_sport_england_exchequer.csv", [], 0, 2434, 2434, "510872121.00"),
    ("A13_two_grants.csv", [], 0, 2, 2, "331495.00"),
    ("A13_two_grants.xlsx", [], 0, 2, 2, "331495.00"),
    ("A13_two_grants.ods", [], 0, 2, 2, "331495.00"),
    ("B01_gla_payments_2014-15_P08.csv", [], 0, 717, 717, "53577468.86"),
    ("B03_gla_payments_2012-13_P10.csv", [], 0, 860, 860, "66938627.74"),
    (
        "B10_revenue_outturn_RS_2017-18.xlsx",
        ["--map", "amount=Public Health"],
        1, 445, 444, "3365435344.44",
    ),
    ("B12_epsom_st_helier_nhs_2020-08_usdates.csv", [], 0, 193, 193, "21105897.88"),
    ("B15_royal_free_nhs_2020-Q1.csv", [], 1, 841, 840, "155843165.64"),
    ("B20_montpellier_budget_2015.csv", [], 0, 1329, 1329, "1006813024.00"),
    ("B20_montpellier_budget_2015.csv", ["--where", "D/R=D"], 0, 1140, 1140, "503406512.00"),
    ("B25_two_grants_cp1252.csv", [], 0, 2, 2, "331495.00"),
    ("B26_five_grants_four_invalid.xlsx", [], 1, 5, 1, "1000.00"),
]  # fmt: skip

HOSTILE_FILES = [
    ("C01_one_billion_rows_1507_bytes.xlsx", "No row of headings"),
    ("C02_ole_loop_1024_bytes.xls", "damaged"),
    ("C05_repeated_cells_1330_bytes.ods", "too large"),
    ("C09_password_protected.xlsx", "password-protected: save a copy without"),
    ("C12_zero_bytes.xlsx", "The file is empty"),
    ("C15_html_login_page_named.csv", "This is a web page"),
    ("C16_xml_entity_utf8.xlsx", "XML entities"),
    ("C18_bad_crc.xlsx", "damaged: open it in Excel or LibreOffice, save it again"),
    ("C22_date_1904.xlsx", "No row of headings"),
    ("C23_error_cells.xlsx", "errors (#DIV/0!"),
    ("C24_hidden_and_veryhidden.xlsx", "Hidden sheets were skipped: “Sheet2”, “Sheet4”"),
    ("C25_three_row_merged_header.xlsx", "--header-row"),
    ("C26_ragged_rows.csv", "line 2 has 4 values where there are 3 headings, line 3 has 2"),
    ("C26_null_byte.csv", "line 2 holds a NUL byte"),
    ("C27_formula_injection_payloads.txt", "No row of headings"),
    ("C33_formulas_without_cached_values.xlsx", "open the file in Excel, save it"),
    ("C34_zip_of_csv.zip", "Accepted are Excel (.xlsx"),
]

LARGEST_PARENT = 300_000_000


def check(path: Path, *options: str) -> tuple[int, dict[str, Any], str]:
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(
            "import_projects", str(path), "--check", "--json", *options, stdout=out, stderr=err
        )
    return int(ended.value.code or 0), json.loads(out.getvalue()), err.getvalue()


@pytest.mark.parametrize(("name", "options", "code", "read", "accepted", "total"), REAL_FILES)
def test_real_file_gives_its_rows_and_total(
    shared_data, name, options, code, read, accepted, total
):
    ended, found, _ = check(shared_data / name, *options)

    assert (ended, found["rows_read"], found["rows_accepted"]) == (code, read, accepted)
    assert Decimal(str(found["total"])) == Decimal(total)
    assert found["rows_rejected"] == read - accepted


@pytest.mark.parametrize(("name", "sentence"), HOSTILE_FILES)
def test_hostile_file_is_refused_in_a_sentence_that_fits(shared_data, name, sentence):
    code, found, said = check(shared_data / "hostile" / name)

    assert code == 2
    assert sentence in said
    assert "Traceback" not in said
    assert said.strip() == found["refused"]
    assert (found["rows_read"], found["projects"], found["total"]) == (0, 0, 0)


ALL_IN_ONE_PROCESS = """
import io, pathlib, re, sys
import django
from django.core.management import call_command
django.setup()
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    try:
        call_command("import_projects", str(path), "--check", stdout=io.StringIO(), stderr=io.StringIO())
    except SystemExit:
        pass
# The kernel's own mark for this process; getrusage would count the one that started it as well.
print(1024 * int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]))
"""


def test_process_that_reads_every_hostile_file_stays_small(shared_data):
    command = [sys.executable, "-c", ALL_IN_ONE_PROCESS, str(shared_data / "hostile")]
    finished = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    assert int(finished.stdout) < LARGEST_PARENT


def test_control_total_on_line_728_is_set_aside(shared_data):
    _, found, _ = check(shared_data / "B01_gla_payments_2014-15_P08.csv")

    assert found["header_row"] == 8
    assert found["encoding"] == "cp1252"
    assert found["set_aside"] == [{"row": 728, "reason": "a total row"}]
    assert found["control_total"] == found["total"] == 53577468.86


def test_exact_duplicate_is_kept_and_counted(shared_data):
    _, found, _ = check(shared_data / "B03_gla_payments_2012-13_P10.csv")

    assert kinds(found)["exact_duplicates"] == 1
    assert found["control_total"] == 66938627.74


def test_yearly_instalments_add_up_with_a_warning(shared_data):
    _, found, _ = check(shared_data / "A06_sport_england_exchequer.csv")

    assert found["projects"] == 1646
    assert kinds(found)["repeated_references"] == 788
    assert len(found["totals"]) == 6


def test_us_dates_all_fall_in_one_financial_year(shared_data):
    _, found, _ = check(shared_data / "B12_epsom_st_helier_nhs_2020-08_usdates.csv")

    assert found["date_order"] == "month first"
    assert [entry["financial_year"] for entry in found["totals"]] == ["2020/21"]


def test_blank_amount_is_named_by_its_line(shared_data):
    _, found, _ = check(shared_data / "B15_royal_free_nhs_2020-Q1.csv")

    assert [(error["row"], error["column"]) for error in found["errors"]] == [(190, "Amount")]


def test_outturn_without_options_asks_for_the_amount_column(shared_data):
    code, found, said = check(shared_data / "B10_revenue_outturn_RS_2017-18.xlsx")

    assert code == 2
    assert '--map amount="…"' in said
    assert len(found["skipped_sheets"]) == 11


def test_outturn_is_in_thousands_and_leaves_subtotals_out(shared_data):
    _, found, _ = check(
        shared_data / "B10_revenue_outturn_RS_2017-18.xlsx", "--map", "amount=Public Health"
    )

    assert (found["unit"], found["header_row"]) == ("thousands", 7)
    assert [(error["row"], error["value"]) for error in found["errors"]] == [(220, "…")]
    assert found["control_total"] == 3365435344.45
    assert "control_total_differs" not in kinds(found)


def test_income_and_spending_are_told_apart_by_a_hint(shared_data):
    _, found, _ = check(shared_data / "B20_montpellier_budget_2015.csv")

    message = next(w["message"] for w in found["warnings"] if w["kind"].startswith("income"))
    assert '--where "D/R=D"' in message


def test_every_fault_of_the_invalid_grants_is_named(shared_data):
    _, found, _ = check(shared_data / "B26_five_grants_four_invalid.xlsx")

    named = {(error["sheet"], error["row"], error["column"]) for error in found["errors"]}
    assert {row for _, row, _ in named} == {3, 4, 5, 6}
    assert ("grants", 3, "Amount Awarded") in named
    assert ("grants", 3, "Award Date") in named
    assert ("grants", 3, "Currency") in named


def test_lying_dimensions_hold_three_rows(shared_data):
    code, found, _ = check(shared_data / "hostile" / "C04_lying_dimensions.xlsx")

    assert (code, found["rows_read"], found["rows_accepted"]) == (0, 3, 3)


def test_csv_named_xlsx_is_read_and_said(shared_data):
    code, found, _ = check(shared_data / "hostile" / "C14_csv_named.xlsx")

    assert (code, found["rows_accepted"], found["total"]) == (0, 12, 1253274.77)
    assert kinds(found)["name_does_not_fit_content"] == 1


def test_file_that_one_reader_fails_on_is_read(shared_data):
    code, found, _ = check(shared_data / "hostile" / "C20_openpyxl_typeerror_style.xlsx")

    assert (code, found["rows_accepted"], found["total"]) == (0, 4, 10)


def test_dates_of_the_1904_epoch(shared_data):
    _, found, _ = check(shared_data / "hostile" / "C22_date_1904.xlsx")

    dates = [row[1] for row in found["sheets"][0]["sample"]]
    assert dates[:2] == ["2021-01-01", "2021-01-02"]


def test_only_visible_sheets_are_offered(shared_data):
    _, found, _ = check(shared_data / "hostile" / "C24_hidden_and_veryhidden.xlsx")

    assert [sheet["name"] for sheet in found["sheets"]] == ["Sheet1", "Sheet3"]
    assert found["skipped_sheets"] == ["Sheet2", "Sheet4"]


def kinds(found: dict[str, Any]) -> dict[str, int]:
    return {warning["kind"]: warning["count"] for warning in found["warnings"]}

"""The import command as a scheduled job uses it."""

import io
import json

import pytest
from django.core.management import call_command

from projects.models import Portfolio, Project, SpendImport, SpendLine
from tests.factories.people import make_organisation

LIST = """Reference,Project,Financial year,Amount
P1,Clinic,2025/26,10.50
P2,Club,2025/26,n/a
"""


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


@pytest.fixture
def portfolio(db) -> Portfolio:
    return Portfolio.objects.create(organisation=make_organisation(), name="Prevention")


def run(*arguments) -> tuple[object, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_projects", *map(str, arguments), stdout=out, stderr=err)
    return ended.value.code, out.getvalue(), err.getvalue()


def test_good_rows_go_in_and_the_exit_code_says_that_others_did_not(path, portfolio):
    code, said, error = run(path, "--portfolio", portfolio.pk)

    assert code == 1
    assert said.startswith("1 of 2 rows read: 1 projects, £10.50.")
    assert "1 × “Amount”: This says that the amount is not known" in said
    assert error == "1 of 2 rows cannot be read.\n"
    assert Project.objects.get().reference == "P1"
    assert SpendImport.objects.get().rows_rejected == 1


def test_refusing_on_error_brings_in_nothing_and_still_names_the_faults(path, portfolio):
    code, said, error = run(path, "--portfolio", portfolio.pk, "--on-error", "refuse", "--json")

    assert code == 2
    assert "nothing was brought in" in error
    assert [fault["row"] for fault in json.loads(said)["errors"]] == [3]
    assert Project.objects.count() == SpendImport.objects.count() == 0


def test_second_run_changes_nothing(path, portfolio):
    run(path, "--portfolio", portfolio.pk)
    run(path, "--portfolio", portfolio.pk)

    assert SpendLine.objects.count() == 1
    assert SpendImport.objects.first().projects_unchanged == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "--portfolio"),
        (["--portfolio", "999"], "There is no portfolio 999."),
        (["--check", "--map", "amount=Cost"], "There is no column “Cost”."),
        (["--check", "--map", "price=Amount"], "There is no field “price”"),
        (["--check", "--where", "Amount"], "write it with an equals sign"),
        (["--check", "--financial-year", "soon"], "write it as 2025/26"),
        (["--check", "--header-row", "9"], "Row 9 is empty"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(path, db, arguments, sentence):
    code, _, error = run(path, *arguments)

    assert code == 2
    assert sentence in error


def test_file_that_is_not_there(tmp_path):
    code, _, error = run(tmp_path / "none.csv", "--check")

    assert (code, error.startswith("There is no file")) == (2, True)


def test_year_that_is_missing_is_asked_for_only_when_it_matters(tmp_path, portfolio):
    path = tmp_path / "list.csv"
    path.write_text("Reference,Project,Amount\nP1,Clinic,1\n", encoding="utf-8")

    assert run(path, "--check")[0] == 0
    assert "add --financial-year" in run(path, "--portfolio", portfolio.pk)[2]
    assert run(path, "--portfolio", portfolio.pk, "--financial-year", "2025/26")[0] == 0
    assert SpendLine.objects.get().financial_year == 2025


def test_every_option_at_once(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        "Title of report;;;;\nWho;What;Kind;Sum A;Sum B\n"
        "Age Well;Clinic;D;1,5;9\nAge Well;Home;D;2;9\nRoof;Shelter;R;4;9\n",
        encoding="cp1252",
    )
    code, said, _ = run(
        path, "--check", "--json", "--header-row", 2, "--map", 'amount="Sum A"', "--map", "name=What",
        "--group-by", "Who", "--where", "Kind=D", "--unit", "thousands", "--financial-year", "2024/25",
        "--basis", "actual", "--encoding", "cp1252", "--delimiter", ";",
    )  # fmt: skip
    found = json.loads(said)

    assert code == 0
    assert (found["rows_read"], found["projects"], found["total"]) == (2, 1, 3500)
    assert found["totals"] == [{"financial_year": "2024/25", "basis": "actual", "total": 3500}]
    assert found["mapping"] == {"amount": "Sum A", "name": "What"}

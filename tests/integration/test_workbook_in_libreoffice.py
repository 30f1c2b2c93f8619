"""LibreOffice opens the workbook, recalculates it and finds what we wrote."""

import shutil
import subprocess
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.domain.lens import Lens
from reports.workbook.build import write_workbook
from tests.conftest import skip_or_fail
from tests.factories.judged import Case, make_judgements, make_source

VALUES = [
    "Children",
    "children",
    "=1+1",
    "*",
    ">5",
    "TRUE",
    "007",
    "May 2025",
    "O'Brien's",
    "أطفال",
    "",
]


@pytest.fixture(scope="module")
def soffice():
    return shutil.which("soffice") or skip_or_fail("no LibreOffice: install libreoffice-calc")


@pytest.fixture
def recalculate(soffice, tmp_path):
    """The workbook as LibreOffice writes it after working out every formula anew."""

    def convert(file):
        given = tmp_path / "given.xlsx"
        given.write_bytes(file.getvalue())
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        kind = "xlsx:Calc MS Excel 2007 XML"
        subprocess.run(
            [soffice, "--headless", profile, "--convert-to", kind, "--outdir", "out", given],
            check=True,
            capture_output=True,
            cwd=tmp_path,
            timeout=180,
        )
        return load_workbook(tmp_path / "out" / "given.xlsx", data_only=True)

    return convert


def test_recalculated_cells_are_those_written_and_every_check_reads_ok(recalculate):
    cases = [
        Case(
            100_003 * n + 1,
            [(10_000, 0, 0, 0), (3_333, 3_333, 3_334, 0)],
            directorate=value,
            theme=VALUES[-n % 7],
        )
        for n, value in enumerate(VALUES * 2, start=1)
    ]
    cases += [Case(500), Case(-700, [(0, 0, 0, 10_000)]), Case(9, left_out="too_small")]
    file = BytesIO()
    crossings = (("directorate", "theme"), ("theme", "size"))
    lens = Lens(by="directorate", sheets=("directorate", "theme"), crossings=crossings)
    write_workbook(make_source(make_judgements(cases), lens), file)
    written, found = load_workbook(file, data_only=True), recalculate(file)
    assert found.sheetnames == written.sheetnames
    assert "Directorate by theme" in found.sheetnames
    differing = [
        (sheet.title, cell.coordinate, cell.value, found[sheet.title][cell.coordinate].value)
        for sheet in written
        for row in sheet.iter_rows()
        for cell in row
        if not alike(cell.value, found[sheet.title][cell.coordinate].value)
    ]
    assert differing == []
    assert found["Summary"]["C10"].value == "OK"


def alike(one, other):
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) < 1e-9
    return (one or None) == (other or None)

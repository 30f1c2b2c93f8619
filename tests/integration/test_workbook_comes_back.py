"""The Projects sheet of a workbook can be imported into another installation."""

import json

import pytest
from django.core.management import call_command

from tests.factories.finished import make_large_room

pytestmark = pytest.mark.django_db


def test_projects_sheet_is_read_whole_by_the_import(tmp_path, capsys):
    room = make_large_room(40)
    file = str(tmp_path / "workbook.xlsx")
    call_command("export_workbook", room.workshop.join_code, "--output", file)
    capsys.readouterr()
    with pytest.raises(SystemExit, match="0"):
        call_command("import_projects", file, "--sheet", "Projects", "--check", "--json")
    read = json.loads(capsys.readouterr().out)
    assert (read["projects"], read["rows_rejected"]) == (40, 0)
    assert round(read["total"] * 100) == sum(int(p.amount * 100) for p in room.projects)
    assert {"reference", "name", "amount", "description", "directorate"} <= set(read["mapping"])

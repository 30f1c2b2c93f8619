"""Text that people and files wrote, made fit for a workbook."""

import re

from hypothesis import given
from hypothesis import strategies as st

from reports.workbook.safe_text import CUT, LONGEST_CELL, cell_text, headings, sheet_name


def test_long_text_is_cut_with_a_mark():
    cut = cell_text("a" * 40_000)
    assert len(cut) == LONGEST_CELL
    assert cut.endswith(CUT)


def test_length_counts_as_excel_counts():
    cut = cell_text("🪣" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert cut.startswith("🪣")


def test_control_characters_go():
    assert cell_text("a\x00b\x0bc\ud800d\uffff") == "abcd"


def test_what_looks_escaped_stays_itself():
    assert cell_text("_x0041_") == "_x005F_x0041_"


def test_sheet_names_are_legal():
    assert sheet_name("By who/what: [all]*?\\", []) == "By who what all"
    assert sheet_name("'quoted'", []) == "quoted"
    assert sheet_name("", []) == "Sheet"
    assert sheet_name("summary", ["Summary"]) == "summary (2)"


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_names_give_legal_sheet_names(wanted):
    taken: list[str] = []
    for text in wanted:
        taken.append(sheet_name(text, taken))
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert 1 <= len(name) <= 31
        assert not re.search(r"[\\/*?:\[\]]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")


@given(st.lists(st.text(max_size=300), max_size=12))
def test_headings_differ_by_more_than_case(wanted):
    found = headings(wanted)
    assert len(found) == len(wanted)
    assert len({name.casefold() for name in found}) == len(found)
    assert all(name and len(name) <= 255 for name in found)

"""Dates by column, and the financial years they fall in."""

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.domain.dates import DateOrder, NotADate, find_date_evidence, parse_date
from projects.domain.financial_year import FinancialYear

DAY, MONTH = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2020, 8, 1), date(2020, 8, 1)),
        (datetime(2020, 8, 1, 13, 30), date(2020, 8, 1)),  # noqa: DTZ001  # cells know no zone
        ("2020-08-01", date(2020, 8, 1)),
        ("2022-05-03T18:09:56Z", date(2022, 5, 3)),
        ("20141104", date(2014, 11, 4)),
        ("01/08/2020", date(2020, 8, 1)),
        ("1.8.20", date(2020, 8, 1)),
        ("13-03-2015", date(2015, 3, 13)),
        ("01/02/2020 00:00", date(2020, 2, 1)),
        ("04 Nov  2014", date(2014, 11, 4)),
        ("12th October, 2014", date(2014, 10, 12)),
        ("06-Dec-10", date(2010, 12, 6)),
        ("Dec 3, 2014", date(2014, 12, 3)),
        ("Mon 3 Feb 2020", date(2020, 2, 3)),
        ("Nov-14", date(2014, 11, 1)),
        ("October 2014", date(2014, 10, 1)),
        ("2014-11", date(2014, 11, 1)),
        ("July to September 2014", date(2014, 7, 1)),
        ("Tuesday, October 18, 2011", date(2011, 10, 18)),
        (45108, date(2023, 7, 1)),
        ("45108", date(2023, 7, 1)),
    ],
)
def test_date_is_read_day_first(cell, day):
    assert parse_date(cell, DAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bad date 1",
        "31/02/2020",
        "2020",
        "12 Foo 2020",
        "99/99/99",
        "2024-25",
        "Jan 2014 - Jun 2014",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(NotADate):
        parse_date(text, DAY)


def test_order_of_a_column_follows_its_certain_dates():
    american = find_date_evidence(["08/01/2020", "08/12/2020", "8/31/2020"])
    british = find_date_evidence(["01/08/2020", "13/08/2020"])

    assert (american.order, american.is_certain) == (MONTH, True)
    assert (british.order, british.is_certain) == (DAY, True)
    assert parse_date("08/01/2020", american.order) == date(2020, 8, 1)


def test_order_without_certain_dates_is_day_first_and_said_to_be_assumed():
    evidence = find_date_evidence(["01/02/2020", "03/04/2020"])

    assert (evidence.order, evidence.is_certain, evidence.either) == (DAY, False, 2)


def test_certain_date_is_read_in_its_only_way():
    assert parse_date("8/31/2020", DAY) == date(2020, 8, 31)
    assert parse_date("31/8/2020", MONTH) == date(2020, 8, 31)


def test_dates_of_two_styles_are_counted():
    evidence = find_date_evidence(["01/08/2020", "13/08/2020", "2020-08-14", date(2020, 8, 15)])

    assert evidence.second_style_count == 2


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31)))
def test_every_written_form_gives_the_same_day(day):
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d-%b-%Y", "%Y%m%d"):
        assert parse_date(day.strftime(form), DAY) == day
    assert parse_date(day.strftime("%m/%d/%Y"), MONTH) == day


@given(st.text(max_size=25))
def test_any_text_is_a_date_or_a_sentence(text):
    for order in DateOrder:
        with suppress(NotADate):
            assert isinstance(parse_date(text, order), date)


def test_financial_year_ends_on_31_march():
    assert FinancialYear.of(date(2026, 3, 31)) == FinancialYear(2025)
    assert FinancialYear.of(date(2026, 4, 1)) == FinancialYear(2026)
    assert FinancialYear(2025).first_day == date(2025, 4, 1)
    assert FinancialYear(2025).last_day == date(2026, 3, 31)


def test_financial_year_is_shown_with_two_figures_of_the_second():
    assert str(FinancialYear(2025)) == "2025/26"
    assert str(FinancialYear(1999)) == "1999/00"


@pytest.mark.parametrize(
    "text", ["2025/26", "2025-26", "2025–26", "2025/2026", "FY25/26", "FY 2025-26", "2025 / 26"]
)
def test_financial_year_is_read(text):
    assert FinancialYear.parse(text) == FinancialYear(2025)


@pytest.mark.parametrize("text", ["", "2025", "2025/27", "25", "next year", "2025-08-01"])
def test_what_is_no_financial_year_is_refused(text):
    with pytest.raises(ValueError, match="write it as 2025/26"):
        FinancialYear.parse(text)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Revenue outturn 2017-18: summary", 2017),
        ("Payments 2012-13 P10", 2012),
        ("1999/00", 1999),
        ("no year", None),
        ("18-09-2018", None),
    ],
)
def test_financial_year_in_a_title(text, year):
    found = FinancialYear.find(text)
    assert (found.starting_year if found else None) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [("spend_july_2023.csv", 2023), ("March 2024", 2023), ("2024-03", 2023), ("maybe 12", None)],
)
def test_month_in_a_title_tells_the_year(text, year):
    found = FinancialYear.find_month(text)
    assert (found.starting_year if found else None) == year


@given(st.integers(min_value=1970, max_value=2098))
def test_every_financial_year_comes_back_from_its_shown_form(starting_year):
    year = FinancialYear(starting_year)
    assert FinancialYear.parse(str(year)) == year

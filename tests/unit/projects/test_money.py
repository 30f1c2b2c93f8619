"""Amounts in every style that councils and funders write."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.domain.cells import NOT_CALCULATED, CellFault
from projects.domain.money import (
    NotAnAmount,
    Unit,
    format_pounds,
    format_pounds_short,
    parse_amount,
    uses_decimal_comma,
)


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [
        (1234, "1234.00"),
        (1234.5, "1234.50"),
        (12.340000000000002, "12.34"),
        ("1234", "1234.00"),
        ("£1,234.50", "1234.50"),
        ("£ 1,234.50", "1234.50"),
        (" 83,379.00 ", "83379.00"),
        ("(1,234.50)", "-1234.50"),
        ("(£5.00)", "-5.00"),
        ("-£5", "-5.00"),
        ("£-5", "-5.00"),
        ("1,234.50-", "-1234.50"),
        ("−5", "-5.00"),
        ("1,234.50 CR", "-1234.50"),
        ("1\u00a0234.50", "1234.50"),
        ("454\u202f000", "454000.00"),
        ("GBP 1,000", "1000.00"),
        ("€10", "10.00"),
        ("\ufffd1,200.00", "1200.00"),
        ("Â£15", "15.00"),
        (".5", "0.50"),
        ("£15k", "15000.00"),
        ("1.5m", "1500000.00"),
        ("0", "0.00"),
    ],
)
def test_amount_is_read_to_the_penny(cell, pounds):
    assert str(parse_amount(cell).pounds) == pounds
    assert not parse_amount(cell).is_rounded


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        (" 454 000,00    ", "454000.00"),
        ("1.234.567,89", "1234567.89"),
        ("2000,5", "2000.50"),
        ("12", "12.00"),
        ("-1.000,00", "-1000.00"),
    ],
)
def test_decimal_comma(text, pounds):
    assert str(parse_amount(text, decimal_comma=True).pounds) == pounds


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (None, "blank: write a number, or 0"),
        ("", "blank: write a number, or 0"),
        ("   ", "blank"),
        ("…", "not known: write a number, or 0"),
        ("...", "not known"),
        ("N/A", "not known"),
        ("n/a", "not known"),
        ("-", "not known"),
        ("TBC", "not known"),
        ("see note 4", "not a number"),
        ("12%", "percentage"),
        ("1.2E+05", "digits may be lost"),
        ("12,34", "commas and points"),
        ("1.234,50", "commas and points"),
        ("12 34", "space where no thousands"),
        (True, "yes or no"),
        (date(2025, 4, 1), "date, not an amount"),
        (float("nan"), "not a number"),
        (10**14, "too large"),
        (CellFault("#DIV/0!"), "holds the error #DIV/0!"),
        ("#REF!", "holds the error #REF!"),
        (CellFault(NOT_CALCULATED), "open the file in Excel"),
    ],
)
def test_what_is_no_amount_is_refused_and_never_zero(cell, sentence):
    with pytest.raises(NotAnAmount, match=sentence):
        parse_amount(cell)


@pytest.mark.parametrize("cell", [12.3456, "12.345", "89042.144"])
def test_more_than_two_decimals_are_reported(cell):
    assert parse_amount(cell).is_rounded


@pytest.mark.parametrize("cell", [0.1 + 0.2, 100 * 1.1, "110.00000000000001"])
def test_float_noise_is_not_reported(cell):
    assert not parse_amount(cell).is_rounded


@pytest.mark.parametrize(
    ("cell", "unit", "pounds"),
    [
        (27389, Unit.THOUSANDS, "27389000.00"),
        ("1.5", Unit.MILLIONS, "1500000.00"),
        (-22588.71843, Unit.THOUSANDS, "-22588718.43"),
    ],
)
def test_unit_multiplies_before_rounding(cell, unit, pounds):
    assert str(parse_amount(cell, unit=unit).pounds) == pounds
    assert not parse_amount(cell, unit=unit).is_rounded


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_every_amount_comes_back_from_its_shown_form(amount):
    assert parse_amount(format_pounds(amount)).pounds == amount
    assert parse_amount(f"({abs(amount):,})").pounds == -abs(amount)


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_sentence(text):
    for decimal_comma in (False, True):
        with suppress(NotAnAmount):
            assert parse_amount(text, decimal_comma=decimal_comma).pounds.is_finite()


def test_decimal_comma_is_decided_by_the_column():
    assert uses_decimal_comma([" 454 000,00 ", "25 000,00", "12"])
    assert uses_decimal_comma(["2.254,62 €", "90 €", "1.000,00 EUR"])
    assert uses_decimal_comma(["£1.234.567", "£12.500", "£900"])
    assert not uses_decimal_comma(["1,234.50", "12,345", "7"])
    assert not uses_decimal_comma(["£1,234,567", "£12.50 CR"])


@pytest.mark.parametrize(
    ("amount", "full", "short"),
    [
        ("1234.5", "£1,234.50", "£1.23k"),
        ("1500000", "£1,500,000.00", "£1.5m"),
        ("24000", "£24,000.00", "£24k"),
        ("999999", "£999,999.00", "£1m"),
        ("950", "£950.00", "£950"),
        ("0", "£0.00", "£0"),
        ("-12.3", "−£12.30", "−£12"),
        ("2340000000", "£2,340,000,000.00", "£2.34bn"),
    ],
)
def test_pounds_are_shown(amount, full, short):
    assert format_pounds(Decimal(amount)) == full
    assert format_pounds_short(Decimal(amount)) == short

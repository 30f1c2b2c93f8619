"""Rows that sum up those below them: named where they may be totals, set aside where the file proves it."""

from decimal import Decimal

import pytest

from projects.domain.rollups import find_rollups
from tests.unit.projects.sheets import kinds, read

GROUPS = """
Service | 2023/24 | 2024/25
Adults | 3000 | 3300
Falls clinic | 1000 | 1100
Night shelter | 2000 | 2200
Children | 700 | 770
Youth club | 300 | 330
Family hub | 400 | 440
"""


@pytest.mark.parametrize(
    ("amounts", "places"),
    [
        ([30, 10, 20, 7, 3, 4], [0, 3]),
        ([30, 10, 20, 0, 7, 7, 9, 4, 5], [0, 4, 6]),
        ([60, 10, 20, 30], [0]),
        ([30, 10, 20], []),  # three amounts may be so by chance
        ([30, 10, 20, 7, 3, 5], []),
        ([5, 5, 5, 5], []),
        ([0, 0, 0, 0], []),
        ([], []),
    ],
)
def test_only_a_list_that_divides_as_a_whole_is_believed(amounts, places):
    assert find_rollups([Decimal(amount) for amount in amounts]) == places


def test_groups_above_their_parts_are_counted_and_asked_about():
    result = read(GROUPS)

    assert result.total == Decimal(15540)
    (warning,) = result.warnings
    assert (warning.message, warning.rows) == (
        "2 rows are each as much as the rows below them; they were counted. Are they totals?",
        [2, 5],
    )


def test_groups_are_set_aside_where_the_grand_total_counts_them_once():
    result = read(GROUPS + "Grand Total | 3700 | 4070\n")

    assert (result.total, result.control_total) == (Decimal(7770), Decimal(7770))
    assert [(row.row, row.reason) for row in result.set_aside] == [
        (2, "it sums up the rows below"),
        (5, "it sums up the rows below"),
        (8, "a total row"),
    ]
    assert kinds(result) == {"total_rows_set_aside": 1}

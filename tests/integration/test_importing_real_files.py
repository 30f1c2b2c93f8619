"""Every real file, through the pages, by a person who answers only what is asked."""

from decimal import Decimal

import pytest
from django.db.models import Sum

from projects.models import SpendImport, SpendLine
from tests.integration.importing import admin_with_portfolio, confirm, go_to_preview

pytestmark = pytest.mark.django_db

YEAR = {"default_year": "2025/26"}
# file, what a person has to say, rows taken, rows handed back, projects, total
FILES = [
    ("A01_abct_grants_360giving.xlsx", {}, 783, 0, 783, "12785625.00"),
    ("A03_trafford_council_grants_360giving.csv", {}, 555, 0, 555, "1291436.54"),
    (
        "A06_sport_england_exchequer.csv",
        {"rows": {"rows": "reference"}},
        2434,
        0,
        1646,
        "510872121.00",
    ),
    ("A06_sport_england_exchequer.csv", {"rows": {"rows": "each"}}, 2434, 0, 2434, "510872121.00"),
    ("A13_two_grants.csv", {}, 2, 0, 2, "331495.00"),
    ("A13_two_grants.xlsx", {}, 2, 0, 2, "331495.00"),
    ("A13_two_grants.ods", {}, 2, 0, 2, "331495.00"),
    (
        "B01_gla_payments_2014-15_P08.csv",
        {"rows": {"rows": "reference"}},
        717,
        0,
        None,
        "53577468.86",
    ),
    (
        "B03_gla_payments_2012-13_P10.csv",
        {"rows": {"rows": "reference"}},
        860,
        0,
        None,
        "66938627.74",
    ),
    (
        "B10_revenue_outturn_RS_2017-18.xlsx",
        {"columns": {"amount_column": "Public Health"}},
        444,
        1,
        444,
        "3365435344.44",
    ),
    (
        "B12_epsom_st_helier_nhs_2020-08_usdates.csv",
        {"rows": {"rows": "reference"}},
        193,
        0,
        None,
        "21105897.88",
    ),
    (
        "B15_royal_free_nhs_2020-Q1.csv",
        {"rows": {"rows": "reference"}},
        840,
        1,
        None,
        "155843165.64",
    ),
    (
        "B20_montpellier_budget_2015.csv",
        {"rows": {"only": ("D/R", "D")}},
        1140,
        0,
        None,
        "503406512.00",
    ),
    ("B25_two_grants_cp1252.csv", {}, 2, 0, 2, "331495.00"),
    ("B26_five_grants_four_invalid.xlsx", {}, 1, 4, 1, "1000.00"),
]


@pytest.mark.parametrize(("name", "said", "taken", "rejected", "projects", "total"), FILES)
def test_real_file_is_brought_in(shared_data, name, said, taken, rejected, projects, total):
    client, portfolio = admin_with_portfolio()
    spend_import, _ = go_to_preview(client, portfolio, shared_data / name, **said)
    done = confirm(client, spend_import)
    assert done.status == SpendImport.Status.CONFIRMED
    assert (done.rows_accepted, done.rows_rejected) == (taken, rejected)
    assert done.total == Decimal(total)
    assert SpendLine.objects.aggregate(total=Sum("amount"))["total"] == Decimal(total)

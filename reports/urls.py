"""Addresses of summaries and their downloads."""

from django.urls import path

from reports.views import (
    api_tokens,
    compare,
    downloads,
    paper,
    project,
    published,
    published_files,
    publishing,
    summary,
    workbooks,
)
from reports.views.api import api, description

urlpatterns = [
    path("api/openapi.json", description, name="api-description"),
    path("api/", api.urls),
    path("organisations/<slug:slug>/tokens/", api_tokens.api_tokens, name="api-tokens"),
    path(
        "organisations/<slug:slug>/tokens/<int:pk>/withdraw/",
        api_tokens.api_token_withdraw,
        name="api-token-withdraw",
    ),
    path("workshops/<int:pk>/summary/", summary.summary, name="summary"),
    path("workshops/<int:pk>/summary/look/", summary.summary_look, name="summary-look"),
    path("workshops/<int:pk>/summary/compare/", compare.summary_compare, name="summary-compare"),
    path(
        "workshops/<int:pk>/summary/compare.csv",
        compare.summary_compare_csv,
        name="summary-compare-csv",
    ),
    path(
        "workshops/<int:pk>/summary/compare.xlsx",
        compare.summary_compare_workbook,
        name="summary-compare-workbook",
    ),
    path("workshops/<int:pk>/summary/print/", paper.summary_print, name="summary-print"),
    path(
        "workshops/<int:pk>/summary/projects/<int:project_pk>/",
        project.summary_project,
        name="summary-project",
    ),
    path("workshops/<int:pk>/summary/publish/", publishing.summary_publish, name="summary-publish"),
    path(
        "workshops/<int:pk>/summary/publish/<int:version>/withdraw/",
        publishing.summary_withdraw,
        name="summary-withdraw",
    ),
    path("published/<str:token>/", published.published_summary, name="published-summary"),
    path(
        "published/<str:token>/summary.xlsx",
        published_files.published_workbook,
        name="published-workbook",
    ),
    path("published/<str:token>/summary.csv", published_files.published_csv, name="published-csv"),
    path(
        "published/<str:token>/summary.json", published_files.published_json, name="published-json"
    ),
    path("workshops/<int:pk>/summary.xlsx", downloads.summary_workbook, name="summary-workbook"),
    path(
        "workshops/<int:pk>/summary/workbook/",
        workbooks.workbook_choose,
        name="summary-workbook-choose",
    ),
    path(
        "workshops/<int:pk>/summary/workbook/make/",
        workbooks.workbook_make,
        name="summary-workbook-make",
    ),
    path(
        "workshops/<int:pk>/summary/workbook/<int:build_pk>/",
        workbooks.workbook_build,
        name="summary-workbook-build",
    ),
    path(
        "workshops/<int:pk>/summary/workbook/<int:build_pk>/file/",
        workbooks.workbook_file,
        name="summary-workbook-file",
    ),
    path("workshops/<int:pk>/summary.csv", downloads.summary_csv, name="summary-csv"),
    path("workshops/<int:pk>/summary.json", downloads.summary_json, name="summary-json"),
]

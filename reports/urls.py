"""Addresses of summaries and their downloads."""

from django.urls import path

from reports.views import downloads, summary

urlpatterns = [
    path("workshops/<int:pk>/summary/", summary.summary, name="summary"),
    path("workshops/<int:pk>/summary/look/", summary.summary_look, name="summary-look"),
    path("workshops/<int:pk>/summary/print/", downloads.stub, name="summary-print"),
    path("workshops/<int:pk>/summary.csv", downloads.stub, name="summary-csv"),
    path("workshops/<int:pk>/summary.xlsx", downloads.summary_workbook, name="summary-workbook"),
    path(
        "workshops/<int:pk>/summary/projects/<int:project_pk>/",
        downloads.stub,
        name="summary-project",
    ),
]

"""Addresses of portfolios, projects and imports."""

from django.urls import URLPattern, URLResolver, include, path

from projects.views import (
    import_columns,
    import_preview,
    import_progress,
    import_sheet,
    import_start,
    imports,
    portfolios,
    project_changes,
    project_pages,
    project_split,
    projects_bulk,
    returned_rows,
)

import_urls: list[URLPattern | URLResolver] = [
    path("", imports.import_detail, name="import-detail"),
    path("progress/", import_progress.import_progress, name="import-progress"),
    path("sheet/", import_sheet.import_sheet, name="import-sheet"),
    path("reading/", import_sheet.import_reading, name="import-reading"),
    path("columns/", import_columns.import_columns, name="import-columns"),
    path("rows/", import_columns.import_rows, name="import-rows"),
    path("preview/", import_preview.import_preview, name="import-preview"),
    path("confirm/", import_preview.import_confirm, name="import-confirm"),
    path("original/", imports.import_original, name="import-original"),
    path("rows-to-mend/", returned_rows.import_returned, name="import-returned"),
    path("undo/", imports.import_undo, name="import-undo"),
    path("leave/", imports.import_leave, name="import-leave"),
]

portfolio_urls: list[URLPattern | URLResolver] = [
    path("", portfolios.portfolio_detail, name="portfolio-detail"),
    path("projects/<int:project_pk>/", project_pages.project_detail, name="project-detail"),
    path("projects/<int:project_pk>/edit/", project_changes.project_edit, name="project-edit"),
    path(
        "projects/<int:project_pk>/amounts/",
        project_changes.project_amounts,
        name="project-amounts",
    ),
    path(
        "projects/<int:project_pk>/archive/",
        project_changes.project_archive,
        name="project-archive",
    ),
    path("projects/<int:project_pk>/split/", project_split.project_split, name="project-split"),
    path("projects/several/", projects_bulk.projects_bulk, name="projects-bulk"),
    path("import/", import_start.import_new, name="import-new"),
    path("import/template/", import_start.import_template, name="import-template"),
    path("imports/", imports.import_list, name="import-list"),
    path("imports/<int:import_pk>/", include(import_urls)),
]

urlpatterns = [
    path("portfolios/new/", portfolios.portfolio_new, name="portfolio-new"),
    path("portfolios/<int:pk>/", include(portfolio_urls)),
]

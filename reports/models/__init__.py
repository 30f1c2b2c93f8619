"""The records of reports: what was published, who may fetch, and long workbooks on their way."""

from reports.models.api_token import ApiToken
from reports.models.published_summary import PublishedSummary
from reports.models.workbook_build import WorkbookBuild

__all__ = ["ApiToken", "PublishedSummary", "WorkbookBuild"]

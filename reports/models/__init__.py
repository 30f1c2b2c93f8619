"""The records of reports: they read workshops, and keep only what was published and who may fetch."""

from reports.models.api_token import ApiToken
from reports.models.published_summary import PublishedSummary

__all__ = ["ApiToken", "PublishedSummary"]

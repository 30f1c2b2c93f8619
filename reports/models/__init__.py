"""The records of reports: they read workshops, and keep only what was published."""

from reports.models.published_summary import PublishedSummary

__all__ = ["PublishedSummary"]

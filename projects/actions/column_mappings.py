"""Remembering how an organisation mapped a set of headings."""

from datetime import datetime
from typing import Any

from projects.domain.interpretation import Interpretation
from projects.domain.proposal import headings_digest
from projects.models import ColumnMapping


def remember_mapping(
    *, organisation_id: int, interpretation: Interpretation, now: datetime
) -> ColumnMapping:
    """Kept under the headings, so that next year's file of the same shape is read the same way."""
    mapping, _ = ColumnMapping.objects.update_or_create(
        organisation_id=organisation_id,
        headings_digest=headings_digest(interpretation.headings),
        defaults={"mapping": _by_headings(interpretation), "used_at": now},
    )
    return mapping


def _by_headings(how: Interpretation) -> dict[str, Any]:
    return {
        "mapping": {name.value: how.heading(index) for name, index in how.columns.items()},
        "group_by": [how.heading(index) for index in how.group_by],
        "where": [[how.heading(f.column), f.value] for f in how.where],
        "left_out": [how.heading(index) for index in sorted(how.left_out)],
        "unit": how.unit.value,
    }

"""Whether what a preview showed is still so."""

import hashlib
import json

from django.db.models import Count, Max

from projects.models import Project, ProjectChange, SpendImport, SpendLine


def preview_stamp(spend_import: SpendImport) -> str:
    """The same as long as neither the portfolio nor what was said about the file changes."""
    portfolio = spend_import.portfolio_id
    facts = [
        spend_import.choices,
        Project.objects.filter(portfolio=portfolio).aggregate(Count("pk"), Max("updated_at")),
        SpendLine.objects.filter(project__portfolio=portfolio).aggregate(Count("pk"), Max("pk")),
        ProjectChange.objects.filter(project__portfolio=portfolio).aggregate(Max("pk")),
        SpendImport.objects.filter(portfolio=portfolio).aggregate(
            Max("confirmed_at"), Max("undone_at")
        ),
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()[:32]

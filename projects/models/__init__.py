from projects.models.described import DESCRIBED_FIELDS, DescribedProject, Duty
from projects.models.fields import MoneyField
from projects.models.portfolio import Basis, Nature, Portfolio, Project, ProjectChange, SpendLine
from projects.models.spend_import import ColumnMapping, SpendImport

__all__ = [
    "DESCRIBED_FIELDS",
    "Basis",
    "ColumnMapping",
    "DescribedProject",
    "Duty",
    "MoneyField",
    "Nature",
    "Portfolio",
    "Project",
    "ProjectChange",
    "SpendImport",
    "SpendLine",
]

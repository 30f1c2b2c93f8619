"""People, the organisations they belong to, and how they are asked in."""

from assessors.models.audit import AuditEntry, AuditKind, AuditSource
from assessors.models.invitation import Invitation
from assessors.models.organisation import EntryRefused, Membership, Organisation, Role
from assessors.models.provider import SignInProvider, SpokenDomain
from assessors.models.user import User

__all__ = [
    "AuditEntry",
    "AuditKind",
    "AuditSource",
    "EntryRefused",
    "Invitation",
    "Membership",
    "Organisation",
    "Role",
    "SignInProvider",
    "SpokenDomain",
    "User",
]

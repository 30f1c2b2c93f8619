"""Limiting a role to chosen portfolios. Admins are never limited."""

from collections.abc import Collection

from assessors.actions.auditing import write_audit
from assessors.actions.errors import PeopleError
from assessors.models import AuditKind, Invitation, Membership, Organisation, Role

Reach = Collection[int] | None
"""Portfolios by number; None for all of the organisation's, also those still to come."""


def set_reach(*, of: Membership | Invitation, reach: Reach) -> bool:
    """Whether that changes anything. The caller holds the organisation's row and the transaction."""
    wanted = None if of.role == Role.ADMIN or reach is None else set(reach)
    if wanted is not None:
        _refuse_strange(of.organisation, wanted)
    before = set(of.portfolios.values_list("pk", flat=True)) if of.is_limited else None
    if wanted == before:
        return False
    of.is_limited = wanted is not None
    of.save(update_fields=["is_limited"])
    of.portfolios.set(wanted or ())
    return True


def record_reach(*, membership: Membership, by: Membership) -> None:
    write_audit(
        organisation=membership.organisation_id,
        kind=AuditKind.REACH_CHANGED,
        by=by.user_id,
        subject=membership.user_id,
        sees=membership.reach_words,
    )


def _refuse_strange(organisation: Organisation, numbers: set[int]) -> None:
    if not numbers:
        raise PeopleError("Choose at least one portfolio, or all of them.")
    if organisation.portfolios.filter(pk__in=numbers).count() != len(numbers):
        raise PeopleError("One of these portfolios is gone. Choose again.")

"""Making organisations, and who belongs to them."""

from django.db import transaction
from django.utils.text import slugify

from assessors.actions.auditing import write_audit
from assessors.actions.errors import PeopleError
from assessors.actions.reach import Reach, record_reach, set_reach
from assessors.models import AuditKind, Membership, Organisation, Role, User


@transaction.atomic
def create_organisation(*, name: str, by: User) -> Organisation:
    """A new organisation whose first admin is the person who makes it."""
    organisation = Organisation.objects.create(name=name.strip(), slug=_free_slug(name))
    Membership.objects.create(organisation=organisation, user=by, role=Role.ADMIN)
    write_audit(organisation=organisation.pk, kind=AuditKind.ORGANISATION_MADE, by=by.pk)
    return organisation


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for number in range(1, len(taken) + 2)
        if (slug := base if number == 1 else f"{base}-{number}") not in taken
    )


@transaction.atomic
def change_member(*, membership: Membership, role: str, reach: Reach, by: Membership) -> Membership:
    """Give a member this role, in these portfolios, or change nothing at all."""
    locked = change_role(membership=membership, role=role, by=by)
    if set_reach(of=locked, reach=reach):
        record_reach(membership=locked, by=by)
    return locked


@transaction.atomic
def set_second_factor_rule(*, is_required: bool, by: Membership) -> Organisation:
    """Ask every member for a second factor, or stop asking. Who asks must have one."""
    locked = Organisation.objects.select_for_update().get(pk=by.organisation_id)
    manager = Membership.objects.select_related("user").filter(pk=by.pk).first()
    if manager is None or not manager.can_manage:
        raise PeopleError("Only an admin of this organisation can do that.")
    if is_required and not manager.user.has_second_factor:
        raise PeopleError("Set up a second factor yourself first, or you would lock yourself out.")
    if locked.requires_second_factor == is_required:
        return locked
    locked.requires_second_factor = is_required
    locked.save(update_fields=["requires_second_factor"])
    write_audit(
        organisation=locked.pk,
        kind=AuditKind.SECOND_FACTOR_RULE,
        by=by.user_id,
        required="yes" if is_required else "no",
    )
    return locked


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: Membership) -> Membership:
    """Give a member another role. Refuses to leave an organisation without an admin."""
    if role not in Role.values:
        raise PeopleError("Choose one of the three roles.")
    locked = _locked_member(membership, by=by)
    if role != Role.ADMIN:
        _refuse_last_admin(locked)
    before = locked.role
    if role == before:
        return locked
    locked.role = role
    if role == Role.ADMIN and set_reach(of=locked, reach=None):
        record_reach(membership=locked, by=by)
    locked.save(update_fields=["role"])
    write_audit(
        organisation=locked.organisation_id,
        kind=AuditKind.ROLE_CHANGED,
        by=by.user_id,
        subject=locked.user_id,
        before=before,
        after=role,
    )
    return locked


@transaction.atomic
def remove_member(*, membership: Membership, by: Membership) -> User:
    """End a membership; the person's account and their work stay. Returns who was removed."""
    locked = _locked_member(membership, by=by)
    _refuse_last_admin(locked)
    locked.delete()
    write_audit(
        organisation=locked.organisation_id,
        kind=AuditKind.MEMBER_REMOVED,
        by=by.user_id,
        subject=locked.user_id,
        role=locked.role,
    )
    return locked.user


@transaction.atomic
def leave_organisation(*, membership: Membership) -> Organisation:
    """End one's own membership."""
    locked = _locked(membership)
    _refuse_last_admin(locked)
    locked.delete()
    write_audit(
        organisation=locked.organisation_id,
        kind=AuditKind.MEMBER_LEFT,
        by=locked.user_id,
        role=locked.role,
    )
    return locked.organisation


def _locked_member(membership: Membership, *, by: Membership) -> Membership:
    """The member as they are now, if `by` still manages the same organisation."""
    locked = _locked(membership)
    manager = Membership.objects.filter(pk=by.pk, organisation=locked.organisation_id).first()
    if manager is None or not manager.can_manage:
        raise PeopleError("Only an admin of this organisation can do that.")
    return locked


def _locked(membership: Membership) -> Membership:
    # Every change of admins takes the organisation's row first, so that two admins who remove
    # each other at the same moment come one after the other.
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    try:
        return Membership.objects.select_related("user", "organisation").get(pk=membership.pk)
    except Membership.DoesNotExist:
        raise PeopleError("This person has been removed already.") from None


def _refuse_last_admin(membership: Membership) -> None:
    admins = membership.organisation.memberships.filter(role=Role.ADMIN, user__is_active=True)
    if membership.role == Role.ADMIN and not admins.exclude(pk=membership.pk).exists():
        raise PeopleError(
            f"{membership.user.display_name} is the only admin of {membership.organisation}. "
            "Make somebody else an admin first."
        )

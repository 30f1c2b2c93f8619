"""The organisation that this user may see or change, asked once, at the door."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404

from assessors.models import Membership, Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from assessors.models import User


def membership_for(user: "User | AnonymousUser", slug: str) -> Membership:
    """The user's membership here; a stranger does not even learn that the organisation exists."""
    organisation = Organisation.objects.filter(slug=slug).first()
    membership = organisation.membership_of(user) if organisation else None
    if membership is None:
        raise Http404
    return membership


def managing_membership_for(user: "User | AnonymousUser", slug: str) -> Membership:
    membership = membership_for(user, slug)
    if not membership.can_manage:
        raise PermissionDenied
    return membership

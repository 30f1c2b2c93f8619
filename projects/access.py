"""The portfolio that this person may have: 404 for strangers, 403 for readers who try to write.

Every member reads, unless an admin has limited them to other portfolios; admins make portfolios,
bring files in and change projects.
"""

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from projects.models import Portfolio, Project, SpendImport

if TYPE_CHECKING:
    from assessors.models import Membership, User


class PortfolioDoor(NamedTuple):
    portfolio: Portfolio
    me: "Membership"


def membership_to_manage(user: "User", slug: str) -> "Membership":
    """The user's membership of the organisation they name, or of their only one, as its admin."""
    memberships = list(user.memberships.select_related("organisation"))
    named = [each for each in memberships if each.organisation.slug == slug]
    if slug and not named:
        raise Http404
    admins = [each for each in named or memberships if each.can_manage]
    if not admins:
        raise PermissionDenied
    chosen = max(admins, key=lambda each: user.may_enter(each.organisation))
    chosen.organisation.refuse_weak_sign_in(user)
    return chosen


def portfolio_to_read(user: "User", pk: int) -> PortfolioDoor:
    portfolio = get_object_or_404(Portfolio.objects.select_related("organisation"), pk=pk)
    me = portfolio.membership_of(user)
    if me is None:
        raise Http404
    return PortfolioDoor(portfolio, me)


def portfolio_to_manage(user: "User", pk: int) -> PortfolioDoor:
    door = portfolio_to_read(user, pk)
    if not door.me.can_manage:
        raise PermissionDenied
    return door


def project_in(portfolio: Portfolio, pk: int) -> Project:
    return get_object_or_404(portfolio.projects.select_related("parent"), pk=pk)


def import_in(portfolio: Portfolio, pk: int) -> SpendImport:
    return get_object_or_404(portfolio.spend_imports.select_related("uploaded_by"), pk=pk)

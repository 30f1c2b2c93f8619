"""The people of an organisation: who is in, who is asked, what each may do."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessors.access import managing_membership_for, membership_for
from assessors.actions.erasing import erase_person
from assessors.actions.errors import PeopleError
from assessors.actions.invitations import invite_person, withdraw_invitation
from assessors.actions.organisations import change_member, leave_organisation, remove_member
from assessors.forms.people import InviteForm, MemberForm
from assessors.mails import send_invitation
from assessors.models import Invitation, Membership, User
from assessors.queries.people import members_of, unanswered_invitations_of
from assessors.views.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people_list(request: SignedInRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        me = membership_for(request.user, slug)
        form = InviteForm(initial={"role": "facilitator"}, organisation=me.organisation)
        return _show_people(request, me, form)
    me = managing_membership_for(request.user, slug)
    form = InviteForm(request.POST, organisation=me.organisation)
    if form.is_valid() and _invite(request, me, form):
        return redirect("people", slug)
    return _show_people(request, me, form)


def _invite(request: SignedInRequest, me: Membership, form: InviteForm) -> bool:
    """Whether the invitation went out; otherwise the form says why not."""
    email, role = form.cleaned_data["email"], form.cleaned_data["role"]
    try:
        sent = invite_person(
            organisation=me.organisation,
            email=email,
            role=role,
            reach=form.reach,
            by=me,
            now=timezone.now(),
        )
    except PeopleError as error:
        form.add_error("email", str(error))
        return False
    if send_invitation(request, sent):
        messages.success(request, f"We mailed an invitation to {sent.invitation.email}.")
    else:
        messages.error(
            request,
            f"The mail to {sent.invitation.email} could not be sent. "
            "Check the mail settings of this installation, then invite them again.",
        )
    return True


def _show_people(request: SignedInRequest, me: Membership, form: InviteForm) -> HttpResponse:
    context = {
        "organisation": me.organisation,
        "me": me,
        "members": members_of(me.organisation),
        "invitations": unanswered_invitations_of(me.organisation) if me.can_manage else [],
        "form": form,
        "now": timezone.now(),
    }
    return render(
        request, "assessors/people_list.html", context, status=422 if form.errors else 200
    )


@login_required
@require_POST
def invitation_withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    me = managing_membership_for(request.user, slug)
    invitation = get_object_or_404(Invitation, pk=pk, organisation=me.organisation)
    try:
        withdraw_invitation(invitation=invitation, by=me, now=timezone.now())
        messages.success(request, f"The invitation to {invitation.email} no longer works.")
    except PeopleError as error:
        messages.error(request, str(error))
    return redirect("people", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_change(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    me = managing_membership_for(request.user, slug)
    member = get_object_or_404(members_of(me.organisation), pk=pk)
    form = MemberForm(request.POST or None, initial=_as_it_is(member), organisation=me.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            role = form.cleaned_data["role"]
            change_member(membership=member, role=role, reach=form.reach, by=me)
        except PeopleError as error:
            form.add_error("role", str(error))
        else:
            messages.success(request, f"What {member.user.display_name} may do is changed.")
            return redirect("people", slug)
    context = {"organisation": me.organisation, "me": me, "member": member, "form": form}
    status = 422 if form.errors else 200
    return render(request, "assessors/member_change.html", context, status=status)


def _as_it_is(member: Membership) -> dict[str, object]:
    return {
        "role": member.role,
        "sees": "some" if member.is_limited else "all",
        "portfolios": [each.pk for each in member.portfolios.all()],
    }


@login_required
@require_POST
def member_remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    me = managing_membership_for(request.user, slug)
    member = get_object_or_404(members_of(me.organisation), pk=pk)
    name = member.user.display_name
    try:
        removed = remove_member(membership=member, by=me)
        if "erase" in request.POST:
            _erase_unless_elsewhere(request, removed)
    except PeopleError as error:
        messages.error(request, str(error))
        return redirect("member-change", slug, pk)
    messages.success(request, f"{name} is removed from {me.organisation}.")
    return redirect("people", slug) if removed != request.user else redirect("home")


def _erase_unless_elsewhere(request: SignedInRequest, removed: User) -> None:
    """Who belongs to another organisation too is not ours to erase."""
    if removed.memberships.exists() or removed == request.user:
        messages.warning(
            request,
            f"The name of {removed.display_name} stays: they belong to another organisation too, "
            "or it is your own account.",
        )
    else:
        erase_person(user=removed, by=request.user, now=timezone.now())


@login_required
@require_POST
def organisation_leave(request: SignedInRequest, slug: str) -> HttpResponse:
    me = membership_for(request.user, slug)
    try:
        organisation = leave_organisation(membership=me)
    except PeopleError as error:
        messages.error(request, str(error))
        return redirect("account")
    messages.success(request, f"You have left {organisation}.")
    return redirect("account")

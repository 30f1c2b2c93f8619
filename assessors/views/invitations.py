"""Answering an invitation. Opening its link spends nothing: mail scanners open every link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessors.actions.errors import PeopleError
from assessors.actions.invitations import accept_invitation, accept_with_new_account
from assessors.forms.people import InvitationCodeForm, NewAccountForm
from assessors.models import Invitation, Membership, User
from assessors.queries.people import (
    open_invitation,
    open_invitation_by_code,
    open_invitation_by_token,
)
from assessors.sign_in import answer_too_many, may_try, sign_in

HELD = "invitation"


@require_safe
@never_cache
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Remember the invitation in the session, so that its token leaves the address bar."""
    invitation = open_invitation_by_token(token, timezone.now())
    if invitation is None:
        return render(request, "assessors/invitation_gone.html", status=404)
    request.session[HELD] = invitation.pk
    return redirect("invitation-answer")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_code(request: HttpRequest) -> HttpResponse:
    form = InvitationCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, code = form.cleaned_data["email"], form.cleaned_data["code"]
        if not may_try(request, "accept_invitation", key=email.lower()):
            return answer_too_many(request)
        if invitation := open_invitation_by_code(email, code, timezone.now()):
            request.session[HELD] = invitation.pk
            return redirect("invitation-answer")
        form.add_error("code", "This address and code do not belong to an open invitation.")
    status = 422 if form.errors else 200
    return render(request, "assessors/invitation_code.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation_answer(request: HttpRequest) -> HttpResponse:
    held = request.session.get(HELD)
    invitation = open_invitation(held, timezone.now()) if held else None
    if invitation is None:
        return render(request, "assessors/invitation_gone.html", status=404)
    if isinstance(request.user, User):
        return _answer_as_member(request, invitation, request.user)
    if User.objects.filter(email=invitation.email).exists():
        return render(request, "assessors/invitation_answer.html", {"invitation": invitation})
    return _answer_as_newcomer(request, invitation)


def _answer_as_member(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    if request.method == "POST":
        try:
            accept_invitation(invitation=invitation, user=user, now=timezone.now())
        except PeopleError as error:
            messages.error(request, str(error))
            return redirect("invitation-answer")
        _welcome(request, invitation)
        return redirect("home")
    context = {"invitation": invitation, "is_for_me": user.email == invitation.email}
    return render(request, "assessors/invitation_answer.html", context)


def _answer_as_newcomer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        membership = _accept(invitation, form)
        if membership is not None:
            _welcome(request, invitation)
            return sign_in(request, membership.user)
    context = {"invitation": invitation, "form": form}
    status = 422 if form.errors else 200
    return render(request, "assessors/invitation_answer.html", context, status=status)


def _accept(invitation: Invitation, form: NewAccountForm) -> Membership | None:
    name, password = form.cleaned_data["name"], form.cleaned_data["password"]
    try:
        return accept_with_new_account(
            invitation=invitation, name=name, password=password, now=timezone.now()
        )
    except PeopleError as error:
        form.add_error(None, str(error))
        return None


def _welcome(request: HttpRequest, invitation: Invitation) -> None:
    request.session.pop(HELD, None)
    messages.success(request, f"Welcome to {invitation.organisation}.")

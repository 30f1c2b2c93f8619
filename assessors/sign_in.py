"""Where we meet django-allauth: who may come in, how often they may try, and signing them in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import LoginStage
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessors.actions.entering import provider_asked_of
from assessors.models import User
from assessors.signals import write_lock_out

CAME_THROUGH = "came_through"


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes self-service sign-up; accounts are made by invitation or at first-run set-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["email", "name"]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; who had too many is told to wait, and the record says so."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            write_lock_out(str(credentials.get("email") or ""))
            raise

    def get_login_stages(self) -> list[str]:
        return [*super().get_login_stages(), "assessors.sign_in.OwnSignInStage"]

    def post_login(
        self, request: HttpRequest, user: User, *, signal_kwargs: Any, **kwargs: Any
    ) -> HttpResponse:
        answer: HttpResponse = super().post_login(
            request, user, signal_kwargs=signal_kwargs, **kwargs
        )
        came = (signal_kwargs or {}).get("sociallogin")
        request.session[CAME_THROUGH] = came.account.provider if came else ""
        return answer

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There are no user names."""


class OwnSignInStage(LoginStage):  # type: ignore[misc]  # allauth ships no types
    """After everything was proved, so that a stranger learns nothing of who has an account."""

    key = "own_sign_in"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if "sociallogin" in (self.login.signal_kwargs or {}):
            return None, True
        provider = provider_asked_of(self.login.user)
        if provider is None:
            return None, True
        said = f"{provider.organisation} asks its people to sign in here."
        messages.warning(self.request, said)
        return redirect(provider.sign_in_path), False


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in somebody whose address has just been proved, and lead them to the start page."""
    response: HttpResponse = perform_login(request, user, email_verification="none")
    return response


def may_try(request: HttpRequest, action: str, *, key: str = "") -> bool:
    """Count one try of a rate-limited action; False where there were too many."""
    is_allowed: bool = ratelimit.consume(request, action=action, key=key or None)
    return is_allowed


def answer_too_many(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = ratelimit.respond_429(request)
    return response

"""Where allauth asks us about who comes back from a provider."""

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessors.actions.entering import Arrival, let_in
from assessors.actions.errors import PeopleError
from assessors.models import SignInProvider, User
from assessors.openid.fetching import ProviderSession
from assessors.openid.provider import OrganisationProvider, provider_of

logger = logging.getLogger(__name__)

CANCELLED = "You stopped on the way. Nothing has changed."
FAILED = "Its answer could not be used. Start again; if that does not help, tell your admin."


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> OrganisationProvider:
        return provider_of(request, provider)

    def get_requests_session(self) -> ProviderSession:
        return ProviderSession()

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        user: User = sociallogin.user
        user.email = User.objects.normalize_email(data.get("email"))
        user.name = str(data.get("name") or "")[:120]
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        provider = SignInProvider.objects.get(organisation__slug=sociallogin.account.provider)
        try:
            sociallogin.user = let_in(arrival=_arrival(provider, sociallogin), now=timezone.now())
        except PeopleError as refusal:
            raise ImmediateHttpResponse(show_failure(request, provider, str(refusal))) from refusal

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: OrganisationProvider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        record = SignInProvider.objects.get(organisation__slug=provider.sub_id)
        said = CANCELLED if error == AuthError.CANCELLED else FAILED
        raise ImmediateHttpResponse(show_failure(request, record, said, exception))


def show_failure(
    request: HttpRequest, provider: SignInProvider, said: str, error: Exception | None = None
) -> HttpResponse:
    """A sentence. Of the error only its kind goes into the log: the rest may name a person."""
    if error is not None:
        logger.warning("Sign-in through a provider failed: %s", type(error).__name__)
    context = {"provider": provider, "said": said}
    return render(request, "assessors/provider_failed.html", context, status=403)


def _arrival(provider: SignInProvider, sociallogin: SocialLogin) -> Arrival:
    told = {each.email.lower(): each.verified for each in sociallogin.email_addresses}
    email = sociallogin.user.email
    # Some providers write the word instead of the value, and the word “false” counts as true.
    is_proved = str(told.get(email, False)).lower() == "true"
    return Arrival(provider, sociallogin.account.uid, email, is_proved, sociallogin.user.name)

"""To a provider and back. What goes wrong on the way is a sentence."""

from collections.abc import Callable

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from assessors.models import SignInProvider
from assessors.openid.adapter import FAILED, show_failure
from assessors.openid.provider import OrganisationAdapter
from assessors.sign_in import answer_too_many, may_try

MISSHAPEN = (OAuth2Error, ImproperlyConfigured, AttributeError, KeyError, TypeError, ValueError)
UNREACHABLE = (
    "It cannot be reached at the moment. Try again in a minute, or sign in another way if you may."
)


@require_safe
@never_cache
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _step(request, provider_id, OAuth2LoginView)


@require_safe
@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _step(request, provider_id, OAuth2CallbackView)


def _step(request: HttpRequest, slug: str, view: type) -> HttpResponse:
    if not may_try(request, "through_provider"):
        return answer_too_many(request)
    record = get_object_or_404(SignInProvider, organisation__slug=slug)
    step: Callable[[HttpRequest], HttpResponse]
    step = view.adapter_view(OrganisationAdapter(request, slug))  # type: ignore[attr-defined]
    try:
        return step(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except RequestException as error:
        return show_failure(request, record, UNREACHABLE, error)
    except MISSHAPEN as error:
        # What a provider sends is not ours to trust, down to its shape.
        return show_failure(request, record, FAILED, error)

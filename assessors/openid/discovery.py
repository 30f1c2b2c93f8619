"""What a provider says of itself."""

from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from requests import RequestException

from assessors.actions.errors import PeopleError
from assessors.openid.fetching import ProviderSession, refuse_unsafe

WELL_KNOWN = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def read_configuration(issuer: str) -> dict[str, Any]:
    """Its endpoints. Refuses what does not speak for this issuer or would lead to unsafe places."""
    with ProviderSession() as session:
        answer = session.get(issuer.rstrip("/") + WELL_KNOWN)
        answer.raise_for_status()
        told = answer.json()
    if not isinstance(told, dict) or not all(isinstance(told.get(each), str) for each in ENDPOINTS):
        raise OAuth2Error("It does not name its endpoints.")
    if str(told.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
        raise OAuth2Error(f"It says that it is {told.get('issuer')}.")
    for each in ENDPOINTS:
        refuse_unsafe(told[each])
    return told


def check_issuer(issuer: str) -> None:
    """Whether a provider answers there, before anybody is led to it."""
    try:
        told = read_configuration(issuer)
        with ProviderSession() as session:
            keys = session.get(told["jwks_uri"])
            keys.raise_for_status()
            keys.json()["keys"]
    except (RequestException, OAuth2Error, ValueError, KeyError, TypeError) as error:
        raise PeopleError(f"No provider could be read at {issuer}{WELL_KNOWN}. {error}") from error

"""The protocol is allauth's; here is what differs: one provider an organisation, nothing unchecked.

allauth reads the identity token without looking at its signature where it was fetched over https, and sends no
nonce. Both are allowed by the standard; we check all the same.
"""

import json
from typing import Any

import jwt
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from assessors.models import SignInProvider
from assessors.openid.discovery import read_configuration
from assessors.sealing import unseal

NUL = "\\u0000"  # as JSON writes it
SIGNED_WITH = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}


class OrganisationAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth ships no types
    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_told"):
            self._told = read_configuration(self.get_provider().app.settings["server_url"])
        return self._told

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str = ""
    ) -> dict[str, Any]:
        data: dict[str, Any] = super().get_access_token_data(
            request, app, client, pkce_code_verifier=pkce_code_verifier
        )
        self.did_fetch_access_token = False  # or the signature would not be looked at
        self.nonce = nonce_of(pkce_code_verifier)
        return data

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any
    ) -> Any:
        claims = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            told = self._fetch_user_info(token.token)
            if told.get("sub") == claims["sub"]:
                claims = {**told, **claims}
        if NUL in json.dumps(claims):
            raise OAuth2Error("A claim holds a character that cannot be stored.")
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as error:
            raise OAuth2Error("There is no identity token.") from error
        if algorithm not in SIGNED_WITH:
            raise OAuth2Error("The identity token is not signed as it should be.")
        claims: dict[str, Any] = super()._decode_id_token(app, id_token)
        if not constant_time_compare(str(claims.get("nonce", "")), self.nonce):
            raise OAuth2Error("The identity token answers another request.")
        return claims


class OrganisationProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth ships no types
    oauth2_adapter_class = OrganisationAdapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, **_: Any
    ) -> HttpResponse:
        """Always to sign in, with our own parameters: none of them may come from the address."""
        answer: HttpResponse = super().redirect(request, "login", next_url)
        return answer

    def get_pkce_params(self) -> dict[str, str]:
        """The nonce follows from the verifier, which the state keeps until the answer comes."""
        params: dict[str, str] = generate_code_challenge()
        return {**params, "nonce": nonce_of(params["code_verifier"])}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """We keep nothing of what the provider tells of a person."""
        return {}

    def serialize(self) -> dict[str, Any]:
        return {"id": self.sub_id}


def nonce_of(verifier: str) -> str:
    return salted_hmac("assessors.openid.nonce", verifier, algorithm="sha256").hexdigest()


def provider_of(request: HttpRequest, slug: str) -> OrganisationProvider:
    record = SignInProvider.objects.filter(organisation__slug=slug).first()
    if record is None:
        raise SocialApp.DoesNotExist
    app = SocialApp(
        provider=OpenIDConnectProvider.id,
        provider_id=slug,
        name=record.name,
        client_id=record.client_id,
        secret=unseal(record.sealed_secret) or "",
        settings={"server_url": record.issuer},
    )
    return OrganisationProvider(request, app=app)

"""Forms about an organisation's own sign-in."""

import re
from typing import Any

from django import forms

from assessors.models import SignInProvider
from assessors.models.provider import domain_of

DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
NOBODY = [
    ("", "Nobody: they need an invitation"),
    ("commissioner", "A commissioner: reads every summary and workbook"),
    ("facilitator", "A facilitator: also plans and runs workshops"),
]
# Entra's addresses for accounts of every tenant: anybody could make themselves one there.
OF_EVERY_TENANT = ("/common", "/organizations", "/consumers")
PLAIN = {"spellcheck": "false", "autocomplete": "off"}


class ProviderForm(forms.Form):
    name = forms.CharField(
        label="What people call it",
        max_length=40,
        help_text="It stands on the button: Eastfield account, for example.",
        error_messages={"required": "Enter a name for the button."},
    )
    issuer = forms.URLField(
        label="Issuer",
        max_length=300,
        assume_scheme="https",
        help_text="Entra ID: https://login.microsoftonline.com/TENANT/v2.0. "
        "Google: https://accounts.google.com.",
        widget=forms.URLInput(attrs=PLAIN),
        error_messages={
            "required": "Enter the issuer's address.",
            "invalid": "Enter an address that begins with https://.",
        },
    )
    client_id = forms.CharField(
        label="Client ID",
        max_length=191,
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": "Enter the client ID that the provider gave you."},
    )
    secret = forms.CharField(
        label="Client secret",
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the client secret that the provider gave you."},
    )
    domains = forms.CharField(
        label="Domains of your email addresses",
        max_length=2_000,
        help_text="With commas between them: eastfield.gov.uk, eastfield-trust.org",
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": "Name at least one domain."},
    )
    trusts_addresses = forms.BooleanField(
        label="Its addresses are always right",
        required=False,
        help_text="Tick this for Entra ID, which does not say whether an address was proved. "
        "Whoever can change an address there can then sign in as that person here.",
    )
    allows_own_sign_in = forms.BooleanField(
        label="Members may also sign in with a password, a mailed code or a passkey of their own",
        required=False,
        help_text="Admins always may, so that nobody is locked out when the provider fails.",
    )
    newcomer_role = forms.ChoiceField(
        label="Somebody of these domains without an invitation becomes",
        required=False,
        choices=NOBODY,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, provider: SignInProvider | None) -> None:
        super().__init__(data, initial=_initial(provider))
        self.fields["secret"].required = provider is None
        if provider is not None:
            self.fields["secret"].help_text = "Leave it empty to keep the one that is stored."

    def clean_issuer(self) -> str:
        issuer: str = self.cleaned_data["issuer"].partition("/.well-known/")[0].rstrip("/")
        if any(part in issuer.lower() for part in OF_EVERY_TENANT):
            raise forms.ValidationError(
                "This address is for everybody who uses Entra ID. "
                "Put your own tenant's ID in place of that word."
            )
        return issuer

    def clean_domains(self) -> list[str]:
        written = re.split(r"[\s,;]+", self.cleaned_data["domains"].lower())
        names = [name.removeprefix("@") for name in written if name]
        for name in names:
            if not DOMAIN.fullmatch(name):
                raise forms.ValidationError(f"“{name}” is no domain like eastfield.gov.uk.")
        return names


def _initial(provider: SignInProvider | None) -> dict[str, Any]:
    if provider is None:
        return {"allows_own_sign_in": True, "newcomer_role": ""}
    names = ("name", "issuer", "client_id", "trusts_addresses", "allows_own_sign_in")
    told = {name: getattr(provider, name) for name in names}
    domains = ", ".join(provider.domain_names)
    return {**told, "newcomer_role": provider.newcomer_role, "domains": domains}


class FindForm(forms.Form):
    email = forms.EmailField(
        label="Email address",
        help_text="Your address at work. Only its domain is looked at.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your email address.",
            "invalid": "Enter an email address like name@example.org.",
        },
    )

    def clean(self) -> dict[str, Any]:
        if email := self.cleaned_data.get("email"):
            name = domain_of(email)
            self.provider = SignInProvider.objects.filter(domains__name=name).first()
            if self.provider is None:
                self.add_error(
                    "email",
                    f"No organisation here has its own sign-in for {name}. "
                    "Sign in with a password or a mailed code.",
                )
        return self.cleaned_data

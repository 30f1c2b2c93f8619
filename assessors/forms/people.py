"""Forms about people: asking in, roles, first-run set-up."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from assessors.models import Organisation, Role, User

ROLE_WORDS = [
    (Role.COMMISSIONER, "Commissioner: reads summaries and workbooks"),
    (Role.FACILITATOR, "Facilitator: also plans and runs workshops"),
    (Role.ADMIN, "Admin: also brings in spreadsheets and manages people"),
]


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        choices=ROLE_WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what this person may do."},
    )


class MemberForm(RoleForm):
    """What somebody may do, and in which portfolios of the organisation."""

    sees = forms.ChoiceField(
        label="Portfolios",
        choices=[
            ("all", "Every portfolio, also those still to come"),
            ("some", "Only the portfolios ticked below"),
        ],
        initial="all",
        required=False,
        help_text="Admins always see every portfolio.",
        widget=forms.RadioSelect,
    )
    portfolios = forms.TypedMultipleChoiceField(
        label="Only these portfolios",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = list(organisation.portfolios.values_list("pk", "name"))
        self.fields["portfolios"].choices = named  # type: ignore[attr-defined]
        if not named:
            del self.fields["sees"], self.fields["portfolios"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.reach is not None and not self.reach and "portfolios" not in self.errors:
            self.add_error("portfolios", "Tick at least one portfolio, or choose every portfolio.")
        return cleaned

    @property
    def reach(self) -> list[int] | None:
        """The chosen portfolios; None for all."""
        said = self.cleaned_data
        if said.get("role") == Role.ADMIN or said.get("sees") != "some":
            return None
        chosen: list[int] = said.get("portfolios", [])
        return chosen


class InviteForm(MemberForm):
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the email address of the person to invite.",
            "invalid": "Enter an email address like name@example.org.",
        },
    )
    field_order = ("email", "role", "sees", "portfolios")


class PasswordMixin(forms.Form):
    """A name and a password that may be left out: mailed codes then let the person in."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="As colleagues know you.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name."},
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        help_text="At least 12 characters; three or four words do well. "
        "Leave it empty to sign in with codes that we mail to you.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    email_of_account = ""

    def clean_password(self) -> str | None:
        password: str = self.cleaned_data["password"]
        if not password:
            return None
        name = self.cleaned_data.get("name", "")
        email = self.data.get("email", "") or self.email_of_account
        validate_password(password, User(email=email, name=name))
        return password


class NewAccountForm(PasswordMixin):
    """What an invited person without an account fills in; the address comes from the invitation."""

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email_of_account = email


class InvitationCodeForm(forms.Form):
    email = forms.EmailField(
        label="Email address",
        help_text="The address that the invitation was sent to.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": "Enter your email address."},
    )
    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="Eight letters and digits from the mail.",
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": "Enter the code from the mail."},
    )


class SetUpForm(PasswordMixin):
    organisation = forms.CharField(
        label="Name of your organisation",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "Enter the name of your organisation."},
    )
    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        help_text="You sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": "Enter your email address."},
    )
    set_up_code = forms.CharField(
        label="Set-up code",
        help_text="On the machine that runs this, type: python manage.py show_set_up_code",
        widget=forms.TextInput(attrs={"class": "medium mono", "autocomplete": "off"}),
        error_messages={"required": "Enter the set-up code."},
    )
    field_order = ("set_up_code", "organisation", "name", "email", "password")

    def __init__(self, *args: Any, needs_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_code:
            del self.fields["set_up_code"]


class AccountForm(forms.ModelForm[User]):
    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="As colleagues know you. It stands beside what you decide.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name."},
    )

    class Meta:
        model = User
        fields = ("name",)

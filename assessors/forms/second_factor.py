"""The second step of signing in, with one line more for the record."""

from allauth.mfa.base.forms import AuthenticateForm
from django.core.exceptions import ValidationError

from assessors.signals import write_lock_out


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    def clean_code(self) -> str:
        """Compare the code; who had too many tries is told to wait, and the record says so."""
        try:
            code: str = super().clean_code()
        except ValidationError as refusal:
            if refusal.code == "too_many_login_attempts":
                write_lock_out(self.user.email)
            raise
        return code

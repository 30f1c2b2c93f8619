"""What sign-in tells us, written into the record of what was done; and what we tell others."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from django.contrib.auth import signals as auth
from django.core.cache import cache
from django.dispatch import Signal

from assessors.actions.auditing import write_audit_of_person
from assessors.models import AuditKind, User

LOCK_OUT_TOLD_EVERY = 5 * 60

# Sent within the transaction that erases a person. Arguments: `user`, `by`, `now`.
person_erased = Signal()

KIND_BY_SIGNAL: list[tuple[Signal, AuditKind, dict[str, str]]] = [
    (auth.user_logged_in, AuditKind.SIGNED_IN, {}),
    (auth.user_logged_out, AuditKind.SIGNED_OUT, {}),
    (account.login_code_rejected, AuditKind.SIGN_IN_FAILED, {"with": "mailed code"}),
    (second_factor.authentication_failed, AuditKind.SIGN_IN_FAILED, {"with": "second factor"}),
    (account.password_set, AuditKind.PASSWORD_CHANGED, {}),
    (account.password_changed, AuditKind.PASSWORD_CHANGED, {}),
    (account.password_reset, AuditKind.PASSWORD_CHANGED, {"by": "mailed code"}),
    (account.email_changed, AuditKind.EMAIL_CHANGED, {}),
    (second_factor.authenticator_added, AuditKind.FACTOR_ADDED, {}),
    (second_factor.authenticator_removed, AuditKind.FACTOR_REMOVED, {}),
]


def connect() -> None:
    for signal, kind, detail in KIND_BY_SIGNAL:
        uid = f"audit-{kind}-{id(signal)}"
        signal.connect(_writer(kind, detail), weak=False, dispatch_uid=uid)
    auth.user_login_failed.connect(_write_failed_password, dispatch_uid="audit-failed-password")


def _writer(kind: AuditKind, detail: dict[str, str]) -> Any:
    def write(user: User | None = None, *, last_attempt: bool = False, **_: Any) -> None:
        if isinstance(user, User):
            write_audit_of_person(user=user, kind=kind, **detail)
            if last_attempt:  # the mailed code is worth nothing any more
                write_lock_out(user.email)

    return write


def _write_failed_password(credentials: dict[str, Any], **_: Any) -> None:
    """Of known addresses only: a record of what strangers type would hold passwords one day."""
    typed = User.objects.normalize_email(str(credentials.get("email") or ""))
    if user := User.objects.filter(email=typed).first():
        write_audit_of_person(user=user, kind=AuditKind.SIGN_IN_FAILED, **{"with": "password"})


def write_lock_out(typed: str) -> None:
    """That somebody has to wait: once in a while for each account, however often they try on."""
    user = User.objects.filter(email=User.objects.normalize_email(typed)).first()
    if user and cache.add(f"locked-out:{user.pk}", 1, LOCK_OUT_TOLD_EVERY):
        write_audit_of_person(user=user, kind=AuditKind.SIGN_IN_LOCKED)

"""Making and withdrawing tokens for programs."""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from bucketing.actions.errors import Refused
from reports.models import ApiToken

if TYPE_CHECKING:
    from assessors.models import Membership

PREFIX = "bkt_"
"""Lets secret scanners know a token that ended up where it should not be."""

MOST_TOKENS = 20


@transaction.atomic
def make_api_token(*, by: "Membership", name: str, now: datetime) -> tuple[ApiToken, str]:
    """A new token and its text, which is shown once and kept nowhere."""
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise Refused("Say in at most 80 characters what the token is for.")
    mine = ApiToken.objects.standing().filter(organisation=by.organisation, user=by.user)
    if mine.count() >= MOST_TOKENS:
        raise Refused(f"You have {MOST_TOKENS} tokens. Withdraw one that nobody uses first.")
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        organisation=by.organisation,
        user=by.user,
        name=name,
        digest=digest_of(text),
        created_at=now,
    )
    return token, text


def withdraw_api_token(*, token: ApiToken, now: datetime) -> None:
    """From now on it opens nothing."""
    if not ApiToken.objects.filter(pk=token.pk, withdrawn_at=None).update(withdrawn_at=now):
        raise Refused("This token has been withdrawn already.")


def digest_of(text: str) -> str:
    """A plain digest is enough for 256 random bits: there is nothing to guess."""
    return sha256(text.encode()).hexdigest()

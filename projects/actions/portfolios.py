"""Making portfolios and naming them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from projects.actions.errors import Refused
from projects.models import Portfolio

if TYPE_CHECKING:
    from assessors.models import Organisation, User


def create_portfolio(
    *, organisation: "Organisation", name: str, by: "User", now: datetime
) -> Portfolio:
    """An empty list; two lists of one name in an organisation would be mistaken for one another."""
    try:
        with transaction.atomic():
            return Portfolio.objects.create(
                organisation=organisation, name=name, created_by=by, created_at=now
            )
    except IntegrityError:
        raise Refused(f"There is a portfolio “{name}” already: choose another name.") from None

"""People and organisations for tests: plain functions with believable defaults."""

from collections.abc import Collection
from itertools import count
from typing import TYPE_CHECKING, Any

from assessors.models import Membership, Organisation, User

if TYPE_CHECKING:
    from projects.models import Portfolio

PASSWORD = "correct horse battery staple"
_numbers = count(1)


def make_user(email: str = "", **fields: Any) -> User:
    """A user with a verified address whose password is PASSWORD."""
    from allauth.account.models import EmailAddress

    number = next(_numbers)
    fields.setdefault("name", f"Person {number}")
    user = User.objects.create_user(
        email or f"person{number}@example.org",
        password=fields.pop("password", PASSWORD),
        **fields,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_organisation(name: str = "", **fields: Any) -> Organisation:
    number = next(_numbers)
    fields.setdefault("slug", f"organisation-{number}")
    return Organisation.objects.create(name=name or f"Organisation {number}", **fields)


def make_member(
    role: str = "admin",
    organisation: Organisation | None = None,
    user: User | None = None,
    only: "Collection[Portfolio] | None" = None,
) -> Membership:
    """A membership in `role`; makes the organisation and the user where none is given.

    `only`: the portfolios that it is limited to.
    """
    made = Membership.objects.create(
        organisation=organisation or make_organisation(),
        user=user or make_user(),
        role=role,
        is_limited=only is not None,
    )
    made.portfolios.set(only or ())
    return made

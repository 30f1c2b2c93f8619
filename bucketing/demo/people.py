"""The demo's organisation and the three people who sign in."""

from dataclasses import dataclass

from assessors.actions.accounts import create_account, set_up_installation
from assessors.models import Membership, Organisation, Role, User

ORGANISATION = "Larkenshire Council"
PASSWORD = "calm-larks-2025"  # noqa: S105  # the demo prints it: it guards made-up figures
SIGN_INS = (
    ("admin@example.org", "Demo admin", Role.ADMIN),
    ("facilitator@example.org", "Demo facilitator", Role.FACILITATOR),
    ("commissioner@example.org", "Demo commissioner", Role.COMMISSIONER),
)


@dataclass(frozen=True, slots=True)
class DemoPeople:
    organisation: Organisation
    admin: User
    facilitator: User
    commissioner: User


def make_people() -> DemoPeople:
    """The first accounts of an empty installation."""
    (email, name, _), *others = SIGN_INS
    admin, organisation = set_up_installation(
        organisation_name=ORGANISATION, email=email, name=name, password=PASSWORD
    )
    facilitator, commissioner = (
        _member(organisation, email, name, role) for email, name, role in others
    )
    return DemoPeople(organisation, admin, facilitator, commissioner)


def _member(organisation: Organisation, email: str, name: str, role: str) -> User:
    user = create_account(email=email, name=name, password=PASSWORD)
    Membership.objects.create(organisation=organisation, user=user, role=role)
    return user

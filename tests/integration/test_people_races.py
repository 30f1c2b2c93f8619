"""What two people do in the same moment, each on a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.utils import timezone

from assessors.actions.entering import Arrival, let_in
from assessors.actions.errors import PeopleError
from assessors.actions.invitations import accept_with_new_account, invite_person
from assessors.actions.organisations import change_role, remove_member
from assessors.actions.providers import save_provider
from assessors.models import Membership, Role, SignInProvider, User
from tests.factories.people import make_member, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts side by side; what each came to: "done" or why it was refused."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait()
        try:
            act()
        except PeopleError as error:
            return str(error)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_admins_who_remove_each_other_leave_one() -> None:
    one = make_member("admin")
    two = make_member("admin", one.organisation)
    came_to = at_once(
        lambda: remove_member(membership=two, by=one),
        lambda: remove_member(membership=one, by=two),
    )
    assert came_to.count("done") == 1
    assert Membership.objects.filter(role=Role.ADMIN).count() == 1


def test_two_admins_who_both_step_down_leave_one() -> None:
    one = make_member("admin")
    two = make_member("admin", one.organisation)
    came_to = at_once(
        lambda: change_role(membership=one, role="commissioner", by=one),
        lambda: change_role(membership=two, role="commissioner", by=two),
    )
    assert came_to.count("done") == 1
    assert Membership.objects.filter(role=Role.ADMIN).count() == 1


def test_invitation_used_in_two_windows_at_once_makes_one_account() -> None:
    admin = make_member("admin")
    sent = invite_person(
        organisation=admin.organisation,
        email="new@example.org",
        role="facilitator",
        by=admin,
        now=timezone.now(),
    )

    def accept() -> object:
        return accept_with_new_account(
            invitation=sent.invitation, name="New", password=None, now=timezone.now()
        )

    assert at_once(accept, accept, accept).count("done") == 1
    assert User.objects.filter(email="new@example.org").count() == 1


def test_invitations_sent_at_once_leave_one_open() -> None:
    admin = make_member("admin")

    def invite() -> object:
        return invite_person(
            organisation=admin.organisation,
            email="new@example.org",
            role="facilitator",
            by=admin,
            now=timezone.now(),
        )

    at_once(invite, invite)
    assert admin.organisation.invitations.unanswered().count() == 1


def make_provider(admin: Membership) -> SignInProvider:
    return save_provider(
        by=admin,
        name="Eastfield account",
        issuer="https://provider.example",
        client_id="client",
        secret="secret",
        domains=["eastfield.example"],
        trusts_addresses=False,
        allows_own_sign_in=True,
        newcomer_role="commissioner",
    )


def test_newcomer_who_arrives_in_four_windows_at_once_gets_one_account() -> None:
    admin = make_member("admin", user=make_user("admin@eastfield.example"))
    provider, now = make_provider(admin), timezone.now()
    arrival = Arrival(provider, "subject", "new@eastfield.example", is_proved=True, name="New")
    came_to = at_once(*[lambda: let_in(arrival=arrival, now=now)] * 4)
    assert "done" in came_to
    assert User.objects.filter(email="new@eastfield.example").count() == 1
    assert Membership.objects.filter(organisation=admin.organisation).count() == 2
    assert SocialAccount.objects.count() == 1


def test_domain_that_two_organisations_claim_at_once_goes_to_one() -> None:
    admins = [
        make_member("admin", user=make_user(f"{name}@eastfield.example")) for name in ("a", "b")
    ]
    came_to = at_once(*[partial(make_provider, admin) for admin in admins])
    assert sorted(came_to) == [
        "Another organisation here speaks for eastfield.example already.",
        "done",
    ]
    assert SignInProvider.objects.count() == 1

"""The pages of people: who sees them, who may write, and what an invitation spends."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessors.models import Invitation, Membership, Role, User
from tests.factories.people import PASSWORD, make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def people_url(member: Membership) -> str:
    return reverse("people", args=[member.organisation.slug])


def test_people_for_a_visitor_leads_to_sign_in() -> None:
    response = Client().get(people_url(make_member("admin")))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_people_for_a_stranger_is_not_found() -> None:
    member = make_member("admin")
    client = signed_in(make_member("admin").user)
    assert client.get(people_url(member)).status_code == 404
    assert client.post(people_url(member), {"email": "a@example.org"}).status_code == 404


@pytest.mark.parametrize("role", ["facilitator", "commissioner"])
def test_people_for_a_reader_shows_names_and_refuses_writing(role: str) -> None:
    member = make_member(role)
    client = signed_in(member.user)
    assert member.user.email in client.get(people_url(member)).content.decode()
    asked = {"email": "a@example.org", "role": "admin"}
    assert client.post(people_url(member), asked).status_code == 403
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("name", ["member-change", "member-remove"])
def test_member_pages_for_the_wrong_role_are_refused(name: str) -> None:
    member = make_member("facilitator")
    address = reverse(name, args=[member.organisation.slug, member.pk])
    assert signed_in(member.user).post(address, {"role": "admin"}).status_code == 403
    member.refresh_from_db()
    assert member.role == Role.FACILITATOR


def test_member_of_another_organisation_is_not_found_through_ours() -> None:
    admin, stranger = make_member("admin"), make_member("commissioner")
    address = reverse("member-remove", args=[admin.organisation.slug, stranger.pk])
    assert signed_in(admin.user).post(address).status_code == 404
    assert Membership.objects.filter(pk=stranger.pk).exists()


def test_invitation_of_another_organisation_is_not_found_through_ours() -> None:
    admin, invited = make_member("admin"), invite(make_member("admin"))
    address = reverse("invitation-withdraw", args=[admin.organisation.slug, invited.pk])
    assert signed_in(admin.user).post(address).status_code == 404


def test_invite_form_with_errors_says_so_and_mails_nothing() -> None:
    admin = make_member("admin")
    response = signed_in(admin.user).post(people_url(admin), {"email": "no address"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "There is a problem" in page
    assert "Enter an email address like name@example.org." in page
    assert not mail.outbox


def test_last_admin_cannot_be_removed_or_demoted() -> None:
    admin = make_member("admin")
    client = signed_in(admin.user)
    change = reverse("member-change", args=[admin.organisation.slug, admin.pk])
    response = client.post(change, {"role": "commissioner"})
    assert "is the only admin of" in response.content.decode()
    client.post(reverse("member-remove", args=[admin.organisation.slug, admin.pk]))
    client.post(reverse("organisation-leave", args=[admin.organisation.slug]))
    admin.refresh_from_db()
    assert admin.role == Role.ADMIN


def test_member_leaves_and_then_sees_nothing() -> None:
    member = make_member("facilitator")
    client = signed_in(member.user)
    client.post(reverse("organisation-leave", args=[member.organisation.slug]))
    assert client.get(people_url(member)).status_code == 404


def invite(
    admin: Membership, email: str = "new@example.org", role: str = "facilitator"
) -> Invitation:
    signed_in(admin.user).post(people_url(admin), {"email": email, "role": role})
    return Invitation.objects.get(email=email, accepted_at=None, withdrawn_at=None)


def mailed_link() -> str:
    found = re.search(r"http://testserver(/invitations/\S+)", mail.outbox[-1].body)
    assert found is not None
    return found[1]


def mailed_code() -> str:
    found = re.search(r"^([A-Z2-9]{4} [A-Z2-9]{4})$", mail.outbox[-1].body, re.MULTILINE)
    assert found is not None
    return found[1]


NEWCOMER = {"name": "New Person", "password": "a long enough pass phrase"}


def test_invitation_link_opened_by_a_scanner_spends_nothing() -> None:
    admin = make_member("admin")
    invite(admin)
    for _ in range(3):
        assert Client().get(mailed_link(), follow=True).status_code == 200
    assert Invitation.objects.get().accepted_at is None


def test_invitation_accepted_makes_an_account_and_signs_in() -> None:
    admin = make_member("admin")
    invite(admin)
    client = Client()
    client.get(mailed_link())
    response = client.post(reverse("invitation-answer"), NEWCOMER)
    assert response.status_code == 302
    member = Membership.objects.get(user__email="new@example.org")
    assert (member.role, member.user.name) == (Role.FACILITATOR, "New Person")
    assert client.get(people_url(admin)).status_code == 200


def test_invitation_is_spent_once_only() -> None:
    invite(make_member("admin"))
    first, second = Client(), Client()
    first.get(mailed_link())
    second.get(mailed_link())
    assert first.post(reverse("invitation-answer"), NEWCOMER).status_code == 302
    assert second.post(reverse("invitation-answer"), NEWCOMER).status_code == 404
    assert Client().get(mailed_link()).status_code == 404
    assert User.objects.filter(email="new@example.org").count() == 1


def test_invitation_code_typed_in_any_case_opens_the_answer() -> None:
    invite(make_member("admin"))
    client = Client()
    typed = {"email": "NEW@example.org", "code": mailed_code().lower().replace(" ", "-")}
    response = client.post(reverse("invitation-code"), typed)
    assert response["Location"] == reverse("invitation-answer")


def test_invitation_code_of_somebody_else_is_refused() -> None:
    admin = make_member("admin")
    invite(admin, "one@example.org")
    code = mailed_code()
    invite(admin, "two@example.org")
    response = Client().post(reverse("invitation-code"), {"email": "two@example.org", "code": code})
    assert response.status_code == 422


def test_invitation_codes_cannot_be_tried_for_ever() -> None:
    invite(make_member("admin"))
    client = Client()
    wrong = {"email": "new@example.org", "code": "BBBB BBBB"}
    answers = [client.post(reverse("invitation-code"), wrong).status_code for _ in range(9)]
    assert answers == [422] * 8 + [429]


def test_invitation_for_an_existing_account_asks_to_sign_in() -> None:
    user = make_user("known@example.org")
    invite(make_member("admin"), "known@example.org")
    client = Client()
    client.get(mailed_link())
    page = client.get(reverse("invitation-answer")).content.decode()
    assert "Sign in with it" in page
    client.force_login(user)
    client.post(reverse("invitation-answer"))
    assert user.memberships.count() == 1


def test_invitation_of_another_address_is_refused_when_signed_in() -> None:
    invite(make_member("admin"))
    other = make_user()
    client = signed_in(other)
    client.get(mailed_link())
    assert "You are signed in as" in client.get(reverse("invitation-answer")).content.decode()
    client.post(reverse("invitation-answer"))
    assert not other.memberships.exists()


def test_invitation_sent_again_replaces_the_first() -> None:
    admin = make_member("admin")
    invite(admin)
    first = mailed_link()
    invite(admin, role="commissioner")
    assert Client().get(first).status_code == 404
    assert Client().get(mailed_link()).status_code == 302


def test_invitation_withdrawn_or_out_of_date_no_longer_works() -> None:
    admin = make_member("admin")
    invited = invite(admin)
    link = mailed_link()
    address = reverse("invitation-withdraw", args=[admin.organisation.slug, invited.pk])
    signed_in(admin.user).post(address)
    assert Client().get(link).status_code == 404
    invite(admin)
    Invitation.objects.update(
        created_at=timezone.now() - timedelta(days=15), expires_at=timezone.now()
    )
    assert Client().get(mailed_link()).status_code == 404


def test_invitation_mail_carries_no_header_from_a_name() -> None:
    admin = make_member("admin", make_organisation("Eastfield\r\nBcc: all@example.org"))
    invite(admin)
    assert "\n" not in mail.outbox[-1].subject
    assert mail.outbox[-1].recipients() == ["new@example.org"]


def test_invitation_secrets_are_not_in_the_database() -> None:
    invite(make_member("admin"))
    token, code = mailed_link().split("/")[-2], mailed_code().replace(" ", "")
    stored = str(Invitation.objects.values().get())
    assert token not in stored
    assert code not in stored


def test_people_list_takes_the_same_number_of_queries_for_many(
    django_assert_num_queries,
) -> None:
    admin = make_member("admin")
    client = signed_in(admin.user)
    for extra in (1, 3):
        for number in range(extra):
            member = make_member("commissioner", admin.organisation)
            Invitation.objects.create(
                organisation=admin.organisation,
                email=f"asked{extra}-{number}@example.org",
                role="admin",
                token_hash=f"{extra}-{number}",
                invited_by=member.user,
                expires_at=timezone.now() + timedelta(days=1),
            )
        with django_assert_num_queries(9):
            client.get(people_url(admin))


SET_UP = {
    "organisation": "Northmere Council",
    "name": "Ada",
    "email": "ada@example.org",
    "password": "a long enough pass phrase",
}


def test_set_up_of_an_empty_installation_needs_its_code() -> None:
    client = Client()
    assert client.get("/")["Location"] == reverse("set-up")
    response = client.post(reverse("set-up"), SET_UP | {"set_up_code": "guess"})
    assert response.status_code == 422
    assert not User.objects.exists()


def test_set_up_makes_the_first_admin_and_closes_behind() -> None:
    from assessors.actions.accounts import set_up_code

    client = Client()
    response = client.post(reverse("set-up"), SET_UP | {"set_up_code": set_up_code()})
    assert response.status_code == 302
    member = Membership.objects.get()
    assert (member.role, member.organisation.slug) == (Role.ADMIN, "northmere-council")
    assert client.get(reverse("account")).status_code == 200
    assert Client().get(reverse("set-up")).status_code == 404


def test_set_up_without_a_code_in_the_demo(settings) -> None:
    settings.DEMO = True
    assert Client().post(reverse("set-up"), SET_UP).status_code == 302


def test_sign_up_is_closed() -> None:
    make_user()
    page = Client().get(reverse("account_signup")).content.decode()
    assert "Accounts are made by invitation" in page
    Client().post(reverse("account_signup"), {"email": "x@example.org", "password1": PASSWORD})
    assert not User.objects.filter(email="x@example.org").exists()


def test_account_name_can_be_changed_and_nothing_else() -> None:
    user = make_user()
    client = signed_in(user)
    client.post(reverse("account"), {"name": "Grace", "email": "x@example.org", "is_active": ""})
    after = User.objects.get(pk=user.pk)
    assert (after.name, after.email, after.is_active) == ("Grace", user.email, True)

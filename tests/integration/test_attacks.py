"""The web's usual attacks, each tried. Doors and forged writes: test_access_matrix.py."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone

from assessors.actions.invitations import invite_person
from assessors.mails import send_invitation
from assessors.models import Invitation, Membership, User
from bucketing.logs import HidePaths, JsonFormatter
from bucketing.models import Seat, SeatRole
from reports.domain.lens import Lens
from reports.workbook.background import ask_for_workbook
from tests.factories.finished import make_finished_room
from tests.factories.people import PASSWORD, make_member, make_user
from tests.factories.whole_room import make_import, make_whole_room
from tests.factories.workshops import make_portfolio, make_workshop
from tests.routes import ROUTES

REPOSITORY = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db


def signed_in(user, **options):
    client = Client(**options)
    client.force_login(user)
    return client


def finish(answer: Any) -> None:
    """Close the file behind an answer; closing the answer itself would close the database."""
    for close in answer._resource_closers:
        close()


ELSEWHERE = (
    "https://evil.example",
    "//evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://testserver@evil.example",
    "///evil.example/%2f..",
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_page_leads_elsewhere(target):
    user = make_user()
    login, logout = reverse("account_login"), reverse("account_logout")
    answers = [
        Client().post(login, {"login": user.email, "password": PASSWORD, "next": target}),
        Client().post(f"{login}?next={target}", {"login": user.email, "password": PASSWORD}),
        signed_in(user).get(login, {"next": target}),
        signed_in(user).post(logout, {"next": target}),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"] == "/"


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:80@evil"])
def test_unknown_host_name_is_refused(host):
    assert Client().get("/join/", headers={"host": host}).status_code == 400


def test_host_name_that_a_visitor_claims_gets_into_no_mail():
    admin = make_member("admin")
    forwarded = {"x-forwarded-host": "evil.example", "x-forwarded-server": "evil.example"}
    asked = {"email": "new@example.org", "role": "commissioner"}
    people = reverse("people", args=[admin.organisation.slug])
    signed_in(admin.user).post(people, asked, headers=forwarded)

    assert "evil" not in mail.outbox[0].body
    assert "http://testserver/invitations/" in mail.outbox[0].body


def test_headers_of_a_mail_cannot_be_added_to():
    admin = make_member("admin")
    people = reverse("people", args=[admin.organisation.slug])
    for typed in ("a@example.org\nBcc: all@example.org", "a@example.org, b@example.org"):
        asked = {"email": typed, "role": "commissioner"}
        assert signed_in(admin.user).post(people, asked).status_code == 422
    admin.organisation.name = "Northmere\r\nBcc: all@example.org"
    admin.organisation.save()
    sent = invite_person(
        organisation=admin.organisation,
        email="a@example.org",
        role="commissioner",
        by=admin,
        now=timezone.now(),
    )
    assert send_invitation(RequestFactory().get("/"), sent)

    message = mail.outbox[0].message()
    assert "Bcc" not in message
    assert len(mail.outbox) == 1
    assert message["Subject"] == "Join Northmere Bcc: all@example.org on Bucketing"


def test_line_of_the_log_stays_one_line():
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: %s", ("/a\n{}\r",), None)
    request = RequestFactory().get("/a%0a{}%0d", headers={"user-agent": "x\nforged"})
    record.request = request
    HidePaths().filter(record)

    line = JsonFormatter().format(record)

    assert "\n" not in line
    assert "\r" not in line
    assert "forged" not in line
    assert json.loads(line)["level"] == "warning"


def test_uploaded_file_comes_back_as_a_download_of_no_type():
    admin = make_member("admin")
    portfolio = make_portfolio(admin.organisation)
    spend_import = make_import(portfolio)
    spend_import.file_name = 'picture.svg"\r\nContent-Type: text/html\r\n\r\n<script>.html'
    spend_import.file.save("evil", ContentFile(b"<svg onload='alert(1)'/>"), save=True)
    original = reverse("import-original", args=[portfolio.pk, spend_import.pk])

    answer = signed_in(admin.user).get(original)

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "\n" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    b"".join(answer.streaming_content)
    finish(answer)


def test_uploaded_files_have_no_address_of_their_own():
    portfolio = make_portfolio()
    stored = make_import(portfolio).file
    for address in (f"/media/{stored.name}", f"/{stored.name}", f"/static/../files/{stored.name}"):
        assert Client().get(address).status_code == 404
    assert settings.MEDIA_URL in ("", "/")
    assert "spend" not in stored.name


def test_every_page_refuses_to_be_framed_or_to_run_what_is_not_ours():
    room = make_whole_room()
    for route in ROUTES:
        address = reverse(
            route.name, kwargs={k: getattr(room, v) for k, v in route.arguments.items()}
        )
        for role in ("anonymous", "assessor", "facilitator"):
            answer = room.clients[role].get(address)
            policy = answer["Content-Security-Policy"]
            assert "frame-ancestors 'none'" in policy, route.name
            assert "unsafe" not in policy, route.name
            assert answer["X-Frame-Options"] == "DENY", route.name
            assert answer["Referrer-Policy"] == "same-origin", route.name
            assert answer["X-Content-Type-Options"] == "nosniff", route.name
            finish(answer)


def test_page_for_one_person_is_kept_by_no_cache():
    room = make_whole_room()
    pages = {"admin": ("account", "people", "audit-record"), "assessor": ("seat", "seat-answer")}
    for role, names in pages.items():
        for route in (each for each in ROUTES if each.name in names):
            address = reverse(
                route.name, kwargs={k: getattr(room, v) for k, v in route.arguments.items()}
            )
            assert "no-store" in room.clients[role].get(address)["Cache-Control"], route.name


def test_fields_that_a_form_does_not_have_change_nothing():
    member = make_member("commissioner")
    stranger = make_member("admin")
    extra = {
        "name": "New name",
        "email": "other@example.org",
        "is_active": "",
        "role": "admin",
        "id": stranger.user_id,
        "organisation": stranger.organisation_id,
        "password": "x",
    }
    signed_in(member.user).post(reverse("account"), extra)

    user = User.objects.get(pk=member.user_id)
    assert (user.name, user.email, user.is_active) == ("New name", member.user.email, True)
    assert user.check_password(PASSWORD)
    assert Membership.objects.get(user=user).role == "commissioner"
    assert User.objects.get(pk=stranger.user_id).name != "New name"


def test_invitation_cannot_be_sent_into_another_organisation():
    admin, other = make_member("admin"), make_member("admin")
    asked = {
        "email": "new@example.org",
        "role": "commissioner",
        "organisation": other.organisation_id,
        "accepted_by": admin.user_id,
    }
    signed_in(admin.user).post(reverse("people", args=[admin.organisation.slug]), asked)

    assert Invitation.objects.get().organisation == admin.organisation
    assert Invitation.objects.get().accepted_by is None


def test_guest_cannot_choose_their_own_role_at_the_door():
    workshop = make_workshop("100")
    typed = {"name": "Sly", "role": "facilitator", "user": 1, "code": "F1", "workshop": 0}
    Client().post(reverse("workshop-join", args=[workshop.join_code]), typed)

    seat = Seat.objects.get(name="Sly")
    assert (seat.role, seat.user, seat.workshop) == (SeatRole.ASSESSOR, None, workshop)


def test_session_gets_another_key_on_signing_in():
    user = make_user()
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = planted = str(session.session_key)

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert client.session.session_key != planted
    assert client.session["_auth_user_id"] == str(user.pk)
    fixed = Client()
    fixed.cookies["sessionid"] = planted
    assert fixed.get(reverse("account")).status_code == 302


@override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True)
def test_cookies_are_for_our_pages_over_https_only():
    user, workshop = make_user(), make_workshop("100")
    client = Client()
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("workshop-join", args=[workshop.join_code]), {"name": "Ann"})

    assert {"sessionid", "csrftoken", f"seat-{workshop.join_code}"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["secure"], name
        assert cookie["samesite"] == "Lax", name
        assert cookie["httponly"] or name == "csrftoken"
        assert not cookie["domain"]
    assert client.cookies[f"seat-{workshop.join_code}"]["path"].startswith("/seat/")


def test_body_that_is_too_large_is_refused_before_it_is_read():
    too_large = str(settings.REQUEST_MAX_BYTES + 1)
    answer = Client().generic("POST", "/join/", b"x", CONTENT_LENGTH=too_large)
    assert answer.status_code == 413


def test_form_with_thousands_of_fields_or_megabytes_of_text_is_refused():
    login = reverse("account_login")
    many = {f"field{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert Client().post(login, many).status_code == 400
    long = {"login": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
    body = "&".join(f"{name}={value}" for name, value in long.items())
    form = "application/x-www-form-urlencoded"
    assert Client().post(login, body, content_type=form).status_code == 400


def test_what_people_call_themselves_runs_nowhere():
    admin = make_member("admin")
    name = "<img src=x onerror=alert(1)>"
    User.objects.filter(pk=admin.user_id).update(name=name)
    admin.organisation.name = name
    admin.organisation.save()
    client = signed_in(User.objects.get(pk=admin.user_id))
    slug = admin.organisation.slug
    for address in ("/", reverse("account"), reverse("people", args=[slug])):
        page = client.get(address).content.decode()
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_removed_member_is_out_at_once():
    admin = make_member("admin")
    member = make_member("facilitator", admin.organisation)
    portfolio = make_portfolio(admin.organisation)
    client = signed_in(member.user)
    address = reverse("portfolio-detail", args=[portfolio.pk])
    assert client.get(address).status_code == 200

    remove = reverse("member-remove", args=[admin.organisation.slug, member.pk])
    signed_in(admin.user).post(remove)

    assert client.get(address).status_code == 404


def test_deployment_check_finds_nothing():
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bucketing.settings",
        "SECRET_KEY": "a-stand-in-with-enough-different-letters-0123456789-abcdefghijklmnop",
        "ALLOWED_HOSTS": "bucketing.example.org",
        "HTTPS": "1",
        "DEMO": "0",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level=INFO"]
    checked = subprocess.run(
        command, cwd=REPOSITORY, env=env, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000)
def test_plain_http_leads_to_https_which_stays():
    assert Client().get("/join/")["Location"] == "https://testserver/join/"
    answer = Client().get("/join/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000"
    assert "camera=()" in answer["Permissions-Policy"]


def test_long_workbook_is_gone_for_who_was_limited_or_removed_since():
    """The file is made with the rights of that time and asked for with those of now."""
    room = make_finished_room()
    room.rate(room.add(1000), 0, (100, 0, 0, 0))
    member = make_member("facilitator", organisation=room.workshop.portfolio.organisation)
    client, workshop = signed_in(member.user), room.workshop
    build = ask_for_workbook(
        workshop=workshop, lens=Lens.read({}), by=member.user, now=timezone.now()
    )
    file = reverse("summary-workbook-file", args=[workshop.pk, build.pk])
    answer = client.get(file)
    assert answer.status_code == 200
    finish(answer)
    member.is_limited = True
    member.save(update_fields=["is_limited"])
    assert client.get(file).status_code == 404
    member.delete()
    assert client.get(file).status_code == 404

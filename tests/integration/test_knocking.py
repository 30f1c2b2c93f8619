"""A door at which guests knock: who waits, who is let in, and what nobody learns there."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessors.models import AuditEntry
from bucketing.actions.door import knock_at_door, let_in, set_door, turn_away
from bucketing.actions.errors import Refused
from bucketing.actions.seats import join_workshop, remove_seat, take_facilitator_seat
from bucketing.actions.stages import close_workshop
from bucketing.guesses import KNOCKS_PER_ADDRESS
from bucketing.models import Knock, Workshop
from bucketing.models.knock import KNOCK_LASTS, MOST_WAITING
from tests.factories.people import make_member
from tests.factories.whole_room import signed_in_client
from tests.factories.workshops import make_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def member():
    return make_member("facilitator")


@pytest.fixture
def workshop(member):
    """With a facilitator and one assessor inside, and a door at which one knocks."""
    made = make_workshop(
        organisation=member.organisation, by=member.user, directorate="Adults", provider="Lark"
    )
    take_facilitator_seat(workshop=made, user=member.user, now=timezone.now())
    join_workshop(workshop=made, name="Ann Inside", now=timezone.now())
    return set_door(workshop=made, door="knock", by=member.user, now=timezone.now())


@pytest.fixture
def facilitator(member):
    return signed_in_client(member.user)


def press_of(page) -> str:
    return str(page.context["press"])


def knock(client: Client, workshop: Workshop, name: str = "Sam"):
    door = reverse("workshop-join", args=[workshop.join_code])
    press = press_of(client.get(door))
    return client.post(door, {"name": name, "press": press})


def poll(client: Client, workshop: Workshop):
    return client.get(f"/knock/{workshop.join_code}/live/", {"revision": "waiting"})


def answer(facilitator: Client, workshop: Workshop, **fields: object):
    return facilitator.post(reverse("workshop-knocks-answer", args=[workshop.pk]), fields)


def test_guest_knocks_waits_and_is_led_to_the_seat(client, workshop, facilitator):
    knocked = knock(client, workshop)
    assert (knocked.status_code, knocked.url) == (302, f"/knock/{workshop.join_code}/")
    cookie = knocked.cookies[f"knock-{workshop.join_code}"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (knocked.url, True, "Lax")
    page = client.get(knocked.url)
    assert "Waiting for the facilitator to let you in" in page.content.decode()
    assert poll(client, workshop).status_code == 204
    assert workshop.seats.assessors().count() == 1
    board = facilitator.get(reverse("workshop-board", args=[workshop.pk])).content.decode()
    assert "Let in" in board
    assert "Sam" in board
    led = answer(facilitator, workshop, knock=Knock.objects.get().pk, answer="in")
    assert led.url == reverse("workshop-board", args=[workshop.pk])
    assert poll(client, workshop).url == knocked.url
    came_in = client.get(knocked.url)
    assert came_in.url == f"/seat/{workshop.join_code}/"
    assert came_in.cookies[f"seat-{workshop.join_code}"]["path"] == came_in.url
    assert "Sam" in client.get(came_in.url).content.decode()
    assert not Knock.objects.exists()
    assert cookie.value not in str(list(workshop.seats.values()))


def test_guest_without_scripts_loads_the_page_again_and_comes_in(client, workshop, facilitator):
    address = knock(client, workshop).url
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in (
        client.get(address).content.decode()
    )
    answer(facilitator, workshop, knock="all", answer="in")
    assert client.get(address, follow=True).redirect_chain[-1][0] == f"/seat/{workshop.join_code}/"


def test_who_is_turned_away_is_told_so_and_may_knock_again(client, workshop, facilitator):
    address = knock(client, workshop).url
    answer(facilitator, workshop, knock=Knock.objects.get().pk, answer="away", people="1")
    assert poll(client, workshop).url == address
    page = client.get(address).content.decode()
    assert "You were not let in" in page
    assert workshop.seats.assessors().count() == 1
    assert let_in(workshop=workshop, knocks=None, by=None, now=timezone.now()) == []
    assert knock(client, workshop).status_code == 302
    assert Knock.objects.waiting(timezone.now()).count() == 1


def test_at_the_door_nothing_of_the_workshop_shows(client, workshop):
    door = reverse("workshop-join", args=[workshop.join_code])
    pages = [client.get(door), client.post(door, {"name": ""})]
    pages.append(client.get(knock(client, workshop).url))
    for page in pages:
        text = page.content.decode()
        for secret in (workshop.name, "Ann Inside", "Adults", "Lark", workshop.portfolio.name):
            assert secret not in text
    assert (
        "here as" not in Client().get(knock(Client(), workshop, "Ann Inside").url).content.decode()
    )


def test_second_person_of_a_name_gets_a_number(workshop):
    now = timezone.now()
    for token in ("one", "two"):
        knock_at_door(workshop=workshop, name="ann inside", token=token, now=now)
    seats = let_in(workshop=workshop, knocks=None, by=None, now=now)
    assert [seat.name for seat in seats] == ["ann inside 2", "ann inside 3"]


def test_pressing_twice_knocks_once(client, workshop):
    door = reverse("workshop-join", args=[workshop.join_code])
    fields = {"name": "Sam", "press": press_of(client.get(door))}
    tokens = {
        client.post(door, fields).cookies[f"knock-{workshop.join_code}"].value for _ in range(2)
    }
    assert (len(tokens), Knock.objects.count()) == (1, 1)


def test_pressing_again_after_being_let_in_leads_to_the_seat(client, workshop, facilitator):
    door = reverse("workshop-join", args=[workshop.join_code])
    fields = {"name": "Sam", "press": press_of(client.get(door))}
    client.post(door, fields)
    answer(facilitator, workshop, knock="all", answer="in")
    again = client.post(door, fields)
    assert Knock.objects.count() == 0
    assert client.get(again.url).url == f"/seat/{workshop.join_code}/"


def test_token_that_we_did_not_give_out_is_not_taken(client, workshop):
    door = reverse("workshop-join", args=[workshop.join_code])
    knocked = client.post(door, {"name": "Sam", "press": "mine"})
    assert knocked.cookies[f"knock-{workshop.join_code}"].value != "mine"


def test_knock_of_one_workshop_opens_no_other(client, workshop):
    other = make_workshop()
    set_door(workshop=other, door="knock", by=None, now=timezone.now())
    knock(client, workshop)
    token = client.cookies[f"knock-{workshop.join_code}"].value
    let_in(workshop=workshop, knocks=None, by=None, now=timezone.now())
    stranger = Client()
    stranger.cookies[f"knock-{other.join_code}"] = token
    led = stranger.get(f"/knock/{other.join_code}/")
    assert led["Location"] == f"/join/{other.join_code}/"
    assert poll(stranger, other).status_code == 404
    taken = other.knocks.create(name="X", token_hash="x", knocked_at=timezone.now())
    assert let_in(workshop=workshop, knocks=[taken.pk], by=None, now=timezone.now()) == []


def test_facilitator_of_another_workshop_cannot_let_in(workshop):
    stranger = signed_in_client(make_member("facilitator").user)
    knock_at_door(workshop=workshop, name="Sam", token="t", now=timezone.now())
    assert answer(stranger, workshop, knock="all", answer="in").status_code == 404
    assert Knock.objects.count() == 1


def test_knock_goes_unheard_after_a_while(client, workshop):
    address = knock(client, workshop).url
    Knock.objects.update(knocked_at=timezone.now() - KNOCK_LASTS)
    assert poll(client, workshop).url == address
    assert "Nobody came to the door" in client.get(address).content.decode()
    assert let_in(workshop=workshop, knocks=None, by=None, now=timezone.now()) == []


def test_only_so_many_wait_at_once(workshop):
    now = timezone.now()
    for number in range(MOST_WAITING):
        knock_at_door(workshop=workshop, name=f"Sam {number}", token=str(number), now=now)
    with pytest.raises(Refused, match="Nobody more can wait"):
        knock_at_door(workshop=workshop, name="Sam", token="more", now=now)
    assert turn_away(workshop=workshop, knocks=None, by=None, now=now) == MOST_WAITING
    knock_at_door(workshop=workshop, name="Sam", token="more", now=now)
    assert workshop.knocks.waiting(now).count() == 1


def test_knocks_of_one_address_are_counted(client, workshop):
    Knock.objects.all().delete()
    codes = []
    for _ in range(KNOCKS_PER_ADDRESS[0] + 1):
        codes.append(knock(client, workshop).status_code)
        Knock.objects.all().delete()
    assert codes == [302] * KNOCKS_PER_ADDRESS[0] + [429]


def test_personal_link_and_kept_seat_need_no_knock(client, workshop):
    _, token = join_workshop(
        workshop=workshop, name="Bo", now=timezone.now(), invited_by=workshop.created_by
    )
    assert client.post(f"/join/{workshop.join_code}/{token}/").url == f"/seat/{workshop.join_code}/"
    assert client.get(f"/seat/{workshop.join_code}/").status_code == 200


def test_door_that_opens_lets_in_who_waits(client, workshop, facilitator):
    address = knock(client, workshop).url
    facilitator.post(reverse("workshop-door", args=[workshop.pk]), {"door": "open"})
    assert client.get(address).url == f"/seat/{workshop.join_code}/"


def test_who_waits_at_a_door_that_closes_can_still_be_let_in(client, workshop):
    knock(client, workshop)
    set_door(workshop=workshop, door="closed", by=None, now=timezone.now())
    with pytest.raises(Refused, match="door is closed"):
        knock_at_door(workshop=workshop, name="Late", token="late", now=timezone.now())
    assert len(let_in(workshop=workshop, knocks=None, by=None, now=timezone.now())) == 1


def test_joining_past_the_door_is_refused(workshop):
    with pytest.raises(Refused, match="then knock"):
        join_workshop(workshop=workshop, name="Sam", now=timezone.now())


def test_workshop_that_closes_says_so_to_who_waits(client, workshop):
    address = knock(client, workshop).url
    close_workshop(workshop=workshop, by=None, now=timezone.now())
    assert poll(client, workshop).url == address
    assert "This workshop is over" in client.get(address).content.decode()


def test_who_was_taken_out_cannot_come_back_by_the_old_knock(client, workshop):
    knock(client, workshop)
    (seat,) = let_in(workshop=workshop, knocks=None, by=None, now=timezone.now())
    client.get(f"/knock/{workshop.join_code}/")
    remove_seat(seat=seat, by=None, now=timezone.now())
    client.get(f"/knock/{workshop.join_code}/", follow=True)
    assert [each.name for each in workshop.seats.present().assessors()] == ["Ann Inside"]


def test_door_and_answers_are_on_record_without_names(client, workshop, facilitator, member):
    for verdict in ("in", "away"):
        knock(client, workshop, "Sam Secret")
        answer(facilitator, workshop, knock="all", answer=verdict)
    told = AuditEntry.objects.filter(organisation=member.organisation)
    kinds = told.exclude(kind="signed_in").order_by("id").values_list("kind", flat=True)
    assert list(kinds)[-3:] == ["door_knocked_at", "knock_let_in", "knock_turned_away"]
    assert "Secret" not in str(list(told.values()))
    assert {each.actor_id for each in told if "knock" in each.kind} == {member.user_id}


def test_knocks_are_forgotten_after_a_day(workshop):
    knock_at_door(
        workshop=workshop, name="Sam", token="t", now=timezone.now() - timedelta(hours=25)
    )
    knock_at_door(workshop=workshop, name="Bo", token="u", now=timezone.now())
    call_command("tidy_personal_data")
    assert [each.name for each in Knock.objects.all()] == ["Bo"]


def test_big_screen_and_invitation_say_what_to_do(workshop, facilitator):
    screen = facilitator.get(reverse("workshop-screen", args=[workshop.pk])).content.decode()
    assert "wait until you are let in" in screen
    mail = facilitator.get(reverse("workshop-invitation", args=[workshop.pk])).content.decode()
    assert mail.count("wait until you are let in") == 2


def test_people_page_shows_who_knocks(client, workshop, facilitator):
    knock(client, workshop)
    page = facilitator.get(reverse("workshop-people", args=[workshop.pk])).content.decode()
    assert page.count("1 knocking") == 1
    live = facilitator.get(reverse("workshop-knocks", args=[workshop.pk]))
    assert "Sam" in live.content.decode()
    back = answer(facilitator, workshop, knock="all", answer="in", people="1")
    assert back.url == reverse("workshop-people", args=[workshop.pk])


def test_nobody_in_the_room_notices_a_knock(client, workshop):
    before = Workshop.objects.get(pk=workshop.pk)
    knock(client, workshop)
    after = Workshop.objects.get(pk=workshop.pk)
    assert after.room_revision == before.room_revision
    assert after.revision == before.revision + 1

"""The summary on the screen: figures, filters, and who may see it when."""

import re

import pytest
from django.urls import reverse

from reports.queries.measured import kept_figures
from tests.factories.finished import make_finished_room, make_large_room
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db


def address(room, query=""):
    return reverse("summary", args=[room.workshop.pk]) + query


@pytest.fixture
def room():
    """The three projects of the worked example, rated by three people."""
    room = make_finished_room()
    first = room.add(100_000, directorate="Children")
    second = room.add(250_000, directorate="Adults")
    third = room.add(50_000, directorate="Children")
    for seat, splits in enumerate(
        [
            [(80, 20, 0, 0), (0, 50, 50, 0), (0, 0, 20, 80)],
            [(60, 40, 0, 0), (0, 20, 70, 10), (0, 0, 0, 100)],
            [(70, 20, 10, 0), (0, 40, 40, 20), (10, 0, 30, 60)],
        ]
    ):
        for project, split in zip([first, second, third], splits, strict=True):
            room.rate(project, seat, split)
    return room


def sign_in(client, room, role="commissioner"):
    member = make_member(role, organisation=room.workshop.portfolio.organisation)
    client.force_login(member.user)
    return member


def test_worked_example_shows_its_figures(client, room):
    sign_in(client, room)
    page = client.get(address(room)).content.decode()
    for figure in ("83.8\u00a0%", "47.5\u00a0%", "£71,666.67", "£118,333.33", "£145,000.00"):
        assert figure in page
    assert "Every project was rated." in page


def test_stranger_gets_nothing(client, room):
    client.force_login(make_member("admin").user)
    assert client.get(address(room)).status_code == 404


def test_visitor_is_asked_to_sign_in(client, room):
    assert client.get(address(room)).status_code == 302


@pytest.mark.parametrize("role", ["commissioner", "facilitator", "admin"])
def test_nobody_sees_figures_while_the_room_rates(client, role):
    room = make_finished_room(rated=False)
    room.rate(room.add(1_234_500), 0, (100, 0, 0, 0))
    sign_in(client, room, role)
    for name in ("summary", "summary-workbook"):
        answer = client.get(reverse(name, args=[room.workshop.pk]))
        assert answer.status_code == 403
        assert "1,234,500" not in answer.content.decode()


def test_facilitator_can_look_early_and_it_is_on_record(client):
    room = make_finished_room(rated=False)
    room.rate(room.add(1_234_500), 0, (100, 0, 0, 0))
    member = sign_in(client, room, "facilitator")
    answer = client.post(reverse("summary-look", args=[room.workshop.pk]), follow=True)
    assert "1,234,500" in answer.content.decode()
    assert "The room is still judging." in answer.content.decode()
    event = room.workshop.events.get()
    assert (event.kind, event.user) == ("summary_looked_at", member.user)


def test_commissioner_cannot_look_early(client):
    room = make_finished_room(rated=False)
    sign_in(client, room)
    answer = client.post(reverse("summary-look", args=[room.workshop.pk]))
    assert answer.status_code == 403
    assert not room.workshop.events.exists()


def test_admin_who_assesses_sees_nothing_until_the_workshop_is_closed(client, room):
    member = sign_in(client, room, "admin")
    room.seats[0].user = member.user
    room.seats[0].save(update_fields=["user"])
    assert client.get(address(room)).status_code == 403
    assert client.post(reverse("summary-look", args=[room.workshop.pk])).status_code == 403
    room.workshop.closed_at = room.workshop.created_at
    room.workshop.save(update_fields=["closed_at"])
    assert client.get(address(room)).status_code == 200


def test_filter_in_the_address_shows_its_part(client, room):
    sign_in(client, room)
    page = client.get(address(room, "?directorate=Adults&headline=two")).content.decode()
    assert "Project 2" in page
    assert "Project 1" not in page
    assert "36.7\u00a0%" in page


def test_a_chosen_filter_moves_into_the_address(client, room):
    sign_in(client, room)
    answer = client.get(address(room, "?by=provider&add=directorate%3DAdults"))
    assert answer["Location"] == address(room, "?by=provider&directorate=Adults")


@pytest.mark.parametrize(
    "query", ["?by=nonsense", "?sort=-", "?page=99", "?headline=nine", "?kept.X=1", "?directorate="]
)
def test_addresses_that_make_no_sense_are_no_fault(client, room, query):
    sign_in(client, room)
    assert client.get(address(room, query)).status_code == 200


@pytest.mark.parametrize("size", [1, 30])
def test_queries_do_not_grow_with_the_projects(client, size, django_assert_num_queries):
    room = make_large_room(size)
    sign_in(client, room)
    client.get(address(room))
    kept_figures.clear()
    with django_assert_num_queries(19):
        client.get(address(room))
    with django_assert_num_queries(14):  # the figures are kept as long as nothing changes
        client.get(address(room))


def rows_of(page, table):
    """The names in the first column of a table, as the page has them."""
    part = page.split(f'id="{table}"')[1].split("</table>")[0]
    return re.findall(r'<th scope="row"><a[^>]*><bdi>(.*?)</bdi>', part)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("-amount", ["Project 2", "Project 1", "Project 3"]),
        ("amount", ["Project 3", "Project 1", "Project 2"]),
        ("name", ["Project 1", "Project 2", "Project 3"]),
        ("-upstream", ["Project 1", "Project 3", "Project 2"]),
        ("acute", ["Project 1", "Project 2", "Project 3"]),
        ("-acute", ["Project 3", "Project 2", "Project 1"]),
        ("nonsense", ["Project 2", "Project 1", "Project 3"]),
    ],
)
def test_projects_in_the_order_of_the_address(client, room, order, expected):
    for project, rank in zip(room.projects, (2, 1, 3), strict=True):
        project.rank = rank
        project.save(update_fields=["rank"])
    sign_in(client, room)
    page = client.get(address(room, f"?order={order}")).content.decode()
    assert rows_of(page, "projects") == expected


def test_unrated_projects_come_last_by_tier_both_ways(client, room):
    room.add(1_000_000, name="Nobody's", rank=0)
    sign_in(client, room)
    for order in ("upstream", "-upstream"):
        page = client.get(address(room, f"?order={order}")).content.decode()
        assert rows_of(page, "projects")[-1] == "Nobody&#x27;s"


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("-upstream", ["Children", "Adults"]), ("upstream", ["Adults", "Children"])],
)
def test_break_down_sorts_by_a_tier(client, room, sort, expected):
    sign_in(client, room)
    page = client.get(address(room, f"?sort={sort}")).content.decode()
    assert rows_of(page, "breakdown") == expected
    direction = "descending" if sort.startswith("-") else "ascending"
    assert f'class="split" aria-sort="{direction}"' in page
    assert 'aria-current="true"' in page


def test_heading_turns_its_order_round_and_keeps_the_filters(client, room):
    sign_in(client, room)
    page = client.get(address(room, "?order=-upstream&directorate=Children")).content.decode()
    assert 'href="?by=directorate&amp;order=upstream&amp;directorate=Children#projects"' in page
    assert 'href="?by=directorate&amp;order=-acute&amp;directorate=Children#projects"' in page


def test_break_down_ends_with_everything(client, room):
    sign_in(client, room)
    page = client.get(address(room, "?directorate=Children&by=theme")).content.decode()
    foot = page.split('id="breakdown"')[1].split("<tfoot>")[1].split("</tfoot>")[0]
    assert '<th scope="row">All</th><td class="num">2</td>' in foot
    assert 'title="£150,000.00">£150k' in foot
    assert "73\u00a0%" in foot


def test_answers_of_a_re_vote_are_not_said_to_be_given_alone(client, room):
    re_vote = room.open_re_vote()
    for seat in range(2):
        room.rate(room.projects[0], seat, (50, 50, 0, 0), round=re_vote)
    room.settle(room.add(10), (100, 0, 0, 0))
    sign_in(client, room)
    page = client.get(address(room)).content.decode()
    assert "3 assessors gave 8 answers on 3 projects." in page
    assert "but for 2 in a re-vote" in page

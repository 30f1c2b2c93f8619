"""What counts for each project, read from the database."""

import pytest

from bucketing.queries.settled import load_judgements
from tests.factories.finished import make_finished_room, make_large_room

pytestmark = pytest.mark.django_db


def outcome(room, project):
    by_id = {judged.project.id: judged for judged in load_judgements(room.workshop).judged}
    return by_id[project.pk]


def test_answers_of_the_rating_round_give_the_mean():
    room = make_finished_room()
    project = room.add("100.00")
    room.rate(project, 0, (80, 20, 0, 0))
    room.rate(project, 1, (60, 40, 0, 0))
    judged = outcome(room, project)
    assert judged.settled_by == "ratings"
    assert judged.weights == (14_000, 6_000, 0, 0)
    assert judged.project.pence == 10_000


def test_changed_late_and_excluded_answers_do_not_count():
    room = make_finished_room()
    project = room.add(100)
    room.rate(project, 0, (100, 0, 0, 0))
    room.rate(project, 0, (0, 100, 0, 0))
    room.rate(project, 1, (0, 0, 0, 100), is_late=True)
    room.rate(project, 2, (0, 0, 100, 0))
    room.seats[2].excluded_at = room.workshop.created_at
    room.seats[2].save(update_fields=["excluded_at"])
    assert outcome(room, project).weights == (0, 10_000, 0, 0)


def test_standing_settlement_counts_before_answers():
    room = make_finished_room()
    project = room.add(100)
    room.rate(project, 0, (100, 0, 0, 0))
    room.settle(project, (0, 0, 0, 100), "rule")
    room.settle(project, (0, 70, 30, 0))
    judged = outcome(room, project)
    assert judged.settled_by == "chair"
    assert judged.weights == (0, 7_000, 3_000, 0)
    assert len(judged.ratings) == 1


def test_reopened_project_goes_back_to_its_answers():
    room = make_finished_room()
    project = room.add(100)
    room.rate(project, 0, (100, 0, 0, 0))
    room.settle(project, (0, 0, 0, 100))
    project.reconciliations.create(method="reopened")
    assert outcome(room, project).settled_by == "ratings"


def test_re_vote_counts_once_its_round_is_closed():
    room = make_finished_room()
    project = room.add(100)
    room.rate(project, 0, (100, 0, 0, 0))
    re_vote = room.open_re_vote(closed=False)
    room.rate(project, 0, (0, 0, 100, 0), round=re_vote)
    assert outcome(room, project).weights == (10_000, 0, 0, 0)
    re_vote.closed_at = re_vote.opened_at
    re_vote.save(update_fields=["closed_at"])
    assert outcome(room, project).weights == (0, 0, 10_000, 0)


def test_unrated_project_has_no_split():
    room = make_finished_room()
    project = room.add(100)
    assert outcome(room, project).settled_by == "unrated"
    assert outcome(room, project).weights is None


def test_left_out_projects_stand_apart_and_a_split_line_counts_by_its_parts():
    room = make_finished_room()
    broad = room.add(100, left_out="split")
    room.add(60, parent=broad)
    room.add(40, parent=broad)
    small = room.add(1, left_out="too_small")
    judgements = load_judgements(room.workshop)
    assert [judged.project.pence for judged in judgements.judged] == [6_000, 4_000]
    assert [project.id for project in judgements.left_out] == [small.pk]


@pytest.mark.parametrize("size", [1, 30])
def test_five_queries_whatever_the_size(size, django_assert_num_queries):
    room = make_large_room(size)
    room.settle(room.projects[0], (25, 25, 25, 25))
    with django_assert_num_queries(5):
        assert len(load_judgements(room.workshop).judged) == size


def test_another_workshop_stays_out():
    room, other = make_finished_room(), make_finished_room()
    project = other.add(100)
    other.rate(project, 0, (100, 0, 0, 0))
    assert load_judgements(room.workshop).projects == ()
    assert load_judgements(room.workshop).ratings == ()

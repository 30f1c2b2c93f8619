"""One workshop, one rule: every page states the same headline."""

import pytest

from bucketing.domain.tiers import HeadlineMeaning
from bucketing.queries.agreement import room_agreement
from bucketing.queries.settling import load_settling
from reports.domain.lens import Lens
from reports.queries.summaries import load_summary
from tests.factories.finished import make_large_room

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rule", ["mean", "median"])
def test_meter_agreement_page_and_summary_state_one_headline(rule):
    room = make_large_room(60)
    for project in room.projects[3:9]:
        room.settle(project, (70, 0, 0, 30))
    room.workshop.consensus_rule = rule
    summary = load_summary(room.workshop, Lens())
    _, settling = load_settling(room.workshop)
    agreement = room_agreement(room.workshop)
    for meaning in HeadlineMeaning:
        stated = pytest.approx(float(summary.whole.early_share(meaning)), abs=1e-6)
        assert settling.reach(meaning).now == stated
        assert agreement.headlines[meaning].adjusted.plain == stated
        interval = summary.ranges[meaning]
        assert interval.low <= summary.whole.early_share(meaning) <= interval.high

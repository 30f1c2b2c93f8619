"""When a round turns to its second ratings, they are put in order once."""

from datetime import datetime

from django.db import transaction

from bucketing.actions.queue import lock_queue
from bucketing.domain.second_pass import RatedOnce, second_pass_order
from bucketing.models import Allocation, QueueEntry, Round


@transaction.atomic
def order_second_ratings(*, round: Round, now: datetime) -> None:
    """First what one person alone carries most money with. Whoever comes second finds it done.

    Who hands out holds places in the queue, so this comes after that transaction.
    """
    lock_queue(round.workshop)
    is_first = Round.objects.filter(pk=round.pk, second_pass_at=None).update(second_pass_at=now)
    round.second_pass_at = now
    if not is_first:
        return
    entries = {
        entry.workshop_project_id: entry
        for entry in round.queue.filter(ratings_count=1).select_related("workshop_project")
    }
    for place, project_id in enumerate(second_pass_order(_rated_once(round, entries)), start=1):
        entries[project_id].position = place
    QueueEntry.objects.bulk_update(entries.values(), ["position"], batch_size=200)


def _rated_once(round: Round, entries: dict[int, QueueEntry]) -> list[RatedOnce]:
    """In the queue's order, which keeps the subjects of a plan that groups together."""
    answers = Allocation.objects.counted().filter(round=round, workshop_project__in=entries)
    raters = dict(answers.values_list("workshop_project", "seat"))
    return [
        RatedOnce(
            project_id=project_id,
            amount=entry.workshop_project.amount,
            rater=raters[project_id],
            is_wanted=entry.ratings_wanted > 1,
            group=entry.group,
        )
        for project_id, entry in entries.items()
        if project_id in raters
    ]

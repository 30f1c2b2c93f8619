"""What every page of a workshop carries: the bar with the clock, and the tabs that apply."""

from typing import Any

from django import template
from django.utils import timezone

from bucketing.access import is_running, poll_ticket
from bucketing.models import Workshop
from bucketing.presenters.room_now import RoomNow
from bucketing.queries.progress import load_stages
from bucketing.queries.pulse import pulse_of
from bucketing.queries.room_counts import RoomCounts, room_counts
from bucketing.queries.settling import is_ready_to_settle

register = template.Library()


@register.inclusion_tag("bucketing/room_bar.html", takes_context=True)
def room_bar(context: template.Context) -> dict[str, Any]:
    """Stage and clock; the levers too for those who run the workshop. It follows the room by itself."""
    workshop, now = context["workshop"], timezone.now()
    pulse = pulse_of(workshop.pk, now)
    page = RoomNow(load_stages(workshop, now))
    return {
        "workshop": workshop,
        "page": page,
        "progress": page.progress,
        "can_run": is_running(context["request"], workshop),
        "mark": pulse.mark if pulse else "",
        "ticket": poll_ticket(workshop),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def counts_of_room(workshop: Workshop) -> RoomCounts:
    """What stands beside the tabs."""
    return room_counts(workshop)


@register.simple_tag
def rating_is_over(workshop: Workshop) -> bool:
    """Whether answers may be looked at, so that their pages apply."""
    return is_ready_to_settle(workshop)

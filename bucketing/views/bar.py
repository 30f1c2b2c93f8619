"""The bar with stage and clock, and the counts beside the tabs, as they follow the room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bucketing.access import has_poll_ticket, workshop_to_plan
from bucketing.queries.pulse import SCREEN_RESTS, pulse_of
from bucketing.views.live import live, unchanged


@require_safe
def bar(request: HttpRequest, pk: int) -> HttpResponse:
    """204 and one query where neither the stage nor the clock changed, nor anything else lately."""
    now = timezone.now()
    pulse = pulse_of(pk, now)
    mark = request.GET.get("revision", "")
    is_current = pulse and pulse.still_holds(mark, rests=SCREEN_RESTS, fades=False)
    if is_current and has_poll_ticket(request, pk):
        return unchanged(now)
    context = {"workshop": workshop_to_plan(request, pk)}
    return live(render(request, "bucketing/room_bar_live.html", context), now)

"""What all presses of a facilitator have in common: the door, the refusal as a message, the way back."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from assessors.views.requests import SignedInRequest
from bucketing.access import workshop_to_run
from bucketing.actions.errors import Refused
from bucketing.models import Workshop

Act = Callable[..., HttpResponse | None]


def act_of_running(back_to: str) -> Callable[[Act], Callable[..., HttpResponse]]:
    """A view that does one thing and goes back to the page `back_to`, whatever came of it.

    The act gets the request, the workshop and further parts of the address; it may answer itself.
    """

    def decorate(act: Act) -> Callable[..., HttpResponse]:
        @login_required
        @require_POST
        @wraps(act)
        def view(request: SignedInRequest, pk: int, **parts: int) -> HttpResponse:
            workshop: Workshop = workshop_to_run(request, pk)
            try:
                answer = act(request, workshop, **parts)
            except Refused as refusal:
                messages.error(request, str(refusal))
                answer = None
            return answer or redirect(back_to, pk)

        return view

    return decorate

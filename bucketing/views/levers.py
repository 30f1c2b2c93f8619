"""The levers of a running workshop: real forms that say what happened."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessors.views.requests import SignedInRequest
from bucketing.access import workshop_to_run
from bucketing.actions.errors import Refused
from bucketing.actions.stages import (
    close_workshop,
    end_stage_softly,
    extend_stage,
    go_back_one_stage,
    open_next_stage,
    pause_stage,
    reopen_workshop,
    resume_stage,
)
from bucketing.forms.levers import StageLeverForm
from bucketing.models import Stage, StageKind, Workshop
from bucketing.views.way_back import way_back

Lever = Callable[[Workshop, SignedInRequest, StageLeverForm, datetime], str]


@login_required
@require_POST
def stage(request: SignedInRequest, pk: int) -> HttpResponse:
    workshop = workshop_to_run(request, pk)
    form = StageLeverForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That button is out of date. Look at the board and press again.")
        return redirect(way_back(request, pk))
    try:
        said = LEVERS[form.cleaned_data["lever"]](workshop, request, form, timezone.now())
        messages.success(request, said)
    except Refused as error:
        messages.error(request, str(error))
    return redirect(way_back(request, pk))


def _open_next(
    workshop: Workshop, request: SignedInRequest, form: StageLeverForm, now: datetime
) -> str:
    opened = open_next_stage(
        workshop=workshop, by=request.user, now=now, after=form.cleaned_data["after"]
    )
    unit = "minute" if opened.minutes == 1 else "minutes"
    said = f"{opened.get_kind_display()} is open for {opened.minutes} {unit}."
    return said + _unseen_answers(workshop, opened)


def _unseen_answers(workshop: Workshop, opened: Stage) -> str:
    """A word on calibration that ended just now without its answers being revealed."""
    ended = workshop.stages.filter(position=opened.position - 1, kind=StageKind.CALIBRATION)
    unseen = workshop.rounds.filter(stage__in=ended, revealed_at=None)
    if not unseen.exists():
        return ""
    return (
        " The answers of calibration were not shown to the room; "
        "you can still reveal them on the page Calibration."
    )


def _pause(
    workshop: Workshop, request: SignedInRequest, form: StageLeverForm, now: datetime
) -> str:
    pause_stage(workshop=workshop, by=request.user, now=now)
    return "The clock stands. Nothing new is handed out until you go on."


def _resume(
    workshop: Workshop, request: SignedInRequest, form: StageLeverForm, now: datetime
) -> str:
    resume_stage(workshop=workshop, by=request.user, now=now)
    return "The clock runs again, with the time it had."


def _extend(
    workshop: Workshop, request: SignedInRequest, form: StageLeverForm, now: datetime
) -> str:
    minutes = form.cleaned_data["minutes"] or 5
    extend_stage(
        workshop=workshop,
        minutes=minutes,
        by=request.user,
        now=now,
        seen_due_at=form.cleaned_data["seen_due_at"],
    )
    number = f"{abs(minutes)} minute{'s' if abs(minutes) > 1 else ''}"
    return f"{number} more for this stage." if minutes > 0 else f"{number} less for this stage."


def _end_softly(
    workshop: Workshop, request: SignedInRequest, form: StageLeverForm, now: datetime
) -> str:
    end_stage_softly(workshop=workshop, by=request.user, now=now)
    return "Nothing new is handed out. People finish what they have in front of them."


def _go_back(
    workshop: Workshop, request: SignedInRequest, form: StageLeverForm, now: datetime
) -> str:
    opened = go_back_one_stage(
        workshop=workshop, by=request.user, now=now, after=form.cleaned_data["after"]
    )
    return f"Back in {opened.get_kind_display()}, with up to five minutes on the clock."


def _close(
    workshop: Workshop, request: SignedInRequest, form: StageLeverForm, now: datetime
) -> str:
    close_workshop(workshop=workshop, by=request.user, now=now, after=form.cleaned_data["after"])
    return "The workshop is closed. Every answer is kept, and the results can be read."


def _reopen(
    workshop: Workshop, request: SignedInRequest, form: StageLeverForm, now: datetime
) -> str:
    reopen_workshop(workshop=workshop, by=request.user, now=now)
    return "The workshop is open again, in its last stage."


LEVERS: dict[str, Lever] = {
    "open-next": _open_next,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "end-softly": _end_softly,
    "go-back": _go_back,
    "close": _close,
    "reopen": _reopen,
}

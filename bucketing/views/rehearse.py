"""One press fills a copy of the workshop with scripted assessors."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from assessors.views.requests import SignedInRequest
from bucketing.actions.rehearsals import copy_for_rehearsal
from bucketing.models import Workshop
from bucketing.rehearsal.starting import start_rehearsal
from bucketing.views.acts import act_of_running


@act_of_running("workshop-board")
def rehearse(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    copy = copy_for_rehearsal(workshop=workshop, by=request.user, now=timezone.now())
    start_rehearsal(copy)
    messages.success(
        request,
        "This is a rehearsal, eighteen times as fast as life. Ten scripted assessors are coming in; "
        "press every lever as you will in the room. Nothing here touches the real workshop.",
    )
    return redirect("workshop-board", copy.pk)

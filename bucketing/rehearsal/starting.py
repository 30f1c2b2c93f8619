"""Starting a rehearsal beside the web process: in the queue of long work, or as a process of its own."""

import subprocess
import sys

from django.conf import settings
from django.db import transaction
from django_tasks import task

from bucketing.models import Workshop
from bucketing.rehearsal.inside import RehearsalRoom

SLICE_SECONDS = 20


@task()
def play_slice(workshop_id: int) -> None:
    """Play for a while, then queue up again behind whatever waits."""
    workshop = Workshop.objects.filter(pk=workshop_id, rehearsal_of__isnull=False).first()
    if workshop and RehearsalRoom(workshop).play(SLICE_SECONDS):
        play_slice.enqueue(workshop_id)


def start_rehearsal(workshop: Workshop) -> None:
    """Where long work is done at once (the demo), it would hold up the page: a process plays then."""
    if settings.TASKS["default"]["BACKEND"].endswith("ImmediateBackend"):
        transaction.on_commit(lambda: _start_process(workshop.pk))
    else:
        transaction.on_commit(lambda: play_slice.enqueue(workshop.pk))


def _start_process(workshop_id: int) -> None:
    subprocess.Popen(  # noqa: S603  # our own command with a number
        [sys.executable, settings.BASE_DIR / "manage.py", "play_rehearsal", str(workshop_id)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

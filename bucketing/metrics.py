"""Figures for Prometheus at `/metrics/`, counted in the database, so that any process can tell them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from bucketing.backups.making import PATTERN
from bucketing.models import Allocation, Seat, Workshop

PRESENT = timedelta(minutes=2)
Figure = tuple[str, str, str, float]


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """404 without the token, as for anything that is not there."""
    if not _has_token(request):
        raise Http404
    lines = [line for figure in _figures() for line in _lines(figure)]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; version=0.0.4")


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    expected = f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and constant_time_compare(given, expected)


def _lines(figure: Figure) -> tuple[str, str, str]:
    name, kind, help_text, value = figure
    full = f"bucketing_{name}"
    return f"# HELP {full} {help_text}", f"# TYPE {full} {kind}", f"{full} {value:g}"


def _figures() -> list[Figure]:
    now = timezone.now()
    workshops = Workshop.objects.aggregate(
        running=Count("pk", distinct=True, filter=_has_open_stage()),
        closed=Count("pk", distinct=True, filter=Q(closed_at__isnull=False)),
    )
    present = Seat.objects.present().filter(last_seen_at__gt=now - PRESENT)
    return [
        ("workshops_running", "gauge", "Workshops with an open stage.", workshops["running"]),
        ("workshops_closed", "gauge", "Workshops that are over.", workshops["closed"]),
        ("seats_present", "gauge", "People seen in the last two minutes.", present.count()),
        ("answers_total", "counter", "Answers given.", Allocation.objects.count()),
        ("tasks_waiting", "gauge", "Long work that waits for a worker.", _tasks_waiting()),
        ("backup_age_seconds", "gauge", "Since the last backup; -1: none.", _backup_age(now)),
    ]


def _has_open_stage() -> Q:
    return Q(stages__opened_at__isnull=False, stages__closed_at=None)


def _tasks_waiting() -> int:
    return DBTaskResult.objects.filter(status="READY").count()


def _backup_age(now: datetime) -> float:
    """The folder may be on a volume that this process does not have: then there is none to see."""
    made = [path.stat().st_mtime for path in settings.BACKUP_DIR.glob(PATTERN)]
    return now.timestamp() - max(made) if made else -1

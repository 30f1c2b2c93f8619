"""Publishing: what would become public, what is public, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bucketing.actions.errors import Refused
from reports.access import Reading, summary_to_read
from reports.actions.publishing import publish_summary, withdraw_summary
from reports.domain.lens import Lens
from reports.models import PublishedSummary
from reports.presenters import method_words
from reports.presenters.frozen import freeze
from reports.presenters.summary_page import SummaryPage
from reports.queries.method import load_method
from reports.queries.summaries import load_summary
from reports.views.summary import not_yet


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def summary_publish(request: HttpRequest, pk: int) -> HttpResponse:
    reading = _to_publish(request, pk)
    if not reading.may_read:
        return not_yet(request, reading)
    if request.method == "POST":
        _publish(request, reading)
        return redirect("summary-publish", pk)
    versions = reading.workshop.published_summaries.select_related("published_by")
    addresses = [(each, _address(request, each)) for each in versions]
    context = {
        "workshop": reading.workshop,
        "organisation": reading.workshop.portfolio.organisation,
        "versions": addresses,
        "standing": [each for each, _ in addresses if each.withdrawn_at is None],
    }
    return render(request, "reports/summary_publish.html", context)


@login_required
@require_POST
def summary_withdraw(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    reading = _to_publish(request, pk)
    published = get_object_or_404(reading.workshop.published_summaries, version=version)
    try:
        withdraw_summary(published=published, by=reading.membership.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Version {version} is withdrawn. Its address shows nothing now.")
    return redirect("summary-publish", pk)


def _address(request: HttpRequest, published: PublishedSummary) -> str:
    return request.build_absolute_uri(reverse("published-summary", args=[published.token]))


def _to_publish(request: HttpRequest, pk: int) -> Reading:
    reading = summary_to_read(request, pk, timezone.now())
    if not reading.membership.can_facilitate:
        raise PermissionDenied
    return reading


def _publish(request: HttpRequest, reading: Reading) -> None:
    method = load_method(reading.workshop)
    page = SummaryPage(load_summary(reading.workshop, Lens()), method)
    try:
        published = publish_summary(
            workshop=reading.workshop,
            payload=freeze(page),
            criteria=method_words.criteria(method),
            by=reading.membership.user,
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Version {published.version} is public at the address below.")

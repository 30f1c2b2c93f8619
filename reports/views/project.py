"""One project in a summary."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bucketing.models import WorkshopProject
from reports.access import Reading, summary_to_read
from reports.domain.facets import SETTLED_BY
from reports.presenters import project_page, words
from reports.queries.measured import load_measured
from reports.queries.method import LEFT_OUT_LABELS, load_method
from reports.queries.one_project import history_of, money_by_year, notes_on, project_in
from reports.views.downloads import lens_of
from reports.views.summary import not_yet


@login_required
@require_safe
def summary_project(request: HttpRequest, pk: int, project_pk: int) -> HttpResponse:
    reading = summary_to_read(request, pk, timezone.now())
    if not reading.may_read:
        return not_yet(request, reading)
    project = project_in(reading.workshop, project_pk)
    context = _context(request, reading, project)
    return render(request, "reports/summary_project.html", context)


def _context(request: HttpRequest, reading: Reading, project: WorkshopProject) -> dict[str, object]:
    # All of them, because pennies are divided so that the whole list adds up.
    measured = load_measured(reading.workshop)
    figure = next((f for f in measured.figures if f.project.id == project.pk), None)
    method = load_method(reading.workshop)
    names = words.tier_names(method)
    ratings = [rating for rating in measured.judgements.ratings if rating.project_id == project.pk]
    return {
        "workshop": reading.workshop,
        "organisation": reading.workshop.portfolio.organisation,
        "project": project,
        "query": lens_of(request).query(),
        "years": money_by_year(project),
        "figure": figure,
        "names": names,
        "amounts": project_page.amounts_of(figure),
        "tiers": project_page.tier_lines(figure, names),
        "settled": SETTLED_BY[figure.judged.settled_by] if figure else "",
        "left_out": LEFT_OUT_LABELS.get(project.left_out, ""),
        "rounds": project_page.present_rounds(figure, ratings, notes_on(project)),
        "steps": project_page.present_steps(history_of(project), method.deciders),
        "passes": [each for each in method.passes if each.project_id == project.pk],
    }

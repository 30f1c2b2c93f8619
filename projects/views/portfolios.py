"""A portfolio: making one, and the list of its projects."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from projects.access import PortfolioDoor, membership_to_manage, portfolio_to_read
from projects.actions.errors import Refused
from projects.actions.portfolios import create_portfolio
from projects.forms.portfolios import PortfolioForm
from projects.forms.project_filters import wanted_from
from projects.models import Project
from projects.presenters.project_list import chips, money_choices, sort_links, value_links
from projects.presenters.words import column_label
from projects.queries.project_list import columns_of, find_projects, totals_of, values_of
from projects.views.requests import SignedInRequest, sent

PROJECTS_ON_A_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def portfolio_new(request: SignedInRequest) -> HttpResponse:
    me = membership_to_manage(request.user, request.GET.get("organisation", ""))
    form = PortfolioForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = create_portfolio(
                organisation=me.organisation,
                name=form.cleaned_data["name"],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"The portfolio “{made.name}” is made.")
            return redirect("import-new", made.pk)
    context = {"organisation": me.organisation, "form": form}
    return render(
        request, "projects/portfolio_new.html", context, status=422 if form.errors else 200
    )


@login_required
@require_safe
def portfolio_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    door = portfolio_to_read(request.user, pk)
    if not Project.objects.filter(portfolio=door.portfolio).exists():
        return render(request, "projects/portfolio_empty.html", door._asdict())
    return render(request, "projects/portfolio_detail.html", _list_context(request, door))


def _list_context(request: SignedInRequest, door: PortfolioDoor) -> dict[str, Any]:
    totals = totals_of(door.portfolio)
    wanted = wanted_from(request.GET, totals)
    projects = find_projects(door.portfolio, wanted)
    columns = columns_of(door.portfolio)
    column = request.GET.get("column", "")
    return {
        **door._asdict(),
        "totals": totals,
        "wanted": wanted,
        "filter_keys": request.GET.getlist("filter"),
        "page_obj": Paginator(projects, PROJECTS_ON_A_PAGE).get_page(request.GET.get("page")),
        "chips": chips(request.GET, wanted),
        "money_choices": money_choices(totals, wanted),
        "sort_links": sort_links(request.GET, wanted),
        "columns": [(name, column_label(name)) for name in columns],
        "column": column if column in columns else "",
        "column_label": column_label(column),
        "values": value_links(request.GET, column, values_of(projects, column))
        if column in columns
        else [],
        "archived_count": Project.objects.filter(portfolio=door.portfolio)
        .exclude(archived_at=None)
        .count(),
    }

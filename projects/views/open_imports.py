"""What every step of an unfinished import begins with."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from projects.access import PortfolioDoor, import_in, portfolio_to_manage
from projects.actions.uploads import spreadsheet_of
from projects.models import Portfolio, SpendImport
from projects.presenters.import_steps import STEP_NAMES
from projects.queries.import_steps import furthest_step, may_stand_at
from projects.spreadsheets.reader import Spreadsheet
from projects.spreadsheets.refusal import SpreadsheetRefused
from projects.views.requests import SignedInRequest


class OpenImport(NamedTuple):
    door: PortfolioDoor
    spend_import: SpendImport
    spreadsheet: Spreadsheet

    @property
    def portfolio(self) -> Portfolio:
        return self.door.portfolio

    def context(self, current: int) -> dict[str, Any]:
        return {
            **self.door._asdict(),
            "spend_import": self.spend_import,
            "steps": STEP_NAMES,
            "current": current,
        }

    def go(self, step: str) -> HttpResponse:
        return redirect(step, self.portfolio.pk, self.spend_import.pk)


StepView = Callable[[SignedInRequest, OpenImport], HttpResponseBase]


def import_step(step: str) -> Callable[[StepView], Callable[..., HttpResponseBase]]:
    """Admins only; a finished import leads to its page, and nobody jumps ahead of an unsaid answer."""

    def decorate(view: StepView) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def stand_at_step(request: SignedInRequest, pk: int, import_pk: int) -> HttpResponseBase:
            door = portfolio_to_manage(request.user, pk)
            spend_import = import_in(door.portfolio, import_pk)
            if spend_import.status != SpendImport.Status.UPLOADED:
                return redirect("import-detail", pk, import_pk)
            if spend_import.work:
                return redirect("import-progress", pk, import_pk)
            if not may_stand_at(spend_import, step):
                return redirect(furthest_step(spend_import), pk, import_pk)
            try:
                spreadsheet = spreadsheet_of(spend_import)
            except SpreadsheetRefused as refusal:
                messages.error(request, str(refusal))
                return redirect("import-new", pk)
            return view(request, OpenImport(door, spend_import, spreadsheet))

        return stand_at_step

    return decorate

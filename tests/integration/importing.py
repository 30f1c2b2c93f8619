"""Going through the import pages with the test client, as a person who agrees with every proposal."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessors.models import Membership, User
from projects.models import Portfolio, SpendImport
from tests.factories.people import make_member

FIRST = """Reference,Project,Provider,Ward,Financial year,Budget
P1,Falls clinic,Age Well,North,2025/26,1000.00
P2,Night shelter,Roof,South,2025/26,2000.50
P3,Youth club,Play,East,2025/26,300
"""
SECOND = """Reference,Project,Provider,Ward,Financial year,Budget
P1,Falls clinic,Age Well,North,2025/26,1000.00
P2,Night shelter,Roof and Home,South,2025/26,2500.00
P4,Warm homes,Insulate,West,2025/26,700
"""


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_portfolio(member: Membership, name: str = "Prevention") -> Portfolio:
    return Portfolio.objects.create(organisation=member.organisation, name=name)


def admin_with_portfolio() -> tuple[Client, Portfolio]:
    member = make_member("admin")
    return signed_in(member.user), make_portfolio(member)


def upload(client: Client, portfolio: Portfolio, name: str, content: bytes) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("import-new", args=[portfolio.pk]), {"file": file})


def step_url(step: str, spend_import: SpendImport) -> str:
    return reverse(step, args=[spend_import.portfolio_id, spend_import.pk])


def form_values(form: Any) -> dict[str, Any]:
    """What a browser would send if nothing was changed on the page."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None}


def agree(client: Client, step: str, spend_import: SpendImport, **changed: Any) -> Any:
    """Opens a step's page and sends it off with what it proposes.

    What is changed may be named by words on the page: a heading for the amount or for a filter.
    """
    address = step_url(step, spend_import)
    page = client.get(address)
    assert page.status_code == 200, page
    form = page.context["form"]
    return client.post(address, form_values(form) | _by_words(form, changed))


def _by_words(form: Any, changed: dict[str, Any]) -> dict[str, Any]:
    values = {}
    for name, value in changed.items():
        if name == "amount_column":
            labels = {label: key for key, label in form.fields["amount"].choices}
            values["amount"] = next(
                k for label, k in labels.items() if label.startswith(f"{value}:")
            )
        elif name == "only":
            heading, wanted = value
            values[next(n for n, f in form.fields.items() if f.label == heading)] = wanted
        else:
            values[name] = value
    return values


def go_to_preview(
    client: Client, portfolio: Portfolio, path: Path, **said: dict[str, Any]
) -> tuple[SpendImport, Any]:
    """The import and its preview page; `sheet`, `columns` and `rows` change what is proposed."""
    answer = upload(client, portfolio, path.name, path.read_bytes())
    assert answer.status_code == 302, answer.context["form"].errors
    spend_import = SpendImport.objects.latest("pk")
    for step in ("sheet", "columns", "rows"):
        answer = agree(client, f"import-{step}", spend_import, **said.get(step, {}))
        assert answer.status_code == 302, (step, answer.context["form"].errors)
    preview = client.get(step_url("import-preview", spend_import))
    assert preview.status_code == 200, preview
    return spend_import, preview


def confirm(client: Client, spend_import: SpendImport) -> SpendImport:
    address = step_url("import-confirm", spend_import)
    page = client.get(address)
    client.post(address, {"seen": page.context["page"].preview.stamp})
    spend_import.refresh_from_db()
    return spend_import

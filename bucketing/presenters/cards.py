"""A project as the assessor reads it."""

from dataclasses import dataclass, field

from bucketing.domain.cards import card_version
from bucketing.models import Round, Workshop, WorkshopProject
from projects.models import Basis
from projects.templatetags.money import financial_year, pounds

LONG_TEXT = 420
"""Characters that one laptop or phone screen holds beside everything else."""


@dataclass(frozen=True, slots=True)
class Card:
    """Everything on a card, as words. `rest` is the whole text where only its start is shown."""

    project_id: int
    version: str
    name: str
    kicker: str
    amount: str
    money_words: str
    text: str
    rest: str
    provider: str
    directorate: str
    clarification: str
    chips: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)


def build_card(project: WorkshopProject, round: Round, workshop: Workshop) -> Card:
    text = project.description.strip() or project.problem.strip()
    return Card(
        project_id=project.pk,
        version=card_version(
            round_id=round.pk, project_id=project.pk, name=project.name, amount=project.amount
        ),
        name=project.name,
        kicker=" · ".join(_kicker(project)),
        amount=pounds(project.amount),
        money_words=_money_words(project, workshop),
        text=_start_of(text),
        rest=text if len(text) > LONG_TEXT else "",
        provider=project.provider,
        directorate=project.directorate,
        clarification=project.clarification,
        chips=[words for words in _chips(project) if len(words) <= 60],
        facts=_facts(project, text),
    )


def _kicker(project: WorkshopProject) -> list[str]:
    parts = [project.directorate, project.provider]
    funder = project.funder or project.funding_source
    return [part for part in parts if part] + ([f"funded by {funder}"] if funder else [])


def _money_words(project: WorkshopProject, workshop: Workshop) -> str:
    words = [financial_year(workshop.financial_year), Basis(workshop.basis).label.lower()]
    return ", ".join([*words, *([project.nature] if project.nature else [])])


def _chips(project: WorkshopProject) -> list[str]:
    duty = {"statutory": "statutory", "discretionary": "not statutory"}.get(project.duty, "")
    chips = [duty, project.theme, project.place, project.people_served]
    return [chip.strip() for chip in chips if chip.strip()]


def _facts(project: WorkshopProject, shown: str) -> list[tuple[str, str]]:
    """What else is known; behind a click, so that it costs no reading."""
    facts = [
        ("Reference", project.reference),
        ("Problem", project.problem if project.problem.strip() != shown else ""),
        ("People served", project.people_served if len(project.people_served) > 60 else ""),
        ("Beneficiary", project.beneficiary),
        ("Route of the money", project.funding_route),
        *((str(heading), str(value)) for heading, value in project.attributes.items()),
    ]
    return [(heading, value) for heading, value in facts if value.strip()]


def _start_of(text: str) -> str:
    if len(text) <= LONG_TEXT:
        return text
    return text[:LONG_TEXT].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"

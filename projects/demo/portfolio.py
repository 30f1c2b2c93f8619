"""Six hundred believable projects of a made-up council area, drawn from the families.

Every choice comes from a generator seeded with the approach's own name, so that the portfolio is
the same on every machine and a change in one family leaves the others alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random

from projects.demo.families import VILLAGES, Approach, Place, Split, approaches, funders, places

PORTFOLIO_NAME = "Larkenshire prevention spend"
COUNTY = "Larkenshire"
# Anything dearer than this, in thousands of pounds, is not run in a village.
VILLAGE_LIMIT = 32
CODES = {
    "Adult Social Care": "ASC",
    "Children and Families": "CF",
    "Community Safety": "CS",
    "Culture and Leisure": "CL",
    "Economy and Skills": "ES",
    "Education": "ED",
    "Environment": "EN",
    "Housing": "HO",
    "NHS Partnership": "NHS",
    "Public Health": "PH",
    "Transport": "TR",
}


@dataclass(frozen=True, slots=True)
class DemoProject:
    """One made-up project. Amounts are pounds: planned this year, spent in the year before.

    `true_split`, per cents over the four tiers, is for scripted assessors and never stored.
    """

    reference: str
    name: str
    description: str
    problem: str
    people_served: str
    provider: str
    directorate: str
    theme: str
    place: str
    funder: str
    beneficiary: str
    duty: str
    nature: str
    funding_source: str
    funding_route: str
    amount: Decimal
    previous_amount: Decimal
    true_split: Split


@cache
def demo_projects() -> tuple[DemoProject, ...]:
    """The whole portfolio, by reference."""
    counts = dict.fromkeys(CODES, 0)
    projects = []
    for approach in approaches():
        for index, (place, rng) in enumerate(_sites(approach)):
            counts[approach.directorate] += 1
            reference = f"{CODES[approach.directorate]}-{counts[approach.directorate]:03}"
            projects.append(_project(reference, approach, index, place, rng))
    return tuple(sorted(projects, key=lambda project: project.reference))


def true_split_of(reference: str) -> Split | None:
    """What a project of the demo truly is; None for a reference of another portfolio."""
    project = _by_reference().get(reference)
    return project.true_split if project else None


def demo_description_of(reference: str) -> str:
    """The text of a project of the demo, "" for any other reference."""
    project = _by_reference().get(reference)
    return project.description if project else ""


@cache
def _by_reference() -> dict[str, DemoProject]:
    return {project.reference: project for project in demo_projects()}


def _sites(approach: Approach) -> Iterator[tuple[Place | None, Random]]:
    """Where an approach runs, each with a generator of its own."""
    rng = Random(f"larkenshire {approach.name}")  # noqa: S311  # made-up figures, no secret
    if approach.is_everywhere:
        yield None, rng
        return
    for name in rng.sample(_suitable(approach), approach.copies):
        yield places()[name], Random(f"{approach.name} {name}")  # noqa: S311  # the same


def _suitable(approach: Approach) -> list[str]:
    if approach.at:
        return list(approach.at)
    takes_villages = approach.thousands[1] <= VILLAGE_LIMIT
    return [name for name in places() if takes_villages or name not in VILLAGES]


def _project(
    reference: str, approach: Approach, index: int, place: Place | None, rng: Random
) -> DemoProject:
    provider = _filled(approach.providers[index % len(approach.providers)], index, place)
    funder, source = funders()[approach.funding]
    amount = _amount(approach, rng)
    return DemoProject(
        reference=reference,
        name=_filled(approach.name, index, place),
        description=_filled(approach.text, index, place),
        problem=approach.problem,
        people_served=_people(approach, rng),
        provider=provider,
        directorate=approach.directorate,
        theme=approach.theme,
        place=place.name if place else COUNTY,
        funder=funder,
        beneficiary=approach.beneficiary,
        duty=approach.duty,
        nature=approach.nature,
        funding_source=source,
        funding_route=_route(provider, approach, amount),
        amount=amount,
        previous_amount=_previous(approach, amount, rng),
        true_split=_true_split(approach, rng),
    )


def _filled(text: str, index: int, place: Place | None) -> str:
    """Take the alternative of this copy, put the place in, start sentences with a capital."""
    names = _names(place)
    for word, name in names.items():
        text = text.replace("{" + word + "}", name)
    text = re.sub(
        r"\[([^\]]*)\]", lambda found: _alternative(found.group(1).split("|"), index), text
    )
    return re.sub(r"(^|\. )([a-z])", lambda found: found.group(1) + found.group(2).upper(), text)


def _names(place: Place | None) -> dict[str, str]:
    if place is None:
        return {}
    details = {word: getattr(place, word) for word in ("hall", "school", "surgery")}
    return {"place": place.name, "estate": place.estate, "park": place.park, **details}


def _alternative(options: list[str], index: int) -> str:
    return options[index % len(options)]


def _amount(approach: Approach, rng: Random) -> Decimal:
    """Between the two ends, small sums likelier, and rounded as budget holders round."""
    low, high = approach.thousands
    pounds = 1000 * low * (high / low) ** rng.betavariate(1.6, 2.0)
    step = next(step for limit, step in ROUNDINGS if pounds < limit)
    if rng.random() < EXACT_SHARE:
        step = 1
    return Decimal(max(2000, round(pounds / step) * step))


EXACT_SHARE = 0.2
ROUNDINGS = ((5_000, 50), (20_000, 250), (100_000, 500), (500_000, 1_000), (9e9, 5_000))


def _previous(approach: Approach, amount: Decimal, rng: Random) -> Decimal:
    """What the year before came to: a little less as a rule, sometimes more, to the penny."""
    change = rng.gauss(0.96, 0.06) if approach.nature == "revenue" else rng.uniform(0.4, 1.2)
    return round(amount * Decimal(repr(round(change, 6))), 2)


def _people(approach: Approach, rng: Random) -> str:
    low, high = approach.people
    if not high:
        return "The whole population"
    count = rng.randint(low, high)
    step = next(
        step for limit, step in ((50, 1), (200, 5), (1000, 10), (9e9, 100)) if count < limit
    )
    return f"About {round(count / step) * step:,} people a year"


def _route(provider: str, approach: Approach, amount: Decimal) -> str:
    if provider.startswith(("Larkenshire Council", "Larkenshire Fire")):
        return "In-house"
    if provider.endswith("Ltd"):
        return "Contract"
    if approach.funding == "better care":
        return "Pooled budget"
    if "NHS" in provider or "Primary Care" in provider:
        return "NHS contract" if approach.funding == "nhs" else "Contract"
    return "Grant" if amount < 60_000 else "Contract"


def _true_split(approach: Approach, rng: Random) -> Split:
    """The approach's split, moved by up to ten points between two tiers where it is mixed."""
    split = list(approach.split)
    mixed = [tier for tier, share in enumerate(split) if 10 < share < 90]
    if len(mixed) > 1:
        source, target = rng.sample(mixed, 2)
        moved = rng.choice([0, 5, 10])
        split[source] -= moved
        split[target] += moved
    return (split[0], split[1], split[2], split[3])

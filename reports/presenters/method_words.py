"""How the figures were made, in sentences."""

from django.utils.timezone import localtime

from reports.domain.summary import PortfolioSummary
from reports.presenters import words
from reports.queries.method import Method

RULES = {"mean": "mean of the answers", "median": "median of the answers, closed to 100 % again"}


def short(summary: PortfolioSummary, method: Method) -> str:
    """One line under every summary."""
    settled = sum(1 for f in summary.figures if f.judged.settled_by in ("chair", "re_vote"))
    parts = [
        criteria(method),
        words.plural(len(summary.assessors), "assessor"),
        f"{method.minutes} minutes",
        day(method),
        f"{RULES[method.workshop.consensus_rule]}, "
        f"{words.plural(settled, 'project')} settled in discussion",
    ]
    return " · ".join(parts)


def criteria(method: Method) -> str:
    return f"{method.criteria_name}, version {method.criteria_version}"


def day(method: Method) -> str:
    held = localtime(method.held_at)
    return f"{held.day} {held:%B %Y}"


def in_full(summary: PortfolioSummary, method: Method) -> list[str]:
    """Every sentence that somebody who doubts a figure may ask for."""
    return [
        "Each assessor split each project on their own, by the criteria named above, before anybody "
        "saw another's answer. Answers given before a re-vote are kept, and so is every decision.",
        f"A project counts with what was settled for it; one that was not settled, with the "
        f"{RULES[method.workshop.consensus_rule]}. Shares are of the rated money only. Money that "
        "nobody rated is a line of its own and is never spread over the tiers.",
        "Money is divided in whole pennies, so that tiers add to their project and projects to the "
        "total. Over the whole list every tier is as near its exact value as pennies allow; where "
        "only some projects are shown, their tiers are the same pennies added up.",
        "The range says within what limits 95 of 100 rooms with other people of the same kind would "
        "put the headline: assessors are drawn again and again, never projects. "
        "Projects settled in discussion stay as they were settled.",
        alpha(summary),
        *imports(method),
    ]


def alpha(summary: PortfolioSummary) -> str:
    """The coefficients, with what they rest on."""
    agreement = summary.agreement
    ordered, which = agreement.alpha, agreement.alpha_which_tier
    if ordered.value is None or which.value is None:
        return f"Agreement beyond chance: {ordered.reason[0].lower()}{ordered.reason[1:]}"
    return (
        f"Agreement beyond chance, Krippendorff's alpha: {ordered.value:.2f} where neighbouring tiers "
        f"count as near (earth mover's distance), {which.value:.2f} where any other tier is another "
        f"tier (total variation); over {ordered.rating_count:,} answers on "
        f"{words.plural(ordered.unit_count, 'project')} that two or more people judged. 1 would be "
        "perfect, 0 what chance gives. The usual bands were not made for four-way splits."
    )


def imports(method: Method) -> list[str]:
    if not method.imports:
        return ["The projects were not imported from a file."]
    return [
        f"Imported from {file.file_name} (sha256 {file.sha256[:12]}…), "
        f"{words.plural(file.rows_accepted, 'row')} taken, {file.rows_rejected:,} not."
        for file in method.imports
    ]

"""What a comparison shows of each project, as CSV."""

from collections.abc import Iterator

from projects.templatetags.money import financial_year
from reports.presenters.comparison_page import ComparisonPage
from reports.presenters.csv_file import BYTE_ORDER_MARK, line_of, pounds, safe
from reports.presenters.project_table import TIER_HEADINGS

PARTS = ("Money moved £", "Re-labelled £", "Added £", "Gone £")


def comparison_lines(page: ComparisonPage) -> Iterator[str]:
    """A line for each project of the list; its parts add from the earlier money to this one's."""
    facets = page.facets
    yield BYTE_ORDER_MARK + line_of(safe(text) for text in comparison_headings(page))
    for each in page.projects:
        project, change = each.judged.project, each.change(page.lens.places)
        told = [project.reference, project.name, *(facet.read(each.judged) for facet in facets)]
        amounts = [each.before.rated, each.after.rated, *change]
        amounts += [*each.before.tiers, *each.after.tiers]
        yield line_of([*map(safe, told), *map(pounds, amounts)])


def comparison_headings(page: ComparisonPage) -> list[str]:
    """The six in the middle are of the money that is looked at."""
    earlier, later = (financial_year(w.financial_year) for w in (page.earlier, page.later))
    if earlier == later:
        earlier, later = "earlier", "this one"
    return [
        "Reference",
        "Name",
        *(facet.label for facet in page.facets),
        f"Rated {earlier} £",
        f"Rated {later} £",
        f"Counted: {page.counted} {earlier} £",
        *PARTS,
        f"Counted: {page.counted} {later} £",
        *(f"{tier} {earlier} £" for tier in TIER_HEADINGS),
        *(f"{tier} {later} £" for tier in TIER_HEADINGS),
    ]

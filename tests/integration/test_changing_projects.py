"""Editing, splitting, merging and archiving: what it does to totals, and what history keeps."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from projects.actions.errors import Refused
from projects.actions.merge_projects import merge_projects
from projects.actions.project_changes import change_amounts, edit_project, edit_projects
from projects.actions.split_project import Part, split_project
from projects.models import Project, ProjectChange, SpendLine
from projects.queries.project_list import (
    ColumnFilter,
    Wanted,
    YearAndBasis,
    columns_of,
    find_projects,
    totals_of,
    values_of,
)
from tests.factories.people import make_member, make_user
from tests.factories.workshops import make_portfolio, make_project
from tests.integration.importing import signed_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
PLANNED = YearAndBasis(2025, "planned")


def total_of(portfolio) -> Decimal:
    return sum((each.amount for each in totals_of(portfolio)), Decimal(0))


def test_edit_records_who_when_before_and_after():
    project, editor = make_project(make_portfolio(), provider="Roof"), make_user()

    edit_project(
        project=project, fields={"provider": "Home", "name": project.name}, by=editor, now=NOW
    )

    change = ProjectChange.objects.get()
    assert (change.changed_by, change.changed_at, change.action) == (editor, NOW, "edit")
    assert (change.before, change.after) == ({"provider": "Roof"}, {"provider": "Home"})


def test_edit_that_changes_nothing_leaves_no_trace():
    project = make_project(make_portfolio())
    edit_project(project=project, fields={"name": project.name}, by=make_user(), now=NOW)
    assert not ProjectChange.objects.exists()


def test_reference_of_another_project_is_refused():
    portfolio = make_portfolio()
    first, second = make_project(portfolio), make_project(portfolio)
    with pytest.raises(Refused, match=f"Another project has the reference {first.reference}"):
        edit_project(project=second, fields={"reference": first.reference}, by=make_user(), now=NOW)


def split(project, *amounts: str) -> list[Project]:
    line = project.spend_lines.get()
    parts = [
        Part(f"Part {n}", "", {line.pk: Decimal(amount)}) for n, amount in enumerate(amounts, 1)
    ]
    return split_project(project=project, parts=parts, by=make_user(), now=NOW)


def test_parts_stand_for_the_whole_to_the_penny():
    portfolio = make_portfolio()
    project = make_project(portfolio, "1000.01", reference="P1", directorate="Housing")
    make_project(portfolio, "5")

    parts = split(project, "333.34", "666.67")

    assert [part.reference for part in parts] == ["P1/1", "P1/2"]
    assert {part.directorate for part in parts} == {"Housing"}
    assert total_of(portfolio) == Decimal("1005.01")
    assert project not in find_projects(portfolio, Wanted(money=PLANNED))


@pytest.mark.parametrize(
    ("amounts", "sentence"),
    [
        (("333.33", "666.67"), "£0.01 is missing"),
        (("333.35", "666.67"), "£0.01 is too much"),
        (("1000.01",), "at least two parts"),
    ],
)
def test_parts_that_do_not_add_up_are_refused(amounts, sentence):
    project = make_project(make_portfolio(), "1000.01")
    with pytest.raises(Refused, match=sentence):
        split(project, *amounts)
    assert Project.objects.count() == 1


def test_split_project_is_not_split_again_and_keeps_its_amounts():
    project = make_project(make_portfolio(), "1000")
    split(project, "400", "600")
    with pytest.raises(Refused, match="split before"):
        split(project, "500", "500")
    with pytest.raises(Refused, match="amounts of its parts"):
        change_amounts(
            project=project,
            amounts={project.spend_lines.get().pk: Decimal(1)},
            by=make_user(),
            now=NOW,
        )


def test_merge_keeps_the_total_and_archives_the_others():
    portfolio = make_portfolio()
    first, second = make_project(portfolio, "100.10"), make_project(portfolio, "200.20")

    merged = merge_projects(
        portfolio=portfolio,
        project_ids=[first.pk, second.pk],
        into=first.pk,
        by=make_user(),
        now=NOW,
    )

    assert merged == first
    assert total_of(portfolio) == Decimal("300.30")
    assert list(find_projects(portfolio, Wanted(money=PLANNED))) == [first]
    assert list(find_projects(portfolio, Wanted(archived=True))) == [second]
    assert set(ProjectChange.objects.values_list("project", "action")) == {
        (first.pk, "merge"),
        (second.pk, "merge"),
    }


def test_merge_of_another_portfolios_project_is_refused():
    mine, theirs = make_project(make_portfolio()), make_project(make_portfolio())
    with pytest.raises(Refused, match="at least two projects"):
        merge_projects(
            portfolio=mine.portfolio,
            project_ids=[mine.pk, theirs.pk],
            into=mine.pk,
            by=make_user(),
            now=NOW,
        )
    assert SpendLine.objects.filter(project=mine).count() == 1


def test_bulk_edit_changes_and_records_only_what_differs():
    portfolio = make_portfolio()
    same = make_project(portfolio, directorate="Housing")
    other = make_project(portfolio, directorate="Adults")

    count = edit_projects(
        portfolio=portfolio, project_ids=[same.pk, other.pk], field="directorate", value="Housing",
        by=make_user(), now=NOW,
    )  # fmt: skip

    assert count == 1
    assert ProjectChange.objects.get().project == other


@pytest.mark.parametrize("heading", ["Ward", "2024", "a.b", 'say "yes"', "Org:0:Name", "50%"])
def test_filter_by_any_attribute(heading):
    portfolio = make_portfolio()
    north = make_project(portfolio, attributes={heading: "North"})
    south = make_project(portfolio, attributes={heading: "South"})
    bare = make_project(portfolio)
    column = f"attribute:{heading}"

    def found(value: str) -> list[Project]:
        wanted = Wanted(filters=(ColumnFilter(column, value),), sort="reference")
        return list(find_projects(portfolio, wanted))

    assert (found("North"), found("South"), found("")) == ([north], [south], [bare])
    assert columns_of(portfolio) == [column]
    assert set(values_of(find_projects(portfolio, Wanted()), column)) == {
        ("North", 1),
        ("South", 1),
        ("", 1),
    }


def test_search_and_sort():
    portfolio = make_portfolio()
    small = make_project(portfolio, "10", name="Night shelter", provider="Roof")
    large = make_project(
        portfolio, "2000", name="Falls clinic", description="Keeps people at night safe"
    )

    assert list(find_projects(portfolio, Wanted(words="night", money=PLANNED))) == [large, small]
    assert list(find_projects(portfolio, Wanted(words="night roof", money=PLANNED))) == [small]
    assert list(find_projects(portfolio, Wanted(sort="name", money=PLANNED))) == [large, small]


def admin_and_projects():
    member = make_member("admin")
    portfolio = make_portfolio(member.organisation)
    return (
        signed_in(member.user),
        portfolio,
        [make_project(portfolio, amount) for amount in ("10", "20", "30")],
    )


def test_pages_of_changes():
    client, portfolio, (first, second, third) = admin_and_projects()
    address = reverse("project-split", args=[portfolio.pk, first.pk])
    line = first.spend_lines.get().pk
    parts = {"name-1": "One", "name-2": "Two", f"amount-1-{line}": "4", f"amount-2-{line}": "5"}
    wrong = client.post(address, parts)
    assert wrong.status_code == 422
    assert "£1.00 is missing" in wrong.content.decode()
    assert 'value="Two"' in wrong.content.decode()
    assert client.post(address, parts | {f"amount-2-{line}": "6"}).status_code == 302

    bulk = reverse("projects-bulk", args=[portfolio.pk])
    page = client.get(bulk, {"project": [second.pk, third.pk]})
    assert "Merge 2 projects" in page.content.decode()
    client.post(bulk, {"ids": f"{second.pk},{third.pk}", "do": "merge", "into": second.pk})
    third.refresh_from_db()
    assert third.archived_at
    assert total_of(portfolio) == 60

    client.post(reverse("project-archive", args=[portfolio.pk, second.pk]))
    assert total_of(portfolio) == 10
    client.post(reverse("project-archive", args=[portfolio.pk, second.pk]), {"restore": "1"})
    assert total_of(portfolio) == 60


def test_pages_show_a_project_with_its_history():
    client, portfolio, (first, *_) = admin_and_projects()
    edit = reverse("project-edit", args=[portfolio.pk, first.pk])
    form = client.get(edit).context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"provider": "Roof"}
    assert client.post(edit, sent).status_code == 302
    amounts = reverse("project-amounts", args=[portfolio.pk, first.pk])
    assert client.post(amounts, {f"line-{first.spend_lines.get().pk}": "12.5"}).status_code == 302
    page = client.get(reverse("project-detail", args=[portfolio.pk, first.pk])).content.decode()
    assert "Provider: nothing → Roof" in page
    assert "£12.50" in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_projects_as_for_one(count, django_assert_num_queries):
    client, portfolio, projects = admin_and_projects()
    for project in projects[count:]:
        project.delete()
    with django_assert_num_queries(12):
        page = client.get(reverse("portfolio-detail", args=[portfolio.pk]))
    assert page.content.decode().count('id="project-') == count


def test_list_narrows_down_by_value_and_keeps_the_search():
    client, portfolio, (first, *_) = admin_and_projects()
    Project.objects.filter(pk=first.pk).update(directorate="Housing")
    address = reverse("portfolio-detail", args=[portfolio.pk])
    page = client.get(address, {"column": "directorate", "q": "Project"})
    values = {link.label: link.address for link in page.context["values"]}
    assert set(values) == {"Housing", "not given"}
    narrowed = client.get(address + values["Housing"])
    assert list(narrowed.context["page_obj"]) == [first]
    assert [chip.label for chip in narrowed.context["chips"]] == [
        "“Project”",
        "Directorate: Housing",
    ]

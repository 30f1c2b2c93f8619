"""Judgements and workbook sources without a database, for property tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bucketing.domain.judgements import GivenRating, JudgedProject, Judgements, Settlement
from bucketing.models import Workshop
from reports.domain.lens import Lens
from reports.domain.summary import summarise
from reports.queries.method import Method
from reports.queries.workbook import SettlingRecord, Words, WorkbookSource

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class Case:
    """One project of a made-up workshop: its pence, the splits it was given, how it was settled."""

    pence: int
    splits: Sequence[tuple[int, int, int, int]] = ()
    settled: tuple[int, int, int, int] | None = None
    left_out: str = ""
    name: str = "A project"
    directorate: str = ""
    theme: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)


def make_judgements(cases: Sequence[Case], rule: str = "mean") -> Judgements:
    projects = tuple(_project(number, case) for number, case in enumerate(cases, start=1))
    ratings = [
        _rating(number * 100 + seat, number, seat, split)
        for number, case in enumerate(cases, start=1)
        for seat, split in enumerate(case.splits)
        if not case.left_out
    ]
    settlements = {
        number: Settlement(
            number, number, "chair", case.settled, "", "A reason", 2, None, NOON, None, ""
        )
        for number, case in enumerate(cases, start=1)
        if case.settled and not case.left_out
    }
    return Judgements(rule, projects, tuple(ratings), settlements, frozenset())


def make_source(judgements: Judgements, lens: Lens | None = None) -> WorkbookSource:
    return WorkbookSource(
        summary=summarise(judgements, lens or Lens()),
        judgements=judgements,
        method=make_method(judgements.consensus_rule),
        words={p.id: Words(p.name * 2, "", "") for p in judgements.projects},
        notes={},
        history=tuple(_record(each) for each in judgements.settlements.values()),
        made_at=NOON,
    )


def _record(settled: Settlement) -> SettlingRecord:
    return SettlingRecord(
        settled.id, settled.project_id, settled.method, settled.reason, settled.ratings_count,
        settled.decided_by_id, settled.decided_at, settled.precedent, *settled.shares,
    )  # fmt: skip


def make_method(rule: str = "mean") -> Method:
    workshop = Workshop(
        pk=1, name="Workshop", financial_year=2025, basis="planned", consensus_rule=rule
    )
    return Method(
        workshop=workshop,
        organisation="Northmere",
        portfolio="Budget",
        criteria_name="Criteria",
        criteria_version=1,
        criteria={},
        stages=(),
        roles={"assessor": 3},
        excluded_count=0,
        imports=(),
        precedents=(),
        passes=(),
        deciders={},
    )


def _project(number: int, case: Case) -> JudgedProject:
    return JudgedProject(
        id=number,
        project_id=number,
        parent_id=None,
        reference=f"P{number}",
        name=case.name,
        pence=case.pence,
        rank=number,
        left_out=case.left_out,
        is_for_calibration=False,
        provider="",
        directorate=case.directorate,
        theme=case.theme,
        place="",
        funder="",
        beneficiary="",
        duty="",
        nature="",
        funding_source="",
        funding_route="",
        attributes=case.attributes,
    )


def _rating(key: int, project: int, seat: int, split: tuple[int, int, int, int]) -> GivenRating:
    code = chr(ord("A") + seat)
    return GivenRating(key, project, seat, code, 1, "rating", split, "", 20, NOON)

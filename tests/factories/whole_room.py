"""A workshop with somebody in every role, and the states it goes through one after another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.test import Client

from assessors.models import User
from bucketing.access import SEAT_COOKIE
from bucketing.actions.allocations import record_pass
from bucketing.actions.leases import claim_leases
from bucketing.actions.reconciling import open_re_vote, save_precedent
from bucketing.actions.seats import join_workshop, take_facilitator_seat
from bucketing.actions.stages import (
    close_workshop,
    end_stage_softly,
    open_next_stage,
    pause_stage,
    resume_stage,
    reveal_round,
)
from bucketing.domain.plan import Plan
from bucketing.domain.running_order import PlannedStage
from bucketing.models import CriteriaSet, Round, Seat, SeatRole, Stage, Workshop, WorkshopProject
from projects.models import Portfolio, SpendImport
from tests.factories.people import make_member, make_organisation
from tests.factories.workshops import NOW, answer, make_workshop

MINUTE = timedelta(minutes=1)
AMOUNTS = [str(10_000 + 100 * number) for number in range(24)]


@dataclass
class WholeRoom:
    """Three assessors answer; `looker` is the one who must not find anything out."""

    workshop: Workshop
    looker: Seat
    others: list[Seat]
    token: str
    clients: dict[str, Client]
    slug: str
    now: datetime = NOW
    nobody: int = 0
    own_projects: dict[int, int] = field(default_factory=dict)
    turn: int = 0

    @property
    def code(self) -> str:
        return self.workshop.join_code

    @property
    def workshop_id(self) -> int:
        return self.workshop.pk

    @property
    def first_project_id(self) -> int:
        return self.workshop.projects.get(rank=1).pk

    @property
    def portfolio_id(self) -> int:
        return self.workshop.portfolio_id

    @property
    def listed_project_id(self) -> int:
        """The project in the portfolio, of which the workshop judges a copy."""
        return self.workshop.portfolio.projects.order_by("pk").values_list("pk", flat=True)[0]

    @property
    def import_id(self) -> int:
        """A file that was brought in some time ago."""
        made = self.workshop.portfolio.spend_imports.first()
        return (made or make_import(self.workshop.portfolio)).pk

    @property
    def criteria_id(self) -> int:
        """A wording of the organisation's own."""
        own, _ = CriteriaSet.objects.get_or_create(
            organisation=self.workshop.portfolio.organisation,
            name="Own wording",
            version=1,
            defaults={"content": self.workshop.criteria_set.content},
        )
        return own.pk

    @property
    def looker_id(self) -> int:
        return self.looker.pk

    @property
    def round(self) -> Round | None:
        return self.workshop.rounds.filter(closed_at=None).first()

    @property
    def own_project_id(self) -> int:
        """A project that the looker has answered in the open round."""
        return self.own_projects.get(self.round.pk, 0) if self.round else 0

    def others_change_their_minds(self, round: Round) -> None:
        """As many rated projects as before, other splits and notes."""
        self.turn += 1
        for number, seat in enumerate(self.others):
            split = [0, 0, 0, 0]
            split[(self.turn + number) % 4] = 100
            for entry in round.queue.order_by("position")[:2]:
                note = f"note {self.turn} of {seat.name}"
                answer(seat, round, entry.workshop_project, *split, now=self.now, note=note)

    def others_answer_more(self, round: Round) -> None:
        """Another project rated by each, and one that could not be judged."""
        self.turn += 1
        for seat in self.others:
            answer(seat, round, self._last(round), 0, 0, 40, 60, now=self.now, note="more")
        record_pass(
            seat=self.others[0],
            round=round,
            workshop_project_id=self._last(round, 1).pk,
            reason="needs_information",
            note="Who is it for?",
            now=self.now,
        )

    def _last(self, round: Round, place: int = 0) -> WorkshopProject:
        entries = round.queue.order_by("-position").select_related("workshop_project")
        return entries[place].workshop_project

    def states(self) -> Iterator[str]:
        """Leads the room from the lobby to the end; the name of each state it stops in."""
        yield "lobby"
        self._next()
        yield "welcome"
        calibration = self._next().rounds.get()
        self._look_and_answer(calibration)
        yield "calibration"
        reveal_round(round=calibration, by=None, now=self.now)
        yield "calibration revealed"
        rating = self._next().rounds.get()
        self._look_and_answer(rating)
        yield "rating"
        pause_stage(workshop=self.workshop, by=None, now=self.now)
        yield "paused"
        resume_stage(workshop=self.workshop, by=None, now=self.now)
        end_stage_softly(workshop=self.workshop, by=None, now=self.now)
        yield "time up"
        self._next()
        save_precedent(
            workshop=self.workshop, text="Referral counts as risk.", by=None, now=self.now
        )
        yield "reconciling"
        re_vote = open_re_vote(
            workshop=self.workshop,
            workshop_projects=list(self.workshop.projects.judged().order_by("rank")[:3]),
            minutes=2,
            by=None,
            now=self.now,
        )
        self._look_and_answer(re_vote)
        yield "re-vote"
        self._next()
        yield "close"
        close_workshop(workshop=self.workshop, by=None, now=self.now)
        yield "over"

    def _next(self) -> Stage:
        self.now += MINUTE
        return open_next_stage(workshop=self.workshop, by=None, now=self.now)

    def _look_and_answer(self, round: Round) -> None:
        """The looker answers one project and holds others; the rest of the room has begun too."""
        self.others_change_their_minds(round)
        lease, *_ = claim_leases(seat=self.looker, round=round, now=self.now)
        answer(self.looker, round, lease.workshop_project, 25, 75, 0, 0, now=self.now)
        self.own_projects[round.pk] = lease.workshop_project_id
        claim_leases(seat=self.looker, round=round, now=self.now)


def make_whole_room() -> WholeRoom:
    """Every role in its own browser, in the lobby."""
    organisation = make_organisation()
    members = {
        role: make_member(role, organisation) for role in ("commissioner", "facilitator", "admin")
    }
    plan = Plan(lease_size=3, second_count=20, third_where_differ_above=Decimal(100))
    order = (
        *(PlannedStage("welcome", 5), PlannedStage("calibration", 10), PlannedStage("rating", 50)),
        *(PlannedStage("reconciling", 20), PlannedStage("close", 5)),
    )
    facilitator: User = members["facilitator"].user
    workshop = make_workshop(
        *AMOUNTS, organisation=organisation, by=facilitator, plan=plan, running_order=order
    )
    take_facilitator_seat(workshop=workshop, user=facilitator, now=NOW)
    other_workshop = make_workshop(organisation=organisation, by=facilitator)
    limited = make_member("facilitator", organisation, only=[other_workshop.portfolio])
    looker, token = join_workshop(workshop=workshop, name="Looker", now=NOW)
    _, watching = join_workshop(workshop=workshop, name="Watcher", now=NOW, role=SeatRole.OBSERVER)
    _, elsewhere = join_workshop(workshop=other_workshop, name="Guest", now=NOW)
    clients = {
        "anonymous": Client(),
        "assessor": seated_client(workshop, token),
        "observer": seated_client(workshop, watching),
        "other_guest": seated_client(other_workshop, elsewhere),
        **{role: signed_in_client(member.user) for role, member in members.items()},
        "limited": signed_in_client(limited.user),
        "outsider": signed_in_client(make_member("admin").user),
    }
    return WholeRoom(
        workshop=workshop,
        looker=looker,
        others=[join_workshop(workshop=workshop, name=f"Other{n}", now=NOW)[0] for n in (1, 2)],
        token=token,
        clients=clients,
        slug=organisation.slug,
    )


def make_import(portfolio: Portfolio) -> SpendImport:
    spend_import = SpendImport(
        portfolio=portfolio,
        status=SpendImport.Status.CONFIRMED,
        file_name="spend.csv",
        sha256="0" * 64,
        total="0",
        confirmed_at=NOW,
    )
    spend_import.file.save("0" * 32, ContentFile(b"Reference,Amount\n"), save=True)
    return spend_import


def seated_client(workshop: Workshop, token: str) -> Client:
    client = Client()
    client.cookies[SEAT_COOKIE.format(code=workshop.join_code)] = token
    return client


def signed_in_client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client

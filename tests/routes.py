"""Every address of the product: who may open it, and what of others' answers it may show.

A new route fails `tests/integration/test_blindness.py` until it has its line here. To add one, choose
the door (who gets in) and what it shows; `arguments` fills what its address names, and `method` is
POST where there is no page to GET.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.urls import URLPattern, URLResolver, get_resolver

ROLES = (
    "anonymous",
    "assessor",  # a guest of this workshop
    "observer",  # a guest who watches it
    "other_guest",  # a guest of another workshop of the same organisation
    "commissioner",
    "facilitator",  # with the facilitator's seat in the workshop
    "limited",  # a facilitator of the same organisation, limited to another portfolio
    "admin",
    "outsider",  # an admin of another organisation
)


class Shows(Enum):
    """What a page may tell of others' answers before the reveal."""

    NOTHING = "nothing"
    PROGRESS = "how many are rated, never how"
    ANSWERS = "answers, to those in charge only"


Door = Mapping[str, int]
GUESTS = ("anonymous", "assessor", "observer", "other_guest")
MEMBERS = ("commissioner", "facilitator", "limited", "admin")


def door(*, guests: int, commissioner: int, in_charge: int, outsider: int) -> Door:
    """Status codes by role; 302 for guests leads to sign-in. Limited members are strangers here."""
    return {
        **dict.fromkeys(GUESTS, guests),
        "commissioner": commissioner,
        "facilitator": in_charge,
        "limited": outsider,
        "admin": in_charge,
        "outsider": outsider,
    }


def of_organisation(door: Door) -> Door:
    """What no portfolio owns opens for limited members as for any other of their role."""
    return {**door, "limited": door["facilitator"]}


OPEN: Door = dict.fromkeys(ROLES, 200)
READERS = door(guests=302, commissioner=200, in_charge=200, outsider=404)
PLANNERS = door(guests=302, commissioner=403, in_charge=200, outsider=404)
ADMINS = {**PLANNERS, "facilitator": 403}
# These need a facilitator's seat in the workshop, which the admin has not taken.
RUNNERS = {**PLANNERS, "admin": 403}
# Fragments and levers lead nobody to sign-in; levers lead who may press them back to their page.
LIVE = door(guests=404, commissioner=403, in_charge=200, outsider=404)
LIVE_RUNNERS = {**LIVE, "admin": 403}
LEVERS = {**door(guests=404, commissioner=403, in_charge=302, outsider=404), "admin": 403}
# In the lobby nobody may read a summary yet.
NOT_YET = door(guests=302, commissioner=403, in_charge=403, outsider=404)
LED_LEVERS = {**LEVERS, **dict.fromkeys(GUESTS, 302)}
SIGNED_IN = door(guests=302, commissioner=200, in_charge=200, outsider=200)
SEATED: Door = {**dict.fromkeys(ROLES, 404), "assessor": 200, "observer": 200}
# Those without a seat are led to the door instead.
SEATED_OR_LED: Door = {**dict.fromkeys(ROLES, 302), "assessor": 200, "observer": 200}


@dataclass(frozen=True, slots=True)
class Route:
    name: str
    door: Door | None
    """None where another test owns the question, because the answer depends on more than the role."""
    shows: Shows = Shows.NOTHING
    method: str = "GET"
    arguments: Mapping[str, str] = field(default_factory=dict)
    """Names of attributes of the test's world that fill the address, by the address's own names."""


WORKSHOP = {"pk": "workshop_id"}
FIRST_PROJECT = {"pk": "workshop_id", "project": "first_project_id"}
SEAT = {"code": "code"}
BUILD = {"pk": "workshop_id", "build_pk": "nobody"}
PORTFOLIO = {"pk": "portfolio_id"}
IMPORT = {"pk": "portfolio_id", "import_pk": "import_id"}


def seat_post(name: str) -> Route:
    """What an assessor's page sends: strangers get 404; an empty form is refused, never an error."""
    return Route(name, None, method="POST", arguments=SEAT)


ROUTES = [
    # The start page and the door
    Route("home", OPEN),
    # Only with a token, which no role has.
    Route("metrics", dict.fromkeys(ROLES, 404)),
    Route("join", OPEN),
    Route("workshop-join", OPEN, arguments=SEAT),
    Route("seat-return", OPEN, arguments={"code": "code", "token": "token"}),
    # Without a knock of one's own there is nothing to wait for
    Route("workshop-knock", dict.fromkeys(ROLES, 302), arguments=SEAT),
    Route("workshop-knock-live", dict.fromkeys(ROLES, 404), arguments=SEAT),
    # The assessor's seat
    Route("seat", SEATED_OR_LED, arguments=SEAT),
    Route("seat-live", SEATED, arguments=SEAT),
    Route("seat-answer", SEATED, arguments=SEAT),
    Route("seat-interests", SEATED, arguments=SEAT),
    Route("seat-project", None, arguments={"code": "code", "pk": "own_project_id"}),
    seat_post("seat-pass"),
    seat_post("seat-projects"),
    # Criteria
    Route("criteria-list", of_organisation(READERS), arguments={"slug": "slug"}),
    Route(
        "criteria-detail",
        of_organisation(READERS),
        arguments={"slug": "slug", "criteria": "criteria_id"},
    ),
    Route("criteria-new", of_organisation(PLANNERS), arguments={"slug": "slug"}),
    # The facilitator's room
    Route("workshop-new", None),
    Route("workshop-board", RUNNERS, Shows.PROGRESS, arguments=WORKSHOP),
    Route("workshop-board-live", LIVE_RUNNERS, Shows.PROGRESS, arguments=WORKSHOP),
    Route("workshop-invitation", PLANNERS, arguments=WORKSHOP),
    Route("workshop-calibration", PLANNERS, Shows.PROGRESS, arguments=WORKSHOP),
    Route("workshop-calibration-choose", LED_LEVERS, method="POST", arguments=WORKSHOP),
    Route("workshop-calibration-reveal", LED_LEVERS, method="POST", arguments=WORKSHOP),
    Route("workshop-door", LED_LEVERS, method="POST", arguments=WORKSHOP),
    Route("workshop-knocks", LIVE_RUNNERS, arguments=WORKSHOP),
    Route("workshop-knocks-answer", LED_LEVERS, method="POST", arguments=WORKSHOP),
    Route("workshop-bar", LIVE, arguments=WORKSHOP),
    Route("workshop-names", LED_LEVERS, method="POST", arguments=WORKSHOP),
    Route("workshop-hand-over", LED_LEVERS, method="POST", arguments=WORKSHOP),
    Route(
        "workshop-interest-withdraw",
        {**LED_LEVERS, "facilitator": 404},
        method="POST",
        arguments={**WORKSHOP, "seat": "looker_id", "interest": "nobody"},
    ),
    Route("workshop-list-change", LED_LEVERS, method="POST", arguments=WORKSHOP),
    Route("workshop-log", PLANNERS, Shows.PROGRESS, arguments=WORKSHOP),
    Route("workshop-passes", RUNNERS, Shows.PROGRESS, arguments=WORKSHOP),
    Route(
        "workshop-pass-answer",
        {**LED_LEVERS, "facilitator": 422},
        method="POST",
        arguments=FIRST_PROJECT,
    ),
    Route("workshop-pass-dismiss", LED_LEVERS, method="POST", arguments=FIRST_PROJECT),
    Route("workshop-people", RUNNERS, Shows.PROGRESS, arguments=WORKSHOP),
    Route(
        "workshop-personal-links",
        {**LED_LEVERS, "facilitator": 422},
        method="POST",
        arguments=WORKSHOP,
    ),
    Route(
        "workshop-expected-people",
        {**LED_LEVERS, "facilitator": 422},
        method="POST",
        arguments=WORKSHOP,
    ),
    Route("workshop-plan", RUNNERS, arguments=WORKSHOP),
    Route("workshop-plan-numbers", LED_LEVERS, method="POST", arguments=WORKSHOP),
    Route("workshop-projects", PLANNERS, arguments=WORKSHOP),
    Route("workshop-delete", {**PLANNERS, "facilitator": 404, "admin": 404}, arguments=WORKSHOP),
    Route("workshop-rehearse", None, method="POST", arguments=WORKSHOP),
    Route(
        "workshop-ruling-save",
        {**LED_LEVERS, "facilitator": 422},
        method="POST",
        arguments=WORKSHOP,
    ),
    Route(
        "workshop-ruling-withdraw",
        {**LED_LEVERS, "facilitator": 404},
        method="POST",
        arguments={**WORKSHOP, "ruling": "nobody"},
    ),
    Route("workshop-rulings-adopt", LED_LEVERS, method="POST", arguments=WORKSHOP),
    Route(
        "workshop-running-order",
        {**LED_LEVERS, "facilitator": 422},
        method="POST",
        arguments=WORKSHOP,
    ),
    Route("workshop-seat", RUNNERS, arguments={**WORKSHOP, "seat": "looker_id"}),
    Route(
        "workshop-seat-act",
        LED_LEVERS,
        method="POST",
        arguments={**WORKSHOP, "seat": "looker_id"},
    ),
    Route("workshop-split", RUNNERS, arguments=FIRST_PROJECT),
    Route("workshop-split-undo", LED_LEVERS, method="POST", arguments=FIRST_PROJECT),
    Route("workshop-tier-split", LED_LEVERS, Shows.ANSWERS, "POST", WORKSHOP),
    Route("workshop-screen", PLANNERS, Shows.PROGRESS, arguments=WORKSHOP),
    Route("workshop-screen-live", LIVE, Shows.PROGRESS, arguments=WORKSHOP),
    Route("workshop-stage", LED_LEVERS, method="POST", arguments=WORKSHOP),
    # Settling differences
    Route("workshop-agreement", LIVE_RUNNERS, Shows.ANSWERS, arguments=WORKSHOP),
    Route("workshop-verification", LIVE_RUNNERS, Shows.ANSWERS, arguments=WORKSHOP),
    Route("method", OPEN),
    Route("workshop-reconcile", LIVE_RUNNERS, Shows.ANSWERS, arguments=WORKSHOP),
    Route("workshop-reconcile-all", LIVE_RUNNERS, Shows.ANSWERS, arguments=WORKSHOP),
    Route(
        "workshop-alike",
        # In the lobby there is nothing to settle yet, so it leads back.
        {**LIVE_RUNNERS, "facilitator": 302},
        Shows.ANSWERS,
        arguments={"pk": "workshop_id", "project_pk": "first_project_id"},
    ),
    Route("workshop-settle", LEVERS, Shows.ANSWERS, "POST", WORKSHOP),
    Route("workshop-settle-undo", LEVERS, Shows.ANSWERS, "POST", WORKSHOP),
    Route("workshop-settling-rule", LEVERS, Shows.ANSWERS, "POST", WORKSHOP),
    Route("workshop-settle-chair", LEVERS, Shows.ANSWERS, "POST", WORKSHOP),
    Route("workshop-discuss", LEVERS, Shows.ANSWERS, "POST", WORKSHOP),
    Route("workshop-re-vote", LEVERS, Shows.ANSWERS, "POST", WORKSHOP),
    Route("workshop-re-vote-live", LIVE_RUNNERS, Shows.PROGRESS, arguments=WORKSHOP),
    Route("workshop-re-vote-close", LEVERS, Shows.ANSWERS, "POST", WORKSHOP),
    Route("workshop-re-vote-settle", LEVERS, Shows.ANSWERS, "POST", WORKSHOP),
    Route("workshop-settling-reopen", LEVERS, Shows.ANSWERS, "POST", WORKSHOP),
    Route("workshop-ruling", LEVERS, Shows.ANSWERS, "POST", WORKSHOP),
    # The summary
    Route("summary", NOT_YET, Shows.ANSWERS, arguments=WORKSHOP),
    Route("summary-look", None, Shows.ANSWERS, "POST", WORKSHOP),
    Route("summary-compare", NOT_YET, Shows.ANSWERS, arguments=WORKSHOP),
    Route("summary-compare-csv", NOT_YET, Shows.ANSWERS, arguments=WORKSHOP),
    Route("summary-compare-workbook", NOT_YET, Shows.ANSWERS, arguments=WORKSHOP),
    Route("summary-print", NOT_YET, Shows.ANSWERS, arguments=WORKSHOP),
    Route("summary-csv", NOT_YET, Shows.ANSWERS, arguments=WORKSHOP),
    Route("summary-json", NOT_YET, Shows.ANSWERS, arguments=WORKSHOP),
    Route("summary-publish", NOT_YET, Shows.ANSWERS, arguments=WORKSHOP),
    Route(
        "summary-withdraw",
        None,
        method="POST",
        arguments={"pk": "workshop_id", "version": "nobody"},
    ),
    # Tokens open these, sessions never; the tests of the data interface own them
    Route("api:portfolios", None),
    Route("api:workshops", None),
    Route("api:projects", None, arguments={"workshop_id": "workshop_id"}),
    Route("api:summary", None, arguments={"workshop_id": "workshop_id"}),
    Route("api:api-root", None),
    Route("api-description", OPEN),
    Route("api-tokens", of_organisation(READERS), arguments={"slug": "slug"}),
    Route("api-token-withdraw", None, method="POST", arguments={"slug": "slug", "pk": "nobody"}),
    # Public by its address; the tests of publishing own what it shows
    Route("published-summary", None, arguments={"token": "token"}),
    Route("published-workbook", None, arguments={"token": "token"}),
    Route("published-csv", None, arguments={"token": "token"}),
    Route("published-json", None, arguments={"token": "token"}),
    Route("summary-workbook", NOT_YET, Shows.ANSWERS, arguments=WORKSHOP),
    Route("summary-workbook-choose", NOT_YET, Shows.ANSWERS, arguments=WORKSHOP),
    Route("summary-workbook-make", NOT_YET, Shows.ANSWERS, "POST", WORKSHOP),
    # Only whoever asked for it has one; its own tests open it
    Route("summary-workbook-build", None, Shows.ANSWERS, arguments=BUILD),
    Route("summary-workbook-file", None, Shows.ANSWERS, arguments=BUILD),
    Route(
        "summary-project",
        NOT_YET,
        Shows.ANSWERS,
        arguments={"pk": "workshop_id", "project_pk": "first_project_id"},
    ),
    # Portfolios and what was brought into them
    Route("project-edit", None, arguments=PORTFOLIO | {"project_pk": "nobody"}),
    Route("project-amounts", None, arguments=PORTFOLIO | {"project_pk": "nobody"}),
    Route("project-split", None, arguments=PORTFOLIO | {"project_pk": "nobody"}),
    Route("project-archive", None, method="POST", arguments=PORTFOLIO | {"project_pk": "nobody"}),
    Route("projects-bulk", None, method="POST", arguments=PORTFOLIO),
    Route("import-template", None, arguments=PORTFOLIO),
    Route("import-returned", None, arguments=IMPORT),
    Route("portfolio-new", of_organisation({**SIGNED_IN, "commissioner": 403, "facilitator": 403})),
    Route("portfolio-detail", READERS, arguments=PORTFOLIO),
    Route("project-detail", READERS, arguments={**PORTFOLIO, "project_pk": "listed_project_id"}),
    Route("import-new", ADMINS, arguments=PORTFOLIO),
    Route("import-list", READERS, arguments=PORTFOLIO),
    Route("import-detail", READERS, arguments=IMPORT),
    Route("import-original", ADMINS, arguments=IMPORT),
    # The steps of an import lead back from one that is over; its own tests go through them.
    *(
        Route(name, {**ADMINS, "admin": 302}, arguments=IMPORT)
        for name in (
            "import-sheet",
            "import-columns",
            "import-rows",
            "import-preview",
            "import-progress",
            "import-confirm",
        )
    ),
    Route("import-reading", {**ADMINS, "admin": 302}, method="POST", arguments=IMPORT),
    Route("import-undo", {**ADMINS, "admin": 302}, method="POST", arguments=IMPORT),
    Route("import-leave", {**ADMINS, "admin": 302}, method="POST", arguments=IMPORT),
    # People
    Route("set-up", None),
    Route("account", SIGNED_IN),
    Route("account-data", SIGNED_IN),
    Route("people", of_organisation(READERS), arguments={"slug": "slug"}),
    Route("invitation-withdraw", None, method="POST", arguments={"slug": "slug", "pk": "nobody"}),
    Route("member-change", None, arguments={"slug": "slug", "pk": "nobody"}),
    Route("member-remove", None, method="POST", arguments={"slug": "slug", "pk": "nobody"}),
    Route("organisation-leave", None, method="POST", arguments={"slug": "slug"}),
    Route("sign-in-rules", of_organisation(ADMINS), arguments={"slug": "slug"}),
    Route("provider-edit", of_organisation(ADMINS), arguments={"slug": "slug"}),
    Route(
        "provider-remove",
        of_organisation({**ADMINS, "admin": 302}),
        method="POST",
        arguments={"slug": "slug"},
    ),
    Route("organisation-sign-in", OPEN),
    # Without a provider there is nothing to find; the tests of sign-in through one own the rest.
    Route("provider-sign-in", dict.fromkeys(ROLES, 404), arguments={"slug": "slug"}),
    # Who may come in is led on to where they wanted to go.
    Route(
        "entry-refused",
        of_organisation(door(guests=302, commissioner=302, in_charge=302, outsider=404)),
        arguments={"slug": "slug"},
    ),
    Route("audit-record", of_organisation(ADMINS), arguments={"slug": "slug"}),
    Route("audit-record-csv", of_organisation(ADMINS), arguments={"slug": "slug"}),
    Route("invitation-code", OPEN),
    Route("invitation-answer", None),
    Route("invitation-open", None, arguments={"token": "token"}),
    # Last, because it seats the admin and so opens other doors
    Route("workshop-seat-take", {**LED_LEVERS, "admin": 302}, method="POST", arguments=WORKSHOP),
]

# Sign-in pages of the package that brings them; they know nothing of workshops.
OF_THE_SIGN_IN_PACKAGE = ("account_", "mfa_", "usersessions_", "openid_connect_", "socialaccount_")


def addresses() -> Iterator[tuple[str, str]]:
    """Every route of the product as (name, pattern); routes without a name go by their pattern."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(
    patterns: list[URLPattern | URLResolver], before: str, space: str = ""
) -> Iterator[tuple[str, str]]:
    for each in patterns:
        here = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each.url_patterns, here, inner)
        elif not (each.name or "").startswith(OF_THE_SIGN_IN_PACKAGE):
            yield f"{space}{each.name}" if each.name else here, here

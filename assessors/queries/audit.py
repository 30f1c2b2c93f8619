"""Reading the record of what was done."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from assessors.models import AuditEntry, AuditKind, Invitation, Organisation, User
from assessors.models.audit import AuditQuerySet

GROUPS: dict[str, tuple[str, tuple[AuditKind, ...]]] = {
    "sign-in": (
        "Signing in",
        (
            AuditKind.SIGNED_IN,
            AuditKind.SIGN_IN_FAILED,
            AuditKind.SIGN_IN_LOCKED,
            AuditKind.SIGNED_OUT,
            AuditKind.PASSWORD_CHANGED,
            AuditKind.EMAIL_CHANGED,
            AuditKind.FACTOR_ADDED,
            AuditKind.FACTOR_REMOVED,
        ),
    ),
    "access": (
        "Who has access",
        (
            AuditKind.ORGANISATION_MADE,
            AuditKind.PERSON_INVITED,
            AuditKind.INVITATION_WITHDRAWN,
            AuditKind.INVITATION_ACCEPTED,
            AuditKind.ROLE_CHANGED,
            AuditKind.REACH_CHANGED,
            AuditKind.MEMBER_REMOVED,
            AuditKind.MEMBER_LEFT,
            AuditKind.SECOND_FACTOR_RULE,
            AuditKind.PROVIDER_SAVED,
            AuditKind.PROVIDER_REMOVED,
            AuditKind.NEWCOMER_JOINED,
            AuditKind.OWNER_MADE,
            AuditKind.FACILITATOR_SEATED,
            AuditKind.DOOR_OPENED,
            AuditKind.DOOR_KNOCKED_AT,
            AuditKind.DOOR_CLOSED,
            AuditKind.KNOCK_LET_IN,
            AuditKind.KNOCK_TURNED_AWAY,
            AuditKind.SEAT_LINK_RENEWED,
            AuditKind.SEAT_REMOVED,
        ),
    ),
    "imports": ("Imports", (AuditKind.IMPORT_CONFIRMED, AuditKind.IMPORT_UNDONE)),
    "settlements": (
        "Workshops and settlements",
        (
            AuditKind.WORKSHOP_MADE,
            AuditKind.WORKSHOP_CLOSED,
            AuditKind.WORKSHOP_REOPENED,
            AuditKind.ANSWERS_EXCLUDED,
            AuditKind.ANSWERS_COUNTED,
            AuditKind.SETTLED_BY_RULE,
            AuditKind.SETTLED_BY_RE_VOTE,
            AuditKind.DECIDED_BY_CHAIR,
            AuditKind.BATCH_UNDONE,
            AuditKind.PROJECT_REOPENED,
        ),
    ),
    "publication": (
        "Reading, publishing and downloads",
        (
            AuditKind.SUMMARY_LOOKED_AT,
            AuditKind.SUMMARY_PUBLISHED,
            AuditKind.SUMMARY_WITHDRAWN,
            AuditKind.SUMMARY_EXPORTED,
            AuditKind.RECORD_EXPORTED,
        ),
    ),
    "personal-data": (
        "Personal data",
        (AuditKind.PERSON_EXPORTED, AuditKind.PERSON_ERASED, AuditKind.NAMES_TIDIED),
    ),
}
"""What a person looks for, and the kinds of entry that answer it."""

KEPT_WITH_SOURCE = frozenset((*GROUPS["sign-in"][1], *GROUPS["access"][1]))
"""Of these it matters from where they were done."""


def entries_of(
    organisation: Organisation,
    *,
    group: str = "",
    person: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> AuditQuerySet:
    """The latest first; a person is found as who did it and as to whom it was done."""
    entries = AuditEntry.objects.filter(organisation=organisation)
    if group:
        entries = entries.filter(kind__in=GROUPS[group][1])
    if person:
        entries = entries.filter(actor=person) | entries.filter(subject=person)
    if since:
        entries = entries.filter(happened_at__gte=_midnight(since))
    if until:
        entries = entries.filter(happened_at__lt=_midnight(until + timedelta(days=1)))
    return entries.select_related("source").order_by("-id")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def people_in(organisation: Organisation) -> QuerySet[User]:
    """Everybody the record of this organisation tells of and whose account is still there."""
    entries = AuditEntry.objects.filter(organisation=organisation).order_by()
    actors, subjects = entries.values("actor"), entries.values("subject")
    return User.objects.filter(pk__in=actors) | User.objects.filter(pk__in=subjects)


def names_of(entries: list[AuditEntry]) -> dict[int, str]:
    """Names by number, as they are today: the record itself holds none."""
    numbers = {key for each in entries for key in (each.actor_id, each.subject_id) if key}
    return {user.pk: user.display_name for user in User.objects.filter(pk__in=numbers)}


def invited_by_number(entries: list[AuditEntry]) -> dict[int, str]:
    numbers = {each.detail["invitation"] for each in entries if "invitation" in each.detail}
    return dict(Invitation.objects.filter(pk__in=numbers).values_list("pk", "email"))

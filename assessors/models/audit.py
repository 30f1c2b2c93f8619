"""The record of what was done, and by whom. It grows; nothing in it is ever changed."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessors.models.organisation import Organisation


class AuditKind(models.TextChoices):
    SIGNED_IN = "signed_in", "Signed in"
    SIGN_IN_FAILED = "sign_in_failed", "Failed to sign in"
    SIGN_IN_LOCKED = "sign_in_locked", "Was locked out for a while after too many tries"
    SIGNED_OUT = "signed_out", "Signed out"
    PASSWORD_CHANGED = "password_changed", "Changed their password"
    EMAIL_CHANGED = "email_changed", "Changed their email address"
    FACTOR_ADDED = "factor_added", "Added a second factor"
    FACTOR_REMOVED = "factor_removed", "Removed a second factor"
    ORGANISATION_MADE = "organisation_made", "Made the organisation"
    PERSON_INVITED = "person_invited", "Invited somebody"
    INVITATION_WITHDRAWN = "invitation_withdrawn", "Withdrew an invitation"
    INVITATION_ACCEPTED = "invitation_accepted", "Accepted an invitation"
    REACH_CHANGED = "reach_changed", "Changed which portfolios somebody sees"
    ROLE_CHANGED = "role_changed", "Changed a role"
    MEMBER_REMOVED = "member_removed", "Removed a member"
    MEMBER_LEFT = "member_left", "Left the organisation"
    SECOND_FACTOR_RULE = "second_factor_rule", "Changed the rule on second factors"
    PROVIDER_SAVED = "provider_saved", "Changed the organisation's own sign-in"
    PROVIDER_REMOVED = "provider_removed", "Removed the organisation's own sign-in"
    NEWCOMER_JOINED = "newcomer_joined", "Joined through the organisation's own sign-in"
    OWNER_MADE = "owner_made", "Made an admin from the command line"
    IMPORT_CONFIRMED = "import_confirmed", "Brought in a spreadsheet"
    IMPORT_UNDONE = "import_undone", "Undid an import"
    WORKSHOP_MADE = "workshop_made", "Made a workshop"
    REHEARSAL_DELETED = "rehearsal_deleted", "Deleted a rehearsal"
    WORKSHOP_CLOSED = "workshop_closed", "Closed a workshop"
    WORKSHOP_REOPENED = "workshop_reopened", "Reopened a workshop"
    FACILITATOR_SEATED = "facilitator_seated", "Took the facilitator's seat"
    DOOR_OPENED = "door_opened", "Opened a workshop's door"
    DOOR_KNOCKED_AT = "door_knocked_at", "Let people knock at a workshop's door"
    DOOR_CLOSED = "door_closed", "Closed a workshop's door"
    KNOCK_LET_IN = "knock_let_in", "Let in somebody who knocked"
    KNOCK_TURNED_AWAY = "knock_turned_away", "Turned away somebody who knocked"
    SEAT_LINK_RENEWED = "seat_link_renewed", "Gave out a new seat link"
    SEAT_REMOVED = "seat_removed", "Took somebody out of a room"
    ANSWERS_EXCLUDED = "answers_excluded", "Left somebody's answers out"
    ANSWERS_COUNTED = "answers_counted", "Took somebody's answers back in"
    SETTLED_BY_RULE = "settled_by_rule", "Settled projects by the rule"
    SETTLED_BY_RE_VOTE = "settled_by_re_vote", "Settled projects by a re-vote"
    DECIDED_BY_CHAIR = "decided_by_chair", "Decided as chair"
    BATCH_UNDONE = "batch_undone", "Undid a settlement"
    PROJECT_REOPENED = "project_reopened", "Reopened a project"
    SUMMARY_LOOKED_AT = "summary_looked_at", "Looked at running figures"
    SUMMARY_PUBLISHED = "summary_published", "Published a summary"
    SUMMARY_WITHDRAWN = "summary_withdrawn", "Withdrew a published summary"
    SUMMARY_EXPORTED = "summary_exported", "Downloaded a summary"
    SUMMARY_FETCHED = "summary_fetched", "Fetched a summary with a token"
    RECORD_EXPORTED = "record_exported", "Downloaded this record"
    PERSON_EXPORTED = "person_exported", "Downloaded a person's data"
    PERSON_ERASED = "person_erased", "Erased a person's data"
    NAMES_TIDIED = "names_tidied", "Replaced names by codes"


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **_: Any) -> NoReturn:
        raise TypeError("The record of what was done is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("The record of what was done is never deleted from.")


class AuditEntry(models.Model):
    """One thing that was done. People are in it by number alone: erasing a name needs no change here.

    A database trigger refuses an update of a row.
    """

    organisation = models.ForeignKey(
        Organisation,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="audit_entries",
        help_text="Whose admins may read it; none for somebody who belongs nowhere.",
    )
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        help_text="Who did it; none for the machine's owner or for guests.",
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        help_text="To whom, where it was done to a person.",
    )
    about = models.CharField(max_length=200, blank=True, help_text="Which workshop or file.")
    detail: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict, blank=True)
    happened_at = models.DateTimeField(default=timezone.now)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("organisation", "-id"), name="audit_entry_latest_first"),)

    def __str__(self) -> str:
        return f"{self.kind} in {self.organisation_id}"

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("The record of what was done is never deleted from.")

    @property
    def label(self) -> str:
        return AuditKind(self.kind).label if self.kind in AuditKind.values else self.kind


class AuditSource(models.Model):
    """From which network address something was done: beside its entry, so that it can be forgotten."""

    entry = models.OneToOneField(
        AuditEntry, on_delete=models.CASCADE, primary_key=True, related_name="source"
    )
    address = models.GenericIPAddressField()
    recorded_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.address

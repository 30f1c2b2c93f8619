"""All that is held about a person, for them to have."""

from typing import Any

from allauth.socialaccount.models import SocialAccount

from assessors.models import AuditEntry, User
from bucketing.models import Seat


def data_of_user(user: User) -> dict[str, Any]:
    """Account, memberships, what they did by the record, and each seat they had."""
    entries = AuditEntry.objects.filter(actor=user).select_related("source").order_by("id")
    return {
        "account": {
            "name": user.name,
            "email": user.email,
            "made": user.created_at,
            "last_sign_in": user.last_login,
            "signs_in_through": list(
                SocialAccount.objects.filter(user=user).values_list("provider", flat=True)
            ),
        },
        "memberships": [
            {
                "organisation": each.organisation.name,
                "role": each.role,
                "sees": each.reach_words,
                "since": each.created_at,
            }
            for each in user.memberships.select_related("organisation")
        ],
        "done": [
            {
                "what": each.label,
                "about": each.about,
                "when": each.happened_at,
                "from_address": str(getattr(each, "source", "")),
            }
            for each in entries
        ],
        "seats": [data_of_seat(seat) for seat in user.seats.select_related("workshop")],
    }


def data_of_seat(seat: Seat) -> dict[str, Any]:
    """What a guest said of themselves and answered."""
    answers = seat.allocations.select_related("workshop_project").order_by("id")
    return {
        "workshop": seat.workshop.name,
        "name": seat.name,
        "code": seat.code,
        "role": seat.role,
        "joined": seat.joined_at,
        "last_seen": seat.last_seen_at,
        "interests": [
            {"kind": each.kind, "value": each.value, "declared": each.declared_at}
            for each in seat.interests.all()
        ],
        "answers": [
            {
                "project": each.workshop_project.name,
                "shares": list(each.shares),
                "confidence": each.confidence,
                "note": each.note,
                "when": each.answered_at,
            }
            for each in answers
        ],
        "passes": [
            {"project": each.workshop_project.name, "reason": each.reason, "note": each.note}
            for each in seat.passes.select_related("workshop_project")
        ],
    }

"""Who stands at a door, for those who run the room; and what a guest who knocked may know."""

from datetime import datetime

from bucketing.domain.join_codes import clean_join_code, hash_seat_token
from bucketing.models import Door, Knock, Workshop


def waiting_at(workshop: Workshop, now: datetime) -> list[Knock]:
    """In the order in which they came; nobody waits at an open door, which costs no query."""
    if workshop.door == Door.OPEN or workshop.closed_at:
        return []
    return list(workshop.knocks.waiting(now))


def knock_by_token(code: str, token: str) -> Knock | None:
    """Looked up by digest, so timing tells nothing of the token."""
    if not token:
        return None
    knocks = Knock.objects.filter(workshop__join_code=clean_join_code(code))
    return knocks.select_related("workshop").filter(token_hash=hash_seat_token(token)).first()

"""Whether anything changed that a seat may notice: what its page asks all the time."""

from bucketing.domain.join_codes import hash_seat_token
from bucketing.models import Workshop


def room_revision_of(code: str, token: str) -> int | None:
    """The room's counter for whoever holds this token; None for strangers."""
    if not token:
        return None
    return (
        Workshop.objects.filter(join_code=code, seats__token_hash=hash_seat_token(token))
        .values_list("room_revision", flat=True)
        .first()
    )

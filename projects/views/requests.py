"""What a request is once its user is known."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, QueryDict

if TYPE_CHECKING:
    from assessors.models import User


class SignedInRequest(HttpRequest):
    """A request behind `login_required`."""

    user: "User"


def sent(request: HttpRequest) -> QueryDict | None:
    """What to bind a form to: a form sent with nothing chosen in it was still sent."""
    return request.POST if request.method == "POST" else None

"""What a request is once its user is known."""

from django.http import HttpRequest

from assessors.models import User


class SignedInRequest(HttpRequest):
    """A request behind `login_required`."""

    user: User

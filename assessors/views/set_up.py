"""The first account of an empty installation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assessors.actions.accounts import (
    is_empty_installation,
    is_set_up_code,
    needs_set_up_code,
    set_up_installation,
)
from assessors.actions.errors import PeopleError
from assessors.forms.people import SetUpForm
from assessors.models import User
from assessors.sign_in import answer_too_many, may_try, sign_in


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    if not is_empty_installation():
        raise Http404
    form = SetUpForm(request.POST or None, needs_code=needs_set_up_code())
    if request.method == "POST":
        if not may_try(request, "set_up"):
            return answer_too_many(request)
        if form.is_valid() and (user := _set_up(form)):
            return sign_in(request, user)
    status = 422 if form.errors else 200
    return render(request, "assessors/set_up.html", {"form": form}, status=status)


def _set_up(form: SetUpForm) -> User | None:
    values = form.cleaned_data
    if needs_set_up_code() and not is_set_up_code(values["set_up_code"]):
        form.add_error("set_up_code", "This is not the set-up code of this installation.")
        return None
    try:
        user, _ = set_up_installation(
            organisation_name=values["organisation"],
            email=values["email"],
            name=values["name"],
            password=values["password"],
        )
    except PeopleError as error:
        form.add_error(None, str(error))
        return None
    return user

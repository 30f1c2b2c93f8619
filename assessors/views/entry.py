"""How strong a sign-in an organisation asks for: its rule, and the page for who falls short."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from assessors.access import managing_membership_for
from assessors.actions.errors import PeopleError
from assessors.actions.organisations import set_second_factor_rule
from assessors.models import Organisation, SignInProvider
from assessors.queries.people import members_without_factor
from assessors.views.requests import SignedInRequest

WANTED = "wanted_page"
ENTRY = "entry_page"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_rules(request: SignedInRequest, slug: str) -> HttpResponse:
    me = managing_membership_for(request.user, slug)
    if request.method == "POST":
        try:
            set_second_factor_rule(is_required="require" in request.POST, by=me)
        except PeopleError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "The rule is changed.")
        return redirect("sign-in-rules", slug)
    context = {
        "organisation": me.organisation,
        "without": members_without_factor(me.organisation),
        "provider": SignInProvider.objects.filter(organisation=me.organisation).first(),
        "i_have_one": request.user.has_second_factor,
    }
    return render(request, "assessors/sign_in_rules.html", context)


@login_required
@require_safe
def entry_refused(request: SignedInRequest, slug: str) -> HttpResponse:
    """Why nothing opens, and what to do; it leads on to what was wanted as soon as it may."""
    organisation = Organisation.objects.filter(slug=slug, memberships__user=request.user).first()
    if organisation is None:
        raise Http404
    if request.user.may_enter(organisation):
        request.session.pop(ENTRY, None)
        return redirect(request.session.pop(WANTED, "/"))
    request.session[ENTRY] = organisation.entry_path
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        request.session[WANTED] = wanted
    return render(request, "assessors/entry_refused.html", {"organisation": organisation})

"""An organisation's own sign-in, for its admins."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from assessors.access import managing_membership_for
from assessors.actions.errors import PeopleError
from assessors.actions.providers import remove_provider, save_provider
from assessors.forms.provider import ProviderForm
from assessors.models import Membership, SignInProvider
from assessors.openid.discovery import check_issuer
from assessors.sealing import unseal
from assessors.sign_in import answer_too_many, may_try
from assessors.views.requests import SignedInRequest


@login_required
@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def provider_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    me = managing_membership_for(request.user, slug)
    provider = SignInProvider.objects.filter(organisation=me.organisation).first()
    form = ProviderForm(request.POST or None, provider=provider)
    if request.method == "POST":
        if not may_try(request, "through_provider"):
            return answer_too_many(request)
        if form.is_valid() and _save(form, me):
            messages.success(request, "It is saved. Now try it.")
            return redirect("provider-edit", slug)
    callback = reverse("openid_connect_callback", args=[slug])
    context = {
        "organisation": me.organisation,
        "provider": provider,
        "form": form,
        "callback": request.build_absolute_uri(callback),
        "secret_is_lost": provider is not None and unseal(provider.sealed_secret) is None,
        "came_through": request.user.came_through,
    }
    status = 422 if form.errors else 200
    return render(request, "assessors/provider_edit.html", context, status=status)


def _save(form: ProviderForm, me: Membership) -> bool:
    values = form.cleaned_data
    try:
        check_issuer(values["issuer"])
    except PeopleError as error:
        form.add_error("issuer", str(error))
        return False
    try:
        save_provider(by=me, **values)
    except PeopleError as error:
        form.add_error("domains" if "domain" in str(error) else "secret", str(error))
        return False
    return True


@login_required
@require_POST
def provider_remove(request: SignedInRequest, slug: str) -> HttpResponse:
    me = managing_membership_for(request.user, slug)
    try:
        remove_provider(by=me)
        messages.success(request, "It is removed. People sign in with their own password or code.")
    except PeopleError as error:
        messages.error(request, str(error))
    return redirect("sign-in-rules", slug)

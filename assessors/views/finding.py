"""From an address to the sign-in of its organisation. The domain decides, never the person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods, require_safe

from assessors.forms.provider import FindForm
from assessors.models import SignInProvider


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_sign_in(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.POST or None)
    if form.is_valid() and form.provider:
        return redirect(form.provider.sign_in_path + _onward(request))
    status = 422 if form.errors else 200
    context = {"form": form, "onward": _onward(request)}
    return render(request, "assessors/organisation_sign_in.html", context, status=status)


@require_safe
def provider_sign_in(request: HttpRequest, slug: str) -> HttpResponse:
    providers = SignInProvider.objects.select_related("organisation")
    provider = get_object_or_404(providers, organisation__slug=slug)
    context = {"provider": provider, "onward": _onward(request)}
    return render(request, "assessors/provider_sign_in.html", context)


def _onward(request: HttpRequest) -> str:
    """The rest of an address that keeps where the person wanted to go."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return ""
    return "?" + urlencode({"next": wanted})

"""The page where a member makes and withdraws tokens for programs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessors.access import membership_for
from assessors.views.requests import SignedInRequest
from bucketing.actions.errors import Refused
from reports.actions.api_tokens import make_api_token, withdraw_api_token
from reports.models import ApiToken


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def api_tokens(request: SignedInRequest, slug: str) -> HttpResponse:
    me = membership_for(request.user, slug)
    made, error = "", ""
    if request.method == "POST":
        try:
            _, made = make_api_token(by=me, name=request.POST.get("name", ""), now=timezone.now())
        except Refused as refusal:
            error = str(refusal)
    context = {
        "organisation": me.organisation,
        "tokens": ApiToken.objects.filter(organisation=me.organisation, user=me.user),
        "made": made,
        "error": error,
    }
    return render(request, "reports/api_tokens.html", context)


@login_required
@require_POST
def api_token_withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    me = membership_for(request.user, slug)
    token = get_object_or_404(ApiToken, pk=pk, organisation=me.organisation, user=me.user)
    try:
        withdraw_api_token(token=token, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The token “{token.name}” opens nothing any more.")
    return redirect("api-tokens", slug)

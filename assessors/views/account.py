"""A person's own details."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessors.forms.people import AccountForm
from assessors.views.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_detail(request: SignedInRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your name is saved.")
        return redirect("account")
    memberships = request.user.memberships.select_related("organisation")
    context = {"form": form, "memberships": memberships}
    status = 422 if form.errors else 200
    return render(request, "assessors/account_detail.html", context, status=status)

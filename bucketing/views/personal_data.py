"""What is held about the person who asks, as a file."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessors.actions.auditing import write_audit_of_person
from assessors.models import AuditKind
from assessors.views.requests import SignedInRequest
from bucketing.queries.personal_data import data_of_user


@login_required
@require_safe
@never_cache
def account_data(request: SignedInRequest) -> JsonResponse:
    data = data_of_user(request.user)
    write_audit_of_person(user=request.user, kind=AuditKind.PERSON_EXPORTED)
    answer = JsonResponse({"made": timezone.now(), **data}, json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="what-is-held-about-you.json"'
    return answer

"""The product's addresses and one view that does the least a save can do."""

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import include, path

from bucketing.models import WorkshopEvent


def bare(request: HttpRequest) -> JsonResponse:
    """One insert in one transaction."""
    with transaction.atomic():
        WorkshopEvent.objects.create(
            workshop_id=int(request.POST["workshop"]), kind="bare", detail={"upstream": 100}
        )
    return JsonResponse({"saved": True})


urlpatterns = [path("bare/", bare), path("", include("bucketing.urls"))]

"""Two questions a load balancer asks: is the process alive, and is it ready to serve."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from bucketing.middleware import GetResponse


class HealthMiddleware:
    """Answers `/health/` and `/ready/` before host names, https and sessions are asked for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/health/":
            return HttpResponse("alive\n", content_type="text/plain")
        if request.path == "/ready/":
            return readiness()
        return self.get_response(request)


def readiness() -> JsonResponse:
    """200 when the database answers and has every migration, else 503 with the reason."""
    try:
        missing = missing_migrations()
    except DatabaseError:
        return JsonResponse({"ready": False, "reason": "the database does not answer"}, status=503)
    if missing:
        return JsonResponse({"ready": False, "reason": "migrations are missing"}, status=503)
    return JsonResponse({"ready": True})


def missing_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]

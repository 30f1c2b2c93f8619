"""Whatever a program sends to the data interface: an answer as described, never an error of ours.

schemathesis makes the requests from the published description, fitting and unfitting ones; they go
through WSGI in this process.
"""

from itertools import count

import pytest
import schemathesis
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import response_schema_conformance

from bucketing.wsgi import application
from reports.actions.api_tokens import make_api_token
from tests.factories.finished import make_finished_room
from tests.factories.people import make_member

# The server closes connections after each request, which a test's own transaction would not survive.
pytestmark = pytest.mark.django_db(transaction=True)

# One database is enough to find what a value breaks; the other tries a few.
EXAMPLES = 60 if connection.vendor == "postgresql" else 25
CHECKS = [not_a_server_error, response_schema_conformance]


@pytest.fixture
def room():
    room = make_finished_room()
    project = room.add(1000, directorate="Children", name="Play for all")
    room.rate(project, 0, (73, 27, 0, 0))
    return room


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_request_finds_an_error_of_ours(room, mode):
    member = make_member("commissioner", organisation=room.workshop.portfolio.organisation)
    _, token = make_api_token(by=member, name="Dashboard", now=timezone.now())
    headers, sent = {"Authorization": f"Bearer {token}"}, count()
    description = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    options = settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for operation in (found.ok() for found in description.get_all_operations()):

        @seed(8)
        @options
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case):
            # Half of them ask for the workshop that there is, so that they reach what is behind.
            if next(sent) % 2 and "workshop_id" in case.path_parameters:
                case.path_parameters["workshop_id"] = room.workshop.pk
            case.call_and_validate(headers=headers, checks=CHECKS)

        send()
    assert next(sent) >= 2 * EXAMPLES

"""Headers, request ids, log lines and the size limit, around a stand-in page."""

import json
import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.urls import ResolverMatch

from bucketing.logs import HidePaths, JsonFormatter
from bucketing.middleware import (
    RequestLogMiddleware,
    RequestSizeMiddleware,
    SecurityHeadersMiddleware,
    content_security_policy,
)

MEGABYTE = 1024 * 1024


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("a page")


def content(answer: HttpResponseBase) -> bytes:
    assert isinstance(answer, HttpResponse)
    return answer.content


def test_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = content_security_policy()

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "form-action 'self';" in policy
    assert "unsafe" not in policy


def test_every_answer_carries_the_security_headers():
    answer = SecurityHeadersMiddleware(page)(RequestFactory().get("/"))

    assert answer["Content-Security-Policy"] == content_security_policy()
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "line\nbreak-in-it", "<script>alert(1)"])
def test_request_id_is_our_own_unless_a_plain_one_is_given(given):
    answer = RequestLogMiddleware(page)(RequestFactory().get("/", headers={"X-Request-ID": given}))

    assert len(answer["X-Request-ID"]) == 32
    assert answer["X-Request-ID"] != given


def test_request_id_of_the_proxy_is_kept():
    request = RequestFactory().get("/", headers={"X-Request-ID": "proxy-0123456789"})

    assert RequestLogMiddleware(page)(request)["X-Request-ID"] == "proxy-0123456789"


def test_log_line_names_the_route_and_not_the_secret_in_the_path(caplog):
    request = RequestFactory().get("/join/ABCD/secret-token/")
    request.resolver_match = ResolverMatch(page, (), {}, route="join/<code>/<token>/")

    with caplog.at_level(logging.INFO, logger="bucketing.requests"):
        RequestLogMiddleware(page)(request)

    line = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert (line["route"], line["status"]) == ("/join/<code>/<token>/", 200)
    assert "secret-token" not in json.dumps(line)


def test_warning_of_a_missing_page_does_not_tell_its_path():
    request = RequestFactory().get("/join/ABCD/secret-token/")
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", request.path), None
    )
    record.request = request

    HidePaths().filter(record)

    assert json.loads(JsonFormatter().format(record))["message"] == "Not Found: (no route)"


def test_body_over_the_limit_is_refused_with_advice():
    request = RequestFactory().post("/", CONTENT_LENGTH=str(65 * MEGABYTE))

    answer = RequestSizeMiddleware(page)(request)

    assert answer.status_code == 413
    assert b"larger than 50 MB" in content(answer)


def test_body_under_the_limit_passes():
    request = RequestFactory().post("/", CONTENT_LENGTH=str(50 * MEGABYTE))

    assert content(RequestSizeMiddleware(page)(request)) == b"a page"

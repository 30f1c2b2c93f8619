"""gunicorn as it runs for real: it stops gently, drops who says nothing, and names a wrong setting."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
FORM = b"csrfmiddlewaretoken=" + b"y" * 64
HEAD = (
    b"POST /join/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken=" + b"x" * 32 + b"\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(FORM)
)
HEALTH = b"GET /health/ HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture
def server(tmp_path, request):
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3",
        "BIND": f"127.0.0.1:{port}",
        "WEB_SILENCE_SECONDS": str(request.param),
    }
    command = [sys.executable, "-m", "gunicorn", "--workers=1", "--threads=2"]
    process = subprocess.Popen(
        command, cwd=REPOSITORY, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 40
    while time.monotonic() < until and not is_open(port):
        time.sleep(0.1)
    yield process, port
    process.kill() if process.poll() is None else None
    process.wait(timeout=20)


def is_open(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def say(port, words):
    talking = socket.create_connection(("127.0.0.1", port), timeout=30)
    talking.sendall(words)
    return talking


def heard(talking):
    with talking:
        try:
            return talking.recv(1000)
        except ConnectionResetError:
            return b""


@pytest.mark.parametrize("server", [20], indirect=True)
def test_request_in_flight_is_finished_and_new_ones_are_not_begun(server):
    process, port = server
    with say(port, HEAD + FORM[:10]) as talking:
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        time.sleep(1.5)
        late = say(port, HEALTH)
        talking.sendall(FORM[10:])
        answer = talking.recv(1000)
    assert answer.startswith(b"HTTP/1.1 403 Forbidden")
    assert process.wait(timeout=20) == 0
    assert heard(late) == b""


@pytest.mark.parametrize("server", [2], indirect=True)
def test_who_begins_a_request_and_says_no_more_keeps_nobody_out(server):
    _, port = server
    stuck = [say(port, each) for each in (HEAD[:40], HEAD + b"x", HEAD[:5], HEAD)]
    with say(port, HEALTH) as talking:
        assert talking.recv(1000).startswith(b"HTTP/1.1 200 OK")
    for each in stuck:
        each.close()


WRONG = {
    "HTTPS": "perhaps",
    "HSTS_SECONDS": "a year",
    "DATABASE_URL": "mysql://a/b",
    "DATABASE_POOL_SIZE": "-1",
    "EMAIL_PORT": "smtp",
    "NAMES_KEPT_DAYS": "1.5",
    "LOG_LEVEL": "LOUD",
    "SECRET_KEY": "",
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_setting_is_named_without_a_traceback(name):
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bucketing.settings",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "localhost",
        "DATABASE_URL": "",
        "DEMO": "0",
        name: WRONG[name],
    }
    command = [sys.executable, "manage.py", "check"]
    ended = subprocess.run(
        command, cwd=REPOSITORY, env=env, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert name in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) <= 2

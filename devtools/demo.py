"""`dev.py demo`: from a fresh clone to a served page."""

import os
import socket
from pathlib import Path

from devtools.environment import ROOT, SetupError, python_with, run


def demo_environment(database_url: str | None = None) -> dict[str, str]:
    chosen = {"DATABASE_URL": database_url} if database_url else {}
    return {"DEMO": "1", **chosen}


def serve(*, port: int, database_url: str | None) -> int:
    """Prepare the data, then become the web server."""
    refuse_busy_port(port)
    python = python_with("base")
    env = demo_environment(database_url)
    prepare(python, env)
    tell_address(port)
    return become_server(python, port=port, env=env)


def refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise SetupError(
                f"Port {port} is in use. Choose another: dev.py demo --port {port + 1}"
            ) from None


def prepare(python: Path, env: dict[str, str]) -> None:
    (ROOT / "var").mkdir(exist_ok=True)
    manage(python, "migrate", "--verbosity=0", env=env)
    manage(python, "createcachetable", env=env)
    manage(python, "collectstatic", "--no-input", "--verbosity=0", env=env)
    # Fills an empty database only, and prints the sign-ins either way.
    manage(python, "load_demo", env=env)


def manage(python: Path, *command: str, env: dict[str, str]) -> None:
    if run(python, "manage.py", *command, env=env) != 0:
        raise SetupError(f"manage.py {command[0]} failed; the lines above say why.")


def tell_address(port: int) -> None:
    print(
        f"\n  Open  http://127.0.0.1:{port}/"
        "\n  E-mails that would be sent are kept in var/mail/."
        "\n  Stop with Ctrl-C.\n",
        flush=True,
    )


def become_server(python: Path, *, port: int, env: dict[str, str]) -> int:
    os.chdir(ROOT)
    command = [str(python), "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    os.execve(python, command, {**os.environ, "LOG_LEVEL": "WARNING", **env})

"""`dev.py pictures`: photograph today's product, with the demo in it, for README and the guide.

Serves a scratch copy on a free port, walks through it with the machine's Chromium and writes
docs/pictures/*.png. Runs inside the test environment, as `python -m devtools.pictures`.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from devtools.environment import ROOT, SetupError, run
from devtools.picture_walk import Walk
from tests.functional.chromium import LAUNCH_OPTIONS, find_chromium

PICTURES = ROOT / "docs" / "pictures"
# The pages show this name instead of a port that nobody would recognise.
HOST = "bucketing.example.org"
START_SECONDS = 30
FILL_ROOMS = "from bucketing.demo.midway import fill_rooms; fill_rooms()"


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="bucketing-pictures-") as folder:
        env = scratch_environment(Path(folder))
        manage("migrate", env)
        manage("createcachetable", env)
        manage("collectstatic", env, "--no-input")
        manage("load_demo", env)
        with served(env) as port:
            take_pictures(port, env)
    tell_sizes()
    return 0


def scratch_environment(folder: Path) -> dict[str, str]:
    """A demo of its own: nothing of it is left, and the real demo's data stay as they are."""
    return {
        "DEMO": "1",
        "DATA_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": f"sqlite:///{folder / 'pictures.sqlite3'}",
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "bucketing.settings",
        "LOG_LEVEL": "ERROR",
    }


def manage(command: str, env: dict[str, str], *options: str) -> None:
    if run(sys.executable, "manage.py", command, *options, "--verbosity=0", env=env) != 0:
        raise SetupError(f"manage.py {command} failed; the lines above say why.")


@contextmanager
def served(env: dict[str, str]) -> Iterator[int]:
    """The port on which the scratch copy answers as long as the block lasts."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env})
    try:
        wait_until_it_answers(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/ready/", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise SetupError(f"The product did not answer within {START_SECONDS} seconds.")


def take_pictures(port: int, env: dict[str, str]) -> None:
    executable = find_chromium()
    if executable is None:
        raise SetupError("No Chromium here: install the package chromium, or name it in CHROMIUM.")
    leads = f"--host-resolver-rules=MAP {HOST} 127.0.0.1:{port},MAP * ~NOTFOUND"
    arguments = [*LAUNCH_OPTIONS["args"], leads]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        walk = Walk(browser, address=f"http://{HOST}", folder=PICTURES)
        walk.before_the_room()
        walk.bring_in_a_list()
        manage("shell", env, "--command", FILL_ROOMS)
        walk.in_the_room()
        walk.after_the_room()
        browser.close()


def tell_sizes() -> None:
    pictures = sorted(PICTURES.glob("*.png"))
    total = sum(picture.stat().st_size for picture in pictures)
    print(f"{len(pictures)} pictures, {total / 1e6:.1f} MB, in {PICTURES.relative_to(ROOT)}/")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SetupError as problem:
        sys.exit(f"\n{problem}")

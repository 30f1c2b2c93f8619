"""From the key to the next project painted, in a real browser with a slow network.

Run `python dev.py bench seat_paint`. Sixty judgements by keyboard alone; every answer to the page is
held back by 300 ms. Half way the network is cut for a while and the server stops answering once. A
project counts as painted two frames after the key, when the frame that shows it is through.
"""

import os
import tempfile
import threading
import time
from collections.abc import Sequence
from random import Random
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

FOLDER = tempfile.mkdtemp(prefix="bucketing-bench-")
os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "BUCKETING_TEST_DIR": FOLDER}
os.environ |= {
    "DATABASE_URL": f"sqlite:///{FOLDER}/bench.sqlite3",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}

import django
from django.core.management import call_command

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

JUDGEMENTS = 60
DELAY_SECONDS = 0.3
THINKING_MS = (500, 900)
CUT_AT, CUT_SECONDS = 25, float(os.environ.get("BENCH_CUT_SECONDS", "20"))
KILLED_AT = 45
TARGET_MS = 50

# Takes the time of the key as the browser stamped it and that of the frame after the change.
WATCH = """
window.paints = [];
let pressed = null;
addEventListener("keydown", (event) => { pressed = { key: event.timeStamp, heard: performance.now() }; }, true);
new MutationObserver(() => {
  if (pressed === null) return;
  const { key, heard } = pressed;
  const done = performance.now();
  pressed = null;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.paints.push([performance.now() - key, heard - key, done - heard]);
    channel.port2.postMessage(0);
  });
}).observe(document.getElementById("stack"), { subtree: true, attributeFilter: ["hidden"] });
"""


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: the measurement speaks."""


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.functional.seat_pages import make_room

    workshop = make_room(90)
    server, port = serve(0)
    try:
        paints, answers = judge(workshop, port, server)
    finally:
        server.shutdown()
    report(paints, answers)


def serve(port: int) -> tuple[WSGIServer, int]:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application

    application = StaticFilesHandler(get_wsgi_application())
    server = make_server("127.0.0.1", port, application, Threaded, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, server.server_address[1]


def judge(workshop: object, port: int, server: WSGIServer) -> tuple[list[list[float]], int]:
    from playwright.sync_api import sync_playwright

    from bucketing.models import Allocation
    from tests.functional.chromium import LAUNCH_OPTIONS, find_chromium
    from tests.functional.seat_pages import sit_down

    rng = Random(4)  # the pace of a made-up person
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), **LAUNCH_OPTIONS)
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        page = context.new_page()
        sitting = sit_down(page, f"http://127.0.0.1:{port}", workshop)
        page.wait_for_selector(".seat-card:not([hidden])")
        slow_down(context, page)
        page.evaluate(WATCH)
        done = 0
        while done < JUDGEMENTS:
            page.wait_for_selector(".seat-card:not([hidden])", timeout=60_000)
            page.wait_for_timeout(rng.randint(*THINKING_MS))
            page.keyboard.press(rng.choice("1234"))
            done += 1
            if done == CUT_AT:
                context.set_offline(True)
                page.wait_for_timeout(CUT_SECONDS * 1000)
                context.set_offline(False)
                slow_down(context, page)
            if done == KILLED_AT:
                server.shutdown()
                server.server_close()
                time.sleep(3)
                server, _ = serve(port)
        page.wait_for_selector("#saved-state[data-state=saved]", timeout=60_000)
        paints = page.evaluate("window.paints")
        browser.close()
    return paints, Allocation.objects.filter(seat=sitting.seat).count()


def slow_down(context: "BrowserContext", page: "Page") -> None:
    """The browser itself adds the delay to every request."""
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    conditions = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send(
        "Network.emulateNetworkConditions", {**conditions, "latency": DELAY_SECONDS * 1000}
    )


def report(paints: list[list[float]], answers: int) -> None:
    times, heard, script = (sorted(each) for each in zip(*paints, strict=True))
    print(f"{JUDGEMENTS} judgements by keyboard, {answers} answers with the server.")
    for low in range(0, int(times[-1]) + 10, 10):
        count = sum(low <= each < low + 10 for each in times)
        if count:
            print(f"  {low:4d}–{low + 10:<4d} ms {'█' * count} {count}")
    for words, part in (("Until the page heard it", heard), ("The page's own work", script)):
        print(f"{words}: {in_words(part)}")
    print(f"Key to paint: {in_words(times)}; load of the machine {os.getloadavg()[0]:.1f}")
    print(f"(wanted: under {TARGET_MS} ms with {DELAY_SECONDS * 1000:.0f} ms of added delay)")
    assert answers == JUDGEMENTS, "an answer was lost"


def in_words(times: Sequence[float]) -> str:
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    return f"{middle:.1f} ms in the middle, {late:.1f} ms at the 95th percentile"


if __name__ == "__main__":
    main()

"""Where the browser of the functional tests is found, and how it starts."""

import os
import shutil
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

LAUNCH_OPTIONS: dict[str, Any] = {
    "args": [
        "--no-sandbox",  # as root, as on a CI machine, it would not start with one
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ],
    # Names outside this machine lead nowhere, so no page can fetch from elsewhere unnoticed.
    "proxy": {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1,localhost"},
}


def find_chromium() -> str | None:
    if given := os.environ.get("CHROMIUM"):
        return given
    found = (shutil.which(name) for name in NAMES)
    on_a_mac = (path for path in ON_A_MAC if Path(path).exists())
    return next((path for path in [*found, *on_a_mac] if path), None)

"""Browsers named so that a person recognises their own."""

import pytest

from assessors.templatetags.sign_in import device

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("user_agent", "shown"),
    [
        (f"{WINDOWS}Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        (f"{WINDOWS}Chrome/130.0 Safari/537.36", "Chrome on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Firefox/132.0", "Firefox on Linux"),
        ("curl/8", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_device_names_browser_and_system(user_agent: str, shown: str) -> None:
    assert device(user_agent) == shown

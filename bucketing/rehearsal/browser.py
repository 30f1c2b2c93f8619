"""As much of a browser as an assessor needs: cookies, forms and patience."""

import json
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

TIMEOUT = 20


class Unreachable(Exception):
    """The server cannot be reached just now; trying again later may help."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the status, where redirects led, and the body."""

    status: int
    url: str
    body: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(slots=True)
class Browser:
    """One private window on a site at `url`."""

    url: str
    jar: CookieJar = field(default_factory=CookieJar)
    opener: OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in ("http", "https"):
            raise ValueError("The address of the site begins with http:// or https://.")
        self.opener = build_opener(HTTPCookieProcessor(self.jar))

    def get(self, path: str, **query: Any) -> Reply:
        address = urljoin(self.url, path) + (f"?{urlencode(query)}" if query else "")
        return self._open(Request(address))  # noqa: S310  # the scheme was checked

    def post(self, path: str, fields: dict[str, Any], *, wants_json: bool = False) -> Reply:
        """Send a form. The token is that of the cookie, as the site's own pages have it."""
        address = urljoin(self.url, path)
        headers = {"Referer": address, "X-CSRFToken": self.token}
        if wants_json:
            headers["Accept"] = "application/json"
        body = urlencode(fields).encode()
        return self._open(Request(address, data=body, headers=headers))  # noqa: S310  # the same

    @property
    def token(self) -> str:
        return next((cookie.value or "" for cookie in self.jar if "csrftoken" in cookie.name), "")

    def _open(self, request: Request) -> Reply:
        try:
            with self.opener.open(request, timeout=TIMEOUT) as response:
                return Reply(response.status, response.url, response.read().decode())
        except HTTPError as error:
            if error.code >= 500:
                raise Unreachable(f"The server answered {error.code}.") from error
            with error:
                return Reply(error.code, error.url, error.read().decode(errors="replace"))
        except (URLError, OSError, HTTPException) as error:
            raise Unreachable(str(error)) from error

"""Asking an address that an admin typed, without letting them reach into our own network."""

import ipaddress
import socket
from io import BytesIO
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter

SECONDS = 5
MOST_BYTES = 1_000_000
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class ProviderSession(requests.Session):
    """https, to public addresses, soon answered, short, and never led elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.mount("https://", PublicAddresses())
        # A proxy of the machine resolves names by itself, so addresses could not be checked.
        self.trust_env = settings.SIGN_IN_PRIVATE_ADDRESSES

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        refuse_unsafe(str(url))
        kwargs |= {"timeout": SECONDS, "allow_redirects": False, "stream": True}
        response = super().request(method, url, *args, **kwargs)
        response.raw = BytesIO(_read(response))
        return response


class PublicAddresses(HTTPAdapter):
    """Connects to the very address that was checked: a name may lead elsewhere a moment later."""

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        name = host["host"]
        address = _public_address(str(name), host["port"] or 443)
        pool = {**pool, "server_hostname": name, "assert_hostname": name}
        return {**host, "host": address}, pool

    def add_headers(self, request: requests.PreparedRequest, **_: Any) -> None:
        request.headers["Host"] = urlsplit(str(request.url)).netloc


def refuse_unsafe(url: str) -> None:
    """https; on this machine itself also http, where that is allowed for trying things out."""
    parts = urlsplit(url)
    may_be_plain = settings.SIGN_IN_LOOPBACK and parts.hostname in LOOPBACK
    if parts.scheme != "https" and not (parts.scheme == "http" and may_be_plain):
        raise requests.exceptions.InvalidURL(f"{url} does not begin with https://.")


def _public_address(name: str, port: int) -> str:
    if settings.SIGN_IN_PRIVATE_ADDRESSES:
        return name
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise requests.exceptions.ConnectionError(f"{name} is not known.") from None
    addresses = [str(each[4][0]) for each in found]
    if not all(ipaddress.ip_address(each).is_global for each in addresses):
        raise requests.exceptions.ConnectionError(f"{name} has no public address.")
    return addresses[0]


def _read(response: requests.Response) -> bytes:
    """The whole answer, which must be short and come soon: somebody may send drop by drop."""
    body, until = b"", monotonic() + SECONDS
    while chunk := response.raw.read1(decode_content=True):
        body += chunk
        if len(body) > MOST_BYTES or monotonic() > until:
            raise requests.exceptions.ConnectionError("The answer is too long or too slow.")
    return body

"""A small OpenID Connect provider on loopback. It checks what a real one checks, and can be made to cheat."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID, SECRET = "bucketing-client", "a secret that nobody may ever see again"
OWN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FOREIGN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PAGE = (
    '<!doctype html><html lang="en"><title>Provider</title><link rel="icon" href="data:,">'
    '<h1>Provider</h1><a href="{}">Continue</a>'
)


@dataclass
class OpenIdProvider:
    """`person` is who is signed in there. `token` and `signed_with` are for cheating."""

    issuer: str
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "subject-1", "email_verified": True, "name": "Ada Okafor"}
    )
    token: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, Any] = field(default_factory=dict)
    signed_with: Any = OWN_KEY
    algorithm: str = "RS256"
    is_down: bool = False
    thin_tokens: bool = False
    """Tell the address at the userinfo endpoint only, as some do."""
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        key = RSAAlgorithm.to_jwk(OWN_KEY.public_key(), as_dict=True)
        return {"keys": [{**key, "kid": "key-1", "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes back to, once the person has said yes."""
        assert asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        self.asked.append(asked)
        code = f"code-{len(self.asked)}"
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def tokens(self, sent: dict[str, str]) -> dict[str, Any] | None:
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_right = (
            asked is not None
            and (sent.get("client_id"), sent.get("client_secret")) == (CLIENT_ID, SECRET)
            and asked["redirect_uri"] == sent.get("redirect_uri")
            and asked["code_challenge"] == challenge
        )
        if not is_right or asked is None:
            return None
        return {
            "access_token": "opaque",
            "token_type": "Bearer",
            "id_token": self.id_token(asked["nonce"]),
        }

    def id_token(self, nonce: str) -> str:
        person = {"sub": self.person["sub"]} if self.thin_tokens else self.person
        now = int(time.time())
        standard = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        claims = {**standard, "nonce": nonce, **person, **self.token}
        headers = {"kid": "key-1", **self.headers}
        return jwt.encode(claims, self.signed_with, algorithm=self.algorithm, headers=headers)


@contextmanager
def running_provider() -> Iterator[OpenIdProvider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            if provider.is_down:
                self.send_error(503)
            elif path == "/authorize":
                back = provider.authorize({name: values[0] for name, values in query.items()})
                self._send(PAGE.format(back.replace("&", "&amp;")), "text/html")
            else:
                told = {
                    "/.well-known/openid-configuration": provider.configuration,
                    "/keys": provider.keys,
                    "/userinfo": lambda: provider.person,
                }[path]()
                self._send(json.dumps(told), "application/json")

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            tokens = provider.tokens({name: values[0] for name, values in sent.items()})
            body = json.dumps(tokens or {"error": "invalid_grant"})
            self._send(body, "application/json", 200 if tokens else 400)

        def _send(self, body: str, kind: str, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = OpenIdProvider(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

"""Asking a provider: to the address that was checked, under its own name, briefly."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from assessors.openid import fetching
from assessors.openid.fetching import ProviderSession

NAME = "provider.example"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Location", "https://127.0.0.1/")
        self.end_headers()
        if self.path == "/long":
            self.wfile.write(b"x" * (fetching.MOST_BYTES + 1))
        else:
            self.wfile.write(self.headers["Host"].encode())

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def make_certificate(path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    form, encoding = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    path.write_bytes(key.private_bytes(encoding, form, plain) + certificate.public_bytes(encoding))
    return path


@pytest.fixture
def served(tmp_path, monkeypatch):
    """A provider under https on loopback, whose name stands for it; gives session and port."""
    certificate = make_certificate(tmp_path / "provider.pem")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    monkeypatch.setattr(fetching, "_public_address", lambda *_: "127.0.0.1")
    with ProviderSession() as session:
        session.verify = str(certificate)
        yield session, server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_connection_goes_to_the_checked_address_under_the_providers_name(served):
    session, port = served
    assert session.get(f"https://{NAME}:{port}/").text == f"{NAME}:{port}"


def test_certificate_of_another_name_is_refused(served):
    session, port = served
    with pytest.raises(requests.exceptions.SSLError):
        session.get(f"https://another.example:{port}/")


def test_redirect_is_not_followed_and_a_long_answer_is_refused(served):
    session, port = served
    assert session.get(f"https://{NAME}:{port}/elsewhere").status_code == 302
    with pytest.raises(requests.exceptions.ConnectionError, match="too long or too slow"):
        session.get(f"https://{NAME}:{port}/long")


@pytest.mark.parametrize("inner", ["10.1.2.3", "192.168.0.1", "fd00::1", "169.254.169.254"])
def test_name_with_one_private_address_is_refused(monkeypatch, inner):
    """One public address beside it is no excuse."""
    found = [(2, 1, 6, "", (each, 443)) for each in ("93.184.215.14", inner)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with ProviderSession() as session, pytest.raises(requests.exceptions.ConnectionError) as caught:
        session.get(f"https://{NAME}/")
    assert str(caught.value) == f"{NAME} has no public address."


def test_private_addresses_can_be_permitted(settings):
    settings.SIGN_IN_PRIVATE_ADDRESSES = True
    assert fetching._public_address("10.1.2.3", 443) == "10.1.2.3"

"""The guard that keeps tests on this machine."""

import socket

import pytest


def test_connection_beyond_the_loopback_address_is_refused():
    with pytest.raises(UserWarning, match="A test tried to use socket"):
        socket.create_connection(("127.0.0.2", 9), timeout=0.1)

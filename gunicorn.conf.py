"""How gunicorn serves: a few processes with threads each; nothing lives in their memory."""

import gc
import os
import socket
import struct
import sys
from typing import Any

from bucketing.logs import logging_settings

# Python hands over between threads every 5 ms. A thread that holds SQLite's one lock for writing gets its
# turn back sooner than that, so that the others wait less.
sys.setswitchinterval(0.0005)

# Python looks for rubbish after every 700 new objects, which is several times in each request.
gc.set_threshold(20_000, 20, 50)


def when_ready(server: Any) -> None:
    """Before the processes part: the code itself is not looked through again and again, and silence ends.

    Who begins a request and says no more would keep a thread for ever. Connections inherit the limit.
    """
    longest = struct.pack("ll", int(os.environ.get("WEB_SILENCE_SECONDS", "20")), 0)
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, longest)
    gc.collect()
    gc.freeze()


bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
worker_class = "gthread"
# Nobody steers it from a terminal, and a container's home cannot be written to.
control_socket_disable = True
wsgi_app = "bucketing.wsgi"
# The code is read once and shared: a process that died is replaced within a moment.
preload_app = True
# A slow upload over a phone may take a while; a stuck process must not stay for ever.
timeout = 60
graceful_timeout = 30
keepalive = 5
# Fresh processes now and then, at different times, bound what a leak can take.
max_requests = 20_000
max_requests_jitter = 2_000
# The product writes its own access lines, without addresses or people.
accesslog = None
log_level = os.environ.get("LOG_LEVEL", "INFO")
logconfig_dict = logging_settings(level=log_level)
logconfig_dict["loggers"] |= {
    "gunicorn.error": {"handlers": [], "level": log_level, "propagate": True},
    # Django leaves it to the server to drop the body of a HEAD; each time it warns.
    "gunicorn.http.wsgi": {"level": "ERROR"},
}
# Heartbeats on a disk can stall under load.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108

"""The product's settings with what tests need: quick, silent, and with nothing left behind."""

import os
import tempfile
from pathlib import Path

# One folder for a run: worker processes inherit its name; conftest.py makes and removes it.
os.environ.setdefault(
    "BUCKETING_TEST_DIR", str(Path(tempfile.gettempdir()) / f"bucketing-tests-{os.getpid()}")
)
SCRATCH_DIR = Path(os.environ["BUCKETING_TEST_DIR"])
# Worker processes number their rows alike, so each keeps its uploaded files apart.
DATA_DIR_OF_WORKER = SCRATCH_DIR / os.environ.get("PYTEST_XDIST_WORKER", "alone")
if SCRATCH_DIR.is_dir():
    DATA_DIR_OF_WORKER.mkdir(exist_ok=True)

os.environ |= {
    "SECRET_KEY": "guards nothing but tests",
    "DATA_DIR": str(DATA_DIR_OF_WORKER),
    "DEMO": "0",
    "HTTPS": "0",
    "TASKS_IMMEDIATE": os.environ.get("TASKS_IMMEDIATE", "1"),
    "LOG_LEVEL": "ERROR",
    # Pages of several browsers poll the live server at once, each from a thread of its own.
    "DATABASE_POOL_SIZE": "40",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1],testserver",
}

from bucketing.settings import *  # noqa: E402, F403 - the environment above must come first
from bucketing.settings import DATABASES, STORAGES  # noqa: E402

# A file, not memory: threads and the live server then see the same data.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH_DIR / "test.sqlite3")}

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The slowness of a real password hash protects nobody here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

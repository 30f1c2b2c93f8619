"""The product's settings with what tests need: quick, silent, and with nothing left behind."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def scratch_dir() -> Path:
    """One folder for a run and its worker processes, removed by the process that made it."""
    if given := os.environ.get("BUCKETING_TEST_DIR"):
        return Path(given)
    made = tempfile.mkdtemp(prefix="bucketing-tests-")
    os.environ["BUCKETING_TEST_DIR"] = made
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


SCRATCH_DIR = scratch_dir()
os.environ |= {
    "SECRET_KEY": "guards nothing but tests",
    "DATA_DIR": str(SCRATCH_DIR),
    "DEMO": "0",
    "HTTPS": "0",
    "TASKS_IMMEDIATE": "1",
    "LOG_LEVEL": "ERROR",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1],testserver",
}

from bucketing.settings import *  # noqa: E402, F403
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

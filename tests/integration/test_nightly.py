"""The chores of a night: all of them, whatever happens to one."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from bucketing.management.commands import nightly

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (datetime(2026, 3, 2, 1, 0, tzinfo=LONDON), 1),
        (datetime(2026, 3, 2, 2, 0, tzinfo=LONDON), 24),
        (datetime(2026, 3, 2, 14, 0, tzinfo=LONDON), 12),
        # The clocks go forward on 29 March 2026: that night is an hour short.
        (datetime(2026, 3, 28, 23, 30, tzinfo=LONDON), 3.5 - 1),
    ],
)
def test_waits_until_the_hour_on_the_wall(now, hours):
    at = time(3, 0) if now.day == 28 else time(2, 0)

    assert nightly.seconds_until(at, now=now) == hours * 3600


@pytest.mark.django_db(transaction=True)
def test_every_chore_is_done(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "BACKUP_DIR", tmp_path)

    call_command("nightly")


def test_failure_of_one_keeps_no_other(monkeypatch):
    done = []

    def run(name, **_):
        done.append(name)
        if name == "backup":
            raise OSError("disk full")

    monkeypatch.setattr(nightly, "call_command", run)
    monkeypatch.setattr(nightly, "close_old_connections", lambda: None)

    with pytest.raises(CommandError, match="Failed: backup"):
        call_command("nightly")

    assert done[:4] == ["backup", "tidy_personal_data", "tidy_workbooks", "clearsessions"]

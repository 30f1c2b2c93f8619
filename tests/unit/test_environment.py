"""Settings from the environment: right values, and errors that name the variable."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bucketing.database import connection_settings
from bucketing.environment import flag, number, secret_key, words


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("0", False), ("No", False), ("", True)]
)
def test_flag_reads_ones_and_noughts_and_else_its_default(monkeypatch, value, expected):
    monkeypatch.setenv("HTTPS", value)

    assert flag("HTTPS", default=True) is expected


def test_flag_refuses_a_word_it_does_not_know(monkeypatch):
    monkeypatch.setenv("HTTPS", "on please")

    with pytest.raises(ImproperlyConfigured, match="HTTPS must be 1 or 0"):
        flag("HTTPS", default=True)


def test_number_refuses_words(monkeypatch):
    monkeypatch.setenv("HSTS_SECONDS", "a year")

    with pytest.raises(ImproperlyConfigured, match="HSTS_SECONDS must be a whole number"):
        number("HSTS_SECONDS", default=0)


def test_words_are_split_at_commas_and_spaces(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "one.example.org, two.example.org three.example.org")

    assert words("ALLOWED_HOSTS") == ["one.example.org", "two.example.org", "three.example.org"]


def test_secret_key_is_demanded_by_name(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match="Set SECRET_KEY"):
        secret_key(keep_in=None)


def test_demo_makes_one_secret_key_and_keeps_it_private(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "var" / "secret_key"

    first, second = secret_key(keep_in=file), secret_key(keep_in=file)

    assert first == second
    assert len(first) >= 50
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///var/b.sqlite3", "/srv/app/var/b.sqlite3"),
        ("sqlite:////data/b.sqlite3", "/data/b.sqlite3"),
    ],
)
def test_sqlite_address_is_relative_to_the_project_or_absolute(url, file):
    chosen = connection_settings(url, base_dir=Path("/srv/app"), pool_size=4)

    assert chosen["NAME"] == Path(file)
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert chosen["CONN_MAX_AGE"] is None


def test_postgresql_address_gives_a_pool_and_passes_driver_options_on():
    chosen = connection_settings(
        "postgresql://us%40er:p%2Fw@db.internal:5433/work?sslmode=require",
        base_dir=Path("/srv"),
        pool_size=4,
    )

    assert [chosen[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "us@er",
        "p/w",
        "db.internal",
        "5433",
        "work",
    ]
    assert chosen["OPTIONS"]["sslmode"] == "require"
    assert chosen["OPTIONS"]["pool"]["max_size"] == 4
    assert chosen["OPTIONS"]["prepare_threshold"] == 2


def test_postgresql_address_can_say_that_a_pooler_passes_no_plans_on():
    address = "postgresql://me@db/work?prepare_threshold="
    for said, meant in (("none", None), ("7", 7)):
        chosen = connection_settings(address + said, base_dir=Path("/srv"), pool_size=4)
        assert chosen["OPTIONS"]["prepare_threshold"] == meant


def test_postgresql_address_may_name_a_socket_folder():
    chosen = connection_settings(
        "postgresql://me@/work?host=/run/pg", base_dir=Path("/srv"), pool_size=4
    )

    assert (chosen["HOST"], chosen["NAME"], chosen["PORT"]) == ("/run/pg", "work", "")


@pytest.mark.parametrize("url", ["mysql://a/b", "sqlite://", "postgresql://host", "nonsense"])
def test_other_addresses_are_refused_by_name(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must look like"):
        connection_settings(url, base_dir=Path("/srv"), pool_size=4)

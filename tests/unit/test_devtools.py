"""The parts of dev.py that decide something."""

import socket

import pytest

from devtools import demo, environment
from devtools.results import Result, Skip, read_result, tell_results
from devtools.suite import parallel

REPORT = """<?xml version="1.0"?>
<testsuites><testsuite errors="1" failures="1" skipped="2" time="3.5">
<testcase classname="t" name="good"/>
<testcase classname="t" name="bad"><failure message="no"/></testcase>
<testcase classname="t" name="broken"><error message="oh"/></testcase>
<testcase classname="t" name="out"><skipped type="pytest.skip" message="no browser"/></testcase>
<testcase classname="t" name="known"><skipped type="pytest.xfail" message="later"/></testcase>
</testsuite></testsuites>"""


def test_report_is_counted_and_its_skips_are_named(tmp_path):
    file = tmp_path / "report.xml"
    file.write_text(REPORT)

    result = read_result("SQLite", file, exit_code=1)

    assert (result.passed, result.failed, result.errors) == (1, 1, 1)
    assert result.skipped == [Skip("t", "no browser")]
    assert "1 failed, 1 passed, 1 skipped, 1 error in 3.50s" in result.closing_line


def test_run_that_wrote_no_report_has_failed(tmp_path):
    assert read_result("SQLite", tmp_path / "none.xml", exit_code=0).exit_code == 1


@pytest.mark.parametrize(("all_required", "code"), [(False, 0), (True, 1)])
def test_skipped_test_fails_only_where_everything_is_required(capsys, all_required, code):
    result = Result("SQLite", passed=3, skipped=[Skip("t", "no browser")])

    assert tell_results([result], all_required=all_required) == code
    assert "SQLite, 1 of t: no browser" in capsys.readouterr().out


@pytest.mark.parametrize(("all_required", "code"), [(False, 0), (True, 1)])
def test_missing_database_is_told_loudly(capsys, all_required, code):
    results = [Result("SQLite", passed=3), Result("PostgreSQL", missing="no server was found")]

    assert tell_results(results, all_required=all_required) == code
    assert "PostgreSQL, all tests: no server was found" in capsys.readouterr().out


def test_failure_on_one_database_fails_the_run():
    results = [Result("SQLite", passed=3, exit_code=0), Result("PostgreSQL", exit_code=1)]

    assert tell_results(results, all_required=False) == 1


@pytest.mark.parametrize("arguments", [["-n", "4"], ["-n0"], ["--pdb"], ["-s"]])
def test_person_may_choose_how_many_run_at_once(arguments):
    assert parallel(arguments) == []


def test_two_tests_run_at_once_otherwise():
    assert parallel(["-k", "shares"]) == ["-n", "2", "--dist", "worksteal"]


def test_missing_venv_names_the_package_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    assert "sudo apt install python3." in environment.missing_package_advice()


def test_environment_is_made_anew_only_when_its_requirements_change(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "REQUIREMENTS", tmp_path)
    (tmp_path / "base.txt").write_text("django==5.2")
    (tmp_path / "installed-base").write_text(environment.fingerprint("base"))

    assert environment.is_installed("base")
    (tmp_path / "base.txt").write_text("django==5.3")
    assert not environment.is_installed("base")


def test_busy_port_is_refused_with_another_one_named():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(environment.SetupError, match=f"--port {port + 1}"):
            demo.refuse_busy_port(port)

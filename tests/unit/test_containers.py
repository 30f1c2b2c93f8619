"""No engine runs here, so the container files are held to their schema and to claims."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())["services"]


@pytest.mark.parametrize(
    "command",
    [
        ["check-jsonschema", "--builtin-schema=vendor.compose-spec", "docker-compose.yml"],
        ["hadolint", "Dockerfile"],
    ],
    ids=["compose-schema", "dockerfile-lint"],
)
def test_container_files_pass_their_checker(command):
    tool, *arguments = command
    result = subprocess.run(
        [TOOLS / tool, *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout + result.stderr


def test_web_can_be_scaled(services):
    """Two containers can share neither a published port nor a name."""
    assert not {"ports", "container_name"} & set(services["web"])
    assert services["proxy"]["ports"] == ["80:80", "443:443"]


def test_nothing_starts_before_the_database_is_migrated(services):
    for name in ("web", "worker", "nightly"):
        assert services[name]["depends_on"]["migrate"]["condition"] == (
            "service_completed_successfully"
        )
    assert services["migrate"]["depends_on"]["db"]["condition"] == "service_healthy"


def test_only_the_proxy_can_be_reached_from_outside(services):
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]


def test_application_runs_without_rights_and_without_writing_to_itself(services):
    for name in ("web", "worker", "migrate", "nightly"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]


def test_no_secret_is_written_into_the_file(services):
    text = (REPOSITORY / "docker-compose.yml").read_text()

    assert services["web"]["environment"]["SECRET_KEY"].startswith("${SECRET_KEY:?")
    assert "POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?" in text


def test_backups_are_made_every_night_on_a_volume_of_their_own(services):
    nightly = services["nightly"]

    assert nightly["command"][:4] == ["python", "manage.py", "nightly", "--at"]
    assert "backups:/backups" in nightly["volumes"]
    assert nightly["environment"]["BACKUP_DIR"] == "/backups"


def test_image_holds_all_that_the_product_runs_on():
    dockerfile = (REPOSITORY / "Dockerfile").read_text()

    for part in ("assessors", "bucketing", "projects", "reports", "static", "templates"):
        assert f"COPY {part} {part}" in dockerfile

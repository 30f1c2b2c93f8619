"""A private PostgreSQL for one run of the tests: started, used, and gone without a trace."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from devtools.environment import PIP_INSTALL, REQUIREMENTS, VENV, run

ROLE = "bucketing"
PACKAGED = VENV / "postgres"

# Nothing here must survive a power cut, so nothing waits for the disk. No network either.
SERVER_OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    " -c max_connections=200"
)
# What was committed survives the server's own death, as it does with PostgreSQL's defaults.
SURVIVING = " -c synchronous_commit=on"


@dataclass(frozen=True, slots=True)
class Cluster:
    binaries: Path
    folder: Path
    account: pwd.struct_passwd | None
    options: str

    @property
    def url(self) -> str:
        return f"postgresql://{ROLE}@/{ROLE}?host={self.folder}"

    @property
    def process_id(self) -> int | None:
        file = self.folder / "data" / "postmaster.pid"
        return int(file.read_text().split()[0]) if file.exists() else None

    def make(self) -> None:
        initdb = ["--username", ROLE, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        self._run("initdb", "--pgdata", str(self.folder / "data"), *initdb)

    def start(self) -> None:
        log = str(self.folder / "server.log")
        self._run("pg_ctl", *self._data, "-l", log, "-o", self.options, "-w", "start")

    def stop(self) -> None:
        if self.process_id is not None:
            with suppress(subprocess.CalledProcessError):
                self._run("pg_ctl", *self._data, "-m", "immediate", "stop")

    @property
    def _data(self) -> tuple[str, str]:
        return ("-D", str(self.folder / "data"))

    def _run(self, program: str, *arguments: str) -> None:
        as_account(self.account, self.folder, self.binaries / program, *arguments)


@contextmanager
def running_cluster(binaries: Path, *, more_options: str = "") -> Iterator[Cluster]:
    """A cluster with an empty database that lives as long as the block."""
    folder = Path(tempfile.mkdtemp(prefix="bucketing-pg-"))
    account = server_account()
    if account:
        binaries = readable_binaries(binaries, folder)
        os.chown(folder, account.pw_uid, account.pw_gid)
    options = f"{SERVER_OPTIONS}{more_options} -k {folder}"
    cluster = Cluster(binaries, folder, account, options)
    try:
        cluster.make()
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def private_cluster(binaries: Path) -> Iterator[str]:
    """The DATABASE_URL of a cluster that lives as long as the block."""
    with running_cluster(binaries) as cluster:
        yield cluster.url


def server_account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; there it runs as somebody without rights."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    return None


def readable_binaries(binaries: Path, folder: Path) -> Path:
    """A copy where the project lies in a home that the other account cannot enter."""
    if not binaries.is_relative_to(PACKAGED):
        return binaries
    copy = folder / "packages"
    shutil.copytree(PACKAGED, copy, symlinks=True)
    return copy / binaries.relative_to(PACKAGED)


def as_account(account: pwd.struct_passwd | None, folder: Path, *command: str | Path) -> None:
    """Run one of the server's programs; its words are shown only when it fails."""
    log = folder / "commands.log"
    with log.open("a") as output:
        finished = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            check=False,
        )
    if finished.returncode:
        print(log.read_text())
        finished.check_returncode()


def find_binaries() -> Path | None:
    """The machine's own server, the newest first, else one out of a Python package."""
    return machine_binaries() or packaged_binaries()


def machine_binaries() -> Path | None:
    found = [Path(path).resolve().parent for path in [shutil.which("postgres")] if path]
    for pattern in ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin"):
        found += sorted(Path("/").glob(pattern.lstrip("/")), key=release, reverse=True)
    return next((folder for folder in found if (folder / "initdb").exists()), None)


def release(folder: Path) -> float:
    digits = "".join(letter for letter in folder.parent.name if letter.isdigit() or letter == ".")
    return float(digits or 0)


def packaged_binaries() -> Path | None:
    if not PACKAGED.exists():
        print("No PostgreSQL on this machine; fetching one as a Python package …", flush=True)
        file = REQUIREMENTS / "postgres.txt"
        if run(
            VENV / "bin" / "python", "-m", "pip", *PIP_INSTALL, "--target", PACKAGED, "-r", file
        ):
            shutil.rmtree(PACKAGED, ignore_errors=True)
    return next((found.parent for found in PACKAGED.glob("*/pginstall/bin/initdb")), None)

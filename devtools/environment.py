"""The project's own Python environment in .venv, made from hashed requirement files."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"

# `test` is a superset of `base`, at the same versions.
INCLUDED = {"base": ("base",), "test": ("base", "test")}


class SetupError(Exception):
    """Something on this machine is missing; the message says what to do."""


def python_with(wanted: str) -> Path:
    """The environment's Python, with `base` or `test` installed as the files say."""
    python = VENV / "bin" / "python"
    if not is_installed(wanted):
        make_environment(python)
        install(python, wanted)
    return python


def is_installed(wanted: str) -> bool:
    stamp = stamp_of(wanted)
    return stamp.exists() and stamp.read_text() == fingerprint(wanted)


def stamp_of(wanted: str) -> Path:
    return VENV / f"installed-{wanted}"


def fingerprint(wanted: str) -> str:
    """Changes with the requirement file, the Python release and the folder."""
    digest = hashlib.sha256((REQUIREMENTS / f"{wanted}.txt").read_bytes())
    digest.update(f"{sys.version_info[:2]} {VENV}".encode())
    return digest.hexdigest()


def make_environment(python: Path) -> None:
    """Keep an environment of the same Python; make any other anew."""
    if python_version(python) == sys.version_info[:2]:
        return
    if advice := missing_package_advice():
        raise SetupError(advice)
    print(f"Making {VENV.name}/ …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    if run(sys.executable, "-m", "venv", VENV) != 0:
        raise SetupError(f"{VENV} could not be made; the lines above say why.")


def python_version(python: Path) -> tuple[int, ...] | None:
    if not python.exists():
        return None
    ask = "import sys; print(*sys.version_info[:2])"
    answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    return tuple(int(part) for part in answer.stdout.split()) or None


def missing_package_advice() -> str:
    """Debian and Ubuntu ship Python without the part that makes environments."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return ""
    release = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        "This Python cannot make environments yet. Install the missing package, then try again:\n"
        f"    sudo apt install python{release}-venv"
    )


def install(python: Path, wanted: str) -> None:
    print(f"Installing requirements/{wanted}.txt (the first time takes a minute) …", flush=True)
    file = REQUIREMENTS / f"{wanted}.txt"
    if run(python, "-m", "pip", *PIP_INSTALL, "-r", file) != 0:
        raise SetupError("The packages could not be installed; the lines above say why.")
    for included in INCLUDED[wanted]:
        stamp_of(included).write_text(fingerprint(included))


PIP_INSTALL = (
    "install",
    "-qq",
    "--disable-pip-version-check",
    "--require-hashes",
    # Nobody needs a compiler; odfpy alone, plain Python, comes as source only.
    "--only-binary=:all:",
    "--no-binary=odfpy",
)


def run(*command: str | Path, env: dict[str, str] | None = None) -> int:
    """Run a command from the project's folder with its output in sight."""
    words = [str(word) for word in command]
    return subprocess.run(
        words, cwd=ROOT, env={**os.environ, **(env or {})}, check=False
    ).returncode

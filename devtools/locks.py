"""`dev.py lock`: the requirement files with hashes, and no address of where they came from."""

import shutil
import subprocess

from devtools.environment import REQUIREMENTS, SetupError

# In this order: each is held to the versions of the ones before it.
NAMES = ("base", "test", "postgres")

OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--quiet",
)


def compile_all(*, uv_arguments: list[str]) -> int:
    """Versions stay as they are unless `--upgrade` or `--upgrade-package NAME` follows."""
    if not shutil.which("uv"):
        raise SetupError("This wants uv, the package tool: pip install uv, then try again.")
    for name in NAMES:
        command = [
            "uv",
            "pip",
            "compile",
            *OPTIONS,
            *uv_arguments,
            f"{name}.in",
            "-o",
            f"{name}.txt",
        ]
        subprocess.run(command, cwd=REQUIREMENTS, check=True, stdout=subprocess.DEVNULL)
        print(f"requirements/{name}.txt")
    return 0

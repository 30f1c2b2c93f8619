"""How much of this machine one file may use."""

import resource
from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    file_bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 500 * MEGABYTE
    members: int = 2_000
    memory_bytes: int = 1_200 * MEGABYTE
    rows: int = 250_000
    columns: int = 1_000
    cells: int = 10_000_000
    cell_characters: int = 1_000_000
    base_seconds: int = 8
    seconds_per_megabyte: float = 4.0

    def seconds_for(self, file_bytes: int) -> int:
        """Wall and processor time for a file of this size: a small file may not be slow."""
        return self.base_seconds + int(self.seconds_per_megabyte * file_bytes / MEGABYTE)


def restrict_this_process(limits: Limits, seconds: int) -> None:
    """Called by the child on itself, before it looks at the file."""
    _lower(resource.RLIMIT_AS, limits.memory_bytes)
    _lower(resource.RLIMIT_CPU, seconds)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 2 * limits.unpacked_bytes)


def _lower(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))

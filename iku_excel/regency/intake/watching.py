"""New files as they come: folders looked at again and again -> each file once, when it has stopped growing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from iku_excel.regency.intake import sources

SECONDS = 2.0
"""Between two looks."""


def settled(arguments: Sequence[str], wait: Callable[[], object]) -> Iterator[Path]:
    """Yield every file that two looks in a row find unchanged, once for each state; ends with the caller's patience."""
    before: dict[Path, tuple[int, int]] = {}
    taken: dict[Path, tuple[int, int]] = {}
    while True:
        now = {path: state for path in sources.files(arguments) if (state := _state(path)) is not None}
        for path, state in now.items():
            if before.get(path) == state and taken.get(path) != state:
                taken[path] = state
                yield path
        before = now
        wait()


def _state(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None  # gone between two looks
    return status.st_size, status.st_mtime_ns

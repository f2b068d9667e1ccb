"""What the arguments of a command mean: paths, folders and globs -> inputs, each once.

A path named outright is always answered. From folders and globs are left out: lock files of Excel
("~$..."), hidden files, what we wrote ourselves (outputs and correction copies), non-workbooks.
"""

from __future__ import annotations

import glob
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from iku_excel.definition import filenames
from iku_excel.definition.layout import CORRECTION_NAME, OUTPUT_PROPERTY, RECAP_PROPERTY
from iku_excel.package import DAMAGE, MAX_FILE, PROPERTIES, naming

WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"))
"""Endings of what an office may send as a workbook; all but a true .xlsx are refused with a reason."""

_MARKED_WITHIN = 1_048_576  # bytes of a part that are searched for our mark


def is_ours(path: Path) -> bool:
    """Tell whether we wrote this file; an unreadable one is not ours, and gets its finding later."""
    if path.stem.endswith(filenames.CORRECTION_SUFFIX):
        return carries(path, "xl/workbook.xml", CORRECTION_NAME)
    return carries(path, PROPERTIES, OUTPUT_PROPERTY) or carries(path, PROPERTIES, RECAP_PROPERTY)


def carries(path: Path, part: str, mark: str) -> bool:
    """Tell whether a part of this file holds one of our marks."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_FILE:
            return False
        with zipfile.ZipFile(path) as archive:
            with archive.open(naming.index(archive.namelist())[naming.key(part)]) as stream:
                text = stream.read(_MARKED_WITHIN).replace(b"\0", b"")  # be it UTF-8 or UTF-16
            return mark.encode() in text
    except (OSError, KeyError, ValueError, RuntimeError, *DAMAGE):
        return False


def expand(arguments: Sequence[str], left_out: Callable[[Path], bool] = is_ours) -> list[Path]:
    """Return the inputs that the arguments mean, each file once, in the order first named.

    Files of folders and globs for which ``left_out`` holds are skipped.
    """
    found: dict[str, Path] = {}
    for argument in arguments:
        for path in _expanded(argument, left_out):
            found.setdefault(os.path.realpath(path), path)
    return list(found.values())


def _expanded(argument: str, left_out: Callable[[Path], bool]) -> Iterator[Path]:
    path = Path(argument)
    if path.is_dir():
        yield from _workbooks(path.iterdir(), left_out)
    elif not os.path.lexists(argument) and glob.has_magic(argument):
        matches = [Path(match) for match in glob.glob(argument, recursive=True)]
        yield from _workbooks(matches, left_out) if matches else [path]
    else:
        yield path


def _workbooks(paths: Iterable[Path], left_out: Callable[[Path], bool]) -> Iterator[Path]:
    for path in sorted(paths, key=lambda path: (path.name, str(path))):
        wanted = path.suffix.lower() in WORKBOOKS and not path.name.startswith(("~$", "."))
        if wanted and not path.is_dir() and not left_out(path):
            yield path

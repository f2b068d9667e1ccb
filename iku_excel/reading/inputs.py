"""What the arguments of a command mean: paths, folders and globs -> inputs, each once.

A path named outright is always answered. From folders and globs are left out: lock files of Excel
("~$..."), hidden files, what we wrote ourselves (outputs and correction copies), non-workbooks.
"""

from __future__ import annotations

import glob
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from iku_excel import paths
from iku_excel.definition import filenames
from iku_excel.definition.layout import CORRECTION_NAME, OUTPUT_PROPERTY, RECAP_PROPERTY, REVIEW_PROPERTY
from iku_excel.package import DAMAGE, MAX_FILE, PROPERTIES, naming
from iku_excel.text import indonesian

WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"))
"""Endings of what an office may send as a workbook; all but a true .xlsx are refused with a reason."""

EXCEL_LOCK, OFFICE_LOCK = "~$", (".~lock.", "#")
"""What Excel and LibreOffice put beside a workbook as long as it is open: "~$isian.xlsx", ".~lock.isian.xlsx#"."""

_MARKED_WITHIN = 1_048_576  # bytes of a part that are searched for our mark


def is_ours(path: Path) -> bool:
    """Tell whether we wrote this file; an unreadable one is not ours, and gets its finding later."""
    if path.stem.endswith(filenames.CORRECTION_SUFFIX):
        return carries(path, "xl/workbook.xml", CORRECTION_NAME)
    return any(carries(path, PROPERTIES, mark) for mark in (OUTPUT_PROPERTY, RECAP_PROPERTY, REVIEW_PROPERTY))


def opened_in(path: Path) -> str | None:
    """Return the program in which a file is open, as far as the lock file beside it tells."""
    if paths.is_there(path.with_name(f"{EXCEL_LOCK}{path.name}")):
        return "Excel"
    return "LibreOffice" if paths.is_there(path.with_name(path.name.join(OFFICE_LOCK))) else None


def locked_by(path: Path) -> str | None:
    """Return the name of the workbook to which a lock file belongs, None for a file that is none."""
    first, last = OFFICE_LOCK
    if path.name.startswith(EXCEL_LOCK):
        return path.name.removeprefix(EXCEL_LOCK)
    if path.name.startswith(first) and path.name.endswith(last):
        return path.name.removeprefix(first).removesuffix(last)
    return None


def carries(path: Path, part: str, mark: str) -> bool:
    """Tell whether a part of this file holds one of our marks."""
    try:
        if not paths.is_file(path) or path.stat().st_size > MAX_FILE:
            return False
        with zipfile.ZipFile(path) as archive:
            with archive.open(naming.index(archive.namelist())[naming.key(part)]) as stream:
                text = stream.read(_MARKED_WITHIN).replace(b"\0", b"")  # be it UTF-8 or UTF-16
            return mark.encode() in text
    except (OSError, KeyError, ValueError, RuntimeError, *DAMAGE):
        return False


OURS_TOO = f", hasil build dan recap, salinan {filenames.CORRECTION_SUFFIX}"


def nothing_found(arguments: Sequence[str], left_out: str = OURS_TOO) -> str:
    """Say what was looked for where the arguments of a command mean no input at all."""
    endings = indonesian.listing(sorted(WORKBOOKS))
    skipped = f"berkas kunci ({EXCEL_LOCK}...), berkas tersembunyi{left_out}"
    return f"Tidak ada buku kerja di {indonesian.listing(arguments)}. Yang dicari: {endings}; dilewati: {skipped}."


def expand(arguments: Sequence[str], left_out: Callable[[Path], bool] = is_ours) -> list[Path]:
    """Return the inputs that the arguments mean, each file once, in the order first named.

    Files of folders and globs for which ``left_out`` holds are skipped.
    """
    found: dict[str, Path] = {}
    for argument in arguments:
        for path in _expanded(argument, left_out):
            found.setdefault(paths.real(path), path)
    return list(found.values())


def _expanded(argument: str, left_out: Callable[[Path], bool]) -> Iterator[Path]:
    path = Path(argument)
    if paths.is_folder(path):
        try:
            entries = paths.entries(path)
        except OSError:
            yield path  # whoever reads it says why it cannot be read
        else:
            yield from _workbooks(entries, left_out)
    elif not paths.is_there(argument) and glob.has_magic(argument):
        matches = paths.matching(argument)
        yield from _workbooks(matches, left_out) if matches else [path]
    else:
        yield path


def _workbooks(candidates: Iterable[Path], left_out: Callable[[Path], bool]) -> Iterator[Path]:
    for path in sorted(candidates, key=lambda path: (path.name, str(path))):
        wanted = path.suffix.lower() in WORKBOOKS and not path.name.startswith((EXCEL_LOCK, "."))
        if wanted and not paths.is_folder(path) and not left_out(path):
            yield path

"""LibreOffice and Gnumeric as judges of our formulas: what they calculate must be what we stored."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import warnings
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest
from builders import unzipped, zipped
from office import convert_all
from openpyxl import load_workbook

SSCONVERT = shutil.which("ssconvert")

needs_gnumeric = pytest.mark.skipif(SSCONVERT is None, reason="Gnumeric is not installed")


_STORED = re.compile(rb'(<c [^>]*?)(?: t="str")?(><f(?: [^>]*)?(?:/>|>[^<]*</f>))<v>[^<]*</v>')


def without_values(data: bytes) -> bytes:
    """Return a workbook whose formulas have lost their stored values, so that a program must calculate."""
    parts = unzipped(data)
    for name, part in parts.items():
        if name.startswith("xl/worksheets/"):
            parts[name] = _STORED.sub(rb"\1\2", part)
            assert not re.search(rb"(?:</f>|<f[^>]*/>)<v", parts[name])
    return zipped(parts)


@lru_cache(maxsize=128)
def formula_values(data: bytes) -> dict[tuple[str, str], tuple[str, object]]:
    """Return (formula, stored value) of every formula cell of a workbook."""
    formulas, values = (load_workbook(BytesIO(data), data_only=only) for only in (False, True))
    return {
        (sheet.title, cell.coordinate): (str(cell.value), values[sheet.title][cell.coordinate].value)
        for sheet in formulas.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def assert_recalculates(data: bytes, folder: Path, least: int) -> None:
    """LibreOffice calculates what is stored, from formulas that have lost their values."""
    (again,) = by_libreoffice({"bare": data}, folder).values()
    assert_same(data, again, least)


def by_libreoffice(books: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Return workbooks as LibreOffice calculates them from formulas without values, all in one run."""
    again = folder / "libreoffice"
    return dict(
        zip(books, convert_all([_bare(books[name], folder, name) for name in books], "xlsx", again), strict=True)
    )


def by_gnumeric(books: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Return workbooks as Gnumeric calculates them from formulas without values."""
    assert SSCONVERT is not None
    again = folder / "gnumeric"
    again.mkdir(parents=True)
    for name, data in books.items():
        command = [SSCONVERT, "--recalc", str(_bare(data, folder, name)), str(again / f"{name}.xlsx")]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: again / f"{name}.xlsx" for name in books}


def _bare(data: bytes, folder: Path, name: str) -> Path:
    bare = folder / f"{name}.xlsx"
    bare.write_bytes(without_values(data))
    return bare


def assert_same(data: bytes, again: Path, least: int) -> None:
    """Every formula of a workbook has the value there that is stored here."""
    stored = formula_values(data)
    assert len(stored) >= least
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Workbook contains no default style")  # Gnumeric's have none
        recalculated = load_workbook(again, data_only=True)
    for (sheet, cell), (formula, value) in stored.items():
        found = recalculated[sheet][cell].value
        if isinstance(value, float | int) and isinstance(found, float | int):
            assert math.isclose(found, value, rel_tol=1e-14, abs_tol=1e-14), (again.name, sheet, cell, formula)
        else:
            assert (found or "") == (value or ""), (again.name, sheet, cell, formula)

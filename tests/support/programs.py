"""Three judges of the template's live formulas: our own calculation, LibreOffice and Gnumeric."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest
from builders import Error, Filled, Formula, Value
from office import convert_all
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from recalculation import without_values

from iku_excel.definition.layout import layout
from iku_excel.package import from_a1
from iku_excel.template.calculation import Fault, Ledger, Scalar
from iku_excel.template.verdict.places import FIRST, LISTED

SSCONVERT = shutil.which("ssconvert")
needs_gnumeric = pytest.mark.skipif(SSCONVERT is None, reason="Gnumeric is not installed")


@dataclass(frozen=True)
class Judged:
    """What a template says of itself."""

    verdict: str
    errors: int
    listed: list[tuple[str, ...]]  # level, sheet, cell, what is wrong, what to do


def ours(sample: Filled) -> Judged:
    """Return what the template says by our own calculation of its formulas."""
    ledger = Ledger()
    for (sheet, row, col), content in _contents(sample.definition_bytes()).items():
        if isinstance(content, str) and content.startswith("="):
            ledger.formula(sheet, row, col, content[1:])
        else:
            ledger.put(sheet, row, col, content)
    for field in layout(sample.definition).fields:
        if field.name in sample.changes:
            ledger.put(field.place.sheet, field.place.row, field.place.col, _shown(sample.changes[field.name]))
        elif isinstance(value := sample.values.get(field.name), str | float | int):
            ledger.put(field.place.sheet, field.place.row, field.place.col, value)

    def at(cell: str) -> Scalar:
        place = from_a1(cell)
        assert place
        return ledger.value("Periksa", *place)

    listed: list[tuple[str, ...]] = []
    while len(listed) < LISTED and at(f"A{FIRST + 1 + len(listed)}"):
        listed.append(tuple(str(at(f"{col}{FIRST + 1 + len(listed)}")) for col in "ABCDE"))
    errors = at("B3")
    assert isinstance(errors, float | int)
    return Judged(str(at("D1")), int(errors), listed)


@lru_cache(maxsize=16)
def _contents(data: bytes) -> Mapping[tuple[str, int, int], Scalar]:
    book = load_workbook(BytesIO(data))
    return {
        (sheet.title, cell.row - 1, cell.column - 1): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str | int | float)
    }


def _shown(value: Value) -> Scalar:
    match value:
        case Error(text):
            return Fault(text)
        case Formula(_, stored):
            return stored
        case None | str() | bool() | int() | float():
            return value
    raise TypeError(value)


def judged(path: Path) -> Judged:
    """Return what is stored in a template that a program has calculated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Gnumeric names no default style; a date of the year 30,000
        sheet = load_workbook(path, data_only=True)["Periksa"]
    assert isinstance(sheet, Worksheet)
    rows = sheet.iter_rows(min_row=FIRST + 1, max_row=FIRST + LISTED, max_col=5, values_only=True)
    errors = int(str(sheet["B3"].value))
    return Judged(str(sheet["D1"].value), errors, [tuple(map(str, row)) for row in rows if row[0]])


def calculated_by_office(samples: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Let LibreOffice calculate workbooks from nothing, all in one run; return its files."""
    bare = _bare(samples, folder)
    return dict(zip(samples, convert_all(bare, "xlsx", folder / "office"), strict=True))


def calculated_by_gnumeric(samples: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Let Gnumeric calculate workbooks from nothing; return its files."""
    assert SSCONVERT
    target = folder / "gnumeric"
    target.mkdir(exist_ok=True)
    for path in _bare(samples, folder):
        subprocess.run([SSCONVERT, "--recalc", path, target / path.name], check=True, capture_output=True, timeout=120)
    return {name: target / f"{name}.xlsx" for name in samples}


def _bare(samples: Mapping[str, bytes], folder: Path) -> list[Path]:
    bare = folder / "bare"
    bare.mkdir(exist_ok=True)
    for name, data in samples.items():
        (bare / f"{name}.xlsx").write_bytes(without_values(data))
    return [bare / f"{name}.xlsx" for name in samples]

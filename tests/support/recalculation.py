"""LibreOffice as an independent judge of our formulas: what it calculates must be what we stored."""

from __future__ import annotations

import math
import re
from io import BytesIO
from pathlib import Path

from builders import unzipped, zipped
from office import convert
from openpyxl import load_workbook


def without_values(data: bytes) -> bytes:
    """Return a workbook whose formulas have lost their stored values, so that a program must calculate."""
    parts = unzipped(data)
    for name, part in parts.items():
        if name.startswith("xl/worksheets/"):
            parts[name] = re.sub(rb"(<c [^>]*?)(?: t=\"str\")?(><f>[^<]*</f>)<v>[^<]*</v>", rb"\1\2", part)
    return zipped(parts)


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
    stored = formula_values(data)
    assert len(stored) >= least
    bare = folder / "bare.xlsx"
    bare.write_bytes(without_values(data))
    assert {value for _, value in formula_values(bare.read_bytes()).values()} == {None}
    again = folder / "again"
    again.mkdir()
    recalculated = load_workbook(convert(bare, "xlsx", again), data_only=True)
    for (sheet, cell), (formula, value) in stored.items():
        found = recalculated[sheet][cell].value
        if isinstance(value, float | int) and isinstance(found, float | int):
            assert math.isclose(found, value, rel_tol=1e-14, abs_tol=1e-14), (sheet, cell, formula)
        else:
            assert (found or "") == (value or ""), (sheet, cell, formula)

"""An Excel workbook, admitted by the gate, becomes grids: every visible sheet as it is shown.

openpyxl reads the stored values; a second look at the formulas tells a formula without a value from an empty cell.
Hidden sheets, rows and columns are not part of what was signed. openpyxl writes a link's target into an empty cell:
that is taken back. A cell under a merge is hidden by it.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils.escape import unescape

from iku_excel.documents.records import Cell, Document, Grid, Note, plain
from iku_excel.package import Package, Refusal, a1
from iku_excel.text import indonesian

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MAX_AREA = 400_000  # cells of the rectangle that a sheet uses, each of which openpyxl makes; beyond is a register
MAX_MERGED = 200_000  # cells under merges: openpyxl makes a style for each


def read(package: Package, data: bytes) -> Document:
    """Return a grid for each visible sheet; raises Refusal for a workbook that cannot be opened or is too large."""
    _bound(package)
    try:
        with warnings.catch_warnings(action="ignore"):  # of what openpyxl would lose on saving; nothing is saved
            shown = openpyxl.load_workbook(BytesIO(data), data_only=True)
            written = openpyxl.load_workbook(BytesIO(data))
    except Exception as error:
        raise Refusal("berkas-rusak", found="buku kerja yang tidak dapat dibuka") from error
    notes: list[Note] = []
    grids = tuple(_grids(shown, written, notes))
    return Document(grids, tuple(notes))


def _bound(package: Package) -> None:
    for area in (package.formatted, *((rows + 1) * (cols + 1) for rows, cols in package.extents.values())):
        if area > MAX_AREA:
            found, most = f"{indonesian.whole(area)} sel", f"{indonesian.whole(MAX_AREA)} sel"
            raise Refusal("berkas-berbahaya", limit="luas lembar yang berisi tabel resmi", found=found, expected=most)
    areas = [area for merges in package.merges.values() for area in merges]
    merged = sum((last_row - row + 1) * (last_col - col + 1) for row, col, last_row, last_col in areas)
    if merged > MAX_MERGED:
        most = indonesian.whole(MAX_MERGED)
        raise Refusal("berkas-berbahaya", limit="jumlah sel yang digabung", found=f"lebih dari {most}", expected=most)


def _grids(shown: Workbook, written: Workbook, notes: list[Note]) -> Iterator[Grid]:
    for sheet in shown.worksheets:
        place = f"lembar {sheet.title}"
        if sheet.sheet_state != "visible":
            if sheet.sheet_state == "hidden":  # a very hidden one is a program's own
                notes.append(_left_out(place, "lembar tersembunyi"))
            continue
        yield _grid(sheet, written[sheet.title], place, notes)


def _grid(sheet: Worksheet, formulas: Any, place: str, notes: list[Note]) -> Grid:
    rows = [row for row in range(1, sheet.max_row + 1) if not _hidden(sheet, row)]
    hidden_cols = _hidden_cols(sheet)
    cols = [col for col in range(1, sheet.max_column + 1) if col not in hidden_cols]
    row_at = {row: index for index, row in enumerate(rows)}
    col_at = {col: index for index, col in enumerate(cols)}
    spans: dict[tuple[int, int], tuple[int, int]] = {}  # where a merge begins -> where it ends
    for first_col, first_row, end_col, end_row in (area.bounds for area in sheet.merged_cells.ranges):
        spans[first_row, first_col] = (end_row, end_col)
    hidden = sheet.max_row - len(rows) + len(hidden_cols)
    if hidden:
        notes.append(_left_out(place, "baris atau kolom tersembunyi"))
    cells: dict[tuple[int, int], Cell] = {}
    filled = {(row, col) for row in rows for col in cols}
    for row, col in sorted(filled | spans.keys()):
        last_row, last_col = spans.get((row, col), (row, col))
        at_rows = [row_at[at] for at in range(row, last_row + 1) if at in row_at]
        at_cols = [col_at[at] for at in range(col, last_col + 1) if at in col_at]
        where = f"{place}, sel {a1(row - 1, col - 1)}"
        text = _text(sheet.cell(row, col), formulas.cell(row, col), where, notes)
        if not at_rows or not at_cols or not (plain(text) or (row, col) in spans):
            continue
        lines = tuple((line, False) for piece in text.split("\n") if (line := plain(piece)))
        cell = Cell(plain(text), at_rows[0], at_cols[0], len(at_rows), len(at_cols), where, lines=lines)
        cells.update({(r, c): cell for r in at_rows for c in at_cols})
    return Grid(cells, len(rows), len(cols), place, apart=True)


def _left_out(place: str, what: str) -> Note:
    return Note("dokumen-dilewati", {"where": _capital(place), "what": what, "found": ""})


def _hidden(sheet: Worksheet, row: int) -> bool:
    return row in sheet.row_dimensions and bool(sheet.row_dimensions[row].hidden)


def _hidden_cols(sheet: Worksheet) -> set[int]:
    found: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            found.update(range(dimension.min, min(dimension.max, sheet.max_column) + 1))
    return found


def _text(cell: Any, formula: Any, place: str, notes: list[Note]) -> str:
    value = cell.value
    link = getattr(cell, "hyperlink", None)
    if link is not None and value in (link.target, link.location):
        return ""
    if value is None and formula.data_type == "f":
        notes.append(Note("dokumen-tanpa-nilai", {"where": _capital(place), "found": "rumus tanpa nilai"}))
        return ""
    if cell.data_type == "e":
        notes.append(Note("dokumen-tanpa-nilai", {"where": _capital(place), "found": str(value)}))
        return ""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value, str(cell.number_format))
        case dt.datetime() | dt.date():
            return indonesian.date(value)
        case _:
            return unescape(str(value))


def _number(value: float, look: str) -> str:
    if "%" in look:
        return f"{indonesian.number(round(value * 100, 10))}%"
    text = indonesian.number(value)
    return text if "#,##" in look else text.replace(".", "")  # a year has no thousands dot


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

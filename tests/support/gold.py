"""A workbook as text that a person can read, and its comparison with a kept copy (tests/gold/).

Each sheet: how it prints, column widths, row heights, then a line for each cell:

    A1 | value | formula | number format | look | merged area

Each SHA-256 stands as <SHA-256>.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")

FOLDER = Path(__file__).parents[1] / "gold"


def compare(name: str, data: bytes, without: Collection[str] = ()) -> None:
    """Compare a workbook, some sheets left out, with tests/gold/<name>.txt; with GOLD=1, renew that file."""
    kept = FOLDER / f"{name}.txt"
    text = dump(data, without)
    if os.environ.get("GOLD") == "1":
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8"), f"{kept.name} differs; look at it, then renew with: make gold"


def dump(data: bytes, without: Collection[str] = ()) -> str:
    """Return a workbook as text, some sheets left out."""
    formulas, values = (load_workbook(BytesIO(data), data_only=only) for only in (False, True))
    lines = []
    for sheet in formulas.worksheets:
        if sheet.title in without:
            continue
        lines += [*_head(sheet), *_cells(sheet, values[sheet.title]), ""]
    names = sorted(f"{name}: {item.attr_text}" for name, item in formulas.defined_names.items())
    text = "\n".join([*lines, "== names", *names, ""])
    return _DIGEST.sub("<SHA-256>", text)  # of bytes that another zlib would write otherwise


def _head(sheet: Worksheet) -> Iterator[str]:
    setup, breaks = sheet.page_setup, [item.id for item in sheet.row_breaks.brk]
    yield f"== {sheet.title} ({sheet.sheet_state}, protected: {bool(sheet.protection.sheet)})"
    yield f"paper {setup.paperSize} {setup.orientation}, fit {setup.fitToWidth or 1} x {setup.fitToHeight}"
    yield f"print area {sheet.print_area or '-'}, repeat {sheet.print_title_rows or '-'}, breaks {breaks}"
    charts = len(getattr(sheet, "_charts", []))
    yield f"freeze {sheet.freeze_panes or '-'}, charts {charts}, validations {_validations(sheet)}"
    widths = [f"{name}={column.width:.1f}" for name, column in sorted(sheet.column_dimensions.items())]
    yield f"widths {' '.join(widths)}"
    heights = [f"{row}={item.height:g}" for row, item in sheet.row_dimensions.items() if item.height]
    yield f"heights {' '.join(heights)}"


def _validations(sheet: Worksheet) -> int:
    return len(sheet.data_validations.dataValidation)


def _cells(sheet: Worksheet, values: Worksheet) -> Iterator[str]:
    merged = {area.coord.split(":")[0]: area.coord for area in sheet.merged_cells.ranges}
    dimensions = sheet.column_dimensions.values()
    hidden = {col for item in dimensions if item.hidden for col in range(item.min or 0, (item.max or 0) + 1)}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.column in hidden:  # helper cells: what they lead to stands in the others
                continue
            if not isinstance(cell, Cell) or (cell.value is None and not cell.border.left.style):
                continue
            formula = cell.value if cell.data_type == "f" else ""
            value = values[cell.coordinate].value
            parts = [
                cell.coordinate,
                "" if value is None else repr(value) if isinstance(value, str) else str(value),
                str(formula),
                cell.number_format if cell.number_format != "General" else "",
                _look(cell),
                merged.get(cell.coordinate, ""),
            ]
            yield " | ".join(parts).rstrip(" |")


def _look(cell: Cell) -> str:
    font, fill = cell.font, cell.fill
    words = [
        f"{font.name} {font.sz:g}",
        "bold" if font.b else "",
        "underlined" if font.u else "",
        f"fill {fill.fgColor.rgb}" if fill.fill_type else "",
        "boxed" if cell.border.left.style else "",
        str(cell.alignment.horizontal or ""),
        "wrap" if cell.alignment.wrap_text else "",
        "" if cell.protection.locked else "unlocked",
    ]
    return " ".join(filter(None, words))

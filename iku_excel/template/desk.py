"""What every sheet of the template needs at hand, and the few ways in which cells are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from iku_excel.definition.layout import Field, Layout
from iku_excel.text import paper
from iku_excel.text.styles import FINE, Styles


@dataclass(frozen=True, slots=True)
class Preset:
    """A formula preset in an input cell, without its "=", and the value it has in the empty template."""

    formula: str
    value: str | int | float


Value = str | int | float | dt.date | Preset
Values = Mapping[str, Value]
RegisterRows = Mapping[int, Sequence[Sequence[Value]]]
"""Rows of a register by the number of its indicator, in the order of its columns; "" is an empty cell."""


@dataclass(frozen=True, slots=True)
class Live:
    """What the live counts of registers show: by name, and how much is dated in each period."""

    counts: Values
    activity: Sequence[int]


_PROTECTION = {"format_cells": True, "format_columns": True, "format_rows": True}
"""What stays allowed: a count typed into a cell that shows dates is put right by its format alone."""

# The status words that live formulas show beside the inputs.
COMPLETE, EMPTY, PARTIAL, ZERO, EXCEEDS, NOT_NUMBER, NO_BASE = (
    "Lengkap",
    "Kosong",
    "Belum lengkap",
    "0 dari 0",
    "Melebihi",
    "Bukan angka",
    "Pembagi 0",
)
REQUIRED, FILLED, OPTIONAL, WRONG = "Wajib diisi", "Terisi", "Boleh kosong", "Periksa"


_LOOKS = {
    "status_good": (COMPLETE, FILLED),
    "status_caution": (PARTIAL, ZERO, NO_BASE, REQUIRED),
    "status_bad": (EXCEEDS, NOT_NUMBER, WRONG),
}


class Desk:
    """What every sheet needs at hand: the workbook, its styles, the layout and the values."""

    def __init__(self, book: Workbook, places: Layout, values: Values, rows: RegisterRows, live: Live) -> None:
        self.book = book
        self.styles = Styles(book)
        self.layout = places
        self.definition = places.definition
        self.values = values
        self.rows = rows
        self.live = live

    def sheet(
        self, name: str, widths: Sequence[float], title: str, *, keep: int = 1, stops: Collection[int] | None = None
    ) -> Worksheet:
        """Add a protected sheet with its title; where it is too wide for paper it is parted (paper.py)."""
        sheet: Worksheet = self.book.add_worksheet(name)
        paper.lay(sheet, "f4", widths, keep=keep, stops=stops, smallest=FINE)
        sheet.protect("", _PROTECTION)
        sheet.hide_gridlines(2)
        for col, width in enumerate(widths):
            sheet.set_column(col, col, width, self.styles["plain"])
        sheet.set_row(0, 24)
        sheet.write_string(0, 0, title, self.styles["title"])
        return sheet

    def links(self, sheet: Worksheet, row: int, cells: Mapping[int, str]) -> None:
        """Write links to other sheets into columns of a row."""
        for col, target in cells.items():
            sheet.write_url(row, col, f"internal:'{target}'!A1", self.styles["link"], f"Ke {target}")

    def put(self, sheet: Worksheet, field: Field, style: str) -> None:
        """Write the preset value of an input cell, or the empty input cell."""
        value = self.values.get(field.name, "")
        row, col, cell_format = field.place.row, field.place.col, self.styles[style]
        if isinstance(value, dt.date):
            sheet.write_datetime(row, col, dt.datetime.combine(value, dt.time()), cell_format)
        elif isinstance(value, Preset):
            sheet.write_formula(row, col, f"={value.formula}", cell_format, value.value)
        elif not isinstance(value, str):
            sheet.write_number(row, col, value, cell_format)
        elif value:
            sheet.write_string(row, col, value, cell_format)
        else:
            sheet.write_blank(row, col, None, cell_format)

    def looks(self, sheet: Worksheet, area: tuple[int, int, int, int]) -> None:
        """Colour the status words of an area."""
        for style, words in _LOOKS.items():
            for word in words:
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.styles[style]}
                sheet.conditional_format(*area, rule)

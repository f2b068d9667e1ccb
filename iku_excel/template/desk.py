"""What every sheet of the template needs at hand, and the few ways in which cells are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from iku_excel.definition.layout import CHECK, Field, Layout, Place
from iku_excel.package import a1
from iku_excel.template.calculation import Fault, Ledger
from iku_excel.text import paper
from iku_excel.text.styles import FINE, Styles
from iku_excel.text.typography import column_points, text_width


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


VERDICT = Place(CHECK, 0, 3)
"""The verdict itself; the other sheets repeat it."""

FIRST_FAULT = (Place(CHECK, 0, 8), Place(CHECK, 0, 9))
"""Where the link beside the verdict leads, and what it says."""

ERRORS = Place(CHECK, 2, 1)
"""How many errors stand."""

NOT_READY = "BELUM SIAP"
"""What the form and Capaian say while errors stand."""

TITLE_HEIGHT = 24.0
_TITLE_SIZE, _TITLE_SHRINKS = 14, 0.8
_VERDICT_POINTS, _LINK_POINTS = 200.0, 80.0
_EPOCH = dt.date(1899, 12, 30)


class Desk:
    """What every sheet needs at hand: the workbook, its styles, the layout and the values."""

    def __init__(
        self,
        book: Workbook,
        places: Layout,
        values: Values,
        rows: RegisterRows,
        live: Live,
        notes: Mapping[str, str] | None = None,
    ) -> None:
        self.book = book
        self.styles = Styles(book)
        self.layout = places
        self.definition = places.definition
        self.values = values
        self.rows = rows
        self.live = live
        self.ledger = Ledger()
        self.notes = notes or {}
        self._formulas: list[tuple[Worksheet, int, int, str, str]] = []

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
        self.head(sheet, widths, title)
        return sheet

    def head(self, sheet: Worksheet, widths: Sequence[float], title: str) -> int:
        """Write the first row of a sheet, its title and the verdict; return the verdict's last column."""
        needed = text_width(title, _TITLE_SIZE, bold=True) * _TITLE_SHRINKS
        last = VERDICT.col - 1 if sheet.name == VERDICT.sheet else _span(widths, 0, needed)
        sheet.set_row(0, TITLE_HEIGHT)
        merge(sheet, (0, last), self.styles["title"])
        sheet.write_string(0, 0, title, self.styles["title"])
        return self.verdict(sheet, last + 1, widths)

    def verdict(self, sheet: Worksheet, col: int, widths: Sequence[float] = ()) -> int:
        """Write the verdict and a link to the first fault into the first row; return the verdict's last column."""
        last = _span(widths, col, _VERDICT_POINTS)
        last_link = _span(widths, last + 1, _LINK_POINTS)
        merge(sheet, (col, last), self.styles["verdict"])
        if (str(sheet.name), col) != (VERDICT.sheet, VERDICT.col):
            self.formula(sheet, (0, col), VERDICT.reference, "verdict")
        for style, criteria in (("verdict_bad", "begins with"), ("verdict_good", "not containing")):
            rule = {"type": "text", "criteria": criteria, "value": "BELUM", "format": self.styles[style]}
            sheet.conditional_format(0, col, 0, last, rule)
        merge(sheet, (last + 1, last_link), self.styles["link"])
        target, label = (place.reference for place in FIRST_FAULT)
        self.formula(sheet, (0, last + 1), f"HYPERLINK({target},{label})", "link")
        return last

    def formula(self, sheet: Worksheet, at: tuple[int, int], formula: str, style: str) -> None:
        """Write a live formula; its value is written beside it when all cells are there."""
        self._formulas.append((sheet, *at, formula, style))
        self.ledger.formula(str(sheet.name), *at, formula)

    def fixed(self, sheet: Worksheet, at: tuple[int, int], value: str | float) -> None:
        """Write a value that formulas refer to."""
        self.ledger.put(str(sheet.name), *at, value)
        if isinstance(value, str):
            sheet.write_string(*at, value, self.styles["plain"])
        else:
            sheet.write_number(*at, value, self.styles["plain"])

    def settle(self) -> None:
        """Write every live formula with the value it has."""
        for sheet, row, col, formula, style in self._formulas:
            value = self.ledger.value(str(sheet.name), row, col)
            assert not isinstance(value, Fault), (str(sheet.name), a1(row, col), formula)  # noqa: S101
            if isinstance(value, float) and value.is_integer():
                value = int(value)  # 2, not 2.0, as a program stores it
            sheet.write_formula(row, col, f"={formula}", self.styles[style], value)

    def links(self, sheet: Worksheet, row: int, cells: Mapping[int, str]) -> None:
        """Write links to other sheets into columns of a row."""
        for col, target in cells.items():
            sheet.write_url(row, col, f"internal:'{target}'!A1", self.styles["link"], f"Ke {target}")

    def put(self, sheet: Worksheet, field: Field, style: str) -> None:
        """Write the preset value of an input cell, or the empty input cell."""
        value = self.values.get(field.name, "")
        row, col, cell_format = field.place.row, field.place.col, self.styles[style]
        self.remember(field, value)
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
        if field.name in self.notes:
            sheet.write_comment(row, col, self.notes[field.name], {"author": "iku-excel", "x_scale": 1.5})

    def remember(self, field: Field, value: Value) -> None:
        """Let formulas know what stands in an input cell."""
        if isinstance(value, Preset):
            value = value.value
        elif isinstance(value, dt.date):
            value = (value - _EPOCH).days
        if value != "":
            self.ledger.put(field.place.sheet, field.place.row, field.place.col, value)

    def looks(self, sheet: Worksheet, area: tuple[int, int, int, int]) -> None:
        """Colour the status words of an area."""
        for style, words in _LOOKS.items():
            for word in words:
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.styles[style]}
                sheet.conditional_format(*area, rule)


def _span(widths: Sequence[float], first: int, points: float) -> int:
    """Return the last of the columns from ``first`` on that give this room; beyond the widths are standard ones."""
    room, col = 0.0, first
    while True:
        room += column_points(widths[col] if col < len(widths) else 8.43)
        if room >= points:
            return col
        col += 1


def merge(sheet: Worksheet, span: tuple[int, int], cell_format: Format) -> None:
    """Merge columns of the first row, where there are several."""
    if span[1] > span[0]:
        sheet.merge_range(0, span[0], 0, span[1], "", cell_format)


def narrow(look: str) -> str:
    """Return the look of a cell that must hold the largest amount there may be."""
    return "rupiah_small" if look == "rupiah" else look

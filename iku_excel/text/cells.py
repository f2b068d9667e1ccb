"""The door of every value into a cell that we write: no number that is infinite or none, no letter that XML forbids.

xlsxwriter sees to both by itself, but not in the stored value of a formula; and it takes a text that looks like its own
rich ones for XML.
"""

from __future__ import annotations

import math
import re
from typing import Any, Literal

from xlsxwriter import Workbook as Writer
from xlsxwriter.worksheet import Worksheet

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")  # no XML may hold them; Excel writes them as _x0007_


def stored(value: Any) -> Any:
    """Return what a formula may have as its value beside it; raises ValueError for a number that is none."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} is no number for a cell")
    return _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", value) if isinstance(value, str) else value


def escaped(text: str) -> str:
    """Return a text as XML has it; xml.sax.saxutils has the same, and imports what fetches pages."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> str:
    """Return a text as xlsxwriter is to be given it: one between <r> and </r> would be written as if it were XML."""
    if text.startswith("<r>") and text.endswith("</r>"):
        return f'<r><t xml:space="preserve">{escaped(text)}</t></r>'
    return text


class Sheet(Worksheet):
    """A sheet whose formulas store numbers that are numbers, and whose texts are texts."""

    def _write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> Literal[0, -1, -2]:
        return super()._write_string(row, col, plain(string), cell_format)

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0
    ) -> Literal[0, -1, -2]:
        return super()._write_formula(row, col, formula, cell_format, stored(value))


class Workbook(Writer):
    """A workbook with such sheets; every one that we write is of this kind."""

    worksheet_class = Sheet

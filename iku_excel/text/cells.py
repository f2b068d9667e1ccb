"""The door of every value into a cell that we write: no number that is infinite or none, no letter that XML forbids.

xlsxwriter sees to both by itself, but not in the stored value of a formula.
"""

from __future__ import annotations

import math
import re
from typing import Any, Literal

from xlsxwriter import Workbook as Writer
from xlsxwriter.worksheet import Worksheet

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")  # no XML may hold them; Excel writes them as _x0007_


class Sheet(Worksheet):
    """A sheet whose formulas store numbers that are numbers."""

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0
    ) -> Literal[0, -1, -2]:
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"{value} is no number for a cell")
        if isinstance(value, str):
            value = _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", value)
        return super()._write_formula(row, col, formula, cell_format, value)


class Workbook(Writer):
    """A workbook with such sheets; every one that we write is of this kind."""

    worksheet_class = Sheet

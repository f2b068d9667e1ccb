"""The door of every number into a cell that we write: none that is infinite or not a number gets through.

xlsxwriter refuses such a number by itself, but writes it as the stored value of a formula.
"""

from __future__ import annotations

import math
from typing import Any, Literal

from xlsxwriter import Workbook as Writer
from xlsxwriter.worksheet import Worksheet


class Sheet(Worksheet):
    """A sheet whose formulas store numbers that are numbers."""

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0
    ) -> Literal[0, -1, -2]:
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"{value} is no number for a cell")
        return super()._write_formula(row, col, formula, cell_format, value)


class Workbook(Writer):
    """A workbook with such sheets; every one that we write is of this kind."""

    worksheet_class = Sheet

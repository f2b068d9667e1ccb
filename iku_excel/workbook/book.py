"""xlsxwriter's workbook without what ours never need: the same bytes, in two thirds of the time.

Two methods that xlsxwriter calls for every cell are replaced. They are not part of its public face, so
a test compares whole workbooks with what xlsxwriter alone makes of the same calls; should they go,
nothing breaks, it only takes longer.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from iku_excel.layout import column


class _Sheet(Worksheet):
    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT002
        # xlsxwriter looks 27 times through each formula for functions newer than Excel 2010, a sixth of a
        # render; ours have none
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        # nine cells of ten are texts or blanks of merges; xlsxwriter builds each from a list of attributes
        # that it escapes one by one, a tenth of a render
        kind = type(cell).__name__
        if cell.format is not None and kind == "String":
            style = cell.format._get_xf_index()  # noqa: SLF001 - as the method replaced does
            self.fh.write(f'<c r="{column(col)}{row + 1}" s="{style}" t="s"><v>{cell.string}</v></c>')
        elif cell.format is not None and kind == "Blank":
            style = cell.format._get_xf_index()  # noqa: SLF001
            self.fh.write(f'<c r="{column(col)}{row + 1}" s="{style}"/>')
        else:
            super()._write_cell(row, col, cell)


class Book(Workbook):
    """A workbook whose sheets are written faster."""

    worksheet_class = _Sheet

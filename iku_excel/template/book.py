"""The workbook of a template: formulas that show nothing are texts, and those that do the same are written once.

xlsxwriter stores an empty text as an empty number, which the validator of the Open XML SDK refuses, and writes a
formula out in each of its cells; the helper cells of a year of months would be half a megabyte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile

from iku_excel.package import a1, column
from iku_excel.press.quick import Book, QuickSheet
from iku_excel.template.calculation import relative
from iku_excel.text.cells import escaped

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shared:
    """Neighbours in a column or row whose formulas do the same: the first has it for all."""

    number: int
    first: Cell
    last: Cell

    @property
    def area(self) -> str:
        """The range of the cells."""
        return f"{a1(*self.first)}:{a1(*self.last)}"


class LiveSheet(QuickSheet):
    """A worksheet whose formulas are shared by neighbours, as spreadsheet programs do."""

    def __init__(self) -> None:
        super().__init__()
        self._shared: dict[Cell, Shared] | None = None

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if type(cell).__name__ != "Formula" or cell.format is None:
            super()._write_cell(row, col, cell)
            return
        style, value = cell.format._get_xf_index(), cell.value  # noqa: SLF001 - as the method replaced does
        kind = ' t="str"' if isinstance(value, str) else ""
        shown = escaped(value) if isinstance(value, str) else f"{value!r}"
        out = cast("IO[str]", self.fh)
        out.write(f'<c r="{column(col)}{row + 1}" s="{style}"{kind}>{self._formula((row, col), cell.formula)}')
        out.write(f"<v>{shown}</v></c>")

    def _formula(self, at: Cell, formula: str) -> str:
        if self._shared is None:
            self._shared = dict(_shared(self._formulas()))
        shared = self._shared.get(at)
        if shared is None:
            return f"<f>{escaped(formula)}</f>"
        if at != shared.first:
            return f'<f t="shared" si="{shared.number}"/>'
        return f'<f t="shared" ref="{shared.area}" si="{shared.number}">{escaped(formula)}</f>'

    def _formulas(self) -> dict[Cell, str]:
        """Return the formulas that may be shared, as seen from their cells; programs share none over other sheets."""
        seen = {
            (row, col): relative(cell.formula, row, col)
            for row, cells in self.table.items()
            for col, cell in cells.items()
            if type(cell).__name__ == "Formula" and cell.format is not None
        }
        return {at: formula for at, formula in seen.items() if "!R" not in formula}


def _shared(formulas: dict[Cell, str]) -> Iterator[tuple[Cell, Shared]]:
    """Yield each cell of each run of the same formula: down a column, else along a row."""
    taken: set[Cell] = set()
    number = 0
    for down, across in ((1, 0), (0, 1)):
        for first, formula in formulas.items():
            if first in taken:
                continue
            run, cell = [first], (first[0] + down, first[1] + across)
            while cell not in taken and formulas.get(cell) == formula:
                run.append(cell)
                cell = (cell[0] + down, cell[1] + across)
            if len(run) == 1:
                continue
            taken.update(run)
            yield from ((cell, Shared(number, first, run[-1])) for cell in run)
            number += 1


class LiveBook(Book):
    """The workbook of a template."""

    worksheet_class = LiveSheet

    def _extract_named_ranges(self, _: object) -> list[str]:
        # the list of contents that nobody reads would tell every name a second time
        return []


def pressed(data: bytes) -> bytes:
    """Return the same parts, in the same order and with the same dates, deflated as far as zlib goes.

    A template is written once and mailed many times; xlsxwriter has no choice of level.
    """
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(buffer, "w") as target:
        for info in source.infolist():
            target.writestr(info, source.read(info), ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()

"""The workbook of a template: formulas that show nothing are texts, and a column of one formula is written once.

xlsxwriter stores an empty text as an empty number, which the validator of the Open XML SDK refuses, and writes a
formula out in each of its cells; the list of faults would be half of a template.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile

from iku_excel.package import a1, column
from iku_excel.press.quick import Book, QuickSheet
from iku_excel.text.cells import escaped


class LiveSheet(QuickSheet):
    """A worksheet whose columns of formulas may be shared."""

    def share(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Say that the cells below the first have its formula, each seen from where it stands."""
        self._shares[first[1]] = (first[0], last[0])

    def __init__(self) -> None:
        super().__init__()
        self._shares: dict[int, tuple[int, int]] = {}  # by column: first and last row

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if type(cell).__name__ != "Formula" or cell.format is None:
            super()._write_cell(row, col, cell)
            return
        style, value = cell.format._get_xf_index(), cell.value  # noqa: SLF001 - as the method replaced does
        kind = ' t="str"' if isinstance(value, str) else ""
        shown = escaped(value) if isinstance(value, str) else f"{value!r}"
        out = cast("IO[str]", self.fh)
        out.write(f'<c r="{column(col)}{row + 1}" s="{style}"{kind}>{self._formula(row, col, cell.formula)}')
        out.write(f"<v>{shown}</v></c>")

    def _formula(self, row: int, col: int, formula: str) -> str:
        first, last = self._shares.get(col, (row + 1, row))
        if not first <= row <= last:
            return f"<f>{escaped(formula)}</f>"
        if row > first:
            return f'<f t="shared" si="{col}"/>'
        return f'<f t="shared" ref="{a1(first, col)}:{a1(last, col)}" si="{col}">{escaped(formula)}</f>'


class LiveBook(Book):
    """The workbook of a template."""

    worksheet_class = LiveSheet


def pressed(data: bytes) -> bytes:
    """Return the same parts, in the same order and with the same dates, deflated as far as zlib goes.

    A template is written once and mailed many times; xlsxwriter has no choice of level.
    """
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(buffer, "w") as target:
        for info in source.infolist():
            target.writestr(info, source.read(info), ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()

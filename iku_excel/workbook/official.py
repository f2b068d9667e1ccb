"""The sheet IKU: the official document, verbatim, ready to print, sign and stamp.

The five columns of the table stand on a grid of eight, so that the identity lines above can have
their own narrow columns for label, colon and letter:

    A      B        C  D  E      F           G           H
    NO     SASARAN STRATEGIS     INDIKATOR   FORMULASI   SUMBER DATA
    Nama Organisasi : value ................................................
    Fungsi          :  a. text ..............................................
                                             signature block ..............

Nothing is corrected and nothing is added: no footer, no logo, no result.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from xlsxwriter.worksheet import Worksheet

from iku_excel.model import Goal, Signatory
from iku_excel.text import nip, styles
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height
from iku_excel.workbook.desk import OFFICIAL, Desk

_WIDTHS = (5, 13, 2, 3, 24, 40, 51, 19)
_LAST = len(_WIDTHS) - 1
_LABEL, _COLON, _TEXT, _AFTER_LETTER = (0, 1), 2, 3, 4
_TABLE = ((0, 0), (1, 4), (5, 5), (6, 6), (7, 7))  # first and last grid column of the five columns
_SIGN = (6, 7)

_LINE = 15.0  # points of a line that is never wrapped
_SIGN_ROOM = 3  # empty lines for signature and stamp
_SHRINK = 0.85  # a form that is this close to one page is shrunk to it rather than broken
_TRUST = 0.97  # share of the page used: programs differ by a few points in what fits


def write(desk: Desk) -> None:
    """Write the sheet IKU."""
    form = _Form(desk)
    definition, identity = desk.definition, desk.definition.identity
    for text in definition.title:
        form.across(text, (0, _LAST), "form_title", _LINE + 2)
    form.gap(6)
    form.line(identity.organization_label, [((_TEXT, _LAST), definition.organization)])
    form.line(identity.duty_label, [((_TEXT, _LAST), identity.duty)])
    for position, text in enumerate(identity.functions):
        letter = f"{chr(ord('a') + position)}."
        label = identity.functions_label if position == 0 else ""
        form.line(label, [((_TEXT, _TEXT), letter), ((_AFTER_LETTER, _LAST), text)])
    form.gap(6)
    form.across(definition.heading, (0, _LAST), "form_heading", _LINE + 2)
    form.gap(3)
    head = form.row
    form.table_row([(span, text) for span, text in zip(_TABLE, definition.columns, strict=True)], "form_head")
    form.numbers()
    for number, goal in enumerate(definition.goals, start=1):
        form.goal(number, goal)
    form.gap(12)
    form.sign(signature_lines(desk.outcome.signatory, definition.year))
    form.finish(head)


def signature_lines(signatory: Signatory, year: int) -> list[str]:
    """Return the lines of the signature block; the empty ones leave room to sign and stamp."""
    date = signatory.date or str(year)
    return [
        f"{signatory.place}, {date}",
        signatory.position,
        signatory.region,
        *[""] * _SIGN_ROOM,
        signatory.name,
        signatory.rank,
        f"NIP. {nip.printed(signatory.nip)}",
    ]


class _Form:
    """Writes the form from top to bottom and remembers the height of every row."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sheet: Worksheet = desk.book.add_worksheet(OFFICIAL)
        self._styles = desk.styles
        self._heights: list[float] = []
        self._goals: list[tuple[int, int]] = []  # first and last row of each sasaran
        styles.page(self._sheet, desk.paper, numbered=False)
        self._sheet.hide_gridlines(2)
        self._sheet.center_horizontally()
        for col, width in enumerate(_WIDTHS):
            self._sheet.set_column(col, col, width, self._styles["plain"])

    @property
    def row(self) -> int:
        """The row that is written next."""
        return len(self._heights)

    def gap(self, height: float) -> None:
        self._next(height)

    def across(self, text: str, span: tuple[int, int], style: str, height: float) -> None:
        self._put(self.row, span, text, style)
        self._next(height)

    def line(self, label: str, parts: Sequence[tuple[tuple[int, int], str]]) -> None:
        """Write an identity line: label, colon, then its parts."""
        if label:
            self._put(self.row, _LABEL, label, "form_line")
            self._put(self.row, (_COLON, _COLON), ":", "form_line")
        for span, text in parts:
            self._put(self.row, span, text, "form_text")
        self._next(self._height([(_LABEL, label), *parts]))

    def table_row(self, cells: Sequence[tuple[tuple[int, int], str]], style: str) -> None:
        for span, text in cells:
            self._put(self.row, span, text, style)
        self._next(self._height(cells, bold=True) + 6)

    def numbers(self) -> None:
        """Write the row of column numbers."""
        for number, span in enumerate(_TABLE, start=1):
            self._put(self.row, span, number, "form_number")
        self._next(_LINE - 2)

    def goal(self, number: int, goal: Goal) -> None:
        """Write a sasaran with its indicators; columns 1 and 2 are merged over them."""
        first, last = self.row, self.row + len(goal.indicators) - 1
        self._goals.append((first, last))
        self._put(first, _TABLE[0], number, "form_centre", last)
        self._put(first, _TABLE[1], goal.text, "form_cell", last)
        shared = self._height([(_TABLE[1], goal.text)]) / len(goal.indicators)
        for indicator in goal.indicators:
            texts = (indicator.text, indicator.formula_text, indicator.data_source)
            cells = list(zip(_TABLE[2:], texts, strict=True))
            for span, text in cells:
                self._put(self.row, span, text, "form_cell")
            self._next(max(self._height(cells), shared))

    def sign(self, lines: Sequence[str]) -> None:
        name = len(lines) - 3
        for position, text in enumerate(lines):
            style = "form_name" if position == name else "form_sign"
            self._put(self.row, _SIGN, text, style)
            self._next(max(self._height([(_SIGN, text)], bold=True), _LINE))

    def finish(self, head: int) -> None:
        """Set up printing: header rows repeat, and the signature stays with the last row of the table."""
        sheet = self._sheet
        sheet.print_area(0, 0, self.row - 1, _LAST)
        sheet.repeat_rows(head, head + 1)
        width, height = styles.page_room(self._desk.paper)
        needed = sum(column_points(width) for width in _WIDTHS)
        page = height / min(1.0, width / needed) * _TRUST
        if sum(self._heights) <= page:
            return
        if sum(self._heights) <= page / _SHRINK:
            sheet.fit_to_pages(1, 1)
            return
        repeated = self._heights[head] + self._heights[head + 1]
        sheet.set_h_pagebreaks(_breaks(self._heights, self._goals, page, repeated))

    def _height(self, cells: Sequence[tuple[tuple[int, int], str]], *, bold: bool = False) -> float:
        return row_height(((text, _span_points(span)) for span, text in cells), SIZE, bold=bold)

    def _put(self, row: int, span: tuple[int, int], value: str | int, style: str, last_row: int | None = None) -> None:
        first, last = span
        last_row = row if last_row is None else last_row
        cell_format = self._styles[style]
        if first != last or row != last_row:
            self._sheet.merge_range(row, first, last_row, last, "", cell_format)
        if value == "":
            return
        if isinstance(value, str):
            self._sheet.write_string(row, first, value, cell_format)
        else:
            self._sheet.write_number(row, first, value, cell_format)

    def _next(self, height: float) -> None:
        self._sheet.set_row(self.row, height)
        self._heights.append(height)


def _span_points(span: tuple[int, int]) -> float:
    return sum(column_points(width) for width in _WIDTHS[span[0] : span[1] + 1])


def _breaks(heights: Sequence[float], goals: Sequence[tuple[int, int]], page: float, repeated: float) -> list[int]:
    """Return the rows before which a page ends, every one of them, so that no program chooses its own.

    A sasaran stays together if it fits a page, else its indicators are parted; what follows the
    table (the signature) stays with its last row.
    """
    starts: list[int] = []
    afters = [*(first for first, _ in goals[1:]), len(heights)]
    for (first, last), after in zip(goals, afters, strict=True):
        together = repeated + sum(heights[first:after]) <= page
        starts += [first] if together else range(first, last + 1)
    breaks = []
    used = sum(heights[: starts[0]])
    for first, after in pairwise([*starts, len(heights)]):
        needed = sum(heights[first:after])
        if used + needed > page:
            breaks.append(first)
            used = repeated
        used += needed
    return breaks

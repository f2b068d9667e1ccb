"""The sheet IKU: the official document, verbatim, ready to print, sign and stamp.

Nothing is corrected and nothing is added: no footer, no logo, no result. What stands where, and how it
fills the page, is ``form.py``; here it is written.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from iku_excel.model import Signatory
from iku_excel.text import nip, styles
from iku_excel.text.styles import Styles
from iku_excel.workbook.desk import OFFICIAL, Desk
from iku_excel.workbook.form import Cell, Form, fit

SIGN_ROOM = 3
"""Empty lines for signature and stamp."""


def write(desk: Desk) -> None:
    """Write the sheet IKU."""
    signature = signature_lines(desk.outcome.signatory, desk.definition.year)
    sheet = desk.book.add_worksheet(OFFICIAL)
    draw(sheet, desk.styles, fit(desk.definition, signature, desk.paper))


def signature_lines(signatory: Signatory, year: int) -> list[str]:
    """Return the lines of the signature block; the empty ones leave room to sign and stamp."""
    date = signatory.date or str(year)
    return [
        f"{signatory.place}, {date}",
        signatory.position,
        signatory.region,
        *[""] * SIGN_ROOM,
        signatory.name,
        signatory.rank,
        f"NIP. {nip.printed(signatory.nip)}",
    ]


def draw(sheet: Worksheet, look: Styles, form: Form) -> None:
    """Write the form onto an empty sheet, and set it up to print."""
    styles.page(sheet, form.paper, numbered=False)
    sheet.hide_gridlines(2)
    sheet.center_horizontally()
    for col, width in enumerate(form.widths):
        sheet.set_column(col, col, width, look["plain"])
    for row, (line, height) in enumerate(zip(form.lines, form.heights, strict=True)):
        sheet.set_row(row, height)
        for cell in line.cells:
            _put(sheet, look, row, cell)
    sheet.print_area(0, 0, len(form.lines) - 1, len(form.widths) - 1)
    sheet.repeat_rows(form.head, form.head + 1)
    if form.one_page:
        sheet.fit_to_pages(1, 1)
    sheet.set_h_pagebreaks(form.breaks)


def _put(sheet: Worksheet, look: Styles, row: int, cell: Cell) -> None:
    (first, last), style = cell.span, look[cell.style]
    if first != last or cell.rows > 1:
        sheet.merge_range(row, first, row + cell.rows - 1, last, "", style)
    if isinstance(cell.value, int):
        sheet.write_number(row, first, cell.value, style)
    elif cell.value:
        sheet.write_string(row, first, cell.value, style)

"""The sheet IKU of the template: the form that build makes, with a signature block that follows the input.

The form itself is drawn by the writer of the output (workbook/official.py), so that both print the same. The lines of
the signature are as high as one line of text; where one does not fit, Periksa warns, and build prints it in two.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition.layout import CHECK, FORM
from iku_excel.template.desk import ERRORS, NOT_READY, Desk
from iku_excel.template.verdict import places, rules
from iku_excel.template.verdict.places import Spot
from iku_excel.workbook import official
from iku_excel.workbook.form import Form, fit


def write(desk: Desk) -> None:
    """Write the sheet IKU."""
    sheet: Worksheet = desk.book.add_worksheet(FORM)
    blank = [""] * len(official.signature_lines(desk.definition.signatory, desk.definition.year))
    form = fit(desk.definition, blank, "f4")
    official.draw(sheet, desk.styles, form)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    first = len(form.lines) - len(blank)
    for row, formula in enumerate(_lines(desk), start=first):
        (cell,) = form.lines[row].cells
        if formula:
            desk.formula(sheet, (row, cell.span[0]), formula, f"live_{cell.style}")
    _not_ready(desk, sheet, form, first)
    desk.verdict(sheet, len(form.widths) + 1)


def _lines(desk: Desk) -> Sequence[str]:
    """Return the formulas of the signature block; "" for the lines that leave room to sign and stamp."""
    spots = {spot.name: spot for spot in places.spots(desk.layout)}
    place, date, position, region, name, rank, nip = (
        _value(spots[item]) for item in ("tempat", "tanggal", "jabatan", "wilayah", "nama_pejabat", "pangkat", "nip")
    )
    signed = f'IF({date}="",{desk.definition.year},IF(ISNUMBER({date}),{_words(date)},{date}))'
    room = [""] * official.SIGN_ROOM
    lines = [f'{place}&", "&{signed}', f'{position}&""', f'{region}&""']
    return [*lines, *room, f'{name}&""', f'{rank}&""', f'"NIP. "&{_printed(nip)}']


def _value(spot: Spot) -> str:
    return f"{CHECK}!{spot.at(places.VALUE)}"


def _words(date: str) -> str:
    """Return the expression of a date in words; a number that is no date stands in digits."""
    months, digits = f"{CHECK}!{places.table(places.MONTHS, 12)}", rules.plain(date)
    return f'IFERROR(IF({date}<1,{digits},DAY({date})&" "&INDEX({months},MONTH({date}),1)&" "&YEAR({date})),{digits})'


def _printed(nip: str) -> str:
    """Return the expression of a NIP as text/nip.py prints it: 18 digits in groups of 8, 6, 1 and 3.

    One that is a number is a fault, and printed in digits: each program would write it as a text in its own way.
    """
    digits = f'SUBSTITUTE({nip}," ","")'
    sex = f"MID({digits},15,1)"
    whole = f'AND(LEN({digits})=18,{rules.without_digits(digits)}="",OR({sex}="1",{sex}="2"))'
    groups = '&" "&'.join(f"MID({digits},{first},{length})" for first, length in ((1, 8), (9, 6), (15, 1), (16, 3)))
    return f"IF(ISNUMBER({nip}),{rules.plain(nip)},IF({whole},{groups},{nip}))"


def _not_ready(desk: Desk, sheet: Worksheet, form: Form, first: int) -> None:
    """Write in the empty cells left of the signature that the form must not be signed yet."""
    (cell,) = form.lines[first].cells
    left, right = 0, cell.span[0] - 1
    if right < left:  # the signature takes the whole width
        left = right = 0
    else:
        sheet.merge_range(first + 2, left, first + 5, right, "", desk.styles["not_ready"])
    desk.formula(sheet, (first + 2, left), f'IF({ERRORS.reference}=0,"","{NOT_READY}")', "not_ready")

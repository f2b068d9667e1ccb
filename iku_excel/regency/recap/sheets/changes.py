"""The sheet Perubahan: every figure beside that of the recap before, and the change in percentage points.

What was counted before stands as values; what is counted now leads to Rekap. An office that has nothing
comparable in the recap before is said to have none.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from iku_excel.package import a1
from iku_excel.regency.recap import compare, formulas
from iku_excel.regency.recap.compare import Previous
from iku_excel.regency.recap.sheets import summary
from iku_excel.regency.recap.sheets.desk import CHANGES, FIRST, SUMMARY, Desk
from iku_excel.text import indonesian
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

_WIDTHS = (5, 30, 11, 12, 12, 12, 12, 12, 12, 14, 14)
_HEADS = (
    "NO",
    "ORGANISASI",
    "INDIKATOR",
    "PEMBILANG LALU",
    "PENYEBUT LALU",
    "REALISASI LALU",
    "PEMBILANG KINI",
    "PENYEBUT KINI",
    "REALISASI KINI",
    "PERUBAHAN (POIN)",
    "ARAH",
)
NONE_BEFORE = "tidak ada di rekap lalu"


def write(desk: Desk, previous: Previous) -> None:
    """Write the sheet Perubahan."""
    sheet = desk.sheet(CHANGES, _WIDTHS, "PERUBAHAN SEJAK REKAP LALU")
    desk.head(sheet, FIRST, _HEADS, _WIDTHS)
    sheet.freeze_panes(FIRST + 1, 3)
    sheet.repeat_rows(FIRST)
    row = FIRST + 1
    for block in desk.recap.blocks:
        now = desk.totals[block.number]
        then = previous.sums.get(block.form.signature, {})
        for position, indicator in enumerate(block.form.indicators):
            total, at = now[indicator.number], (desk.places[block.number].summary, position)
            counts = (total["numerator"], total["denominator"])
            _line(desk, sheet, row, (desk.recap.title, indicator.number), at, counts, then.get(indicator.number))
            row += 1
        for office, sent in enumerate(block.offices):
            found = compare.before(previous, block, sent)
            for position, figure in enumerate(sent.figures):
                at, counts = (summary.office_row(desk, block, office), position), (figure.numerator, figure.denominator)
                before = found.to_date[figure.number] if found else None
                _line(desk, sheet, row, (sent.organization, figure.number), at, counts, before)
                row += 1
    sheet.autofilter(FIRST, 0, max(row - 1, FIRST), len(_WIDTHS) - 1)


def _line(
    desk: Desk,
    sheet: Worksheet,
    row: int,
    what: tuple[str, int],
    at: tuple[int, int],
    counts: tuple[int, int],
    before: tuple[int, int] | None,
) -> None:
    """Write one indicator of an office or of the regency; ``at`` is its row and position on Rekap."""
    style, name = desk.styles, indonesian.printable(what[0])
    sheet.set_row(row, max(17.0, row_height([(name, column_points(_WIDTHS[1]))], SIZE)))
    sheet.write_number(row, 0, row - FIRST, style["rank"])
    sheet.write_string(row, 1, name, style["label_middle"])
    sheet.write_number(row, 2, what[1], style["rank"])
    now = [f"{SUMMARY}!{a1(at[0], summary.col_of(at[1], part))}" for part in range(3)]
    for offset, value in enumerate(counts):
        desk.live(sheet, (row, 6 + offset), (now[offset], value), "count")
    _, actual = formulas.quotient("", "", *counts)
    desk.live(sheet, (row, 8), (now[2], actual), "percent")
    if before is None:
        for col in (3, 4, 5, 9):
            sheet.write_blank(row, col, None, style["count"])
        sheet.write_string(row, 10, NONE_BEFORE, style["tiny"])
        return
    _change(desk, sheet, row, before, actual)


def _change(desk: Desk, sheet: Worksheet, row: int, counts: tuple[int, int], actual: formulas.Value) -> None:
    numerator, denominator = counts
    sheet.write_number(row, 3, numerator, desk.styles["count"])
    sheet.write_number(row, 4, denominator, desk.styles["count"])
    live = formulas.quotient(a1(row, 3), a1(row, 4), numerator, denominator)
    then = desk.live(sheet, (row, 5), live, "percent")
    before, after = a1(row, 5), a1(row, 8)
    both = f"AND(ISNUMBER({before}),ISNUMBER({after}))"
    change: formulas.Value = formulas.NOT_AVAILABLE
    if isinstance(then, float) and isinstance(actual, float):
        change = round(100 * (actual - then), formulas.DECIMALS)
    formula = f'IF({both},ROUND(100*({after}-{before}),{formulas.DECIMALS}),"{formulas.NOT_AVAILABLE}")'
    desk.live(sheet, (row, 9), (formula, change), "points")
    cell = a1(row, 9)
    word = formulas.NOT_AVAILABLE
    if isinstance(change, float):
        word = "naik" if change > 0 else "turun" if change < 0 else "tetap"
    formula = f'IF(ISNUMBER({cell}),IF({cell}>0,"naik",IF({cell}<0,"turun","tetap")),"{formulas.NOT_AVAILABLE}")'
    desk.live(sheet, (row, 10), (formula, word), "centre_middle")

"""The sheet Perubahan: every figure beside that of the recap before, and the change in percentage points.

What was counted before stands as values; what is counted now leads to Rekap. Like is compared with like: the
regency's sums are over the offices that stand in both recaps, and both numbers are told. Who came and who went
is listed, without a change.
"""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.worksheet import Worksheet

from iku_excel.package import a1, column
from iku_excel.regency.recap import compare, formulas
from iku_excel.regency.recap.compare import Previous
from iku_excel.regency.recap.records import Block
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
NONE_BEFORE, NONE_NOW = "tidak ada di rekap lalu", "tidak ada di rekap ini"


def write(desk: Desk, previous: Previous) -> None:
    """Write the sheet Perubahan."""
    words = " ".join(comparison.words() for comparison in desk.recap.comparisons.values())
    sheet = desk.sheet(CHANGES, _WIDTHS, "PERUBAHAN SEJAK REKAP LALU", note=indonesian.printable(words))
    desk.head(sheet, FIRST, _HEADS, _WIDTHS)
    sheet.freeze_panes(FIRST + 1, 3)
    sheet.repeat_rows(FIRST)
    row = FIRST + 1
    for block in desk.recap.blocks:
        row = _block(desk, sheet, block, previous, row)
    sheet.autofilter(FIRST, 0, max(row - 1, FIRST), len(_WIDTHS) - 1)


def _block(desk: Desk, sheet: Worksheet, block: Block, previous: Previous, row: int) -> int:
    """Write the sums of the offices that stand in both recaps, then every office; return the row below."""
    numbers = [indicator.number for indicator in block.form.indicators]
    gone = compare.went(previous, block)
    first = row + len(numbers)
    last = first + len(numbers) * (len(block.offices) + len(gone)) - 1
    same = [(sent, found) for sent in block.offices if (found := compare.before(previous, block, sent)) is not None]
    for position, number in enumerate(numbers):
        now = [(sent.figures[position].numerator, sent.figures[position].denominator) for sent, _ in same]
        _title(desk, sheet, row, (desk.recap.title, number))
        _sums(desk, sheet, row, (first, last), (_added(now), _added(found.to_date[number] for _, found in same)))
        row += 1
    for office, sent in enumerate(block.offices):
        found = compare.before(previous, block, sent)
        for position, figure in enumerate(sent.figures):
            counts = (figure.numerator, figure.denominator)
            _title(desk, sheet, row, (sent.organization, figure.number))
            _now(desk, sheet, row, (summary.office_row(desk, block, office), position), counts)
            if found is None:
                _lacking(desk, sheet, row, (3, 4, 5), NONE_BEFORE)
            else:
                _then(desk, sheet, row, found.to_date[figure.number])
                _change(desk, sheet, row, found.to_date[figure.number], counts)
            row += 1
    for item in gone:
        for number in numbers:
            _title(desk, sheet, row, (item.organization, number))
            _then(desk, sheet, row, item.to_date[number])
            _lacking(desk, sheet, row, (6, 7, 8), NONE_NOW)
            row += 1
    return row


def _added(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    listed = list(pairs)
    return sum(pair[0] for pair in listed), sum(pair[1] for pair in listed)


def _title(desk: Desk, sheet: Worksheet, row: int, what: tuple[str, int]) -> None:
    name = indonesian.printable(what[0])
    sheet.set_row(row, max(17.0, row_height([(name, column_points(_WIDTHS[1]))], SIZE)))
    sheet.write_number(row, 0, row - FIRST, desk.styles["rank"])
    sheet.write_string(row, 1, name, desk.styles["label_middle"])
    sheet.write_number(row, 2, what[1], desk.styles["rank"])


def _sums(
    desk: Desk, sheet: Worksheet, row: int, rows: tuple[int, int], sums: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    """Write the sums, then and now, over the rows that have both."""
    first, last = rows
    now, then = sums

    def area(col: int) -> str:
        letters = column(col)
        return f"${letters}${first + 1}:${letters}${last + 1}"

    for col, value in ((3, then[0]), (4, then[1]), (6, now[0]), (7, now[1])):
        other = 6 if col < 6 else 3
        formula = f'SUMIFS({area(col)},{area(2)},{a1(row, 2)},{area(other)},">=0")'
        desk.live(sheet, (row, col), (formula, value), "count")
    for col, (top, bottom) in ((5, then), (8, now)):
        live = formulas.quotient(a1(row, col - 2), a1(row, col - 1), top, bottom)
        desk.live(sheet, (row, col), live, "percent")
    _change(desk, sheet, row, then, now)


def _now(desk: Desk, sheet: Worksheet, row: int, at: tuple[int, int], counts: tuple[int, int]) -> None:
    """Write what an office has now; ``at`` is its row and the indicator's position on Rekap."""
    cells = [f"{SUMMARY}!{a1(at[0], summary.col_of(at[1], part))}" for part in range(3)]
    for offset, value in enumerate(counts):
        desk.live(sheet, (row, 6 + offset), (cells[offset], value), "count")
    _, actual = formulas.quotient("", "", *counts)
    desk.live(sheet, (row, 8), (cells[2], actual), "percent")


def _then(desk: Desk, sheet: Worksheet, row: int, counts: tuple[int, int]) -> None:
    for offset, value in enumerate(counts):
        sheet.write_number(row, 3 + offset, value, desk.styles["count"])
    desk.live(sheet, (row, 5), formulas.quotient(a1(row, 3), a1(row, 4), *counts), "percent")


def _lacking(desk: Desk, sheet: Worksheet, row: int, cols: tuple[int, ...], words: str) -> None:
    for col in (*cols, 9):
        sheet.write_blank(row, col, None, desk.styles["count"])
    sheet.write_string(row, 10, words, desk.styles["tiny"])


def _change(desk: Desk, sheet: Worksheet, row: int, before: tuple[int, int], after: tuple[int, int]) -> None:
    """Write the change in percentage points, and its direction in a word."""
    (_, then), (_, now) = (formulas.quotient("", "", *counts) for counts in (before, after))
    cells = (a1(row, 5), a1(row, 8))
    change: formulas.Value = formulas.NOT_AVAILABLE
    if isinstance(then, float) and isinstance(now, float):
        change = round(100 * (now - then), formulas.DECIMALS)
    points = f"ROUND(100*({cells[1]}-{cells[0]}),{formulas.DECIMALS})"
    both = f"AND(ISNUMBER({cells[0]}),ISNUMBER({cells[1]}))"
    desk.live(sheet, (row, 9), (f'IF({both},{points},"{formulas.NOT_AVAILABLE}")', change), "points")
    cell = a1(row, 9)
    word = formulas.NOT_AVAILABLE
    if isinstance(change, float):
        word = "naik" if change > 0 else "turun" if change < 0 else "tetap"
    formula = f'IF(ISNUMBER({cell}),IF({cell}>0,"naik",IF({cell}<0,"turun","tetap")),"{formulas.NOT_AVAILABLE}")'
    desk.live(sheet, (row, 10), (formula, word), "centre_middle")

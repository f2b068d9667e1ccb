"""The sheet Perubahan: every figure beside that of the recap before, and the change in percentage points.

What was counted before stands as values; what is counted now leads to Rekap. An office that has nothing
comparable in the recap before is said to have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import formulas, measure_words, measures
from iku_excel.definition.measures import Offices
from iku_excel.model import Indicator, Measured
from iku_excel.package import a1
from iku_excel.regency.recap import compare
from iku_excel.regency.recap.compare import Previous
from iku_excel.regency.recap.records import Block
from iku_excel.regency.recap.sheets import summary
from iku_excel.regency.recap.sheets.desk import (
    CHANGES,
    FIRST,
    SUMMARY,
    Desk,
    actual_of,
    amount_width,
    blank,
    narrow,
    parts_of,
)
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
    "PERUBAHAN (POIN ATAU SATUAN)",
    "ARAH",
)
NONE_BEFORE = "tidak ada di rekap lalu"


@dataclass(frozen=True, slots=True)
class _Line:
    """One indicator of an office or of the regency, now and in the recap before."""

    whose: str
    indicator: Indicator
    at: tuple[int, int]  # its row and position on Rekap
    now: Measured
    before: Measured | None


def write(desk: Desk, previous: Previous) -> None:
    """Write the sheet Perubahan."""
    amount = amount_width(desk.recap.blocks, 12)
    widths = [max(width, amount) if 3 <= col <= 9 else width for col, width in enumerate(_WIDTHS)]
    sheet = desk.sheet(CHANGES, widths, "PERUBAHAN SEJAK REKAP LALU")
    desk.head(sheet, FIRST, _HEADS, widths)
    sheet.freeze_panes(FIRST + 1, 3)
    sheet.repeat_rows(FIRST)
    row = FIRST + 1
    for block in desk.recap.blocks:
        for line in (*_sums(desk, block, previous), *_offices(desk, block, previous)):
            _write(desk, sheet, row, line)
            row += 1
    sheet.autofilter(FIRST, 0, max(row - 1, FIRST), len(_WIDTHS) - 1)


def _sums(desk: Desk, block: Block, previous: Previous) -> Iterator[_Line]:
    """Yield what all offices come to, of indicators that are added up."""
    then = previous.sums.get(block.form.signature, {})
    for position, indicator in enumerate(block.form.indicators):
        total = desk.totals[block.number][indicator.number]
        match measures.offices(indicator):
            case Offices.RECOMPUTED:
                now = Measured(None, total["numerator"], total["denominator"])
            case Offices.SUMMED:
                now = Measured(total["numerator"])
            case _:
                continue
        at = (desk.places[block.number].summary, position)
        yield _Line(desk.recap.title, indicator, at, now, then.get(indicator.number))


def _offices(desk: Desk, block: Block, previous: Previous) -> Iterator[_Line]:
    for office, sent in enumerate(block.offices):
        found = compare.before(previous, block, sent)
        for position, figure in enumerate(sent.figures):
            at = (summary.office_row(desk, block, office), position)
            before = found.to_date[figure.number] if found else None
            yield _Line(sent.organization, block.form.indicators[position], at, figure.measured, before)


def _write(desk: Desk, sheet: Worksheet, row: int, line: _Line) -> None:
    style, name, indicator = desk.styles, indonesian.printable(line.whose), line.indicator
    sheet.set_row(row, max(17.0, row_height([(name, column_points(_WIDTHS[1]))], SIZE)))
    sheet.write_number(row, 0, row - FIRST, style["rank"])
    sheet.write_string(row, 1, name, style["label_middle"])
    sheet.write_number(row, 2, indicator.number, style["rank"])
    blank(sheet, row, range(3, 11), style["count"])
    now = [f"{SUMMARY}!{a1(line.at[0], summary.col_of(line.at[1], part))}" for part in range(3)]
    if measures.paired(indicator):
        for offset, value in enumerate(parts_of(indicator, line.now)):
            look = narrow(measure_words.part_look(indicator))
            desk.live(sheet, (row, 6 + offset), (now[offset], value), look)
    actual = actual_of(indicator, line.now)
    desk.live(sheet, (row, 8), (now[2], actual), narrow(measure_words.look(indicator)))
    if line.before is None:
        sheet.write_string(row, 10, NONE_BEFORE, style["tiny"])
        return
    then = _then(desk, sheet, row, indicator, line.before)
    if measures.worded(indicator):
        same = (f'IF({a1(row, 5)}={a1(row, 8)},"tetap","berubah")', "tetap" if then == actual else "berubah")
        desk.live(sheet, (row, 10), same, "centre_middle")
    else:
        _change(desk, sheet, row, indicator, (then, actual))


def _then(desk: Desk, sheet: Worksheet, row: int, indicator: Indicator, before: Measured) -> formulas.Value:
    """Write what the recap before had; return its figure as the cell holds it."""
    values = parts_of(indicator, before)
    if not measures.paired(indicator):
        value, look = actual_of(indicator, before), narrow(measure_words.look(indicator))
        if isinstance(value, str):
            sheet.write_string(row, 5, value, desk.styles[look])
        else:
            sheet.write_number(row, 5, value, desk.styles[look])
        return value
    for col, value in enumerate(values, start=3):
        sheet.write_number(row, col, measures.number(value), desk.styles[narrow(measure_words.part_look(indicator))])
    live = formulas.figure(indicator, [a1(row, 3), a1(row, 4)], values)
    return desk.live(sheet, (row, 5), live, narrow(measure_words.look(indicator)))


def _change(
    desk: Desk, sheet: Worksheet, row: int, indicator: Indicator, values: tuple[formulas.Value, formulas.Value]
) -> None:
    """Write how far a figure has moved: in points of percent, or in the indicator's unit."""
    before, after = a1(row, 5), a1(row, 8)
    both = f"AND(ISNUMBER({before}),ISNUMBER({after}))"
    factor = 100 if measures.is_percent(indicator) else 1
    change: formulas.Value = formulas.NOT_AVAILABLE
    then, now = values
    if not isinstance(then, str) and not isinstance(now, str):
        change = round(factor * (now - then), formulas.DECIMALS)
    formula = f'IF({both},ROUND({factor}*({after}-{before}),{formulas.DECIMALS}),"{formulas.NOT_AVAILABLE}")'
    desk.live(sheet, (row, 9), (formula, change), "points")
    cell = a1(row, 9)
    word = formulas.NOT_AVAILABLE
    if not isinstance(change, str):
        word = "naik" if change > 0 else "turun" if change < 0 else "tetap"
    formula = f'IF(ISNUMBER({cell}),IF({cell}>0,"naik",IF({cell}<0,"turun","tetap")),"{formulas.NOT_AVAILABLE}")'
    desk.live(sheet, (row, 10), (formula, word), "centre_middle")

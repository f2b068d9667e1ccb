"""The sheet Sebaran: what may not be added up, in place of a sum, and why it is not.

A table for each block: of values the lowest, the median, the highest, and how many offices reach a target of their
own; of predicates how many offices stand at each step. The figures of every office stand on Rekap.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import formulas, measure_words, measures
from iku_excel.definition.measures import Offices
from iku_excel.package import a1
from iku_excel.regency.recap import table
from iku_excel.regency.recap.records import Block, Recap
from iku_excel.regency.recap.sheets import summary
from iku_excel.regency.recap.sheets.desk import FIRST, SPREAD, SUMMARY, Desk, amount_width, narrow, titled
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

_HEADS = ("INDIKATOR", "SATUAN", "TERENDAH", "MEDIAN", "TERTINGGI", "MENCAPAI TARGET", "BERTARGET", "MENGAPA")
_WIDTHS = (46, 14, 13, 13, 13, 13, 12, 52)
_STEP_HEADS = ("INDIKATOR", "PREDIKAT", "ORGANISASI")


def needed(recap: Recap) -> bool:
    """Tell whether there is anything that is not added up."""
    return any(not measures.added(indicator) for block in recap.blocks for indicator in block.form.indicators)


def write(desk: Desk) -> None:
    """Write the sheet Sebaran."""
    amount = amount_width(desk.recap.blocks, 13)
    widths = [max(width, amount) if 2 <= col <= 4 else width for col, width in enumerate(_WIDTHS)]
    sheet = desk.sheet(SPREAD, widths, "SEBARAN: YANG TIDAK DIJUMLAHKAN")
    row = FIRST
    for block in desk.recap.blocks:
        if len(desk.recap.blocks) > 1:
            desk.section(sheet, row, desk.block_title(block), len(_WIDTHS) - 1)
            row += 1
        row = _listed(desk, sheet, block, row, widths)
        row = _by_step(desk, sheet, block, row, widths)


def _positions(block: Block, how: Offices) -> list[int]:
    return [n for n, indicator in enumerate(block.form.indicators) if measures.offices(indicator) is how]


def _listed(desk: Desk, sheet: Worksheet, block: Block, row: int, widths: Sequence[float]) -> int:
    positions = _positions(block, Offices.LISTED)
    if not positions:
        return row
    desk.head(sheet, row, _HEADS, widths)
    for position in positions:
        row += 1
        indicator, told = block.form.indicators[position], table.spread(block, position)
        texts = (titled(indicator), indicator.unit, measure_words.why_not_added(indicator))
        _labels(desk, sheet, row, texts, widths)
        area = _area(desk, block, position, summary.ACTUAL)
        for col, (function, key) in enumerate((("MIN", "lowest"), ("MEDIAN", "median"), ("MAX", "highest")), start=2):
            value = formulas.NOT_AVAILABLE if told[key] is None else told[key]
            look = measure_words.spread_look(indicator) if key == "median" else measure_words.look(indicator)
            formula = f'IF(COUNT({area})=0,"{formulas.NOT_AVAILABLE}",{function}({area}))'
            desk.live(sheet, (row, col), (formula, value), narrow(look))
        targets = _area(desk, block, position, summary.TARGET)
        desk.live(sheet, (row, 5), (formulas.reached(indicator, area, targets), told["reached"]), "count")
        desk.live(sheet, (row, 6), (f"COUNT({targets})", told["with_target"]), "count")
    return row + 2


def _by_step(desk: Desk, sheet: Worksheet, block: Block, row: int, widths: Sequence[float]) -> int:
    for position in _positions(block, Offices.BY_STEP):
        indicator, told = block.form.indicators[position], table.spread(block, position)
        desk.head(sheet, row, _STEP_HEADS, widths)
        area = _area(desk, block, position, summary.ACTUAL)
        for number, label in enumerate(reversed(indicator.steps)):
            row += 1
            text = titled(indicator) if not number else ""
            sheet.write_string(row, 0, text, desk.styles["label_middle"])
            sheet.set_row(row, max(18.0, row_height([(text, column_points(widths[0]))], SIZE)))
            sheet.write_string(row, 1, label, desk.styles["centre_middle"])
            counted = f"SUMPRODUCT(1*({area}={formulas.quoted(label)}))"
            desk.live(sheet, (row, 2), (counted, told["steps"][label]), "count")
        row += 1
        sheet.write_string(row, 0, measure_words.why_not_added(indicator), desk.styles["small"])
        sheet.set_row(row, row_height([(measure_words.why_not_added(indicator), column_points(widths[0]))], SIZE))
        row += 2
    return row


def _labels(desk: Desk, sheet: Worksheet, row: int, texts: tuple[str, str, str], widths: Sequence[float]) -> None:
    columns = (0, 1, len(_WIDTHS) - 1)
    for col, text in zip(columns, texts, strict=True):
        sheet.write_string(row, col, text, desk.styles["label_middle"])
    points = [column_points(widths[col]) for col in columns]
    sheet.set_row(row, max(18.0, row_height(zip(texts, points, strict=True), SIZE)))


def _area(desk: Desk, block: Block, position: int, part: int) -> str:
    """Return the cells of all offices on Rekap."""
    first, col = desk.places[block.number].offices, summary.col_of(position, part)
    return f"{SUMMARY}!{a1(first, col)}:{a1(first + len(block.offices) - 1, col)}"

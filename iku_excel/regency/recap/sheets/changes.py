"""The sheet Perubahan: every figure beside that of the recap before, and the change in percentage points.

What was counted before stands as values; what is counted now leads to Rekap. Like is compared with like: the
regency's sums are over the offices that stand in both recaps, and both numbers are told. Who came and who went
is listed, without a change.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import formulas, measure_words, measures
from iku_excel.model import Indicator, Measured
from iku_excel.package import a1, column
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
NONE_BEFORE, NONE_NOW = "tidak ada di rekap lalu", "tidak ada di rekap ini"


def write(desk: Desk, previous: Previous) -> None:
    """Write the sheet Perubahan."""
    amount = amount_width(desk.recap.blocks, 12)
    widths = [max(width, amount) if 3 <= col <= 9 else width for col, width in enumerate(_WIDTHS)]
    words = " ".join(comparison.words() for comparison in desk.recap.comparisons.values())
    sheet = desk.sheet(CHANGES, widths, "PERUBAHAN SEJAK REKAP LALU", note=indonesian.printable(words))
    desk.head(sheet, FIRST, _HEADS, widths)
    sheet.freeze_panes(FIRST + 1, 3)
    sheet.repeat_rows(FIRST)
    row = FIRST + 1
    for block in desk.recap.blocks:
        row = _block(desk, sheet, block, previous, row)
    sheet.autofilter(FIRST, 0, max(row - 1, FIRST), len(_WIDTHS) - 1)


def _block(desk: Desk, sheet: Worksheet, block: Block, previous: Previous, row: int) -> int:
    """Write the sums of the offices that stand in both recaps, then every office; return the row below."""
    indicators = block.form.indicators
    summed = [indicator for indicator in indicators if measures.added(indicator)]
    gone = compare.went(previous, block)
    first = row + len(summed)
    last = first + len(indicators) * (len(block.offices) + len(gone)) - 1
    same = [(sent, found) for sent in block.offices if (found := compare.before(previous, block, sent)) is not None]
    for indicator in summed:
        now = _added(indicator, [sent.figures[indicator.number - 1].measured for sent, _ in same])
        then = _added(indicator, [found.to_date[indicator.number] for _, found in same])
        _title(desk, sheet, row, (desk.recap.title, indicator.number))
        _sums(desk, sheet, row, indicator, (first, last), (then, now))
        row += 1
    for office, sent in enumerate(block.offices):
        found = compare.before(previous, block, sent)
        for position, figure in enumerate(sent.figures):
            indicator = indicators[position]
            _title(desk, sheet, row, (sent.organization, figure.number))
            now_value = _now(desk, sheet, row, indicator, (summary.office_row(desk, block, office), figure.measured))
            if found is None:
                _lacking(desk, sheet, row, (3, 4, 5), NONE_BEFORE)
            else:
                then_value = _then(desk, sheet, row, indicator, found.to_date[figure.number])
                _change(desk, sheet, row, indicator, (then_value, now_value))
            row += 1
    for item in gone:
        for indicator in indicators:
            _title(desk, sheet, row, (item.organization, indicator.number))
            _then(desk, sheet, row, indicator, item.to_date[indicator.number])
            _lacking(desk, sheet, row, (6, 7, 8), NONE_NOW)
            row += 1
    return row


def _added(indicator: Indicator, figures: Sequence[Measured]) -> list[formulas.Value]:
    """Return the sum of each part."""
    parts = zip(*(parts_of(indicator, measured) for measured in figures), strict=True)
    sums: list[formulas.Value] = [
        formulas.exact_sum(indicator, [measures.number(value) for value in part if value != ""]) for part in parts
    ]
    return sums or [0.0] * len(measures.row(indicator).parts)


def _title(desk: Desk, sheet: Worksheet, row: int, what: tuple[str, int]) -> None:
    name = indonesian.printable(what[0])
    sheet.set_row(row, max(17.0, row_height([(name, column_points(_WIDTHS[1]))], SIZE)))
    sheet.write_number(row, 0, row - FIRST, desk.styles["rank"])
    sheet.write_string(row, 1, name, desk.styles["label_middle"])
    sheet.write_number(row, 2, what[1], desk.styles["rank"])
    blank(sheet, row, range(3, 11), desk.styles["count"])


def _sums(
    desk: Desk,
    sheet: Worksheet,
    row: int,
    indicator: Indicator,
    rows: tuple[int, int],
    sums: tuple[list[formulas.Value], list[formulas.Value]],
) -> None:
    """Write the sums, then and now, over the rows that have both."""
    first, last = rows

    def area(col: int) -> str:
        letters = column(col)
        return f"${letters}${first + 1}:${letters}${last + 1}"

    look, part_look = (narrow(name(indicator)) for name in (measure_words.look, measure_words.part_look))
    paired, reached = measures.paired(indicator), []
    for figure_col, values in ((5, sums[0]), (8, sums[1])):
        start = figure_col - 2 if paired else figure_col
        other = (6 if figure_col == 5 else 3) if paired else 13 - figure_col
        known = []
        for col, value in enumerate(values, start=start):
            formula = f'SUMIFS({area(col)},{area(2)},{a1(row, 2)},{area(other)},">=0")'
            live = formulas.over_offices(indicator, formula, value)
            known.append(desk.live(sheet, (row, col), live, part_look))
        if paired:
            live = formulas.figure_over_offices(indicator, [a1(row, start), a1(row, start + 1)], known)
            reached.append(desk.live(sheet, (row, figure_col), live, look))
        else:
            reached.append(known[0])
    _change(desk, sheet, row, indicator, (reached[0], reached[1]))


def _now(desk: Desk, sheet: Worksheet, row: int, indicator: Indicator, what: tuple[int, Measured]) -> formulas.Value:
    """Write what an office has now, from its row on Rekap; return its figure as the cell holds it."""
    at, measured = what
    cells = [f"{SUMMARY}!{a1(at, summary.col_of(indicator.number - 1, part))}" for part in range(3)]
    look, part_look = (narrow(name(indicator)) for name in (measure_words.look, measure_words.part_look))
    if measures.paired(indicator):
        for offset, value in enumerate(parts_of(indicator, measured)):
            desk.live(sheet, (row, 6 + offset), (cells[offset], value), part_look)
    return desk.live(sheet, (row, 8), (cells[2], actual_of(indicator, measured)), look)


def _then(desk: Desk, sheet: Worksheet, row: int, indicator: Indicator, before: Measured) -> formulas.Value:
    """Write what the recap before had; return its figure as the cell holds it."""
    look, part_look = (narrow(name(indicator)) for name in (measure_words.look, measure_words.part_look))
    values = parts_of(indicator, before)
    if measures.paired(indicator):
        for col, value in enumerate(values, start=3):
            sheet.write_number(row, col, measures.number(value), desk.styles[part_look])
        live = formulas.figure(indicator, [a1(row, 3), a1(row, 4)], values)
        return desk.live(sheet, (row, 5), live, look)
    figure = actual_of(indicator, before)
    if isinstance(figure, str):
        sheet.write_string(row, 5, figure, desk.styles[look])
    else:
        sheet.write_number(row, 5, figure, desk.styles[look])
    return figure


def _lacking(desk: Desk, sheet: Worksheet, row: int, cols: tuple[int, ...], words: str) -> None:
    for col in (*cols, 9):
        sheet.write_blank(row, col, None, desk.styles["count"])
    sheet.write_string(row, 10, words, desk.styles["tiny"])


def _change(
    desk: Desk, sheet: Worksheet, row: int, indicator: Indicator, values: tuple[formulas.Value, formulas.Value]
) -> None:
    """Write how far a figure has moved, in points of percent or in the indicator's unit, and where to in a word."""
    (then, now), cells = values, (a1(row, 5), a1(row, 8))
    if measures.worded(indicator):
        live = (f'IF({cells[0]}={cells[1]},"tetap","berubah")', "tetap" if then == now else "berubah")
        desk.live(sheet, (row, 10), live, "centre_middle")
        return
    factor = 100 if measures.is_percent(indicator) else 1
    change: formulas.Value = formulas.NOT_AVAILABLE
    if not isinstance(then, str) and not isinstance(now, str):
        change = round(factor * (now - then), formulas.DECIMALS)
    points = f"ROUND({factor}*({cells[1]}-{cells[0]}),{formulas.DECIMALS})"
    both = f"AND(ISNUMBER({cells[0]}),ISNUMBER({cells[1]}))"
    desk.live(sheet, (row, 9), (f'IF({both},{points},"{formulas.NOT_AVAILABLE}")', change), "points")
    cell = a1(row, 9)
    word = formulas.NOT_AVAILABLE
    if not isinstance(change, str):
        word = "naik" if change > 0 else "turun" if change < 0 else "tetap"
    formula = f'IF(ISNUMBER({cell}),IF({cell}>0,"naik",IF({cell}<0,"turun","tetap")),"{formulas.NOT_AVAILABLE}")'
    desk.live(sheet, (row, 10), (formula, word), "centre_middle")

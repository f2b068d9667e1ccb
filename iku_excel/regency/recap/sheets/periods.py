"""The sheet Periode: the trend of the regency, then for each indicator every office by period.

First the regency's actuals with a line chart; below, a table for each indicator: sums of numerators and
of denominators, their ratio, how many offices reported, and a row for each office. A period that nobody
has reported is empty.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from iku_excel.model import Kind
from iku_excel.package import a1, column
from iku_excel.regency.recap import formulas
from iku_excel.regency.recap.records import Block
from iku_excel.regency.recap.sheets.desk import (
    FIRST,
    PERIODS,
    SOURCES,
    Columns,
    Desk,
    behind,
    blank,
    source,
    source_row,
    source_sum,
    titled,
)
from iku_excel.text import indonesian
from iku_excel.text.styles import SIZE, SUBTITLE
from iku_excel.text.typography import FONT, column_points, row_height

_FIXED = (5, 60)
_KINDS = {Kind.FLOW: "arus, per periode", Kind.STOCK: "stok, pada akhir periode"}
_SUMS = ("Pembilang", "Penyebut", "Realisasi", "Organisasi yang melapor")
_CHART_ROWS = 17
NOT_YET = "belum"
"""What stands for an office in a period that others have reported."""


def write(desk: Desk) -> None:
    """Write the sheet Periode."""
    blocks = [block for block in desk.recap.blocks if len(block.form.periods) > 1]
    n_periods = max(len(block.form.periods) for block in blocks)
    widths = (*_FIXED, *[16 if n_periods <= 4 else 10] * n_periods)
    sheet = desk.sheet(PERIODS, widths, "REALISASI SETIAP PERIODE", note=behind(desk.recap))
    row, breaks = FIRST, []
    for block in blocks:
        if row > FIRST:
            breaks.append(row)
        tables = _trend_rows(block, row, several=len(desk.recap.blocks) > 1)
        _trend(desk, sheet, block, row, tables)
        for position, at in enumerate(tables):
            breaks.append(at)
            row = _indicator(desk, sheet, block, position, at, widths)
        row += 1
    sheet.set_h_pagebreaks(breaks)


def _trend_rows(block: Block, row: int, *, several: bool) -> list[int]:
    """Return where the table of each indicator begins."""
    begin = row + several + 1 + len(block.form.indicators) + 1 + _CHART_ROWS
    height = 2 + len(_SUMS) + len(block.offices) + 1
    return [begin + height * position for position in range(len(block.form.indicators))]


def _trend(desk: Desk, sheet: Worksheet, block: Block, row: int, tables: Sequence[int]) -> None:
    periods, style = block.form.periods, desk.styles
    if len(desk.recap.blocks) > 1:
        desk.section(sheet, row, desk.block_title(block), len(_FIXED) + len(periods) - 1)
        row += 1
    desk.head(
        sheet, row, ["NO", f"REALISASI {desk.recap.title}", *(item.label for item in periods)], (5, 60, *[16] * 12)
    )
    head = row
    chart = desk.book.add_chart({"type": "line"})
    assert chart is not None  # None only for a kind that xlsxwriter does not know  # noqa: S101
    for position, indicator in enumerate(block.form.indicators):
        row += 1
        text = indicator.text
        sheet.set_row(row, max(18.0, row_height([(text, column_points(_FIXED[1]))], SIZE)))
        sheet.write_number(row, 0, indicator.number, style["rank"])
        sheet.write_string(row, 1, text, style["label_middle"])
        for period in range(len(periods)):
            part = desk.sums[block.number].get((indicator.number, period))
            at = (row, len(_FIXED) + period)
            if part is None:
                sheet.write_blank(*at, None, style["percent"])
            else:
                cell = a1(tables[position] + 4, len(_FIXED) + period)
                _, value = formulas.quotient("", "", part["numerator"], part["denominator"])
                desk.live(sheet, at, (cell, value), "percent")
        series = {
            "name": f"Indikator {indicator.number}",
            "categories": [PERIODS, head, len(_FIXED), head, len(_FIXED) + len(periods) - 1],
            "values": [PERIODS, row, len(_FIXED), row, len(_FIXED) + len(periods) - 1],
            "marker": {"type": "automatic"},
        }
        chart.add_series(series)
    chart.set_title(
        {"name": f"Realisasi {desk.recap.title} setiap periode", "name_font": {"name": FONT, "size": SUBTITLE}}
    )
    letters, grid = {"name": FONT, "size": SIZE}, {"visible": True, "line": {"color": "#e2e8f0"}}
    chart.set_x_axis({"num_font": letters})
    chart.set_y_axis({"num_format": "0%", "min": 0, "major_gridlines": grid, "num_font": letters})
    chart.set_legend({"position": "bottom", "font": letters})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 860, "height": 310})
    sheet.insert_chart(row + 2, 1, chart)


def _indicator(desk: Desk, sheet: Worksheet, block: Block, position: int, row: int, widths: Sequence[float]) -> int:
    """Write the table of one indicator; return the row below."""
    indicator, periods, style = block.form.indicators[position], block.form.periods, desk.styles
    desk.section(
        sheet, row, f"{titled(indicator)} ({_KINDS[indicator.kind or Kind.STOCK]})", len(_FIXED) + len(periods) - 1
    )
    desk.head(sheet, row + 1, ["NO", "ORGANISASI", *(item.label for item in periods)], widths)
    sums = row + 2
    for offset, word in enumerate(_SUMS):
        sheet.set_row(sums + offset, 17)
        sheet.write_blank(sums + offset, 0, None, style["sum_label"])
        sheet.write_string(sums + offset, 1, f"{word}, {desk.recap.title}" if offset < 3 else word, style["sum_label"])
        for period in range(len(periods)):
            _sum(desk, sheet, block, position, (sums, period), offset)
    columns = Columns(block)
    for office, sent in enumerate(block.offices):
        at = sums + len(_SUMS) + office
        name = indonesian.printable(sent.organization)
        sheet.set_row(at, 17)
        sheet.write_number(at, 0, office + 1, style["rank"])
        sheet.write_string(at, 1, name, style["label_middle"])
        blank(sheet, at, range(len(_FIXED), len(_FIXED) + len(periods)), style["percent"])
        for period in range(sent.through + 1, periods.index(block.through) + 1):
            sheet.write_string(at, len(_FIXED) + period, NOT_YET, style["centre_middle"])
        origin = source_row(desk, block, office, position)
        for period, numerator, denominator in sent.figures[position].counts:
            top, bottom = (source(origin, col + period) for col in (columns.numerator, columns.denominator))
            live = formulas.quotient(top, bottom, numerator, denominator)
            desk.live(sheet, (at, len(_FIXED) + period), live, "percent")
    return sums + len(_SUMS) + len(block.offices) + 1


def _sum(desk: Desk, sheet: Worksheet, block: Block, position: int, at: tuple[int, int], offset: int) -> None:
    """Write one cell of the sums of a period: numerator, denominator, actual, or how many reported."""
    sums, period = at
    row, col, number = sums + offset, len(_FIXED) + period, block.form.indicators[position].number
    look = "sum_percent" if offset == 2 else "sum_count"
    part = desk.sums[block.number].get((number, period))
    if part is None:
        sheet.write_blank(row, col, None, desk.styles[look])
        return
    columns = Columns(block)
    match offset:
        case 0:
            live = source_sum(desk, block, columns.numerator + period, number), part["numerator"]
        case 1:
            live = source_sum(desk, block, columns.denominator + period, number), part["denominator"]
        case 2:
            live = formulas.quotient(a1(sums, col), a1(sums + 1, col), part["numerator"], part["denominator"])
        case _:
            first = desk.places[block.number].source
            last = first + len(block.offices) * len(block.form.indicators) - 1
            areas = [
                f"{SOURCES}!${letters}${first + 1}:${letters}${last + 1}"
                for letters in (column(Columns.INDICATOR), column(columns.denominator + period))
            ]
            live = f'COUNTIFS({areas[0]},{number},{areas[1]},">=0")', part["offices"]
    desk.live(sheet, (row, col), live, look)

"""The sheet Periode: the trend of the regency, then for each indicator every office by period.

First the regency's actuals with a line chart; below, a table for each indicator: sums of numerators and
of denominators, their ratio, how many offices reported, and a row for each office. A period that nobody
has reported is empty.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import formulas, measure_words, measures
from iku_excel.model import Indicator, Kind, Measured
from iku_excel.package import a1, column
from iku_excel.regency.recap.records import Block
from iku_excel.regency.recap.sheets.desk import (
    FIRST,
    PERIODS,
    SOURCES,
    Columns,
    Desk,
    actual_of,
    amount_width,
    behind,
    blank,
    narrow,
    parts_of,
    source,
    source_row,
    source_sum,
    titled,
)
from iku_excel.text import indonesian
from iku_excel.text.styles import SIZE, SUBTITLE
from iku_excel.text.typography import FONT, column_points, row_height

_FIXED = (5, 60)
_KINDS = {Kind.FLOW: "arus, per periode", Kind.STOCK: "stok, pada akhir periode", None: "sebagaimana diberikan"}
_SUMS = ("Pembilang", "Penyebut", "Realisasi", "Organisasi yang melapor")
_CHART_ROWS = 17
NOT_YET = "belum"
"""What stands for an office in a period that others have reported."""


def write(desk: Desk) -> None:
    """Write the sheet Periode."""
    blocks = [block for block in desk.recap.blocks if len(block.form.periods) > 1]
    n_periods = max(len(block.form.periods) for block in blocks)
    width = amount_width(blocks, 16 if n_periods <= 4 else 10)
    widths = (*_FIXED, *[width] * n_periods)
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
        look = narrow(measure_words.look(indicator))
        for period in range(len(periods)):
            part = desk.sums[block.number].get((indicator.number, period))
            at = (row, len(_FIXED) + period)
            if part is None or not measures.added(indicator):
                sheet.write_blank(*at, None, style[look])
            else:
                cell = a1(tables[position] + 4, len(_FIXED) + period)
                desk.live(sheet, at, (cell, _together(indicator, part)), look)
        if not measures.is_percent(indicator):
            continue
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
    if any(map(measures.is_percent, block.form.indicators)):
        sheet.insert_chart(row + 2, 1, chart)


def _together(indicator: Indicator, part: Mapping[str, Any]) -> formulas.Value:
    """Return the figure of all offices in a period as its cell holds it."""
    if any(math.isnan(part[name]) for name in ("numerator", "denominator")):
        return formulas.NOT_AVAILABLE
    if not measures.paired(indicator):
        return measures.exact(part["numerator"])
    return actual_of(indicator, Measured(None, part["numerator"], part["denominator"]))


def _indicator(desk: Desk, sheet: Worksheet, block: Block, position: int, row: int, widths: Sequence[float]) -> int:
    """Write the table of one indicator; return the row below."""
    indicator, periods, style = block.form.indicators[position], block.form.periods, desk.styles
    title = f"{titled(indicator)} ({_KINDS[indicator.kind]})"
    desk.section(sheet, row, title, len(_FIXED) + len(periods) - 1)
    desk.head(sheet, row + 1, ["NO", "ORGANISASI", *(item.label for item in periods)], widths)
    sums = row + 2
    for offset, word in enumerate(_SUMS):
        sheet.set_row(sums + offset, 17)
        sheet.write_blank(sums + offset, 0, None, style["sum_label"])
        label = f"{word}, {desk.recap.title}" if offset < 3 else word
        if offset == 2 and not measures.added(indicator):
            label = f"{word}: tidak dijumlahkan, lihat Sebaran"
        sheet.write_string(sums + offset, 1, label, style["sum_label"])
        for period in range(len(periods)):
            _sum(desk, sheet, block, position, (sums, period), offset)
    columns, look = Columns(block), narrow(measure_words.look(indicator))
    for office, sent in enumerate(block.offices):
        at = sums + len(_SUMS) + office
        name = indonesian.printable(sent.organization)
        sheet.set_row(at, 17)
        sheet.write_number(at, 0, office + 1, style["rank"])
        sheet.write_string(at, 1, name, style["label_middle"])
        blank(sheet, at, range(len(_FIXED), len(_FIXED) + len(periods)), style[look])
        if not measures.row(indicator).gaps:
            for period in range(sent.through + 1, periods.index(block.through) + 1):
                sheet.write_string(at, len(_FIXED) + period, NOT_YET, style["centre_middle"])
        origin = source_row(desk, block, office, position)
        for period, measured in sent.figures[position].counts:
            values = parts_of(indicator, measured)
            cells = [source(origin, col + period) for col in (columns.numerator, columns.denominator)][: len(values)]
            desk.live(sheet, (at, len(_FIXED) + period), formulas.figure(indicator, cells, values), look)
    return sums + len(_SUMS) + len(block.offices) + 1


def _sum(desk: Desk, sheet: Worksheet, block: Block, position: int, at: tuple[int, int], offset: int) -> None:
    """Write one cell of the sums of a period: numerator, denominator, actual, or how many reported."""
    sums, period = at
    indicator = block.form.indicators[position]
    row, col, number = sums + offset, len(_FIXED) + period, indicator.number
    looks = (measure_words.part_look(indicator), measure_words.part_look(indicator), measure_words.look(indicator))
    look = f"sum_{narrow((*looks, 'count')[offset])}"
    part = desk.sums[block.number].get((number, period))
    absent = not measures.paired(indicator) and (offset < 2 or not measures.added(indicator))
    if part is None or (absent and offset < 3):
        sheet.write_blank(row, col, None, desk.styles[look])
        return
    columns = Columns(block)
    value_col = columns.denominator if measures.paired(indicator) else columns.numerator
    match offset:
        case 0 | 1:
            first = (columns.numerator, columns.denominator)[offset]
            formula = source_sum(desk, block, first + period, number)
            live = formulas.over_offices(indicator, formula, part[("numerator", "denominator")[offset]])
        case 2 if measures.paired(indicator):
            cells = [a1(sums, col), a1(sums + 1, col)]
            values = [formulas.over_offices(indicator, "", part[name])[1] for name in ("numerator", "denominator")]
            live = formulas.figure_over_offices(indicator, cells, values)
        case 2:
            formula = source_sum(desk, block, columns.numerator + period, number)
            live = formulas.over_offices(indicator, formula, part["numerator"])
        case _:
            first = desk.places[block.number].source
            last = first + len(block.offices) * len(block.form.indicators) - 1
            areas = [
                f"{SOURCES}!${letters}${first + 1}:${letters}${last + 1}"
                for letters in (column(Columns.INDICATOR), column(value_col + period))
            ]
            live = f'COUNTIFS({areas[0]},{number},{areas[1]},"<>")', part["offices"]
    desk.live(sheet, (row, col), live, look)

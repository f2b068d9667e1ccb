"""The sheet Periode: every period as reported, and the year to date that Capaian refers to.

Three rows for each indicator, a column for each period from D on, then the year to date: the sum of a flow, else the
last known period. Of a figure from two counts these and the figure; of one without parts what was given, its unit, and
the figure, so that it stands in the third row of every block.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import formulas, measure_words, measures
from iku_excel.model import Indicator, Measured, Result
from iku_excel.package import a1
from iku_excel.text import paper
from iku_excel.text.styles import LINE, SIZE
from iku_excel.text.typography import column_points, row_height, width_for
from iku_excel.workbook.achievement import total_col
from iku_excel.workbook.desk import (
    BLOCK,
    CHART_HEIGHT,
    PERIOD_COL,
    PERIODS,
    TABLE_FIRST,
    TABLE_HEAD,
    Desk,
    block_of,
    parts_of,
)

_BAR = 20.0  # points of the headings
_CHART_WIDTH = 640.0
_WIDEST_UNIT = 22  # characters of the column of words; what is longer stands in several lines


def write(desk: Desk) -> None:
    """Write the sheet Periode."""
    periods = desk.definition.periods
    widths = _widths(desk)
    sheet = desk.sheet(PERIODS, widths, "REALISASI SETIAP PERIODE")
    reach = f"s.d. {desk.outcome.through.label}" if desk.outcome.through else "Kumulatif"
    heads = ("NO", "INDIKATOR", "URAIAN", *(period.label for period in periods), reach)
    for col, text in enumerate(heads):
        sheet.write_string(TABLE_HEAD, col, text, desk.styles["head"])
    sheet.set_row(TABLE_HEAD, _BAR)
    sheet.freeze_panes(TABLE_FIRST, PERIOD_COL)
    sheet.repeat_rows(TABLE_HEAD)
    heights = [_block(desk, sheet, result, widths) for result in desk.outcome.results]
    drawn = _chart(desk, sheet, min(_CHART_WIDTH, sum(map(column_points, widths[1:]))))
    room = paper.height(desk.paper, widths)
    ends, used = paper.parted_rows(heights, desk.above + _BAR, _BAR, room)
    breaks = [block_of(desk.outcome.results[position]) for position in ends]
    if drawn and used + 2 * LINE + CHART_HEIGHT > room:
        breaks.append(_chart_row(desk))
    sheet.set_h_pagebreaks(breaks)


def _widths(desk: Desk) -> Sequence[float]:
    """Return the widths of the columns: those of figures hold the longest amount in small letters."""
    amounts = [
        measure_words.amount(result.indicator, value)
        for result in desk.outcome.results
        if measure_words.part_look(result.indicator) == "rupiah"
        for measured in (result.measured, *(item.measured for item in result.periods))
        for value in parts_of(result.indicator, measured)
        if not isinstance(value, str)
    ]
    n_periods = len(desk.definition.periods)
    words, figure = (56, 12) if n_periods <= 4 else (40, 9)
    steps = [step for result in desk.outcome.results for step in result.indicator.steps]
    period, total = (width_for(steps, SIZE, desk.amount_width(amounts, least), 2) for least in (figure, 15))
    units = [_unit(result.indicator) for result in desk.outcome.results if not measures.paired(result.indicator)]
    return (5, words, min(width_for(units, SIZE, 14), _WIDEST_UNIT), *[period] * n_periods, total)


def _unit(indicator: Indicator) -> str:
    return f"Satuan: {indicator.unit}"


def _block(desk: Desk, sheet: Worksheet, result: Result, widths: Sequence[float]) -> float:
    """Write an indicator's rows; return their height in points."""
    row, style, indicator = block_of(result), desk.styles, result.indicator
    text = f"{indicator.text}\n{measure_words.over_periods(indicator)}"
    titles = [part.title for part in measures.row(indicator).parts]
    words = (*titles, *[_unit(indicator)] * (2 - len(titles)), "Realisasi")
    height = max(row_height([(text, column_points(widths[1]))], SIZE) / BLOCK, 17.0)
    height = max(height, row_height([(word, column_points(widths[PERIOD_COL - 1])) for word in words], SIZE))
    steps = [(step, column_points(widths[PERIOD_COL])) for step in indicator.steps]
    heights = [max(height, row_height(steps, SIZE)) if offset != 1 else height for offset in range(BLOCK)]
    sheet.merge_range(row, 0, row + BLOCK - 1, 0, indicator.number, style["centre_middle"])
    sheet.merge_range(row, 1, row + BLOCK - 1, 1, "", style["label_middle"])
    sheet.write_string(row, 1, text, style["label_middle"])
    for offset, word in enumerate(words):
        sheet.set_row(row + offset, heights[offset])
        sheet.write_string(row + offset, PERIOD_COL - 1, word, style["label_middle"])
    reported = {item.period: item.measured for item in result.periods}
    given: list[list[formulas.Value]] = [[] for _ in titles]
    for col, period in enumerate(desk.definition.periods, start=PERIOD_COL):
        measured = reported.get(period)
        values = parts_of(indicator, measured) if measured else [""] * len(titles)
        for offset, value in enumerate(values):
            given[offset].append(value)
            look = desk.fitting(measure_words.part_look(indicator), value, widths[col])
            if value == "":
                sheet.write_blank(row + offset, col, None, style[look])
            else:
                desk.put(sheet, (row + offset, col), value, look)
        _figure(desk, sheet, result, (col, widths[col]), values if measured else [])
    total = total_col(desk)
    sums = []
    for offset, values in enumerate(given):
        cells = [a1(row + offset, col) for col in range(PERIOD_COL, total)]
        formula, value = formulas.to_date(indicator, cells, values)
        sums.append(value)
        look = desk.fitting(measure_words.part_look(indicator), value, widths[total])
        desk.live(sheet, (row + offset, total), (formula, value), look)
    _figure(desk, sheet, result, (total, widths[total]), sums)
    return sum(heights)


def _figure(
    desk: Desk, sheet: Worksheet, result: Result, column: tuple[int, float], values: Sequence[formulas.Value]
) -> None:
    """Write the figure in the third row of a block; without values an empty cell."""
    row, indicator, (col, width) = block_of(result), result.indicator, column
    n_parts = len(measures.row(indicator).parts)
    for offset in range(n_parts, BLOCK - 1):
        sheet.write_blank(row + offset, col, None, desk.styles["centre_middle"])
    look = measure_words.look(indicator)
    if not values:
        sheet.write_blank(row + BLOCK - 1, col, None, desk.styles[look])
        return
    live = formulas.figure(indicator, [a1(row + offset, col) for offset in range(n_parts)], values)
    desk.live(sheet, (row + BLOCK - 1, col), live, desk.fitting(look, live[1], width))


def _chart(desk: Desk, sheet: Worksheet, width: float) -> bool:
    """Draw the percentages, which can stand on one axis; tell whether there are any."""
    drawn = [result for result in desk.outcome.results if measures.is_percent(result.indicator)]
    if not drawn:
        return False
    alone = len(drawn) == len(desk.outcome.results)
    chart = desk.chart("line", f"Realisasi setiap periode{'' if alone else ' (indikator dalam persen)'}", width)
    if any(_falls(item.measured) for result in drawn for item in result.periods):
        desk.below_zero(chart)
    first = total_col(desk) + 2
    last = first + len(desk.definition.periods) - 1
    sheet.set_column(first, last, None, None, {"hidden": True})
    sheet.print_area(0, 0, _chart_row(desk) + int(CHART_HEIGHT / LINE), total_col(desk))
    for result in drawn:
        row = block_of(result) + BLOCK - 1
        _plotted(desk, sheet, result, first)
        chart.add_series(
            {
                "name": f"Indikator {result.indicator.number}",
                "categories": [PERIODS, TABLE_HEAD, PERIOD_COL, TABLE_HEAD, total_col(desk) - 1],
                "values": [PERIODS, row, first, row, last],
                "marker": {"type": "automatic"},
            }
        )
    chart.show_hidden_data()
    chart.show_blanks_as("gap")
    # a little lower than its row: on a page of its own its border would be printed on the page before, too
    sheet.insert_chart(_chart_row(desk), 1, chart, {"y_offset": 3})
    return True


def _falls(measured: Measured) -> bool:
    return isinstance(measured.actual, float) and measured.actual < 0


def _chart_row(desk: Desk) -> int:
    return TABLE_FIRST + BLOCK * len(desk.outcome.results) + 1


def _plotted(desk: Desk, sheet: Worksheet, result: Result, first: int) -> None:
    """Write what the chart draws into hidden columns: Excel would draw "n/a" as zero, a blank as a gap."""
    row = block_of(result) + BLOCK - 1
    periods = desk.definition.periods
    for item in result.periods:
        position = periods.index(item.period)
        _, value = formulas.figure(result.indicator, ("", ""), parts_of(result.indicator, item.measured))
        if not isinstance(value, str):
            desk.live(sheet, (row, first + position), (a1(row, PERIOD_COL + position), value), "percent")

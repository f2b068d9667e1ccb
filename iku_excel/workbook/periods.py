"""The sheet Periode: every period as reported, and the year to date that Capaian refers to.

Three rows for each indicator (numerator, denominator, actual), a column for each period from D on,
then the year to date: the sum of a flow, the last known period of a stock.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import measure_words, measures
from iku_excel.model import Kind, Measured, Result
from iku_excel.package import a1, last_number
from iku_excel.text.styles import LINE, SIZE
from iku_excel.text.typography import column_points, row_height
from iku_excel.workbook.achievement import total_col
from iku_excel.workbook.desk import (
    BLOCK,
    CHART_HEIGHT,
    NOT_AVAILABLE,
    PERIOD_COL,
    PERIODS,
    TABLE_FIRST,
    TABLE_HEAD,
    Desk,
    block_of,
    quotient,
)

_BAR = 20.0  # points of the headings
_CHART_WIDTH = 640.0


def write(desk: Desk) -> None:
    """Write the sheet Periode."""
    periods = desk.definition.periods
    words, figure = (56, 12) if len(periods) <= 4 else (40, 9)
    widths = (5, words, 14, *[figure] * len(periods), 15)
    sheet = desk.sheet(PERIODS, widths, "REALISASI SETIAP PERIODE")
    reach = f"s.d. {desk.outcome.through.label}" if desk.outcome.through else "Kumulatif"
    heads = ("NO", "INDIKATOR", "URAIAN", *(period.label for period in periods), reach)
    for col, text in enumerate(heads):
        sheet.write_string(TABLE_HEAD, col, text, desk.styles["head"])
    sheet.set_row(TABLE_HEAD, _BAR)
    sheet.freeze_panes(TABLE_FIRST, PERIOD_COL)
    sheet.repeat_rows(TABLE_HEAD)
    used = sum(_block(desk, sheet, result, column_points(widths[1])) for result in desk.outcome.results)
    _chart(desk, sheet, min(_CHART_WIDTH, sum(map(column_points, widths[1:]))))
    if not desk.chart_fits(widths, used + _BAR):
        sheet.set_h_pagebreaks([_chart_row(desk)])


def _block(desk: Desk, sheet: Worksheet, result: Result, text_points: float) -> float:
    """Write an indicator's rows; return their height in points."""
    row, style = block_of(result), desk.styles
    text = f"{result.indicator.text}\n{measure_words.over_periods(result.indicator)}"
    height = max(row_height([(text, text_points)], SIZE) / BLOCK, 17.0)
    sheet.merge_range(row, 0, row + BLOCK - 1, 0, result.indicator.number, style["centre_middle"])
    sheet.merge_range(row, 1, row + BLOCK - 1, 1, "", style["label_middle"])
    sheet.write_string(row, 1, text, style["label_middle"])
    for offset, word in enumerate(("Pembilang", "Penyebut", "Realisasi")):
        sheet.set_row(row + offset, height)
        sheet.write_string(row + offset, PERIOD_COL - 1, word, style["label_middle"])
    reported = {item.period: item.measured for item in result.periods}
    for col, period in enumerate(desk.definition.periods, start=PERIOD_COL):
        measured = reported.get(period)
        if measured is None:
            for offset, name in enumerate(("count", "count", "percent")):
                sheet.write_blank(row + offset, col, None, style[name])
        else:
            sheet.write_number(row, col, measures.number(measured.numerator), style["count"])
            sheet.write_number(row + 1, col, measures.number(measured.denominator), style["count"])
            _actual(desk, sheet, (row, col), measured)
    total = total_col(desk)
    for offset, value in enumerate((result.measured.numerator, result.measured.denominator)):
        area = f"{a1(row + offset, PERIOD_COL)}:{a1(row + offset, total - 1)}"
        flow = result.indicator.kind is Kind.FLOW
        how = f"SUM({area})" if flow else last_number([a1(row + offset, col) for col in range(PERIOD_COL, total)])
        desk.formula(sheet, (row + offset, total), how, measures.number(value), "count")
    _actual(desk, sheet, (row, total), result.measured)
    return height * BLOCK


def _actual(desk: Desk, sheet: Worksheet, at: tuple[int, int], measured: Measured) -> None:
    row, col = at
    top, bottom = a1(row, col), a1(row + 1, col)
    value = quotient(measures.number(measured.numerator), measures.number(measured.denominator))
    formula = f'IF({bottom}=0,"{NOT_AVAILABLE}",{top}/{bottom})'
    desk.formula(sheet, (row + 2, col), formula, value, "percent")


def _chart(desk: Desk, sheet: Worksheet, width: float) -> None:
    chart = desk.chart("line", "Realisasi setiap periode", width)
    first = total_col(desk) + 2
    last = first + len(desk.definition.periods) - 1
    sheet.set_column(first, last, None, None, {"hidden": True})
    sheet.print_area(0, 0, _chart_row(desk) + int(CHART_HEIGHT / LINE), total_col(desk))
    for result in desk.outcome.results:
        row = block_of(result) + 2
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
    sheet.insert_chart(_chart_row(desk), 1, chart)


def _chart_row(desk: Desk) -> int:
    return TABLE_FIRST + BLOCK * len(desk.outcome.results) + 1


def _plotted(desk: Desk, sheet: Worksheet, result: Result, first: int) -> None:
    """Write what the chart draws into hidden columns: Excel would draw "n/a" as zero, a blank as a gap."""
    row = block_of(result) + 2
    periods = desk.definition.periods
    for item in result.periods:
        position = periods.index(item.period)
        value = quotient(measures.number(item.measured.numerator), measures.number(item.measured.denominator))
        if not isinstance(value, str):
            desk.formula(sheet, (row, first + position), a1(row, PERIOD_COL + position), value, "percent")

"""The sheet Capaian: year to date of every indicator against its target, with the rule beside it.

    A   B          C       D          E         F          G       H        I         J
    No  Indikator  Satuan  Pembilang  Penyebut  Realisasi  Target  Capaian  Predikat  Penjelasan
    below the table: the chart, and at its right, from H on, the predicate scale

Each figure stands in its own unit; percentages are fractions in percent-formatted cells, as Excel does it.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import formulas, measure_words, measures
from iku_excel.definition.formulas import NOT_AVAILABLE
from iku_excel.model import Indicator, Numbers, Result
from iku_excel.package import a1
from iku_excel.text import indonesian
from iku_excel.text.styles import FINE, SIZE
from iku_excel.text.typography import FONT, column_points, row_height, width_for
from iku_excel.workbook import scale
from iku_excel.workbook.desk import (
    ACHIEVEMENT,
    ACTUAL_COL,
    BLOCK,
    DENOMINATOR_COL,
    NUMERATOR_COL,
    PERIOD_COL,
    PERIODS,
    TABLE_FIRST,
    TABLE_HEAD,
    Desk,
    block_of,
    parts_of,
    row_of,
)

_WIDTHS = (5, 46, 10, 12, 12, 12, 12, 13, 16, 30)
_HEADS = (
    "NO",
    "INDIKATOR",
    "SATUAN",
    "PEMBILANG",
    "PENYEBUT",
    "REALISASI",
    "TARGET",
    "CAPAIAN",
    "PREDIKAT",
    "PENJELASAN",
)
_TEXT, _UNIT, _NUMERATOR, _DENOMINATOR, _ACTUAL = 1, 2, NUMERATOR_COL, DENOMINATOR_COL, ACTUAL_COL
_TARGET, _ACHIEVEMENT, _PREDICATE, _WORDS = range(ACTUAL_COL + 1, ACTUAL_COL + 5)
_BOUND, _LABEL = _ACHIEVEMENT, _PREDICATE  # the scale stands below what it grades
_PLOTTED = _WORDS + 2
_LABELLED_BARS = 12  # indicators up to which the figures above the bars do not run into each other
_BAR = 20.0  # points of the headings, and of the average
NO_TARGET, NO_PART = "tidak ada", "-"


def write(desk: Desk) -> None:
    """Write the sheet Capaian."""
    widths = _widths(desk)
    sheet = desk.sheet(ACHIEVEMENT, widths, "CAPAIAN INDIKATOR KINERJA UTAMA")
    for col, text in enumerate(_HEADS):
        sheet.write_string(TABLE_HEAD, col, text, desk.styles["head"])
    sheet.set_row(TABLE_HEAD, _BAR)
    sheet.freeze_panes(TABLE_FIRST, 2)
    sheet.repeat_rows(TABLE_HEAD)
    average = TABLE_FIRST + len(desk.outcome.results)
    rows = [_indicator(desk, sheet, result, widths) for result in desk.outcome.results]
    _average(desk, sheet, average, [achieved for achieved, _ in rows])
    below = _scale_row(desk)
    _scale(desk, sheet)
    areas = (TABLE_FIRST, average - 1), (below + 1, below + len(desk.definition.scale.bands))
    for band in desk.definition.scale.bands:
        rule = {"type": "cell", "criteria": "==", "value": formulas.quoted(band.label)}
        for first, last in areas:
            look = {**rule, "format": desk.styles.band(band.colour)}
            sheet.conditional_format(first, _PREDICATE, last, _PREDICATE, look)
    _chart(desk, sheet, widths)
    if not desk.chart_fits(widths, sum(height for _, height in rows) + 2 * _BAR):
        sheet.set_h_pagebreaks([below])


def _widths(desk: Desk) -> Sequence[float]:
    """Return the widths of the columns: those of figures hold the longest amount in small letters."""
    amounts = [
        measure_words.figure(result.indicator, value)
        for result in desk.outcome.results
        if measure_words.part_look(result.indicator) == "rupiah"
        for value in (*parts_of(result.indicator, result.measured), result.target)
        if isinstance(value, int | float)
    ]
    needed = desk.amount_width(amounts, _WIDTHS[_NUMERATOR])
    widths = [max(width, needed) if _NUMERATOR <= col <= _TARGET else width for col, width in enumerate(_WIDTHS)]
    steps = [step for result in desk.outcome.results for step in result.indicator.steps]
    widths[_ACTUAL] = widths[_TARGET] = width_for(steps, SIZE, widths[_ACTUAL], 2)
    return widths


def _indicator(desk: Desk, sheet: Worksheet, result: Result, widths: Sequence[float]) -> tuple[formulas.Value, float]:
    """Write an indicator's row; return its achievement, and its height in points."""
    row, style, indicator = row_of(result), desk.styles, result.indicator
    explained = _words(indicator, row, result)
    texts = (
        *((indicator.text, widths[_TEXT]), (indicator.unit, widths[_UNIT]), (str(explained[1]), widths[_WORDS])),
        *((step, widths[_ACTUAL]) for step in indicator.steps),
    )
    height = max(row_height([(text, column_points(width)) for text, width in texts], SIZE), 28)
    sheet.set_row(row, height)
    sheet.write_number(row, 0, indicator.number, style["centre_middle"])
    sheet.write_string(row, _TEXT, indicator.text, style["label_middle"])
    sheet.write_string(row, _UNIT, indicator.unit, style["centre_middle"])
    actual = _actual(desk, sheet, result, widths)
    target: formulas.Value = NO_TARGET
    if result.target is None:
        sheet.write_string(row, _TARGET, NO_TARGET, style["centre_middle"])
    else:
        target = measures.cell_target(indicator, result.target)
        look = desk.fitting(measure_words.target_look(indicator, result.target), target, widths[_TARGET])
        desk.put(sheet, (row, _TARGET), target, look)
    cells = (a1(row, _ACTUAL), a1(row, _TARGET))
    live = formulas.achievement(indicator, desk.definition.scale.cap, cells, (actual, target))
    achieved = desk.live(sheet, (row, _ACHIEVEMENT), live, "percent")
    live = formulas.predicate(desk.definition.scale, a1(row, _ACHIEVEMENT), achieved)
    desk.live(sheet, (row, _PREDICATE), live, "centre_middle")
    desk.live(sheet, (row, _WORDS), explained, "label_middle")
    return achieved, height


def _actual(desk: Desk, sheet: Worksheet, result: Result, widths: Sequence[float]) -> formulas.Value:
    """Write the counts and the figure that comes from them; return it as its cell holds it."""
    row, indicator = row_of(result), result.indicator
    values = parts_of(indicator, result.measured)
    if not measures.paired(indicator):
        for col in (_NUMERATOR, _DENOMINATOR):
            sheet.write_string(row, col, NO_PART, desk.styles["centre_middle"])
        value = formulas.NOT_AVAILABLE if values[0] == "" else values[0]
        return _taken(desk, sheet, result, (_ACTUAL, BLOCK - 1), value, widths)
    columns = (_NUMERATOR, _DENOMINATOR)
    for offset, (col, value) in enumerate(zip(columns, values, strict=True)):
        _taken(desk, sheet, result, (col, offset), value, widths)
    live = formulas.figure(indicator, [a1(row, col) for col in columns], values)
    return desk.live(sheet, (row, _ACTUAL), live, measure_words.look(indicator))


def _taken(
    desk: Desk, sheet: Worksheet, result: Result, at: tuple[int, int], value: formulas.Value, widths: Sequence[float]
) -> formulas.Value:
    """Write what Periode comes to, or without it the number itself; ``at`` is the column, and the row of the block."""
    col, offset = at
    cell, look = (row_of(result), col), desk.fitting(measure_words.part_look(result.indicator), value, widths[col])
    if len(desk.definition.periods) > 1:
        return desk.live(sheet, cell, (f"{PERIODS}!{a1(block_of(result) + offset, total_col(desk))}", value), look)
    desk.put(sheet, cell, value, look)
    return value


def total_col(desk: Desk) -> int:
    """Return the column of the year to date on Periode."""
    return PERIOD_COL + len(desk.definition.periods)


def _words(indicator: Indicator, row: int, result: Result) -> formulas.Live:
    """Return what explains a figure: of counts these themselves, else its rule or its level."""
    if indicator.levels:
        formula, level = formulas.level(indicator, a1(row, _ACTUAL), result.measured.actual or "")
        return f'"tingkat: "&{formula}', f"tingkat: {level}"
    counts = [result.measured.numerator, result.measured.denominator]
    if not measures.paired(indicator) or measures.decimals(indicator) or indicator.numbers is Numbers.RUPIAH:
        return formulas.quoted(measure_words.how(indicator)), measure_words.how(indicator)
    top, bottom = (int(measures.number(count)) for count in counts)
    # FIXED groups by the machine's own separator; a comma becomes the dot, a dot stays one
    texts = [f'SUBSTITUTE(FIXED({a1(row, col)},0),",",".")' for col in (_NUMERATOR, _DENOMINATOR)]
    between = ", tahun lalu " if measures.grows(indicator) else " dari "
    factor = "" if measures.grows(indicator) else measure_words.factor(indicator)
    nothing = ", tidak ada yang diukur" if not bottom and not top else ""
    empty = f'IF(AND({a1(row, _NUMERATOR)}=0,{a1(row, _DENOMINATOR)}=0),", tidak ada yang diukur","")'
    pieces = [texts[0], formulas.quoted(between), texts[1], *([formulas.quoted(factor)] if factor else []), empty]
    formula = "&".join(pieces)
    return formula, f"{indonesian.whole(top)}{between}{indonesian.whole(bottom)}{factor}{nothing}"


def _average(desk: Desk, sheet: Worksheet, row: int, achieved: Sequence[formulas.Value]) -> None:
    area = f"{a1(TABLE_FIRST, _ACHIEVEMENT)}:{a1(row - 1, _ACHIEVEMENT)}"
    numbers = [value for value in achieved if not isinstance(value, str)]
    average = sum(numbers) / len(numbers) if numbers else NOT_AVAILABLE
    style = desk.styles
    sheet.set_row(row, _BAR)
    sheet.write_blank(row, 0, None, style["label_bold"])
    label = f'"Rata-rata capaian dari "&COUNT({area})&" indikator"'
    desk.live(sheet, (row, 1), (label, f"Rata-rata capaian dari {len(numbers)} indikator"), "label_bold")
    for col in range(_UNIT, _WORDS + 1):
        sheet.write_blank(row, col, None, style["label_bold"])
    formula = f'IF(COUNT({area})=0,"{NOT_AVAILABLE}",SUM({area})/COUNT({area}))'
    desk.live(sheet, (row, _ACHIEVEMENT), (formula, average), "bold_percent")
    words = f'"jumlah capaian dibagi "&COUNT({area})'
    desk.live(sheet, (row, _WORDS), (words, f"jumlah capaian dibagi {len(numbers)}"), "label_bold")


def _scale_row(desk: Desk) -> int:
    """Return the row of the scale's heading; the row of the average is two above."""
    return TABLE_FIRST + len(desk.outcome.results) + 2


def _scale(desk: Desk, sheet: Worksheet) -> None:
    head = _scale_row(desk)
    sheet.set_row(head, _BAR)
    scale.write(sheet, desk.styles, desk.definition.scale, head, (_BOUND, _LABEL, _WORDS), _WIDTHS)


def _chart(desk: Desk, sheet: Worksheet, widths: Sequence[float]) -> None:
    """Draw target and actual of what can stand on one axis, the percentages, at the left of the scale."""
    drawn = [result for result in desk.outcome.results if measures.is_percent(result.indicator)]
    if not drawn:
        return
    alone = len(drawn) == len(desk.outcome.results)
    title = "Target dan realisasi" if alone else "Target dan realisasi (indikator dalam persen)"
    chart = desk.chart("column", title, sum(map(column_points, widths[1:_BOUND])) - 12, "Nomor indikator")
    if any(isinstance(result.measured.actual, float) and result.measured.actual < 0 for result in drawn):
        desk.below_zero(chart)
    labels: dict[str, object] = {"value": True, "num_format": "[$-421]0.0%", "font": {"name": FONT, "size": FINE}}
    if len(drawn) > _LABELLED_BARS:
        labels = {}
    first, last, columns = TABLE_FIRST, TABLE_FIRST + len(drawn) - 1, (0, _TARGET, _ACTUAL)
    if not alone:
        columns = (_PLOTTED, _PLOTTED + 1, _PLOTTED + 2)
        sheet.set_column(_PLOTTED, _PLOTTED + 2, None, None, {"hidden": True})
        _plotted(desk, sheet, drawn)
        chart.show_hidden_data()
    for name, col, colour in (("Target", columns[1], "#94a3b8"), ("Realisasi", columns[2], "#1f3b4d")):
        chart.add_series(
            {
                "name": name,
                "categories": [ACHIEVEMENT, first, columns[0], last, columns[0]],
                "values": [ACHIEVEMENT, first, col, last, col],
                "fill": {"color": colour},
                "data_labels": labels,
            }
        )
    sheet.insert_chart(_scale_row(desk), 1, chart)


def _plotted(desk: Desk, sheet: Worksheet, drawn: Sequence[Result]) -> None:
    """Write the percentages below each other into hidden columns, from which the chart draws."""
    for row, result in enumerate(drawn, start=TABLE_FIRST):
        sheet.write_number(row, _PLOTTED, result.indicator.number, desk.styles["centre_middle"])
        actual, _ = result.measured.actual, None
        target = result.target
        if isinstance(target, float):
            value = measures.cell_target(result.indicator, target)
            desk.live(sheet, (row, _PLOTTED + 1), (a1(row_of(result), _TARGET), value), "percent")
        if isinstance(actual, float):
            _, value = formulas.figure(result.indicator, ("", ""), parts_of(result.indicator, result.measured))
            desk.live(sheet, (row, _PLOTTED + 2), (a1(row_of(result), _ACTUAL), value), "percent")

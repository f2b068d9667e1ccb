"""The sheet Capaian: year to date of every indicator against its target, with the rule beside it.

    A   B          C       D          E         F          G       H        I         J
    No  Indikator  Satuan  Pembilang  Penyebut  Realisasi  Target  Capaian  Predikat  Penjelasan
    below the table: the chart, and at its right, from H on, the predicate scale

Percentages are fractions in percent-formatted cells, as Excel does it.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import measures
from iku_excel.figures import GUARD
from iku_excel.model import Achievement, Result
from iku_excel.package import a1, column
from iku_excel.text import indonesian, percentage
from iku_excel.text.styles import FINE, SIZE
from iku_excel.text.typography import FONT, column_points, row_height
from iku_excel.workbook.desk import (
    ACHIEVEMENT,
    NOT_AVAILABLE,
    PERIOD_COL,
    PERIODS,
    TABLE_FIRST,
    TABLE_HEAD,
    Desk,
    block_of,
    quotient,
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
_TEXT, _UNIT, _NUMERATOR, _DENOMINATOR, _ACTUAL, _TARGET, _ACHIEVEMENT, _PREDICATE, _WORDS = range(1, 10)
_BOUND, _LABEL = _ACHIEVEMENT, _PREDICATE  # the scale stands below what it grades
_LABELLED_BARS = 12  # indicators up to which the figures above the bars do not run into each other
_BAR = 20.0  # points of the headings, and of the average
NO_TARGET = "tidak ada"


def write(desk: Desk) -> None:
    """Write the sheet Capaian."""
    sheet = desk.sheet(ACHIEVEMENT, _WIDTHS, "CAPAIAN INDIKATOR KINERJA UTAMA")
    for col, text in enumerate(_HEADS):
        sheet.write_string(TABLE_HEAD, col, text, desk.styles["head"])
    sheet.set_row(TABLE_HEAD, _BAR)
    sheet.freeze_panes(TABLE_FIRST, 2)
    sheet.repeat_rows(TABLE_HEAD)
    average = TABLE_FIRST + len(desk.outcome.results)
    used = sum(_indicator(desk, sheet, result) for result in desk.outcome.results)
    _average(desk, sheet, average)
    below = _scale_row(desk)
    _scale(desk, sheet)
    areas = (TABLE_FIRST, average - 1), (below + 1, below + len(desk.definition.scale.bands))
    for band in desk.definition.scale.bands:
        rule = {"type": "cell", "criteria": "==", "value": f'"{_doubled(band.label)}"'}
        for first, last in areas:
            look = {**rule, "format": desk.styles.band(band.colour)}
            sheet.conditional_format(first, _PREDICATE, last, _PREDICATE, look)
    _chart(desk, sheet)
    if not desk.chart_fits(_WIDTHS, used + 2 * _BAR):
        sheet.set_h_pagebreaks([below])


def _indicator(desk: Desk, sheet: Worksheet, result: Result) -> float:
    """Write an indicator's row; return its height in points."""
    row, style = row_of(result), desk.styles
    text = result.indicator.text
    height = max(row_height([(text, column_points(_WIDTHS[1]))], SIZE), 28)
    sheet.set_row(row, height)
    sheet.write_number(row, 0, result.indicator.number, style["centre_middle"])
    sheet.write_string(row, _TEXT, text, style["label_middle"])
    sheet.write_string(row, _UNIT, result.indicator.unit, style["centre_middle"])
    for offset, col in enumerate((_NUMERATOR, _DENOMINATOR)):
        value = _counts(result)[offset]
        if len(desk.definition.periods) > 1:
            source = a1(block_of(result) + offset, total_col(desk))
            desk.formula(sheet, (row, col), f"{PERIODS}!{source}", value, "count")
        else:
            sheet.write_number(row, col, value, style["count"])
    actual = quotient(*_counts(result))
    top, bottom = a1(row, _NUMERATOR), a1(row, _DENOMINATOR)
    desk.formula(sheet, (row, _ACTUAL), f'IF({bottom}=0,"{NOT_AVAILABLE}",{top}/{bottom})', actual, "percent")
    target: float | str = NO_TARGET
    if result.target is None:
        sheet.write_string(row, _TARGET, NO_TARGET, style["centre_middle"])
    else:
        target = percentage.to_fraction(measures.number(result.target))
        sheet.write_number(row, _TARGET, target, style["percent"])
    achieved = _achieved(desk, result, actual, target)
    desk.formula(sheet, (row, _ACHIEVEMENT), _achievement_formula(desk, result), achieved, "percent")
    word = result.predicate or NOT_AVAILABLE
    desk.formula(sheet, (row, _PREDICATE), _predicate_formula(desk, row), word, "centre_middle")
    desk.formula(sheet, (row, _WORDS), _words_formula(row), _words(result), "label_middle")
    return height


def _counts(result: Result) -> tuple[float, float]:
    return measures.number(result.measured.numerator), measures.number(result.measured.denominator)


def total_col(desk: Desk) -> int:
    """Return the column of the year to date on Periode."""
    return PERIOD_COL + len(desk.definition.periods)


def _achievement_formula(desk: Desk, result: Result) -> str:
    row = row_of(result)
    actual, target = a1(row, _ACTUAL), a1(row, _TARGET)
    match result.indicator.achievement:
        case Achievement.RATIO:
            figure = f"{actual}/{target}"
        case Achievement.MIRRORED:
            figure = f"(2*{target}-{actual})/{target}"
        case Achievement.INVERSE:
            figure = f"{target}/{actual}"
    cap = desk.definition.scale.cap
    if cap is not None:
        figure = f"MIN({figure},{cap / 100!r})"
    if result.indicator.achievement is Achievement.INVERSE:
        figure = f'IF({actual}=0,"{NOT_AVAILABLE}",{figure})'
    return f'IF(AND(ISNUMBER({actual}),ISNUMBER({target})),{figure},"{NOT_AVAILABLE}")'


def _achieved(desk: Desk, result: Result, actual: float | str, target: float | str) -> float | str:
    """Return the value of the formula above, by the same operations in the same order."""
    if isinstance(actual, str) or isinstance(target, str):
        return NOT_AVAILABLE
    match result.indicator.achievement:
        case Achievement.RATIO:
            figure: float | str = actual / target
        case Achievement.MIRRORED:
            figure = (2 * target - actual) / target
        case Achievement.INVERSE:
            figure = quotient(target, actual)
    cap = desk.definition.scale.cap
    return figure if isinstance(figure, str) or cap is None else min(figure, cap / 100)


def _predicate_formula(desk: Desk, row: int) -> str:
    achieved = a1(row, _ACHIEVEMENT)
    rounded = f"ROUND({achieved},{GUARD + 2})"
    first = _scale_row(desk) + 1
    *above, lowest = range(first, first + len(desk.definition.scale.bands))
    bound, label = column(_BOUND), column(_LABEL)
    formula = f"${label}${lowest + 1}"
    for band in reversed(above):
        formula = f"IF({rounded}>=${bound}${band + 1},${label}${band + 1},{formula})"
    return f'IF(ISNUMBER({achieved}),{formula},"{NOT_AVAILABLE}")'


def _words_formula(row: int) -> str:
    top, bottom = a1(row, _NUMERATOR), a1(row, _DENOMINATOR)
    # FIXED groups by the machine's own separator; a comma becomes the dot, a dot stays one
    words = f'SUBSTITUTE(FIXED({top},0),",",".")&" dari "&SUBSTITUTE(FIXED({bottom},0),",",".")'
    return f'{words}&IF({bottom}=0,", tidak ada yang diukur","")'


def _words(result: Result) -> str:
    counted = " dari ".join(indonesian.whole(int(n)) for n in _counts(result))
    return counted if result.measured.denominator else f"{counted}, tidak ada yang diukur"


def _average(desk: Desk, sheet: Worksheet, row: int) -> None:
    area = f"{a1(TABLE_FIRST, _ACHIEVEMENT)}:{a1(row - 1, _ACHIEVEMENT)}"
    achieved = [_achieved_of(desk, result) for result in desk.outcome.results]
    numbers = [value for value in achieved if isinstance(value, float)]
    average = sum(numbers) / len(numbers) if numbers else NOT_AVAILABLE
    style = desk.styles
    sheet.set_row(row, _BAR)
    sheet.write_blank(row, 0, None, style["label_bold"])
    label = f'"Rata-rata capaian dari "&COUNT({area})&" indikator"'
    desk.formula(sheet, (row, 1), label, f"Rata-rata capaian dari {len(numbers)} indikator", "label_bold")
    for col in range(_UNIT, _WORDS + 1):
        sheet.write_blank(row, col, None, style["label_bold"])
    formula = f'IF(COUNT({area})=0,"{NOT_AVAILABLE}",SUM({area})/COUNT({area}))'
    desk.formula(sheet, (row, _ACHIEVEMENT), formula, average, "bold_percent")
    words = f'"jumlah capaian dibagi "&COUNT({area})'
    desk.formula(sheet, (row, _WORDS), words, f"jumlah capaian dibagi {len(numbers)}", "label_bold")


def _achieved_of(desk: Desk, result: Result) -> float | str:
    target = NO_TARGET if result.target is None else percentage.to_fraction(measures.number(result.target))
    return _achieved(desk, result, quotient(*_counts(result)), target)


def _scale_row(desk: Desk) -> int:
    """Return the row of the scale's heading; the row of the average is two above."""
    return TABLE_FIRST + len(desk.outcome.results) + 2


def _scale(desk: Desk, sheet: Worksheet) -> None:
    """Write the predicate scale below the columns that it grades, and its source."""
    style, scale, head = desk.styles, desk.definition.scale, _scale_row(desk)
    sheet.merge_range(head, _BOUND, head, _WORDS, "SKALA PREDIKAT", style["head"])
    sheet.set_row(head, _BAR)
    for row, band in enumerate(scale.bands, start=head + 1):
        if band.lower is None:
            below = f"di bawah {indonesian.number(band.upper)}%" if band.upper is not None else "berapa pun"
            sheet.write_string(row, _BOUND, below, style["centre_middle"])
        else:
            sheet.write_number(row, _BOUND, band.lower / 100, style["bound"])
        sheet.write_string(row, _LABEL, band.label, style["centre_middle"])
        sheet.set_row(row, max(18.0, row_height([(band.label, column_points(_WIDTHS[_LABEL]))], SIZE)))
    points = sum(map(column_points, _WIDTHS[_BOUND:]))
    after = head + len(scale.bands) + 1
    for row, text in enumerate(("Batas bawah termasuk; capaian tidak dibulatkan.", f"Sumber: {scale.source}"), after):
        sheet.merge_range(row, _BOUND, row, _WORDS, "", style["small"])
        sheet.write_string(row, _BOUND, text, style["small"])
        sheet.set_row(row, max(18.0, row_height([(text, points)], FINE)))


def _chart(desk: Desk, sheet: Worksheet) -> None:
    """Draw the chart at the left of the scale."""
    width = sum(map(column_points, _WIDTHS[1:_BOUND])) - 12
    chart = desk.chart("column", "Target dan realisasi", width, "Nomor indikator")
    first, last = TABLE_FIRST, TABLE_FIRST + len(desk.outcome.results) - 1
    labels: dict[str, object] = {"value": True, "num_format": "[$-421]0.0%", "font": {"name": FONT, "size": FINE}}
    if len(desk.outcome.results) > _LABELLED_BARS:
        labels = {}
    for name, col, colour in (("Target", _TARGET, "#94a3b8"), ("Realisasi", _ACTUAL, "#1f3b4d")):
        chart.add_series(
            {
                "name": name,
                "categories": [ACHIEVEMENT, first, 0, last, 0],
                "values": [ACHIEVEMENT, first, col, last, col],
                "fill": {"color": colour},
                "data_labels": labels,
            }
        )
    sheet.insert_chart(_scale_row(desk), 1, chart)


def _doubled(text: str) -> str:
    return text.replace('"', '""')

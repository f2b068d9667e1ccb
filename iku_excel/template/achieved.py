"""The sheet Capaian of the template: what the figures come to, live, as build will write it.

    A   B          C       D          E         F          G       H        I         J
    No  Indikator  Satuan  Pembilang  Penyebut  Realisasi  Target  Capaian  Predikat  Penjelasan

While the verdict is BELUM it says so under its title, and shows what can be computed; what cannot is "n/a".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import FIGURES, Role, check_number, formulas, measure_words, measures
from iku_excel.definition.formulas import NOT_AVAILABLE
from iku_excel.definition.layout import ACHIEVED, CHECK
from iku_excel.model import Definition, Indicator, Numbers
from iku_excel.package import a1, column
from iku_excel.template.desk import ERRORS, NOT_READY, Desk, narrow
from iku_excel.template.verdict import places
from iku_excel.template.verdict.places import Spot
from iku_excel.text import paper
from iku_excel.text.styles import FINE, LINE, SIZE
from iku_excel.text.typography import FONT, column_points, row_height, width_for
from iku_excel.workbook import scale
from iku_excel.workbook.desk import CHART_HEIGHT, percent_chart

_WIDTHS = (5, 46, 10, 12, 12, 12, 12, 13, 16, 30)
_HEADS = (
    "NO", "INDIKATOR", "SATUAN", "PEMBILANG", "PENYEBUT", "REALISASI", "TARGET", "CAPAIAN", "PREDIKAT", "PENJELASAN",
)  # fmt: skip
_TEXT, _UNIT, _TOP, _BOTTOM, _ACTUAL, _TARGET, _ACHIEVEMENT, _PREDICATE, _WORDS = range(1, 10)
_RUPIAH = 19  # of a column that holds Rp9.000.000.000.000.000 in small letters
_BESIDE_RUPIAH = 25  # of the explanation there, so that the sheet is still one page wide
_BAR, _ABOVE = 20.0, 24.0 + 18.0 + 4 * LINE
"""Points of the headings and of the average, and of all that stands above the headings."""
_CERTAIN = 0.97  # share of a page that is filled: each program measures a little otherwise
_PLOTTED = _WORDS + 2  # hidden: number, target and actual of what the chart draws
_HEAD = 6
_FIRST = _HEAD + 1
_LABELLED_BARS = 12
NO_TARGET = "tidak ada"


def write(desk: Desk) -> None:
    """Write the sheet Capaian."""
    widths = _widths(desk.definition)
    sheet = desk.sheet(ACHIEVED, widths, "CAPAIAN INDIKATOR KINERJA UTAMA", keep=2)
    spots = places.spots(desk.layout)
    _above(desk, sheet, spots)
    for col, text in enumerate(_HEADS):
        sheet.write_string(_HEAD, col, text, desk.styles["head"])
    sheet.set_row(_HEAD, 20)
    sheet.freeze_panes(_FIRST, 2)
    sheet.repeat_rows(_HEAD)
    blocks: dict[int, list[Spot]] = {}
    targets: dict[int, Spot] = {}
    for spot in spots:
        if spot.indicator is not None and spot.role is Role.TARGET:
            targets[spot.indicator.number] = spot
        elif spot.indicator is not None and spot.role in FIGURES:
            blocks.setdefault(spot.indicator.number, []).append(spot)
    height = _ABOVE + 2 * _BAR
    for indicator in desk.definition.indicators:
        height += _indicator(desk, sheet, indicator, (blocks[indicator.number], targets[indicator.number]), widths)
    last = _FIRST + len(desk.definition.indicators) - 1
    _average(desk, sheet, last + 1)
    scale.write(sheet, desk.styles, desk.definition.scale, last + 3, (_ACHIEVEMENT, _PREDICATE, _WORDS), widths)
    for band in desk.definition.scale.bands:
        look = {"type": "cell", "criteria": "==", "value": formulas.quoted(band.label)}
        for first, final in ((_FIRST, last), (last + 4, last + 3 + len(desk.definition.scale.bands))):
            sheet.conditional_format(
                first, _PREDICATE, final, _PREDICATE, {**look, "format": desk.styles.band(band.colour)}
            )
    _chart(desk, sheet, last + 3, widths)
    if height + LINE + CHART_HEIGHT > paper.height("f4", widths, smallest=FINE) * _CERTAIN:
        sheet.set_h_pagebreaks([last + 3])


def _widths(definition: Definition) -> list[float]:
    """Return the widths of the columns: those of figures hold amounts in small letters, and steps in two lines."""
    widths: list[float] = [*_WIDTHS]
    if any(item.numbers is Numbers.RUPIAH for item in definition.indicators):
        widths[_TOP : _TARGET + 1] = [_RUPIAH] * (_TARGET - _TOP + 1)
        widths[_WORDS] = _BESIDE_RUPIAH
    steps = [step for item in definition.indicators for step in item.steps]
    widths[_ACTUAL] = widths[_TARGET] = width_for(steps, SIZE, widths[_ACTUAL], 2)
    return widths


def _above(desk: Desk, sheet: Worksheet, spots: Sequence[Spot]) -> None:
    """Write under the title that nothing is final yet, whose figures these are, the check number and the note."""
    desk.formula(sheet, (1, 0), f'IF({ERRORS.reference}=0,"","{NOT_READY}")', "not_ready_line")
    reached = f"{CHECK}!${column(places.LAST)}${places.FIRST}"
    titles = f"{CHECK}!{places.table(places.TITLES, len(desk.definition.periods))}"
    whose = f"{desk.definition.organization}, tahun {desk.definition.year}".replace('"', '""')
    reach = f'IF({reached}=0,"",", sampai dengan "&INDEX({titles},{reached},1))'
    sheet.set_row(1, 18)
    desk.formula(sheet, (2, 0), f'"{whose}"' + (f"&{reach}" if len(desk.definition.periods) > 1 else ""), "subtitle")
    by_name = {spot.name: spot for spot in spots}
    checked = f"SUM({CHECK}!{places.columns(spots[0], spots[-1], places.CHECKED)})"
    desk.formula(sheet, (3, 0), f'"Angka periksa: "&MOD({checked},{check_number.WHOLE})', "bold")
    # held within the columns that are printed: a long note would make every letter of the page smaller
    sheet.merge_range(4, 0, 4, len(_WIDTHS) - 1, "", desk.styles["wide_note"])
    desk.formula(sheet, (4, 0), f'{CHECK}!{by_name["catatan"].at(places.VALUE)}&""', "wide_note")


def _indicator(
    desk: Desk, sheet: Worksheet, indicator: Indicator, spots: tuple[Sequence[Spot], Spot], widths: Sequence[float]
) -> float:
    """Write an indicator's row: its counts, its figure, and what that is worth; return its height."""
    (block, target), row, style = spots, _row(indicator), desk.styles
    explained, plain = _words(indicator, row)
    texts = [
        *((indicator.text, widths[_TEXT]), (indicator.unit, widths[_UNIT]), (plain, widths[_WORDS])),
        *((step, widths[_ACTUAL]) for step in indicator.steps),
    ]
    height = max(row_height([(text, column_points(width)) for text, width in texts], SIZE), 28.0)
    sheet.set_row(row, height)
    sheet.write_number(row, 0, indicator.number, style["centre_middle"])
    sheet.write_string(row, _TEXT, indicator.text, style["label_middle"])
    sheet.write_string(row, _UNIT, indicator.unit, style["centre_middle"])
    parts = [[spot for spot in block if spot.place.row == place] for place in sorted({s.place.row for s in block})]
    top, bottom = a1(row, _TOP), a1(row, _BOTTOM)
    if measures.paired(indicator):
        look = narrow(measure_words.part_look(indicator))
        for col, part in zip((_TOP, _BOTTOM), parts, strict=True):
            desk.formula(sheet, (row, col), _to_date(indicator, block[0], part), look)
        figure, _ = formulas.figure(indicator, (top, bottom), (0, 0))
        actual = f'IF(AND(ISNUMBER({top}),ISNUMBER({bottom})),{figure},"{NOT_AVAILABLE}")'
    else:
        for col in (_TOP, _BOTTOM):
            sheet.write_string(row, col, "-", style["centre_middle"])
        actual = _to_date(indicator, block[0], parts[0])
    look = narrow(measure_words.look(indicator))
    desk.formula(sheet, (row, _ACTUAL), actual, look)
    value, fault = (f"{CHECK}!{target.at(col)}" for col in (places.VALUE, places.FAULT))
    aimed = f'IF({value}="","{NO_TARGET}",IF({fault}="",{value},"{NOT_AVAILABLE}"))'
    desk.formula(sheet, (row, _TARGET), aimed, look)
    cells = (a1(row, _ACTUAL), a1(row, _TARGET))
    achieved, _ = formulas.achievement(indicator, desk.definition.scale.cap, cells, (NOT_AVAILABLE, NOT_AVAILABLE))
    desk.formula(sheet, (row, _ACHIEVEMENT), achieved, "percent")
    word, _ = formulas.predicate(desk.definition.scale, a1(row, _ACHIEVEMENT), NOT_AVAILABLE)
    desk.formula(sheet, (row, _PREDICATE), word, "centre_middle")
    desk.formula(sheet, (row, _WORDS), explained, "label_middle")
    return height


def _to_date(indicator: Indicator, head: Spot, spots: Sequence[Spot]) -> str:
    """Return the expression of what a part comes to, "n/a" where nothing is known or something is at fault."""
    cells = [f"{CHECK}!{spot.at(places.VALUE)}" for spot in spots]
    if measures.is_flow(indicator):
        known = formulas.total(indicator, f"SUM({CHECK}!{places.columns(spots[0], spots[-1], places.VALUE)})")
    else:
        known = formulas.last(cells)
    last, broken = (f"{CHECK}!{head.at(col)}" for col in (places.LAST, places.BROKEN))
    return f'IF(OR({last}=0,{broken}>0),"{NOT_AVAILABLE}",{known})'


def _words(indicator: Indicator, row: int) -> tuple[str, str]:
    """Return what explains a figure, as an expression and as long as it gets: its counts, its level, or its rule."""
    if indicator.levels:
        level, _ = formulas.level(indicator, a1(row, _ACTUAL), NOT_AVAILABLE)
        longest = max((item.label for item in indicator.levels), key=len)
        return f'"tingkat: "&{level}', f"tingkat: {longest}"
    how = measure_words.how(indicator)
    if not measures.is_percent(indicator) or measures.decimals(indicator) or measures.grows(indicator):
        return formulas.quoted(how), how
    top, bottom = a1(row, _TOP), a1(row, _BOTTOM)
    counts = [f'SUBSTITUTE(FIXED({cell},0),",",".")' for cell in (top, bottom)]
    said = f'{counts[0]}&" dari "&{counts[1]}&IF(AND({top}=0,{bottom}=0),", tidak ada yang diukur","")'
    return f'IF(AND(ISNUMBER({top}),ISNUMBER({bottom})),{said},"")', "0 dari 0, tidak ada yang diukur"


def _average(desk: Desk, sheet: Worksheet, row: int) -> None:
    area = f"{a1(_FIRST, _ACHIEVEMENT)}:{a1(row - 1, _ACHIEVEMENT)}"
    sheet.set_row(row, 20)
    for col in range(_WORDS + 1):
        sheet.write_blank(row, col, None, desk.styles["label_bold"])
    desk.formula(sheet, (row, 1), f'"Rata-rata capaian dari "&COUNT({area})&" indikator"', "label_bold")
    mean = f'IF(COUNT({area})=0,"{NOT_AVAILABLE}",ROUND(SUM({area})/COUNT({area}),{formulas.DECIMALS}))'
    desk.formula(sheet, (row, _ACHIEVEMENT), mean, "bold_percent")
    desk.formula(sheet, (row, _WORDS), f'"jumlah capaian dibagi "&COUNT({area})', "label_bold")


def _chart(desk: Desk, sheet: Worksheet, row: int, widths: Sequence[float]) -> None:
    """Draw target and actual of the percentages, from hidden cells where what is not known is 0."""
    drawn = [indicator for indicator in desk.definition.indicators if measures.is_percent(indicator)]
    if not drawn:
        return
    width = sum(map(column_points, widths[1:_ACHIEVEMENT])) - 12
    chart = percent_chart(desk.book, "column", "Target dan realisasi", width, "Nomor indikator")
    last = _FIRST + len(drawn) - 1
    for at, indicator in enumerate(drawn, start=_FIRST):
        sheet.write_number(at, _PLOTTED, indicator.number, desk.styles["plain"])
        for col, source in ((_PLOTTED + 1, _TARGET), (_PLOTTED + 2, _ACTUAL)):
            cell = a1(_row(indicator), source)
            desk.formula(sheet, (at, col), f"IF(ISNUMBER({cell}),{cell},0)", "percent")
    sheet.set_column(_PLOTTED, _PLOTTED + 2, None, None, {"hidden": True})
    chart.show_hidden_data()
    labels: Mapping[str, object] = {"value": True, "num_format": "[$-421]0.0%;;", "font": {"name": FONT, "size": FINE}}
    for name, col, colour in (("Target", _PLOTTED + 1, "#94a3b8"), ("Realisasi", _PLOTTED + 2, "#1f3b4d")):
        chart.add_series(
            {
                "name": name,
                "categories": [ACHIEVED, _FIRST, _PLOTTED, last, _PLOTTED],
                "values": [ACHIEVED, _FIRST, col, last, col],
                "fill": {"color": colour},
                "data_labels": labels if len(drawn) <= _LABELLED_BARS else {},
            }
        )
    sheet.insert_chart(row, 1, chart)
    sheet.print_area(0, 0, row + len(desk.definition.scale.bands) + 6, _WORDS)


def _row(indicator: Indicator) -> int:
    return _FIRST + indicator.number - 1

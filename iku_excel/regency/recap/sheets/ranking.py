"""The sheet Peringkat: the offices in order, their achievements as a heat map, quartiles, and a bar chart.

One page to look at. Ranks come from the mean achievement, which names itself so; offices with the same
mean share a rank (1, 2, 2, 4), an office without any achievement has none and stands last. Offices that
report less far stand below, ranked among themselves and marked so. The colours are those of the
predicates; their words stand below the table.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import formulas, measure_words
from iku_excel.package import a1
from iku_excel.regency.recap.records import Block
from iku_excel.regency.recap.sheets import summary
from iku_excel.regency.recap.sheets.desk import FIRST, RANKING, SUMMARY, Desk, actual_of, behind, legend, narrow, titled
from iku_excel.text import indonesian
from iku_excel.text.styles import SIZE, SUBTITLE
from iku_excel.text.typography import FONT, column_points, row_height

_FIXED = (12, 36, 15)
_WIDTH = 27
_WIDTH_MANY = 12  # of an indicator where there are more than four
_CHARTED = 40  # offices that a bar chart can name
_QUARTILES = ("Terendah", "Kuartil 1", "Median", "Kuartil 3", "Tertinggi")


def write(desk: Desk) -> None:
    """Write the sheet Peringkat."""
    n_indicators = max((len(block.form.indicators) for block in desk.recap.blocks), default=0)
    widths = (*_FIXED, *[_WIDTH if n_indicators <= 4 else _WIDTH_MANY] * n_indicators)
    sheet = desk.sheet(RANKING, widths, "PERINGKAT CAPAIAN", note=behind(desk.recap))
    row, breaks = FIRST, []
    for block in desk.recap.blocks:
        if block.number > 1:
            breaks.append(row)
        row = _block(desk, sheet, block, row, widths, breaks)
    desk.end(sheet, row)
    sheet.set_h_pagebreaks(breaks)


def _block(desk: Desk, sheet: Worksheet, block: Block, row: int, widths: tuple[float, ...], breaks: list[int]) -> int:
    last_col = len(_FIXED) + len(block.form.indicators) - 1
    if len(desk.recap.blocks) > 1:
        desk.section(sheet, row, desk.block_title(block), last_col)
        row += 1
    heads = ["PERINGKAT", "ORGANISASI", "RATA-RATA CAPAIAN", *map(titled, block.form.indicators)]
    desk.head(sheet, row, heads, widths)
    first = row + 1
    row = _heat_map(desk, sheet, block, first)
    _colours(desk, sheet, block, (first, len(_FIXED) - 1, row - 1, last_col))
    row = legend(desk, sheet, block, row + 1)
    breaks.append(row + 1)
    row = _quartiles(desk, sheet, block, row + 1, widths)
    return _chart(desk, sheet, block, first, row + 1)


def _heat_map(desk: Desk, sheet: Worksheet, block: Block, row: int) -> int:
    """Write the offices in the order of their ranks; return the row below."""
    means, ranks = summary.means(block), summary.ranked(block)

    def place(office: int) -> tuple[int, bool, formulas.Value, int]:
        return -block.offices[office].through, isinstance(ranks[office], str), ranks[office], office

    order = sorted(range(len(means)), key=place)
    for office in order:
        sent, at = block.offices[office], summary.office_row(desk, block, office)
        name = indonesian.printable(sent.organization)
        sheet.set_row(row, max(17.0, row_height([(name, column_points(_FIXED[1]))], SIZE)))
        desk.live(sheet, (row, 0), (_on_summary(at, summary.RANK), summary.marked(block, sent, ranks[office])), "rank")
        sheet.write_string(row, 1, name, desk.styles["label_middle"])
        desk.live(sheet, (row, 2), (_on_summary(at, summary.MEAN), means[office]), "bold_percent")
        for position, figure in enumerate(sent.figures):
            col = summary.col_of(position, summary.ACHIEVEMENT)
            value = summary.achieved(block, sent, position)
            desk.live(sheet, (row, len(_FIXED) + position), (_on_summary(at, col), value), "percent")
            assert figure.number == position + 1  # the columns are the numbers in order  # noqa: S101
        row += 1
    return row


def _colours(desk: Desk, sheet: Worksheet, block: Block, area: tuple[int, int, int, int]) -> None:
    cell = a1(area[0], area[1])
    for band in block.form.scale.bands:
        bound = "" if band.lower is None else f",ROUND({cell},{formulas.DECIMALS})>={band.lower / 100!r}"
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}){bound})", "stop_if_true": True}
        sheet.conditional_format(*area, {**rule, "format": desk.styles.band(band.colour)})


def _quartiles(desk: Desk, sheet: Worksheet, block: Block, row: int, widths: tuple[float, ...]) -> int:
    """Write the spread of the offices' actuals; return the row below."""
    heads = ["", "SEBARAN REALISASI", "", *map(titled, block.form.indicators)]
    desk.head(sheet, row, heads, widths)
    place = desk.places[block.number]
    for number, word in enumerate(_QUARTILES):
        row += 1
        sheet.set_row(row, 17)
        sheet.write_blank(row, 0, None, desk.styles["label_middle"])
        sheet.write_string(row, 1, word, desk.styles["label_middle"])
        sheet.write_blank(row, 2, None, desk.styles["label_middle"])
        for position in range(len(block.form.indicators)):
            col = summary.col_of(position, summary.ACTUAL)
            area = f"{_on_summary(place.offices, col)}:{a1(place.offices + len(block.offices) - 1, col)}"
            indicator = block.form.indicators[position]
            actuals = [actual_of(indicator, sent.figures[position].measured) for sent in block.offices]
            value = formulas.quartile([actual for actual in actuals if not isinstance(actual, str)], number)
            formula = f'IF(COUNT({area})=0,"{formulas.NOT_AVAILABLE}",QUARTILE({area},{number}))'
            look = narrow(measure_words.spread_look(indicator))
            desk.live(sheet, (row, len(_FIXED) + position), (formula, value), look)
    return row + 1


def _chart(desk: Desk, sheet: Worksheet, block: Block, first: int, row: int) -> int:
    """Draw the mean achievements of the first offices; return the row below."""
    shown = min(len(block.offices), _CHARTED)
    chart = desk.book.add_chart({"type": "column"})
    assert chart is not None  # None only for a kind that xlsxwriter does not know  # noqa: S101
    words = "" if shown == len(block.offices) else f", {shown} teratas"
    letters = {"name": FONT, "size": SIZE}
    chart.set_title({"name": f"Rata-rata capaian{words}", "name_font": {"name": FONT, "size": SUBTITLE}})
    chart.add_series(
        {
            "name": "Rata-rata capaian",
            "categories": [RANKING, first, 1, first + shown - 1, 1],
            "values": [RANKING, first, 2, first + shown - 1, 2],
            "fill": {"color": "#1f3b4d"},
            "gap": 60,
        }
    )
    grid = {"visible": True, "line": {"color": "#e2e8f0"}}
    chart.set_y_axis({"num_format": "0%", "min": 0, "major_gridlines": grid, "num_font": letters})
    chart.set_x_axis({"num_font": {**letters, "rotation": -45}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 1050, "height": 400})
    sheet.insert_chart(row, 1, chart)
    return row + 22


def _on_summary(row: int, col: int) -> str:
    return f"{SUMMARY}!{a1(row, col)}"

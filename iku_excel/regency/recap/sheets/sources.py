"""The sheet Sumber: the figures themselves, each with its file, SHA-256, sheet and cells.

A row for each office and indicator: counts by period as read, the counts to date as live formulas (the
sum of a flow, else the last known period), and where they come from. A figure without parts stands where the
numerators of the others do. All other sheets lead here.
"""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import formulas, measure_words, measures
from iku_excel.package import a1
from iku_excel.regency.recap.records import Block, Sent
from iku_excel.regency.recap.sheets.desk import (
    FIRST,
    SOURCES,
    Columns,
    Desk,
    amount_width,
    narrow,
    parts_of,
    source_row,
)
from iku_excel.text import indonesian
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

_FIXED = (5, 24, 11, 9)
_SOURCE = (30, 40, 12, 18, 18)
_SOURCE_HEADS = ("BERKAS", "SHA-256", "LEMBAR", "SEL PEMBILANG", "SEL PENYEBUT")


def write(desk: Desk) -> None:
    """Write the sheet Sumber."""
    n_periods = max((len(block.form.periods) for block in desk.recap.blocks), default=1)
    width = amount_width(desk.recap.blocks, 12)
    widths = (*_FIXED, *[width] * (2 * n_periods + 2), *_SOURCE)
    sheet = desk.sheet(SOURCES, widths, "SUMBER SETIAP ANGKA", keep=Columns.INDICATOR + 1)
    last_row = FIRST
    for block in desk.recap.blocks:
        first = desk.places[block.number].source
        columns = Columns(block)
        if len(desk.recap.blocks) > 1:
            desk.section(sheet, first - 2, desk.block_title(block), columns.last)
        codes = [period.label.upper() for period in block.form.periods]
        heads = [
            *("NO", "ORGANISASI", "INDIKATOR", "JENIS"),
            *(f"PEMBILANG {code}" for code in codes),
            *(f"PENYEBUT {code}" for code in codes),
            *("PEMBILANG S.D. AKHIR", "PENYEBUT S.D. AKHIR"),
            *_SOURCE_HEADS,
        ]
        desk.head(sheet, first - 1, heads, (*_FIXED, *[width] * (2 * len(codes) + 2), *_SOURCE))
        for office, sent in enumerate(block.offices):
            for position in range(len(sent.figures)):
                _figure(desk, sheet, block, (office, position), sent)
        last_row = source_row(desk, block, len(block.offices), 0) - 1
    desk.end(sheet, last_row)
    if len(desk.recap.blocks) == 1:
        sheet.freeze_panes(FIRST + 1, 3)
        sheet.repeat_rows(FIRST)


def _figure(desk: Desk, sheet: Worksheet, block: Block, which: tuple[int, int], sent: Sent) -> None:
    office, position = which
    row, style, columns = source_row(desk, block, office, position), desk.styles, Columns(block)
    figure, indicator = sent.figures[position], block.form.indicators[position]
    look = narrow(measure_words.part_look(indicator))
    sheet.write_number(row, 0, office + 1, style["rank"])
    sheet.write_string(row, Columns.OFFICE, indonesian.printable(sent.organization), style["label_middle"])
    sheet.write_number(row, Columns.INDICATOR, indicator.number, style["rank"])
    sheet.write_string(row, Columns.KIND, indicator.kind or "terakhir", style["centre_middle"])
    for part, first in enumerate((columns.numerator, columns.denominator)):
        given: list[formulas.Value] = [""] * len(block.form.periods)
        for period, measured in figure.counts:
            given[period] = dict(enumerate(parts_of(indicator, measured))).get(part, "")
        for period, value in enumerate(given):
            _put(sheet, (row, first + period), value, style[look])
        if part < len(measures.row(indicator).parts):
            cells = [a1(row, first + period) for period in range(len(given))]
            desk.live(sheet, (row, columns.total + part), formulas.to_date(indicator, cells, given), look)
        else:
            sheet.write_blank(row, columns.total + part, None, style[look])
    file = desk.names[sent.path]
    cells = [file, sent.sha256, figure.sheet, *figure.cells, *[""] * (2 - len(figure.cells))]
    for col, text in enumerate(cells, start=columns.file):
        sheet.write_string(row, col, text, style["label_middle"])
    texts = [(indonesian.printable(sent.organization), _FIXED[1]), *zip(cells, _SOURCE, strict=True)]
    sheet.set_row(row, max(row_height([(text, column_points(width)) for text, width in texts], SIZE), 18.0))


def _put(sheet: Worksheet, at: tuple[int, int], value: formulas.Value, cell_format: Format) -> None:
    if value == "":
        sheet.write_blank(*at, None, cell_format)
    elif isinstance(value, str):
        sheet.write_string(*at, value, cell_format)
    else:
        sheet.write_number(*at, value, cell_format)

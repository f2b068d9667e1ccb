"""The sheet Sumber: the figures themselves, each with its file, SHA-256, sheet and cells.

A row for each office and indicator: counts by period as read, the counts to date as live formulas (the
sum of a flow, the last known period of a stock), and where they come from. All other sheets lead here.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from iku_excel.model import Kind
from iku_excel.package import a1, last_number
from iku_excel.regency.recap.records import Block, Figure, Sent
from iku_excel.regency.recap.sheets.desk import FIRST, SOURCES, Columns, Desk, blank, source_row
from iku_excel.text import indonesian
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

_FIXED = (5, 24, 11, 7)
_SOURCE = (30, 40, 12, 18, 18)
_SOURCE_HEADS = ("BERKAS", "SHA-256", "LEMBAR", "SEL PEMBILANG", "SEL PENYEBUT")


def write(desk: Desk) -> None:
    """Write the sheet Sumber."""
    n_periods = max((len(block.form.periods) for block in desk.recap.blocks), default=1)
    widths = (*_FIXED, *[12] * (2 * n_periods + 2), *_SOURCE)
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
        desk.head(sheet, first - 1, heads, (*_FIXED, *[12] * (2 * len(codes) + 2), *_SOURCE))
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
    sheet.write_number(row, 0, office + 1, style["rank"])
    sheet.write_string(row, Columns.OFFICE, indonesian.printable(sent.organization), style["label_middle"])
    sheet.write_number(row, Columns.INDICATOR, indicator.number, style["rank"])
    sheet.write_string(row, Columns.KIND, indicator.kind or "", style["centre_middle"])
    blank(sheet, row, range(columns.numerator, columns.total), style["count"])
    for period, numerator, denominator in figure.counts:
        sheet.write_number(row, columns.numerator + period, numerator, style["count"])
        sheet.write_number(row, columns.denominator + period, denominator, style["count"])
    _to_date(desk, sheet, row, columns, (indicator.kind, figure))
    file = desk.names[sent.path]
    cells = (file, sent.sha256, figure.sheet, figure.numerator_cells, figure.denominator_cells)
    for col, text in enumerate(cells, start=columns.file):
        sheet.write_string(row, col, text, style["label_middle"])
    texts = [(indonesian.printable(sent.organization), _FIXED[1]), *zip(cells, _SOURCE, strict=True)]
    sheet.set_row(row, max(row_height([(text, column_points(width)) for text, width in texts], SIZE), 18.0))


def _to_date(desk: Desk, sheet: Worksheet, row: int, columns: Columns, what: tuple[Kind | None, Figure]) -> None:
    kind, figure = what
    parts = (
        (columns.numerator, columns.denominator, figure.numerator),
        (columns.denominator, columns.total, figure.denominator),
    )
    for offset, (first, after, value) in enumerate(parts):
        area = f"{a1(row, first)}:{a1(row, after - 1)}"
        formula = f"SUM({area})" if kind is Kind.FLOW else last_number([a1(row, col) for col in range(first, after)])
        desk.live(sheet, (row, columns.total + offset), (formula, value), "count")

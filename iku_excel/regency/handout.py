"""A roster becomes a folder of ready templates, one for each row; and the empty roster to begin with.

``jumlah_desa`` presets the denominators of stock indicators that count villages ("desa" stands in what
is counted). The first period holds the number itself; every later one a formula that shows the number
as soon as its numerator is filled in and nothing before, because a denominator alone would read as a
half-reported period. All of these cells stay open to the clerk.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from iku_excel import template
from iku_excel.definition import Profile, filenames, measures
from iku_excel.definition.layout import figure_name, layout
from iku_excel.model import Definition, Kind
from iku_excel.regency.roster import COLUMNS, ORGANIZATION, REGION, SHEET, VILLAGES, Row
from iku_excel.text import paper, styles
from iku_excel.text.cells import Workbook
from iku_excel.text.styles import CREATED, SIZE, Styles
from iku_excel.text.typography import column_points, row_height

PROFILE = "kecamatan"
"""Profile of a handout unless another is named: the one that leaves the organization open."""

_LINES = ("wilayah", "tempat", "jabatan", "nama_pejabat", "pangkat", "nip")
_WIDTHS = {ORGANIZATION: 31, REGION: 31, "jabatan": 20, "nama_pejabat": 26, "nip": 22, "email": 26}
_WIDTH = 14

_GUIDE = (
    "Satu baris untuk satu organisasi. Judul kolom di baris pertama jangan diubah; urutannya bebas.",
    "Kolom yang belum diketahui boleh kosong; petugas kecamatan mengisinya sendiri di templat.",
    "NIP dan alamat ditulis sebagai teks. Kolom NIP di sini sudah berformat teks.",
    "Simpan, lalu: iku-excel template --roster DAFTAR.xlsx -o FOLDER",
    "Daftar yang sama dipakai saat merekap: iku-excel recap KIRIMAN -o REKAP.xlsx --roster DAFTAR.xlsx",
)


def templates(
    rows: Sequence[Row],
    profile: Profile,
    period: str,
    year: int | None,
    registers: str = "",
    *,
    lkjip: bool = False,
) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, workbook) of every row. Raises profile.OptionError, profile.ProfileError."""
    taken: set[str] = set()
    for row in rows:
        definition = profile.define(period, row.organization, year, registers)
        definition = dataclasses.replace(definition, lkjip=lkjip)
        name = stem = Path(filenames.template_name(definition)).stem
        number = 1
        while name in taken:  # offices of one name in two regencies
            number += 1
            name = f"{stem}_{number}"
        taken.add(name)
        yield f"{name}.xlsx", template.render(definition, values(definition, row))


def values(definition: Definition, row: Row) -> dict[str, template.Value]:
    """Return the preset input cells of an office."""
    preset: dict[str, template.Value] = {name: row.values[name] for name in _LINES if row.values.get(name)}
    if row.villages is None:
        return preset
    places = layout(definition)
    for indicator in definition.indicators:
        if indicator.register is not None:
            continue  # its counts come from its rows
        if not measures.is_share(indicator):
            continue  # its denominator is something else
        if indicator.kind is not Kind.STOCK or "desa" not in indicator.denominator.lower():
            continue
        above, below = measures.row(indicator).parts
        before = ""
        for period in definition.periods:
            name = figure_name(below, indicator, period)
            numerator = places.field(figure_name(above, indicator, period)).place.a1
            preset[name] = template.Preset(f'IF({numerator}="","",{before})', "") if before else row.villages
            before = places.field(name).place.a1
    return preset


def roster(rows: Sequence[Row] = (), note: str = "") -> bytes:
    """Return a roster as a workbook: its headings, what they mean, and the given rows."""
    buffer = BytesIO()
    with Workbook(buffer, styles.options()) as book:
        book.set_properties({"title": "Daftar organisasi", "created": CREATED})
        style = Styles(book)
        sheet = book.add_worksheet(SHEET)
        paper.lay(sheet, "f4", [_WIDTHS.get(name, _WIDTH) for name in COLUMNS])
        for col, name in enumerate(COLUMNS):
            width = _WIDTHS.get(name, _WIDTH)
            sheet.set_column(col, col, width)
            sheet.write_string(0, col, name, style["head"])
        sheet.set_row(0, 22)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        for line in range(1, max(len(rows), 30) + 1):
            row = rows[line - 1] if line <= len(rows) else None
            sheet.set_row(line, max(18.0, _height(row)))
            for col, name in enumerate(COLUMNS):
                look = style["input_count" if name == VILLAGES else "input_text"]
                text = row.values.get(name, "") if row else ""
                if text:
                    sheet.write_string(line, col, text, look)
                elif row and name == VILLAGES and row.villages is not None:
                    sheet.write_number(line, col, row.villages, look)
                else:
                    sheet.write_blank(line, col, None, look)
        _guide(book, style, note)
    return buffer.getvalue()


def _height(row: Row | None) -> float:
    cells = [(text, column_points(_WIDTHS.get(name, _WIDTH))) for name, text in row.values.items()] if row else []
    return row_height(cells, SIZE)


def _guide(book: Workbook, style: Styles, note: str) -> None:
    sheet = book.add_worksheet("Petunjuk")
    widths = (24, 100)
    paper.lay(sheet, "f4", widths)
    sheet.hide_gridlines(2)
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width, style["plain"])
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, "DAFTAR ORGANISASI", style["title"])
    row = 1
    for text in (*_GUIDE, *filter(None, (note,))):
        row += 1
        paper.across(sheet, row, text, style["wrap"], widths)
    row += 2
    for col, text in enumerate(("KOLOM", "ARTI")):
        sheet.write_string(row, col, text, style["head"])
    for name, text in COLUMNS.items():
        row += 1
        sheet.set_row(row, 18)
        sheet.write_string(row, 0, name, style["label_middle"])
        sheet.write_string(row, 1, text, style["label_middle"])

"""The sheets Reg_<number>: a list that grows, from which the counts of an indicator come.

An Excel table with a filter, validation lists and date cells, drawn for some rows and counted as far as a
sheet may go. The sheet is not protected: in a protected one no table grows, sorts or filters. Its
headings refuse to be typed over instead, and the reader names a heading that was changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import rule
from iku_excel.definition.layout import (
    DATA,
    GUIDE,
    REGISTER_CHECKED,
    REGISTER_HEAD,
    REGISTER_LAST,
    REGISTER_READY,
    RegisterPlace,
)
from iku_excel.model import Column, ColumnType
from iku_excel.package import a1, column
from iku_excel.template import live
from iku_excel.template.desk import Desk, Value
from iku_excel.text import paper
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

_WIDTHS = {ColumnType.DATE: 20, ColumnType.CHOICE: 30, ColumnType.MEMBER: 26, ColumnType.TEXT: 44}
_PRINTED = 24  # empty rows of a register that is printed: one page
_SHORT = 18  # a text that tells rows apart, a number
_STYLES = {ColumnType.DATE: "register_date"}
_KEEPING = (
    f"Satu baris untuk satu kejadian; lebih dari {REGISTER_READY} baris boleh, teruskan ke bawah. Baris tidak pernah "
    "keluar dari berkas ini: yang dilaporkan hanya jumlahnya."
)
_HELP = {
    ColumnType.DATE: "Ketik tanggal, misalnya 31/12/2023.",
    ColumnType.CHOICE: "Pilih dari daftar.",
    ColumnType.MEMBER: "Pilih nama dari daftar di sebelah kanan.",
    ColumnType.TEXT: "Teks bebas; tidak pernah keluar dari berkas ini.",
}


def write(desk: Desk) -> None:
    """Write a sheet for each register."""
    for place in desk.layout.registers:
        _register(desk, place)


def _register(desk: Desk, place: RegisterPlace) -> None:
    register, columns = place.register, place.register.columns
    widths = [_width(item) for item in columns]
    if place.members is not None:
        widths += [3, 26]
    sheet: Worksheet = desk.book.add_worksheet(place.sheet)
    paper.lay(sheet, "f4", widths)
    sheet.hide_gridlines(2)
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width, desk.styles["plain"])
    verdict = desk.head(sheet, widths, f"{register.title}, TAHUN {desk.definition.year}")
    texts = (f"Indikator {place.number}. {rule(place.register)}", _KEEPING)
    for row, text in enumerate(texts, start=1):
        paper.across(sheet, row, text, desk.styles["wrap"], widths)
    desk.links(sheet, 3, {0: DATA, 1: GUIDE})
    sheet.freeze_panes(REGISTER_HEAD + 1, 0)
    sheet.repeat_rows(REGISTER_HEAD)
    heads = [(area.label, column_points(width)) for area, width in zip(place.areas, widths, strict=False)]
    sheet.set_row(REGISTER_HEAD, max(30, row_height(heads, SIZE, bold=True)))
    rows = desk.rows[place.number]
    _table(desk, sheet, place, rows)
    checked = min(REGISTER_HEAD + max(REGISTER_READY, len(rows)) + REGISTER_CHECKED, REGISTER_LAST)
    _validations(sheet, place, checked)
    _marks(desk, sheet, place, checked)
    if place.members is not None:
        _members(desk, sheet, place)
    sheet.print_area(0, 0, REGISTER_HEAD + max(len(rows), _PRINTED), max(len(widths) - 1, verdict))


def _width(item: Column) -> int:
    return _SHORT if item.unique else _WIDTHS[item.type]


def _table(desk: Desk, sheet: Worksheet, place: RegisterPlace, rows: Sequence[Sequence[Value]]) -> None:
    columns = place.register.columns
    last = REGISTER_HEAD + max(REGISTER_READY, len(rows))
    formats = [desk.styles[_STYLES.get(item.type, "register_text")] for item in columns]
    sheet.add_table(
        REGISTER_HEAD,
        0,
        last,
        len(columns) - 1,
        {
            "name": f"Register_{place.number}",
            "style": None,
            "columns": [
                {"header": item.label, "header_format": desk.styles["head"], "format": cell_format}
                for item, cell_format in zip(columns, formats, strict=True)
            ],
        },
    )
    for offset in range(last - REGISTER_HEAD):
        values: Sequence[Value] = rows[offset] if offset < len(rows) else [""] * len(columns)
        for col, value in enumerate(values):
            _cell(sheet, REGISTER_HEAD + 1 + offset, col, value, formats[col])


def _cell(sheet: Worksheet, row: int, col: int, value: Value, cell_format: Format) -> None:
    if isinstance(value, dt.date):
        sheet.write_datetime(row, col, dt.datetime.combine(value, dt.time()), cell_format)
    elif isinstance(value, int | float):
        sheet.write_number(row, col, value, cell_format)
    elif isinstance(value, str) and value:
        sheet.write_string(row, col, value, cell_format)
    else:
        sheet.write_blank(row, col, None, cell_format)


def _validations(sheet: Worksheet, place: RegisterPlace, last_row: int) -> None:
    first = REGISTER_HEAD + 1
    for col, item in enumerate(place.register.columns):
        words = {"input_title": item.label[:32], "input_message": _HELP[item.type]}
        if not item.required:
            words["input_message"] += " Boleh menyusul."
        sheet.data_validation(first, col, last_row, col, {**_allowed(place, item), **words})
    heads = {
        "validate": "custom",
        "value": "=FALSE",
        "ignore_blank": False,
        "error_title": "Judul kolom",
        "error_message": "Judul kolom tidak diubah: dari sinilah register dikenali.",
    }
    sheet.data_validation(REGISTER_HEAD, 0, REGISTER_HEAD, len(place.areas) - 1, heads)


def _allowed(place: RegisterPlace, item: Column) -> Mapping[str, object]:
    match item.type:
        case ColumnType.DATE:
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": dt.date(1950, 1, 1),
                "maximum": dt.date(2100, 12, 31),
                "error_title": "Bukan tanggal",
                "error_message": "Ketik tanggal lengkap, misalnya 31/12/2023.",
            }
        case ColumnType.CHOICE:
            source: object = list(item.choices)
            if len(",".join(item.choices)) > 255:  # longer lists Excel does not keep in the rule itself
                return {"validate": "any"}
        case ColumnType.MEMBER if place.members is not None:
            head = place.members.head
            letters = f"${column(head.col)}"
            source = f"={letters}${head.row + 2}:{letters}${place.members.last_row + 1}"
        case _:
            return {"validate": "any"}
    return {
        "validate": "list",
        "source": source,
        "error_title": "Tidak ada di daftar",
        "error_message": "Pilih isinya dari daftar.",
    }


def _marks(desk: Desk, sheet: Worksheet, place: RegisterPlace, last_row: int) -> None:
    """Colour what a row that is in use still lacks."""
    first, last = REGISTER_HEAD + 1, len(place.areas) - 1
    used = f"COUNTA($A{first + 1}:${column(last)}{first + 1})>0"
    for col, item in enumerate(place.register.columns):
        if item.required:
            formula = f'=AND({used},TRIM(${column(col)}{first + 1}&"")="")'
            missing = {"type": "formula", "criteria": formula, "format": desk.styles["register_missing"]}
            sheet.conditional_format(first, col, last_row, col, missing)


def _members(desk: Desk, sheet: Worksheet, place: RegisterPlace) -> None:
    area, members = place.members, place.register.members
    assert area is not None  # asked by the caller  # noqa: S101
    sheet.write_string(area.head.row, area.head.col, area.label, desk.styles["head"])
    style = desk.styles["fixed_text" if members else "register_text"]
    for offset in range(area.last_row - area.head.row):
        row = area.head.row + 1 + offset
        if offset < len(members):
            sheet.write_string(row, area.head.col, members[offset], style)
        elif not members:
            sheet.write_blank(row, area.head.col, None, style)
    for period in range(len(desk.definition.periods)):
        _tally(desk, sheet, place, period)


def _tally(desk: Desk, sheet: Worksheet, place: RegisterPlace, period: int) -> None:
    """Write, in a hidden column, which members have been named by the end of a period."""
    area, register = place.tally(period), place.register
    keys = [item.key for item in register.columns]
    member, dated = keys.index(register.member.key if register.member else ""), keys.index(register.date)
    n_periods = len(desk.definition.periods)
    after = dt.date(desk.definition.year + (period + 1) // n_periods, 1 + 12 // n_periods * (period + 1) % 12, 1)
    rows = desk.rows[place.number]
    named = {str(row[member]).casefold() for row in rows if isinstance(when := row[dated], dt.date) and when < after}
    sheet.set_column(area.head.col, area.head.col, None, None, {"hidden": True})
    sheet.write_string(area.head.row, area.head.col, area.label, desk.styles["small"])
    for offset, row in enumerate(range(area.head.row + 1, area.last_row + 1)):
        cell = a1(row, area.head.col - period - 1)
        value = int(offset < len(register.members) and register.members[offset].casefold() in named)
        formula = live.named_formula(desk.definition, place, cell, period)
        sheet.write_formula(row, area.head.col, f"={formula}", desk.styles["small"], value)

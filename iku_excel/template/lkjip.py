"""The sheet Lkjip: what the yearly report asks beyond the counts, all of it optional.

A row for each indicator (the final target of the strategic plan, a national standard, causes, remedies), then a row for
each sasaran (budget and how much of it was absorbed).
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import Role
from iku_excel.definition.layout import (
    GUIDE,
    IDENTITY,
    LKJIP,
    LKJIP_COLUMNS,
    LKJIP_FIRST,
    LKJIP_GOAL_COLUMNS,
    LKJIP_HEAD,
    Field,
    lkjip_goal_head,
)
from iku_excel.model import MAX_NOTE, MAX_RUPIAH, Indicator
from iku_excel.template import validation
from iku_excel.template.desk import Desk
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

_WIDTHS = (5, 44, 12, 16, 16, 46, 46)
_TALL = 45.0  # points of a row into which somebody writes sentences


def write(desk: Desk) -> None:
    """Write the sheet Lkjip, where the template has one."""
    definition, style = desk.definition, desk.styles
    if not definition.lkjip:
        return
    sheet = desk.sheet(LKJIP, _WIDTHS, f"ISIAN LAPORAN KINERJA (LKjIP) TAHUN {definition.year}")
    words = "Semua sel kuning di lembar ini boleh kosong; yang kosong ditandai [isi: ...] di laporan Word."
    sheet.write_string(1, 0, words, style["plain"])
    desk.links(sheet, 2, {1: IDENTITY, 3: GUIDE})
    for col, text in enumerate(("NO", "INDIKATOR", "SATUAN", *(column.head for column in LKJIP_COLUMNS))):
        sheet.write_string(LKJIP_HEAD, col, text, style["head"])
    sheet.set_row(LKJIP_HEAD, 28)
    sheet.freeze_panes(LKJIP_FIRST, 2)
    points = column_points(_WIDTHS[1])
    for row, indicator in enumerate(definition.indicators, start=LKJIP_FIRST):
        sheet.set_row(row, max(_TALL, row_height([(indicator.text, points)], SIZE)))
        sheet.write_number(row, 0, indicator.number, style["centre_middle"])
        sheet.write_string(row, 1, indicator.text, style["label_middle"])
        sheet.write_string(row, 2, indicator.unit, style["centre_middle"])
        for column in LKJIP_COLUMNS:
            _input(desk, sheet, desk.layout.field(f"{column.word}_{indicator.number}"), indicator)
    head = lkjip_goal_head(definition)
    for col, text in enumerate(("NO", "SASARAN STRATEGIS", "", *(column.head for column in LKJIP_GOAL_COLUMNS))):
        sheet.write_string(head, col, text, style["head"])
    for number, goal in enumerate(definition.goals, start=1):
        row = head + number
        sheet.set_row(row, max(18, row_height([(goal.text, points)], SIZE)))
        sheet.write_number(row, 0, number, style["centre_middle"])
        sheet.write_string(row, 1, goal.text, style["label_middle"])
        for column in LKJIP_GOAL_COLUMNS:
            _input(desk, sheet, desk.layout.field(f"{column.word}_{number}"), None)


def _input(desk: Desk, sheet: Worksheet, field: Field, indicator: Indicator | None) -> None:
    if field.role is Role.NOTE:
        desk.put(sheet, field, "input_text")
        rule: validation.Rule = {
            "validate": "length",
            "criteria": "<=",
            "value": MAX_NOTE,
            "error_title": "Terlalu panjang",
            "error_message": f"Paling panjang {MAX_NOTE} huruf.",
        }
    elif indicator is None:
        desk.put(sheet, field, "input_rupiah")
        rule = {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": MAX_RUPIAH,
            "error_title": "Bukan bilangan bulat",
            "error_message": "Tulis rupiah penuh tanpa Rp dan tanpa titik, misalnya 1500000.",
        }
    else:
        desk.put(sheet, field, validation.target_look(indicator))
        rule = validation.of_target(indicator)
    rule = {**rule, "input_title": field.label[:32], "input_message": "Boleh kosong."}
    sheet.data_validation(field.place.row, field.place.col, field.place.row, field.place.col, rule)

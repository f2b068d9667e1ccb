"""The sheet Indikator: the official five columns, and the target of each indicator."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import measures
from iku_excel.definition.layout import (
    DATA,
    IDENTITY,
    INDICATOR_FIRST,
    INDICATOR_HEAD,
    INDICATORS,
    TARGET_COL,
    TARGET_LABEL,
    TARGET_STATUS_COL,
    indicator_row,
)
from iku_excel.model import Indicator
from iku_excel.template import block, validation
from iku_excel.template.desk import Desk
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

_UNIT_COL = TARGET_STATUS_COL + 1  # only where not all targets are percentages


def write(desk: Desk) -> None:
    """Write the sheet Indikator."""
    definition, style = desk.definition, desk.styles
    widths = (5, 34, 36, 46, 18, 12, 14) if _all_percent(desk) else (5, 34, 36, 46, 18, 19, 14, 16)
    sheet = desk.sheet(INDICATORS, widths, " ".join(definition.title))
    desk.links(sheet, 1, {1: IDENTITY, 2: DATA})
    mixed = not _all_percent(desk)
    how = "dalam satuan indikatornya; persen dengan tanda %" if mixed else "dalam persen"
    sheet.write_string(1, 3, f"Isi target (kuning) {how}, misalnya 95%.", style["plain"])
    sheet.write_string(INDICATOR_HEAD - 1, 0, definition.heading, style["subtitle"])
    points = [column_points(width) for width in widths]
    heads = (*definition.columns, TARGET_LABEL, "STATUS", *(["SATUAN"] if mixed else []))
    for col, text in enumerate(heads):
        sheet.write_string(INDICATOR_HEAD, col, text, style["head"])
    sheet.set_row(INDICATOR_HEAD, max(28, row_height(zip(heads, points, strict=True), SIZE, bold=True)))
    for col in range(len(definition.columns)):
        sheet.write_number(INDICATOR_HEAD + 1, col, col + 1, style["centre"])
    sheet.freeze_panes(INDICATOR_FIRST, 2)
    sheet.repeat_rows(INDICATOR_HEAD, INDICATOR_HEAD + 1)
    for number, goal in enumerate(definition.goals, start=1):
        first, last = indicator_row(goal.indicators[0]), indicator_row(goal.indicators[-1])
        if last > first:
            sheet.merge_range(first, 0, last, 0, "", style["centre"])
            sheet.merge_range(first, 1, last, 1, "", style["label"])
        sheet.write_number(first, 0, number, style["centre"])
        sheet.write_string(first, 1, goal.text, style["label"])
        for indicator in goal.indicators:
            texts = (indicator.text, indicator.formula_text, indicator.data_source)
            for col, text in enumerate(texts, start=2):
                sheet.write_string(indicator_row(indicator), col, text, style["label"])
            shared = [(goal.text, points[1] * len(goal.indicators)), *zip(texts, points[2:], strict=False)]
            sheet.set_row(indicator_row(indicator), row_height(shared, SIZE))
            _target(desk, sheet, indicator)
    last = indicator_row(definition.indicators[-1])
    desk.looks(sheet, (INDICATOR_FIRST, TARGET_STATUS_COL, last, TARGET_STATUS_COL))


def _target(desk: Desk, sheet: Worksheet, indicator: Indicator) -> None:
    field = desk.layout.field(f"target_{indicator.number}")
    desk.put(sheet, field, validation.target_look(indicator))
    row, cell = field.place.row, field.place.a1
    sheet.data_validation(row, TARGET_COL, row, TARGET_COL, validation.of_target(indicator))
    formula, value = block.target_status(indicator, cell, desk.values.get(field.name, ""))
    sheet.write_formula(row, TARGET_STATUS_COL, f"={formula}", desk.styles["status"], value)
    if not _all_percent(desk):
        sheet.write_string(row, _UNIT_COL, indicator.unit, desk.styles["label"])


def _all_percent(desk: Desk) -> bool:
    return all(map(measures.is_percent, desk.definition.indicators))

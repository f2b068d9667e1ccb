"""The sheet Temuan: all findings of all files, in one table that can be filtered."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from iku_excel.findings import catalogue
from iku_excel.model import Finding
from iku_excel.regency.recap.sheets.desk import FAULTS, FIRST, Desk
from iku_excel.text import indonesian
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

_WIDTHS = (5, 20, 22, 17, 12, 12, 6, 44, 16, 16, 33)
_HEADS = ("NO", "ORGANISASI", "BERKAS", "KODE", *catalogue.COLUMNS)


def write(desk: Desk) -> None:
    """Write the sheet Temuan."""
    sheet = desk.sheet(FAULTS, _WIDTHS, "TEMUAN SEMUA KIRIMAN")
    desk.head(sheet, FIRST, _HEADS, _WIDTHS)
    sheet.freeze_panes(FIRST + 1, 3)
    sheet.repeat_rows(FIRST)
    row = FIRST
    for whose, file, finding in _all(desk):
        row += 1
        _row(desk, sheet, row, (whose, file, finding.code, *catalogue.row(finding)))
    if row == FIRST:
        sheet.write_string(row + 1, 1, "Tidak ada temuan.", desk.styles["plain"])
    sheet.autofilter(FIRST, 0, max(row, FIRST), len(_WIDTHS) - 1)


def _all(desk: Desk) -> Iterator[tuple[str, str, Finding]]:
    for finding in desk.recap.findings:
        if finding.sheet:  # of the recap itself
            yield "", "", finding
        else:  # of an office that it names
            yield finding.found or "", "", dataclasses.replace(finding, found=None)
    for sent in desk.recap.sent:
        for finding in sent.findings:
            yield sent.organization, desk.names[sent.path], finding


def _row(desk: Desk, sheet: Worksheet, row: int, texts: tuple[str, ...]) -> None:
    sheet.write_number(row, 0, row - FIRST, desk.styles["rank"])
    shown = [indonesian.printable(text) for text in texts]
    for col, text in enumerate(shown, start=1):
        sheet.write_string(row, col, text, desk.styles["centre_middle" if col in (4, 6) else "label_middle"])
    points = [column_points(width) for width in _WIDTHS[1:]]
    sheet.set_row(row, max(18.0, row_height(zip(shown, points, strict=True), SIZE)))

"""The predicate scale of an office, below the table whose achievements it grades: in outputs and in templates."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from iku_excel.model import Scale
from iku_excel.text import indonesian
from iku_excel.text.styles import FINE, SIZE, Styles
from iku_excel.text.typography import column_points, row_height

_ROW = 18.0  # points, at least


def write(
    sheet: Worksheet,
    style: Styles,
    scale: Scale,
    head: int,
    columns: tuple[int, int, int],
    widths: Sequence[float],
) -> None:
    """Write a scale and its source from row ``head`` on; ``columns``: of the bounds, of the labels, and the last."""
    bound, label, last = columns
    sheet.merge_range(head, bound, head, last, "SKALA PREDIKAT", style["head"])
    for row, band in enumerate(scale.bands, start=head + 1):
        if band.lower is None:
            below = f"di bawah {indonesian.number(band.upper)}%" if band.upper is not None else "berapa pun"
            sheet.write_string(row, bound, below, style["centre_middle"])
        else:
            sheet.write_number(row, bound, band.lower / 100, style["bound"])
        sheet.write_string(row, label, band.label, style["centre_middle"])
        sheet.set_row(row, max(_ROW, row_height([(band.label, column_points(widths[label]))], SIZE)))
    points = sum(map(column_points, widths[bound:]))
    after = head + len(scale.bands) + 1
    for row, text in enumerate(("Batas bawah termasuk; capaian tidak dibulatkan.", f"Sumber: {scale.source}"), after):
        sheet.merge_range(row, bound, row, last, "", style["small"])
        sheet.write_string(row, bound, text, style["small"])
        sheet.set_row(row, max(_ROW, row_height([(text, points)], FINE)))

"""Results become the workbook that is signed and mailed: outcome -> .xlsx bytes.

A module for each sheet, in the order of the sheets. Every computed figure is a live formula with
the value it has stored beside it; text from an input goes through ``write_string`` only.
"""

from __future__ import annotations

from io import BytesIO
from typing import cast

from xlsxwriter.workbook import Workbook

from iku_excel.definition.layout import OUTPUT_PROPERTY
from iku_excel.model import CONTRACT_VERSION, Outcome
from iku_excel.press import Book
from iku_excel.text import styles
from iku_excel.text.styles import CREATED
from iku_excel.workbook import achievement, inspection, machine, official, periods
from iku_excel.workbook.desk import Desk


def render(outcome: Outcome, paper: str = "f4") -> bytes:
    """Return the output workbook of a valid outcome; ``paper`` is "f4" or "a4"."""
    buffer = BytesIO()
    with Book(buffer, styles.options()) as book:
        desk = Desk(cast("Workbook", book), outcome, paper)
        definition = desk.definition
        title = f"IKU {definition.year} {definition.organization}"
        book.set_properties({"title": title, "author": definition.organization, "created": CREATED})
        book.set_custom_property(OUTPUT_PROPERTY, f"{CONTRACT_VERSION}/{definition.id}", "text")
        official.write(desk)
        achievement.write(desk)
        if len(definition.periods) > 1:
            periods.write(desk)
        inspection.write(desk)
        machine.write(desk)
    return buffer.getvalue()

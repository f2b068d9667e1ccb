"""A recap becomes the workbook that the regency is shown: recap -> .xlsx bytes.

A module for each sheet, in the order of the sheets. Figures stand once, on ``Sumber``; every other
figure is a live formula that leads there, with its value stored beside it. Text from a file goes
through ``write_string`` only.
"""

from __future__ import annotations

from io import BytesIO

import iku_excel
from iku_excel import record
from iku_excel.definition.layout import MACHINE_PIECE, RECAP_PROPERTY
from iku_excel.press.quick import Book
from iku_excel.regency.recap import consolidated
from iku_excel.regency.recap.compare import RECAP_KEY, Previous
from iku_excel.regency.recap.records import SCHEMA, Recap
from iku_excel.regency.recap.sheets import changes, completeness, faults, periods, ranking, sources, spread, summary
from iku_excel.regency.recap.sheets.desk import MACHINE, Desk
from iku_excel.text import jsontext, styles
from iku_excel.text.cells import Workbook
from iku_excel.text.styles import CREATED

HELD = 1_000
"""Offices whose cells are held in memory; beyond, every row goes to a temporary file as soon as it is written.

The sheets are written row by row from top to bottom for that: what comes too late would be lost.
"""


def render(recap: Recap, previous: Previous | None = None, paper: str = "f4") -> bytes:
    """Return the workbook of a recap; ``paper`` is "f4" or "a4"."""
    buffer = BytesIO()
    many = sum(len(block.offices) for block in recap.blocks) > HELD
    with Book(buffer, {**styles.options(), "in_memory": not many, "constant_memory": many}) as book:
        book.set_properties({"title": f"Rekap IKU {recap.year} {recap.title}", "created": CREATED})
        book.set_custom_property(RECAP_PROPERTY, SCHEMA, "text")
        desk = Desk(book, recap, paper)
        summary.write(desk)
        if spread.needed(recap):
            spread.write(desk)
        ranking.write(desk)
        if any(len(block.form.periods) > 1 for block in recap.blocks):
            periods.write(desk)
        if previous is not None:
            changes.write(desk, previous)
        completeness.write(desk)
        faults.write(desk)
        sources.write(desk)
        _machine(book, recap)
    return buffer.getvalue()


def _machine(book: Workbook, recap: Recap) -> None:
    """Write the very hidden sheet by which the next recap knows this one."""
    sheet = book.add_worksheet(MACHINE)
    sheet.very_hidden()
    text = jsontext.dumps(consolidated.of_recap(recap, bare=True), compact=True)
    values = {RECAP_KEY: SCHEMA, "versi": iku_excel.__version__, "hasil": text}
    pieces = [("hasil", text[start : start + MACHINE_PIECE]) for start in range(0, len(text), MACHINE_PIECE)]
    rows = [(RECAP_KEY, SCHEMA), ("versi", values["versi"]), (record.SEAL, record.seal(values)), *pieces]
    for row, (key, value) in enumerate(rows):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)

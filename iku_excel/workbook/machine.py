"""The very hidden sheet ``_iku`` of an output: the same figures for machines.

Rows of key | value: ``keluaran`` (the JSON schema), ``versi`` (of the tool), ``definisi`` (the
definition's JSON in pieces) and ``hasil`` (the JSON record in pieces). Nothing in it depends on a
folder, a clock or a locale.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import iku_excel
from iku_excel import profile, record
from iku_excel.layout import MACHINE_PIECE, OUTPUT_KEY
from iku_excel.model import JSON_SCHEMA
from iku_excel.workbook.desk import MACHINE, Desk


def write(desk: Desk) -> None:
    """Write the sheet ``_iku``."""
    sheet = desk.book.add_worksheet(MACHINE)
    sheet.very_hidden()
    outcome = desk.outcome
    figures = json.dumps(record.of_outcome(outcome, source=outcome.submission.path.name, status="built"))
    rows = [
        (OUTPUT_KEY, JSON_SCHEMA),
        ("versi", iku_excel.__version__),
        *_pieces("definisi", profile.to_json(desk.definition)),
        *_pieces("hasil", figures),
    ]
    for row, (key, value) in enumerate(rows):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)


def _pieces(key: str, text: str) -> Iterator[tuple[str, str]]:
    for start in range(0, len(text), MACHINE_PIECE):
        yield key, text[start : start + MACHINE_PIECE]

"""The very hidden sheet ``_iku`` of an output: the same figures for machines.

Rows of key | value: ``keluaran`` (the JSON schema), ``versi`` (of the tool), ``segel`` (the SHA-256 of
all the other values), then in pieces ``isian`` (what else was filled in: signatory, note, open matters, Lkjip),
``definisi`` (the definition's JSON) and ``hasil`` (the JSON record). From these the whole workbook can
be made again, which is how an edited one is known. Nothing in it depends on a folder, a clock or a
locale.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import iku_excel
from iku_excel import record
from iku_excel.definition import profile
from iku_excel.definition.layout import MACHINE_PIECE, OUTPUT_KEY
from iku_excel.model import JSON_SCHEMA, Outcome
from iku_excel.text import jsontext
from iku_excel.workbook.desk import MACHINE, Desk


def write(desk: Desk) -> None:
    """Write the sheet ``_iku``."""
    sheet = desk.book.add_worksheet(MACHINE)
    sheet.very_hidden()
    outcome = desk.outcome
    values = {
        OUTPUT_KEY: JSON_SCHEMA,
        "versi": iku_excel.__version__,
        "isian": jsontext.dumps(_filled(outcome)),
        "definisi": profile.to_json(desk.definition),
        "hasil": jsontext.dumps(record.of_outcome(outcome, source=outcome.submission.path.name, status="built")),
    }
    rows = [
        (OUTPUT_KEY, values[OUTPUT_KEY]),
        ("versi", values["versi"]),
        (record.SEAL, record.seal(values)),
        *(piece for key in ("isian", "definisi", "hasil") for piece in _pieces(key, values[key])),
    ]
    for row, (key, value) in enumerate(rows):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)


def _filled(outcome: Outcome) -> dict[str, Any]:
    """Return what else stands on the sheets: signatory, note; open matters and inputs of Lkjip if any."""
    filled: dict[str, Any] = {"signatory": dataclasses.asdict(outcome.signatory), "note": outcome.note}
    pending = {str(number): list(counts) for number, counts in outcome.submission.pending.items()}
    more = {"pending": pending, "lkjip": dict(outcome.chapter)}
    return {**filled, **{key: value for key, value in more.items() if value}}


def _pieces(key: str, text: str) -> Iterator[tuple[str, str]]:
    for start in range(0, len(text), MACHINE_PIECE):
        yield key, text[start : start + MACHINE_PIECE]

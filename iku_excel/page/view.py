"""What the page shows of a file: the official form as it will print, and each sheet with a fault as a grid of texts.

    {"form": {"title": [..], "lines": [{"label", "text"} ..], "heading", "columns": [..],
              "goals": [{"text", "indicators": [{"number", "text", "formula", "source"} ..]} ..], "signature": [..]},
     "sheets": {"Data": {"columns": ["A" ..], "rows": [{"row": 7, "cells": ["Pembilang" ..]} ..]}}}

``form`` is null where the file is no template. A grid shows a sheet from its top; of a long one, the rows around its
faults too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from iku_excel.model import Content, Definition, Finding, Outcome, Signatory
from iku_excel.package import MAX_COL, MAX_ROW, Raw, column, from_a1, open_spreadsheet
from iku_excel.package import admit as admitted
from iku_excel.text import indonesian
from iku_excel.workbook import official

_TOP = 60  # rows from a sheet's top that are always shown
_WIDE = 20  # columns, likewise
_AROUND = 4  # rows before and after a fault further down
_FAULTS = 100  # faults of a sheet that have a picture
_LONGEST = 300  # letters of a cell
_LARGEST_SHARE = 1e6  # what is shown as a percentage; beyond, as it stands in the file


def of(data: bytes, outcome: Outcome) -> dict[str, Any]:
    """Return what is shown of a file, given its bytes and what came of them."""
    definition = outcome.submission.definition
    if definition is None:
        return {"form": None, "sheets": {}}
    return {"form": _form(definition, outcome.signatory), "sheets": _sheets(data, outcome.findings)}


def _form(definition: Definition, signatory: Signatory) -> dict[str, Any]:
    identity = definition.identity
    functions = [
        {"label": identity.functions_label if not position else "", "text": f"{chr(ord('a') + position)}. {text}"}
        for position, text in enumerate(identity.functions)
    ]
    return {
        "title": definition.title,
        "lines": [
            {"label": identity.organization_label, "text": definition.organization},
            {"label": identity.duty_label, "text": identity.duty},
            *functions,
        ],
        "heading": definition.heading,
        "columns": definition.columns,
        "goals": [
            {
                "text": goal.text,
                "indicators": [
                    {
                        "number": item.number,
                        "text": item.text,
                        "formula": item.formula_text,
                        "source": item.data_source,
                    }
                    for item in goal.indicators
                ],
            }
            for goal in definition.goals
        ],
        "signature": official.signature_lines(signatory, definition.year),
    }


def _sheets(data: bytes, findings: Iterable[Finding]) -> dict[str, Any]:
    """Return a grid for each sheet with a fault; the file has passed the gate already."""
    book = open_spreadsheet(admitted(data))
    faults: dict[str, list[tuple[int, int]]] = {}
    for finding in findings:
        address = from_a1(finding.cell) if finding.cell else None
        if address is not None and finding.sheet is not None and finding.sheet in book.parts:
            faults.setdefault(finding.sheet, []).append(address)
    windows = {name: _window(cells[:_FAULTS]) for name, cells in faults.items()}
    wanted = {name: {(row, col) for row in rows for col in cols} for name, (rows, cols) in windows.items()}
    read = book.read(wanted)
    return {
        name: {
            "columns": [column(col) for col in cols],
            "rows": [{"row": row + 1, "cells": [_text(read[name].at(row, col)) for col in cols]} for row in rows],
        }
        for name, (rows, cols) in windows.items()
    }


def _text(raw: Raw) -> str:
    """Return a cell as a person sees it."""
    if raw.content is Content.NUMBER and raw.percent and abs(raw.number) <= _LARGEST_SHARE:
        return indonesian.percent(100 * raw.number)
    return raw.text[:_LONGEST]


def _window(faults: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return the rows and columns of a sheet that are shown."""
    rows, cols = set(range(_TOP)), set(range(_WIDE))
    for row, col in faults:
        rows.update(range(max(row - _AROUND, 0), min(row + _AROUND, MAX_ROW - 1) + 1))
        cols.update(range(max(col - 1, 0), min(col + 1, MAX_COL - 1) + 1))
    return sorted(rows), sorted(cols)

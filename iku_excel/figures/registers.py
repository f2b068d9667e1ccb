"""Rows of registers become counts and findings: the figures of an indicator come out of its list.

A register is read column by column into vectors (register_columns.py), and its rows are dropped at once,
so that a batch holds no more than one of them. Then the input cells of its indicator hold what the
register gives, whatever they showed, and everything after this room goes on as if it had been typed.

A period is reported when something is dated in it or in a later one: a row of any register, or a count
typed for an indicator without one. So a register without rows in a reported period says 0, and a period
that nothing reaches stays empty. No content of a row leaves this room but dates.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from iku_excel.definition import FIGURES, Role
from iku_excel.definition.layout import REGISTER_HEAD, Field, layout
from iku_excel.figures.register_columns import Counted, count, faults
from iku_excel.findings import catalogue
from iku_excel.model import Cell, Content, Definition, Finding, Kind, Rows, Submission
from iku_excel.text import indonesian

_OWN_FORMULA = re.compile(
    r"^=?IF\(SUM\(|(reg|daftar)_[0-9]", re.IGNORECASE
)  # how live counts begin; older ones have names
_SILENT = (Content.BLANK, Content.UNCACHED, Content.LOST)

Figures = Mapping[str, Sequence[int]]  # by part, a count for each period


def settle(submission: Submission) -> Submission:
    """Return the submission with the counts of its registers in place, and without their rows."""
    definition = submission.definition
    if definition is None or not definition.registers:
        return submission
    counted = {number: count(definition, number, rows) for number, rows in submission.registers.items()}
    findings = [finding for result in counted.values() for finding in faults(result)]
    parts = {number: _parts(result) for number, result in counted.items()}
    reach = _reach(submission, definition, parts)
    cells = dict(submission.cells)
    for number in definition.registers:
        fields = [f for f in layout(definition).fields if f.indicator == number and f.role in FIGURES]
        if number not in counted or reach < 0:
            # its own finding says why there is no figure; a lost cell is left alone by every other rule
            cells |= {field.name: dataclasses.replace(cells[field.name], content=Content.LOST) for field in fields}
            continue
        figures = _figures(counted[number], parts[number])
        for field in fields:
            value = figures[field.role][field.period] if field.period <= reach else None
            findings += _compared(submission.cells[field.name], field, value)
            cells[field.name] = _replaced(submission.cells[field.name], value)
    if reach < 0:
        findings += _nothing(submission, definition)
    pending = {number: _open(parts[number])[: reach + 1] for number in counted if definition.registers[number].settled}
    return dataclasses.replace(
        submission, cells=cells, findings=(*submission.findings, *findings), registers={}, pending=pending
    )


def _parts(result: Counted) -> Figures:
    """Return how many rows fall into each period, by part; a row outside the year has none."""
    n_periods = len(result.bounds) - 1
    return {
        part: np.bincount(periods[periods >= 0], minlength=n_periods).tolist()
        for part, periods in result.periods.items()
    }


def _reach(submission: Submission, definition: Definition, parts: Mapping[int, Figures]) -> int:
    """Return the last period that anything is dated in or typed for, -1 if there is none."""
    reached = [period for figures in parts.values() for period, n_rows in enumerate(figures["activity"]) if n_rows]
    for field in layout(definition).fields:
        typed = field.role in FIGURES and field.indicator not in definition.registers
        if typed and submission.cells[field.name].content not in (Content.BLANK, Content.LOST):
            reached.append(field.period)
    return max(reached, default=-1)


def _figures(result: Counted, parts: Figures) -> Mapping[Role, Sequence[int]]:
    """Return the counts of every period: a flow's own, a stock's up to its end out of all members."""
    if result.kind is Kind.STOCK:
        n_periods = len(result.bounds) - 1
        numerator = np.cumsum(parts["numerator"]).tolist()
        return {Role.NUMERATOR: numerator, Role.DENOMINATOR: [result.n_members] * n_periods}
    return {Role.NUMERATOR: parts["numerator"], Role.DENOMINATOR: parts["denominator"]}


def _open(parts: Figures) -> tuple[int, ...]:
    """Return how many matters were received and not settled at the end of each period."""
    left = np.cumsum(parts["denominator"]) - np.cumsum(parts["closed"])
    return tuple(int(n) for n in left)


def _replaced(cell: Cell, value: int | None) -> Cell:
    if cell.content is Content.LOST:
        return cell
    bare = dataclasses.replace(cell, number=float("nan"), text="", percent=False)
    if value is None:
        return dataclasses.replace(bare, content=Content.BLANK)
    return dataclasses.replace(bare, content=Content.NUMBER, number=float(value), text=indonesian.typed(value))


def _compared(cell: Cell, field: Field, value: int | None) -> list[Finding]:
    """Compare what a count's cell shows with what the register gives."""
    if cell.sheet is None or cell.row is None or cell.col is None:
        return []
    if cell.content in _SILENT or (cell.content is Content.NUMBER and cell.number == value):
        return []
    live = _OWN_FORMULA.search(cell.formula) is not None
    values = {
        "found": cell.text,
        "expected": "kosong (belum ada yang bertanggal di periode ini)" if value is None else indonesian.typed(value),
    }
    code = "register-belum-terhitung" if live else "register-tidak-cocok"
    return [catalogue.finding(code, values, place=(cell.sheet, cell.row, cell.col), label=field.label)]


def _nothing(submission: Submission, definition: Definition) -> list[Finding]:
    findings = []
    for number, rows in submission.registers.items():
        title = definition.registers[number].title
        place = (rows.sheet, rows.first, rows.cols[0])
        findings.append(catalogue.finding("register-kosong", place=place, label=title))
    return findings


def shown(
    definition: Definition, rows: Mapping[int, Sequence[Sequence[Any]]], values: Mapping[str, Any]
) -> tuple[dict[str, int | None], list[int]]:
    """Return what the live cells over registers show: their counts by name, and the activity of each period.

    ``rows`` are those of a template in the making, by indicator; ``values`` its input cells.
    """
    places = layout(definition)
    registers = {
        place.number: Rows(place.sheet, REGISTER_HEAD + 1, tuple(range(len(place.areas))), rows[place.number], {})
        for place in places.registers
    }
    cells = {
        field.name: Cell(
            field.name, None, None, None, Content.BLANK if values.get(field.name, "") == "" else Content.NUMBER
        )
        for field in places.fields
    }
    settled = settle(Submission(Path(), definition=definition, cells=cells, registers=registers))
    counts: dict[str, int | None] = {}
    activity = [0] * len(definition.periods)
    for field in places.fields:
        if field.role in FIGURES and field.indicator in definition.registers:
            number = settled.cells[field.name].number
            counts[field.name] = None if math.isnan(number) else int(number)
        elif field.role in FIGURES and cells[field.name].content is Content.NUMBER:
            activity[field.period] += 1
    for number, item in registers.items():
        dated = _parts(count(definition, number, item))["activity"]
        activity = [total + more for total, more in zip(activity, dated, strict=True)]
    return counts, activity

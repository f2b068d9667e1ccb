"""The inputs of the sheet Lkjip become values: cells -> numbers in percent or in their own unit, and texts, by name."""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.definition import Role, measures
from iku_excel.definition.layout import LKJIP, layout
from iku_excel.model import Cell, Content, Submission
from iku_excel.text import percentage

Value = float | str


def written(submission: Submission) -> Mapping[str, Value]:
    """Return what stands in the filled cells of Lkjip; empty where the template has no such sheet."""
    definition = submission.definition
    if definition is None or not definition.lkjip:
        return {}
    found: dict[str, Value] = {}
    for field in layout(definition).fields:
        cell = submission.cells[field.name]
        if field.place.sheet != LKJIP or cell.content in (Content.BLANK, Content.LOST):
            continue
        value = cell.text if field.role is Role.NOTE else _number(cell)
        if field.role is Role.REFERENCE:
            indicator = definition.indicators[field.indicator - 1]
            if measures.worded(indicator):
                value = cell.text
            elif measures.is_percent(indicator) and isinstance(value, float):
                value = percentage.from_fraction(value)
        found[field.name] = value
    return found


def _number(cell: Cell) -> Value:
    """Return the number of a cell, also of digits stored as text."""
    if cell.content is Content.TEXT:
        return float(cell.text) if cell.text.isascii() and cell.text.isdigit() else cell.text
    return cell.number

"""Every kind of value that a clerk, or a program, may leave in an input cell; and the workbook to leave it in."""

from __future__ import annotations

import datetime as dt

from builders import Error, Filled, Formula, Percent, Value, define

from iku_excel.definition import Role
from iku_excel.definition.layout import layout

KINDS: dict[str, Value] = {
    "empty": None,
    "spaces": "   ",
    "dash": "-",
    "nihil": "nihil",
    "word": "dua",
    "dotted": "1.234",
    "digits as text": "12",
    "with a unit": "12 desa",
    "negative": -1,
    "fraction": 1.5,
    "percent": Percent(0.95),
    "TRUE": True,
    "date": dt.date(2023, 2, 1),
    "10^12": 10**12,
    "1e308": 1e308,
    "#DIV/0!": Error("#DIV/0!"),
    "#REF!": Error("#REF!"),
    "#N/A": Error("#N/A"),
    "formula without a value": Formula("6+6"),
    "formula with a value": Formula("6+6", 12),
}


def base(period: str) -> Filled:
    """Return a workbook in which 12 fits into every count, so that a mutation has no effect elsewhere."""
    definition = define(period)
    values: dict[str, float | str] = {}
    for field in layout(definition).fields:
        if field.role in (Role.NUMERATOR, Role.DENOMINATOR):
            values[field.name] = 10 if field.role is Role.NUMERATOR else 14
        elif field.role is Role.TARGET:
            values[field.name] = 0.9
    return Filled(definition, values)

"""What may stand in a single figure or target: each a mask over the table ``cells`` (counts.py, traits.py).

A cell asks for a number of a certain sort, or for one of the steps; what it asks stands beside it, so that no rule here
knows a measure. A number at fault is named once: one that is shown as a percentage is not judged as a number any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np

from iku_excel.definition import FIGURES, Role, measures
from iku_excel.figures.columns import Columns, Mask
from iku_excel.model import Content
from iku_excel.text import indonesian

Row: TypeAlias = Mapping[str, Any]

_WRITTEN = (Content.TEXT, Content.NUMBER, Content.DATE, Content.BOOLEAN)


def _figure(cells: Columns) -> Mask:
    return cells.among("role", FIGURES)


def _number(cells: Columns) -> Mask:
    """Return where a plain number belongs: of a period, or an amount of money."""
    return (_figure(cells) | cells.among("role", (Role.MONEY,))) & cells["numeric"]


def _target(cells: Columns) -> Mask:
    """Return where a target belongs, or a figure of the same sort that the yearly report compares with."""
    return cells.among("role", (Role.TARGET, Role.REFERENCE))


def not_a_number(cells: Columns) -> Mask:
    """Text, a date or TRUE/FALSE stands where a number belongs."""
    wrong = cells.among("content", (Content.TEXT, Content.DATE, Content.BOOLEAN)) & ~cells["digits"]
    return (_number(cells) | (_target(cells) & cells["numeric"])) & wrong


def not_a_choice(cells: Columns) -> Mask:
    """Something other than one of the steps stands where one belongs."""
    return cells["worded"] & cells.among("content", _WRITTEN) & ~cells.known("value")


def percentage(cells: Columns) -> Mask:
    """A number is shown as a percentage where a plain one belongs."""
    plain = _number(cells) | (_target(cells) & cells["numeric"] & ~cells["percent_cell"])
    return plain & cells["percent"] & cells.among("content", (Content.NUMBER,))


def negative(cells: Columns) -> Mask:
    """A number is below zero, and nobody said that it may be."""
    return _number(cells) & (cells["value"] < 0) & ~cells["told_lowest"]


def out_of_bounds(cells: Columns) -> Mask:
    """A value is outside the bounds that the definition tells."""
    below = cells["told_lowest"] & (cells["value"] < cells["lowest"])
    above = cells["told_highest"] & (cells["value"] > cells["highest"])
    return _number(cells) & (below | above)


def fraction(cells: Columns) -> Mask:
    """A whole number has a fraction."""
    return _number(cells) & (cells["decimals"] == 0) & (cells["value"] % 1 > 0)


def too_many_decimals(cells: Columns) -> Mask:
    """A decimal number has more decimals than it may."""
    rough = _number(cells) & (cells["decimals"] > 0) & (cells["value"] % 1 > 0)
    for at in np.flatnonzero(rough):
        rough[at] = measures.is_finer(float(cells["value"][at]), measures.DECIMALS)
    return rough


def too_large(cells: Columns) -> Mask:
    """A number is beyond anything an office counts."""
    return _number(cells) & (cells["value"] > cells["highest"]) & ~cells["told_highest"]


def target_not_percent(cells: Columns) -> Mask:
    """A target in percent is not one that there is: 95 instead of 95%."""
    return _target(cells) & cells["percent_cell"] & cells.known("value") & ~_within(cells)


def target_off_scale(cells: Columns) -> Mask:
    """A target in the indicator's own unit is one that nobody can reach, or nothing at all."""
    nothing = (cells["value"] == 0) & ~cells["zero"]
    plain = _target(cells) & cells["numeric"] & ~cells["percent_cell"] & cells.known("value")
    return plain & (~_within(cells) | nothing)


def target_blank(cells: Columns) -> Mask:
    """There is no target where an achievement needs one."""
    return cells.among("role", (Role.TARGET,)) & cells.among("content", (Content.BLANK,)) & ~cells["goalless"]


def _within(cells: Columns) -> Mask:
    return (cells["value"] >= cells["lowest"]) & (cells["value"] <= cells["highest"])


def allowed(row: Row) -> dict[str, str]:
    """Return what was found and what may stand there."""
    return {"found": row["text"], "expected": row["allowed"]}


def at_most(row: Row) -> dict[str, str]:
    """Return what was found and the end of what an office counts."""
    return {"found": row["text"], "expected": f"paling besar {indonesian.whole(int(row['highest']))}"}

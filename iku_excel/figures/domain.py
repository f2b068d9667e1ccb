"""What may stand in a single figure or target: each a mask over the table ``cells`` (counts.py, traits.py).

A cell asks for a number of a certain sort, or for one of the steps; what it asks stands beside it, so that no rule here
knows a measure. A number at fault is named once: one that is shown as a percentage is not judged as a number any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

from iku_excel.definition import FIGURES, Role, measures
from iku_excel.model import Content
from iku_excel.text import indonesian

Table: TypeAlias = pd.DataFrame
Mask: TypeAlias = "pd.Series[bool]"
Row: TypeAlias = Mapping[str, Any]

_NOISE = 5e-16  # share of a number that no spreadsheet shows

_WRITTEN = (Content.TEXT, Content.NUMBER, Content.DATE, Content.BOOLEAN)


def _figure(cells: Table) -> Mask:
    return cells["role"].isin(FIGURES)


def _number(cells: Table) -> Mask:
    """Return where a plain number belongs: of a period, or an amount of money."""
    return (_figure(cells) | (cells["role"] == Role.MONEY)) & cells["numeric"]


def _target(cells: Table) -> Mask:
    """Return where a target belongs, or a figure of the same sort that the yearly report compares with."""
    return cells["role"].isin([Role.TARGET, Role.REFERENCE])


def not_a_number(cells: Table) -> Mask:
    """Text, a date or TRUE/FALSE stands where a number belongs."""
    wrong = cells["content"].isin([Content.TEXT, Content.DATE, Content.BOOLEAN]) & ~cells["digits"]
    return (_number(cells) | (_target(cells) & cells["numeric"])) & wrong


def not_a_choice(cells: Table) -> Mask:
    """Something other than one of the steps stands where one belongs."""
    return cells["worded"] & cells["content"].isin(_WRITTEN) & cells["value"].isna()


def percentage(cells: Table) -> Mask:
    """A number is shown as a percentage where a plain one belongs."""
    plain = _number(cells) | (_target(cells) & cells["numeric"] & ~cells["percent_cell"])
    return plain & cells["percent"].astype(bool) & (cells["content"] == Content.NUMBER)


def negative(cells: Table) -> Mask:
    """A number is below zero, and nobody said that it may be."""
    return _number(cells) & (cells["value"] < 0) & ~cells["told_lowest"]


def out_of_bounds(cells: Table) -> Mask:
    """A value is outside the bounds that the definition tells."""
    below = cells["told_lowest"] & (cells["value"] < cells["lowest"])
    above = cells["told_highest"] & (cells["value"] > cells["highest"])
    return _number(cells) & (below | above)


def fraction(cells: Table) -> Mask:
    """A whole number has a fraction."""
    return _number(cells) & (cells["decimals"] == 0) & (cells["value"] % 1 > 0)


def too_many_decimals(cells: Table) -> Mask:
    """A decimal number has more decimals than it may."""
    rough = _number(cells) & (cells["decimals"] > 0) & (cells["value"] % 1 > 0)
    finer = [measures.is_finer(value, measures.DECIMALS) for value in cells.loc[rough, "value"]]
    return rough & cells.index.isin(cells.index[rough][finer])


def too_large(cells: Table) -> Mask:
    """A number is beyond anything an office counts."""
    return _number(cells) & (cells["value"] > cells["highest"]) & ~cells["told_highest"]


def target_not_percent(cells: Table) -> Mask:
    """A target in percent is not one that there is: 95 instead of 95%."""
    return _target(cells) & cells["percent_cell"] & cells["value"].notna() & ~_within(cells)


def target_off_scale(cells: Table) -> Mask:
    """A target in the indicator's own unit is one that nobody can reach, or nothing at all."""
    nothing = (cells["value"] == 0) & ~cells["zero"]
    plain = _target(cells) & cells["numeric"] & ~cells["percent_cell"] & cells["value"].notna()
    return plain & (~_within(cells) | nothing)


def target_blank(cells: Table) -> Mask:
    """There is no target where an achievement needs one."""
    return (cells["role"] == Role.TARGET) & (cells["content"] == Content.BLANK) & ~cells["goalless"]


def _within(cells: Table) -> Mask:
    """Return what is within its bounds; a sum that should be 100% may be a last binary digit above it."""
    noise = _NOISE * cells["value"].abs()
    return (cells["value"] + noise >= cells["lowest"]) & (cells["value"] - noise <= cells["highest"])


def allowed(row: Row) -> dict[str, str]:
    """Return what was found and what may stand there."""
    return {"found": row["text"], "expected": row["allowed"]}


def at_most(row: Row) -> dict[str, str]:
    """Return what was found and the end of what an office counts."""
    return {"found": row["text"], "expected": f"paling besar {indonesian.whole(int(row['highest']))}"}

"""Submissions become tables: one long table of input cells, and from it one of counts.

``cells`` has a row for each input cell of each submission, in layout order:

    submission  position of the submission in the chunk
    defined_year  the year of the definition
    name, role, required, label, indicator, period    from the layout (indicator 0, period -1: none)
    content, number, text, percent, sheet, row, col   as read
    noisy       the stored number is a whole one but for binary noise
    value       the number that counts: stored as a number, or digits stored as text; the position of a step, the
                worst being 0; else NaN
    digits      the number is digits stored as text

and what the indicator asks of the cell (traits.py).

``counts`` has a row for each (submission, indicator, period):

    numerator, denominator              valid figures, NaN where empty or at fault; of a measure without parts the
                                        figure itself, and NaN
    numerator_at, denominator_at        their rows in ``cells``
    numerator_blank, denominator_blank  nothing written there (a cell at fault is not blank, a lost one is)
    defined_year                        the year of the definition
    lost                                a cell of the pair is gone
    filled                              something is written in the pair
    complete                            all parts are valid
    broken                              some pair of this indicator is lost, or filled but not complete
    last, reached                       last filled period of the indicator, of the submission; -1: none
    usual                               a stock's most frequent denominator (of a tie, the earliest); else NaN
    others_numerator, others_denominator  median of the indicator's other complete periods; NaN if they
                                are fewer than two, or two that contradict each other
    ytd_numerator, ytd_denominator      up to this period: summed for a flow, else its own
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iku_excel.definition import FIGURES, Role, measures
from iku_excel.definition.layout import layout
from iku_excel.figures import traits
from iku_excel.figures.columns import Columns
from iku_excel.model import Content, Kind, Submission

KEYS = ["submission", "indicator"]

Numbers: TypeAlias = NDArray[np.float64]

_COLUMNS: Mapping[str, type] = {
    "submission": int,
    "content": object,
    "number": float,
    "text": object,
    "percent": bool,
    "sheet": object,
    "row": float,
    "col": float,
}
"""What is read of every cell, with its type."""

_DIGITS = re.compile(f"[0-9]{{1,{measures.TYPED_DIGITS}}}")
_MANY = 1_000_000  # more than the indicators of any definition
_TARGETS = (Role.TARGET, Role.REFERENCE)
_ROUGH = (*FIGURES, *_TARGETS, Role.MONEY)
_FIRST = (Role.NUMERATOR, Role.VALUE, Role.STEP)
_WORDS = (Content.TEXT, Content.NUMBER)


def cell_table(submissions: Sequence[Submission]) -> pd.DataFrame:
    """Return the table ``cells`` of the readable submissions."""
    rows = []
    asked = []
    for position, submission in enumerate(submissions):
        if submission.definition is None:
            continue
        asked.append(traits.of_fields(submission.definition))
        for field in layout(submission.definition).fields:
            cell = submission.cells[field.name]
            rows.append(
                (position, cell.content.value, cell.number, cell.text, cell.percent, cell.sheet, cell.row, cell.col)
            )
    # told outright, because a chunk without a single readable workbook has no rows to tell it
    values = zip(*rows, strict=True) if rows else ([] for _ in _COLUMNS)
    table: dict[str, NDArray[Any]] = {
        name: np.array(list(column), dtype=kind) for (name, kind), column in zip(_COLUMNS.items(), values, strict=True)
    }
    for name, kind in traits.COLUMNS.items():
        table[name] = np.concatenate([item[name] for item in asked]) if asked else np.empty(0, dtype=kind)
    table |= _valued(table)
    cells = pd.DataFrame(table)
    rough = cells.index[cells["role"].isin(_ROUGH) & cells["numeric"] & (cells["value"] % 1 > 0)]
    if len(rough):  # hardly ever
        _clear(cells, rough)
    _read_steps(cells, submissions)
    return cells


def _valued(table: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the number of each cell that counts, whether it is digits stored as text, and no noise as yet."""
    content, numeric, texts = table["content"], table["numeric"], table["text"]
    written = numeric & (content == Content.TEXT)
    digits = np.zeros(len(content), dtype=bool)
    digits[written] = [_DIGITS.fullmatch(text) is not None for text in texts[written]]
    value = np.where(content == Content.NUMBER, table["number"], np.nan)
    value[digits] = [float(text) for text in texts[digits]]
    shown_as_percent = numeric & ~table["percent_cell"] & table["percent"]
    value[shown_as_percent & (table["role"] != Role.YEAR)] = np.nan
    return {"digits": digits, "value": value, "noisy": np.zeros(len(content), dtype=bool)}


def _clear(cells: pd.DataFrame, rough: pd.Index) -> None:
    """Take fractions at the 15 digits that a spreadsheet shows: 0.1 + 0.2 is 0.3, and 3 + noise is 3."""
    cleared = cells.loc[rough, "value"].map(measures.cleared)
    value = cells.loc[rough, "value"]
    of = cells.loc[rough]
    target = of["role"].isin(_TARGETS)
    fraction = ~target & (of["decimals"] == 0) & (cleared % 1 > 0)  # of a count: it stays one
    cleared = cleared.where(~fraction, value)
    beyond = (value < of["lowest"]) | (value > of["highest"])  # of targets noise is told where it decides
    cells.loc[rough, "noisy"] = (cleared != value) & (~target | beyond)
    cells.loc[rough, "value"] = cleared


def _read_steps(cells: pd.DataFrame, submissions: Sequence[Submission]) -> None:
    """Put the position of the step where one is written."""
    worded = cells.index[cells["worded"]]
    if not len(worded):
        return
    positions = []
    for row in records(cells.loc[worded]):
        definition = submissions[row["submission"]].definition
        assert definition is not None  # only readable submissions have rows  # noqa: S101
        indicator = definition.indicators[row["indicator"] - 1]
        step = measures.step(indicator, row["text"]) if row["content"] in _WORDS else None
        positions.append(np.nan if step is None else float(step))
    cells.loc[worded, "value"] = positions


def count_table(cells: pd.DataFrame, at_fault: pd.Index) -> pd.DataFrame:
    """Return the table ``counts``; ``at_fault`` are the rows of ``cells`` that no figure may use."""
    look = Columns(cells)
    usable = look["value"].copy()
    usable[at_fault] = np.nan
    lost = look.among("content", (Content.LOST,))
    blank = lost | look.among("content", (Content.BLANK,))
    top, bottom = (np.flatnonzero(look.among("role", roles)) for roles in (_FIRST, (Role.DENOMINATOR,)))
    names = ("submission", "defined_year", "indicator", "period", *traits.OF_INDICATOR)
    counts: dict[str, NDArray[Any]] = {name: look[name][top] for name in names}
    paired, period = counts["paired"], counts["period"]
    second = top.copy()  # a figure without parts stands for both
    second[paired] = bottom
    counts |= {"numerator_at": top, "denominator_at": second}
    counts |= {"numerator": usable[top], "denominator": np.where(paired, usable[second], np.nan)}
    counts |= {"numerator_blank": blank[top], "denominator_blank": blank[second], "lost": lost[top] | lost[second]}
    filled = counts["filled"] = ~(blank[top] & blank[second])
    known = {part: ~np.isnan(counts[part]) for part in ("numerator", "denominator")}
    counts["complete"] = known["numerator"] & (known["denominator"] | ~paired)
    groups = np.unique(counts["submission"] * _MANY + counts["indicator"], return_inverse=True)[1]
    half = counts["lost"] | (filled & ~counts["complete"])
    counts["broken"] = np.bincount(groups, weights=half)[groups] > 0 if len(groups) else half
    last = np.where(filled, period, -1)
    counts["last"], counts["reached"] = _greatest(last, groups), _greatest(last, counts["submission"])
    counts["usual"] = _usual_denominator(counts, groups)
    for part in ("numerator", "denominator"):
        counts[f"others_{part}"] = _others(counts, part, groups)
        counts[f"ytd_{part}"] = _to_date(counts, part, groups)
    return pd.DataFrame(counts)


def _greatest(values: NDArray[Any], groups: NDArray[Any]) -> NDArray[Any]:
    """Return for each row the largest value, from -1, of its group."""
    found = np.full(groups.max(initial=-1) + 1, -1)
    np.maximum.at(found, groups, values)
    of_rows: NDArray[Any] = found[groups]
    return of_rows


def _to_date(counts: Mapping[str, NDArray[Any]], part: str, groups: NDArray[Any]) -> NDArray[Any]:
    """Return what a part comes to up to each period. Sums are of whole steps of the last decimal, so they are exact."""
    scale = 10.0 ** counts["decimals"]
    steps = np.round(np.where(np.isnan(counts[part]), 0.0, counts[part]) * scale)
    summed = pd.Series(steps).groupby(groups).cumsum().to_numpy() / scale
    found: NDArray[Any] = np.where(counts["kind"] == Kind.FLOW, summed, counts[part])
    return found


def far_apart(first: Numbers, second: Numbers) -> NDArray[np.bool_]:
    """Tell which counts are far from each other: more than fourfold, and more than chance explains.

    Counts of events scatter by about the square root of their size, the difference of two by the
    root of their sum; five times that is beyond chance, so small counts never qualify.
    """
    smaller, larger = np.minimum(first, second), np.maximum(first, second)
    beyond_chance: NDArray[np.bool_] = larger - smaller > 5 * np.sqrt(np.maximum(larger + smaller, 0))
    return np.logical_and(larger > 4 * smaller, beyond_chance)


def _others(counts: Mapping[str, NDArray[Any]], part: str, row: NDArray[Any]) -> NDArray[Any]:
    """Return for each period the median of the indicator's other periods; ``row`` numbers the indicators.

    The median of three or more is not moved by one odd period. Of two nobody can tell which is odd,
    so they must agree.
    """
    column = counts["period"]
    known = np.full((row.max(initial=-1) + 1, column.max(initial=-1) + 1), np.nan)
    known[row, column] = np.where(counts["complete"], counts[part], np.nan)
    medians = np.full_like(known, np.nan)
    for period in range(known.shape[1]):
        others = np.sort(np.delete(known, period, axis=1), axis=1)  # NaN last
        number = np.sum(~np.isnan(others), axis=1)
        rows = np.flatnonzero(number >= 2)
        low, high = others[rows, (number[rows] - 1) // 2], others[rows, number[rows] // 2]
        contradict = (number[rows] == 2) & far_apart(low, high)
        medians[rows, period] = np.where(contradict, np.nan, (low + high) / 2)
    found: NDArray[Any] = medians[row, column]
    return found


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dictionaries."""
    names = list(table.columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*(table[name].tolist() for name in names), strict=True)]


def _usual_denominator(counts: Mapping[str, NDArray[Any]], groups: NDArray[Any]) -> NDArray[Any]:
    """Return for each row of a stock the denominator that most of its periods have; of a tie, the earliest."""
    usual = np.full(len(groups), np.nan)
    stock = (counts["kind"] == Kind.STOCK) & ~counts["grows"] & ~np.isnan(counts["denominator"])
    for group in set(groups[stock].tolist()):
        rows = np.flatnonzero(stock & (groups == group))
        rows = rows[np.argsort(counts["period"][rows])]
        found = counts["denominator"][rows].tolist()
        usual[groups == group] = max(found, key=found.count)  # the first of those that are equal
    return usual

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

from collections.abc import Sequence
from typing import Any, TypeAlias, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iku_excel.definition import FIGURES, Role, measures
from iku_excel.definition.layout import layout
from iku_excel.figures import traits
from iku_excel.model import Content, Kind, Submission

KEYS = ["submission", "indicator"]

Numbers: TypeAlias = NDArray[np.float64]

_COLUMNS = ["submission", "content", "number", "text", "percent", "sheet", "row", "col"]
_DIGITS = "[0-9]{1,300}"  # what is longer than any number is text
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
            content, sheet = cell.content.value, cell.sheet
            rows.append((position, content, cell.number, cell.text, cell.percent, sheet, cell.row, cell.col))
    cells = pd.DataFrame(rows, columns=_COLUMNS)
    # told outright, because a chunk without a single readable workbook has no rows to tell it
    cells = cells.astype({"submission": int, **dict.fromkeys(("number", "row", "col"), float)})
    for name, kind in traits.COLUMNS.items():
        cells[name] = np.concatenate([table[name] for table in asked]) if asked else np.empty(0, dtype=kind)
    text = cells["content"] == Content.TEXT
    cells["digits"] = cells["numeric"] & text & cells["text"].str.fullmatch(_DIGITS).astype(bool)
    cells["value"] = cells["number"].where(cells["content"] == Content.NUMBER)
    cells.loc[cells["digits"], "value"] = cells.loc[cells["digits"], "text"].astype(float)
    shown_as_percent = cells["numeric"] & ~cells["percent_cell"] & cells["percent"].astype(bool)
    cells.loc[shown_as_percent & (cells["role"] != Role.YEAR), "value"] = np.nan
    cells["noisy"] = False
    rough = cells.index[cells["role"].isin(_ROUGH) & cells["numeric"] & (cells["value"] % 1 > 0)]
    if len(rough):
        _clear(cells, rough)
    _read_steps(cells, submissions)
    return cells


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
    usable = cells["value"].where(~cells.index.isin(at_fault))
    lost = cells["content"] == Content.LOST
    blank = lost | (cells["content"] == Content.BLANK)
    top = cells.index[cells["role"].isin(_FIRST)]
    bottom = cells.index[cells["role"] == Role.DENOMINATOR]
    counts = cells.loc[top, ["submission", "defined_year", "indicator", "period", *traits.OF_INDICATOR]].reset_index(
        drop=True
    )
    paired = counts["paired"].to_numpy(dtype=bool)
    second = top.to_numpy().copy()  # a figure without parts stands for both
    second[paired] = bottom
    counts["numerator_at"], counts["denominator_at"] = top, second
    counts["numerator"] = usable.loc[top].to_numpy()
    counts["denominator"] = np.where(paired, usable.loc[second], np.nan)
    for part in ("numerator", "denominator"):
        counts[f"{part}_blank"] = blank.loc[counts[f"{part}_at"]].to_numpy()
    counts["lost"] = lost.loc[top].to_numpy() | lost.loc[second].to_numpy()
    counts["filled"] = ~(counts["numerator_blank"] & counts["denominator_blank"])
    counts["complete"] = counts["numerator"].notna() & (counts["denominator"].notna() | ~paired)
    half = counts["lost"] | (counts["filled"] & ~counts["complete"])
    indicators = [counts["submission"], counts["indicator"]]
    counts["broken"] = half.groupby(indicators).transform("any").astype(bool)
    last = counts["period"].where(counts["filled"], -1)
    counts["last"] = last.groupby(indicators).transform("max").astype(int)
    counts["reached"] = last.groupby(counts["submission"]).transform("max").astype(int)
    counts["usual"] = _usual_denominator(counts)
    for part in ("numerator", "denominator"):
        counts[f"others_{part}"] = _others(counts, part)
        counts[f"ytd_{part}"] = _to_date(counts, part)
    return counts


def _to_date(counts: pd.DataFrame, part: str) -> pd.Series:
    """Return what a part comes to up to each period. Sums are of whole steps of the last decimal, so they are exact."""
    scale = 10.0 ** counts["decimals"]
    steps = (counts[part].fillna(0.0) * scale).round()
    summed = steps.groupby([counts[key] for key in KEYS]).cumsum() / scale
    return summed.where(counts["kind"] == Kind.FLOW, counts[part])


def far_apart(first: Numbers, second: Numbers) -> NDArray[np.bool_]:
    """Tell which counts are far from each other: more than fourfold, and more than chance explains.

    Counts of events scatter by about the square root of their size, the difference of two by the
    root of their sum; five times that is beyond chance, so small counts never qualify.
    """
    smaller, larger = np.minimum(first, second), np.maximum(first, second)
    beyond_chance: NDArray[np.bool_] = larger - smaller > 5 * np.sqrt(np.maximum(larger + smaller, 0))
    return np.logical_and(larger > 4 * smaller, beyond_chance)


def _others(counts: pd.DataFrame, part: str) -> pd.Series:
    """Return for each period the median of the indicator's other periods.

    The median of three or more is not moved by one odd period. Of two nobody can tell which is odd,
    so they must agree.
    """
    row, column = counts.groupby(KEYS, sort=False).ngroup().to_numpy(), counts["period"].to_numpy()
    known = np.full((row.max(initial=-1) + 1, column.max(initial=-1) + 1), np.nan)
    known[row, column] = counts[part].where(counts["complete"])
    medians = np.full_like(known, np.nan)
    for period in range(known.shape[1]):
        others = np.sort(np.delete(known, period, axis=1), axis=1)  # NaN last
        number = np.sum(~np.isnan(others), axis=1)
        rows = np.flatnonzero(number >= 2)
        low, high = others[rows, (number[rows] - 1) // 2], others[rows, number[rows] // 2]
        contradict = (number[rows] == 2) & far_apart(low, high)
        medians[rows, period] = np.where(contradict, np.nan, (low + high) / 2)
    return pd.Series(medians[row, column], index=counts.index)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dictionaries."""
    return cast("list[dict[str, Any]]", table.to_dict("records"))


def _usual_denominator(counts: pd.DataFrame) -> pd.Series:
    stock = counts[(counts["kind"] == Kind.STOCK) & ~counts["grows"] & counts["denominator"].notna()]
    times = stock.groupby([*KEYS, "denominator"])["period"].transform("size")
    ranked = stock.assign(times=times).sort_values(["times", "period"], ascending=[False, True])
    usual = ranked.groupby(KEYS)["denominator"].first().rename("usual")
    return counts[KEYS].join(usual, on=KEYS)["usual"]

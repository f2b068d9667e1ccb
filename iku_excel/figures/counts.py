"""Submissions become tables: one long table of input cells, and from it one of counts.

``cells`` has a row for each input cell of each submission, in layout order:

    submission  position of the submission in the chunk
    defined_year  the year of the definition
    name, role, required, label, indicator, period    from the layout (indicator 0, period -1: none)
    kind        "arus" or "stok", "" outside the counts
    content, number, text, percent, sheet, row, col   as read
    noisy       the stored number is a whole one but for binary noise
    value       the number that counts: stored as a number, or digits stored as text; else NaN

``counts`` has a row for each (submission, indicator, period):

    numerator, denominator              valid counts, NaN where empty or at fault
    numerator_at, denominator_at        their rows in ``cells``
    numerator_blank, denominator_blank  nothing written there (a cell at fault is not blank, a lost one is)
    defined_year                        the year of the definition
    lost                                a cell of the pair is gone
    filled                              something is written in the pair
    complete                            both are valid
    broken                              some pair of this indicator is lost, or filled but not complete
    last, reached                       last filled period of the indicator, of the submission; -1: none
    usual                               a stock's most frequent denominator (of a tie, the earliest); else NaN
    others_numerator, others_denominator  median of the indicator's other complete periods; NaN if they
                                are fewer than two, or two that contradict each other
    ytd_numerator, ytd_denominator      up to this period: summed for a flow, its own for a stock
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iku_excel.definition import Role
from iku_excel.definition.layout import layout
from iku_excel.model import Content, Kind, Submission

KEYS = ["submission", "indicator"]

DIGITS = 15
"""Digits of a number that spreadsheets show; what comes after them is noise of binary fractions."""

Numbers: TypeAlias = NDArray[np.float64]

_COLUMNS = [
    "submission",
    "defined_year",
    "name",
    "role",
    "required",
    "label",
    "indicator",
    "period",
    "kind",
    "content",
    "number",
    "text",
    "percent",
    "sheet",
    "row",
    "col",
]
_DIGITS = "[0-9]{1,300}"  # what is longer than any number is text

_COUNTS = (Role.NUMERATOR, Role.DENOMINATOR)


def cell_table(submissions: Sequence[Submission]) -> pd.DataFrame:
    """Return the table ``cells`` of the readable submissions."""
    rows = []
    for position, submission in enumerate(submissions):
        if submission.definition is None:
            continue
        kinds = {indicator.number: indicator.kind or "" for indicator in submission.definition.indicators}
        for field in layout(submission.definition).fields:
            cell = submission.cells[field.name]
            rows.append(
                (
                    position,
                    submission.definition.year,
                    field.name,
                    field.role.value,
                    field.required,
                    field.label,
                    field.indicator,
                    field.period,
                    kinds[field.indicator] if field.role in _COUNTS else "",
                    cell.content.value,
                    cell.number,
                    cell.text,
                    cell.percent,
                    cell.sheet,
                    cell.row,
                    cell.col,
                )
            )
    cells = pd.DataFrame(rows, columns=_COLUMNS)
    # told outright, because a chunk without a single readable workbook has no rows to tell it
    whole = dict.fromkeys(("submission", "defined_year", "indicator", "period"), int)
    cells = cells.astype({**whole, **dict.fromkeys(("number", "row", "col"), float)})
    numeric = cells["role"].isin([Role.NUMERATOR, Role.DENOMINATOR, Role.TARGET, Role.YEAR])
    digits = cells["text"].str.fullmatch(_DIGITS).astype(bool)
    cells["digits"] = numeric & (cells["content"] == Content.TEXT) & digits
    cells["value"] = cells["number"].where(cells["content"] == Content.NUMBER)
    cells.loc[cells["digits"], "value"] = cells.loc[cells["digits"], "text"].astype(float)
    cells["noisy"] = False
    rough = cells.index[cells["role"].isin(_COUNTS) & (cells["value"] % 1 > 0)]
    if len(rough):  # hardly ever
        whole = cells.loc[rough, "value"].map(_cleared)
        cells.loc[rough, "noisy"] = whole % 1 == 0
        cells.loc[rough, "value"] = whole.where(whole % 1 == 0, cells.loc[rough, "value"])
    return cells


def _cleared(number: float) -> float:
    """Return a number without the noise of binary fractions: the 15 digits that a spreadsheet shows of it."""
    return float(f"{number:.{DIGITS}g}")


def count_table(cells: pd.DataFrame, at_fault: pd.Index) -> pd.DataFrame:
    """Return the table ``counts``; ``at_fault`` are the rows of ``cells`` that no figure may use."""
    usable = cells["value"].where(~cells.index.isin(at_fault))
    lost = cells["content"] == Content.LOST
    blank = lost | (cells["content"] == Content.BLANK)
    top = cells.index[cells["role"] == Role.NUMERATOR]
    bottom = cells.index[cells["role"] == Role.DENOMINATOR]
    counts = cells.loc[top, ["submission", "defined_year", "indicator", "period", "kind"]].reset_index(drop=True)
    for part, at in (("numerator", top), ("denominator", bottom)):
        counts[f"{part}_at"] = at
        counts[part] = usable.loc[at].to_numpy()
        counts[f"{part}_blank"] = blank.loc[at].to_numpy()
    counts["lost"] = lost.loc[top].to_numpy() | lost.loc[bottom].to_numpy()
    counts["filled"] = ~(counts["numerator_blank"] & counts["denominator_blank"])
    counts["complete"] = counts["numerator"].notna() & counts["denominator"].notna()
    half = counts["lost"] | (counts["filled"] & ~counts["complete"])
    indicators = [counts["submission"], counts["indicator"]]
    counts["broken"] = half.groupby(indicators).transform("any").astype(bool)
    last = counts["period"].where(counts["filled"], -1)
    counts["last"] = last.groupby(indicators).transform("max").astype(int)
    counts["reached"] = last.groupby(counts["submission"]).transform("max").astype(int)
    counts["usual"] = _usual_denominator(counts)
    for part in ("numerator", "denominator"):
        counts[f"others_{part}"] = _others(counts, part)
    for part in ("numerator", "denominator"):
        summed = counts[part].fillna(0.0).groupby(indicators).cumsum()
        counts[f"ytd_{part}"] = np.where(counts["kind"] == Kind.FLOW, summed, counts[part])
    return counts


def far_apart(first: Numbers, second: Numbers) -> NDArray[np.bool_]:
    """Tell which counts are far from each other: more than fourfold, and more than chance explains.

    Counts of events scatter by about the square root of their size, the difference of two by the
    root of their sum; five times that is beyond chance, so small counts never qualify.
    """
    smaller, larger = np.minimum(first, second), np.maximum(first, second)
    beyond_chance: NDArray[np.bool_] = larger - smaller > 5 * np.sqrt(larger + smaller)
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
    stock = counts[(counts["kind"] == Kind.STOCK) & counts["denominator"].notna()]
    times = stock.groupby([*KEYS, "denominator"])["period"].transform("size")
    ranked = stock.assign(times=times).sort_values(["times", "period"], ascending=[False, True])
    usual = ranked.groupby(KEYS)["denominator"].first().rename("usual")
    return counts[KEYS].join(usual, on=KEYS)["usual"]

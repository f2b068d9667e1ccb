"""Year to date, actual, achievement and predicate: counts in, figures out, vectorised over a chunk.

Figures are derived last, from what was counted, never from other figures and never from rounded ones.
``totals`` has a row for each (submission, indicator):

    numerator, denominator  year to date: summed for a flow, the last known period else; of a measure without parts
                            the figure itself, and NaN
    actual                  by the measure (definition/measures.py): in percent, in the indicator's unit, or the
                            position of a step; NaN where there is none
    target                  likewise, NaN where there is none
    achievement             in percent, by the indicator's own formula; NaN where undefined
    uncapped                the same before the scale's cap
    predicate               label of the scale's band, None without an achievement
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iku_excel.definition import Role, measures
from iku_excel.definition.measures import GUARD
from iku_excel.figures.counts import KEYS, Numbers
from iku_excel.model import Achievement, Indicator, Scale, Submission
from iku_excel.text import percentage


def of_rows(table: pd.DataFrame, submissions: Sequence[Submission]) -> list[Indicator]:
    """Return the indicator of every row of a table that names submission and indicator."""
    found = []
    for position, number in zip(table["submission"], table["indicator"], strict=True):
        definition = submissions[position].definition
        assert definition is not None  # only readable submissions have rows  # noqa: S101
        found.append(definition.indicators[number - 1])
    return found


def _alike(
    indicators: Sequence[Indicator], key: Callable[[Indicator], Hashable]
) -> Iterator[tuple[Indicator, NDArray[np.intp]]]:
    """Yield an indicator for all that are judged alike, whosever they are, with their rows."""
    rows: dict[Hashable, list[int]] = {}
    for row, indicator in enumerate(indicators):
        rows.setdefault(key(indicator), []).append(row)
    for positions in rows.values():
        yield indicators[positions[0]], np.array(positions)


def actual(table: pd.DataFrame, indicators: Sequence[Indicator], part: str = "") -> Numbers:
    """Return the figure of each row from its parts, NaN over zero; ``part`` may be "ytd_"."""
    top, bottom = (table[f"{part}{name}"].to_numpy(dtype=float) for name in ("numerator", "denominator"))
    figures = np.full(len(table), np.nan)
    for indicator, rows in _alike(indicators, measures.figured_by):
        below = np.where(bottom[rows] == 0, np.nan, bottom[rows])
        figures[rows] = measures.row(indicator).actual(indicator, top[rows], below)
    return figures


def totals(counts: pd.DataFrame, cells: pd.DataFrame, submissions: Sequence[Submission]) -> pd.DataFrame:
    """Return the table ``totals``."""
    known = counts[counts["complete"]]
    last = known.loc[known.groupby(KEYS)["period"].idxmax(), [*KEYS, "ytd_numerator", "ytd_denominator"]]
    targets = cells.loc[cells["role"] == Role.TARGET, [*KEYS, "value", "percent_cell"]]
    table = targets.rename(columns={"value": "target"}).merge(last, on=KEYS, how="left")
    table = table.rename(columns={"ytd_numerator": "numerator", "ytd_denominator": "denominator"})
    indicators = of_rows(table, submissions)
    table["actual"] = actual(table, indicators)
    in_percent = table["percent_cell"] & table["target"].notna()
    table.loc[in_percent, "target"] = table.loc[in_percent, "target"].map(percentage.from_fraction).astype(float)
    return judged(table, indicators, [_scale(submissions[position]) for position in table["submission"]])


def _scale(submission: Submission) -> Scale:
    assert submission.definition is not None  # only readable submissions have rows  # noqa: S101
    return submission.definition.scale


def judged(table: pd.DataFrame, indicators: Sequence[Indicator], scales: Sequence[Scale]) -> pd.DataFrame:
    """Return a table of actuals and targets with achievement and predicate."""
    reached, predicates = np.full(len(table), np.nan), np.full(len(table), None, dtype=object)
    actuals, targets = (table[name].to_numpy(dtype=float) for name in ("actual", "target"))
    for indicator, rows in _alike(indicators, measures.judged_by):
        reached[rows] = achievement(actuals[rows], targets[rows], indicator)
    uncapped = reached.copy()
    of_scale: dict[Scale, list[int]] = {}
    for row, scale in enumerate(scales):
        of_scale.setdefault(scale, []).append(row)
    for scale, positions in of_scale.items():
        if scale.cap is not None:
            reached[positions] = np.minimum(reached[positions], scale.cap)
        predicates[positions] = predicate(reached[positions], scale)
    words = pd.Series(predicates, index=table.index, dtype=object)  # told outright: else None becomes NaN among texts
    return table.assign(achievement=reached, predicate=words, uncapped=uncapped)


def achievement(actuals: Numbers, targets: Numbers, indicator: Indicator) -> Numbers:
    """Return the achievement in percent by the indicator's rule; NaN where it has no value."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if indicator.ideal is not None:
            return _within_range(actuals, indicator.ideal)
        if measures.worded(indicator):
            return _by_step(actuals, targets, indicator)
        match indicator.achievement:
            case Achievement.MIRRORED:
                figures = 100 * (2 * targets - actuals) / targets
            case Achievement.INVERSE:
                figures = 100 * targets / np.where(actuals == 0, np.nan, actuals)
            case _:
                figures = 100 * actuals / targets
    nothing = np.where(actuals == 0, 100.0, np.nan)  # who aims at nothing at all has reached it, or cannot be measured
    return np.where(targets == 0, nothing, figures)


def _within_range(actuals: Numbers, ideal: tuple[float, float]) -> Numbers:
    lowest, highest = ideal
    below = 100 * actuals / (lowest or np.nan)
    inside = np.where(np.isnan(actuals), np.nan, 100.0)
    return np.where(actuals < lowest, below, np.where(actuals > highest, 100 * highest / actuals, inside))


def _by_step(actuals: Numbers, targets: Numbers, indicator: Indicator) -> Numbers:
    known = ~np.isnan(actuals) & ~np.isnan(targets)
    figures = np.where(known & (actuals >= targets), 100.0, np.nan)
    below = known & (actuals < targets)
    if indicator.points:
        points = np.array(indicator.points)
        reached, aimed = points[actuals[below].astype(int)], points[targets[below].astype(int)]
        figures[below] = 100 * reached / np.where(aimed == 0, np.nan, aimed)
    return figures


def predicate(achievements: Numbers, scale: Scale) -> NDArray[np.object_]:
    """Return the label of the band each achievement falls in: lower bounds belong to their band."""
    labels = np.array([band.label for band in reversed(scale.bands)], dtype=object)
    bounds = [band.lower for band in reversed(scale.bands) if band.lower is not None]
    band = np.searchsorted(bounds, np.round(achievements, GUARD), side="right")
    found: NDArray[np.object_] = labels[np.minimum(band, len(labels) - 1)]
    found[np.isnan(achievements)] = None
    return found

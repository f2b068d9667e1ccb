"""Year to date, actual, achievement and predicate: counts in, figures out, vectorised over a chunk.

Percentages are derived last, from the counts, never from other percentages and never from rounded
ones. ``totals`` has a row for each (submission, indicator):

    numerator, denominator  year to date: summed for a flow, the last known period for a stock
    actual                  100 * numerator / denominator in percent; NaN for 0 of 0
    target                  in percent, NaN where there is none
    achievement             in percent, by the indicator's own formula; NaN where undefined
    predicate               label of the scale's band, None without an achievement
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from iku_excel.definition import Role
from iku_excel.figures.counts import KEYS
from iku_excel.model import Achievement, Scale, Submission
from iku_excel.text import percentage

GUARD = 9
"""Decimals of an achievement that decide its predicate.

86.45 / 95 * 100 is 91 but 90.99999999999999 in binary; the ninth decimal of a percentage of counts
up to a billion is noise. The output's live formulas round the same way before they look a band up.
"""


def actual(counts: pd.DataFrame, part: str = "") -> pd.Series:
    """Return 100 * numerator / denominator, NaN where the denominator is zero; ``part`` may be "ytd_"."""
    denominator = counts[f"{part}denominator"]
    return 100 * counts[f"{part}numerator"] / denominator.where(denominator != 0)


def totals(counts: pd.DataFrame, cells: pd.DataFrame, submissions: Sequence[Submission]) -> pd.DataFrame:
    """Return the table ``totals`` of indicators with at least one complete period."""
    known = counts[counts["complete"]]
    last = known.loc[known.groupby(KEYS)["period"].idxmax()]
    table = last[[*KEYS, "ytd_numerator", "ytd_denominator"]].reset_index(drop=True)
    table["actual"] = actual(table, "ytd_")
    table = table.rename(columns={"ytd_numerator": "numerator", "ytd_denominator": "denominator"})
    targets = cells.loc[cells["role"] == Role.TARGET, [*KEYS, "value"]].rename(columns={"value": "target"})
    table = table.merge(targets, on=KEYS, how="left")
    table["target"] = table["target"].map(percentage.from_fraction, na_action="ignore").astype(float)
    table["achievement"] = np.nan
    table["predicate"] = None
    _judge(table, submissions)
    return table


def _judge(table: pd.DataFrame, submissions: Sequence[Submission]) -> None:
    """Fill in achievement and predicate: once for all rows that share a formula and a scale, whosever they are."""
    alike: dict[tuple[Achievement, Scale], list[int]] = {}
    for row, (position, number) in enumerate(zip(table["submission"], table["indicator"], strict=True)):
        definition = submissions[position].definition
        assert definition is not None  # only readable submissions have rows  # noqa: S101
        formula = definition.indicators[number - 1].achievement
        alike.setdefault((formula, definition.scale), []).append(row)
    for (formula, scale), rows in alike.items():
        part = table.loc[rows]
        achieved = achievement(part["actual"], part["target"], formula).clip(upper=scale.cap)
        table.loc[rows, "achievement"] = achieved
        table.loc[rows, "predicate"] = predicate(achieved, scale)


def achievement(actuals: pd.Series, targets: pd.Series, formula: Achievement) -> pd.Series:
    """Return the achievement in percent by one of the official formulas; NaN where it has no value."""
    match formula:
        case Achievement.RATIO:
            return 100 * actuals / targets
        case Achievement.MIRRORED:
            return 100 * (2 * targets - actuals) / targets
        case Achievement.INVERSE:
            return 100 * targets / actuals.where(actuals != 0)


def predicate(achievements: pd.Series, scale: Scale) -> pd.Series:
    """Return the label of the band each achievement falls in: lower bounds belong to their band."""
    labels = np.array([band.label for band in reversed(scale.bands)], dtype=object)
    bounds = [band.lower for band in reversed(scale.bands) if band.lower is not None]
    band = np.searchsorted(bounds, achievements.round(GUARD), side="right")
    return pd.Series(labels[band], index=achievements.index, dtype=object).where(achievements.notna(), None)

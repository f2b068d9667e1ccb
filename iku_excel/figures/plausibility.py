"""Counts that are lawful but hardly true: each a mask over the table ``counts`` or ``totals``, and only ever a warning.

What a spreadsheet makes of "1/2/2023" is a whole number like any other; sums since January look like the counts of a
period; a target of 0,1% makes every achievement a triumph. Each rule here says when such a figure is worth a question,
and docs/plausibility.md how often it asks in vain and how often it is silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iku_excel.definition import Role
from iku_excel.figures.columns import Columns, Mask
from iku_excel.figures.counts import Numbers, far_apart
from iku_excel.model import MAX_LINE, YEARS, Content, Kind
from iku_excel.text import dates, indonesian

MAX_ACHIEVEMENT = 1_000.0
"""Percent up to which an achievement passes without a word."""

Row: TypeAlias = Mapping[str, Any]

FEWEST = 3
"""Periods that must be reported before sums can be told from counts: of two, a doubling is no rarity."""


# ---------------------------------------------------------------- a date where a count belongs


def numerator_is_date(counts: Columns) -> Mask:
    """A numerator is the number of a day near the report's year, and the other periods are of another size."""
    return _is_date(counts, "numerator")


def denominator_is_date(counts: Columns) -> Mask:
    """A denominator is the number of a day near the report's year, and the other periods are of another size."""
    return _is_date(counts, "denominator")


def _is_date(counts: Columns, part: str) -> Mask:
    """Compare what could be a date with the median of the periods that could not; without any, nobody can tell."""
    years, figures = counts["defined_year"], counts[part]
    first, beyond = (
        np.array([dates.serial(year + shift, 1, 1) for year in years.tolist()], dtype=float) for shift in (-1, 2)
    )
    dated: Mask = (figures >= first) & (figures < beyond)
    if not dated.any():  # nearly always
        return dated
    usual = pd.Series(np.where(dated, np.nan, figures)).groupby(counts.groups).transform("median")
    return dated & far_apart(figures, usual.to_numpy())


def numerator_as_date(row: Row) -> dict[str, str]:
    """Return what the words need of a numerator that could be a date."""
    return _as_date(row["numerator"])


def denominator_as_date(row: Row) -> dict[str, str]:
    """Return what the words need of a denominator that could be a date."""
    return _as_date(row["denominator"])


def _as_date(count: float) -> dict[str, str]:
    return {"found": indonesian.typed(int(count)), "day": indonesian.date(dates.of_serial(int(count)))}


def with_hour(row: Row) -> dict[str, str]:
    """Return a fraction as found, with the hour that it is where a spreadsheet has made it of "10.15"."""
    hour = None if row["percent"] else dates.clock(row["value"] % 1)
    return {"found": f"{row['text']} ({hour})" if hour else row["text"]}


# ---------------------------------------------------------------- sums since January where counts of a period belong


def cumulative(counts: Columns) -> Mask:
    """A flow whose figures rise like sums since January; named at its last period."""
    last = counts.among("kind", (Kind.FLOW,)) & ~counts["broken"] & (counts["period"] == counts["last"])
    worth = last & (counts["last"] >= FEWEST - 1)
    if not worth.any():
        return worth
    numbers = counts.groups
    second = np.where(counts["paired"], counts["denominator"], counts["numerator"])  # a count stands for both
    numerators, denominators = (_grid(counts, part) for part in (counts["numerator"], second))
    found = np.zeros(len(counts), dtype=bool)
    for period in np.unique(counts["last"][worth]):
        at = np.flatnonzero(worth & (counts["last"] == period))
        reported = (numbers[at], slice(0, period + 1))
        found[at] = like_sums(numerators[reported], denominators[reported])
    return worth & found


def _grid(counts: Columns, part: Numbers) -> Numbers:
    """Return a row for each indicator and a column for each period; a period without a count is NaN."""
    grid = np.full((counts.groups.max() + 1, counts["period"].max() + 1), np.nan)
    grid[counts.groups, counts["period"]] = part
    return grid


def like_sums(numerators: Numbers, denominators: Numbers) -> NDArray[np.bool_]:
    """Tell which rows look like running sums of their periods rather than the periods themselves.

    Neither row ever falls, the denominator has risen by more than chance explains (twice the root of first plus last),
    and its steps, the first count being the first step, are more even than the counts: those of an honest office
    are all of one size and its steps are not, those of a summing office the other way round.
    """
    first, last = denominators[:, 0], denominators[:, -1]
    never_fall = [(np.diff(row, axis=1) >= 0).all(axis=1) for row in (numerators, denominators)]
    beyond_chance = last - first > 2 * np.sqrt(last + first)
    more_even = _unevenness(np.diff(denominators, axis=1, prepend=0.0)) < _unevenness(denominators)
    found: NDArray[np.bool_] = never_fall[0] & never_fall[1] & beyond_chance & more_even
    return found


def _unevenness(rows: Numbers) -> Numbers:
    """Return the standard deviation of each row as a share of its mean."""
    means = rows.mean(axis=1)
    shares: Numbers = rows.std(axis=1) / np.where(means > 0, means, 1.0)
    return shares


# ---------------------------------------------------------------- an achievement beyond belief


def extreme(totals: Columns) -> Mask:
    """An achievement is above 1.000 percent, if only the scale's cap hides it: nearly always it is the target."""
    return totals["uncapped"] > MAX_ACHIEVEMENT


def achieved(row: Row) -> dict[str, str]:
    """Return what the words need of such an achievement."""
    return {
        "found": indonesian.percent(row["uncapped"]),
        "expected": f"paling besar {indonesian.number(MAX_ACHIEVEMENT)}%",
        "target": row["target"],
        "actual": row["actual"],
    }


# ---------------------------------------------------------------- a target that may be a thousand times as large


def target_fraction(cells: Columns) -> Mask:
    """The target of a whole number is a fraction that "1.234" becomes where a dot is the sign of decimals."""
    whole = (cells["role"] == Role.TARGET) & cells["numeric"] & ~cells["percent_cell"] & (cells["decimals"] == 0)
    thousands = (cells["value"] * 1_000).round(6)
    within = (cells["value"] >= cells["lowest"]) & (thousands <= cells["highest"])
    return whole & within & (cells["value"] % 1 > 0) & (thousands % 1 == 0)


def two_readings(row: Row) -> dict[str, str]:
    """Return what the words need of such a target: what it is, and what it may have been."""
    meant = round(row["value"] * 1_000)
    return {"found": row["text"], "meant": indonesian.whole(meant), "typed": str(meant)}


# ---------------------------------------------------------------- the date of signing


def date_doubtful(cells: Columns) -> Mask:
    """The date of signing is no day, not written as Indonesians write it, or not of the report's year or the next."""
    found = cells.among("role", (Role.DATE,)) & cells.among("content", (Content.TEXT, Content.DATE, Content.NUMBER))
    for at in np.flatnonzero(found):
        found[at] = _doubt(cells.row(at, "content", "number", "text", "defined_year"))
    return found


def _doubt(row: Row) -> bool:
    """Tell whether a date is to be asked about; one that is refused anyway is not."""
    shown = _shown(row)
    refused = len(shown) > MAX_LINE or (row["content"] != Content.TEXT and shown[-4:] not in map(str, YEARS))
    return not refused and bool(dates.read(shown, row["defined_year"]).fault)


def _shown(row: Row) -> str:
    """Return a date as it will be printed: a bare year stands without the dot of thousands."""
    bare = row["content"] == Content.NUMBER and row["number"] in YEARS
    return str(int(row["number"])) if bare else str(row["text"])


def signed(row: Row) -> dict[str, str]:
    """Return what the words need of a doubtful date."""
    written = dates.read(_shown(row), row["defined_year"])
    return {"found": _shown(row), "fault": written.fault, "expected": written.proposal}

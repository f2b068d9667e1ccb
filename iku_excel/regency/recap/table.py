"""Adding up: the counted kiriman of a block as one long table, and what it comes to.

``figures`` has a row for each (office, indicator, period) that was reported:

    office      position in the block
    indicator, period, kind   number, position, "arus" or "stok"
    numerator, denominator    as reported
    to_date     whether the row is part of the year to date: every period of a flow, the last of a stock

``totals`` has a row for each indicator: sums of numerators and of denominators to date, ``actual`` from
them, ``target`` where all offices have the same one, ``achievement`` and ``predicate`` as for an office,
``mean`` (the plain mean of the offices' percentages, never shown under another name) and ``offices``.

``periods`` has a row for each (indicator, period): sums, actual, and how many offices reported.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from iku_excel.figures import ratios
from iku_excel.model import Kind
from iku_excel.regency.recap.records import Block


def figures(block: Block) -> pd.DataFrame:
    """Return the long table of a block."""
    kinds = {indicator.number: indicator.kind or "" for indicator in block.form.indicators}
    rows = [
        (office, figure.number, period, kinds[figure.number], numerator, denominator)
        for office, sent in enumerate(block.offices)
        for figure in sent.figures
        for period, numerator, denominator in figure.counts
    ]
    table = pd.DataFrame(rows, columns=["office", "indicator", "period", "kind", "numerator", "denominator"])
    last = table.groupby(["office", "indicator"])["period"].transform("max")
    table["to_date"] = (table["kind"] == Kind.FLOW) | (table["period"] == last)
    return table


def totals(block: Block, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table ``totals``, indexed by the indicator's number."""
    counted = table[table["to_date"]]
    by_office = counted.groupby(["indicator", "office"], as_index=False)[["numerator", "denominator"]].sum()
    by_office["actual"] = ratios.actual(by_office)
    grouped = by_office.groupby("indicator")
    total = grouped[["numerator", "denominator"]].sum()
    total["actual"] = ratios.actual(total)
    total["mean"] = grouped["actual"].mean()
    total["offices"] = grouped.size()
    total["target"] = [_shared_target(block, position) for position in range(len(total))]
    parts = []
    for indicator in block.form.indicators:
        row = total.loc[[indicator.number]]
        assert indicator.achievement is not None  # noqa: S101
        parts.append(ratios.achievement(row["actual"], row["target"], indicator.achievement))
    total["achievement"] = pd.concat(parts)
    if block.form.scale.cap is not None:
        total["achievement"] = total["achievement"].clip(upper=block.form.scale.cap)
    total["predicate"] = ratios.predicate(total["achievement"], block.form.scale)
    return total


def periods(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table ``periods``, indexed by indicator and period."""
    grouped = table.groupby(["indicator", "period"])
    summed = grouped[["numerator", "denominator"]].sum()
    summed["actual"] = ratios.actual(summed)
    summed["offices"] = grouped.size()
    return summed


def _shared_target(block: Block, position: int) -> float:
    """Return the target that all offices have for an indicator, NaN where they differ or one has none."""
    targets = {sent.figures[position].target for sent in block.offices}
    only = targets.pop() if len(targets) == 1 else None
    return np.nan if only is None else only

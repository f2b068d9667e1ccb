"""Adding up: the counted kiriman of a block as one long table, and what it comes to.

``figures`` has a row for each (office, indicator, period) that was reported:

    office      position in the block
    indicator, period   number, position
    numerator, denominator    as reported; of a figure without parts itself, and 0 (a step by its position)
    to_date     whether the row is part of the year to date: every period of a flow, else the last

``totals`` has a row for each indicator: sums of numerators and of denominators to date, ``actual`` from
them, ``target`` where all offices have the same one, ``achievement`` and ``predicate`` as for an office,
``mean`` (the plain mean of the offices' percentages, never shown under another name), ``offices`` that have
reported. What a measure does not add up is NaN; ``spread`` tells what stands in its place.

``periods`` has a row for each (indicator, period): sums, actual, and how many offices reported.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from iku_excel.definition import measures
from iku_excel.definition.measures import Offices
from iku_excel.figures import ratios
from iku_excel.model import MAX_SUM, Indicator, Measured
from iku_excel.regency.recap.records import Block, Figure

_PARTS = ["numerator", "denominator"]


def figures(block: Block) -> pd.DataFrame:
    """Return the long table of a block."""
    flows = {indicator.number: measures.is_flow(indicator) for indicator in block.form.indicators}
    rows = [
        (office, figure.number, period, *_parts(indicator, measured))
        for office, sent in enumerate(block.offices)
        for indicator, figure in zip(block.form.indicators, sent.figures, strict=True)
        for period, measured in figure.counts
    ]
    table = pd.DataFrame(rows, columns=["office", "indicator", "period", *_PARTS])
    last = table.groupby(["office", "indicator"])["period"].transform("max")
    table["to_date"] = table["indicator"].map(flows).astype(bool) | (table["period"] == last)
    return table


def _parts(indicator: Indicator, measured: Measured) -> tuple[float, float]:
    if measures.paired(indicator):
        return measures.number(measured.numerator), measures.number(measured.denominator)
    if isinstance(measured.actual, str):
        return float(indicator.steps.index(measured.actual)), 0
    return measures.number(measured.actual), 0


def totals(block: Block, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table ``totals``, indexed by the indicator's number."""
    indicators = block.form.indicators
    numbers = [indicator.number for indicator in indicators]
    counted = table[table["to_date"]]
    by_office = summed(counted, ["indicator", "office"], indicators).reset_index()
    by_office["actual"] = ratios.actual(by_office, [indicators[number - 1] for number in by_office["indicator"]])
    total = summed(counted, ["indicator"], indicators).reindex(numbers)
    total["offices"] = by_office.groupby("indicator").size().reindex(numbers, fill_value=0)
    total["actual"] = _added(total, indicators)
    means = by_office.groupby("indicator")["actual"].mean().reindex(numbers)
    total["mean"] = means.where(np.array([measures.has_mean(indicator) for indicator in indicators]))
    total["target"] = [_shared_target(block, position) for position in range(len(total))]
    judged = ratios.judged(total, indicators, [block.form.scale] * len(total))
    alone = [measures.offices(indicator) is not Offices.RECOMPUTED for indicator in indicators]
    judged.loc[alone, "achievement"] = np.nan  # an ideal range, like a target, is an office's own
    judged.loc[alone, "predicate"] = None
    return judged


def summed(table: pd.DataFrame, keys: list[str], indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return sums of the parts, exact in the last decimal that they may have; NaN beyond what sums hold exactly."""
    scales = {item.number: 10.0 ** measures.decimals(item) for item in indicators}
    steps = table[_PARTS].mul(table["indicator"].map(scales).astype(float), axis=0).round()
    rough = pd.concat([table[keys], steps], axis=1).groupby(keys)[_PARTS].sum()
    whole = pd.concat([table[keys], steps.astype("int64")], axis=1).groupby(keys)[_PARTS].sum()
    scale = rough.index.get_level_values("indicator").map(scales).to_numpy(dtype=float)
    return whole.div(scale, axis=0).where(rough.div(scale, axis=0) <= MAX_SUM)


def too_large(block: Block) -> Iterator[tuple[Indicator, str, int]]:
    """Yield every indicator, part and sum that is beyond what sums hold exactly."""
    for position, indicator in enumerate(block.form.indicators):
        if not (measures.added(indicator) and measures.may_overflow(indicator)):
            continue
        given = [_parts(indicator, sent.figures[position].measured) for sent in block.offices]
        for part, numbers in zip(measures.row(indicator).parts, zip(*given, strict=True), strict=False):
            total = sum(map(int, numbers))
            if total > MAX_SUM:
                yield indicator, part.title.lower(), total


def _added(table: pd.DataFrame, indicators: Sequence[Indicator]) -> Any:
    """Return the figure of each row of sums, NaN where figures are not added up."""
    return np.where([measures.added(item) for item in indicators], ratios.actual(table, indicators), np.nan)


def periods(block: Block, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table ``periods``, indexed by indicator and period."""
    total = summed(table, ["indicator", "period"], block.form.indicators)
    numbers = total.index.get_level_values("indicator")
    total["actual"] = _added(total, [block.form.indicators[number - 1] for number in numbers])
    total["offices"] = table.groupby(["indicator", "period"]).size()
    return total


def _shared_target(block: Block, position: int) -> float:
    """Return the target that all offices have, NaN where they differ, or where it is no target of the sums."""
    if measures.offices(block.form.indicators[position]) is not Offices.RECOMPUTED:
        return np.nan
    targets = {sent.figures[position].target for sent in block.offices}
    only = targets.pop() if len(targets) == 1 else None
    return only if isinstance(only, float) else np.nan


def spread(block: Block, position: int) -> dict[str, Any]:
    """Return what stands in a recap in place of a sum, by the keys of its JSON; empty where there is a sum."""
    indicator = block.form.indicators[position]
    given = [sent.figures[position] for sent in block.offices]
    match measures.offices(indicator):
        case Offices.BY_STEP:
            counted = Counter(figure.measured.actual for figure in given)
            return {"steps": {label: counted[label] for label in indicator.steps}}
        case Offices.LISTED:
            numbers = [item for item in (figure.measured.actual for figure in given) if isinstance(item, float | int)]
            return {
                "lowest": min(numbers, default=None),
                "median": statistics.median(numbers) if numbers else None,
                "highest": max(numbers, default=None),
                "reached": sum(has_reached(indicator, figure) for figure in given),
                "with_target": sum(figure.target is not None for figure in given),
            }
    return {}


def has_reached(indicator: Indicator, figure: Figure) -> bool:
    """Tell whether an office has reached a target of its own."""
    actual, target = figure.measured.actual, figure.target
    if not isinstance(actual, float | int) or not isinstance(target, float | int):
        return False
    return measures.reaches(indicator, actual, target)

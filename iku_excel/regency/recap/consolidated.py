"""A recap as JSON: what ``--json`` prints, and what the very hidden sheet of the workbook remembers.

Percentages are in percent and unrounded; what cannot be computed is null. ``blocks`` holds the figures
by form, ``inputs`` every file with its state and findings in input order, ``missing`` the offices of the
roster that have sent nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from iku_excel import record
from iku_excel.definition import measures
from iku_excel.definition.measures import Offices
from iku_excel.figures import records
from iku_excel.model import Indicator, Measured
from iku_excel.regency.recap import table
from iku_excel.regency.recap.records import SCHEMA, Block, Comparison, Recap, Sent, State


def of_recap(recap: Recap, *, bare: bool = False) -> dict[str, Any]:
    """Return the record of a recap; ``bare`` leaves out folders and findings, for the workbook itself."""
    return {
        "schema": SCHEMA,
        "year": recap.year or None,
        "region": recap.region or None,
        "expected": recap.expected,
        "counted": sum(len(block.offices) for block in recap.blocks),
        "missing": [seat.organization for seat in recap.seats if seat.state is State.MISSING],
        "blocks": [_block(recap, block, bare=bare) for block in recap.blocks],
        "inputs": [_input(sent, bare=bare) for sent in recap.sent],
        "findings": [] if bare else [record.of_finding(finding) for finding in recap.findings],
    }


def _block(recap: Recap, block: Block, *, bare: bool) -> dict[str, Any]:
    long = table.figures(block)
    totals, periods = table.totals(block, long), table.periods(block, long)
    rows, parts = records(totals.reset_index()), records(periods.reset_index())
    return {
        "number": block.number,
        "definition": block.form.signature,
        "period": block.form.period,
        "through": block.through.code,
        **_comparison(recap.comparisons.get(block.number)),
        "totals": [_total(block, row, parts) for row in rows],
        "offices": [_office(sent, block, bare=bare) for sent in block.offices],
    }


def _comparison(found: Comparison | None) -> dict[str, Any]:
    """Return which offices are compared with the recap before, nothing without one."""
    if found is None:
        return {}
    counts = {"offices": found.same, "before": found.before, "now": found.now}
    return {"comparison": {**counts, "came": list(found.came), "went": list(found.went)}}


def _total(block: Block, row: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    indicator = block.form.indicators[row["indicator"] - 1]
    return {
        "number": row["indicator"],
        "measure": indicator.measure.value,
        "unit": indicator.unit,
        **_SPREAD,
        **_summed(indicator, row),
        **table.spread(block, row["indicator"] - 1),
        "target": _number(row["target"]),
        "achievement": _number(row["achievement"]),
        "predicate": row["predicate"],
        "mean_of_percentages": _number(row["mean"]),
        "offices": row["offices"],
        "periods": [
            {
                "period": block.form.periods[part["period"]].code,
                **_summed(indicator, part),
                "offices": part["offices"],
            }
            for part in parts
            if part["indicator"] == row["indicator"]
        ],
    }


def _summed(indicator: Indicator, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sums of an indicator, and the figure that comes from them where one does."""
    match measures.offices(indicator):
        case Offices.RECOMPUTED:
            counts = {part: _exact(row[part]) for part in ("numerator", "denominator")}
            return {**_NOTHING, **counts, "actual": _number(row["actual"])}
        case Offices.SUMMED:
            return {**_NOTHING, "sum": _exact(row["actual"])}
    return dict(_NOTHING)


_NOTHING: Mapping[str, None] = dict.fromkeys(("numerator", "denominator", "actual", "sum"))
_SPREAD: Mapping[str, None] = dict.fromkeys(("lowest", "median", "highest", "reached", "with_target", "steps"))
"""What stands under the keys that are another measure's."""


def _office(sent: Sent, block: Block, *, bare: bool) -> dict[str, Any]:
    return {
        "organization": sent.organization,
        "region": sent.region,
        "input": sent.path.name if bare else str(sent.path),
        "sha256": sent.sha256,
        "through": block.form.periods[sent.through].code,
        "indicators": [
            {
                "number": figure.number,
                **_measured(figure.measured),
                "target": figure.target,
                "achievement": figure.achievement,
                "predicate": figure.predicate,
                "periods": [
                    {"period": block.form.periods[period].code, **_measured(measured)}
                    for period, measured in figure.counts
                ],
            }
            for figure in sent.figures
        ],
    }


def _measured(measured: Measured) -> dict[str, Any]:
    return {"numerator": measured.numerator, "denominator": measured.denominator, "actual": measured.actual}


def _input(sent: Sent, *, bare: bool) -> dict[str, Any]:
    return {
        "input": sent.path.name if bare else str(sent.path),
        "sha256": sent.sha256 or None,
        "kind": sent.kind or None,
        "organization": sent.organization or None,
        "state": sent.state.value,
        "findings": [] if bare else [record.of_finding(finding) for finding in sent.findings],
    }


def _exact(value: float) -> float | None:
    return None if math.isnan(value) else measures.exact(value)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)

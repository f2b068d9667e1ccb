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
from iku_excel.figures import records
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
    totals, periods = table.totals(block, long), table.periods(long)
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
    return {
        "number": row["indicator"],
        "numerator": row["numerator"],
        "denominator": row["denominator"],
        "actual": _number(row["actual"]),
        "target": _number(row["target"]),
        "achievement": _number(row["achievement"]),
        "predicate": row["predicate"],
        "mean_of_percentages": _number(row["mean"]),
        "offices": row["offices"],
        "periods": [
            {
                "period": block.form.periods[part["period"]].code,
                "numerator": part["numerator"],
                "denominator": part["denominator"],
                "actual": _number(part["actual"]),
                "offices": part["offices"],
            }
            for part in parts
            if part["indicator"] == row["indicator"]
        ],
    }


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
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "actual": percentage(figure.numerator, figure.denominator),
                "target": figure.target,
                "achievement": figure.achievement,
                "predicate": figure.predicate,
                "periods": [
                    {"period": block.form.periods[period].code, "numerator": top, "denominator": bottom}
                    for period, top, bottom in figure.counts
                ],
            }
            for figure in sent.figures
        ],
    }


def percentage(numerator: int, denominator: int) -> float | None:
    """Return 100 * numerator / denominator, None for 0 of 0."""
    return 100 * numerator / denominator if denominator else None


def _input(sent: Sent, *, bare: bool) -> dict[str, Any]:
    return {
        "input": sent.path.name if bare else str(sent.path),
        "sha256": sent.sha256 or None,
        "kind": sent.kind or None,
        "organization": sent.organization or None,
        "state": sent.state.value,
        "findings": [] if bare else [record.of_finding(finding) for finding in sent.findings],
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)

"""An outcome as the JSON record that other programs read, one object a line.

The keys are the contract's (schema "iku-excel/2"). Percentages are in percent and unrounded; what
cannot be computed is null. ``archived``, ``unchanged`` and ``pdf`` are additions: where an older file of
the same name went, that the file was there already as this input and this version give it, and the
PDF of ``build --pdf``. They tell of a run, so the machine sheet of an output has none of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from iku_excel.definition import check_number, measures
from iku_excel.model import JSON_SCHEMA, Finding, Measured, Outcome, Result

SEAL = "segel"
"""Key on a machine sheet of the seal over all its other values."""


def seal(values: Mapping[str, str]) -> str:
    """Return the SHA-256 of a machine sheet's values, the seal itself left out."""
    sealed = hashlib.sha256()
    for key in sorted(values):
        if key != SEAL:
            for text in (key, values[key]):
                data = text.encode()
                sealed.update(f"{len(data)}:".encode() + data)
    return sealed.hexdigest()


def of_outcome(
    outcome: Outcome,
    *,
    source: str,
    status: str,
    output: str | None = None,
    correction: str | None = None,
    around: Sequence[Finding] = (),
    run: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the record of an outcome; the paths are as the user would write them.

    ``around`` (findings that only the surroundings of an input tell) and ``run`` are told of a run alone.
    """
    definition = outcome.submission.definition
    return {
        "schema": JSON_SCHEMA,
        "input": source,
        "sha256": outcome.submission.sha256 or None,
        "status": status,
        "output": output,
        "correction": correction,
        **(run or {}),
        "organization": definition.organization if definition else None,
        "year": definition.year if definition else None,
        "period": definition.period if definition else None,
        "through": outcome.through.code if outcome.through else None,
        "check_number": check_number.of_results(definition, outcome.results)
        if definition and outcome.results
        else None,
        "findings": [of_finding(finding) for finding in (*around, *outcome.findings)],
        "indicators": [] if status == "refused" else [of_result(result) for result in outcome.results],
    }


def _check_number(outcome: Outcome) -> int | None:
    definition = outcome.submission.definition
    return check_number.of_results(definition, outcome.results) if definition and outcome.results else None


def of_finding(finding: Finding) -> dict[str, Any]:
    """Return the record of a finding."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "message": finding.message,
        "found": finding.found,
        "expected": finding.expected,
        "fix": finding.fix,
    }


def of_result(result: Result) -> dict[str, Any]:
    """Return the record of an indicator's figures."""
    indicator = result.indicator
    return {
        "number": indicator.number,
        "measure": indicator.measure.value,
        "per": indicator.per if measures.paired(indicator) else None,
        "unit": indicator.unit,
        **_measured(result.measured),
        **({"level": measures.level(indicator, result.measured.actual)} if indicator.levels else {}),
        "target": result.target,
        "achievement": result.achievement,
        "predicate": result.predicate,
        "periods": [{"period": item.period.code, **_measured(item.measured)} for item in result.periods],
    }


def _measured(measured: Measured) -> dict[str, Any]:
    return {"numerator": measured.numerator, "denominator": measured.denominator, "actual": measured.actual}

"""The whole way: paths or bytes -> submissions -> one long table -> findings and figures -> outcomes.

A batch is the normal case: every chunk of submissions becomes one table, and rules and ratios run
once over it. A single workbook is a chunk of one. Nothing is printed or written here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from iku_excel.definition import measures
from iku_excel.figures import chapter, ratios, records, registers, rules
from iku_excel.findings import compared
from iku_excel.model import (
    Content,
    Finding,
    Indicator,
    Measured,
    Outcome,
    Period,
    PeriodResult,
    Result,
    Severity,
    Signatory,
    Submission,
)
from iku_excel.reading import Source, read

Row: TypeAlias = Mapping[str, Any]

CHUNK = 256  # workbooks whose rows share a table: enough to amortise pandas, little enough to hold


def process(sources: Iterable[Source], chunk_size: int = CHUNK, root: Path = Path()) -> Iterator[Outcome]:
    """Yield an outcome for each path or document, in order, holding no more than a chunk at a time.

    Relative paths are seen from ``root``; in the outcomes they stay as they were given.
    """
    waiting = iter(sources)
    while chunk := list(islice(waiting, chunk_size)):
        submissions = [registers.settle(read(source, root)) for source in chunk]
        checked = rules.check(submissions)
        totals = ratios.totals(checked.counts, checked.cells, submissions)
        findings = rules.check_totals(checked, totals, submissions)
        periods = checked.counts[checked.counts["complete"]]
        periods = periods.assign(actual=ratios.actual(periods, ratios.of_rows(periods, submissions)))
        figures, reported = _by_submission(totals), _by_submission(periods)
        for position, (submission, told) in enumerate(zip(submissions, findings, strict=True)):
            yield _outcome(submission, told, figures.get(position, []), reported.get(position, []))


def _by_submission(table: pd.DataFrame) -> Mapping[int, Sequence[Row]]:
    """Part a table's rows by submission, all at once: a mask for each would cost a pass over the whole chunk."""
    parted: dict[int, list[Row]] = {}
    for row in records(table):
        parted.setdefault(row["submission"], []).append(row)
    return parted


def _outcome(
    submission: Submission, findings: tuple[Finding, ...], totals: Sequence[Row], periods: Sequence[Row]
) -> Outcome:
    definition = submission.definition
    if definition is None:
        return Outcome(submission, findings)
    n_errors = sum(finding.severity is Severity.ERROR for finding in findings)
    findings = rules.in_order(submission, [*findings, *compared(submission.verdict, n_errors)])
    refused = n_errors > 0
    reported = [row["period"] for row in periods]
    if not (reported or refused):  # nothing but what others give, and nothing given yet: it tells of the first period
        reported = [0]
    through = definition.periods[max(reported)] if reported else None
    results = () if refused else tuple(_results(definition.indicators, definition.periods, totals, periods))
    return Outcome(
        submission,
        findings,
        results,
        through,
        _signatory(submission),
        submission.cells["catatan"].text,
        {} if refused else chapter.written(submission),
    )


def _results(
    indicators: Sequence[Indicator], names: Sequence[Period], totals: Sequence[Row], periods: Sequence[Row]
) -> Iterator[Result]:
    rows = {row["indicator"]: row for row in totals}
    for indicator in indicators:
        row = rows[indicator.number]
        yield Result(
            indicator=indicator,
            measured=_measured(indicator, row),
            target=_figure(indicator, row["target"]),
            achievement=_number(row["achievement"]),
            predicate=row["predicate"],
            periods=tuple(
                PeriodResult(names[period["period"]], _measured(indicator, period))
                for period in periods
                if period["indicator"] == indicator.number
            ),
        )


def _measured(indicator: Indicator, row: Row) -> Measured:
    actual = _figure(indicator, row["actual"])
    if not measures.paired(indicator):
        return Measured(actual)
    return Measured(actual, measures.exact(row["numerator"]), measures.exact(row["denominator"]))


def _figure(indicator: Indicator, value: float) -> float | str | None:
    """Return a figure or a target: a step by its label."""
    if math.isnan(value) or not measures.worded(indicator):
        return _number(value)
    return indicator.steps[int(value)]


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


_SIGNATORY = {
    "place": "tempat",
    "date": "tanggal",
    "position": "jabatan",
    "region": "wilayah",
    "name": "nama_pejabat",
    "rank": "pangkat",
    "nip": "nip",
}


def _signatory(submission: Submission) -> Signatory:
    lines = {field: submission.cells[name].text for field, name in _SIGNATORY.items()}
    date = submission.cells["tanggal"]
    if date.content is Content.NUMBER and math.isfinite(date.number):
        lines["date"] = f"{date.number:.0f}"  # a bare year, without the dot of thousands
    return Signatory(**lines)

"""What is known of an input only from what lies beside it in this run: told with its report, never in its output.

An input that is still open in Excel is read as it was last saved. Inputs of the same bytes are one: the first is built,
the others have what it has.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from iku_excel.findings import catalogue
from iku_excel.reading import inputs
from iku_excel.text import indonesian

if TYPE_CHECKING:
    from iku_excel.model import Finding
    from iku_excel.run.reports import Report


class Hashed(Protocol):
    """Something with the SHA-256 of an input, "" where it could not be read."""

    @property
    def sha256(self) -> str:
        """Return the fingerprint."""


def first_of_same_bytes(found: Sequence[Hashed]) -> Mapping[int, int]:
    """Return for each input whose bytes came before in this run the position of the first that has them."""
    seen: dict[str, int] = {}
    copies = {}
    for number, item in enumerate(found):
        if item.sha256 and seen.setdefault(item.sha256, number) != number:
            copies[number] = seen[item.sha256]
    return copies


class Company:
    """Adds to the reports of a run, in order, what their surroundings tell; holds only reports that have copies."""

    def __init__(self, found: Sequence[Hashed], root: Path) -> None:
        self._root = root
        self._first = first_of_same_bytes(found)
        self._wanted = set(self._first.values())
        self._kept: dict[int, Report] = {}

    def joined(self, number: int, report: Report) -> Report:
        """Return the report of the input at a position of the run with what is known around it."""
        if number in self._wanted:
            self._kept[number] = report
        around = [*self._opened(report.source)]
        if number in self._first:
            first = self._kept[self._first[number]]
            around.append(catalogue.finding("salinan-sama", {"found": indonesian.printable(str(first.source))}))
            report = _like(first, report)
        return dataclasses.replace(report, around=tuple(around)) if around else report

    def _opened(self, path: Path) -> Sequence[Finding]:
        program = inputs.opened_in(self._root / path)
        return () if program is None else (catalogue.finding("berkas-terbuka", {"found": program}),)


def _like(first: Report, copy: Report) -> Report:
    """Return what became of the first of several same inputs as what became of another."""
    if any(finding.code == "kiriman-ganda" for finding in copy.outcome.findings):
        return copy  # refused for itself: it has rivals of other bytes
    submission = dataclasses.replace(first.outcome.submission, path=copy.source)
    outcome = dataclasses.replace(first.outcome, submission=submission)
    return dataclasses.replace(first, outcome=outcome, archived=None, around=())

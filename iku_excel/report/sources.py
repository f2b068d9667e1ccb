"""Paths become what a report is written from: an output that is still as build wrote it, or a sound filled template.

An output edited by hand is refused, as a letter of it would be: the figures of a report are those of the form.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from iku_excel import pipeline
from iku_excel.findings import catalogue
from iku_excel.model import Definition, Finding, Outcome, Severity, Submission
from iku_excel.package import DAMAGE, Refusal, admit, open_spreadsheet
from iku_excel.reading import Document, outputs, reader
from iku_excel.regency import ledger, recap, verify
from iku_excel.text import indonesian


@dataclass(frozen=True, slots=True)
class Source:
    """One file and the outcome it holds; ``findings`` are the file's own, those of the outcome stay with it."""

    path: Path
    sha256: str
    outcome: Outcome
    findings: tuple[Finding, ...] = field(default=())

    @property
    def valid(self) -> bool:
        """Whether a report can be written from it."""
        return self.outcome.valid and not any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def office(self) -> tuple[str, str]:
        """Whose it is: organization and region, as they are compared."""
        definition = self.outcome.submission.definition
        organization = definition.organization if definition else ""
        region = self.outcome.signatory.region
        return indonesian.squeeze(organization).casefold(), indonesian.squeeze(region).casefold()

    @property
    def definition(self) -> Definition:
        """What the office must report; a source that is not valid may have none."""
        definition = self.outcome.submission.definition
        if definition is None:
            raise ValueError("only a valid source has a definition")
        return definition

    @property
    def year(self) -> int:
        """The year that it reports, 0 for what is no workbook of ours."""
        definition = self.outcome.submission.definition
        return definition.year if definition else 0

    @property
    def origin(self) -> str:
        """The file and its fingerprint, as a report names its source."""
        return f"{self.path.name}, SHA-256 {self.sha256}"


def expand(arguments: Sequence[str]) -> list[Path]:
    """Return the files that arguments mean, as for a recap; of a folder or pattern those that no other there replaces.

    Which one replaces which is said by the ledger of intake beside them. What is named outright is never left out.
    """
    found: dict[Path, None] = {}
    for argument in arguments:
        here = recap.collect.expand([argument])
        found.update(dict.fromkeys(here if [str(path) for path in here] == [argument] else _standing(here)))
    return list(found)


def _standing(paths: Sequence[Path]) -> Iterator[Path]:
    replaced = ledger.replaced(paths)
    known = {path: _sha256(path) for path in paths} if replaced else {}
    for path in paths:
        if not replaced.get(known.get(path, ""), frozenset()) & set(known.values()):
            yield path


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(reader.load(path)).hexdigest()
    except Refusal:
        return ""  # told when it is read


def read(paths: Iterable[Path], root: Path = Path()) -> Iterator[Source]:
    """Yield the source of each path, in order; relative paths are seen from ``root``."""
    for path in paths:
        yield _read(path, root)


def _read(path: Path, root: Path) -> Source:
    try:
        data = reader.load(root / path)
    except Refusal as refusal:
        return _refused(path, "", catalogue.finding(refusal.code, refusal.values))
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        book = open_spreadsheet(admit(data))
        output = outputs.parse(book)
        if output is not None:
            return Source(path, sha256, output.outcome, verify.compare(data, book, output))
    except Refusal as refusal:
        return _refused(path, sha256, catalogue.finding(refusal.code, refusal.values))
    except DAMAGE:
        return _refused(path, sha256, catalogue.finding("berkas-rusak", {"found": "isi berkas tidak utuh"}))
    (outcome,) = pipeline.process([Document(path.name, data)])
    return Source(path, sha256, outcome)


def _refused(path: Path, sha256: str, finding: Finding) -> Source:
    return Source(path, sha256, Outcome(Submission(path, sha256), (finding,)))

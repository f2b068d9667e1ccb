"""An attachment is judged by what it is: attachment -> whose it is, its figures, and what is wrong with it.

Filled templates go through the pipeline as in ``check``, outputs through ``verify``. The office comes from inside
the file, never from a name or a sender; the roster must know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iku_excel import pipeline, record
from iku_excel.findings import catalogue
from iku_excel.model import Finding, Outcome, Severity
from iku_excel.package import DAMAGE, Refusal, admit, open_spreadsheet
from iku_excel.reading import Document, outputs, reader
from iku_excel.regency import roster, verify
from iku_excel.regency.intake.attachment import Attachment
from iku_excel.regency.roster import Roster, Row, key
from iku_excel.text import indonesian

OUTPUT, INPUT = "keluaran", "isian"


@dataclass(frozen=True, slots=True)
class Judged:
    """What an attachment turned out to be; ``row`` is its office on the roster."""

    attachment: Attachment
    kind: str  # OUTPUT, INPUT, "" where that cannot be told
    outcome: Outcome | None
    findings: tuple[Finding, ...]
    row: Row | None = None

    @property
    def refused(self) -> bool:
        """Whether an error stands against it."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def organization(self) -> str | None:
        """The office as the file names it."""
        definition = self.outcome.submission.definition if self.outcome else None
        return indonesian.squeeze(definition.organization) if definition else None

    @property
    def year(self) -> int | None:
        """The year it reports."""
        definition = self.outcome.submission.definition if self.outcome else None
        return definition.year if definition else None

    @property
    def through(self) -> str | None:
        """The code of the last period it reports."""
        return self.outcome.through.code if self.outcome and self.outcome.through else None

    @property
    def figures(self) -> list[dict[str, Any]]:
        """Every figure, as a list that can be compared."""
        return [record.of_result(result) for result in self.outcome.results] if self.outcome else []


def judge(attachment: Attachment, listed: Roster) -> Judged:
    """Return what an attachment is, and whether it can be taken."""
    if attachment.trouble is not None:
        return Judged(attachment, "", None, (attachment.trouble,))
    kind, outcome, findings = _read(attachment)
    definition = outcome.submission.definition if outcome else None
    if outcome is None or definition is None:
        return Judged(attachment, kind, outcome, findings)
    organization, region = indonesian.squeeze(definition.organization), indonesian.squeeze(outcome.signatory.region)
    row = roster.find(listed, organization, region)
    if row is None:
        findings = (_stranger(listed, organization, region), *findings)
    elif attachment.sender is not None and row.email and attachment.sender.casefold() != row.email.casefold():
        values = {"found": attachment.sender or "(tidak jelas)", "expected": row.email}
        findings = (*findings, catalogue.finding("pengirim-lain", values))
    return Judged(attachment, kind, outcome, findings, row)


def _read(attachment: Attachment) -> tuple[str, Outcome | None, tuple[Finding, ...]]:
    try:
        data = reader.bounded(attachment.data)
        book = open_spreadsheet(admit(data))
        output = outputs.parse(book)
        if output is not None:
            return OUTPUT, output.outcome, verify.compare(data, book, output)
    except Refusal as refusal:
        return "", None, (catalogue.finding(refusal.code, refusal.values),)
    except DAMAGE:
        return "", None, (catalogue.finding("berkas-rusak", {"found": "isi berkas tidak utuh"}),)
    (outcome,) = pipeline.process([Document(attachment.name, data)])
    findings = outcome.findings
    if outcome.valid and not any(result.periods for result in outcome.results):
        findings = (*findings, catalogue.finding("isian-kosong"))
    return INPUT, outcome, findings


def _stranger(listed: Roster, organization: str, region: str) -> Finding:
    """Say why an office is none of the roster's."""
    regions = [row.region for row in listed.rows if row.key == key(organization) and row.region]
    if regions:
        values = {"found": region or "(tanpa wilayah)", "expected": indonesian.some(regions)}
        return catalogue.finding("wilayah-lain", values)
    return catalogue.finding("organisasi-tidak-dikenal", {"found": organization})

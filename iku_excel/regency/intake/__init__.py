"""The regency's inbox: folders, mails and archives -> files under one name each, a ledger line for every decision.

The way: sources (what was handed in) -> attachments -> judged (what it is, whose) -> storage (filed once, and its
line in ``log-terima.jsonl``). Nothing is retyped, nothing is guessed, and the file's bytes are never touched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from iku_excel import record
from iku_excel.definition import filenames
from iku_excel.findings import catalogue
from iku_excel.model import Finding, Severity
from iku_excel.regency import ledger
from iku_excel.regency.intake import sources
from iku_excel.regency.intake.attachment import Attachment, suffix_of
from iku_excel.regency.intake.judged import INPUT, Judged, judge
from iku_excel.regency.intake.storage import REFUSED_FOLDER, Storage, correction_name
from iku_excel.regency.ledger import AGAIN, RECEIVED, REFUSED, REPLACES, Entry
from iku_excel.regency.roster import Roster, key
from iku_excel.text import indonesian

__all__ = ["Decision", "Inbox", "Judged", "sources"]

_KEPT = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of an attachment: its entry, what it was judged to be, and whether the line is new."""

    entry: Entry
    judged: Judged
    correction: Path | None = None
    new: bool = True
    first: Entry | None = None  # of what is here already, the line it was received with

    @property
    def answered(self) -> Entry | None:
        """The line that a letter answers: this one, or that of the same file before; None for nothing new at all."""
        if self.first is None:
            return self.entry
        return self.first if self.first.sha256 == self.entry.sha256 else None

    @property
    def refused(self) -> bool:
        """Whether it was not taken."""
        return self.entry.status == REFUSED


class Inbox:
    """A folder in which what offices send is filed, each file once."""

    def __init__(self, folder: Path, listed: Roster, *, dry: bool = False) -> None:
        self.folder = folder
        self._listed = listed
        self._storage = Storage(folder, dry=dry)

    def take(self, path: Path) -> Iterator[Decision]:
        """Yield a decision for everything that a file holds. Raises OSError where the folder cannot be written."""
        for attachment in sources.attachments(path):
            yield self._decided(attachment)

    def _decided(self, attachment: Attachment) -> Decision:
        judged = judge(attachment, self._listed)
        copy = _correction(judged) if judged.refused else None
        with self._storage.decided() as entries:
            known = [entry for entry in entries if entry.sha256 == attachment.sha256]
            first = next((entry for entry in known if entry.status in (RECEIVED, REPLACES)), None)
            if first is not None:
                return self._again(judged, known, first)
            if judged.refused:
                return self._refused(judged, known, copy)
            same = self._same_period(judged, entries)
            equal = next((entry for entry in same if self._equal(judged, entry)), None)
            if equal is not None:
                return self._again(judged, known, equal)
            return self._received(judged, same)

    def _received(self, judged: Judged, same: Sequence[Entry]) -> Decision:
        """File what is new: the first of its office and period, or one that replaces an earlier."""
        findings = judged.findings
        if same:
            findings = (*findings, catalogue.finding("menggantikan", {"found": same[-1].file or same[-1].name}))
        assert judged.outcome is not None  # what is not refused has been read  # noqa: S101
        name = filenames.received_name(judged.outcome, judged.attachment.sha256)
        entry = self._entry(judged, REPLACES if same else RECEIVED, name, findings)
        self._storage.put(entry, {name: judged.attachment.data})
        return Decision(entry, judged)

    def _again(self, judged: Judged, known: Sequence[Entry], first: Entry) -> Decision:
        """Say that this is here already; a line for it stands once for each place it came from."""
        attachment = judged.attachment
        if first.sha256 == attachment.sha256 and first.file:
            self._storage.restore(first, {first.file: attachment.data})
        values = {"found": first.file or first.name, "when": ledger.moment(first.time)}
        findings = (catalogue.finding("sudah-diterima", values),)
        entry = self._entry(judged, AGAIN, first.file, findings)
        told = _is_told(entry, known)
        if not told:
            self._storage.put(entry, {})
        return Decision(entry, judged, new=not told, first=first)

    def _refused(self, judged: Judged, known: Sequence[Entry], copy: bytes | None) -> Decision:
        """Put what cannot be taken aside, with its correction copy: once, whatever it is called the next time."""
        attachment = judged.attachment
        before = next((item for item in known if item.status == REFUSED and item.file), None)
        name = before.file if before else _refused_name(attachment)
        files = {} if name is None else {name: attachment.data}
        correction = correction_name(name) if name and copy else None
        if correction and copy:
            files[correction] = copy
        entry = self._entry(judged, REFUSED, name, judged.findings)
        told = _is_told(entry, known)
        if before is not None:
            self._storage.restore(before, files)
            files = {}
        if not told:
            self._storage.put(entry, files)
        return Decision(entry, judged, self.folder / correction if correction else None, new=not told)

    def _same_period(self, judged: Judged, entries: Sequence[Entry]) -> list[Entry]:
        """Return what was received of this office for this very period."""
        whose = (key(judged.organization or ""), judged.year, judged.through)
        taken = [entry for entry in entries if entry.status in (RECEIVED, REPLACES)]
        same = [item for item in taken if (key(item.organization or ""), item.year, item.through) == whose]
        return [item for item in same if self._row(item) in (None, judged.row)]

    def _row(self, entry: Entry) -> object:
        """Return the roster's row of an entry where several offices have its name, None where its name tells."""
        namesakes = [row for row in self._listed.rows if row.key == key(entry.organization or "")]
        before = self._filed(entry) if len(namesakes) > 1 else None
        return before.row if before else None

    def _equal(self, judged: Judged, entry: Entry) -> bool:
        """Tell whether the other kind of file with the same figures is here: a template and the output of it."""
        before = self._filed(entry)
        return before is not None and before.kind != judged.kind and before.figures == judged.figures

    def _filed(self, entry: Entry) -> Judged | None:
        data = self._storage.read(entry.file) if entry.file else None
        return None if data is None else judge(Attachment(entry.source, entry.name, data), self._listed)

    def _entry(self, judged: Judged, status: str, file: str | None, findings: Sequence[Finding]) -> Entry:
        attachment = judged.attachment
        return Entry(
            time=dt.datetime.now().astimezone().isoformat(timespec="seconds"),
            source=indonesian.printable(attachment.source),
            name=attachment.name,
            sha256=attachment.sha256,
            organization=judged.organization,
            year=judged.year,
            through=judged.through,
            status=status,
            file=file,
            findings=tuple(record.of_finding(finding) for finding in findings),
        )


def _is_told(entry: Entry, known: Sequence[Entry]) -> bool:
    """Tell whether a line stands already for the same file from the same place."""
    return any((item.source, item.name) == (entry.source, entry.name) for item in known)


def _refused_name(attachment: Attachment) -> str | None:
    """Return where a refused file goes, None for what is no workbook at all."""
    if attachment.trouble is not None or suffix_of(attachment.name) not in _KEPT:
        return None
    stem, _, suffix = attachment.name.rpartition(".")
    return f"{REFUSED_FOLDER}/{stem}_{attachment.sha256[:8]}.{suffix}"


def _correction(judged: Judged) -> bytes | None:
    """Return the correction copy of a refused template, None where there can be none."""
    outcome = judged.outcome
    faulty = outcome is not None and any(finding.severity is Severity.ERROR for finding in outcome.findings)
    if outcome is None or judged.kind != INPUT or outcome.submission.definition is None or not faulty:
        return None
    from iku_excel.workbook import correction

    try:
        return correction.copy(judged.attachment.data, outcome)
    except correction.NotCopiedError:
        return None

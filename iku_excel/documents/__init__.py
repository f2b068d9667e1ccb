"""An office's own table (.xlsx, .docx) -> one ``Table`` -> proposals -> a review workbook -> a profile (TOML).

``load`` lets a file in through the gate; ``propose`` finds the official table and says what its words say, ``render``
writes the workbook in which a person confirms it, ``confirm`` reads that back. Nothing is decided here that nobody
confirmed: what words do not say stays empty.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from iku_excel.documents import office, official, proposals
from iku_excel.documents.confirmed import Confirmed, confirm, is_review
from iku_excel.documents.official import Table
from iku_excel.documents.records import Document
from iku_excel.documents.review import Review
from iku_excel.documents.review_book import render
from iku_excel.findings import catalogue
from iku_excel.model import Finding
from iku_excel.package import WORD, WORKBOOK, Package, Refusal, admit
from iku_excel.reading import reader

__all__ = ["Confirmed", "Opened", "Proposed", "Table", "confirm", "is_review", "load", "propose", "render"]

MAX_TOLD = 40
"""Notes on what was left out that are told one by one."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that the gate has let in."""

    name: str
    data: bytes
    package: Package


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a document holds: its tables, and the review of the one that was meant, None where that is not clear."""

    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]
    review: Review | None


def load(path: Path) -> Opened:
    """Return a document or workbook that may be read; raises Refusal with the finding that names the fault."""
    data = reader.load(path)
    try:
        return Opened(path.name, data, admit(data, (WORD, WORKBOOK)))
    except Refusal as refusal:
        if refusal.code == "terenkripsi":
            raise Refusal("terenkripsi", found="dokumen dengan kata sandi") from refusal
        if refusal.code == "bukan-xlsx":
            raise Refusal("bukan-dokumen", found=refusal.values["found"]) from refusal
        raise


def propose(opened: Opened, number: int | None = None) -> Proposed:
    """Return what the official table of a document says, the only one or the one of that number.

    Raises Refusal where there is none.
    """
    document = _read(opened)
    tables = tuple(official.find(document))
    if not tables:
        raise Refusal("tabel-tidak-ada")
    if number is None and len(tables) > 1:
        return Proposed(tables, (catalogue.finding("tabel-ganda", {"found": str(len(tables))}),), None)
    if number is not None and number > len(tables):
        return Proposed(tables, (), None)
    table = tables[(number or 1) - 1]
    notes = _notes(document, table)
    proposed = tuple(proposals.of_row(row, table) for row in table.rows)
    sha256 = hashlib.sha256(opened.data).hexdigest()
    return Proposed(tables, notes, Review(opened.name, sha256, table, office.around(table), proposed, notes))


def _read(opened: Opened) -> Document:
    if opened.package.family is WORD:
        from iku_excel.documents import word

        return word.read(opened.package, opened.data)
    from iku_excel.documents import sheet

    return sheet.read(opened.package, opened.data)


def _notes(document: Document, table: Table) -> tuple[Finding, ...]:
    """Return what reading has left out or changed, in words."""
    found = [catalogue.finding(note.code, note.values) for note in document.notes[:MAX_TOLD]]
    unused = [{"where": table.place, "what": f"kolom {heading}"} for heading in table.unused]
    found += [catalogue.finding("dokumen-dilewati", values) for values in unused]
    drawn = [row.formula for row in table.rows if row.fraction is not None]
    found += [catalogue.finding("pecahan-sebaris", {"where": text.place, "found": text.text}) for text in drawn]
    return tuple(replace(item, message=item.message[:1].upper() + item.message[1:]) for item in found)

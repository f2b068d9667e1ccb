"""Outputs and recaps become PDF through LibreOffice: the sheet IKU, or all sheets; one process for a whole batch.

Paper, fit and order are those of the workbook, and LibreOffice embeds the fonts. A sheet that is not
wanted is hidden in the copy that LibreOffice gets, for hidden sheets are not printed. The moment of
writing is taken out of the PDF and its identifier made from its contents, so that the same workbook
gives the same bytes with the same LibreOffice, and a PDF of ours that nobody has touched is known. A
comment before its last lines holds the SHA-256 of the workbook, so that an old PDF beside a new workbook is known.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from iku_excel.definition.layout import PROPERTY, RECAP_PROPERTY
from iku_excel.delivery import office
from iku_excel.findings import catalogue
from iku_excel.model import Finding, Severity
from iku_excel.package import DAMAGE, Refusal, Spreadsheet, admit, custom_property, open_spreadsheet
from iku_excel.package.edit import Element, Package, TooLargeError, child, m
from iku_excel.reading import outputs, reader
from iku_excel.regency import verify
from iku_excel.run import store
from iku_excel.run.reports import Report
from iku_excel.text import indonesian

OFFICIAL = "IKU"

START, EACH = 60.0, 15.0  # seconds for the first start of a profile, and for each workbook; one takes 0.3
_AT_ONCE = 500  # workbooks a process: their names must fit a command line of Windows

_MOMENT = re.compile(rb"(?<=/CreationDate\(D:)[0-9]{14}")
_IDENTIFIERS = re.compile(
    rb"(?<=/ID \[ <)[0-9A-F]{32}(?=>)|(?<=\n<)[0-9A-F]{32}(?=> \])|(?<=/DocChecksum /)[0-9A-F]{32}"
)
_SOURCE = re.compile(rb"\n%iku-excel sha256=([0-9a-f]{64})\n")
_END = b"%%EOF"
_NO_MOMENT, _NO_IDENTIFIER = b"20230101000000", b"0" * 32


class EditedError(Exception):
    """An output was edited after it was built."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Printed:
    """What became of one workbook: its PDF, or the finding that tells why there is none."""

    source: Path
    pdf: Path | None = None
    archived: Path | None = None
    finding: Finding | None = None


def make(sources: Sequence[Path], folder: Path | None = None, *, all_sheets: bool = False) -> Iterator[Printed]:
    """Yield the PDF of each output, in order, beside it or in a folder. Raises office.MissingOfficeError."""
    if office.find() is None:
        raise office.MissingOfficeError
    for first in range(0, len(sources), _AT_ONCE):
        yield from _batch(sources[first : first + _AT_ONCE], folder, all_sheets=all_sheets)


def follow(reports: Iterable[Report], *, all_sheets: bool = False) -> Iterator[Report]:
    """Yield the reports of a build with the PDF of each output added. Raises office.MissingOfficeError."""
    if office.find() is None:
        raise office.MissingOfficeError  # before anything is built: the one who asked decides what to do
    waiting = iter(reports)
    while chunk := list(islice(waiting, _AT_ONCE)):
        outputs_made = list(dict.fromkeys(report.output for report in chunk if report.output is not None))
        made = {item.source: item for item in make(outputs_made, all_sheets=all_sheets)}
        for report in chunk:
            item = made.get(report.output) if report.output is not None else None
            yield replace(report, pdf=item.pdf, unprinted=item.finding) if item else report


def _batch(sources: Sequence[Path], folder: Path | None, *, all_sheets: bool) -> Iterator[Printed]:
    with tempfile.TemporaryDirectory(prefix="iku-excel-", ignore_cleanup_errors=True) as name:
        room = Path(name)
        refused = {}
        for position, source in enumerate(sources):
            try:
                (room / f"{position:04}.xlsx").write_bytes(prepared(source, all_sheets=all_sheets))
            except Refusal as refusal:
                refused[position] = catalogue.refused(refusal)
            except EditedError as edited:
                refused[position] = edited.finding
        wanted = [f"{position:04}.xlsx" for position in range(len(sources)) if position not in refused]
        in_time = True
        if wanted:
            limit = START + EACH * len(wanted)
            in_time = office.run(["--convert-to", "pdf", "--outdir", ".", *wanted], room, limit)
        for position, source in enumerate(sources):
            finding = refused.get(position)
            if finding is not None:
                yield Printed(source, finding=finding)
            else:
                yield _kept(source, folder, room / f"{position:04}.pdf", in_time=in_time)


def prepared(source: Path, *, all_sheets: bool) -> bytes:
    """Return a workbook of ours as LibreOffice gets it. Raises Refusal for what is no sound output and no recap."""
    try:
        data = reader.load(source)
        book = open_spreadsheet(admit(data))
        recap = custom_property(book.package, RECAP_PROPERTY) is not None
        if not recap:
            _must_be_sound(data, book)
        if all_sheets or recap:  # a recap has no sheet that is the document, and the others beside it
            return data
        package = Package(data, book.package.workbook)
        root = package.tree(package.workbook)
        sheets = list(child(root, "sheets"))
    except TooLargeError as error:
        raise Refusal("pdf-gagal", found="buku kerjanya terlalu besar") from error
    except DAMAGE as error:
        raise Refusal("berkas-rusak", found="isi berkas tidak utuh") from error
    _hide_others(package, sheets)
    return package.save()


def _must_be_sound(data: bytes, book: Spreadsheet) -> None:
    """Raise Refusal for what is no output of ours, or was edited since: what is signed must be what was computed."""
    output = outputs.parse(book)
    if output is None and custom_property(book.package, PROPERTY) is not None:
        raise Refusal("bukan-keluaran", found="ini isian; buat dulu hasilnya dengan iku-excel build")
    if output is None or OFFICIAL not in book.sheets:
        raise Refusal("bukan-keluaran", found="tidak ada catatan keluaran di dalamnya")
    edited = [item for item in verify.compare(data, book, output) if item.severity is Severity.ERROR]
    if edited:
        raise EditedError(edited[0])


def _hide_others(package: Package, sheets: Sequence[Element]) -> None:
    """Leave only the official sheet to be printed."""
    position = next(index for index, item in enumerate(sheets) if item.get("name") == OFFICIAL)
    for index, item in enumerate(sheets):
        item.set("state", "visible" if index == position else "hidden")
    root = package.tree(package.workbook)
    for name in root.findall(f"{m('definedNames')}/{m('definedName')}"):
        parent = name.getparent()
        if parent is not None and name.get("localSheetId", str(position)) != str(position):
            parent.remove(name)  # LibreOffice prints a hidden sheet that has an area to print
    for view in root.iterfind(f"{m('bookViews')}/{m('workbookView')}"):
        view.set("activeTab", str(position))
        view.set("firstSheet", str(position))


def _kept(source: Path, folder: Path | None, made: Path, *, in_time: bool) -> Printed:
    """Put a finished PDF in its place."""
    target = (folder or source.parent) / f"{source.stem}.pdf"
    data = made.read_bytes() if made.is_file() else b""
    if not data.rstrip().endswith(b"%%EOF"):
        why = "LibreOffice tidak menghasilkan apa-apa" if in_time else "LibreOffice melampaui batas waktu"
        return Printed(source, finding=catalogue.finding("pdf-gagal", {"found": why}))
    try:
        sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
        archived = store.put_as(target, settled(data, sha256), is_ours)
    except OSError as error:
        values = {"found": str(target), "reason": indonesian.reason(error)}
        return Printed(source, finding=catalogue.finding("gagal-tulis", values))
    return Printed(source, target, archived)


def settled(data: bytes, sha256: str) -> bytes:
    """Return a PDF of LibreOffice without its moment, with the workbook it tells of, identified by its contents."""
    body, last, end = _MOMENT.sub(_NO_MOMENT, data).rpartition(b"startxref")
    return _identified(body + f"\n%iku-excel sha256={sha256}\n".encode() + last + end)


def source_of(data: bytes) -> str | None:
    """Return the SHA-256 of the workbook that a PDF was made from, also where it has been signed since."""
    marks = _SOURCE.findall(data)
    return marks[-1].decode() if marks else None


def is_ours(data: bytes) -> bool:
    """Tell whether these are bytes that ``settled`` returned, touched by nobody since."""
    marked = source_of(data) is not None and _IDENTIFIERS.search(data) is not None
    return marked and data == _identified(data)


def examine(data: bytes) -> int | None:
    """Return how many bytes follow a PDF of ours, 0 for one as written, None for one that is not ours or was changed.

    Ours reaches to our own last end-of-file mark, and holds by its own checksum; a signature or a note is appended
    after it. Who signed is not looked at.
    """
    for mark in _SOURCE.finditer(data):
        end = data.find(_END, mark.end())
        if end < 0:
            return None
        end += len(_END)
        for more in (b"", b"\n", b"\r\n", b"\r"):
            if data.startswith(more, end) and is_ours(data[: end + len(more)]):
                return len(data) - end - len(more)
    return None


def _identified(data: bytes) -> bytes:
    plain = _IDENTIFIERS.sub(_NO_IDENTIFIER, data)
    return _IDENTIFIERS.sub(hashlib.sha256(plain).hexdigest()[:32].upper().encode(), plain)

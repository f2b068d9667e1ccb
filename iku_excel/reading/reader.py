"""A path, or bytes with a name, becomes a Submission: the raw content of every input cell, found by name.

Order of the answers: the file (gate), the template (its very hidden sheet ``_iku`` holds the
definition and its seal), then every input cell and every official text. Faults of the file or of
the definition stop; faults of cells add up. Nothing is interpreted here: "12" stays text.

Where a client has dropped a defined name, the layout's own place is taken if the labels around it
still say so (``nama-dipulihkan``), otherwise the cell is lost (``sel-hilang``): never a guess. Two
names on one cell tell that one cell was moved over another: both are lost.
"""

from __future__ import annotations

import dataclasses
import hashlib
import stat
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from iku_excel import paths
from iku_excel.definition import profile
from iku_excel.definition.layout import (
    LKJIP_KEY,
    MACHINE,
    MACHINE_KEYS,
    OUTPUT_KEY,
    PROPERTY,
    RECAP_PROPERTY,
    REVIEW_PROPERTY,
    VERDICT_NAME,
    Field,
    Layout,
    Official,
    Place,
    layout,
)
from iku_excel.findings import catalogue
from iku_excel.model import CONTRACT_VERSION, Cell, Content, Definition, Finding, Rows, Submission
from iku_excel.package import (
    DAMAGE,
    MAX_FILE,
    Address,
    Raw,
    Refusal,
    Sheet,
    Spreadsheet,
    admit,
    custom_property,
    open_spreadsheet,
    size,
)
from iku_excel.reading import inputs, rivals
from iku_excel.text import indonesian, letters

_OWN_FINDING = (Content.BLANK, Content.ERROR, Content.UNCACHED)
"""Contents of an input cell that have a finding of their own."""

_MAX_PIECES = 40  # rows of JSON; the longest definition allowed takes fewer
_ROSTER_COLUMNS = 20  # of a first row in which the headings of a roster are looked for


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is at hand as bytes already, under the name it goes by."""

    name: str
    data: bytes


Source: TypeAlias = Path | Document

UNNAMED = "kiriman.xlsx"
"""What bytes without a name are called."""


def read(source: Source, root: Path = Path()) -> Submission:
    """Return what a file holds; its findings say why where it holds nothing for us.

    A relative path is seen from ``root``.
    """
    path = Path(source.name) if isinstance(source, Document) else source
    sha256 = ""
    try:
        data = bounded(source.data) if isinstance(source, Document) else load(root / source)
        sha256 = hashlib.sha256(data).hexdigest()
        return _submission(path, sha256, open_spreadsheet(admit(data)), data)
    except Refusal as refusal:
        finding = catalogue.refused(refusal)
    except DAMAGE:
        finding = catalogue.finding("berkas-rusak", {"found": "isi berkas tidak utuh"})
    workbook = inputs.locked_by(path)
    if workbook is not None and (sha256 or paths.is_there(root / path)):
        values = {"kind": "kunci", "found": "berkas kunci", "workbook": catalogue.quoted(workbook)}
        finding = catalogue.finding("bukan-xlsx", values)
    return Submission(path, sha256, findings=(finding,))


def load(path: Path) -> bytes:
    """Return the bytes of a file; raises Refusal where it is none, or one that is never opened."""
    try:
        # Looked at before it is opened: opening a named pipe would wait for ever.
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            unlisted = paths.fault(path)
            raise Refusal("berkas-tidak-ada", found=indonesian.reason(unlisted) if unlisted else "ini sebuah folder")
        if not stat.S_ISREG(status.st_mode):
            raise Refusal("berkas-tidak-ada", found="ini bukan berkas biasa")
        _bound(status.st_size)
        return path.read_bytes()
    except OSError as error:
        raise Refusal("berkas-tidak-ada", found=indonesian.reason(error)) from error
    except ValueError as error:
        raise Refusal("berkas-tidak-ada", found="nama tidak sah") from error


def bounded(data: bytes) -> bytes:
    """Return the bytes of a file unless they are too many; raises Refusal."""
    _bound(len(data))
    return data


def _bound(n_bytes: int) -> None:
    if n_bytes > MAX_FILE:
        raise Refusal("berkas-berbahaya", limit="ukuran berkas", found=size(n_bytes), expected=size(MAX_FILE))


def _submission(path: Path, sha256: str, book: Spreadsheet, data: bytes) -> Submission:
    definition = _definition(book)
    places = layout(definition)
    located = _locate(book, places)
    cells = {field.name: located.cell(field) for field in places.fields}
    findings = [*located.findings, *_changed_texts(located, places)]
    findings += rivals.findings(book, places, located.homes, located.places)
    registers: Mapping[int, Rows] = {}
    if places.registers:
        from iku_excel.reading import register_reader

        registers, faults = register_reader.read(book, places.registers, data, list(located.homes.values()))
        findings += faults
    verdict = _verdict(book)
    return Submission(path, sha256, definition, cells, book.sheets, tuple(findings), registers, verdict=verdict)


def _verdict(book: Spreadsheet) -> Cell | None:
    """Return the stored verdict; an older template has none, and a program may have dropped it."""
    place = book.place(VERDICT_NAME)
    if place is None:
        return None
    sheet, row, col = place
    raw = book.read({sheet: [(row, col)]})[sheet].at(row, col)
    if raw.content in (Content.BLANK, Content.UNCACHED):
        return None
    return Cell(VERDICT_NAME, sheet, row, col, raw.content, text=indonesian.squeeze(raw.text))


def _definition(book: Spreadsheet) -> Definition:
    """Return the definition that travels in the workbook, or raise Refusal."""
    table = machine_table(book)
    if OUTPUT_KEY in table:
        raise Refusal("bukan-templat", found="hasil build", kind="keluaran")
    if custom_property(book.package, REVIEW_PROPERTY):
        raise Refusal("bukan-templat", found="tinjauan dari import", kind="tinjauan")
    if "kontrak" not in table:
        if custom_property(book.package, PROPERTY) or "nama_organisasi" in book.names:
            raise Refusal("definisi-rusak", found="lembar _iku tidak ada atau kosong")
        raise _no_template(book)
    version = table["kontrak"]
    if not (version.isascii() and version.isdigit() and int(version[:9])):
        raise Refusal("definisi-rusak", found="nomor versi kontrak tidak terbaca")
    if int(version[:9]) > CONTRACT_VERSION:
        raise Refusal("versi-templat", found=indonesian.printable(version[:9]), expected=str(CONTRACT_VERSION))
    text = table.get("definisi", "")
    if profile.seal(text) != table.get("sha256"):
        raise Refusal("definisi-rusak", found="isinya berubah sejak templat dibuat")
    try:
        definition = profile.from_json(text)
    except profile.ProfileError as error:
        raise Refusal("definisi-rusak", found=indonesian.printable(str(error))[:200]) from error
    if table.get("profil") != definition.id:
        raise Refusal("definisi-rusak", found="nama profil tidak cocok")
    return dataclasses.replace(definition, lkjip=LKJIP_KEY in table)


def _no_template(book: Spreadsheet) -> Refusal:
    """Return the refusal of a workbook that has no definition, by what else of ours it is."""
    if custom_property(book.package, RECAP_PROPERTY):
        return Refusal("bukan-templat", found="rekap", kind="rekap")
    first = book.sheets[0]
    heads = book.read({first: [(0, col) for col in range(_ROSTER_COLUMNS)]})[first]
    if any(heads.at(0, col).text.strip().lower() == "nama_organisasi" for col in range(_ROSTER_COLUMNS)):
        return Refusal("bukan-templat", found="daftar organisasi", kind="daftar")
    return Refusal("bukan-templat", found="tidak ada lembar tersembunyi _iku di dalamnya")


def machine_table(book: Spreadsheet, pieces: int = _MAX_PIECES) -> Mapping[str, str]:
    """Return the key and value rows of ``_iku``; pieces of one key are joined."""
    name = next((name for name in book.sheets if name.lower() == MACHINE), None)
    if name is None:
        return {}
    rows = range(len(MACHINE_KEYS) + pieces)
    sheet = book.read({name: [(row, col) for row in rows for col in (0, 1)]})[name]
    table: dict[str, str] = {}
    for row in rows:
        key = sheet.at(row, 0).text
        if key:
            table[key] = table.get(key, "") + sheet.at(row, 1).text
    return table


class _Located:
    """Where each input cell and official text stands now, what it holds, and the findings on the way."""

    def __init__(self) -> None:
        self.sheets: Mapping[str, Sheet] = {}
        self.homes: Mapping[str, str] = {}
        self.places: dict[str, Place] = {}
        self.findings: list[Finding] = []

    def raw(self, name: str) -> Raw:
        place = self.places[name]
        return self.sheets[place.sheet].at(place.row, place.col)

    def swallowed(self, place: Place) -> bool:
        return self.sheets[place.sheet].swallowed(place.row, place.col)

    def cell(self, field: Field) -> Cell:
        if field.name not in self.places:
            return Cell(field.name, None, None, None, Content.LOST)
        place, raw = self.places[field.name], self.raw(field.name)
        text = indonesian.squeeze(raw.text)
        self._note(field, place, raw, text)
        where = (field.name, place.sheet, place.row, place.col)
        return Cell(*where, raw.content, raw.number, text, raw.percent, raw.formula)

    def _note(self, field: Field, place: Place, raw: Raw, text: str) -> None:
        """Tell what a cell holds that its reader cannot see."""
        where = (place.sheet, place.row, place.col)
        if raw.content is Content.TEXT and letters.unseen(raw.text):
            values = {"found": letters.spelled(raw.text), "used": f'"{catalogue.quoted(text)}"'}
            self.findings.append(catalogue.finding("huruf-tak-tampak", values, place=where, label=field.label))
        elif raw.content is Content.NUMBER and raw.code:
            values = {"found": text, "expected": indonesian.printable(raw.code[:40])}
            self.findings.append(catalogue.finding("tampilan-berbeda", values, place=where, label=field.label))


def _locate(book: Spreadsheet, places: Layout) -> _Located:
    located = _Located()
    named = {name: Place(*found) for name, _ in places.names if (found := book.place(name))}
    homes = _homes(book, places, named)
    own = {
        name: Place(homes[place.sheet], place.row, place.col)
        for name, place in places.names
        if name not in named and homes[place.sheet]
    }
    nearby = [w.place for field in places.fields if field.name not in named for w in field.witnesses]
    wanted: dict[str, set[Address]] = {}
    for place in (*named.values(), *own.values()):
        wanted.setdefault(place.sheet, set()).add((place.row, place.col))
    for place in nearby:
        if homes[place.sheet]:
            wanted[homes[place.sheet]].add((place.row, place.col))
    located.sheets = book.read(wanted)
    located.homes = homes
    claims = Counter(named.values())
    for field in places.fields:
        _locate_field(located, field, named.get(field.name), own.get(field.name), claims)
    gone = dict.fromkeys(field.place.sheet for field in places.fields if not homes[field.place.sheet])
    located.findings += [catalogue.finding("sel-hilang", {"found": sheet, "kind": "lembar"}) for sheet in gone]
    for item in places.official:
        where = named.get(item.name) or own.get(item.name)
        if where is not None and claims[where] == (item.name in named):
            located.places[item.name] = where
    return located


def _homes(book: Spreadsheet, places: Layout, named: Mapping[str, Place]) -> Mapping[str, str]:
    """Return where each sheet of the layout is now, "" if nowhere: most of its names tell, else its own name."""
    by_name = {name.lower(): name for name in book.sheets}
    pointed: dict[str, Counter[str]] = {}
    for name, place in places.names:
        votes = pointed.setdefault(place.sheet, Counter())
        if name in named:
            votes[named[name].sheet] += 1
    return {
        sheet: votes.most_common(1)[0][0] if votes else by_name.get(sheet.lower(), "")
        for sheet, votes in pointed.items()
    }


def _locate_field(
    located: _Located, field: Field, named: Place | None, own: Place | None, claims: Counter[Place]
) -> None:
    """Settle one input cell: by its name, by the labels around its own place, or not at all."""
    place = named
    if place is None and own is not None and not claims[own] and _vouched(located.sheets[own.sheet], field):
        place = own
    if place is None:
        sheet = located.homes[field.place.sheet]
        if sheet:  # a whole sheet that is gone is told once
            located.findings.append(catalogue.finding("sel-hilang", sheet=sheet, label=field.label))
        return
    where = (place.sheet, place.row, place.col)
    fault = ""
    if claims[place] > 1:
        fault = "dipakai oleh dua nama sel"
    elif located.swallowed(place):
        fault = "digabung ke sel lain"
    if fault:
        located.findings.append(catalogue.finding("sel-hilang", {"found": fault}, place=where, label=field.label))
        return
    if named is None:
        located.findings.append(catalogue.finding("nama-dipulihkan", place=where, label=field.label))
    located.places[field.name] = place


def _vouched(sheet: Sheet, field: Field) -> bool:
    return all(
        indonesian.squeeze(sheet.at(witness.place.row, witness.place.col).text) == witness.text
        for witness in field.witnesses
    )


def _changed_texts(located: _Located, places: Layout) -> list[Finding]:
    """Compare every official text that the workbook shows with the definition."""
    findings = []
    organization = places.field("nama_organisasi")
    texts = [*places.official, Official(organization.name, organization.place, places.definition.organization)]
    for item in texts:
        place = located.places.get(item.name)
        if place is None:
            continue
        raw = located.raw(item.name)
        shown = "" if located.swallowed(place) else indonesian.squeeze(raw.text)
        if item.name == organization.name and raw.content in _OWN_FINDING:
            continue
        if shown != item.text:
            where = (place.sheet, place.row, place.col)
            values = {"found": shown or "(kosong)", "expected": item.text}
            findings.append(catalogue.finding("teks-resmi-berubah", values, place=where))
    for item in places.official:
        sheet = located.homes[item.place.sheet]
        if sheet and item.name not in located.places:  # without its sheet, its lost input cells tell already
            values = {"found": "(terhapus)", "expected": item.text}
            findings.append(catalogue.finding("teks-resmi-berubah", values, sheet=sheet))
    return findings

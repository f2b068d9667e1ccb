"""The roster of a regency: a workbook or CSV with a row for each office -> rows, and findings at row and column.

The first row holds the headings, in any order; ``nama_organisasi`` must be there, the others may be
missing or empty. A workbook's sheet ``Daftar`` is read, or else its first. A CSV may be separated by
comma, semicolon or tab, in UTF-8 or Windows-1252. Nothing is guessed: a NIP that a spreadsheet has
turned into a number, or a number of villages that is none, is a finding.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from iku_excel.findings import catalogue
from iku_excel.model import MAX_LINE, Content, Finding, Severity
from iku_excel.package import DAMAGE, EMPTY, Address, Raw, Refusal, Spreadsheet, admit, from_a1, open_spreadsheet, sniff
from iku_excel.reading import reader
from iku_excel.text import indonesian, letters
from iku_excel.text.nip import plausible

SHEET = "Daftar"
ORGANIZATION, REGION, NIP, VILLAGES, EMAIL, DEADLINE = (
    "nama_organisasi",
    "wilayah",
    "nip",
    "jumlah_desa",
    "email",
    "batas_waktu",
)
COLUMNS: Mapping[str, str] = {
    ORGANIZATION: "Wajib. Nama seperti pada lembar resmi, misalnya KECAMATAN TONGAS.",
    REGION: "Misalnya KABUPATEN PROBOLINGGO; membedakan kecamatan bernama sama.",
    "tempat": "Tempat penandatanganan, misalnya TONGAS.",
    "jabatan": "Misalnya CAMAT TONGAS atau Plt. CAMAT TONGAS.",
    "nama_pejabat": "Nama lengkap dengan gelar.",
    "pangkat": "Misalnya Pembina.",
    NIP: "18 angka sebagai teks, misalnya 19791017 200012 1 001.",
    VILLAGES: "Jumlah desa (dan kelurahan) yang dilayani; mengisi penyebut indikator stok yang menghitung desa.",
    EMAIL: "Alamat surel kantor, untuk pengiriman.",
    DEADLINE: "Batas waktu mengirim, misalnya 10 Juli 2023; disebut di surat pengingat.",
}
"""Columns of a roster in their usual order, each with what it means."""

LISTED = 20
"""Findings of a kind that are listed; the rest is counted."""

MAX_VILLAGES = 1_000  # the largest kecamatan has under two hundred
_MAX_ROWS = 10_000  # the country has 7,285 kecamatan; so many rows are read in two seconds
_MAX_CELLS = 200_000  # twice as many rows of all columns
_LONG = {"KAB": "KABUPATEN", "KEC": "KECAMATAN"}
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[A-Za-z]{2,}")
_LOST_DIGITS = re.compile(r"[0-9][.,][0-9]+[eE]\+?[0-9]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One office of a roster; ``values`` are the texts by column, ``villages`` None where not told."""

    number: int  # row of the file, from 1
    values: Mapping[str, str]
    villages: int | None = None

    @property
    def organization(self) -> str:
        """The office's name."""
        return self.values[ORGANIZATION]

    @property
    def region(self) -> str:
        """The regency's name, "" where not told."""
        return self.values.get(REGION, "")

    @property
    def deadline(self) -> str:
        """The day by which it is asked to send, in words, "" where not told."""
        return self.values.get(DEADLINE, "")

    @property
    def email(self) -> str:
        """The office's address, "" where not told."""
        return self.values.get(EMAIL, "")

    @property
    def key(self) -> str:
        """The office's name as it is compared."""
        return key(self.organization)


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster as read; one with an error is not used."""

    path: Path
    rows: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether it can be used."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


def key(name: str) -> str:
    """Return a name as names are compared: capitals and digits, "Kab." and "Kec." written out."""
    return " ".join(_LONG.get(word, word) for word in re.findall("[^\\W_]+", name.upper()))


def read(path: Path) -> Roster:
    """Return the rows and findings of a roster; a file that cannot be read has one finding."""
    try:
        data = reader.load(path)
        kind = sniff.unpackaged(data)
        if kind is None:
            book = open_spreadsheet(admit(data))
            sheet = next((name for name in book.sheets if name.lower() == SHEET.lower()), book.sheets[0])
            cells = _all(book, sheet)
            covered = sorted(book.covered(sheet, cells.keys()))
        elif kind.name == sniff.PLAIN:
            sheet, cells, covered = path.name, _csv(data), []
        else:
            return Roster(path, findings=(catalogue.finding(kind.code, {"found": kind.name, "kind": kind.kind}),))
    except Refusal as refusal:
        return Roster(path, findings=(catalogue.refused(refusal),))
    except DAMAGE:
        return Roster(path, findings=(catalogue.finding("berkas-rusak", {"found": "isi berkas tidak utuh"}),))
    return _Reading(path, sheet, cells, covered).roster()


def find(listed: Roster, organization: str, region: str) -> Row | None:
    """Return the row of an office: of this name, and of this regency where the row has one."""
    namesakes = [row for row in listed.rows if row.key == key(organization)]
    near = [row for row in namesakes if not row.region or key(row.region) == key(region)]
    if not region and len(namesakes) == 1:
        return namesakes[0]
    return near[0] if near else None


def _sound(name: str) -> bool:
    """Tell whether a definition may have this organization."""
    return bool(re.search("[A-Z0-9]", name.upper())) and set("{}").isdisjoint(name)


def _all(book: Spreadsheet, sheet: str) -> dict[Address, Raw]:
    try:
        return {address: cell.raw for address, cell in book.whole(sheet, _MAX_CELLS).items()}
    except Refusal as refusal:
        raise _too_long() if refusal.code == "berkas-berbahaya" else refusal from refusal


def _too_long() -> Refusal:
    found, most = f"lebih dari {indonesian.whole(_MAX_CELLS)} sel", indonesian.whole(_MAX_ROWS)
    return Refusal("daftar-kosong", found=found, expected=f"paling banyak {most} baris")


def _csv(data: bytes) -> dict[Address, Raw]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    cells = {}
    try:
        for row, line in enumerate(csv.reader(io.StringIO(text), delimiter=separator, strict=True)):
            for col, value in enumerate(line):
                if value and indonesian.squeeze(value):
                    cells[row, col] = Raw(Content.TEXT, text=value)
            if len(cells) > _MAX_CELLS:
                raise _too_long()
    except csv.Error as error:
        raise Refusal("berkas-rusak", found="tanda kutip di dalam CSV tidak berpasangan") from error
    return cells


class _Reading:
    """The cells of one roster on their way to rows."""

    def __init__(self, path: Path, sheet: str, cells: Mapping[Address, Raw], covered: Sequence[Address]) -> None:
        self._path = path
        self._sheet = sheet
        self._cells = cells
        self._findings: list[Finding] = []
        self._named: set[Address] = set()  # cells that have a finding
        self._columns: dict[str, int] = {}
        self._told: Counter[str] = Counter()
        for at in covered:  # a merge hides it, and it would count
            self._find("sel-tertutup", at)

    def roster(self) -> Roster:
        self._headings()
        if ORGANIZATION not in self._columns:
            found = indonesian.some([self._text((0, col)) for (row, col) in sorted(self._cells) if row == 0])
            self._find("daftar-kolom", (0, 0), found=found or "(kosong)", expected=ORGANIZATION)
            return Roster(self._path, findings=self._in_order())
        wanted = set(self._columns.values())
        numbers = sorted({row for row, col in self._cells if row and col in wanted})
        if len(numbers) > _MAX_ROWS:
            found, most = indonesian.whole(len(numbers)), indonesian.whole(_MAX_ROWS)
            self._find("daftar-kosong", (0, 0), found=f"{found} baris", expected=f"paling banyak {most} baris")
            numbers = []
        elif not numbers:
            self._find("daftar-kosong", (0, 0), found="tidak ada baris", expected="satu baris untuk setiap organisasi")
        rows = [self._row(row) for row in numbers]
        self._doubles(rows)
        return Roster(self._path, tuple(rows), self._in_order())

    def _in_order(self) -> tuple[Finding, ...]:
        """Return the findings by row and column, then how many of a kind there are beyond those listed."""
        in_order = sorted(self._findings, key=lambda finding: from_a1(finding.cell or "") or (0, 0))
        for code, count in self._told.items():
            if count > LISTED:
                severity = next(finding.severity for finding in in_order if finding.code == code)
                values = {"found": f"{indonesian.whole(count - LISTED)} lagi ({code})"}
                rest = catalogue.finding("daftar-selebihnya", values, sheet=self._sheet, severity=severity)
                in_order.append(rest)
        return tuple(in_order)

    def _headings(self) -> None:
        heads = sorted(address for address in self._cells if address[0] == 0)
        blank = {col: row for row, col in sorted(self._cells, reverse=True) if row} if heads else {}
        for row, col in heads:
            blank.pop(col, None)
            name = re.sub(r"[\s_]+", "_", self._text((row, col)).lower())
            if name in self._columns or name not in COLUMNS:
                code = "daftar-ganda" if name in self._columns else "daftar-kolom-lain"
                self._find(code, (row, col), found=self._text((row, col)), expected="judul yang berbeda")
            else:
                self._columns[name] = col
        for col, row in sorted(blank.items()):
            found = f"data mulai baris {row + 1}, misalnya {self._text((row, col))}"
            self._find("daftar-judul-kosong", (0, col), found=found)

    def _row(self, row: int) -> Row:
        values = {name: self._line(name, (row, col)) for name, col in self._columns.items() if name != VILLAGES}
        if not values[ORGANIZATION] and (row, self._columns[ORGANIZATION]) not in self._named:
            self._find("wajib-diisi", (row, self._columns[ORGANIZATION]), ORGANIZATION)
        elif values[ORGANIZATION] and not _sound(values[ORGANIZATION]):
            self._find("daftar-nama", (row, self._columns[ORGANIZATION]), found=values[ORGANIZATION])
        if values.get(NIP) and not plausible(values[NIP]):
            lost = _LOST_DIGITS.fullmatch(values[NIP])
            self._find("nip-angka" if lost else "nip-tidak-sah", (row, self._columns[NIP]), NIP, found=values[NIP])
        if values.get(EMAIL) and not _ADDRESS.fullmatch(values[EMAIL]):
            self._find("surel-tidak-sah", (row, self._columns[EMAIL]), EMAIL, found=values[EMAIL])
        return Row(row + 1, values, self._villages(row))

    def _line(self, name: str, at: Address) -> str:
        """Return a text cell's one line, "" where it holds no text (then a finding says so)."""
        raw, text = self._cells.get(at, EMPTY), self._text(at)
        if raw.content in (Content.ERROR, Content.UNCACHED):
            self._find("rumus-galat" if raw.content is Content.ERROR else "rumus-tanpa-nilai", at, name, found=text)
        elif name == DEADLINE and raw.date is not None:
            return indonesian.date(raw.date)
        elif raw.content not in (Content.TEXT, Content.BLANK):
            self._find("nip-angka" if name == NIP else "bukan-teks", at, name, found=text)
        elif len(text) > MAX_LINE:
            found, most = f"{len(text)} huruf", f"paling panjang {MAX_LINE} huruf"
            self._find("teks-terlalu-panjang", at, name, found=found, expected=most)
        else:
            if letters.unseen(raw.text):
                self._find("huruf-tak-tampak", at, name, found=letters.spelled(raw.text), used=f'"{text}"')
            return text
        return ""

    def _villages(self, row: int) -> int | None:
        at = (row, self._columns.get(VILLAGES, -1))
        raw, text = self._cells.get(at, EMPTY), self._text(at)
        if raw.content is Content.BLANK:
            return None
        number = raw.number if raw.content is Content.NUMBER else float("nan")
        if raw.content is Content.TEXT and text.isascii() and text.isdigit() and len(text) < 10:
            number = float(text)
        if raw.content in (Content.ERROR, Content.UNCACHED):
            code = "rumus-galat" if raw.content is Content.ERROR else "rumus-tanpa-nilai"
        elif number != number:  # noqa: PLR0124 - NaN: no number at all
            code = "bukan-angka"
        elif number < 1 or number > MAX_VILLAGES or number % 1:
            code = "daftar-jumlah-desa"
        else:
            return int(number)
        self._find(code, at, VILLAGES, found=text)
        return None

    def _doubles(self, rows: list[Row]) -> None:
        first: dict[tuple[str, str], int] = {}
        for row in rows:
            if not row.organization:
                continue
            number = first.setdefault((row.key, key(row.region)), row.number)
            if number != row.number:
                at = (row.number - 1, self._columns[ORGANIZATION])
                expected = f"sekali saja, sudah ada di baris {number}"
                self._find("daftar-ganda", at, found=row.organization, expected=expected)

    def _text(self, at: Address) -> str:
        return indonesian.squeeze(self._cells.get(at, EMPTY).text)

    def _find(self, code: str, at: Address, label: str = "", **values: str) -> None:
        self._named.add(at)
        self._told[code] += 1
        if self._told[code] > LISTED:
            return
        label = {NIP: "NIP", EMAIL: "Alamat surel"}.get(label, label.replace("_", " ").capitalize())
        self._findings.append(catalogue.finding(code, values, place=(self._sheet, *at), label=label))

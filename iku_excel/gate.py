"""Bytes -> a sound and safe .xlsx package, or a refusal: nothing reads a file before this has passed.

The gate inflates every part once, counting while it goes and trusting no declared size, and lets a
plain expat parser see every XML part: no DOCTYPE, so no entities and nothing external; UTF-8 only.
Every limit is a constant with its reason. The largest of some 2,800 real workbooks had 2.7 MB, 340
parts, 14 MB in its largest part, 258,406 cells, 140,151 rows, 66,935 shared strings, 22,244 formats
and 50,000 merges; a register of 100,000 rows by 8 columns has 4.8 MB and 800,000 cells.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat

from iku_excel import indonesian, sniff
from iku_excel.layout import MAX_COL, MAX_ROW, from_a1

MIB = 1024 * 1024
MAX_FILE = 25 * MIB  # mail servers stop at about this size; nine times the largest real file
MAX_PARTS = 1_000  # three times the largest
MAX_NAME = 260  # a path of Windows
MAX_PART = 64 * MIB  # one part is held in memory whole; four times the largest
MAX_TOTAL = 160 * MIB  # ten times the largest
MAX_RATIO = 100  # XML deflates to a twentieth; a bomb to a thousandth
RATIO_FROM = MIB  # small parts of blanks may deflate better than MAX_RATIO
MAX_DEPTH = 64  # SpreadsheetML nests about ten deep
MAX_ELEMENTS = 5_000_000  # keeps the slowest file allowed below five seconds
MAX_CELLS = 2_000_000
MAX_ROWS = 200_000  # row elements; a template "formatted to the bottom" has 1,048,576
MAX_STRINGS = 1_000_000
MAX_FORMATS = 65_490  # what Excel itself allows
MAX_MERGES = 65_536
MAX_SHEETS = 255
MAX_SHEET_NAME = 31  # what Excel itself allows
MAX_DEFINED_NAME = 8_192  # characters of a name's formula, which Excel itself allows

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
STRICT = "http://purl.oclc.org/ooxml/"

_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_OTHER_TYPES = {
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": "Excel dengan makro (.xlsm)",
    "application/vnd.ms-excel.template.macroEnabled.main+xml": "templat Excel dengan makro (.xltm)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": "templat Excel (.xltx)",
    "application/vnd.ms-excel.addin.macroEnabled.main+xml": "tambahan Excel (.xlam)",
}
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")

# What reading a damaged package can raise in zipfile, zlib and expat, and nothing of our own.
DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    NotImplementedError,
    UnicodeError,
)


class Refusal(Exception):  # noqa: N818 - not an error of the program: the answer to a bad file
    """A file that is not read any further: a finding's code and the values of its message."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Package:
    """A package that has passed: its parts by name, and which of them is the workbook."""

    archive: zipfile.ZipFile
    names: frozenset[str]
    workbook: str
    size: int

    def read(self, name: str) -> bytes:
        """Return the bytes of a part; raises Refusal if there is none."""
        if name not in self.names:
            damaged(f"bagian {name} tidak ada")
        return self.archive.read(name)


def admit(data: bytes) -> Package:
    """Return the package in ``data``, or raise Refusal with the finding that names the fault."""
    if len(data) > MAX_FILE:
        dangerous("ukuran berkas", size(len(data)), size(MAX_FILE))
    named = sniff.unpackaged(data)
    if named:
        raise Refusal(named[0], found=named[1])
    try:
        return _package(data)
    except DAMAGE as error:
        raise Refusal("berkas-rusak", found="isi berkas tidak utuh") from error


def dangerous(limit: str, found: str, allowed: str) -> NoReturn:
    """Refuse a file that is past a limit."""
    raise Refusal("berkas-berbahaya", limit=limit, found=found, expected=allowed)


def damaged(what: str) -> NoReturn:
    """Refuse a malformed file."""
    raise Refusal("berkas-rusak", found=what)


def size(n_bytes: int) -> str:
    """Return a size as people write it."""
    return f"{indonesian.decimal(n_bytes / MIB, 1)} MB"


def parse(data: bytes, start: Callable[[str, dict[str, str]], None], **handlers: Callable[..., None]) -> None:
    """Let expat run over a part; element names are "namespace name". Raises Refusal on a DOCTYPE."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:64]:
        damaged("bagian XML bukan UTF-8")
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf")[:200])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        damaged(f"bagian XML bukan UTF-8 ({declared[1].decode()})")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _doctype
    parser.StartElementHandler = start
    for name, handler in handlers.items():
        setattr(parser, {"end": "EndElementHandler", "text": "CharacterDataHandler"}[name], handler)
    # The whole part at once: fed in pieces, old expat rescans a long token for every piece.
    parser.Parse(data, True)


def _doctype(*_: object) -> NoReturn:
    dangerous("deklarasi DOCTYPE atau entitas XML", "ada", "tidak boleh ada")


def _package(data: bytes) -> Package:
    archive = zipfile.ZipFile(BytesIO(data))
    infos = [info for info in archive.infolist() if not info.is_dir()]
    _check_directory(infos)
    names = frozenset(info.filename for info in infos)
    named = sniff.packaged(names, archive.read("mimetype")[:100] if _small(archive, "mimetype") else b"")
    if named:
        raise Refusal("bukan-xlsx", found=named)
    census = _Census()
    total = 0
    for info in infos:
        content = _inflate(archive, info)
        total += len(content)
        if total > MAX_TOTAL:
            dangerous("isi berkas setelah dibuka", f"lebih dari {size(MAX_TOTAL)}", size(MAX_TOTAL))
        if info.filename.lower().endswith((".xml", ".rels", ".vml")):
            census.take(content)
    if census.strict:
        raise Refusal("bukan-xlsx", found="Strict Open XML Spreadsheet (.xlsx)")
    return Package(archive, names, _workbook_part(archive, names), len(data))


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.namelist() and archive.getinfo(name).file_size < 200


def _check_directory(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_PARTS:
        dangerous("jumlah bagian di dalam berkas", indonesian.whole(len(infos)), indonesian.whole(MAX_PARTS))
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        if info.flag_bits & 0x1:
            raise Refusal("terenkripsi", found="arsip dengan kata sandi")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            damaged("cara pemampatan yang tidak dikenal")
        if len(name) > MAX_NAME:
            dangerous("panjang nama bagian", f"{len(name)} huruf", f"{MAX_NAME} huruf")
        if name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/"):
            dangerous("nama bagian yang keluar dari berkas", indonesian.printable(name), "nama di dalam berkas")
        if name.lower() in seen:
            dangerous("nama bagian yang sama", indonesian.printable(name), "setiap nama satu kali")
        seen.add(name.lower())


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    by_ratio = max(RATIO_FROM, info.compress_size * MAX_RATIO)
    allowed = min(MAX_PART, by_ratio)
    with archive.open(info) as part:
        content = part.read(allowed + 1)
    if len(content) > allowed:
        name = indonesian.printable(info.filename)
        if by_ratio < MAX_PART:
            dangerous(f"pengembangan bagian {name}", f"lebih dari {MAX_RATIO} kali", f"{MAX_RATIO} kali")
        dangerous(f"ukuran bagian {name}", f"lebih dari {size(MAX_PART)}", size(MAX_PART))
    return content


def _workbook_part(archive: zipfile.ZipFile, names: frozenset[str]) -> str:
    target = ""

    def relationship(name: str, attributes: dict[str, str]) -> None:
        nonlocal target
        if name == f"{PACKAGE_RELATIONSHIPS} Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            target = attributes.get("Target", "").lstrip("/")

    types: dict[str, str] = {}

    def content_type(name: str, attributes: dict[str, str]) -> None:
        if name == f"{CONTENT_TYPES} Override":
            types[attributes.get("PartName", "").lstrip("/").lower()] = attributes.get("ContentType", "")

    if "_rels/.rels" not in names:
        damaged("bagian _rels/.rels tidak ada")
    parse(archive.read("_rels/.rels"), relationship)
    parse(archive.read("[Content_Types].xml"), content_type)
    if target not in names:
        damaged("bagian workbook tidak ada")
    found = types.get(target.lower(), "")
    if found in _OTHER_TYPES:
        raise Refusal("bukan-xlsx", found=_OTHER_TYPES[found])
    if found != _WORKBOOK_TYPE:
        damaged("jenis isi workbook tidak dikenal")
    return target


class _Census:
    """Counts what a reader would have to allocate, over all XML parts of a package."""

    def __init__(self) -> None:
        self.strict = False
        self._depth = 0
        self._counts: dict[str, int] = {}
        self._elements = 0
        self._row = 0
        self._sheets: set[str] = set()
        self._name_length = -1
        self._special: Mapping[str, Callable[[dict[str, str]], None]] = {
            f"{MAIN} row": self._take_row,
            f"{MAIN} c": self._take_cell,
            f"{MAIN} sheet": self._take_sheet,
            f"{MAIN} sst": self._take_strings,
            f"{MAIN} si": self._counter("jumlah teks bersama", MAX_STRINGS),
            f"{MAIN} xf": self._counter("jumlah format sel", MAX_FORMATS),
            f"{MAIN} mergeCell": self._counter("jumlah gabungan sel", MAX_MERGES),
            f"{MAIN} definedName": self._take_name,
        }

    def take(self, data: bytes) -> None:
        """Count one part; raises Refusal past a limit, ExpatError where it is malformed."""
        self._depth = self._row = 0
        self._name_length = -1
        # text matters in defined names only, and a handler for it costs a fifth of the whole pass
        text = {"text": self._text} if b"definedName" in data else {}
        parse(data, self._start, end=self._end, **text)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        special = self._special.get(name)
        if special is not None:
            special(attributes)
        elif self._depth == 1 and name.startswith(STRICT):
            self.strict = True
        if self._depth > MAX_DEPTH:
            dangerous("kedalaman XML", f"lebih dari {MAX_DEPTH} tingkat", f"{MAX_DEPTH} tingkat")
        if self._elements > MAX_ELEMENTS:
            most = indonesian.whole(MAX_ELEMENTS)
            dangerous("jumlah unsur XML", f"lebih dari {most}", most)

    def _end(self, _: str) -> None:
        self._depth -= 1
        self._name_length = -1

    def _text(self, text: str) -> None:
        if self._name_length >= 0:
            self._name_length += len(text)
            if self._name_length > MAX_DEFINED_NAME:
                most = indonesian.whole(MAX_DEFINED_NAME)
                dangerous("panjang rumus sebuah nama", f"lebih dari {most} huruf", f"{most} huruf")

    def _counter(self, what: str, most: int) -> Callable[[dict[str, str]], None]:
        def count(_: dict[str, str]) -> None:
            self._count(what, most)

        return count

    def _count(self, what: str, most: int) -> None:
        counted = self._counts.get(what, 0) + 1
        self._counts[what] = counted
        if counted > most:
            dangerous(what, f"lebih dari {indonesian.whole(most)}", indonesian.whole(most))

    def _take_row(self, attributes: dict[str, str]) -> None:
        self._count("jumlah baris berisi atau berformat", MAX_ROWS)
        text = attributes.get("r")
        if text is None:
            self._row += 1
            return
        row = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
        if not 0 < row <= MAX_ROW:
            dangerous("nomor baris", indonesian.printable(text[:40]), indonesian.whole(MAX_ROW))
        if row <= self._row:
            damaged(f"baris {row} tidak berurutan")
        self._row = row

    def _take_cell(self, attributes: dict[str, str]) -> None:
        self._count("jumlah sel", MAX_CELLS)
        text = attributes.get("r")
        if text is None:
            return
        place = from_a1(text)
        if place is None:
            dangerous("alamat sel", indonesian.printable(text[:40]), f"sampai kolom ke-{MAX_COL}, baris ke-{MAX_ROW}")
        if place[0] + 1 != self._row:
            damaged(f"sel {text} tidak berada di barisnya")

    def _take_sheet(self, attributes: dict[str, str]) -> None:
        self._count("jumlah lembar", MAX_SHEETS)
        name = attributes.get("name", "")
        if len(name) > MAX_SHEET_NAME:
            dangerous("panjang nama lembar", f"{len(name)} huruf", f"{MAX_SHEET_NAME} huruf")
        if name.lower() in self._sheets:
            damaged(f"dua lembar bernama {indonesian.printable(name)}")
        self._sheets.add(name.lower())

    def _take_strings(self, attributes: dict[str, str]) -> None:
        for key in ("count", "uniqueCount"):
            text = attributes.get(key, "0")
            declared = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else MAX_STRINGS * MAX_STRINGS
            # count tells uses, not strings: a sheet may use one string in every cell
            most = MAX_STRINGS if key == "uniqueCount" else MAX_CELLS
            if declared > most:
                found = indonesian.printable(text[:40])
                dangerous("jumlah teks bersama yang dinyatakan", found, indonesian.whole(most))

    def _take_name(self, _: dict[str, str]) -> None:
        self._name_length = 0

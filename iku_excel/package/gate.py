"""Bytes -> a sound and safe Office package, or a refusal: nothing reads a file before this has passed.

The gate inflates every part once in small pieces, counting while it goes and trusting no declared
size (one that lies is refused, so that a later reader may trust it), and lets a plain expat parser see
every XML part: no DOCTYPE, so no entities and nothing external; UTF-8 only.
Every limit is a constant with its reason. The largest of some 2,800 real workbooks had 2.7 MB, 340
parts, 14 MB in its largest part, 258,406 cells, 140,151 rows, 66,935 shared strings, 22,244 formats
and 50,000 merges; a register of 100,000 rows by 8 columns has 4.8 MB and 800,000 cells.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain
from xml.parsers import expat

from iku_excel.package import sniff
from iku_excel.package.census import Area, Census
from iku_excel.package.family import WORKBOOK, Family
from iku_excel.package.safexml import MIB, Refusal, damaged, dangerous, parse, past, size
from iku_excel.text import indonesian

PIECE = 256 * 1024  # bytes inflated and parsed at a time: a large part is never in memory whole
MAX_HELD = 4 * MIB  # bytes of small parts that are kept for the reader; a template has 0.1 MB in all
MAX_FILE = 25 * MIB  # mail servers stop at about this size; nine times the largest real file
MAX_PARTS = 1_000  # three times the largest
MAX_NAME = 260  # a path of Windows
MAX_PART = 64 * MIB  # four times the largest
MAX_TOTAL = 160 * MIB  # ten times the largest
MAX_RATIO = 100  # XML deflates to a twentieth; a bomb to a thousandth
RATIO_FROM = MIB  # small parts of blanks may deflate better than MAX_RATIO

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

_XML = (".xml", ".rels")  # endings of the parts that are counted, and so may be parsed
_NEVER_PARSED = (
    "customxml/"  # other programs' data in any encoding; VML, which Excel itself writes unsound, is no ".xml"
)
_ENTRY = b"PK\x01\x02"  # begins an entry of the directory of a ZIP archive


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


@dataclass(frozen=True, slots=True)
class Package:
    """A package that has passed: its parts by name, and which of them is the workbook, or the Word document."""

    archive: zipfile.ZipFile
    names: frozenset[str]
    workbook: str
    size: int
    worksheets: frozenset[str]  # parts whose rows and cells have been counted
    merges: Mapping[str, Sequence[Area]]  # by part, in the order of the file
    extents: Mapping[str, tuple[int, int]]  # by part, last row and last column of a worksheet's cells
    held: Mapping[str, bytes]  # small parts as they were inflated, so that they need not be again
    family: Family = WORKBOOK

    def part(self, name: str) -> Iterator[bytes]:
        """Yield an XML part in pieces, to be parsed; raises Refusal if there is none that was counted."""
        if name not in self.names:
            damaged(f"bagian {indonesian.printable(name)} tidak ada")
        if not _is_counted(name):
            damaged(f"bagian {indonesian.printable(name)} bukan XML")
        if name in self.held:
            yield self.held[name]
            return
        with self.archive.open(name) as part:
            while piece := part.read(PIECE):
                yield piece


def admit(data: bytes, families: Sequence[Family] = (WORKBOOK,)) -> Package:
    """Return the package in ``data``, or raise Refusal with the finding that names the fault.

    Of ``families`` it must be one; the first gives the words for what is none of them.
    """
    if len(data) > MAX_FILE:
        dangerous("ukuran berkas", size(len(data)), size(MAX_FILE))
    named = sniff.unpackaged(data)
    if named:
        code = families[0].code if named[0] == WORKBOOK.code else named[0]
        raise Refusal(code, found=named[1])
    try:
        return _package(data, families)
    except DAMAGE as error:
        raise Refusal("berkas-rusak", found="isi berkas tidak utuh") from error


def _package(data: bytes, families: Sequence[Family]) -> Package:
    # Looked at before zipfile makes an object of every entry; chance finds the four bytes once in 4 GB.
    if data.count(_ENTRY) > 2 * MAX_PARTS:
        past("jumlah bagian di dalam berkas", MAX_PARTS)
    archive = _archive(data)
    infos = [info for info in archive.infolist() if not info.orig_filename.endswith("/")]
    _check_directory(infos, len(data))
    names = frozenset(info.filename for info in infos)
    family = _family(archive, names, families)
    census = Census()
    total = holding = 0
    held: dict[str, bytes] = {}

    def counted(pieces: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal total
        for piece in pieces:
            total += len(piece)
            if total > MAX_TOTAL:
                dangerous("isi berkas setelah dibuka", f"lebih dari {size(MAX_TOTAL)}", size(MAX_TOTAL))
            yield piece

    for info in infos:
        pieces = counted(_inflate(archive, info))
        first = next(pieces, b"")
        if len(first) < PIECE and holding + len(first) <= MAX_HELD:  # the whole part
            held[info.filename] = first
            holding += len(first)
        if _is_counted(info.filename):
            census.take(info.filename, chain((first,), pieces))
        else:
            deque(pieces, maxlen=0)
    if census.strict:
        raise Refusal(family.code, found=family.strict)
    found = (frozenset(census.worksheets), census.merges, census.extents)
    package = Package(archive, names, "", len(data), *found, held, family)
    if not family.links:
        _refuse_links(package)
    return replace(package, workbook=_main_part(package))


def _family(archive: zipfile.ZipFile, names: frozenset[str], families: Sequence[Family]) -> Family:
    mimetype = next(_inflate(archive, archive.getinfo("mimetype")), b"") if "mimetype" in names else b""
    family = next((item for item in families if any(name.startswith(item.folder) for name in names)), families[0])
    named = sniff.packaged(names, mimetype)
    if named and named != family.name:
        raise Refusal(family.code, found=named)
    return family


def _is_counted(name: str) -> bool:
    return name.lower().endswith(_XML) and not name.lower().startswith(_NEVER_PARSED)


def _archive(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(data))
    except (ValueError, OverflowError) as error:
        # zipfile seeks to where the directory says, be it before the beginning or beyond 64 bits
        raise zipfile.BadZipFile("directory at an impossible place") from error


def _check_directory(infos: list[zipfile.ZipInfo], length: int) -> None:
    if len(infos) > MAX_PARTS:
        dangerous("jumlah bagian di dalam berkas", indonesian.whole(len(infos)), indonesian.whole(MAX_PARTS))
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        if info.flag_bits & 0x1:
            raise Refusal("terenkripsi", found="arsip dengan kata sandi")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            damaged("cara pemampatan yang tidak dikenal")
        if not 0 <= info.header_offset < length or info.compress_size > length:
            damaged("bagian yang dinyatakan berada di luar berkas")
        if len(name) > MAX_NAME:
            dangerous("panjang nama bagian", f"{len(name)} huruf", f"{MAX_NAME} huruf")
        if not name or name.startswith("/") or any(char in name for char in "\\:\0") or ".." in name.split("/"):
            dangerous(
                "nama bagian yang keluar dari berkas", indonesian.printable(name) or "(kosong)", "nama di dalam berkas"
            )
        if name.lower() in seen:
            dangerous("nama bagian yang sama", indonesian.printable(name), "setiap nama satu kali")
        seen.add(name.lower())


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    by_ratio = max(RATIO_FROM, info.compress_size * MAX_RATIO)
    allowed = min(MAX_PART, by_ratio)
    declared = info.file_size
    inflated = 0
    info.file_size = allowed + PIECE + 1  # else zipfile stops where the directory says, seeing no more
    with archive.open(info) as part:
        info.file_size = declared
        while piece := part.read(PIECE):
            inflated += len(piece)
            if inflated > allowed:
                name = indonesian.printable(info.filename)
                if by_ratio < MAX_PART:
                    past(f"pengembangan bagian {name}", MAX_RATIO, " kali")
                dangerous(f"ukuran bagian {name}", f"lebih dari {size(MAX_PART)}", size(MAX_PART))
            yield piece
    if inflated != declared:
        damaged(f"ukuran bagian {indonesian.printable(info.filename)} tidak seperti yang dinyatakan")


def _main_part(package: Package) -> str:
    target = ""

    def relationship(name: str, attributes: dict[str, str]) -> None:
        nonlocal target
        if name == f"{PACKAGE_RELATIONSHIPS} Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            target = attributes.get("Target", "").lstrip("/")

    types: dict[str, str] = {}

    def content_type(name: str, attributes: dict[str, str]) -> None:
        # a part's own type, or that of all parts with its ending, as the Open XML SDK writes it
        key = {f"{CONTENT_TYPES} Override": "PartName", f"{CONTENT_TYPES} Default": "Extension"}.get(name)
        if key is not None:
            types[attributes.get(key, "").lstrip("/").lower()] = attributes.get("ContentType", "")

    parse(package.part("_rels/.rels"), relationship)
    parse(package.part("[Content_Types].xml"), content_type)
    if target not in package.names:
        damaged("bagian utama tidak ada")
    found = types.get(target.lower()) or types.get(target.lower().rpartition(".")[2], "")
    if found in package.family.others:
        raise Refusal(package.family.code, found=package.family.others[found])
    if found != package.family.main:
        damaged("jenis isi bagian utama tidak dikenal")
    return target


def _refuse_links(package: Package) -> None:
    """Refuse templates, pictures and objects that are fetched from elsewhere; an address to click on does no harm."""

    def start(name: str, attributes: dict[str, str]) -> None:
        external = attributes.get("TargetMode", "").lower() == "external"
        kind = attributes.get("Type", "").rpartition("/")[2]
        if name == f"{PACKAGE_RELATIONSHIPS} Relationship" and external and kind != "hyperlink":
            found = f"{indonesian.printable(kind[:40])}: {indonesian.printable(attributes.get('Target', '')[:60])}"
            dangerous("tautan ke luar berkas", found, "tidak ada")

    for name in sorted(package.names):
        if name.lower().endswith(".rels") and _is_counted(name):
            parse(package.part(name), start)

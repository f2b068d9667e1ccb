"""Bytes -> a sound and safe Office package, or a refusal: nothing reads a file before this has passed.

The gate inflates every part once in small pieces, counting while it goes and trusting no declared
size (one that lies is refused, so that a later reader may trust it), and lets a plain expat parser see
every XML part: no DOCTYPE, so no entities and nothing external. Past a limit the whole file is refused; a part
that is malformed only refuses whoever reads it, for much in a package is nobody's figure: a theme in Latin-1,
a stray file that an archiver left.
Every limit is a constant with its reason. The largest of some 2,800 real workbooks had 2.7 MB, 340
parts, 14 MB in its largest part, 258,406 cells, 140,151 rows, 66,935 shared strings, 22,244 formats
and 50,000 merges; a register of 100,000 rows by 8 columns has 4.8 MB and 800,000 cells.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain
from xml.parsers import expat

from iku_excel.package import naming, sniff
from iku_excel.package.census import Area, Census, counted
from iku_excel.package.family import WORKBOOK, Family
from iku_excel.package.safexml import MIB, Refusal, damaged, dangerous, is_wide, parse, past, size
from iku_excel.text import indonesian

PIECE = 256 * 1024  # bytes inflated and parsed at a time: a large part is never in memory whole
MAX_HELD = 4 * MIB  # bytes of small parts that are kept for the reader; a template has 0.1 MB in all
MAX_REMEMBERED = 64 * 1024  # bytes of a part that is remembered from file to file: 64 of them, so 4 MB at most
MAX_FILE = 25 * MIB  # mail servers stop at about this size; nine times the largest real file
MAX_PARTS = 1_000  # three times the largest
MAX_NAME = 260  # a path of Windows
MAX_PART = 64 * MIB  # four times the largest
MAX_TOTAL = 160 * MIB  # ten times the largest
MAX_RATIO = 100  # XML deflates to a twentieth; a bomb to a thousandth
RATIO_FROM = MIB  # small parts of blanks may deflate better than MAX_RATIO
PICTURE_RATIO_FROM = 32 * MIB  # of what is no XML, and only ever copied: a white page scanned as .bmp has 26 MB

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

_XML = (".xml", ".rels")  # endings of the parts that are counted, and so may be parsed
_NEVER_PARSED = (
    "customxml/"  # other programs' data in any encoding; VML, which Excel itself writes unsound, is no ".xml"
)
_BACKSLASHES = "bagiannya bernama dengan garis miring terbalik, akibat program zip yang keliru"
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


class _BrokenError(Refusal):
    """The archive itself is damaged: then nothing in it is believed, be it read or not."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package that has passed: its parts by name, and which of them is the workbook, or the Word document."""

    archive: zipfile.ZipFile
    infos: Mapping[str, zipfile.ZipInfo]  # by the key of the part's name
    size: int
    worksheets: AbstractSet[str]  # names of parts whose rows and cells have been counted
    merges: Mapping[str, Sequence[Area]]  # by part, in the order of the file
    extents: Mapping[str, tuple[int, int]]  # by part, last row and last column of a worksheet's cells
    disordered: AbstractSet[str]  # worksheets with rows or cells in another order than they stand in, or twice
    doubled: Mapping[str, str]  # worksheets with a cell of several values, and the first such cell
    wide: AbstractSet[str]  # parts in UTF-16
    faults: Mapping[str, str]  # malformed parts, and what is wrong with them
    formatted: int  # cells beside those counted that are empty and carry a format, for a reader that makes each
    held: Mapping[str, bytes]  # small parts as they were inflated, so that they need not be again
    workbook: str = ""
    family: Family = WORKBOOK

    def find(self, name: str) -> str:
        """Return the name of a part as the package has it, "" where there is none; case makes no difference."""
        info = self.infos.get(naming.key(name))
        return info.orig_filename if info is not None else ""

    def small(self, name: str) -> bytes | None:
        """Return a sound XML part that is held whole, None for any other."""
        found = self.find(name)
        return self.held.get(found) if _is_counted(found) and found not in self.faults else None

    def part(self, name: str) -> Iterator[bytes]:
        """Yield an XML part in pieces, to be parsed; raises Refusal if there is none that was counted, and soundly."""
        found, shown = self.find(name), indonesian.printable(name)
        if not found:
            damaged(f"bagian {shown} tidak ada")
        if not _is_counted(found):
            damaged(f"bagian {shown} bukan XML")
        if found in self.faults:
            damaged(self.faults[found])
        if found in self.held:
            yield self.held[found]
            return
        with self.archive.open(self.infos[naming.key(found)]) as part:
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
        code = families[0].code if named.code == WORKBOOK.code else named.code
        raise Refusal(code, found=named.name, kind=named.kind)
    try:
        return _package(data, families)
    except DAMAGE as error:
        raise Refusal("berkas-rusak", found="isi berkas tidak utuh") from error


def _package(data: bytes, families: Sequence[Family]) -> Package:
    # Looked at before zipfile makes an object of every entry; chance finds the four bytes once in 4 GB.
    if data.count(_ENTRY) > 2 * MAX_PARTS:
        past("jumlah bagian di dalam berkas", MAX_PARTS)
    archive = _archive(data)
    # by the name as written: zipfile turns backslashes on Windows, and only there
    listed = [info for info in archive.infolist() if not info.orig_filename.endswith("/")]
    _check_directory(listed, len(data))
    infos = {naming.key(info.orig_filename): info for info in listed}
    family = _family(archive, infos, families)
    census, faults, held, wide = Census(), dict[str, str](), dict[str, bytes](), set[str]()
    total = holding = 0

    def bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal total
        for piece in pieces:
            total += len(piece)
            if total > MAX_TOTAL:
                dangerous("isi berkas setelah dibuka", f"lebih dari {size(MAX_TOTAL)}", size(MAX_TOTAL))
            yield piece

    for info in listed:
        name = info.orig_filename
        pieces = bounded(_inflate(archive, info))
        first = next(pieces, b"")
        if len(first) < PIECE and holding + len(first) <= MAX_HELD:  # the whole part
            held[name] = first
            holding += len(first)
        if _is_counted(name):
            if is_wide(first):
                wide.add(name)
            known = len(first) <= MAX_REMEMBERED and _remembered(census, name, first)
            fault = "" if known else _judged(census, name, chain((first,), pieces))
            if fault:
                faults[name] = fault
        deque(pieces, maxlen=0)
    found = (census.worksheets, census.merges, census.extents, census.disordered, census.doubled)
    package = Package(archive, infos, len(data), *found, wide, faults, census.formatted, held, family=family)
    _check_whole(package)
    return replace(package, workbook=_main_part(package, census.strict))


def _family(archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], families: Sequence[Family]) -> Family:
    """Return which family it is; refuse another kind of package, and one whose parts nobody finds by their names."""
    family = next((item for item in families if any(name.startswith(item.folder) for name in infos)), families[0])
    kind = next((infos[name] for name in sniff.KIND_PARTS if name in infos), None)
    named = sniff.packaged(infos.keys(), next(_inflate(archive, kind), b"") if kind else b"")
    if named and named != family.name:
        raise Refusal(family.code, found=named, kind="arsip" if named == sniff.ARCHIVE else "")
    if "_rels/.rels" not in infos and "_rels\\.rels" in infos:
        raise Refusal("berkas-rusak", kind="garis-miring", found=_BACKSLASHES)
    return family


def _remembered(census: Census, name: str, data: bytes) -> bool:
    """Add to a census what a whole part has, counted once for all files it is in; False where there is a fault.

    Then the part is to be judged among the others, so that the answer is the same.
    """
    try:
        return census.include(name, counted(data))
    except (expat.ExpatError, Refusal):
        return False


def _judged(census: Census, name: str, pieces: Iterable[bytes]) -> str:
    """Count a part; return what is wrong with it where it is malformed. Raises Refusal past a limit."""
    shown = indonesian.printable(name)
    try:
        census.take(name, pieces)
    except expat.ExpatError:
        return f"bagian {shown} tidak utuh"
    except Refusal as refusal:
        if refusal.code != "berkas-rusak" or isinstance(refusal, _BrokenError):
            raise
        return f"{refusal.values['found']} (bagian {shown})"
    return ""


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
        steps = name.replace("\\", "/").split("/")
        if not steps[0] or any(char in name for char in ":\0") or ".." in steps:
            dangerous(
                "nama bagian yang keluar dari berkas", indonesian.printable(name) or "(kosong)", "nama di dalam berkas"
            )
        if naming.key(name) in seen:
            dangerous("nama bagian yang sama", indonesian.printable(name), "setiap nama satu kali")
        seen.add(naming.key(name))


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    name = indonesian.printable(info.orig_filename)
    by_ratio = max(RATIO_FROM if _is_counted(name) else PICTURE_RATIO_FROM, info.compress_size * MAX_RATIO)
    allowed = min(MAX_PART, by_ratio)
    declared = info.file_size
    inflated = 0
    info.file_size = allowed + PIECE + 1  # else zipfile stops where the directory says, seeing no more
    try:
        with archive.open(info) as part:
            info.file_size = declared
            while piece := part.read(PIECE):
                inflated += len(piece)
                if inflated > allowed:
                    if by_ratio < MAX_PART:
                        past(f"pengembangan bagian {name}", MAX_RATIO, " kali")
                    dangerous(f"ukuran bagian {name}", f"lebih dari {size(MAX_PART)}", size(MAX_PART))
                yield piece
    except DAMAGE as error:
        raise _BrokenError("berkas-rusak", found=f"bagian {name} tidak utuh") from error
    if inflated != declared:
        raise _BrokenError("berkas-rusak", found=f"ukuran bagian {name} tidak seperti yang dinyatakan")


def _main_part(package: Package, strict: AbstractSet[str]) -> str:
    target = ""

    def relationship(name: str, attributes: dict[str, str]) -> None:
        nonlocal target
        if name == f"{PACKAGE_RELATIONSHIPS} Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            target = naming.target_of("", attributes.get("Target", ""))

    types: dict[str, str] = {}

    def content_type(name: str, attributes: dict[str, str]) -> None:
        # a part's own type, or that of all parts with its ending, as the Open XML SDK writes it
        key = {f"{CONTENT_TYPES} Override": "PartName", f"{CONTENT_TYPES} Default": "Extension"}.get(name)
        if key is not None:
            types[naming.key(naming.target_of("", attributes.get(key, "")))] = attributes.get("ContentType", "")

    parse(package.part("_rels/.rels"), relationship)
    parse(package.part("[Content_Types].xml"), content_type)
    main, family = package.find(target), package.family
    if not main:
        damaged("bagian utama tidak ada")
    if main in strict:
        raise Refusal(family.code, found=family.strict)
    known = naming.key(target)
    found = types.get(known) or types.get(known.rpartition(".")[2], "")
    if found in family.others:
        raise Refusal(family.code, found=family.others[found])
    if found != family.main:
        damaged("jenis isi bagian utama tidak dikenal")
    return main


def _check_whole(package: Package) -> None:
    """Refuse, where a library will open every part, malformed ones, and templates, pictures, objects from elsewhere.

    An address to click on does no harm.
    """

    def start(name: str, attributes: dict[str, str]) -> None:
        external = attributes.get("TargetMode", "").lower() == "external"
        kind = attributes.get("Type", "").rpartition("/")[2]
        if name == f"{PACKAGE_RELATIONSHIPS} Relationship" and external and kind != "hyperlink":
            found = f"{indonesian.printable(kind[:40])}: {indonesian.printable(attributes.get('Target', '')[:60])}"
            dangerous("tautan ke luar berkas", found, "tidak ada")

    if package.family.by_parts:
        return
    for fault in package.faults.values():
        damaged(fault)
    for name in package.infos:
        if name.endswith(".rels") and _is_counted(name):
            parse(package.part(name), start)

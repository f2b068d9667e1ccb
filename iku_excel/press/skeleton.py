"""A workbook of xlsxwriter without its rows, texts and figures, to be filled with those of another.

The archive is taken apart once. A part that is the same again keeps even its deflated bytes, and the headers of the
archive keep everything but checksums, sizes and places.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO, StringIO
from typing import Any, NamedTuple
from zipfile import ZipFile, ZipInfo

from xlsxwriter.core import Core

from iku_excel.press.composed import Composed, UnlikeError

_LOCAL, _CENTRAL, _END = 30, 46, 22  # bytes of the headers of a ZIP archive, before the names
_SHEET = re.compile(
    r'(.*?<dimension ref=")[^"]*("/>.*?<sheetData>).*(</sheetData>)(?:<mergeCells.*</mergeCells>)?(.*)', re.DOTALL
)
_CACHE = re.compile(
    r"(<c:val><c:numRef><c:f>([^<]*)</c:f><c:numCache><c:formatCode>General</c:formatCode>).*?(</c:numCache>)",
    re.DOTALL,
)
_SHARED = re.compile(r"(.*?<sst [^>]*?)count=", re.DOTALL)

Fill = Callable[[Composed], str]


class _Packed(NamedTuple):
    """A part as it lies in the archive."""

    numbers: bytes  # checksum and sizes, as both headers hold them
    data: bytes


def _packed(text: str) -> _Packed:
    data = text.encode()
    deflate = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = deflate.compress(data) + deflate.flush()
    return _Packed(struct.pack("<3L", zlib.crc32(data), len(deflated), len(data)), deflated)


class _Part:
    """A part of the archive: its headers, how it is filled if it is, and what it was the last time."""

    def __init__(self, local: bytes, central: bytes, text: str, fill: Fill | None) -> None:
        self.local, self.central, self._fill = local, central, fill
        self._last = text, _packed(text)

    def packed(self, composed: Composed) -> _Packed:
        text, packed = self._last
        if self._fill is not None and (now := self._fill(composed)) != text:
            packed = _packed(now)
            self._last = now, packed
        return packed


class Skeleton:
    """The parts of a workbook in their order."""

    def __init__(self, data: bytes) -> None:
        self._end = data[-_END:]
        with ZipFile(BytesIO(data)) as archive:
            (place,) = struct.unpack_from("<L", self._end, 16)
            self._parts = []
            for info in archive.infolist():
                length = _CENTRAL + len(info.filename.encode())
                text = archive.read(info).decode()
                central = data[place : place + length]
                self._parts.append(_Part(_local(data, info), central, text, _fill(info.filename, text)))
                place += length

    def filled(self, composed: Composed) -> bytes:
        """Return the workbook of this shape with the rows, texts and figures of another."""
        out, directory, place = list[bytes](), list[bytes](), 0
        for part in self._parts:
            numbers, data = part.packed(composed)
            local, central = part.local, part.central
            out += (local[:14], numbers, local[26:], data)
            directory += (central[:16], numbers, central[28:42], struct.pack("<L", place), central[46:])
            place += len(local) + len(data)
        return b"".join((*out, *directory, self._end[:16], struct.pack("<L", place), self._end[20:]))


def _local(data: bytes, info: ZipInfo) -> bytes:
    return data[info.header_offset : info.header_offset + _LOCAL + len(info.filename.encode())]


def _fill(name: str, text: str) -> Fill | None:
    """Return how a part is filled, None for one that is always the same."""
    number = re.search(r"(\d+)\.xml$", name)
    if name.startswith("xl/worksheets/sheet") and number:
        return partial(_sheet, _match(_SHEET, text), int(number[1]) - 1)
    if name.startswith("xl/charts/chart"):
        return partial(_chart, _CACHE.split(text))
    if name == "xl/sharedStrings.xml":
        before = _match(_SHARED, text)[0]
        return lambda composed: before + composed.shared()
    return _core if name == "docProps/core.xml" else None


def _match(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    match = pattern.match(text)
    if match is None:
        raise UnlikeError
    return match.groups()


def _sheet(around: tuple[str, ...], position: int, composed: Composed) -> str:
    head, above, below, rest = around
    page = composed.pages[position]
    merges = f'<mergeCells count="{len(page.merges)}">{"".join(page.merges)}</mergeCells>' if page.merges else ""
    return f"{head}{page.area()}{above}{composed.rows[position]}{below}{merges}{rest}"


def _chart(pieces: list[str], composed: Composed) -> str:
    """Fill what a pattern has split: text, then before, range, after, and text again for each cache."""
    caches, out = composed.caches(), [pieces[0]]
    for before, area, after, text in zip(pieces[1::4], pieces[2::4], pieces[3::4], pieces[4::4], strict=True):
        out += (before, caches[area], after, text)
    return "".join(out)


def _core(composed: Composed) -> str:
    part: Any = Core()
    out = part.fh = StringIO()
    part._set_properties(dict(composed.properties))  # noqa: SLF001 - it knows how properties are written
    part._assemble_xml_file()  # noqa: SLF001
    return out.getvalue()

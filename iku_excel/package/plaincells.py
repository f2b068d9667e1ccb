"""Wanted cells of a small sheet in plain form, taken from its bytes: what ``scan`` finds, without its events.

Only of a part that the gate has found sound, and in which nothing but unprefixed elements inside one block of
plain rows (plainrows.py) can be a row or a cell: its main name space is bound once, by the root, as the default.
Whatever else there is, expat reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from iku_excel.package import plainrows
from iku_excel.package.a1 import a1
from iku_excel.package.census import MAIN
from iku_excel.package.safexml import is_wide, past
from iku_excel.package.scan import MAX_TEXT, Address, Pending, whole

_ROOT = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml [^<>?]*+\?>)?\s*+<worksheet(?:\s++[A-Za-z][A-Za-z0-9:]*+="[^"<>&]*+")++\s*+>'
)
_DEFAULT = b' xmlns="' + MAIN.encode() + b'"'
_NAMESPACE = re.compile(rb'\sxmlns(?::[A-Za-z0-9]++)?="[^"<>&]*+"')
_STRAY = re.compile(rb"<(?:row|c)[\s/>]|<!|&#|[\r]")  # cells elsewhere; and markup that could hide one
_ATTRIBUTE = re.compile(rb' ([A-Za-z0-9:]++)="([^"]*+)"')
_FORMULA = re.compile(rb"<f([^>]*+)>([^<]*+)")
_VALUE = re.compile(rb"<v>([^<]*+)")
_INLINE = re.compile(rb"<t(?: [^>]*+)?>([^<]*+)")
_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]++|#[0-9]++|[a-z]++);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

_SST = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml [^<>?]*+\?>)?\s*+<sst(?: (?:unique)?[cC]ount="[0-9]*+"|(' + _DEFAULT + rb"))++>"
)
_STRING = re.compile(rb"<t[^>]*+>([^<]*+)</t>")

MAX_ALIKE = 256
"""Bytes of a cell that is remembered from file to file."""

_FEW = 4  # cells that are looked for one by one


@dataclass(frozen=True)
class Cells:
    """The rows of a plain sheet."""

    block: bytes

    @cached_property
    def _all(self) -> Mapping[bytes, bytes]:
        return dict(item.split(b'"', 1) for item in self.block.split(b'<c r="')[1:])

    def behind(self, addresses: Iterable[Address]) -> Iterator[tuple[Address, bytes]]:
        """Yield each of the cells that is there, with what stands behind its address."""
        wanted = sorted(addresses)
        for address in wanted:
            name = a1(*address).encode()
            item = self._all.get(name) if len(wanted) > _FEW else self._one(name)
            if item is not None:
                yield address, item

    def _one(self, name: bytes) -> bytes | None:
        before = b'<c r="' + name + b'"'
        place = self.block.find(before)
        if place < 0:
            return None
        place += len(before)
        after = self.block.find(b'<c r="', place)
        return self.block[place:] if after < 0 else self.block[place:after]


@lru_cache(maxsize=8)  # a sheet is asked for its cells several times, and some are alike in every file of a batch
def cells(data: bytes) -> Cells | None:
    """Return the cells of a worksheet part that is plain throughout, None of any other."""
    root = _ROOT.match(data)
    if root is None or is_wide(data) or _DEFAULT not in root.group():
        return None
    before, block, after = plainrows.ROWS.split(data)
    if not before.endswith(b"<sheetData>") or not after.startswith(b"</sheetData>"):
        return None
    if data.count(MAIN.encode()) != 1 or len(_NAMESPACE.findall(data)) != data.count(b"xmlns"):
        return None
    outside = before[root.end() :] + after
    if b'xmlns="' in outside or _STRAY.search(outside) or b"\r" in block or b"\t" in block:
        return None
    if plainrows.ROWS.measure(block) is None:
        return None
    return Cells(block)


def strings(data: bytes) -> dict[int, str] | None:
    """Return all strings of a part of shared strings that is plain throughout, None of any other."""
    root = _SST.match(data)
    before, block, after = plainrows.STRINGS.split(data)
    if root is None or root[1] is None or root.end() != len(before) or after.strip() != b"</sst>":
        return None
    if b"\r" in block or plainrows.STRINGS.measure(block) is None:
        return None
    found = _STRING.findall(block)
    return None if len(max(found, key=len)) > MAX_TEXT else dict(enumerate(map(_text, found)))


def wanted(found: Cells, addresses: Iterable[Address]) -> dict[Address, Pending]:
    """Return the wanted cells that are there; Refusal where a text is longer than any cell's."""
    return {
        address: _alike(item) if len(item) <= MAX_ALIKE else _pending(item) for address, item in found.behind(addresses)
    }


@lru_cache(maxsize=4096)  # most cells of a batch are alike; at 256 bytes, 1 MB
def _alike(item: bytes) -> Pending:
    """Return a short cell, to be looked at only: all cells that are written alike share it."""
    return _pending(item)


def _pending(item: bytes) -> Pending:
    tag, _, content = item.partition(b">")
    attributes = dict(_ATTRIBUTE.findall(tag.replace(b"\n", b" ")))
    cell = Pending(_text(attributes.get(b"t", b"")), whole(_text(attributes.get(b"s", b""))))
    if tag.endswith(b"/") or content.lstrip().startswith(b"</c>"):
        return cell
    content = content[: content.find(b"</c>")].lstrip()
    formula = _FORMULA.match(content)
    if formula is not None:
        written = dict(_ATTRIBUTE.findall(formula[1]))
        cell.formula, cell.written = True, "" if formula[1].endswith(b"/") else _text(formula[2])
        cell.shared = _text(written[b"si"]) if written.get(b"t") == b"shared" and b"si" in written else None
    value, inline = _VALUE.search(content), _INLINE.search(content)
    cell.valued = value is not None or b"<v/>" in content
    if value is not None:
        text = _text(value[1])
        cell.value = text if cell.kind == "str" else text.strip()
    if inline is not None:
        cell.inline = _text(inline[1])
    return cell


def _text(data: bytes) -> str:
    """Return text as expat tells it."""
    text = data.decode()
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    if len(text) > MAX_TEXT:
        past("panjang teks sebuah sel", MAX_TEXT, " huruf")
    return text


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if not name.startswith("#"):
        return _NAMED[name]
    return chr(int(f"0{name[1:]}", 16) if name[1] == "x" else int(name[1:]))

"""Rows of a sheet in the plain form that every program writes, known by one pattern instead of an event for each cell.

A large register is half a million cells, and a call of Python for each start of an element is most of
what reading it costs. The gate therefore lets expat read blocks of *plain* rows without handlers, and
takes their counts from the bytes: unprefixed ``row``, ``c``, ``f``, ``v``, ``is`` and ``t`` only, each cell
with its address first and in the row it stands in, no declaration of a name space, neither ``<``, ``>``
nor ``=`` in a text. What a block holds is then certain without expat, which still judges every byte;
whatever else there is goes the long way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import lt
from xml.parsers import expat

from iku_excel.layout import from_a1

_ATTRIBUTES = rb'(?: (?:[a-w][A-Za-z]*+|x14ac:dyDescent)="[^"<>&=]*+")*+'
_TEXT = rb"[^<>=]*+"
_CONTENT = (
    rb"(?:<f" + _ATTRIBUTES + rb"(?:/>|>" + _TEXT + rb"</f>))?+"
    rb"(?:<v>" + _TEXT + rb"</v>|<v/>|<is><t(?: xml:space=\"preserve\")?>" + _TEXT + rb"</t></is>)?+"
)


def _rows(letters: bytes) -> re.Pattern[bytes]:
    """Return the pattern of rows whose cells stand in columns of some letters."""
    cell = rb'<c r="' + letters + rb'\1"' + _ATTRIBUTES + rb"(?:/>|>" + _CONTENT + rb"</c>)"
    row = rb'<row r="([1-9][0-9]{0,6})"' + _ATTRIBUTES + rb"(?:/>|>(?:" + cell + rb")*+</row>)"
    return re.compile(rb"(?:" + row + rb"\s*+)++")


_NARROW_ROWS, _ROWS = _rows(rb"[A-Z]"), _rows(rb"[A-Z]{1,3}+")
_WIDE = re.compile(rb'<c r="([A-Z]{2,3})')
_NARROW = 25  # Z
_NUMBER = re.compile(rb'<row r="([0-9]+)"')
_FIRST, _END = b"<row ", b"</row>"


@dataclass(frozen=True, slots=True)
class Block:
    """What a block of plain rows holds."""

    first_row: int  # from one; they ascend
    last_row: int
    n_rows: int
    cells: int
    last_col: int  # no cell is further to the right; from zero
    elements: int
    attributes: int


def split(piece: bytes) -> tuple[bytes, bytes, bytes]:
    """Return a piece as what stands before its first row, its whole rows, and the rest."""
    first, last = piece.find(_FIRST), piece.rfind(_END) + len(_END)
    if first < 0 or last <= first:
        return piece, b"", b""
    return piece[:first], piece[first:last], piece[last:]


def measure(block: bytes) -> Block | None:
    """Return what a block of whole rows holds, None unless all of it is plain."""
    last_col = _NARROW
    narrow = _NARROW_ROWS.fullmatch(block) is not None
    if not narrow and _ROWS.fullmatch(block) is None:
        return None
    for letters in () if narrow else set(_WIDE.findall(block)):
        place = from_a1(f"{letters.decode()}1")
        if place is None:
            return None
        last_col = max(last_col, place[1])
    rows = [int(number) for number in _NUMBER.findall(block)]
    if not all(map(lt, rows, rows[1:])):
        return None
    return Block(
        first_row=rows[0],
        last_row=rows[-1],
        n_rows=len(rows),
        cells=block.count(b"<c "),
        last_col=last_col,
        elements=block.count(b"<") - block.count(b"</"),
        attributes=block.count(b'="'),
    )


def parted(
    parser: expat.XMLParserType,
    pieces: Iterable[bytes],
    most_cells: int,
    in_sheet: Callable[[], bool],
    take: Callable[[Block], None],
) -> Iterator[bytes]:
    """Yield pieces so parted that blocks of plain rows are parsed without handlers; ``take`` is told of each.

    Only while ``in_sheet`` says so, and for blocks of no more than ``most_cells``.
    """
    fed, rest = 0, b""
    for piece in pieces:
        before, block, rest = split(rest + piece)
        if before:
            fed += len(before)
            yield before
        if not block:
            continue
        # handlers are taken away only when expat has nothing of what came before still to tell
        plain = measure(block) if in_sheet() and parser.CurrentByteIndex == fed else None
        fed += len(block)
        if plain is None or plain.cells > most_cells:
            yield block
            continue
        take(plain)
        handlers = parser.StartElementHandler, parser.EndElementHandler
        parser.StartElementHandler = parser.EndElementHandler = None
        yield block
        parser.StartElementHandler, parser.EndElementHandler = handlers
    if rest:
        yield rest

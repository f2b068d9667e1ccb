"""Rows and shared strings in the plain form that every program writes, known by a pattern, not event by event.

A large register is half a million cells, and a call of Python for each start of an element is most of
what reading it costs. The gate therefore lets expat read blocks of *plain* rows or strings without handlers,
and takes their counts from the bytes. Plain is: unprefixed ``row``, ``c``, ``f``, ``v``, ``is``, ``si`` and ``t``
only, each cell with its address first and in the row it stands in, rows and cells ascending, no declaration of a name
space, neither ``<`` nor ``>`` in a text, and blanks between elements only. What a block holds is then certain without
expat, which still judges every byte; whatever else there is goes the long way.

Cells that are empty and only carry a format are counted apart where there are many: Gnumeric writes one wherever a
rule of input reaches, a million in a register, and no reader of ours makes anything of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import ge, lt
from xml.parsers import expat

from iku_excel.package.a1 import MAX_ROW, from_a1

_ATTRIBUTES = rb'(?: (?:[a-w][A-Za-z]*+|x14ac:dyDescent)="[^"<>&=]*+")*+'
_TEXT = rb"[^<>]*+"
APART_FROM = 128 * 1024
"""Bytes of a block in which they are: fewer make no difference to any limit."""

_T = rb"<t(?: xml:space=\"preserve\")?>" + _TEXT + rb"</t>"
_S = rb"\s*+"
_CONTENT = (
    _S
    + rb"(?:<f"
    + _ATTRIBUTES
    + rb"(?:/>|>"
    + _TEXT
    + rb"</f>))?+"
    + _S
    + rb"(?:<v>"
    + _TEXT
    + rb"</v>|<v/>|<is>"
    + _S
    + _T
    + _S
    + rb"</is>)?+"
    + _S
)


def _rows(letters: bytes) -> re.Pattern[bytes]:
    """Return the pattern of rows whose cells stand in columns of some letters."""
    cell = rb'<c r="' + letters + rb'\1"' + _ATTRIBUTES + rb"(?:/>|>" + _CONTENT + rb"</c>)"
    row = rb'<row r="([1-9][0-9]{0,6})"' + _ATTRIBUTES + rb"(?:/>|>" + _S + rb"(?:" + cell + _S + rb")*+</row>)"
    return re.compile(rb"(?:" + row + _S + rb")++")


_NARROW_ROWS, _ROWS = _rows(rb"[A-Z]"), _rows(rb"[A-Z]{1,3}+")
_WIDE = re.compile(rb'<c r="([A-Z]{2,3})')
_NARROW = 25  # Z
_SHORT = 256 * 1024  # bytes; of so long blocks 16 are 4 MB
_NUMBER = re.compile(rb'<row r="([0-9]+)"')
_PLACES = re.compile(rb'<(?:row r="[0-9]+|c r="([A-Z]+))')  # the letters of each cell, nothing for a row
_EQUALS = re.compile(rb">([^<>=]*+=[^<>]*+)")  # a text that a count of attributes could mistake: IF(A1="",...)
_FORMATTED = rb'<c r="[A-Z0-9]++"(?: (?!s=)[a-z]++="[^"]*+")*+ s="[^"]*+"(?: [a-z]++="[^"]*+")*+/>'
_FORMATTED_CELL = re.compile(_FORMATTED)
_FORMATTED_ROW = re.compile(rb"<row [^>]*+>" + _S + rb"(?:" + _FORMATTED + _S + rb")++</row>")
_STRINGS = re.compile(rb"(?:<si>" + _T + rb"</si>\s*+)++")


@dataclass(frozen=True, slots=True)
class Block:
    """What a block of plain rows or strings holds."""

    elements: int
    attributes: int
    first_row: int = 0  # from one
    last_row: int = 0
    last_filled: int = 0  # no cell further down holds anything
    n_rows: int = 0
    n_cells: int = 0
    last_col: int = 0  # no cell is further to the right; from zero
    n_strings: int = 0
    n_formatted: int = 0  # cells that are empty and carry a format, and address and format at least
    n_formatted_rows: int = 0  # rows of such cells only


@dataclass(frozen=True, slots=True)
class Form:
    """How a repeated element begins and ends, and what tells a block of plain ones."""

    first: bytes
    end: bytes
    measure: Callable[[bytes], Block | None]

    def split(self, piece: bytes) -> tuple[bytes, bytes, bytes]:
        """Return a piece as what stands before its first whole element, its whole elements, and the rest."""
        first, last = piece.find(self.first), piece.rfind(self.end) + len(self.end)
        if first < 0 or last <= first:
            return piece, b"", b""
        return piece[:first], piece[first:last], piece[last:]


def _measure_rows(block: bytes) -> Block | None:
    """Return what a block of rows holds; a short one is asked for twice, by the gate and by the reader."""
    return _known_rows(block) if len(block) <= _SHORT else _measured_rows(block)


@lru_cache(maxsize=16)
def _known_rows(block: bytes) -> Block | None:
    return _measured_rows(block)


def _measured_rows(block: bytes) -> Block | None:
    narrow = _NARROW_ROWS.fullmatch(block) is not None
    if not narrow and _ROWS.fullmatch(block) is None:
        return None
    rows = [int(number) for number in _NUMBER.findall(block)]
    if rows[-1] > MAX_ROW or not all(map(lt, rows, rows[1:])):
        return None
    letters = _PLACES.findall(block)
    if not narrow:
        letters = [text.rjust(3) for text in letters]
    if sum(map(ge, letters, letters[1:])) != len(rows) - 1:  # a cell left of the one before, or twice
        return None
    last_col = _NARROW
    for wide in () if narrow else set(_WIDE.findall(block)):
        place = from_a1(f"{wide.decode()}1")
        if place is None:
            return None
        last_col = max(last_col, place[1])
    n_formatted = len(_FORMATTED_CELL.findall(block)) if len(block) >= APART_FROM and b'"/>' in block else 0
    return Block(
        **_sizes(block),
        first_row=rows[0],
        last_row=rows[-1],
        last_filled=_last_filled(block),
        n_rows=len(rows),
        n_cells=block.count(b"<c "),
        last_col=last_col,
        n_formatted=n_formatted,
        n_formatted_rows=len(_FORMATTED_ROW.findall(block)) if n_formatted else 0,
    )


def _last_filled(block: bytes) -> int:
    """Return the last row with a cell that is more than a format, 0 if there is none."""
    at = block.rfind(b"<row ", 0, max(block.rfind(b"</c>"), 0))
    found = _NUMBER.match(block, at) if at >= 0 else None
    return int(found[1]) if found else 0


def _measure_strings(block: bytes) -> Block | None:
    if _STRINGS.fullmatch(block) is None:
        return None
    return Block(**_sizes(block), n_strings=block.count(b"<si>"))


def _sizes(block: bytes) -> dict[str, int]:
    in_texts = sum(text.count(b'="') for text in _EQUALS.findall(block))
    return {"elements": block.count(b"<") - block.count(b"</"), "attributes": block.count(b'="') - in_texts}


ROWS, STRINGS = Form(b"<row ", b"</row>", _measure_rows), Form(b"<si>", b"</si>", _measure_strings)


_BEGINNINGS = re.compile(rb"<row |<si>")


def _headed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces, the first cut before its first row or string: a small part is one piece, its form not known."""
    waiting = iter(pieces)
    first = next(waiting, b"")
    begins = _BEGINNINGS.search(first)
    cut = begins.start() if begins else 0
    if cut:
        yield first[:cut]
    yield first[cut:]
    yield from waiting


def parted(
    parser: expat.XMLParserType,
    pieces: Iterable[bytes],
    form: Callable[[], Form | None],
    take: Callable[[Block], bool],
) -> Iterator[bytes]:
    """Yield pieces so parted that plain blocks can be parsed without handlers.

    ``form`` tells what to look for by now, ``take`` of each plain block whether to pass it over: then it has
    counted it.
    """
    fed, rest = 0, b""
    for piece in _headed(pieces):
        wanted = form()
        before, block, rest = wanted.split(rest + piece) if wanted else (rest + piece, b"", b"")
        if before:
            fed += len(before)
            yield before
        if not block or wanted is None:
            continue
        # handlers are taken away only when expat has nothing of what came before still to tell
        plain = wanted.measure(block) if parser.CurrentByteIndex == fed else None
        fed += len(block)
        if plain is None or not take(plain):
            yield block
            continue
        handlers = parser.StartElementHandler, parser.EndElementHandler
        parser.StartElementHandler = parser.EndElementHandler = None
        yield block
        parser.StartElementHandler, parser.EndElementHandler = handlers
    if rest:
        yield rest

"""What expat tells of a part -> wanted cells, wanted strings.

Handlers of ends and texts are set inside of wanted elements only: a sheet may hold millions of
others, and a call of Python for each of them is what reading a large part costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import product

from iku_excel.package import plainrows
from iku_excel.package.a1 import MAX_ROW, a1, from_a1
from iku_excel.package.census import MAIN, Area
from iku_excel.package.safexml import Handler, damaged, new_parser, past
from iku_excel.text import indonesian

Address = tuple[int, int]
MAX_TEXT = 32_767
"""Letters of a cell, which Excel itself allows."""


def whole(text: str | None) -> int:
    """Return a small whole number as an attribute has it, 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@dataclass(slots=True)
class Pending:
    """A wanted cell before its string and its format are looked up."""

    kind: str  # @t
    style: int  # @s
    formula: bool = False
    valued: bool = False  # there is a <v>, empty perhaps
    value: str = ""
    inline: str = ""
    written: str = ""  # text of the formula, where formulas are wanted
    shared: str | None = None  # number of the formula that the cell shares with others

    def string_index(self) -> int | None:
        """Return which shared string the cell shows, None if it shows none."""
        if self.kind != "s" or not self.value:
            return None
        if not (self.value.isascii() and self.value.isdigit() and len(self.value) < 10):
            damaged(f"nomor teks bersama {indonesian.printable(self.value[:20])}")
        return int(self.value)

    def is_number(self) -> bool:
        """Tell whether the value is stored as a number."""
        return self.kind in ("", "n") and bool(self.value)


_ROW, _CELL = f"{MAIN} row", f"{MAIN} c"
_FORMULA, _VALUE, _TEXT = f"{MAIN} f", f"{MAIN} v", f"{MAIN} t"
_STRING, _PHONETIC = f"{MAIN} si", f"{MAIN} rPh"


class _Words:
    """Puts the text of one cell or shared string together."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def add(self, piece: str) -> None:
        self._length += len(piece)
        if self._length > MAX_TEXT:
            past("panjang teks sebuah sel", MAX_TEXT, " huruf")
        self._pieces.append(piece)

    def take(self) -> str:
        """Return the text, and begin anew."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self._length = 0
        return text


class SheetScan:
    """Collects wanted cells while expat runs over a sheet.

    Ends and texts are listened to inside of wanted cells only: a sheet may hold millions of others.
    With ``most`` every cell is wanted, formulas are kept, and more cells than that are refused. ``name`` is
    the sheet's. Only where rows are in order may the scan end with the last that is wanted.
    """

    def __init__(self, name: str, wanted: AbstractSet[Address], most: int = 0, *, ordered: bool = True) -> None:
        self.found: dict[Address, Pending] = {}
        self.parser = new_parser(self._start)
        self.wanted = wanted
        self._name = name
        self._most = most
        self._last_row = MAX_ROW if most or not ordered else max((row for row, _ in wanted), default=-1)
        self._by_name = {a1(*address): address for address in wanted}
        self._row = -1
        self._col = -1
        self._before = ""  # address of the cell before, where that tells one
        self._cell: Pending | None = None
        self._into = ""  # element whose text is being taken
        self._skip = False  # inside phonetic text
        self._words = _Words()
        self._done = False
        self._rows = {row for row, _ in wanted}
        self._plain = False  # whether unprefixed elements are known to be rows
        self._probe = -2  # what the row will be if those of the last plain block were

    def parted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces so parted that plain rows of which nothing is wanted cost no call."""
        form = None if self._most else plainrows.ROWS
        return plainrows.parted(self.parser, pieces, lambda: form, self._pass_over)

    def _pass_over(self, block: plainrows.Block) -> bool:
        self._plain = self._plain or self._row == self._probe
        self._probe = block.last_row - 1
        beyond = block.last_row > self._last_row  # then the events tell that it is enough
        if not self._plain or beyond or not self._rows.isdisjoint(range(block.first_row - 1, block.last_row)):
            return False
        self._row = self._probe
        self._col, self._before = -1, ""
        return True

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        if element == _CELL:
            self._start_cell(attributes)
        elif element == _ROW:
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._col = -1
            self._before = ""
            if self._row > self._last_row:
                self._finish()
        elif self._cell is not None:
            if element == _FORMULA:
                self._cell.formula = True
                self._cell.shared = attributes.get("si") if attributes.get("t") == "shared" else None
                self._into = _FORMULA
            elif element == _VALUE:
                self._cell.valued = True
                self._into = _VALUE
            elif element == _PHONETIC:
                self._skip = True
            elif element == _TEXT and not self._skip:
                self._into = _TEXT

    def enough(self) -> bool:
        """Tell whether all wanted rows have been seen."""
        return self._done

    def _finish(self) -> None:
        self._cell, self._done = None, True
        self._listen(None, None)
        self.parser.StartElementHandler = None

    def _start_cell(self, attributes: dict[str, str]) -> None:
        name = attributes.get("r")
        if name is None:
            address = self._next()
            if address not in self.wanted and not self._most:
                return
        else:
            self._before = name
            known = self._by_name.get(name) or (from_a1(name) if self._most or name.islower() else None)
            if known is not None and not self._most and known not in self.wanted:
                known = None
            if known is None:
                return
            address = known
        if address in self.found:
            place = (self._name, *address)
            damaged(f"sel {a1(*address)} lembar {indonesian.printable(self._name)} tertulis dua kali", place)
        if self._most and len(self.found) >= self._most:
            past("jumlah sel sebuah lembar", self._most)
        self._cell = Pending(attributes.get("t", ""), whole(attributes.get("s")))
        self.found[address] = self._cell
        self._listen(self._end, self._text)

    def _next(self) -> Address:
        """Return the address of a cell that does not tell it: right of the one before."""
        before = from_a1(self._before)
        if before is not None:
            self._col = before[1]
            self._before = ""
        self._col += 1
        return self._row, self._col

    def _text(self, data: str) -> None:
        if self._into:
            self._words.add(data)

    def _end(self, element: str) -> None:
        if self._cell is None or element == _CELL:
            self._cell = None
            self._into = ""
            self._skip = False
            self._listen(None, None)
        elif element == _PHONETIC:
            self._skip = False
        elif element == self._into:
            text = self._words.take()
            if element == _VALUE:
                self._cell.value = text.strip() if self._cell.kind != "str" else text
            elif element == _FORMULA:
                self._cell.written = text
            else:
                self._cell.inline += text
            self._into = ""

    def _listen(self, end: Handler | None, text: Handler | None) -> None:
        self.parser.EndElementHandler = end
        self.parser.CharacterDataHandler = text


def hidden(wanted: AbstractSet[Address], merges: Iterable[Area]) -> set[Address]:
    """Return which of the wanted cells a merge has hidden under its first."""
    found = set()
    for top, left, bottom, right in merges:
        rows, cols = range(top, bottom + 1), range(left, right + 1)
        # whichever is less to look at: the gate has limited the number of merges and their area
        near = product(rows, cols) if len(rows) * len(cols) < len(wanted) else wanted
        for row, col in near:
            if (row, col) in wanted and row in rows and col in cols and (row, col) != (top, left):
                found.add((row, col))
    return found


class StringScan:
    """Collects wanted shared strings, without their phonetic readings."""

    def __init__(self, wanted: AbstractSet[int]) -> None:
        self.found: dict[int, str] = {}
        self.parser = new_parser(self._start)
        self._wanted = wanted
        self._index = -1
        self._skip = False
        self._words = _Words()
        self._plain = False  # whether unprefixed elements are known to be strings
        self._probe = -2  # what the index will be if those of the last plain block were

    def parted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces so parted that plain strings which nobody wants cost no call."""
        return plainrows.parted(self.parser, pieces, lambda: plainrows.STRINGS, self._pass_over)

    def _pass_over(self, block: plainrows.Block) -> bool:
        self._plain = self._plain or self._index == self._probe
        after = self._index + block.n_strings
        if self._plain and self._wanted.isdisjoint(range(self._index + 1, after + 1)):
            self._index = after
            return True
        self._probe = after
        return False

    def _start(self, element: str, _: dict[str, str]) -> None:
        if element == _STRING:
            self._index += 1
            if self._index in self._wanted:
                self.parser.EndElementHandler = self._end
        elif self._index in self._wanted:
            if element == _PHONETIC:
                self._skip = True
            elif element == _TEXT and not self._skip:
                self.parser.CharacterDataHandler = self._words.add

    def _end(self, element: str) -> None:
        if element == _TEXT:
            self.parser.CharacterDataHandler = None
        elif element == _PHONETIC:
            self._skip = False
        elif element == _STRING:
            self.found[self._index] = self._words.take()
            self.parser.EndElementHandler = None

    def enough(self) -> bool:
        """Tell whether all wanted strings have been found."""
        return len(self.found) == len(self._wanted)

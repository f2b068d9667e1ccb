"""What a reader would have to allocate, counted while expat runs over the parts of a package once.

Every limit is a constant with its reason; gate.py tells what the largest of many real workbooks had. Past a limit
the file is refused; what is merely malformed is remembered by part, for whoever will read that part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from xml.parsers import expat

from iku_excel.package import plainrows
from iku_excel.package.a1 import MAX_COL, MAX_ROW, column_position, from_a1
from iku_excel.package.safexml import MAX_WORDS, Handler, damaged, dangerous, feed, new_parser, past
from iku_excel.text import indonesian

MAX_DEPTH = 64  # SpreadsheetML nests about ten deep
MAX_ELEMENTS = 3_000_000  # keeps the slowest file allowed below five seconds; that register has 1.7 million
MAX_ATTRIBUTES = 6_000_000  # the same; two or three for each cell
MAX_CELLS = 1_500_000  # twice that register
MAX_ROWS = 200_000  # row elements; a template "formatted to the bottom" has 1,048,576
MAX_FORMATTED = 3_000_000  # empty but for a format; Gnumeric wrote 2.8 million into four registers of version 0.1.0
MAX_STRINGS = 1_000_000  # fifteen times the largest
MAX_FORMATS = 65_490  # what Excel itself allows
MAX_MERGES = 65_536  # the largest real workbook had 50,000
MAX_SHEETS = 255  # eight times the largest, which had 30
MAX_SHEET_NAME = 31  # what Excel itself allows
MAX_NAMES = 100_000  # defined names, each held in memory; an estimate, far above a template
MAX_DEFINED_NAME = 8_192  # characters of a name's formula, which Excel itself allows
MAX_FORMAT_CODE = 1_000  # characters of a number format; Excel allows 255
MAX_MERGED = 2_000_000  # cells in all merges
WHOLE_MERGE = 40_000  # what a merge of whole columns or rows counts for: empty ones are common, and cost a look each

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/"

_CELL_FORMATS = "jumlah format sel"
_FORMATTED = "jumlah sel kosong berformat"

Area = tuple[int, int, int, int]  # first row, first col, last row, last col


class Census:
    """Counts what a reader would have to allocate, over all XML parts of a package.

    What every element or cell adds to is compared with its limit after each piece only: a piece is
    small, and this code runs millions of times over a large workbook.
    """

    def __init__(self) -> None:
        self.strict: set[str] = set()  # parts of the other kind of Open XML
        self.worksheets: set[str] = set()
        self.merges: dict[str, list[Area]] = {}
        self.extents: dict[str, tuple[int, int]] = {}
        self.disordered: set[str] = set()  # parts with rows in another order, or twice
        self.doubled: dict[str, str] = {}  # by part, the first cell that holds several values
        self._part = ""
        self._words: dict[str, str] = {}
        self._before = 0  # elements that have ended without a handler: of earlier parts, and of blocks
        self._ended: list[str] = []  # names of elements that have ended; appending needs no call of Python
        self._counts: dict[str, int] = {}
        self._most: dict[str, int] = {}  # of each of these
        self._styles = _CELL_FORMATS
        self._elements = self._attributes = 0
        self._row, self._row_text = 0, "0"
        self._col = -1  # of the last cell that told its address in this row
        self._cells = self._row_began = 0  # the latter: before the row at hand
        self._last = (0, 0)  # row from one and column from zero, the furthest of this part's cells that hold anything
        self._cell = ""  # address of the cell at hand
        self._values = 0  # it has so far
        self._open = -1  # how many elements had ended when its value began
        self._in_sheet = False
        self._form: plainrows.Form | None = None  # of what may pass without handlers
        self._merged = 0
        self._sheets: set[str] = set()
        self._name_length = 0
        self._parser: expat.XMLParserType | None = None
        # rows and cells of their own kind stand in other parts too: in the calculation chain, in external links
        self._cells_special: dict[str, Callable[[dict[str, str]], None]] = {
            f"{MAIN} row": self._take_row,
            f"{MAIN} c": self._take_cell,
            f"{MAIN} v": self._take_value,
        }
        self._other_special: dict[str, Callable[[dict[str, str]], None]] = {
            f"{MAIN} sheet": self._take_sheet,
            f"{MAIN} sst": self._take_strings,
            f"{MAIN} si": self._counter("jumlah teks bersama", MAX_STRINGS),
            f"{MAIN} cellXfs": self._start_styles(_CELL_FORMATS),
            f"{MAIN} cellStyleXfs": self._start_styles("jumlah gaya sel"),
            f"{MAIN} xf": lambda _: self._count(self._styles, MAX_FORMATS),
            f"{MAIN} numFmt": self._take_format,
            f"{MAIN} mergeCell": self._take_merge,
            f"{MAIN} definedName": self._take_name,
        }
        self._special = self._other_special

    def take(self, part: str, pieces: Iterable[bytes]) -> None:
        """Count one part; raises Refusal past a limit, ExpatError where it is malformed."""
        self._part = part
        self._before = self._elements
        self._ended.clear()
        self._row, self._row_text = 0, "0"
        self._row_began = self._cells
        self._last, self._in_sheet, self._form = (0, 0), False, None
        self._open, self._styles = -1, _CELL_FORMATS
        self._parser = new_parser(self._start_root, self._words)
        self._listen(self._ended.append, None)
        feed(self._parser, plainrows.parted(self._parser, pieces, lambda: self._form, self._take_block), self._check)
        if self._in_sheet:
            self.extents[part] = (max(self._last[0] - 1, 0), self._last[1])

    def include(self, part: str, alone: Census) -> bool:
        """Add what a part has that was counted alone, as "", unless together they are past a limit or at odds."""
        counts = {what: self._counts.get(what, 0) + count for what, count in alone._counts.items()}
        sums = (
            (self._elements + alone._elements, MAX_ELEMENTS),
            (self._attributes + alone._attributes, MAX_ATTRIBUTES),
            (self._cells + alone._cells, MAX_CELLS),
            (self._merged + alone._merged, MAX_MERGED),
            (self._met_with(alone), MAX_WORDS),
            *((count, alone._most[what]) for what, count in counts.items()),
        )
        if any(count > most for count, most in sums) or not self._sheets.isdisjoint(alone._sheets):
            return False
        self._elements, self._attributes, self._cells, self._merged = (count for count, _ in sums[:4])
        self._counts.update(counts)
        self._words.update(alone._words)
        self._sheets |= alone._sheets
        for parts, found in (
            (self.strict, alone.strict),
            (self.worksheets, alone.worksheets),
            (self.disordered, alone.disordered),
        ):
            parts.update(part for _ in found)
        self.merges.update((part, areas) for areas in alone.merges.values())
        self.extents.update((part, extent) for extent in alone.extents.values())
        self.doubled.update((part, cell) for cell in alone.doubled.values())
        return True

    @property
    def formatted(self) -> int:
        """How many empty cells that carry a format have been passed over."""
        return self._counts.get(_FORMATTED, 0)

    def _met_with(self, alone: Census) -> int:
        """Return how many names both have met, at most; near the limit those of both count once."""
        most = len(self._words) + len(alone._words)
        return most if most <= MAX_WORDS else len(self._words.keys() | alone._words.keys())

    def _take_block(self, block: plainrows.Block) -> bool:
        if block.n_cells > MAX_COL:
            return False
        self._check_row()
        # what only carries a format costs no call here and no reader anything
        if block.n_formatted:
            self._count(_FORMATTED, MAX_FORMATTED, block.n_formatted)
        self._count("jumlah baris berisi atau berformat", MAX_ROWS, block.n_rows - block.n_formatted_rows)
        self._count("jumlah teks bersama", MAX_STRINGS, block.n_strings)
        elements = block.elements - block.n_formatted
        self._elements += elements
        self._before += elements  # they have all ended
        self._attributes += block.attributes - 2 * block.n_formatted
        self._cells += block.n_cells - block.n_formatted
        self._row_began = self._cells
        if block.n_rows:
            self._next_row(block.first_row)
            self._row = block.last_row
        if block.last_filled:
            self._last = (max(self._last[0], block.last_filled), max(self._last[1], block.last_col))
        return True

    def _start_root(self, name: str, attributes: dict[str, str]) -> None:
        if name.startswith(STRICT):
            self.strict.add(self._part)
        self._in_sheet = name == f"{MAIN} worksheet"
        self._form = {f"{MAIN} worksheet": plainrows.ROWS, f"{MAIN} sst": plainrows.STRINGS}.get(name)
        if self._in_sheet:
            self.worksheets.add(self._part)
        self._special = {**self._cells_special, **self._other_special} if self._in_sheet else self._other_special
        if self._parser is not None:
            self._parser.StartElementHandler = self._start
        self._start(name, attributes)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._attributes += len(attributes)
        if self._open >= 0:
            if self._open == len(self._ended):  # inside of a value
                self.doubled.setdefault(self._part, self._cell)
            self._open = -1
        special = self._special.get(name)
        if special is not None:
            special(attributes)

    def _check(self) -> bool:
        """Compare what has been counted with its limits; never enough, a part is always counted whole."""
        if self._elements - self._before - len(self._ended) > MAX_DEPTH:
            past("kedalaman XML", MAX_DEPTH, " tingkat")
        if self._elements > MAX_ELEMENTS:
            past("jumlah unsur XML", MAX_ELEMENTS)
        if self._attributes > MAX_ATTRIBUTES:
            past("jumlah atribut XML", MAX_ATTRIBUTES)
        if self._cells > MAX_CELLS:
            past("jumlah sel", MAX_CELLS)
        self._check_row()
        return False

    def _check_row(self) -> None:
        if self._cells - self._row_began > MAX_COL:
            past("jumlah sel dalam satu baris", MAX_COL)

    def _end_name(self, name: str) -> None:
        self._listen(self._ended.append, None)
        self._ended.append(name)

    def _listen(self, end: Handler, text: Handler | None) -> None:
        if self._parser is not None:
            self._parser.EndElementHandler = end
            self._parser.CharacterDataHandler = text

    def _text(self, text: str) -> None:
        self._name_length += len(text)
        if self._name_length > MAX_DEFINED_NAME:
            past("panjang rumus sebuah nama", MAX_DEFINED_NAME, " huruf")

    def _counter(self, what: str, most: int) -> Callable[[dict[str, str]], None]:
        def count(_: dict[str, str]) -> None:
            self._count(what, most)

        return count

    def _start_styles(self, what: str) -> Callable[[dict[str, str]], None]:
        def start(_: dict[str, str]) -> None:
            self._styles = what

        return start

    def _count(self, what: str, most: int, more: int = 1) -> None:
        counted = self._counts.get(what, 0) + more
        self._counts[what] = counted
        self._most[what] = most
        if counted > most:
            past(what, most)

    def _take_row(self, attributes: dict[str, str]) -> None:
        self._count("jumlah baris berisi atau berformat", MAX_ROWS)
        self._check_row()
        self._row_began = self._cells
        self._col = -1
        text = attributes.get("r")
        if text is None:
            self._row += 1
        else:
            row = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
            if not 0 < row <= MAX_ROW:
                dangerous("nomor baris", indonesian.printable(text[:40]), indonesian.whole(MAX_ROW))
            self._next_row(row)
        self._row_text = str(self._row)

    def _next_row(self, row: int) -> None:
        if row > MAX_ROW:
            dangerous("nomor baris", str(row), indonesian.whole(MAX_ROW))
        if row <= self._row:
            self.disordered.add(self._part)
        self._row = row

    def _take_cell(self, attributes: dict[str, str]) -> None:
        self._cells += 1
        self._values = 0
        text = attributes.get("r")
        self._cell = text or ""
        if text is None:
            # right of the one before: no further than the furthest addressed and all cells of the row together
            self._last = (max(self._row, self._last[0]), self._last[1] + 1)
            return
        col = column_position(text.removesuffix(self._row_text)) if text.endswith(self._row_text) else -1
        if col >= 0:
            if col <= self._col:
                self.disordered.add(self._part)
            self._col = col
            if col > self._last[1] or self._row > self._last[0]:
                self._last = (max(self._row, self._last[0]), max(col, self._last[1]))
            return
        shown = indonesian.printable(text[:40])
        if from_a1(text) is None:
            dangerous("alamat sel", shown, f"sampai kolom ke-{MAX_COL}, baris ke-{MAX_ROW}")
        damaged(f"sel {shown} tidak berada di barisnya")

    def _take_value(self, _: dict[str, str]) -> None:
        self._values += 1
        self._open = len(self._ended)
        if self._values > 1:
            self.doubled.setdefault(self._part, self._cell)

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
            text = attributes.get(key) or "0"
            declared = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else MAX_STRINGS * MAX_STRINGS
            # count tells uses, not strings: a sheet may use one string in every cell
            most = MAX_STRINGS if key == "uniqueCount" else MAX_CELLS
            if declared > most:
                found = indonesian.printable(text[:40])
                dangerous("jumlah teks bersama yang dinyatakan", found, indonesian.whole(most))

    def _take_format(self, attributes: dict[str, str]) -> None:
        self._count("jumlah format angka", MAX_FORMATS)
        if len(attributes.get("formatCode", "")) > MAX_FORMAT_CODE:
            past("panjang format angka", MAX_FORMAT_CODE, " huruf")

    def _take_merge(self, attributes: dict[str, str]) -> None:
        self._count("jumlah gabungan sel", MAX_MERGES)
        first, _, last = attributes.get("ref", "").partition(":")
        top_left, bottom_right = from_a1(first), from_a1(last or first)
        if top_left is None or bottom_right is None:
            damaged("gabungan sel dengan alamat yang tidak sah")
        (top, bottom), (left, right) = map(sorted, zip(top_left, bottom_right, strict=True))  # "Y2:A2" is written too
        height, width = bottom - top + 1, right - left + 1
        self._merged += WHOLE_MERGE if height == MAX_ROW or width == MAX_COL else height * width
        if self._merged > MAX_MERGED:
            past("jumlah sel di dalam gabungan", MAX_MERGED)
        self.merges.setdefault(self._part, []).append((top, left, bottom, right))

    def _take_name(self, _: dict[str, str]) -> None:
        self._count("jumlah nama", MAX_NAMES)
        self._name_length = 0
        # texts matter here only; a handler for the texts of all cells costs a fifth of the whole pass
        self._listen(self._end_name, self._text)


@lru_cache(maxsize=64)  # styles, theme, relationships and guide are the same in all files of a batch
def counted(data: bytes) -> Census:
    """Return the census of one whole part by itself, to be looked at only; raises what ``take`` raises."""
    alone = Census()
    alone.take("", (data,))
    return alone

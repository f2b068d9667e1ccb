"""What a document looks like to whoever searches it for the official table: blocks of lines and grids.

A *grid* is a table of Word or a sheet of Excel: cells with their spans, each address covered by one cell. A *line*
is a paragraph, or a row of a grid that is no table. Every piece of text knows its place in the document as people
would find it ("tabel 2, baris 5, kolom 3"; "lembar IKU, sel B7").
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from iku_excel.text import indonesian


@dataclass(frozen=True, slots=True)
class Fraction:
    """A drawn fraction: what stands above and below its line, and what stands before and after it."""

    numerator: str
    denominator: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, eq=False)  # two cells with the same text are still two
class Cell:
    """A cell of a grid: its text on one line, where it begins and how far it reaches."""

    text: str
    row: int
    col: int
    rows: int = 1
    cols: int = 1
    place: str = ""
    fraction: Fraction | None = None  # where the text holds exactly one
    inner: tuple[Block, ...] = ()  # what stands in the cell, where grids are nested in it
    lines: tuple[tuple[str, bool], ...] = ()  # its text line by line; whether the program numbers that line by itself


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line; ``col`` tells what stands below what."""

    col: int
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line outside any table; a tab or the border of a cell parts it."""

    parts: tuple[Part, ...]
    numbered: bool = False  # the program letters or numbers it by itself

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(part.text for part in self.parts)

    @property
    def place(self) -> str:
        """Where it begins."""
        return self.parts[0].place


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of Word or a sheet of Excel; ``cells`` has every covered address, ``apart`` that lines do not cross."""

    cells: Mapping[tuple[int, int], Cell]
    n_rows: int
    n_cols: int
    place: str
    apart: bool = False  # a sheet: what stands on the next one does not belong to it

    def at(self, row: int, col: int) -> Cell | None:
        """Return the cell that covers an address."""
        return self.cells.get((row, col))

    def across(self, row: int, first: int, last: int) -> list[Cell]:
        """Return the different cells of a row from one column through another."""
        found: list[Cell] = []
        for col in range(first, last + 1):
            cell = self.cells.get((row, col))
            if cell is not None and (not found or found[-1] is not cell):
                found.append(cell)
        return found

    def lines(self, row: int) -> Iterator[Line]:
        """Yield a row as lines: what stands first in each cell that begins in it, then what stands second."""
        found = [cell for cell in self.across(row, 0, self.n_cols - 1) if cell.row == row and cell.text]
        for index in range(max((len(cell.lines) for cell in found), default=0)):
            here = [cell for cell in found if index < len(cell.lines)]
            parts = tuple(Part(cell.col, cell.lines[index][0], cell.place) for cell in here)
            yield Line(parts, any(cell.lines[index][1] for cell in here))


Block: TypeAlias = Line | Grid


@dataclass(frozen=True, slots=True)
class Note:
    """What reading has left out or changed: a finding's code, its values and its place."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its blocks in order, and what reading has left out."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()


def plain(text: str) -> str:
    """Return text on one line as it is printed: what has no width goes, any white space is one space."""
    if not text.isprintable():
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return indonesian.squeeze(text)

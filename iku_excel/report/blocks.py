"""What a report is made of, whatever writes it: sections of headings, paragraphs, tables, bars and signatures.

A text is a str, or a ``Fill`` where the office must write what the program cannot know. Widths are in mm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Fill:
    """A place to be filled in by hand, shown as "[isi: ...]"; nothing is ever invented there."""

    what: str

    def __str__(self) -> str:
        """Return how it is printed."""
        return f"[isi: {self.what}]"


Text: TypeAlias = str | Fill


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of Word's own style; level 1 is the chapter."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, with a label in bold before it if there is one."""

    text: Text
    label: str = ""
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    head: str
    width: float
    align: str = "left"  # or "centre", "right"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its number in the chapter and caption (none: ""), heading row, rows, and the lines below it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    number: int = 0  # of "Tabel 3.<number>"
    caption: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: ``share`` of the full length from 0 to 1, None where nothing can be drawn."""

    label: str
    share: float | None
    words: str
    target: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of horizontal bars under its caption."""

    caption: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signature blocks side by side, each a column of lines; "" is room to sign in."""

    blocks: tuple[tuple[Text, ...], ...]


Block: TypeAlias = Heading | Paragraph | Grid | Bars | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one direction."""

    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report; ``title`` and ``author`` are the file's properties."""

    title: str
    author: str
    sections: tuple[Section, ...]

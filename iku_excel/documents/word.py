"""A Word document, admitted by the gate, becomes blocks: its paragraphs as lines, its tables as grids.

python-docx opens the package; the real ``w:tc`` are walked with gridSpan, vMerge and gridBefore, since its own
tables repeat merged cells, shift short rows and raise on irregular merges. Rows and cells may stand inside content
controls; a row that was deleted with tracking is left out and noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx

from iku_excel.documents.records import Block, Cell, Document, Grid, Line, Note, Part, plain
from iku_excel.documents.wordtext import DELETED, PICTURE, Prose, attribute, child, children, name
from iku_excel.package import Package, Refusal, size
from iku_excel.text import indonesian

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_BODY = 16 * 1024 * 1024  # bytes of the document part; a decree with its annexes has one or two million
MAX_CELLS = 50_000  # of all tables; an annex for every office of a regency has some thousands
_MAX_SPAN = 63  # columns a table of Word may have
_FLOW = ("p", "tbl")


def read(package: Package, data: bytes) -> Document:
    """Return the blocks of a document; raises Refusal for one that cannot be opened or is too large."""
    length = package.archive.getinfo(package.workbook).file_size
    if length > MAX_BODY:
        raise Refusal("berkas-berbahaya", limit="ukuran isi dokumen", found=size(length), expected=size(MAX_BODY))
    try:
        body: Any = docx.Document(BytesIO(data)).element.body
    except Exception as error:
        raise Refusal("berkas-rusak", found="dokumen Word yang tidak dapat dibuka") from error
    reading = _Reading()
    try:
        return Document(tuple(reading.blocks(body, "")), tuple(reading.notes))
    except RecursionError as error:
        found = "lebih dalam dari yang dapat dibaca"
        raise Refusal("berkas-berbahaya", limit="unsur di dalam unsur", found=found, expected="ratusan") from error


class _Reading:
    """Numbers paragraphs and tables through the document, and collects what is left out."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._place = ""
        self._paragraphs = self._tables = self._cells = 0
        self._rows: dict[Cell, int] = {}  # how far the cells of the table at hand reach that are merged downward

    def blocks(self, parent: Element, where: str) -> Iterator[Block]:
        """Yield what stands below an element in order; inside a cell ``where`` is its place."""
        for item in children(parent, *_FLOW):
            if name(item) == "tbl":
                yield self._grid(item)
                continue
            if not where:
                self._paragraphs += 1
            self._place = where or f"paragraf {self._paragraphs}"
            text = self._prose(item).text
            numbered = child(item, "pPr", "numPr") is not None
            for piece in text.split("\n"):
                parts = tuple(
                    Part(col, plain(part), self._place) for col, part in enumerate(piece.split("\t")) if plain(part)
                )
                if parts:
                    yield Line(parts, numbered)

    def _prose(self, element: Element) -> Prose:
        return Prose(self._note).take(element)

    def _note(self, what: str, lost: str) -> None:
        code = "dokumen-bergambar" if what == PICTURE else "dokumen-dilewati"
        self.notes.append(Note(code, {"where": self._place[:1].upper() + self._place[1:], "what": what, "found": lost}))

    def _grid(self, table: Element) -> Grid:
        self._tables += 1
        number = self._tables
        cells: dict[tuple[int, int], Cell] = {}
        outer, self._rows = self._rows, {}
        row = 0
        for tr in children(table, "tr"):
            if child(tr, "trPr", "del") is not None:
                self._place = f"tabel {number}, sesudah baris {row}"
                self._note(DELETED, plain(Prose(lambda *_: None).take(tr).text))
                continue
            self._row(tr, row, number, cells)
            row += 1
        tall = {cell: replace(cell, rows=rows) for cell, rows in self._rows.items()}
        self._rows = outer
        width = max((col for _, col in cells), default=-1) + 1
        return Grid({at: tall.get(cell, cell) for at, cell in cells.items()}, row, width, f"tabel {number}")

    def _row(self, tr: Element, row: int, number: int, cells: dict[tuple[int, int], Cell]) -> None:
        col = min(_whole(attribute(child(tr, "trPr", "gridBefore")), 0), _MAX_SPAN)
        for tc in children(tr, "tc"):
            self._cells += 1
            if self._cells > MAX_CELLS:
                limit = indonesian.whole(MAX_CELLS)
                raise Refusal("berkas-berbahaya", limit="jumlah sel tabel", found=f"lebih dari {limit}", expected=limit)
            width = min(max(_whole(attribute(child(tc, "tcPr", "gridSpan")), 1), 1), _MAX_SPAN)
            merged = child(tc, "tcPr", "vMerge")
            above = cells.get((row - 1, col))
            continued = merged is not None and attribute(merged) != "restart"
            if continued and above is not None and above in self._rows and above.col == col and above.cols == width:
                cell = above
                self._rows[cell] += 1
            else:
                cell = self._cell(tc, row, col, width, f"tabel {number}, baris {row + 1}, kolom {col + 1}")
                if merged is not None:
                    self._rows[cell] = 1
            cells.update({(row, at): cell for at in range(col, col + width)})
            col += width

    def _cell(self, tc: Element, row: int, col: int, width: int, place: str) -> Cell:
        self._place = place
        prose = self._prose(tc)
        notes = len(self.notes)
        nested = any(name(item) == "tbl" for item in children(tc, *_FLOW))
        inner = tuple(self.blocks(tc, place))
        del self.notes[notes:]  # told once
        lines = tuple((block.text, block.numbered) for block in inner if isinstance(block, Line))
        return Cell(plain(prose.text), row, col, 1, width, place, prose.fraction, inner if nested else (), lines)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 6 else default

"""An output of this version: every cell beside that of the workbook made again from its record.

A value, formula or text that differs is named with both contents. What another program has calculated is
no edit: an error value where the formula is untouched, other marks between thousands, or no value yet.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from iku_excel.findings import catalogue
from iku_excel.model import Content, Finding, Outcome
from iku_excel.package import EMPTY, Address, Spreadsheet, Written, admit, open_spreadsheet
from iku_excel.reading import outputs
from iku_excel.text import indonesian

MAX_CELLS = 100_000
"""Cells of a sheet that are read; the largest sheet of an output has a few thousand."""

NOISE = 1e-12
"""Relative; programs store 15 to 17 digits, and nobody edits the thirteenth."""

_NOTHING = Written(EMPTY)
_DECIMAL = re.compile(r"(?<![A-Z0-9$.])[0-9]+\.[0-9]+(?:E[+-]?[0-9]+)?")
_QUOTED = re.compile(r'("(?:[^"]|"")*")')


def differences(book: Spreadsheet, outcome: Outcome) -> Iterator[Finding]:
    """Yield what differs from the workbook that ``build`` makes of this outcome."""
    from iku_excel import workbook

    expected = open_spreadsheet(admit(workbook.render(outcome)))
    machine = outputs.machine_sheet(expected)
    for name in expected.sheets:
        if name != machine:
            yield from _sheet(book, name, expected.whole(name, MAX_CELLS))


def find(book: Spreadsheet, name: str) -> str | None:
    """Return a sheet's name as this workbook spells it, None where it is gone."""
    return next((sheet for sheet in book.sheets if sheet.lower() == name.lower()), None)


def gone(name: str) -> Finding:
    """Say that a sheet is missing."""
    return catalogue.finding("keluaran-diubah", {"found": "tidak ada lagi", "expected": "ada"}, sheet=name)


class Differences:
    """The differing cells of one sheet, parted into edits and what another program has calculated.

    Where an untouched formula shows an error value, a program calculates it otherwise, and what else is
    calculated on the sheet may follow from it. Without one, a calculated value that differs was put there.
    """

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._edits: list[tuple[Address, tuple[str, str]]] = []
        self._calculated: list[tuple[Address, tuple[str, str]]] = []
        self._errors: set[str] = set()

    def add(self, address: Address, now: Written, shown: tuple[str, str], *, calculated: bool) -> None:
        """Take a cell that differs, with (found, expected); ``calculated``: by a formula nobody has changed."""
        (self._calculated if calculated else self._edits).append((address, shown))
        if calculated and now.raw.content is Content.ERROR:
            self._errors.add(now.raw.text)

    def findings(self) -> Iterator[Finding]:
        """Yield the edits in order, then one finding for all that another program has calculated."""
        for address, (found, expected) in sorted(self._edits if self._errors else self._edits + self._calculated):
            values = {"found": found, "expected": expected}
            yield catalogue.finding("keluaran-diubah", values, place=(self._sheet, *address))
        if self._errors:
            first = min(address for address, _ in self._calculated)
            count = f"{len(self._calculated)} hasil rumus ({indonesian.listing(sorted(self._errors))})"
            yield catalogue.finding("dihitung-lain", {"found": count}, place=(self._sheet, *first))


def _sheet(book: Spreadsheet, name: str, expected: Mapping[Address, Written]) -> Iterator[Finding]:
    sheet = find(book, name)
    if sheet is None:
        yield gone(name)
        return
    actual = book.whole(sheet, MAX_CELLS)
    differ = Differences(sheet)
    for address in sorted(expected.keys() | actual.keys()):
        before, now = expected.get(address, _NOTHING), actual.get(address, _NOTHING)
        if not _same(before, now):
            shown = (_shown(now, before), _shown(before, now))
            differ.add(address, now, shown, calculated=_untouched(before, now))
    yield from differ.findings()
    yield from covered(book, sheet, actual)


def covered(book: Spreadsheet, sheet: str, cells: Mapping[Address, Written]) -> Iterator[Finding]:
    """Yield the filled cells that a merge hides: what is read there is not what a person sees."""
    for address in sorted(book.covered(sheet, cells.keys())):
        text = indonesian.squeeze(cells[address].raw.text)
        values = {"found": "nilai yang tertutup sel gabungan", "expected": text}
        yield catalogue.finding("keluaran-diubah", values, place=(sheet, *address))


def _untouched(before: Written, now: Written) -> bool:
    """Tell whether a formula stands there, and still the same."""
    return bool(now.formula) and _plain(before.formula) == _plain(now.formula)


def _same(before: Written, now: Written) -> bool:
    if _plain(before.formula) != _plain(now.formula):
        return False
    if now.formula and now.raw.content is Content.UNCACHED:
        return True  # who opens it sees what the formula gives, and that is the same formula
    if before.raw.content is Content.NUMBER and now.raw.content is Content.NUMBER:
        return math.isclose(before.raw.number, now.raw.number, rel_tol=NOISE, abs_tol=NOISE)
    if before.raw.content is not now.raw.content:
        return False
    texts = (before.raw.text, now.raw.text)
    if now.formula:  # a machine set to another language parts thousands by another mark
        return len({re.sub(r"[\W_]+", "", text) for text in texts}) == 1
    return len(set(map(indonesian.squeeze, texts))) == 1


def _plain(formula: str) -> str:
    """Return a formula without what programs write differently: case, blanks, quotes of sheets, digits of noise."""
    pieces = _QUOTED.split(formula.lstrip("="))
    return "".join(piece if piece.startswith('"') else _plain_piece(piece) for piece in pieces)


def _plain_piece(piece: str) -> str:
    piece = re.sub(r"\s|'|\$(?=[A-Za-z_]+[!.])", "", piece).upper()
    return _DECIMAL.sub(lambda match: repr(float(match[0])), piece)  # Gnumeric writes 0.91 with 21 digits


def _shown(cell: Written, other: Written) -> str:
    value = indonesian.squeeze(cell.raw.text) if cell.raw.content is not Content.UNCACHED else "belum dihitung"
    if cell.formula and _plain(cell.formula) != _plain(other.formula):
        return f"rumus ={cell.formula.lstrip('=')} (nilai {value})"
    if other.formula and not cell.formula:
        return f"{value or '(kosong)'}, tanpa rumus"
    return value or "(kosong)"

"""Exact cells of a gated package: only the cells asked for, each with its true type.

Why not a library's reader: python-calamine gives '' for an error value, for a formula without a
stored value and for an empty cell alike, and reads a sheet as a dense rectangle, which one stray
cell in the last row makes huge; openpyxl gives None for two of the three and takes 20 times as
long. A figure depends on telling them apart, so this room reads the few parts itself (expat, on
bytes the gate has passed): workbook names and sheets, wanted cells, the strings and number formats
they point to. Elements kept: ``c/@r @t @s``, ``f``, ``v``, ``is/t``; rows and columns from zero.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from iku_excel.model import Content
from iku_excel.package import naming, plaincells
from iku_excel.package.a1 import a1, column, from_a1
from iku_excel.package.census import MAIN
from iku_excel.package.gate import PACKAGE_RELATIONSHIPS, RELATIONSHIPS, Package
from iku_excel.package.looks import Formats, Kind, Look, disguises, formats, known_formats, serial_date, shown_as_date
from iku_excel.package.safexml import damaged, feed, parse
from iku_excel.package.scan import Address, Pending, SheetScan, StringScan, hidden
from iku_excel.text import indonesian

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(\$?[A-Za-z]{1,3}\$?[0-9]+)")
_FIRST_STRINGS = frozenset(range(512))
_AREA = re.compile(r"(.+!\$?[A-Za-z]{1,3}\$?[0-9]+):\$?[A-Za-z]{1,3}\$?[0-9]+")


@dataclass(frozen=True, slots=True)
class Raw:
    """What a cell holds, as the file says it; ``text`` is exact, a number's as people write it.

    ``code`` is the number format of a cell that shows another figure than its number, or none.
    """

    content: Content
    number: float = float("nan")
    text: str = ""
    percent: bool = False
    date: dt.date | None = None
    formula: str = ""
    code: str = ""


EMPTY = Raw(Content.BLANK)


@dataclass(frozen=True, slots=True)
class Written:
    """A cell with its formula, without the leading "=" and "" where there is none."""

    raw: Raw
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was asked of one sheet: its cells, and which of them a merge has hidden."""

    cells: Mapping[Address, Raw]
    hidden: AbstractSet[Address] = frozenset()

    def at(self, row: int, col: int) -> Raw:
        """Return a wanted cell; one the file does not hold is empty."""
        return self.cells.get((row, col), EMPTY)

    def swallowed(self, row: int, col: int) -> bool:
        """Tell whether a merge has hidden this cell under another."""
        return (row, col) in self.hidden


@dataclass(frozen=True)
class Spreadsheet:
    """The workbook part: its sheets in order, its workbook-scope names, its date system."""

    package: Package
    parts: Mapping[str, str]  # sheet name -> part name, "" where it has none, in workbook order
    names: Mapping[str, str]  # lower-case defined name -> its formula
    date1904: bool
    related: Mapping[str, str] = field(default_factory=dict)  # relationship type's last word -> part
    strings: dict[int, str] = field(default_factory=dict)  # shared strings found so far
    texts: dict[int, Raw] = field(default_factory=dict)  # those that a cell has shown, each made once

    @property
    def sheets(self) -> tuple[str, ...]:
        """Sheet names in workbook order."""
        return tuple(self.parts)

    @cached_property
    def _by_lower(self) -> Mapping[str, str]:
        return {name.lower(): name for name in self.parts}  # no two alike: the gate has seen to it

    def corner(self, name: str) -> tuple[str, int, int] | None:
        """Return (sheet, row, col) of the first cell of a defined name that is an area, else None."""
        match = _AREA.fullmatch(self.names.get(name.lower(), "").lstrip("="))
        return None if match is None else self._cell(match[1])

    def place(self, name: str) -> tuple[str, int, int] | None:
        """Return (sheet, row, col) of a defined name that is one cell, else None."""
        return self._cell(self.names.get(name.lower(), "").lstrip("="))

    def _cell(self, reference: str) -> tuple[str, int, int] | None:
        known = _known_reference if len(reference) <= _MAX_KNOWN else _reference
        wanted, address = known(reference)
        sheet = self._by_lower.get(wanted)
        return (sheet, *address) if sheet is not None and address is not None else None

    def read(self, wanted: Mapping[str, Iterable[Address]]) -> dict[str, Sheet]:
        """Return the wanted cells of each sheet. Raises gate.Refusal where a part is missing or broken."""
        asked = {name: frozenset(addresses) for name, addresses in wanted.items()}
        found = {name: self._found(name, addresses) for name, addresses in asked.items()}
        pending = [cell for cells in found.values() for cell in cells.values()]
        strings = self._strings({index for cell in pending if (index := cell.string_index()) is not None})
        formats = self._formats() if any(cell.is_number() for cell in pending) else Formats()
        return {
            name: Sheet(
                {address: self._whole(cell, strings, formats) for address, cell in cells.items()},
                hidden(asked[name], self.package.merges.get(self.parts[name], ())),
            )
            for name, cells in found.items()
        }

    def covered(self, sheet: str, filled: AbstractSet[Address]) -> set[Address]:
        """Return which of the filled cells of a sheet nobody sees, because a merge shows another in their place."""
        return hidden(filled, self.package.merges.get(self.parts[sheet], ()))

    def plain(self, sheet: str) -> bool:
        """Tell whether any other reader of packages finds in a sheet what we do."""
        part, package = self.parts[sheet], self.package
        needed = {package.workbook, part, self.related.get("sharedStrings", part), self.related.get("styles", part)}
        return part not in package.disordered and package.wide.isdisjoint(needed)

    def _found(self, sheet: str, wanted: AbstractSet[Address]) -> Mapping[Address, Pending]:
        """Return the wanted cells of a sheet: from its bytes where it is small and plain, else by a scan."""
        data = self.package.small(self.parts[sheet])
        plain = plaincells.cells(data) if data is not None else None
        return plaincells.wanted(plain, wanted) if plain is not None else self._scan(sheet, wanted).found

    def _scan(self, sheet: str, wanted: AbstractSet[Address], most: int = 0) -> SheetScan:
        """Run over a sheet; raises Refusal where it has no sound part or a cell of several values."""
        part, shown = self.parts[sheet], indonesian.printable(sheet)
        if not part:
            damaged(f"bagian lembar {shown} tidak ada")
        scan = SheetScan(sheet, wanted, most, ordered=part not in self.package.disordered)
        feed(scan.parser, scan.parted(self.package.part(part)), scan.enough)
        if part not in self.package.worksheets:
            damaged(f"bagian lembar {shown} bukan lembar kerja")
        twice = self.package.doubled.get(part)
        if twice is not None:
            address = from_a1(twice)
            where = f"sel {a1(*address)} lembar {shown}" if address else f"sebuah sel lembar {shown}"
            damaged(f"{where} memuat lebih dari satu nilai", (sheet, *address) if address else None)
        return scan

    def whole(self, sheet: str, most: int) -> dict[Address, Written]:
        """Return every cell of a sheet that is not empty, and its formula; Refusal past ``most`` cells."""
        scan = self._scan(sheet, frozenset(), most)
        strings = self._strings({index for cell in scan.found.values() if (index := cell.string_index()) is not None})
        formats = self._formats()
        masters = {cell.shared: (at, cell.written) for at, cell in scan.found.items() if cell.shared and cell.written}
        found = {}
        for address, cell in scan.found.items():
            formula = cell.written
            if cell.shared and not formula and cell.shared in masters:
                origin, formula = masters[cell.shared]
                formula = moved(formula, address[0] - origin[0], address[1] - origin[1])
            raw = self._raw(cell, strings, formats)
            if formula or raw.content is not Content.BLANK:
                found[address] = Written(raw, formula)
        return found

    def _strings(self, wanted: set[int]) -> Mapping[int, str]:
        if not wanted <= self.strings.keys():
            part = self.related.get("sharedStrings")
            if part is None:
                damaged("bagian sharedStrings tidak ada")
            data = self.package.small(part)
            plain = plaincells.strings(data) if data is not None else None
            self.strings.update(self._scanned(part, wanted) if plain is None else plain)
            if not wanted <= self.strings.keys():
                damaged("sel menunjuk teks bersama yang tidak ada")
        return self.strings

    def _scanned(self, part: str, wanted: set[int]) -> Mapping[int, str]:
        # the first ones too: a template has no more, and a second scan costs as much as the first
        scan = StringScan(wanted | _FIRST_STRINGS)
        feed(scan.parser, scan.parted(self.package.part(part)), scan.enough)
        return scan.found

    def _formats(self) -> Formats:
        part = self.related.get("styles")
        if part is None:
            return Formats()
        held = self.package.held.get(part)
        sound = held is not None and part not in self.package.faults
        return known_formats(held) if held is not None and sound else formats(self.package.part(part))

    def _whole(self, cell: Pending, strings: Mapping[int, str], formats: Formats) -> Raw:
        raw = self._raw(cell, strings, formats)
        return replace(raw, formula=cell.written or "=") if cell.formula else raw

    def _raw(self, cell: Pending, strings: Mapping[int, str], formats: Formats) -> Raw:
        index = cell.string_index()
        if index is not None:
            if index not in self.texts:  # one string of 30,000 letters may stand in 300,000 cells
                self.texts[index] = _text(strings[index])
            return self.texts[index]
        if cell.kind == "inlineStr":
            return _text(cell.inline)
        if cell.kind == "str":
            missing = cell.formula and not cell.valued
            return Raw(Content.UNCACHED) if missing else _text(cell.value)
        if not cell.value:
            return Raw(Content.UNCACHED) if cell.formula else EMPTY
        if cell.kind == "e":
            return Raw(Content.ERROR, text=indonesian.squeeze(cell.value))
        if cell.kind == "b":
            return Raw(Content.BOOLEAN, text="TRUE" if cell.value == "1" else "FALSE")
        if cell.kind == "d":
            return _iso_date(cell.value)
        number = _known_number if len(cell.value) <= _MAX_KNOWN else _number
        return number(cell.value, formats.look(cell.style), self.date1904)


def _number(value: str, look: Look, date1904: bool) -> Raw:
    if _NUMBER.fullmatch(value) is None:
        return _text(value)  # NaN, 1_000 and the like: shown as they stand, never calculated with
    number = float(value)
    if look.kind in (Kind.DATE, Kind.TIME, Kind.SPAN):
        date = serial_date(number, date1904=date1904) if look.kind is Kind.DATE else None
        shown = indonesian.date(date) if date else shown_as_date(number, look.kind, date1904=date1904)
        return Raw(Content.DATE, number, shown, date=date)
    percent = look.kind is Kind.PERCENT
    if not math.isfinite(number * 100):  # 1e309: beyond what any program shows
        return Raw(Content.NUMBER, number, value, percent=percent)
    code = look.code if look.code and disguises(look.code, number) else ""
    if percent:
        return Raw(Content.NUMBER, number, f"{indonesian.typed(number * 100)}%", percent=True, code=code)
    return Raw(Content.NUMBER, number, indonesian.typed(number), code=code)


def _reference(reference: str) -> tuple[str, Address | None]:
    """Return the sheet in small letters and the cell of a reference; "" and None of anything else."""
    match = _REFERENCE.fullmatch(reference)
    return ("", None) if match is None else ((match[1] or match[2]).replace("''", "'").lower(), from_a1(match[3]))


_MAX_KNOWN = 40  # letters of a number or a reference that is remembered
_known_reference = lru_cache(maxsize=2048)(_reference)  # the names of a template are the same for all offices
_known_number = lru_cache(maxsize=4096)(_number)  # counts of a batch are alike


def open_spreadsheet(package: Package) -> Spreadsheet:
    """Read the workbook part. Raises gate.Refusal where sheets or parts are missing."""
    related = dict(_relationships(package, package.workbook))
    small = package.small(package.workbook)
    scan = _alike(small) if small is not None else _workbook(package.part(package.workbook))
    parts: dict[str, str] = {}
    for name, identifier in scan.sheets:
        kind, part = related.get(identifier, ("worksheet", ""))
        if kind == "worksheet":
            if part and part in parts.values():
                damaged(f"dua lembar memakai bagian {indonesian.printable(part)}")
            parts[name] = part
    if not any(parts.values()):
        damaged("tidak ada lembar kerja")
    kinds = {kind: part for kind, part in related.values() if part and kind in ("sharedStrings", "styles")}
    return Spreadsheet(package, parts, scan.names, scan.date1904, kinds)


_MOVABLE = re.compile(r'"(?:[^"]|"")*"|(?<![A-Za-z0-9_.])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})(?![A-Za-z0-9_(])')


def moved(formula: str, rows: int, cols: int) -> str:
    """Return a formula as it reads that many rows and columns further on: what shares a formula is stored so."""

    def shifted(match: re.Match[str]) -> str:
        address = from_a1(f"{match[2]}{match[4]}") if match[2] else None
        if address is None:
            return match.group()
        row = address[0] + (0 if match[3] else rows)
        col = address[1] + (0 if match[1] else cols)
        return f"{match[1]}{column(max(col, 0))}{match[3]}{row + 1}"

    return _MOVABLE.sub(shifted, formula)


PROPERTIES = "docProps/custom.xml"
"""Part of a package in which custom document properties stand."""


def custom_property(package: Package, name: str) -> str | None:
    """Return a custom document property's text, None if there is none."""
    found: list[str] = []
    inside = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if element.endswith(" property"):
            inside = attributes.get("name") == name

    def text(data: str) -> None:
        if inside:
            found.append(data)

    if not package.find(PROPERTIES):
        return None
    parse(package.part(PROPERTIES), start, text=text)
    return "".join(found).strip() or None


def _relationships(package: Package, source: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (id, (kind, part)) of a part's internal relationships; the part is "" where it is missing."""
    found: list[tuple[str, tuple[str, str]]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == f"{PACKAGE_RELATIONSHIPS} Relationship" and attributes.get("TargetMode") != "External":
            part = package.find(naming.target_of(source, attributes.get("Target", "")))
            found.append((attributes.get("Id", ""), (attributes.get("Type", "").rpartition("/")[2], part)))

    parse(package.part(naming.rels_of(source)), start)
    yield from found


def _text(text: str) -> Raw:
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return Raw(Content.TEXT, text=decoded) if indonesian.squeeze(decoded) else EMPTY


def _iso_date(text: str) -> Raw:
    try:
        date = dt.datetime.fromisoformat(text).date()
    except ValueError:
        return _text(text)
    return Raw(Content.DATE, text=indonesian.date(date), date=date)


class _WorkbookScan:
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.names: dict[str, str] = {}
        self.date1904 = False
        self._name = ""
        self._pieces: list[str] = []

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == f"{MAIN} sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get(f"{RELATIONSHIPS} id", "")))
        elif element == f"{MAIN} workbookPr":
            self.date1904 = attributes.get("date1904", "0") in ("1", "true")
        elif element == f"{MAIN} definedName" and "localSheetId" not in attributes:
            self._name = attributes.get("name", "").lower()

    def text(self, data: str) -> None:
        if self._name:
            self._pieces.append(data)

    def end(self, _: str) -> None:
        if self._name:
            formula = "".join(self._pieces).strip()
            before = self.names.setdefault(self._name, formula)
            if _meant(before) != _meant(formula):
                self.names[self._name] = ""  # of two places nobody knows which is meant
            self._name = ""
            self._pieces.clear()


def _workbook(pieces: Iterable[bytes]) -> _WorkbookScan:
    scan = _WorkbookScan()
    parse(pieces, scan.start, end=scan.end, text=scan.text)
    return scan


@lru_cache(maxsize=4)  # the names and sheets of a template are the same for all offices of a batch
def _alike(data: bytes) -> _WorkbookScan:
    """Return what a workbook part holds, to be looked at only."""
    return _workbook((data,))


def _meant(formula: str) -> str:
    return formula.lstrip("=").replace("'", "").lower()

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
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from iku_excel import indonesian
from iku_excel.gate import MAIN, PACKAGE_RELATIONSHIPS, RELATIONSHIPS, Package, damaged, parse
from iku_excel.layout import from_a1
from iku_excel.model import Content

Address = tuple[int, int]
Area = tuple[int, int, int, int]  # first row, first col, last row, last col

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(\$?[A-Z]{1,3}\$?[0-9]+)")
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_PERCENT_FORMATS = frozenset((9, 10))
_LAST_SERIAL = 2_958_465  # 31 December 9999


@dataclass(frozen=True, slots=True)
class Raw:
    """What a cell holds, as the file says it; ``text`` is exact, a number's as people write it."""

    content: Content
    number: float = float("nan")
    text: str = ""
    percent: bool = False
    date: dt.date | None = None


EMPTY = Raw(Content.BLANK)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was asked of one sheet: its cells, and the areas merged in it."""

    cells: Mapping[Address, Raw]
    merged: tuple[Area, ...] = ()

    def at(self, row: int, col: int) -> Raw:
        """Return a wanted cell; one the file does not hold is empty."""
        return self.cells.get((row, col), EMPTY)

    def swallowed(self, row: int, col: int) -> bool:
        """Tell whether a merge has hidden this cell under another."""
        return any(
            top <= row <= bottom and left <= col <= right and (row, col) != (top, left)
            for top, left, bottom, right in self.merged
        )


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """The workbook part: its sheets in order, its workbook-scope names, its date system."""

    package: Package
    parts: Mapping[str, str]  # sheet name -> part name, in workbook order
    names: Mapping[str, str]  # lower-case defined name -> its formula
    date1904: bool
    related: Mapping[str, str] = field(default_factory=dict)  # relationship type's last word -> part

    @property
    def sheets(self) -> tuple[str, ...]:
        """Sheet names in workbook order."""
        return tuple(self.parts)

    def place(self, name: str) -> tuple[str, int, int] | None:
        """Return (sheet, row, col) of a defined name that is one cell, else None."""
        match = _REFERENCE.fullmatch(self.names.get(name.lower(), "").lstrip("="))
        if match is None:
            return None
        wanted = (match[1] or match[2]).replace("''", "'").lower()
        sheet = next((sheet for sheet in self.parts if sheet.lower() == wanted), None)
        address = from_a1(match[3])
        return (sheet, *address) if sheet is not None and address is not None else None

    def read(self, wanted: Mapping[str, Iterable[Address]]) -> dict[str, Sheet]:
        """Return the wanted cells of each sheet. Raises gate.Refusal where a part is missing or broken."""
        scans = {}
        for name, addresses in wanted.items():
            scan = _SheetScan(frozenset(addresses))
            parse(self.package.read(self.parts[name]), scan.start, end=scan.end, text=scan.text)
            scans[name] = scan
        pending = [cell for scan in scans.values() for cell in scan.found.values()]
        strings = self._strings({index for cell in pending if (index := cell.string_index()) is not None})
        formats = self._formats() if any(cell.is_number() for cell in pending) else _Formats()
        return {
            name: Sheet(
                {address: self._raw(cell, strings, formats) for address, cell in scan.found.items()},
                tuple(scan.merged),
            )
            for name, scan in scans.items()
        }

    def _strings(self, wanted: set[int]) -> Mapping[int, str]:
        if not wanted:
            return {}
        scan = _StringScan(wanted)
        part = self.related.get("sharedStrings")
        if part is None:
            damaged("bagian sharedStrings tidak ada")
        parse(self.package.read(part), scan.start, end=scan.end, text=scan.text)
        if scan.found.keys() != wanted:
            damaged("sel menunjuk teks bersama yang tidak ada")
        return scan.found

    def _formats(self) -> _Formats:
        formats = _Formats()
        part = self.related.get("styles")
        if part is not None:
            parse(self.package.read(part), formats.start, end=formats.end)
        return formats

    def _raw(self, cell: _Pending, strings: Mapping[int, str], formats: _Formats) -> Raw:
        index = cell.string_index()
        if index is not None:
            return _text(strings[index])
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
        return self._number(cell, formats)

    def _number(self, cell: _Pending, formats: _Formats) -> Raw:
        if _NUMBER.fullmatch(cell.value) is None:
            return _text(cell.value)  # NaN, 1_000 and the like: shown as they stand, never calculated with
        number = float(cell.value)
        look = formats.look(cell.style)
        if look == "date":
            date = _date(number, date1904=self.date1904)
            if date is not None:
                return Raw(Content.DATE, number, indonesian.date(date), date=date)
        if look == "percent":
            return Raw(Content.NUMBER, number, f"{indonesian.number(number * 100)}%", percent=True)
        return Raw(Content.NUMBER, number, indonesian.number(number))


def open_spreadsheet(package: Package) -> Spreadsheet:
    """Read the workbook part. Raises gate.Refusal where sheets or parts are missing."""
    related = _relationships(package)
    scan = _WorkbookScan()
    parse(package.read(package.workbook), scan.start, end=scan.end, text=scan.text)
    parts: dict[str, str] = {}
    for name, identifier in scan.sheets:
        kind, part = related.get(identifier, ("", ""))
        if part not in package.names:
            damaged(f"bagian lembar {indonesian.printable(name)} tidak ada")
        if kind == "worksheet":
            parts[name] = part
    if not parts:
        damaged("tidak ada lembar kerja")
    kinds = {kind: part for kind, part in related.values() if kind in ("sharedStrings", "styles")}
    return Spreadsheet(package, parts, scan.names, scan.date1904, kinds)


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

    if "docProps/custom.xml" not in package.names:
        return None
    parse(package.read("docProps/custom.xml"), start, text=text)
    return "".join(found).strip() or None


def _relationships(package: Package) -> dict[str, tuple[str, str]]:
    folder, base = posixpath.split(package.workbook)
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == f"{PACKAGE_RELATIONSHIPS} Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], part)

    parse(package.read(posixpath.join(folder, "_rels", f"{base}.rels")), start)
    return found


def _text(text: str) -> Raw:
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return Raw(Content.TEXT, text=decoded) if indonesian.squeeze(decoded) else EMPTY


def _iso_date(text: str) -> Raw:
    try:
        date = dt.datetime.fromisoformat(text).date()
    except ValueError:
        return _text(text)
    return Raw(Content.DATE, text=indonesian.date(date), date=date)


def _date(serial: float, *, date1904: bool) -> dt.date | None:
    """Return the date of an Excel serial number; the 1900 system counts a 29 February 1900 that never was."""
    day = int(serial) if 0 <= serial <= _LAST_SERIAL else -1
    if date1904:
        return dt.date(1904, 1, 1) + dt.timedelta(days=day) if 0 <= day <= _LAST_SERIAL - 1462 else None
    if day < 1 or day == 60:
        return None
    return dt.date(1899, 12, 31) + dt.timedelta(days=day if day < 60 else day - 1)


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
            self.names[self._name] = "".join(self._pieces).strip()
            self._name = ""
            self._pieces.clear()


@dataclass(slots=True)
class _Pending:
    """A wanted cell before its string and its format are looked up."""

    kind: str  # @t
    style: int  # @s
    formula: bool = False
    valued: bool = False  # there is a <v>, empty perhaps
    value: str = ""
    inline: str = ""

    def string_index(self) -> int | None:
        if self.kind != "s" or not self.value:
            return None
        if not (self.value.isascii() and self.value.isdigit() and len(self.value) < 10):
            damaged(f"nomor teks bersama {indonesian.printable(self.value[:20])}")
        return int(self.value)

    def is_number(self) -> bool:
        return self.kind in ("", "n") and bool(self.value)


class _SheetScan:
    """Collects wanted cells and merged areas while expat runs over a sheet."""

    def __init__(self, wanted: frozenset[Address]) -> None:
        self.found: dict[Address, _Pending] = {}
        self.merged: list[Area] = []
        self._wanted = wanted
        self._row = -1
        self._col = -1
        self._cell: _Pending | None = None
        self._into = ""  # element whose text is being taken
        self._skip = False  # inside phonetic text
        self._pieces: list[str] = []

    def start(self, element: str, attributes: dict[str, str]) -> None:
        name = element.rpartition(" ")[2]
        if name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._col = -1
        elif name == "c":
            self._start_cell(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif self._cell is not None:
            if name == "f":
                self._cell.formula = True
            elif name == "v":
                self._cell.valued = True
                self._into = "v"
            elif name == "rPh":
                self._skip = True
            elif name == "t" and not self._skip:
                self._into = "t"

    def text(self, data: str) -> None:
        if self._into:
            self._pieces.append(data)

    def end(self, element: str) -> None:
        if self._cell is None:
            return
        name = element.rpartition(" ")[2]
        if name == "c":
            self._cell = None
        elif name == "rPh":
            self._skip = False
        elif name == self._into:
            text = "".join(self._pieces)
            if name == "v":
                self._cell.value = text.strip() if self._cell.kind != "str" else text
            else:
                self._cell.inline += text
            self._pieces.clear()
            self._into = ""

    def _start_cell(self, attributes: dict[str, str]) -> None:
        address = from_a1(attributes["r"]) if "r" in attributes else None
        row, col = address or (self._row, self._col + 1)
        self._col = col
        if (row, col) in self._wanted:
            style = attributes.get("s", "0")
            kind = attributes.get("t", "")
            self._cell = _Pending(kind, int(style) if style.isascii() and style.isdigit() else 0)
            self.found[row, col] = self._cell

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top_left, bottom_right = from_a1(first), from_a1(last or first)
        if top_left is None or bottom_right is None:
            damaged("gabungan sel dengan alamat yang tidak sah")
        self.merged.append((*top_left, *bottom_right))


class _StringScan:
    """Collects wanted shared strings, without their phonetic readings."""

    def __init__(self, wanted: set[int]) -> None:
        self.found: dict[int, str] = {}
        self._wanted = wanted
        self._index = -1
        self._taking = False
        self._skip = False
        self._pieces: list[str] = []

    def start(self, element: str, _: dict[str, str]) -> None:
        name = element.rpartition(" ")[2]
        if name == "si":
            self._index += 1
        elif name == "rPh":
            self._skip = True
        elif name == "t":
            self._taking = self._index in self._wanted and not self._skip

    def text(self, data: str) -> None:
        if self._taking:
            self._pieces.append(data)

    def end(self, element: str) -> None:
        name = element.rpartition(" ")[2]
        if name == "t":
            self._taking = False
        elif name == "rPh":
            self._skip = False
        elif name == "si" and self._index in self._wanted:
            self.found[self._index] = "".join(self._pieces)
            self._pieces.clear()


class _Formats:
    """Tells which cell styles show a number as a date or as a percentage."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []
        self._inside = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == f"{MAIN} numFmt":
            self._codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif element == f"{MAIN} cellXfs":
            self._inside = True
        elif element == f"{MAIN} xf" and self._inside:
            self._styles.append(_whole(attributes.get("numFmtId")))

    def end(self, element: str) -> None:
        if element == f"{MAIN} cellXfs":
            self._inside = False

    def look(self, style: int) -> str:
        """Return "date", "percent" or "" for the style of a cell."""
        number = self._styles[style] if style < len(self._styles) else 0
        code = self._codes.get(number)
        if code is None:
            return "date" if number in _DATE_FORMATS else "percent" if number in _PERCENT_FORMATS else ""
        bare = _NOT_CODE.sub("", code).lower()
        if "general" in bare:
            return ""
        if "%" in bare:
            return "percent"
        return "date" if re.search("[dmyhs]", bare) else ""


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0

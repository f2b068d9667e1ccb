"""Edit an .xlsx package in place: the parts that change are parsed, all others are copied as they are.

openpyxl would load the clerk's workbook into its own model and lose what that has no place for:
pictures, charts, form controls, stored values of formulas. Here lxml edits the XML itself, so that
everything not named in a method stays as the clerk's program wrote it. Only for packages that the
gate has passed.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from io import BytesIO

from lxml import etree

from iku_excel.package.a1 import a1, from_a1
from iku_excel.package.census import MAIN
from iku_excel.package.gate import CONTENT_TYPES, PACKAGE_RELATIONSHIPS, RELATIONSHIPS

Element = etree._Element  # noqa: SLF001 - the public name of this type lies in stubs only

MAX_EDITED = 8 * 1024 * 1024
"""Bytes of a part that is parsed into a tree; a template's sheet has 30 kB, and a tree takes ten times its text."""

_AFTER_DRAWING = frozenset(
    ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
)
"""Elements that must follow ``legacyDrawing`` in a worksheet."""

_AFTER_NAMES = frozenset(
    (
        "calcPr",
        "oleSize",
        "customWorkbookViews",
        "pivotCaches",
        "smartTagPr",
        "smartTagTypes",
        "webPublishing",
        "fileRecoveryPr",
        "webPublishObjects",
        "extLst",
    )
)
"""Elements that must follow ``definedNames`` in a workbook."""

_COLOUR = ("rgb", "theme", "tint", "indexed")  # the attributes of a colour, in the order of our short form

_DATE = (1980, 1, 1, 0, 0, 0)  # the clock must not reach the bytes


class TooLargeError(Exception):
    """A part is too large to be edited."""


def m(name: str) -> str:
    """Return the qualified name of a SpreadsheetML element."""
    return f"{{{MAIN}}}{name}"


class Package:
    """The parts of a package, some of them as trees that are written back when they are saved."""

    def __init__(self, data: bytes, workbook: str) -> None:
        self._archive = zipfile.ZipFile(BytesIO(data))
        self._names = [info.filename for info in self._archive.infolist() if not info.is_dir()]
        self._trees: dict[str, Element] = {}
        self._added: dict[str, bytes] = {}
        self.workbook = workbook

    def save(self) -> bytes:
        """Return the package with its changes; the same changes give the same bytes."""
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in (*self._names, *self._added):
                archive.writestr(zipfile.ZipInfo(name, _DATE), self._content(name), zipfile.ZIP_DEFLATED)
        return buffer.getvalue()

    def _content(self, name: str) -> bytes:
        if name in self._trees:
            return etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
        return self._added[name] if name in self._added else self._archive.read(name)

    def tree(self, name: str) -> Element:
        """Return a part's root element, to be changed in place. Raises TooLargeError, KeyError."""
        if name not in self._trees:
            if name not in self._added and self._archive.getinfo(name).file_size > MAX_EDITED:
                raise TooLargeError(name)
            parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
            self._trees[name] = etree.fromstring(self._content(name), parser)
        return self._trees[name]

    def has(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return name in self._names or name in self._added

    def unused(self, pattern: str) -> str:
        """Return the first part name of a pattern such as "xl/comments{}.xml" that is free."""
        taken = {name.lower() for name in (*self._names, *self._added)}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def add(self, name: str, content: bytes, content_type: str | None = None) -> None:
        """Add a part; its type goes into [Content_Types].xml unless its extension has a default."""
        self._added[name] = content
        if content_type is not None:
            override = etree.SubElement(self.tree("[Content_Types].xml"), f"{{{CONTENT_TYPES}}}Override")
            override.set("PartName", f"/{name}")
            override.set("ContentType", content_type)

    def remove(self, name: str) -> None:
        """Remove a part, its own relationships and its content type."""
        for gone in (name, rels_of(name)):
            self._names = [kept for kept in self._names if kept != gone]
            self._added.pop(gone, None)
            self._trees.pop(gone, None)
        types = self.tree("[Content_Types].xml")
        for override in list(types):
            if (override.get("PartName") or "").lower() == f"/{name}".lower():
                types.remove(override)

    def default_type(self, extension: str, content_type: str) -> None:
        """See to it that an extension has a content type."""
        types = self.tree("[Content_Types].xml")
        defaults = [item for item in types if item.tag == f"{{{CONTENT_TYPES}}}Default"]
        if not any((item.get("Extension") or "").lower() == extension for item in defaults):
            item = etree.Element(f"{{{CONTENT_TYPES}}}Default")
            item.set("Extension", extension)
            item.set("ContentType", content_type)
            types.insert(0, item)

    def relate(self, source: str, kind: str, target: str) -> str:
        """Relate a part to another; return the relationship's id."""
        name = rels_of(source)
        if not self.has(name):
            self._added[name] = f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}"/>'.encode()
        root = self.tree(name)
        taken = {item.get("Id") for item in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rIdIku{n}" not in taken)
        item = etree.SubElement(root, f"{{{PACKAGE_RELATIONSHIPS}}}Relationship")
        item.set("Id", f"rIdIku{number}")
        item.set("Type", f"{RELATIONSHIPS}/{kind}")
        item.set("Target", posixpath.relpath(target, posixpath.dirname(source)))
        return f"rIdIku{number}"

    def related(self, source: str, kind: str) -> Iterator[tuple[str, str]]:
        """Yield (id, part) of a part's internal relationships of a kind."""
        if not self.has(rels_of(source)):
            return
        for item in self.tree(rels_of(source)):
            if (item.get("Type") or "").endswith(f"/{kind}") and item.get("TargetMode") != "External":
                target = item.get("Target") or ""
                joined = (
                    target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(source), target)
                )
                yield item.get("Id") or "", posixpath.normpath(joined)

    # ------------------------------------------------------------ sheets

    def add_first_sheet(self, title: str, content: bytes) -> None:
        """Put a worksheet before all others and show it when the workbook is opened."""
        part = self.unused("xl/worksheets/sheet{}.xml")
        self.add(part, content, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")
        root = self.tree(self.workbook)
        sheets = child(root, "sheets")
        item = etree.Element(m("sheet"))
        item.set("name", title)
        item.set("sheetId", str(max((int(other.get("sheetId", "0")) for other in sheets), default=0) + 1))
        item.set(f"{{{RELATIONSHIPS}}}id", self.relate(self.workbook, "worksheet", part))
        sheets.insert(0, item)
        self._shift_names(0, +1)
        for view in root.iterfind(f"{m('bookViews')}/{m('workbookView')}"):
            view.set("activeTab", "0")
            view.set("firstSheet", "0")
        for _, other in list(self.related(self.workbook, "worksheet")):
            if other != part:
                self._deselect(other)

    def remove_sheet(self, title: str) -> None:
        """Remove a worksheet, its part and the names that belong to it alone."""
        root = self.tree(self.workbook)
        sheets = child(root, "sheets")
        position = next(index for index, item in enumerate(sheets) if item.get("name") == title)
        identifier = sheets[position].get(f"{{{RELATIONSHIPS}}}id")
        relations = self.tree(rels_of(self.workbook))
        for key, part in list(self.related(self.workbook, "worksheet")):
            if key == identifier:
                self.remove(part)
                relations.remove(next(item for item in relations if item.get("Id") == key))
        sheets.remove(sheets[position])
        names = root.find(m("definedNames"))
        if names is not None:
            for name in list(names):
                if name.get("localSheetId") == str(position):
                    names.remove(name)
        self._shift_names(position, -1)

    def define_name(self, name: str, reference: str) -> None:
        """Define a workbook-scope name, or change it."""
        root = self.tree(self.workbook)
        names = root.find(m("definedNames"))
        if names is None:
            names = etree.Element(m("definedNames"))
            _insert_before(root, names, _AFTER_NAMES)
        for item in list(names):
            if (item.get("name") or "").lower() == name.lower() and item.get("localSheetId") is None:
                names.remove(item)
        item = etree.SubElement(names, m("definedName"))
        item.set("name", name)
        item.text = reference

    def _shift_names(self, first: int, by: int) -> None:
        """Correct the sheet positions that sheet-scope names (print areas and titles) go by."""
        for name in self.tree(self.workbook).iterfind(f"{m('definedNames')}/{m('definedName')}"):
            position = name.get("localSheetId")
            if position is not None and int(position) >= first:
                name.set("localSheetId", str(int(position) + by))

    def _deselect(self, part: str) -> None:
        if not self.has(part) or b"tabSelected" not in self._content(part)[:4096]:
            return
        for view in self.tree(part).iterfind(f"{m('sheetViews')}/{m('sheetView')}"):
            view.set("tabSelected", "0")

    # ------------------------------------------------------------ cells

    def cell(self, part: str, row: int, col: int) -> Element:
        """Return a cell of a worksheet, made where it is missing."""
        data = child(self.tree(part), "sheetData")
        line = _numbered(data, m("row"), row, lambda text: int(text) - 1)
        line.set("r", str(row + 1))
        found = _numbered(line, m("c"), col, lambda text: (from_a1(text) or (0, 0))[1])
        found.set("r", a1(row, col))
        return found

    def set_legacy_drawing(self, part: str, identifier: str) -> None:
        """Point a worksheet to the drawing that holds the boxes of its comments."""
        drawing = etree.Element(m("legacyDrawing"))
        drawing.set(f"{{{RELATIONSHIPS}}}id", identifier)
        _insert_before(self.tree(part), drawing, _AFTER_DRAWING)


class Styles:
    """The cell formats of a package: clones of a format with another fill, and new formats."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._xfs = child(root, "cellXfs")
        self._made: dict[tuple[int, str], int] = {}

    def fill_of(self, style: int) -> str:
        """Return a format's fill in short: "none" or "solid" and its colour's attributes."""
        fills = child(self._root, "fills")
        fill = fills[int(self._xf(style).get("fillId", "0"))].find(m("patternFill"))
        colour = fill.find(m("fgColor")) if fill is not None else None
        if fill is None or fill.get("patternType") != "solid" or colour is None:
            return "none"
        return " ".join(["solid", *(f"{key}={colour.get(key)}" for key in _COLOUR if colour.get(key))])

    def with_fill(self, style: int, fill: str) -> int:
        """Return the number of the same format with another fill, given in short."""
        if (style, fill) not in self._made:
            xf = deepcopy(self._xf(style))
            xf.set("fillId", str(self._fill(fill)))
            xf.set("applyFill", "1")
            self._made[style, fill] = _append(self._xfs, xf)
        return self._made[style, fill]

    def add(self, font: str, alignment: str, fill: str = "none") -> int:
        """Return the number of a new format, given the inner XML of its font and its alignment's attributes."""
        fonts = child(self._root, "fonts")
        number = _append(fonts, etree.fromstring(f'<font xmlns="{MAIN}">{font}</font>'))
        xf = etree.fromstring(
            f'<xf xmlns="{MAIN}" numFmtId="0" fontId="{number}" fillId="{self._fill(fill)}" borderId="0" '
            f'applyFont="1" applyFill="1" applyAlignment="1"><alignment {alignment}/></xf>'
        )
        return _append(self._xfs, xf)

    def _xf(self, style: int) -> Element:
        return self._xfs[style if style < len(self._xfs) else 0]

    def _fill(self, fill: str) -> int:
        if not fill.startswith("solid"):
            return 0  # every workbook's first fill is none
        words = re.findall(rf"\b({'|'.join(_COLOUR)})=([-0-9A-Fa-f.Ee]+)", fill)
        attributes = "".join(f' {key}="{value}"' for key, value in words)
        inner = f'<patternFill patternType="solid"><fgColor{attributes}/></patternFill>'
        element = etree.fromstring(f'<fill xmlns="{MAIN}">{inner}</fill>')
        return _append(child(self._root, "fills"), element)


def child(parent: Element, name: str) -> Element:
    """Return a child that a sound part always has. Raises KeyError."""
    found = parent.find(m(name))
    if found is None:
        raise KeyError(name)
    return found


def unpacked(data: bytes) -> int:
    """Return the bytes of all XML in a package that the gate has passed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return sum(info.file_size for info in archive.infolist() if info.filename.endswith(".xml"))


def style_of(cell: Element) -> int:
    """Return the number of a cell's format; one that no workbook can have counts as the first."""
    text = cell.get("s", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def rels_of(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _numbered(parent: Element, tag: str, wanted: int, position_of: Callable[[str], int]) -> Element:
    """Return the row or cell at a position, made in its place where it is missing; "r" may be left out in files."""
    position = -1
    for index, item in enumerate(parent):
        if item.tag != tag:
            continue
        reference = item.get("r")
        position = position_of(reference) if reference else position + 1
        if position == wanted:
            return item
        if position > wanted:
            made = etree.Element(tag)
            parent.insert(index, made)
            return made
    return etree.SubElement(parent, tag)


def _append(parent: Element, child: Element) -> int:
    parent.append(child)
    parent.set("count", str(len(parent)))
    return len(parent) - 1


def _insert_before(parent: Element, child: Element, followers: frozenset[str]) -> None:
    tags = {m(name) for name in followers}
    position = next((index for index, item in enumerate(parent) if item.tag in tags), len(parent))
    parent.insert(position, child)

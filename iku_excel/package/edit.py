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

from iku_excel.package import naming
from iku_excel.package.a1 import a1, from_a1
from iku_excel.package.census import MAIN, MAX_FORMATS
from iku_excel.package.gate import CONTENT_TYPES, PACKAGE_RELATIONSHIPS, RELATIONSHIPS
from iku_excel.package.scan import whole

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


class MissingError(Exception):
    """A part lacks an element that it needs, and that nobody can make up."""


def m(name: str) -> str:
    """Return the qualified name of a SpreadsheetML element."""
    return f"{{{MAIN}}}{name}"


class Package:
    """The parts of a package, some of them as trees that are written back when they are saved."""

    def __init__(self, data: bytes, workbook: str) -> None:
        self._archive = zipfile.ZipFile(BytesIO(data))
        # by the name as written, like the gate: zipfile turns backslashes on Windows
        self._infos = {info.orig_filename: info for info in self._archive.infolist() if not info.is_dir()}
        self._index = dict(naming.index(self._infos))
        self._trees: dict[str, Element] = {}
        self._added: dict[str, bytes] = {}
        self._lines: dict[str, dict[int, list[Element]]] = {}  # by part, the rows of a worksheet
        self.workbook = workbook

    def save(self) -> bytes:
        """Return the package with its changes; the same changes give the same bytes."""
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in (*self._infos, *self._added):
                archive.writestr(zipfile.ZipInfo(name, _DATE), self._content(name), zipfile.ZIP_DEFLATED)
        return buffer.getvalue()

    def _content(self, name: str) -> bytes:
        if name in self._trees:
            return etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
        return self._added[name] if name in self._added else self._archive.read(self._infos[name])

    def tree(self, name: str) -> Element:
        """Return a part's root element, to be changed in place. Raises TooLargeError, MissingError, XMLSyntaxError."""
        name = self.find(name)
        if not name:
            raise MissingError("part")
        if name not in self._trees:
            if name not in self._added and self._infos[name].file_size > MAX_EDITED:
                raise TooLargeError(name)
            parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
            self._trees[name] = etree.fromstring(self._content(name), parser)
        return self._trees[name]

    def find(self, name: str) -> str:
        """Return the name of a part as the package has it, "" where there is none; case makes no difference."""
        return self._index.get(naming.key(name), "")

    def unused(self, pattern: str) -> str:
        """Return the first part name of a pattern such as "xl/comments{}.xml" that is free."""
        number = 1
        while self.find(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def add(self, name: str, content: bytes, content_type: str | None = None) -> None:
        """Add a part; its type goes into [Content_Types].xml unless its extension has a default."""
        self._added[name] = content
        self._index[naming.key(name)] = name
        if content_type is not None:
            override = etree.SubElement(self.tree("[Content_Types].xml"), f"{{{CONTENT_TYPES}}}Override")
            override.set("PartName", f"/{name}")
            override.set("ContentType", content_type)

    def remove(self, name: str) -> None:
        """Remove a part, its own relationships and its content type."""
        for gone in map(self.find, (name, naming.rels_of(name))):
            self._infos.pop(gone, None)
            self._added.pop(gone, None)
            self._trees.pop(gone, None)
            self._index.pop(naming.key(gone), None)
        types = self.tree("[Content_Types].xml")
        for override in list(types):
            if naming.key(naming.target_of("", override.get("PartName") or "")) == naming.key(name):
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
        """Relate a part to another; return the relationship's id. ``kind`` is a word of ours, or a whole URL."""
        name = naming.rels_of(source)
        if not self.find(name):
            self.add(name, f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}"/>'.encode())
        root = self.tree(name)
        taken = {item.get("Id") for item in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rIdIku{n}" not in taken)
        item = etree.SubElement(root, f"{{{PACKAGE_RELATIONSHIPS}}}Relationship")
        item.set("Id", f"rIdIku{number}")
        item.set("Type", kind if "/" in kind else f"{RELATIONSHIPS}/{kind}")
        item.set("Target", posixpath.relpath(target, posixpath.dirname(source)))
        return f"rIdIku{number}"

    def related(self, source: str, kind: str) -> Iterator[tuple[str, str]]:
        """Yield (id, part) of a part's internal relationships of a kind."""
        if not self.find(naming.rels_of(source)):
            return
        for item in self.tree(naming.rels_of(source)):
            if (item.get("Type") or "").endswith(f"/{kind}") and item.get("TargetMode") != "External":
                part = self.find(naming.target_of(source, item.get("Target") or ""))
                if part:
                    yield item.get("Id") or "", part

    def add_styles(self) -> str:
        """Add plain formats, as many as the sheets ask for, to a workbook without any; return their part."""
        text = b"".join(self._content(name) for name in self._infos if name.lower().endswith(".xml"))
        formats, marks = (
            min(max(map(int, re.findall(rb'\s%b="([0-9]{1,5})"' % key, text)), default=-1) + 1, MAX_FORMATS)
            for key in (b"s", b"dxfId")
        )
        plain = "xl/styles.xml"  # where some programs look without being told
        part = self.unused("xl/styles{}.xml") if self.find(plain) else plain
        self.add(part, _plain_styles(max(formats, 1), marks).encode(), _STYLES_TYPE)
        self.relate(self.workbook, "styles", part)
        return part

    # ------------------------------------------------------------ sheets

    def add_first_sheet(self, title: str, content: bytes) -> None:
        """Put a worksheet before all others and show it when the workbook is opened."""
        part = self.unused("xl/worksheets/sheet{}.xml")
        self.add(part, content, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")
        root = self.tree(self.workbook)
        sheets = child(root, "sheets")
        item = etree.Element(m("sheet"))
        item.set("name", title)
        item.set("sheetId", str(max((whole(other.get("sheetId")) for other in sheets), default=0) + 1))
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
        relations = self.tree(naming.rels_of(self.workbook))
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
            if position is not None and whole(position) >= first:
                name.set("localSheetId", str(whole(position) + by))

    def _deselect(self, part: str) -> None:
        beginning = self._content(part)[:8192].replace(b"\0", b"")  # be it UTF-8 or UTF-16
        if b"tabSelected" not in beginning:
            return
        for view in self.tree(part).iterfind(f"{m('sheetViews')}/{m('sheetView')}"):
            view.set("tabSelected", "0")

    # ------------------------------------------------------------ cells

    def cell(self, part: str, row: int, col: int) -> Element:
        """Return a cell of a worksheet, made where it is missing."""
        data = child(self.tree(part), "sheetData")
        if part not in self._lines:
            self._lines[part] = {}
            for position, line in _positions(data, m("row"), _row_of):
                self._lines[part].setdefault(position, []).append(line)
        lines = self._lines[part].setdefault(row, [])
        if not lines:
            lines.append(_made(data, m("row"), row, _row_of))
        cells = [cell for line in lines for cell in _at(line, m("c"), col, _col_of)]  # a row may be written twice
        found = cells[0] if cells else _made(lines[0], m("c"), col, _col_of)
        lines[0].set("r", str(row + 1))
        found.set("r", a1(row, col))
        return found

    def set_legacy_drawing(self, part: str, identifier: str) -> None:
        """Point a worksheet to the drawing that holds the boxes of its comments."""
        drawing = etree.Element(m("legacyDrawing"))
        drawing.set(f"{{{RELATIONSHIPS}}}id", identifier)
        _insert_before(self.tree(part), drawing, _AFTER_DRAWING)


_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


def _plain_styles(formats: int, marks: int) -> str:
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    return (
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1">{plain}</cellStyleXfs><cellXfs count="{formats}">{plain * formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        f'<dxfs count="{marks}">{"<dxf/>" * marks}</dxfs></styleSheet>'
    )


class Styles:
    """The cell formats of a package: clones of a format with another fill, and new formats."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._xfs = child(root, "cellXfs")
        if not len(self._xfs):
            raise MissingError("xf")
        self._made: dict[tuple[int, str], int] = {}

    def fill_of(self, style: int) -> str:
        """Return a format's fill in short: "none" or "solid" and its colour's attributes."""
        fills = child(self._root, "fills")
        number = whole(self._xf(style).get("fillId"))
        fill = fills[number].find(m("patternFill")) if number < len(fills) else None
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
    """Return a child that a sound part always has. Raises MissingError."""
    found = parent.find(m(name))
    if found is None:
        raise MissingError(name)
    return found


def unpacked(data: bytes) -> int:
    """Return the bytes of all XML in a package that the gate has passed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return sum(info.file_size for info in archive.infolist() if info.filename.endswith(".xml"))


def style_of(cell: Element) -> int:
    """Return the number of a cell's format; one that no workbook can have counts as the first."""
    return whole(cell.get("s"))


def _row_of(reference: str) -> int:
    return int(reference) - 1


def _col_of(reference: str) -> int:
    return (from_a1(reference) or (0, 0))[1]


def _positions(parent: Element, tag: str, position_of: Callable[[str], int]) -> Iterator[tuple[int, Element]]:
    """Yield the rows or cells with their positions; "r" may be left out in files: then it is one on."""
    position = -1
    for item in parent:
        if item.tag == tag:
            reference = item.get("r")
            position = position_of(reference) if reference else position + 1
            yield position, item


def _at(parent: Element, tag: str, wanted: int, position_of: Callable[[str], int]) -> list[Element]:
    """Return the rows or cells at a position; some programs write one twice."""
    return [item for position, item in _positions(parent, tag, position_of) if position == wanted]


def _made(parent: Element, tag: str, wanted: int, position_of: Callable[[str], int]) -> Element:
    """Return a new row or cell, put before the first that stands further on."""
    made = etree.Element(tag)
    after = next((item for position, item in _positions(parent, tag, position_of) if position > wanted), None)
    parent.insert(len(parent) if after is None else parent.index(after), made)
    return made


def _append(parent: Element, child: Element) -> int:
    parent.append(child)
    parent.set("count", str(len(parent)))
    return len(parent) - 1


def _insert_before(parent: Element, child: Element, followers: frozenset[str]) -> None:
    tags = {m(name) for name in followers}
    position = next((index for index, item in enumerate(parent) if item.tag in tags), len(parent))
    parent.insert(position, child)

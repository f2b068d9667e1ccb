"""What people and programs do to a template, done to its XML as Excel would do it.

    damaged(data, insert_rows("Data", 7, 2), rename("Data", "Isian TW"))

Rows and columns count as people count them: row 7, column "E". Names, formulas, merges, validations
and links follow their cells; what loses its cell becomes #REF!, as Excel writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import TypeAlias
from xml.etree import ElementTree as ET

from builders import Data, unzipped, zipped

from iku_excel.package.a1 import a1, column, from_a1

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"

ET.register_namespace("", MAIN)
ET.register_namespace("r", RELATED)


class Book:
    """A workbook taken apart: a tree for each part that a damage touches."""

    def __init__(self, data: Data) -> None:
        self.parts = unzipped(data)
        self._trees: dict[str, ET.Element] = {}

    def tree(self, part: str) -> ET.Element:
        """Return the XML of a part."""
        if part not in self._trees:
            self._trees[part] = ET.fromstring(self.parts[part])  # noqa: S314 - our own template, written a moment ago
        return self._trees[part]

    def part(self, sheet: str) -> str:
        """Return the part that holds a sheet."""
        identifier = self.entry(sheet).get(f"{{{RELATED}}}id")
        (target,) = (e.get("Target", "") for e in self.tree(RELATIONS) if e.get("Id") == identifier)
        return f"xl/{target}"

    def sheet(self, name: str) -> ET.Element:
        """Return the XML of a sheet."""
        return self.tree(self.part(name))

    @property
    def entries(self) -> ET.Element:
        """The list of sheets."""
        return _child(self.tree(WORKBOOK), "sheets")

    def entry(self, sheet: str) -> ET.Element:
        """Return a sheet's entry in the list of sheets."""
        (found,) = (entry for entry in self.entries if entry.get("name") == sheet)
        return found

    @property
    def order(self) -> list[str]:
        """Names of the sheets, in order."""
        return [entry.get("name", "") for entry in self.entries]

    @property
    def names(self) -> ET.Element:
        """The list of defined names."""
        return _child(self.tree(WORKBOOK), "definedNames")

    def cell(self, sheet: str, address: str) -> ET.Element:
        """Return a cell, made at its place if there is none."""
        place = from_a1(address)
        assert place
        rows = _child(self.sheet(sheet), "sheetData")
        row = _at(rows, "row", place[0] + 1, lambda e: int(e.get("r", "")), str(place[0] + 1))
        return _at(row, "c", place[1], lambda e: (from_a1(e.get("r", "")) or (0, 0))[1], address)

    def bytes(self) -> Data:
        """Put the workbook together again."""
        for part, tree in self._trees.items():
            if part in self.parts:
                self.parts[part] = ET.tostring(tree, "UTF-8", xml_declaration=True)
        return zipped(self.parts)


Damage: TypeAlias = Callable[[Book], None]


def damaged(data: Data, *damages: Damage) -> Data:
    """Return a workbook after damages, one after the other."""
    for damage in damages:
        book = Book(data)
        damage(book)
        data = book.bytes()
    return data


# ---------------------------------------------------------------- rows, columns and cells


def insert_rows(sheet: str, row: int, n_rows: int = 1) -> Damage:
    return _shifted(_Shift(sheet, 0, row - 1, n_rows))


def delete_rows(sheet: str, row: int, n_rows: int = 1) -> Damage:
    return _shifted(_Shift(sheet, 0, row - 1, -n_rows))


def insert_columns(sheet: str, letter: str, n_columns: int = 1) -> Damage:
    return _shifted(_Shift(sheet, 1, _column(letter), n_columns))


def delete_columns(sheet: str, letter: str, n_columns: int = 1) -> Damage:
    return _shifted(_Shift(sheet, 1, _column(letter), -n_columns))


def cut(sheet: str, source: str, target: str) -> Damage:
    """Cut a cell and paste it over another: names of the first follow, names of the second lose their cell."""

    def damage(book: Book) -> None:
        old, new = book.cell(sheet, source), book.cell(sheet, target)
        _refill(new, old)
        _refill(old, None)
        for name in book.names:
            if name.text == f"{sheet}!{_absolute(target)}":
                name.text = f"{sheet}!#REF!"
            elif name.text == f"{sheet}!{_absolute(source)}":
                name.text = f"{sheet}!{_absolute(target)}"

    return damage


def merge(sheet: str, area: str, *, hide: bool = False) -> Damage:
    """Merge an area: all but its first cell lose their content, or keep it unseen as in some programs (hide)."""

    def damage(book: Book) -> None:
        tree = book.sheet(sheet)
        merges = tree.find(f"{{{MAIN}}}mergeCells")
        if merges is None:
            merges = ET.Element(f"{{{MAIN}}}mergeCells")
            tree.insert(list(tree).index(_child(tree, "sheetData")) + 1, merges)
        ET.SubElement(merges, f"{{{MAIN}}}mergeCell", {"ref": area})
        merges.set("count", str(len(merges)))
        first, last = (from_a1(corner) or (0, 0) for corner in area.split(":"))
        for row in range(first[0], last[0] + 1):
            for col in range(first[1], last[1] + 1):
                if not hide and (row, col) != first:
                    _refill(book.cell(sheet, a1(row, col)), None)

    return damage


def write(sheet: str, cell: str, text: str) -> Damage:
    """Type text over a cell."""

    def damage(book: Book) -> None:
        element = book.cell(sheet, cell)
        _refill(element, None)
        element.set("t", "inlineStr")
        ET.SubElement(ET.SubElement(element, f"{{{MAIN}}}is"), f"{{{MAIN}}}t").text = text

    return damage


def number(sheet: str, cell: str, value: float) -> Damage:
    """Type a number over a cell."""

    def damage(book: Book) -> None:
        element = book.cell(sheet, cell)
        _refill(element, None)
        ET.SubElement(element, f"{{{MAIN}}}v").text = repr(value)

    return damage


def clear(sheet: str, cell: str) -> Damage:
    return lambda book: _refill(book.cell(sheet, cell), None)


def look(sheet: str, cell: str, like: tuple[str, str]) -> Damage:
    """Paste the format of another cell."""
    return lambda book: book.cell(sheet, cell).set("s", book.cell(*like).get("s", "0"))


def dimension(sheet: str, reference: str) -> Damage:
    """Claim another extent than the sheet has, as some programs do."""
    return lambda book: _child(book.sheet(sheet), "dimension").set("ref", reference)


def unprotect(book: Book) -> None:
    """Remove the protection of every sheet."""
    for name in book.order:
        tree = book.sheet(name)
        for element in tree.findall(f"{{{MAIN}}}sheetProtection"):
            tree.remove(element)


def date1904(book: Book) -> None:
    """Count dates from 1904, as old Macs did; every date in the cells goes on meaning the same day."""
    properties = _child(book.tree(WORKBOOK), "workbookPr")
    properties.set("date1904", "1")
    value = _child(book.cell("Identitas", "B9"), "v")
    value.text = str(int(value.text or "") - 1462)


# ---------------------------------------------------------------- sheets


def rename(sheet: str, new: str) -> Damage:
    """Rename a sheet; names, formulas and links follow."""

    def damage(book: Book) -> None:
        for name in book.names:
            name.text = _requalified(name.text or "", sheet, new)
        for other in book.order:
            for formula in book.sheet(other).iter(f"{{{MAIN}}}f"):
                formula.text = _requalified(formula.text or "", sheet, new)
            for link in book.sheet(other).iter(f"{{{MAIN}}}hyperlink"):
                link.set("location", _requalified(link.get("location", ""), sheet, new))
        book.entry(sheet).set("name", new)

    return damage


def reorder(*sheets: str) -> Damage:
    """Drag some sheets to the front, in this order."""

    def damage(book: Book) -> None:
        before = book.order
        rest = [sheet for sheet in before if sheet not in sheets]
        book.entries[:] = [book.entry(sheet) for sheet in (*sheets, *rest)]
        _relocate(book, {before.index(sheet): book.order.index(sheet) for sheet in before})

    return damage


def delete_sheet(sheet: str) -> Damage:
    """Delete a sheet: workbook-scope names into it lose their cell, its own names go with it."""

    def damage(book: Book) -> None:
        before, part = book.order, book.part(sheet)
        entry = book.entry(sheet)
        relations = book.tree(RELATIONS)
        relations[:] = [e for e in relations if e.get("Id") != entry.get(f"{{{RELATED}}}id")]
        types = book.tree(TYPES)
        types[:] = [e for e in types if e.get("PartName") != f"/{part}"]
        del book.parts[part]
        book.entries.remove(entry)
        _relocate(book, {before.index(name): book.order.index(name) for name in book.order})
        for name in book.names:
            name.text = re.sub(rf"^{sheet}!", "#REF!", name.text or "")

    return damage


def copy_sheet(sheet: str, new: str) -> Damage:
    """Copy a sheet behind itself: its names are doubled, in the scope of the copy."""

    def damage(book: Book) -> None:
        before, part = book.order, "xl/worksheets/copy.xml"
        book.parts[part] = ET.tostring(book.sheet(sheet), "UTF-8", xml_declaration=True)
        ET.SubElement(
            book.tree(RELATIONS),
            "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship",
            {"Id": "rIdCopy", "Type": f"{RELATED}/worksheet", "Target": "worksheets/copy.xml"},
        )
        ET.SubElement(
            book.tree(TYPES),
            "{http://schemas.openxmlformats.org/package/2006/content-types}Override",
            {
                "PartName": f"/{part}",
                "ContentType": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
            },
        )
        entry = ET.Element(
            f"{{{MAIN}}}sheet", {"name": new, "sheetId": str(len(before) + 1), f"{{{RELATED}}}id": "rIdCopy"}
        )
        book.entries.insert(before.index(sheet) + 1, entry)
        _relocate(book, {before.index(name): book.order.index(name) for name in before})
        for name in list(book.names):
            if "localSheetId" not in name.attrib and (name.text or "").startswith(f"{sheet}!"):
                double = deepcopy(name)
                double.set("localSheetId", str(book.order.index(new)))
                double.text = _requalified(name.text or "", sheet, new)
                book.names.append(double)

    return damage


def show(sheet: str) -> Damage:
    """Show a hidden sheet."""
    return lambda book: book.entry(sheet).set("state", "visible")


# ---------------------------------------------------------------- names


def drop_names(pattern: str = ".*") -> Damage:
    """Lose the names that match a pattern, as programs do that do not know them."""

    def damage(book: Book) -> None:
        book.names[:] = [name for name in book.names if not re.fullmatch(pattern, name.get("name", ""))]

    return damage


def point_names(references: Mapping[str, str]) -> Damage:
    """Let names point elsewhere."""

    def damage(book: Book) -> None:
        for name in book.names:
            name.text = references.get(name.get("name", ""), name.text)

    return damage


def add_names(names: Iterable[tuple[str, str, Mapping[str, str]]]) -> Damage:
    """Add names, each with its reference and attributes."""

    def damage(book: Book) -> None:
        for name, reference, attributes in names:
            ET.SubElement(book.names, f"{{{MAIN}}}definedName", {"name": name, **attributes}).text = reference

    return damage


def upper_names(book: Book) -> None:
    """Write every name in capitals, as some programs do."""
    for name in book.names:
        name.set("name", name.get("name", "").upper())


# ---------------------------------------------------------------- how cells move


@dataclass(frozen=True)
class _Shift:
    """Rows (axis 0) or columns (axis 1) inserted at an index, or deleted from it on."""

    sheet: str
    axis: int
    at: int
    n: int

    def moved(self, first: int, last: int) -> tuple[int, int] | None:
        """Return where a run of rows or columns ends up, None if it is gone."""
        if self.n > 0:
            return (first + self.n * (first >= self.at), last + self.n * (last >= self.at))
        end = self.at - self.n
        first = first if first < self.at else max(first + self.n, self.at)
        last = last if last < self.at else last + self.n if last >= end else self.at - 1
        return (first, last) if first <= last else None

    def area(self, reference: str) -> str | None:
        """Return where "A1", "$A$1:$B$2" or "$6:$6" ends up, None if it is gone."""
        ends = [_CORNER.fullmatch(corner) for corner in reference.split(":")]
        corners = [[_column(m["col"]) if m["col"] else None, int(m["row"]) - 1] for m in ends if m]
        at = 1 - self.axis
        first, last = corners[0][at], corners[-1][at]
        if first is None or last is None:
            return reference
        moved = self.moved(first, last)
        if moved is None:
            return None
        corners[0][at], corners[-1][at] = (moved[0], moved[1]) if len(corners) > 1 else (moved[0], moved[0])
        return ":".join(
            f"{m['fixed_col'] or ''}{'' if col is None else column(col)}{m['fixed_row']}{(row or 0) + 1}"
            for m, (col, row) in zip((m for m in ends if m), corners, strict=True)
        )

    def formula(self, text: str, *, own: bool) -> str:
        """Return a formula whose references have followed; ``own``: it stands on the sheet itself."""

        def follow(match: re.Match[str]) -> str:
            sheet = match["sheet"]
            if (sheet is None and not own) or (sheet is not None and sheet.strip("'!") != self.sheet):
                return match[0]
            return f"{sheet or ''}{self.area(match['area']) or '#REF!'}"

        pieces = re.split('("[^"]*")', text)
        return "".join(piece if n % 2 else _AREA.sub(follow, piece) for n, piece in enumerate(pieces))


_CORNER = re.compile(r"(?:(?P<fixed_col>\$?)(?P<col>[A-Z]{1,3}))?(?P<fixed_row>\$?)(?P<row>\d+)")
_AREA = re.compile(
    r"(?P<sheet>(?:'[^']+'|\b[A-Za-z_]\w*)!)?"
    r"(?P<area>(?:\$?\b[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|\$\d+:\$\d+))(?![\w(])"
)


def _shifted(shift: _Shift) -> Damage:
    def damage(book: Book) -> None:
        tree = book.sheet(shift.sheet)
        rows = _child(tree, "sheetData")
        _shift_cells(rows, shift)
        for attribute in ("ref", "sqref"):
            for parent in list(tree.iter()):
                kept = [e for e in parent if e.get(attribute) is None or _shift_area(e, attribute, shift)]
                if len(kept) < len(parent):
                    parent[:] = kept
        for name in book.names:
            name.text = shift.formula(name.text or "", own=False)
        for sheet in book.order:
            for formula in book.sheet(sheet).iter(f"{{{MAIN}}}f"):
                formula.text = shift.formula(formula.text or "", own=sheet == shift.sheet)

    return damage


def _shift_cells(rows: ET.Element, shift: _Shift) -> None:
    for row in list(rows):
        number_ = int(row.get("r", ""))
        moved = shift.moved(number_ - 1, number_ - 1) if shift.axis == 0 else (number_ - 1, number_ - 1)
        if moved is None:
            rows.remove(row)
            continue
        row.set("r", str(moved[0] + 1))
        row.attrib.pop("spans", None)
        row[:] = [cell for cell in row if _shift_area(cell, "r", shift)]


def _shift_area(element: ET.Element, attribute: str, shift: _Shift) -> bool:
    """Move what an attribute points to; return False if it is gone."""
    if element.tag == f"{{{MAIN}}}dimension":
        return True
    moved = [area for text in element.get(attribute, "").split() if (area := shift.area(text))]
    element.set(attribute, " ".join(moved))
    return bool(moved)


def _refill(element: ET.Element, source: ET.Element | None) -> None:
    """Give a cell the content of another, or none; its format stays."""
    element.attrib.pop("t", None)
    element[:] = deepcopy(list(source)) if source is not None else []
    if source is not None and source.get("t"):
        element.set("t", source.get("t", ""))


def _relocate(book: Book, positions: Mapping[int, int]) -> None:
    """Let sheet-scope names follow their sheets; those of a deleted sheet go."""
    for name in list(book.names):
        position = name.get("localSheetId")
        if position is None:
            continue
        if int(position) in positions:
            name.set("localSheetId", str(positions[int(position)]))
        else:
            book.names.remove(name)


def _requalified(text: str, sheet: str, new: str) -> str:
    quoted = "'" + new.replace("'", "''") + "'!"
    return re.sub(rf"(?:'{sheet}'|\b{sheet})!", lambda _: quoted, text)


def _column(letter: str) -> int:
    place = from_a1(f"{letter}1")
    assert place
    return place[1]


def _absolute(address: str) -> str:
    row, col = from_a1(address) or (0, 0)
    return f"${column(col)}${row + 1}"


def _child(element: ET.Element, tag: str) -> ET.Element:
    found = element.find(f"{{{MAIN}}}{tag}")
    assert found is not None, tag
    return found


def _at(parent: ET.Element, tag: str, index: int, key: Callable[[ET.Element], int], reference: str) -> ET.Element:
    """Return the row or cell of an index, inserted in its order if there is none."""
    before = [child for child in parent if key(child) <= index]
    if before and key(before[-1]) == index:
        return before[-1]
    made = ET.Element(f"{{{MAIN}}}{tag}", {"r": reference})
    parent.insert(len(before), made)
    return made

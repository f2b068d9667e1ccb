"""Comments on cells: ours are added to a sheet beside the clerk's own, and taken away again.

A comment needs two parts: ``commentsN.xml`` (author and text) and ``vmlDrawingN.vml`` (its box, which
Excel insists on). Ours are known by their first line, because LibreOffice drops authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from iku_excel.package import threads
from iku_excel.package.a1 import a1, from_a1
from iku_excel.package.census import MAIN
from iku_excel.package.edit import Element, Package, child, m

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_EXCEL = "urn:schemas-microsoft-com:office:excel"

_BLOCK = 1024  # shape numbers of a drawing; the numbers of drawing n begin at n blocks

_DRAWING = f"""\
<xml xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:x="{_EXCEL}">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="NUMBER"/></o:shapelayout>
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>"""

_SHAPE = """\
<v:shape xmlns:v="{vml}" xmlns:o="{office}" xmlns:x="{excel}" id="{identifier}" type="#_x0000_t202"
 style="position:absolute;width:260pt;height:{height}pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1"
 o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>
<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>
<x:Anchor>{left}, 15, {top}, 4, {right}, 30, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>
<x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData></v:shape>"""

_LINE_POINTS, _LETTERS_A_LINE = 14, 48


def add(package: Package, part: str, texts: Iterable[tuple[int, int, str]]) -> None:
    """Add comments (row, col, text) to a worksheet; a comment of the clerk's at the same cell is kept first."""
    comments = package.tree(_comments_part(package, part))
    drawing = package.tree(_drawing_part(package, part))
    author = _author(comments)
    boxes = child(comments, "commentList")
    for row, col, text in texts:
        reference = a1(row, col)
        own = next((item for item in boxes if item.get("ref") == reference), None)
        if own is not None:
            # A cell has room for one comment: the clerk's words stay, ours stand below them.
            _append_text(child(own, "text"), f"\n{_OURS}\n{text}")
            threads.reply(package, part, row, col, f"{_OURS}\n{text}")
            continue
        item = etree.Element(m("comment"))
        item.set("ref", reference)
        item.set("authorId", str(author))
        _append_text(etree.SubElement(item, m("text")), f"{_OURS}\n{text}")
        boxes.insert(_position(boxes, row, col), item)
        drawing.append(_shape(row, col, text, _next_number(drawing)))


_OURS = "Temuan iku-excel:"
"""Line above our words: they are known by it, and parted from the clerk's in a comment that holds both."""


def remove(package: Package, part: str) -> None:
    """Take our comments away from a worksheet, and leave the clerk's."""
    threads.remove(package, part)
    for _, name in list(package.related(part, "comments")):
        boxes = child(package.tree(name), "commentList")
        gone = set()
        for item in list(boxes):
            if _cut_ours(item):
                boxes.remove(item)
                gone.add(from_a1(item.get("ref", "")))
        for _, drawing in list(package.related(part, "vmlDrawing")):
            _remove_shapes(package.tree(drawing), gone)


def _cut_ours(comment: Element) -> bool:
    """Take our words out of a comment; tell whether nothing of the clerk's is left in it."""
    ours = False
    runs = list(comment.iter(m("t")))
    for run in runs:
        before, found, _ = (run.text or "").partition(_OURS)
        if ours:
            run.text = ""
        elif found:
            run.text = before.rstrip("\n")
            ours = True
    return ours and not any(run.text for run in runs)


def _remove_shapes(drawing: Element, cells: set[tuple[int, int] | None]) -> None:
    for shape in list(drawing):
        data = shape.find(f"{{{_EXCEL}}}ClientData")
        if data is None or data.get("ObjectType") != "Note":
            continue
        row, col = (data.findtext(f"{{{_EXCEL}}}{name}", "") for name in ("Row", "Column"))
        if row.isdigit() and col.isdigit() and (int(row), int(col)) in cells:
            drawing.remove(shape)


def _comments_part(package: Package, part: str) -> str:
    for _, name in package.related(part, "comments"):
        return name
    name = package.unused("xl/comments{}.xml")
    empty = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
    package.add(name, empty.encode(), _COMMENTS_TYPE)
    package.relate(part, "comments", name)
    return name


def _drawing_part(package: Package, part: str) -> str:
    root = package.tree(part)
    held = root.find(m("legacyDrawing"))
    if held is not None:
        wanted = held.values()
        for identifier, name in package.related(part, "vmlDrawing"):
            if identifier in wanted:
                return name
        root.remove(held)
    name = package.unused("xl/drawings/vmlDrawing{}.vml")
    number = "".join(filter(str.isdigit, name))
    package.add(name, _DRAWING.replace("NUMBER", number).encode())
    package.default_type("vml", _VML_TYPE)
    package.set_legacy_drawing(part, package.relate(part, "vmlDrawing", name))
    return name


def _author(comments: Element) -> int:
    authors = child(comments, "authors")
    for index, item in enumerate(authors):
        if item.text == threads.AUTHOR:
            return index
    etree.SubElement(authors, m("author")).text = threads.AUTHOR
    return len(authors) - 1


def _append_text(parent: Element, text: str) -> None:
    run = etree.SubElement(etree.SubElement(parent, m("r")), m("t"))
    run.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.text = text


def _position(boxes: Element, row: int, col: int) -> int:
    """Return where a comment belongs: they stand in the order of their cells."""
    for index, item in enumerate(boxes):
        if (from_a1(item.get("ref", "")) or (-1, -1)) > (row, col):
            return index
    return len(boxes)


def _next_number(drawing: Element) -> int:
    """Return a shape number that the drawing has not used: its shapes are numbered within its own block."""
    taken = [int(match[1]) for shape in drawing if (match := re.fullmatch(r"_x0000_s(\d{1,9})", shape.get("id", "")))]
    blocks = [item.get("data", "") for item in drawing.iter(f"{{{_OFFICE}}}idmap")]
    first = next((int(data) for data in blocks if data.isdigit()), 1)
    return max([first * _BLOCK, *taken]) + 1


def _shape(row: int, col: int, text: str, number: int) -> Element:
    lines = sum(-(-len(line) // _LETTERS_A_LINE) for line in text.split("\n"))
    return etree.fromstring(
        _SHAPE.format(
            vml=_VML,
            office=_OFFICE,
            excel=_EXCEL,
            identifier=f"_x0000_s{number}",
            height=lines * _LINE_POINTS + 10,
            order=number % _BLOCK,
            left=col + 1,
            right=col + 4,
            top=max(row - 1, 0),
            bottom=max(row - 1, 0) + lines + 1,
            row=row,
            col=col,
        )
    )

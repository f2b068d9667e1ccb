"""Blocks become a Word file: document -> .docx bytes, the same for the same document.

Headings and captions have Word's own styles and captions their own numbering field, so that a table of contents and a
list of tables come by themselves. Every text goes through one door, which leaves it text: no field, no link, no
control character of an input comes through. python-docx stamps the parts of its archive with the clock, so the
archive is written again with a fixed one.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from functools import singledispatchmethod
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from iku_excel.report.blocks import Bars, Block, Document, Fill, Grid, Heading, Paragraph, Section, Signatures, Text
from iku_excel.report.widths import fitted
from iku_excel.text import indonesian
from iku_excel.text.styles import CREATED

FONT = "Arial"
A4_MM = (210, 297)
MARGIN_MM = 25
_BODY, _SMALL = Pt(11), Pt(9)
_KEPT = 8  # rows up to which a table is not parted
_BAR_STEPS = 40  # cells of a full bar
_BAR_MM = (28, 92, 40)  # label, bar, words
_ACTUAL, _TARGET = "1F3B4D", "94A3B8"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_CLOCK = (1980, 1, 1, 0, 0, 0)


def write(document: Document) -> bytes:
    """Return a document as the bytes of a .docx file."""
    writer = _Writer()
    writer.properties(document)
    for number, section in enumerate(document.sections):
        writer.section(section, first=number == 0)
    return writer.data()


class _Writer:
    """Puts block after block at the end of a new Word file."""

    def __init__(self) -> None:
        self._file = docx.Document()
        self._styles()

    def properties(self, document: Document) -> None:
        """Set what the file says of itself; the clock must not reach it."""
        about = self._file.core_properties
        about.title, about.author, about.last_modified_by = (
            _plain(document.title),
            _plain(document.author),
            _plain(document.author),
        )
        about.comments, about.revision, about.language = "", 1, "id-ID"
        about.created = about.modified = CREATED.replace(tzinfo=None)

    def section(self, section: Section, *, first: bool) -> None:
        """Write the blocks of a section on pages of its direction."""
        page = self._file.sections[0] if first else self._file.add_section(WD_SECTION.NEW_PAGE)
        width, height = (A4_MM[1], A4_MM[0]) if section.landscape else A4_MM
        page.orientation = WD_ORIENT.LANDSCAPE if section.landscape else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = Mm(width), Mm(height)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN_MM)
        if first:
            footer = page.footer.paragraphs[0]
            footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _field(footer, "PAGE", "1")
        for block in section.blocks:
            self.put(block)

    def data(self) -> bytes:
        """Return the file, its archive written again with a fixed clock."""
        saved = BytesIO()
        self._file.save(saved)
        fixed = BytesIO()
        with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                target.writestr(zipfile.ZipInfo(name, _CLOCK), source.read(name), zipfile.ZIP_DEFLATED)
        return fixed.getvalue()

    @singledispatchmethod
    def put(self, block: Block) -> None:
        """Write one block."""
        raise TypeError(block)

    @put.register
    def _(self, block: Heading) -> None:
        heading = self._file.add_heading(_plain(block.text), block.level)
        if block.level == 1:
            heading.alignment = WD_ALIGN_PARAGRAPH.CENTER

    @put.register
    def _(self, block: Paragraph) -> None:
        paragraph = self._file.add_paragraph()
        if block.centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if block.label:
            paragraph.add_run(f"{_plain(block.label)} ").bold = True
        _say(paragraph, block.text)

    @put.register
    def _(self, block: Grid) -> None:
        if block.caption:
            self._caption(block.number, block.caption)
        table = self._file.add_table(1 + len(block.rows), len(block.columns), "Table Grid")
        _fix(table, fitted(block.columns, block.rows, _SMALL.pt))
        heads = [column.head for column in block.columns]
        _row(table, 0, heads, ["centre"] * len(heads), bold=True, keep=True)
        _mark(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001 - python-docx has no door for it
        aligns = [column.align for column in block.columns]
        for number, row in enumerate(block.rows, start=1):
            _row(table, number, row, aligns, keep=len(block.rows) <= _KEPT and number < len(block.rows))
        for number, note in enumerate(block.notes or ("",)):
            paragraph = self._file.add_paragraph()
            paragraph.paragraph_format.space_before = Pt(3 if number == 0 else 0)
            paragraph.paragraph_format.space_after = Pt(12 if number == len(block.notes) - 1 else 0)
            _say(paragraph, note, size=_SMALL)

    @put.register
    def _(self, block: Bars) -> None:
        title = self._file.add_paragraph()
        title.paragraph_format.keep_with_next = True
        _say(title, block.caption, size=_SMALL, bold=True)
        table = self._file.add_table(len(block.bars), _BAR_STEPS + 2)
        label, bar, words = _BAR_MM
        _fix(table, [label, *[bar / _BAR_STEPS] * _BAR_STEPS, words])
        for position, item in enumerate(block.bars):
            row = table.rows[position]._tr  # noqa: SLF001 - merging by python-docx costs a pass over the whole table
            _mark(row.get_or_add_trPr(), "w:cantSplit")
            first, *steps, last = row.tc_lst
            filled = 0 if item.share is None else round(min(max(item.share, 0), 1) * _BAR_STEPS)
            for tc in steps:
                row.remove(tc)
            colour = _TARGET if item.target else _ACTUAL
            for span, shade in ((filled, colour), (_BAR_STEPS - filled, None)):
                if span:
                    last.addprevious(_bar_cell(span, bar * span / _BAR_STEPS, shade))
            keep = position < len(block.bars) - 1
            for tc, text in ((first, item.label), (last, item.words)):
                paragraph = _Cell(tc, table).paragraphs[0]
                paragraph.paragraph_format.keep_with_next = keep
                _tight(paragraph)
                _say(paragraph, text, size=_SMALL)
        self._file.add_paragraph().paragraph_format.space_after = Pt(0)

    @put.register
    def _(self, block: Signatures) -> None:
        table = self._file.add_table(1, len(block.blocks))
        _mark(table.rows[0]._tr.get_or_add_trPr(), "w:cantSplit")  # noqa: SLF001 - python-docx has no door for it
        for cell, lines in zip(table.rows[0].cells, block.blocks, strict=True):
            for number, line in enumerate(lines):
                paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                _tight(paragraph)
                _say(paragraph, line)

    def _caption(self, number: int, text: str) -> None:
        """Write "Tabel 3.1 ..." with Word's own numbering, told its number: a table left out moves none."""
        caption = self._file.add_paragraph(style="Caption")
        caption.paragraph_format.keep_with_next = True
        caption.add_run("Tabel 3.")
        _field(caption, rf"SEQ Tabel \* ARABIC \r {number}", str(number))
        caption.add_run(f" {_plain(text)}")

    def _styles(self) -> None:
        styles = self._file.styles
        for name, size in (("Normal", 11), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11), ("Caption", 10)):
            font = styles[name].font
            font.name, font.size, font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
            fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{kind}"), None)  # the theme's font would win over ours
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "id-ID")


def _plain(text: Text) -> str:
    """Return a text as one line without anything that is not text."""
    return indonesian.squeeze(str(text))


def _say(paragraph: WordParagraph, text: Text, *, size: Pt | None = None, bold: bool = False) -> None:
    run = paragraph.add_run(_plain(text))
    run.font.size, run.bold = size, bold or None
    if isinstance(text, Fill):
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _tight(paragraph: WordParagraph) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)


def _row(
    table: Table, number: int, texts: Sequence[Text], aligns: Iterable[str], *, bold: bool = False, keep: bool = False
) -> None:
    row = table.rows[number]
    _mark(row._tr.get_or_add_trPr(), "w:cantSplit")  # noqa: SLF001 - python-docx has no door for it
    for tc, text, align in zip(row._tr.tc_lst, texts, aligns, strict=True):  # noqa: SLF001 - row.cells is quadratic
        paragraph = _Cell(tc, table).paragraphs[0]
        paragraph.alignment = _ALIGN[align]
        paragraph.paragraph_format.keep_with_next = keep or None
        _tight(paragraph)
        _say(paragraph, text, size=_SMALL, bold=bold)


def _fix(table: Table, widths: Sequence[float]) -> None:
    """Give a table's columns their widths in mm, which no program then fits anew."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for grid, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):  # noqa: SLF001 - no door for it
        grid.w = Mm(width)
    for row in table._tbl.tr_lst:  # noqa: SLF001 - table.columns[n].width is quadratic
        for tc, width in zip(row.tc_lst, widths, strict=True):
            tc.width = Mm(width)


def _bar_cell(span: int, width: float, shade: str | None) -> Any:
    """Return a cell over ``span`` columns of the grid, shaded if it is a part of the bar."""
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    cell.append(properties)
    for tag, attributes in (
        ("w:tcW", {"w:w": str(Mm(width).twips), "w:type": "dxa"}),
        ("w:gridSpan", {"w:val": str(span)}),
        ("w:tcBorders", {}),
        *([("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": shade})] if shade else []),
    ):
        element = OxmlElement(tag)
        for name, value in attributes.items():
            element.set(qn(name), value)
        properties.append(element)
    (borders,) = properties.findall(qn("w:tcBorders"))
    for side in ("top", "bottom"):  # white above and below: the bars do not touch
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "24"), ("color", "FFFFFF")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    cell.append(OxmlElement("w:p"))
    return cell


def _mark(parent: Any, tag: str) -> None:
    parent.append(OxmlElement(tag))


def _field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """Write a field of our own with the result that it has."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._r.append(char)  # noqa: SLF001 - python-docx has no door for fields
        elif not kind:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {text} "
            run._r.append(code)  # noqa: SLF001 - python-docx has no door for fields

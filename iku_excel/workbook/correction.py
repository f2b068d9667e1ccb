"""The correction copy: the clerk's own workbook with the faulty cells marked, and a list in front.

Everything else stays as it was (package.py). A faulty cell is filled and gets a comment with what
stands there now and what to write; the first sheet, ``Temuan``, lists all findings with links.
The list also remembers, in hidden columns, each marked cell and the fill it had, so that a copy of
a copy starts clean: old marks, comments and list are taken away before new ones are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from iku_excel.definition.layout import CORRECTION_NAME
from iku_excel.findings import COLUMNS, SEVERITIES, catalogue
from iku_excel.model import Finding, Outcome, Severity
from iku_excel.package import MAIN, Refusal, Spreadsheet, a1, comments, from_a1, gate, size, spreadsheet
from iku_excel.package.edit import MissingError, Package, Styles, TooLargeError, style_of, unpacked
from iku_excel.text import indonesian
from iku_excel.text.typography import column_points, row_height

SHEET = "Temuan"

FILLS = {Severity.ERROR: "solid rgb=FFFFB3B3", Severity.WARNING: "solid rgb=FFFFD9A0"}
"""Mark of a cell by its gravest finding; an information is listed but not marked."""

_HEADS = ("NO", *COLUMNS)
_WIDTHS = (5, 12, 12, 7, 48, 20, 22, 42)  # readable on paper even where columns come out a quarter wider
_KEY_COL, _FILL_COL = len(_HEADS) + 1, len(_HEADS) + 2  # hidden: the marked cell, the fill it had
_TITLE_ROWS = 3
_MAX_LISTED = 5_000  # marks that are looked for in an older list
MAX_COPIED = 8 * 1024 * 1024
"""Bytes of XML beyond which a workbook is no longer looked through again for a copy; a template has 0.1 MB."""

_LONGEST = 8_000  # letters of a cell of the list; Excel holds four times as many

Cell = tuple[str, int, int]  # sheet, row, col


LARGEST = size(MAX_COPIED)
"""The same limit in words."""


class NotCopiedError(Exception):
    """There can be no copy of a workbook; the message says why, in words for people."""


def copy(data: bytes, outcome: Outcome) -> bytes:
    """Return the correction copy of a refused input given the bytes that were checked. Raises NotCopiedError."""
    n_bytes = unpacked(data)
    if n_bytes > MAX_COPIED:
        raise NotCopiedError(f"isi berkas {size(n_bytes)}, batasnya {LARGEST}")
    try:
        admitted = gate.admit(data)
        book = spreadsheet.open_spreadsheet(admitted)
        package = Package(data, admitted.workbook)
        styles = Styles(package.tree(book.related.get("styles") or package.add_styles()))
        _take_away(package, styles, book)
        marked = _mark(package, styles, book, outcome)
        title = _free_title(book)
        package.add_first_sheet(title, _list(styles, outcome.findings, marked).encode())
        package.define_name(CORRECTION_NAME, f"'{title}'!$A$1")
        return package.save()
    except TooLargeError as error:
        raise NotCopiedError(f"bagian {indonesian.printable(str(error))} terlalu besar untuk ditandai") from error
    except (MissingError, etree.XMLSyntaxError, Refusal) as error:
        raise NotCopiedError("bagian yang memuat format atau komentar di dalamnya tidak utuh") from error


def _mark(package: Package, styles: Styles, book: Spreadsheet, outcome: Outcome) -> dict[Cell, tuple[str, str]]:
    """Fill and comment every faulty cell; return for each its key and the fill it had."""
    keys = _keys(book, outcome)
    by_cell: dict[Cell, list[Finding]] = {}
    for finding in outcome.findings:
        address = from_a1(finding.cell) if finding.cell else None
        if address and finding.sheet and book.parts.get(finding.sheet) and finding.severity in FILLS:
            by_cell.setdefault((finding.sheet, *address), []).append(finding)
    marked = {}
    texts: dict[str, list[tuple[int, int, str]]] = {}
    for cell, findings in by_cell.items():
        sheet, row, col = cell
        element = package.cell(book.parts[sheet], row, col)
        style = style_of(element)
        gravest = min(findings, key=lambda finding: list(Severity).index(finding.severity))
        marked[cell] = (keys.get(cell, f"{sheet}!{a1(row, col)}"), styles.fill_of(style))
        element.set("s", str(styles.with_fill(style, FILLS[gravest.severity])))
        texts.setdefault(sheet, []).append((row, col, "\n\n".join(map(_comment, findings))))
    for sheet, notes in texts.items():
        comments.add(package, book.parts[sheet], notes)
    return marked


def _comment(finding: Finding) -> str:
    now = f"Isi sekarang: {finding.found or '(kosong)'}"
    return _clean(f"{SEVERITIES[finding.severity].upper()}: {finding.code}\n{now}\n{finding.fix}")


def _keys(book: Spreadsheet, outcome: Outcome) -> Mapping[Cell, str]:
    """Return the defined name of every cell that has one of ours."""
    found = {}
    for name in book.names:
        place = book.place(name)
        if place is not None:
            found[place] = name
    for name, cell in outcome.submission.cells.items():
        if cell.sheet is not None and cell.row is not None and cell.col is not None:
            found[cell.sheet, cell.row, cell.col] = name
    return found


def _take_away(package: Package, styles: Styles, book: Spreadsheet) -> None:
    """Take the marks, comments and list of an older correction copy away."""
    place = book.place(CORRECTION_NAME)
    if place is None:
        return
    old = place[0]
    rows = range(_MAX_LISTED)
    listed = book.read({old: [(row, col) for row in rows for col in (_KEY_COL, _FILL_COL)]})[old]
    for row in rows:
        cell = _located(book, listed.at(row, _KEY_COL).text)
        if cell is not None and cell[0] != old:
            element = package.cell(book.parts[cell[0]], cell[1], cell[2])
            style = style_of(element)
            if styles.fill_of(style) in FILLS.values():
                element.set("s", str(styles.with_fill(style, listed.at(row, _FILL_COL).text)))
    for name, part in book.parts.items():
        if name != old and part:
            comments.remove(package, part)
    package.remove_sheet(old)


def _located(book: Spreadsheet, key: str) -> Cell | None:
    """Return where a remembered cell stands now."""
    place = book.place(key)
    if place is not None or "!" not in key:
        return place
    sheet, _, cell = key.rpartition("!")
    address = from_a1(cell)
    return (sheet, *address) if address is not None and sheet in book.parts else None


def _free_title(book: Spreadsheet) -> str:
    """Return "Temuan", or the next title that no sheet of the clerk's has."""
    old = book.place(CORRECTION_NAME)
    taken = {name.lower() for name in book.sheets if old is None or name != old[0]}
    titles = (SHEET if number == 1 else f"{SHEET} {number}" for number in range(1, len(taken) + 2))
    return next(title for title in titles if title.lower() not in taken)


# ---------------------------------------------------------------- the list in front


def _list(styles: Styles, findings: Sequence[Finding], marked: Mapping[Cell, tuple[str, str]]) -> str:
    """Return the XML of the sheet Temuan."""
    face = '<name val="Arial"/>'
    title = styles.add(f'<b/><sz val="14"/>{face}', 'vertical="center"')
    plain = styles.add(f'<sz val="10"/>{face}', 'vertical="top" wrapText="1"')
    head = styles.add(f'<b/><sz val="10"/><color rgb="FFFFFFFF"/>{face}', 'vertical="center"', "solid rgb=FF1F3B4D")
    link = styles.add(f'<u/><sz val="10"/><color rgb="FF1D4ED8"/>{face}', 'vertical="top"')
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    heading = (
        f"{errors} kesalahan harus diperbaiki. Klik alamat sel untuk menuju ke sana, perbaiki, simpan, lalu build."
    )
    rows = [
        _row(1, [("TEMUAN PEMERIKSAAN", title)], 24),
        _row(2, [(heading, styles.add(f'<sz val="10"/>{face}', 'vertical="center"'))]),
        _row(_TITLE_ROWS + 1, [(text, head) for text in _HEADS], 20),
    ]
    links = []
    for number, finding in enumerate(findings, start=1):
        row = _TITLE_ROWS + 1 + number
        texts = (str(number), *catalogue.row(finding))
        address = from_a1(finding.cell) if finding.cell else None
        memory = marked.get((finding.sheet or "", *address)) if address else None
        cells = [(text, link if position == 3 else plain) for position, text in enumerate(texts)]
        if memory is not None:
            cells += [("", plain), (memory[0], plain), (memory[1], plain)]
        widths = map(column_points, _WIDTHS)
        rows.append(_row(row, cells, row_height(zip(texts, widths, strict=True), 10)))
        if address is not None and finding.sheet is not None:
            target = "'" + finding.sheet.replace("'", "''") + f"'!{finding.cell}"
            links.append(f"<hyperlink ref={quoteattr(a1(row - 1, 3))} location={quoteattr(_clean(target))}/>")
    return _sheet(rows, links)


def _sheet(rows: Iterable[str], links: Sequence[str]) -> str:
    columns = [_column(number, width) for number, width in enumerate(_WIDTHS, start=1)]
    columns += [_column(number + 1, 10, hidden=True) for number in (_KEY_COL, _FILL_COL)]
    pane = f'<pane ySplit="{_TITLE_ROWS + 1}" topLeftCell="A{_TITLE_ROWS + 2}" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<worksheet xmlns="{MAIN}"><sheetPr><tabColor rgb="FFB91C1C"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{''.join(columns)}</cols><sheetData>{''.join(rows)}</sheetData>"
        f"{'<hyperlinks>' + ''.join(links) + '</hyperlinks>' if links else ''}"
        '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="14" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _column(number: int, width: float, *, hidden: bool = False) -> str:
    look = ' hidden="1"' if hidden else ""
    return f'<col min="{number}" max="{number}" width="{width}" customWidth="1"{look}/>'


def _row(number: int, cells: Sequence[tuple[str, int]], height: float = 15) -> str:
    written = [
        f'<c r="{a1(number - 1, col)}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_xml(text)}</t></is></c>'
        for col, (text, style) in enumerate(cells)
        if text
    ]
    return f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(written)}</row>'


def _xml(text: str) -> str:
    return escape(_clean(text))


def _clean(text: str) -> str:
    """Return text without what XML cannot hold, its line breaks kept, and short enough for a cell."""
    return "\n".join(map(indonesian.printable, text[:_LONGEST].split("\n")))

"""Documents of made-up offices, small and by hand: a Word document from XML, a workbook from rows.

``word("<w:p>...</w:p>" + table([["NO", ...]]))`` gives the bytes of a .docx; ``cell`` and ``paragraph`` write the
pieces. ``confirmed`` plays the person: it fills cells of a review by name and says Ya.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
import openpyxl

from iku_excel import documents
from iku_excel.documents import Proposed
from iku_excel.documents.official import Table
from iku_excel.model import Definition

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
HEADINGS = ("NO", "SASARAN STRATEGIS", "INDIKATOR KINERJA UTAMA", "PENJELASAN / FORMULASI", "SUMBER DATA")
FORMULA = "(surat yang dijawab tepat waktu : surat yang masuk) x 100%"
ROW = ("1", "Meningkatnya layanan contoh", "Persentase surat contoh", FORMULA, "Bidang Contoh")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def line(text: str) -> str:
    return paragraph(run(text))


def cell(content: str, properties: str = "") -> str:
    """Return a cell; a content that is no XML is its text."""
    inside = content if content.startswith("<") else line(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(cells: Iterable[str], properties: str = "") -> str:
    """Return a row of cells, or of their contents."""
    made = (text if text.startswith(("<w:tc>", "<w:sdt>")) else cell(text) for text in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def table(rows: Iterable[Iterable[str] | str]) -> str:
    made = (text if isinstance(text, str) else row(text) for text in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(made)}</w:tbl>"


def fraction(top: str, bottom: str) -> str:
    sides = (f"<m:r><m:t>{escape(text)}</m:t></m:r>" for text in (top, bottom))
    return "<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>".format(*sides)


def equation(*pieces: str) -> str:
    made = (text if text.startswith("<") else f"<m:r><m:t>{escape(text)}</m:t></m:r>" for text in pieces)
    return f"<m:oMath>{''.join(made)}</m:oMath>"


def word(body: str, **parts: str) -> bytes:
    """Return a document with a body; ``parts`` are further parts or replaced ones by their names."""
    document = f"<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    made = {"word/document.xml": document, **parts}
    return zipped({**_base(), **{name: text.encode() for name, text in made.items()}})


@lru_cache(maxsize=1)
def _base() -> Mapping[str, bytes]:
    """Return the parts of an empty document as python-docx writes it."""
    base = BytesIO()
    docx.Document().save(base)
    with zipfile.ZipFile(base) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(contents: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def plain(rows: Sequence[Sequence[str]] = (ROW,), headings: Sequence[str] = HEADINGS) -> bytes:
    """Return a document that is nothing but an official table."""
    return word(table([headings, *rows]))


def proposed(data: bytes, folder: Path, name: str = "dokumen.docx", number: int | None = None) -> Proposed:
    path = folder / name
    path.write_bytes(data)
    return documents.propose(documents.load(path), number)


def found(data: bytes, folder: Path, name: str = "dokumen.docx") -> Table:
    """Return the only table of a document."""
    (only,) = proposed(data, folder, name).tables
    return only


def texts(table: Table) -> list[tuple[str, str, str]]:
    """Return sasaran, indicator and formula of each row."""
    return [(table.goals[row.goal].text, row.indicator.text, row.formula.text) for row in table.rows]


def official_lines(definition: Definition) -> tuple[list[str], list[str]]:
    """Return the lines above and below the table of a definition, as its official document has them."""
    identity, signatory = definition.identity, definition.signatory
    functions = [f"{chr(ord('a') + index)}. {text}" for index, text in enumerate(identity.functions)]
    above = [
        *definition.title,
        f"{identity.organization_label} : {definition.organization}",
        f"{identity.duty_label} : {identity.duty}",
        f"{identity.functions_label} : {functions[0]}",
        *functions[1:],
        definition.heading,
    ]
    below = [
        f"{signatory.place}, {signatory.date or definition.year}",
        signatory.position,
        signatory.region,
        "",
        signatory.name,
        signatory.rank,
        f"NIP. {signatory.nip}",
    ]
    return above, below


def official_rows(definition: Definition) -> list[list[str]]:
    """Return the rows of the table of a definition; a sasaran and its number stand in its first row only."""
    rows = []
    for number, goal in enumerate(definition.goals, start=1):
        for index, item in enumerate(goal.indicators):
            head = ["", ""] if index else [str(number), goal.text]
            rows.append([*head, item.text, item.formula_text, item.data_source])
    return rows


def as_word(definition: Definition) -> bytes:
    """Return the official document of a definition in Word, a sasaran merged over its indicators."""
    above, below = official_lines(definition)
    rows = [row(definition.columns), row("12345")]
    for texts_ in official_rows(definition):
        merge = "<w:vMerge/>" if not texts_[1] else '<w:vMerge w:val="restart"/>'
        rows.append(row([cell(text, merge) if at < 2 else cell(text) for at, text in enumerate(texts_)]))
    return word("".join(map(line, above)) + table(rows) + "".join(map(line, below)))


def as_workbook(definition: Definition) -> bytes:
    """Return the official document of a definition in Excel, the table somewhere in the middle of a sheet."""
    above, below = official_lines(definition)
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Dokumen"
    for text in above:
        sheet.append([None, text])
    sheet.append([])
    sheet.append([None, *definition.columns])
    sheet.append([None, 1, 2, 3, 4, 5])
    first = sheet.max_row + 1
    for texts_ in official_rows(definition):
        sheet.append([None, *texts_])
    at = first
    for goal in definition.goals:
        if len(goal.indicators) > 1:
            for col in "BC":
                sheet.merge_cells(f"{col}{at}:{col}{at + len(goal.indicators) - 1}")
        at += len(goal.indicators)
    sheet.append([])
    for text in below:
        sheet.append([None, None, None, None, None, text])
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cells(data: bytes) -> dict[str, Any]:
    """Return what stands in the named cells of a review workbook."""
    book = openpyxl.load_workbook(BytesIO(data))
    named = {}
    for name, defined in book.defined_names.items():
        ((sheet, address),) = defined.destinations
        named[name] = book[sheet][address].value
    return named


def confirmed(data: bytes, **changes: Any) -> bytes:
    """Return a review workbook in which a person has changed cells by name and said Ya everywhere else."""
    book = openpyxl.load_workbook(BytesIO(data))
    for name, defined in book.defined_names.items():
        ((sheet, address),) = defined.destinations
        if name in changes:
            book[sheet][address].value = changes[name]
        elif name.startswith("sah_"):
            book[sheet][address].value = "Ya"
    return saved(book)

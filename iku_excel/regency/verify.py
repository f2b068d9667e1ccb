"""Is this output as ``build`` wrote it? Every cell is compared with the workbook made again from its own record.

One truth: the sheet ``_iku`` holds the definition and the figures, and ``workbook.render`` makes of them
what ``build`` must have written. A value, formula or text that differs is named with both contents
(``keluaran-diubah``). The machine sheet has a seal of its own. A file that nobody has saved since still
carries the seal of ``store.py``, and is not looked at cell by cell.

This catches accident and carelessness, not a forger: who runs the program can make an output of any
figures. Looks, widths, pictures, comments and added sheets are not compared.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import iku_excel
from iku_excel.findings import catalogue
from iku_excel.model import Content, Finding
from iku_excel.package import DAMAGE, EMPTY, Address, Refusal, Spreadsheet, Written, admit, open_spreadsheet
from iku_excel.reading import Output, outputs, reader
from iku_excel.run import store
from iku_excel.text import indonesian

MAX_NAMED = 40
"""Cells named one by one; the rest is counted."""

_MAX_CELLS = 100_000  # of a sheet; the largest of an output has a few thousand
_NOISE = 1e-12  # relative; programs store 15 to 17 digits, and nobody edits the thirteenth
_OWN_WORDS = "Pemeriksaan"
_NOTHING = Written(EMPTY)
_QUOTED = re.compile(r'("(?:[^"]|"")*")')


def verify(path: Path) -> tuple[Finding, ...]:
    """Return what is wrong with an output: nothing, why it cannot be read, or every edited cell."""
    try:
        data = reader.load(path)
        book = open_spreadsheet(admit(data))
        output = outputs.parse(book)
        if output is not None:
            return compare(data, book, output)
        return (catalogue.finding("bukan-keluaran", {"found": "tidak ada catatan keluaran di dalamnya"}),)
    except Refusal as refusal:
        return (catalogue.refused(refusal),)
    except DAMAGE:
        return (catalogue.finding("berkas-rusak", {"found": "isi berkas tidak utuh"}),)


def compare(data: bytes, book: Spreadsheet, output: Output) -> tuple[Finding, ...]:
    """Return every difference between an output that has been read and what build must have written."""
    if store.is_sealed(data):
        return ()
    from iku_excel import workbook

    found = list(_machine(book, output))
    expected = open_spreadsheet(admit(workbook.render(output.outcome)))
    other_version = output.version != iku_excel.__version__
    if other_version:
        values = {"found": output.version or "(tidak tercatat)", "expected": iku_excel.__version__}
        found.append(catalogue.finding("keluaran-versi-lain", values))
    machine = outputs.machine_sheet(expected)
    edited: list[Finding] = []
    for sheet in expected.sheets:
        if sheet != machine and not (other_version and sheet == _OWN_WORDS):
            edited += _sheet(book, sheet, expected.whole(sheet, _MAX_CELLS))
    if len(edited) > MAX_NAMED:
        values = {"found": f"{len(edited) - MAX_NAMED} sel lain yang berbeda", "expected": "tidak begitu"}
        edited[MAX_NAMED:] = [catalogue.finding("keluaran-diubah", values)]
    return (*found, *edited)


def _machine(book: Spreadsheet, output: Output) -> Iterator[Finding]:
    if output.stored_seal != output.true_seal:
        values = {"found": f"segel {output.stored_seal or '(kosong)'}", "expected": f"segel {output.true_seal}"}
        sheet = outputs.machine_sheet(book)
        yield catalogue.finding("keluaran-diubah", values, place=(sheet, 2, 1))


def _sheet(book: Spreadsheet, name: str, expected: Mapping[Address, Written]) -> Iterator[Finding]:
    sheet = next((sheet for sheet in book.sheets if sheet.lower() == name.lower()), None)
    if sheet is None:
        values = {"found": "tidak ada lagi", "expected": "ada"}
        yield catalogue.finding("keluaran-diubah", values, sheet=name)
        return
    actual = book.whole(sheet, _MAX_CELLS)
    for address in sorted(expected.keys() | actual.keys()):
        before, now = expected.get(address, _NOTHING), actual.get(address, _NOTHING)
        if not _same(before, now):
            values = {"found": _shown(now, before), "expected": _shown(before, now)}
            yield catalogue.finding("keluaran-diubah", values, place=(sheet, *address))


def _same(before: Written, now: Written) -> bool:
    if _plain(before.formula) != _plain(now.formula):
        return False
    if now.formula and now.raw.content is Content.UNCACHED:
        return True  # who opens it sees what the formula gives, and that is the same formula
    if before.raw.content is Content.NUMBER and now.raw.content is Content.NUMBER:
        return math.isclose(before.raw.number, now.raw.number, rel_tol=_NOISE, abs_tol=_NOISE)
    if before.raw.content is not now.raw.content:
        return False
    return indonesian.squeeze(before.raw.text) == indonesian.squeeze(now.raw.text)


def _plain(formula: str) -> str:
    """Return a formula without what programs write differently: case, blanks, quotes around sheet names."""
    pieces = _QUOTED.split(formula.lstrip("="))
    return "".join(p if p.startswith('"') else re.sub(r"\s|'|\$(?=[A-Za-z_]+[!.])", "", p).upper() for p in pieces)


def _shown(cell: Written, other: Written) -> str:
    value = indonesian.squeeze(cell.raw.text) if cell.raw.content is not Content.UNCACHED else "belum dihitung"
    if cell.formula and _plain(cell.formula) != _plain(other.formula):
        return f"rumus ={cell.formula.lstrip('=')} (nilai {value})"
    if other.formula and not cell.formula:
        return f"{value or '(kosong)'}, tanpa rumus"
    return value or "(kosong)"

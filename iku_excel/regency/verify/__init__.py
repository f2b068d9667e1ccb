"""Is this output as ``build`` wrote it? An output -> nothing, or every edited cell.

One truth: the sheet ``_iku`` holds the definition and the figures, under a seal of its own. An output of
this version is made again from them and compared cell by cell (``cells``). What another version wrote
looked otherwise, so there each figure is found by its labels and compared with the record (``shown``). A
file that nobody has saved since still carries the seal of ``store.py``, and is not looked at further.

This catches accident and carelessness, not a forger: who runs the program can make an output of any
figures. Looks, widths, pictures, comments and added sheets are not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import iku_excel
from iku_excel.definition.layout import MACHINE_KEYS, OUTPUT_PROPERTY, PROPERTY, RECAP_PROPERTY
from iku_excel.findings import catalogue
from iku_excel.model import Finding
from iku_excel.package import DAMAGE, PROPERTIES, Refusal, Spreadsheet, admit, custom_property, open_spreadsheet
from iku_excel.reading import Output, inputs, outputs, reader
from iku_excel.regency.verify import cells, shown
from iku_excel.run import store

MAX_NAMED = 40
"""Cells named one by one; the rest is counted."""


def expand(arguments: Sequence[str]) -> list[Path]:
    """Return the files that the arguments mean; in folders and globs outputs alone are wanted."""
    return inputs.expand(arguments, lambda path: not inputs.carries(path, PROPERTIES, OUTPUT_PROPERTY))


def verify(path: Path) -> tuple[Finding, ...]:
    """Return what is wrong with an output: nothing, why it cannot be read, or every edited cell."""
    try:
        data = reader.load(path)
        book = open_spreadsheet(admit(data))
        output = outputs.parse(book)
        if output is not None:
            return compare(data, book, output)
        return (_no_output(book),)
    except Refusal as refusal:
        return (catalogue.refused(refusal),)
    except DAMAGE:
        return (catalogue.finding("berkas-rusak", {"found": "isi berkas tidak utuh"}),)


def compare(data: bytes, book: Spreadsheet, output: Output) -> tuple[Finding, ...]:
    """Return every difference between an output that has been read and what build must have written."""
    if store.is_sealed(data):
        return ()
    found = list(_machine(book, output))
    if output.version == iku_excel.__version__:
        differences = list(cells.differences(book, output.outcome))
    else:
        values = {"found": output.version or "(tidak tercatat)", "expected": iku_excel.__version__}
        found.append(catalogue.finding("keluaran-versi-lain", values))
        differences = list(shown.differences(book, output.outcome))
    edited = [finding for finding in differences if finding.code == "keluaran-diubah"]
    others = [finding for finding in differences if finding.code != "keluaran-diubah"]
    if len(edited) > MAX_NAMED:
        values = {"found": f"{len(edited) - MAX_NAMED} sel lain yang berbeda", "expected": "tidak begitu"}
        edited[MAX_NAMED:] = [catalogue.finding("keluaran-diubah", values)]
    return (*found, *edited, *others)


def _no_output(book: Spreadsheet) -> Finding:
    """Say what a sound workbook is that is no output."""
    if custom_property(book.package, PROPERTY) or MACHINE_KEYS[0] in reader.machine_table(book):
        return catalogue.finding("bukan-keluaran", {"found": "ini isian; periksa dengan iku-excel check"})
    if custom_property(book.package, RECAP_PROPERTY):
        return catalogue.finding("bukan-keluaran", {"found": "ini rekap"})
    return catalogue.finding("bukan-keluaran", {"found": "tidak ada catatan keluaran di dalamnya"})


def _machine(book: Spreadsheet, output: Output) -> Iterator[Finding]:
    if output.stored_seal != output.true_seal:
        values = {"found": f"segel {output.stored_seal or '(kosong)'}", "expected": f"segel {output.true_seal}"}
        sheet = outputs.machine_sheet(book)
        yield catalogue.finding("keluaran-diubah", values, place=(sheet, 2, 1))

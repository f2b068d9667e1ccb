"""The live verdict after a person has changed more than cells: rows and columns, sheets, names, lost cells."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from builders import filled, outcome
from measured import cells, office
from office import edit, needs_office
from openpyxl import load_workbook
from programs import judged, ours

from iku_excel.definition import measures
from iku_excel.findings import verdict as worded
from iku_excel.model import Severity
from iku_excel.template.verdict.places import FIRST, LISTED

_DATA, _IDENTITY = 'doc.Sheets.getByName("Data")', 'doc.Sheets.getByName("Identitas")'
_OPEN = 'Dim item\nFor Each item In doc.Sheets.ElementNames\n doc.Sheets.getByName(item).unprotect("")\nNext\n'

_EDITS = {
    # what a person does -> as StarBasic; the number of errors that stand then
    "rows above": (f"{_DATA}.Rows.insertByIndex(6, 3)\n{_DATA}.Rows.insertByIndex(0, 2)", 0),
    "a row inside": (f'{_DATA}.Rows.insertByIndex(7, 1)\n{_DATA}.getCellRangeByName("F7").Value = -3', 1),
    "columns": (f"{_DATA}.Columns.insertByIndex(4, 1)\n{_DATA}.Columns.insertByIndex(0, 1)", 0),
    "sheets": (
        (f'{_DATA}.Name = "Data TW 2 (baru)"\n{_IDENTITY}.Name = "Identitas & ttd"\ndoc.Sheets.moveByName("Data TW 2 '
        '(baru)", 0)\ndoc.Sheets.getByName("Data TW 2 (baru)").getCellRangeByName("D7").String = "1.234"'),
        1,
    ),
    "names": (
        ('For Each item In doc.NamedRanges.ElementNames\n If InStr(item, "pembilang") > 0 Then '
        f'doc.NamedRanges.removeByName(item)\nNext\n{_DATA}.getCellRangeByName("D7").String = "-"'),
        1,
    ),
    "a lost column": (f"{_DATA}.Columns.removeByIndex(4, 1)", 8),
    "a lost row": (f"{_DATA}.Rows.removeByIndex(10, 1)", 4),
    "errors": (
        "\n".join(f'{_DATA}.getCellRangeByName("{cell}").Formula = "{formula}"' for cell, formula in
                  (("D7", "=1/0"), ("E7", "=NA()"), ("F7", "=#REF!"), ("D12", "=0.1+0.2"), ("D11", "=0"))),
        4,
    ),
}  # fmt: skip


@needs_office
def test_rows_columns_sheets_and_names(tmp_path: Path) -> None:
    """Whatever moves or is lost, LibreOffice counts check's errors, at the same cells, and shows no error value."""
    source = filled().save(tmp_path)
    keys = {name.replace(" ", "_"): name for name in _EDITS}
    statements = {key: f"{_OPEN}{_EDITS[name][0]}\ndoc.calculateAll()" for key, name in keys.items()}
    for key, path in edit(source, statements, tmp_path).items():
        said, findings = judged(path), outcome(path).findings
        errors = [item for item in findings if item.severity is Severity.ERROR]
        assert said.errors == len(errors) == _EDITS[keys[key]][1], (key, said.listed, errors)
        assert said.verdict == worded(said.errors)
        assert "putusan-berbeda" not in {item.code for item in findings}
        faults = [row[2] for row in said.listed if row[0] == "kesalahan"]
        assert sorted(faults) == sorted(str(item.cell or "?") for item in errors), key
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(path, data_only=True)
        listed = book["Periksa"].iter_rows(1, FIRST + LISTED, 1, 5)
        shown = [cell for sheet in ("IKU", "Capaian") for row in book[sheet].iter_rows() for cell in row]
        assert not [cell for row in (*listed, shown) for cell in row if cell.data_type == "e"], key


ROUGH = [
    # a number, and whether it has a fraction, and a fifth decimal
    (0.1 + 0.2, True, False),
    (11.999999999999973, False, False),  # 0.1, added 120 times
    (19.0000000000001, True, True),
    (1.00000000000001, True, True),
    (87.65, True, False),
    (1.23456, True, True),
    (999_999_999.1234, True, False),
    (999_999_999.12345, True, True),
    (123_456_789.123401, True, True),
    (-0.00001, True, True),
    (0.0, False, False),
    (1e15, False, False),
    (1e308, False, False),
    (1e-300, True, True),
]


@pytest.mark.parametrize(("number", "fraction", "fifth"), ROUGH)
def test_decimals_are_those_that_people_see(number: float, fraction: bool, fifth: bool, tmp_path: Path) -> None:
    """A number is judged by its first fifteen digits, in check and in the live formulas."""
    assert measures.is_finer(number, 0) is fraction
    assert measures.is_finer(number, measures.DECIMALS) is fifth
    every = filled(definition=office(), values=cells(office()))
    sample = every.put("nilai_8_tw1", number).put("nilai_7_tw1", number)
    found = outcome(sample.save(tmp_path)).findings
    codes = {
        item.code for item in found if item.cell in (sample.place("nilai_7_tw1")[1], sample.place("nilai_8_tw1")[1])
    }
    assert ("bukan-bilangan-bulat" in codes, "terlalu-banyak-desimal" in codes) == (fraction, fifth)
    assert ours(sample).errors == sum(item.severity is Severity.ERROR for item in found)

"""Tables of Excel with every trap: merges, rich text, links, hidden rows, several sheets, any first cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from builders import unzipped, zipped
from documents import FORMULA, HEADINGS, ROW, found, proposed, saved, texts
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils import get_column_letter

from iku_excel.documents import render
from iku_excel.documents.official import Table
from iku_excel.findings import SEVERITIES
from iku_excel.package import Refusal

GOAL, INDICATOR = ROW[1], ROW[2]
SECOND = ("2", "", "Persentase lain", "(a lain : b lain) x 100%", "Bidang")
ONE_GOAL = [(GOAL, INDICATOR, FORMULA), (GOAL, SECOND[2], SECOND[3])]


def sheet_of(rows: Sequence[Sequence[Any]], *, at: tuple[int, int] = (1, 1), title: str = "IKU") -> openpyxl.Workbook:
    """Return a workbook with rows that begin at (row, column) from one."""
    book = openpyxl.Workbook()
    put(book.active, rows, at)
    book.worksheets[0].title = title
    return book


def put(sheet: Any, rows: Sequence[Sequence[Any]], at: tuple[int, int] = (1, 1)) -> None:
    for row, values in enumerate(rows, start=at[0]):
        for col, value in enumerate(values, start=at[1]):
            sheet.cell(row, col).value = value


def read(book: openpyxl.Workbook, folder: Path) -> Table:
    return found(saved(book), folder, "dokumen.xlsx")


@pytest.mark.parametrize("at", [(1, 1), (9, 4), (30, 2)])
def test_a_table_begins_anywhere(at: tuple[int, int], tmp_path: Path) -> None:
    """A table is found wherever it stands, and every text knows its cell."""
    answer = read(sheet_of([HEADINGS, ROW, SECOND], at=at), tmp_path)
    assert texts(answer) == ONE_GOAL
    column = get_column_letter(at[1] + 2)
    assert answer.rows[1].indicator.place == f"lembar IKU, sel {column}{at[0] + 2}"


def merged(book: openpyxl.Workbook) -> None:
    for area in ("A2:A3", "B2:B3"):
        book.worksheets[0].merge_cells(area)


def hidden_row(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.insert_rows(3)
    put(sheet, [("9", "Sasaran lama", "Indikator lama", "a lama : b lama x 100%", "x")], (3, 1))
    sheet.row_dimensions[3].hidden = True


def hidden_column(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.insert_cols(4)
    put(sheet, [["RUMUS LAMA"], ["lama"], ["lama"]], (1, 4))
    sheet.column_dimensions["D"].hidden = True


def rich(book: openpyxl.Workbook) -> None:
    bold = TextBlock(InlineFont(b=True), FORMULA[:20])
    book.worksheets[0]["D2"].value = CellRichText(bold, FORMULA[20:])


def linked(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet["B3"].hyperlink = "http://contoh.example/"
    sheet["B3"].value = None


def numbers(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet["A2"].value, sheet["A3"].value = 1, 2
    sheet.insert_rows(2)
    put(sheet, [(1, 2, 3, 4, 5)], (2, 1))


def escaped(book: openpyxl.Workbook) -> None:
    book.worksheets[0]["D2"].value = FORMULA.replace(" x ", "_x000D_\nx ")


def signature_below(book: openpyxl.Workbook) -> None:
    put(book.worksheets[0], [("CONTOH, 2024",), ("KEPALA",), ("NAMA",), ("NIP. 1",)], (4, 4))


def other_sheets(book: openpyxl.Workbook) -> None:
    put(book.create_sheet("Catatan", 0), [("surat", "biasa")])
    old = book.create_sheet("Lama")
    put(old, [HEADINGS, ROW])
    old.sheet_state = "hidden"


CHANGES = (merged, hidden_row, hidden_column, rich, linked, numbers, escaped, signature_below, other_sheets)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_traps(change: Callable[[openpyxl.Workbook], None], tmp_path: Path) -> None:
    """Whatever else a workbook holds, the table is read as it is shown."""
    book = sheet_of([HEADINGS, ROW, SECOND])
    change(book)
    answer = read(book, tmp_path)
    assert texts(answer) == ONE_GOAL
    assert len(answer.goals) == 1


@pytest.mark.parametrize("change", [hidden_row, hidden_column, other_sheets], ids=lambda change: change.__name__)
def test_what_is_hidden_is_told(change: Callable[[openpyxl.Workbook], None], tmp_path: Path) -> None:
    """Hidden rows, columns and sheets are left out with a warning that names the sheet."""
    book = sheet_of([HEADINGS, ROW, SECOND])
    change(book)
    (finding,) = proposed(saved(book), tmp_path, "dokumen.xlsx").findings
    assert finding.code == "dokumen-dilewati"
    assert "tersembunyi" in finding.message


def test_formulas_are_read_as_shown_or_told(tmp_path: Path) -> None:
    """A formula gives its stored value; without one, or with an error, the cell is told and taken as empty."""
    book = sheet_of([[*HEADINGS, "TARGET"], [*ROW[:3], '="a : b"', ROW[4], "#REF!"]])
    answer = proposed(saved(book), tmp_path, "dokumen.xlsx")
    assert [finding.code for finding in answer.findings] == ["dokumen-tanpa-nilai", "dokumen-tanpa-nilai"]
    assert "sel D2" in answer.findings[0].message
    assert "#REF!" in answer.findings[1].message
    parts = unzipped(saved(book))
    name = "xl/worksheets/sheet1.xml"
    stored = (
        parts[name].decode().replace("<v></v>", "<v>surat a : surat b</v>").replace("<v />", "<v>surat a : surat b</v>")
    )
    stored = stored.replace('<c r="D2">', '<c r="D2" t="str">')
    table = found(zipped({**parts, name: stored.encode()}), tmp_path, "lain.xlsx")
    assert table.rows[0].formula.text == "surat a : surat b"


TARGETS = {0.95: ("0%", "95"), 92.5: ("General", "92,5"), 1500: ("#,##0", "1500"), "87,5 %": ("General", "87,5")}


@pytest.mark.parametrize("value", TARGETS)
def test_targets_as_shown(value: float | str, tmp_path: Path) -> None:
    """A target is proposed as the cell shows it: a percentage in percent."""
    book = sheet_of([[*HEADINGS, "TARGET"], [*ROW, value]])
    look, expected = TARGETS[value]
    book.worksheets[0]["F2"].number_format = look
    answer = proposed(saved(book), tmp_path, "dokumen.xlsx")
    assert answer.review
    assert answer.review.proposals[0].target == expected


@pytest.mark.parametrize("value", ["naik terus", "90 - 95", dt.date(2024, 1, 1)])
def test_a_target_that_is_no_number(value: object, tmp_path: Path) -> None:
    """What is no single number is not proposed, and is told."""
    answer = proposed(saved(sheet_of([[*HEADINGS, "TARGET"], [*ROW, value]])), tmp_path, "dokumen.xlsx")
    assert answer.review
    (proposal,) = answer.review.proposals
    assert proposal.target == ""
    assert any("bukan satu angka" in reason for reason in proposal.reasons)


def test_two_tables_on_two_sheets(tmp_path: Path) -> None:
    """Tables of several sheets are numbered through the workbook, and keep the lines of their own sheet."""
    book = sheet_of([["Nama Organisasi : SATU"], HEADINGS, ROW], title="Satu")
    put(book.create_sheet("Dua"), [["Nama Organisasi : DUA"], HEADINGS, SECOND])
    answer = proposed(saved(book), tmp_path, "dokumen.xlsx")
    assert answer.review is None
    assert [item.place for item in answer.tables] == ["lembar Satu", "lembar Dua"]
    assert [item.above[0].text for item in answer.tables] == ["Nama Organisasi : SATU", "Nama Organisasi : DUA"]


def test_two_tables_on_one_sheet(tmp_path: Path) -> None:
    """The same headings again with numbers from one are another office's table; numbers that go on are not."""
    twice = saved(sheet_of([HEADINGS, ROW, HEADINGS, ROW]))
    assert len(proposed(twice, tmp_path, "dokumen.xlsx").tables) == 2
    once = saved(sheet_of([HEADINGS, ROW, HEADINGS, SECOND]))
    assert len(proposed(once, tmp_path, "dokumen.xlsx").tables) == 1


def test_a_formula_over_rows_of_a_sheet(tmp_path: Path) -> None:
    """A formula that goes on below its indicator belongs to it; a blank row ends it."""
    rows = [
        HEADINGS,
        [*ROW[:3], "surat selesai", ROW[4]],
        ["", "", "", "dibagi surat masuk x 100%", ""],
        [],
        ["", "", "", "lain"],
    ]
    answer = read(sheet_of(rows), tmp_path)
    assert [row.formula.text for row in answer.rows] == ["surat selesai dibagi surat masuk x 100%"]


def test_a_sheet_too_wide_is_refused(tmp_path: Path) -> None:
    """A stray cell far away, for which openpyxl would make millions, is refused before it is asked."""
    book = sheet_of([HEADINGS, ROW])
    book.worksheets[0].cell(5_000, 500).value = "x"
    with pytest.raises(Refusal, match="berkas-berbahaya"):
        read(book, tmp_path)


def test_too_many_merged_cells_are_refused(tmp_path: Path) -> None:
    """Openpyxl makes a style for every cell under a merge; a bound stands before it."""
    book = sheet_of([HEADINGS, ROW])
    data = unzipped(saved(book))
    name = "xl/worksheets/sheet1.xml"
    merge = '<mergeCells count="1"><mergeCell ref="A10:Z20000"/></mergeCells><pageMargins'
    data[name] = data[name].decode().replace("<pageMargins", merge, 1).encode()
    with pytest.raises(Refusal, match="berkas-berbahaya"):
        found(zipped(data), tmp_path, "dokumen.xlsx")


def test_a_damaged_workbook_is_a_finding(tmp_path: Path) -> None:
    """What openpyxl cannot open although the gate let it in is refused as damaged."""
    data = unzipped(saved(sheet_of([HEADINGS, ROW])))
    name = "xl/worksheets/sheet1.xml"
    data[name] = data[name].replace(b'<c r="A1"', b'<c r="A1" s="9999"')
    with pytest.raises(Refusal, match="berkas-rusak"):
        found(zipped(data), tmp_path, "dokumen.xlsx")


def test_what_openpyxl_would_lose_is_no_fault(tmp_path: Path) -> None:
    """Extensions that openpyxl drops with a warning are nothing to a reader: no warning, no refusal."""
    data = unzipped(saved(sheet_of([HEADINGS, ROW])))
    name = "xl/worksheets/sheet1.xml"
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    data[name] = data[name].replace(b"</worksheet>", extension)
    assert texts(found(zipped(data), tmp_path, "dokumen.xlsx")) == ONE_GOAL[:1]


def test_what_is_left_out_stands_in_the_review(tmp_path: Path) -> None:
    """A hidden row is not proposed, and the review has a sheet that says so, in the words of the screen."""
    book = sheet_of([HEADINGS, ROW, SECOND])
    hidden_row(book)
    answer = proposed(saved(book), tmp_path, "dokumen.xlsx")
    assert answer.review is not None
    review = openpyxl.load_workbook(BytesIO(render(answer.review)))
    told = [row[:3] for row in review["Catatan"].iter_rows(min_row=5, values_only=True)]
    assert told == [(SEVERITIES[item.severity], item.message, item.fix) for item in answer.findings]
    assert len(told) == 1

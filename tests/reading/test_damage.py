"""A template after all that people and programs do to it: the same figures, or a finding at the right cell."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import damage
import pytest
from builders import Data, Filled, define, filled, outcome
from damage import Damage, damaged
from office import convert, edit, needs_office
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from iku_excel import workbook
from iku_excel.definition import profile
from iku_excel.definition.layout import layout
from iku_excel.model import Finding, Outcome

Told: TypeAlias = tuple[str, str | None, str | None]  # code, sheet, cell - or the label of a cell that is gone

_DEFINITION = define()
_TOP, _STEP = {1: 90, 2: 15, 3: 9, 4: 25}, {1: 2, 2: 1, 3: 1, 4: 3}


def _value(word: str, indicator: int, period: int) -> int:
    if word == "penyebut":
        return 14 if indicator == 3 else _TOP[indicator] + 5 + _STEP[indicator] * period
    return _TOP[indicator] + _STEP[indicator] * period - period // 2


SOUND = filled(
    values={
        **{
            f"{word}_{i}_tw{p}": _value(word, i, p)
            for word in ("pembilang", "penyebut")
            for i in range(1, 5)
            for p in range(1, 5)
        },
        **{f"target_{i}": (90 + i) / 100 for i in range(1, 5)},
        "tanggal": dt.date(2023, 12, 31),
        "catatan": "CONTOH - angka rekaan",
    }
)
"""A filled template in which no two cells of an indicator can be taken for each other."""

COUNTS = [field.name for field in layout(_DEFINITION).fields if field.period >= 0]
FIELDS = [field.name for field in layout(_DEFINITION).fields]


def _label(finding: Finding) -> str | None:
    return finding.message.partition(" (")[0] if finding.code == "sel-hilang" and finding.sheet else None


def told(answer: Outcome) -> list[Told]:
    """Return the findings; of a cell that is gone, the label by which the message calls it.

    That the stored verdict lags behind the damage is left out: test_verdict.py is about that.
    """
    return [(f.code, f.sheet, f.cell or _label(f)) for f in answer.findings if f.code != "putusan-berbeda"]


def lost(*names: str, sheet: str = "Data") -> list[Told]:
    return [("sel-hilang", sheet, layout(_DEFINITION).field(name).label) for name in names]


def at(code: str, *names: str) -> list[Told]:
    return [(code, *SOUND.place(name)) for name in names]


def of_indicator(number: int, *words: str) -> list[str]:
    return [f"{word}_{number}_tw{p}" for word in words or ("pembilang", "penyebut") for p in range(1, 5)]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    answer = outcome(SOUND.save(tmp_path_factory.mktemp("sound")))
    assert answer.findings == ()
    return answer


def assert_answer(path: Path, expected: Sequence[Told], sound: Outcome) -> None:
    """Check the exact findings; where none of them is an error, the figures are those of the sound template."""
    answer = outcome(path)
    assert sorted(told(answer), key=str) == sorted(expected, key=str)
    if answer.valid:
        assert answer.results == sound.results
        assert (answer.through, answer.signatory, answer.note) == (sound.through, sound.signatory, sound.note)
    else:
        assert answer.results == ()


@dataclass(frozen=True)
class Case:
    """One damage: done to the XML, done by a person in LibreOffice, or both; and the answer."""

    expected: Sequence[Told] = ()  # nothing: the same figures without a word
    xml: Sequence[Damage] = ()
    basic: str = ""  # StarBasic; doc is the workbook, its sheets are not protected


CASES: Mapping[str, Case] = {
    # rows and columns
    "rows inserted above": Case(
        xml=[damage.insert_rows(sheet, row, 3) for sheet, row in (("Identitas", 1), ("Indikator", 3), ("Data", 6))],
        basic="""
            doc.Sheets.getByName("Identitas").Rows.insertByIndex(0, 3)
            doc.Sheets.getByName("Indikator").Rows.insertByIndex(2, 3)
            doc.Sheets.getByName("Data").Rows.insertByIndex(5, 3)""",
    ),
    "rows inserted between numerator and denominator": Case(
        xml=[damage.insert_rows("Data", 8, 2), damage.insert_rows("Data", 18)],
        basic="""
            doc.Sheets.getByName("Data").Rows.insertByIndex(7, 2)
            doc.Sheets.getByName("Data").Rows.insertByIndex(17, 1)""",
    ),
    "as many rows inserted as an indicator has": Case(
        xml=[damage.insert_rows("Data", 7, 4)],
        basic='doc.Sheets.getByName("Data").Rows.insertByIndex(6, 4)',
    ),
    "columns inserted": Case(
        xml=[
            damage.insert_columns("Identitas", "B"),
            damage.insert_columns("Data", "A"),
            damage.insert_columns("Data", "F"),
        ],
        basic="""
            doc.Sheets.getByName("Identitas").Columns.insertByIndex(1, 1)
            doc.Sheets.getByName("Data").Columns.insertByIndex(0, 1)
            doc.Sheets.getByName("Data").Columns.insertByIndex(5, 1)""",
    ),
    "rows without inputs deleted": Case(
        xml=[damage.delete_rows("Data", 17, 2), damage.delete_rows("Data", 1, 5), damage.delete_rows("Identitas", 2)],
        basic="""
            doc.Sheets.getByName("Data").Rows.removeByIndex(16, 2)
            doc.Sheets.getByName("Data").Rows.removeByIndex(0, 5)
            doc.Sheets.getByName("Identitas").Rows.removeByIndex(1, 1)""",
    ),
    "labels deleted": Case(
        xml=[damage.delete_columns("Data", "A", 3), damage.delete_columns("Identitas", "A")],
        basic="""
            doc.Sheets.getByName("Data").Columns.removeByIndex(0, 3)
            doc.Sheets.getByName("Identitas").Columns.removeByIndex(0, 1)""",
    ),
    "a numerator row deleted": Case(
        lost(*of_indicator(1, "pembilang")),
        xml=[damage.delete_rows("Data", 7)],
        basic='doc.Sheets.getByName("Data").Rows.removeByIndex(6, 1)',
    ),
    "a denominator row deleted": Case(
        lost(*of_indicator(3, "penyebut")),
        xml=[damage.delete_rows("Data", 16)],
        basic='doc.Sheets.getByName("Data").Rows.removeByIndex(15, 1)',
    ),
    "an indicator deleted": Case(
        lost(*of_indicator(2)),
        xml=[damage.delete_rows("Data", 11, 4)],
        basic='doc.Sheets.getByName("Data").Rows.removeByIndex(10, 4)',
    ),
    "the last indicator deleted": Case(
        lost(*of_indicator(4)),
        xml=[damage.delete_rows("Data", 19, 4)],
        basic='doc.Sheets.getByName("Data").Rows.removeByIndex(18, 4)',
    ),
    "a quarter deleted": Case(
        lost(*(name for name in COUNTS if name.endswith("tw3"))),
        xml=[damage.delete_columns("Data", "F")],
        basic='doc.Sheets.getByName("Data").Columns.removeByIndex(5, 1)',
    ),
    "a line of the signature block deleted": Case(
        lost("pangkat", sheet="Identitas"),
        xml=[damage.delete_rows("Identitas", 13)],
        basic='doc.Sheets.getByName("Identitas").Rows.removeByIndex(12, 1)',
    ),
    "an official text deleted": Case(
        [("teks-resmi-berubah", "Identitas", None)],
        xml=[damage.delete_rows("Identitas", 22)],
        basic='doc.Sheets.getByName("Identitas").Rows.removeByIndex(21, 1)',
    ),
    "an official text deleted and typed again in its row": Case(
        xml=[
            damage.delete_rows("Identitas", 22),
            damage.insert_rows("Identitas", 22),
            damage.write("Identitas", "B22", _DEFINITION.identity.functions[1]),
        ],
    ),
    "the last official text deleted": Case(
        [("teks-resmi-berubah", "Identitas", "B25")],
        xml=[damage.delete_rows("Identitas", 25)],
        basic='doc.Sheets.getByName("Identitas").Rows.removeByIndex(24, 1)',
    ),
    "targets deleted": Case(
        lost(*(f"target_{i}" for i in range(1, 5)), sheet="Indikator"),
        xml=[damage.delete_columns("Indikator", "F")],
        basic='doc.Sheets.getByName("Indikator").Columns.removeByIndex(5, 1)',
    ),
    # sheets
    "sheets renamed": Case(
        xml=[damage.rename("Data", "Isian 'TW' \"IV\" d'Tongas"), damage.rename("Identitas", "Data (lama)")],
        basic="""
            doc.Sheets.getByName("Data").Name = "Isian d'TW ""IV"" Tongas"
            doc.Sheets.getByName("Identitas").Name = "Data (lama)"
            """,
    ),
    "two sheets have swapped names": Case(
        xml=[
            damage.rename("Data", "sementara"),
            damage.rename("Indikator", "Data"),
            damage.rename("sementara", "Indikator"),
        ],
        basic="""
            doc.Sheets.getByName("Data").Name = "sementara"
            doc.Sheets.getByName("Indikator").Name = "Data"
            doc.Sheets.getByName("sementara").Name = "Indikator"
            """,
    ),
    "a row deleted of a renamed sheet": Case(
        lost(*of_indicator(1, "pembilang"), sheet="Isian TW"),
        xml=[damage.rename("Data", "Isian TW"), damage.delete_rows("Isian TW", 7)],
        basic="""
            doc.Sheets.getByName("Data").Name = "Isian TW"
            doc.Sheets.getByName("Isian TW").Rows.removeByIndex(6, 1)""",
    ),
    "sheets reordered": Case(
        xml=[damage.reorder("_iku", "Data", "Petunjuk", "Indikator", "Identitas")],
        basic='doc.Sheets.moveByName("Data", 0)\ndoc.Sheets.moveByName("Identitas", 4)',
    ),
    "the guide deleted": Case(
        xml=[damage.delete_sheet("Petunjuk")],
        basic='doc.Sheets.removeByName("Petunjuk")',
    ),
    "all counts deleted": Case(
        [("sel-hilang", None, None)],
        xml=[damage.delete_sheet("Data")],
        basic='doc.Sheets.removeByName("Data")',
    ),
    "the signature block deleted": Case(
        [("sel-hilang", None, None)],
        xml=[damage.delete_sheet("Identitas")],
        basic='doc.Sheets.removeByName("Identitas")',
    ),
    "the counts copied": Case(
        at("lembar-bersaing", "pembilang_1_tw1"),
        xml=[damage.copy_sheet("Data", "Data (2)"), damage.number("Data (2)", "D7", 1)],
        basic="""
            doc.Sheets.copyByName("Data", "Data (2)", 3)
            doc.Sheets.getByName("Data (2)").getCellRangeByName("D7").Value = 1""",
    ),
    "the counts copied, the original deleted": Case(
        [("sel-hilang", None, None)],
        xml=[damage.copy_sheet("Data", "Data (2)"), damage.delete_sheet("Data")],
    ),
    "the counts copied, the original deleted, the copy renamed": Case(
        at("nama-dipulihkan", *COUNTS),
        xml=[damage.copy_sheet("Data", "Data (2)"), damage.delete_sheet("Data"), damage.rename("Data (2)", "Data")],
    ),
    "a copy in the place of the counts never lends a cell": Case(
        [*lost(*of_indicator(1, "pembilang"), sheet="Data asli"), ("lembar-kembar", "Data asli", None)],
        xml=[
            damage.copy_sheet("Data", "Data (2)"),
            damage.rename("Data", "Data asli"),
            damage.rename("Data (2)", "Data"),
            damage.delete_rows("Data asli", 7),
        ],
    ),
    # cells
    "protection removed": Case(xml=[damage.unprotect], basic="rem the sheets are not protected any more"),
    "an input cell moved": Case(
        xml=[damage.cut("Data", "D7", "J30"), damage.cut("Identitas", "B14", "B30")],
        basic="""
            source = doc.Sheets.getByName("Data")
            source.moveRange(source.getCellRangeByName("J30").CellAddress, source.getCellRangeByName("D7").RangeAddress)
            """,
    ),
    "an input cell moved over another": Case(
        lost("pembilang_1_tw2"),
        xml=[damage.cut("Data", "F7", "E7")],
    ),
    "an input cell moved over another, whose name stays": Case(
        [("sel-hilang", "Data", "E7")] * 2,
        basic="""
            source = doc.Sheets.getByName("Data")
            source.moveRange(source.getCellRangeByName("E7").CellAddress, source.getCellRangeByName("F7").RangeAddress)
            """,
    ),
    "two input cells merged": Case(
        at("sel-hilang", "pembilang_1_tw2"),
        xml=[damage.merge("Data", "D7:E7")],
        basic='doc.Sheets.getByName("Data").getCellRangeByName("D7:E7").merge(True)',
    ),
    "a merge that hides a figure": Case(
        at("sel-hilang", "pembilang_1_tw2", "penyebut_1_tw1", "penyebut_1_tw2"),
        xml=[damage.merge("Data", "D7:E8", hide=True)],
    ),
    "an input cell merged into its label": Case(
        at("sel-hilang", "nip"),
        xml=[damage.merge("Identitas", "A14:B14", hide=True)],
        basic='doc.Sheets.getByName("Identitas").getCellRangeByName("A14:B14").merge(True)',
    ),
    "an official text merged away": Case(
        [("teks-resmi-berubah", "Identitas", "B18")],
        xml=[damage.merge("Identitas", "A18:B18", hide=True)],
        basic='doc.Sheets.getByName("Identitas").getCellRangeByName("A18:B18").merge(True)',
    ),
    "a merge that begins at an input cell": Case(
        xml=[damage.merge("Identitas", "B14:C14")],
        basic='doc.Sheets.getByName("Identitas").getCellRangeByName("B14:C14").merge(True)',
    ),
    "percent format pasted on a count": Case(
        at("persen-di-sel-angka", "pembilang_1_tw1"),
        xml=[damage.look("Data", "D7", ("Data", "D9"))],
        basic='doc.Sheets.getByName("Data").getCellRangeByName("D7").NumberFormat = 10',
    ),
    "plain format pasted on a target": Case(xml=[damage.look("Indikator", "F6", ("Data", "A1"))]),
    "date format pasted on a count": Case(
        at("bukan-angka", "pembilang_1_tw1"),
        xml=[damage.look("Data", "D7", ("Identitas", "B9"))],
        basic='doc.Sheets.getByName("Data").getCellRangeByName("D7").NumberFormat = 36',
    ),
    "stray text far below": Case(
        xml=[damage.write("Data", "XFD1048576", "x"), damage.write("Identitas", "A900000", "lihat di atas")],
        basic="""
            doc.Sheets.getByName("Data").getCellByPosition(1023, 1048575).String = "x"
            doc.Sheets.getByName("Identitas").getCellByPosition(0, 899999).String = "lihat di atas"
            """,
    ),
    "labels changed": Case(
        xml=[
            damage.write("Data", "C7", "apa saja"),
            damage.clear("Data", "D6"),
            damage.write("Identitas", "A8", "Kota"),
        ],
        basic='doc.Sheets.getByName("Data").getCellRangeByName("C7:C8").clearContents(1 + 4)',
    ),
    "extent told wrongly": Case(xml=[damage.dimension("Data", "A1"), damage.dimension("Identitas", "B2:C3")]),
    "dates from 1904": Case(
        xml=[damage.date1904],
    ),
    # names
    "all names lost": Case(
        at("nama-dipulihkan", *FIELDS),
        xml=[damage.drop_names()],
        basic="""
            list = doc.NamedRanges.ElementNames
            For i = 0 To UBound(list)
                doc.NamedRanges.removeByName(list(i))
            Next i""",
    ),
    "one name lost": Case(
        at("nama-dipulihkan", "penyebut_3_tw2"),
        xml=[damage.drop_names("penyebut_3_tw2")],
        basic='doc.NamedRanges.removeByName("penyebut_3_tw2")',
    ),
    "one name lost of a renamed sheet": Case(
        [("nama-dipulihkan", "Isian", "E16")],
        xml=[damage.rename("Data", "Isian"), damage.drop_names("penyebut_3_tw2")],
    ),
    "names lost, a label changed": Case(
        [
            *at("nama-dipulihkan", *(name for name in FIELDS if not name.startswith("penyebut_2_"))),
            *lost(*of_indicator(2, "penyebut")),
        ],
        xml=[damage.drop_names(), damage.write("Data", "C12", "Penyebut: yang lain")],
    ),
    "names lost, a heading changed": Case(
        [
            *at("nama-dipulihkan", *(name for name in FIELDS if not name.endswith("tw2"))),
            *lost(*(name for name in COUNTS if name.endswith("tw2"))),
        ],
        xml=[damage.drop_names(), damage.write("Data", "E6", "TW III")],
    ),
    "names of counts lost, all labels gone": Case(
        lost(*COUNTS),
        xml=[damage.drop_names("(pembilang|penyebut)_.*"), damage.delete_columns("Data", "A", 3)],
    ),
    "names of counts lost, as many rows inserted as an indicator has": Case(
        lost(*COUNTS),
        xml=[damage.drop_names("(pembilang|penyebut)_.*"), damage.insert_rows("Data", 7, 4)],
    ),
    "names of counts lost, the first indicator deleted": Case(
        lost(*COUNTS),
        xml=[damage.drop_names("(pembilang|penyebut)_.*"), damage.delete_rows("Data", 7, 4)],
    ),
    "names lost, the sheet renamed": Case(
        [("sel-hilang", None, None)],
        xml=[damage.drop_names("(pembilang|penyebut)_.*"), damage.rename("Data", "Isian")],
    ),
    "names of official texts lost": Case(xml=[damage.drop_names("resmi_.*")]),
    "names that span two cells": Case(
        at("nama-dipulihkan", "pembilang_1_tw1", "nip"),
        xml=[damage.point_names({"pembilang_1_tw1": "Data!$D$7:$E$7", "nip": "Identitas!$B$14,Identitas!$C$14"})],
    ),
    "names that lead out of the workbook": Case(
        at("nama-dipulihkan", "pembilang_1_tw1", "pembilang_1_tw2"),
        xml=[damage.point_names({"pembilang_1_tw1": "[1]Data!$D$7", "pembilang_1_tw2": "'[1]Data'!$D$7"})],
    ),
    "two names on one cell": Case(
        [("sel-hilang", "Data", "E7")] * 2,
        xml=[damage.point_names({"pembilang_1_tw1": "Data!$E$7"})],
    ),
    "two names swapped onto the same denominator": Case(
        [("sel-hilang", "Data", "D12")] * 2,
        xml=[damage.point_names({"pembilang_2_tw1": "Data!$D$12"})],
    ),
    "an input and an official text on one cell": Case(
        [("sel-hilang", "Identitas", "B18"), ("teks-resmi-berubah", "Identitas", None)],
        xml=[damage.point_names({"tempat": "Identitas!$B$18"})],
    ),
    "foreign names": Case(
        xml=[
            damage.add_names(
                [
                    ("_xlnm.Print_Area", "Data!$A$1:$H$22", {"localSheetId": "3"}),
                    ("_xlnm._FilterDatabase", "Data!$A$6:$H$22", {"localSheetId": "3", "hidden": "1"}),
                    ("pembilang_1_tw1", "Petunjuk!$A$1", {"localSheetId": "0"}),
                    ("tahun", "Data!$D$7", {"localSheetId": "3"}),
                    ("pembilang_9_tw1", "Data!$D$7", {}),
                    ("pembilang_1_b01", "Data!$D$7", {}),
                    ("rumus", "SUM(Data!$D$7:$G$7)", {}),
                    ("galat", "#REF!", {}),
                    ("kosong", "", {}),
                ]
            )
        ],
        basic="""
            Dim origin As New com.sun.star.table.CellAddress
            doc.NamedRanges.addNewByName("rumus", "SUM($Data.$D$7:$G$7)", origin, 0)
            doc.NamedRanges.addNewByName("pembilang_9_tw1", "$Data.$D$7", origin, 0)""",
    ),
    "names in capitals": Case(xml=[damage.upper_names]),
    # the definition
    "definition shown": Case(
        xml=[damage.show("_iku")],
        basic='doc.Sheets.getByName("_iku").IsVisible = True',
    ),
    "definition changed": Case(
        [("definisi-rusak", None, None)],
        xml=[damage.write("_iku", "B4", "{}")],
        basic="""
            cell = doc.Sheets.getByName("_iku").getCellRangeByName("B4")
            cell.String = Join(Split(cell.String, "2023"), "2024")""",
    ),
    "seal changed": Case([("definisi-rusak", None, None)], xml=[damage.write("_iku", "B3", "0" * 64)]),
    "profile changed": Case([("definisi-rusak", None, None)], xml=[damage.write("_iku", "B2", "kecamatan")]),
    "definition emptied": Case([("definisi-rusak", None, None)], xml=[damage.clear("_iku", "A1")]),
    "definition deleted": Case(
        [("definisi-rusak", None, None)],
        xml=[damage.delete_sheet("_iku")],
        basic='doc.Sheets.removeByName("_iku")',
    ),
    "definition renamed": Case([("definisi-rusak", None, None)], xml=[damage.rename("_iku", "mesin")]),
    "a newer version": Case([("versi-templat", None, None)], xml=[damage.write("_iku", "B1", "3")]),
    "a much newer version": Case([("versi-templat", None, None)], xml=[damage.write("_iku", "B1", "9" * 30)]),
    "a version that never was": Case([("definisi-rusak", None, None)], xml=[damage.write("_iku", "B1", "0")]),
    "a version that is no number": Case([("definisi-rusak", None, None)], xml=[damage.write("_iku", "B1", "satu")]),
    "the version turned into a number": Case(xml=[damage.number("_iku", "B1", 1)]),
}


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.xml])
def test_damage_as_excel_does_it(name: str, tmp_path: Path, sound: Outcome) -> None:
    """A template damaged in its XML builds to the same figures, or is refused for exactly what is wrong."""
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(damaged(SOUND.bytes(), *CASES[name].xml))
    assert_answer(path, CASES[name].expected, sound)


_UNPROTECT = """
    For n = 0 To doc.Sheets.Count - 1
        doc.Sheets.getByIndex(n).unprotect("")
    Next n
"""


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("edited")
    edits = {name: _UNPROTECT + case.basic for name, case in CASES.items() if case.basic}
    return edit(SOUND.save(folder), edits, folder)


@needs_office
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.basic])
def test_damage_in_libreoffice(name: str, edited: Mapping[str, Path], sound: Outcome) -> None:
    """A template damaged and saved by LibreOffice has the same answer."""
    assert_answer(edited[name], CASES[name].expected, sound)


# ---------------------------------------------------------------- saved again by another program


def by_openpyxl(path: Path, folder: Path) -> Path:
    book = load_workbook(path)
    saved = folder / "openpyxl.xlsx"
    book.save(saved)
    return saved


def through_ods(path: Path, folder: Path) -> Path:
    (folder / "kembali").mkdir()
    return convert(convert(path, "ods", folder), "xlsx", folder / "kembali")


def by_libreoffice(path: Path, folder: Path) -> Path:
    (folder / "lagi").mkdir()
    return convert(path, "xlsx", folder / "lagi")


Save: TypeAlias = Callable[[Path, Path], Path]
PROGRAMS = [
    by_openpyxl,
    pytest.param(by_libreoffice, marks=needs_office),
    pytest.param(through_ods, marks=needs_office),
]


@pytest.mark.parametrize("save", PROGRAMS)
def test_saved_again(save: Save, tmp_path: Path, sound: Outcome) -> None:
    """A template saved by another program builds to the same figures, signature block and note."""
    assert_answer(save(SOUND.save(tmp_path), tmp_path), [], sound)


@pytest.mark.parametrize("save", PROGRAMS)
def test_faults_survive_saving(save: Save, tmp_path: Path) -> None:
    """What is wrong in a template is still wrong, at the same cell, after another program has saved it."""
    wrong = SOUND.put("pembilang_1_tw2", "nihil").put("penyebut_2_tw1", None).put("target_3", 95).put("catatan", "  ")
    found = told(outcome(save(wrong.save(tmp_path), tmp_path)))
    assert found == [
        *at("target-bukan-persen", "target_3"),
        *at("bukan-angka", "pembilang_1_tw2"),
        *at("pasangan-tidak-lengkap", "penyebut_2_tw1"),
    ]


@pytest.mark.parametrize("save", PROGRAMS)
def test_dates_from_1904_keep_their_day(save: Save, tmp_path: Path) -> None:
    """In a workbook that counts dates from 1904, the date of signature is the day that the clerk sees."""
    path = tmp_path / "mac.xlsx"
    path.write_bytes(damaged(SOUND.bytes(), damage.date1904))
    assert outcome(path).signatory.date == "31 Desember 2023"
    assert outcome(save(path, tmp_path)).signatory.date == "31 Desember 2023"


def test_date_not_moved_to_1904_is_another_day(tmp_path: Path) -> None:
    """The same number means a day four years later when dates count from 1904."""
    path = tmp_path / "mac.xlsx"
    path.write_bytes(damaged(SOUND.bytes(), damage.date1904, damage.number("Identitas", "B9", 45291)))
    assert outcome(path).signatory.date == "1 Januari 2028"


# ---------------------------------------------------------------- official text

OFFICIAL = [(item.place.sheet, item.place.a1, item.text) for item in layout(_DEFINITION).official]


@pytest.mark.parametrize(("sheet", "cell", "text"), OFFICIAL, ids=[f"{sheet}!{cell}" for sheet, cell, _ in OFFICIAL])
def test_changed_official_text_is_named(sheet: str, cell: str, text: str, tmp_path: Path) -> None:
    """An official text that differs by one letter is named at its cell, with what it must be."""
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(
        damaged(
            SOUND.bytes(), damage.write(sheet, cell, text[0].swapcase() + text[1:] if text[0].isalpha() else text[1:])
        )
    )
    (finding,) = [item for item in outcome(path).findings if item.code != "putusan-berbeda"]
    assert (finding.code, finding.sheet, finding.cell, finding.expected) == ("teks-resmi-berubah", sheet, cell, text)


@pytest.mark.parametrize(
    "change", [lambda _: "", lambda text: f"{text}.", str.swapcase], ids=["emptied", "dot", "case"]
)
def test_every_changed_official_text_is_named(change: Callable[[str], str], tmp_path: Path) -> None:
    """All changed official texts are named in one go, at their cells, also below inserted rows and columns."""
    moves = [
        damage.insert_rows("Identitas", 2, 3),
        damage.insert_rows("Indikator", 1),
        damage.insert_columns("Data", "B"),
    ]
    changes = [damage.write(sheet, cell, change(text)) for sheet, cell, text in OFFICIAL]
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(damaged(SOUND.bytes(), *changes, *moves))
    shift = {"Identitas": 3, "Indikator": 1}
    places = [(sheet, f"{cell[0]}{int(cell[1:]) + shift[sheet]}") for sheet, cell, _ in OFFICIAL]
    assert sorted(told(outcome(path))) == sorted(("teks-resmi-berubah", *place) for place in places)


def test_white_space_in_official_text_does_no_harm(tmp_path: Path, sound: Outcome) -> None:
    """Line breaks and double blanks, which programs and people add, are no change of the text."""
    path = tmp_path / "rusak.xlsx"
    changes = [damage.write(sheet, cell, f" {text.replace(' ', chr(10) + ' ', 1)} ") for sheet, cell, text in OFFICIAL]
    path.write_bytes(damaged(SOUND.bytes(), *changes))
    assert_answer(path, [], sound)


# ---------------------------------------------------------------- half a year, other years, other labels


@pytest.mark.parametrize(
    ("deletion", "names"),
    [
        (damage.delete_rows("Data", 7), of_indicator(1, "pembilang")),
        (damage.delete_rows("Data", 8), of_indicator(1, "penyebut")),
        (damage.delete_rows("Data", 11, 4), of_indicator(2)),
        (damage.delete_rows("Data", 15, 2), of_indicator(3)),
        (damage.delete_columns("Data", "G"), [n for n in COUNTS if n.endswith("tw4")]),
        (damage.delete_columns("Data", "E"), [name for name in COUNTS if name.endswith("tw2")]),
    ],
    ids=["numerators", "denominators", "indicator", "stock", "empty quarter", "filled quarter"],
)
def test_lost_cells_cause_no_other_finding_in_half_a_year(
    deletion: Damage, names: Sequence[str], tmp_path: Path
) -> None:
    """Cells lost from a template filled through TW II are named, and nothing is said about the others."""
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(damaged(filled(n_periods=2).bytes(), deletion))
    assert sorted(told(outcome(path)), key=str) == sorted(lost(*names), key=str)


@pytest.mark.parametrize("year", [2022, 2024])
def test_template_of_another_year_builds_as_its_own_year(year: int, tmp_path: Path) -> None:
    """Last year's template is still a template: it builds for the year it was made for."""
    definition = profile.load("kecamatan").define("triwulanan", "KECAMATAN UJI", year)
    signatory = dict.fromkeys(("tempat", "jabatan", "wilayah", "nama_pejabat", "pangkat"), "ISI")
    sample = filled(definition=definition, values={**signatory, "nip": "19791017 200012 1 001"})
    answer = outcome(sample.save(tmp_path))
    assert answer.valid
    assert answer.submission.definition is not None
    assert answer.submission.definition.year == year
    assert len(answer.results) == len(definition.indicators)


def test_year_edited_by_hand_is_named(tmp_path: Path) -> None:
    """A template does not become another year's by typing over its year."""
    edited_year = SOUND.put("tahun", 2022)
    assert told(outcome(edited_year.save(tmp_path))) == at("teks-resmi-berubah", "tahun")


def test_equal_labels_are_told_apart_by_their_indicator(tmp_path: Path) -> None:
    """Where two indicators count the same things, lost names are found again only beside the right number."""
    raw = json.loads(profile.to_json(_DEFINITION))
    indicators = [indicator for goal in raw["goals"] for indicator in goal["indicators"]]
    for indicator in indicators:
        indicator.update(numerator="jumlah desa yang hadir", denominator="jumlah desa")
    sample = Filled(profile.from_json(json.dumps(raw)), SOUND.values)
    names = damage.drop_names("(pembilang|penyebut)_.*")
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(damaged(sample.bytes(), names))
    assert sorted(told(outcome(path)), key=str) == sorted(at("nama-dipulihkan", *COUNTS), key=str)
    for move in (damage.delete_rows("Data", 7, 4), damage.insert_rows("Data", 7, 4)):
        path.write_bytes(damaged(sample.bytes(), names, move))
        assert sorted(told(outcome(path)), key=str) == sorted(lost(*COUNTS), key=str)


# ---------------------------------------------------------------- other people's workbooks


def _save(book: Workbook) -> Data:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def empty() -> Data:
    return _save(Workbook())


def pivot() -> Data:
    """Return a report as people paste it from a pivot table."""
    book = Workbook()
    book.worksheets[0].title = "Pivot"
    for row in (["Row Labels", "Sum of Jumlah"], ["Tongas Wetan", 12], ["Tongas Kulon", 9], ["Grand Total", 21]):
        book.worksheets[0].append(row)
    source = book.create_sheet("Data")
    source.append(["Desa", "Jumlah"])
    for n in range(200):
        source.append([f"Desa {n}", n])
    source.auto_filter.ref = "A1:B201"
    return _save(book)


def other_template() -> Data:
    """Return another program's form that happens to use our sheets' and some of our cells' names."""
    book = Workbook()
    book.worksheets[0].title = "Identitas"
    for name in ("Indikator", "Data", "Petunjuk"):
        book.create_sheet(name)
    for name in ("tahun", "tempat", "nip", "target_1"):
        book.defined_names[name] = DefinedName(name, attr_text="Data!$A$1")
    return _save(book)


def other_machine_sheet() -> Data:
    """Return a workbook with a hidden sheet named like ours, and other things in it."""
    book = Workbook()
    sheet = book.create_sheet("_iku")
    sheet.sheet_state = "hidden"
    sheet.append(["versi", "1"])
    return _save(book)


def own_output() -> Data:
    with TemporaryDirectory() as folder:
        return workbook.render(outcome(SOUND.save(Path(folder))))


FOREIGN = [empty, pivot, other_template, other_machine_sheet, own_output]


@pytest.mark.parametrize("make", FOREIGN)
def test_other_workbook_is_no_template(make: Callable[[], Data], tmp_path: Path) -> None:
    """A sound workbook of another kind is refused as what it is: no template."""
    path = tmp_path / "lain.xlsx"
    path.write_bytes(make())
    assert told(outcome(path)) == [("bukan-templat", None, None)]


@needs_office
@pytest.mark.parametrize("make", FOREIGN)
def test_other_workbook_saved_by_libreoffice_is_no_template(make: Callable[[], Data], tmp_path: Path) -> None:
    """It is no template either when LibreOffice has saved it."""
    path = tmp_path / "lain.xlsx"
    path.write_bytes(make())
    assert told(outcome(by_libreoffice(path, tmp_path))) == [("bukan-templat", None, None)]

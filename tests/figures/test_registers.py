"""Registers: counts that come out of rows, faults named at their row, and no row in any output."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.util
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from builders import (
    Error,
    Formula,
    Value,
    _with_cell,
    define,
    examples,
    filled,
    outcome,
    places,
    sheet_part,
    unzipped,
    zipped,
)
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from office import convert, edit, needs_office
from openpyxl import load_workbook
from recalculation import assert_recalculates, without_values

from iku_excel import template, workbook
from iku_excel.cli.main import cli
from iku_excel.definition import profile
from iku_excel.definition.layout import layout
from iku_excel.model import Definition, Outcome, Severity
from iku_excel.run import batch

Row = list[template.Value]
Rows = Mapping[int, Sequence[Row]]
INPUT_TEMPLATES = Path(__file__).parents[2] / "input_templates"
D = dt.date


def chosen(registers: str = "all", period: str = "triwulanan", name: str = "kecamatan_tongas_2023") -> Definition:
    organization = "KECAMATAN X" if name == "kecamatan" else None
    return profile.load(name).define(period, organization, registers=registers)


def sound() -> dict[int, list[Row]]:
    """Return invented rows without a single finding, in the first two quarters of 2023."""
    return {
        1: [
            [D(2023, 1, 5), "Legalisasi", "Ya"],
            [D(2023, 1, 5), "Legalisasi", "Ya"],
            [D(2023, 4, 6), "Lainnya", "Tidak"],
        ],
        2: [[D(2023, 2, 1), "Keamanan", D(2023, 2, 3)], [D(2023, 3, 30), "Lingkungan", D(2023, 4, 2)]],
        3: [["Bayeman", D(2021, 1, 1), ""], ["Dungun", D(2023, 5, 5), "Program"], ["Klampok", "", ""]],
        4: [
            ["A/1", D(2023, 1, 2), "isi", D(2023, 1, 9), D(2023, 1, 9)],
            ["A/2", D(2023, 3, 1), "isi", D(2023, 4, 9), D(2023, 4, 20)],
        ],
    }


def made(rows: Rows | None = None, definition: Definition | None = None, **values: template.Value) -> bytes:
    definition = definition or chosen()
    given: Rows = sound() if rows is None else rows
    kept = {number: found for number, found in given.items() if number in definition.registers}
    targets = {f"target_{item.number}": 0.95 for item in definition.indicators}
    return template.render(definition, {**targets, **values}, kept)


def part_of(sheet: str) -> str:
    """Return the part of a sheet of a template with all four registers."""
    return f"xl/worksheets/sheet{5 + int(sheet[-1]) - 1}.xml" if sheet.startswith("Reg_") else sheet_part(sheet)


def put(data: bytes, sheet: str, cells: Mapping[str, Value]) -> bytes:
    parts = unzipped(data)
    xml = parts[part_of(sheet)].decode()
    for cell, value in cells.items():
        xml = _with_cell(
            xml, cell, value, {"date": "", "percent": ""} if not isinstance(value, dt.date) else _dated(xml)
        )
    parts[part_of(sheet)] = xml.encode()
    return zipped(parts)


def _dated(xml: str) -> dict[str, str]:
    match = re.search(r'<c r="A7" s="(\d+)"', xml)
    assert match
    return {"date": match[1]}


def answer(data: bytes, folder: Path, name: str = "isian.xlsx") -> Outcome:
    path = folder / name
    path.write_bytes(data)
    return outcome(path)


def figures(result: Outcome) -> dict[int, list[tuple[int, int]]]:
    assert result.valid, result.findings
    return {
        item.indicator.number: [
            (int(p.measured.numerator or 0), int(p.measured.denominator or 0)) for p in item.periods
        ]
        for item in result.results
    }


def make_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make", INPUT_TEMPLATES / "make.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------- figures


def independent(rows: Rows, bounds: Sequence[dt.date], n_villages: int) -> dict[int, list[tuple[int, int]]]:
    """Count the four registers of a kecamatan the plain way: one row after the other."""
    spans = list(pairwise(bounds))
    found: dict[int, list[tuple[int, int]]] = {1: [], 2: [], 3: [], 4: []}
    for start, end in spans:
        inside = [row for row in rows[1] if start <= row[0] < end]  # type: ignore[operator]
        found[1].append((sum(row[2] == "Ya" for row in inside), len(inside)))
        for number, date, settled, due in ((2, 0, 2, None), (4, 1, 4, 3)):
            below = above = 0
            for row in rows[number]:
                when, done = row[date], row[settled]
                below += start <= when < end  # type: ignore[operator]
                if done and start <= done < end and bounds[0] <= when < bounds[-1]:  # type: ignore[operator]
                    above += due is None or done <= row[due]  # type: ignore[operator]
            found[number].append((above, below))
        names = {row[0] for row in rows[3] if row[1] and row[1] < end}  # type: ignore[operator]
        found[3].append((len(names), n_villages))
    return found


HALF = [D(2023, 1, 1), D(2023, 4, 1), D(2023, 7, 1)]


def test_the_shipped_example_equals_an_independent_count() -> None:
    """The example builds to the figures of a plain count of its rows, through the second quarter."""
    result = outcome(INPUT_TEMPLATES / "contoh_tongas_2023_register.xlsx")
    assert result.through is not None
    assert result.through.code == "tw2"
    assert result.note == "CONTOH - angka rekaan"
    assert figures(result) == independent(make_module().register_rows(), [*HALF[:2], D(2023, 7, 1)], 14)


days = st.dates(D(2023, 1, 1), D(2023, 12, 31))


@st.composite
def registers(draw: st.DrawFn) -> dict[int, list[Row]]:
    """Draw sound rows of all four registers."""
    villages = chosen().registers[3].members
    rows: dict[int, list[Row]] = {1: [], 2: [], 3: [], 4: []}
    for day in draw(st.lists(days, min_size=1, max_size=8)):
        rows[1].append([day, "Legalisasi", draw(st.sampled_from(["Ya", "Tidak", "ya"]))])
    for day in draw(st.lists(days, max_size=6)):
        rows[2].append([day, "Keamanan", draw(st.just("") | st.dates(day, D(2023, 12, 31)))])
    for name in draw(st.lists(st.sampled_from(villages), max_size=8)):
        rows[3].append([name, draw(st.just("") | st.dates(D(2019, 1, 1), D(2023, 12, 31))), ""])
    for number, day in enumerate(draw(st.lists(days, max_size=6))):
        due = draw(st.dates(day, D(2024, 2, 1)))
        rows[4].append([f"N{number}", day, "isi", due, draw(st.just("") | st.dates(day, D(2023, 12, 31)))])
    return rows


@settings(max_examples=examples(25))
@given(rows=registers())
def test_any_sound_rows_give_an_independent_count(
    rows: dict[int, list[Row]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever sound rows there are, each period's counts are those of a plain count through the last dated period."""
    result = answer(made(rows), tmp_path_factory.mktemp("acak"))
    bounds = [D(2023, 1, 1), D(2023, 4, 1), D(2023, 7, 1), D(2023, 10, 1), D(2024, 1, 1)]
    capital = {**rows, 1: [[row[0], row[1], str(row[2]).capitalize()] for row in rows[1]]}
    expected = independent(capital, bounds, 14)
    if any(sum(n for n, _ in pairs) > sum(d for _, d in pairs) for number, pairs in expected.items() if number != 3):
        pytest.fail("a drawn register is not sound")
    assert result.valid, result.findings
    assert result.through is not None
    last = int(result.through.code[-1])
    assert figures(result) == {number: pairs[:last] for number, pairs in expected.items()}
    for number, pairs in expected.items():
        assert number == 3 or all(pair == (0, 0) for pair in pairs[last:])


def test_settled_in_the_period_of_receipt_where_the_profile_says_so(tmp_path: Path) -> None:
    """With placed_by = "masuk" a complaint of the first quarter settled in the second counts in the first."""
    raw = json.loads(profile.to_json(chosen()))
    raw["goals"][1]["indicators"][0]["register"]["placed_by"] = "masuk"
    data = made(definition=profile.parse(raw))
    assert figures(answer(data, tmp_path))[2] == [(2, 2), (0, 0)]
    assert figures(answer(made(), tmp_path))[2] == [(1, 2), (1, 0)]


def test_a_register_without_rows_says_zero_where_others_report(tmp_path: Path) -> None:
    """An empty register is 0 of 0 in every period that something else reaches, and empty beyond."""
    result = answer(made({**sound(), 2: []}), tmp_path)
    assert figures(result)[2] == [(0, 0), (0, 0)]
    assert ("penyebut-nol", "Data", "D11") in places(result.findings)


def test_typed_counts_tell_how_far_registers_reach(tmp_path: Path) -> None:
    """A register reports as far as the counts typed for indicators without one."""
    typed = {f"{word}_{n}_tw{q}": 5 for word in ("pembilang", "penyebut") for n in (1, 2, 4) for q in (1, 2, 3)}
    data = made({3: sound()[3]}, chosen("3"), **typed)
    assert figures(answer(data, tmp_path))[3] == [(1, 14), (2, 14), (2, 14)]


def test_without_any_row_there_is_nothing_to_report(tmp_path: Path) -> None:
    """Registers without a row are named once each, at the first row."""
    result = answer(made({1: [], 2: [], 3: [], 4: []}), tmp_path)
    assert places(result.findings) == [("register-kosong", f"Reg_{n}", "A7") for n in range(1, 5)]


def test_an_office_may_list_its_members_on_the_sheet(tmp_path: Path) -> None:
    """Without villages in the profile the list beside the register is what counts."""
    definition = chosen("3", name="kecamatan")
    typed = {f"{word}_{n}_tw1": 5 for word in ("pembilang", "penyebut") for n in (1, 2, 4)}
    lines = {"tempat": "X", "jabatan": "CAMAT X", "wilayah": "KAB", "nama_pejabat": "N", "pangkat": "P"}
    lines["nip"] = "19791017 200012 1 001"
    data = made({3: [["Satu", D(2023, 1, 2), ""]]}, definition, **lines, **typed)
    parts = unzipped(data)
    xml = parts["xl/worksheets/sheet5.xml"].decode()
    for row, name in enumerate(("Satu", "Dua", "Tiga"), start=7):
        xml = _with_cell(xml, f"E{row}", name, {})
    parts["xl/worksheets/sheet5.xml"] = xml.encode()
    result = answer(zipped(parts), tmp_path)
    assert [finding for finding in result.findings if finding.severity is Severity.ERROR] == []
    assert figures(result)[3] == [(1, 3)]


# ---------------------------------------------------------------- faults at their rows

FAULTS: dict[str, tuple[str, dict[str, Value], list[tuple[str, str, str]]]] = {
    "kind missing": ("Reg_1", {"B8": None}, [("register-belum-lengkap", "Reg_1", "B8")]),
    "only a word": (
        "Reg_1",
        {"C12": "Ya"},
        [("register-belum-lengkap", "Reg_1", "A12"), ("register-belum-lengkap", "Reg_1", "B12")],
    ),
    "text as date": ("Reg_1", {"A8": "5 Januari"}, [("register-isi-salah", "Reg_1", "A8")]),
    "no choice": ("Reg_1", {"C8": "Mungkin"}, [("register-isi-salah", "Reg_1", "C8")]),
    "TRUE as date": ("Reg_1", {"A8": True}, [("register-isi-salah", "Reg_1", "A8")]),
    "year typed as date": ("Reg_1", {"A8": 20230105}, [("register-isi-salah", "Reg_1", "A8")]),
    "error value": ("Reg_2", {"C7": Error("#N/A")}, [("rumus-galat", "Reg_2", "C7")]),
    "error value of a newer Excel": ("Reg_2", {"C7": Error("#SPILL!")}, [("rumus-galat", "Reg_2", "C7")]),
    "formula without value": ("Reg_2", {"C7": Formula("TODAY()")}, [("rumus-tanpa-nilai", "Reg_2", "C7")]),
    "another year": ("Reg_2", {"A7": D(2022, 12, 30)}, [("register-tahun-lain", "Reg_2", "A7")]),
    "done before received": ("Reg_2", {"C7": D(2023, 1, 3)}, [("register-urutan", "Reg_2", "C7")]),
    "open": ("Reg_2", {"C8": None}, [("register-terbuka", "Reg_2", "C8")]),
    "settled next year": ("Reg_2", {"C8": D(2024, 1, 3)}, [("register-tahun-lain", "Reg_2", "C8")]),
    "unknown village": ("Reg_3", {"A7": "Bayemann"}, [("register-tidak-dikenal", "Reg_3", "A7")]),
    "village twice": ("Reg_3", {"A9": "BAYEMAN"}, [("register-anggota-ganda", "Reg_3", "A9")]),
    "date without village": ("Reg_3", {"A8": None}, [("register-belum-lengkap", "Reg_3", "A8")]),
    "number twice": ("Reg_4", {"A8": "a/1 "}, [("register-ganda", "Reg_4", "A8")]),
    "number as number": ("Reg_4", {"A7": 7, "A8": "7"}, [("register-ganda", "Reg_4", "A8")]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_named_at_its_row(name: str, tmp_path: Path) -> None:
    """A fault of a row is one finding at its cell; what the live cells show afterwards is a warning of its own."""
    sheet, cells, expected = FAULTS[name]
    result = answer(put(made(), sheet, cells), tmp_path)
    rest = ("register-belum-terhitung", "penyebut-nol", "pembilang-melebihi-penyebut-periode", "lonjakan")
    assert [place for place in places(result.findings) if place[0] not in rest] == expected


def test_sound_rows_have_no_finding(tmp_path: Path) -> None:
    """The rows that the tests change are sound: only a period that settles an earlier matter is spoken of."""
    codes = [finding.code for finding in answer(made(), tmp_path).findings]
    assert codes == ["pembilang-melebihi-penyebut-periode", "penyebut-nol"]


def test_at_most_twenty_of_a_kind_are_listed(tmp_path: Path) -> None:
    """Of 25 open complaints 20 are listed and 5 counted."""
    rows: Rows = {**sound(), 2: [[D(2023, 1, 2), "Keamanan", ""] for _ in range(25)]}
    findings = answer(made(rows), tmp_path).findings
    assert sum(finding.code == "register-terbuka" for finding in findings) == 20
    (rest,) = (finding for finding in findings if finding.code == "register-selebihnya")
    assert (rest.sheet, rest.cell, rest.severity) == ("Reg_2", None, Severity.INFO)
    assert "5 baris lain" in rest.message


def test_a_typed_number_must_equal_the_register(tmp_path: Path) -> None:
    """A number typed over a live count is an error with both values, unless it is the same."""
    wrong = answer(put(made(), "Data", {"D7": 5}), tmp_path)
    (finding,) = (finding for finding in wrong.findings if finding.code == "register-tidak-cocok")
    assert (finding.sheet, finding.cell, finding.found, finding.expected) == ("Data", "D7", "5", "2")
    assert finding.severity is Severity.ERROR
    assert answer(put(made(), "Data", {"D7": 2}), tmp_path).valid
    foreign = answer(put(made(), "Data", {"D7": Formula("2+3", 5)}), tmp_path)
    assert ("register-tidak-cocok", "Data", "D7") in places(foreign.findings)


@pytest.mark.parametrize("value", ["dua", "-"])
def test_a_typed_word_is_not_cocok(value: str, tmp_path: Path) -> None:
    """A word typed over a live count is an error too."""
    assert ("register-tidak-cocok", "Data", "D7") in places(
        answer(put(made(), "Data", {"D7": value}), tmp_path).findings
    )


def test_a_formula_that_was_not_calculated_again_is_warned_of(tmp_path: Path) -> None:
    """A stale live count changes no figure: the rows do."""
    result = answer(put(made(), "Data", {"D7": Formula("COUNTIFS(reg_1_tanggal,1)", 77)}), tmp_path)
    assert ("register-belum-terhitung", "Data", "D7") in places(result.findings)
    assert figures(result)[1][0] == (2, 2)
    bare = answer(put(made(), "Data", {"D7": Formula("COUNTIFS(reg_1_tanggal,1)")}), tmp_path)
    assert figures(bare) == figures(result)
    assert "register-belum-terhitung" not in [finding.code for finding in bare.findings]


def test_faults_of_the_whole_register(tmp_path: Path) -> None:
    """A changed heading, a lost name and content far away are errors of the register; it has no figure then."""
    heading = answer(put(made(), "Reg_1", {"B6": "APA"}), tmp_path)
    assert places(heading.findings)[-1] == ("register-rusak", "Reg_1", "B6")
    parts = unzipped(made())
    book = parts["xl/workbook.xml"].decode()
    parts["xl/workbook.xml"] = re.sub(r'<definedName name="reg_1_jenis">[^<]*</definedName>', "", book).encode()
    assert ("register-rusak", "Reg_1", None) in places(answer(zipped(parts), tmp_path).findings)
    parts["xl/workbook.xml"] = re.sub(r'<definedName name="reg_1_[a-z]+">[^<]*</definedName>', "", book).encode()
    restored = answer(zipped(parts), tmp_path)
    assert ("nama-dipulihkan", "Reg_1", "A6") in places(restored.findings)
    assert figures(restored) == figures(answer(made(), tmp_path))
    parts = unzipped(made())
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[part_of("Reg_1")] = parts[part_of("Reg_1")].replace(b"</sheetData>", far)
    (finding,) = (f for f in answer(zipped(parts), tmp_path).findings if f.code == "register-rusak")
    assert finding.found == "ada isi sejauh XFD1048576"


# ---------------------------------------------------------------- privacy

NAME = "Bambang Rahasia"


def test_no_row_reaches_any_output(tmp_path: Path) -> None:
    """A name planted in every column of every register stands in no byte of any output, JSON, log or screen."""
    planted = sound()
    planted[3][0][2] = NAME
    planted[4][0][0] = planted[4][0][2] = NAME
    data = made(planted)
    (tmp_path / "sah.xlsx").write_bytes(data)
    for sheet, columns in (("Reg_1", "ABC"), ("Reg_2", "ABC"), ("Reg_3", "ABC"), ("Reg_4", "ABCDE")):
        data = put(data, sheet, {f"{letter}8": NAME for letter in columns})
        data = put(data, sheet, {f"{letter}9": Formula(f'"{NAME}"', NAME) for letter in columns})
        data = put(data, sheet, {f"{letter}10": Error("#N/A") for letter in columns})
    (tmp_path / "salah.xlsx").write_bytes(data)
    runner = CliRunner()
    inputs = [str(tmp_path / name) for name in ("sah.xlsx", "salah.xlsx")]
    said = b""
    for command in (["build", "-o", str(tmp_path / "hasil")], ["check"]):
        for option in ([], ["--json"]):
            done = runner.invoke(cli, [command[0], *inputs, *command[1:], *option], standalone_mode=False)
            said += done.output_bytes
    assert (tmp_path / "hasil" / "salah_koreksi.xlsx").exists()
    (output,) = (tmp_path / "hasil").glob("IKU_*.xlsx")
    with zipfile.ZipFile(output) as archive:
        told = said + output.read_bytes() + b"".join(archive.read(name) for name in archive.namelist())
    for word in NAME.split():
        assert word.encode() not in told
        assert word.encode() in b"".join(unzipped(data).values())  # it was there to be found


# ---------------------------------------------------------------- the sheets


def test_open_matters_stand_on_the_check(tmp_path: Path) -> None:
    """Pemeriksaan shows how each register is counted, and what was open at the end of each period."""
    rows: Rows = {**sound(), 2: [[D(2023, 2, 1), "Keamanan", D(2023, 4, 3)], [D(2023, 5, 1), "Keamanan", ""]]}
    result = answer(made(rows), tmp_path)
    assert result.submission.pending == {2: (1, 1), 4: (1, 0)}
    sheet = load_workbook(BytesIO(workbook.render(result)))["Pemeriksaan"]
    cells = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    title = chosen().registers[2].title
    assert [2, "Triwulan I", 1, title] in cells
    assert [2, "Triwulan II", 1, title] in cells
    text = " ".join(str(value) for row in cells for value in row)
    assert "walaupun masuknya di periode sebelumnya" in text


def test_the_correction_copy_marks_register_rows(tmp_path: Path) -> None:
    """A faulty row is filled and commented in the copy, and the copy is itself a template."""
    source = tmp_path / "isian.xlsx"
    source.write_bytes(put(made(), "Reg_1", {"C8": "Mungkin"}))
    (report,) = batch.build([source], batch.Destination(tmp_path / "hasil"))
    assert report.correction is not None
    sheet = load_workbook(report.correction)["Reg_1"]
    assert sheet["C8"].fill.fgColor.rgb == "FFFFB3B3"
    assert sheet["C8"].comment is not None
    assert sheet["C7"].fill.fgColor.rgb != "FFFFB3B3"
    again = outcome(report.correction)
    assert ("register-isi-salah", "Reg_1", "C8") in places(again.findings)


def test_a_workbook_too_large_for_a_copy_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no correction copy is made because of its size, a finding tells."""
    from iku_excel.workbook import correction

    monkeypatch.setattr(correction, "MAX_COPIED", 1000)
    source = tmp_path / "isian.xlsx"
    source.write_bytes(put(made(), "Reg_1", {"C8": "Mungkin"}))
    (report,) = batch.build([source], batch.Destination(tmp_path / "hasil"))
    assert report.correction is None
    assert report.outcome.findings[-1].code == "salinan-tidak-dibuat"


def test_a_register_is_a_table_with_lists_dates_and_a_filter() -> None:
    """Each register has a table of 250 rows with a filter, validation far beyond it, and names over its columns."""
    definition = chosen()
    book = load_workbook(BytesIO(template.render(definition)))
    registers = ["Reg_1", "Reg_2", "Reg_3", "Reg_4"]
    assert book.sheetnames == [
        "Petunjuk",
        "Identitas",
        "Indikator",
        "Data",
        *registers,
        "Periksa",
        "IKU",
        "Capaian",
        "_iku",
    ]
    for place in layout(definition).registers:
        sheet = book[place.sheet]
        (table,) = sheet.tables.values()
        assert table.autoFilter is not None
        assert table.ref.startswith("A6:")
        assert table.ref.endswith("256")
        assert [column.name for column in table.tableColumns] == [area.label for area in place.areas]
        for area in place.areas:
            assert book.defined_names[area.name].attr_text == area.reference
        kinds = {rule.type for rule in sheet.data_validations.dataValidation}
        assert "date" in kinds
    assert [cell.value for cell in book["Reg_3"]["A"][6:20]] == list(definition.registers[3].members)
    locked = [book["Data"][cell].protection.locked for cell in ("D7", "G8", "D15")]
    assert locked == [True, True, True]


def test_a_template_without_registers_is_what_it_was() -> None:
    """No register leaves no trace: neither in the definition nor on a sheet."""
    assert "register" not in profile.to_json(define())
    assert profile.to_json(chosen("")) == profile.to_json(define())
    assert template.render(define()) == (INPUT_TEMPLATES / "templat_tongas_2023_triwulanan.xlsx").read_bytes()


def test_the_option_chooses_registers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--register takes numbers or all; anything else is wrong usage in one line."""
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    assert runner.invoke(cli, ["template", "--register", "2,4", "-o", "t.xlsx"]).exit_code == 0
    assert [name for name in load_workbook("t.xlsx").sheetnames if name.startswith("Reg_")] == ["Reg_2", "Reg_4"]
    for choice, words in (("9", "indikator 9 tidak mempunyai register"), ("x", "bukan nomor indikator")):
        done = runner.invoke(cli, ["template", "--register", choice, "-o", "u.xlsx"])
        assert done.exit_code == 2
        assert words in " ".join(done.output.split())


# ---------------------------------------------------------------- LibreOffice


@needs_office
def test_recalculating_the_input_gives_the_counts_of_the_pipeline(tmp_path: Path) -> None:
    """LibreOffice, given rows and formulas without values, arrives at the counts that the pipeline computes."""
    rows = {number: list(found) for number, found in make_module().register_rows().items()}
    rows[2] += [[D(2022, 12, 1), "Keamanan", D(2023, 1, 4)], [D(2023, 6, 1), "Keamanan", D(2024, 1, 4)]]
    rows[3] += [["KLAMPOK", D(2023, 5, 1), "lagi"]]
    rows[1] += [[D(2023, 3, 31), "lainnya", "YA"], [D(2022, 12, 31), "Lainnya", "Ya"]]
    data = made(rows)
    assert_recalculates(data, tmp_path, least=90)
    bare = tmp_path / "kosong.xlsx"
    bare.write_bytes(without_values(data))
    result = outcome(convert(bare, "xlsx", tmp_path / "again"))
    assert "register-belum-terhitung" not in [finding.code for finding in result.findings]
    assert figures(result) == figures(answer(data, tmp_path))


EDITS = {
    "a row inserted above the first": (
        'doc.Sheets.getByName("Reg_1").Rows.insertByIndex(6, 1)\n'
        'doc.Sheets.getByName("Reg_1").getCellRangeByName("A7").Value = 44931\n'
        'doc.Sheets.getByName("Reg_1").getCellRangeByName("B7").String = "Legalisasi"\n'
        'doc.Sheets.getByName("Reg_1").getCellRangeByName("C7").String = "Tidak"\n'
    ),
    "renamed and moved": (
        'doc.Sheets.getByName("Reg_1").Name = "Daftar layanan"\ndoc.Sheets.moveByName("Daftar layanan", 0)\n'
    ),
    "beyond the rows that are ready": (
        'doc.Sheets.getByName("Reg_1").getCellRangeByName("A900").Value = 44931\n'
        'doc.Sheets.getByName("Reg_1").getCellRangeByName("B900").String = "Legalisasi"\n'
        'doc.Sheets.getByName("Reg_1").getCellRangeByName("C900").String = "Tidak"\n'
    ),
    "a column moved away": 'doc.Sheets.getByName("Reg_1").Columns.insertByIndex(1, 1)\n',
}


@needs_office
def test_a_clerk_may_insert_rename_and_go_on(tmp_path: Path) -> None:
    """Rows inserted anywhere, rows beyond the table, renamed and moved sheets: the same way to the figures."""
    source = tmp_path / "isian.xlsx"
    source.write_bytes(made())
    keys = {name.replace(" ", "_"): statements for name, statements in EDITS.items()}
    written = edit(source, keys, tmp_path)
    for key, path in written.items():
        result = outcome(path)
        more = 1 if "row" in key else 0
        assert figures(result)[1] == [(2, 2 + more), (0, 1)], (key, result.findings)
        assert "register-belum-terhitung" not in [finding.code for finding in result.findings], key


def test_registers_of_another_office(tmp_path: Path) -> None:
    """An office defines columns of its own: months, another rule, another list."""
    raw = json.loads(profile.to_json(dataclasses.replace(define("bulanan"))))
    raw["goals"][3]["indicators"][0]["register"] = {
        "title": "SURAT MASUK",
        "date": "terima",
        "numerator": "jawab",
        "columns": [
            {"key": "terima", "label": "DITERIMA", "type": "tanggal"},
            {"key": "jawab", "label": "DIJAWAB", "type": "tanggal", "required": False},
        ],
    }
    definition = profile.parse(raw)
    values = {f"{word}_{n}_b01": 5 for word in ("pembilang", "penyebut") for n in (1, 2, 3)}
    rows: Rows = {4: [[D(2023, 1, 5), D(2023, 1, 9)], [D(2023, 1, 8), ""]]}
    assert figures(answer(made(rows, definition, **values), tmp_path))[4] == [(1, 2)]


def test_a_filled_template_without_registers_still_reads_its_numbers(tmp_path: Path) -> None:
    """Counts typed into a template without registers are untouched by all this."""
    assert outcome(filled().save(tmp_path)).submission.pending == {}

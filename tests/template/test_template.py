"""The template as a clerk's program sees it: names, locks, validation, live cells, the same bytes."""

from __future__ import annotations

import importlib.util
import re
from io import BytesIO
from pathlib import Path

import gold
import pytest
from builders import define, filled, unzipped
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.cell_range import CellRange

from iku_excel import template
from iku_excel.definition import profile
from iku_excel.definition.layout import layout
from iku_excel.model import PERIODS, Definition

INPUT_TEMPLATES = Path(__file__).parents[2] / "input_templates"
LOCKED = {"nama_organisasi", "tahun"}
NO_VALIDATION = LOCKED


def opened(definition: Definition) -> Book:
    return load_workbook(BytesIO(template.render(definition)))


def contract_names(definition: Definition) -> set[str]:
    identity = [
        "nama_organisasi",
        "tahun",
        "tempat",
        "tanggal",
        "jabatan",
        "wilayah",
        "nama_pejabat",
        "pangkat",
        "nip",
        "catatan",
    ]
    numbers = [indicator.number for indicator in definition.indicators]
    counts = {
        f"{word}_{i}_{period.code}"
        for word in ("pembilang", "penyebut")
        for i in numbers
        for period in definition.periods
    }
    return {*identity, "catatan", *(f"target_{i}" for i in numbers), *counts}


@pytest.mark.parametrize("period", PERIODS)
def test_input_cells_are_named_and_unlocked_and_nothing_else_is(period: str) -> None:
    """Every input cell has its contract name; unlocked cells and named input cells are the same set."""
    definition = define(period)
    book = opened(definition)
    assert book.sheetnames == ["Petunjuk", "Identitas", "Indikator", "Data", "Periksa", "IKU", "Capaian", "_iku"]
    assert book["_iku"].sheet_state == "veryHidden"
    named = {}
    for name in contract_names(definition):
        sheet, cell = book.defined_names[name].attr_text.split("!")
        named[name] = (sheet, cell.replace("$", ""))
    unlocked = {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert unlocked == {place for name, place in named.items() if name not in LOCKED}
    for sheet in book.worksheets[:-1]:
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password


@pytest.mark.parametrize("period", PERIODS)
def test_every_input_cell_has_an_input_message_and_an_error_box(period: str) -> None:
    """Selecting an input cell tells what to write; a wrong entry is refused with words in Indonesian."""
    definition = define(period)
    book = opened(definition)
    validated = {}
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            for area in rule.sqref.ranges:
                validated[sheet.title, area.coord] = rule
    for field in layout(definition).fields:
        if field.name in NO_VALIDATION:
            continue
        rule = validated[field.place.sheet, field.place.a1]
        assert rule.promptTitle, field.name
        assert rule.prompt, field.name
        assert rule.error, field.name


def test_presets_and_blanks() -> None:
    """The signatory is preset from the profile; counts, targets, date and note are empty."""
    book = opened(define())
    values = {}
    for name in contract_names(define()):
        sheet, cell = book.defined_names[name].attr_text.split("!")
        values[name] = book[sheet][cell.replace("$", "")].value
    preset = {name: value for name, value in values.items() if value is not None}
    assert preset == {
        "nama_organisasi": "KECAMATAN TONGAS",
        "tahun": 2023,
        "tempat": "TONGAS",
        "jabatan": "CAMAT TONGAS",
        "wilayah": "KABUPATEN PROBOLINGGO",
        "nama_pejabat": "ROCHMAD WIDIARTO.S.STP.",
        "pangkat": "Pembina",
        "nip": "19791017 200012 1 001",
    }


def test_generic_kecamatan_leaves_the_signatory_to_fill_in() -> None:
    """The profile for any kecamatan presets only the organization and the year."""
    definition = define("triwulanan", "kecamatan", "KECAMATAN X")
    book = opened(definition)
    for name in ("tempat", "jabatan", "wilayah", "nama_pejabat", "pangkat", "nip"):
        sheet, cell = book.defined_names[name].attr_text.split("!")
        assert book[sheet][cell.replace("$", "")].value is None, name
    assert {indicator.data_source for indicator in definition.indicators} == {"Kecamatan X"}


def test_identity_is_in_the_property_too() -> None:
    """A custom document property repeats contract version and profile id, for clients that drop sheets."""
    part = unzipped(template.render(define()))["docProps/custom.xml"].decode()
    found = re.findall(r'name="([^"]+)"><vt:lpwstr>([^<]+)<', part)
    assert dict(found) == {"iku_excel": "1/kecamatan_tongas_2023"}


@pytest.mark.parametrize("period", PERIODS)
def test_same_definition_gives_the_same_bytes(period: str) -> None:
    """A template is the same to the byte each time it is made."""
    assert template.render(define(period)) == template.render(define(period))


@pytest.mark.parametrize("period", ["tahunan", "triwulanan"])
def test_template_is_as_kept(period: str) -> None:
    """The whole template equals the dump that was last looked at."""
    gold.compare(f"template_{period}", template.render(define(period)))


@pytest.mark.parametrize("office", [name for name in profile.shipped() if name.startswith("contoh_")])
def test_examples_of_other_offices_are_as_kept(office: str) -> None:
    """The sheets of each filled example that a clerk sees equal their dump; the lists of Periksa are those of above."""
    data = (INPUT_TEMPLATES / f"{office}.xlsx").read_bytes()
    gold.compare(f"example_{office}", data, without=("Periksa", "IKU", "_iku"))


def test_shipped_workbooks_are_what_the_code_makes() -> None:
    """input_templates/ holds exactly what its script makes today; renew it with: make templates."""
    spec = importlib.util.spec_from_file_location("make", INPUT_TEMPLATES / "make.py")
    assert spec
    assert spec.loader
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    made = make.workbooks()
    assert sorted(made) == sorted(path.name for path in INPUT_TEMPLATES.glob("*.xlsx"))
    for name, data in made.items():
        kept = (INPUT_TEMPLATES / name).read_bytes()
        # another version of a library may compress and order otherwise; only then is it worth to read all
        assert unzipped(kept) == unzipped(data) or gold.dump(kept) == gold.dump(data), name


def test_live_cells_show_what_the_counts_say() -> None:
    """The ratio and the status word beside a pair are stored as they would calculate."""
    sample = filled(n_periods=1, pembilang_2_tw1=25, pembilang_4_tw1=0, penyebut_4_tw1=0)
    sheet = load_workbook(BytesIO(template.render(sample.definition, sample.values)), data_only=True)["Data"]
    assert [sheet[cell].value for cell in ("D9", "D10")] == [0.9, "Lengkap"]
    assert [sheet[cell].value for cell in ("D13", "D14")] == [1.25, "Melebihi"]
    assert [sheet[cell].value for cell in ("D21", "D22")] == ["n/a", "0 dari 0"]
    assert [sheet[cell].value or "" for cell in ("E9", "E10")] == ["", "Kosong"]
    assert [sheet[cell].value for cell in ("H7", "H8", "H9", "H10")] == [90, 100, 0.9, "Lengkap"]


def test_a_register_is_printed_with_its_title_and_the_verdict() -> None:
    """However narrow the columns of a register are, the paper shows the whole title and the whole verdict."""
    data = template.render(profile.load("kecamatan_tongas_2023").define("triwulanan", None, registers="all"))
    book = load_workbook(BytesIO(data))
    for name in ("Reg_1", "Reg_2", "Reg_3", "Reg_4"):
        sheet = book[name]
        printed = CellRange(sheet.print_area.partition("!")[2].replace("$", ""))
        heads = sorted((area for area in sheet.merged_cells.ranges if area.min_row == 1), key=lambda area: area.min_col)
        assert [printed.issuperset(area) for area in heads[:2]] == [True, True]

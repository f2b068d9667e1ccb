"""The live sheets of a template: the official form, Capaian, the check number; sizes, and what every program reads."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from builders import TONGAS, define, filled, outcome, unzipped
from measured import cells, of_the_rich, office
from office import needs_office, print_all
from openpyxl import load_workbook
from pypdf import PageObject

from iku_excel import template, workbook
from iku_excel.definition import check_number, profile
from iku_excel.model import Definition
from iku_excel.package import admit
from iku_excel.template.calculation import relative
from iku_excel.template.calculation.functions import EAGER, LAZY

KB = 1_000
NAME = "KECAMATAN LUAR BIASA SEKALI"
COUNTED = {"COUNTIFS", "SUMPRODUCT"}
"""Functions of the live counts, whose values come from the registers themselves."""


def many(number: int) -> Definition:
    """Return a definition of so many indicators, each as long as a real one."""
    definition = define("bulanan")
    (goal, *_) = definition.goals
    indicators = tuple(replace(goal.indicators[0], number=n) for n in range(1, number + 1))
    return replace(definition, goals=(replace(goal, indicators=indicators),))


@pytest.mark.parametrize("name", profile.shipped())
def test_sizes(name: str) -> None:
    """A shipped profile's largest template, of twelve months, stays under 60 kB, with all registers under 90 kB."""
    shipped = profile.load(name)
    fixed = name == TONGAS
    for registers, most in (("", 60), *([("all", 90)] if name.startswith("kecamatan") else [])):
        definition = shipped.define("bulanan", None if fixed else NAME, None if fixed else 2024, registers)
        data = template.render(definition)
        assert len(data) < most * KB
        admit(data)


def test_neighbours_share_their_formula() -> None:
    """Formulas that do the same are written once; one that looks at another sheet never is, as programs have it."""
    parts = unzipped(template.render(define("bulanan")))
    for name in ("xl/worksheets/sheet4.xml", "xl/worksheets/sheet5.xml"):
        formulas = re.findall(r"<f([^>]*)>([^<]*)</f>|<f([^>]*)/>", parts[name].decode())
        shared = [formula for attributes, formula, _ in formulas if "shared" in attributes]
        assert sum("shared" in followers for *_, followers in formulas) > len(formulas) / 2
        assert shared
        assert not [formula for formula in shared if "!$" in formula or re.search("![A-Z]", formula)]


@pytest.mark.parametrize(
    ("formula", "seen"),
    [
        ('IF(D7="",$A$1,Data!E8)', 'IF(R[-2]C[0]="",R1C1,Data!R[-1]C[1])'),
        ("SUM($D7:E$9)-4", "SUM(R[-2]C4:R9C[1])-4"),
        ('LOG10(D9)&"D9 Data!D9"&1E+99&Reg_1!A2', 'LOG10(R[0]C[0])&"D9 Data!D9"&1E+99&Reg_1!R[-7]C[-3]'),
    ],
)
def test_a_formula_as_seen_from_its_cell(formula: str, seen: str) -> None:
    """References are counted from the cell, those with dollars from the edge; texts and functions stay as they are."""
    assert relative(formula, 8, 3) == seen


def test_size_of_the_largest() -> None:
    """With 99 indicators, counted every month, it stays under 400 kB."""
    data = template.render(many(99))
    assert len(data) < 400 * KB
    admit(data)


def test_formulas_are_such_as_every_program_reads() -> None:
    """Only functions of Excel 2010 that no language changes; no array formula, no whole column, nothing volatile."""
    data = template.render(profile.load("kecamatan_tongas_2023").define("triwulanan", registers="all"))
    found = set()
    for name, part in unzipped(data).items():
        if name.startswith("xl/worksheets/"):
            assert b't="array"' not in part
            for formula in re.findall(r"<f[^>]*>([^<]*)</f>", part.decode()):
                plain = re.sub(r"&quot;|\"[^\"]*\"", "", formula)
                found |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", plain))
                assert not re.search(r"\$?[A-Z]+:\$?[A-Z]+(?![0-9$])", plain), formula
    assert found <= set(EAGER) | set(LAZY) | COUNTED


def test_the_check_number_is_the_same_everywhere(tmp_path: Path) -> None:
    """Template, JSON and output show one number for the same figures, and another if two figures change places."""
    every = office()
    for sample in (filled(n_periods=2), filled("bulanan", 5)):
        found = outcome(sample.save(tmp_path))
        number = check_number.of_results(sample.definition, found.results)
        sheet = load_workbook(BytesIO(template.render(sample.definition, sample.values)), data_only=True)["Capaian"]
        assert sheet["A4"].value == f"Angka periksa: {number}"
        built = load_workbook(BytesIO(workbook.render(found)), data_only=True)
        assert str(built["Capaian"]["A2"].value).endswith(f"Angka periksa: {number}")
    path = tmp_path / "semua.xlsx"
    path.write_bytes(template.render(every, cells(every)))
    number = check_number.of_results(every, outcome(path).results)
    sheet = load_workbook(path, data_only=True)["Capaian"]
    assert sheet["A4"].value == f"Angka periksa: {number}"
    swapped = filled(n_periods=2, pembilang_1_tw1=80, pembilang_1_tw2=100, penyebut_1_tw2=100)
    other = filled(n_periods=2, pembilang_1_tw1=100, pembilang_1_tw2=80, penyebut_1_tw2=100)
    numbers = [check_number.of_results(define(), outcome(sample.save(tmp_path)).results) for sample in (swapped, other)]
    assert numbers[0] != numbers[1]


def test_capaian_shows_what_build_will_show(tmp_path: Path) -> None:
    """Every figure, achievement and predicate of the live sheet is the outcome's own, whatever the measure."""
    every = office()
    path = tmp_path / "semua.xlsx"
    path.write_bytes(template.render(every, cells(every)))
    sheet = load_workbook(path, data_only=True)["Capaian"]
    built = load_workbook(BytesIO(workbook.render(outcome(path))), data_only=True)["Capaian"]
    for number in range(len(every.indicators)):
        for col in "DEFGHI":
            live, made = sheet[f"{col}{8 + number}"].value, built[f"{col}{7 + number}"].value
            if isinstance(made, str):  # a step stands as it was typed
                assert str(live).casefold() == made.casefold(), (number, col)
            else:
                assert live == pytest.approx(made, rel=1e-12), (number, col)


def placed(page: PageObject) -> list[tuple[str, int, int]]:
    """Return the texts of a page with their places."""
    words: list[tuple[str, int, int]] = []

    def look(text: str, _: object, matrix: list[float], *__: object) -> None:
        if text.strip():
            words.append((text.strip(), round(matrix[4]), round(matrix[5])))

    page.extract_text(visitor_text=look)
    return words


@needs_office
def test_the_form_prints_as_build_prints_it(tmp_path: Path) -> None:
    """The page of the template's IKU has the same words at the same places as that of the output."""
    sample = filled(n_periods=2, tanggal="30 Juni 2023")
    filled_in = sample.save(tmp_path)
    built = tmp_path / "keluaran.xlsx"
    built.write_bytes(workbook.render(outcome(filled_in)))
    printed = print_all([filled_in, built], tmp_path)
    pages = []
    for name in ("isian", "keluaran"):
        (page,) = [
            page
            for page in printed[name].pages
            if "Sumber Data" in page.extract_text() or "NIP." in page.extract_text()
        ]
        pages.append(placed(page))
    assert pages[0] == pages[1]


def test_sums_are_no_cells(tmp_path: Path) -> None:
    """What the periods come to may be more than a cell may hold; amounts stand in small letters in wide columns."""
    book = load_workbook(of_the_rich(tmp_path, 1), data_only=True)
    (sums,) = [col for col in book["Data"].iter_cols(min_row=6) if col[0].value == "Kumulatif"]
    assert {cell.value for cell in sums[1:] if isinstance(cell.value, str)} >= {"Lengkap"}
    assert "Periksa" not in {cell.value for cell in sums}
    sheet = book["Capaian"]
    amounts = [cell for row in sheet.iter_rows(min_row=8) for cell in row if "Rp" in cell.number_format]
    assert amounts
    assert {cell.font.sz for cell in amounts} == {8}
    assert sheet.column_dimensions["D"].width >= 19  # and with it all up to the target

"""Every kind of workbook we write, calculated by other programs: nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import regency
from builders import Filled, filled, outcome
from commands import ROOT
from measured import of_the_rich
from office import needs_office
from recalculation import assert_same, by_gnumeric, by_libreoffice, needs_gnumeric

from iku_excel import template, workbook
from iku_excel.definition import profile
from iku_excel.model import PERIODS
from iku_excel.regency import recap, roster
from iku_excel.regency.recap.collect import expand
from iku_excel.template import practice

SAMPLES = {
    **{period: filled(period) for period in PERIODS},
    "half a year": filled(n_periods=2),
    "nothing to measure": filled(pembilang_2_tw1=0, penyebut_2_tw1=0).put("target_4", None),
    "thousands": filled("tahunan", pembilang_1_thn=1_234_567, penyebut_1_thn=7_654_321, target_1=0.5),
    "all zero": filled(
        "tahunan", values={f"{word}_{n}_thn": 0 for n in range(1, 5) for word in ("pembilang", "penyebut")}
    ),
}
"""Filled templates, whose outputs are calculated."""

TEMPLATES = {
    "half": filled(n_periods=2),
    "blank": Filled(filled("bulanan").definition, {}),
    "odd": filled(n_periods=1, pembilang_1_tw1=-3, penyebut_2_tw1=19.5, pembilang_3_tw1=20, penyebut_4_tw1="banyak"),
}
"""Templates as a clerk may leave them."""


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, int]]:
    """Return a workbook of every kind, with the least number of formulas it must have."""
    folder = tmp_path_factory.mktemp("semua")
    made: dict[str, tuple[bytes, int]] = {}
    for name, sample in SAMPLES.items():
        made[f"keluaran {name}"] = workbook.render(outcome(sample.save(folder))), 15
    for name, sample in TEMPLATES.items():
        made[f"isian {name}"] = template.render(sample.definition, sample.values), 40
    examples = ROOT / "input_templates"
    register = (examples / "contoh_tongas_2023_register.xlsx").read_bytes()
    made["templat register"] = (examples / "templat_tongas_2023_register.xlsx").read_bytes(), 400
    made["isian register"] = register, 400
    made["keluaran register"] = workbook.render(outcome(examples / "contoh_tongas_2023_register.xlsx")), 20
    bare = profile.load("kecamatan").define("bulanan", "KECAMATAN LUAR BIASA", 2024, "all")
    made["templat register bulanan"] = template.render(bare), 1_000
    for lesson in practice.LESSONS[::3]:  # a wrong target, a gap between periods, text for a number ...
        made[f"latihan {lesson.name}"] = practice.workbook(lesson), 40
    before, now = folder / "lalu", folder / "kini"
    regency.mail(before)
    regency.mail(now)
    (now / "IKU_KECAMATAN_PAJARAKAN.xlsx").unlink()
    listed = roster.read(regency.ROSTER)
    made["rekap"] = recap.make(expand([str(now)]), roster=listed, previous=before, picks=("newest",)).data, 1_000
    rich = folder / "kaya"
    rich.mkdir()
    offices = [of_the_rich(rich, number) for number in range(5)]  # whose sums are beyond what is exact
    made["rekap yang terlalu besar"] = recap.make(offices, previous=rich).data, 400
    return made


Calculated = Callable[[dict[str, bytes], Path], dict[str, Path]]


@pytest.mark.parametrize(
    "calculated",
    [
        pytest.param(by_libreoffice, marks=needs_office, id="libreoffice"),
        pytest.param(by_gnumeric, marks=needs_gnumeric, id="gnumeric"),
    ],
)
def test_other_programs_calculate_the_same(
    calculated: Calculated, books: dict[str, tuple[bytes, int]], tmp_path: Path
) -> None:
    """Outputs, templates with and without registers, practice files and a recap: every stored value is theirs too."""
    again = calculated({name: data for name, (data, _) in books.items()}, tmp_path)
    for name, (data, least) in books.items():
        assert_same(data, again[name], least)

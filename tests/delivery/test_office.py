"""LibreOffice as an independent judge: its recalculation and its printed pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Filled, filled, outcome
from office import convert, needs_office
from pypdf import PdfReader
from recalculation import assert_recalculates

from iku_excel import template, workbook
from iku_excel.model import PERIODS

pytestmark = needs_office

F4 = (330.2, 215.9)
A4 = (297.0, 210.0)


SAMPLES = {
    **{period: filled(period) for period in PERIODS},
    "half a year": filled(n_periods=2),
    "nothing to measure": filled(pembilang_2_tw1=0, penyebut_2_tw1=0).put("target_4", None),
    "thousands": filled("tahunan", pembilang_1_thn=1_234_567, penyebut_1_thn=7_654_321, target_1=0.5),
    "all zero": filled(
        "tahunan", values={f"{word}_{n}_thn": 0 for n in range(1, 5) for word in ("pembilang", "penyebut")}
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_recalculating_an_output_changes_nothing(name: str, tmp_path: Path) -> None:
    """Every formula of an output, calculated anew, gives the value stored beside it."""
    answer = outcome(SAMPLES[name].save(tmp_path))
    assert_recalculates(workbook.render(answer), tmp_path, least=15)


TEMPLATES = {
    "half": filled(n_periods=2),
    "blank": Filled(filled("bulanan").definition, {}),
    "odd": filled(n_periods=1, pembilang_1_tw1=-3, penyebut_2_tw1=19.5, pembilang_3_tw1=20, penyebut_4_tw1="banyak"),
}


@pytest.mark.parametrize("sample", TEMPLATES.values(), ids=TEMPLATES)
def test_recalculating_a_template_changes_nothing(sample: Filled, tmp_path: Path) -> None:
    """The live ratios and status words of a template are stored as they calculate."""
    assert_recalculates(template.render(sample.definition, sample.values), tmp_path, least=40)


def pages(data: bytes, folder: Path) -> PdfReader:
    source = folder / "print.xlsx"
    source.write_bytes(data)
    return PdfReader(convert(source, "pdf", folder))


@pytest.mark.parametrize(("paper", "size"), [("f4", F4), ("a4", A4)])
def test_form_prints_on_its_paper(paper: str, size: tuple[float, float], tmp_path: Path) -> None:
    """The form of Kecamatan Tongas is one page of its paper, complete from title to NIP."""
    reader = pages(workbook.render(outcome(filled("tahunan").save(tmp_path)), paper), tmp_path)
    page = reader.pages[0]
    millimetres = tuple(float(points) * 25.4 / 72 for points in (page.mediabox.width, page.mediabox.height))
    assert millimetres == pytest.approx(size, abs=1)
    text = " ".join(page.extract_text().split())
    for expected in ("INDIKATOR KINERJA UTAMA TAHUN 2023", "SUMBER DATA", "CAMAT TONGAS", "NIP. 19791017 200012 1 001"):
        assert expected in text
    assert len(reader.pages) == 3  # IKU, Capaian, Pemeriksaan: each one page


def test_people_read_indonesian_numbers(tmp_path: Path) -> None:
    """Printed by a program that runs in another language, figures still have a decimal comma."""
    sample = filled("tahunan", pembilang_1_thn=1_190, penyebut_1_thn=1_200)
    text = pages(workbook.render(outcome(sample.save(tmp_path))), tmp_path).pages[1].extract_text()
    assert "99,17%" in text
    assert "1.190 dari 1.200" in text
    assert "99.17" not in text

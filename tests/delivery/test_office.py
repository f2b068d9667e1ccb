"""LibreOffice as an independent judge: its recalculation and its printed pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import filled, outcome
from office import convert, needs_office
from pypdf import PdfReader

from iku_excel import workbook

pytestmark = needs_office

F4 = (330.2, 215.9)
A4 = (297.0, 210.0)


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

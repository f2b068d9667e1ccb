"""The output workbook, read back: the official text verbatim, live formulas, the same bytes, text only."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import gold
import pytest
import xlsxwriter
from builders import Filled, define, filled, outcome, unzipped
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from iku_excel import record, template, workbook
from iku_excel.definition import filenames, profile
from iku_excel.model import PERIODS, Outcome

REFERENCE = Path(__file__).parents[1] / "reference" / "iku_tongas_2023.txt"
INPUT_TEMPLATES = Path(__file__).parents[2] / "input_templates"


def built(sample: Filled, folder: Path, name: str = "isian.xlsx") -> tuple[Outcome, bytes]:
    answer = outcome(sample.save(folder, name))
    assert answer.valid, answer.findings
    return answer, workbook.render(answer)


def opened(data: bytes, *, values: bool = False) -> Book:
    return load_workbook(BytesIO(data), data_only=values)


def lines(sheet: Worksheet) -> list[str]:
    """Return the filled rows of a sheet, each as its cells' texts joined by a blank."""
    rows = [" ".join(str(value) for value in row if value is not None) for row in sheet.iter_rows(values_only=True)]
    return [row for row in rows if row]


def test_iku_sheet_is_the_official_text(tmp_path: Path) -> None:
    """Line by line and character by character, the sheet IKU is the official document and nothing else."""
    _, data = built(filled(), tmp_path)
    official = []
    for line in REFERENCE.read_text(encoding="utf-8").splitlines():
        text = line.strip().strip("*").removeprefix("- ").replace("\t", " ")
        if text:
            official.append(text)
    assert lines(opened(data)["IKU"]) == official


@pytest.mark.parametrize("period", PERIODS)
def test_sheets_in_order(period: str, tmp_path: Path) -> None:
    """The sheets stand in the order of the contract; a year has no sheet of periods."""
    _, data = built(filled(period), tmp_path)
    book = opened(data)
    middle = [] if period == "tahunan" else ["Periode"]
    assert book.sheetnames == ["IKU", "Capaian", *middle, "Pemeriksaan", "_iku"]
    assert book["_iku"].sheet_state == "veryHidden"


@pytest.mark.parametrize(
    ("date", "printed"),
    [
        ("", "TONGAS, 2023"),
        ("Pebruari 2023", "TONGAS, Pebruari 2023"),
        ("31 Desember 2023", "TONGAS, 31 Desember 2023"),
    ],
)
def test_place_and_date(date: str, printed: str, tmp_path: Path) -> None:
    """The line above the signature holds a year, a month and year, or a full date."""
    _, data = built(filled(tanggal=date), tmp_path)
    assert printed in lines(opened(data)["IKU"])


def test_nip_is_printed_in_groups(tmp_path: Path) -> None:
    """A NIP typed in one piece is printed 8 6 1 3, as text."""
    _, data = built(filled(nip="197910172000121001"), tmp_path)
    assert lines(opened(data)["IKU"])[-1] == "NIP. 19791017 200012 1 001"


@pytest.mark.parametrize(("paper", "code"), [("f4", 14), ("a4", 9)])
def test_form_prints_on_one_page_wide(paper: str, code: int, tmp_path: Path) -> None:
    """IKU prints landscape, one page wide, with the header rows repeated and nothing in the margins."""
    answer, _ = built(filled(), tmp_path)
    sheet = opened(workbook.render(answer, paper))["IKU"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (code, "landscape")
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    head = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "SASARAN STRATEGIS")
    assert sheet.print_title_rows == f"${head}:${head + 1}"
    assert b"headerFooter" not in unzipped(workbook.render(answer, paper))["xl/worksheets/sheet1.xml"]


def test_name_is_bold_and_underlined(tmp_path: Path) -> None:
    """The name in the signature block is bold and underlined, with three empty lines above it to sign."""
    _, data = built(filled(), tmp_path)
    sheet = opened(data)["IKU"]
    (name,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "ROCHMAD WIDIARTO.S.STP."]
    assert (name.font.b, name.font.u) == (True, "single")
    assert [sheet.cell(name.row - n, name.column).value for n in (1, 2, 3)] == [None] * 3
    assert sheet.cell(name.row - 4, name.column).value == "KABUPATEN PROBOLINGGO"


def test_every_figure_is_a_formula_with_its_value(tmp_path: Path) -> None:
    """On Capaian and Periode no percentage, sum, predicate or average is a typed value."""
    answer, data = built(filled(n_periods=3), tmp_path)
    formulas, values = opened(data), opened(data, values=True)
    rows = range(7, 11)
    for column in "DEFHIJ":
        for row in rows:
            cell = formulas["Capaian"][f"{column}{row}"]
            assert cell.data_type == "f", cell.coordinate
            assert values["Capaian"][cell.coordinate].value not in (None, ""), cell.coordinate
    shown = values["Capaian"]
    for row, result in zip(rows, answer.results, strict=True):
        assert (shown[f"D{row}"].value, shown[f"E{row}"].value) == (
            result.measured.numerator,
            result.measured.denominator,
        )
        assert shown[f"F{row}"].value * 100 == pytest.approx(result.measured.actual, rel=1e-12)
        assert shown[f"H{row}"].value * 100 == pytest.approx(result.achievement, rel=1e-12)
        assert shown[f"I{row}"].value == result.predicate
    assert shown["B11"].value == "Rata-rata capaian dari 4 indikator"
    mean = sum(result.achievement or 0 for result in answer.results) / 4
    assert shown["H11"].value * 100 == pytest.approx(mean, rel=1e-12)


def test_nothing_to_measure_stays_out_of_the_average(tmp_path: Path) -> None:
    """0 of 0 shows n/a, says so, and the average names a smaller divisor."""
    _, data = built(filled("tahunan", pembilang_2_thn=0, penyebut_2_thn=0), tmp_path)
    shown = opened(data, values=True)["Capaian"]
    assert [shown[f"{column}8"].value for column in "FHIJ"] == ["n/a", "n/a", "n/a", "0 dari 0, tidak ada yang diukur"]
    assert shown["B11"].value == "Rata-rata capaian dari 3 indikator"


def test_note_is_printed_but_never_on_the_form(tmp_path: Path) -> None:
    """The note stands on Capaian and Pemeriksaan, and not on IKU."""
    note = "CONTOH - angka rekaan"
    _, data = built(filled(catatan=note), tmp_path)
    book = opened(data)
    assert note in lines(book["Capaian"])
    assert note in lines(book["Pemeriksaan"])
    assert not any(note in line for line in lines(book["IKU"]))


def test_pemeriksaan_tells_rules_repairs_and_source(tmp_path: Path) -> None:
    """Pemeriksaan lists what was repaired, the rules in words, and where the figures come from."""
    sample = filled().put("pembilang_1_tw1", " 80 ").put("pembilang_2_tw1", 0).put("penyebut_2_tw1", 0)
    answer, data = built(sample, tmp_path, "IKU FINAL (1).xlsx")
    text = "\n".join(lines(opened(data)["Pemeriksaan"]))
    for expected in (
        '"80" sebagai teks; dipakai sebagai angka 80',
        "0 dari 0",
        "Arus (indikator 1, 2 dan 4)",
        "Stok (indikator 3)",
        "tanpa batas atas",
        "Permendagri Nomor 86 Tahun 2017",
        "IKU FINAL (1).xlsx",
        answer.submission.sha256,
    ):
        assert expected in text, expected


def test_machine_sheet_holds_the_same_figures(tmp_path: Path) -> None:
    """_iku holds the JSON record of the same outcome, with nothing of the folder it was built in."""
    answer, data = built(filled(), tmp_path)
    rows = list(opened(data)["_iku"].iter_rows(values_only=True))
    assert rows[0] == ("keluaran", "iku-excel/2")
    held = json.loads("".join(str(value) for key, value in rows if key == "hasil"))
    assert held == json.loads(json.dumps(record.of_outcome(answer, source="isian.xlsx", status="built")))
    assert str(tmp_path) not in json.dumps(held)


def test_same_name_and_bytes_give_the_same_output(tmp_path: Path) -> None:
    """Neither folder, time, locale, time zone nor hash seed reaches the bytes of an output."""
    outputs = set()
    for number, (locale, zone) in enumerate([("C", "UTC"), ("id_ID.UTF-8", "Asia/Jakarta"), ("de_DE.UTF-8", "UTC")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        filled(tanggal="Mei 2023").save(folder)
        environment = {**os.environ, "LC_ALL": locale, "TZ": zone, "PYTHONHASHSEED": str(number)}
        command = [sys.executable, "-m", "iku_excel", "build", "isian.xlsx", "-o", "hasil"]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        (output,) = (folder / "hasil").iterdir()
        assert output.name == "IKU_2023_TW4_KECAMATAN_TONGAS.xlsx"
        outputs.add(output.read_bytes())
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("period", "n_periods", "name"),
    [
        ("tahunan", None, "IKU_2023_KECAMATAN_TONGAS.xlsx"),
        ("semesteran", 1, "IKU_2023_S1_KECAMATAN_TONGAS.xlsx"),
        ("triwulanan", 2, "IKU_2023_TW2_KECAMATAN_TONGAS.xlsx"),
        ("bulanan", 11, "IKU_2023_B11_KECAMATAN_TONGAS.xlsx"),
    ],
)
def test_output_name_tells_the_last_period(period: str, n_periods: int | None, name: str, tmp_path: Path) -> None:
    """The name of an output holds year, last period reported, and organization."""
    assert filenames.output_name(outcome(filled(period, n_periods).save(tmp_path))) == name


def test_no_part_has_links_or_errors(tmp_path: Path) -> None:
    """An output holds no hyperlink, no external link, no macro and no error value."""
    _, data = built(filled(nama_pejabat="http://contoh.id", catatan="=1+1"), tmp_path)
    parts = unzipped(data)
    assert not [name for name in parts if re.search("externalLink|vbaProject|activeX", name)]
    for name, part in parts.items():
        assert b"<hyperlink" not in part, name
        assert b't="e"' not in part, name
    assert "=1+1" in lines(opened(data)["Capaian"])


@pytest.mark.parametrize("period", ["tahunan", "triwulanan"])
def test_output_is_as_kept(period: str, tmp_path: Path) -> None:
    """The whole output of a known input equals the dump that was last looked at."""
    sample = filled(period, None if period == "tahunan" else 2, catatan="CONTOH - angka rekaan")
    _, data = built(sample, tmp_path)
    gold.compare(f"output_{period}", data)


@pytest.mark.parametrize("office", [name for name in profile.shipped() if name.startswith("contoh_")])
def test_outputs_of_other_offices_are_as_kept(office: str) -> None:
    """Counts, levels, rupiah, growths, ranges: the whole output of each filled example equals its dump."""
    answer = outcome(INPUT_TEMPLATES / f"{office}.xlsx")
    assert answer.findings == ()
    gold.compare(f"output_{office}", workbook.render(answer))


def test_other_kecamatan(tmp_path: Path) -> None:
    """The generic profile builds the form of any kecamatan, under its own name."""
    definition = define("tahunan", "kecamatan", "KECAMATAN SUKAPURA")
    signatory: dict[str, template.Value] = {
        "tempat": "SUKAPURA",
        "jabatan": "Plt. CAMAT SUKAPURA",
        "wilayah": "KABUPATEN PROBOLINGGO",
        "nama_pejabat": "NAMA REKAAN, S.Sos.",
        "pangkat": "Penata Tk. I",
        "nip": "19800101 200501 2 001",
    }
    answer, data = built(filled(definition=definition, values=signatory), tmp_path)
    assert filenames.output_name(answer) == "IKU_2023_KECAMATAN_SUKAPURA.xlsx"
    text = lines(opened(data)["IKU"])
    assert "Nama Organisasi : KECAMATAN SUKAPURA" in text
    assert text[-6:] == [
        "SUKAPURA, 2023",
        "Plt. CAMAT SUKAPURA",
        "KABUPATEN PROBOLINGGO",
        "NAMA REKAAN, S.Sos.",
        "Penata Tk. I",
        "NIP. 19800101 200501 2 001",
    ]
    assert sum(line.endswith("Kecamatan Sukapura") for line in text) == 4


@pytest.mark.parametrize("period", PERIODS)
def test_same_bytes_as_xlsxwriter_alone(period: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The faster sheets give the bytes that xlsxwriter gives, with findings, n/a and odd letters in them."""
    path = filled(period, n_periods=2, catatan='R&D <uji> "kutip"').save(tmp_path)
    found = outcome(path)
    ours = workbook.render(found)
    monkeypatch.setattr(workbook, "Book", xlsxwriter.Workbook)
    assert workbook.render(found) == ours

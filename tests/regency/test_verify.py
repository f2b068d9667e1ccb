"""An output that comes back: untouched, saved again, edited, or no output at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import TONGAS, define, filled, outcome, unzipped, zipped
from office import convert, needs_office
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book

from iku_excel import __version__, workbook
from iku_excel.model import Finding
from iku_excel.package.gate import admit
from iku_excel.package.spreadsheet import moved, open_spreadsheet
from iku_excel.reading import outputs
from iku_excel.regency.verify import MAX_NAMED, verify
from iku_excel.run import store

ODD = {"catatan": 'CONTOH "rekaan" =1+1', "nama_pejabat": "Siti <b>& Budi", "tanggal": "Pebruari 2023"}


def output(folder: Path, period: str = "triwulanan", *, sealed: bool = False) -> Path:
    """Return an output with a warning, a text that looks like a formula, and no target for one indicator."""
    definition = define(period)
    last = definition.periods[-1].code
    sample = filled(period, values=ODD).put("target_2", None).put(f"pembilang_1_{last}", "90")
    data = workbook.render(outcome(sample.save(folder)))
    path = folder / "keluaran.xlsx"
    path.write_bytes(store.seal(data) if sealed else data)
    return path


def edited(folder: Path, change: Callable[[Book], None]) -> tuple[Finding, ...]:
    path = output(folder)
    book = load_workbook(path)
    change(book)
    book.save(path)
    return verify(path)


def told(findings: tuple[Finding, ...]) -> list[tuple[str | None, str | None, str | None, str | None]]:
    assert {finding.code for finding in findings} <= {"keluaran-diubah"}
    return [(finding.sheet, finding.cell, finding.found, finding.expected) for finding in findings]


@pytest.mark.parametrize("period", ["tahunan", "semesteran", "triwulanan", "bulanan"])
@pytest.mark.parametrize("sealed", [True, False])
def test_what_build_writes_is_whole(period: str, tmp_path: Path, *, sealed: bool) -> None:
    """An output is made again from its own record to the last cell, whatever stands in it."""
    assert verify(output(tmp_path, period, sealed=sealed)) == ()


def test_saved_by_another_program_is_whole(tmp_path: Path) -> None:
    """Opening and saving drops the seal and perhaps the stored values, and is no edit."""
    assert edited(tmp_path, lambda _: None) == ()


@needs_office
def test_saved_by_libreoffice_is_whole(tmp_path: Path) -> None:
    """LibreOffice writes every part its own way; nothing a person sees has changed."""
    (tmp_path / "baru").mkdir()
    assert verify(convert(output(tmp_path), "xlsx", tmp_path / "baru")) == ()


def test_a_figure_is_named_with_both_values(tmp_path: Path) -> None:
    """A count typed over, on the sheet of the periods."""

    def change(book: Book) -> None:
        book["Periode"]["D7"] = 95

    assert told(edited(tmp_path, change)) == [("Periode", "D7", "95", "90")]


def test_a_formula_is_named_with_both_formulas(tmp_path: Path) -> None:
    """A formula typed over by a number, and a formula made another."""

    def change(book: Book) -> None:
        book["Capaian"]["F7"] = 1
        book["Periode"]["H7"] = "=SUM(D7:F7)"

    (first, second) = told(edited(tmp_path, change))
    assert first == ("Capaian", "F7", "100%, tanpa rumus", 'rumus =IF(E7=0,"n/a",D7/E7) (nilai 90%)')
    assert second[:2] == ("Periode", "H7")
    assert (second[2] or "").startswith("rumus =SUM(D7:F7)")
    assert second[3] == "rumus =SUM(D7:G7) (nilai 360)"


def test_official_text_signature_and_additions_are_named(tmp_path: Path) -> None:
    """A letter of the decree, the name of the signatory, and a word written beside the form."""

    def change(book: Book) -> None:
        sheet = book["IKU"]
        sheet["A1"] = "INDIKATOR KINERJA"
        name = next(cell for row in sheet.iter_rows() for cell in row if cell.value == ODD["nama_pejabat"])
        name.value = "Orang lain"
        sheet["J3"] = "sudah benar"

    found = told(edited(tmp_path, change))
    assert ("IKU", "A1", "INDIKATOR KINERJA", "INDIKATOR KINERJA UTAMA") in found
    assert ("IKU", "J3", "sudah benar", "(kosong)") in found
    assert [(now, before) for _, _, now, before in found if now == "Orang lain"] == [
        ("Orang lain", ODD["nama_pejabat"])
    ]
    assert len(found) == 3


def test_the_machine_sheet_is_named(tmp_path: Path) -> None:
    """A figure changed on _iku breaks its seal, and no longer fits what is seen."""

    def change(book: Book) -> None:
        for row in book["_iku"].iter_rows():
            if row[0].value == "hasil":
                record = json.loads(str(row[1].value))
                record["indicators"][0]["periods"][0]["numerator"] = 91
                row[1].value = json.dumps(record)

    found = told(edited(tmp_path, change))
    assert found[0][:2] == ("_iku", "B3")
    assert ("Periode", "D7", "90", "91") in found


def test_a_deleted_sheet_is_named(tmp_path: Path) -> None:
    """A sheet that is gone is one finding, not one for each cell."""
    assert told(edited(tmp_path, lambda book: book.remove(book["Pemeriksaan"]))) == [
        ("Pemeriksaan", None, "tidak ada lagi", "ada")
    ]


def test_many_edits_are_counted(tmp_path: Path) -> None:
    """Beyond a page of cells the rest is only counted."""
    found = told(edited(tmp_path, lambda book: book["IKU"].insert_rows(1)))
    assert len(found) == MAX_NAMED + 1
    assert (found[-1][2] or "").endswith("sel lain yang berbeda")


def test_an_added_sheet_is_no_edit(tmp_path: Path) -> None:
    """An office may append its own sheet."""
    assert edited(tmp_path, lambda book: book.create_sheet("Lampiran").append(["foto"])) == ()


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("keluaran", "iku-excel/0", "versi-keluaran"),
        ("keluaran", "iku-excel/3", "versi-keluaran"),
        ("hasil", "{}", "keluaran-rusak"),
        ("hasil", "bukan JSON", "keluaran-rusak"),
        ("definisi", "{}", "keluaran-rusak"),
        ("isian", '{"signatory": {}, "note": 1}', "keluaran-rusak"),
    ],
)
def test_a_record_that_cannot_be_read_is_refused(key: str, value: str, code: str, tmp_path: Path) -> None:
    """Another contract, and a machine sheet overwritten with something else."""

    def change(book: Book) -> None:
        for row in book["_iku"].iter_rows():
            if row[0].value == key:
                row[1].value = value

    assert [finding.code for finding in edited(tmp_path, change)] == [code]


def test_another_version_of_the_program(tmp_path: Path) -> None:
    """What another version wrote is compared but for its own words on Pemeriksaan."""
    path = output(tmp_path)
    output_before = outputs.parse(open_spreadsheet(admit(path.read_bytes())))
    assert output_before is not None
    parts = unzipped(path.read_bytes())
    strings = parts["xl/sharedStrings.xml"].decode()
    parts["xl/sharedStrings.xml"] = strings.replace(f"iku-excel {__version__}", "iku-excel 0.0.9").encode()
    changed = re.sub(f">{__version__}<", ">0.0.9<", parts["xl/sharedStrings.xml"].decode())
    path.write_bytes(zipped({**parts, "xl/sharedStrings.xml": changed.encode()}))
    found = verify(path)
    assert [finding.code for finding in found] == ["keluaran-diubah", "keluaran-versi-lain"]
    assert found[0].sheet == "_iku"  # the seal covers the version


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "berkas-rusak"), (b"teks biasa", "bukan-xlsx"), (filled().bytes(), "bukan-keluaran")],
)
def test_what_is_no_output_is_said(data: bytes, code: str, tmp_path: Path) -> None:
    """A broken file, a foreign one, and a filled template of ours."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    assert [finding.code for finding in verify(path)] == [code]
    assert [finding.code for finding in verify(tmp_path / "tidak-ada.xlsx")] == ["berkas-tidak-ada"]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1+$A1+A$1+$A$1", "B3+$A3+B$1+$A$1"),
        ('IF(E7=0,"A1",Periode!H7)', 'IF(F9=0,"A1",Periode!I9)'),
        ("LOG10(D4)+SUM(D7:G7)", "LOG10(E6)+SUM(E9:H9)"),
    ],
)
def test_shared_formulas_read_as_their_own(formula: str, expected: str) -> None:
    """Excel stores a formula once for a whole range; each cell reads it two rows down, one column right."""
    assert moved(formula, 2, 1) == expected


def test_a_shared_formula_is_no_edit(tmp_path: Path) -> None:
    """What Excel makes of a row of like formulas is compared by what each cell says."""
    path = output(tmp_path)
    parts = unzipped(path.read_bytes())
    part = "xl/worksheets/sheet3.xml"
    xml = parts[part].decode()
    first, second = 'IF(D8=0,"n/a",D7/D8)', 'IF(E8=0,"n/a",E7/E8)'
    escaped = [text.replace('"', "&quot;") for text in (first, second)]
    if f"<f>{first}</f>" in xml:
        escaped = [first, second]
    assert f"<f>{escaped[0]}</f>" in xml
    xml = xml.replace(f"<f>{escaped[0]}</f>", f'<f t="shared" ref="D9:E9" si="0">{escaped[0]}</f>')
    xml = xml.replace(f"<f>{escaped[1]}</f>", '<f t="shared" si="0"/>')
    path.write_bytes(zipped({**parts, part: xml.encode()}))
    assert verify(path) == ()
    assert TONGAS in parts["docProps/custom.xml"].decode()

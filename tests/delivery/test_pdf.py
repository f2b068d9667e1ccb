"""Outputs as PDF: paper, pages, text and fonts, read back with a PDF reader; and LibreOffice misbehaving."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from builders import filled
from commands import records, run
from office import needs_office
from openpyxl import load_workbook
from pypdf import PdfReader

from iku_excel.delivery import office, pdf
from iku_excel.package import Refusal

F4 = (936, 612)  # points: 330 x 216 mm
A4 = (842, 595)
NAME = "IKU_2023_TW2_KECAMATAN_TONGAS"


def build(folder: Path, *options: str) -> Path:
    filled(n_periods=2).save(folder)
    assert run("build", "isian.xlsx", *options, cwd=folder).returncode == 0
    return folder / "output" / f"{NAME}.xlsx"


def size(page: Any) -> tuple[int, int]:
    box = page.mediabox
    return round(float(box.width)), round(float(box.height))


@needs_office
def test_official_sheet_is_one_f4_page(tmp_path: Path) -> None:
    """Build --pdf gives one landscape F4 page beside the workbook: the form in its order, its fonts inside."""
    build(tmp_path, "--pdf")
    reader = PdfReader(tmp_path / "output" / f"{NAME}.pdf")
    (page,) = reader.pages
    assert size(page) == F4
    text = " ".join(page.extract_text(extraction_mode="layout").split())
    order = [
        "INDIKATOR KINERJA UTAMA",
        "TAHUN 2023",
        "Nama Organisasi",
        "Fungsi",
        "SASARAN STRATEGIS",
        "Meningkatnya kualitas pelayanan publik kecamatan",
        "Terlaksananya Direktif/ Penugasan Pimpinan",
        "TONGAS, 2023",
        "CAMAT TONGAS",
        "NIP. 19791017 200012 1 001",
    ]
    places = [text.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    resources: Any = page["/Resources"]
    fonts = [font.get_object() for font in resources["/Font"].values()]
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in fonts)


@needs_office
def test_all_sheets_in_order_on_a4(tmp_path: Path) -> None:
    """With --all-sheets each sheet has its page, in the workbook's order; A4 stays A4."""
    build(tmp_path, "--pdf", "--all-sheets", "--paper", "a4")
    pages = PdfReader(tmp_path / "output" / f"{NAME}.pdf").pages
    heads = [" ".join(page.extract_text(extraction_mode="layout").split()) for page in pages]
    starts = ("INDIKATOR KINERJA UTAMA", "CAPAIAN INDIKATOR", "REALISASI SETIAP", "PEMERIKSAAN")
    found = [next((start for start in starts if head.startswith(start)), "") for head in heads]
    assert [start for start in dict.fromkeys(found) if start] == list(starts)
    assert {size(page) for page in pages} == {A4}


@needs_office
def test_the_same_workbook_gives_the_same_pdf(tmp_path: Path) -> None:
    """A second run, in another second, writes the same bytes and archives nothing; a PDF of others is kept."""
    output = build(tmp_path)
    first = run("pdf", str(output), cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    target = output.with_suffix(".pdf")
    before = target.read_bytes()
    time.sleep(1.1)
    assert run("pdf", str(output), cwd=tmp_path).returncode == 0
    assert target.read_bytes() == before
    assert not (output.parent / "arsip").exists()
    target.write_bytes(before + b"\n% signed by someone\n")
    said = run("pdf", str(output), cwd=tmp_path)
    (kept,) = (output.parent / "arsip").iterdir()
    assert kept.read_bytes().endswith(b"signed by someone\n")
    assert str(kept.name) in said.stdout
    assert target.read_bytes() == before


@needs_office
def test_json_names_the_pdf_and_the_workbook_stays_as_it_is(tmp_path: Path) -> None:
    """With --json the PDF stands in the record; making it changes nothing of the workbook."""
    output = build(tmp_path)
    before = output.read_bytes()
    (record,) = records("build", "isian.xlsx", "--pdf", cwd=tmp_path)
    assert record["pdf"] == str(Path("output") / f"{NAME}.pdf")
    assert output.read_bytes() == before


@needs_office
def test_a_template_is_no_output(tmp_path: Path) -> None:
    """Of several files the outputs are printed; what is none, is damaged or missing is refused by itself."""
    output = build(tmp_path)
    (tmp_path / "rusak.xlsx").write_bytes(output.read_bytes()[:4000])
    result = run("pdf", "isian.xlsx", "rusak.xlsx", "tidak-ada.xlsx", str(output), "-o", "cetak", cwd=tmp_path)
    assert result.returncode == 1
    assert [line[0] for line in result.stdout.splitlines() if line[0] in "✓✗"] == ["✗", "✗", "✗", "✓"]
    assert "bukan buku kerja hasil iku-excel build: ini isian" in result.stdout
    assert [path.name for path in (tmp_path / "cetak").iterdir()] == [f"{NAME}.pdf"]


def test_without_libreoffice_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where LibreOffice is absent, pdf and build --pdf say what to install, and nothing is written."""
    filled(n_periods=2).save(tmp_path)
    for arguments in (["build", "isian.xlsx", "--pdf"], ["build", "isian.xlsx", "--pdf", "--json"]):
        result = run(*arguments, cwd=tmp_path, PATH=str(tmp_path))
        assert result.returncode == 1
        assert "libreoffice-calc" in result.stderr
        assert not result.stdout
    assert not (tmp_path / "output").exists()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PLACES", ())
    with pytest.raises(office.MissingOfficeError):
        list(pdf.make([tmp_path / "isian.xlsx"]))


@pytest.mark.skipif(sys.platform == "win32", reason="plays LibreOffice with a script of the shell")
def test_a_batch_is_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many outputs are one run of LibreOffice, with a profile that is not the clerk's."""
    output = build(tmp_path)
    _play(tmp_path, monkeypatch, 'echo "$@" >> "$LOG"; for f in "$@"; do echo "%%EOF" > "${f%.xlsx}.pdf"; done')
    log = tmp_path / "log"
    monkeypatch.setenv("LOG", str(log))
    copies = [output.with_name(f"{n}.xlsx") for n in range(5)]
    for copy in copies:
        copy.write_bytes(output.read_bytes())
    assert [item.pdf for item in pdf.make(copies)] == [copy.with_suffix(".pdf") for copy in copies]
    (call,) = log.read_text().splitlines()
    assert "-env:UserInstallation=file:///" in call
    assert call.endswith("0000.xlsx 0001.xlsx 0002.xlsx 0003.xlsx 0004.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="plays LibreOffice with a script of the shell")
def test_a_hanging_libreoffice_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit LibreOffice and its children are ended; what was ready is kept, the rest has its finding."""
    output = build(tmp_path)
    second = output.with_name("dua.xlsx")
    second.write_bytes(output.read_bytes())
    _play(tmp_path, monkeypatch, 'echo "%%EOF" > 0000.pdf; (sleep 4; touch "$LATE") & wait')
    late = tmp_path / "late"
    monkeypatch.setenv("LATE", str(late))
    monkeypatch.setattr(pdf, "START", 0.5)
    monkeypatch.setattr(pdf, "EACH", 0.1)
    first, other = pdf.make([output, second])
    assert first.pdf is not None
    assert other.finding is not None
    assert (other.finding.code, other.pdf) == ("pdf-gagal", None)
    assert "batas waktu" in other.finding.message
    time.sleep(4)
    assert not late.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="plays LibreOffice with a script of the shell")
def test_a_failing_libreoffice_ends_in_one(tmp_path: Path) -> None:
    """When LibreOffice gives nothing the workbook is still built and reported, and the status is 1."""
    filled(n_periods=2).save(tmp_path)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "soffice").write_text("#!/bin/sh\nexit 1\n")
    (programs / "soffice").chmod(0o755)
    result = run("build", "isian.xlsx", "--pdf", "--json", cwd=tmp_path, PATH=str(programs))
    assert result.returncode == 1
    record = json.loads(result.stdout)
    assert (record["status"], record["pdf"]) == ("built", None)
    shown = run("build", "isian.xlsx", "--pdf", cwd=tmp_path, PATH=str(programs))
    assert "PDF tidak dapat dibuat: LibreOffice tidak menghasilkan apa-apa" in shown.stdout


def _play(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a script in the place of LibreOffice."""
    programs = folder / "bin"
    programs.mkdir()
    program = programs / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")


def test_what_is_printed_and_what_is_refused_with_its_reason(tmp_path: Path) -> None:
    """An output as built and a recap are printed; an edited output and a template are refused, each with its reason."""
    output = build(tmp_path)
    assert pdf.prepared(output, all_sheets=True) == output.read_bytes()
    with pytest.raises(Refusal) as refusal:
        pdf.prepared(tmp_path / "isian.xlsx", all_sheets=True)
    assert refusal.value.code == "bukan-keluaran"
    assert "isian" in refusal.value.values["found"]
    book = load_workbook(output)
    book["Capaian"]["C6"] = "Indikator lain"
    book.save(tmp_path / "disunting.xlsx")
    with pytest.raises(pdf.EditedError) as edited:
        pdf.prepared(tmp_path / "disunting.xlsx", all_sheets=False)
    assert (edited.value.finding.code, edited.value.finding.sheet) == ("keluaran-diubah", "Capaian")
    assert run("recap", str(output), "-o", "REKAP.xlsx", cwd=tmp_path).returncode == 0
    recap = tmp_path / "REKAP.xlsx"
    assert pdf.prepared(recap, all_sheets=False) == recap.read_bytes()

"""Help for whoever sits alone with the program: explain, practice, doctor, and the guide."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import outcome
from commands import run
from pypdf import PdfReader

import iku_excel
from iku_excel.cli import doctor
from iku_excel.findings import explain
from iku_excel.findings.catalogue import CATALOGUE
from iku_excel.template import practice


def test_every_code_has_an_example() -> None:
    """Each finding of the catalogue is explained with meaning, example and remedy, and nothing else is."""
    assert set(explain.EXAMPLES) == set(CATALOGUE)
    for code in CATALOGUE:
        parts = dict(explain.explain(code))
        assert {"Tingkat", "Artinya", "Contoh", "Yang harus dilakukan"} <= set(parts)
        assert not any("{" in text for text in parts.values()), code


def test_explain_from_outside(tmp_path: Path) -> None:
    """A code is explained whatever its case; without a code all are listed; a wrong one gets a suggestion."""
    said = run("explain", "Bukan-Angka", cwd=tmp_path).stdout
    assert said.startswith("bukan-angka\n  Tingkat: kesalahan\n  Artinya:\n")
    assert '"1.234" di sel pembilang; tulis 1234.' in said
    assert [line.split()[0] for line in run("explain", cwd=tmp_path).stdout.splitlines()] == list(CATALOGUE)
    wrong = run("explain", "bukan-angk", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "Maksud Anda: iku-excel explain bukan-angka?" in wrong.stderr


@pytest.mark.parametrize("lesson", practice.LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_has_its_fault_and_its_answer(lesson: practice.Lesson, tmp_path: Path) -> None:
    """A lesson gives just the findings it teaches; with the answer's contents it is valid without a word."""
    path = tmp_path / lesson.file_name
    path.write_bytes(practice.workbook(lesson))
    assert tuple(finding.code for finding in outcome(path).findings) == lesson.codes
    path.write_bytes(practice.workbook(lesson, mended=True))
    mended = outcome(path)
    assert mended.valid
    assert not mended.findings


def test_practice_from_outside(tmp_path: Path) -> None:
    """Practice writes the lessons and the answers, the same each time, and never over a file."""
    for folder in ("satu", "dua"):
        assert run("practice", "-o", folder, cwd=tmp_path).returncode == 0
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("satu", "dua"))
    assert first == second
    assert len(first) == len(practice.LESSONS) + 1
    answers = first["JAWABAN.txt"].decode("utf-8-sig")
    for lesson in practice.LESSONS:
        assert f"{lesson.file_name}: {lesson.title}" in answers
        assert all(f"[{code}, " in answers for code in lesson.codes)
    again = run("practice", "-o", "satu", cwd=tmp_path)
    assert again.returncode == 2
    assert "tidak ditimpa" in again.stderr


def test_doctor_fits_a_screen(tmp_path: Path) -> None:
    """The examination of a sound machine ends in 0, names versions and places, and fits one screen."""
    result = run("doctor", cwd=tmp_path, PYTHONIOENCODING="utf-8")
    assert result.returncode == 0, result.stdout
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"✓ iku-excel     {iku_excel.__version__}, di ")
    assert len(lines) <= 24
    for what in ("Python", "pandas ", "Huruf", "LibreOffice", "Folder hasil", "Surel"):
        assert what in result.stdout
    assert not list(tmp_path.iterdir())


def test_doctor_finds_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is a file is bad; an absent LibreOffice is only a remark, with the package's name."""
    (tmp_path / "output").write_text("")
    result = run("doctor", cwd=tmp_path, PATH=str(tmp_path))
    assert result.returncode == 1
    assert "✗ Folder hasil" in result.stdout
    assert "- LibreOffice" in result.stdout
    monkeypatch.setattr(doctor, "FONTS", ("No Such Font",))
    fonts = doctor._fonts()
    assert (fonts.mark, bool(fonts.advice)) == (doctor.Mark.REMARK, True)


def test_doctor_never_shows_a_password(tmp_path: Path) -> None:
    """The mail settings are told without their password; open ones are told how to close."""
    config = tmp_path / "surel.toml"
    config.write_text('server = "s.kab.go.id"\npengirim = "a@b.id"\npengguna = "a"\nsandi = "sangat-rahasia"\n')
    config.chmod(0o600)
    said = run("doctor", cwd=tmp_path, IKU_EXCEL_CONFIG=str(config)).stdout
    assert "s.kab.go.id:587" in said
    assert "sangat-rahasia" not in said
    config.chmod(0o644)
    assert "chmod 600" in run("doctor", cwd=tmp_path, IKU_EXCEL_CONFIG=str(config)).stdout


def test_guide_is_in_the_package(tmp_path: Path) -> None:
    """The guide is installed with the program: a PDF with every step and every finding."""
    said = run("panduan", "--path", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    reader = PdfReader(said.stdout.strip())
    text = "\n".join(page.extract_text() for page in reader.pages)
    for words in ("Pasang", "Isi", "Kirim", "iku-excel build", "Untuk kabupaten"):
        assert words in text
    for code in CATALOGUE:
        assert code in text, f"{code}: renew with make panduan"
    assert run("panduan", cwd=tmp_path).stdout == said.stdout  # no terminal here: printed, not opened

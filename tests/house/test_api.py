"""The three functions that other programs call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import regency
from builders import filled, places
from commands import run

import iku_excel


def test_bytes_and_paths_give_what_the_commands_give(tmp_path: Path) -> None:
    """Build of a path, of its bytes under that name, and the command write the same workbook, byte for byte."""
    path = filled(n_periods=2).save(tmp_path)
    outcome, data = iku_excel.build(path)
    assert data is not None
    assert outcome.valid
    assert iku_excel.build(path.read_bytes(), name="isian.xlsx")[1] == data
    assert run("build", "isian.xlsx", cwd=tmp_path).returncode == 0
    assert (tmp_path / "output" / "IKU_2023_TW2_KECAMATAN_TONGAS.xlsx").read_bytes() == data


def test_bytes_without_a_name_are_kiriman(tmp_path: Path) -> None:
    """The name goes into the workbook, so nameless bytes have one; a name given beside a path wins."""
    path = filled().save(tmp_path)
    assert iku_excel.check(path.read_bytes()).submission.path == Path("kiriman.xlsx")
    assert iku_excel.check(str(path), name="lain.xlsx").submission.path == Path("lain.xlsx")
    assert iku_excel.build(path, name="lain.xlsx")[1] == iku_excel.build(path.read_bytes(), name="lain.xlsx")[1]


def test_faults_are_values() -> None:
    """A fault in a cell, bytes that are no workbook, a path that is not there: findings, and no workbook."""
    wrong = filled().put("pembilang_1_tw2", -3).bytes()
    outcome, data = iku_excel.build(wrong)
    assert places(outcome.findings) == [("negatif", "Data", "E7")]
    assert data is None
    assert places(iku_excel.check(b"nama;nilai").findings) == [("bukan-xlsx", None, None)]
    assert places(iku_excel.check("tidak/ada.xlsx").findings) == [("berkas-tidak-ada", None, None)]
    assert places(iku_excel.check(bytes(26 * 1024 * 1024)).findings) == [("berkas-berbahaya", None, None)]


def test_paper_is_checked() -> None:
    """A paper that we do not print on is the caller's mistake."""
    with pytest.raises(ValueError, match="f4, a4"):
        iku_excel.build(filled().bytes(), paper="letter")


def test_recap_is_the_command(tmp_path: Path) -> None:
    """Recap returns what recap --json prints, and the workbook that it writes."""
    for office, name in enumerate(regency.offices()[:2]):
        regency.input_of(name, office, tmp_path)
    told, data = iku_excel.recap([tmp_path])
    assert iku_excel.recap(str(tmp_path)) == (told, data)
    done = run("recap", str(tmp_path), "-o", "rekap.xlsx", "--json", cwd=tmp_path)
    printed = json.loads(done.stdout)
    assert told == {key: value for key, value in printed.items() if key not in ("output", "archived")}
    assert data[:4] == b"PK\x03\x04"


def test_a_roster_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """A roster without offices raises ValueError with the roster's own words."""
    (tmp_path / "daftar.csv").write_text("apa;ini\n1;2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="nama_organisasi"):
        iku_excel.recap([], roster=tmp_path / "daftar.csv")

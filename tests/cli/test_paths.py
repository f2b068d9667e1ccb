"""Paths that people write: folders that may not be read, names too long, patterns, nothing there, no command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import filled
from commands import ROOT, records, run

from iku_excel import paths

LONG = "x" * 300
OUTPUT = Path("output") / "IKU_2023_TW2_KECAMATAN_TONGAS.xlsx"

needs_posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


def as_clerk(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command without root's right to read everything, whoever runs the tests."""
    powers = "-dac_override,-dac_read_search"
    shed = ["setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}"] if os.geteuid() == 0 else []
    if shed and shutil.which("setpriv") is None:
        pytest.skip("setpriv is needed to shed root's rights")
    command = [*shed, sys.executable, "-m", "iku_excel", *arguments]
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Path]:
    """Make a folder with a sound input, a folder and a file that may not be read, and one that may only be listed."""
    filled(n_periods=2).save(tmp_path)
    for name in ("tertutup", "terdaftar"):
        (tmp_path / name).mkdir()
        shutil.copy(tmp_path / "isian.xlsx", tmp_path / name / "b.xlsx")
    shutil.copy(tmp_path / "isian.xlsx", tmp_path / "rahasia.xlsx")
    modes = {"tertutup": 0, "terdaftar": 0o444, "rahasia.xlsx": 0}
    for name, mode in modes.items():
        (tmp_path / name).chmod(mode)
    yield tmp_path
    for name in modes:
        (tmp_path / name).chmod(0o755)


@needs_posix
def test_what_may_not_be_read_is_named_and_the_others_go_on(office: Path) -> None:
    """A folder, a file and a name too long are each refused with the reason; the sound input is checked."""
    arguments = ["tertutup", "tertutup/b.xlsx", "rahasia.xlsx", "terdaftar", f"{LONG}.xlsx", f"{LONG}/*.xlsx"]
    done = as_clerk("check", *arguments, "isian.xlsx", "--json", cwd=office)
    assert (done.returncode, done.stderr) == (1, "")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [[f["code"] for f in record["findings"]] for record in told] == [["berkas-tidak-ada"]] * 6 + [[]]
    reasons = [record["findings"][0]["found"] for record in told[:6]]
    assert reasons[:4] == ["tidak ada izin"] * 4
    assert reasons[4] == "namanya terlalu panjang"


@needs_posix
def test_a_place_that_may_not_be_written_is_one_line(office: Path) -> None:
    """-o and --previous in a closed folder or with a name too long end in 1 with a line that gives the reason."""
    for arguments, reason in [
        (["build", "isian.xlsx", "-o", "tertutup/hasil"], "tidak ada izin"),
        (["build", "isian.xlsx", "-o", LONG], "namanya terlalu panjang"),
        (["recap", "isian.xlsx", "-o", f"{LONG}.xlsx"], "namanya terlalu panjang"),
        (["recap", "isian.xlsx", "-o", "tertutup/r.xlsx"], "tidak ada izin"),
        (["recap", "isian.xlsx", "-o", "r.xlsx", "--previous", "tertutup"], "tidak ada izin"),
        (["recap", "isian.xlsx", "-o", "r.xlsx", "--previous", f"{LONG}.xlsx"], "namanya terlalu panjang"),
        (["template", "-o", f"{LONG}.xlsx"], "namanya terlalu panjang"),
    ]:
        done = as_clerk(*arguments, cwd=office)
        assert done.returncode == 1, (arguments, done.stderr)
        (line,) = done.stderr.splitlines()
        assert reason in line, arguments
        assert "kekurangan program" not in line
    assert not (office / "r.xlsx").exists()


@needs_posix
def test_verify_and_mail_of_what_may_not_be_read(office: Path) -> None:
    """The other commands name such a file too, and none ends in a traceback."""
    for command in (["verify"], ["email", "--to", "a@b.go.id"]):
        done = as_clerk(*command, "tertutup", "rahasia.xlsx", cwd=office)
        assert done.returncode == 1, (command, done.stderr)
        assert "tidak ada izin" in done.stdout + done.stderr, command


def test_no_question_about_a_path_raises(tmp_path: Path) -> None:
    """Whatever a path looks like, it is there or it is not."""
    for path in (LONG, f"{LONG}/x", "a\0b", "", str(tmp_path / "x" / ".." / "y"), "[", "*[", "**"):
        assert isinstance(paths.is_there(path), bool)
        assert not paths.is_file(path)
        assert isinstance(paths.is_folder(path), bool)
        assert isinstance(paths.real(path), str)
        paths.fault(path)
        paths.matching(path)


@pytest.mark.parametrize("folder", ["Kiriman [TW2]", "[!x]"])
def test_a_folder_with_the_letters_of_a_pattern_is_found(folder: str, tmp_path: Path) -> None:
    """A pattern after "Kiriman [TW2]/" means the files of the folder of that very name."""
    place = tmp_path / folder / "dalam"
    place.mkdir(parents=True)
    filled(n_periods=2).save(place)
    (tmp_path / "Kiriman T").mkdir()
    for pattern in (f"{folder}/dalam/*.xlsx", f"{folder}/**/*.xlsx"):
        found = records("check", pattern, cwd=tmp_path)
        assert [(record["input"], record["status"]) for record in found] == [
            (str(Path(folder) / "dalam" / "isian.xlsx"), "valid")
        ]


def test_an_empty_folder(tmp_path: Path) -> None:
    """Check says what was looked for and ends in 0; recap and verify end in 1, say so, and write nothing."""
    (tmp_path / "kosong").mkdir()
    (tmp_path / "kosong" / "catatan.txt").write_text("x")
    checked = run("check", "kosong", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "Tidak ada buku kerja di kosong" in checked.stdout
    assert ".xlsx" in checked.stdout
    assert records("check", "kosong", cwd=tmp_path) == []
    for command in (["verify"], ["recap", "-o", "r.xlsx"]):
        done = run(*command, "kosong", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert "Tidak ada" in done.stderr
        assert "kosong" in done.stderr
    assert not (tmp_path / "r.xlsx").exists()


def test_a_recap_is_a_workbook_of_known_files(tmp_path: Path) -> None:
    """A recap under another ending, or with a --pick that is none of the files, is wrong usage."""
    filled(n_periods=2).save(tmp_path)
    for name in ("r.csv", "r", "r.xls"):
        done = run("recap", "isian.xlsx", "-o", name, cwd=tmp_path)
        assert done.returncode == 2
        assert ".xlsx" in done.stderr
    done = run("recap", "isian.xlsx", "-o", "r.xlsx", "--pick", "isain.xlsx", cwd=tmp_path)
    assert done.returncode == 2
    assert "isain.xlsx tidak ada di antara kiriman. Maksud Anda: isian.xlsx?" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["isian.xlsx"]
    for pick in ("isian.xlsx", str(tmp_path / "isian.xlsx"), "newest"):
        assert run("recap", "isian.xlsx", "-o", "r.xlsx", "--pick", pick, cwd=tmp_path).returncode == 0


def test_a_path_in_the_place_of_a_command_is_built(tmp_path: Path) -> None:
    """`iku-excel FILE.xlsx` is `iku-excel build FILE.xlsx`, with build's options, for several and for patterns."""
    filled(n_periods=2).save(tmp_path, "IKU FINAL (1).xlsx")
    filled(n_periods=1).save(tmp_path, "lain.xlsx")
    assert run("IKU FINAL (1).xlsx", cwd=tmp_path).returncode == 0
    assert (tmp_path / OUTPUT).is_file()
    found = records("IKU FINAL (1).xlsx", "lain.xlsx", "-o", "hasil", cwd=tmp_path)
    assert [record["status"] for record in found] == ["built", "built"]
    assert (tmp_path / "hasil" / OUTPUT.name).read_bytes() == (tmp_path / OUTPUT).read_bytes()
    assert [record["status"] for record in records("*.xlsx", cwd=tmp_path)] == ["built", "built"]
    missing = run("hilang.xlsx", cwd=tmp_path)
    assert missing.returncode == 1
    assert "tidak ada berkas atau folder dengan nama itu" in missing.stdout


def test_the_name_of_a_command_wins(tmp_path: Path) -> None:
    """A file or folder called like a command, or like a word people try for one, does not take its place."""
    (tmp_path / "check").mkdir()
    (tmp_path / "rekap").mkdir()
    assert run("check", "check", cwd=tmp_path).returncode == 0
    done = run("rekap", cwd=tmp_path)
    assert done.returncode == 2
    assert "Maksud Anda: iku-excel recap?" in done.stderr

"""The commands from outside: exit status, JSON Lines, what is skipped, what a person reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from builders import filled
from commands import records, run
from openpyxl import load_workbook

import iku_excel
from iku_excel.findings import catalogue


def test_build_writes_to_output_and_says_so(tmp_path: Path) -> None:
    """Build without options writes to output/, shows the four results, and ends with 0."""
    filled(n_periods=2).save(tmp_path)
    result = run("build", "isian.xlsx", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "output" / "IKU_2023_TW2_KECAMATAN_TONGAS.xlsx").exists()
    first, second, *table = result.stdout.splitlines()
    assert first == "✓ isian.xlsx → output/IKU_2023_TW2_KECAMATAN_TONGAS.xlsx"
    assert second == "  KECAMATAN TONGAS, 2023, s.d. Triwulan II"
    assert [line.split()[0] for line in table[:5]] == ["No", "1", "2", "3", "4"]
    assert "180 dari 200" in table[1]
    assert "90,00%" in table[1]
    assert table[1].rstrip().endswith("Sangat Tinggi")


def test_input_is_never_modified(tmp_path: Path) -> None:
    """Neither check nor build touches an input."""
    path = filled().put("pembilang_1_tw1", "x").save(tmp_path)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    for command in ("check", "build"):
        assert run(command, "isian.xlsx", cwd=tmp_path).returncode == 1
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_json_is_the_contract(tmp_path: Path) -> None:
    """One object for an input, with the keys of the contract and percentages in percent."""
    filled("semesteran", target_1=0.9).save(tmp_path)
    (record,) = records("build", "isian.xlsx", cwd=tmp_path)
    assert record["schema"] == "iku-excel/2"
    assert (record["input"], record["status"]) == ("isian.xlsx", "built")
    assert record["output"] == str(Path("output") / "IKU_2023_S2_KECAMATAN_TONGAS.xlsx")
    assert (record["organization"], record["year"]) == ("KECAMATAN TONGAS", 2023)
    assert (record["period"], record["through"]) == ("semesteran", "s2")
    assert (record["correction"], record["findings"]) == (None, [])
    first = record["indicators"][0]
    assert first == {
        "number": 1,
        "measure": "rasio",
        "per": 100,
        "unit": "persen",
        "numerator": 180,
        "denominator": 200,
        "actual": 90.0,
        "target": 90.0,
        "achievement": 100.0,
        "predicate": "Sangat Tinggi",
        "periods": [
            {"period": "s1", "numerator": 90, "denominator": 100, "actual": 90.0},
            {"period": "s2", "numerator": 90, "denominator": 100, "actual": 90.0},
        ],
    }


def test_refused_input_gives_findings_and_no_figures(tmp_path: Path) -> None:
    """A refused input has its findings, no output, no indicators, and exit status 1."""
    filled().put("pembilang_1_tw2", -3).save(tmp_path)
    assert run("build", "isian.xlsx", cwd=tmp_path).returncode == 1
    (record,) = records("build", "isian.xlsx", cwd=tmp_path)
    assert (record["status"], record["output"], record["indicators"]) == ("refused", None, [])
    (finding,) = record["findings"]
    assert (finding["code"], finding["sheet"], finding["cell"]) == ("negatif", "Data", "E7")
    assert (finding["found"], finding["expected"]) == ("-3", "0 atau lebih")
    assert "E7" in finding["message"]
    assert finding["fix"] == "Tulis bilangan 0 atau lebih di sel itu."


def test_strict_counts_warnings(tmp_path: Path) -> None:
    """With --strict a warning ends in 1, though the workbook is built; without it in 0."""
    filled(pembilang_2_tw1=0, penyebut_2_tw1=0).save(tmp_path)
    assert run("build", "isian.xlsx", cwd=tmp_path).returncode == 0
    assert run("build", "isian.xlsx", "--strict", cwd=tmp_path).returncode == 1
    assert run("check", "isian.xlsx", "--strict", cwd=tmp_path).returncode == 1
    assert records("check", "isian.xlsx", cwd=tmp_path)[0]["status"] == "valid"


def test_folder_leaves_out_what_is_no_submission(tmp_path: Path) -> None:
    """Lock files, our outputs, hidden files and other files of a folder are skipped; named outright they are not."""
    folder = tmp_path / "kiriman"
    folder.mkdir()
    filled(n_periods=1).save(folder, "b.xlsx")
    filled(n_periods=2).save(folder, "a.xlsx")
    shutil.copy(folder / "a.xlsx", folder / "~$a.xlsx")
    shutil.copy(folder / "a.xlsx", folder / ".a.xlsx")
    (folder / "catatan.txt").write_text("bukan buku kerja")
    (folder / "subfolder.xlsx").mkdir()
    assert run("build", "kiriman", "-o", "kiriman", cwd=tmp_path).returncode == 0
    found = records("check", "kiriman", cwd=tmp_path)
    assert [record["input"] for record in found] == [str(Path("kiriman") / name) for name in ("a.xlsx", "b.xlsx")]
    globbed = records("check", str(Path("kiriman") / "*.xlsx"), cwd=tmp_path)
    assert [record["input"] for record in globbed] == [record["input"] for record in found]
    output = str(Path("kiriman") / "IKU_2023_TW1_KECAMATAN_TONGAS.xlsx")
    (named,) = records("check", output, cwd=tmp_path)
    assert [finding["code"] for finding in named["findings"]] == ["bukan-templat"]


def test_two_inputs_of_one_output_are_both_refused(tmp_path: Path) -> None:
    """Two inputs that would write the same file are both refused, each naming the other; a third is built."""
    filled().save(tmp_path, "a.xlsx")
    filled(target_1=0.5).save(tmp_path, "b.xlsx")
    filled(n_periods=1).save(tmp_path, "c.xlsx")
    found = records("build", "a.xlsx", "b.xlsx", "c.xlsx", cwd=tmp_path)
    assert [record["status"] for record in found] == ["refused", "refused", "built"]
    assert [record["findings"][0]["code"] for record in found[:2]] == ["kiriman-ganda"] * 2
    assert "b.xlsx" in found[0]["findings"][0]["message"]
    assert len(list((tmp_path / "output").iterdir())) == 1


def test_the_same_file_named_twice_is_one_input(tmp_path: Path) -> None:
    """A folder and a file in it, or a file twice, is one input and no rival of itself."""
    filled().save(tmp_path)
    found = records("build", "isian.xlsx", ".", "./isian.xlsx", cwd=tmp_path)
    assert [record["status"] for record in found] == ["built"]


def test_workers_change_nothing(tmp_path: Path) -> None:
    """With -j 2 the JSON Lines and the outputs are the same as with one process."""
    folder = tmp_path / "kiriman"
    folder.mkdir()
    for n in range(42):
        sample = filled(n_periods=n % 4 + 1) if n % 5 else filled().put("pembilang_1_tw1", "x")
        sample.save(folder, f"{n:02}.xlsx")
    assert records("check", "kiriman", "-j", "2", cwd=tmp_path) == records("check", "kiriman", cwd=tmp_path)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build"], "PATH"),
        (["build", "--salah", "x"], "--salah"),
        (["bangun"], "bangun"),
        (["template", "--period", "mingguan"], "--period"),
        (["template", "--profile", "entah"], "entah"),
        (["template", "--profile", "kecamatan"], "--organization"),
        (["template", "--year", "2024"], "--year"),
        (["template", "--organization", "KECAMATAN X"], "--organization"),
        (["build", "x.xlsx", "--paper", "a3"], "--paper"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str, tmp_path: Path) -> None:
    """Wrong usage ends in 2, with one sentence that names the fault and how to get help."""
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert words in result.stderr
    command = "" if arguments[0] == "bangun" else f"{arguments[0]} "
    assert f"iku-excel {command}--help" in result.stderr
    assert not result.stdout
    assert not list(tmp_path.iterdir())


def test_template_does_not_overwrite(tmp_path: Path) -> None:
    """The template is written to the current folder once, and never over a file."""
    assert run("template", cwd=tmp_path).returncode == 0
    (path,) = tmp_path.iterdir()
    assert path.name == "ISIAN_IKU_2023_TRIWULANAN_KECAMATAN_TONGAS.xlsx"
    before = path.read_bytes()
    again = run("template", cwd=tmp_path)
    assert again.returncode == 2
    assert "sudah ada" in again.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", ["", "template", "check", "build"])
def test_help_is_indonesian(command: str, tmp_path: Path) -> None:
    """Help has Indonesian headings throughout."""
    text = run(*command.split(), "--help", cwd=tmp_path).stdout
    assert text.startswith("Cara pakai: ")
    assert "Opsi:" in text
    assert "\\b" not in text
    if command:
        assert f"\n    iku-excel {command} " in text  # an example on a line of its own
    for word in ("Usage", "OPTIONS", "Options", "Commands", "Show this", "default"):
        assert word not in text


def test_version(tmp_path: Path) -> None:
    """--version names the program and its version."""
    assert run("--version", cwd=tmp_path).stdout == f"iku-excel {iku_excel.__version__}\n"


def test_a_bug_is_one_line(tmp_path: Path) -> None:
    """A bug of ours shows one line that asks for a report, 70, and a traceback only when it is asked for."""
    filled().save(tmp_path)
    (tmp_path / "sitecustomize.py").write_text(
        "from iku_excel.run import batch\n\ndef broken(*_):\n    raise RuntimeError('rusak')\n\nbatch.check = broken\n"
    )
    plain = run("check", "isian.xlsx", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert plain.returncode == 70
    assert len(plain.stderr.splitlines()) == 1
    assert "Laporkan" in plain.stderr
    debug = run("check", "isian.xlsx", cwd=tmp_path, PYTHONPATH=str(tmp_path), IKU_EXCEL_DEBUG="1")
    assert debug.returncode == 70
    assert "RuntimeError: rusak" in debug.stderr


def test_no_cell_is_left_out_on_the_terminal(tmp_path: Path) -> None:
    """Of many findings of a kind the first are told in full, and the cells of all others are listed."""
    sample = filled()
    for n in range(1, 5):
        sample = sample.put(f"pembilang_1_tw{n}", "x").put(f"pembilang_2_tw{n}", "x")
    sample.save(tmp_path)
    output = run("check", "isian.xlsx", cwd=tmp_path).stdout
    assert output.count("kesalahan: ") == 5
    assert "dan 3 lagi (bukan-angka): E11, F11, G11" in output


def test_terminal_words_are_findings_words(tmp_path: Path) -> None:
    """What the terminal shows of a finding is its message and its fix, in full."""
    filled().put("pembilang_1_tw2", "1.234").save(tmp_path)
    result = run("build", "isian.xlsx", cwd=tmp_path)
    assert "kesalahan: Pembilang indikator 1, Triwulan II (sel E7 lembar Data) berisi" in result.stdout
    assert "Tulis bilangan saja di sel itu" in result.stdout
    assert catalogue.CATALOGUE["bukan-angka"].severity.value == "error"


def test_verify_tells_whole_from_edited(tmp_path: Path) -> None:
    """An untouched output ends with 0, an edited one with 1 and its cell; --json gives a line for each."""
    filled(n_periods=1).save(tmp_path)
    run("build", "isian.xlsx", cwd=tmp_path)
    whole = Path("output") / "IKU_2023_TW1_KECAMATAN_TONGAS.xlsx"
    assert run("verify", str(whole), cwd=tmp_path).stdout == f"✓ {whole}: utuh\n"
    book = load_workbook(tmp_path / whole)
    book["Periode"]["D7"] = 95
    book.save(tmp_path / "diubah.xlsx")
    answer = run("verify", str(whole), "diubah.xlsx", cwd=tmp_path)
    assert answer.returncode == 1
    assert "  Sel D7 lembar Periode berisi 95, padahal saat dibuat 90." in answer.stdout.splitlines()
    first, second = records("verify", str(whole), "diubah.xlsx", cwd=tmp_path)
    assert (first["intact"], second["intact"]) == (True, False)
    assert [(f["code"], f["cell"]) for f in second["findings"]] == [("keluaran-diubah", "D7")]

"""What a terminal shows: figures never cut, marks that every encoding has, no look where none is wanted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from builders import filled, outcome
from commands import run
from rich.console import Console

from iku_excel.cli import screen

FIGURES = ("180 dari 200", "36 dari 40", "9 dari 14", "56 dari 60", "90,00%", "64,29%", "95,00%", "Sangat Tinggi")


@pytest.mark.parametrize("width", [120, 80, 70, 59, 40])
def test_figures_are_never_cut(width: int, tmp_path: Path) -> None:
    """However narrow the terminal, every figure stands whole; the indicator's text gives way, or moves above them."""
    console = Console(width=width, record=True, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123 - read back below
    console.print(screen._figures(outcome(filled(n_periods=2).save(tmp_path)), width))
    console.file.close()
    shown = console.export_text()
    assert [figure for figure in FIGURES if figure not in shown] == []
    assert all(len(line) <= width for line in shown.splitlines())
    assert ("Realisasi  Target" in shown) == (width >= 80)  # a table while its texts keep a few letters


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", "✓"), ("cp1252", "OK"), ("cp850", "OK"), ("ascii", "OK")])
def test_marks_in_every_encoding(encoding: str, mark: str, tmp_path: Path) -> None:
    """Where an encoding lacks a mark a word stands in its place, so that good and bad never look alike."""
    filled(n_periods=2).save(tmp_path)
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "iku_excel", "check", "isian.xlsx", "tidak-ada.xlsx"]
    shown = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False).stdout
    text = shown.decode(encoding)
    assert f"{mark} isian.xlsx" in text
    assert f"{'✗' if mark == '✓' else 'X'} tidak-ada.xlsx" in text
    assert "?" not in text


def test_no_color_is_no_look_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR nothing is bold either: not one escape sequence is written."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert screen.Screen(1)._console.color_system is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["IKU FINAL (1)"], 'iku-excel build "IKU FINAL (1).xlsx"?'),
        (["IKU", "FINAL", "(1)"], 'iku-excel build "IKU FINAL (1).xlsx"?'),
        (["isian tw2"], 'iku-excel build "isian tw2.xlsx"?'),
        (["check", "--salah"], "iku-excel check --help"),
        (["bikin"], "iku-excel --help"),
    ],
)
def test_faults_of_usage_lead_on(words: list[str], said: str, tmp_path: Path) -> None:
    """A file's name without ending or quotes is completed; a fault in a command leads to that command's own help."""
    (tmp_path / "isian tw2.xlsx").touch()
    result = run(*words, cwd=tmp_path)
    assert result.returncode == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("explain bukan-ang", {"bukan-angka"}),
        ("template --profile kecamatan_t", {"kecamatan_tongas_2023"}),
        ("ver", {"verify"}),
    ],
)
def test_shell_completes(line: str, offered: set[str]) -> None:
    """A shell that asks is offered codes, profiles and commands."""
    words = f"iku-excel {line}"
    asked = {"_IKU_EXCEL_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    command = [sys.executable, "-m", "iku_excel"]
    answer = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, check=False, text=True).stdout
    assert offered <= {item.partition(",")[2] for item in answer.splitlines()}

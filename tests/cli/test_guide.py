"""The guide tells the truth: every command in it exists, every picture is there, the printed one is the written one."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from builders import filled
from commands import ROOT, run
from pypdf import PdfReader

from iku_excel.cli.main import cli

GUIDE = ROOT / "docs" / "panduan.md"
PRINTED = ROOT / "iku_excel" / "panduan.pdf"
TEXT = GUIDE.read_text(encoding="utf-8")
MODEST = 3 * 1024 * 1024  # bytes of pictures and printed guide together


def commands(text: str) -> list[str]:
    """Return every command line of ours in a text, in a block or in a line."""
    blocks = re.findall(r"^ *(iku-excel .+)$", text, re.MULTILINE)
    return list(dict.fromkeys([*blocks, *re.findall(r"`(iku-excel [^`]+)`", text)]))


def parse(line: str) -> click.Context:
    """Parse a command line as the program would, without running it; raises UsageError."""
    name, *arguments = shlex.split(line)[1:]
    command = cli.commands[name]
    return command.make_context(name, arguments, resilient_parsing="--help" in arguments)


NO_COMMANDS = {"iku-excel --version", "iku-excel --help", "iku-excel bu"}  # the last is half a word, for Tab


@pytest.mark.parametrize("line", sorted(set(commands(TEXT)) - NO_COMMANDS))
def test_commands_of_the_guide_exist(line: str) -> None:
    """Every command line of the guide is one the program takes, options and all."""
    parse(line)


@pytest.mark.parametrize("name", cli.commands)
def test_examples_of_help_can_be_pasted(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example in a command's help is one the program takes."""
    monkeypatch.chdir(tmp_path)
    lines = commands(cli.commands[name].help or "")
    assert lines
    for line in lines:
        parse(line)


def test_the_printed_guide_is_the_written_one() -> None:
    """Every heading and every command of the guide stands in the PDF; renew it with: make panduan."""
    pages = PdfReader(PRINTED).pages
    printed = re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))
    for heading in re.findall(r"^##+ (.+)$", TEXT, re.MULTILINE):
        assert re.sub(r"\s+|`", "", heading) in printed, heading
    for line in commands(TEXT):
        assert re.sub(r"\s+", "", line) in printed, line


def test_pictures_are_all_used_and_modest() -> None:
    """Every picture made is shown, every one shown is made, each with words for who cannot see it."""
    shown = re.findall(r"!\[([^\]]+)\]\(panduan/([^)]+)\)", TEXT)
    made = {path.name for path in (ROOT / "docs" / "panduan").iterdir()}
    assert {name for _, name in shown} == made
    assert all(len(words) > 10 for words, _ in shown)
    total = sum(path.stat().st_size for path in (ROOT / "docs" / "panduan").iterdir()) + PRINTED.stat().st_size
    assert total < MODEST


def test_the_way_of_the_guide(tmp_path: Path) -> None:
    """The guide's own steps, one after the other in an empty folder, end with a draft that holds the workbook."""
    steps = commands(TEXT)
    filled(n_periods=2).save(tmp_path, "terisi.xlsx")

    def step(start: str, status: int = 0) -> None:
        line = next(line for line in steps if line.startswith(f"iku-excel {start}"))
        result = run(*(word for word in shlex.split(line)[1:] if word != "--pdf"), cwd=tmp_path)
        assert result.returncode == status, result.stdout + result.stderr

    step("template -o isian.xlsx")
    step("check isian.xlsx", status=1)  # empty still: what is missing is named
    step("build isian.xlsx", status=1)
    shutil.copy(tmp_path / "terisi.xlsx", tmp_path / "output" / "isian_koreksi.xlsx")  # the clerk mends the copy
    step("build output/isian_koreksi.xlsx")
    step("email output/IKU_2023_TW2_KECAMATAN_TONGAS.xlsx")
    step("practice")
    step("check latihan/", status=1)
    draft = (tmp_path / "output" / "IKU_2023_TW2_KECAMATAN_TONGAS.eml").read_text(encoding="utf-8")
    assert "X-Unsent: 1" in draft
    assert 'filename="IKU_2023_TW2_KECAMATAN_TONGAS.xlsx"' in draft

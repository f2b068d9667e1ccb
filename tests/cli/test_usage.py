"""How the command line answers what it does not understand: in Indonesian, with what could have been meant."""

from __future__ import annotations

import re
from collections.abc import Callable

import click
import pytest

from iku_excel.cli import main as cli
from iku_excel.cli import usage

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run the command line in this process; return its status and what it said to stderr."""

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["iku-excel", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return int(end.value.code or 0), capsys.readouterr().err

    return run


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["bangun"], "Perintah 'bangun' tidak dikenal. Maksud Anda: iku-excel build?"),
        (["PERIKSA", "x.xlsx"], "Maksud Anda: iku-excel check?"),
        (["buidl"], "Maksud Anda: iku-excel build?"),
        (["periska"], "Maksud Anda: iku-excel check?"),
        (["bantuan"], "Maksud Anda: iku-excel --help?"),
        (["qqqqqqqq"], "Perintah 'qqqqqqqq' tidak dikenal. Yang ada: template, check"),
        (["--verison"], "Opsi --verison tidak dikenal. Maksud Anda: --version?"),
        (["build", "x.xlsx", "--keluaran", "y"], "Opsi --keluaran tidak dikenal. Maksud Anda: -o?"),
        (["check", "x.xlsx", "--jsn"], "Opsi --jsn tidak dikenal. Maksud Anda: --json?"),
        (["check", "x.xlsx", "--json=1"], "Opsi --json tidak menerima nilai."),
        (["build", "x.xlsx", "-o"], "Opsi -o memerlukan nilai sesudahnya."),
        (["check", "x.xlsx", "-j", "0"], "Nilai -j tidak sah: harus bilangan bulat, paling kecil 1."),
        (["page", "--port", "70000"], "Nilai --port tidak sah: harus bilangan bulat 0 sampai 65535."),
        (["template", "--year", "MMXXIII"], "Nilai --year tidak sah: harus bilangan bulat."),
        (["template", "--period", "mingguan"], "pilih tahunan atau semesteran atau triwulanan atau bulanan."),
        (["template", "isian", "baru.xlsx"], "Ada yang berlebih: isian baru.xlsx."),
        (["build"], "PATH belum ditulis."),
    ],
)
def test_wrong_words_get_a_suggestion(arguments: list[str], answer: str, say: Say) -> None:
    """A wrong command, option or value ends in 2 with a sentence that says what could have been meant."""
    status, said = say(*arguments)
    assert status == 2
    assert answer in said
    assert not re.search(r"No such|Got unexpected|requires an|Did you mean|Invalid|Missing", said)


def test_no_command_shows_the_help(say: Say) -> None:
    """The bare name of the program shows its help, line by line, and ends in 2."""
    status, said = say()
    assert status == 2
    assert said.startswith("Cara pakai: iku-excel")
    assert "\n  build" in said


def test_synonyms_lead_to_what_exists() -> None:
    """No synonym is itself a command, and each leads to a command or an option of the program."""
    options = {option for command in (cli.cli, *cli.cli.commands.values()) for option in _options(command)}
    assert not set(usage.SYNONYMS) & set(cli.cli.commands)
    assert not set(usage.OPTION_SYNONYMS) & options


def _options(command: click.Command) -> list[str]:
    return [name for parameter in command.params for name in parameter.opts]

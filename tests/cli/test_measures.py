"""Every measure the whole way: template, check, build, other programs, recap, verify, register, PDF."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from measured import PROFILE, cells, office
from office import convert_all, needs_office
from recalculation import assert_same, without_values

from iku_excel import template
from iku_excel.cli.main import cli

REGISTERED = ("Ya", "Ya", "Tidak", "Ya")
"""Whether each application of the third office's register was finished; the first two came in January."""


def run(*arguments: str | Path) -> str:
    """Run a command that must succeed; return what it says."""
    result = CliRunner().invoke(cli, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    return result.stdout


def answers(*arguments: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*arguments, "--json").splitlines()]


@dataclass(frozen=True)
class Gone:
    """What the way left behind: the filled templates, their records, and the recap of all."""

    folder: Path
    inputs: dict[str, Path]
    built: list[dict[str, Any]]
    recap: dict[str, Any]

    @property
    def outputs(self) -> list[Path]:
        """The workbooks that ``build`` wrote."""
        return [Path(item["output"]) for item in self.built]


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> Gone:
    """Return what three offices come to, the third with a register, all from templates that the command wrote."""
    folder = tmp_path_factory.mktemp("jalan")
    inputs = {}
    for letter, register in (("A", ""), ("B", ""), ("C", "1")):
        name, path = f"KANTOR {letter}", folder / f"isian_{letter}.xlsx"
        options = ("--profile", PROFILE, "--period", "semesteran", "--organization", name)
        run("template", *options, *(("--register", register) if register else ()), "-o", path)
        definition = office("semesteran", name, register)
        assert path.read_bytes() == template.render(definition)
        rows: dict[int, list[list[template.Value]]] = {}
        if register:
            days = [dt.date(definition.year, 1 + 6 * (number // 2), 5) for number in range(len(REGISTERED))]
            rows[1] = [[day, done] for day, done in zip(days, REGISTERED, strict=True)]
        path.write_bytes(template.render(definition, {**cells(definition), "catatan": "CONTOH - angka rekaan"}, rows))
        inputs[letter] = path
    built = answers("build", inputs["A"], inputs["C"], "-o", folder / "keluaran")
    sent = (built[0]["output"], inputs["B"], inputs["C"])
    (consolidated,) = answers("recap", *sent, "-o", folder / "rekap.xlsx")
    return Gone(folder, inputs, built, consolidated)


def test_check_and_build_say_the_same_figures(gone: Gone) -> None:
    """Nothing is found in either, and each indicator has the figures of its measure."""
    checked = answers("check", gone.inputs["A"], gone.inputs["C"])
    assert [item["status"] for item in checked] == ["valid", "valid"]
    assert [item["findings"] for item in (*checked, *gone.built)] == [[]] * 4
    assert [item["indicators"] for item in checked] == [item["indicators"] for item in gone.built]
    figures = {item["number"]: item for item in gone.built[0]["indicators"]}
    assert len(figures) == len(office().indicators)
    assert [figures[number]["actual"] for number in (1, 3, 6, 9, 11, 14)] == [90.0, 6.0, 6.0, 72.35, "WDP", 20.0]
    assert figures[9]["level"] == "BB"
    counted = gone.built[1]["indicators"][0]
    assert [(period["numerator"], period["denominator"]) for period in counted["periods"]] == [(2, 2), (1, 2)]


def test_recap_takes_outputs_and_inputs_alike(gone: Gone) -> None:
    """An output and a filled template come to sums of their own measure; who counts from a register stands apart."""
    blocks = gone.recap["blocks"]
    assert [len(block["offices"]) for block in blocks] == [2, 1]
    totals = {total["number"]: total for total in blocks[0]["totals"]}
    assert totals[4]["actual"] == pytest.approx(1_250 / 11)
    assert totals[6]["sum"] == 12
    assert totals[11]["steps"] == {"TMP": 0, "TW": 0, "WDP": 2, "WTP": 0}


@needs_office
def test_libreoffice_calculates_the_same_and_verify_finds_all_whole(gone: Gone) -> None:
    """Templates, outputs and recap are calculated as stored; an output is whole as written and as saved again."""
    assert [line.split(": ")[1] for line in run("verify", *gone.outputs).splitlines()] == ["utuh"] * 2
    bare = gone.folder / "kosong"
    bare.mkdir()
    books = [gone.inputs["C"], gone.outputs[0], gone.folder / "rekap.xlsx"]
    for path in books:
        (bare / path.name).write_bytes(without_values(path.read_bytes()))
    again = convert_all([bare / path.name for path in books], "xlsx", gone.folder / "hitung")
    for path, calculated in zip(books, again, strict=True):
        assert_same(path.read_bytes(), calculated, 40)
    # what was calculated from nothing is what a clerk saves again, and nothing in it is an edit
    assert run("verify", again[1]).endswith(": utuh\n")
    (consolidated,) = answers("recap", again[1], "-o", gone.folder / "rekap_lagi.xlsx")
    assert consolidated["counted"] == 1


@needs_office
def test_pdf_of_every_measure_is_ours(gone: Gone) -> None:
    """Output to PDF, and verify knows it again."""
    (source,) = gone.outputs[:1]
    run("pdf", source, "--all-sheets")
    assert "utuh" in run("verify", source.with_suffix(".pdf"))

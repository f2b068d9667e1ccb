"""Other programs save what we write, a template, registers, an output: everything reads and verifies the same."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest
from builders import TONGAS, filled, outcome
from office import SOFFICE, convert_all

from iku_excel import template, workbook
from iku_excel.definition import profile
from iku_excel.model import PERIODS
from iku_excel.regency import verify

Save: TypeAlias = "Callable[[Sequence[Path], Path], object]"
"""Saves copies of workbooks, under their own names, in a folder."""

REGISTER = Path(__file__).parents[2] / "input_templates" / "contoh_tongas_2023_register.xlsx"
NAMES = ("isian", "register", "keluaran")

ROWS: template.RegisterRows = {
    1: [[dt.date(2023, 1, 9), "Legalisasi", "Ya"], [dt.date(2023, 2, 1), "Legalisasi", ""]],
    2: [[dt.date(2023, 1, 10), "Keamanan", dt.date(2023, 1, 12)], ["kemarin", "Keamanan", ""]],
    3: [["Sumberrejo", dt.date(2021, 8, 17), "Program"], ["Entah", dt.date(2022, 1, 1), ""]],
    4: [["N1", dt.date(2023, 1, 5), "isi", dt.date(2023, 1, 26), dt.date(2023, 1, 24)]],
}
"""Rows of all registers, some of them faulty."""

TYPED: template.Values = {"nip": "12", "target_1": 95}

NODE = shutil.which("node")

_SAVE = {
    # package -> what saves process.argv[1] as process.argv[2]
    "exceljs": "const book = new (require('exceljs').Workbook)(); book.xlsx.readFile(process.argv[1])"
    ".then(() => book.xlsx.writeFile(process.argv[2]))",
    "xlsx": "const x = require('xlsx'); x.writeFile(x.readFile(process.argv[1], "
    "{cellStyles: true, cellNF: true, cellFormula: true}), process.argv[2])",
}


@cache
def has_package(name: str) -> bool:
    """Tell whether node finds a package; NODE_PATH may lead to it."""
    if NODE is None:
        return False
    done = subprocess.run([NODE, "-e", f"require('{name}')"], check=False, capture_output=True, timeout=60)
    return done.returncode == 0


def by_node(package: str) -> Save:
    def save(paths: Sequence[Path], folder: Path) -> None:
        for path in paths:
            subprocess.run(
                [str(NODE), "-e", _SAVE[package], str(path), str(folder / path.name)], check=True, timeout=60
            )

    return save


def by_gnumeric(paths: Sequence[Path], folder: Path) -> None:
    for path in paths:
        done = ["ssconvert", str(path), str(folder / path.name)]
        subprocess.run(done, check=True, capture_output=True, timeout=60)


CLIENTS: dict[str, tuple[Callable[[], bool], Save]] = {
    "LibreOffice": (lambda: SOFFICE is not None, lambda paths, folder: convert_all(paths, "xlsx", folder)),
    "Gnumeric": (lambda: shutil.which("ssconvert") is not None, by_gnumeric),
    "exceljs": (lambda: has_package("exceljs"), by_node("exceljs")),
    "SheetJS": (lambda: has_package("xlsx"), by_node("xlsx")),
}


@pytest.mark.parametrize("client", CLIENTS)
def test_saved_by_another_program(client: str, tmp_path: Path) -> None:
    """A filled template and registers give the same findings and figures, and an output is whole."""
    present, save = CLIENTS[client]
    if not present():
        pytest.skip(f"{client} is not installed")
    paths = [tmp_path / f"{name}.xlsx" for name in NAMES]
    filled(n_periods=2).save(tmp_path, "isian.xlsx")
    shutil.copy(REGISTER, paths[1])
    paths[2].write_bytes(workbook.render(outcome(paths[0])))
    before = [outcome(path) for path in paths[:2]]
    (tmp_path / "lain").mkdir()
    save(paths, tmp_path / "lain")
    for path, sound in zip(paths, before, strict=False):
        again = outcome(tmp_path / "lain" / path.name)
        assert again.findings == sound.findings
        assert again.results == sound.results
        assert (again.signatory, again.note) == (sound.signatory, sound.note)
    assert verify.verify(tmp_path / "lain" / "keluaran.xlsx") == ()


@pytest.mark.parametrize("client", ["LibreOffice", "Gnumeric"])
def test_any_template_saved_by_another_program(client: str, tmp_path: Path) -> None:
    """Of every sort of period, with all registers, empty or filled: it passes the gate and has the same findings."""
    present, save = CLIENTS[client]
    if not present():
        pytest.skip(f"{client} is not installed")
    paths = []
    for period in PERIODS:
        definition = profile.load(TONGAS).define(period, registers="all")
        for name, values, rows in (("kosong", None, None), ("terisi", TYPED, ROWS)):
            paths.append(tmp_path / f"{period}_{name}.xlsx")
            paths[-1].write_bytes(template.render(definition, values, rows))
    (tmp_path / "lain").mkdir()
    save(paths, tmp_path / "lain")
    for path in paths:
        sound = outcome(path)
        assert sound.findings
        assert all(item.cell for item in sound.findings)  # none about the file as a whole
        assert outcome(tmp_path / "lain" / path.name).findings == sound.findings, path.name

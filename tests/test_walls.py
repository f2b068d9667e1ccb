"""The walls of the house: who may import whom, and who may speak."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "iku_excel"
MODULES = sorted(PACKAGE.rglob("*.py"))
WRITERS = {"template", "workbook", "sheets"}
SPEAKERS = {"cli.py", "cli_delivery.py", "cli_regency.py", "usage.py"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_model_imports_nothing_of_ours() -> None:
    """The records stand alone."""
    assert not [name for name in imports(PACKAGE / "model.py") if name.startswith("iku_excel")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_each_library_has_its_rooms(path: Path) -> None:
    """Only the command line has click, only screen rich, only the writers xlsxwriter, only the pipeline pandas."""
    roots = {name.partition(".")[0] for name in imports(path)}
    writer = path.parent.name in WRITERS or path.name in {"styles.py", "handout.py"}
    assert "click" not in roots or path.name in SPEAKERS
    assert "rich" not in roots or path.name in {"screen.py", "progress.py"}
    assert "xlsxwriter" not in roots or writer
    assert "pandas" not in roots or path.name in {
        "counts.py",
        "rules.py",
        "ratios.py",
        "pipeline.py",
        "register_columns.py",
        "table.py",
    }
    assert "python_calamine" not in roots or path.name == "register_reader.py"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_nobody_else_prints(path: Path) -> None:
    """print() stands nowhere: cli and screen have their own ways."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    assert not [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["template", "-o", "t.xlsx"]])
def test_light_commands_stay_light(arguments: list[str], tmp_path: Path) -> None:
    """Neither --help nor template loads pandas."""
    code = (
        "import sys; sys.argv = ['iku-excel', *sys.argv[1:]]\n"
        "from iku_excel import cli\n"
        "try: cli.main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'pandas', 'numpy', 'openpyxl', 'joblib'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code, *arguments], cwd=tmp_path, check=True, capture_output=True)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_alarms_of_length(path: Path) -> None:
    """No module grows past 450 lines and no function past 70 without somebody deciding so."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 450
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 70, node.name

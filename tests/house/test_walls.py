"""The walls of the house: who may import whom, what each library is for, and who may speak."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from commands import ROOT

PACKAGE = ROOT / "iku_excel"
MODULES = sorted(PACKAGE.rglob("*.py"))

WALLS: dict[str, set[str]] = {
    # wing or root room -> the wings and root rooms it may import, from the ground up
    "model": set(),
    "paths": set(),
    "text": {"model"},
    "package": {"model", "text"},
    "definition": {"model", "text", "package"},
    "findings": {"model", "text", "package"},
    "record": {"model", "definition"},
    "figures": {"model", "text", "package", "definition", "findings"},
    "reading": {"model", "paths", "text", "package", "definition", "findings", "record"},
    "pipeline": {"model", "definition", "findings", "figures", "reading"},
    "press": {"text", "package"},
    "workbook": {"model", "text", "package", "definition", "findings", "record", "press"},
    "run": {"model", "paths", "text", "definition", "findings", "record", "reading", "pipeline", "workbook"},
    "template": {
        "model", "text", "package", "definition", "findings", "figures", "reading", "pipeline", "press", "workbook",
        "run",
    },
    "regency": {
        "model", "text", "package", "definition", "findings", "record", "figures", "reading", "pipeline", "press",
        "workbook", "run", "template",
    },
    "documents": {"model", "text", "package", "definition", "findings", "reading"},
    "delivery": {"model", "text", "package", "definition", "findings", "reading", "run", "regency"},
    "report": {
        "model", "text", "package", "definition", "findings", "reading", "pipeline", "run", "regency",
    },
    "page": {
        "model", "text", "package", "definition", "record", "reading", "workbook", "run", "template", "regency",
        "delivery", "report",
    },
    "cli": {
        "model", "paths", "text", "package", "definition", "findings", "record", "reading", "run", "template",
        "regency", "documents", "delivery", "report", "page",
    },
    "__init__": {"model", "text", "reading", "pipeline", "workbook", "run", "regency"},
    "__main__": {"cli"},
}  # fmt: skip
"""One row a wing. The order is the way of the data: nobody imports from a row below its own."""

DOORS: dict[str, set[str]] = {
    # rooms that other wings enter by their own name, not through the face; each face says why
    "text": {
        "cells",
        "dates",
        "indonesian",
        "jsontext",
        "letters",
        "nip",
        "paper",
        "percentage",
        "styles",
        "typography",
    },
    "package": {"comments", "edit"},
    "definition": {"layout"},
    "findings": {"explain"},
    "press": {"quick"},
    "workbook": {"correction", "desk", "form", "official", "scale"},
    "run": {"batch", "reports", "store", "workers"},
    "template": {"practice", "renewal"},
    "regency": {"handout", "intake", "late", "ledger", "recap", "roster", "verify"},
    "delivery": {"mail", "office", "pdf", "reminders", "replies", "send", "settings"},
    "cli": {"main"},
}

LIBRARIES: dict[str, set[str]] = {
    # library -> the wings, or single rooms, where it may be imported
    "click": {"cli"},
    "rich": {"cli/screen.py", "cli/progress.py"},
    "xlsxwriter": {
        "text/cells.py",
        "text/styles.py",
        "text/paper.py",
        "template",
        "press",
        "workbook",
        "regency/handout.py",
        "regency/recap/sheets",
        "documents/review_book.py",
    },
    "pandas": {"figures", "regency/recap/table.py", "pipeline.py"},
    "python_calamine": {"reading/register_reader.py"},
    "lxml": {
        "package/edit.py",
        "package/comments.py",
        "package/threads.py",
        "workbook/correction.py",
        "documents/word.py",
        "documents/wordtext.py",
    },
    "joblib": {"run/workers.py"},
    "starlette": {"page"},
    "uvicorn": {"page"},
    "openpyxl": {"documents/sheet.py"},
    "docx": {"documents/word.py", "report/word.py"},
    "tomli_w": {"documents/confirmed.py"},
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (module, name) of every import of a module; the name is "" for a plain import."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            yield from ((node.module or "", alias.name) for alias in node.names)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def wing(path: Path) -> str:
    return room(path).partition("/")[0].removesuffix(".py")


def ours(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield (wing, rooms below it) of every import of ours from another wing."""
    for module, name in imports(path):
        first, *steps = f"{module}.{name}".rstrip(".").split(".")
        if first == "iku_excel" and steps and steps[0] in WALLS and steps[0] != wing(path):
            yield steps[0], steps[1:]


def test_the_table_names_every_wing() -> None:
    """Whatever stands in the package has its row."""
    assert {wing(path) for path in MODULES} == set(WALLS)


def test_nobody_looks_up() -> None:
    """A wing imports only from the rows above its own, so there is no circle."""
    order = list(WALLS)
    for name, below in WALLS.items():
        if name != "__init__":  # the public face stands at the root and looks down on everything
            assert {order.index(other) < order.index(name) for other in below} <= {True}, name


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_walls(path: Path) -> None:
    """A room imports only from the wings that its own wing may import."""
    assert {name for name, _ in ours(path)} <= WALLS[wing(path)]


def test_no_wall_is_lower_than_it_must_be() -> None:
    """What the table allows is used somewhere; an import that has gone leaves the table too."""
    for name, allowed in WALLS.items():
        used = {other for path in MODULES if wing(path) == name for other, _ in ours(path)}
        assert used == allowed, name


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_other_wings_are_entered_by_the_face(path: Path) -> None:
    """From another wing come the names of its face, what is in a room that it names, or a door."""
    for name, steps in ours(path):
        if steps and (PACKAGE / name).is_dir() and steps[0] not in DOORS.get(name, set()):
            assert steps[0] in faces(name), (name, steps)


@cache
def faces(name: str) -> set[str]:
    """Return the names in a wing's __all__."""
    for node in tree(PACKAGE / name / "__init__.py").body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


@pytest.mark.parametrize("name", [name for name in WALLS if (PACKAGE / name).is_dir()])
def test_a_face_says_what_comes_in_and_goes_out(name: str) -> None:
    """Each wing has a docstring with an arrow in it, and its face offers nothing that nobody takes."""
    assert "->" in (ast.get_docstring(tree(PACKAGE / name / "__init__.py")) or "") or name == "cli"


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_each_library_has_its_rooms(path: Path) -> None:
    """Only the command line has click, only screen rich, only the writers xlsxwriter, only figures pandas."""
    for library in {module.partition(".")[0] for module, _ in imports(path)} & set(LIBRARIES):
        assert any(f"{room(path)}/".startswith(f"{place}/") for place in LIBRARIES[library]), library


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_nobody_else_prints(path: Path) -> None:
    """print() stands nowhere: the command line has its own ways."""
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    assert not [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["template", "-o", "t.xlsx"]])
def test_light_commands_stay_light(arguments: list[str], tmp_path: Path) -> None:
    """Neither --help nor template loads pandas."""
    assert not loaded(arguments, tmp_path) & {"pandas", "numpy", "openpyxl", "joblib", "lxml"}


def test_help_loads_the_command_line_alone(tmp_path: Path) -> None:
    """For --help no stage of the way is loaded, and neither are the libraries they stand on."""
    found = loaded(["--help"], tmp_path)
    wings = {name.split(".")[1] for name in found if name.startswith("iku_excel.")}
    assert wings == {"cli", "model", "paths", "text"}
    assert not found & {"xlsxwriter", "rich", "pyexpat", "tomllib"}


def test_importing_the_package_costs_nothing(tmp_path: Path) -> None:
    """``import iku_excel`` loads no room of ours and only what Python has; its functions load what they need."""
    code = "import sys; before = set(sys.modules); import iku_excel; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert {name.partition(".")[0] for name in done.stdout.split()} <= {"iku_excel", *sys.stdlib_module_names}
    assert "pathlib" not in done.stdout.split()
    assert not [name for name in done.stdout.split() if name.startswith("iku_excel.")]


def loaded(arguments: list[str], folder: Path) -> set[str]:
    """Return the modules that a command has loaded when it is done, beside those of the bare Python."""
    code = (
        "import sys; sys.argv = ['iku-excel', *sys.argv[1:]]; before = set(sys.modules)\n"
        "from iku_excel.cli import main as cli\n"
        "try: cli.main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(); print(*set(sys.modules) - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, check=True, capture_output=True, encoding="utf-8"
    )
    return set(done.stdout.splitlines()[-1].split())


CHORES = [path for place in ("benchmarks", "docs", "input_templates", "tools") for path in (ROOT / place).glob("*.py")]
_OURS = re.compile(r"^ *from (iku_excel[\w.]*) import (\([^)]*\)|[^(\n]*)", re.MULTILINE)


@pytest.mark.parametrize("path", CHORES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_chores_find_what_they_import(path: Path) -> None:
    """What scripts beside the package import of it is there, also in the code that they hand to another Python."""
    for module, names in _OURS.findall(path.read_text(encoding="utf-8")):
        found = importlib.import_module(module)
        for name in re.findall(r"\w+", re.sub(r" as \w+", "", re.sub(r"#.*", "", names))):
            assert hasattr(found, name) or importlib.util.find_spec(f"{module}.{name}"), f"{module} has no {name}"


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_alarms_of_length(path: Path) -> None:
    """No module grows past 450 lines and no function past 70 without somebody deciding so."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 450
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 70, node.name

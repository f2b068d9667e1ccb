"""Peers that render a report from data: the same table, the same data, one process each.

    python benchmarks/peers.py [COUNT]

The npm libraries are looked for in ``node_modules`` of the current folder (``npm install exceljs
xlsx-template carbone``), xltpl among the Python packages; what is not installed is left out and said
so. Each way gets the figures of so many reports as JSON and a template with its own marks, and writes
a workbook for each; every workbook is read back and compared with the figures. Ours is the sheet
writer of the program, which needs no template; its whole report of five sheets is in run.py.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import load_workbook
from run import measured

HERE = Path(__file__).parent
QUARTERS = (1, 2, 3, 4)
COLUMNS = ("no", "text", *(f"{part}{quarter}" for quarter in QUARTERS for part in ("n", "d", "a")))


def _carbone(name: str, line: int) -> str:
    return (f"{{d.rows[i].{name}}}", f"{{d.rows[i+1].{name}}}", "", "")[line]


MARKS: dict[str, tuple[str, Callable[[str, int], str]]] = {
    "exceljs": ("", lambda *_: ""),
    "xlsx-template": ("${title}", lambda name, line: "" if line else f"${{table:rows.{name}}}"),
    "carbone": ("{d.title}", _carbone),
    "xltpl": ("{{title}}", lambda name, line: f"{{{{rows[{line}].{name}}}}}"),
}
"""The mark of the title in a template of each library, and that of a column in one of the four rows."""


def reports(count: int) -> list[dict[str, Any]]:
    """Return invented figures: four indicators in four quarters for each report."""
    chance = random.Random(1)  # noqa: S311 - the same figures each time
    made = []
    for number in range(count):
        rows = []
        for indicator in range(1, 5):
            row: dict[str, Any] = {"no": indicator, "text": f"Indikator kinerja utama nomor {indicator}"}
            for quarter in QUARTERS:
                denominator = chance.randint(50, 900)
                numerator = chance.randint(0, denominator)
                row |= {f"n{quarter}": numerator, f"d{quarter}": denominator, f"a{quarter}": numerator / denominator}
            rows.append(row)
        made.append({"title": f"KECAMATAN CONTOH {number:05}", "rows": rows})
    return made


def template(name: str, path: Path) -> Path:
    """Write the template of a library: a title, the headings, and its marks where the figures go."""
    title, mark = MARKS[name]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Periode")
        sheet.write_string(0, 0, title)
        for col, column in enumerate(COLUMNS):
            sheet.write_string(1, col, column)
            for line in range(4):
                sheet.write_string(2 + line, col, mark(column, line))
    if name != "xlsx-template":  # the one that needs shared strings, which the others stumble over
        load_workbook(path).save(path)
    return path


def render_ours(data: Path, folder: Path) -> None:
    """Write the table of every report with the program's own sheet writer."""
    from io import BytesIO

    from iku_excel.press.quick import Book

    for index, report in enumerate(json.loads(data.read_bytes())):
        buffer = BytesIO()
        with Book(buffer, {"in_memory": True}) as book:
            sheet = book.add_worksheet("Periode")
            sheet.write_string(0, 0, report["title"])
            for col, column in enumerate(COLUMNS):
                sheet.write_string(1, col, column)
            for line, row in enumerate(report["rows"], start=2):
                for col, value in enumerate(row.values()):
                    write = sheet.write_string if isinstance(value, str) else sheet.write_number
                    write(line, col, value)
        (folder / f"{index}.xlsx").write_bytes(buffer.getvalue())


def render_xltpl(data: Path, marks: Path, folder: Path) -> None:
    """Write every report with xltpl."""
    from xltpl.writerx import BookWriter

    writer = BookWriter(str(marks))
    for index, report in enumerate(json.loads(data.read_bytes())):
        writer.render_book([{**report, "sheet_name": "Periode"}])
        writer.save(str(folder / f"{index}.xlsx"))


def sound(path: Path, report: dict[str, Any]) -> bool:
    """Tell whether a workbook shows the figures of its report."""
    sheet = load_workbook(path).worksheets[0]
    shown = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=6, max_col=len(COLUMNS))]
    wanted = [list(row.values()) for row in report["rows"]]
    alike = all(
        abs(float(a) - b) < 1e-9 if isinstance(b, float | int) else a == b
        for have, want in zip(shown, wanted, strict=True)
        for a, b in zip(have, want, strict=True)
    )
    return sheet["A1"].value == report["title"] and alike


def main(count: int) -> None:
    """Measure every way that is installed."""
    made = reports(count)
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        data = room / "data.json"
        data.write_text(json.dumps(made))
        for way in ("ours", *MARKS):
            here = way == "ours" or (find_spec(way) if way == "xltpl" else (Path("node_modules") / way).exists())
            if not here or (way not in ("ours", "xltpl") and shutil.which("node") is None):
                print(f"{way}: not installed")
                continue
            folder = room / way
            folder.mkdir()
            if way in ("ours", "xltpl"):
                command = [sys.executable, __file__, way, str(data), str(folder)]
                marks = [] if way == "ours" else [str(template(way, room / f"{way}.xlsx"))]
                command = [*command[:4], *marks, command[4]]
            else:
                marks = [str(template(way, room / f"{way}.xlsx"))]
                command = ["node", str(HERE / "peers.js"), way, str(data), *marks, str(folder)]
            try:
                run = measured(command)
                right = all(sound(folder / f"{index}.xlsx", made[index]) for index in (0, count // 2, count - 1))
            except (subprocess.CalledProcessError, OSError, KeyError, TypeError, ValueError) as error:
                print(f"{way}: failed ({type(error).__name__})")
                continue
            print(f"{way}: {count / run.cpu:.0f}/s, {run.peak:.0f} MB{'' if right else ', figures wrong'}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["ours"]:
        render_ours(*map(Path, sys.argv[2:]))
    elif sys.argv[1:2] == ["xltpl"]:
        render_xltpl(*map(Path, sys.argv[2:]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 500)

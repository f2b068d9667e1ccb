"""All benchmarks of the main job, side by side in one run: ``make bench``.

    python benchmarks/run.py [--rounds N] [--large] [--write]

Every figure is a whole process, and the processes that are compared take turns, so that a machine
whose speed drifts drifts for all of them; the ratio is the median over the rounds. Processor seconds
where one process works, elapsed ones where two do. ``--large`` adds 5,000 workbooks; ``--write``
renews docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import floor
import offices

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "input_templates" / "contoh_tongas_2023_triwulanan.xlsx"
PAGE = HERE.parent / "docs" / "benchmarks.md"
PYTHON = sys.executable
MEASURED = ("pandas", "numpy", "xlsxwriter", "openpyxl", "python-calamine", "joblib", "click")

Command = Sequence[str]


@dataclass(frozen=True)
class Run:
    """One process that has ended: processor seconds with its children, elapsed seconds, peak memory in MB."""

    cpu: float
    wall: float
    peak: float


def measured(command: Command) -> Run:
    """Run a command to its end, its output thrown away."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss / 1024)


def compared(commands: Mapping[str, Command], rounds: int) -> dict[str, list[Run]]:
    """Run the commands in turn, after a first time that is not counted where there are several rounds."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(rounds + (rounds > 3)):
        for name, command in commands.items():
            run = measured(command)
            if turn or rounds <= 3:
                runs[name].append(run)
    return runs


def ratio(first: Sequence[Run], second: Sequence[Run], figure: str) -> float:
    """Return the median of a figure of the first over that of the second, round by round."""
    return median(getattr(a, figure) / getattr(b, figure) for a, b in zip(first, second, strict=True))


def middle(runs: Sequence[Run], figure: str) -> float:
    """Return the median of a figure."""
    return median(getattr(run, figure) for run in runs)


def build(folder: Path, output: Path, *more: str) -> list[str]:
    """Return the command that builds a folder anew on one core, unless told otherwise."""
    return [PYTHON, "-m", "iku_excel", "build", str(folder), "-o", str(output), "--force", "--json", "-j", "1", *more]


Row = tuple[str, str, str, str]


def single(room: Path, rounds: int) -> list[Row]:
    """Compare a single build with what importing costs, and with the naive script."""
    one = room / "one"
    one.mkdir()
    (one / EXAMPLE.name).write_bytes(EXAMPLE.read_bytes())
    tapes = floor.record(one, room / "one.tapes")
    runs = compared(
        {
            "build": build(one, room / "out-one"),
            "imports": [PYTHON, "-c", "import pandas, xlsxwriter, click"],
            "naive": [PYTHON, str(HERE / "naive.py"), str(one), str(room / "naive-one"), str(tapes)],
            "help": [PYTHON, "-m", "iku_excel", "--help"],
            "click": [PYTHON, "-c", "import click"],
        },
        3 * rounds,
    )
    cost = {name: f"{1000 * middle(done, 'cpu'):.0f} ms" for name, done in runs.items()}
    over_imports = ratio(runs["build"], runs["imports"], "cpu")
    over_naive = ratio(runs["naive"], runs["build"], "cpu")
    help_over = ratio(runs["help"], runs["click"], "cpu")
    return [
        (
            "one build / `import pandas, xlsxwriter, click`",
            f"{cost['build']} / {cost['imports']}",
            f"{over_imports:.2f}",
            "<= 1.35",
        ),
        ("naive script / one build", f"{cost['naive']} / {cost['build']}", f"{over_naive:.2f}", "-"),
        ("`--help` / `import click`", f"{cost['help']} / {cost['click']}", f"{help_over:.2f}", "<= 2.5"),
    ]


def batch(room: Path, rounds: int, size: int) -> list[Row]:
    """Compare a batch on one core with the naive loop and with the floor, and two workers with one."""
    folder = offices.fill(room / f"in-{size}", size)
    tapes = floor.record(folder, room / "batch.tapes")
    runs = compared(
        {
            "ours": build(folder, room / "out-batch"),
            "floor": [PYTHON, str(HERE / "floor.py"), str(tapes)],
            "naive": [PYTHON, str(HERE / "naive.py"), str(folder), str(room / "naive-batch"), str(tapes)],
            "two": build(folder, room / "out-batch", "-j", "2"),
            "again": [item for item in build(folder, room / "out-batch") if item != "--force"],
        },
        rounds,
    )
    rate = {name: f"{size / middle(done, 'cpu'):.0f}/s" for name, done in runs.items()}
    wall = {name: f"{size / middle(done, 'wall'):.0f}/s" for name, done in runs.items()}
    over_naive = ratio(runs["naive"], runs["ours"], "cpu")
    of_floor = ratio(runs["floor"], runs["ours"], "cpu")
    of_two = ratio(runs["ours"], runs["two"], "wall")
    resumed = ratio(runs["ours"], runs["again"], "cpu")
    return [
        (
            f"{size} on one core: rate over the naive loop",
            f"{rate['ours']} / {rate['naive']}",
            f"{over_naive:.2f}",
            ">= 4",
        ),
        (f"{size} on one core: rate over the floor", f"{rate['ours']} / {rate['floor']}", f"{of_floor:.2f}", ">= 0.9"),
        (f"{size}: two workers over one, elapsed", f"{wall['two']} / {wall['ours']}", f"{of_two:.2f}", ">= 1.7"),
        (f"{size}: all there already, over writing them", f"{rate['again']} / {rate['ours']}", f"{resumed:.2f}", "-"),
    ]


def large(room: Path) -> list[Row]:
    """Compare 5,000 workbooks with 500: memory, and time for each."""
    small, much = offices.fill(room / "in-500", 500), offices.fill(room / "in-5000", 5_000)
    runs = compared({"500": build(small, room / "out-500"), "5000": build(much, room / "out-5000")}, 1)
    memory = ratio(runs["5000"], runs["500"], "peak")
    each = ratio(runs["5000"], runs["500"], "cpu") / 10
    peaks = " / ".join(f"{middle(runs[size], 'peak'):.0f} MB" for size in ("5000", "500"))
    costs = " / ".join(f"{1000 * middle(runs[size], 'cpu') / int(size):.1f} ms" for size in ("5000", "500"))
    return [
        ("peak memory, 5,000 / 500", peaks, f"{memory:.2f}", "<= 1.2"),
        ("processor time a workbook, 5,000 / 500", costs, f"{each:.2f}", "0.9 to 1.1"),
    ]


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table of Markdown."""
    lines = [("what", "figures", "ratio", "aim"), ("---",) * 4, *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def machine() -> str:
    """Return on what was measured."""
    versions = ", ".join(f"{name} {version(name)}" for name in MEASURED)
    here = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}"
    return f"Python {platform.python_version()}, {here}; {versions}."


def main() -> None:
    """Measure, print, and renew the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=500, help="workbooks of the batch")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    compileall.compile_dir(HERE.parent / "iku_excel", quiet=1)  # as an installed package is, like those compared with
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        rows = [
            *single(room, options.rounds),
            *batch(room, options.rounds, options.size),
            *(large(room) if options.large else []),
        ]
    print(machine(), table(rows), sep="\n\n")
    if options.write:
        begin, end = "<!-- measured -->", "<!-- /measured -->"
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.partition(begin)[0], text.partition(end)[2]
        PAGE.write_text(f"{before}{begin}\n\n{machine()}\n\n{table(rows)}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()

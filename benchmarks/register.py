"""A register of 100,000 rows: how long a build takes beside pandas alone, and how much memory.

    python3 benchmarks/register.py [ROWS]

A template with one register is filled by this script and built in a process of its own; beside it
``pandas.read_excel(engine="calamine")`` reads that one sheet in a process of its own. Once the register of
services (three columns, few texts), once that of directives (five columns, a text of its own in each row).
Both are timed from the first import of ours or of pandas to the end; the best of some runs counts. The aim: at
most twice the time of pandas, at most 400 MB.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from iku_excel import template
from iku_excel.definition import profile

ROWS, TIMES, RATIO, MEGABYTES = 100_000, 5, 2.0, 400
START = dt.date(2023, 1, 1)

_MEASURED = """
import sys, time
begin = time.perf_counter()
{work}
seconds = time.perf_counter() - begin
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))  # ru_maxrss has the parent's
print(seconds, int(peak.split()[1]) / 1024)
"""
_BUILD = """
from pathlib import Path
from iku_excel.run import batch
(report,) = batch.build([Path(sys.argv[1])], batch.Destination(Path(sys.argv[2])))
assert report.status == "built", report.outcome.findings
"""
_PANDAS = """
import pandas
table = pandas.read_excel(sys.argv[1], sheet_name=sys.argv[2], engine="calamine")
assert len(table) > 1000
"""


def services(n_rows: int) -> Iterator[list[template.Value]]:
    """Yield invented rows of the register of services."""
    for n in range(n_rows):
        kind = ("Legalisasi", "Surat keterangan", "Lainnya")[n % 3]
        yield [START + dt.timedelta(days=n % 181), kind, "Tidak" if n % 19 == 0 else "Ya"]


def directives(n_rows: int) -> Iterator[list[template.Value]]:
    """Yield invented rows of the register of directives."""
    for n in range(n_rows):
        given = START + dt.timedelta(days=n % 150)
        done = given + dt.timedelta(days=n % 30)
        yield [f"CONTOH/{n}", given, f"Penugasan contoh ke-{n}", given + dt.timedelta(days=25), done]


def filled(number: int, rows: Iterable[list[template.Value]]) -> bytes:
    """Return a template with one register and these rows; the other counts are typed."""
    definition = profile.load(profile.DEFAULT).define("triwulanan", registers=str(number))
    values: dict[str, template.Value] = {"catatan": "CONTOH - angka rekaan"}
    for word in ("pembilang", "penyebut"):
        values |= {f"{word}_{n}_tw{quarter}": 5 for n in {1, 2, 3, 4} - {number} for quarter in (1, 2)}
    return template.render(definition, values, {number: list(rows)})


def best(work: str, *arguments: str) -> tuple[float, float]:
    """Return the least seconds and the most megabytes of some runs, each in a process of its own."""
    command = [sys.executable, "-c", _MEASURED.format(work=work), *arguments]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(TIMES)]
    return min(float(seconds) for seconds, _ in runs), max(float(megabytes) for _, megabytes in runs)


def main(n_rows: int) -> int:
    """Measure, say what was found, and tell by the exit status whether the aim is reached."""
    reached = True
    for number, rows in ((1, services(n_rows)), (4, directives(n_rows))):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "register.xlsx"
            path.write_bytes(filled(number, rows))
            size = path.stat().st_size / 2**20
            pandas, pandas_memory = best(_PANDAS, str(path), f"Reg_{number}")
            build, build_memory = best(_BUILD, str(path), folder)
        say = sys.stdout.write
        say(f"register {number}: {n_rows} rows, {size:.1f} MB\n")
        say(f"  pandas.read_excel(engine='calamine')  {pandas:6.2f} s  {pandas_memory:5.0f} MB\n")
        say(f"  build                                 {build:6.2f} s  {build_memory:5.0f} MB\n")
        say(f"  ratio {build / pandas:.2f} (aim {RATIO:g}), memory aim {MEGABYTES} MB\n")
        reached = reached and build <= RATIO * pandas and build_memory <= MEGABYTES
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))

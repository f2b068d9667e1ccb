"""How long ``recap`` takes and how much memory, for a regency, a province and the whole country.

    python benchmarks/recap.py [24 660 7285]

Every run is a process of its own over sealed outputs of as many offices, four indicators and two
quarters each, which the pipeline's own writer makes first (not counted). Printed: seconds of processor
time (others may share the machine), milliseconds an office, peak memory, size of the workbook, and the
ratio of the time an office takes to that of the smallest run of more than a hundred: 1.00 is linear.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

SIZES = (24, 660, 7_285)
VARIANTS = 40
REGION = "KABUPATEN CONTOH"


def fill(folder: Path, size: int) -> None:
    """Write the outputs of so many offices: a few dozen sets of invented counts, each under many names."""
    from iku_excel import pipeline, template, workbook
    from iku_excel.definition import profile
    from iku_excel.run import store

    opened = profile.load("kecamatan")
    lines = {"wilayah": REGION, "tempat": "CONTOH", "jabatan": "CAMAT", "nama_pejabat": "NAMA", "pangkat": "Pembina"}
    sources = []
    for variant in range(min(size, VARIANTS)):
        values: dict[str, template.Value] = {**lines, "nip": "19791017 200012 1 001"}
        for number in (1, 2, 3, 4):
            values[f"target_{number}"] = 0.95
            for quarter in (1, 2):
                bottom = 14 if number == 3 else 20 + (variant * 7 + number * 13) % 90
                values[f"pembilang_{number}_tw{quarter}"] = bottom - (variant + quarter) % 5
                values[f"penyebut_{number}_tw{quarter}"] = bottom
        source = folder / f"isian_{variant}.xlsx"
        source.write_bytes(template.render(opened.define("triwulanan", "KECAMATAN CONTOH"), values))
        sources.append(source)
    outcomes = list(pipeline.process(sources))
    for office in range(size):
        outcome = outcomes[office % len(outcomes)]
        definition = opened.define("triwulanan", f"KECAMATAN CONTOH {office:05}")
        named = dataclasses.replace(outcome, submission=dataclasses.replace(outcome.submission, definition=definition))
        (folder / f"IKU_{office:05}.xlsx").write_bytes(store.seal(workbook.render(named)))
    for source in sources:
        source.unlink()


def measure(folder: Path, answer: multiprocessing.queues.Queue[tuple[float, int, int, int]]) -> None:
    """Recap a folder and send (seconds, peak memory in bytes, offices counted, bytes written)."""
    from iku_excel.regency import recap, roster

    begin = time.process_time()
    made = recap.make(recap.collect.expand([str(folder)]))
    (folder.parent / f"REKAP_{folder.name}.xlsx").write_bytes(made.data)
    seconds = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    assert roster.key(made.recap.region) == roster.key(REGION)
    answer.put((seconds, peak, sum(len(block.offices) for block in made.recap.blocks), len(made.data)))


def main(sizes: tuple[int, ...]) -> None:
    """Make the folders, then measure each in a fresh process."""
    context = multiprocessing.get_context("spawn")
    base = 0.0
    print("offices  seconds  ms/office  ratio  peak MB  workbook MB")
    with tempfile.TemporaryDirectory() as room:
        for size in sizes:
            folder = Path(room) / str(size)
            folder.mkdir()
            fill(folder, size)
            answer = context.Queue()
            process = context.Process(target=measure, args=(folder, answer))
            process.start()
            seconds, peak, counted, written = answer.get()
            process.join()
            assert counted == size, counted
            each = 1000 * seconds / size
            base = base or (each if size > 100 else 0.0)
            ratio = f"{each / base:.2f}" if base else "-"
            line = f"{size:7} {seconds:8.2f} {each:10.2f} {ratio:>6} {peak / 1e6:8.0f} {written / 1e6:12.1f}"
            print(line, flush=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)

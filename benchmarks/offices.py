"""Filled templates for the benchmarks: each an office of its own, with invented counts."""

from __future__ import annotations

import random
from pathlib import Path

QUARTERS = ("tw1", "tw2", "tw3", "tw4")
LINES = {
    "tempat": "CONTOH",
    "jabatan": "CAMAT CONTOH",
    "wilayah": "KABUPATEN CONTOH",
    "nama_pejabat": "NAMA PEJABAT",
    "pangkat": "Pembina",
    "nip": "19680101 199003 1 001",
    "catatan": "CONTOH - angka rekaan",
}


def fill(folder: Path, count: int) -> Path:
    """Write the quarterly submissions of so many offices, one to four quarters filled, unless they are there."""
    from iku_excel import template
    from iku_excel.definition import profile

    if folder.exists() and len(list(folder.iterdir())) == count:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    opened, chance = profile.load("kecamatan"), random.Random(1)  # noqa: S311 - the same counts each time
    for number in range(count):
        values: dict[str, template.Value] = {**LINES}
        for indicator in range(1, 5):
            values[f"target_{indicator}"] = 0.95
            for quarter in QUARTERS[: 1 + number % 4]:
                denominator = 14 if indicator == 3 else chance.randint(200, 400)
                values[f"penyebut_{indicator}_{quarter}"] = denominator
                values[f"pembilang_{indicator}_{quarter}"] = chance.randint(denominator // 2, denominator)
        definition = opened.define("triwulanan", f"KECAMATAN CONTOH {number:05}")
        (folder / f"isian_{number:05}.xlsx").write_bytes(template.render(definition, values))
    return folder

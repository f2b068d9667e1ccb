"""Make the ready templates and the filled examples of this folder from the code: ``make templates``.

The counts of the examples are invented, and every example says so in its note.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from iku_excel import handout, profile, template
from iku_excel.roster import Row

FOLDER = Path(__file__).parent
NOTE = "CONTOH - angka rekaan"

YEAR: Mapping[str, tuple[int, int]] = {"1": (1710, 1800), "2": (57, 60), "3": (12, 14), "4": (44, 48)}
"""Invented numerator and denominator of a year, by indicator."""

QUARTERS: Mapping[str, tuple[tuple[int, int], ...]] = {
    "1": ((410, 440), (425, 450)),
    "2": ((12, 15), (16, 14)),  # two matters of the first quarter were settled in the second
    "3": ((9, 14), (11, 14)),
    "4": ((10, 11), (13, 13)),
}
"""Invented numerators and denominators of the first two quarters, by indicator."""


def example(period: str) -> dict[str, template.Value]:
    """Return the input cells of the filled example of a period kind."""
    values: dict[str, template.Value] = {"catatan": NOTE}
    for number in YEAR:
        values[f"target_{number}"] = 0.95 if number != "3" else 0.8
        quarters = dict(zip(("tw1", "tw2"), QUARTERS[number], strict=True))
        pairs = {"thn": YEAR[number]} if period == "tahunan" else quarters
        for code, (numerator, denominator) in pairs.items():
            values[f"pembilang_{number}_{code}"] = numerator
            values[f"penyebut_{number}_{code}"] = denominator
    return values


DISTRICTS = (
    *("BANTARAN", "BANYUANYAR", "BESUK", "DRINGU", "GADING", "GENDING", "KOTAANYAR", "KRAKSAAN", "KREJENGAN", "KRUCIL"),
    *("KURIPAN", "LECES", "LUMBANG", "MARON", "PAITON", "PAJARAKAN", "PAKUNIRAN", "SUKAPURA", "SUMBER", "SUMBERASIH"),
    *("TEGALSIWALAN", "TIRIS", "TONGAS", "WONOMERTO"),
)
"""The 24 kecamatan of Kabupaten Probolinggo; docs/rekap.md says what the names were checked against."""


def roster() -> bytes:
    """Return the example roster: names and regency, everything else left empty."""
    rows = [
        Row(number, {"nama_organisasi": f"KECAMATAN {name}", "wilayah": "KABUPATEN PROBOLINGGO"})
        for number, name in enumerate(DISTRICTS, start=2)
    ]
    return handout.roster(rows, "CONTOH: hanya nama dan wilayah yang terisi; lengkapi kolom lain sendiri.")


def workbooks() -> dict[str, bytes]:
    """Return every workbook of this folder by its name."""
    made = {}
    for period in ("tahunan", "triwulanan"):
        definition = profile.load(profile.DEFAULT).define(period)
        made[f"templat_tongas_2023_{period}.xlsx"] = template.render(definition)
        made[f"contoh_tongas_2023_{period}.xlsx"] = template.render(definition, example(period))
    made["daftar_kecamatan_probolinggo.xlsx"] = roster()
    return made


if __name__ == "__main__":
    for name, data in workbooks().items():
        (FOLDER / name).write_bytes(data)

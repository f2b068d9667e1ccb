"""Make the ready templates and the filled examples of this folder from the code: ``make templates``.

The counts of the examples are invented, and every example says so in its note.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from iku_excel import template
from iku_excel.definition import measures, profile
from iku_excel.regency import handout
from iku_excel.regency.roster import Row

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


def register_rows() -> Mapping[int, Sequence[Sequence[template.Value]]]:
    """Return invented rows of the four registers through the second quarter, by indicator."""
    kinds = ("Administrasi kependudukan", "Rekomendasi perizinan", "Legalisasi", "Surat keterangan")
    first = dt.date(2023, 1, 2)
    services: list[list[template.Value]] = [
        [first + dt.timedelta(days=n * 177 // 239), kinds[n % len(kinds)], "Tidak" if n % 17 == 8 else "Ya"]
        for n in range(240)
    ]
    complaints: list[list[template.Value]] = [
        [dt.date(2023, 1, 9), "Ketertiban umum", dt.date(2023, 1, 12)],
        [dt.date(2023, 1, 23), "Perselisihan warga", dt.date(2023, 2, 6)],
        [dt.date(2023, 2, 8), "Keamanan", dt.date(2023, 2, 10)],
        [dt.date(2023, 2, 27), "Lingkungan", dt.date(2023, 3, 20)],
        [
            dt.date(2023, 3, 15),
            "Perselisihan warga",
            dt.date(2023, 4, 4),
        ],  # of the first quarter, settled in the second
        [dt.date(2023, 3, 29), "Ketertiban umum", dt.date(2023, 4, 11)],
        [dt.date(2023, 4, 17), "Keamanan", dt.date(2023, 4, 18)],
        [dt.date(2023, 5, 4), "Lingkungan", dt.date(2023, 5, 30)],
        [dt.date(2023, 5, 22), "Ketertiban umum", dt.date(2023, 5, 24)],
        [dt.date(2023, 6, 19), "Perselisihan warga", ""],  # open at the end of the half-year
    ]
    empowered = {
        "Sumberrejo": dt.date(2021, 8, 17),
        "Bayeman": dt.date(2022, 5, 12),
        "Dungun": dt.date(2022, 9, 1),
        "Tongas Wetan": dt.date(2022, 11, 3),
        "Pamatan": dt.date(2023, 1, 19),
        "Klampok": dt.date(2023, 2, 14),
        "Tongas Kulon": dt.date(2023, 3, 7),
        "Curahtulis": dt.date(2023, 4, 12),
        "Tanjungrejo": dt.date(2023, 6, 8),
    }
    register = profile.load(profile.DEFAULT).define("triwulanan", registers="3").registers[3]
    villages: list[list[template.Value]] = [
        [name, empowered.get(name, ""), "Program contoh" if name in empowered else ""] for name in register.members
    ]
    directives: list[list[template.Value]] = []
    for n in range(1, 13):
        given = dt.date(2023, 1, 5) + dt.timedelta(days=14 * (n - 1))
        due = given + dt.timedelta(days=21)
        done: template.Value = "" if n == 12 else due + dt.timedelta(days=4 if n in (5, 9) else -2)
        directives.append([f"CONTOH/{n:03}", given, f"Penugasan contoh ke-{n}", due, done])
    return {1: services, 2: complaints, 3: villages, 4: directives}


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


OFFICES: Mapping[str, tuple[str, Mapping[str, tuple[Any, ...]]]] = {
    "contoh_inspektorat": (
        "INSPEKTORAT CONTOH",
        {
            "target": (75, "Wajar Tanpa Pengecualian", 0.85, 3, 3, 6, 0.95, 0.1),
            "tw1": ("", "", (120, 160), "", "", 1, (18, 20), (9, 10)),
            "tw2": (72.35, "wajar tanpa pengecualian", (138, 160), 3, 2.8, 2, (22, 23), (7, 10)),
        },
    ),
    "contoh_pekerjaan_umum": (
        "DINAS PEKERJAAN UMUM CONTOH",
        {
            "target": (0.72, 0.65, 0.9, 0.4, 24.5, 0.95, 450_000_000, 0.05),
            "tw1": (
                *((312.45, 450.8), (48_200, 76_500), (17_900, 20_100), (12.5, 61.25), 4.25),
                *((9_750_000_000, 64_300_000_000), 104_500_000, (104_500_000, 98_000_000)),
            ),
            "tw2": (
                *((318.9, 450.8), (48_950, 76_500), (18_040, 20_100), (19.75, 61.25), 7.25),
                *((27_480_000_000, 64_300_000_000), 118_250_000, (118_250_000, 121_000_000)),
            ),
        },
    ),
    "contoh_rsud": (
        "RSUD CONTOH",
        {
            "target": ("", "", 25, 0.95, 0.9, "Paripurna", 82, 12),
            "tw1": ((9_450, 13_500), (8_960, 1_420), (28, 1_420), (1_371, 1_420), (980, 1_100), "", "", 5),
            "tw2": ((10_010, 13_650), (9_540, 1_505), (31, 1_505), (1_452, 1_505), (1_010, 1_100), "Utama", 81.25, 3),
        },
    ),
}
"""Of each example of another office: its name, and invented targets and figures of two quarters, in their order."""


def of_office(name: str) -> bytes:
    """Return the filled example of another office."""
    organization, columns = OFFICES[name]
    definition = profile.load(name).define("triwulanan", organization)
    values: dict[str, template.Value] = {
        "catatan": NOTE,
        "tempat": "CONTOH",
        "jabatan": "KEPALA",
        "wilayah": "KABUPATEN CONTOH",
        "nama_pejabat": "NAMA PEJABAT CONTOH",
        "pangkat": "Pembina",
        "nip": "19800101 200501 1 001",
    }
    for period, figures in columns.items():
        for indicator, figure in zip(definition.indicators, figures, strict=True):
            parts = figure if isinstance(figure, tuple) else (figure,)
            words = [part.word for part in measures.row(indicator).parts] if period != "target" else ["target"]
            suffix = f"_{indicator.number}" if period == "target" else f"_{indicator.number}_{period}"
            values |= {f"{word}{suffix}": part for word, part in zip(words, parts, strict=True) if part != ""}
    return template.render(definition, values)


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
    chosen = profile.load(profile.DEFAULT).define("triwulanan", registers="all")
    made["templat_tongas_2023_register.xlsx"] = template.render(chosen)
    values: dict[str, template.Value] = {f"target_{number}": 0.95 if number != "3" else 0.8 for number in YEAR}
    made["contoh_tongas_2023_register.xlsx"] = template.render(chosen, {**values, "catatan": NOTE}, register_rows())
    made |= {f"{name}.xlsx": of_office(name) for name in OFFICES}
    return made


if __name__ == "__main__":
    for name, data in workbooks().items():
        (FOLDER / name).write_bytes(data)

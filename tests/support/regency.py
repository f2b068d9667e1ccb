"""A regency's folder of mail: 24 kecamatan, and everything that goes wrong with mail planted in it.

Counts are invented by a rule, so that a test can add them up without the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import make_hostile
from builders import filled, outcome
from openpyxl import load_workbook

from iku_excel import workbook
from iku_excel.definition import profile
from iku_excel.model import Definition
from iku_excel.regency import roster
from iku_excel.run import store

ROOT = Path(__file__).parents[2]
ROSTER = ROOT / "input_templates" / "daftar_kecamatan_probolinggo.xlsx"
REGION = "KABUPATEN PROBOLINGGO"

MISSING = ("KECAMATAN BESUK", "KECAMATAN TIRIS")
TWICE, EDITED, OLD, HOSTILE, OLD_CONTRACT = (
    "KECAMATAN KRUCIL",
    "KECAMATAN MARON",
    "KECAMATAN PAITON",
    "KECAMATAN LECES",
    "KECAMATAN SUMBER",
)
FOREIGN = "KECAMATAN GADING"  # there is one in another regency too
INPUTS = ("KECAMATAN TONGAS", "KECAMATAN WONOMERTO")  # sent as filled templates
LEFT_OUT = (*MISSING, TWICE, EDITED, HOSTILE, OLD_CONTRACT)


def offices() -> list[str]:
    """Return the 24 kecamatan."""
    return [row.organization for row in roster.read(ROSTER).rows]


def counts(office: int, period: int) -> dict[int, tuple[int, int]]:
    """Return the invented numerator and denominator of each indicator for a period from 0."""
    villages = 6 + office % 13
    return {
        1: (300 + 17 * office + 11 * period, 320 + 19 * office + 13 * period),
        2: (10 + office % 7 + period, 12 + office % 7 + period),
        3: (min(villages, 3 + office % 5 + period), villages),
        4: (20 + office % 11, 24 + office % 11 + period),
    }


def values(office: int, n_periods: int, region: str = REGION) -> dict[str, str | int | float]:
    """Return the filled cells of an office, through so many periods."""
    filled_in: dict[str, str | int | float] = {"wilayah": region, "catatan": "CONTOH - angka rekaan"}
    lines = {"tempat": "KANTOR", "jabatan": "CAMAT", "nama_pejabat": "NAMA PEJABAT", "pangkat": "Pembina"}
    for number in (1, 2, 3, 4):
        filled_in[f"target_{number}"] = 0.95 if number != 3 else 0.8
    for period in range(n_periods):
        for number, (numerator, denominator) in counts(office, period).items():
            filled_in[f"pembilang_{number}_tw{period + 1}"] = numerator
            filled_in[f"penyebut_{number}_tw{period + 1}"] = denominator
    return {**lines, "nip": "19791017 200012 1 001", **filled_in}


@lru_cache(maxsize=64)
def definition(name: str) -> Definition:
    """Return the definition of an office."""
    return profile.load("kecamatan").define("triwulanan", name, 2023)


def input_of(name: str, office: int, folder: Path, n_periods: int = 2, region: str = REGION, stem: str = "") -> Path:
    """Write the filled template of an office."""
    sample = filled("triwulanan", 0, definition(name), values(office, n_periods, region))
    return sample.save(folder, f"{stem or name.replace(' ', '_')}.xlsx")


def output_of(name: str, office: int, folder: Path, n_periods: int = 2, region: str = REGION, stem: str = "") -> Path:
    """Write the output of an office, as build does."""
    source = input_of(name, office, folder, n_periods, region, stem=f"isian-{name}")
    data = store.seal(workbook.render(outcome(source)))
    source.unlink()
    path = folder / f"{stem or 'IKU_' + name.replace(' ', '_')}.xlsx"
    path.write_bytes(data)
    return path


def mail(folder: Path) -> Path:
    """Fill a folder with what 24 kecamatan mail for the second quarter; return it."""
    folder.mkdir()
    for office, name in enumerate(offices()):
        if name in MISSING:
            continue
        if name in INPUTS:
            input_of(name, office, folder)
        elif name == OLD:
            output_of(name, office, folder, n_periods=1)
        elif name == HOSTILE:
            (folder / "LECES.xlsx").write_bytes(make_hostile.HOSTILE["billion-laughs"].build())
        else:
            output_of(name, office, folder)
    output_of(TWICE, 3, folder, stem="krucil (revisi)")
    output_of(FOREIGN, 7, folder, region="KABUPATEN LUMAJANG", stem="gading lumajang")
    _edit(folder / f"IKU_{EDITED.replace(' ', '_')}.xlsx", "Periode", "D7", 9_999)
    _another_contract(folder / f"IKU_{OLD_CONTRACT.replace(' ', '_')}.xlsx")
    return folder


def counted() -> Iterator[tuple[int, int]]:
    """Yield (position, periods sent) of every office whose figures must be in the sums."""
    for office, name in enumerate(offices()):
        if name not in LEFT_OUT:
            yield office, 1 if name == OLD else 2


def expected_sums() -> dict[int, tuple[int, int]]:
    """Return the regency's numerators and denominators to date, added up here and not by the program."""
    sums = dict.fromkeys((1, 2, 3, 4), (0, 0))
    for office, n_periods in counted():
        for number, (top, bottom) in sums.items():
            reported = [counts(office, period)[number] for period in range(n_periods)]
            pairs = reported[-1:] if number == 3 else reported
            sums[number] = (top + sum(pair[0] for pair in pairs), bottom + sum(pair[1] for pair in pairs))
    return sums


def _edit(path: Path, sheet: str, cell: str, value: int) -> None:
    book = load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def _another_contract(path: Path) -> None:
    book = load_workbook(path)
    for row in book["_iku"].iter_rows():
        if row[0].value == "keluaran":
            row[1].value = "iku-excel/0"
    book.save(path)

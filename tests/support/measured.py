"""An office with every measure there is, filled in with invented figures, and the same figures for independent sums."""

from __future__ import annotations

from pathlib import Path

from iku_excel import template
from iku_excel.definition import measures, profile
from iku_excel.definition.layout import figure_name
from iku_excel.model import MAX_RUPIAH, Definition

PROFILE = Path(__file__).parents[1] / "profiles" / "semua_ukuran.toml"

TARGETS: dict[int, template.Value] = {
    1: 0.9,
    2: 25,
    4: 1.05,
    5: 0.6,
    6: 12,
    7: 5_000_000_000,
    8: 120.5,
    9: 75,
    10: 2,
    11: "WTP",
    12: "utama",
    13: 0.1,
    14: 0.2,
}
"""Targets as their cells hold them; indicator 3 has an ideal range."""

PARTS: dict[int, tuple[template.Value, ...]] = {
    1: (90, 100),
    2: (3, 140),
    3: (840, 140),
    4: (1_250_000_000, 1_100_000_000),
    5: (120.25, 200.5),
    6: (3,),
    7: (1_300_000_000,),
    8: (118.1234,),
    9: (72.35,),
    10: (-1.5,),
    11: ("WDP",),
    12: ("Paripurna",),
    13: (110_000_000, 100_000_000),
    14: (8, 10),
}
"""What is filled in for every period, by indicator."""


def office(period: str = "triwulanan", name: str = "KANTOR CONTOH", registers: str = "") -> Definition:
    """Return the definition of the office with every measure."""
    return profile.load(str(PROFILE)).define(period, name, registers=registers)


def cells(definition: Definition, n_periods: int | None = None) -> dict[str, template.Value]:
    """Return the filled cells through so many periods, or all."""
    filled: dict[str, template.Value] = {f"target_{number}": target for number, target in TARGETS.items()}
    for indicator in definition.indicators:
        if indicator.register is not None:
            continue
        for part, value in zip(measures.row(indicator).parts, PARTS[indicator.number], strict=True):
            for period in definition.periods[:n_periods]:
                filled[figure_name(part, indicator, period)] = value
    return filled


def of_the_rich(folder: Path, number: int) -> Path:
    """Write an office with the largest amounts that a cell may hold, in both halves of the year."""
    definition = office("semesteran", f"KANTOR {number:02}")
    filled = cells(definition, 2)
    amounts = [name for name in filled if name.split("_")[1] in ("4", "7", "13") and not name.startswith("target")]
    path = folder / f"kaya_{number}.xlsx"
    path.write_bytes(template.render(definition, {**filled, **dict.fromkeys(amounts, MAX_RUPIAH), "target_7": 10**14}))
    return path

"""The one table of measures: a row for each, and nobody else asks which measure an indicator is.

A row says which cells a period has (its *parts*), which keys of a profile it takes, how periods and offices
add up, and how the figure comes from the parts: as the program computes it (numbers, fractions and pandas'
columns alike), and as a cell of a workbook does. Beside the table stand the questions that the rest of the house has
of an indicator: may a period be left open, what may stand in a cell, what may be its target.

*Shown* is what a cell holds: a percentage is a fraction there, everything else the figure itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

from iku_excel.definition.roles import Role
from iku_excel.model import (
    MAX_COUNT,
    MAX_RUPIAH,
    MAX_SUM,
    PERIODS,
    Definition,
    Direction,
    Indicator,
    Kind,
    Measure,
    Numbers,
    Polarity,
)
from iku_excel.text import percentage

GUARD = 9
"""Decimals of an achievement in percent that decide its predicate.

86.45 / 95 * 100 is 91 but 90.99999999999999 in binary; the ninth decimal of a percentage of counts
up to a billion is noise. Live formulas round the same way before they look a band up.
"""

DECIMALS = 4
"""Decimals that a number of the sort ``desimal`` may have."""

TYPED_DIGITS = 300
"""Digits of a text that is taken as a number; what is longer than any number is text."""

DIGITS = 15
"""Digits of a number that spreadsheets show; what comes after them is noise of binary fractions."""

PERS = (1, 25, 100, 1_000, 10_000, 100_000)
"""Factors of a ratio."""

MOST_PERIODS = max(map(len, PERIODS.values()))
"""Periods whose counts may come to a year."""

TARGET_LEAST, TARGET_MOST, TARGET_EXCEEDING = 0.1, 100.0, 1_000.0
"""Bounds of a target in percent, the last one where the actual may lawfully exceed 100%."""

Figure = Any  # a number, a fraction, or a column of pandas


class Offices(StrEnum):
    """How the figures of several offices come to one."""

    RECOMPUTED = "dihitung ulang dari jumlah pembilang dan jumlah penyebut"
    SUMMED = "dijumlahkan"
    LISTED = "didaftar"  # with lowest, median, highest
    BY_STEP = "dihitung per langkah"


@dataclass(frozen=True, slots=True)
class Part:
    """One cell of a period: its role, its word in defined names, and how people call it."""

    role: Role
    word: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """One measure. ``actual``, ``cell`` and ``formula`` take (indicator, first part, second part)."""

    parts: tuple[Part, ...]
    needs: tuple[str, ...]  # keys of a profile without which it says nothing
    takes: tuple[str, ...]  # keys that it may have
    gaps: bool  # an empty period means: not yet given; the last known figure counts
    offices: Offices
    numbers: Numbers  # where the profile does not say
    actual: Callable[[Indicator, Figure, Figure], Figure]
    cell: Callable[[Indicator, Figure, Figure], Figure]
    formula: Callable[[Indicator, str, str], str]


_TOP, _BOTTOM = Part(Role.NUMERATOR, "pembilang", "Pembilang"), Part(Role.DENOMINATOR, "penyebut", "Penyebut")
_JUDGED = ("achievement", "ideal")


def _per(indicator: Indicator, top: Figure, bottom: Figure) -> Figure:
    return indicator.per * top / bottom


def _per_cell(indicator: Indicator, top: Figure, bottom: Figure) -> Figure:
    return top / bottom if indicator.per == 100 else indicator.per * top / bottom


def _per_formula(indicator: Indicator, top: str, bottom: str) -> str:
    return f"{top}/{bottom}" if indicator.per == 100 else f"{indicator.per}*{top}/{bottom}"


def _growth(indicator: Indicator, now: Figure, then: Figure) -> Figure:
    return 100 * _change(indicator, now, then) / then


def _growth_cell(indicator: Indicator, now: Figure, then: Figure) -> Figure:
    return _change(indicator, now, then) / then


def _growth_formula(indicator: Indicator, now: str, then: str) -> str:
    more, less = (now, then) if indicator.direction is Direction.UP else (then, now)
    return f"({more}-{less})/{then}"


def _change(indicator: Indicator, now: Figure, then: Figure) -> Figure:
    return now - then if indicator.direction is Direction.UP else then - now


def _given(_: Indicator, value: Figure, __: Figure) -> Figure:
    return value


def _given_formula(_: Indicator, value: str, __: str) -> str:
    return value


MEASURES: Mapping[Measure, Row] = {
    Measure.RASIO: Row(
        parts=(_TOP, _BOTTOM),
        needs=("numerator", "denominator", "kind", "polarity"),
        takes=(*_JUDGED, "numbers", "per", "exceeds", "register"),
        gaps=False,
        offices=Offices.RECOMPUTED,
        numbers=Numbers.WHOLE,
        actual=_per,
        cell=_per_cell,
        formula=_per_formula,
    ),
    Measure.JUMLAH: Row(
        parts=(Part(Role.VALUE, "nilai", "Jumlah"),),
        needs=("kind", "polarity"),
        takes=(*_JUDGED, "numbers", "numerator", "shared"),
        gaps=False,
        offices=Offices.SUMMED,
        numbers=Numbers.WHOLE,
        actual=_given,
        cell=_given,
        formula=_given_formula,
    ),
    Measure.NILAI: Row(
        parts=(Part(Role.VALUE, "nilai", "Nilai"),),
        needs=("polarity",),
        takes=(*_JUDGED, "numbers", "lowest", "highest", "levels"),
        gaps=True,
        offices=Offices.LISTED,
        numbers=Numbers.DECIMAL,
        actual=_given,
        cell=_given,
        formula=_given_formula,
    ),
    Measure.PREDIKAT: Row(
        parts=(Part(Role.STEP, "predikat", "Predikat"),),
        needs=("steps",),
        takes=("points",),
        gaps=True,
        offices=Offices.BY_STEP,
        numbers=Numbers.WHOLE,
        actual=_given,
        cell=_given,
        formula=_given_formula,
    ),
    Measure.PERTUMBUHAN: Row(
        parts=(_TOP, _BOTTOM),
        needs=("kind", "polarity"),
        takes=(*_JUDGED, "numbers", "numerator", "denominator", "direction"),
        gaps=False,
        offices=Offices.RECOMPUTED,
        numbers=Numbers.WHOLE,
        actual=_growth,
        cell=_growth_cell,
        formula=_growth_formula,
    ),
}


def row(indicator: Indicator) -> Row:
    """Return the row of an indicator's measure."""
    return MEASURES[indicator.measure]


def offices(indicator: Indicator) -> Offices:
    """Return how offices add up: what two of them may have counted both is never summed."""
    return Offices.LISTED if indicator.shared else row(indicator).offices


def added(indicator: Indicator) -> bool:
    """Tell whether the figures of several offices come to one."""
    return offices(indicator) in (Offices.RECOMPUTED, Offices.SUMMED)


def paired(indicator: Indicator) -> bool:
    """Tell whether the figure comes from two counts."""
    return len(row(indicator).parts) == 2


def counted(indicator: Indicator) -> tuple[str, ...]:
    """Return in words what each part of the figure is."""
    if not paired(indicator):
        return (indicator.numerator or ", ".join(indicator.steps) or indicator.unit,)
    if not grows(indicator):
        return indicator.numerator, indicator.denominator
    now = indicator.numerator or indicator.text
    return now, indicator.denominator or f"{now}, periode yang sama tahun lalu"


def worded(indicator: Indicator) -> bool:
    """Tell whether the figure is a word out of a list."""
    return bool(indicator.steps)


def grows(indicator: Indicator) -> bool:
    """Tell whether the second part is the same figure of last year."""
    return "direction" in row(indicator).takes


def is_share(indicator: Indicator) -> bool:
    """Tell whether the first part must be within the second."""
    return "exceeds" in row(indicator).takes and not indicator.exceeds


def is_percent(indicator: Indicator) -> bool:
    """Tell whether actual and target are percentages."""
    return paired(indicator) and indicator.per == 100


def number(value: float | str | None) -> float:
    """Return a figure of a measure that has no words, where there must be one."""
    if not isinstance(value, int | float):
        raise TypeError(value)
    return value


def exact(value: float) -> float:
    """Return a count as whole number where it is one."""
    return int(value) if value == int(value) else value


def is_flow(indicator: Indicator) -> bool:
    """Tell whether periods are summed; else the last known one counts."""
    return indicator.kind is Kind.FLOW


def decimals(indicator: Indicator) -> int:
    """Return how many decimals its numbers may have."""
    return DECIMALS if indicator.numbers is Numbers.DECIMAL else 0


def cleared(number: float) -> float:
    """Return a number without the noise of binary fractions: 0.1 + 0.2 is 0.3."""
    return float(f"{number:.{DIGITS}g}")


def is_finer(number: float, places: int) -> bool:
    """Tell whether a number, without noise, has more decimals than these; formulas.finer is the same in a cell."""
    exponent = Decimal(f"{number:.{DIGITS}g}").normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent < -places


def limit(indicator: Indicator) -> int:
    """Return the largest number that a cell may hold."""
    return MAX_RUPIAH if indicator.numbers is Numbers.RUPIAH else MAX_COUNT


def may_overflow(indicator: Indicator) -> bool:
    """Tell whether the sum of many offices may be more than can be added exactly."""
    return indicator.numbers is Numbers.RUPIAH


def bounds(indicator: Indicator) -> tuple[float, float]:
    """Return the lowest and highest number that a cell may hold."""
    lowest, highest = indicator.lowest, indicator.highest
    return 0 if lowest is None else lowest, limit(indicator) if highest is None else highest


def sum_bounds(indicator: Indicator, n_periods: int) -> tuple[float, float]:
    """Return the lowest and highest number that so many periods may come to."""
    lowest, highest = bounds(indicator)
    return lowest, min(n_periods * highest, MAX_SUM) if is_flow(indicator) else highest


def target_bounds(indicator: Indicator) -> tuple[float, float]:
    """Return the lowest and highest target, in percent or in the indicator's unit."""
    if is_percent(indicator):
        return TARGET_LEAST, TARGET_MOST if is_share(indicator) else TARGET_EXCEEDING
    if paired(indicator):
        return 0, indicator.per if is_share(indicator) else bounds(indicator)[1] * indicator.per
    return sum_bounds(indicator, MOST_PERIODS)


def may_target_zero(indicator: Indicator) -> bool:
    """Tell whether nothing at all may be aimed at."""
    return indicator.polarity is Polarity.LOWER and not is_percent(indicator)


def is_target(indicator: Indicator, value: float) -> bool:
    """Tell whether a number may be the target."""
    lowest, highest = target_bounds(indicator)
    return lowest <= value <= highest and (value != 0 or may_target_zero(indicator))


def cell_target(indicator: Indicator, target: float | str) -> float | str:
    """Return a target as the cell of a workbook holds it."""
    if isinstance(target, str) or not is_percent(indicator):
        return target
    return percentage.to_fraction(target)


def reaches(indicator: Indicator, actual: float, target: float) -> bool:
    """Tell whether an actual is as good as the target, or lies in the range that is ideal."""
    if indicator.ideal is not None:
        return indicator.ideal[0] <= actual <= indicator.ideal[1]
    return actual <= target if indicator.polarity is Polarity.LOWER else actual >= target


def has_mean(indicator: Indicator) -> bool:
    """Tell whether a recap may show the mean of the offices' figures, under that name: of ratios in percent alone."""
    return is_percent(indicator) and not grows(indicator)


def needs_target(indicator: Indicator) -> bool:
    """Tell whether there is no achievement without a target."""
    return indicator.polarity is not Polarity.RANGE


def step(indicator: Indicator, text: str) -> int | None:
    """Return the position of a step, worst first, None for a text that is none; case and blanks do not matter."""
    return {plain(label): position for position, label in enumerate(indicator.steps)}.get(plain(text))


def plain(text: str) -> str:
    """Return a label as labels are compared."""
    return " ".join(text.split()).casefold()


def level(indicator: Indicator, value: float | str | None) -> str | None:
    """Return the named level of a value, None where it has none."""
    if not isinstance(value, int | float):
        return None
    for item in indicator.levels:
        if item.lower is None or value > item.lower or (value == item.lower and not item.above):
            return item.label
    return None


def figured_by(indicator: Indicator) -> Hashable:
    """Return what two indicators have in common whose figures are computed alike."""
    return indicator.measure, indicator.per, indicator.direction


def judged_by(indicator: Indicator) -> Hashable:
    """Return what two indicators have in common whose achievements are computed alike."""
    return indicator.achievement, indicator.ideal, indicator.steps, indicator.points


def compact(indicator: Indicator, raw: dict[str, Any]) -> dict[str, Any]:
    """Return an indicator's keys without those that have no say: at their version-1 meaning, or of no use to it.

    So a definition of version 1 keeps its SHA-256 and its form's signature.
    """
    silent = {name for name, default in _NEW.items() if raw[name] == default}
    if indicator.numbers is row(indicator).numbers:
        silent.add("numbers")
    else:
        silent.discard("numbers")
    silent |= {name for name in ("numerator", "denominator") if not raw[name]}
    silent |= {name for name in ("kind", "polarity", "achievement") if raw[name] is None}
    kept = {name: value for name, value in raw.items() if name not in silent}
    if indicator.levels:
        kept["levels"] = [
            {"label": item.label, "from": item.lower, **({"above": True} if item.above else {})}
            for item in indicator.levels
        ]
    return kept


def contract(definition: Definition) -> int:
    """Return the version of the contract that a definition needs: 1 while it says nothing new."""
    new = any(getattr(item, name) != default for item in definition.indicators for name, default in _NEW.items())
    return 2 if new else 1


_FIELDS = fields(Indicator)
_NAMES = [field.name for field in _FIELDS]
_NEW: Mapping[str, Any] = {field.name: field.default for field in _FIELDS[_NAMES.index("measure") :]}
"""The keys of version 2 with the values at which they mean version 1."""

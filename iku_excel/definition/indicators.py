"""One indicator of a profile: which keys its measure takes, and whether what they say fits together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from iku_excel.definition import measure_words, measures
from iku_excel.definition import registers as register_definition
from iku_excel.definition.keyed import ProfileError, Table
from iku_excel.model import (
    MAX_LINE,
    MAX_RUPIAH,
    Achievement,
    Direction,
    Indicator,
    Kind,
    Level,
    Measure,
    Numbers,
    Polarity,
)
from iku_excel.text import indonesian

MAX_INDICATORS, MAX_STEPS = 99, 20
MAX_CELL = 600  # letters of a column of the table that still print whole
MAX_LABEL = 60  # letters of a step or a level

FORMULAS: Mapping[Polarity, tuple[Achievement, ...]] = {
    Polarity.HIGHER: (Achievement.RATIO,),
    Polarity.LOWER: (Achievement.MIRRORED, Achievement.INVERSE),
    Polarity.RANGE: (),
}
"""Formulas of the achievement that make sense for a polarity."""


def parse(table: Table) -> Indicator:
    """Check the table of an indicator and return it. Raises ProfileError at the first broken key."""
    measure = table.choice("measure", Measure) if table.has("measure") else Measure.RASIO
    row = measures.MEASURES[measure]
    _refuse_useless(table, measure, row)
    levels, (steps, points) = _levels(table), _steps(table, row)
    indicator = Indicator(
        number=table.whole("number", range(1, MAX_INDICATORS + 1)),
        text=table.text("text", longest=MAX_CELL),
        formula_text=table.text("formula_text", longest=MAX_CELL),
        data_source=table.text("data_source", longest=MAX_LINE),
        numerator=table.text("numerator", longest=MAX_LINE, absent="numerator" not in row.needs),
        denominator=table.text("denominator", longest=MAX_LINE, absent="denominator" not in row.needs),
        kind=table.choice("kind", Kind) if "kind" in row.needs else None,
        unit=table.text("unit", longest=MAX_LINE),
        polarity=table.choice("polarity", Polarity) if "polarity" in row.needs else None,
        achievement=_achievement(table, row),
        target=_preset(table, steps),
        hint=table.text("hint", longest=MAX_LINE, optional=True),
        register=register_definition.parse(table.table("register")) if table.has("register") else None,
        measure=measure,
        per=_per(table),
        numbers=table.choice("numbers", Numbers) if table.has("numbers") else row.numbers,
        exceeds=table.flag("exceeds", default=False),
        shared=table.flag("shared", default=False),
        lowest=table.number("lowest", optional=True, size=MAX_RUPIAH),
        highest=table.number("highest", optional=True, size=MAX_RUPIAH),
        levels=levels,
        steps=steps,
        points=points,
        direction=table.choice("direction", Direction) if table.has("direction") else Direction.UP,
        ideal=_ideal(table),
    )
    table.finish()
    register_definition.check_kind(indicator, table)
    _check_judged(indicator, table)
    _check_bounds(indicator, table)
    return indicator


def _refuse_useless(table: Table, measure: Measure, row: measures.Row) -> None:
    """Refuse a key that means something to another measure, but nothing to this one."""
    known = {key for other in measures.MEASURES.values() for key in (*other.needs, *other.takes)}
    for key in sorted(known.difference(row.needs, row.takes)):
        if table.has(key):
            raise ProfileError(table.path(key), f'tidak dipakai untuk measure = "{measure}"')


def _achievement(table: Table, row: measures.Row) -> Achievement | None:
    if "achievement" not in row.takes:
        return None
    if not table.says("polarity", Polarity.RANGE):
        return table.choice("achievement", Achievement)
    if table.has("achievement"):
        raise ProfileError(table.path("achievement"), 'tidak dipakai untuk polarity = "rentang"; ideal yang menentukan')
    return None


def _per(table: Table) -> int:
    if not table.has("per"):
        return 100
    return table.one_of("per", measures.PERS)


def _preset(table: Table, steps: Sequence[str]) -> float | str | None:
    if steps:
        return table.text("target", longest=MAX_LABEL, optional=True) or None
    return table.number("target", optional=True, size=MAX_RUPIAH)


def _ideal(table: Table) -> tuple[float, float] | None:
    if not table.has("ideal"):
        return None
    bounds = table.numbers("ideal", size=MAX_RUPIAH)
    if len(bounds) != 2 or not 0 <= bounds[0] <= bounds[1] or not bounds[1]:
        raise ProfileError(table.path("ideal"), "harus dua bilangan [a, b] dengan 0 <= a <= b dan b lebih dari 0")
    return bounds[0], bounds[1]


def _levels(table: Table) -> tuple[Level, ...]:
    if not table.has("levels"):
        return ()
    levels = []
    for item in table.tables("levels"):
        label, lower = item.text("label", longest=MAX_LABEL), item.number("from", optional=True, size=MAX_RUPIAH)
        levels.append(Level(label, lower, item.flag("above", default=False)))
        item.finish()
    _check_labels(table, "levels", [level.label for level in levels], suffix=".label")
    for index, (better, worse) in enumerate(pairwise(levels)):
        if better.lower is None:
            raise ProfileError(table.path(f"levels[{index}].from"), "hanya tingkat terakhir yang boleh tanpa batas")
        if worse.lower is not None and (worse.lower, worse.above) >= (better.lower, better.above):
            raise ProfileError(table.path(f"levels[{index + 1}].from"), "harus di bawah batas tingkat sebelumnya")
    if levels[-1].lower is None and levels[-1].above:
        raise ProfileError(table.path(f"levels[{len(levels) - 1}].above"), "tidak dipakai tanpa batas (from)")
    return tuple(levels)


def _steps(table: Table, row: measures.Row) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the steps and their points: a list of texts with ``points`` beside it, or tables of label and points."""
    if "steps" not in row.needs:
        return (), ()
    if table.holds_tables("steps"):
        items = list(table.tables("steps"))
        steps = tuple(item.text("label", longest=MAX_LABEL) for item in items)
        given = [item.number("points", optional=True) for item in items]
        for item in items:
            item.finish()
        points = tuple(value for value in given if value is not None)
    else:
        steps = table.texts("steps", longest=MAX_LABEL)
        points = table.numbers("points") if table.has("points") else ()
    _check_labels(table, "steps", steps)
    if len(steps) < 2:
        raise ProfileError(table.path("steps"), "paling sedikit dua langkah, yang terburuk lebih dulu")
    if points and len(points) != len(steps):
        raise ProfileError(table.path("points"), "harus satu bilangan untuk setiap langkah")
    if any(value < 0 for value in points) or any(worse >= better for worse, better in pairwise(points)):
        raise ProfileError(table.path("points"), "harus mulai dari 0 atau lebih dan makin besar")
    return steps, points


def _check_labels(table: Table, name: str, labels: Sequence[str], suffix: str = "") -> None:
    if len(labels) > MAX_STEPS:
        raise ProfileError(table.path(name), f"paling banyak {MAX_STEPS}")
    plain = [measures.plain(label) for label in labels]
    for index, label in enumerate(plain):
        if label in plain[:index]:
            raise ProfileError(table.path(f"{name}[{index}]{suffix}"), f'"{labels[index]}" sudah dipakai')


def _check_judged(indicator: Indicator, table: Table) -> None:
    """Refuse a polarity, a formula and an ideal range that do not go together."""
    if indicator.polarity is None:
        return
    ranged = indicator.polarity is Polarity.RANGE
    if ranged and indicator.ideal is None:
        raise ProfileError(table.path("ideal"), 'belum diisi; polarity = "rentang" memerlukannya')
    if indicator.ideal is not None and not ranged:
        raise ProfileError(table.path("ideal"), 'hanya untuk polarity = "rentang"')
    allowed = FORMULAS[indicator.polarity]
    if indicator.achievement is not None and indicator.achievement not in allowed:
        problem = f'untuk polarity = "{indicator.polarity}" harus salah satu dari {", ".join(allowed)}'
        raise ProfileError(table.path("achievement"), problem)


def _check_bounds(indicator: Indicator, table: Table) -> None:
    """Refuse bounds that leave no value, and a target that can never be reached."""
    lowest, highest = measures.bounds(indicator)
    limit = measures.limit(indicator)
    for name in ("lowest", "highest"):
        value = getattr(indicator, name)
        if value is not None and abs(value) > limit:
            raise ProfileError(table.path(name), f"paling besar {indonesian.whole(limit)}")
    if lowest >= highest:
        raise ProfileError(table.path("highest"), "harus di atas batas bawahnya (lowest)")
    target = indicator.target
    if isinstance(target, str):
        if measures.step(indicator, target) is None:
            raise ProfileError(table.path("target"), f"harus salah satu dari {', '.join(indicator.steps)}")
    elif target is not None and not measures.is_target(indicator, target):
        unit = "" if measures.is_percent(indicator) else f" ({indicator.unit})"
        raise ProfileError(table.path("target"), f"harus {measure_words.target_bounds(indicator)}{unit}")

"""Every figure against an independent computation in plain Python with exact fractions."""

from __future__ import annotations

import dataclasses
import math
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from builders import Filled, Value, define, examples, filled, outcome
from hypothesis import given, settings
from hypothesis import strategies as st

from iku_excel.model import PERIODS, Achievement, Definition, Indicator, Kind, Polarity, Result

BANDS = ((91, "Sangat Tinggi"), (76, "Tinggi"), (66, "Sedang"), (51, "Rendah"))
LOWEST = "Sangat Rendah"
FORMULAS: dict[Achievement, Callable[[Fraction, Fraction], Fraction | None]] = {
    Achievement.RATIO: lambda actual, target: actual / target,
    Achievement.MIRRORED: lambda actual, target: (2 * target - actual) / target,
    Achievement.INVERSE: lambda actual, target: target / actual if actual else None,
}

Pairs = dict[int, list[tuple[int, int]]]  # by indicator, a pair for each reported period


@st.composite
def submissions(draw: st.DrawFn) -> tuple[Definition, Pairs, dict[int, int | None]]:
    """Draw a period kind, formulas, counts through some period, and targets in hundredths of a percent."""
    definition = define(draw(st.sampled_from(list(PERIODS))))
    turn = draw(st.integers(0, len(Achievement) - 1))  # each formula meets each indicator, from a few templates
    formulas = [list(Achievement)[(turn + place) % len(Achievement)] for place in range(len(definition.indicators))]
    goals = tuple(
        dataclasses.replace(goal, indicators=(_with_formula(goal.indicators[0], formula),))
        for goal, formula in zip(definition.goals, formulas, strict=True)
    )
    definition = dataclasses.replace(definition, goals=goals)
    n_periods = draw(st.integers(1, len(definition.periods)))
    pairs: Pairs = {}
    targets: dict[int, int | None] = {}
    for indicator in definition.indicators:
        most = draw(st.sampled_from([3, 50, 10**9]))
        pairs[indicator.number] = []
        for _ in range(n_periods):
            denominator = draw(st.integers(0, most))
            pairs[indicator.number].append((draw(st.integers(0, denominator)), denominator))
        targets[indicator.number] = draw(st.none() | st.integers(10, 10_000))
    return definition, pairs, targets


def _with_formula(indicator: Indicator, formula: Achievement) -> Indicator:
    polarity = Polarity.HIGHER if formula is Achievement.RATIO else Polarity.LOWER
    return dataclasses.replace(indicator, achievement=formula, polarity=polarity)


@settings(max_examples=examples(120))
@given(submissions())
def test_figures_equal_an_independent_computation(drawn: tuple[Definition, Pairs, dict[int, int | None]]) -> None:
    """Year to date, actual, achievement and predicate are those of exact arithmetic over the raw counts."""
    definition, pairs, targets = drawn
    values: dict[str, Value] = {}
    for number, reported in pairs.items():
        target = targets[number]
        if target is not None:
            values[f"target_{number}"] = target / 10_000
        for period, (numerator, denominator) in zip(definition.periods, reported, strict=False):
            values[f"pembilang_{number}_{period.code}"] = numerator
            values[f"penyebut_{number}_{period.code}"] = denominator
    with tempfile.TemporaryDirectory() as folder:
        answer = outcome(Filled(definition, {}, values).save(Path(folder)))
    assert answer.valid, answer.findings
    assert answer.through == definition.periods[len(pairs[1]) - 1]
    for indicator, result in zip(definition.indicators, answer.results, strict=True):
        target = targets[indicator.number]
        exact_target = None if target is None else Fraction(target, 10_000)
        _compare(result, pairs[indicator.number], exact_target)


def _compare(result: Result, pairs: list[tuple[int, int]], target: Fraction | None) -> None:
    if result.indicator.kind is Kind.FLOW:
        numerator, denominator = (sum(pair[part] for pair in pairs) for part in (0, 1))
    else:
        numerator, denominator = pairs[-1]
    assert (result.measured.numerator, result.measured.denominator) == (numerator, denominator)
    actual = Fraction(numerator, denominator) if denominator else None
    assert same(result.measured.actual, actual)
    assert same(result.target, target)
    achievement = None
    if actual is not None and target is not None:
        assert result.indicator.achievement is not None
        achievement = FORMULAS[result.indicator.achievement](actual, target)
    assert same(result.achievement, achievement)
    assert result.predicate == predicate(achievement)
    assert [(p.measured.numerator, p.measured.denominator) for p in result.periods] == pairs
    for period, (top, bottom) in zip(result.periods, pairs, strict=True):
        assert same(period.measured.actual, Fraction(top, bottom) if bottom else None)


def same(value: float | str | None, exact: Fraction | None) -> bool:
    """Tell whether a percentage is the float next to an exact fraction, or both are missing."""
    if value is None or exact is None:
        return value is None and exact is None
    assert isinstance(value, float)
    return math.isclose(value, float(exact * 100), rel_tol=1e-12, abs_tol=1e-12)


def predicate(achievement: Fraction | None) -> str | None:
    if achievement is None:
        return None
    return next((label for bound, label in BANDS if achievement * 100 >= bound), LOWEST)


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "expected"),
    [
        (91, 100, 1.0, "Sangat Tinggi"),
        (905, 1000, 1.0, "Tinggi"),  # 90.5 is below 91
        (1729, 2000, 0.95, "Sangat Tinggi"),  # 86.45 of 95 is 91, in binary 90.99999999999999
        (76, 100, 1.0, "Tinggi"),
        (7599, 10_000, 1.0, "Sedang"),
        (66, 100, 1.0, "Sedang"),
        (51, 100, 1.0, "Rendah"),
        (5099, 10_000, 1.0, "Sangat Rendah"),
        (0, 100, 1.0, "Sangat Rendah"),
        (999_999_999, 1_000_000_000, 1.0, "Sangat Tinggi"),
        (909_999_999, 1_000_000_000, 1.0, "Tinggi"),
    ],
)
def test_borders_of_the_scale(numerator: int, denominator: int, target: float, expected: str, tmp_path: Path) -> None:
    """A lower bound belongs to its band, and neither rounding nor binary noise moves a border."""
    counted = {"pembilang_1_thn": numerator, "penyebut_1_thn": denominator}
    result = outcome(filled("tahunan", values=counted, target_1=target).save(tmp_path)).results[0]
    assert result.predicate == expected


def test_target_keeps_its_decimals(tmp_path: Path) -> None:
    """A target of 57% is 57.0 percent, not 56.99999999999999."""
    assert outcome(filled("tahunan", target_1=0.57).save(tmp_path)).results[0].target == 57.0


def test_a_stock_takes_the_last_period_and_not_the_largest(tmp_path: Path) -> None:
    """Of 9, 12 and 11 villages the year to date is 11."""
    sample = filled(n_periods=3).put("pembilang_3_tw2", 12).put("pembilang_3_tw3", 11)
    assert outcome(sample.save(tmp_path)).results[2].measured.numerator == 11


def test_zero_of_zero_has_no_figure(tmp_path: Path) -> None:
    """0 of 0 gives no actual, no achievement and no predicate."""
    sample = filled("tahunan", pembilang_2_thn=0, penyebut_2_thn=0)
    result = outcome(sample.save(tmp_path)).results[1]
    assert (result.measured.actual, result.achievement, result.predicate) == (None, None, None)


def test_a_batch_gives_what_each_file_gives_alone(tmp_path: Path) -> None:
    """Chunks of a mixed batch, definitions included, change no figure and no order."""
    from iku_excel import pipeline

    samples = [
        filled("tahunan"),
        filled("bulanan", 5),
        filled().put("pembilang_1_tw1", "x"),
        filled(definition=define("semesteran", "kecamatan", "KECAMATAN LAIN"), tempat="LAIN", jabatan="CAMAT LAIN"),
        filled(n_periods=2, target_1=0.5),
    ]
    paths = [sample.save(tmp_path, f"{n}.xlsx") for n, sample in enumerate(samples)]
    paths.insert(2, tmp_path / "tidak-ada.xlsx")
    alone = [outcome(path) for path in paths]
    for size in (1, 2, 256):
        assert list(pipeline.process(paths, size)) == alone

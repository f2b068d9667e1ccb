"""Every measure over every kind of period against exact fractions, and a recap of offices against sums made here."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from measured import TARGETS, cells, of_the_rich, office
from recalculation import formula_values

from iku_excel import pipeline, template, workbook
from iku_excel.definition import measures
from iku_excel.definition.layout import figure_name, layout
from iku_excel.figures import ratios, registers, rules
from iku_excel.model import MAX_RUPIAH, MAX_SUM, PERIODS, Cell, Content, Definition, Indicator, Submission
from iku_excel.regency import recap
from iku_excel.regency.recap import Made, table
from iku_excel.run import store

# ---------------------------------------------------------------- one office


def number(indicator: Indicator) -> st.SearchStrategy[Fraction]:
    """Return numbers that a cell of the indicator may hold, as exact fractions."""
    lowest, highest = (max(-1_000, min(bound, 1_000)) for bound in measures.bounds(indicator))
    scale = 10 ** measures.decimals(indicator)
    return st.integers(int(lowest * scale), int(highest * scale)).map(lambda steps: Fraction(steps, scale))


@st.composite
def filled(draw: st.DrawFn, definition: Definition) -> dict[int, list[tuple[Any, ...]]]:
    """Return what is reported, by indicator, for each period of a beginning of the year; gaps where they may be."""
    n_periods = draw(st.integers(1, len(definition.periods)))
    found = {}
    for indicator in definition.indicators:
        figures: list[tuple[Any, ...]] = []
        for _ in range(n_periods):
            if measures.worded(indicator):
                figures.append((draw(st.sampled_from([*indicator.steps, None])),))
            elif not measures.paired(indicator):
                gap = [st.none()] if measures.row(indicator).gaps else []
                figures.append((draw(st.one_of(number(indicator), *gap)),))
            else:
                bottom = draw(number(indicator))
                top = draw(number(indicator))
                figures.append((min(top, bottom), max(top, bottom)))
        found[indicator.number] = figures
    return found


def submission(definition: Definition, figures: dict[int, list[tuple[Any, ...]]]) -> Submission:
    """Return a submission with these figures in its cells, and nothing else."""
    values: dict[str, Any] = {}
    for indicator in definition.indicators:
        for period, parts in zip(definition.periods, figures[indicator.number], strict=False):
            for part, value in zip(measures.row(indicator).parts, parts, strict=True):
                values[figure_name(part, indicator, period)] = value
    targets = {f"target_{number}": target for number, target in TARGETS.items()}
    values |= targets
    found = {}
    for field in layout(definition).fields:
        value, place = values.get(field.name), field.place
        content = Content.BLANK if value is None else Content.TEXT if isinstance(value, str) else Content.NUMBER
        number_ = float(value or 0) if content is Content.NUMBER else math.nan
        percent = (
            content is Content.NUMBER and field.name.startswith("target_") and _percent(definition, field.indicator)
        )
        where = (field.name, place.sheet, place.row, place.col)
        found[field.name] = Cell(*where, content, number_, str(value or ""), percent)
    return Submission(Path("isian.xlsx"), definition=definition, cells=found)


def _percent(definition: Definition, number_: int) -> bool:
    return measures.is_percent(definition.indicators[number_ - 1])


def exact(indicator: Indicator, figures: list[tuple[Any, ...]]) -> Any:
    """Return the figure of the year to date by exact arithmetic."""
    given_ = [parts for parts in figures if parts[0] is not None]
    if not given_:
        return None
    summed = [sum(column) for column in zip(*given_, strict=True)] if indicator.kind == "arus" else list(given_[-1])
    if len(summed) == 1:
        return summed[0]
    top, bottom = summed
    if not bottom:
        return None
    if indicator.measure == "rasio":
        return Fraction(indicator.per) * top / bottom
    change = top - bottom if indicator.direction == "naik" else bottom - top
    return 100 * change / bottom


def achieved(indicator: Indicator, actual: Any) -> Fraction | None:
    """Return the achievement in percent by the rules of the contract, capped at 120."""
    target = TARGETS.get(indicator.number)
    if actual is None or (target is None and indicator.ideal is None):
        return None
    if isinstance(actual, str):
        steps = [step.lower() for step in indicator.steps]
        reached, aimed = steps.index(actual.lower()), steps.index(str(target).lower())
        if reached >= aimed:
            return Fraction(100)
        return (
            100 * Fraction(indicator.points[reached]) / Fraction(indicator.points[aimed]) if indicator.points else None
        )
    if indicator.ideal is not None:
        low, high = (Fraction(bound) for bound in indicator.ideal)
        if actual > high:
            return Fraction(100 * high / actual)
        return Fraction(100 * actual / low) if actual < low else Fraction(100)
    aim = Fraction(repr(target)) * (100 if measures.is_percent(indicator) else 1)
    found: Fraction | None
    match indicator.achievement:
        case "realisasi/target":
            found = 100 * actual / aim
        case "target/realisasi":
            found = 100 * aim / actual if actual else None
        case _:
            found = 100 * (2 * aim - actual) / aim
    return None if found is None else min(found, Fraction(120))


@pytest.mark.parametrize("period", PERIODS)
@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_measure_equals_exact_fractions(period: str, data: st.DataObject) -> None:
    """Year to date, achievement and what was counted are those of exact arithmetic, whatever was reported."""
    definition = office(period)
    figures = data.draw(filled(definition))
    sent = submission(definition, figures)
    checked = rules.check([sent])
    figures_ = ratios.totals(checked.counts, checked.cells, [sent])
    for indicator, row in zip(definition.indicators, figures_.to_dict("records"), strict=True):
        actual = exact(indicator, figures[indicator.number])
        value = float(indicator.steps.index(actual)) if isinstance(actual, str) else actual
        assert same(row["actual"], value), (indicator.number, figures[indicator.number])
        assert same(row["achievement"], achieved(indicator, actual)), (indicator.number, actual)


@pytest.mark.parametrize("name", ["nilai_6_s2", "nilai_9_s2", "predikat_11_s2", "penyebut_14_s2"])
def test_a_figure_of_any_measure_takes_the_registers_along(name: str) -> None:
    """A register has reached the period for which anything is typed, whatever is measured there."""
    definition = office("semesteran", registers="1")
    rows = {1: [[dt.date(definition.year, 2, 1), "Ya"]]}
    counts, activity = registers.shown(definition, rows, {name: 3})
    assert counts == {"pembilang_1_s1": 1, "penyebut_1_s1": 1, "pembilang_1_s2": 0, "penyebut_1_s2": 0}
    assert activity == [1, 1]


def same(value: float, exact_: Fraction | float | None) -> bool:
    if exact_ is None:
        return math.isnan(value)
    return math.isclose(value, float(exact_), rel_tol=1e-11, abs_tol=1e-11)


# ---------------------------------------------------------------- three offices


def of_office(position: int) -> dict[str, template.Value]:
    """Return the invented figures of an office; the second has no SAKIP score yet, nor a target for it."""
    definition = office("semesteran", f"KANTOR {'ABC'[position]}")
    filled_ = cells(definition, 2)
    for name, value in filled_.items():
        if not name.startswith("target_") and isinstance(value, int | float):
            filled_[name] = round(value * (10 + position) / 10, 2 if isinstance(value, float) else None)
    filled_["predikat_11_s2"] = ("WDP", "WTP", "TW")[position]
    if position == 1:
        for name in ("nilai_9_s1", "nilai_9_s2", "target_9"):
            del filled_[name]
    return filled_


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return the recap of two filled templates and an output."""
    folder = tmp_path_factory.mktemp("rekap")
    paths = []
    for position in range(3):
        path = folder / f"kantor_{position}.xlsx"
        path.write_bytes(template.render(office("semesteran", f"KANTOR {'ABC'[position]}"), of_office(position)))
        paths.append(path)
    (answer,) = pipeline.process(paths[:1])
    assert answer.valid, answer.findings
    (folder / "IKU_A.xlsx").write_bytes(store.seal(workbook.render(answer)))
    return recap.make([folder / "IKU_A.xlsx", *paths[1:]])


def reported(indicator: Indicator, position: int) -> list[tuple[Any, ...]]:
    """Return what an office has reported, as exact fractions."""
    filled_, parts = of_office(position), measures.row(indicator).parts
    names = [[f"{part.word}_{indicator.number}_{code}" for part in parts] for code in ("s1", "s2")]
    values = [tuple(filled_.get(name) for name in period) for period in names]
    return [
        tuple(Fraction(repr(value)) if isinstance(value, int | float) else value for value in period)
        for period in values
    ]


def test_recap_of_every_measure_equals_an_independent_computation(made: Made) -> None:
    """Sums, spreads and steps are those of the offices' figures, by the table of the contract."""
    (block,) = recap.of_recap(made.recap)["blocks"]
    definition = office("semesteran")
    for indicator, total in zip(definition.indicators, block["totals"], strict=True):
        given_ = [reported(indicator, position) for position in range(3)]
        if measures.paired(indicator):
            parts = [period for office_ in given_ for period in (office_ if indicator.kind == "arus" else office_[-1:])]
            sums = [sum(column) for column in zip(*parts, strict=True)]
            assert [total["numerator"], total["denominator"]] == [float(value) for value in sums]
            flow = [tuple(sums)]
            actual: Any = exact(indicator, flow)
            assert same(total["actual"], actual)
            continue
        assert (total["numerator"], total["denominator"], total["actual"], total["achievement"]) == (None,) * 4
        actuals = [exact(indicator, office_) for office_ in given_]
        numbers = [float(value) for value in actuals if isinstance(value, Fraction)]
        assert total["predicate"] is None
        if indicator.steps:
            assert total["steps"] == {step: actuals.count(step) for step in indicator.steps}
        elif indicator.measure == "jumlah" and not indicator.shared:
            assert total["sum"] == float(sum(value for value in actuals if isinstance(value, Fraction)))
        else:
            spread = (min(numbers), median(numbers), max(numbers))
            assert (total["lowest"], total["median"], total["highest"]) == spread
            aims = [of_office(position).get(f"target_{indicator.number}") for position in range(3)]
            assert total["with_target"] == sum(aim is not None for aim in aims)
            assert total["reached"] == sum(reaches(indicator, *pair) for pair in zip(actuals, aims, strict=True))


def reaches(indicator: Indicator, actual: Any, aim: Any) -> bool:
    if actual is None or aim is None:
        return False
    return bool(actual <= aim if indicator.polarity == "rendah" else actual >= aim)


def test_a_recap_has_no_mean_of_what_has_none(made: Made) -> None:
    """Only ratios in percent have a mean of percentages, under that name."""
    (block,) = recap.of_recap(made.recap)["blocks"]
    means = {total["number"] for total in block["totals"] if total["mean_of_percentages"] is not None}
    assert means == {1, 4, 5}


# ---------------------------------------------------------------- sums that nobody can add up


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Made]:
    """Return recaps of four offices, whose sums are exact, and of five, whose sums are beyond."""
    folder = tmp_path_factory.mktemp("kaya")
    paths = [of_the_rich(folder, number) for number in range(5)]
    return recap.make(paths[:4]), recap.make(paths, previous=folder)


def test_sums_beyond_what_is_exact_are_told_and_left_out(rich: tuple[Made, Made]) -> None:
    """Eight thousand billions are added up; ten thousand are an error at the indicator, null in JSON, n/a on paper."""
    exact_, beyond = rich
    assert exact_.complete
    (block,) = recap.of_recap(exact_.recap)["blocks"]
    assert block["totals"][6]["sum"] == 8 * MAX_RUPIAH
    assert block["totals"][3]["numerator"] == 8 * MAX_RUPIAH
    assert not beyond.complete
    found = [(item.code, item.severity, item.sheet, item.found) for item in beyond.recap.findings]
    part = [f"jumlah {part} 5 organisasi Rp10.000.000.000.000.000" for part in ("pembilang", "penyebut")]
    whole = ["jumlah 5 organisasi Rp10.000.000.000.000.000"]
    assert found == [("terlalu-besar", "error", "Rekap", text) for text in (*part, *whole, *part)]
    (block,) = recap.of_recap(beyond.recap)["blocks"]
    for number in (4, 7, 13):
        total = block["totals"][number - 1]
        assert [total[key] for key in ("numerator", "denominator", "actual", "sum", "achievement")] == [None] * 5
    assert block["totals"][5]["sum"] == 30
    stored = [value for _, value in formula_values(beyond.data).values()]
    assert not [value for value in stored if isinstance(value, float) and value > MAX_SUM]


def test_a_recap_adds_decimals_exactly() -> None:
    """Four decimals of many offices add up to the last one."""
    indicator = office().indicators[7]
    rows = [(number, 8, 0, 999_999_999.0001, 0.0) for number in range(2_000)]
    long = pd.DataFrame(rows, columns=["office", "indicator", "period", "numerator", "denominator"])
    summed = table.summed(long, ["indicator"], [*office().indicators])
    assert indicator.numbers == "desimal"
    assert summed.loc[8, "numerator"] == float(2_000 * Fraction("999999999.0001"))

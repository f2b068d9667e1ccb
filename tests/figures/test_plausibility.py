"""What is lawful but hardly true: each warning at its cell, and how often it is raised in vain."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import cumulative
import numpy as np
import pytest
from builders import Value, filled, outcome
from commands import ROOT
from measured import cells, office

from iku_excel import template
from iku_excel.definition import measures
from iku_excel.definition.layout import layout
from iku_excel.figures import plausibility
from iku_excel.model import Severity
from iku_excel.text import dates

Pairs = list[tuple[int, int]]


def warnings(path: Path, code: str) -> list[tuple[str | None, str]]:
    """Return (cell, message) of the findings of one code, all of which must be warnings."""
    found = [finding for finding in outcome(path).findings if finding.code == code]
    assert {finding.severity for finding in found} <= {Severity.WARNING}
    return [(finding.cell, finding.message) for finding in found]


# ---------------------------------------------------------------- dates among counts

DATED = 44_928  # 2 January 2023


@pytest.mark.parametrize(
    ("pairs", "cells"),
    [
        ([(90, DATED), (90, 100)], ["D8"]),
        ([(90, 100), (90, DATED), (90, 100)], ["E8"]),
        ([(45_015, DATED), (90, 100), (92, 98)], ["D7", "D8"]),
        ([(90, DATED)], []),  # nothing to compare with
        ([(40_000, DATED), (41_000, 44_950)], []),  # an office of that size
        ([(40_000, DATED), (41_000, 43_000)], []),
        ([(90, 43_000), (90, 100)], []),  # the day would be in 2017
        ([(90, 45_700), (90, 100)], []),  # and here in 2025
        ([(90, 45_656), (90, 100)], ["D8"]),  # the last day of the next year
        ([(90, 44_561), (90, 100)], []),  # the last of the year before last
    ],
)
def test_a_date_among_counts(pairs: Pairs, cells: list[str], tmp_path: Path) -> None:
    """A count that is a day near the report's year is warned of where the other periods are of another size."""
    sample = filled(n_periods=len(pairs))
    for n, (numerator, denominator) in enumerate(pairs, start=1):
        sample = sample.put(f"pembilang_1_tw{n}", min(numerator, denominator)).put(f"penyebut_1_tw{n}", denominator)
    assert [cell for cell, _ in warnings(sample.save(tmp_path), "tanggal-di-sel-jumlah")] == cells


def test_the_date_is_named(tmp_path: Path) -> None:
    """The warning says which day the number is."""
    ((_, message),) = warnings(filled().put("penyebut_1_tw2", DATED).save(tmp_path), "tanggal-di-sel-jumlah")
    assert "berisi 44928" in message
    assert "2 Januari 2023" in message


@pytest.mark.parametrize(
    ("value", "told"),
    [(10.25 / 24, "(pukul 10.15)"), (0.4375, "(pukul 10.30)"), (0.95, None), (0.5, None)],
)
def test_an_hour_in_a_count_is_named(value: Value, told: str | None, tmp_path: Path) -> None:
    """What a spreadsheet made of "10.15" is refused as an hour; a fraction that was typed as one is not called so."""
    (finding,) = outcome(filled().put("pembilang_1_tw1", value).save(tmp_path)).findings
    assert finding.code == "bukan-bilangan-bulat"
    assert ("pukul" in finding.message) == (told is not None)
    assert told is None or told in finding.message


# ---------------------------------------------------------------- sums among counts


@pytest.mark.parametrize(
    ("pairs", "warned"),
    [
        ([(90, 100), (180, 200), (270, 300), (360, 400)], True),
        ([(90, 100), (180, 200), (270, 300)], True),
        ([(20, 25), (41, 52), (58, 74), (80, 101)], True),
        ([(90, 100), (180, 200)], False),  # of two periods nobody can tell
        ([(90, 100), (90, 100), (90, 100), (90, 100)], False),
        ([(90, 100), (95, 104), (99, 110), (101, 113)], False),
        ([(90, 100), (180, 200), (170, 300), (260, 400)], False),  # a sum never falls
        ([(1, 1), (2, 2), (3, 3)], False),  # few things
        ([(0, 0), (0, 0), (0, 0)], False),
    ],
)
def test_sums_among_counts(pairs: Pairs, warned: bool, tmp_path: Path) -> None:
    """A flow that rises like sums since January is warned of at its last period; the workbook is built all the same."""
    sample = filled(n_periods=len(pairs))
    for n, (numerator, denominator) in enumerate(pairs, start=1):
        sample = sample.put(f"pembilang_1_tw{n}", numerator).put(f"penyebut_1_tw{n}", denominator)
    path = sample.save(tmp_path)
    cells = [cell for cell, _ in warnings(path, "angka-kumulatif")]
    assert cells == ([sample.place(f"pembilang_1_tw{len(pairs)}")[1]] if warned else [])
    assert outcome(path).valid


@pytest.mark.parametrize(
    ("figures", "warned"),
    [
        (
            {
                6: [(50,), (110,), (140,), (200,)],
                7: [(10**9,), (2 * 10**9,), (3 * 10**9,), (4 * 10**9,)],
                8: [(10.5,), (21.5,), (30.25,), (41,)],  # a stock
                9: [(20,), (40,), (60,), (80,)],
                13: [(110, 100), (230, 200), (345, 300), (450, 400)],
            },
            ["nilai_6_tw4", "nilai_7_tw4", "pembilang_13_tw4"],
        ),
        (
            {
                6: [(2,), (3,), (4,), (5,)],  # few things
                7: [(10**9,), (2 * 10**9,), (10**9,), (2 * 10**9,)],
                13: [(110, 100), (230, 200), (345, 150), (450, 400)],  # last year's fell
            },
            [],
        ),
    ],
)
def test_sums_in_other_measures(figures: dict[int, list[tuple[float, ...]]], warned: list[str], tmp_path: Path) -> None:
    """A count and a growth are asked as a ratio is, at the first part of the last period; a value never."""
    definition, values = office(), cells(office())
    for number, periods in figures.items():
        parts = measures.row(definition.indicators[number - 1]).parts
        for period, given in zip(definition.periods, periods, strict=True):
            values |= {f"{part.word}_{number}_{period.code}": value for part, value in zip(parts, given, strict=True)}
    path = tmp_path / "isian.xlsx"
    path.write_bytes(template.render(definition, values))
    found = [cell for cell, _ in warnings(path, "angka-kumulatif")]
    assert found == [layout(definition).field(name).place.a1 for name in warned]


def test_a_stock_may_rise(tmp_path: Path) -> None:
    """A stock is a state, whose numerator rises by its nature."""
    sample = filled()
    for n in range(1, 5):
        sample = sample.put(f"pembilang_3_tw{n}", 30 * n).put(f"penyebut_3_tw{n}", 40 * n)
    assert not warnings(sample.save(tmp_path), "angka-kumulatif")


def test_an_indicator_at_fault_is_left_alone(tmp_path: Path) -> None:
    """Where a count of the row cannot be used, nothing is said of its rise."""
    sample = filled().put("pembilang_1_tw2", "x")
    for n in range(1, 5):
        sample = sample.put(f"penyebut_1_tw{n}", 100 * n)
    assert not warnings(sample.save(tmp_path), "angka-kumulatif")


def test_false_alarms_and_misses_are_as_the_docs_say() -> None:
    """Made-up honest and summing offices give the rates of docs/plausibility.md, within what chance explains."""
    page = (ROOT / "docs" / "plausibility.md").read_text(encoding="utf-8")
    rows = cumulative.measure(trials=2_000, seed=2)
    assert len(rows) == len(cumulative.OFFICES) * len(cumulative.SIZES) * len(cumulative.PERIODS)
    told = {line.rpartition("|")[0].rsplit("|", 2)[0]: line for line in page.splitlines() if line.startswith("| ")}
    for row in rows:
        line = told[row.line().rpartition("|")[0].rsplit("|", 2)[0]]
        stated = [float(cell.strip(" %")) for cell in line.split("|")[-3:-1]]
        assert stated == pytest.approx([row.false_alarms, row.misses], abs=4.0), line


@pytest.mark.parametrize("measure", cumulative.MEASURES)
def test_rates_of_each_measure_are_as_the_docs_say(measure: str) -> None:
    """The rule errs in a count and in a growth as in a ratio."""
    page = (ROOT / "docs" / "plausibility.md").read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if line.startswith(f"| {measure} |")]
    found = cumulative.rates(cumulative.measure(trials=1_000, seed=2, make=cumulative.MEASURES[measure]))
    stated, measured = ([float(cell.strip(" %")) for cell in row.split("|")[-3:]] for row in (line[:-1], found))
    assert stated == pytest.approx(measured, abs=3.0)


def test_a_row_is_judged_by_itself() -> None:
    """The order and the company of rows change no answer."""
    random = np.random.default_rng(3)
    numerators, denominators = cumulative.offices(random, 300, 4, cumulative.OFFICES[1], 50)
    both = plausibility.like_sums(numerators.cumsum(axis=1), denominators.cumsum(axis=1))
    alone = [
        bool(plausibility.like_sums(top[np.newaxis].cumsum(axis=1), bottom[np.newaxis].cumsum(axis=1))[0])
        for top, bottom in zip(numerators, denominators, strict=True)
    ]
    assert list(both) == alone


def test_a_cap_hides_no_target(tmp_path: Path) -> None:
    """Where a scale ends at 120%, the achievement that the target would give is still told."""
    path = tmp_path / "isian.xlsx"
    path.write_bytes(template.render(office(), {**cells(office()), "target_13": 0.001}))
    ((cell, message),) = warnings(path, "capaian-tidak-wajar")
    assert cell == layout(office()).field("target_13").place.a1
    assert "10.000,00%" in message
    assert outcome(path).results[12].achievement == 120


# ---------------------------------------------------------------- targets with two readings


def test_a_target_with_two_readings_tells_both(tmp_path: Path) -> None:
    """A fraction at a whole number's target is used, and asked about; at a decimal, a quotient or a percentage not."""
    values = {
        "target_6": 12.5,
        "target_7": 1.234,
        "target_8": 12.5,
        "target_2": 25.5,
        "target_9": 72.5,
        "target_1": 0.9,
    }
    path = tmp_path / "isian.xlsx"
    path.write_bytes(template.render(office(), {**cells(office()), **values}))
    found = warnings(path, "target-pecahan")
    assert [cell for cell, _ in found] == [layout(office()).field(f"target_{number}").place.a1 for number in (6, 7)]
    assert "12,5, bukan 12.500" in found[0][1]
    assert outcome(path).results[5].target == 12.5


# ---------------------------------------------------------------- achievements


@pytest.mark.parametrize(("target", "warned"), [(0.09, False), (0.08, True), (0.001, True), (0.95, False)])
def test_an_achievement_beyond_belief(target: float, warned: bool, tmp_path: Path) -> None:
    """An achievement above 1.000% is warned of at its target."""
    sample = filled("tahunan", target_1=target)
    found = warnings(sample.save(tmp_path), "capaian-tidak-wajar")
    assert [cell for cell, _ in found] == ([sample.place("target_1")[1]] if warned else [])


# ---------------------------------------------------------------- the date of signing

REPORT = 2023

SIGNED: list[tuple[str, str | None]] = [
    # what is typed -> what is proposed: "" nothing to propose, None nothing wrong
    ("31 Desember 2023", None),
    ("05 Juli 2023", None),
    ("5 JULI 2023", None),
    ("Pebruari 2023", None),
    ("10 Nopember 2023", None),
    ("Desember 2023", None),
    ("2023", None),
    ("2024", None),
    ("12 Januari 2024", None),
    ("... Desember 2023", None),
    ("____ 2023", None),
    ("Senin, 3 Juli 2023", None),
    ("Jum'at, 7 Juli 2023", None),
    ("31/02/2023", ""),
    ("29 Februari 2023", ""),
    ("5 Juli 2032", ""),
    ("5 Juli 2022", ""),
    ("2022", ""),
    ("13/13/2023", ""),
    ("00 Juli 2023", ""),
    ("besok", ""),
    ("-", ""),
    ("1.234", ""),
    ("5 VII 2023", ""),
    ("5 July 2023", "5 Juli 2023"),
    ("July 5, 2023", "5 Juli 2023"),
    ("July 5th 2023", "5 Juli 2023"),
    ("5th of July 2023", "5 Juli 2023"),
    ("05/07/2023", "5 Juli 2023"),
    ("5-7-23", "5 Juli 2023"),
    ("5.7.2023", "5 Juli 2023"),
    ("2023-07-05", "5 Juli 2023"),
    ("12/31/2023", "31 Desember 2023"),
    ("5 Jul 2023", "5 Juli 2023"),
    ("17 Agt 2023", "17 Agustus 2023"),
    ("5Juli2023", "5 Juli 2023"),
    ("Tongas, 5 Juli 2023", "5 Juli 2023"),
    ("5 Juli 2023.", "5 Juli 2023"),
    ("May 2023", "Mei 2023"),
]


@pytest.mark.parametrize(("text", "proposal"), SIGNED)
def test_the_date_of_signing(text: str, proposal: str | None) -> None:
    """What is no day, of another year, or not in the Indonesian form is doubtful; what can be read is proposed."""
    written = dates.read(text, REPORT)
    assert bool(written.fault) == (proposal is not None)
    assert written.proposal == (f"tanggal seperti 31 Desember {REPORT}" if proposal == "" else proposal or "")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("5 July 2023", "5 Juli 2023"),
        ("31/02/2023", "tidak ada tanggal 31 Februari 2023"),
        (dt.date(2021, 7, 5), "tahunnya 2021"),
        (dt.date(2024, 1, 5), None),
    ],
)
def test_a_doubtful_date_is_warned_of_at_its_cell(value: Value, told: str | None, tmp_path: Path) -> None:
    """The warning stands at the cell with what to write there; the workbook is built with the date as typed."""
    sample = filled().put("tanggal", value)
    result = outcome(sample.save(tmp_path))
    assert [(f.code, f.sheet, f.cell) for f in result.findings] == (
        [("tanggal-meragukan", *sample.place("tanggal"))] if told else []
    )
    assert result.valid
    assert told is None or told in f"{result.findings[0].message} {result.findings[0].fix}"

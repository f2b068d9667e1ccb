"""The template judges itself as ``check`` does: the same number of errors, at the same cells, in the same words."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from builders import Error, Filled, Value, filled, outcome
from measured import cells, office
from mutations import KINDS, base
from office import needs_office
from programs import Judged, calculated_by_gnumeric, calculated_by_office, judged, needs_gnumeric, ours

from iku_excel import pipeline
from iku_excel.definition import Role
from iku_excel.definition.layout import layout
from iku_excel.figures import rules
from iku_excel.findings import CATALOGUE, SEVERITIES
from iku_excel.findings import verdict as worded
from iku_excel.model import Finding, Indicator, Outcome, Severity
from iku_excel.template import practice, verdict
from iku_excel.template.verdict.forms import ALONE, CODES
from iku_excel.template.verdict.places import LISTED

BLIND = {"TRUE", "date", "percent", "formula without a value"}
"""Kinds of value that a formula cannot tell, as reasons.BLIND says."""

LIVE: Mapping[str, Value] = {kind: value for kind, value in KINDS.items() if kind not in BLIND}


def told(findings: Sequence[Finding], severity: Severity) -> list[Finding]:
    return [item for item in findings if item.code in CODES and item.severity is severity]


def assert_agrees(said: Judged, found: Outcome) -> None:
    """Compare what a template says of itself with what ``check`` finds in it."""
    errors, warnings = (told(found.findings, severity) for severity in (Severity.ERROR, Severity.WARNING))
    expected: list[tuple[str, ...]] = [
        (SEVERITIES[item.severity], str(item.sheet), str(item.cell)) for item in (*errors, *warnings)
    ]
    listed = [row[:3] for row in said.listed if not of_the_form(row)]
    assert said.errors == len(errors), (Counter(expected) - Counter(listed), Counter(listed) - Counter(expected))
    assert said.verdict == worded(len(errors))
    if len(expected) <= LISTED:
        assert Counter(listed) == Counter(expected)
    else:
        assert len(listed) == LISTED
        assert not Counter(listed) - Counter(expected)


def of_the_form(row: tuple[str, ...]) -> bool:
    """Tell whether a warning is the template's own: that a line may not fit its form, which check cannot know."""
    return "mungkin tidak muat satu baris" in row[3]


def changeable(sample: Filled) -> list[str]:
    """Return the cells whose official text no formula compares: all but the organization's."""
    return [field.name for field in layout(sample.definition).fields if field.role is not Role.ORGANIZATION]


def fillings(number: int, seed: int) -> list[Filled]:
    """Return random fillings: sound ones of any reach, with a few cells of any kind."""
    chance, samples = random.Random(seed), []  # noqa: S311
    for _ in range(number):
        period = chance.choice(("tahunan", "semesteran", "triwulanan"))
        sample = base(period) if chance.random() < 0.4 else filled(period, chance.randint(0, 4))
        for name in chance.sample(changeable(sample), chance.randint(1, 12)):
            odd: list[Value] = [None, 0, chance.randint(0, 15), 14, -1.5, 1e9 + 0.5, "\N{NO-BREAK SPACE}12 "]
            odd += ["9" * 20, "9" * 310, 1 + 2**-52, 1e-300, 1e20]
            sample = sample.put(name, chance.choice([*LIVE.values(), *odd, *odd]))
        samples.append(sample)
    return samples


def measured(number: int, seed: int) -> list[Filled]:
    """Return random fillings of a profile with every measure."""
    chance, samples = random.Random(seed), []  # noqa: S311
    for _ in range(number):
        definition = office(chance.choice(("tahunan", "triwulanan")))
        sample = Filled(definition, {})
        for indicator in definition.indicators:
            reach = chance.randint(0, len(definition.periods)) if chance.random() < 0.3 else len(definition.periods)
            fields = [item for item in layout(definition).fields if item.indicator == indicator.number]
            for item in fields:
                if item.period < reach and chance.random() < 0.95:
                    sample = sample.put(item.name, _any(chance, indicator))
        samples.append(sample)
    return samples


def _any(chance: random.Random, indicator: Indicator) -> Value:
    """Return something that may stand in a cell of an indicator, sound for the most part."""
    if indicator.steps and chance.random() < 0.9:
        return chance.choice(indicator.steps).upper()
    odd: list[Value] = [0, -3, 0.5, 1.25, 1.23456, 1e9, 1e15, 9e15, "12", "x", 95, 0.95, 1000, Error("#N/A")]
    return chance.choice(odd) if chance.random() < 0.15 else chance.randint(0, 100)


def changed(sample: Filled, values: Mapping[str, Value]) -> Filled:
    for name, value in values.items():
        sample = sample.put(name, value)
    return sample


def checked(samples: Sequence[Filled], folder: Path) -> list[Outcome]:
    return list(pipeline.process([sample.save(folder, f"{n}.xlsx") for n, sample in enumerate(samples)]))


def test_every_cell_with_every_kind_of_value(tmp_path: Path) -> None:
    """Each mutation of each input cell is told live exactly as check tells it, if the code is live."""
    sound = base("tahunan")
    samples = [sound.put(name, value) for name in changeable(sound) for value in LIVE.values()]
    for sample, found in zip(samples, checked(samples, tmp_path), strict=True):
        assert_agrees(ours(sample), found)


def test_random_fillings(tmp_path: Path) -> None:
    """Whatever is filled in, the template and check agree."""
    samples = fillings(80, seed=16)
    for sample, found in zip(samples, checked(samples, tmp_path), strict=True):
        assert_agrees(ours(sample), found)


def test_random_fillings_of_every_measure(tmp_path: Path) -> None:
    """So they do on every measure: bounds, decimals, steps, growth, sums that are too large."""
    samples = measured(40, seed=17)
    for sample, found in zip(samples, checked(samples, tmp_path), strict=True):
        assert_agrees(ours(sample), found)


def test_the_words_are_the_catalogues(tmp_path: Path) -> None:
    """Each live code is told in the very words of check, with the same values in them."""
    base_of = filled()
    faults: list[dict[str, Value]] = [
        {"pembilang_1_tw1": "1.234", "penyebut_1_tw2": -3, "pembilang_2_tw1": 1.5, "penyebut_3_tw4": 10**12},
        {"nama_pejabat": None, "pangkat": 7, "nip": "12345", "target_1": 95, "target_2": "95%"},
        {"jabatan": "x" * 201, "catatan": "x" * 1001, "tahun": "dua ribu", "penyebut_3_tw2": 13},
        {"pembilang_1_tw2": None, "penyebut_2_tw2": None, "pembilang_4_tw4": None, "penyebut_4_tw4": None},
        {"pembilang_4_tw2": None, "penyebut_4_tw2": None, "pembilang_3_tw4": None, "penyebut_3_tw4": None},
        {"pembilang_2_tw2": 80, "pembilang_3_tw2": 15, "pembilang_4_tw1": 0, "penyebut_4_tw1": 0},
        {"tanggal": 29_000, "nip": 197910172000121, "pembilang_3_tw1": "12"},
    ]  # fmt: skip
    every = Filled(office(), cells(office()))
    of_measures: dict[str, Value] = {
        "nilai_9_tw2": 170,
        "nilai_8_tw1": 1.23456,
        "predikat_11_tw1": "WTX",
        "target_9": 1000,
        "target_11": "lulus",
        **{f"penyebut_14_tw{number}": 0 for number in range(1, 5)},
    }
    samples = [changed(base_of, case) for case in faults] + [changed(every, of_measures)]
    seen = set()
    for sample, found in zip(samples, checked(samples, tmp_path), strict=True):
        findings = [item for item in found.findings if item.code in CODES]
        words = {(item.sheet, item.cell, item.message, item.fix) for item in findings}
        live = {row[1:] for row in ours(sample).listed if not of_the_form(row)}
        assert live == words
        seen |= {item.code for item in findings}
    assert seen == CODES - {"rumus-galat", "register-kosong"}


def test_every_code_is_live_or_has_its_reason() -> None:
    """Of each code that one template can have, the template tells it or the docs say why not; of no code both."""
    told_not = set(verdict.reasons.REASONS)
    assert not told_not & CODES
    assert told_not | CODES | ALONE <= set(CATALOGUE)
    assert {rule.code for rule in rules.RULES} <= told_not | CODES


@pytest.fixture(scope="module")
def samples() -> dict[str, Filled]:
    """Fillings with many faults each, for programs that take their time."""
    sound = base("triwulanan")
    chance = random.Random(4)  # noqa: S311
    few = {}
    for number, (kind, value) in enumerate(LIVE.items()):
        if kind in ("#REF!", "#N/A", "word", "spaces"):
            continue
        sample = sound
        for name in chance.sample(changeable(sound), 12):
            sample = sample.put(name, value)
        few[f"kind{number}"] = sample
    return {**few, **{f"random{number}": sample for number, sample in enumerate(fillings(8, seed=3))}}


def workbooks(samples: Mapping[str, Filled]) -> dict[str, bytes]:
    return {
        **{name: sample.bytes() for name, sample in samples.items()},
        **{lesson.name: practice.workbook(lesson) for lesson in practice.LESSONS},
    }


@needs_office
def test_libreoffice_agrees(samples: dict[str, Filled], tmp_path: Path) -> None:
    """Calculated anew by LibreOffice, practice files and faulty fillings say of themselves what check says of them."""
    for path in calculated_by_office(workbooks(samples), tmp_path).values():
        assert_agrees(judged(path), outcome(path))


@needs_gnumeric
def test_gnumeric_agrees(samples: dict[str, Filled], tmp_path: Path) -> None:
    """So do they when Gnumeric calculates them."""
    for path in calculated_by_gnumeric(workbooks(samples), tmp_path).values():
        assert_agrees(judged(path), outcome(path))


def test_stored_values_are_the_calculated_ones(tmp_path: Path) -> None:
    """A template made with values stores beside each formula what the formula gives for them."""
    path = tmp_path / "latihan.xlsx"
    for lesson in practice.LESSONS:
        path.write_bytes(practice.workbook(lesson))
        assert_agrees(judged(path), outcome(path))


def test_a_stored_verdict_that_differs_is_told(tmp_path: Path) -> None:
    """A verdict that is not check's own is an information at its cell; one that is, or is missing, is silent."""
    faulty = filled().put("pembilang_1_tw1", "x")
    assert "putusan-berbeda" not in {item.code for item in outcome(faulty.save(tmp_path)).findings}
    stale = dataclasses.replace(faulty, forget=False)
    found = {item.code: item for item in outcome(stale.save(tmp_path)).findings}["putusan-berbeda"]
    assert (found.severity, found.sheet, found.cell) == (Severity.INFO, "Periksa", "D1")
    assert (found.found, found.expected) == ("SIAP DIKIRIM", "BELUM: 1 hal perlu diperbaiki")


def test_a_line_too_long_for_the_form_is_a_live_warning() -> None:
    """A line of the signature that may not fit one line is warned of live, and changes no verdict; check is silent."""
    sample = filled().put("nama_pejabat", "Drs. H. ABDUL MUHAIMIN SYAFI'I WIDYANINGRAT, S.Sos., M.Si., M.AP., CGCAE.")
    said = ours(sample)
    assert said.verdict == "SIAP DIKIRIM"
    assert [row[:3] for row in said.listed] == [("peringatan", "Identitas", "B12")]
    assert "tidak muat satu baris" in said.listed[0][3]
    assert ours(filled().put("nama_pejabat", "Drs. H. ABDUL MUHAIMIN SYAFI'I, S.Sos., M.Si.")).listed == []
    together = filled().put("tempat", "KECAMATAN TONGAS KABUPATEN PROBOLINGGO").put("tanggal", "akhir " * 5)
    assert [row[2] for row in ours(together).listed] == [together.place("tempat")[1]]
    assert ours(together.put("tanggal", None)).listed == []

"""Every rule a figure depends on, fired at its exact cell: input beside expectation."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from builders import Error, Filled, Formula, Percent, Stored, Value, define, filled, outcome, places

from iku_excel.findings import catalogue
from iku_excel.model import PERIODS, Severity


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("n_periods", [1, None])
def test_sound_template_has_no_finding(period: str, n_periods: int | None, tmp_path: Path) -> None:
    """A template filled soundly, through its first or its last period, is valid without a word."""
    assert places(outcome(filled(period, n_periods).save(tmp_path)).findings) == []


COUNT_CASES: list[tuple[Value, list[str]]] = [
    (None, ["pasangan-tidak-lengkap"]),
    ("   ", ["pasangan-tidak-lengkap"]),
    ("\N{NO-BREAK SPACE}", ["pasangan-tidak-lengkap"]),
    ("-", ["bukan-angka"]),
    ("nihil", ["bukan-angka"]),
    ("dua", ["bukan-angka"]),
    ("1.234", ["bukan-angka"]),
    ("12 desa", ["bukan-angka"]),
    ("1_0", ["bukan-angka"]),
    ("１２", ["bukan-angka"]),  # noqa: RUF001 - full-width digits are the point
    ("12", ["angka-teks"]),
    (" 12 ", ["angka-teks"]),
    (-1, ["negatif"]),
    (1.5, ["bukan-bilangan-bulat"]),
    (Percent(0.95), ["persen-di-sel-angka"]),
    (Percent(1), ["persen-di-sel-angka"]),
    (True, ["bukan-angka"]),
    (dt.date(2023, 2, 1), ["bukan-angka"]),
    (10**12, ["terlalu-besar"]),
    (1e308, ["terlalu-besar"]),
    (Stored("1e309"), ["terlalu-besar"]),
    (Stored("NaN"), ["bukan-angka"]),
    ("9" * 400, ["bukan-angka"]),
    (0.42708333333333331, ["bukan-bilangan-bulat"]),
    (Error("#DIV/0!"), ["rumus-galat"]),
    (Error("#N/A"), ["rumus-galat"]),
    (Formula("5+5"), ["rumus-tanpa-nilai"]),
    (Formula("5+5", 10), []),
    (Formula('IF(1=1,"","x")', ""), ["pasangan-tidak-lengkap"]),
    (Formula('"dua"', "dua"), ["bukan-angka"]),
]


@pytest.mark.parametrize(("value", "codes"), COUNT_CASES)
@pytest.mark.parametrize("name", ["pembilang_2_tw2", "penyebut_2_tw2", "pembilang_3_tw1"])
def test_count(name: str, value: Value, codes: list[str], tmp_path: Path) -> None:
    """A count that is no count is named once, at its own cell, whatever it is."""
    base = filled().put("pembilang_2_tw2", 1).put("pembilang_3_tw2", 9)
    changed = base.put(name, value)
    found = outcome(changed.save(tmp_path)).findings
    expected = [(code, *changed.place(name)) for code in codes]
    assert [place for place in places(found) if place[0] not in EFFECTS] == expected


EFFECTS = ("pembilang-melebihi-penyebut-periode", "pembilang-melebihi-penyebut", "penyebut-berubah")
"""What a readable but odd count also sets off; tested below, each on its own."""


def test_every_count_of_every_period_is_checked(tmp_path: Path) -> None:
    """All wrong counts of a workbook are named in one go, in the order of the sheet."""
    base = filled("bulanan")
    names = [name for name in base.values if name.startswith(("pembilang", "penyebut"))]
    changed = base
    for name in names:
        changed = changed.put(name, "banyak")
    found = places(outcome(changed.save(tmp_path)).findings)
    assert sorted(found) == sorted(("bukan-angka", *changed.place(name)) for name in names)
    assert len(found) == 4 * 2 * 12


IDENTITY_CASES: list[tuple[str, Value, list[str]]] = [
    ("nama_pejabat", None, ["wajib-diisi"]),
    ("tempat", "  ", ["wajib-diisi"]),
    ("jabatan", True, ["bukan-teks"]),
    ("wilayah", 12, ["bukan-teks"]),
    ("pangkat", dt.date(2023, 1, 1), ["bukan-teks"]),
    ("pangkat", "x" * 201, ["teks-terlalu-panjang"]),
    ("jabatan", Error("#REF!"), ["rumus-galat"]),
    ("jabatan", Formula("A1"), ["rumus-tanpa-nilai"]),
    ("jabatan", Formula("A1", "Plt. CAMAT TONGAS"), []),
    ("tanggal", None, []),
    ("tanggal", dt.date(2023, 12, 31), []),
    ("tanggal", dt.date(1979, 10, 17), ["tanggal-tidak-sah"]),
    ("tanggal", "Pebruari 2023", []),
    ("tanggal", 2023, ["tanggal-tidak-sah"]),  # in a cell of dates Excel shows 15 Juli 1905
    ("tanggal", 45_000, []),  # shown by the cell's format as 15 Maret 2023
    ("tanggal", -5, ["tanggal-tidak-sah"]),
    ("tanggal", False, ["tanggal-tidak-sah"]),
    ("catatan", "apa saja", []),
    ("catatan", 7, []),
    ("catatan", "x" * 1001, ["teks-terlalu-panjang"]),
    ("nip", 197910172000121001, ["nip-angka"]),
    ("nip", "197910172000121001", []),
    ("nip", "19791317 200012 1 001", ["nip-tidak-sah"]),
    ("nip", "19791017 200021 1 001", ["nip-tidak-sah"]),
    ("nip", "12345", ["nip-tidak-sah"]),
    ("nip", None, ["wajib-diisi"]),
    ("tahun", None, ["wajib-diisi"]),
    ("tahun", 1999, ["tahun-tidak-sah"]),
    ("tahun", 2101, ["tahun-tidak-sah"]),
    ("tahun", 2023.5, ["tahun-tidak-sah"]),
    ("tahun", "dua ribu", ["tahun-tidak-sah"]),
    ("tahun", "2023", ["angka-teks"]),
    ("tahun", 2024, ["teks-resmi-berubah"]),
    ("tahun", Error("#NAME?"), ["rumus-galat"]),
    ("nama_organisasi", "KECAMATAN LAIN", ["teks-resmi-berubah"]),
    ("nama_organisasi", None, ["wajib-diisi"]),
    ("target_1", None, ["target-kosong"]),
    ("target_1", 95, ["target-bukan-persen"]),
    ("target_1", 0, ["target-bukan-persen"]),
    ("target_1", -0.5, ["target-bukan-persen"]),
    ("target_1", 5e-324, ["target-bukan-persen"]),
    ("target_1", 1e-300, ["target-bukan-persen"]),
    ("target_1", 0.00099, ["target-bukan-persen"]),
    ("target_1", Stored("1e309"), ["target-bukan-persen"]),
    ("target_1", 0.001, ["capaian-tidak-wajar"]),
    ("target_1", "9" * 400, ["bukan-angka"]),
    ("tanggal", Stored("1e309"), ["tanggal-tidak-sah"]),
    ("target_1", 1.01, ["target-bukan-persen"]),
    ("target_1", 1, []),
    ("target_1", Stored("1.0000000000000002"), ["angka-dibulatkan"]),  # as a sum of three thirds
    ("target_1", Stored("0.9500000000000001"), []),
    ("target_1", "95%", ["bukan-angka"]),
    ("target_1", True, ["bukan-angka"]),
    ("target_1", Error("#VALUE!"), ["rumus-galat"]),
    ("target_1", Formula("0.9"), ["rumus-tanpa-nilai"]),
]


@pytest.mark.parametrize(("name", "value", "codes"), IDENTITY_CASES)
def test_identity_and_target(name: str, value: Value, codes: list[str], tmp_path: Path) -> None:
    """A line of the signature block, the year or a target at fault is named at its cell."""
    changed = filled().put(name, value)
    found = outcome(changed.save(tmp_path)).findings
    assert places(found) == [(code, *changed.place(name)) for code in codes]


Changes = dict[str, Value]
PAIR_CASES: list[tuple[str, Changes, list[tuple[str, str, str]]]] = [
    ("numerator alone", {"penyebut_1_tw4": None}, [("pasangan-tidak-lengkap", "error", "penyebut_1_tw4")]),
    ("denominator alone", {"pembilang_1_tw4": None}, [("pasangan-tidak-lengkap", "error", "pembilang_1_tw4")]),
    (
        "a gap",
        {"pembilang_1_tw2": None, "penyebut_1_tw2": None},
        [("periode-terlompat", "error", "pembilang_1_tw2")],
    ),
    (
        "a flow that ends early",
        {"pembilang_4_tw4": None, "penyebut_4_tw4": None},
        [("periode-tidak-seragam", "error", "pembilang_4_tw4")],
    ),
    (
        "a stock that lags behind",
        {"pembilang_3_tw4": None, "penyebut_3_tw4": None},
        [("periode-tidak-seragam", "warning", "pembilang_3_tw4")],
    ),
    ("zero of zero", {"pembilang_2_tw1": 0, "penyebut_2_tw1": 0}, [("penyebut-nol", "warning", "pembilang_2_tw1")]),
    (
        "settled later than received",
        {"pembilang_2_tw2": 22},
        [("pembilang-melebihi-penyebut-periode", "warning", "pembilang_2_tw2")],
    ),
    (
        "more settled than received to date",
        {"pembilang_2_tw2": 80},
        [
            ("pembilang-melebihi-penyebut-periode", "warning", "pembilang_2_tw2"),
            ("lonjakan", "warning", "pembilang_2_tw2"),
            ("pembilang-melebihi-penyebut", "error", "pembilang_2_tw4"),
        ],
    ),
    (
        "more empowered than there are",
        {"pembilang_3_tw2": 15},
        [("pembilang-melebihi-penyebut", "error", "pembilang_3_tw2")],
    ),
    ("a village appears", {"penyebut_3_tw2": 15}, [("penyebut-berubah", "warning", "penyebut_3_tw2")]),
    ("the first is odd", {"penyebut_3_tw1": 13}, [("penyebut-berubah", "warning", "penyebut_3_tw1")]),
    (
        "something of nothing in a quarter",
        {"pembilang_2_tw2": 1, "penyebut_2_tw2": 0},
        [("pembilang-melebihi-penyebut-periode", "warning", "pembilang_2_tw2")],
    ),
    (
        "an indicator left out",
        {f"{word}_1_tw{n}": None for word in ("pembilang", "penyebut") for n in range(1, 5)},
        [("wajib-diisi", "error", "pembilang_1_tw1"), ("wajib-diisi", "error", "penyebut_1_tw1")],
    ),
    (
        "a wrong cell hides no other fault, and causes none",
        {"pembilang_2_tw2": 80, "penyebut_2_tw3": "x", "pembilang_1_tw1": None},
        [
            ("pasangan-tidak-lengkap", "error", "pembilang_1_tw1"),
            ("pembilang-melebihi-penyebut-periode", "warning", "pembilang_2_tw2"),
            ("lonjakan", "warning", "pembilang_2_tw2"),
            ("bukan-angka", "error", "penyebut_2_tw3"),
        ],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), [case[1:] for case in PAIR_CASES], ids=[c[0] for c in PAIR_CASES])
def test_pair_and_year_to_date(changes: Changes, expected: list[tuple[str, str, str]], tmp_path: Path) -> None:
    """A fault of a pair stands at its numerator, a cumulative one at the last numerator, a missing one where it is."""
    changed = filled()
    for name, value in changes.items():
        changed = changed.put(name, value)
    found = outcome(changed.save(tmp_path)).findings
    assert [(f.code, f.severity.value, f.sheet, f.cell) for f in found] == [
        (code, severity, *changed.place(name)) for code, severity, name in expected
    ]


SPIKE_CASES: list[tuple[str, list[tuple[int, int]], list[int]]] = [
    ("a digit too many", [(90, 100), (92, 101), (900, 1000), (88, 99)], [2]),
    ("a digit too few", [(90, 100), (9, 10), (91, 99), (88, 99)], [1]),
    ("only the denominator", [(90, 100), (90, 1000), (91, 99), (88, 99)], [1]),
    ("growth", [(90, 100), (130, 150), (180, 200), (240, 260)], []),
    ("small counts", [(1, 1), (0, 0), (12, 13), (2, 2)], []),
    ("three periods, two agree", [(90, 100), (900, 1000), (95, 100)], [1]),
    ("three periods, none agree", [(10, 10), (100, 100), (1000, 1000)], []),
    ("two periods", [(90, 100), (900, 1000)], []),
    ("two odd ones of four", [(90, 100), (900, 1000), (900, 1000), (90, 100)], []),
]


@pytest.mark.parametrize(("pairs", "odd"), [case[1:] for case in SPIKE_CASES], ids=[case[0] for case in SPIKE_CASES])
def test_spike(pairs: list[tuple[int, int]], odd: list[int], tmp_path: Path) -> None:
    """A period far from the others is warned of at its numerator; small counts and growth are not."""
    sample = filled(n_periods=len(pairs))
    for n, (numerator, denominator) in enumerate(pairs, start=1):
        sample = sample.put(f"pembilang_1_tw{n}", numerator).put(f"penyebut_1_tw{n}", denominator)
    found = [place for place in places(outcome(sample.save(tmp_path)).findings) if place[0] == "lonjakan"]
    assert found == [("lonjakan", *sample.place(f"pembilang_1_tw{n + 1}")) for n in odd]


def test_a_spike_says_only_what_is_usual(tmp_path: Path) -> None:
    """Where the other periods agree in one part alone, the message names that part, and no NaN."""
    sample = filled(n_periods=3)
    for n, (numerator, denominator) in enumerate([(26, 105), (0, 0), (0, 26)], start=1):
        sample = sample.put(f"pembilang_1_tw{n}", numerator).put(f"penyebut_1_tw{n}", denominator)
    found = [f for f in outcome(sample.save(tmp_path)).findings if f.code == "lonjakan"]
    assert [finding.expected for finding in found] == ["pembilang sekitar 0"]


def test_numerator_above_denominator_in_a_year_is_one_error(tmp_path: Path) -> None:
    """In a template with one period the year to date is that period: an error, and no warning beside it."""
    changed = filled("tahunan").put("pembilang_1_thn", 101)
    assert places(outcome(changed.save(tmp_path)).findings) == [
        ("pembilang-melebihi-penyebut", *changed.place("pembilang_1_thn"))
    ]


def test_blank_template_is_refused_where_counts_are_missing(tmp_path: Path) -> None:
    """A template that nobody has filled is refused at the first period of every indicator."""
    blank = Filled(define(), {})
    found = outcome(blank.save(tmp_path)).findings
    errors = [(f.code, f.sheet, f.cell) for f in found if f.severity is Severity.ERROR]
    names = [f"{word}_{i}_tw1" for i in range(1, 5) for word in ("pembilang", "penyebut")]
    assert errors == [("wajib-diisi", *blank.place(name)) for name in names]


def test_text_digits_are_used_and_told(tmp_path: Path) -> None:
    """Digits stored as text count as the number they say, and the finding tells both."""
    result = outcome(filled().put("pembilang_1_tw1", " 80 ").save(tmp_path))
    assert result.results[0].measured.numerator == 80 + 3 * 90
    (finding,) = result.findings
    assert finding.found == "80"
    assert "dipakai sebagai angka 80" in finding.message


def test_messages_are_complete() -> None:
    """Every code formats with what its rule passes: no placeholder is left open."""
    for code, entry in catalogue.CATALOGUE.items():
        assert entry.meaning, code
        assert entry.message.rstrip().endswith("."), code

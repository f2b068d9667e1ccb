"""What formulas say: each wording with its expected proposal, or with silence."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from iku_excel.documents import wording
from iku_excel.documents.records import Fraction

with (Path(__file__).parent / "formulas.csv").open(encoding="utf-8") as _file:
    WORDINGS = list(csv.DictReader(_file, delimiter=";"))


@pytest.mark.parametrize("case", WORDINGS, ids=lambda case: case["tulisan"][:60])
def test_wordings(case: dict[str, str]) -> None:
    """A wording gives its measure with both sides and the factor exactly as written, or nothing at all."""
    reading = wording.read(case["tulisan"])
    shape = "-".join(filter(None, (reading.measure, reading.direction))) or "diam"
    if "boleh mengusulkan jumlah" in case["pembilang"]:
        assert shape == "jumlah"
    else:
        assert shape == case["bentuk"]
    told = (reading.numerator, reading.denominator, str(reading.per or ""))
    assert told == ((case["pembilang"], case["penyebut"], case["per"]) if shape == "rasio" else ("", "", ""))
    assert reading.words


SILENT = {
    "(jumlah desa/kelurahan) x 100%": "tidak ada pembagi",
    "(A/B) x 100%": "tidak ada pembagi",
    "jumlah kasus : jumlah penduduk x 1,000": "tidak ada kata yang membagi",
    "Jumlah a contoh + jumlah b contoh dibagi jumlah c x 100%": 'pembilang tidak bersih: memuat "+"',
    "(Target - realisasi)/target x 100%": 'pembilang tidak bersih: memuat "-"',
    "Jumlah hari rawat dibagi (tempat tidur x jumlah hari) x 100%": 'penyebut tidak bersih: memuat "x"',
    "(hari rawat / (tempat tidur x 365)) x 100%": "ada lebih dari satu pengali",
    "surat selesai : surat masuk : surat lain x 100%": 'ada lebih dari satu tanda ":"',
    "surat selesai dibagi surat masuk dibagi hari x 100%": "ada lebih dari satu pembagian",
    "surat selesai / surat masuk / jumlah hari x 100%": 'ada lebih dari satu tanda "/"',
    "surat selesai dibagi surat masuk dikali 1000 %": 'pengali "dikali 1000 %" bukan salah satu yang dikenal',
    "surat selesai dibagi surat masuk x 50": 'pengali "x 50" bukan salah satu yang dikenal',
    "Persentase surat: jumlah selesai/jumlah masuk x 100%": "pembilang tidak bersih: persentase bukan hitungan",
    "Jumlah pegawai hadir pukul 07:30 x 100%": "penyebut tidak bersih: bukan kata-kata",
    "Rata-rata nilai seluruh unsur": "tidak ada kata yang membagi",
    "Jumlah kasus tahun n-1 - jumlah kasus tahun n / jumlah kasus tahun n-1 x 100%":
        "yang dikurangkan bukan pembaginya, jadi bukan pertumbuhan yang dikenal",
    "surat selesai : surat masuk x 100% ditambah nilai": "ada yang berlanjut sesudah pengalinya",
    "": "formulasi kosong",
}  # fmt: skip


@pytest.mark.parametrize("text", SILENT)
def test_silence_says_why(text: str) -> None:
    """What could be read in two ways is not read, and the reason is told."""
    assert wording.read(text) == wording.Reading(SILENT[text])


RATIOS = {
    "desa/kelurahan tertib / jumlah desa/kelurahan x 100%": ("desa/kelurahan tertib", "jumlah desa/kelurahan", 100),
    "Persentase desa: (jumlah desa baik / jumlah desa) x 100%": ("jumlah desa baik", "jumlah desa", 100),
    "Rumus : surat selesai : surat masuk x 100%": ("surat selesai", "surat masuk", 100),
    "formulasi kebijakan jadi dibagi jumlah kebijakan x 100%": ("formulasi kebijakan jadi", "jumlah kebijakan", 100),
    "surat selesai : surat masuk (x 100%)": ("surat selesai", "surat masuk", 100),
    "(surat selesai : surat masuk x 100%)": ("surat selesai", "surat masuk", 100),
    "surat selesai dibanding surat masuk dikali seratus": ("surat selesai", "surat masuk", 100),
    "kasus TB dibagi penduduk, lalu dikali 10.000": ("kasus TB", "penduduk", 10_000),
    "surat selesai \N{RATIO} surat masuk \N{MULTIPLICATION SIGN} 100 %": ("surat selesai", "surat masuk", 100),
    "surat selesai \N{DIVISION SLASH} surat masuk\N{MULTIPLICATION SIGN}100%": ("surat selesai", "surat masuk", 100),
    "realisasi contoh/pagu contoh*100%": ("realisasi contoh", "pagu contoh", 100),
    "layanan : layanan dan/atau permohonan x 100 persen": ("layanan", "layanan dan/atau permohonan", 100),
}  # fmt: skip


@pytest.mark.parametrize("text", RATIOS)
def test_further_ratios(text: str) -> None:
    """Other spellings of one division with one factor."""
    reading = wording.read(text)
    assert (reading.measure, reading.numerator, reading.denominator, reading.per) == ("rasio", *RATIOS[text])


def test_a_percentage_without_its_factor() -> None:
    """The word Persentase in an indicator gives the factor that a formula leaves unsaid, and is named as its source."""
    reading = wording.read("surat selesai dibagi surat masuk", "Persentase surat selesai")
    assert reading.per == 100
    assert "Persentase" in reading.words
    assert wording.read("surat selesai dibagi surat masuk", "Rasio surat").per is None


def test_a_note_after_the_factor() -> None:
    """What follows a factor after a stop is kept as a note."""
    assert wording.read("(surat a : surat b) x 100%; makin rendah makin baik").note == "makin rendah makin baik"


@pytest.mark.parametrize("text", ["(jumlah tahun ini dikurangi jumlah tahun lalu) dibagi jumlah tahun lalu x 100%",
                                  "(kasus tahun n - kasus tahun n - 1) / kasus tahun n - 1 x 100%"])  # fmt: skip
def test_growth(text: str) -> None:
    """A growth is read from its subtraction; a decline in the indicator's words turns it."""
    assert wording.read(text).direction == "naik"
    assert wording.read(text, "Penurunan kasus").direction == "turun"


def test_a_drawn_fraction_is_exact() -> None:
    """A fraction's sides are taken as drawn, whatever signs they hold; anything beside it is silence."""
    drawn = Fraction("surat a + surat b", "surat masuk (x)", after="x 100%")
    reading = wording.read("tak dipakai", fraction=drawn)
    assert (reading.numerator, reading.denominator, reading.per) == (drawn.numerator, drawn.denominator, 100)
    assert wording.read("-", fraction=Fraction("surat a", "surat b", before="IPi =", after="x 100%")).measure == "rasio"
    assert not wording.read("-", fraction=Fraction("surat a", "surat b", after="+ 2")).measure
    assert not wording.read("-", fraction=Fraction("surat a", "surat b", before="2 x")).measure
    grown = Fraction("surat tahun n - surat tahun n-1", "surat tahun n-1", after="x 100%")
    assert wording.read("-", fraction=grown).measure == "pertumbuhan"

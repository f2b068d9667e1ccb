"""The keys of version 2: what each measure takes, what stays as it was, and that all known indicators fit."""

from __future__ import annotations

import csv
import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest
from measured import office

from iku_excel.definition import indicators, measures, profile
from iku_excel.definition.keyed import ProfileError, Table
from iku_excel.model import PERIODS, Measure
from iku_excel.regency.recap.records import form_of

REFERENCE = Path(__file__).parents[1] / "reference"

SEALS = {
    # (profile, period kind, registers): SHA-256 of the definition, signature of the form; as version 1 had them
    ("kecamatan", "tahunan", ""): (
        "615c8d983ed0d812cb5de47bd002b03f009214ae1038cd28114d83f1582035f8",
        "14c3c599cc166a7c862220885a1138558fc1ce562d1c76a07bd31f5da706ab10",
    ),
    ("kecamatan", "semesteran", ""): (
        "2df8c035267f50ab0a6ec20f9af1e7295d6f14a5b89bf42f351a385d82ed235a",
        "abd6d55da569b73d33a0d08aa79fd309897f15dd4081547a0f245729fddc054e",
    ),
    ("kecamatan", "triwulanan", ""): (
        "f702521aa6930a90ab23a2732cb69d83bf5467971e01ab20a3a2e48bd8dff96e",
        "2a6fff1405f72e99c0157577c88182cfcfd15eb79bfb7c8694bc501a4a2a710a",
    ),
    ("kecamatan", "bulanan", ""): (
        "91be924b9bad868e2f62c8d33fd53b7c237f349954d7084e56e8b65c52ed1169",
        "6933e62e84d78dbe524cf0841c24cdf88e8e7f7f8b363771dc8b4fcff3585216",
    ),
    ("kecamatan", "tahunan", "all"): (
        "9dc29fd5afdc04760fa4a4437876e99015c7904f8b96c72a09c57eeb9d98907a",
        "1ac5cae408a4e1bc8a34442de5a2fce575f28849b69b4f00c86d9ddb2a24fe56",
    ),
    ("kecamatan", "semesteran", "all"): (
        "4505af9337c5d8ecaf3e4502324e43d104a7dabad5055b2d00c391e78302a227",
        "9654c60955ebcfeddf786b7c586c0471a5a8ab6a15209115783a3f12e8b9ef3a",
    ),
    ("kecamatan", "triwulanan", "all"): (
        "fc2764f6b5f77ab60d5f8faee855dc5b09c70351ea526fa0a8e187d288c88971",
        "c1ba6d4393338034f175861cdf1b8478d1553654617e518527e44b5a1cc85589",
    ),
    ("kecamatan", "bulanan", "all"): (
        "3d35c15b2331fa23e35601b4d7ef339497ab0a7938b01705b3b6cfa35faf3729",
        "9c4868d0e73397901ebc0f7d3187551afaa5ad336b6508a78ac60d97cbb39155",
    ),
    ("kecamatan_tongas_2023", "tahunan", ""): (
        "77d6ad0525ae87eac5cbaf6d45ae8ba577629ad3d4adcdc31c5a158c881b306b",
        "14c3c599cc166a7c862220885a1138558fc1ce562d1c76a07bd31f5da706ab10",
    ),
    ("kecamatan_tongas_2023", "semesteran", ""): (
        "25e731aa29cc96140006892cb521ab480bb5c52d3d7da81c7880765ce134c52a",
        "abd6d55da569b73d33a0d08aa79fd309897f15dd4081547a0f245729fddc054e",
    ),
    ("kecamatan_tongas_2023", "triwulanan", ""): (
        "6d802f246a14108197d9b52b943195517594fc851fdf9ea3bd68a043720c4624",
        "2a6fff1405f72e99c0157577c88182cfcfd15eb79bfb7c8694bc501a4a2a710a",
    ),
    ("kecamatan_tongas_2023", "bulanan", ""): (
        "016109cad7527db84f0349d09bd51f2abd7e1927293817b904a058e265be1e48",
        "6933e62e84d78dbe524cf0841c24cdf88e8e7f7f8b363771dc8b4fcff3585216",
    ),
    ("kecamatan_tongas_2023", "tahunan", "all"): (
        "3c15b5a3396e2807fc8c2326b1f4d72a172834b718426180cee9d76809007a24",
        "4a69cbb50ccba5273c853859c5bcc6e13b9b416f0020cc1025a3b91ba69695fd",
    ),
    ("kecamatan_tongas_2023", "semesteran", "all"): (
        "b8499bd349d955e1999fdfabcf2613bc630499834dbc073d7b23f0d2b987f018",
        "3c0ce1eac377ae35b8541fc86a49781621a8398c28697f76daaf6a1d60d64d6e",
    ),
    ("kecamatan_tongas_2023", "triwulanan", "all"): (
        "74c18d49562742350a56bd1bf3c38dd3fed463f1588960d3416bcb54fdcf2d01",
        "b48d9dac2d29cd702b4a9100361d1c354cb516db0575894c3610261235c1a9f2",
    ),
    ("kecamatan_tongas_2023", "bulanan", "all"): (
        "01f0ddcbdb96de981af2fd0dafff89ce5588d254f3f90c5bf1b0a3a28a165c85",
        "d62b92829ca5eb8bfe3f87870db5ed285aa1a16e318d8c5db419750a60865c1c",
    ),
}


@pytest.mark.parametrize("case", SEALS, ids=lambda case: "-".join(filter(None, case)))
def test_shipped_profiles_keep_their_seals(case: tuple[str, str, str]) -> None:
    """SHA-256 and form of each definition of version 1 are the ones that outputs and recaps in the field carry."""
    name, period, registers = case
    organization = "KECAMATAN X" if name == "kecamatan" else None
    definition = profile.load(name).define(period, organization, registers=registers)
    assert (profile.seal(profile.to_json(definition)), form_of(definition).signature) == SEALS[case]
    assert measures.contract(definition) == 1


# ---------------------------------------------------------------- what offices measure

SHAPES: dict[str, dict[str, Any]] = {
    "rasio": {},
    "per": {"exceeds": True},
    "rentang": {"polarity": "rentang", "ideal": [1, 2]},
    "rupiah": {"numbers": "rupiah"},
    "desimal": {"numbers": "desimal"},
    "jumlah": {"measure": "jumlah"},
    "nilai": {"measure": "nilai"},
    "majemuk": {"measure": "nilai"},  # a weighted sum is entered as a value, never claimed to be computed
    "predikat": {"measure": "predikat", "steps": ["C", "B", "A"]},
    "pertumbuhan": {"measure": "pertumbuhan"},
}
"""Words of the column "bentuk" with the keys that say so."""

FORMULAS = {"tinggi": "realisasi/target", "rendah": "target/realisasi"}


def expressed(row: dict[str, str]) -> dict[str, Any]:
    """Return an indicator of the reference as the table of a profile."""
    keys: dict[str, Any] = {}
    for word in re.split(r"\+|(?= per )", row["bentuk"]):
        shape, _, factor = word.strip().partition(" ")
        keys |= SHAPES[shape]
        if factor:
            keys["per"] = int(factor.replace(".", ""))
    raw = {"number": 1, "text": row["indikator (dipersingkat)"], "formula_text": row["bentuk"], "data_source": "X"}
    raw["unit"] = row["satuan"]
    measure = measures.MEASURES[Measure(keys.get("measure", "rasio"))]
    polarity = keys.get("polarity", row["arah"])
    own = {"numerator": "N", "denominator": "D", "kind": "arus", "polarity": polarity}
    raw |= {key: value for key, value in own.items() if key in measure.needs}
    if "achievement" in measure.takes and polarity in FORMULAS:
        raw["achievement"] = FORMULAS[polarity]
    return raw | keys


with (REFERENCE / "indicators.csv").open(encoding="utf-8") as file:
    KNOWN = list(csv.DictReader(file, delimiter=";"))


def test_every_known_indicator_can_be_expressed() -> None:
    """All 68 indicators of public documents fit a profile, and come back from their JSON equal."""
    assert len(KNOWN) == 68
    for row in KNOWN:
        indicator = indicators.parse(Table(expressed(row)))
        raw = measures.compact(indicator, dataclasses.asdict(indicator))
        again = indicators.parse(Table({key: value for key, value in raw.items() if value is not None}))
        assert again == indicator, row


def test_the_json_of_every_key_is_an_exact_round_trip() -> None:
    """A definition with every measure comes back from its JSON equal, and says that it needs contract 2."""
    for period in PERIODS:
        definition = office(period)
        text = profile.to_json(definition)
        assert profile.from_json(text) == definition
        assert profile.to_json(profile.from_json(text)) == text
        assert measures.contract(definition) == 2


@pytest.mark.parametrize("name", [name for name in profile.shipped() if name.startswith("contoh_")])
def test_examples_of_other_offices_are_whole(name: str) -> None:
    """The three starting points close to a definition of version 2, and say what they are."""
    definition = profile.load(name).define("triwulanan", "KANTOR X")
    assert measures.contract(definition) == 2
    assert "(contoh)" in definition.identity.duty


# ---------------------------------------------------------------- broken keys

RATIO = expressed({**KNOWN[0]})
VALUE, COUNT, STEPS, GROWTH = (
    expressed({**KNOWN[0], "bentuk": shape}) for shape in ("nilai", "jumlah", "predikat", "pertumbuhan")
)

BROKEN: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (RATIO, {"measure": "indeks"}, "measure"),
    (RATIO, {"per": 10}, "per"),
    (RATIO, {"numbers": "pecahan"}, "numbers"),
    (RATIO, {"shared": True}, "shared"),
    (RATIO, {"lowest": 0}, "lowest"),
    (RATIO, {"steps": ["A", "B"]}, "steps"),
    (RATIO, {"ideal": [1, 2]}, "ideal"),
    (RATIO, {"polarity": "rentang"}, "achievement"),
    (RATIO, {"target": 100.5}, "target"),
    (RATIO, {"target": 0.05}, "target"),
    (COUNT, {"denominator": "D"}, "denominator"),
    (COUNT, {"numerator": ""}, "numerator"),
    (COUNT, {"per": 100}, "per"),
    (COUNT, {"target": 0}, "target"),
    (VALUE, {"kind": "arus"}, "kind"),
    (VALUE, {"numerator": "N"}, "numerator"),
    (VALUE, {"lowest": 5, "highest": 5}, "highest"),
    (VALUE, {"highest": 100, "target": 101}, "target"),
    (VALUE, {"levels": [{"label": "A", "from": 5}, {"label": "a", "from": 3}]}, "levels[1].label"),
    (VALUE, {"levels": [{"label": "A", "from": 5}, {"label": "B", "from": 5}]}, "levels[1].from"),
    (VALUE, {"levels": [{"label": "A"}, {"label": "B", "from": 5}]}, "levels[0].from"),
    (STEPS, {"polarity": "tinggi"}, "polarity"),
    (STEPS, {"achievement": "realisasi/target"}, "achievement"),
    (STEPS, {"steps": ["A"]}, "steps"),
    (STEPS, {"steps": ["A", " a"]}, "steps[1]"),
    (STEPS, {"points": [1, 2]}, "points"),
    (STEPS, {"points": [1, 1, 2]}, "points"),
    (STEPS, {"target": "D"}, "target"),
    (GROWTH, {"direction": "datar"}, "direction"),
    (GROWTH, {"exceeds": True}, "exceeds"),
    (RATIO, {"per": 1.0}, "per"),
    (RATIO, {"polarity": "rentang", "ideal": [1, 2]}, "achievement"),
    (STEPS, {"numbers": "desimal"}, "numbers"),
    (STEPS, {"steps": [1, 2]}, "steps[0]"),
    (GROWTH, {"target": 1001}, "target"),
]


@pytest.mark.parametrize(("sound", "change", "key"), BROKEN)
def test_a_key_that_says_nothing_or_nonsense_is_refused(
    sound: dict[str, Any], change: dict[str, Any], key: str
) -> None:
    """A key that a measure has no use for, or that does not fit the others, is refused by its name."""
    indicators.parse(Table(sound))
    with pytest.raises(ProfileError) as caught:
        indicators.parse(Table({**sound, **change}))
    assert caught.value.key == key
    assert caught.value.problem != "kunci tidak dikenal"


@pytest.mark.parametrize("sound", [RATIO, COUNT, VALUE, STEPS, GROWTH], ids=lambda raw: str(raw.get("measure")))
def test_each_measure_takes_its_own_keys_alone(sound: dict[str, Any]) -> None:
    """What a measure needs is asked for by its name, and what only others take is refused by its name."""
    row = measures.MEASURES[Measure(sound.get("measure", "rasio"))]
    for key in row.needs:
        with pytest.raises(ProfileError, match=f"^{key}: belum diisi"):
            indicators.parse(Table({name: value for name, value in sound.items() if name != key}))
    others = {key for other in measures.MEASURES.values() for key in (*other.needs, *other.takes)}
    for key in others.difference(row.needs, row.takes):
        with pytest.raises(ProfileError, match=f'^{key}: tidak dipakai untuk measure = "'):
            indicators.parse(Table({**sound, key: 1}))

"""Profiles: the official text to the letter, other offices without code, and every broken one refused by its key."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from builders import define, filled, outcome
from commands import run
from office import convert, needs_office
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from iku_excel import template, workbook
from iku_excel.definition import profile
from iku_excel.definition.profile import OptionError, Profile, ProfileError
from iku_excel.model import (
    PERIODS,
    Achievement,
    Band,
    Definition,
    Goal,
    Identity,
    Indicator,
    Kind,
    Outcome,
    Scale,
    Signatory,
)

HERE = Path(__file__).parents[1]
REFERENCE = HERE / "reference" / "iku_tongas_2023.txt"
EXAMPLE = HERE / "profiles" / "dinas_contoh.toml"
PAGE = HERE.parent / "docs" / "profiles.md"

Raw = dict[str, Any]
Figures = dict[int, list[tuple[int, int]]]


def example(period: str = "triwulanan") -> Definition:
    """Return the definition of the invented office with seven indicators."""
    return profile.load(str(EXAMPLE)).define(period)


# --- the shipped profiles ---------------------------------------------------------------------------------------------


def test_tongas_is_the_official_text() -> None:
    """Every text of the shipped profile equals the official document, character for character."""
    lines = [line.strip().strip("*").removeprefix("- ") for line in REFERENCE.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line]
    definition = define()
    identity = definition.identity
    assert definition.title == tuple(lines[:2])
    assert f"{identity.organization_label} : {definition.organization}" == lines[2]
    assert f"{identity.duty_label} : {identity.duty}" == lines[3]
    functions = [f"{letter}. {text}" for letter, text in zip("abcde", identity.functions, strict=True)]
    assert [f"{identity.functions_label} : {functions[0]}", *functions[1:]] == lines[4:9]
    assert definition.heading == lines[9]
    assert definition.columns == tuple(lines[10].split("\t"))
    assert lines[11].split("\t") == ["1", "2", "3", "4", "5"]
    rows = [
        [str(indicator.number), goal.text, indicator.text, indicator.formula_text, indicator.data_source]
        for goal in definition.goals
        for indicator in goal.indicators
    ]
    assert rows == [line.split("\t") for line in lines[12:16]]
    signatory = definition.signatory
    assert [
        f"{signatory.place}, {definition.year}",
        signatory.position,
        signatory.region,
        signatory.name,
        signatory.rank,
        f"NIP. {signatory.nip}",
    ] == lines[16:]


def test_tongas_says_what_the_table_leaves_unsaid() -> None:
    """Kinds, formulas, targets and the scale are those of the four ratios: only the villages are a stock."""
    definition = define()
    assert [indicator.kind for indicator in definition.indicators] == ["arus", "arus", "stok", "arus"]
    assert {(i.unit, i.polarity, i.achievement, i.target) for i in definition.indicators} == {
        ("persen", "tinggi", "realisasi/target", None)
    }
    assert definition.scale.source == "Permendagri Nomor 86 Tahun 2017"
    assert [(band.label, band.lower, band.upper) for band in definition.scale.bands] == [
        ("Sangat Tinggi", 91, None),
        ("Tinggi", 76, 91),
        ("Sedang", 66, 76),
        ("Rendah", 51, 66),
        ("Sangat Rendah", None, 51),
    ]
    assert definition.scale.cap is None


def test_any_kecamatan_is_tongas_but_for_its_own_lines() -> None:
    """The profile for any kecamatan differs from Tongas in id, hint and signatory only."""
    tongas, general = define(), define(name="kecamatan", organization="KECAMATAN TONGAS")
    goals = tuple(
        dataclasses.replace(goal, indicators=tuple(dataclasses.replace(i, hint="") for i in goal.indicators))
        for goal in tongas.goals
    )
    assert general == dataclasses.replace(tongas, id="kecamatan", goals=goals, signatory=Signatory())
    assert general.goals != tongas.goals


def test_any_kecamatan_is_named_by_the_user() -> None:
    """Name and year come from the user; the data source and the title follow them."""
    definition = profile.load("kecamatan").define("tahunan", "KECAMATAN X", 2030)
    assert (definition.organization, definition.year) == ("KECAMATAN X", 2030)
    assert {indicator.data_source for indicator in definition.indicators} == {"Kecamatan X"}
    assert definition.title == ("INDIKATOR KINERJA UTAMA", "TAHUN 2030")
    assert profile.load("kecamatan").define("tahunan", "KECAMATAN X").year == 2023


# --- broken profiles --------------------------------------------------------------------------------------------------


def sound() -> Raw:
    """Return a sound profile that uses every key."""
    return tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))


REMOVED = object()
"""In place of a new value: take the key away."""

_STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")


def changed(key: str, value: object) -> Raw:
    """Return the sound profile with the value at one key ("goals[0].text") changed."""
    raw = sound()
    steps: list[Any] = [name or int(index) for name, index in _STEP.findall(key)]
    table: Any = raw
    for step in steps[:-1]:
        table = table[step]
    if value is REMOVED:
        del table[steps[-1]]
    else:
        table[steps[-1]] = value
    return raw


def leaves(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    """Yield every key below a value with what it holds: tables and lists first, then what is in them."""
    if key:
        yield key, value
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, f"{key}[{index}]")


def refused(raw: Raw) -> ProfileError:
    with pytest.raises(ProfileError) as caught:
        Profile(raw).define("triwulanan")
    assert str(caught.value).startswith(f"{caught.value.key}: ")
    return caught.value


OPEN = {"organization", "year"}  # left out, they are asked of the user
OPTIONAL = {"target", "hint", "cap", "lower", "upper", *(f"signatory.{f.name}" for f in dataclasses.fields(Signatory))}
CHOICES = {"kind", "polarity", "achievement", "colour", "id", "nip"}
EVERY = list(leaves(sound()))
TEXTS = [key for key, value in EVERY if isinstance(value, str)]


def may_be_left_out(key: str) -> bool:
    return key in OPEN | OPTIONAL or key.rpartition(".")[2] in OPTIONAL


@pytest.mark.parametrize("key", [key for key, _ in EVERY if not key.endswith("]") and not may_be_left_out(key)])
def test_missing_key(key: str) -> None:
    """A profile without a required key is refused, and the message names the key."""
    assert refused(changed(key, REMOVED)).key == key


@pytest.mark.parametrize("key", [*(key for key, value in EVERY if isinstance(value, dict)), ""])
def test_unknown_key(key: str) -> None:
    """A key that no profile has is refused at every level."""
    unknown = f"{key}.tambahan" if key else "tambahan"
    assert refused(changed(unknown, "x")).key == unknown


@pytest.mark.parametrize(("key", "value"), EVERY)
def test_wrong_type(key: str, value: object) -> None:
    """A text where a number, list or table belongs is refused, and a number where a text belongs."""
    assert refused(changed(key, 5 if isinstance(value, str) else "lima")).key == key
    if type(value) in (int, float):
        assert refused(changed(key, True)).key == key


@pytest.mark.parametrize("key", [key for key in TEXTS if not may_be_left_out(key)])
def test_empty_text(key: str) -> None:
    """A required text that is empty or blank is refused."""
    assert refused(changed(key, "")).key == key
    assert refused(changed(key, "  ")).key == key


UNCLEAN = ("dua\nbaris", "a\tb", " depan", "belakang ", "spasi  ganda", "tak\u200btampak", "\u2028x", "\uffff")


@pytest.mark.parametrize("key", [key for key in TEXTS if key.rpartition(".")[2] not in CHOICES])
def test_text_is_one_clean_line(key: str) -> None:
    """Line breaks, double or outer spaces and invisible letters are refused: a cell would not show them."""
    for text in UNCLEAN:
        error = refused(changed(key, text))
        assert error.key == key, text
        assert "spasi" in error.problem, text


@pytest.mark.parametrize("key", [key for key in TEXTS if key not in OPEN])
def test_unknown_placeholder(key: str) -> None:
    """Braces that are no placeholder are refused rather than printed on a form."""
    for text in ("{kabupaten}", "TAHUN {Year}", "TAHUN {year", "TAHUN year}", "{}"):
        assert refused(changed(key, text)).key == key, text


LENGTHS = {
    "organization": 200,
    "title[0]": 80,
    "heading": 80,
    "columns[3]": 60,
    "identity.organization_label": 60,
    "identity.duty_label": 60,
    "identity.duty": 1500,
    "identity.functions_label": 60,
    "identity.functions[1]": 1500,
    "goals[0].text": 600,
    "goals[0].indicators[1].text": 600,
    "goals[0].indicators[1].formula_text": 600,
    "goals[0].indicators[1].data_source": 200,
    "goals[0].indicators[1].numerator": 200,
    "goals[0].indicators[1].denominator": 200,
    "goals[0].indicators[1].unit": 200,
    "goals[0].indicators[1].hint": 200,
    "scale.source": 200,
    "scale.bands[2].label": 60,
    **{f"signatory.{field.name}": 200 for field in dataclasses.fields(Signatory)},
}


@pytest.mark.parametrize(("key", "longest"), LENGTHS.items())
def test_text_too_long(key: str, longest: int) -> None:
    """A text may be as long as its cell can print, and not a letter longer."""
    Profile(changed(key, "x" * longest)).define("triwulanan")
    assert refused(changed(key, "x" * (longest + 1))).key == key


BANDS = sound()["scale"]["bands"]
INDICATORS = [indicator for goal in sound()["goals"] for indicator in goal["indicators"]]
FIRST, SECOND = "goals[0].indicators[0]", "goals[0].indicators[1]"

BROKEN: list[tuple[str, str, object, str]] = [
    ("a gap in the scale", "scale.bands[1].upper", 89, "scale.bands[1].upper"),
    ("an overlap in the scale", "scale.bands[1].upper", 91, "scale.bands[1].upper"),
    ("a gap by the better border", "scale.bands[2].lower", 61, "scale.bands[3].upper"),
    ("borders reversed", "scale.bands", [*BANDS[:2], {**BANDS[2], "lower": 76}, *BANDS[3:]], "scale.bands[2].lower"),
    ("the scale upside down", "scale.bands", BANDS[::-1], "scale.bands[0].upper"),
    ("an empty band", "scale.bands", [BANDS[0], {**BANDS[1], "lower": 90}, *BANDS[2:]], "scale.bands[1].lower"),
    ("no lower border", "scale.bands[1].lower", REMOVED, "scale.bands[1].lower"),
    ("no upper border", "scale.bands[1].upper", REMOVED, "scale.bands[1].upper"),
    ("the top band closed", "scale.bands[0].upper", 120, "scale.bands[0].upper"),
    ("the lowest band closed", "scale.bands[4].lower", 0, "scale.bands[4].lower"),
    ("a label twice", "scale.bands[3].label", "Baik", "scale.bands[3].label"),
    ("a label twice but for its case", "scale.bands[3].label", "BAIK", "scale.bands[3].label"),
    ("a border that is no number", "scale.bands[0].lower", float("nan"), "scale.bands[0].lower"),
    ("a border without end", "scale.bands[0].lower", float("inf"), "scale.bands[0].lower"),
    ("no bands", "scale.bands", [], "scale.bands"),
    ("too many bands", "scale.bands", BANDS * 5, "scale.bands"),
    ("a colour by its name", "scale.bands[0].colour", "hijau", "scale.bands[0].colour"),
    ("a short colour", "scale.bands[0].colour", "#1a3", "scale.bands[0].colour"),
    ("a cap below full achievement", "scale.cap", 99.9, "scale.cap"),
    ("a number twice", f"{SECOND}.number", 1, f"{SECOND}.number"),
    ("a number skipped", f"{SECOND}.number", 3, f"{SECOND}.number"),
    ("a first number that is not 1", f"{FIRST}.number", 2, f"{FIRST}.number"),
    ("number zero", f"{FIRST}.number", 0, f"{FIRST}.number"),
    ("number one hundred", f"{FIRST}.number", 100, f"{FIRST}.number"),
    ("no goals", "goals", [], "goals"),
    ("no indicators", "goals[0].indicators", [], "goals[0].indicators"),
    ("a lower-is-better formula for higher", f"{FIRST}.achievement", "target/realisasi", f"{FIRST}.achievement"),
    ("a higher-is-better formula for lower", f"{SECOND}.achievement", "realisasi/target", f"{SECOND}.achievement"),
    ("a formula of one's own", f"{FIRST}.achievement", "realisasi*2", f"{FIRST}.achievement"),
    ("a polarity turned round", f"{FIRST}.polarity", "rendah", f"{FIRST}.achievement"),
    ("an unknown polarity", f"{FIRST}.polarity", "sedang", f"{FIRST}.polarity"),
    ("an unknown kind", f"{FIRST}.kind", "flow", f"{FIRST}.kind"),
    ("target 0", f"{FIRST}.target", 0, f"{FIRST}.target"),
    ("target 101", f"{FIRST}.target", 101, f"{FIRST}.target"),
    ("a target below zero", f"{FIRST}.target", -5, f"{FIRST}.target"),
    ("year 1999", "year", 1999, "year"),
    ("year 2101", "year", 2101, "year"),
    ("half a year", "year", 2023.5, "year"),
    ("a fixed and a preset year", "default_year", 2026, "default_year"),
    ("six columns", "columns", [*sound()["columns"], "TARGET"], "columns"),
    ("four columns", "columns", sound()["columns"][:4], "columns"),
    ("no title", "title", [], "title"),
    ("twenty-seven functions", "identity.functions", ["fungsi"] * 27, "identity.functions"),
    ("an organization of signs", "organization", "***", "organization"),
    ("an organization of another script", "organization", "ꦏꦕꦩꦠꦤ꧀", "organization"),
    ("an organization made of itself", "organization", "KANTOR {organization}", "organization"),
    ("an id with capitals", "id", "Dinas", "id"),
    ("an id with a blank", "id", "dinas contoh", "id"),
    ("a long id", "id", "x" * 61, "id"),
    ("a period of its own", "period", "bulanan", "period"),
    ("a NIP as a number", "signatory.nip", 198001012005012001, "signatory.nip"),
]


@pytest.mark.parametrize(("key", "value", "named"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_broken_profile(key: str, value: object, named: str) -> None:
    """A profile with one fault is refused, and the message names the key where it is."""
    assert refused(changed(key, value)).key == named


@pytest.mark.parametrize("value", [1999, 2101, "2023", 2023.0, True])
@pytest.mark.parametrize("year", [None, 2024])
def test_broken_default_year(value: object, year: int | None) -> None:
    """A preset year that is no year is refused, also when the user gives another."""
    raw = changed("year", REMOVED) | {"default_year": value}
    with pytest.raises(ProfileError) as caught:
        Profile(raw).define("triwulanan", year=year)
    assert caught.value.key == "default_year"


def test_unknown_period_kind() -> None:
    """A period kind that does not exist is refused."""
    with pytest.raises(ProfileError, match=r"^period: "):
        profile.load(str(EXAMPLE)).define("harian")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"id = ", "bukan TOML yang sah; berkas berakhir di tengah isian"),
        (b'id = "a"\nid = "b"\n', "bukan TOML yang sah; lihat baris 2"),
        (b"= 1", "bukan TOML yang sah; lihat baris 1, huruf ke-1"),
        (b"a = " + b"[" * 100_000, "bukan TOML yang sah"),
        (b"a = " + b"9" * 5_000, "bukan TOML yang sah"),
        (b"\xff\xfe\x00", "bukan teks UTF-8"),
        (b"", "goals: belum diisi"),
    ],
    ids=["no value", "a key twice", "no key", "too deep", "too many digits", "another encoding", "empty"],
)
def test_not_a_profile(content: bytes, words: str, tmp_path: Path) -> None:
    """A file that is no TOML, or no profile, is refused in words, with the line where it went wrong."""
    path = tmp_path / "kantor.toml"
    path.write_bytes(content)
    with pytest.raises(ProfileError) as caught:
        profile.load(str(path)).define("triwulanan", "KANTOR", 2023)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tidak-ada.toml", "tidak-ada.toml: berkas profil tidak ada"),
        ("folder.toml", "folder.toml: berkas profil tidak dapat dibaca"),
        ("kecamatan_lain", f"kecamatan_lain: profil tidak dikenal; yang tersedia: {', '.join(profile.shipped())}"),
        ("../profiles/kecamatan", "profil tidak dikenal"),
        ("", "profil tidak dikenal"),
    ],
)
def test_no_such_profile(name: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is neither a shipped profile nor a readable file is refused by that name."""
    (tmp_path / "folder.toml").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProfileError) as caught:
        profile.load(name)
    assert words in str(caught.value)


def test_a_profile_from_a_windows_editor(tmp_path: Path) -> None:
    """A byte order mark, CRLF line ends and a file name in capitals make no difference."""
    path = tmp_path / "DINAS.TOML"
    path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.read_bytes().replace(b"\n", b"\r\n"))
    assert profile.load(str(path)).define("triwulanan") == example()


# --- options ----------------------------------------------------------------------------------------------------------

OPTIONS: list[tuple[str, str | None, int | None, str]] = [
    ("kecamatan_tongas_2023", "KECAMATAN LAIN", None, "organization"),
    ("kecamatan_tongas_2023", "KECAMATAN TONGAS", None, "organization"),
    ("kecamatan_tongas_2023", None, 2024, "year"),
    ("kecamatan", None, None, "organization"),
    ("kecamatan", "", None, "organization"),
    ("kecamatan", "---", None, "organization"),
    ("kecamatan", "KECAMATAN\nX", None, "organization"),
    ("kecamatan", "KECAMATAN {year}", None, "organization"),
    ("kecamatan", "K" * 201, None, "organization"),
    ("kecamatan", "KECAMATAN X", 1999, "year"),
    ("kecamatan", "KECAMATAN X", 20233, "year"),
]


@pytest.mark.parametrize(("name", "organization", "year", "option"), OPTIONS)
def test_option_that_does_not_fit(name: str, organization: str | None, year: int | None, option: str) -> None:
    """An option that the profile fixes, lacks or cannot use is refused by the option's name."""
    with pytest.raises(OptionError) as caught:
        profile.load(name).define("triwulanan", organization, year)
    assert caught.value.option == option


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--organization", "KECAMATAN LAIN"], ["--organization", "sudah menetapkan"]),
        (["--year", "2024"], ["--year", "sudah menetapkan"]),
        (["--profile", "kecamatan"], ["--organization", "belum ditentukan"]),
        (["--profile", "kecamatan", "--organization", "!"], ["--organization", "huruf atau angka"]),
        (["--profile", "kecamatan", "--organization", "X", "--year", "99"], ["--year", "2000 sampai 2100"]),
        (["--profile", "tiada"], ["--profile", "tidak dikenal"]),
        (["--profile", "tiada.toml"], ["--profile", "tidak ada"]),
        (["--profile", "rusak.toml"], ["--profile", "scale.bands[1].upper", "celah"]),
    ],
)
def test_wrong_usage(arguments: list[str], words: list[str], tmp_path: Path) -> None:
    """What does not fit the profile ends with status 2 and names the option or the key; nothing is written."""
    broken = EXAMPLE.read_text(encoding="utf-8").replace("upper = 90", "upper = 89")
    (tmp_path / "rusak.toml").write_text(broken, encoding="utf-8")
    result = run("template", *arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    for word in words:
        assert word in result.stderr
    assert "Traceback" not in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["rusak.toml"]


def test_template_for_another_office(tmp_path: Path) -> None:
    """--profile FILE.toml makes that office's template: the same bytes twice, and never over an existing file."""
    (tmp_path / "dinas.toml").write_bytes(EXAMPLE.read_bytes())
    first = run("template", "--profile", "dinas.toml", cwd=tmp_path)
    assert (first.returncode, first.stderr) == (0, "")
    path = tmp_path / "ISIAN_IKU_2026_TRIWULANAN_DINAS_CONTOH.xlsx"
    data = path.read_bytes()
    assert data == template.render(example())
    again = run("template", "--profile", "dinas.toml", cwd=tmp_path)
    assert again.returncode == 2
    assert "tidak ditimpa" in again.stderr
    assert path.read_bytes() == data
    assert run("template", "--profile", "dinas.toml", "-o", "lagi.xlsx", cwd=tmp_path).returncode == 0
    assert (tmp_path / "lagi.xlsx").read_bytes() == data


# --- the definition that travels --------------------------------------------------------------------------------------


def definitions() -> Iterator[Definition]:
    for period in PERIODS:
        yield define(period)
        yield define(period, "kecamatan", "KECAMATAN X")
        yield example(period)


@pytest.mark.parametrize("definition", definitions(), ids=lambda definition: f"{definition.id}-{definition.period}")
def test_json_is_an_exact_round_trip(definition: Definition) -> None:
    """A definition comes back from its JSON equal in everything, and its JSON to the byte."""
    text = profile.to_json(definition)
    again = profile.from_json(text)
    assert again == definition
    assert [type(i.kind) for i in again.indicators] == [Kind] * len(again.indicators)
    assert profile.to_json(again) == text


def test_every_text_is_sealed() -> None:
    """Changing any one text or number of a definition changes its seal."""
    raw = json.loads(profile.to_json(example()))
    seals = {profile.seal(profile.to_json(example()))}
    edited = 0
    for key, value in leaves(raw):
        new = _another(key, value)
        if new is None:
            continue
        edited += 1
        changed_raw = copy.deepcopy(raw)
        *path, last = [name or int(index) for name, index in _STEP.findall(key)]
        table: Any = changed_raw
        for step in path:
            table = table[step]
        table[last] = new
        seals.add(profile.seal(profile.to_json(profile.parse(changed_raw))))
    assert edited > 100
    assert len(seals) == edited + 1


def _another(key: str, value: object) -> object:
    """Return another sound value for a key of the example, None where its value hangs on others."""
    name = key.rpartition(".")[2]
    others: dict[str, dict[object, object]] = {
        "kind": {"arus": "stok", "stok": "arus"},
        "achievement": {
            "target/realisasi": "(2*target-realisasi)/target",
            "(2*target-realisasi)/target": "target/realisasi",
        },
        "period": {"triwulanan": "bulanan"},
    }
    if name in others:
        return others[name].get(value)
    if name in {"polarity", "number", "lower", "upper"}:
        return None
    if name == "colour":
        return "#123456"
    if isinstance(value, str):
        return f"{value}x"
    return value + 1 if isinstance(value, int | float) else None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "1", '"teks"', "{}", "[" * 100_000, '{"id":"\\ud800"}'])
def test_other_json_is_refused(text: str) -> None:
    """JSON that is no definition is refused, whatever it is."""
    with pytest.raises(ProfileError):
        profile.from_json(text)


def test_nothing_is_open_in_a_travelling_definition() -> None:
    """The JSON inside a template may not leave the year to the user."""
    raw = json.loads(profile.to_json(example())) | {"default_year": 2026}
    with pytest.raises(ProfileError, match=r"^default_year: "):
        profile.from_json(json.dumps(raw))


# --- an office with seven indicators ----------------------------------------------------------------------------------

COUNTED = {1: (37, 40), 2: (3, 40), 3: (9, 12), 4: (1, 40), 5: (22, 30), 6: (11, 24), 7: (9, 25)}
GROWING = {2, 4}  # numerators that grow by one each period
TARGETS = {n: Fraction(target) for n, target in enumerate(("90", "10", "80", "2.5", "95", "100", "30"), start=1)}
FORMULAS: dict[Achievement, Callable[[Fraction, Fraction], Fraction]] = {
    Achievement.RATIO: lambda actual, target: actual / target,
    Achievement.MIRRORED: lambda actual, target: (2 * target - actual) / target,
    Achievement.INVERSE: lambda actual, target: target / actual,
}
LABELS = {
    Fraction(90): "Sangat Baik",
    Fraction(75): "Baik",
    Fraction(60): "Cukup",
    Fraction("45.5"): "Kurang",
    Fraction(-1000): "Sangat Kurang",
}


def reported(definition: Definition) -> Figures:
    """Return counts for every period; those of the lower-is-better indicators get worse."""
    return {
        number: [(top + n * (number in GROWING), bottom) for n in range(len(definition.periods))]
        for number, (top, bottom) in COUNTED.items()
    }


def seven(period: str, folder: Path) -> tuple[Outcome, Figures]:
    definition = example(period)
    figures = reported(definition)
    values: dict[str, template.Value] = {}
    for number, pairs in figures.items():
        values[f"target_{number}"] = float(TARGETS[number]) / 100
        for code, (top, bottom) in zip([p.code for p in definition.periods], pairs, strict=True):
            values[f"pembilang_{number}_{code}"] = top
            values[f"penyebut_{number}_{code}"] = bottom
    answer = outcome(filled(definition=definition, values=values).save(folder))
    assert answer.valid, answer.findings
    return answer, figures


def expected(indicator: Indicator, pairs: list[tuple[int, int]]) -> tuple[Fraction, Fraction, str]:
    """Return actual and achievement in percent and the predicate, by exact arithmetic."""
    if indicator.kind is Kind.STOCK:
        pairs = pairs[-1:]
    actual = Fraction(100 * sum(top for top, _ in pairs), sum(bottom for _, bottom in pairs))
    assert indicator.achievement is not None
    achieved = min(100 * FORMULAS[indicator.achievement](actual, TARGETS[indicator.number]), Fraction(120))
    return actual, achieved, next(label for bound, label in LABELS.items() if achieved >= bound)


@pytest.mark.parametrize("period", PERIODS)
def test_seven_figures(period: str, tmp_path: Path) -> None:
    """All figures of another office are right, lower-is-better and capped ones too, with its own predicates."""
    answer, figures = seven(period, tmp_path)
    sheet = load_workbook(BytesIO(workbook.render(answer)), data_only=True)["Capaian"]
    assert len(answer.results) == 7
    for row, result in enumerate(answer.results, start=7):
        number = result.indicator.number
        actual, achieved, label = expected(result.indicator, figures[number])
        assert result.measured.actual == pytest.approx(float(actual), rel=1e-12)
        assert result.achievement == pytest.approx(float(achieved), rel=1e-12)
        assert result.predicate == label
        assert sheet[f"F{row}"].value * 100 == pytest.approx(float(actual), rel=1e-12)
        assert sheet[f"G{row}"].value * 100 == pytest.approx(float(TARGETS[number]), rel=1e-12)
        assert sheet[f"H{row}"].value * 100 == pytest.approx(float(achieved), rel=1e-12)
        assert sheet[f"I{row}"].value == label
    scale = [cell.value for (cell,) in sheet.iter_rows(min_row=8 + len(answer.results), min_col=9, max_col=9)]
    assert [label for label in scale if label in LABELS.values()] == list(LABELS.values())


def test_seven_figures_by_hand(tmp_path: Path) -> None:
    """The year's figures of the invented office, as worked out on paper."""
    answer, _ = seven("tahunan", tmp_path)
    worked_out = [
        (92.5 / 90 * 100, "Sangat Baik"),
        (120, "Sangat Baik"),  # (20 - 7.5) / 10 is 125%, held at the cap
        (75 / 80 * 100, "Sangat Baik"),
        (100, "Sangat Baik"),  # 2.5 / 2.5
        (22 / 30 / 0.95 * 100, "Baik"),
        (11 / 24 * 100, "Kurang"),
        (120, "Sangat Baik"),  # 36 / 30
    ]
    for result, (achieved, label) in zip(answer.results, worked_out, strict=True):
        assert result.achievement == pytest.approx(achieved)
        assert result.predicate == label


def row_of(sheet: Worksheet, text: str) -> int:
    (row,) = [cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == text]
    return int(row)


def merged(sheet: Worksheet) -> set[str]:
    return {area.coord for area in sheet.merged_cells.ranges}


@pytest.mark.parametrize("period", PERIODS)
def test_shared_goal_is_merged_over_its_indicators(period: str, tmp_path: Path) -> None:
    """Columns 1 and 2 span both indicators of the shared sasaran, in the template and on the form."""
    shared, single = (goal.text for goal in example().goals[:2])
    filled_in = load_workbook(BytesIO(template.render(example(period))))["Indikator"]
    row = row_of(filled_in, shared)
    assert {f"A{row}:A{row + 1}", f"B{row}:B{row + 1}"} <= merged(filled_in)
    assert row_of(filled_in, single) == row + 2
    assert not any(area.startswith((f"A{row + 2}:", f"B{row + 2}:")) for area in merged(filled_in))
    answer, _ = seven(period, tmp_path)
    form = load_workbook(BytesIO(workbook.render(answer)))["IKU"]
    row = row_of(form, shared)
    assert {f"A{row}:A{row + 1}", f"B{row}:E{row + 1}"} <= merged(form)
    assert f"B{row + 2}:E{row + 2}" in merged(form)
    assert row_of(form, single) == row + 2
    assert [form[f"A{n}"].value for n in range(row, row + 7)] == [1, None, 2, 3, 4, 5, 6]
    assert [form[f"F{n}"].value for n in range(row, row + 7)] == [i.text for i in example().indicators]


def test_form_of_another_office_is_its_own_text(tmp_path: Path) -> None:
    """Title, column headings and signature block of the form are those of the profile."""
    answer, _ = seven("semesteran", tmp_path)
    form = load_workbook(BytesIO(workbook.render(answer)))["IKU"]
    texts = [str(value) for row in form.iter_rows(values_only=True) for value in row if value is not None]
    assert texts[:2] == ["INDIKATOR KINERJA UTAMA", "TAHUN 2021 - 2026"]
    assert "Penjelasan" in texts
    assert "PENJELASAN / FORMULASI" not in texts
    assert texts[-6:] == [
        "Contoh, Desember 2026",
        "Plt. KEPALA DINAS CONTOH",
        "KABUPATEN CONTOH",
        "NAMA PEJABAT CONTOH, S.E.",
        "Penata Tingkat I",
        "NIP. 19800101 200501 2 001",
    ]


def with_indicators(count: int) -> Definition:
    """Return the example's definition with so many indicators, each under a sasaran of its own."""
    raw = sound()
    raw["goals"] = [
        {"text": f"Sasaran contoh ke-{number}", "indicators": [{**INDICATORS[(number - 1) % 7], "number": number}]}
        for number in range(1, count + 1)
    ]
    return Profile(raw).define("tahunan")


@needs_office
@pytest.mark.parametrize(("count", "pages"), [(7, 1), (20, 2), (40, 4)])
def test_signature_stays_with_the_last_row(count: int, pages: int, tmp_path: Path) -> None:
    """Printed, the whole signature block stands on the page of the table's last row, under its headings."""
    definition = example("tahunan") if count == 7 else with_indicators(count)
    answer = outcome(filled(definition=definition).save(tmp_path))
    source = tmp_path / "print.xlsx"
    source.write_bytes(workbook.render(answer))
    texts = [" ".join(page.extract_text().split()) for page in PdfReader(convert(source, "pdf", tmp_path)).pages]
    form = [text for text in texts if "SASARAN STRATEGIS" in text]
    assert len(form) == pages
    for line in ("Contoh, Desember 2026", "Plt. KEPALA", "NIP. 19800101", definition.goals[-1].text):
        assert [line in text for text in form] == [False] * (pages - 1) + [True], line


# --- the page about profiles ------------------------------------------------------------------------------------------


def test_page_names_every_key() -> None:
    """docs/profiles.md has a row for every key of a profile and for nothing else."""
    records = (Definition, Identity, Goal, Indicator, Scale, Band, Signatory)
    keys = {field.name for record in records for field in dataclasses.fields(record)} - {"period", "lkjip"} | {
        "default_year"
    }
    keys |= {"from", "above"}  # of a level
    page = PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z_]+)`", page, flags=re.MULTILINE)) == keys
    page += (PAGE.parent / "registers.md").read_text(encoding="utf-8")
    for name in profile.shipped():
        text = (HERE.parent / "iku_excel" / "definition" / "profiles" / f"{name}.toml").read_text(encoding="utf-8")
        for key in {key.rpartition(".")[2].partition("[")[0] for key, _ in leaves(tomllib.loads(text))}:
            assert f"`{key}`" in page, key


def test_page_tells_the_limits() -> None:
    """docs/profiles.md gives the length of every text, the choices and the placeholders as they are checked."""
    page = PAGE.read_text(encoding="utf-8")
    for key, longest in LENGTHS.items():
        name = key.rpartition(".")[2].partition("[")[0]
        rows = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
        assert any(f"{longest} letters" in row for row in rows), key
    for word in (*Kind, *Achievement, *PERIODS, "{organization}", "{organization_title}", "{year}"):
        assert f"`{word}`" in page, word

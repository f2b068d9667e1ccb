"""Read and check a definition: a TOML profile, or the JSON that travels inside a template.

A *profile* is the official definition with, perhaps, its organization or year left open; the two
ship as ``profiles/*.toml`` and any other is a file of the user's. Its keys are the fields of the
records in model.py but for ``period``, which the user chooses, plus ``default_year`` for a year that
is preset but may be changed. Texts may hold ``{organization}``, ``{organization_title}`` and
``{year}``. docs/profiles.md explains each key.

The JSON inside a template is the same structure with nothing left open; its SHA-256 seals it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from iku_excel.definition import indicators, measures
from iku_excel.definition import registers as register_definition
from iku_excel.definition.indicators import MAX_CELL, MAX_LABEL
from iku_excel.definition.keyed import ProfileError, Table
from iku_excel.model import (
    MAX_LINE,
    PERIODS,
    YEARS,
    Band,
    Definition,
    Goal,
    Identity,
    Scale,
    Signatory,
)
from iku_excel.text import indonesian, jsontext

__all__ = [
    "DEFAULT",
    "MAX_CELL",
    "MAX_HEADING",
    "MAX_LABEL",
    "OptionError",
    "Profile",
    "ProfileError",
    "from_json",
    "load",
    "parse",
    "seal",
    "shipped",
    "to_json",
]

DEFAULT = "kecamatan_tongas_2023"
MAX_BANDS, MAX_FUNCTIONS = 20, 26

MAX_HEADING = 80  # letters of one line in bold that still print whole

_ID = re.compile(r"[a-z0-9_]{1,60}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_Closed = TypeVar("_Closed", str, int)


class OptionError(ValueError):
    """An organization or year given to a profile that fixes it, missing where it is open, or unsound."""

    def __init__(self, option: str, problem: str) -> None:
        super().__init__(problem)
        self.option = option


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as read: checked for TOML, not yet for content, because texts may be open."""

    raw: Mapping[str, Any]

    def define(
        self, period: str, organization: str | None = None, year: int | None = None, registers: str = ""
    ) -> Definition:
        """Close the profile to a definition with the registers of "1,2" or "all", without any by default.

        Raises OptionError for an option that the profile fixes or lacks, or that is no name or year;
        ProfileError for a broken profile.
        """
        raw = dict(self.raw)
        if "goals" in raw:
            try:
                raw["goals"] = register_definition.chosen(raw["goals"], registers)
            except register_definition.ChoiceError as error:
                raise OptionError("register", str(error)) from error
        if "period" in raw:
            raise ProfileError("period", "bukan bagian profil; periode dipilih dengan --period")
        if "default_year" in raw:
            if "year" in raw:
                raise ProfileError("default_year", "tidak boleh ada bersama year; pilih salah satu")
            default_year = Table(raw).whole("default_year", YEARS)
            del raw["default_year"]
            year = default_year if year is None else year
        name = _closed(raw, "organization", organization, _organization)
        closed = {"organization": name, "year": _closed(raw, "year", year, _year), "period": period}
        values = {
            "{organization}": name,
            "{organization_title}": " ".join(word.capitalize() for word in name.split()),
            "{year}": str(closed["year"]),
        }
        return parse({key: _filled(value, key, values) for key, value in raw.items()} | closed)


def load(name: str) -> Profile:
    """Read a shipped profile by its name, or a file by its path (a name ending in ".toml").

    Raises ProfileError when there is none or when it is not TOML.
    """
    if name.lower().endswith(".toml"):
        try:
            text = Path(name).read_text(encoding="utf-8-sig")  # Notepad may write the mark of UTF-8
        except FileNotFoundError as error:
            raise ProfileError(name, "berkas profil tidak ada") from error
        except OSError as error:
            raise ProfileError(name, f"berkas profil tidak dapat dibaca ({indonesian.reason(error)})") from error
        except UnicodeDecodeError as error:
            raise ProfileError(name, "berkas profil bukan teks UTF-8") from error
    else:
        if name not in shipped():
            raise ProfileError(name, f"profil tidak dikenal; yang tersedia: {', '.join(shipped())}")
        text = (resources.files("iku_excel.definition") / "profiles" / f"{name}.toml").read_text(encoding="utf-8")
    try:
        return Profile(tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        raise ProfileError(name, f"bukan TOML yang sah{_place(error)}") from error


def _place(error: Exception) -> str:
    """Say in Indonesian where tomllib stopped; its own words are English."""
    found = _TOML_PLACE.search(str(error))
    if found:
        return f"; lihat baris {found[1]}, huruf ke-{found[2]}"
    return "; berkas berakhir di tengah isian" if "end of document" in str(error) else ""


def shipped() -> tuple[str, ...]:
    """Return the names of the profiles that come with the program."""
    folder = resources.files("iku_excel.definition") / "profiles"
    return tuple(sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".toml")))


@lru_cache(maxsize=512)
def to_json(definition: Definition) -> str:
    """Return the one canonical JSON text of a definition (sorted keys, nothing empty left out but None)."""
    raw = _plain(definition)
    del raw["lkjip"]  # no part of what must be reported
    for goal, parsed in zip(raw["goals"], definition.goals, strict=True):
        pairs = zip(parsed.indicators, goal["indicators"], strict=True)
        goal["indicators"] = [measures.compact(indicator, item) for indicator, item in pairs]
    return jsontext.dumps(_without_none(raw), ascii_only=False, sort_keys=True, compact=True)


def _plain(value: Any) -> Any:
    """Return a record as tables and tuples, in a third of the time of dataclasses.asdict, which copies every text."""
    names = _names(type(value))  # type: ignore[arg-type]  # a class is hashable; its stub says otherwise
    if names:
        return {name: _plain(getattr(value, name)) for name in names}
    return tuple(_plain(item) for item in value) if isinstance(value, tuple) else value


@lru_cache(maxsize=64)
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def _without_none(value: Any) -> Any:
    """Return tables and lists without the keys that hold None."""
    if isinstance(value, dict):
        return {key: _without_none(item) for key, item in value.items() if item is not None}
    return [_without_none(item) for item in value] if isinstance(value, list | tuple) else value


def seal(text: str) -> str:
    """Return the SHA-256 of a definition's JSON text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=512)  # a batch repeats the same few definitions thousands of times
def from_json(text: str) -> Definition:
    """Read the JSON of ``to_json``; raises ProfileError for anything else."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProfileError("_iku", "bukan JSON yang sah") from error
    if not isinstance(raw, dict):
        raise ProfileError("_iku", "bukan sebuah definisi")
    return parse(raw)


def parse(raw: Mapping[str, Any]) -> Definition:
    """Check a closed definition and return it; raises ProfileError at the first broken key."""
    top = Table(raw)
    goals = tuple(_goal(table) for table in top.tables("goals"))
    definition = Definition(
        id=top.text("id", pattern=_ID, meaning="huruf kecil, angka dan garis bawah"),
        organization=_organization(top),
        year=_year(top),
        period=top.text("period"),
        title=top.texts("title", longest=MAX_HEADING),
        heading=top.text("heading", longest=MAX_HEADING),
        columns=top.texts("columns", longest=MAX_LABEL),
        identity=_identity(top.table("identity")),
        goals=goals,
        scale=_scale(top.table("scale")),
        signatory=_signatory(top.table("signatory")),
    )
    top.finish()
    if definition.period not in PERIODS:
        raise ProfileError("period", f"harus salah satu dari {', '.join(PERIODS)}")
    if len(definition.columns) != 5:
        raise ProfileError("columns", f"tabel resmi mempunyai 5 kolom, bukan {len(definition.columns)}")
    _check_numbers(definition)
    return definition


_OPTION_WORDS = {"organization": "nama organisasi", "year": "tahun"}


def _closed(raw: Mapping[str, Any], key: str, given: str | int | None, checked: Callable[[Table], _Closed]) -> _Closed:
    """Return the checked value of a key that the profile fixes, or leaves to the option of its name."""
    if key in raw and given is not None:
        raise OptionError(
            key, f"profil ini sudah menetapkan {_OPTION_WORDS[key]} {raw[key]}; opsi --{key} tidak dipakai"
        )
    if key in raw:
        return checked(Table(raw))
    if given is None:
        raise OptionError(key, f"{_OPTION_WORDS[key]} belum ditentukan oleh profil ini; tambahkan --{key}")
    try:
        return checked(Table({key: given}))
    except ProfileError as error:
        raise OptionError(key, error.problem) from error


def _organization(table: Table) -> str:
    text = table.text("organization", longest=MAX_LINE)
    if not re.search("[A-Z0-9]", text.upper()):
        raise ProfileError("organization", "harus memuat huruf atau angka")
    if _PLACEHOLDER.search(text):
        raise ProfileError("organization", "tidak boleh memuat kurung kurawal")
    return text


def _year(table: Table) -> int:
    return table.whole("year", YEARS)


def _filled(value: Any, key: str, values: Mapping[str, str]) -> Any:
    """Put the values of the placeholders into every text below ``value``."""
    if isinstance(value, str):
        for placeholder in _PLACEHOLDER.findall(value):
            if placeholder not in values:
                raise ProfileError(key, f"{placeholder} tidak dikenal; yang ada: {', '.join(values)}")
        return _PLACEHOLDER.sub(lambda match: values[match.group()], value)
    if isinstance(value, list):
        return [_filled(item, f"{key}[{index}]", values) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {name: _filled(item, f"{key}.{name}", values) for name, item in value.items()}
    return value


def _identity(table: Table) -> Identity:
    identity = Identity(
        organization_label=table.text("organization_label", longest=MAX_LABEL),
        duty_label=table.text("duty_label", longest=MAX_LABEL),
        duty=table.text("duty"),
        functions_label=table.text("functions_label", longest=MAX_LABEL),
        functions=table.texts("functions"),
    )
    table.finish()
    if len(identity.functions) > MAX_FUNCTIONS:
        raise ProfileError(table.path("functions"), f"paling banyak {MAX_FUNCTIONS}, sebab hurufnya a sampai z")
    return identity


def _goal(table: Table) -> Goal:
    goal = Goal(table.text("text", longest=MAX_CELL), tuple(map(indicators.parse, table.tables("indicators"))))
    table.finish()
    return goal


def _scale(table: Table) -> Scale:
    bands = []
    for item in table.tables("bands"):
        band = Band(
            label=item.text("label", longest=MAX_LABEL),
            colour=item.text("colour", pattern=_COLOUR, meaning="warna seperti #16a34a"),
            lower=item.number("lower", optional=True),
            upper=item.number("upper", optional=True),
        )
        item.finish()
        bands.append(band)
    scale = Scale(table.text("source", longest=MAX_LINE), tuple(bands), table.number("cap", optional=True))
    table.finish()
    _check_bands(scale, table)
    return scale


def _check_bands(scale: Scale, table: Table) -> None:
    bands = scale.bands
    if len(bands) > MAX_BANDS:
        raise ProfileError(table.path("bands"), f"paling banyak {MAX_BANDS} predikat")
    if bands[0].upper is not None:
        raise ProfileError(table.path("bands[0].upper"), "predikat teratas tidak boleh mempunyai batas atas")
    if bands[-1].lower is not None:
        key = table.path(f"bands[{len(bands) - 1}].lower")
        raise ProfileError(key, "predikat terbawah tidak boleh mempunyai batas bawah")
    for index, (better, worse) in enumerate(pairwise(bands)):
        _check_border(better, worse, table.path(f"bands[{index}].lower"), table.path(f"bands[{index + 1}].upper"))
        if worse.lower is not None and worse.upper is not None and worse.lower >= worse.upper:
            raise ProfileError(table.path(f"bands[{index + 1}].lower"), "harus di bawah batas atasnya")
    labels = [band.label.casefold() for band in bands]  # Excel compares without regard to case
    for index, label in enumerate(labels):
        if label in labels[:index]:
            raise ProfileError(table.path(f"bands[{index}].label"), f'"{bands[index].label}" sudah dipakai')
    if scale.cap is not None and scale.cap < 100:
        raise ProfileError(table.path("cap"), "harus paling kecil 100 (persen)")


def _check_border(better: Band, worse: Band, lower_key: str, upper_key: str) -> None:
    if better.lower is None:
        raise ProfileError(lower_key, "batas bawah belum diisi")
    if worse.upper is None:
        raise ProfileError(upper_key, "batas atas belum diisi")
    if worse.upper < better.lower:
        raise ProfileError(upper_key, f"ada celah antara {worse.upper:g} dan {better.lower:g}")
    if worse.upper > better.lower:
        raise ProfileError(upper_key, f"tumpang tindih antara {better.lower:g} dan {worse.upper:g}")


def _check_numbers(definition: Definition) -> None:
    expected = 1
    for g, goal in enumerate(definition.goals):
        for i, indicator in enumerate(goal.indicators):
            key = f"goals[{g}].indicators[{i}].number"
            if indicator.number < expected:
                raise ProfileError(key, f"nomor {indicator.number} sudah dipakai")
            if indicator.number > expected:
                raise ProfileError(key, f"nomor {expected} terlewat")
            expected += 1


def _signatory(table: Table) -> Signatory:
    names = [field.name for field in dataclasses.fields(Signatory)]
    texts = {name: table.text(name, longest=MAX_LINE, optional=True) for name in names}
    table.finish()
    return Signatory(**texts)

"""A filled template with just the cells changed that a test is about.

    filled("triwulanan").put("pembilang_1_tw2", -3)

``put`` writes the cell as a spreadsheet program would store it: an int or float as a number, a str as
text, True as a boolean, a date as a dated number, None as an empty cell, and the special contents
below. Everything else in the workbook stays as the template made it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import escape

from iku_excel import pipeline, template
from iku_excel.definition import profile
from iku_excel.definition.layout import layout
from iku_excel.model import Definition, Finding, Outcome

Data: TypeAlias = bytes

TONGAS = "kecamatan_tongas_2023"


@dataclass(frozen=True)
class Error:
    """An error value such as #DIV/0!."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula, with the value stored beside it if there is one."""

    text: str
    value: float | str | None = None


@dataclass(frozen=True)
class Percent:
    """A number shown as a percentage: Percent(0.95) is 95%."""

    number: float


@dataclass(frozen=True)
class Stored:
    """Any text between <v> and </v> of a numeric cell, sane or not."""

    text: str


Value: TypeAlias = int | float | str | bool | dt.date | Error | Formula | Percent | Stored | None


def examples(usual: int) -> int:
    """Return how many examples a property test draws: twenty times the usual in ``make test-deep``."""
    return usual * (20 if os.environ.get("DEEP") else 1)


COUNTS = {1: (90, 100), 2: (18, 20), 3: (9, 14), 4: (28, 30)}
"""Invented numerator and denominator of every period of the four indicators."""


@lru_cache(maxsize=64)
def define(period: str = "triwulanan", name: str = TONGAS, organization: str | None = None) -> Definition:
    return profile.load(name).define(period, organization)


@lru_cache(maxsize=64)
def _base(definition: Definition, values: tuple[tuple[str, template.Value], ...]) -> bytes:
    return template.render(definition, dict(values))


def counts(definition: Definition, n_periods: int | None = None) -> dict[str, template.Value]:
    """Return invented counts for the first periods (all, unless told), and a target of 95% each."""
    values: dict[str, template.Value] = {}
    for indicator in definition.indicators:
        top, bottom = COUNTS[(indicator.number - 1) % 4 + 1]
        values[f"target_{indicator.number}"] = 0.95
        for period in definition.periods[:n_periods]:
            values[f"pembilang_{indicator.number}_{period.code}"] = top
            values[f"penyebut_{indicator.number}_{period.code}"] = bottom
    return values


@dataclass(frozen=True)
class Filled:
    """A filled template and the changes made to it; ``forget``: without the verdict that they have outdated."""

    definition: Definition
    values: Mapping[str, template.Value]
    changes: Mapping[str, Value] = field(default_factory=dict)
    forget: bool = True

    def put(self, name: str, value: Value) -> Filled:
        """Return the same workbook with one input cell changed."""
        return dataclasses.replace(self, changes={**self.changes, name: value})

    def place(self, name: str) -> tuple[str, str]:
        """Return (sheet, A1) of an input cell."""
        place = layout(self.definition).field(name).place
        return place.sheet, place.a1

    def definition_bytes(self) -> Data:
        """Return the empty template."""
        return _base(self.definition, ())

    def bytes(self) -> Data:
        """Return the workbook."""
        base = _base(self.definition, tuple(sorted(self.values.items())))
        if not self.changes:
            return base
        parts = unzipped(base)
        for name, value in self.changes.items():
            sheet, cell = self.place(name)
            part = sheet_part(sheet)
            parts[part] = _with_cell(parts[part].decode(), cell, value, self._styles(parts)).encode()
        if self.forget:  # nobody has calculated since the change, so there is no verdict to compare with
            check = sheet_part("Periksa")
            parts[check] = re.sub(rb'(<c r="D1"[^>]*>.*?</f>)<v>[^<]*</v>', rb"\1", parts[check])
        return zipped(parts)

    def save(self, folder: Path, name: str = "isian.xlsx") -> Path:
        """Write the workbook into a folder."""
        path = folder / name
        path.write_bytes(self.bytes())
        return path

    def _styles(self, parts: Mapping[str, Data]) -> dict[str, str]:
        """Return the style numbers of a cell that shows dates and of one that shows percentages."""
        found = {}
        for kind, name in (("date", "tanggal"), ("percent", "target_1")):
            sheet, cell = self.place(name)
            match = re.search(rf'<c r="{cell}" s="(\d+)"', parts[sheet_part(sheet)].decode())
            assert match
            found[kind] = match[1]
        return found


def filled(
    period: str = "triwulanan",
    n_periods: int | None = None,
    definition: Definition | None = None,
    values: Mapping[str, template.Value] | None = None,
    **more: template.Value,
) -> Filled:
    """Return a template filled with invented counts, without a single finding but for ``values`` and ``more``."""
    definition = definition or define(period)
    return Filled(definition, {**counts(definition, n_periods), **(values or {}), **more})


def outcome(path: Path) -> Outcome:
    """Return what the pipeline makes of one file."""
    (result,) = pipeline.process([path])
    return result


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str | None, str | None]]:
    """Return findings as (code, sheet, cell), in the order they are reported.

    That the template's own verdict lags behind is left out: test_verdict.py is about that.
    """
    return [(item.code, item.sheet, item.cell) for item in findings if item.code != "putusan-berbeda"]


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a package; they are deflated lightly, as nobody mails it."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, compresslevel=1)
    return buffer.getvalue()


def sheet_part(sheet: str) -> str:
    """Return the part that holds a sheet of a template as we write it."""
    number = ("Petunjuk", "Identitas", "Indikator", "Data", "Periksa", "IKU", "Capaian", "_iku").index(sheet) + 1
    return f"xl/worksheets/sheet{number}.xml"


def _with_cell(xml: str, cell: str, value: Value, styles: Mapping[str, str]) -> str:
    pattern = re.compile(rf'<c r="{cell}" s="(\d+)"[^>]*?(?:/>|>.*?</c>)')
    match = pattern.search(xml)
    assert match, f"no cell {cell}"
    kind, content = _content(value)
    look = "date" if isinstance(value, dt.date) else "percent" if isinstance(value, Percent) else ""
    style = styles.get(look, match[1])
    written = f'<c r="{cell}" s="{style}"{kind}>{content}</c>'
    return xml[: match.start()] + written + xml[match.end() :]


def _content(value: Value) -> tuple[str, str]:  # noqa: C901 - a table of cases
    match value:
        case None:
            return "", ""
        case bool():
            return ' t="b"', f"<v>{int(value)}</v>"
        case int() | float():
            return "", f"<v>{value!r}</v>"
        case str():
            return ' t="inlineStr"', f'<is><t xml:space="preserve">{escape(value)}</t></is>'
        case dt.date():
            return "", f"<v>{(value - dt.date(1899, 12, 30)).days}</v>"
        case Percent(number):
            return "", f"<v>{number!r}</v>"
        case Error(text):
            return ' t="e"', f"<v>{text}</v>"
        case Stored(text):
            return "", f"<v>{text}</v>"
        case Formula(text, None):
            return "", f"<f>{escape(text)}</f>"
        case Formula(text, str() as stored):
            return ' t="str"', f"<f>{escape(text)}</f><v>{escape(stored)}</v>"
        case Formula(text, stored):
            return "", f"<f>{escape(text)}</f><v>{stored!r}</v>"
    raise TypeError(value)

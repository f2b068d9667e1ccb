"""Last year's workbook becomes what next year's template begins with: a definition, a signatory, targets, no counts.

A profile of the same id speaks for the new year if it is open to that year; otherwise last year's own definition
does, with the old year as a whole number in ``title`` and ``heading`` replaced. Every difference is told. A target goes
over to the indicator with the same text and measure, marked as last year's; the date of the signature does not.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from iku_excel.definition import OptionError, Profile, measures, profile
from iku_excel.model import Content, Definition, Indicator, Level, Outcome, Signatory, Submission
from iku_excel.package import Refusal, admit, open_spreadsheet
from iku_excel.reading import outputs, reader
from iku_excel.template.desk import Value
from iku_excel.text import indonesian, percentage

_SIGNATORY = {
    "tempat": "place",
    "jabatan": "position",
    "wilayah": "region",
    "nama_pejabat": "name",
    "pangkat": "rank",
    "nip": "nip",
}
"""Input cells of the signature block that are carried over, and their keys; its date is not."""


@dataclass(frozen=True, slots=True)
class LastYear:
    """What last year's workbook says; targets as cells of a template hold them."""

    definition: Definition
    signatory: Signatory
    targets: Mapping[int, float | str]


@dataclass(frozen=True, slots=True)
class Renewal:
    """A new year's template: what to render, and in words what has changed."""

    definition: Definition
    values: Mapping[str, Value]
    notes: Mapping[str, str]  # what is to be said at a cell, by name
    told: tuple[str, ...]


def read(path: Path) -> LastYear:
    """Return what a filled template or an output says; raises Refusal where it is neither."""
    output = outputs.parse(open_spreadsheet(admit(reader.load(path))))
    if output is not None:
        return _of_output(output.outcome)
    submission = reader.read(path)
    if submission.definition is None:
        finding = submission.findings[0]
        raise Refusal(finding.code, found=finding.found or "", expected=finding.expected or "")
    return _of_submission(submission, submission.definition)


def _of_output(outcome: Outcome) -> LastYear:
    definition = outcome.submission.definition
    if definition is None:
        raise Refusal("keluaran-rusak", found="tidak ada definisi di dalamnya")
    targets = {
        result.indicator.number: measures.cell_target(result.indicator, result.target)
        for result in outcome.results
        if result.target is not None
    }
    return LastYear(definition, outcome.signatory, targets)


def _of_submission(submission: Submission, definition: Definition) -> LastYear:
    cells = submission.cells
    lines = {key: cells[name].text for name, key in _SIGNATORY.items() if cells[name].content is Content.TEXT}
    targets: dict[int, float | str] = {}
    for indicator in definition.indicators:
        cell = cells[f"target_{indicator.number}"]
        if cell.content is Content.NUMBER:
            targets[indicator.number] = cell.number
        elif cell.content is Content.TEXT and measures.worded(indicator):
            targets[indicator.number] = cell.text
    return LastYear(definition, Signatory(**lines), targets)


def renew(last: LastYear, chosen: Profile | None, year: int | None, period: str | None, registers: str) -> Renewal:
    """Return the template of a new year, by default the next one.

    ``chosen`` is a profile that was named; else the shipped one of the same id speaks, if it may. Raises OptionError
    for a year that the named profile fixes, ProfileError for a broken one.
    """
    definition, told = _definition(last.definition, chosen, year, period or last.definition.period, registers)
    definition = dataclasses.replace(definition, lkjip=last.definition.lkjip)
    told += list(differences(last.definition, definition))
    if definition.year == last.definition.year:
        told.append(f"Tahun tetap {definition.year}.")
    values: dict[str, Value] = {name: getattr(last.signatory, key) for name, key in _SIGNATORY.items()}
    values["tanggal"] = ""
    notes: dict[str, str] = {}
    for indicator in definition.indicators:
        target = _carried(last, indicator)
        name = f"target_{indicator.number}"
        if target is not None:
            values[name] = target
            notes[name] = f"Target tahun lalu ({last.definition.year}). Periksa, lalu biarkan atau ganti."
    told.append(f"Target tahun lalu dibawa: {len(notes)} dari {len(definition.indicators)} indikator; hitungan kosong.")
    return Renewal(definition, values, notes, tuple(told))


def _definition(
    old: Definition, chosen: Profile | None, year: int | None, period: str, registers: str
) -> tuple[Definition, list[str]]:
    wanted = old.year + 1 if year is None else year
    registers = registers or ",".join(str(number) for number in old.registers)
    opened = chosen or (profile.load(old.id) if old.id in profile.shipped() else None)
    if opened is not None:
        organization = None if "organization" in opened.raw else old.organization
        fixed = opened.raw.get("year")
        if fixed is None or (chosen is not None and year is None):
            return opened.define(period, organization, None if fixed is not None else wanted, registers), []
        if fixed == wanted:
            return opened.define(period, organization, None, registers), []
        if chosen is not None:
            raise OptionError("year", f"profil ini sudah menetapkan year = {fixed}; opsi --year tidak dipakai")
    told = [f"Profil {old.id} menetapkan tahun {fixed}; yang dipakai definisi tahun lalu."] if opened else []
    return _aged(old, wanted, period), told


def _aged(old: Definition, year: int, period: str) -> Definition:
    """Return last year's definition for another year: the year as a whole number in title and heading is replaced."""
    number = re.compile(rf"(?<!\d){old.year}(?!\d)")
    title = tuple(number.sub(str(year), line) for line in old.title)
    aged = dataclasses.replace(old, title=title, heading=number.sub(str(year), old.heading), year=year, period=period)
    return profile.from_json(profile.to_json(aged))  # checked like any other


def _carried(last: LastYear, indicator: Indicator) -> float | str | None:
    """Return last year's target of an indicator whose text and measure are the same, None without one."""
    same = [
        old
        for old in last.definition.indicators
        if (old.text, old.measure, old.per, old.unit)
        == (indicator.text, indicator.measure, indicator.per, indicator.unit)
    ]
    target = last.targets.get(same[0].number) if len(same) == 1 else None
    return target if target is not None and _is_sound(indicator, target) else None


def _is_sound(indicator: Indicator, target: float | str) -> bool:
    if isinstance(target, str):
        return measures.step(indicator, target) is not None
    shown = percentage.from_fraction(target) if measures.is_percent(indicator) else target
    return measures.is_target(indicator, shown)


def differences(old: Definition, new: Definition) -> Iterator[str]:
    """Yield in words where two definitions differ, but for what a new year's template changes anyway."""
    before, after = _flat(old), _flat(new)
    for label in dict.fromkeys((*before, *after)):
        was, is_now = before.get(label, ""), after.get(label, "")
        if was != is_now:
            yield f'{label}: "{was}" → "{is_now}"'


def _flat(definition: Definition) -> dict[str, str]:
    identity = definition.identity
    texts = {
        "Tahun": str(definition.year),
        "Periode": definition.period,
        "Nama organisasi": definition.organization,
        **{f"Judul, baris {number}": text for number, text in enumerate(definition.title, start=1)},
        "Judul di atas tabel": definition.heading,
        **{f"Judul kolom {number}": text for number, text in enumerate(definition.columns, start=1)},
        identity.duty_label: identity.duty,
        **{f"{identity.functions_label} {number}": text for number, text in enumerate(identity.functions, start=1)},
        "Skala predikat": str([(band.label, band.lower) for band in definition.scale.bands]),
    }
    for goal in definition.goals:
        for indicator in goal.indicators:
            texts |= {f"Indikator {indicator.number}, {key}": text for key, text in _told(goal.text, indicator).items()}
    return texts


def _told(goal: str, indicator: Indicator) -> dict[str, str]:
    return {
        "sasaran": goal,
        "bunyi": indicator.text,
        "formulasi": indicator.formula_text,
        "sumber data": indicator.data_source,
        "ukuran": str(indicator.measure),
        "pembilang": indicator.numerator,
        "penyebut": indicator.denominator,
        "arus/stok": str(indicator.kind or ""),
        "arah": str(indicator.polarity or ""),
        "satuan": indicator.unit,
        **{label: _plain(getattr(indicator, key)) for label, key in _FURTHER.items()},
    }


_FURTHER = {
    "rumus capaian": "achievement",
    "per": "per",
    "angka": "numbers",
    "naik/turun": "direction",
    "tingkat predikat": "steps",
    "poin": "points",
    "tingkat nilai": "levels",
    "batas bawah": "lowest",
    "batas atas": "highest",
    "rentang ideal": "ideal",
    "boleh melebihi penyebut": "exceeds",
    "hitungan bersama": "shared",
}
"""What else an indicator is measured by: its name for people -> its attribute."""


def _plain(value: object) -> str:
    """Return what an attribute says, as a person reads it."""
    match value:
        case bool():
            return "Ya" if value else "Tidak"
        case None | ():
            return "tidak ada"
        case tuple():
            return "; ".join(_plain(item) for item in value)
        case Level():
            above = "di atas " if value.above else "mulai "
            return value.label if value.lower is None else f"{value.label} {above}{indonesian.number(value.lower)}"
        case int() | float():
            return indonesian.number(value)
        case _:
            return str(value)

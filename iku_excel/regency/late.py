"""Who is late: a folder of kiriman and the roster -> the offices that have not reported through a period.

Whatever lies in the folder is judged as for a recap, with or without a ledger. The template that a late office gets
again is made for it, from the profile that most of the others use.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iku_excel import template
from iku_excel.definition import filenames, profile
from iku_excel.model import PERIODS, Definition, Period
from iku_excel.regency import handout
from iku_excel.regency.recap import collect
from iku_excel.regency.recap.records import Sent
from iku_excel.regency.roster import Roster, Row, find, key
from iku_excel.text import jsontext

LOG = "log-pengingat.jsonl"


@dataclass(frozen=True, slots=True)
class Due:
    """What is asked of everybody: the year and the period to be reached."""

    year: int
    kind: str  # "triwulanan"
    period: Period


@dataclass(frozen=True, slots=True)
class Late:
    """An office that is late: how far it has reported, and the template for it."""

    row: Row
    due: Due
    reached: Period | None
    template_name: str
    template: bytes
    region: str = ""  # where another office of the roster has its name

    @property
    def whose(self) -> tuple[str, str, int, str]:
        """What a reminder is known by: office, region where that tells it from another, year, period."""
        return self.row.key, key(self.region), self.due.year, self.due.period.code


class UnknownPeriodError(ValueError):
    """It cannot be told what is due; the message says so in Indonesian."""


def kind_of(code: str) -> tuple[str, Period]:
    """Return the kind and the period of a code. Raises UnknownPeriodError."""
    for kind, periods in PERIODS.items():
        for period in periods:
            if period.code == code.lower():
                return kind, period
    raise UnknownPeriodError(f'Periode "{code}" tidak dikenal; tulis misalnya tw2, s1, b03 atau thn.')


def offices(folder: Path, listed: Roster, through: str | None = None) -> tuple[Due, Iterator[Late]]:
    """Return what is due and, one by one, who has not reported it. Raises UnknownPeriodError."""
    sent = [item for item in collect.collect(collect.expand([str(folder)])) if item.counted and item.form]
    due = _due(sent, through)
    reached: dict[int, int] = {}
    order = [period.code for period in PERIODS[due.kind]]
    for item in sent:
        row = find(listed, item.organization, item.region)
        if row is not None and item.year == due.year and item.form and item.form.period == due.kind:
            reached[row.number] = max(reached.get(row.number, -1), item.through)
    wanted = order.index(due.period.code)
    late = [row for row in listed.rows if reached.get(row.number, -1) < wanted]
    used = Counter(item.profile for item in sent).most_common(1)
    names = Counter(row.key for row in listed.rows)
    namesakes = {row.number for row in listed.rows if names[row.key] > 1}
    return due, _late(late, due, reached, used[0][0] if used else handout.PROFILE, namesakes)


def _due(sent: Sequence[Sent], through: str | None) -> Due:
    years = Counter(item.year for item in sent)
    year = max(years, key=lambda item: (years[item], item), default=dt.datetime.now().astimezone().year)
    if through is not None:
        return Due(year, *kind_of(through))
    kinds = Counter(item.form.period for item in sent if item.form and item.year == year)
    if not kinds:
        raise UnknownPeriodError("Folder ini belum berisi kiriman; sebut periodenya dengan --through, misalnya tw2.")
    kind = kinds.most_common(1)[0][0]
    furthest = max(item.through for item in sent if item.form and item.form.period == kind and item.year == year)
    return Due(year, kind, PERIODS[kind][furthest])


def _late(
    rows: Sequence[Row], due: Due, reached: dict[int, int], used: str, namesakes: AbstractSet[int]
) -> Iterator[Late]:
    for row in rows:
        last = reached.get(row.number)
        definition = _definition(row, due, used)
        data = template.render(definition, handout.values(definition, row))
        period = None if last is None else PERIODS[due.kind][last]
        region = row.region if row.number in namesakes else ""
        yield Late(row, due, period, filenames.template_name(definition), data, region)


def _definition(row: Row, due: Due, used: str) -> Definition:
    """Return what a late office must fill in: by the profile that most use, if it fits every office."""
    for name in (used, handout.PROFILE):
        try:
            return profile.load(name).define(due.kind, row.organization, due.year)
        except (profile.ProfileError, profile.OptionError):
            continue
    raise UnknownPeriodError(f"Profil {handout.PROFILE} tidak menyediakan periode {due.kind}.")


def reminded(folder: Path, today: dt.date) -> dict[tuple[str, str, int, str], bool]:
    """Return what was reminded of on a day, as ``Late.whose`` knows it, and whether that was sent, by the log."""
    try:
        lines = (folder / LOG).read_bytes().splitlines()
    except OSError:
        return {}
    found: dict[tuple[str, str, int, str], bool] = {}
    for line in lines:
        try:
            raw: Any = json.loads(line)
            whose = (key(raw["organization"]), key(raw.get("region") or ""), int(raw["year"]), str(raw["through"]))
            if raw["time"][:10] == today.isoformat():
                found[whose] = found.get(whose, False) or raw.get("sent") is True
        except (ValueError, TypeError, KeyError, AttributeError):
            continue  # a line that a kill has cut
    return found


def note(folder: Path, late: Late, moment: dt.datetime, file: str, to: str, *, sent: bool) -> None:
    """Add a line to the log. Raises OSError."""
    raw = {
        "time": moment.isoformat(timespec="seconds"),
        "organization": late.row.organization,
        **({"region": late.region} if late.region else {}),
        "year": late.due.year,
        "through": late.due.period.code,
        "to": to or None,
        "file": file,
        "sent": sent,
    }
    with (folder / LOG).open("ab") as stream:
        stream.write(jsontext.dumps(raw, ascii_only=False).encode() + b"\n")

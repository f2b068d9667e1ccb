"""The records that travel through the program; this module imports nothing of ours.

A *definition* says what an office must report; a *layout* says where; a *submission* is what the office wrote there;
a *finding* is one fault at one cell; an *outcome* is everything known about one input when the pipeline is done.

Percentages are in percent (95.0 means 95%), except inside a cell, where Excel stores a fraction.
Rows and columns count from zero; A1 notation exists only at the edges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

CONTRACT_VERSION = 2
"""Newest version of the input workbook's structure; a definition tells which it needs (measures.py)."""

YEARS = range(2000, 2101)
"""Years a definition may have."""

MAX_COUNT, MAX_RUPIAH, MAX_SUM = 1_000_000_000, 10**15, 9 * 10**15
"""The largest count anyone can mean, the largest amount, and the end of what sums hold exactly."""

MAX_LINE, MAX_NOTE = 200, 1_000
"""Letters that fit a line of the signature block, and the note."""

JSON_SCHEMA, JSON_SCHEMAS = "iku-excel/2", ("iku-excel/1", "iku-excel/2")
"""Name and version of the JSON Lines records and of the output's machine sheet; all that are read."""


class Severity(StrEnum):
    """How much a finding weighs: only an error keeps a workbook from being built."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Measure(StrEnum):
    """What sort of figure an indicator is; definition/measures.py has a row for each, and nobody else asks."""

    RASIO = "rasio"
    JUMLAH = "jumlah"
    NILAI = "nilai"
    PREDIKAT = "predikat"
    PERTUMBUHAN = "pertumbuhan"


class Numbers(StrEnum):
    """How finely an indicator is counted."""

    WHOLE = "bulat"
    DECIMAL = "desimal"
    RUPIAH = "rupiah"


class Direction(StrEnum):
    """What a growth counts as positive: more than last year, or less."""

    UP = "naik"
    DOWN = "turun"


class Kind(StrEnum):
    """How the counts of an indicator add up over the periods of a year."""

    FLOW = "arus"  # periods add up
    STOCK = "stok"  # the last known period counts


class Polarity(StrEnum):
    """Which direction of the actual is the good one."""

    HIGHER = "tinggi"
    LOWER = "rendah"
    RANGE = "rentang"  # best inside the indicator's ideal range


class Achievement(StrEnum):
    """The official formulas from actual and target to achievement; the value is how people write them."""

    RATIO = "realisasi/target"
    MIRRORED = "(2*target-realisasi)/target"
    INVERSE = "target/realisasi"


@dataclass(frozen=True, slots=True)
class Period:
    """One column of the template: its code in names and JSON, and how people call it."""

    code: str  # "tw2"
    label: str  # "TW II"
    title: str  # "Triwulan II"


def _periods(*rows: tuple[str, str, str]) -> tuple[Period, ...]:
    return tuple(Period(*row) for row in rows)


_HALF_YEARS = ("Januari Februari Maret April Mei Juni", "Juli Agustus September Oktober November Desember")
_MONTHS = " ".join(_HALF_YEARS).split()

PERIODS: Mapping[str, tuple[Period, ...]] = {
    "tahunan": _periods(("thn", "Setahun", "Setahun")),
    "semesteran": _periods(("s1", "Semester I", "Semester I"), ("s2", "Semester II", "Semester II")),
    "triwulanan": _periods(
        ("tw1", "TW I", "Triwulan I"),
        ("tw2", "TW II", "Triwulan II"),
        ("tw3", "TW III", "Triwulan III"),
        ("tw4", "TW IV", "Triwulan IV"),
    ),
    "bulanan": tuple(Period(f"b{n:02}", name[:3], name) for n, name in enumerate(_MONTHS, start=1)),
}
"""The period kinds of a template and their columns, in order."""


class ColumnType(StrEnum):
    """What stands in a column of a register."""

    DATE = "tanggal"
    CHOICE = "pilihan"  # one of the column's choices
    TEXT = "teks"
    MEMBER = "anggota"  # one of the members of the register, each of which counts once


class PlacedBy(StrEnum):
    """Which date puts a settled matter into a period's numerator."""

    SETTLED = "selesai"
    RECEIVED = "masuk"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register."""

    key: str  # in defined names: reg_2_<key>
    label: str
    type: ColumnType
    choices: tuple[str, ...] = ()
    required: bool = True  # a row in use must have it
    unique: bool = False  # no two rows may share it


@dataclass(frozen=True, slots=True)
class Register:
    """A list from which the counts of an indicator come, a row for each matter.

    A flow counts below the line the rows whose ``date`` lies in the period. Above the line count those
    whose column ``numerator`` equals ``value``; or, where ``value`` is empty, those whose ``numerator``
    holds the date of settling, which must not be after the column ``due`` if there is one. A stock
    counts the members whose ``date`` is not after the end of the period, out of all members.
    """

    title: str
    columns: tuple[Column, ...]
    date: str  # key of the column that dates a row
    numerator: str = ""
    value: str = ""
    due: str = ""
    placed_by: PlacedBy = PlacedBy.SETTLED
    members: tuple[str, ...] = ()  # empty: the office lists them on the sheet
    members_label: str = ""

    def column(self, key: str) -> Column:
        """Return the column of a key."""
        return next(column for column in self.columns if column.key == key)

    @property
    def member(self) -> Column | None:
        """The column that names a member; only the register of a stock has one."""
        return next((column for column in self.columns if column.type is ColumnType.MEMBER), None)

    @property
    def settled(self) -> str:
        """Key of the column with the date of settling, "" where the register has none."""
        return "" if self.value else self.numerator


@dataclass(frozen=True, slots=True)
class Level:
    """A named level of a value: from ``lower`` on, or only above it; None: whatever is below the others."""

    label: str
    lower: float | None = None
    above: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the official table, and what the table leaves unsaid.

    The keys after ``register`` are those of contract version 2; at their defaults they mean version 1.
    """

    number: int  # from 1, in the order of the table
    text: str
    formula_text: str
    data_source: str
    numerator: str  # what is counted above the line
    denominator: str  # what is counted below the line
    kind: Kind | None  # None: the last known figure counts
    unit: str
    polarity: Polarity | None
    achievement: Achievement | None
    target: float | str | None = None  # preset: in percent, in the indicator's unit, or a step
    hint: str = ""  # shown to the clerk beside the counts, never on the form
    register: Register | None = None  # the list its counts come from, if it is kept in the workbook
    measure: Measure = Measure.RASIO
    per: int = 100
    numbers: Numbers = Numbers.WHOLE
    exceeds: bool = False  # the numerator may lawfully be above the denominator
    shared: bool = False  # two offices may count the same event
    lowest: float | None = None
    highest: float | None = None
    levels: tuple[Level, ...] = ()  # best first
    steps: tuple[str, ...] = ()  # worst first
    points: tuple[float, ...] = ()  # of the steps, where the office's rule gives them
    direction: Direction = Direction.UP
    ideal: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A sasaran strategis with its indicators (columns 1-2 are merged over them)."""

    text: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """One predicate: from ``lower`` (included) up to ``upper`` (excluded), in percent of achievement."""

    label: str
    colour: str  # "#rrggbb"
    lower: float | None = None  # None: the lowest band, open below
    upper: float | None = None  # None: the highest band, open above


@dataclass(frozen=True, slots=True)
class Scale:
    """The predicate scale, best band first, with its legal source and the optional cap in percent."""

    source: str
    bands: tuple[Band, ...]
    cap: float | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity lines above the table."""

    organization_label: str
    duty_label: str
    duty: str
    functions_label: str
    functions: tuple[str, ...]  # lettered a, b, c ... on the form


@dataclass(frozen=True, slots=True)
class Signatory:
    """The signature block, line by line as printed; ``date`` may be empty, a date or text."""

    place: str = ""
    date: str = ""
    position: str = ""
    region: str = ""
    name: str = ""
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What one office reports for one year: a profile with nothing left open."""

    id: str
    organization: str
    year: int
    period: str  # a key of PERIODS
    title: tuple[str, ...]
    heading: str
    columns: tuple[str, ...]  # headings of the five columns
    identity: Identity
    goals: tuple[Goal, ...]
    scale: Scale
    signatory: Signatory
    lkjip: bool = False  # the template has the sheet Lkjip; rides beside the definition, outside its SHA-256

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in the order of the table."""
        return tuple(indicator for goal in self.goals for indicator in goal.indicators)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The template's period columns."""
        return PERIODS[self.period]

    @property
    def registers(self) -> Mapping[int, Register]:
        """The registers by the number of their indicator."""
        return {item.number: item.register for item in self.indicators if item.register is not None}


class Content(StrEnum):
    """What stands in a cell, as the file says it, before anyone interprets it."""

    BLANK = "blank"  # nothing, or white space only
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"  # a number whose format shows a date or a time
    ERROR = "error"  # #DIV/0!, #REF!, ...
    UNCACHED = "uncached"  # a formula without a stored value
    LOST = "lost"  # the cell itself is gone


@dataclass(frozen=True, slots=True)
class Cell:
    """One input cell as read: where it is now, what it holds, and how a person sees it.

    ``number`` is the stored number (NaN unless content is NUMBER or DATE); ``text`` is the trimmed
    text, or the value as people write it. ``percent`` tells that the cell shows its number as a
    percentage.
    """

    name: str
    sheet: str | None
    row: int | None
    col: int | None
    content: Content
    number: float = float("nan")
    text: str = ""
    percent: bool = False
    formula: str = ""  # what calculates it, "" for a value that was typed


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a register as read: values by column of the sheet, and what they hide.

    ``rows`` begin at row ``first`` of the sheet; a value is a str, float, bool, date or datetime, ""
    where the cell is empty or has nothing to show; of the latter, ``odd`` tells what they are.
    ``cols`` are the columns of the sheet in the order of the register's own.
    """

    sheet: str
    first: int
    cols: tuple[int, ...]
    rows: Sequence[Sequence[Any]]
    odd: Mapping[tuple[int, int], Cell]
    members: tuple[str, ...] = ()
    date1904: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one cell: what stands there, what is expected, what to do. Words from catalogue.py."""

    code: str
    severity: Severity
    message: str
    fix: str
    sheet: str | None = None
    cell: str | None = None  # A1
    found: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One input as read: whose it is and the raw content of every input cell, by name.

    ``definition`` is None when the input is no template of ours; then ``findings`` says why.
    """

    path: Path
    sha256: str = ""
    definition: Definition | None = None
    cells: Mapping[str, Cell] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()  # in workbook order, for sorting findings
    findings: tuple[Finding, ...] = ()
    registers: Mapping[int, Rows] = field(default_factory=dict)  # by indicator; gone once they are counted
    pending: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # open matters at each period's end
    verdict: Cell | None = None  # what the template says of itself

    @property
    def readable(self) -> bool:
        """Whether there are cells to check."""
        return self.definition is not None


@dataclass(frozen=True, slots=True)
class Measured:
    """What a period or a year comes to: ``actual`` in the indicator's unit, or a step; None where there is none.

    The parts are None where the measure has none.
    """

    actual: float | str | None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """What was reported for one period."""

    period: Period
    measured: Measured


@dataclass(frozen=True, slots=True)
class Result:
    """The year to date of one indicator; the target as the actual, the achievement in percent, None for none."""

    indicator: Indicator
    measured: Measured
    target: float | str | None
    achievement: float | None
    predicate: str | None
    periods: tuple[PeriodResult, ...]  # reported ones only


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything known about one input: valid with results, or refused with at least one error."""

    submission: Submission
    findings: tuple[Finding, ...]
    results: tuple[Result, ...] = ()
    through: Period | None = None  # last period reported
    signatory: Signatory = Signatory()
    note: str = ""
    chapter: Mapping[str, float | str] = field(default_factory=dict)  # what was written on Lkjip, by name; percent

    @property
    def valid(self) -> bool:
        """Whether a workbook can be built."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

"""The records of a recap: what was sent, whose figures count, and what they add up to.

A *kiriman* (``Sent``) is one file with the figures it holds; a *form* is what must be equal before
figures may be added; a *block* is all counted kiriman of one form; a *seat* is one office that should
have sent, or did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from iku_excel.definition import measures
from iku_excel.findings import catalogue
from iku_excel.model import PERIODS, Definition, Finding, Indicator, Measured, Period, Scale
from iku_excel.regency import roster
from iku_excel.text import indonesian, jsontext

SCHEMA, SCHEMAS = "iku-excel-recap/2", ("iku-excel-recap/1", "iku-excel-recap/2")
"""Name and version of the JSON of a recap; all that are read."""


class State(StrEnum):
    """What became of a kiriman, or of an office without one; the value is how people read it."""

    COUNTED = "dihitung"
    LATE = "dihitung, tertinggal"
    MISSING = "belum kirim"
    TWICE = "dikirim dua kali"
    REFUSED = "ditolak"
    EDITED = "diubah"
    VERSION = "versi lain"
    YEAR = "tahun lain"
    REGION = "wilayah lain"
    UNKNOWN = "tidak dikenal"
    NOT_PICKED = "tidak dipilih"
    EARLIER = "lebih awal"
    REPLACED = "diganti"
    COPY = "salinan sama"


COUNTED = (State.COUNTED, State.LATE)
SETTLED = (State.NOT_PICKED, State.EARLIER, State.REPLACED, State.COPY)
"""States of a kiriman that is not counted because another of its office is: nothing is left to ask."""


@dataclass(frozen=True, slots=True)
class Form:
    """What makes figures comparable: period kind, indicators and scale; whose they are does not matter."""

    signature: str
    period: str
    indicators: tuple[Indicator, ...]
    scale: Scale

    @property
    def periods(self) -> tuple[Period, ...]:
        """The period columns."""
        return PERIODS[self.period]


def form_of(definition: Definition) -> Form:
    """Return the form of a definition."""
    loose = ("data_source", "target", "hint")  # an office's own, or no part of the measure
    indicators = [
        {key: value for key, value in measures.compact(item, asdict(item)).items() if key not in loose}
        for item in definition.indicators
    ]
    compared = {"period": definition.period, "indicators": indicators, "scale": asdict(definition.scale)}
    signature = hashlib.sha256(jsontext.dumps(compared, sort_keys=True).encode()).hexdigest()
    return Form(signature, definition.period, definition.indicators, definition.scale)


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of a kiriman: what was reported by period position, and where in the file it stands."""

    number: int
    counts: tuple[tuple[int, Measured], ...]  # (period position, what was reported)
    measured: Measured  # year to date
    target: float | str | None
    achievement: float | None
    predicate: str | None
    sheet: str
    cells: tuple[str, ...]  # of each part, those of the reported periods


@dataclass(slots=True)
class Sent:
    """One file that was sent, and what became of it."""

    path: Path
    sha256: str = ""
    kind: str = ""  # "keluaran", "isian", "" where that cannot be told
    organization: str = ""
    region: str = ""
    year: int = 0
    profile: str = ""
    form: Form | None = None
    through: int = -1  # position of the last period reported
    figures: tuple[Figure, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    state: State = State.COUNTED
    received: str = ""  # when, as the ledger of intake says

    @property
    def identity(self) -> tuple[str, str]:
        """Office and regency as they are compared."""
        return roster.key(self.organization), roster.key(self.region)

    @property
    def counted(self) -> bool:
        """Whether its figures are part of the sums."""
        return self.state in COUNTED

    def leave_out(self, state: State, code: str, **values: str) -> None:
        """Take it out of the sums, with the finding that says why."""
        self.state = state
        self.findings.insert(0, catalogue.finding(code, values))


@dataclass(slots=True)
class Seat:
    """One office: in the roster's order, or by name."""

    organization: str
    region: str
    listed: bool
    sent: list[Sent] = field(default_factory=list)

    @property
    def chosen(self) -> Sent | None:
        """The kiriman that is counted."""
        return next((sent for sent in self.sent if sent.counted), None)

    @property
    def state(self) -> State:
        """What is known of the office: its counted kiriman, else the last reason against one."""
        chosen = self.chosen
        if chosen is not None:
            return chosen.state
        return self.sent[-1].state if self.sent else State.MISSING


@dataclass(frozen=True, slots=True)
class Block:
    """All counted kiriman of one form, in the order of their seats."""

    number: int
    form: Form
    offices: Sequence[Sent]

    @property
    def through(self) -> Period:
        """The furthest period anyone has reported."""
        return self.form.periods[max(sent.through for sent in self.offices)]

    @property
    def even(self) -> bool:
        """Whether all offices reach equally far."""
        return len({sent.through for sent in self.offices}) == 1

    def reach(self, sent: Sent) -> Period:
        """Return the last period that an office has reported."""
        return self.form.periods[sent.through]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What of a block is compared with the recap before: the offices that stand in both, so many of so many."""

    same: int
    before: int
    now: int
    came: tuple[str, ...]
    went: tuple[str, ...]

    def words(self) -> str:
        """Return it as a sentence."""
        counted = f"(rekap lalu {self.before}, kini {self.now})"
        parts = [f"Dibandingkan {self.same} organisasi yang ada di kedua rekap {counted}"]
        for word, names in (("baru", self.came), ("tidak ada lagi", self.went)):
            if names:
                parts.append(f"{word}: {indonesian.some(names)}")
        return "; ".join(parts) + "."


@dataclass(frozen=True, slots=True)
class Recap:
    """A whole recap, ready to be written; ``findings`` are those of no file."""

    year: int
    region: str  # "" where there are several
    sent: Sequence[Sent]
    seats: Sequence[Seat]
    blocks: Sequence[Block]
    findings: Sequence[Finding]
    expected: int | None  # offices of the roster, None without one
    comparisons: Mapping[int, Comparison] = field(default_factory=dict)  # with the recap before, by block

    @property
    def title(self) -> str:
        """Whose sum it is."""
        return self.region or "SEMUA ORGANISASI"

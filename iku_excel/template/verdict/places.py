"""Which cells are judged, in reading order, and in which row of Periksa the helper cells of each stand.

    spot    one judged cell: its name for the link, its label, and the row of its helper cells
    block   the spots that are judged together: the signature block, the targets, the counts of an indicator

Helper cells stand right of what is printed, a row a spot. Row ``FIRST`` holds the first spot; spots count from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iku_excel.definition import Role
from iku_excel.definition.layout import SHEETS, Field, Layout, Place, RegisterPlace
from iku_excel.model import Indicator
from iku_excel.package import a1, column

FIRST = 8
"""Row of the first line of the list on Periksa, and of the first spot beside it."""

LISTED = 60
"""Faults that are listed; the others are counted."""

VISIBLE = 5  # columns of the list
KEY, SPOT, ONE, ONE_SHOWN, TWO = range(VISIBLE + 1, VISIBLE + 6)
"""Columns beside each line of the list: what it is about, and the live values of its sentences."""

NAME, SHEET, LABEL, ADDRESS, HEAD_OF, CODES, TYPED, VALUE, FAULT, MORE, CAUTION = range(VISIBLE + 7, VISIBLE + 18)
"""Columns of a spot. NAME, LABEL and ADDRESS of a figure stand beside the first period of its part: without the period,
and the row alone. SHEET stands beside registers only. CODES are those of the periods, a row a period. TYPED alone looks
at the judged cell, and an empty one is empty text there; everything else builds on it, so that a spot's formulas are
those of its neighbours. FAULT, MORE and CAUTION are the rules: a key where there is a fault, else empty text."""

PAIR, TIMES = VISIBLE + 18, VISIBLE + 19
"""Columns of a numerator: 1 complete, 2 filled but at fault, 0 empty; of a stock's denominator: how often it occurs."""

LAST, BROKEN, NUMERATORS, DENOMINATORS, USUAL, ERRORS, ALLOWED, CHECKED = range(VISIBLE + 20, VISIBLE + 28)
"""Columns of a block, in the row of its first spot. ALLOWED, what may be typed, stands beside each target too; CHECKED,
the part of the check number, beside the first spot of each part."""

MESSAGES, FIXES, LEVELS, SOURCE, SECOND, TITLES, MONTHS, ACROSS = range(VISIBLE + 29, VISIBLE + 37)
"""Columns of the forms, a row a form; the titles of the periods, the months, and the columns of the periods on Data."""

LAST_HELPER = ACROSS

KEYED = 100  # a key is the spot times this, plus the form; a warning's is larger by WARNINGS
WARNINGS = 1_000_000


@dataclass(frozen=True, slots=True)
class Spot:
    """One judged cell."""

    number: int  # from 1
    name: str
    label: str
    place: Place
    role: Role | None  # None: a register as a whole
    block: int  # number of the block's first spot
    indicator: Indicator | None = None
    period: int = -1
    partner: int = 0  # number of the spot on the other side of the line

    @property
    def stem(self) -> tuple[str, str] | None:
        """Name and label as they are kept: of a figure at its part's first period, without the period."""
        if self.period < 0:
            return self.name, self.label
        if self.period > 0:
            return None
        return f"{self.name.rpartition('_')[0]}_", f"{self.label.rpartition(', ')[0]}, "

    @property
    def row(self) -> int:
        """Row of its helper cells on Periksa."""
        return FIRST + self.number - 1

    @property
    def source(self) -> str:
        """The judged cell, as a formula on Periksa refers to it."""
        return f"{self.place.sheet}!{self.place.a1}"

    def at(self, col: int) -> str:
        """Return the address of a helper cell of this spot, for formulas in its own row or beside it."""
        return a1(self.row, col)

    def fixed(self, col: int) -> str:
        """Return the same for formulas of many rows."""
        return f"${column(col)}${self.row + 1}"

    @property
    def counted(self) -> str:
        """The expression of its number, the same in every row."""
        return f"ROWS($A${FIRST + 1}:$A{self.row + 1})"

    @property
    def nth(self) -> str:
        """The expression of the number of its period, from 1, the same in every row of its part."""
        return f"ROWS($A${self.row + 1 - self.period}:$A{self.row + 1})"


def spots(places: Layout) -> list[Spot]:
    """Return the judged cells in reading order."""
    found: list[Spot] = []
    fields = sorted(places.fields, key=lambda field: (SHEETS.index(field.place.sheet), *_within(field)))
    indicators = {indicator.number: indicator for indicator in places.definition.indicators}
    by_name = {field.name: number for number, field in enumerate(fields, start=1)}
    heads: dict[tuple[str, int], int] = {}
    for number, field in enumerate(fields, start=1):
        block = heads.setdefault((field.place.sheet, field.indicator if field.period >= 0 else 0), number)
        found.append(
            Spot(
                number=number,
                name=field.name,
                label=field.label,
                place=field.place,
                role=field.role,
                block=block,
                indicator=indicators.get(field.indicator),
                period=field.period,
                partner=by_name.get(_partner(field), 0),
            )
        )
    found += _registers(places.registers, len(found) + 1)
    return found


def _within(field: Field) -> tuple[int, int]:
    return field.place.row, field.place.col


def _partner(field: Field) -> str:
    word, _, rest = field.name.partition("_")
    other = {"pembilang": "penyebut", "penyebut": "pembilang"}.get(word, "")
    return f"{other}_{rest}"


def _registers(places: tuple[RegisterPlace, ...], first: int) -> Iterator[Spot]:
    for number, place in enumerate(places, start=first):
        head = place.areas[0].head
        below = Place(head.sheet, head.row + 1, head.col)
        yield Spot(number, place.areas[0].name, place.register.title, below, None, first)


def columns(first: Spot, last: Spot, col: int) -> str:
    """Return the range of a helper column from one spot to another."""
    return f"{first.fixed(col)}:{last.fixed(col)}"


def table(col: int, rows: int) -> str:
    """Return a whole helper column, with dollars; of two rows at least, since Gnumeric finds none in one cell."""
    letters = column(col)
    return f"${letters}${FIRST + 1}:${letters}${FIRST + max(rows, 2)}"

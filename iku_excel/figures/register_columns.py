"""One register: its columns as numbers, its rows' periods, and its faults as masks over the rows.

A column becomes a *state* for each row (blank, good, wrong, an error, a formula without a value) and,
where the counting needs it, numbers: a date the day of the common calendar, a choice its position, a
member its position. Everything is a vector over the rows. Texts of rows are compared, never passed on:
a finding quotes a date or what kind of thing stands there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iku_excel.findings import catalogue
from iku_excel.model import (
    PERIODS,
    Cell,
    Column,
    ColumnType,
    Content,
    Definition,
    Finding,
    Kind,
    PlacedBy,
    Register,
    Rows,
)
from iku_excel.text import indonesian, letters

LISTED = 20
"""Findings of a kind that are listed; the rest is counted."""

BLANK, GOOD, WRONG, ERROR, UNCACHED = range(5)
Mask: TypeAlias = NDArray[np.bool_]
Whole: TypeAlias = NDArray[np.int64]

_TEXT, _NUMBER, _DATE, _MOMENT, _OTHER = range(5)
_TYPES: Mapping[type, int] = {str: _TEXT, float: _NUMBER, int: _NUMBER, dt.date: _DATE, dt.datetime: _MOMENT}
_FIRST_DAY, _LAST_DAY = dt.date(1950, 1, 1).toordinal(), dt.date(2100, 12, 31).toordinal()
_EPOCHS = {False: dt.date(1899, 12, 30).toordinal(), True: dt.date(1904, 1, 1).toordinal()}
NEVER = 0
"""The day of a cell without a sound date."""

_KNOWN_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"))


@dataclass(frozen=True, slots=True)
class Read:
    """One column: the state of each row, its numbers, and the raw values for what a message may say of them."""

    column: Column
    state: NDArray[np.int8]
    number: Whole
    raw: Sequence[Any]
    repaired: Mask  # a name or choice in which letters were that nobody sees


@dataclass(frozen=True, slots=True)
class Counted:
    """A register as numbers: in which period each row counts, by part, and all that its faults need."""

    definition: Definition
    number: int
    kind: Kind
    register: Register
    rows: Rows
    columns: Mapping[str, Read]
    bounds: Whole  # first day of each period, then of the next year
    n_members: int
    used: Mask
    periods: Mapping[str, Whole] = field(default_factory=dict)


def count(definition: Definition, number: int, rows: Rows) -> Counted:
    """Read a register's columns and settle in which period each row counts."""
    register = definition.registers[number]
    kind = next(item.kind for item in definition.indicators if item.number == number and item.kind)
    members = register.members or tuple(dict.fromkeys(rows.members))
    columns = {
        column.key: _read(column, col, rows, members) for column, col in zip(register.columns, rows.cols, strict=True)
    }
    bounds = _bounds(definition)
    used = np.logical_or.reduce([read.state != BLANK for read in columns.values()])
    result = Counted(definition, number, kind, register, rows, columns, bounds, len(members), used)
    periods = _stock(result) if kind is Kind.STOCK else _flow(result)
    return Counted(definition, number, kind, register, rows, columns, bounds, len(members), used, periods)


def _bounds(definition: Definition) -> Whole:
    n_periods = len(PERIODS[definition.period])
    starts = [dt.date(definition.year, 1 + 12 // n_periods * n, 1).toordinal() for n in range(n_periods)]
    return np.array([*starts, dt.date(definition.year + 1, 1, 1).toordinal()], dtype=np.int64)


def _period(days: Whole, bounds: Whole) -> Whole:
    """Return the period of each day: -1 before the year or without a date, the number of periods after it."""
    return np.searchsorted(bounds, days, side="right").astype(np.int64) - 1


def _flow(result: Counted) -> dict[str, Whole]:
    register, bounds = result.register, result.bounds
    last = len(bounds) - 1
    received = _period(result.columns[register.date].number, bounds)
    placed = np.where(received < last, received, -1)
    numerator = result.columns[register.numerator]
    if register.value:
        wanted = [choice.casefold() for choice in numerator.column.choices].index(register.value.casefold())
        met = (numerator.state == GOOD) & (numerator.number == wanted)
        top = np.where(met, placed, -1)
        return {"denominator": placed, "numerator": top, "activity": placed}
    settled = _period(numerator.number, bounds)
    inside = (settled >= 0) & (settled < last) & (placed >= 0)
    closed = np.where(inside, np.maximum(settled, placed), -1)
    if register.due:
        due = result.columns[register.due]
        in_time = inside & (due.number != NEVER) & (numerator.number <= due.number)
    else:
        in_time = inside
    top = np.where(in_time, settled if register.placed_by is PlacedBy.SETTLED else placed, -1)
    activity = np.concatenate([placed, np.where(inside, settled, -1)])
    return {"denominator": placed, "numerator": top, "closed": closed, "activity": activity}


def _stock(result: Counted) -> dict[str, Whole]:
    """A member counts once, from the period of its earliest date on; a date of an earlier year from the first."""
    register, bounds = result.register, result.bounds
    member = register.member
    assert member is not None  # the definition of a stock's register has one  # noqa: S101
    named, dated = result.columns[member.key], result.columns[register.date]
    good = (named.state == GOOD) & (named.number >= 0) & (dated.number != NEVER)
    first = np.full(result.n_members, np.iinfo(np.int64).max)
    np.minimum.at(first, named.number[good], dated.number[good])
    period = _period(first, bounds)
    period = np.where(period < len(bounds) - 1, np.maximum(period, 0), -1)
    moment = _period(dated.number, bounds)
    activity = np.where(moment < len(bounds) - 1, moment, -1)
    return {"numerator": period, "denominator": np.array([], dtype=np.int64), "activity": activity}


# ---------------------------------------------------------------- a column


def _read(column: Column, col: int, rows: Rows, members: Sequence[str]) -> Read:
    values = [row[col] if col < len(row) else "" for row in rows.rows]
    types = np.fromiter((_TYPES.get(kind, _OTHER) for kind in map(type, values)), dtype=np.int8, count=len(values))
    state = np.where(types == _TEXT, WRONG, GOOD).astype(np.int8)
    number = np.zeros(len(values), dtype=np.int64)
    repaired = np.zeros(len(values), dtype=bool)
    texts = np.flatnonzero(types == _TEXT)
    empty = [index for index in texts.tolist() if _is_empty(values[index])]
    match column.type:
        case ColumnType.DATE:
            _dates(values, types, state, number, date1904=rows.date1904)
        case ColumnType.CHOICE:
            repaired = _positions(values, types, state, number, column.choices)
        case ColumnType.MEMBER:
            repaired = _positions(values, types, state, number, members)
        case _:
            state[texts] = GOOD
    state[empty] = BLANK
    for (row, odd_col), cell in rows.odd.items():
        if odd_col == col:
            state[row - rows.first] = ERROR if cell.content is Content.ERROR else UNCACHED
    return Read(column, state, number, values, repaired & (state == GOOD))


def _is_empty(text: str) -> bool:
    # nearly every text begins with a letter or digit, and there are a million of them
    return not text or not (text[0].isalnum() or indonesian.squeeze(text))


def _dates(
    values: Sequence[Any], types: NDArray[np.int8], state: NDArray[np.int8], number: Whole, *, date1904: bool
) -> None:
    """Fill in the day of every date; a bare number counts as the day it is, as the live formulas take it."""
    dated = np.flatnonzero((types == _DATE) | (types == _MOMENT))
    number[dated] = [values[index].toordinal() for index in dated.tolist()]
    for index in np.flatnonzero(types == _NUMBER).tolist():
        value = values[index]
        number[index] = int(value) + _EPOCHS[date1904] if 0 < value < 100_000 else NEVER
    outside = (number < _FIRST_DAY) | (number > _LAST_DAY)
    state[outside] = WRONG
    number[outside] = NEVER


def _positions(
    values: Sequence[Any], types: NDArray[np.int8], state: NDArray[np.int8], number: Whole, names: Sequence[str]
) -> Mask:
    """Fill in the position of every text among the names, capitals aside; -1 where it is none of them.

    Return which texts hold letters that nobody sees.
    """
    known = {name.casefold(): position for position, name in enumerate(names)}
    codes, uniques = pd.factorize(np.array(values, dtype=object))
    texts = [text if type(text) is str else "" for text in uniques]
    found = np.array([known.get(letters.seen(text).casefold(), -1) for text in texts], dtype=np.int64)
    number[:] = found[codes] if len(found) else -1
    state[:] = np.where((types == _TEXT) & (number >= 0), GOOD, WRONG)
    unseen = np.array([bool(letters.unseen(text)) for text in texts], dtype=bool)
    return unseen[codes] if len(unseen) else np.zeros(len(values), dtype=bool)


# ---------------------------------------------------------------- faults

Words: TypeAlias = "Callable[[int], dict[str, str]]"


def faults(result: Counted) -> list[Finding]:
    """Return what is wrong with the rows of a register, at most LISTED of a kind and then how many more."""
    findings: list[Finding] = []
    for code, column, mask, words in _kinds(result):
        at = np.flatnonzero(mask).tolist()
        findings += [_finding(result, code, column, index, words(index)) for index in at[:LISTED]]
        if len(at) > LISTED:
            severity = findings[-1].severity
            values = {"count": indonesian.whole(len(at) - LISTED), "code": code, "listed": str(LISTED)}
            where = result.rows.sheet
            findings.append(
                catalogue.finding("register-selebihnya", values, sheet=where, label=column.label, severity=severity)
            )
    return findings


def _finding(result: Counted, code: str, column: Column, index: int, values: Mapping[str, str]) -> Finding:
    col = result.rows.cols[result.register.columns.index(column)]
    place = (result.rows.sheet, result.rows.first + index, col)
    return catalogue.finding(code, values, place=place, label=column.label)


Fault: TypeAlias = tuple[str, Column, Mask, Words]


def _kinds(result: Counted) -> Iterator[Fault]:
    for read in result.columns.values():
        yield from _of_cells(result, read)
    yield from _doubles(result)
    if result.kind is Kind.STOCK:
        yield from _of_stock(result)
    else:
        yield from _of_flow(result)


def _of_cells(result: Counted, read: Read) -> Iterator[Fault]:
    column = read.column
    if column.required:
        yield "register-belum-lengkap", column, result.used & (read.state == BLANK), lambda _: {}
    yield "rumus-galat", column, read.state == ERROR, lambda index: {"found": _error(result, column, index)}
    yield "rumus-tanpa-nilai", column, read.state == UNCACHED, lambda _: {}
    yield "huruf-tak-tampak", column, read.repaired, lambda index: _unseen(read.raw[index])
    code = "register-tidak-dikenal" if column.type is ColumnType.MEMBER else "register-isi-salah"
    expected = _expected(result.register, column)
    yield code, column, read.state == WRONG, lambda index: {"found": _kind(read.raw[index]), "expected": expected}


def _unseen(text: str) -> dict[str, str]:
    return {"found": indonesian.listing(letters.unseen(text)), "used": "isinya tanpa huruf itu"}


def _error(result: Counted, column: Column, index: int) -> str:
    col = result.rows.cols[result.register.columns.index(column)]
    cell: Cell = result.rows.odd[result.rows.first + index, col]
    return cell.text if cell.text in _KNOWN_ERRORS else "yang tidak dikenal"


def _expected(register: Register, column: Column) -> str:
    match column.type:
        case ColumnType.DATE:
            return "tanggal dari 1950 sampai 2100"
        case ColumnType.CHOICE:
            return f"salah satu dari {', '.join(column.choices)}"
        case _:
            return f"nama dari {register.members_label}"


def _kind(value: Any) -> str:
    """Return what kind of thing stands in a cell, without a word of it."""
    match value:
        case bool():
            return "TRUE/FALSE"
        case int() | float():
            return "bilangan"
        case str():
            return "teks lain"
        case dt.datetime() | dt.date():
            return "tanggal"
    return "waktu"


def _doubles(result: Counted) -> Iterator[Fault]:
    """Rows that share what only one may have: a number of a column, or a member of a stock."""
    for read in result.columns.values():
        if not (read.column.unique or read.column.type is ColumnType.MEMBER):
            continue
        once = read.column.unique
        good = np.flatnonzero(read.state == GOOD)
        keys = pd.Series([_key(read.raw[index]) for index in good.tolist()], index=good, dtype=object)
        repeated = np.zeros(len(read.raw), dtype=bool)
        repeated[good] = keys.duplicated()
        code = "register-ganda" if once else "register-anggota-ganda"

        def words(index: int, keys: pd.Series = keys) -> dict[str, str]:
            first = int(keys.index[(keys == keys[index]).to_numpy(dtype=bool)][0])
            return {"other": str(result.rows.first + first + 1)}

        yield code, read.column, repeated, words


def _key(value: Any) -> str:
    """Return what tells an entry from another: capitals and spaces make no difference, nor a number's type."""
    if not isinstance(value, str):
        return indonesian.number(float(value)) if isinstance(value, int | float) else str(value)
    plain = value.isprintable() and "  " not in value and value == value.strip()
    return value.casefold() if plain else indonesian.squeeze(value).casefold()


def _of_stock(result: Counted) -> Iterator[Fault]:
    read = result.columns[result.register.date]
    late = read.number >= result.bounds[-1]
    year = str(result.definition.year)
    values = _dated(read, {"expected": f"sampai 31 Desember {year}", "effect": "belum dihitung untuk tahun ini"})
    yield "register-tahun-lain", read.column, late, values


def _of_flow(result: Counted) -> Iterator[Fault]:
    register, bounds, year = result.register, result.bounds, str(result.definition.year)
    received = result.columns[register.date]
    other = (received.number != NEVER) & ((received.number < bounds[0]) | (received.number >= bounds[-1]))
    values = _dated(received, {"expected": f"tahun {year}", "effect": "baris ini tidak dihitung"})
    yield "register-tahun-lain", received.column, other, values
    inside = (received.number != NEVER) & ~other
    settled = result.columns[register.settled] if register.settled else None
    for later in (result.columns[register.due] if register.due else None, settled):
        if later is not None:
            early = (later.number != NEVER) & (received.number != NEVER) & (later.number < received.number)
            yield "register-urutan", later.column, early, _against(later, received)
    if settled is None:
        return
    beyond = inside & (settled.number >= bounds[-1])
    effect = "penyelesaiannya tidak dihitung untuk tahun ini"
    yield (
        "register-tahun-lain",
        settled.column,
        beyond,
        _dated(settled, {"expected": f"tahun {year}", "effect": effect}),
    )
    open_still = inside & (settled.state == BLANK)
    yield "register-terbuka", settled.column, open_still, _dated(received, {"effect": ""})


def _dated(read: Read, more: Mapping[str, str]) -> Words:
    return lambda index: {"found": _day(read, index), **more}


def _against(later: Read, earlier: Read) -> Words:
    name = earlier.column.label
    return lambda index: {
        "found": _day(later, index),
        "other": name,
        "expected": f"{_day(earlier, index)} atau sesudahnya",
    }


def _day(read: Read, index: int) -> str:
    return indonesian.date(dt.date.fromordinal(int(read.number[index])))

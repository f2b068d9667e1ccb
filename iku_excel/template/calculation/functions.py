"""The functions that our formulas use, all of Excel 2010 or before, as Excel, LibreOffice and Gnumeric agree on them.

Three kinds of function stay out of our formulas, and so out of this table: what is newer, what is volatile, and what
depends on the language of the program.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from iku_excel.package import a1
from iku_excel.template.calculation.values import Area, Fault, Operand, Scalar, compare, number, scalar, text, truth
from iku_excel.text import indonesian

Later: TypeAlias = Sequence[Callable[[], Operand]]
"""Arguments that are calculated only where they are needed, and may fail."""

_EPOCH = dt.date(1899, 12, 30)
_LAST_DAY = (dt.date(9999, 12, 31) - _EPOCH).days
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")


def _if(arguments: Later) -> Operand:
    if truth(arguments[0]()):
        return arguments[1]()
    return arguments[2]() if len(arguments) > 2 else False


def _iferror(arguments: Later) -> Operand:
    try:
        return scalar(arguments[0]())
    except Fault:
        return arguments[1]()


def _iserror(arguments: Later) -> Operand:
    return _fault(arguments[0]) is not None


def _error_type(arguments: Later) -> Operand:
    fault = _fault(arguments[0])
    if fault is None or fault.text not in _ERRORS:
        raise Fault("#N/A")
    return _ERRORS.index(fault.text) + 1


def _fault(argument: Callable[[], Operand]) -> Fault | None:
    try:
        scalar(argument())
    except Fault as fault:
        return fault
    return None


def _choose(arguments: Later) -> Operand:
    position = int(number(arguments[0]()))
    if not 1 <= position < len(arguments):
        raise Fault
    return arguments[position]()


LAZY: Mapping[str, Callable[[Later], Operand]] = {
    "IF": _if,
    "IFERROR": _iferror,
    "ISERROR": _iserror,
    "ERROR.TYPE": _error_type,
    "CHOOSE": _choose,
    "ISNUMBER": lambda arguments: _fault(arguments[0]) is None and _is_number(scalar(arguments[0]())),
    "ISTEXT": lambda arguments: _fault(arguments[0]) is None and isinstance(scalar(arguments[0]()), str),
}
"""Functions that do not calculate every argument, or ask whether one fails."""


def _is_number(value: Scalar) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool)


def _numbers(operands: Sequence[Operand]) -> list[float]:
    """Return the numbers among arguments: of an area those that are, and the arguments that are values themselves."""
    found: list[float] = []
    for operand in operands:
        if isinstance(operand, Area):
            for value in operand:
                if isinstance(value, Fault):
                    raise value
                if _is_number(value):
                    found.append(number(value))
        else:
            found.append(number(operand))
    return found


def _count(*operands: Operand) -> Operand:
    return sum(_is_number(value) for operand in operands if isinstance(operand, Area) for value in operand)


def _counta(area: Area) -> Operand:
    return sum(value is not None for value in area)


def _countif(area: Area, criterion: Operand) -> Operand:
    wanted = scalar(criterion)
    if not isinstance(wanted, str):
        return sum(_is_number(value) and number(value) == wanted for value in area)
    sign = next((sign for sign in ("<=", ">=", "<", ">") if wanted.startswith(sign)), "")
    if not sign:
        return sum(isinstance(value, str) and compare(value, wanted) == 0 for value in area)
    bound = float(wanted.removeprefix(sign))
    orders = {"<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1)}[sign]
    return sum(_is_number(value) and compare(value, bound) in orders for value in area)


def _small(area: Area, position: Operand) -> Operand:
    ordered, index = sorted(_numbers([area])), int(number(position))
    if not 1 <= index <= len(ordered):
        raise Fault("#NUM!")
    return ordered[index - 1]


def _match(wanted: Operand, area: Area, _: Operand) -> Operand:
    for position, value in enumerate(area, start=1):
        if value is not None and not isinstance(value, Fault) and compare(value, wanted) == 0:
            return position
    raise Fault("#N/A")


def _value(operand: Operand) -> Operand:
    try:
        read = float(text(operand))
    except ValueError as error:
        raise Fault from error
    if not math.isfinite(read):
        raise Fault("#NUM!")
    return read


def _date(year: Operand, month: Operand, day: Operand) -> Operand:
    months = int(number(month)) - 1
    try:
        first = dt.date(int(number(year)) + months // 12, months % 12 + 1, 1)
    except ValueError as error:
        raise Fault("#NUM!") from error
    return (first - _EPOCH).days + int(number(day)) - 1


def _day(serial: Operand) -> dt.date:
    days = number(serial)
    if not 0 <= days <= _LAST_DAY:
        raise Fault("#NUM!")
    return _EPOCH + dt.timedelta(days=int(days))


def _fixed(value: Operand, places: Operand) -> Operand:
    words = indonesian.decimal(number(value), int(number(places)))
    return words.translate(str.maketrans(",.", ".,"))


def _round(value: Operand, places: Operand) -> Operand:
    return float(indonesian.decimal(number(value), int(number(places))).replace(".", "").replace(",", "."))


def _log10(value: float) -> float:
    if value <= 0:
        raise Fault("#NUM!")
    return math.log10(value)


EAGER: Mapping[str, Callable[..., Operand]] = {
    "ABS": lambda value: abs(number(value)),
    "ADDRESS": lambda row, col, _: a1(int(number(row)) - 1, int(number(col)) - 1),
    "AND": lambda *conditions: all(truth(item) for item in conditions),
    "COLUMN": lambda area: area.first[1] + 1,
    "COUNT": _count,
    "COUNTA": _counta,
    "COUNTIF": _countif,
    "DATE": _date,
    "DAY": lambda serial: _day(serial).day,
    "FIXED": _fixed,
    "HYPERLINK": lambda _, label: text(label),
    "INDEX": lambda area, row, col: area.at(int(number(row)), int(number(col))),
    "INT": lambda value: math.floor(number(value)),
    "LEFT": lambda words, length: text(words)[: int(number(length))],
    "LEN": lambda words: len(text(words)),
    "LOG10": lambda value: _log10(number(value)),
    "LOWER": lambda words: text(words).lower(),
    "MATCH": _match,
    "MAX": lambda *operands: max(_numbers(operands), default=0),
    "MID": lambda words, first, length: text(words)[int(number(first)) - 1 :][: int(number(length))],
    "MIN": lambda *operands: min(_numbers(operands), default=0),
    "MOD": lambda value, by: number(value) % number(by),  # the sign of the divisor, as Python has it
    "MONTH": lambda serial: _day(serial).month,
    "POWER": lambda base, exponent: number(base) ** number(exponent),
    "NOT": lambda condition: not truth(condition),
    "OR": lambda *conditions: any(truth(item) for item in conditions),
    "ROUND": _round,
    "ROW": lambda area: area.first[0] + 1,
    "ROWS": lambda area: area.last[0] - area.first[0] + 1,
    "SMALL": _small,
    "SUBSTITUTE": lambda words, old, new: text(words).replace(text(old), text(new)) if text(old) else text(words),
    "SUM": lambda *operands: math.fsum(_numbers(operands)),
    "TRIM": lambda words: " ".join(part for part in text(words).split(" ") if part),
    "UPPER": lambda words: text(words).upper(),
    "VALUE": _value,
    "YEAR": lambda serial: _day(serial).year,
}
"""Functions of arguments that are all calculated first."""

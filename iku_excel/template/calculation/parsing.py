"""A formula becomes a function that gives its value.

The grammar is that of our own formulas, as seen from their cells (relative.py): numbers, texts, references, the
operators, calls of functions. A formula of another kind is a bug of ours and raises ValueError.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

from iku_excel.template.calculation.functions import EAGER, LAZY
from iku_excel.template.calculation.values import Area, Cells, Fault, Operand, compare, number, text

Place: TypeAlias = tuple[str, int, int]
"""Where a formula stands: sheet, row, col; from zero."""

Calculate: TypeAlias = Callable[[Cells, Place], Operand]
"""A parsed formula: cells and where it stands -> its value."""

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<reference>(?:(?:'[^']+'|[A-Za-z_][\w.]*)!)?(?:R{line}C{line}:)?R{line}C{line})
    | (?P<function>[A-Z][A-Z0-9.]*)\(
    | (?P<sign><>|<=|>=|[-+*/&=<>(),])
    )""".replace("{line}", r"(?:\d+|\[-?\d+\])"),
    re.VERBOSE,
)
_COMPARISONS: Mapping[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}
_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_BINDING = {**dict.fromkeys(_COMPARISONS, 1), "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}


@lru_cache(maxsize=4096)  # so do neighbouring cells
def parse(formula: str) -> Calculate:
    """Return what calculates a formula, seen from its cell and without its "="."""
    reader = _Reader(formula)
    parsed = reader.expression(0)
    if reader.kind:
        raise ValueError(f"cannot read {reader.piece!r} in {formula!r}")
    return parsed


class _Reader:
    """Reads a formula token by token."""

    def __init__(self, formula: str) -> None:
        self._formula = formula
        self._at = 0
        self.kind, self.piece = "", ""
        self.next()

    def next(self) -> str:
        """Return the piece and go on to the one after it."""
        piece = self.piece
        match = _TOKEN.match(self._formula, self._at)
        if match is None:
            if self._formula[self._at :].strip():
                raise ValueError(f"cannot read {self._formula[self._at :]!r} in {self._formula!r}")
            self.kind, self.piece = "", ""
            return piece
        self._at = match.end()
        self.kind = match.lastgroup or ""
        self.piece = match[self.kind]
        return piece

    def expression(self, binding: int) -> Calculate:
        """Read an expression whose operators bind more than ``binding``."""
        left = self._operand()
        while self.kind == "sign" and _BINDING.get(self.piece, 0) > binding:
            sign = self.next()
            left = _operation(sign, left, self.expression(_BINDING[sign]))
        return left

    def _operand(self) -> Calculate:
        kind, piece = self.kind, self.next()
        match kind:
            case "number":
                value = float(piece)
                return lambda _cells, _at: value
            case "text":
                words = piece[1:-1].replace('""', '"')
                return lambda _cells, _at: words
            case "reference":
                return _reference(piece)
            case "function":
                return self._call(piece)
        if piece == "(":
            inner = self.expression(0)
            self._expect(")")
            return inner
        if piece == "-":
            negated = self.expression(4)
            return lambda cells, at: -number(negated(cells, at))
        raise ValueError(f"cannot read {piece!r} in {self._formula!r}")

    def _call(self, name: str) -> Calculate:
        arguments = []
        while self.piece != ")":
            arguments.append(self.expression(0))
            if self.piece != ")":
                self._expect(",")
        self._expect(")")
        if name in LAZY:
            lazy = LAZY[name]
            return lambda cells, at: lazy([_later(argument, cells, at) for argument in arguments])
        eager = EAGER[name]
        return lambda cells, at: eager(*(argument(cells, at) for argument in arguments))

    def _expect(self, sign: str) -> None:
        if self.next() != sign:
            raise ValueError(f"{sign} is missing in {self._formula!r}")


def _later(argument: Calculate, cells: Cells, at: Place) -> Callable[[], Operand]:
    return lambda: argument(cells, at)


def _operation(sign: str, left: Calculate, right: Calculate) -> Calculate:
    if sign in _COMPARISONS:
        holds = _COMPARISONS[sign]
        return lambda cells, at: holds(compare(left(cells, at), right(cells, at)))
    if sign == "&":
        return lambda cells, at: text(left(cells, at)) + text(right(cells, at))
    if sign == "/":
        return lambda cells, at: _divided(number(left(cells, at)), number(right(cells, at)))
    combine = _ARITHMETIC[sign]
    return lambda cells, at: _finite(combine(number(left(cells, at)), number(right(cells, at))))


def _divided(numerator: float, denominator: float) -> float:
    if denominator == 0:
        raise Fault("#DIV/0!")
    return _finite(numerator / denominator)


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise Fault("#NUM!")
    return value


def _reference(token: str) -> Calculate:
    named, _, address = token.rpartition("!")
    home = named.strip("'")
    corners = [_corner(corner) for corner in address.split(":")]
    (rows, cols), (last_rows, last_cols) = corners[0], corners[-1]

    def area(cells: Cells, at: Place) -> Operand:
        sheet, row, col = at
        return Area(cells, home or sheet, (rows(row), cols(col)), (last_rows(row), last_cols(col)))

    return area


def _corner(words: str) -> tuple[Callable[[int], int], Callable[[int], int]]:
    row, col = words[1:].split("C")
    return _line(row), _line(col)


def _line(words: str) -> Callable[[int], int]:
    """Return what gives a row or column from that of the formula's cell."""
    if words.startswith("["):
        offset = int(words[1:-1])
        return lambda own: own + offset
    place = int(words) - 1
    return lambda _: place

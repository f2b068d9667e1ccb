"""A formula becomes a function that gives its value.

A template has some thousand formulas of a hundred shapes: a shape is parsed once, and given the places of each formula
that has it. The grammar is that of our own formulas: numbers, texts, references, the operators, calls of functions. A
formula of another kind is a bug of ours and raises ValueError.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from iku_excel.package import from_a1
from iku_excel.template.calculation.functions import EAGER, LAZY
from iku_excel.template.calculation.values import Area, Cells, Fault, Operand, compare, number, text

Place: TypeAlias = tuple[str, tuple[int, int], tuple[int, int]]
"""What a reference names: a sheet ("" is the formula's own), and the first and last cell from zero."""

Calculate: TypeAlias = Callable[[Cells, str], Operand]
"""A parsed formula: cells and the sheet it stands on -> its value."""

_Shape: TypeAlias = Callable[[Cells, str, Sequence[Place]], Operand]
"""A parsed formula whose references are still open."""

_NUMBER = r"\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?"
_TEXT = r'"(?:[^"]|"")*"'
_REFERENCE = r"(?:(?:'[^']+'|[A-Za-z_][\w.]*)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(])"
_FUNCTION = r"[A-Z][A-Z0-9.]*"
_OPEN = "?"
"""What stands in a shape for a reference."""

_PIECE = re.compile(rf"{_TEXT}|{_NUMBER}|{_FUNCTION}\(|(?P<reference>{_REFERENCE})")
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number>{_NUMBER})
    | (?P<text>{_TEXT})
    | (?P<reference>[{_OPEN}])
    | (?P<function>{_FUNCTION})\(
    | (?P<sign><>|<=|>=|[-+*/&=<>(),])
    )""",
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


@lru_cache(maxsize=32768)  # the templates of a roster, and of the tests, share their formulas
def parse(formula: str) -> Calculate:
    """Return what calculates a formula, written without its "="."""
    places: list[Place] = []

    def opened(piece: re.Match[str]) -> str:
        if piece["reference"] is None:
            return piece[0]
        places.append(_place(piece[0]))
        return _OPEN

    shape = _shape(_PIECE.sub(opened, formula))
    return lambda cells, sheet: shape(cells, sheet, places)


@lru_cache(maxsize=4096)
def _shape(formula: str) -> _Shape:
    reader = _Reader(formula)
    parsed = reader.expression(0)
    if reader.kind:
        raise ValueError(f"cannot read {reader.piece!r} in {formula!r}")
    return parsed


class _Reader:
    """Reads a formula without its references token by token."""

    def __init__(self, formula: str) -> None:
        self._formula = formula
        self._at = 0
        self._n_references = 0
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

    def expression(self, binding: int) -> _Shape:
        """Read an expression whose operators bind more than ``binding``."""
        left = self._operand()
        while self.kind == "sign" and _BINDING.get(self.piece, 0) > binding:
            sign = self.next()
            left = _operation(sign, left, self.expression(_BINDING[sign]))
        return left

    def _operand(self) -> _Shape:
        kind, piece = self.kind, self.next()
        match kind:
            case "number":
                value = float(piece)
                return lambda _cells, _sheet, _places: value
            case "text":
                words = piece[1:-1].replace('""', '"')
                return lambda _cells, _sheet, _places: words
            case "reference":
                self._n_references += 1
                return _reference(self._n_references - 1)
            case "function":
                return self._call(piece)
        if piece == "(":
            inner = self.expression(0)
            self._expect(")")
            return inner
        if piece == "-":
            negated = self.expression(4)
            return lambda cells, sheet, places: -number(negated(cells, sheet, places))
        raise ValueError(f"cannot read {piece!r} in {self._formula!r}")

    def _call(self, name: str) -> _Shape:
        arguments = []
        while self.piece != ")":
            arguments.append(self.expression(0))
            if self.piece != ")":
                self._expect(",")
        self._expect(")")
        if name in LAZY:
            lazy = LAZY[name]
            return lambda cells, sheet, places: lazy([_later(argument, cells, sheet, places) for argument in arguments])
        eager = EAGER[name]
        return lambda cells, sheet, places: eager(*(argument(cells, sheet, places) for argument in arguments))

    def _expect(self, sign: str) -> None:
        if self.next() != sign:
            raise ValueError(f"{sign} is missing in {self._formula!r}")


def _later(argument: _Shape, cells: Cells, sheet: str, places: Sequence[Place]) -> Callable[[], Operand]:
    return lambda: argument(cells, sheet, places)


def _operation(sign: str, left: _Shape, right: _Shape) -> _Shape:
    if sign in _COMPARISONS:
        holds = _COMPARISONS[sign]
        return lambda cells, sheet, places: holds(compare(left(cells, sheet, places), right(cells, sheet, places)))
    if sign == "&":
        return lambda cells, sheet, places: text(left(cells, sheet, places)) + text(right(cells, sheet, places))
    combine = _divided if sign == "/" else _ARITHMETIC[sign]

    def combined(cells: Cells, sheet: str, places: Sequence[Place]) -> float:
        return _finite(combine(number(left(cells, sheet, places)), number(right(cells, sheet, places))))

    return combined


def _divided(numerator: float, denominator: float) -> float:
    if denominator == 0:
        raise Fault("#DIV/0!")
    return numerator / denominator


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise Fault("#NUM!")
    return value


def _reference(number: int) -> _Shape:
    def area(cells: Cells, sheet: str, places: Sequence[Place]) -> Area:
        home, first, last = places[number]
        return Area(cells, home or sheet, first, last)

    return area


@lru_cache(maxsize=32768)
def _place(token: str) -> Place:
    named, _, address = token.rpartition("!")
    corners = [from_a1(corner) for corner in address.replace("$", "").split(":")]
    first, last = corners[0], corners[-1]
    if first is None or last is None:
        raise ValueError(f"no reference: {token!r}")
    return named.strip("'"), first, last

"""The values of a sheet's cells, how they turn into one another, and how they compare."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


class Fault(Exception):  # noqa: N818 - an error value of a sheet, not a failure of ours
    """An error value such as #VALUE!; as an exception it goes through formulas as error values do."""

    def __init__(self, text: str = "#VALUE!") -> None:
        super().__init__(text)
        self.text = text


Scalar = str | float | int | bool | None | Fault
"""None is an empty cell."""


class Cells(Protocol):
    """Whoever knows what stands in a cell."""

    def value(self, sheet: str, row: int, col: int) -> Scalar:
        """Return what a cell shows."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells of one sheet; a single cell is the smallest."""

    cells: Cells
    sheet: str
    first: tuple[int, int]
    last: tuple[int, int]

    def __iter__(self) -> Iterator[Scalar]:
        """Yield the values row by row."""
        for row in range(self.first[0], self.last[0] + 1):
            for col in range(self.first[1], self.last[1] + 1):
                yield self.cells.value(self.sheet, row, col)

    def at(self, row: int, col: int) -> Scalar:
        """Return the value of a cell of the area, counted from 1; raises Fault outside of it."""
        where = (self.first[0] + row - 1, self.first[1] + col - 1)
        if not (row >= 1 and col >= 1 and where[0] <= self.last[0] and where[1] <= self.last[1]):
            raise Fault("#REF!")
        return self.cells.value(self.sheet, *where)


Operand = Scalar | Area


def scalar(operand: Operand) -> str | float | int | bool | None:
    """Return the value of one cell or of an expression; raises Fault for an error value."""
    if isinstance(operand, Area):
        if operand.first != operand.last:
            raise Fault
        operand = operand.at(1, 1)
    if isinstance(operand, Fault):
        raise operand
    return operand


def number(operand: Operand) -> float:
    """Return a value as a number; raises Fault for a text, digits or not: programs differ on those."""
    value = scalar(operand)
    if isinstance(value, str):
        raise Fault
    return float(value or 0)


def text(operand: Operand) -> str:
    """Return a value as text, with a decimal point."""
    value = scalar(operand)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}".replace("e", "E")
    return value


def truth(operand: Operand) -> bool:
    """Return a value as a condition; raises Fault for a text."""
    return number(operand) != 0


def compare(first: Operand, second: Operand) -> int:
    """Return -1, 0 or 1: numbers come before texts, texts before TRUE and FALSE; capitals do not count."""
    left, right = _filled(scalar(first), scalar(second)), _filled(scalar(second), scalar(first))
    ranks = (_rank(left), _rank(right))
    if ranks[0] != ranks[1]:
        return -1 if ranks[0] < ranks[1] else 1
    if isinstance(left, str) and isinstance(right, str):
        left, right = left.casefold(), right.casefold()
        return (left > right) - (left < right)
    apart = number(left) - number(right)
    return 0 if apart == 0 or math.isnan(apart) else -1 if apart < 0 else 1


def _filled(value: Scalar, other: Scalar) -> Scalar:
    """Return what an empty cell counts as beside another value."""
    if value is not None:
        return value
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0


def _rank(value: Scalar) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0

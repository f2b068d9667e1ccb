"""A1 arithmetic: rows and columns from zero inside, "E7" at the edges; and how far a sheet reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

MAX_ROW, MAX_COL = 1_048_576, 16_384


@lru_cache(maxsize=512)
def column(col: int) -> str:
    """Return a column's letters: 4 -> "E"."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def a1(row: int, col: int) -> str:
    """Return a cell's address: (6, 4) -> "E7"."""
    return f"{column(col)}{row + 1}"


def last_number(cells: Sequence[str]) -> str:
    """Return the formula of the last number in a row of cells, whatever gaps there are, where there is one.

    Positions come out of single cells: a range inside MATCH, LOOKUP or SUMPRODUCT is read differently by programs,
    and INDEX with one position takes it as a column here and as a row there.
    """
    positions = ",".join(f"ISNUMBER({cell})*{position}" for position, cell in enumerate(cells, start=1))
    return f"INDEX({cells[0]}:{cells[-1]},1,MAX({positions}))"


_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@lru_cache(maxsize=MAX_COL)
def column_position(letters: str) -> int:
    """Return the position of a column from zero, -1 if there is no such column."""
    place = from_a1(f"{letters}1")
    return place[1] if place is not None and place[0] == 0 and "$" not in letters else -1


def from_a1(text: str) -> tuple[int, int] | None:
    """Return (row, col) of an address with or without dollars, in capitals or not, None if there is no such cell."""
    match = _A1.fullmatch(text)
    if match is None:
        return None
    col = 0
    for letter in match[1].upper():
        col = col * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row - 1, col - 1) if row <= MAX_ROW and col <= MAX_COL else None

"""How much room text needs on paper: line counts and row heights, in points.

Neither Excel nor LibreOffice fits the height of a row to a merged, wrapped cell, so every height is
computed here, from the measured widths of Arial (``advances.py``) and Excel's rule that a column of
width w is 7w + 5 pixels wide at 96 dots an inch. That rule holds where the first font of the workbook
is Arial 10 (``NORMAL`` of ``styles.py``): a column is measured in the digits of that font, and where it
is missing every program takes another and makes every column wider or narrower.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from iku_excel.text import advances

FONT = "Arial"
MAX_ROW_HEIGHT = 409.0
MAX_COLUMN = 60
"""Characters beyond which no column is widened for its words."""

POINTS_PER_MM = 72 / 25.4
WIDER = 1.06
"""How much wider LibreOffice makes a column than Excel, which rounds a digit of Arial 10 down to whole pixels."""

_PADDING = 3.0  # points above and below the text of a row together
_INSET = 13.0  # points a cell keeps free left and right of its text together, an indent included
_SAFETY = 0.96  # share of the width trusted: a screen rounds every letter to whole pixels
_OTHER = 1.05  # letters outside the table, which another font draws

_REGULAR, _BOLD = (
    {letter: width / 1000 for width, letters in table.items() for letter in letters}
    for table in (advances.REGULAR, advances.BOLD)
)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line of text in points."""
    table = _BOLD if bold else _REGULAR
    return size * sum([table[char] if char in table else _other(char) for char in text])


def _other(char: str) -> float:
    """Return the width of a letter that Arial does not have, in sizes of the font; accents stand on their letter."""
    return 0.0 if unicodedata.combining(char) else _OTHER


@lru_cache(maxsize=64)
def line_pitch(size: float) -> float:
    """Return how far apart the lines of a cell are; Excel draws letters and lines in whole pixels."""
    letters = round(size * 96 / 72)
    return (math.ceil(letters * 1.15) + 2) * 0.75


def column_points(width: float) -> float:
    """Return the width in points of a column whose Excel width is given in characters."""
    return int(width * 7 + 5) * 0.75


@lru_cache(maxsize=4096)  # the official texts and the rules return in every workbook; a seventh of a render
def line_count(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Return how many lines wrapped text takes in a cell ``width`` points wide."""
    room = max((width - _INSET) * _SAFETY, size)
    blank = text_width(" ", size, bold=bold)
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for gap, word in _words(paragraph, room, size, bold=bold):
            length = text_width(word, size, bold=bold)
            space = blank * gap if used else 0.0
            if used and used + space + length > room:
                lines += 1
                used = space = 0.0
            while length > room:  # a word longer than the line is broken at a letter
                lines += 1
                length -= max(room - size, size)
            used += space + length
    return lines


def _words(paragraph: str, room: float, size: float, *, bold: bool) -> Iterator[tuple[bool, str]]:
    """Yield what may stand on a line of its own, and whether a blank is before it."""
    for word in paragraph.split(" "):
        if text_width(word, size, bold=bold) <= room:
            yield True, word
        else:  # a file's name, an address: parted first where it has marks to part it at
            for position, piece in enumerate(re.split(r"(?<=[-/?&])(?!$)", word)):
                yield position == 0, piece


def width_for(texts: Iterable[str], size: float, least: float, n_lines: int = 1) -> float:
    """Return how wide a column must be, in characters from ``least`` on, for each text to take so few lines."""
    width = least
    for text in texts:
        while line_count(text, column_points(width), size, bold=False) > n_lines and width < MAX_COLUMN:
            width += 1
    return width


def row_height(cells: Iterable[tuple[str, float]], size: float, *, bold: bool = False) -> float:
    """Return the height of a row in points, given (text, width in points) of its wrapped cells."""
    lines = max([line_count(text, width, size, bold=bold) for text, width in cells], default=1)
    return min(lines * line_pitch(size) + _PADDING, MAX_ROW_HEIGHT)

"""How much room text needs on paper: line counts and row heights, in points.

Neither Excel nor LibreOffice fits the height of a row to a merged, wrapped cell, so every height is
computed here, from the advance widths of Arial (Liberation Sans has the same) and Excel's rule that
a column of width w is 7w + 5 pixels wide at 96 dots an inch.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

FONT = "Arial"
MAX_ROW_HEIGHT = 409.0
POINTS_PER_MM = 72 / 25.4

_LINE = 1.24  # line height per font size; Arial asks for 1.15, Excel rounds up to whole pixels
_PADDING = 4.0  # points above and below the text of a row together
_INSET = 13.0  # points a cell keeps free left and right of its text together, an indent included
_SAFETY = 0.96  # share of the width trusted: screen and printer metrics differ by a few percent
_BOLD = 1.08  # Arial Bold is up to this much wider
_OTHER = 0.65  # characters outside the table
_WIDE = 1.05  # characters of East Asian scripts and the like

_WIDTHS = {
    0.191: "'",
    0.222: "ijl",
    0.260: "|",
    0.278: " !,./:;[\\]ftI",
    0.333: "()-`r",
    0.334: "{}",
    0.355: '"',
    0.389: "*",
    0.469: "^",
    0.500: "Jcksvxyz",
    0.556: "#$0123456789?L_abdeghnopqu",
    0.584: "+<=>~",
    0.611: "FTZ",
    0.667: "&ABEKPSVXY",
    0.722: "CDHNRUw",
    0.778: "GOQ",
    0.833: "Mm",
    0.889: "%",
    0.944: "W",
    1.015: "@",
}
_ADVANCE = {char: width for width, chars in _WIDTHS.items() for char in chars}


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line of text in points."""
    ems = sum(_ADVANCE.get(char, _WIDE if ord(char) > 0x1100 else _OTHER) for char in text)
    return ems * size * (_BOLD if bold else 1.0)


def column_points(width: float) -> float:
    """Return the width in points of a column whose Excel width is given in characters."""
    return int(width * 7 + 5) * 0.75


@lru_cache(maxsize=4096)  # the official texts and the rules return in every workbook; a seventh of a render
def line_count(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Return how many lines wrapped text takes in a cell ``width`` points wide."""
    room = max((width - _INSET) * _SAFETY, size)
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            length = text_width(word, size, bold=bold)
            space = text_width(" ", size, bold=bold) if used else 0.0
            if used and used + space + length > room:
                lines += 1
                used = space = 0.0
            while length > room:  # a word longer than the line is broken anywhere
                lines += 1
                length -= room
            used += space + length
    return lines


def row_height(cells: Iterable[tuple[str, float]], size: float, *, bold: bool = False) -> float:
    """Return the height of a row in points, given (text, width in points) of its wrapped cells."""
    lines = max((line_count(text, width, size, bold=bold) for text, width in cells), default=1)
    return min(lines * size * _LINE + _PADDING, MAX_ROW_HEIGHT)

"""How a sheet lies on paper: lines across it, one page wide while it can be read, else parted by columns.

Every sheet is printed with nothing smaller than ``LEAST`` points. The one rule: columns that would have to
be shrunk below that are parted over several pages, and the first few, which say whose row it is, stand
on each of them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from iku_excel.text.styles import FOOTER, LINE, MARGIN_MM, SIZE, page, page_room
from iku_excel.text.typography import FONT, WIDER, column_points, row_height

LEAST = 7.0
"""Points of the smallest print of any sheet."""

_PARTED = 0.75  # scale of a sheet that is parted by columns, unless its smallest text needs more
_CERTAIN = 0.98  # share of the page that is filled then: there the program does not shrink what sticks out


def lay(
    sheet: Worksheet,
    paper: str,
    widths: Sequence[float],
    *,
    keep: int = 1,
    stops: Collection[int] | None = None,
    smallest: float = SIZE,
) -> int:
    """Set up how a sheet of some columns prints; return how many of them stand on its first page.

    ``keep`` columns are repeated where it has to be parted; a page may end before the columns ``stops``
    (before any, unless told). ``smallest`` is the size of its smallest text.
    """
    page(sheet, paper)
    room = page_room(paper)[0] / WIDER
    points = [column_points(width) for width in widths]
    percent = _parted(paper, widths, smallest)
    if percent is None:
        return len(widths)
    room *= _CERTAIN * 100 / percent
    breaks = _breaks(points, keep, room, range(len(points)) if stops is None else stops)
    sheet.set_print_scale(percent)
    sheet.repeat_columns(0, keep - 1)
    sheet.set_v_pagebreaks(breaks)
    sheet.print_across()
    return breaks[0] if breaks else len(widths)


def height(paper: str, widths: Sequence[float], *, smallest: float = SIZE) -> float:
    """Return the points of rows that a page of a sheet holds."""
    across, down = page_room(paper)
    percent = _parted(paper, widths, smallest)
    return down / (min(1.0, across / sum(map(column_points, widths))) if percent is None else percent / 100)


def parted_rows(heights: Sequence[float], above: float, again: float, room: float) -> tuple[list[int], float]:
    """Return the positions of the blocks before which a page ends, so that none is parted, and what the last one holds.

    ``above`` are the points that stand above the first block, ``again`` those that every further page repeats.
    """
    ends, used = [], above
    for position, block in enumerate(heights):
        if used + block > room * _CERTAIN and position > 0:
            ends.append(position)
            used = again
        used += block
    return ends, used


def _parted(paper: str, widths: Sequence[float], smallest: float) -> int | None:
    """Return the scale in percent of a sheet that has to be parted by columns, None for one that is one page wide."""
    least = LEAST / min(smallest, FOOTER)
    if page_room(paper)[0] / WIDER / sum(map(column_points, widths)) >= least:
        return None
    return math.ceil(100 * max(_PARTED, least))


def _breaks(points: Sequence[float], keep: int, room: float, stops: Collection[int]) -> list[int]:
    """Return the columns before which a page ends."""
    repeated, breaks, first = sum(points[:keep]), list[int](), 0
    allowed = sorted(col for col in {*stops, len(points)} if col > keep)
    last_fit = 0
    for col in allowed:
        begin = first or keep
        if repeated + sum(points[begin:col]) > room and last_fit > begin:
            breaks.append(last_fit)
            first = last_fit
        last_fit = col
    return breaks


def across(
    sheet: Worksheet, row: int, text: str, style: Format, widths: Sequence[float], *, least: float = LINE
) -> float:
    """Write a text across columns from the first on, wrapped, in a row as high as it needs; return the height."""
    if len(widths) > 1:
        sheet.merge_range(row, 0, row, len(widths) - 1, "", style)
    sheet.write_string(row, 0, text, style)
    points = sum(map(column_points, widths))
    height = max(least, row_height([(text, points)], style.font_size, bold=bool(style.bold)))
    sheet.set_row(row, height)
    return height


def headed(sheet: Worksheet, title: str, line: str) -> None:
    """Print a title and a line in the header of every page of a sheet."""
    texts = (text.replace("&", "&&") for text in (title, line))
    margin = MARGIN_MM / 25.4
    sheet.set_header('&L&"{0},Bold"&12{1}\n&"{0},Regular"&10{2}'.format(FONT, *texts), {"margin": 0.3})
    sheet.set_margins(left=margin, right=margin, top=0.85, bottom=margin + 0.1)

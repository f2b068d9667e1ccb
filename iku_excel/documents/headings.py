"""What the headings of an official table call its columns, in their many spellings."""

from __future__ import annotations

import re
from enum import StrEnum

from iku_excel.documents.records import Cell, Grid

MAX_HEADING = 80  # letters; a longer text heads nothing
_MAX_LEVELS = 3  # rows that headings may take


class Role(StrEnum):
    """What stands in a column of the official table."""

    NUMBER = "nomor"
    GOAL = "sasaran strategis"
    INDICATOR = "indikator"
    FORMULA = "formulasi"
    EXPLANATION = "penjelasan"  # the formula's place where no column is called so
    SOURCE = "sumber data"
    UNIT = "satuan"
    TARGET = "target"


# Of the words alone, in lower case; the first that fits.
_SPELLINGS: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.NUMBER, r"no(mor)?( urut)?"),
        (Role.FORMULA, r"(.* )?(formula|formulasi|rumus|rumusan|(cara|metode) [mp]\w*(hitung|ukur)\w*)( .*)?"),
        (Role.FORMULA, r"(method of )?(calculation|measurement)( method)?"),
        (Role.SOURCE, r"sumber( .*)?|data sources?|sources?( of data)?"),
        (Role.UNIT, r"satuan( .*)?|units?( of measure(ment)?)?"),
        (Role.TARGET, r"target( .*)?"),
        (Role.INDICATOR, r"(nama )?indikator( .*)?|iku|((key )?performance )?indicators?"),
        (Role.GOAL, r"(.* )?sasaran( .*)?|kinerja utama|tujuan( .*)?|(strategic )?(goal|objective)s?"),
        (Role.EXPLANATION, r"(alasan|penjelasan|definisi operasional)( .*)?"),
    )
)  # fmt: skip

_MEASURED = re.compile(r"(realisasi|capaian)\b", re.IGNORECASE)
"""Headings of a table of results, in which an explanation explains a figure and is no formula."""

OFFICIAL = (Role.NUMBER, Role.GOAL, Role.INDICATOR, Role.FORMULA, Role.SOURCE)
"""The five columns of the form, in its order."""


class Head:
    """The headings of one table: which columns each role has, what they are called, and where the body begins."""

    def __init__(
        self,
        spans: dict[Role, tuple[int, int]],
        texts: dict[Role, str],
        row: int,
        body: int,
        unused: tuple[str, ...] = (),
    ) -> None:
        self.spans = spans
        self.texts = texts
        self.row = row
        self.body = body
        self.unused = unused  # headings of columns that the form has no place for

    def without_heading(self) -> Head:
        """Return the same columns for a table that goes on without its headings."""
        return Head(self.spans, self.texts, 0, 0)


def role(text: str) -> Role | None:
    """Return what a heading announces, None if nothing that is known."""
    if len(text) > MAX_HEADING:
        return None
    words = " ".join(re.sub(r"[\W_]+", " ", text.lower()).split())
    return next((found for found, pattern in _SPELLINGS if pattern.fullmatch(words)), None)


def head(grid: Grid, row: int) -> Head | None:
    """Return the headings that begin in a row, None if it is no row of headings."""
    tops = [cell for cell in grid.across(row, 0, grid.n_cols - 1) if cell.row == row and cell.text]
    if len(tops) < 2 or sum(role(cell.text) is not None for cell in tops) < 2:
        return None
    levels = _levels(grid, row, tops)
    spans: dict[Role, tuple[int, int]] = {}
    texts: dict[Role, str] = {}
    unused: list[str] = []
    for top in tops:
        lows = _lowest(grid, top, row + levels - 1)
        for low, found in zip(lows, _roles(top, lows), strict=True):
            if found is not None and (found not in spans or _better(found, low.text, texts[found])):
                unused += [texts[found]] if found in spans else []
                spans[found] = (low.col, low.col + low.cols - 1)
                texts[found] = low.text
            else:
                unused.append(low.text if low is top else f"{top.text} {low.text}")
    measured = any(_MEASURED.match(cell.text) for cell in tops)
    if Role.FORMULA not in spans and Role.EXPLANATION in spans and not measured:
        spans[Role.FORMULA], texts[Role.FORMULA] = spans.pop(Role.EXPLANATION), texts.pop(Role.EXPLANATION)
    elif Role.EXPLANATION in texts:
        unused.append(texts[Role.EXPLANATION])
    if not {Role.INDICATOR, Role.FORMULA} <= spans.keys():
        return None
    return Head(spans, texts, row, row + levels, tuple(unused))


def _roles(top: Cell, lows: list[Cell]) -> list[Role | None]:
    """Return what each heading below a wide one announces; the first that is unknown is what the wide one says."""
    found = [role(low.text) for low in lows]
    said = role(top.text)
    if said in (None, Role.TARGET) and len(lows) > 1:  # of targets for several years none is the one
        return found
    if said not in found and None in found:
        found[found.index(None)] = said
    return found


def _better(found: Role, text: str, before: str) -> bool:
    """Tell whether a second column of a kind is rather meant: a sasaran beside what it serves."""
    called = re.compile("sasaran", re.IGNORECASE)
    return found is Role.GOAL and bool(called.search(text)) and not called.search(before)


def is_numbers(texts: list[str]) -> bool:
    """Tell whether a row counts the columns: 1, 2, 3 ..., perhaps in parentheses."""
    found = [re.sub(r"[\s().]", "", text) for text in texts if text]
    return len(found) >= 3 and found == [str(number) for number in range(1, len(found) + 1)]


def _levels(grid: Grid, row: int, tops: list[Cell]) -> int:
    """Return how many rows the headings take: as many as the tallest, one more where a wide one has others below."""
    levels = max(cell.rows for cell in tops)
    wide = [cell for cell in tops if cell.cols > 1 and cell.rows < 2]
    for cell in wide if levels == 1 else ():
        below = [item for item in grid.across(row + 1, cell.col, cell.col + cell.cols - 1) if item.text]
        if len(below) > 1 and any(role(item.text) for item in below):
            levels = 2
    return min(levels, _MAX_LEVELS)


def _lowest(grid: Grid, top: Cell, row: int) -> list[Cell]:
    """Return what stands under a heading in the last row of headings, or the heading itself."""
    below = [cell for cell in grid.across(row, top.col, top.col + top.cols - 1) if cell.text]
    return below or [top]

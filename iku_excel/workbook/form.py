"""The official form on its way to paper: its lines, and the widths and heights in which they fill a page.

The five columns of the table stand on a grid of eight, so that the identity lines above can have
their own narrow columns for label, colon and letter:

    A      B        C  D  E      F           G           H
    NO     SASARAN STRATEGIS     INDIKATOR   FORMULASI   SUMBER DATA
    Nama Organisasi : value ................................................
    Fungsi          :  a. text ..............................................
                                             signature block ..............

A wider grid takes fewer lines and is shrunk more to the width of the page: of a few grids the one that
prints largest is taken, and the form stays on one page as long as it prints at 8 points or more. Where it
would not, the signature is given more room than the right half; and where that does not help either,
pages end between rows of the table, its headings are repeated, and the signature stays with the last row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from iku_excel.model import Definition, Goal
from iku_excel.text import styles
from iku_excel.text.styles import LINE, SIZE
from iku_excel.text.typography import WIDER, column_points, row_height

LEAST_PRINT = 8.0
"""Points below which the text of the form is not shrunk to keep it on one page."""

_TRUST = 0.97  # share of a page used where pages are parted: programs differ by a few points in what fits

Span = tuple[int, int]  # first and last column of the grid

_WIDTHS = (5, 13, 2, 3, 25.4, 42, 52, 18.5)  # so that no line of the shipped form ends close to a border
_LAST = len(_WIDTHS) - 1
_NARROW = (0, 2, 3)  # columns of a number, a colon, a letter: they need no more room in a wider grid
_GRIDS = (0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.17)

_ACROSS: Span = (0, _LAST)
_LABEL, _COLON, _LETTER = (0, 1), (2, 2), (3, 3)
_VALUE, _AFTER_LETTER = (3, _LAST), (4, _LAST)
_TABLE: tuple[Span, ...] = ((0, 0), (1, 4), (5, 5), (6, 6), (7, 7))  # the five columns
_SIGNS: tuple[Span, ...] = ((6, _LAST), (5, _LAST), (4, _LAST), _ACROSS)  # where the signature may stand


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands across a span of the grid, ``rows`` high."""

    span: Span
    value: str | int
    style: str
    rows: int = 1


@dataclass(frozen=True)
class Line:
    """One row of the form; it is as high as its texts need, and never below ``least``."""

    cells: tuple[Cell, ...] = ()
    least: float = 0.0
    around: float = 0.0  # points above and below the texts together, beyond what every cell has
    bold: bool = False
    measured: bool = True  # False: one line that is never wrapped
    shared: Cell | None = None  # the merged cell that this row holds a part of

    @cached_property
    def _texts(self) -> Sequence[tuple[str, Span]]:
        """What its height depends on; the same on every grid."""
        return [(cell.value, cell.span) for cell in self.cells if isinstance(cell.value, str) and cell.rows == 1]

    def height(self, points: Mapping[Span, float]) -> float:
        """Return its height in points on a grid whose spans are so wide."""
        if not self.measured:
            return self.least
        needed = 0.0
        if self._texts:
            sized = [(text, points[span]) for text, span in self._texts]
            needed = row_height(sized, SIZE, bold=self.bold) + self.around
        if self.shared is not None and isinstance(self.shared.value, str):
            whole = row_height([(self.shared.value, points[self.shared.span])], SIZE)
            needed = max(needed, whole / self.shared.rows)
        return max(needed, self.least)


@dataclass(frozen=True)
class Form:
    """The lines on a grid of some widths, for a paper."""

    lines: Sequence[Line]
    widths: Sequence[float]
    paper: str
    top: int  # row of the heading above the table
    head: int  # row of the table's headings; that of the column numbers follows
    goals: Sequence[tuple[int, int]] = field(default=())  # first and last row of each sasaran

    @cached_property
    def heights(self) -> list[float]:
        """Height of every row in points."""
        points = _points(tuple(self.widths))
        return [line.height(points) for line in self.lines]

    @cached_property
    def scale(self) -> float:
        """Largest scale at which everything stands on one page, in any program."""
        _, height = styles.page_room(self.paper)
        return min(self.widest, height / sum(self.heights))

    @cached_property
    def widest(self) -> float:
        """Largest scale at which it is as wide as the page, in any program."""
        width, _ = styles.page_room(self.paper)
        return min(1.0, width / (self._width * WIDER))

    @property
    def one_page(self) -> bool:
        """Whether it stays on one page and can still be read."""
        return self.scale * SIZE >= LEAST_PRINT

    @property
    def breaks(self) -> list[int]:
        """Rows before which a page ends; none where the form stays on one."""
        if self.one_page:
            return []
        width, height = styles.page_room(self.paper)
        page = height * _TRUST / min(1.0, width / self._width)
        return _breaks(self.heights, self.goals, page, self.top, self.head)

    @property
    def _width(self) -> float:
        return _points(tuple(self.widths))[_ACROSS]


def fit(definition: Definition, signature: Sequence[str], paper: str) -> Form:
    """Return the form of a definition, signed with some lines, as it prints best on a paper."""
    for span in _SIGNS:
        best = _best(_forms(definition, signature, span, paper))
        if best.one_page:
            return best
    return next(form for form in _forms(definition, signature, _SIGNS[0], paper) if tuple(form.widths) == _WIDTHS)


def _best(forms: Iterable[Form]) -> Form:
    """Return the first of the forms that print largest; what is too wide for that is not measured further."""
    first, *others = forms
    best = first
    for form in others:
        if form.widest > best.scale and form.scale > best.scale:
            best = form
    return best


def _forms(definition: Definition, signature: Sequence[str], span: Span, paper: str) -> Iterator[Form]:
    """Yield the form on every grid."""
    above, table = list(_identity(definition)), list(_table(definition))
    lines = [*above, *table, Line(least=9), *_signature(signature, span)]
    top, head, first = len(above), len(above) + 2, len(above) + 4
    goals = []
    for goal in definition.goals:
        goals.append((first, first + len(goal.indicators) - 1))
        first += len(goal.indicators)
    for factor in _GRIDS:
        widths = [width if col in _NARROW else round(width * factor, 1) for col, width in enumerate(_WIDTHS)]
        yield Form(lines, widths, paper, top, head, goals)


def _identity(definition: Definition) -> Iterator[Line]:
    """Yield the title and the lines above the table."""
    identity = definition.identity
    for text in definition.title:
        yield Line((Cell(_ACROSS, text, "form_title"),), LINE + 1, measured=False)
    yield Line(least=6)
    yield _line(identity.organization_label, Cell(_VALUE, definition.organization, "form_text"))
    yield _line(identity.duty_label, Cell(_VALUE, identity.duty, "form_text"))
    for position, text in enumerate(identity.functions):
        letter = Cell(_LETTER, f"{chr(ord('a') + position)}.", "form_text")
        label = identity.functions_label if position == 0 else ""
        yield _line(label, letter, Cell(_AFTER_LETTER, text, "form_text"))
    yield Line(least=6)


def _line(label: str, *parts: Cell) -> Line:
    """Return an identity line: label, colon, then its parts."""
    head = (Cell(_LABEL, label, "form_line"), Cell(_COLON, ":", "form_line")) if label else ()
    return Line((*head, *parts))


def _table(definition: Definition) -> Iterator[Line]:
    """Yield the heading and the table: columns 1 and 2 of a sasaran are merged over its indicators."""
    yield Line((Cell(_ACROSS, definition.heading, "form_heading"),), LINE + 1, measured=False)
    yield Line(least=3)
    heads = zip(_TABLE, definition.columns, strict=True)
    yield Line(tuple(Cell(span, text, "form_head") for span, text in heads), around=6, bold=True)
    numbers = tuple(Cell(span, number, "form_number") for number, span in enumerate(_TABLE, start=1))
    yield Line(numbers, LINE - 2, measured=False)
    for number, goal in enumerate(definition.goals, start=1):
        yield from _goal(number, goal)


def _goal(number: int, goal: Goal) -> Iterator[Line]:
    rows = len(goal.indicators)
    shared = Cell(_TABLE[1], goal.text, "form_cell", rows)
    for position, indicator in enumerate(goal.indicators):
        merged = (Cell(_TABLE[0], number, "form_centre", rows), shared) if position == 0 else ()
        texts = (indicator.text, indicator.formula_text, indicator.data_source)
        own = (Cell(span, text, "form_cell") for span, text in zip(_TABLE[2:], texts, strict=True))
        yield Line((*merged, *own), shared=shared)


def _signature(texts: Sequence[str], span: Span) -> Iterator[Line]:
    name = len(texts) - 3
    for position, text in enumerate(texts):
        style = "form_name" if position == name else "form_sign"
        yield Line((Cell(span, text, style),), LINE, bold=position == name)


@lru_cache(maxsize=64)
def _points(widths: tuple[float, ...]) -> Mapping[Span, float]:
    """Return the width in points of every span of a grid."""
    columns = [column_points(width) for width in widths]
    return {
        (first, last): sum(columns[first : last + 1])
        for first in range(len(columns))
        for last in range(first, len(columns))
    }


def _breaks(heights: Sequence[float], goals: Sequence[tuple[int, int]], page: float, top: int, head: int) -> list[int]:
    """Return the rows before which a page ends, every one of them, so that no program chooses its own.

    A sasaran stays together if it fits a page, else its indicators are parted; what follows the
    table (the signature) stays with its last row, and the headings with its first.
    """
    repeated = heights[head] + heights[head + 1]
    starts: list[int] = []
    afters = [*(first for first, _ in goals[1:]), len(heights)]
    for (first, last), after in zip(goals, afters, strict=True):
        together = repeated + sum(heights[first:after]) <= page
        starts += [first] if together else range(first, last + 1)
    breaks = []
    used = sum(heights[:top])
    for first, after in pairwise([top, *starts[1:], len(heights)]):
        needed = sum(heights[first:after])
        if used + needed > page:
            breaks.append(first)
            used = 0.0 if first == top else repeated
        used += needed
    return breaks

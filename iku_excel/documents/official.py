"""A document becomes the official tables in it: blocks -> ``Table`` records, every text with its place.

A table is known by its headings: at least an indicator and a formula. Its body ends where rows stop looking like
indicators. A sasaran may be merged over its indicators, empty below its first, or stand on a row of its own;
headings and column numbers may come again after a page break, within a table or as a table that goes on counting,
which may have left its headings out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from iku_excel.documents import headings
from iku_excel.documents.headings import Head, Role
from iku_excel.documents.records import Block, Cell, Document, Fraction, Grid, Line

_MAX_DEPTH = 4  # tables within tables
_SIGNED = re.compile(r"[^,;:]{2,40}, .{0,20}\b\d{4}$|(Ditetapkan|Mengetahui)\b|NIP\b", re.IGNORECASE)
"""How the block for the signature begins, which may follow a table on a sheet without a blank row."""


@dataclass(frozen=True, slots=True)
class Text:
    """An official text and where it stands; "" and no place where the document has none."""

    text: str = ""
    place: str = ""


NOWHERE = Text()
"""What the document does not say."""


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator as the table has it; ``goal`` is the position of its sasaran."""

    goal: int
    indicator: Text
    formula: Text
    source: Text
    fraction: Fraction | None = None
    unit: Text = NOWHERE
    target: Text = NOWHERE
    number: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An official table with the lines before and after it, up to its neighbours."""

    place: str
    columns: tuple[Text, ...]  # the five headings
    goals: tuple[Text, ...]
    rows: tuple[Row, ...]
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()
    unused: tuple[str, ...] = ()  # headings of columns that the form has no place for


def find(document: Document) -> list[Table]:
    """Return the official tables of a document in order."""
    found: list[Table] = []
    above: list[Line] = []
    fresh = True  # nothing but lines since the last table
    for block in _Walk().through(document.blocks):
        if isinstance(block, Line):
            above.append(block)
            continue
        if isinstance(block, str):  # a border that no line crosses
            _close(found, above, fresh=fresh)
            above, fresh = [], True
            continue
        if found and not fresh and _goes_on(found[-1], block):
            found[-1] = _joined(found[-1], block)
            above = []
            continue
        _close(found, above, fresh=fresh)
        found.append(replace(block, above=tuple(above)))
        above, fresh = [], False
    _close(found, above, fresh=fresh)
    return found


def _close(found: list[Table], lines: Sequence[Line], *, fresh: bool) -> None:
    if found and not fresh:
        found[-1] = replace(found[-1], below=tuple(lines))


class _Walk:
    """Goes through the blocks of a document and knows the table that was the last, which may go on in the next."""

    def __init__(self) -> None:
        self._last: tuple[Head, int, str] | None = None  # its headings, its columns, its last number

    def through(self, blocks: Sequence[Block], depth: int = 0) -> Iterator[Line | Table | str]:
        """Yield tables and the lines around them; a table that lays out others is looked into."""
        for block in blocks:
            if isinstance(block, Line):
                yield block
                continue
            if block.apart:
                self._last = None
                yield block.place
            yield from self._pieces(block, depth)

    def _pieces(self, grid: Grid, depth: int) -> Iterator[Line | Table | str]:
        row = 0
        while row < grid.n_rows:
            body = self._body(grid, row)
            if body is not None:
                self._last = (body.head, grid.n_cols, body.rows[-1].number)
                yield body.table()
                row = body.end
                continue
            cells = [cell for cell in grid.across(row, 0, grid.n_cols - 1) if cell.row == row]
            if depth < _MAX_DEPTH and any(cell.inner for cell in cells):
                for cell in cells:
                    yield from self.through(cell.inner, depth + 1)
            else:
                yield from grid.lines(row)
            row += 1

    def _body(self, grid: Grid, row: int) -> _Body | None:
        """Return the table that begins in a row, or goes on in the first one without its headings; None for none."""
        head = headings.head(grid, row)
        if head is not None:
            body = _Body(grid, head)
            return body if body.rows else None
        if row > 0 or self._last is None:
            return None
        before, n_cols, last = self._last
        if n_cols != grid.n_cols:
            return None
        body = _Body(grid, before.without_heading())
        return body if body.rows and _counts_on(last, body.rows[0].number) else None


class _Step(Enum):
    """What a row is to the table."""

    OWN = auto()  # an indicator begins or goes on in it
    BETWEEN = auto()  # empty, column numbers, a sasaran that announces what follows
    BEYOND = auto()


class _Body:
    """Walks down the rows under the headings, as far as they belong to the table."""

    def __init__(self, grid: Grid, head: Head) -> None:
        self.grid = grid
        self.head = head
        self.rows: list[Row] = []
        self.goals: list[Text] = []
        self.end = head.body
        self._cells: dict[Role, list[Cell]] = {}
        self._goal_cell: Cell | None = None
        self._announced: Text | None = None  # a sasaran on a row of its own, waiting for its indicators
        row = head.body
        while row < grid.n_rows:
            again = headings.head(grid, row)
            if again is not None and again.texts == head.texts:
                if self._restarts(again.body):
                    break
                row = again.body
                continue
            step = self._take(row)
            if step is _Step.BEYOND:
                break
            if step is _Step.OWN:
                self.end = row + 1
            row += 1

    def table(self) -> Table:
        """Return what was found."""
        columns = tuple(
            Text(self.head.texts.get(role, ""), self._place(self.head.row, role)) for role in headings.OFFICIAL
        )
        return Table(self.grid.place, columns, tuple(self.goals), tuple(self.rows), unused=self.head.unused)

    def _place(self, row: int, role: Role) -> str:
        cells = self._of(row, role)
        return cells[0].place if cells else ""

    def _of(self, row: int, role: Role) -> list[Cell]:
        span = self.head.spans.get(role)
        return [] if span is None else [cell for cell in self.grid.across(row, *span) if cell.text]

    def _all(self, row: int) -> list[Cell]:
        return self.grid.across(row, 0, self.grid.n_cols - 1)

    def _restarts(self, row: int) -> bool:
        """Tell whether the rows under a repeated heading count from one again: then it is another table."""
        while row < self.grid.n_rows and headings.is_numbers([cell.text for cell in self._all(row)]):
            row += 1
        numbers = self._of(row, Role.NUMBER)
        return bool(self.rows) and bool(numbers) and numbers[0].text.strip(". ") in ("1", "I")

    def _take(self, row: int) -> _Step:
        texts = [cell.text for cell in self._all(row)]
        if not any(texts) or headings.is_numbers(texts):
            return _Step.BETWEEN
        if any(_SIGNED.match(text) for text in texts):
            return _Step.BEYOND
        before = self._cells
        self._cells = {role: self._of(row, role) for role in self.head.spans}
        goal, indicator, formula = (self._cells.get(role, []) for role in (Role.GOAL, Role.INDICATOR, Role.FORMULA))
        if indicator and (indicator[0] in formula or indicator[0] in goal):
            return self._announce(indicator[0])
        merged = bool(indicator) and indicator == before.get(Role.INDICATOR)
        below = not indicator and bool(formula) and not goal and row == self.end
        if self.rows and (merged or below):
            self._extend(before)
            self._cells[Role.INDICATOR] = before.get(Role.INDICATOR, [])
            return _Step.OWN
        if not indicator:
            alone = bool(goal) and not formula and goal[0] is not self._goal_cell
            return self._announce(goal[0]) if alone else _Step.BEYOND
        if not (formula or goal or self._cells.get(Role.NUMBER) or self._cells.get(Role.SOURCE)):
            return _Step.BEYOND
        self._begin(goal)
        return _Step.OWN

    def _announce(self, cell: Cell) -> _Step:
        self._announced = Text(cell.text, cell.place)
        return _Step.BETWEEN

    def _begin(self, goal: list[Cell]) -> None:
        if self._announced is not None:
            self.goals.append(self._announced)
            self._announced, self._goal_cell = None, goal[0] if goal else None
        elif not self.goals or (goal and goal[0] is not self._goal_cell):
            self.goals.append(_text(goal))
            self._goal_cell = goal[0] if goal else None
        texts = {role: _text(self._cells.get(role, [])) for role in Role}
        formula = self._cells[Role.FORMULA]
        row = Row(
            goal=len(self.goals) - 1,
            indicator=texts[Role.INDICATOR],
            formula=texts[Role.FORMULA],
            source=texts[Role.SOURCE],
            fraction=formula[0].fraction if len(formula) == 1 else None,
            unit=texts[Role.UNIT],
            target=texts[Role.TARGET],
            number=texts[Role.NUMBER].text,
        )
        self.rows.append(row)

    def _extend(self, before: dict[Role, list[Cell]]) -> None:
        """Add what a further row of the same indicator has in its other columns."""
        last = self.rows[-1]

        def longer(text: Text, role: Role) -> Text:
            fresh = [cell for cell in self._cells.get(role, []) if cell not in before.get(role, [])]
            added = _text(fresh)
            return Text(f"{text.text} {added.text}".strip(), text.place or added.place)

        formula = longer(last.formula, Role.FORMULA)
        fraction = last.fraction if formula == last.formula else None
        self.rows[-1] = replace(last, formula=formula, source=longer(last.source, Role.SOURCE), fraction=fraction)


def _text(cells: Sequence[Cell]) -> Text:
    return Text(" ".join(cell.text for cell in cells), cells[0].place) if cells else Text()


def _goes_on(table: Table, other: Table) -> bool:
    """Tell whether a table with the same headings counts on where the one before it ended."""
    same = [text.text for text in table.columns] == [text.text for text in other.columns]
    return same and _counts_on(table.rows[-1].number, other.rows[0].number)


def _counts_on(last: str, first: str) -> bool:
    before, after = last.strip(". "), first.strip(". ")
    return before.isdecimal() and after.isdecimal() and int(after) == int(before) + 1


def _joined(table: Table, other: Table) -> Table:
    n_goals = len(table.goals)
    rows = [replace(row, goal=row.goal + n_goals) for row in other.rows]
    goals = other.goals
    if not goals[0].text:  # the sasaran of the page before goes on
        goals, rows = goals[1:], [replace(row, goal=row.goal - 1) for row in rows]
    return replace(table, goals=(*table.goals, *goals), rows=(*table.rows, *rows))

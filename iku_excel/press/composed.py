"""The calls of a workbook, composed: the XML of rows and merges, the shared texts, and the rest as one key.

Cells are written as xlsxwriter writes them. Whatever else is called (columns, print, conditional formats, charts, and
what decides where these stand) is the shape: it goes whole into the key of a skeleton. ``UnlikeError`` says that a
call is not known here.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import StringIO
from typing import Any

from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.utility import xl_range_formula

from iku_excel.package import a1, column
from iku_excel.press.tape import Args, Chart, Noted, Style, Tape
from iku_excel.text.cells import escaped, plain, stored

_LONGEST = 16_000  # letters of a text that xlsxwriter surely takes whole
_SPAN = 16  # rows that share the columns they are said to span
_SHAPES = frozenset(
    {
        *(
            "center_horizontally",
            "conditional_format",
            "fit_to_pages",
            "freeze_panes",
            "hide_gridlines",
            "insert_chart",
        ),
        *("print_across", "print_area", "repeat_columns", "repeat_rows", "set_default_row", "set_column", "set_footer"),
        *("set_h_pagebreaks", "set_header", "set_landscape", "set_margins", "set_paper", "set_print_scale"),
        *("insert_chart", "set_v_pagebreaks", "very_hidden"),
    }
)
"""Calls of a sheet that neither write a cell nor set up a row."""

_FUNCTION = re.compile(r"([A-Z]+)\(")
_PLAIN = frozenset(
    {
        *("AND", "COUNT", "FIXED", "IF", "INDEX", "ISNUMBER", "MAX", "MIN", "MOD", "ROUND", "SUBSTITUTE", "SUM"),
        *("SUMPRODUCT", "UPPER"),
    }
)
"""Functions of our formulas, none of which xlsxwriter writes in a way of its own."""

_FIGURES = ("title", "author")  # properties of a workbook that are no part of its shape

Cell = tuple[str, Style | None, Any]
"""What follows its style in XML, the style, and the value as a chart takes it."""


Area = tuple[Any, ...]
"""A sheet, and the first and last row and column of what a chart takes from it."""


class UnlikeError(Exception):
    """A workbook has a call that only xlsxwriter knows."""


class Page:
    """A sheet being composed: its methods are those of xlsxwriter that write a cell or set up a row."""

    def __init__(self, name: str, strings: dict[str, int], normal: int) -> None:
        self.name, self.strings, self.n_strings = name, strings, 0
        self.rows: defaultdict[int, dict[int, Cell]] = defaultdict(dict)
        self.heights: dict[int, int] = {}  # pixels
        self.columns: dict[int, Style] = {}
        self.merges: list[str] = []
        self.normal = self.default = normal  # pixels of a row of the first font, and of a row of this sheet
        self.drawn_on = False
        self._merged: set[int] = set()

    def write_string(self, row: int, col: int, text: str, style: Style | None = None) -> None:
        """Write a text."""
        if type(text) is not str or len(text) > _LONGEST:
            raise UnlikeError
        number = self.strings.setdefault(plain(text), len(self.strings))
        self.n_strings += 1
        self.rows[row][col] = (f' t="s"><v>{number}</v></c>', style, text)

    def write_number(self, row: int, col: int, number: float, style: Style | None = None) -> None:
        """Write a number."""
        if type(number) not in (int, float) or not math.isfinite(number):
            raise UnlikeError
        self.rows[row][col] = (f"><v>{number:.16G}</v></c>", style, f"{number:.16g}")

    def write_blank(self, row: int, col: int, _: object, style: Style | None = None) -> None:
        """Write an empty cell, if it has a style."""
        if style is not None:
            self.rows[row][col] = ("/>", style, "")

    def write_formula(self, row: int, col: int, formula: str, style: Style | None = None, value: Any = 0) -> None:
        """Write a formula and its value."""
        value, kind = stored(value), type(value)
        if kind is str and not value.startswith("#"):
            told = ' t="str"' if value else ""
            after = f"{told}><f>{_formula(formula)}</f><v>{escaped(value)}</v></c>"
        elif kind in (int, float):
            after = f"><f>{_formula(formula)}</f><v>{value}</v></c>"
        else:
            raise UnlikeError
        self.rows[row][col] = (after, style, value)

    def merge_range(self, top: int, left: int, bottom: int, right: int, value: Any, style: Style | None = None) -> None:
        """Merge cells, the first of which has a value."""
        if style is None or top > bottom or left > right or (top, left) == (bottom, right):
            raise UnlikeError
        expected = len(self._merged)
        for row in range(top, bottom + 1):
            self.rows[row].update(dict.fromkeys(range(left, right + 1), ("/>", style, "")))
            self._merged.update(range(row << 14 | left, (row << 14 | right) + 1))
            expected += right - left + 1
        if len(self._merged) != expected:  # they overlap
            raise UnlikeError
        self.merges.append(f'<mergeCell ref="{a1(top, left)}:{a1(bottom, right)}"/>')
        if type(value) is int:
            self.write_number(top, left, value, style)
        elif type(value) is not str or value.startswith(("=", "{")) or ":" in value:  # a formula, an address
            raise UnlikeError
        elif value:
            self.write_string(top, left, value, style)

    def set_row(self, row: int, height: float, *more: object) -> None:
        """Set the height of a row in points."""
        if more:
            raise UnlikeError
        self.heights[row] = _pixels(height)

    def shape(self, name: str, args: Args, options: Mapping[str, Any]) -> None:
        """Note what a call that belongs to the shape means for the rows."""
        if name not in _SHAPES or (options and name in ("set_column", "set_default_row")):
            raise UnlikeError
        if name == "set_column":
            first, last, _, style, *more = args
            if style is not None and more:
                raise UnlikeError
            self.columns.update({col: style for col in range(first, last + 1) if style is not None})
        elif name == "set_default_row":
            self.default = _pixels(*args)
        self.drawn_on = self.drawn_on or name == "insert_chart"

    def data(self, top: int, left: int, bottom: int, right: int) -> list[Any]:
        """Return the values of a row or a column as a chart takes them; None where there is no cell."""
        cells = [(row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)]
        return [self.rows[row][col][2] if col in self.rows.get(row, ()) else None for row, col in cells]

    def area(self) -> str:
        """Return the range that is used; it must begin at A1, as on every sheet of ours."""
        rows = self.rows.keys() | self.heights.keys()
        cols = {*self.columns, *(col for cells in self.rows.values() for col in cells)}
        if not cols or min(cols) or min(rows):
            raise UnlikeError
        last = a1(max(rows), max(cols))
        return "A1" if last == "A1" else f"A1:{last}"

    def xml(self, marks: Marks) -> str:
        """Return what stands in ``sheetData``."""
        for col in sorted(self.columns):
            marks[self.columns[col]]
        spans, out = self._spans(), list[str]()
        for row in sorted(self.rows.keys() | self.heights.keys()):
            cells, number = self.rows.get(row), row + 1
            height = _height(self.heights.get(row, self.default), self.normal, self.default)
            head = f'<row r="{number}"{spans.get(row // _SPAN, "")}{height}'
            if not cells:
                out.append(f"{head}/>")
                continue
            out.append(f"{head}>")
            for col in sorted(cells):
                after, style, _ = cells[col]
                out.append(f'<c r="{column(col)}{number}"{marks[style or self.columns.get(col)]}{after}')
            out.append("</row>")
        return "".join(out)

    def _spans(self) -> dict[int, str]:
        """Return the attribute that tells which columns the rows of a block span."""
        ends: dict[int, tuple[int, int]] = {}
        for row, cells in self.rows.items():
            if cells:
                low, high = ends.get(row // _SPAN, (1 << 14, -1))
                ends[row // _SPAN] = min(low, *cells), max(high, *cells)
        return {block: f' spans="{low + 1}:{high + 1}"' for block, (low, high) in ends.items()}


class Marks(dict[Style | None, str]):
    """The style attributes of cells: formats are numbered as they are first used."""

    def __init__(self) -> None:
        super().__init__({None: ""})
        self.order: list[int] = []
        self._numbers: dict[str, int] = {}

    def __missing__(self, style: Style) -> str:
        """Give a format its number."""
        if style.kind.key not in self._numbers:
            self._numbers[style.kind.key] = len(self._numbers) + 1
            self.order.append(style.kind.number)
        self[style] = f' s="{self._numbers[style.kind.key]}"'
        return self[style]


class Composed:
    """What a skeleton is to be filled with, and the key of the skeleton."""

    def __init__(self, tape: Tape) -> None:
        self.strings: dict[str, int] = {}
        normal = tape.options["default_row_height"]
        self._pages: dict[Noted, Page] = {sheet: Page(sheet.name, self.strings, normal) for sheet in tape.sheets}
        self._named = {page.name: page for page in self.pages}
        self.properties: Mapping[str, Any] = {}
        self._drawn: list[Area] = []
        self._named_by: list[Area] = []
        shape: list[object] = [tape.options]
        for target, name, args, options, _ in tape.calls:
            page = self._pages.get(target)
            if page is None:
                shape.append(self._around(target, name, args, options))
            elif name in _CELLS and not options:
                _CELLS[name](page, *args)
            else:
                page.shape(name, args, options)
                shape.append((target, name, args, options))
        shape += [self._data(*area) for area in self._named_by]
        shape += [page.heights for page in self.pages if page.drawn_on]
        marks = Marks()
        self.rows = [page.xml(marks) for page in self.pages]
        self.key = repr((shape, marks.order))

    @property
    def pages(self) -> list[Page]:
        """The sheets in their order."""
        return list(self._pages.values())

    def _around(self, target: Noted, name: str, args: Args, options: Mapping[str, Any]) -> object:
        """Return what a call of a workbook or a chart tells of the shape."""
        if name == "set_properties":
            (self.properties,) = args
            return {key: value for key, value in self.properties.items() if key not in _FIGURES}
        if not isinstance(target, Chart) and name not in ("add_worksheet", "add_chart", "set_custom_property"):
            raise UnlikeError
        if name == "add_series":
            self._drawn.append(_area(args[0]["values"]))
            self._named_by.append(_area(args[0]["categories"]))
        return target, name, args, options

    def _data(self, sheet: str, *area: int) -> list[Any]:
        return self._named[sheet].data(*area)

    def caches(self) -> dict[str, str]:
        """Return the points that a chart stores of the figures it draws, by the range they come from."""
        return {xl_range_formula(*area): "".join(_points(self._data(*area))) for area in self._drawn}

    def shared(self) -> str:
        """Return what the part of the shared texts ends with."""
        total = sum(page.n_strings for page in self.pages)
        return f'count="{total}" uniqueCount="{len(self.strings)}">{"".join(map(_shared, self.strings))}</sst>'


def _area(area: object) -> Area:
    """Return the sheet and the range of it that a chart draws."""
    if not isinstance(area, list):
        raise UnlikeError
    return tuple(area)


def _points(data: list[Any]) -> Iterator[str]:
    yield f'<c:ptCount val="{len(data)}"/>'
    for position, value in enumerate(data):
        if value is None:
            continue
        yield f'<c:pt idx="{position}"><c:v>{value if _is_number(value) else 0}</c:v></c:pt>'


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def _formula(formula: str) -> str:
    if not _PLAIN.issuperset(_FUNCTION.findall(formula)) or formula.startswith("{") or not formula:
        raise UnlikeError
    return escaped(formula.removeprefix("="))


@lru_cache(maxsize=4096)
def _shared(text: str) -> str:
    part: Any = SharedStrings()
    out = part.fh = StringIO()
    part._write_si(text)  # noqa: SLF001 - it knows what becomes of blanks and odd letters
    return out.getvalue()


def _pixels(points: float) -> int:
    pixels = int(points * 4.0 / 3.0 + 0.5)
    if not pixels:
        raise UnlikeError
    return pixels


@lru_cache(maxsize=512)
def _height(pixels: int, normal: int, default: int) -> str:
    if pixels == normal == default:
        return ""
    return f' ht="{pixels * 0.75:.16g}" customHeight="1"'


_CELLS = {
    method.__name__: method
    for method in (
        Page.write_string,
        Page.write_number,
        Page.write_blank,
        Page.write_formula,
        Page.merge_range,
        Page.set_row,
    )
}

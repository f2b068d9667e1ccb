"""The calls made for one workbook, noted in their order, and how they are played to xlsxwriter.

What stands here for a workbook, a sheet, a chart or a format takes any call of xlsxwriter's face; only what asks
something back is limited: a format tells its properties.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO
from itertools import count
from typing import IO, Any, NamedTuple

from xlsxwriter.format import Format

from iku_excel.press import quick

Args = tuple[Any, ...]


class Call(NamedTuple):
    """One call: of what, which method, with what, and what its answer is known by here."""

    target: Noted
    name: str
    args: Args
    options: Mapping[str, Any]
    answer: Noted | None = None


class Noted:
    """Stands for an object of xlsxwriter, and notes whatever is called."""

    def __init__(self, calls: list[Call]) -> None:
        self.calls = calls

    def __getattr__(self, name: str) -> Callable[..., int]:
        if name.startswith("_"):
            raise AttributeError(name)

        def note(*args: Any, **options: Any) -> int:
            self.calls.append(Call(self, name, args, options))
            return 0

        return note


_NONE: Mapping[str, Any] = {}
_numbers = count(1)


class Kind(NamedTuple):
    """What formats of the same properties have in common, in whatever workbook they stand."""

    number: int
    made: Format
    key: str  # by which xlsxwriter finds formats that are alike


@lru_cache(maxsize=512)
def _kind(properties: frozenset[tuple[str, Any]]) -> Kind:
    made: Any = quick.prototype(properties)
    return Kind(next(_numbers), made, made._get_format_key())  # noqa: SLF001 - what xlsxwriter itself compares


class Style:
    """Stands for a format."""

    def __init__(self, properties: Mapping[str, Any]) -> None:
        self.properties = properties
        self.kind = _kind(frozenset(properties.items()))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.kind.made, name)

    def __repr__(self) -> str:
        return f"<{self.kind.number}>"


class Sheet(Noted):
    """Stands for a worksheet; what is called for every cell is spelled out, which is faster."""

    def __init__(self, calls: list[Call], name: str, number: int) -> None:
        super().__init__(calls)
        self.name, self.number = name, number

    def write_string(self, *args: Any) -> int:
        """Note a text."""
        return self._note("write_string", args)

    def write_number(self, *args: Any) -> int:
        """Note a number."""
        return self._note("write_number", args)

    def write_blank(self, *args: Any) -> int:
        """Note an empty cell."""
        return self._note("write_blank", args)

    def write_formula(self, *args: Any) -> int:
        """Note a formula."""
        return self._note("write_formula", args)

    def merge_range(self, *args: Any) -> int:
        """Note merged cells."""
        return self._note("merge_range", args)

    def set_row(self, *args: Any) -> int:
        """Note the height of a row."""
        return self._note("set_row", args)

    def _note(self, name: str, args: Args) -> int:
        self.calls.append(Call(self, name, args, _NONE))
        return 0

    def __repr__(self) -> str:
        return f"sheet {self.number}"


class Chart(Noted):
    """Stands for a chart."""

    def __init__(self, calls: list[Call], number: int) -> None:
        super().__init__(calls)
        self.number = number

    def __repr__(self) -> str:
        return f"chart {self.number}"


class Tape(Noted):
    """Stands for a workbook; ``Book`` closes it."""

    def __init__(self, target: IO[bytes], options: Mapping[str, Any]) -> None:
        super().__init__([])
        self.target, self.options = target, options
        self.sheets: list[Sheet] = []
        self.charts: list[Chart] = []

    def __repr__(self) -> str:
        return "book"

    def add_worksheet(self, name: str) -> Sheet:
        """Note a sheet."""
        sheet = Sheet(self.calls, name, len(self.sheets))
        self.sheets.append(sheet)
        self.calls.append(Call(self, "add_worksheet", (name,), _NONE, sheet))
        return sheet

    def add_chart(self, options: Mapping[str, Any]) -> Chart:
        """Note a chart."""
        chart = Chart(self.calls, len(self.charts))
        self.charts.append(chart)
        self.calls.append(Call(self, "add_chart", (options,), _NONE, chart))
        return chart

    def add_format(self, properties: Mapping[str, Any]) -> Style:
        """Note a format; it is made when it is first used."""
        return Style(properties)

    def played(self) -> bytes:
        """Return what xlsxwriter makes of the calls."""
        buffer = BytesIO()
        with quick.Book(buffer, dict(self.options)) as book:
            played = _Played(self, book)
            for call in self.calls:
                played.call(call)
        return buffer.getvalue()


class _Played:
    """The calls being made to a workbook of xlsxwriter."""

    def __init__(self, tape: Tape, book: quick.Book) -> None:
        self._book = book
        self._made: dict[Noted | Style, Any] = {tape: book}

    def call(self, call: Call) -> None:
        target = self._made[call.target]
        args = [self._real(item) for item in call.args]
        options = {key: self._real(item) for key, item in call.options.items()}
        answer = getattr(target, call.name)(*args, **options)
        if call.answer is not None:
            self._made[call.answer] = answer

    def _real(self, item: Any) -> Any:
        if isinstance(item, Style):
            if item not in self._made:
                self._made[item] = self._book.add_format(dict(item.properties))
            return self._made[item]
        if isinstance(item, Noted):
            return self._made[item]
        if isinstance(item, dict):
            return {key: self._real(value) for key, value in item.items()}
        return [self._real(value) for value in item] if isinstance(item, list) else item

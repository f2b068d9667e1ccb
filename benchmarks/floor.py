"""The floor: what the libraries alone take to read the same bytes and to write the same cells.

    python benchmarks/floor.py TAPES

A tape holds the calls that the program makes for one workbook; ``record`` makes a file of them.
Nothing is gated, located, checked or computed: python-calamine reads every sheet, and xlsxwriter is
given, from memory, those very calls.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

Call = tuple[int, str, tuple[Any, ...], dict[str, Any], int]
"""Number of the object, its method, the arguments, and the number that the result is known by."""


class Numbered:
    """An object of xlsxwriter as it is known on a tape."""

    def __init__(self, number: int) -> None:
        self.number = number


class Recorder:
    """Stands before an object of xlsxwriter and notes what is called."""

    def __init__(self, real: Any, tape: list[Call], number: int = 0) -> None:
        self._real, self._tape, self._number = real, tape, number

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self._real.close()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)
        if not callable(method):
            return method

        def call(*args: Any, **kwargs: Any) -> Any:
            result = method(*_map(args, lambda item: item._real), **kwargs)
            number = len(self._tape) + 1
            noted = _map(args, lambda item: Numbered(item._number))
            self._tape.append((self._number, name, noted, kwargs, number))
            return Recorder(result, self._tape, number) if name.startswith("add_") and result is not None else result

        return call


def _map(value: Any, change: Any) -> Any:
    if isinstance(value, Recorder):
        return change(value)
    if isinstance(value, dict):
        return {key: _map(item, change) for key, item in value.items()}
    return type(value)(_map(item, change) for item in value) if type(value) in (list, tuple) else value


def record(folder: Path, tapes: Path) -> Path:
    """Write the tape of every workbook of a folder into a file."""
    from iku_excel import pipeline, workbook

    book, made = workbook.Book, []
    for outcome in pipeline.process(sorted(folder.iterdir())):
        tape: list[Call] = []
        workbook.Book = lambda *args, tape=tape: Recorder(book(*args), tape)  # type: ignore[misc, assignment]
        try:
            workbook.render(outcome)
        finally:
            workbook.Book = book  # type: ignore[misc]
        made.append((str(outcome.submission.path), tape))
    tapes.write_bytes(pickle.dumps(made))
    return tapes


def load(tapes: Path) -> list[tuple[str, list[Call]]]:
    """Return the tapes of a file, each with the path of its workbook."""
    made: list[tuple[str, list[Call]]] = pickle.loads(tapes.read_bytes())
    return made


def replay(tape: Sequence[Call], book: Any) -> None:
    """Do to a workbook of xlsxwriter what is on a tape, and close it."""
    objects: dict[int, Any] = {0: book}
    for target, name, args, kwargs, number in tape:
        given = [_real(item, objects) for item in args]
        objects[number] = getattr(objects[target], name)(*given, **kwargs)
    book.close()


def _real(item: Any, objects: dict[int, Any]) -> Any:
    if type(item) is Numbered:
        return objects[item.number]
    if type(item) is dict:
        return {key: _real(value, objects) for key, value in item.items()}
    return item


def main(tapes: Path) -> None:
    """Read and write every workbook of a tape file."""
    from python_calamine import CalamineWorkbook
    from xlsxwriter.workbook import Workbook

    for source, tape in load(tapes):
        book = CalamineWorkbook.from_path(source)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        replay(tape, Workbook(BytesIO(), {"in_memory": True}))


if __name__ == "__main__":
    import floor  # a tape names its classes by this module, not by __main__

    floor.main(Path(sys.argv[1]))

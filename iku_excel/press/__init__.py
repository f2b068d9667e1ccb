"""Calls of xlsxwriter's face -> the bytes that xlsxwriter gives; what is alike in a batch is written once.

``Book`` is used like xlsxwriter's Workbook, with numbers for rows and columns, but only notes the calls until it is
closed (``tape.py``). The first workbooks of a shape are written by xlsxwriter itself (``quick.py``). What it wrote
becomes a skeleton (``skeleton.py``) for all others of that shape: styles, theme, names, drawings and charts stay, and
rows, texts and figures are put in (``composed.py``). A skeleton must give the very bytes of the workbook that it came
from, or it is never used; and a call that is not known here, or a value of another kind, leaves its workbook to
xlsxwriter.
"""

from __future__ import annotations

from typing import Self

from iku_excel.press.composed import Composed, UnlikeError
from iku_excel.press.skeleton import Skeleton
from iku_excel.press.tape import Tape

__all__ = ["Book"]

_KEPT = 64
"""Skeletons held at most, some 100 kB each."""

_skeletons: dict[str, Skeleton | None] = {}
"""By what their workbooks have in common; None for a shape that was seen once, or that has no skeleton."""

_FIRST = ""  # key that says that a workbook was written before: of the first no shape is asked


class Book(Tape):
    """A workbook that is written when it is closed."""

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Close it, unless something went wrong."""
        if kind is None:
            self.close()

    def close(self) -> None:
        """Write the workbook."""
        self.target.write(self._written())

    def _written(self) -> bytes:
        if not _skeletons:  # most runs write one workbook
            _skeletons[_FIRST] = None
            return self.played()
        try:
            composed = Composed(self)
        except UnlikeError:
            return self.played()
        skeleton = _skeletons.get(composed.key)
        if skeleton is not None:
            return skeleton.filled(composed)
        data = self.played()
        if composed.key not in _skeletons:  # a single workbook needs no skeleton
            if len(_skeletons) >= _KEPT:
                _skeletons.clear()
                _skeletons[_FIRST] = None
            _skeletons[composed.key] = None
        else:
            _skeletons[composed.key] = _made(data, composed)
        return data


def _made(data: bytes, composed: Composed) -> Skeleton | None:
    """Return the skeleton of a workbook, None where it would not give that workbook itself."""
    try:
        skeleton = Skeleton(data)
        return skeleton if skeleton.filled(composed) == data else None
    except UnlikeError:
        return None

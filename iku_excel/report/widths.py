"""The widths of a table's columns: as planned, but for words that would be broken in the middle.

Word breaks what is wider than its cell at any letter, an amount of rupiah too. Such a column gets what it lacks from
those that have more than their own longest word needs.
"""

from __future__ import annotations

from collections.abc import Sequence

from iku_excel.report.blocks import Column, Text
from iku_excel.text.typography import POINTS_PER_MM, text_width

_PADDING_MM = 4.4  # Word keeps 1.9 mm free on each side; the rest is for another font in the place of Arial


def fitted(columns: Sequence[Column], rows: Sequence[Sequence[Text]], size: float) -> list[float]:
    """Return the width of each column in mm for texts of a size; together they are as wide as planned."""
    needs = [
        max(_longest(column.head, size, bold=True), *(_longest(str(row[at]), size) for row in rows), 0.0)
        for at, column in enumerate(columns)
    ]
    lacking = [max(need - column.width, 0.0) for need, column in zip(needs, columns, strict=True)]
    spare = [max(column.width - need, 0.0) for need, column in zip(needs, columns, strict=True)]
    if not any(lacking):
        return [column.width for column in columns]
    given = min(sum(lacking), sum(spare))
    return [
        column.width + lack * given / sum(lacking) - (more * given / sum(spare) if more else 0.0)
        for column, lack, more in zip(columns, lacking, spare, strict=True)
    ]


def _longest(text: str, size: float, *, bold: bool = False) -> float:
    """Return the room in mm that the longest word of a text takes."""
    widest = max((text_width(word, size, bold=bold) for word in text.split()), default=0.0)
    return widest / POINTS_PER_MM + _PADDING_MM

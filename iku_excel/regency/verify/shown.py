"""An output of another version: each figure on Capaian and Periode, found by its labels, beside the record.

Where a version put a figure, how it calculated it and how it looked may have changed since; its labels
tell which figure it is. Fractions of the sheets are percent in the record.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from iku_excel.definition import formulas, measures
from iku_excel.findings import catalogue
from iku_excel.model import Content, Finding, Indicator, Measured, Outcome, Result
from iku_excel.package import EMPTY, Address, Spreadsheet, Written
from iku_excel.regency.verify import cells
from iku_excel.text import indonesian
from iku_excel.workbook import desk

Expected = float | str | None
"""What must stand at a figure: a number, a word, or None for an empty cell."""

_NUMBER, _TEXT, _PART = "NO", "INDIKATOR", "URAIAN"
_NO_TARGET, _NO_PART = "tidak ada", "-"
_REFERENCE = re.compile(r"[A-Za-z]\$?[0-9]")


def differences(book: Spreadsheet, outcome: Outcome) -> Iterator[Finding]:
    """Yield every figure that is not the record's."""
    yield from _achievement(book, outcome)
    definition = outcome.submission.definition
    if definition is not None and len(definition.periods) > 1:
        yield from _periods(book, outcome)


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet's cells, and where its table stands: the row of the headings and the column of each."""

    sheet: str
    written: Mapping[Address, Written]
    head: int
    columns: Mapping[str, int]

    def text(self, row: int, col: int) -> str:
        return indonesian.squeeze(self.written.get((row, col), Written(EMPTY)).raw.text)

    def rows(self, result: Result) -> Iterator[int]:
        """Yield the rows of an indicator, from its number to the next."""
        numbers = {row: self.text(row, self.columns[_NUMBER]) for row, _ in self.written if row > self.head}
        first = min((row for row, text in numbers.items() if text == str(result.indicator.number)), default=None)
        if first is None:
            return
        after = min((row for row, text in numbers.items() if row > first and text), default=max(numbers) + 1)
        yield from (row for row in sorted(numbers) if first <= row < after)


def _table(book: Spreadsheet, name: str, labels: tuple[str, ...]) -> _Table | None:
    sheet = cells.find(book, name)
    if sheet is None:
        return None
    written = book.whole(sheet, cells.MAX_CELLS)
    by_row: dict[int, dict[str, int]] = {}
    for row, col in sorted(written):
        text = indonesian.squeeze(written[row, col].raw.text)
        by_row.setdefault(row, {}).setdefault(text, col)  # of two with one label the first
    for row, columns in by_row.items():
        if all(label in columns for label in labels):
            return _Table(sheet, written, row, columns)
    return None


def _achievement(book: Spreadsheet, outcome: Outcome) -> Iterator[Finding]:
    table = _table(book, desk.ACHIEVEMENT, (_NUMBER, _TEXT, "REALISASI"))
    if table is None:
        yield cells.gone(desk.ACHIEVEMENT)
        return
    figures: list[tuple[int | None, str, Expected]] = []
    for result in outcome.results:
        row = next(table.rows(result), None)
        figures += [(row, label, value) for label, value in _of_result(result).items()]
    achieved = [result.achievement for result in outcome.results if result.achievement is not None]
    mean = sum(achieved) / len(achieved) / 100 if achieved else formulas.NOT_AVAILABLE
    texts = {row: table.text(row, table.columns[_TEXT]) for row, _ in table.written}
    figures += [(row, "CAPAIAN", mean) for row, text in texts.items() if text.startswith("Rata-rata capaian")]
    yield from _compared(book, table, [(row, label, label, value) for row, label, value in figures])


def _of_result(result: Result) -> dict[str, Expected]:
    """Return what must stand below each heading of Capaian."""
    none, indicator = formulas.NOT_AVAILABLE, result.indicator
    parts: list[Expected] = list(_parts(indicator, result.measured)) if measures.paired(indicator) else [_NO_PART] * 2
    return {
        **dict(zip(("PEMBILANG", "PENYEBUT"), parts, strict=True)),
        "REALISASI": _figure(indicator, result.measured.actual, none),
        "TARGET": _figure(indicator, result.target, _NO_TARGET),
        "CAPAIAN": none if result.achievement is None else result.achievement / 100,
        "PREDIKAT": result.predicate or none,
    }


def _periods(book: Spreadsheet, outcome: Outcome) -> Iterator[Finding]:
    table = _table(book, desk.PERIODS, (_NUMBER, _TEXT, _PART))
    definition = outcome.submission.definition
    if table is None or definition is None:
        yield cells.gone(desk.PERIODS)
        return
    to_date = next((label for label in table.columns if label.startswith(("s.d. ", "Kumulatif"))), "s.d.")
    figures: list[tuple[int | None, str, str, Expected]] = []
    for result in outcome.results:
        rows = {table.text(row, table.columns[_PART]): row for row in table.rows(result)}
        reported = {item.period.label: item.measured for item in result.periods}
        columns = {**{item.label: reported.get(item.label) for item in definition.periods}, to_date: result.measured}
        for label, measured in columns.items():
            for part, value in _of_period(result.indicator, measured).items():
                figures.append((rows.get(part), label, f"{part} {label}", value))
    yield from _compared(book, table, figures)


def _of_period(indicator: Indicator, measured: Measured | None) -> dict[str, Expected]:
    """Return what must stand in the rows of an indicator on Periode."""
    titles = [part.title for part in measures.row(indicator).parts]
    if measured is None:
        return dict.fromkeys((*titles, "Realisasi"))
    actual = _figure(indicator, measured.actual, formulas.NOT_AVAILABLE)
    return {**dict(zip(titles, _parts(indicator, measured), strict=True)), "Realisasi": actual}


def _parts(indicator: Indicator, measured: Measured) -> tuple[Expected, ...]:
    """Return what was counted, or the figure itself where it has no parts."""
    return (measured.numerator, measured.denominator) if measures.paired(indicator) else (measured.actual,)


def _figure(indicator: Indicator, value: float | str | None, missing: str) -> float | str:
    """Return a figure as a cell holds it: a percentage as a fraction."""
    if value is None or isinstance(value, str):
        return value or missing
    return value / 100 if measures.is_percent(indicator) else value


def _compared(
    book: Spreadsheet, table: _Table, figures: list[tuple[int | None, str, str, Expected]]
) -> Iterator[Finding]:
    """Yield a finding for each (row, column label, what, expected) that is not so, or that a merge hides."""
    differ = cells.Differences(table.sheet)
    waiting = 0
    for row, label, what, expected in figures:
        col = table.columns.get(label)
        if row is None or col is None:
            values = {"found": f"tidak lagi {what.lower()}", "expected": _told(expected)}
            yield catalogue.finding("keluaran-diubah", values, sheet=table.sheet)
            continue
        cell = table.written.get((row, col), Written(EMPTY))
        calculated = "#REF!" not in cell.formula and bool(_REFERENCE.search(cell.formula))
        if calculated and cell.raw.content is Content.UNCACHED:
            waiting += 1
        elif not _equal(cell, expected):
            found = indonesian.squeeze(cell.raw.text) or "(kosong)"
            differ.add((row, col), cell, (found, _told(expected)), calculated=calculated)
    yield from differ.findings()
    yield from cells.covered(book, table.sheet, table.written)
    if waiting:
        yield catalogue.finding("angka-belum-dihitung", {"found": f"{waiting} angka"}, sheet=table.sheet)


def _equal(cell: Written, expected: Expected) -> bool:
    if expected is None:
        return cell.raw.content is Content.BLANK
    if isinstance(expected, str):
        return indonesian.squeeze(cell.raw.text) == indonesian.squeeze(expected)
    number = cell.raw.content is Content.NUMBER
    return number and math.isclose(cell.raw.number, expected, rel_tol=cells.NOISE, abs_tol=cells.NOISE)


def _told(expected: Expected) -> str:
    if isinstance(expected, float):
        return indonesian.percent(100 * expected)
    return "(kosong)" if expected is None else str(expected)

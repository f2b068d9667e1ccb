"""What every sheet of the output needs at hand, and the few ways in which cells are written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import check_number, formulas, measures
from iku_excel.model import Definition, Indicator, Measured, Outcome, Result
from iku_excel.text import indonesian, paper
from iku_excel.text.styles import LINE, SIZE, SMALL, SUBTITLE, Styles
from iku_excel.text.typography import FONT, column_points, text_width

OFFICIAL, ACHIEVEMENT, PERIODS, INSPECTION, MACHINE = "IKU", "Capaian", "Periode", "Pemeriksaan", "_iku"

_AROUND, _ROOMY = 8.0, 1.05  # points that a number keeps free around it, and what metrics may differ

TABLE_HEAD = 5  # row of the headings on Capaian and Periode
TABLE_FIRST = TABLE_HEAD + 1
PERIOD_COL = 3  # first period on Periode
NUMERATOR_COL, DENOMINATOR_COL, ACTUAL_COL = 3, 4, 5  # on Capaian
CHART_HEIGHT = 200.0  # points
_GAP = 7.5  # points of an empty row between the title and the table
BLOCK = 3  # rows of an indicator on Periode: numerator, denominator, actual

_GRID = {"visible": True, "line": {"color": "#e2e8f0"}}
_PERCENT_AXIS: dict[str, Any] = {"num_format": "0%", "major_gridlines": _GRID, "num_font": {"name": FONT, "size": SIZE}}


class Desk:
    """The workbook being written and the outcome it tells of."""

    def __init__(self, book: Workbook, outcome: Outcome, paper_name: str) -> None:
        definition = outcome.submission.definition
        if definition is None:
            raise ValueError("only a valid outcome has a workbook")
        self.book = book
        self.outcome = outcome
        self.definition: Definition = definition
        self.paper = paper_name
        self.styles = Styles(book)
        self.above = 0.0  # points of the rows above the table of the last sheet

    def sheet(self, name: str, widths: Sequence[float], title: str) -> Worksheet:
        """Add one of the tool's own sheets: title, whose and when, and the clerk's note."""
        sheet: Worksheet = self.book.add_worksheet(name)
        shown = widths[: paper.lay(sheet, self.paper, widths, keep=PERIOD_COL)]
        sheet.hide_gridlines(2)
        for col, width in enumerate(widths):
            sheet.set_column(col, col, width, self.styles["plain"])
        above = [
            paper.across(sheet, 0, title, self.styles["wide_title"], shown, least=24),
            paper.across(sheet, 1, self.whose, self.styles["wide_subtitle"], shown),
            paper.across(sheet, 2, self.outcome.note, self.styles["wide_note"], shown) if self.outcome.note else LINE,
        ]
        for row in range(len(above), TABLE_HEAD - 1):
            sheet.set_row(row, _GAP)
            above.append(_GAP)
        self.above = sum(above)
        return sheet

    def chart_fits(self, widths: Sequence[float], table: float) -> bool:
        """Tell whether a chart below a table of some height stands on the table's page."""
        return self.above + table + 2 * LINE + CHART_HEIGHT <= paper.height(self.paper, widths)

    @cached_property
    def whose(self) -> str:
        """The organization, the year and how far the figures reach."""
        through = self.outcome.through
        reach = f", sampai dengan {through.title}" if through and len(self.definition.periods) > 1 else ""
        number = check_number.of_results(self.definition, self.outcome.results)
        return f"{self.definition.organization}, tahun {self.definition.year}{reach}. Angka periksa: {number}"

    def chart(self, kind: str, title: str, width: float, axis: str = "") -> Chart:
        """Return a chart of percentages in the house's look, without series, ``width`` points wide."""
        return percent_chart(self.book, kind, title, width, axis)

    def below_zero(self, chart: Chart) -> None:
        """Let the axis of a chart begin where its figures do."""
        chart.set_y_axis(_PERCENT_AXIS)

    def live(self, sheet: Worksheet, at: tuple[int, int], live: formulas.Live, style: str) -> formulas.Value:
        """Write a live formula with its value beside it, and return the value."""
        formula, value = live
        sheet.write_formula(*at, f"={formula}", self.styles[style], value)
        return value

    def put(self, sheet: Worksheet, at: tuple[int, int], value: formulas.Value, style: str) -> None:
        """Write a number, or a text that stays one."""
        if isinstance(value, str):
            sheet.write_string(*at, value, self.styles[style])
        else:
            sheet.write_number(*at, value, self.styles[style])

    def fitting(self, look: str, value: formulas.Value, width: float) -> str:
        """Return the look of a cell: an amount that is too long for it stands in small letters."""
        if look != "rupiah" or isinstance(value, str):
            return look
        text = f"Rp{indonesian.number(value)}"
        return look if text_width(text, SIZE) < column_points(width) - _AROUND else "rupiah_small"

    def amount_width(self, amounts: Sequence[str], least: float) -> float:
        """Return how wide a column must be for the longest amount in small letters."""
        needed = max((text_width(text, SMALL) for text in amounts), default=0.0) * _ROOMY + _AROUND
        return max(least, math.ceil((needed / 0.75 - 5) / 7))


def percent_chart(book: Workbook, kind: str, title: str, width: float, axis: str = "") -> Chart:
    """Return a chart of percentages in the house's look, without series, ``width`` points wide."""
    chart = book.add_chart({"type": kind})
    assert chart is not None  # None only for a kind that xlsxwriter does not know  # noqa: S101
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": SUBTITLE}})
    letters = {"name": FONT, "size": SIZE}
    chart.set_x_axis({"name": axis, "num_font": letters, "name_font": {**letters, "bold": False}})
    chart.set_y_axis({**_PERCENT_AXIS, "min": 0})
    chart.set_legend({"position": "bottom", "font": letters})
    chart.set_plotarea({"layout": {"x": 0.09, "y": 0.2, "width": 0.88, "height": 0.52}})
    chart.set_size({"width": int(width / 0.75), "height": int(CHART_HEIGHT / 0.75)})
    return chart


def row_of(result: Result) -> int:
    """Return the row of an indicator on Capaian."""
    return TABLE_FIRST + result.indicator.number - 1


def block_of(result: Result) -> int:
    """Return the row of an indicator's numerator on Periode."""
    return TABLE_FIRST + BLOCK * (result.indicator.number - 1)


def parts_of(indicator: Indicator, measured: Measured) -> list[formulas.Value]:
    """Return what the cells of a figure's parts hold; "" for one that is not given yet."""
    parts = (measured.numerator, measured.denominator) if measures.paired(indicator) else (measured.actual,)
    return ["" if part is None else part for part in parts]

"""What every sheet of the output needs at hand, and the few ways in which cells are written."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from iku_excel.model import Definition, Outcome, Result
from iku_excel.text import paper
from iku_excel.text.styles import LINE, SIZE, SUBTITLE, Styles
from iku_excel.text.typography import FONT

NOT_AVAILABLE = "n/a"

OFFICIAL, ACHIEVEMENT, PERIODS, INSPECTION, MACHINE = "IKU", "Capaian", "Periode", "Pemeriksaan", "_iku"

TABLE_HEAD = 5  # row of the headings on Capaian and Periode
TABLE_FIRST = TABLE_HEAD + 1
PERIOD_COL = 3  # first period on Periode
CHART_HEIGHT = 200.0  # points
_GAP = 7.5  # points of an empty row between the title and the table
BLOCK = 3  # rows of an indicator on Periode: numerator, denominator, actual


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
            paper.across(sheet, 1, self.whose(), self.styles["wide_subtitle"], shown),
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

    def whose(self) -> str:
        """Return the organization, the year and how far the figures reach."""
        through = self.outcome.through
        reach = f", sampai dengan {through.title}" if through and len(self.definition.periods) > 1 else ""
        return f"{self.definition.organization}, tahun {self.definition.year}{reach}"

    def chart(self, kind: str, title: str, width: float, axis: str = "") -> Chart:
        """Return a chart of percentages in the house's look, without series, ``width`` points wide."""
        chart = self.book.add_chart({"type": kind})
        assert chart is not None  # None only for a kind that xlsxwriter does not know  # noqa: S101
        chart.set_title({"name": title, "name_font": {"name": FONT, "size": SUBTITLE}})
        grid = {"visible": True, "line": {"color": "#e2e8f0"}}
        letters = {"name": FONT, "size": SIZE}
        chart.set_x_axis({"name": axis, "num_font": letters, "name_font": {**letters, "bold": False}})
        chart.set_y_axis({"num_format": "0%", "min": 0, "major_gridlines": grid, "num_font": letters})
        chart.set_legend({"position": "bottom", "font": letters})
        chart.set_plotarea({"layout": {"x": 0.09, "y": 0.2, "width": 0.88, "height": 0.52}})
        chart.set_size({"width": int(width / 0.75), "height": int(CHART_HEIGHT / 0.75)})
        return chart

    def formula(self, sheet: Worksheet, at: tuple[int, int], formula: str, value: float | str, style: str) -> None:
        """Write a live formula with its value beside it."""
        sheet.write_formula(*at, f"={formula}", self.styles[style], value)


def row_of(result: Result) -> int:
    """Return the row of an indicator on Capaian."""
    return TABLE_FIRST + result.indicator.number - 1


def block_of(result: Result) -> int:
    """Return the row of an indicator's numerator on Periode."""
    return TABLE_FIRST + BLOCK * (result.indicator.number - 1)


def quotient(numerator: float, denominator: float) -> float | str:
    """Return what Excel gives for IF(denominator=0,"n/a",numerator/denominator)."""
    return numerator / denominator if denominator else NOT_AVAILABLE

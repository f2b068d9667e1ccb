"""What every sheet of a recap needs at hand: the sums, the places of every figure, the ways cells are written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import formulas, measures
from iku_excel.figures import records
from iku_excel.model import Indicator, Measured, Numbers
from iku_excel.package import a1, column
from iku_excel.regency.recap import table
from iku_excel.regency.recap.records import Block, Recap, Sent, State
from iku_excel.regency.recap.settle import names
from iku_excel.text import indonesian, paper
from iku_excel.text.styles import LINE, SIZE, Styles
from iku_excel.text.typography import column_points, row_height

SUMMARY, SPREAD, RANKING, PERIODS, CHANGES = "Rekap", "Sebaran", "Peringkat", "Periode", "Perubahan"
COMPLETENESS, FAULTS, SOURCES, MACHINE = "Kelengkapan", "Temuan", "Sumber", "_iku"

_RUPIAH_WIDTH = 21  # holds a sum of Rp9.000.000.000.000.000 in small letters
_LEGEND_WIDTH = 28  # of column B wherever a legend stands, or less
FIRST = 4  # row of the first block below title, subtitle and the sentence of completeness
NO_TARGET = "tidak ada"
MIXED = "beragam"


@dataclass(frozen=True, slots=True)
class Place:
    """Rows of a block: where its table begins on Rekap and on Sumber."""

    summary: int  # row of the sum on Rekap; the mean below it, then the offices
    source: int  # first row on Sumber

    @property
    def offices(self) -> int:
        """First row of an office on Rekap."""
        return self.summary + 2


class Desk:
    """The workbook being written and the recap it tells of."""

    def __init__(self, book: Workbook, recap: Recap, paper_name: str) -> None:
        self.book = book
        self.recap = recap
        self.paper = paper_name
        self._parted: dict[str, int] = {}  # last column of each sheet that is parted on paper
        self.styles = Styles(book)
        self.names = names(recap.sent)
        self.totals: dict[int, dict[int, dict[str, Any]]] = {}
        self.sums: dict[int, dict[tuple[int, int], dict[str, Any]]] = {}
        self.places: dict[int, Place] = {}
        self.last_summary_row = FIRST
        on_summary, on_sources = FIRST, FIRST
        for block in recap.blocks:
            long = table.figures(block)
            rows = records(table.totals(block, long).reset_index())
            parts = records(table.periods(block, long).reset_index())
            self.totals[block.number] = {row["indicator"]: row for row in rows}
            self.sums[block.number] = {(part["indicator"], part["period"]): part for part in parts}
            head = 1 if len(recap.blocks) > 1 else 0
            self.places[block.number] = Place(on_summary + head + 2, on_sources + head + 1)
            on_summary += head + 4 + len(block.offices) + 4 + len(block.form.scale.bands)
            self.last_summary_row = on_summary - 2
            on_sources += head + 1 + len(block.offices) * len(block.form.indicators) + 2

    def sheet(
        self,
        name: str,
        widths: Sequence[float],
        title: str,
        *,
        keep: int = 2,
        stops: Collection[int] | None = None,
        note: str = "",
    ) -> Worksheet:
        """Add a sheet with its title, whose it is, how complete, and a note if there is one.

        Where it has to be parted by columns, title and whose it is stand in the header of every page instead.
        """
        sheet: Worksheet = self.book.add_worksheet(name)
        columns = paper.lay(sheet, self.paper, widths, keep=keep, stops=stops)
        sheet.hide_gridlines(2)
        for col, width in enumerate(widths):
            sheet.set_column(col, col, width, self.styles["plain"])
        lines = (title, "wide_title"), (self.whose(), "wide_subtitle"), (headline(self.recap), "wide_plain")
        told = [*lines, (note, "wide_plain")] if note else lines
        for row, (text, style) in enumerate(told):
            least = (24.0, LINE, LINE, LINE)[row]
            paper.across(sheet, row, text, self.styles[style], widths[:columns], least=least)
        if columns < len(widths):
            complete = headline(self.recap).partition(";")[0].rstrip(".")
            paper.headed(sheet, title, f"{self.whose()[:120]}; {complete[:60]}")
            self._parted[name] = len(widths) - 1
        return sheet

    def end(self, sheet: Worksheet, last_row: int) -> None:
        """Print a parted sheet without the lines that its header has."""
        last_col = self._parted.get(str(sheet.name))
        if last_col is not None:
            sheet.print_area(FIRST, 0, last_row, last_col)

    def whose(self) -> str:
        """Return the regency, the year, and how far the main block reaches."""
        reach = ""
        if self.recap.blocks and len(self.recap.blocks[0].form.periods) > 1:
            reach = f", sampai dengan {self.recap.blocks[0].through.title}"
        return indonesian.printable(f"{self.recap.title}, tahun {self.recap.year}{reach}")

    def head(self, sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
        """Write a row of headings, as high as they need."""
        for col, text in enumerate(texts):
            sheet.write_string(row, col, text, self.styles["head"])
        points = [column_points(width) for width in widths]
        sheet.set_row(row, max(22.0, row_height(zip(texts, points, strict=False), SIZE, bold=True)))

    def section(self, sheet: Worksheet, row: int, text: str, last: int) -> None:
        """Write the heading of a part across the columns up to ``last``."""
        style = self.styles["section"]
        for col in range(last + 1):
            sheet.write_blank(row, col, None, style)
        sheet.write_string(row, 0, text, style)
        sheet.set_row(row, 18)

    def live(self, sheet: Worksheet, at: tuple[int, int], live: formulas.Live, style: str) -> formulas.Value:
        """Write a live formula with its value beside it, and return the value."""
        formula, value = live
        sheet.write_formula(*at, f"={formula}", self.styles[style], value)
        return value

    def block_title(self, block: Block) -> str:
        """Return what tells a block from the others."""
        words = f"{len(block.form.indicators)} indikator, {block.form.period}"
        return f"Blok {block.number}: {len(block.offices)} organisasi, {words}, definisi {block.form.signature[:8]}"


def headline(recap: Recap) -> str:
    """Return how complete a recap is, in a sentence: "19 dari 24; belum: A dan B"."""
    listed = [seat for seat in recap.seats if seat.listed or recap.expected is None]
    received = sum(seat.chosen is not None for seat in listed)
    words = f"{received} dari {len(listed)} organisasi dihitung"
    by_state: dict[State, list[str]] = {}
    for seat in listed:
        if seat.chosen is None:
            by_state.setdefault(seat.state, []).append(seat.organization)
    called = {State.MISSING: "belum"}
    parts = [f"{called.get(state, state.value)}: {indonesian.some(offices)}" for state, offices in by_state.items()]
    unknown = sum(not sent.organization for sent in recap.sent)
    if unknown:
        parts.append(f"{unknown} berkas tidak dapat dikenali pengirimnya")
    return indonesian.printable("; ".join([words, *parts]) + ".")


def behind(recap: Recap) -> str:
    """Return who reports less far than others and how that is ranked, "" where nobody does."""
    late = [f"{sent.organization} ({block.reach(sent).label})" for block in recap.blocks for sent in _late(block)]
    if not late:
        return ""
    words = f"Baru melapor sebagian tahun: {indonesian.some(late)}; peringkatnya di antara yang sama jauh melapor."
    return indonesian.printable(words)


def _late(block: Block) -> list[Sent]:
    return [sent for sent in block.offices if block.reach(sent) != block.through]


class Columns:
    """Columns of a block on Sumber, whose number depends on its periods."""

    OFFICE, INDICATOR, KIND, FIRST = 1, 2, 3, 4

    def __init__(self, block: Block) -> None:
        n_periods = len(block.form.periods)
        self.numerator = self.FIRST  # first period's
        self.denominator = self.FIRST + n_periods
        self.total = self.FIRST + 2 * n_periods  # numerator to date; the denominator follows
        self.file = self.total + 2
        self.last = self.file + 4


def source_row(desk: Desk, block: Block, office: int, position: int) -> int:
    """Return the row of a figure on Sumber."""
    return desk.places[block.number].source + office * len(block.form.indicators) + position


def source_sum(desk: Desk, block: Block, col: int, number: int) -> str:
    """Return the formula that adds a column of Sumber over all offices, for one indicator."""
    first = desk.places[block.number].source
    last = first + len(block.offices) * len(block.form.indicators) - 1

    def area(col: int) -> str:
        letters = column(col)
        return f"{SOURCES}!${letters}${first + 1}:${letters}${last + 1}"

    return f"SUMIFS({area(col)},{area(Columns.INDICATOR)},{number})"


def source(row: int, col: int) -> str:
    """Return a reference to a cell of Sumber."""
    return f"{SOURCES}!{a1(row, col)}"


def target_of(indicator: Indicator, target: float | str | None) -> formulas.Value:
    """Return a target as its cell holds it, "tidak ada" for none."""
    return NO_TARGET if target is None else measures.cell_target(indicator, target)


def parts_of(indicator: Indicator, measured: Measured) -> list[formulas.Value]:
    """Return what the cells of a figure's parts hold; "" for one that is not given yet."""
    parts = (measured.numerator, measured.denominator) if measures.paired(indicator) else (measured.actual,)
    return ["" if part is None else part for part in parts]


def actual_of(indicator: Indicator, measured: Measured) -> formulas.Value:
    """Return a figure as its cell holds it."""
    values = parts_of(indicator, measured)
    return formulas.figure(indicator, [""] * len(values), values)[1]


def amount_width(blocks: Sequence[Block], least: float) -> float:
    """Return the width of a column of figures: the longest amount fits in small letters."""
    rupiah = any(item.numbers is Numbers.RUPIAH for block in blocks for item in block.form.indicators)
    return max(least, _RUPIAH_WIDTH) if rupiah else least


def narrow(look: str) -> str:
    """Return the look of a cell that must hold the largest amount there may be."""
    return "rupiah_small" if look == "rupiah" else look


def titled(indicator: Indicator) -> str:
    """Return an indicator with its number."""
    return f"{indicator.number}. {indicator.text}"


def blank(sheet: Worksheet, row: int, cols: Sequence[int], style: Any) -> None:
    """Write empty cells in a style."""
    for col in cols:
        sheet.write_blank(row, col, None, style)


def bands(desk: Desk, block: Block, sheet: Worksheet, area: tuple[int, int, int, int]) -> None:
    """Colour the predicate words of an area."""
    for band in block.form.scale.bands:
        value = '"' + band.label.replace('"', '""') + '"'
        rule = {"type": "cell", "criteria": "==", "value": value, "format": desk.styles.band(band.colour)}
        sheet.conditional_format(*area, rule)


def legend(desk: Desk, sheet: Worksheet, block: Block, row: int) -> int:
    """Write every predicate with its bound on its colour, and the source of the scale; return the row below."""
    sheet.write_string(row, 1, "Predikat menurut capaian", desk.styles["bold"])
    for band in block.form.scale.bands:
        row += 1
        if band.lower is None:
            bound = f"di bawah {indonesian.number(band.upper or 0)}%"
        else:
            bound = f"mulai {indonesian.number(band.lower)}%"
        sheet.write_string(row, 1, f"{band.label}, {bound}", desk.styles["centre_middle"])
        sheet.conditional_format(row, 1, row, 1, {"type": "no_errors", "format": desk.styles.band(band.colour)})
    source_words = f"Sumber: {block.form.scale.source}. Capaian tidak dibulatkan; batas bawah termasuk."
    points = column_points(_LEGEND_WIDTH)
    sheet.write_string(row + 1, 1, source_words, desk.styles["wrap"])
    sheet.set_row(row + 1, row_height([(source_words, points)], SIZE))
    return row + 2

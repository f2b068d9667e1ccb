"""The sheet Data: what is counted or given in every period, with the live figure and a status word below it."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import FIGURES, measure_words, measures
from iku_excel.definition.layout import (
    ACTIVITY_ROW,
    BLOCK,
    COUNT_COL,
    DATA,
    DATA_FIRST,
    DATA_HEAD,
    GUIDE,
    IDENTITY,
    INDICATORS,
    NUMBER_COL,
    PERIOD_COL,
    TEXT_COL,
    Field,
    block_row,
    figure_labels,
)
from iku_excel.model import Indicator, Numbers
from iku_excel.package import a1, column
from iku_excel.template import block, live, validation
from iku_excel.template.desk import Desk, Preset, Value, narrow
from iku_excel.text import indonesian, paper
from iku_excel.text.styles import FINE, LINE, SIZE
from iku_excel.text.typography import column_points, row_height

_RUPIAH_WIDTH = 19  # of a column that holds Rp1.000.000.000.000.000 in small letters

_HEAD, _ABOVE = 20.0, 24.0 + 4 * LINE + 20.0
"""Points of the headings, which every page repeats, and of all that stands above the first indicator."""

_A_PAGE = 6  # periods on a page where they do not all stand on one


def write(desk: Desk) -> None:
    """Write the sheet Data."""
    definition, style = desk.definition, desk.styles
    periods, total = definition.periods, desk.layout.total_col
    least = _RUPIAH_WIDTH if any(item.numbers is Numbers.RUPIAH for item in definition.indicators) else 11
    period_width = max(least, 15 if len(periods) <= 4 else 11)
    widths = [5, 34, 46, *[period_width] * len(periods), *([max(least, 15)] if total else [])]
    halves = range(PERIOD_COL, len(widths), _A_PAGE)
    title = f"DATA {definition.period.upper()} {definition.year}"
    sheet = desk.sheet(DATA, widths, title, keep=PERIOD_COL, stops=halves)
    plain = all(measure_words.part_look(item) == "count" for item in definition.indicators)
    filling = f"Isi sel kuning{' dengan bilangan bulat' if plain else ''}. Belum dilaporkan: biarkan kosong."
    if desk.layout.registers:
        numbers = indonesian.listing([str(place.number) for place in desk.layout.registers])
        filling += f" Angka indikator {numbers} dihitung sendiri dari registernya."
    sheet.write_string(1, 0, filling, style["plain"])
    sheet.write_string(2, 0, "Di bawah setiap angka tampil realisasi dan kata statusnya.", style["plain"])
    desk.links(sheet, 3, {1: IDENTITY, 2: INDICATORS, PERIOD_COL: GUIDE})
    heads = ["NO", "INDIKATOR", "URAIAN", *[period.label for period in periods], *(["Kumulatif"] if total else [])]
    for col, text in enumerate(heads):
        sheet.write_string(DATA_HEAD, col, text, style["head"])
    sheet.set_row(DATA_HEAD, _HEAD)
    sheet.freeze_panes(DATA_FIRST, PERIOD_COL)
    sheet.repeat_rows(DATA_HEAD)
    if desk.layout.registers:
        _activity(desk, sheet)
    heights = [_block(desk, sheet, indicator, widths) for indicator in definition.indicators]
    ends, _ = paper.parted_rows(heights, _ABOVE, _HEAD, paper.height("f4", widths, smallest=FINE))
    sheet.set_h_pagebreaks([block_row(definition.indicators[position]) for position in ends])


def _block(desk: Desk, sheet: Worksheet, indicator: Indicator, widths: Sequence[float]) -> float:
    """Write the four rows of an indicator: two for its parts, its figure and its status; return their height."""
    style, row = desk.styles, block_row(indicator)
    explained = f"{indicator.text}\n{' '.join(filter(None, (measure_words.over_periods(indicator), indicator.hint)))}"
    sheet.merge_range(row, NUMBER_COL, row + 3, NUMBER_COL, indicator.number, style["centre_middle"])
    sheet.merge_range(row, TEXT_COL, row + 3, TEXT_COL, "", style["label_middle"])
    sheet.write_string(row, TEXT_COL, explained, style["label_middle"])
    labels = figure_labels(indicator)
    heights: list[float] = []
    spare = [] if measures.paired(indicator) else [measure_words.allowed(indicator)]
    for offset, text in enumerate((*labels, *spare, "Realisasi", "Status")):
        sheet.write_string(row + offset, COUNT_COL, text, style["label"])
        steps = indicator.steps if offset % 2 == 0 else ()  # what is chosen, and below it what that comes to
        chosen = [(step, column_points(widths[PERIOD_COL])) for step in steps]
        needed = row_height([(text, column_points(widths[COUNT_COL])), *chosen], SIZE)
        shared = row_height([(explained, column_points(widths[TEXT_COL]))], SIZE) / BLOCK
        heights.append(max(needed, shared, 18.0))
        sheet.set_row(row + offset, heights[-1])
    typed = _typed(desk, sheet, indicator)
    n_periods = len(desk.definition.periods)
    for index in range(n_periods):
        _live(desk, sheet, indicator, PERIOD_COL + index, [values[index] for values in typed])
    total = desk.layout.total_col
    if total is not None:
        sums: list[Value] = []
        for offset, values in enumerate(typed):
            cells = [a1(row + offset, PERIOD_COL + index) for index in range(n_periods)]
            formula, value = block.to_date(indicator, cells, values)
            look = f"fixed_{narrow(measure_words.part_look(indicator))}"
            sheet.write_formula(row + offset, total, f"={formula}", style[look], value)
            sums.append(value)
        _live(desk, sheet, indicator, total, sums, n_periods)
    desk.looks(sheet, (row + 3, PERIOD_COL, row + 3, len(widths) - 1))
    return sum(heights)


def _typed(desk: Desk, sheet: Worksheet, indicator: Indicator) -> list[list[Value]]:
    """Write the input cells of an indicator; return what they hold, by part and period."""
    typed: list[list[Value]] = [[] for _ in measures.row(indicator).parts]
    for field in desk.layout.fields:
        if field.indicator != indicator.number or field.role not in FIGURES:
            continue
        values = typed[field.place.row - block_row(indicator)]
        if indicator.register is not None:
            values.append(_live_count(desk, sheet, field))
            continue
        desk.put(sheet, field, f"input_{narrow(measure_words.part_look(indicator))}")
        row, col = field.place.row, field.place.col
        sheet.data_validation(row, col, row, col, validation.of_figure(indicator, field))
        value = desk.values.get(field.name, "")
        values.append(value.value if isinstance(value, Preset) else value)
    return typed


def _live(
    desk: Desk, sheet: Worksheet, indicator: Indicator, col: int, values: Sequence[Value], n_periods: int = 1
) -> None:
    """Write the live figure and the status word below the parts of a column."""
    row, style = block_row(indicator), desk.styles
    parts = [a1(row + offset, col) for offset in range(len(values))]
    for offset in range(len(values), 2):
        sheet.write_blank(row + offset, col, None, style["fixed_text"])
    look = f"fixed_{narrow(measure_words.look(indicator))}"
    formula, value = block.figure(indicator, parts, values)
    sheet.write_formula(row + 2, col, f"={formula}", style[look], value)
    formula, value = block.status(indicator, parts, values, n_periods)
    sheet.write_formula(row + 3, col, f"={formula}", style["status"], value)


def _live_count(desk: Desk, sheet: Worksheet, field: Field) -> Value:
    """Write a count that comes out of its register; empty in a period that nothing reaches."""
    place = next(item for item in desk.layout.registers if item.number == field.indicator)
    last = PERIOD_COL + len(desk.definition.periods) - 1
    later = f"{column(field.place.col)}${ACTIVITY_ROW + 1}:${column(last)}${ACTIVITY_ROW + 1}"
    counted = live.count_formula(desk.definition, place, field.role, field.period)
    value = desk.live.counts.get(field.name, "")
    desk.ledger.put(DATA, field.place.row, field.place.col, value if isinstance(value, str | int) else "")
    sheet.write_formula(
        field.place.row, field.place.col, f'=IF(SUM({later})=0,"",{counted})', desk.styles["fixed_count"], value
    )
    return value


def _activity(desk: Desk, sheet: Worksheet) -> None:
    """Write how much is dated in each period: what decides through which period registers are reported."""
    sheet.write_string(ACTIVITY_ROW, COUNT_COL, "Tanggal register dan angka terisi", desk.styles["small"])
    typed = [indicator for indicator in desk.definition.indicators if indicator.register is None]
    rows = {item.number: (block_row(item), block_row(item) + len(measures.row(item).parts) - 1) for item in typed}
    for index in range(len(desk.definition.periods)):
        col = PERIOD_COL + index
        terms = [live.activity_formula(desk.definition, place, index) for place in desk.layout.registers]
        terms += [f"COUNTA({a1(first, col)}:{a1(last, col)})" for first, last in rows.values()]
        value = desk.live.activity[index]
        desk.ledger.put(DATA, ACTIVITY_ROW, col, value)
        sheet.write_formula(ACTIVITY_ROW, col, f"={'+'.join(terms)}", desk.styles["activity"], value)

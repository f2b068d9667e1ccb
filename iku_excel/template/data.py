"""The sheet Data: the counts of every period, with a live ratio and a status word below each pair."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition.layout import (
    ACTIVITY_ROW,
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
    Role,
    block_row,
    count_labels,
)
from iku_excel.model import MAX_COUNT, Indicator, Kind
from iku_excel.package import a1, column
from iku_excel.template import live
from iku_excel.template.desk import COMPLETE, EMPTY, EXCEEDS, NOT_NUMBER, PARTIAL, WRONG, ZERO, Desk, Preset, Value
from iku_excel.text import indonesian
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

_KINDS = {Kind.FLOW: "Arus: periode dijumlahkan.", Kind.STOCK: "Stok: periode terakhir yang berlaku."}


def write(desk: Desk) -> None:
    """Write the sheet Data."""
    definition, style = desk.definition, desk.styles
    periods, total = definition.periods, desk.layout.total_col
    period_width = 15 if len(periods) <= 4 else 11
    widths = [5, 34, 46, *[period_width] * len(periods), *([15] if total else [])]
    sheet = desk.sheet(DATA, widths, f"DATA {definition.period.upper()} TAHUN {definition.year}")
    filling = "Isi sel kuning dengan bilangan bulat. Belum dilaporkan: biarkan kosong."
    if desk.layout.registers:
        numbers = indonesian.listing([str(place.number) for place in desk.layout.registers])
        filling += f" Angka indikator {numbers} dihitung sendiri dari registernya."
    sheet.write_string(1, 0, filling, style["plain"])
    sheet.write_string(2, 0, "Di bawah setiap pasangan angka tampil persentase dan kata statusnya.", style["plain"])
    desk.links(sheet, 3, {1: IDENTITY, 2: INDICATORS, PERIOD_COL: GUIDE})
    heads = ["NO", "INDIKATOR", "URAIAN", *[period.label for period in periods], *(["Kumulatif"] if total else [])]
    for col, text in enumerate(heads):
        sheet.write_string(DATA_HEAD, col, text, style["head"])
    sheet.set_row(DATA_HEAD, 20)
    sheet.freeze_panes(DATA_FIRST, PERIOD_COL)
    sheet.repeat_rows(DATA_HEAD)
    if desk.layout.registers:
        _activity(desk, sheet)
    breaks = []
    for indicator in definition.indicators:
        _block(desk, sheet, indicator, widths)
        if indicator.number % 7 == 1 and indicator.number > 1:
            breaks.append(block_row(indicator))
    sheet.set_h_pagebreaks(breaks)


def _block(desk: Desk, sheet: Worksheet, indicator: Indicator, widths: Sequence[float]) -> None:
    style, row = desk.styles, block_row(indicator)
    labels = count_labels(indicator)
    explained = f"{indicator.text}\n{' '.join(filter(None, (_KINDS[indicator.kind], indicator.hint)))}"
    sheet.merge_range(row, NUMBER_COL, row + 3, NUMBER_COL, indicator.number, style["centre_middle"])
    sheet.merge_range(row, TEXT_COL, row + 3, TEXT_COL, "", style["label_middle"])
    sheet.write_string(row, TEXT_COL, explained, style["label_middle"])
    for offset, text in enumerate((*labels.values(), "Realisasi", "Status")):
        sheet.write_string(row + offset, COUNT_COL, text, style["label"])
        needed = row_height([(text, column_points(widths[COUNT_COL]))], SIZE)
        shared = row_height([(explained, column_points(widths[TEXT_COL]))], SIZE) / 4
        sheet.set_row(row + offset, max(needed, shared, 18))
    fields = {field.name: field for field in desk.layout.fields if field.indicator == indicator.number}
    counts: dict[Role, list[Value]] = {Role.NUMERATOR: [], Role.DENOMINATOR: []}
    for field in fields.values():
        if field.role in counts and indicator.register is not None:
            counts[field.role].append(_live_count(desk, sheet, field))
        elif field.role in counts:
            desk.put(sheet, field, "input_count")
            _count_validation(sheet, field, indicator)
            value = desk.values.get(field.name, "")
            counts[field.role].append(value.value if isinstance(value, Preset) else value)
    for index in range(len(desk.definition.periods)):
        pair = [values[index] for values in counts.values()]
        _live_pair(desk, sheet, (row, PERIOD_COL + index), pair)
    total = desk.layout.total_col
    if total is not None:
        sums = []
        for offset, values in enumerate(counts.values()):
            formula, value = _total(indicator.kind, (row + offset, total), values)
            sheet.write_formula(row + offset, total, formula, style["fixed_count"], value)
            sums.append(value)
        _live_pair(desk, sheet, (row, total), sums)
    desk.looks(sheet, (row + 3, PERIOD_COL, row + 3, len(widths) - 1))


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
    for index in range(len(desk.definition.periods)):
        col = PERIOD_COL + index
        terms = [live.activity_formula(desk.definition, place, index) for place in desk.layout.registers]
        terms += [f"COUNTA({a1(block_row(item), col)}:{a1(block_row(item) + 1, col)})" for item in typed]
        value = desk.live.activity[index]
        desk.ledger.put(DATA, ACTIVITY_ROW, col, value)
        sheet.write_formula(ACTIVITY_ROW, col, f"={'+'.join(terms)}", desk.styles["activity"], value)


def _count_validation(sheet: Worksheet, field: Field, indicator: Indicator) -> None:
    counted = indicator.numerator if field.role is Role.NUMERATOR else indicator.denominator
    row, col = field.place.row, field.place.col
    sheet.data_validation(
        row,
        col,
        row,
        col,
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": MAX_COUNT,
            "input_title": f"{'Pembilang' if field.role is Role.NUMERATOR else 'Penyebut'} {indicator.number}",
            "input_message": f"{counted[:150]}. Bilangan bulat, tanpa titik ribuan. Tidak ada: tulis 0.",
            "error_title": "Bukan bilangan bulat",
            "error_message": "Tulis bilangan bulat 0 atau lebih, tanpa titik ribuan dan tanpa kata, misalnya 1234. "
            "Belum dilaporkan: kosongkan selnya.",
        },
    )


def _live_pair(desk: Desk, sheet: Worksheet, at: tuple[int, int], pair: Sequence[Value]) -> None:
    """Write the live ratio and the status word below a numerator and denominator."""
    row, col = at
    top, bottom, both = a1(row, col), a1(row + 1, col), f"{a1(row, col)}:{a1(row + 1, col)}"
    ratio = f'=IF(COUNT({both})<2,"",IF({bottom}=0,"n/a",{top}/{bottom}))'
    odd = f"OR({top}<0,{bottom}<0,{top}<>INT({top}),{bottom}<>INT({bottom}))"
    sound = f'IF({top}>{bottom},"{EXCEEDS}",IF({bottom}=0,"{ZERO}","{COMPLETE}"))'
    status = (
        f'=IF(AND({top}="",{bottom}=""),"{EMPTY}",IF(OR({top}="",{bottom}=""),"{PARTIAL}",'
        f'IF(COUNT({both})<2,"{NOT_NUMBER}",IF({odd},"{WRONG}",{sound}))))'
    )
    ratio_value, status_value = _pair_values(pair)
    sheet.write_formula(row + 2, col, ratio, desk.styles["fixed_percent"], ratio_value)
    sheet.write_formula(row + 3, col, status, desk.styles["status"], status_value)


def _pair_values(pair: Sequence[Value]) -> tuple[Value, str]:
    """Return what Excel would show for the ratio and the status of a pair."""
    numbers = [value for value in pair if isinstance(value, int | float)]
    if len(numbers) < 2:
        blank = sum(value == "" for value in pair)
        return "", (NOT_NUMBER, PARTIAL, EMPTY)[blank]
    top, bottom = numbers
    ratio: Value = top / bottom if bottom else "n/a"
    if min(numbers) < 0 or any(number != int(number) for number in numbers):
        return ratio, WRONG
    if top > bottom:
        return ratio, EXCEEDS
    return ratio, COMPLETE if bottom else ZERO


def _total(kind: Kind, at: tuple[int, int], values: Sequence[Value]) -> tuple[str, Value]:
    """Return the formula of a year-to-date count at a cell, and its value."""
    row, col = at
    periods = f"{a1(row, PERIOD_COL)}:{a1(row, col - 1)}"
    how = f"SUM({periods})" if kind is Kind.FLOW else f"INDEX({periods},COUNT({periods}))"
    numbers = [value for value in values if isinstance(value, int | float)]
    value: Value = ""
    if numbers:
        value = sum(numbers) if kind is Kind.FLOW else numbers[-1]
    return f'=IF(COUNT({periods})=0,"",{how})', value

"""The sheet Rekap: a row for each office, below the regency's own.

    A   B           C          D          E..J (and so on for every indicator)
    NO  ORGANISASI  PERINGKAT  RATA-RATA  PEMBILANG PENYEBUT REALISASI TARGET CAPAIAN PREDIKAT

The regency's figures are sums of numerators over sums of denominators, or sums of counts, taken from Sumber;
what may not be added up is shown on Sebaran. The plain mean of the offices' percentages stands in a row of its
own, under that name. Two indicators fill the width of a page; the columns of the office are repeated on every page.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import formulas, measure_words, measures
from iku_excel.definition.measures import Offices
from iku_excel.package import a1, column
from iku_excel.regency.recap.records import Block, Sent
from iku_excel.regency.recap.sheets.desk import (
    FIRST,
    MIXED,
    NO_TARGET,
    SUMMARY,
    Columns,
    Desk,
    actual_of,
    amount_width,
    bands,
    behind,
    blank,
    legend,
    narrow,
    parts_of,
    source,
    source_row,
    source_sum,
    target_of,
    titled,
)
from iku_excel.text import indonesian
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

RANK, MEAN, GROUPS, GROUP = 2, 3, 4, 6
NUMERATOR, DENOMINATOR, ACTUAL, TARGET, ACHIEVEMENT, PREDICATE = range(GROUP)
_HEADS = ("PEMBILANG", "PENYEBUT", "REALISASI", "TARGET", "CAPAIAN", "PREDIKAT")
_OFFICE_WIDTHS = (5, 28, 12, 12)
_GROUP_WIDTHS = (12, 11, 11, 9, 10, 14)  # two indicators stand on a page
NOT_ADDED = "lihat Sebaran"
_REACH_WIDTH = 14


def write(desk: Desk) -> None:
    """Write the sheet Rekap."""
    n_indicators = max((len(block.form.indicators) for block in desk.recap.blocks), default=0)
    uneven = not all(block.even for block in desk.recap.blocks)
    widths = (*_OFFICE_WIDTHS, *_group_widths(desk.recap.blocks) * n_indicators, *[_REACH_WIDTH] * uneven)
    stops = range(GROUPS, GROUPS + GROUP * n_indicators + 1, GROUP)
    title = "REKAPITULASI INDIKATOR KINERJA UTAMA"
    sheet = desk.sheet(SUMMARY, widths, title, stops=stops, note=behind(desk.recap))
    sheet.freeze_panes(FIRST + 2, 2) if len(desk.recap.blocks) == 1 else sheet.freeze_panes(FIRST, 2)
    for block in desk.recap.blocks:
        _block(desk, sheet, block)
    if not desk.recap.blocks:
        sheet.write_string(FIRST, 0, "Tidak ada kiriman yang dapat dihitung; lihat Kelengkapan.", desk.styles["note"])
    desk.end(sheet, desk.last_summary_row)
    if len(desk.recap.blocks) == 1:
        sheet.repeat_rows(FIRST, FIRST + 1)


def _group_widths(blocks: Sequence[Block]) -> tuple[float, ...]:
    """Return the widths of an indicator's columns: wider where there are amounts."""
    return tuple(amount_width(blocks, width) if col <= TARGET else width for col, width in enumerate(_GROUP_WIDTHS))


def office_row(desk: Desk, block: Block, office: int) -> int:
    """Return the row of an office on Rekap."""
    return desk.places[block.number].offices + office


def col_of(position: int, part: int) -> int:
    """Return the column of a figure of the indicator at a position."""
    return GROUPS + GROUP * position + part


def ranked(block: Block) -> list[formulas.Value]:
    """Return the rank of every office among those that reach equally far."""
    return formulas.ranks_within(means(block), [sent.through for sent in block.offices])


def marked(block: Block, sent: Sent, rank: formulas.Value) -> formulas.Value:
    """Return a rank as the cell of this sheet holds it: one among offices that report less far says so."""
    if isinstance(rank, str) or block.reach(sent) == block.through:
        return rank
    return f"{rank:.0f}{_mark(block, sent)}"


def _mark(block: Block, sent: Sent) -> str:
    return f" ({block.reach(sent).label})"


def means(block: Block) -> list[formulas.Value]:
    """Return the mean achievement of every office as the cells of this sheet hold it."""
    return [
        formulas.mean(("",), [achieved(block, sent, n) for n in range(len(sent.figures))])[1] for sent in block.offices
    ]


def achieved(block: Block, sent: Sent, position: int) -> formulas.Value:
    """Return the achievement of an office as the cell of this sheet holds it."""
    return _achieved(block, sent, position)[1]


def _achieved(block: Block, sent: Sent, position: int, row: int = 0) -> formulas.Live:
    figure, indicator = sent.figures[position], block.form.indicators[position]
    cells = (a1(row, col_of(position, ACTUAL)), a1(row, col_of(position, TARGET)))
    values = (actual_of(indicator, figure.measured), target_of(indicator, figure.target))
    return formulas.achievement(indicator, block.form.scale.cap, cells, values)


def _block(desk: Desk, sheet: Worksheet, block: Block) -> None:
    place, style = desk.places[block.number], desk.styles
    last_col = col_of(len(block.form.indicators) - 1, PREDICATE)
    group_row, head_row = place.summary - 2, place.summary - 1
    if len(desk.recap.blocks) > 1:
        desk.section(sheet, group_row - 1, desk.block_title(block), last_col)
    texts = [titled(indicator) for indicator in block.form.indicators]
    blank(sheet, group_row, range(GROUPS), style["head"])
    for position, text in enumerate(texts):
        sheet.merge_range(group_row, col_of(position, 0), group_row, col_of(position, GROUP - 1), "", style["head"])
        sheet.write_string(group_row, col_of(position, 0), text, style["head"])
    group = _group_widths(desk.recap.blocks)
    points = sum(map(column_points, group))
    sheet.set_row(group_row, max(22.0, row_height([(text, points) for text in texts], SIZE, bold=True)))
    reach = ["SAMPAI DENGAN"] * (not block.even)
    blank(sheet, group_row, [reach_col(block)] * len(reach), style["head"])
    heads = ("NO", "ORGANISASI", "PERINGKAT", "RATA-RATA CAPAIAN", *_HEADS * len(texts), *reach)
    desk.head(sheet, head_row, heads, (*_OFFICE_WIDTHS, *group * len(texts), _REACH_WIDTH))
    _sums(desk, sheet, block)
    ranks = ranked(block)
    for office in range(len(block.offices)):
        _office(desk, sheet, block, office, ranks[office])
    first, last = place.summary, place.offices + len(block.offices) - 1
    for position in range(len(texts)):
        col = col_of(position, PREDICATE)
        bands(desk, block, sheet, (first, col, last, col))
    legend(desk, sheet, block, last + 1)


def _sums(desk: Desk, sheet: Worksheet, block: Block) -> None:
    """Write the regency's row, and below it the mean of the percentages under its own name."""
    row, style = desk.places[block.number].summary, desk.styles
    sheet.set_row(row, 22)
    blank(sheet, row, (0, RANK), style["sum_label"])
    title = desk.recap.title if len(desk.recap.blocks) == 1 else f"{desk.recap.title}, blok {block.number}"
    sheet.write_string(row, 1, indonesian.printable(title), style["sum_label"])
    if not block.even:
        sheet.write_string(row, reach_col(block), block.through.label, style["sum_centre"])
    reached: list[formulas.Value] = []
    for position, indicator in enumerate(block.form.indicators):
        match measures.offices(indicator):
            case Offices.RECOMPUTED:
                reached.append(_recomputed(desk, sheet, block, position))
            case Offices.SUMMED:
                _summed(desk, sheet, block, position)
                reached.append(formulas.NOT_AVAILABLE)
            case _:
                blank(sheet, row, range(col_of(position, 0), col_of(position, GROUP)), style["sum_centre"])
                sheet.write_string(row, col_of(position, ACTUAL), NOT_ADDED, style["sum_centre"])
                reached.append(formulas.NOT_AVAILABLE)
    cells_reached = [a1(row, col_of(position, ACHIEVEMENT)) for position in range(len(reached))]
    desk.live(sheet, (row, MEAN), formulas.mean(cells_reached, reached), "sum_percent")
    sheet.set_row(row + 1, 20)
    blank(sheet, row + 1, range(reach_col(block) + (not block.even)), style["mean_label"])
    sheet.write_string(row + 1, 1, "Rata-rata persentase organisasi", style["mean_label"])
    for position, indicator in enumerate(block.form.indicators):
        if measures.has_mean(indicator):
            _mean(desk, sheet, block, position)


def _recomputed(desk: Desk, sheet: Worksheet, block: Block, position: int) -> formulas.Value:
    """Write the figure that comes from the sums of what all offices have counted; return its achievement."""
    row, columns, indicator = desk.places[block.number].summary, Columns(block), block.form.indicators[position]
    total = desk.totals[block.number][indicator.number]
    values = [total[name] for name in ("numerator", "denominator")]
    for part, value in enumerate(values):
        formula = source_sum(desk, block, columns.total + part, indicator.number)
        look = f"sum_{narrow(measure_words.part_look(indicator))}"
        live = formulas.over_offices(indicator, formula, value)
        values[part] = desk.live(sheet, (row, col_of(position, part)), live, look)
    look = f"sum_{measure_words.look(indicator)}"
    parts = [a1(row, col_of(position, part)) for part in (NUMERATOR, DENOMINATOR)]
    live = formulas.figure_over_offices(indicator, parts, values)
    actual = desk.live(sheet, (row, col_of(position, ACTUAL)), live, look)
    first, last = row + 2, row + 1 + len(block.offices)
    target = desk.live(sheet, (row, col_of(position, TARGET)), _target(block, position, first, last), look)
    cells = (a1(row, col_of(position, ACTUAL)), a1(row, col_of(position, TARGET)))
    live = formulas.achievement(indicator, block.form.scale.cap, cells, (actual, target))
    achieved = desk.live(sheet, (row, col_of(position, ACHIEVEMENT)), live, "sum_percent")
    live = formulas.predicate(block.form.scale, a1(row, col_of(position, ACHIEVEMENT)), achieved)
    desk.live(sheet, (row, col_of(position, PREDICATE)), live, "sum_centre")
    return achieved


def _summed(desk: Desk, sheet: Worksheet, block: Block, position: int) -> None:
    """Write the sum of what all offices have counted; nobody has set a target for it."""
    row, indicator = desk.places[block.number].summary, block.form.indicators[position]
    blank(sheet, row, range(col_of(position, 0), col_of(position, GROUP)), desk.styles["sum_centre"])
    sheet.write_string(row, col_of(position, NUMERATOR), "Jumlah", desk.styles["sum_centre"])
    total = desk.totals[block.number][indicator.number]["numerator"]
    live = formulas.over_offices(indicator, source_sum(desk, block, Columns(block).total, indicator.number), total)
    look = f"sum_{narrow(measure_words.look(indicator))}"
    desk.live(sheet, (row, col_of(position, ACTUAL)), live, look)


def _mean(desk: Desk, sheet: Worksheet, block: Block, position: int) -> None:
    row = desk.places[block.number].summary
    col, indicator = col_of(position, ACTUAL), block.form.indicators[position]
    area = f"{a1(row + 2, col)}:{a1(row + 1 + len(block.offices), col)}"
    actuals = [actual_of(indicator, sent.figures[position].measured) for sent in block.offices]
    numbers = [actual for actual in actuals if not isinstance(actual, str)]
    value: formulas.Value = sum(numbers) / len(numbers) if numbers else formulas.NOT_AVAILABLE
    live = (f'IF(COUNT({area})=0,"{formulas.NOT_AVAILABLE}",SUM({area})/COUNT({area}))', value)
    desk.live(sheet, (row + 1, col), live, "mean_percent")


def _target(block: Block, position: int, first: int, last: int) -> formulas.Live:
    """Return the regency's target: that of all its offices where they agree."""
    col = col_of(position, TARGET)
    area = f"{a1(first, col)}:{a1(last, col)}"
    targets = {sent.figures[position].target for sent in block.offices}
    value: formulas.Value = MIXED
    if len(targets) == 1:
        value = target_of(block.form.indicators[position], targets.pop())
    agreed = f"AND(COUNT({area})=ROWS({area}),MIN({area})=MAX({area}))"
    return f'IF(COUNT({area})=0,"{NO_TARGET}",IF({agreed},MIN({area}),"{MIXED}"))', value


def _office(desk: Desk, sheet: Worksheet, block: Block, office: int, rank: formulas.Value) -> None:
    row, style, sent = office_row(desk, block, office), desk.styles, block.offices[office]
    name = indonesian.printable(sent.organization)
    sheet.set_row(row, max(18.0, row_height([(name, column_points(_OFFICE_WIDTHS[1]))], SIZE)))
    sheet.write_number(row, 0, office + 1, style["rank"])
    sheet.write_string(row, 1, name, style["label_middle"])
    reached: list[formulas.Value] = []
    for position, figure in enumerate(sent.figures):
        indicator = block.form.indicators[position]
        _figure(desk, sheet, block, (office, position))
        target = target_of(indicator, figure.target)
        if figure.target is None:
            sheet.write_string(row, col_of(position, TARGET), str(target), style["centre_middle"])
        elif isinstance(target, str):
            sheet.write_string(row, col_of(position, TARGET), target, style[measure_words.look(indicator)])
        else:
            look = narrow(measure_words.target_look(indicator, target))
            sheet.write_number(row, col_of(position, TARGET), target, style[look])
        live = _achieved(block, sent, position, row)
        reached.append(desk.live(sheet, (row, col_of(position, ACHIEVEMENT)), live, "percent"))
        cell = a1(row, col_of(position, ACHIEVEMENT))
        live = formulas.predicate(block.form.scale, cell, reached[-1])
        desk.live(sheet, (row, col_of(position, PREDICATE)), live, "centre_middle")
    cells = [a1(row, col_of(position, ACHIEVEMENT)) for position in range(len(reached))]
    desk.live(sheet, (row, MEAN), formulas.mean(cells, reached), "percent")
    _rank(desk, sheet, block, row, (sent, rank))


def _rank(desk: Desk, sheet: Worksheet, block: Block, row: int, what: tuple[Sent, formulas.Value]) -> None:
    """Write the rank of an office, and how far it reaches where not all reach equally far."""
    first = desk.places[block.number].offices
    sent, rank = what

    def area(col: int) -> str:
        letters = column(col)
        return f"${letters}${first + 1}:${letters}${first + len(block.offices)}"

    mean = a1(row, MEAN)
    if block.even:
        formula = f"RANK({mean},{area(MEAN)})"
    else:
        col = reach_col(block)
        sheet.write_string(row, col, block.reach(sent).label, desk.styles["centre_middle"])
        formula = formulas.rank_within(mean, area(MEAN), a1(row, col), area(col))
        if block.reach(sent) != block.through:
            formula = f'{formula}&"{_mark(block, sent)}"'
    live = (f'IF(ISNUMBER({mean}),{formula},"{formulas.NOT_AVAILABLE}")', marked(block, sent, rank))
    desk.live(sheet, (row, RANK), live, "rank")


def _figure(desk: Desk, sheet: Worksheet, block: Block, which: tuple[int, int]) -> None:
    """Write what an office has counted, and its figure."""
    office, position = which
    row, columns, indicator = office_row(desk, block, office), Columns(block), block.form.indicators[position]
    values = parts_of(indicator, block.offices[office].figures[position].measured)
    at = source_row(desk, block, office, position)
    look, part_look = (narrow(name(indicator)) for name in (measure_words.look, measure_words.part_look))
    if not measures.paired(indicator):
        blank(sheet, row, range(col_of(position, 0), col_of(position, ACTUAL)), desk.styles["centre_middle"])
        live = formulas.figure(indicator, [source(at, columns.total)], values)
        desk.live(sheet, (row, col_of(position, ACTUAL)), live, look)
        return
    for part, value in enumerate(values):
        desk.live(sheet, (row, col_of(position, part)), (source(at, columns.total + part), value), part_look)
    parts = [a1(row, col_of(position, part)) for part in (NUMERATOR, DENOMINATOR)]
    desk.live(sheet, (row, col_of(position, ACTUAL)), formulas.figure(indicator, parts, values), look)


def reach_col(block: Block) -> int:
    """Return the column that says how far each office reaches; only there where not all reach equally far."""
    return col_of(len(block.form.indicators), 0)

"""The sheet Rekap: a row for each office, below the regency's own.

    A   B           C          D          E..J (and so on for every indicator)
    NO  ORGANISASI  PERINGKAT  RATA-RATA  PEMBILANG PENYEBUT REALISASI TARGET CAPAIAN PREDIKAT

The regency's figures are sums of numerators over sums of denominators, taken from Sumber. The plain
mean of the offices' percentages stands in a row of its own, under that name. Two indicators fill the
width of a page; the columns of the office are repeated on every page.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from iku_excel.package import a1, column
from iku_excel.regency.recap import formulas
from iku_excel.regency.recap.formulas import NOT_AVAILABLE, Value
from iku_excel.regency.recap.records import Block, Sent
from iku_excel.regency.recap.sheets.desk import (
    FIRST,
    MIXED,
    NO_TARGET,
    SUMMARY,
    Columns,
    Desk,
    bands,
    behind,
    blank,
    fraction,
    legend,
    source,
    source_row,
    source_sum,
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
_REACH_WIDTH = 14


def write(desk: Desk) -> None:
    """Write the sheet Rekap."""
    n_indicators = max((len(block.form.indicators) for block in desk.recap.blocks), default=0)
    uneven = not all(block.even for block in desk.recap.blocks)
    widths = (*_OFFICE_WIDTHS, *_GROUP_WIDTHS * n_indicators, *[_REACH_WIDTH] * uneven)
    stops = range(GROUPS, len(widths), GROUP)
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


def office_row(desk: Desk, block: Block, office: int) -> int:
    """Return the row of an office on Rekap."""
    return desk.places[block.number].offices + office


def col_of(position: int, part: int) -> int:
    """Return the column of a figure of the indicator at a position."""
    return GROUPS + GROUP * position + part


def ranked(block: Block) -> list[Value]:
    """Return the rank of every office among those that reach equally far."""
    return formulas.ranks_within(means(block), [sent.through for sent in block.offices])


def marked(block: Block, sent: Sent, rank: Value) -> Value:
    """Return a rank as the cell of this sheet holds it: one among offices that report less far says so."""
    if isinstance(rank, str) or block.reach(sent) == block.through:
        return rank
    return f"{rank:.0f}{_mark(block, sent)}"


def _mark(block: Block, sent: Sent) -> str:
    return f" ({block.reach(sent).label})"


def means(block: Block) -> list[Value]:
    """Return the mean achievement of every office as the cells of this sheet hold it."""
    return [
        formulas.mean(("",), [achieved(block, sent, n) for n in range(len(sent.figures))])[1] for sent in block.offices
    ]


def achieved(block: Block, sent: Sent, position: int) -> Value:
    """Return the achievement of an office as the cell of this sheet holds it."""
    return _achieved(block, sent, position)[1]


def _achieved(block: Block, sent: Sent, position: int, row: int = 0) -> formulas.Live:
    figure, indicator = sent.figures[position], block.form.indicators[position]
    cells = (a1(row, col_of(position, ACTUAL)), a1(row, col_of(position, TARGET)))
    _, actual = formulas.quotient("", "", figure.numerator, figure.denominator)
    assert indicator.achievement is not None  # noqa: S101
    return formulas.achievement(indicator.achievement, block.form.scale.cap, cells, (actual, fraction(figure.target)))


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
    points = sum(map(column_points, _GROUP_WIDTHS))
    sheet.set_row(group_row, max(22.0, row_height([(text, points) for text in texts], SIZE, bold=True)))
    reach = ["SAMPAI DENGAN"] * (not block.even)
    blank(sheet, group_row, [reach_col(block)] * len(reach), style["head"])
    heads = ("NO", "ORGANISASI", "PERINGKAT", "RATA-RATA CAPAIAN", *_HEADS * len(texts), *reach)
    desk.head(sheet, head_row, heads, (*_OFFICE_WIDTHS, *_GROUP_WIDTHS * len(texts), _REACH_WIDTH))
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
    sheet.set_row(row + 1, 20)
    first, last = row + 2, row + 1 + len(block.offices)
    blank(sheet, row, (0, RANK), style["sum_label"])
    title = desk.recap.title if len(desk.recap.blocks) == 1 else f"{desk.recap.title}, blok {block.number}"
    sheet.write_string(row, 1, indonesian.printable(title), style["sum_label"])
    reached: list[Value] = []
    for position, indicator in enumerate(block.form.indicators):
        total = desk.totals[block.number][indicator.number]
        columns = Columns(block)
        for part, name in enumerate(("numerator", "denominator")):
            formula = source_sum(desk, block, columns.total + part, indicator.number)
            desk.live(sheet, (row, col_of(position, part)), (formula, total[name]), "sum_count")
        top, bottom = (a1(row, col_of(position, part)) for part in (NUMERATOR, DENOMINATOR))
        live = formulas.quotient(top, bottom, total["numerator"], total["denominator"])
        actual = desk.live(sheet, (row, col_of(position, ACTUAL)), live, "sum_percent")
        target = desk.live(sheet, (row, col_of(position, TARGET)), _target(block, position, first, last), "sum_percent")
        cells = (a1(row, col_of(position, ACTUAL)), a1(row, col_of(position, TARGET)))
        assert indicator.achievement is not None  # noqa: S101
        live = formulas.achievement(indicator.achievement, block.form.scale.cap, cells, (actual, target))
        reached.append(desk.live(sheet, (row, col_of(position, ACHIEVEMENT)), live, "sum_percent"))
        cell = a1(row, col_of(position, ACHIEVEMENT))
        live = formulas.predicate(block.form.scale, cell, reached[-1])
        desk.live(sheet, (row, col_of(position, PREDICATE)), live, "sum_centre")
    cells_reached = [a1(row, col_of(position, ACHIEVEMENT)) for position in range(len(reached))]
    desk.live(sheet, (row, MEAN), formulas.mean(cells_reached, reached), "sum_percent")
    if not block.even:
        sheet.write_string(row, reach_col(block), block.through.label, style["sum_centre"])
    blank(sheet, row + 1, range(reach_col(block) + (not block.even)), style["mean_label"])
    sheet.write_string(row + 1, 1, "Rata-rata persentase organisasi", style["mean_label"])
    for position in range(len(block.form.indicators)):
        _mean(desk, sheet, block, position)


def _mean(desk: Desk, sheet: Worksheet, block: Block, position: int) -> None:
    row = desk.places[block.number].summary
    col = col_of(position, ACTUAL)
    area = f"{a1(row + 2, col)}:{a1(row + 1 + len(block.offices), col)}"
    numbers = [
        sent.figures[position].numerator / sent.figures[position].denominator
        for sent in block.offices
        if sent.figures[position].denominator
    ]
    value: Value = sum(numbers) / len(numbers) if numbers else NOT_AVAILABLE
    live = (f'IF(COUNT({area})=0,"{NOT_AVAILABLE}",SUM({area})/COUNT({area}))', value)
    desk.live(sheet, (row + 1, col), live, "mean_percent")


def _target(block: Block, position: int, first: int, last: int) -> formulas.Live:
    """Return the regency's target: that of all its offices where they agree."""
    col = col_of(position, TARGET)
    area = f"{a1(first, col)}:{a1(last, col)}"
    targets = {sent.figures[position].target for sent in block.offices}
    value: Value = MIXED
    if len(targets) == 1:
        value = fraction(targets.pop())
    agreed = f"AND(COUNT({area})=ROWS({area}),MIN({area})=MAX({area}))"
    return f'IF(COUNT({area})=0,"{NO_TARGET}",IF({agreed},MIN({area}),"{MIXED}"))', value


def _office(desk: Desk, sheet: Worksheet, block: Block, office: int, rank: Value) -> None:
    row, style, sent = office_row(desk, block, office), desk.styles, block.offices[office]
    name = indonesian.printable(sent.organization)
    sheet.set_row(row, max(18.0, row_height([(name, column_points(_OFFICE_WIDTHS[1]))], SIZE)))
    sheet.write_number(row, 0, office + 1, style["rank"])
    sheet.write_string(row, 1, name, style["label_middle"])
    columns = Columns(block)
    reached: list[Value] = []
    for position, figure in enumerate(sent.figures):
        at = source_row(desk, block, office, position)
        for part, value in enumerate((figure.numerator, figure.denominator)):
            desk.live(sheet, (row, col_of(position, part)), (source(at, columns.total + part), value), "count")
        top, bottom = (a1(row, col_of(position, part)) for part in (NUMERATOR, DENOMINATOR))
        live = formulas.quotient(top, bottom, figure.numerator, figure.denominator)
        desk.live(sheet, (row, col_of(position, ACTUAL)), live, "percent")
        target = fraction(figure.target)
        if isinstance(target, str):
            sheet.write_string(row, col_of(position, TARGET), target, style["centre_middle"])
        else:
            sheet.write_number(row, col_of(position, TARGET), target, style["percent"])
        live = _achieved(block, sent, position, row)
        reached.append(desk.live(sheet, (row, col_of(position, ACHIEVEMENT)), live, "percent"))
        cell = a1(row, col_of(position, ACHIEVEMENT))
        live = formulas.predicate(block.form.scale, cell, reached[-1])
        desk.live(sheet, (row, col_of(position, PREDICATE)), live, "centre_middle")
    cells = [a1(row, col_of(position, ACHIEVEMENT)) for position in range(len(reached))]
    desk.live(sheet, (row, MEAN), formulas.mean(cells, reached), "percent")
    _rank(desk, sheet, block, row, (sent, rank))


def _rank(desk: Desk, sheet: Worksheet, block: Block, row: int, what: tuple[Sent, Value]) -> None:
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
    live = (f'IF(ISNUMBER({mean}),{formula},"{NOT_AVAILABLE}")', marked(block, sent, rank))
    desk.live(sheet, (row, RANK), live, "rank")


def reach_col(block: Block) -> int:
    """Return the column that says how far each office reaches; only there where not all reach equally far."""
    return col_of(len(block.form.indicators), 0)

"""The sheet Periksa: the verdict, each fault with a link to its cell, and the helper cells that find them.

    A        B       C    D                      E
    TINGKAT  LEMBAR  SEL  APA YANG SALAH         YANG HARUS DILAKUKAN

The columns beyond are hidden; places.py says what stands in each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import Role, check_number
from iku_excel.definition.layout import (
    ACTIVITY_ROW,
    CHECK,
    DATA,
    DATA_HEAD,
    ERRORS_NAME,
    GUIDE,
    IDENTITY,
    INDICATORS,
    LKJIP,
    PERIOD_COL,
    VERDICT_NAME,
)
from iku_excel.findings import MANY, READY, SEVERITIES
from iku_excel.package import a1, column
from iku_excel.template.desk import ERRORS, FIRST_FAULT, TITLE_HEIGHT, VERDICT, Desk
from iku_excel.template.verdict import places, rules
from iku_excel.template.verdict.forms import FORMS, Source
from iku_excel.template.verdict.places import FIRST, KEYED, LISTED, WARNINGS, Spot, columns, table
from iku_excel.text import indonesian, paper
from iku_excel.text.styles import FINE, LINE

_WIDTHS = (12, 11, 9, 86, 78)
_HEADS = ("TINGKAT", "LEMBAR", "SEL", "APA YANG SALAH", "YANG HARUS DILAKUKAN")
_COUNTS_ROW, _LINKS_ROW, _REST_ROW, _HEAD_ROW = (
    2,
    4,
    5,
    FIRST - 2,
)  # the row below the headings is kept for helper cells, and hidden
_ERRORS, _FAULTS, _WARNINGS = a1(_COUNTS_ROW, 1), f"${column(places.KEY)}$1", a1(_COUNTS_ROW + 1, 1)
_FIRST_LINE = f"$A${FIRST + 1}"
_HEAD_HEIGHT = 20.0
_CERTAIN = 0.97  # share of a page that every program fills
_LINE_HEIGHT = 2 * FINE * 1.24 + 4  # two lines: the longest sentence with the longest label
_BEYOND = (
    "Daftar ini dihitung sendiri. Yang tidak tampak di sini diperiksa lagi saat berkas diterima: format tanggal dan "
    "persen, TRUE/FALSE, teks resmi, dan isi baris register."
)


def write(desk: Desk) -> None:
    """Write the sheet Periksa, and name the verdict."""
    sheet = desk.sheet(CHECK, _WIDTHS, "PERIKSA ISIAN")
    spots = places.spots(desk.layout)
    _head(desk, sheet)
    helpers = _Helpers(desk, sheet, spots)
    helpers.write()
    for line in range(LISTED):
        _Line(desk, FIRST + line, spots).write(desk, sheet)
    filled = {"type": "formula", "criteria": f'=$A{FIRST + 1}<>""', "format": desk.styles["fault_line"]}
    sheet.conditional_format(FIRST, 0, FIRST + LISTED - 1, places.VISIBLE - 1, filled)
    style = desk.styles
    desk.formula(sheet, (FIRST + LISTED, 3), f'IF({_FAULTS}>{LISTED},"dan "&({_FAULTS}-{LISTED})&" lagi","")', "bold")
    sheet.set_column(places.VISIBLE, places.LAST_HELPER, 9, style["plain"], {"hidden": True})
    sheet.set_row(FIRST - 1, None, None, {"hidden": True})
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    printed = _printed()
    sheet.print_area(0, 0, FIRST + printed - 1, places.VISIBLE - 1)
    rest = f'IF({_FAULTS}>{printed},"Tercetak {printed} hal pertama; semuanya tampak di layar.","")'
    desk.formula(sheet, (_REST_ROW, 3), rest, "bold")
    desk.book.define_name(VERDICT_NAME, f"={VERDICT.reference}")
    desk.book.define_name(ERRORS_NAME, f"={ERRORS.reference}")


def _printed() -> int:
    """Return how many faults stand on one page: a print area cannot follow the list, and nobody wants empty pages."""
    above = TITLE_HEIGHT + (_HEAD_ROW - 1) * LINE + _HEAD_HEIGHT
    return int((_CERTAIN * paper.height("f4", _WIDTHS) - above) // _LINE_HEIGHT)


def _head(desk: Desk, sheet: Worksheet) -> None:
    style = desk.styles
    sheet.write_string(1, 0, f"{desk.definition.organization}, tahun {desk.definition.year}", style["subtitle"])
    for row, text in ((_COUNTS_ROW, "Kesalahan"), (_COUNTS_ROW + 1, "Peringatan")):
        sheet.write_string(row, 0, text, style["bold"])
    sheet.write_string(_COUNTS_ROW, 3, "Kesalahan harus diperbaiki; peringatan cukup dipastikan benar.", style["plain"])
    sheet.write_string(_COUNTS_ROW + 1, 3, _BEYOND, style["plain"])
    desk.links(sheet, _LINKS_ROW, {0: GUIDE, 1: IDENTITY, 3: DATA, 4: INDICATORS})
    for col, text in enumerate(_HEADS):
        sheet.write_string(_HEAD_ROW, col, text, style["head"])
    sheet.set_row(_HEAD_ROW, _HEAD_HEIGHT)


class _Helpers:
    """Writes the hidden cells: spots and their rules, blocks, forms, and the counts above them."""

    def __init__(self, desk: Desk, sheet: Worksheet, spots: Sequence[Spot]) -> None:
        self._desk, self._sheet, self._spots = desk, sheet, spots
        self._blocks: dict[int, list[Spot]] = {}
        for spot in spots:
            self._blocks.setdefault(spot.block, []).append(spot)

    def write(self) -> None:
        for spot in self._spots:
            self._spot(spot)
        for block in self._blocks.values():
            self._block(block)
        self._check_number()
        self._forms()
        self._counts()

    def _spot(self, spot: Spot) -> None:
        for col, text in zip((places.NAME, places.LABEL), spot.stem or (), strict=False):
            self._text(spot.row, col, text)
        if spot.role is None:
            self._text(spot.row, places.SHEET, spot.place.sheet)
        self._number(spot.row, places.HEAD_OF, spot.block)
        source = spot.source
        if spot.period == 0:
            self._put(spot.row, places.ADDRESS, f"IFERROR(ROW({source}),0)")
        elif spot.period < 0:
            self._put(spot.row, places.ADDRESS, f'IFERROR(ADDRESS(ROW({source}),COLUMN({source}),4),"?")')
        if spot.role is None:
            self._put(spot.row, places.FAULT, self._empty_register(spot))
            return
        formulas = {
            places.TYPED: f'IF({source}="","",{source})',
            places.VALUE: rules.clean(spot),
            places.FAULT: rules.judge(spot, self._blocks),
            places.MORE: rules.more(spot),
            places.CAUTION: rules.caution(spot, self._blocks),
        }
        for col, formula in formulas.items():
            if formula:
                self._put(spot.row, col, formula)

    def _empty_register(self, spot: Spot) -> str:
        last = PERIOD_COL + len(self._desk.definition.periods) - 1
        dated = f"SUM({DATA}!{a1(ACTIVITY_ROW, PERIOD_COL)}:{a1(ACTIVITY_ROW, last)})"
        empty = rules.key(spot, "empty register")
        return f"IFERROR(IF({dated}=0,{empty},{rules.NONE}),{rules.key(spot, 'error')})"

    def _block(self, block: Sequence[Spot]) -> None:
        self._put(block[0].row, places.ERRORS, rules.errors(block))
        for spot in block:
            if spot.indicator is not None and (spot.period < 0 or spot is block[0]):
                self._text(spot.row, places.ALLOWED, rules.allowed(spot))
            elif spot.role is Role.YEAR:
                self._text(spot.row, places.ALLOWED, str(self._desk.definition.year))
        if block[0].period < 0:
            return
        denominators = [spot for spot in block if spot.role is Role.DENOMINATOR]
        for spot in block:
            if spot.role is not Role.DENOMINATOR:
                self._put(spot.row, places.PAIR, rules.pair(spot, block))
        formulas = rules.of_block(block)
        if places.USUAL in formulas:
            for spot in denominators:
                self._put(spot.row, places.TIMES, rules.times(spot, denominators))
        for col, formula in formulas.items():
            self._put(block[0].row, col, formula)

    def _check_number(self) -> None:
        """Write what each part of an indicator adds to the check number, beside the part's first figure."""
        figures = [spot for spot in self._spots if spot.period >= 0]
        n_periods = len(self._desk.definition.periods)
        for number, (indicator, _) in enumerate(check_number.rows(self._desk.definition), start=1):
            part, figures = figures[:n_periods], figures[n_periods:]
            formula = check_number.formula(indicator, number, [spot.at(places.VALUE) for spot in part])
            self._put(part[0].row, places.CHECKED, formula)

    def _forms(self) -> None:
        for row, form in enumerate(FORMS.values(), start=FIRST):
            self._text(row, places.MESSAGES, form.message)
            self._text(row, places.FIXES, form.fix)
            self._text(row, places.LEVELS, SEVERITIES[form.weight])
            for source in set(form.live.values()):
                self._number(row, places.SOURCE if source.first else places.SECOND, source.position)
        for row, period in enumerate(self._desk.definition.periods, start=FIRST):
            self._text(row, places.TITLES, period.title)
            self._text(row, places.CODES, period.code)
            head = f"{DATA}!{a1(DATA_HEAD, PERIOD_COL + row - FIRST)}"
            self._put(row, places.ACROSS, f"IFERROR(COLUMN({head}),0)")
        for row, month in enumerate(indonesian.MONTHS, start=FIRST):
            self._text(row, places.MONTHS, month)

    def _counts(self) -> None:
        """Write how many faults there are, the verdict, and the link to the first of them."""
        desk, sheet, spots = self._desk, self._sheet, self._spots
        lasts = [f"{block[0].at(places.LAST)}" for block in self._blocks.values() if block[0].period >= 0]
        self._put(FIRST - 1, places.LAST, f"MAX({','.join(lasts)})")
        keys = f"{spots[0].at(places.FAULT)}:{spots[-1].at(places.CAUTION)}"
        self._put(0, places.KEY, f"COUNT({keys})")
        desk.formula(sheet, (_COUNTS_ROW, 1), f"SUM({columns(spots[0], spots[-1], places.ERRORS)})", "figure")
        desk.formula(sheet, (_COUNTS_ROW + 1, 1), f"{_FAULTS}-{_ERRORS}", "figure")
        verdict = f'IF({_ERRORS}=0,"{READY}","BELUM: "&{_ERRORS}&" {MANY}")'
        desk.formula(sheet, (VERDICT.row, VERDICT.col), verdict, "verdict")
        name = _Line(desk, FIRST, spots).name
        target, label = FIRST_FAULT
        self._put(target.row, target.col, f'"#"&IF({_ERRORS}=0,"{VERDICT_NAME}",{name})')
        where = f'"→ "&{a1(FIRST, 1)}&" "&{_Line(desk, FIRST, spots).address}'
        calm = f'IF({_WARNINGS}=0,"→ {CHECK}",{_WARNINGS}&" peringatan")'
        self._put(label.row, label.col, f"IF({_ERRORS}=0,{calm},{where})")

    def _put(self, row: int, col: int, formula: str) -> None:
        self._desk.formula(self._sheet, (row, col), formula, "plain")

    def _text(self, row: int, col: int, text: str) -> None:
        self._desk.fixed(self._sheet, (row, col), text)

    def _number(self, row: int, col: int, number: int) -> None:
        self._desk.fixed(self._sheet, (row, col), number)


class _Line:
    """One line of the list: the fault of its rank, and hidden beside it the live values of its sentences."""

    def __init__(self, desk: Desk, row: int, spots: Sequence[Spot]) -> None:
        self._periods, self._n_spots = len(desk.definition.periods), len(spots)
        self._row = row
        self._key, self._number, self._one, self._one_shown, self._two = (a1(row, col) for col in _ASIDE)
        self._head = self._of_spot(places.HEAD_OF)
        ends = {spot.place.sheet: spot.number for spot in spots if spot.role is not None}
        self._ends = [(sheet, ends[sheet]) for sheet in (IDENTITY, INDICATORS, DATA, LKJIP) if sheet in ends]
        self._since = f"MOD({self._number}-{self._head},{self._periods})"  # periods before a figure's own
        first, last = self._ends[1][1], self._ends[2][1]
        self._is_figure = f"AND({self._number}>{first},{self._number}<={last})"

    def write(self, desk: Desk, sheet: Worksheet) -> None:
        cell = self._home
        link = f'HYPERLINK("#"&{self.name},{self.address})'
        visible = (
            (self._of_form(places.LEVELS), "fault_centre"),
            (cell, "fault_centre"),
            (link, "fault_link"),
            (self._worded(places.MESSAGES), "fault"),
            (self._worded(places.FIXES), "fault"),
        )
        for col, (formula, style) in enumerate(visible):
            desk.formula(sheet, (self._row, col), f'IF({self._key}="","",{formula})', style)
        for col, formula in zip(_ASIDE, self._asides(), strict=True):
            desk.formula(sheet, (self._row, col), formula, "plain")
        sheet.set_row(self._row, _LINE_HEIGHT)

    @property
    def name(self) -> str:
        """The expression of the cell's defined name."""
        return self._stem(places.NAME, places.CODES)

    @property
    def address(self) -> str:
        """The expression of where the cell stands on its sheet."""
        row = self._of_spot(places.ADDRESS, f"{self._number}-{self._since}")
        col = f"INDEX({table(places.ACROSS, self._periods)},1+{self._since},1)"
        return f'IF({self._is_figure},IFERROR(ADDRESS({row},{col},4),"?"),{self._of_spot(places.ADDRESS)})'

    @property
    def _label(self) -> str:
        return self._stem(places.LABEL, places.TITLES)

    def _stem(self, col: int, periods: int) -> str:
        """Return the expression of a name or label: of a figure the part's own and the period's."""
        period = f"INDEX({table(periods, self._periods)},1+{self._since},1)"
        stem = self._of_spot(col, f"{self._number}-{self._since}")
        return f"IF({self._is_figure},{stem}&{period},{self._of_spot(col)})"

    @property
    def _home(self) -> str:
        """The expression of the sheet that the cell stands on."""
        formula = self._of_spot(places.SHEET)
        for sheet, last in reversed(self._ends):
            formula = f'IF({self._number}<={last},"{sheet}",{formula})'
        return formula

    def _asides(self) -> Iterator[str]:
        keys = f"${column(places.FAULT)}${FIRST + 1}:${column(places.CAUTION)}${FIRST + self._n_spots}"
        rank = f"ROWS({_FIRST_LINE}:{a1(self._row, 0)})"
        yield f'IF({_FAULTS}<{rank},"",SMALL({keys},{rank}))'
        yield f'IF({self._key}="","",INT(MOD({self._key},{WARNINGS})/{KEYED}))'
        yield self._chosen(places.SOURCE, _FIRST_SOURCES)
        one, two = self._one, self._chosen(places.SECOND, _SECOND_SOURCES)
        number = f'IF({one}=INT({one}),{rules.plain(one)},SUBSTITUTE({one},".",","))'
        yield f"LEFT(IF(ISNUMBER({one}),{number},{one}),80)"  # "1.234" is shown as it was typed, whatever the language
        yield two

    def _chosen(self, col: int, sources: Sequence[Source]) -> str:
        expressions = self._expressions()
        chosen = ",".join(expressions[source] for source in sources)
        return f'IFERROR(CHOOSE({self._of_form(col)},{chosen}),"")'

    def _expressions(self) -> Mapping[Source, str]:
        value, titles = self._of_spot(places.VALUE), table(places.TITLES, self._periods)
        label, allowed = self._label, self._of_spot(places.ALLOWED)
        across = f"{self._number}+IF({self._number}-{self._head}<{self._periods},{self._periods},-{self._periods})"
        partner = self._of_spot(places.VALUE, across)
        return {
            Source.OWN: value,
            Source.PARTNER: partner,
            Source.LAST: f"INDEX({titles},{self._of_spot(places.LAST, self._head)},1)",
            Source.REACHED: f"INDEX({titles},{rules.REACHED},1)",
            Source.NUMERATORS: _whole(self._of_spot(places.NUMERATORS, self._head)),
            Source.WHOLE: _whole(value),
            Source.DENOMINATORS: _whole(self._of_spot(places.DENOMINATORS, self._head)),
            Source.PARTNER_WHOLE: _whole(partner),
            Source.USUAL: rules.plain(self._of_spot(places.USUAL, self._head)),
            Source.PERCENT: f"ROUND({value}*100,9)",
            Source.DATE: f"IF({value}<1,{value},{_date(value)})",
            Source.LENGTH: _whole(f"LEN({value})"),
            Source.ALLOWED: f'IF({allowed}="",{self._of_spot(places.ALLOWED, self._head)},{allowed})',
            Source.LABEL: f"LOWER(LEFT({label},1))&MID({label},2,200)",
        }

    def _worded(self, col: int) -> str:
        """Return the expression of a sentence with everything filled in."""
        cell = f'"sel "&{self.address}&" lembar "&{self._home}'
        text = self._of_form(col)
        if col == places.MESSAGES:
            text = f'SUBSTITUTE({text},"{{where}}",{self._label}&" ({{cell}})")'
        text = f'SUBSTITUTE({text},"{{cell}}",{cell})'
        return f'SUBSTITUTE(SUBSTITUTE({text},"{{2}}",{self._two}),"{{1}}",{self._one_shown})'

    def _of_spot(self, col: int, number: str = "") -> str:
        return f"INDEX({table(col, self._n_spots)},{number or self._number},1)"

    def _of_form(self, col: int) -> str:
        return f"INDEX({table(col, len(FORMS))},MOD({self._key},{KEYED}),1)"


_ASIDE = (places.KEY, places.SPOT, places.ONE, places.ONE_SHOWN, places.TWO)
_FIRST_SOURCES = tuple(source for source in Source if source.first)
_SECOND_SOURCES = tuple(source for source in Source if not source.first)


def _date(value: str) -> str:
    """Return the expression of a date in words."""
    return f'DAY({value})&" "&INDEX({table(places.MONTHS, 12)},MONTH({value}),1)&" "&YEAR({value})'


def _whole(value: str) -> str:
    """Return the expression of a whole number with thousands dots, whatever the program's own separator."""
    return f'SUBSTITUTE(FIXED({value},0),",",".")'

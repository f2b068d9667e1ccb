"""Where everything stands in the input workbook: a definition in, names and places out.

This is the only room that knows addresses. The template writes to them, the reader and the
correction look there. An input cell is found by its workbook-scope defined name; ``witnesses``
are the labels around its own place, which vouch for it where a client has dropped the names.

The sheets:

- ``Identitas``: label | input | status | explanation, a row for each line of the signature block,
  then the official text (title, Tugas, Fungsi).
- ``Indikator``: the official five columns, then the target of each indicator.
- ``Data``: four rows for each indicator whatever its measure (two for the parts of its figure, then the live figure
  and the live status), a column for each period, then the year to date.
- ``Reg_<number>``: a table for each register, a column for each of its columns, from ``REGISTER_HEAD``
  on; beside it the list of members of a stock. A defined name ``reg_<number>_<key>`` covers each column
  from its heading to the last row that is counted, so that rows inserted anywhere stay inside.
- ``Lkjip``, if asked for: a row for each indicator, then one for each goal; everything optional.
- ``_iku``: key | value rows; the definition's JSON is cut into pieces, one a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from iku_excel.definition import measures
from iku_excel.definition.measures import Part
from iku_excel.definition.roles import Role
from iku_excel.model import Definition, Indicator, Period, Register
from iku_excel.package import a1, column

GUIDE, IDENTITY, INDICATORS, DATA, MACHINE = "Petunjuk", "Identitas", "Indikator", "Data", "_iku"
LKJIP = "Lkjip"
SHEETS = (GUIDE, IDENTITY, INDICATORS, DATA, LKJIP, MACHINE)
"""Sheets that are read; before ``_iku`` stand those of registers, then the live ones."""

CHECK, FORM, ACHIEVED = "Periksa", "IKU", "Capaian"
"""Sheets that the template makes of the input by itself; nothing is read from them but the verdict."""

VERDICT_NAME, ERRORS_NAME = "putusan", "jumlah_salah"
"""Names of the live verdict, and of how many errors stand."""

PROPERTY = "iku_excel"
"""Custom document property of a template: "<contract version>/<profile id>"."""

OUTPUT_PROPERTY = "iku_excel_keluaran"
"""Custom document property of an output, by which it is known from a template."""

RECAP_PROPERTY = "iku_excel_rekap"
"""Custom document property of a recap."""

REVIEW_PROPERTY = "iku_excel_tinjauan"
"""Custom document property of a review workbook of ``import``."""

OUTPUT_KEY = "keluaran"
"""First cell of ``_iku`` in an output, where a template has "kontrak"."""

CORRECTION_NAME = "iku_temuan"
"""Defined name of the list in a correction copy, by which it is known."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a sheet; row and col from zero."""

    sheet: str
    row: int
    col: int

    @property
    def a1(self) -> str:
        """Address within the sheet: "E7"."""
        return a1(self.row, self.col)

    @property
    def reference(self) -> str:
        """Absolute reference for formulas and names: "Data!$E$7"."""
        return f"{self.sheet}!${column(self.col)}${self.row + 1}"


@dataclass(frozen=True, slots=True)
class Witness:
    """A label that must stand at a place."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One input cell; ``label`` is how messages call it."""

    name: str
    place: Place
    label: str
    role: Role
    required: bool = False
    indicator: int = 0  # number of the indicator, 0 for none
    period: int = -1  # index into definition.periods, -1 for none
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True)
class Official:
    """A piece of official text that the input workbook shows and nobody may change."""

    name: str
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled row of the sheet Identitas."""

    name: str
    label: str
    role: Role
    required: bool
    row: int


ORGANIZATION_HEAD, SIGNATORY_HEAD, NOTE_HEAD, OFFICIAL_HEAD = 3, 6, 14, 16
LINES = (
    Line("nama_organisasi", "Nama organisasi", Role.ORGANIZATION, True, 4),
    Line("tahun", "Tahun", Role.YEAR, True, 5),
    Line("tempat", "Tempat", Role.LINE, True, 7),
    Line("tanggal", "Tanggal", Role.DATE, False, 8),
    Line("jabatan", "Jabatan", Role.LINE, True, 9),
    Line("wilayah", "Wilayah", Role.LINE, True, 10),
    Line("nama_pejabat", "Nama pejabat", Role.LINE, True, 11),
    Line("pangkat", "Pangkat", Role.LINE, True, 12),
    Line("nip", "NIP", Role.NIP, True, 13),
    Line("catatan", "Catatan", Role.NOTE, False, 15),
)
LABEL_COL, VALUE_COL, STATUS_COL, HELP_COL = range(4)

INDICATOR_HEAD = 3  # on Indikator: column headings; the row of column numbers follows
INDICATOR_FIRST = INDICATOR_HEAD + 2
TARGET_COL, TARGET_STATUS_COL = 5, 6
TARGET_LABEL = "TARGET"

ACTIVITY_ROW = 4  # on Data, with registers only: how much is dated in each period
DATA_HEAD = 5  # on Data: period headings
DATA_FIRST = DATA_HEAD + 1
BLOCK = 4  # rows of an indicator on Data
NUMBER_COL, TEXT_COL, COUNT_COL, PERIOD_COL = range(4)

REGISTER_HEAD = 5  # on Reg_<number>: headings of the table
REGISTER_READY = 250  # rows that are drawn; any number more may follow
REGISTER_CHECKED = 3_000  # rows after those with rules of input and marks; Gnumeric writes out each that has some
REGISTER_LAST = 199_999  # last row that the live formulas count; the gate lets in no more rows
MEMBERS_READY = 100  # rows for the members that an office lists itself

LKJIP_KEY = "lkjip"  # of _iku, where the template has that sheet
LKJIP_HEAD = 4
LKJIP_FIRST = LKJIP_HEAD + 1

MACHINE_PIECE = 30_000  # characters of JSON a cell; Excel's limit is 32,767
MACHINE_KEYS = ("kontrak", "profil", "sha256")  # rows 0-2; then "definisi" rows


@dataclass(frozen=True, slots=True)
class LkjipColumn:
    """One input column of the sheet Lkjip; ``word`` begins its defined names."""

    word: str
    head: str
    label: str
    role: Role


LKJIP_COLUMNS = (
    LkjipColumn("renstra", "TARGET AKHIR RENSTRA", "Target akhir Renstra", Role.REFERENCE),
    LkjipColumn("nasional", "STANDAR NASIONAL", "Standar nasional", Role.REFERENCE),
    LkjipColumn("sebab", "SEBAB KEBERHASILAN / KEGAGALAN", "Sebab", Role.NOTE),
    LkjipColumn("solusi", "SOLUSI", "Solusi", Role.NOTE),
)
LKJIP_GOAL_COLUMNS = (
    LkjipColumn("anggaran", "ANGGARAN (Rp)", "Anggaran", Role.MONEY),
    LkjipColumn("serapan", "SERAPAN (Rp)", "Serapan", Role.MONEY),
)


@dataclass(frozen=True, slots=True)
class Area:
    """A column of cells under a heading; ``name`` covers the heading and all rows below it."""

    name: str
    head: Place
    last_row: int
    label: str  # the heading

    @property
    def reference(self) -> str:
        """Absolute reference for the name: "Reg_1!$A$6:$A$200000"."""
        letters = column(self.head.col)
        return f"{self.head.sheet}!${letters}${self.head.row + 1}:${letters}${self.last_row + 1}"


@dataclass(frozen=True, slots=True)
class RegisterPlace:
    """Where a register stands: an area for each of its columns, and the list of members if it has one."""

    number: int  # of its indicator
    register: Register
    sheet: str
    areas: tuple[Area, ...]
    members: Area | None

    def tally(self, period: int) -> Area:
        """Return the hidden cells beside the members: 1 for each that has been named by the end of a period."""
        if self.members is None:
            raise ValueError("only a register with a list of members has a tally")
        head = self.members.head
        place = Place(head.sheet, head.row, head.col + 1 + period)
        return Area(f"hitung_{self.number}_{period + 1}", place, self.members.last_row, "Hitungan")


@dataclass(frozen=True, slots=True)
class Layout:
    """All places of the input workbook of one definition."""

    definition: Definition
    fields: tuple[Field, ...]
    official: tuple[Official, ...]
    registers: tuple[RegisterPlace, ...] = ()

    @property
    def total_col(self) -> int | None:
        """Column of the year to date on Data; None where there is only one period."""
        periods = len(self.definition.periods)
        return PERIOD_COL + periods if periods > 1 else None

    @property
    def names(self) -> Iterator[tuple[str, Place]]:
        """Every defined name with its place: the input cells, then the official texts."""
        yield from ((field.name, field.place) for field in self.fields)
        yield from ((official.name, official.place) for official in self.official)

    def field(self, name: str) -> Field:
        """Return the input cell of this name."""
        return next(field for field in self.fields if field.name == name)


@lru_cache(maxsize=512)
def layout(definition: Definition) -> Layout:
    """Return the layout of a definition."""
    fields = (*_identity_fields(), *_target_fields(definition), *_figure_fields(definition))
    if definition.lkjip:
        fields = (*fields, *_lkjip_fields(definition))
    registers = tuple(_register(number, register) for number, register in definition.registers.items())
    return Layout(definition, fields, tuple(_official(definition)), registers)


def block_row(indicator: Indicator) -> int:
    """Return the row of an indicator's first part on Data; what else its block holds follows."""
    return DATA_FIRST + BLOCK * (indicator.number - 1)


def indicator_row(indicator: Indicator) -> int:
    """Return the row of an indicator on Indikator."""
    return INDICATOR_FIRST + indicator.number - 1


def figure_name(part: Part, indicator: Indicator, period: Period) -> str:
    """Return the defined name of the cell that holds a part of a period's figure."""
    return f"{part.word}_{indicator.number}_{period.code}"


def figure_labels(indicator: Indicator) -> tuple[str, ...]:
    """Return the labels of the rows on Data into which the parts of an indicator's figure are typed."""
    return tuple(
        f"{part.title}: {counted}"
        for part, counted in zip(measures.row(indicator).parts, measures.counted(indicator), strict=True)
    )


def _identity_fields() -> Iterator[Field]:
    for line in LINES:
        yield Field(
            name=line.name,
            place=Place(IDENTITY, line.row, VALUE_COL),
            label=line.label,
            role=line.role,
            required=line.required,
            witnesses=(Witness(Place(IDENTITY, line.row, LABEL_COL), line.label),),
        )


def _target_fields(definition: Definition) -> Iterator[Field]:
    for indicator in definition.indicators:
        row = indicator_row(indicator)
        yield Field(
            name=f"target_{indicator.number}",
            place=Place(INDICATORS, row, TARGET_COL),
            label=f"Target indikator {indicator.number}",
            role=Role.TARGET,
            indicator=indicator.number,
            witnesses=(
                Witness(Place(INDICATORS, INDICATOR_HEAD, TARGET_COL), TARGET_LABEL),
                Witness(Place(INDICATORS, row, 2), indicator.text),
            ),
        )


def _figure_fields(definition: Definition) -> Iterator[Field]:
    for indicator in definition.indicators:
        parts = zip(measures.row(indicator).parts, figure_labels(indicator), strict=True)
        for offset, (part, label) in enumerate(parts):
            row = block_row(indicator) + offset
            for index, period in enumerate(definition.periods):
                yield Field(
                    name=figure_name(part, indicator, period),
                    place=Place(DATA, row, PERIOD_COL + index),
                    label=f"{part.title} indikator {indicator.number}, {period.title}",
                    role=part.role,
                    indicator=indicator.number,
                    period=index,
                    witnesses=(
                        Witness(Place(DATA, block_row(indicator), NUMBER_COL), str(indicator.number)),
                        Witness(Place(DATA, row, COUNT_COL), label),
                        Witness(Place(DATA, DATA_HEAD, PERIOD_COL + index), period.label),
                    ),
                )


def lkjip_goal_head(definition: Definition) -> int:
    """Return the row of the headings over the goals on Lkjip."""
    return LKJIP_FIRST + len(definition.indicators) + 1


def _lkjip_fields(definition: Definition) -> Iterator[Field]:
    texts = [(item.number, item.text) for item in definition.indicators]
    goals = list(enumerate((goal.text for goal in definition.goals), start=1))
    blocks = ((LKJIP_COLUMNS, LKJIP_HEAD, texts), (LKJIP_GOAL_COLUMNS, lkjip_goal_head(definition), goals))
    for columns, head, rows in blocks:
        for number, text in rows:
            for col, item in enumerate(columns, start=PERIOD_COL):
                place = Place(LKJIP, head + number, col)
                yield Field(
                    name=f"{item.word}_{number}",
                    place=place,
                    label=f"{item.label} {'indikator' if columns is LKJIP_COLUMNS else 'sasaran'} {number}",
                    role=item.role,
                    indicator=number if item.role is Role.REFERENCE else 0,
                    witnesses=(
                        Witness(Place(LKJIP, head, col), item.head),
                        Witness(Place(LKJIP, head + number, TEXT_COL), text),
                    ),
                )


def _register(number: int, register: Register) -> RegisterPlace:
    sheet = f"Reg_{number}"
    areas = tuple(
        Area(f"reg_{number}_{column.key}", Place(sheet, REGISTER_HEAD, col), REGISTER_LAST, column.label)
        for col, column in enumerate(register.columns)
    )
    members = None
    if register.members_label:
        place = Place(sheet, REGISTER_HEAD, len(areas) + 1)
        members = Area(f"daftar_{number}", place, REGISTER_HEAD + MEMBERS_READY, register.members_label)
    return RegisterPlace(number, register, sheet, areas, members)


def _official(definition: Definition) -> Iterator[Official]:
    identity = definition.identity
    paragraphs = [
        *((f"resmi_judul_{n}", text) for n, text in enumerate(definition.title, start=1)),
        ("resmi_tugas", identity.duty),
        *((f"resmi_fungsi_{n}", text) for n, text in enumerate(identity.functions, start=1)),
    ]
    for row, (name, text) in enumerate(paragraphs, start=OFFICIAL_HEAD + 1):
        yield Official(name, Place(IDENTITY, row, VALUE_COL), text)
    yield Official("resmi_subjudul", Place(INDICATORS, INDICATOR_HEAD - 1, 0), definition.heading)
    for col, text in enumerate(definition.columns):
        yield Official(f"resmi_kolom_{col + 1}", Place(INDICATORS, INDICATOR_HEAD, col), text)
    for number, goal in enumerate(definition.goals, start=1):
        row = indicator_row(goal.indicators[0])
        yield Official(f"resmi_sasaran_{number}", Place(INDICATORS, row, 1), goal.text)
    for indicator in definition.indicators:
        columns = (
            ("indikator", indicator.text),
            ("formulasi", indicator.formula_text),
            ("sumber", indicator.data_source),
        )
        for col, (word, text) in enumerate(columns, start=2):
            place = Place(INDICATORS, indicator_row(indicator), col)
            yield Official(f"resmi_{word}_{indicator.number}", place, text)

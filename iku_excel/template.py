"""A layout becomes the workbook that a clerk fills in: layout -> .xlsx bytes.

The same definition and values give the same bytes, always. ``values`` presets input cells by name;
that is how the filled examples are made. Every live formula is written with the value it has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from io import BytesIO

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from iku_excel import profile, styles
from iku_excel.layout import (
    COUNT_COL,
    DATA,
    DATA_FIRST,
    DATA_HEAD,
    GUIDE,
    HELP_COL,
    IDENTITY,
    INDICATOR_FIRST,
    INDICATOR_HEAD,
    INDICATORS,
    LABEL_COL,
    LINES,
    MACHINE,
    MACHINE_KEYS,
    MACHINE_PIECE,
    NOTE_HEAD,
    NUMBER_COL,
    OFFICIAL_HEAD,
    ORGANIZATION_HEAD,
    PERIOD_COL,
    PROPERTY,
    SIGNATORY_HEAD,
    STATUS_COL,
    TARGET_COL,
    TARGET_LABEL,
    TARGET_STATUS_COL,
    TEXT_COL,
    VALUE_COL,
    Field,
    Layout,
    Line,
    Role,
    a1,
    block_row,
    count_labels,
    indicator_row,
    layout,
)
from iku_excel.model import CONTRACT_VERSION, MAX_COUNT, MAX_LINE, MAX_NOTE, Definition, Indicator, Kind
from iku_excel.styles import SIZE, Styles
from iku_excel.typography import column_points, row_height

Value = str | int | float | dt.date
Values = Mapping[str, Value]

CREATED = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)  # any fixed moment: the clock must not reach the bytes

_PROTECTION = {"format_columns": True, "format_rows": True}

_HELP: Mapping[str, str] = {
    "nama_organisasi": "Sudah ditetapkan, tidak dapat diubah.",
    "tahun": "Sudah ditetapkan, tidak dapat diubah.",
    "tempat": "Tempat penandatanganan, misalnya TONGAS.",
    "tanggal": 'Boleh kosong (tercetak "TEMPAT, TAHUN"), tanggal lengkap, atau teks seperti "Februari 2024".',
    "jabatan": "Seperti pada stempel, misalnya CAMAT TONGAS atau Plt. CAMAT TONGAS.",
    "wilayah": "Misalnya KABUPATEN PROBOLINGGO.",
    "nama_pejabat": "Nama lengkap dengan gelar, seperti akan tercetak di bawah tanda tangan.",
    "pangkat": "Misalnya Pembina.",
    "nip": "18 angka sebagai teks, misalnya 19791017 200012 1 001.",
    "catatan": "Boleh kosong. Tercetak di lembar Capaian dan Pemeriksaan, tidak pernah di lembar IKU.",
}

_IDENTITY_WIDTHS = (22, 80, 14, 48)  # label, input, status, explanation

_STEPS = (
    ("Isi identitas dan penandatangan.", IDENTITY),
    ("Isi target setiap indikator, misalnya 95%. Boleh kosong; tanpa target tidak ada capaian.", INDICATORS),
    ("Isi pembilang dan penyebut setiap indikator untuk periode yang dilaporkan.", DATA),
    ("Lihat kata status di bawah setiap pasangan angka; perbaiki sampai semuanya Lengkap.", DATA),
    ("Simpan sebagai .xlsx, lalu jalankan: iku-excel build NAMA-BERKAS.xlsx", None),
)
_RULES = (
    "Tulis bilangan bulat tanpa titik ribuan: 1234, bukan 1.234. Tidak ada kejadian ditulis 0.",
    "Periode yang belum dilaporkan dibiarkan kosong. Kosong tidak sama dengan 0.",
    "Isi periode berurutan; jangan melompati periode, dan isi semua indikator sampai periode yang sama.",
    "Indikator arus: periode dijumlahkan. Indikator stok: angka periode terakhir yang berlaku, bukan jumlahnya.",
    "Jangan menyisipkan, menghapus atau menggabungkan sel, dan jangan mengubah teks resmi.",
)
_KINDS = {Kind.FLOW: "Arus: periode dijumlahkan.", Kind.STOCK: "Stok: periode terakhir yang berlaku."}

COMPLETE, EMPTY, PARTIAL, ZERO, EXCEEDS, NOT_NUMBER = (
    "Lengkap",
    "Kosong",
    "Belum lengkap",
    "0 dari 0",
    "Melebihi",
    "Bukan angka",
)
REQUIRED, FILLED, OPTIONAL, WRONG = "Wajib diisi", "Terisi", "Boleh kosong", "Periksa"
_STATUSES = {
    COMPLETE: "pembilang dan penyebut terisi dan masuk akal",
    EMPTY: "periode ini belum dilaporkan",
    PARTIAL: "baru salah satu dari pembilang dan penyebut yang terisi",
    ZERO: "tidak ada yang diukur; hasilnya n/a dan tidak ikut rata-rata",
    EXCEEDS: "pembilang lebih besar daripada penyebut; periksa kembali",
    NOT_NUMBER: "ada teks di tempat angka",
}
_LOOKS = {
    "status_good": (COMPLETE, FILLED),
    "status_caution": (PARTIAL, ZERO, REQUIRED),
    "status_bad": (EXCEEDS, NOT_NUMBER, WRONG),
}


def render(definition: Definition, values: Values | None = None) -> bytes:
    """Return the template of a definition as the bytes of an .xlsx file."""
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        title = f"Isian IKU {definition.year} {definition.organization}"
        book.set_properties({"title": title, "created": CREATED})
        book.set_custom_property(PROPERTY, f"{CONTRACT_VERSION}/{definition.id}", "text")
        desk = _Desk(book, layout(definition), {**_presets(definition), **(values or {})})
        for write in (_guide, _identity, _indicators, _data, _machine):
            write(desk)
        for name, place in desk.layout.names:
            book.define_name(name, f"={place.reference}")
    return buffer.getvalue()


def _presets(definition: Definition) -> dict[str, Value]:
    signatory = definition.signatory
    presets: dict[str, Value] = {
        "nama_organisasi": definition.organization,
        "tahun": definition.year,
        "tempat": signatory.place,
        "tanggal": signatory.date,
        "jabatan": signatory.position,
        "wilayah": signatory.region,
        "nama_pejabat": signatory.name,
        "pangkat": signatory.rank,
        "nip": signatory.nip,
    }
    for indicator in definition.indicators:
        if indicator.target is not None:
            presets[f"target_{indicator.number}"] = indicator.target / 100
    return presets


class _Desk:
    """What every sheet needs at hand: the workbook, its styles, the layout and the values."""

    def __init__(self, book: Workbook, places: Layout, values: Values) -> None:
        self.book = book
        self.styles = Styles(book)
        self.layout = places
        self.definition = places.definition
        self.values = values

    def sheet(self, name: str, widths: Sequence[float], title: str) -> Worksheet:
        """Add a protected sheet with its title and its links to the neighbours."""
        sheet: Worksheet = self.book.add_worksheet(name)
        styles.page(sheet, "f4")
        sheet.protect("", _PROTECTION)
        sheet.hide_gridlines(2)
        for col, width in enumerate(widths):
            sheet.set_column(col, col, width, self.styles["plain"])
        sheet.set_row(0, 24)
        sheet.write_string(0, 0, title, self.styles["title"])
        return sheet

    def links(self, sheet: Worksheet, row: int, cells: Mapping[int, str]) -> None:
        """Write links to other sheets into columns of a row."""
        for col, target in cells.items():
            sheet.write_url(row, col, f"internal:'{target}'!A1", self.styles["link"], f"Ke {target}")

    def put(self, sheet: Worksheet, field: Field, style: str) -> None:
        """Write the preset value of an input cell, or the empty input cell."""
        value = self.values.get(field.name, "")
        row, col, cell_format = field.place.row, field.place.col, self.styles[style]
        if isinstance(value, dt.date):
            sheet.write_datetime(row, col, dt.datetime.combine(value, dt.time()), cell_format)
        elif not isinstance(value, str):
            sheet.write_number(row, col, value, cell_format)
        elif value:
            sheet.write_string(row, col, value, cell_format)
        else:
            sheet.write_blank(row, col, None, cell_format)

    def looks(self, sheet: Worksheet, area: tuple[int, int, int, int]) -> None:
        """Colour the status words of an area."""
        for style, words in _LOOKS.items():
            for word in words:
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.styles[style]}
                sheet.conditional_format(*area, rule)


def _guide(desk: _Desk) -> None:
    sheet = desk.sheet(GUIDE, (4, 20, 100), "PETUNJUK PENGISIAN")
    style = desk.styles
    sheet.write_string(1, 0, f"{desk.definition.organization}, tahun {desk.definition.year}", style["subtitle"])
    row = 3
    sheet.merge_range(row, 0, row, 2, "Langkah", style["section"])
    for number, (text, target) in enumerate(_STEPS, start=1):
        row += 1
        sheet.write_number(row, 0, number, style["step"])
        if target:
            desk.links(sheet, row, {1: target})
        sheet.write_string(row, 2, text, style["wrap"])
    row += 2
    sheet.merge_range(row, 0, row, 2, "Aturan pengisian", style["section"])
    for text in _RULES:
        row += 1
        sheet.write_string(row, 0, "•", style["step"])
        sheet.merge_range(row, 1, row, 2, text, style["wrap"])
    row += 2
    sheet.merge_range(row, 0, row, 2, "Arti warna", style["section"])
    legend = {
        "sample_input": "sel isian: boleh diisi",
        "fixed_text": "sel terkunci: dihitung sendiri atau sudah ditetapkan",
    }
    for name, text in legend.items():
        row += 1
        sheet.write_blank(row, 1, None, style[name])
        sheet.write_string(row, 2, text, style["wrap"])
    row += 2
    sheet.merge_range(row, 0, row, 2, "Arti kata status", style["section"])
    desk.looks(sheet, (row + 1, 1, row + len(_STATUSES), 1))
    for word, text in _STATUSES.items():
        row += 1
        sheet.write_string(row, 1, word, style["status"])
        sheet.write_string(row, 2, text, style["wrap"])
    sheet.activate()


def _identity(desk: _Desk) -> None:
    sheet = desk.sheet(IDENTITY, _IDENTITY_WIDTHS, "IDENTITAS DAN PENANDATANGAN")
    sheet.write_string(1, 0, "Isi sel berwarna kuning.", desk.styles["plain"])
    desk.links(sheet, 1, {STATUS_COL: INDICATORS, HELP_COL: DATA})
    sheet.freeze_panes(2, VALUE_COL)
    heads = {
        ORGANIZATION_HEAD: "Organisasi",
        SIGNATORY_HEAD: "Penandatangan",
        NOTE_HEAD: "Catatan",
        OFFICIAL_HEAD: "Teks resmi (tercetak di lembar IKU; jangan diubah)",
    }
    for row, text in heads.items():
        sheet.merge_range(row, LABEL_COL, row, HELP_COL, text, desk.styles["section"])
    for line in LINES:
        _line(desk, sheet, line)
    desk.looks(sheet, (LINES[0].row, STATUS_COL, LINES[-1].row, STATUS_COL))
    official = [item for item in desk.layout.official if item.place.sheet == IDENTITY]
    labels = _official_labels(desk.definition)
    for item, label in zip(official, labels, strict=True):
        row = item.place.row
        sheet.write_string(row, LABEL_COL, label, desk.styles["wrap"])
        sheet.write_string(row, VALUE_COL, item.text, desk.styles["fixed_wrap"])
        sheet.set_row(row, row_height([(item.text, column_points(_IDENTITY_WIDTHS[VALUE_COL]))], SIZE))


def _official_labels(definition: Definition) -> list[str]:
    identity = definition.identity
    title = ["Judul", *[""] * (len(definition.title) - 1)]
    letters = [f"{identity.functions_label} {chr(ord('a') + n)}." for n in range(len(identity.functions))]
    return [*title, identity.duty_label, *letters]


def _line(desk: _Desk, sheet: Worksheet, line: Line) -> None:
    field, style = desk.layout.field(line.name), desk.styles
    row, cell = line.row, field.place.a1
    preset = bool(desk.values.get(line.name, ""))
    help_points = column_points(_IDENTITY_WIDTHS[HELP_COL])
    sheet.set_row(row, max(18, row_height([(_HELP[line.name], help_points)], SIZE - 1)))
    sheet.write_string(row, LABEL_COL, line.label, style["plain"])
    sheet.write_string(row, HELP_COL, _HELP[line.name], style["small"])
    if line.role in (Role.ORGANIZATION, Role.YEAR):
        desk.put(sheet, field, "fixed_number" if line.role is Role.YEAR else "fixed_text")
        return
    desk.put(sheet, field, "input_date" if line.role is Role.DATE else "input_text")
    longest = MAX_NOTE if line.role is Role.NOTE else MAX_LINE
    sheet.data_validation(
        row,
        VALUE_COL,
        row,
        VALUE_COL,
        {
            "validate": "any" if line.role is Role.DATE else "length",
            **({} if line.role is Role.DATE else {"criteria": "<=", "value": longest}),
            "input_title": line.label,
            "input_message": _HELP[line.name],
            "error_title": "Terlalu panjang",
            "error_message": f"{line.label} paling panjang {longest} huruf.",
        },
    )
    missing = REQUIRED if line.required else OPTIONAL
    formula = f'=IF(TRIM({cell}&"")="","{missing}","{FILLED}")'
    sheet.write_formula(row, STATUS_COL, formula, style["status"], FILLED if preset else missing)


def _indicators(desk: _Desk) -> None:
    definition, style = desk.definition, desk.styles
    widths = (5, 34, 36, 46, 18, 12, 14)
    sheet = desk.sheet(INDICATORS, widths, " ".join(definition.title))
    desk.links(sheet, 1, {1: IDENTITY, 2: DATA})
    sheet.write_string(1, 3, "Isi target (kuning) dalam persen, misalnya 95%.", style["plain"])
    sheet.write_string(INDICATOR_HEAD - 1, 0, definition.heading, style["subtitle"])
    for col, text in enumerate((*definition.columns, TARGET_LABEL, "STATUS")):
        sheet.write_string(INDICATOR_HEAD, col, text, style["head"])
    sheet.set_row(INDICATOR_HEAD, 28)
    for col in range(len(definition.columns)):
        sheet.write_number(INDICATOR_HEAD + 1, col, col + 1, style["centre"])
    sheet.freeze_panes(INDICATOR_FIRST, 2)
    sheet.repeat_rows(INDICATOR_HEAD, INDICATOR_HEAD + 1)
    points = [column_points(width) for width in widths]
    for number, goal in enumerate(definition.goals, start=1):
        first, last = indicator_row(goal.indicators[0]), indicator_row(goal.indicators[-1])
        if last > first:
            sheet.merge_range(first, 0, last, 0, number, style["centre"])
            sheet.merge_range(first, 1, last, 1, goal.text, style["label"])
        else:
            sheet.write_number(first, 0, number, style["centre"])
            sheet.write_string(first, 1, goal.text, style["label"])
        for indicator in goal.indicators:
            texts = (indicator.text, indicator.formula_text, indicator.data_source)
            for col, text in enumerate(texts, start=2):
                sheet.write_string(indicator_row(indicator), col, text, style["label"])
            shared = [(goal.text, points[1] * len(goal.indicators)), *zip(texts, points[2:], strict=False)]
            sheet.set_row(indicator_row(indicator), row_height(shared, SIZE))
            _target(desk, sheet, indicator)
    last = indicator_row(definition.indicators[-1])
    desk.looks(sheet, (INDICATOR_FIRST, TARGET_STATUS_COL, last, TARGET_STATUS_COL))


def _target(desk: _Desk, sheet: Worksheet, indicator: Indicator) -> None:
    field = desk.layout.field(f"target_{indicator.number}")
    desk.put(sheet, field, "input_percent")
    row, cell = field.place.row, field.place.a1
    sheet.data_validation(
        row,
        TARGET_COL,
        row,
        TARGET_COL,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0.000001,
            "maximum": 1,
            "input_title": f"Target indikator {indicator.number}",
            "input_message": "Tulis dalam persen, misalnya 95%. Boleh kosong; tanpa target tidak ada capaian.",
            "error_title": "Target bukan persen",
            "error_message": "Target harus lebih dari 0% dan paling besar 100%. Tulis misalnya 95%, bukan 95.",
        },
    )
    sound = f'IF(AND({cell}>0,{cell}<=1),"{FILLED}","{WRONG}")'
    formula = f'=IF({cell}="","{OPTIONAL}",IF(ISNUMBER({cell}),{sound},"{WRONG}"))'
    stored = FILLED if field.name in desk.values else OPTIONAL
    sheet.write_formula(row, TARGET_STATUS_COL, formula, desk.styles["status"], stored)


def _data(desk: _Desk) -> None:
    definition, style = desk.definition, desk.styles
    periods, total = definition.periods, desk.layout.total_col
    period_width = 15 if len(periods) <= 4 else 11
    widths = [5, 34, 46, *[period_width] * len(periods), *([15] if total else [])]
    sheet = desk.sheet(DATA, widths, f"DATA {definition.period.upper()} TAHUN {definition.year}")
    sheet.write_string(1, 0, "Isi sel kuning dengan bilangan bulat. Belum dilaporkan: biarkan kosong.", style["plain"])
    sheet.write_string(2, 0, "Di bawah setiap pasangan angka tampil persentase dan kata statusnya.", style["plain"])
    desk.links(sheet, 3, {1: IDENTITY, 2: INDICATORS, PERIOD_COL: GUIDE})
    heads = ["NO", "INDIKATOR", "URAIAN", *[period.label for period in periods], *(["Kumulatif"] if total else [])]
    for col, text in enumerate(heads):
        sheet.write_string(DATA_HEAD, col, text, style["head"])
    sheet.set_row(DATA_HEAD, 20)
    sheet.freeze_panes(DATA_FIRST, PERIOD_COL)
    sheet.repeat_rows(DATA_HEAD)
    breaks = []
    for indicator in definition.indicators:
        _block(desk, sheet, indicator, widths)
        if indicator.number % 7 == 1 and indicator.number > 1:
            breaks.append(block_row(indicator))
    sheet.set_h_pagebreaks(breaks)


def _block(desk: _Desk, sheet: Worksheet, indicator: Indicator, widths: Sequence[float]) -> None:
    style, row = desk.styles, block_row(indicator)
    labels = count_labels(indicator)
    explained = f"{indicator.text}\n{' '.join(filter(None, (_KINDS[indicator.kind], indicator.hint)))}"
    sheet.merge_range(row, NUMBER_COL, row + 3, NUMBER_COL, indicator.number, style["centre_middle"])
    sheet.merge_range(row, TEXT_COL, row + 3, TEXT_COL, explained, style["label_middle"])
    for offset, text in enumerate((*labels.values(), "Realisasi", "Status")):
        sheet.write_string(row + offset, COUNT_COL, text, style["label"])
        needed = row_height([(text, column_points(widths[COUNT_COL]))], SIZE)
        shared = row_height([(explained, column_points(widths[TEXT_COL]))], SIZE) / 4
        sheet.set_row(row + offset, max(needed, shared, 18))
    fields = {field.name: field for field in desk.layout.fields if field.indicator == indicator.number}
    counts: dict[Role, list[Value]] = {Role.NUMERATOR: [], Role.DENOMINATOR: []}
    for field in fields.values():
        if field.role in counts:
            desk.put(sheet, field, "input_count")
            _count_validation(sheet, field, indicator)
            counts[field.role].append(desk.values.get(field.name, ""))
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


def _live_pair(desk: _Desk, sheet: Worksheet, at: tuple[int, int], pair: Sequence[Value]) -> None:
    """Write the live ratio and the status word below a numerator and denominator."""
    row, col = at
    top, bottom, both = a1(row, col), a1(row + 1, col), f"{a1(row, col)}:{a1(row + 1, col)}"
    ratio = f'=IF(COUNT({both})<2,"",IF({bottom}=0,"n/a",{top}/{bottom}))'
    status = (
        f'=IF(AND({top}="",{bottom}=""),"{EMPTY}",IF(OR({top}="",{bottom}=""),"{PARTIAL}",'
        f'IF(COUNT({both})<2,"{NOT_NUMBER}",IF({top}>{bottom},"{EXCEEDS}",IF({bottom}=0,"{ZERO}","{COMPLETE}")))))'
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


def _machine(desk: _Desk) -> None:
    sheet = desk.book.add_worksheet(MACHINE)
    sheet.very_hidden()
    text = profile.to_json(desk.definition)
    head = (str(CONTRACT_VERSION), desk.definition.id, profile.seal(text))
    pieces = [text[i : i + MACHINE_PIECE] for i in range(0, len(text), MACHINE_PIECE)]
    rows = [*zip(MACHINE_KEYS, head, strict=True), *(("definisi", piece) for piece in pieces)]
    for row, (key, value) in enumerate(rows):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)

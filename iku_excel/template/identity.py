"""The sheet Identitas: whose workbook it is, who signs, and the official text above the table."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from iku_excel.definition import Role
from iku_excel.definition.layout import (
    DATA,
    HELP_COL,
    IDENTITY,
    INDICATORS,
    LABEL_COL,
    LINES,
    NOTE_HEAD,
    OFFICIAL_HEAD,
    ORGANIZATION_HEAD,
    SIGNATORY_HEAD,
    STATUS_COL,
    VALUE_COL,
    Line,
)
from iku_excel.model import MAX_LINE, MAX_NOTE, Definition
from iku_excel.template.desk import FILLED, OPTIONAL, REQUIRED, Desk
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

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


_IDENTITY_WIDTHS = (20, 74, 14, 62)  # label, input, status, explanation


def write(desk: Desk) -> None:
    """Write the sheet Identitas."""
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


def _line(desk: Desk, sheet: Worksheet, line: Line) -> None:
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

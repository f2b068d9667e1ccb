"""A review becomes the workbook in which a person confirms it: ``Review`` -> .xlsx bytes.

The same document gives the same bytes. Text of a document is only ever written as text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from iku_excel.definition.layout import REVIEW_PROPERTY
from iku_excel.documents.official import Row, Text
from iku_excel.documents.proposals import Proposal
from iku_excel.documents.review import (
    ASKED,
    COL,
    COLUMNS,
    FIRST_MORE,
    HEAD,
    MACHINE,
    NOTES,
    OFFICE,
    PIECE,
    ROWS,
    VERSION,
    YES,
    Block,
    Column,
    Entry,
    Look,
    Review,
    blocks,
)
from iku_excel.findings import catalogue
from iku_excel.package import column
from iku_excel.text import styles
from iku_excel.text.styles import CREATED, SIZE, Styles
from iku_excel.text.typography import column_points, row_height

_LABEL_WIDTH, _VALUE_WIDTH, _PLACE_WIDTH = 32, 80, 40
_SCALE = 88  # percent in which Tinjau prints: no letter under 7 points
_PAGES = ("sah", "penyebut", "target", "langkah", "lebih")  # columns with which a page begins
_TINY = 8  # points of the reasons
_PROTECTION = {"format_columns": True, "format_rows": True}
_LOOKS: Mapping[Look, str] = {
    Look.TOLD: "small",
    Look.OFFICIAL: "fixed_wrap",
    Look.CHOICE: "input_text",
    Look.TEXT: "input_text",
    Look.NUMBER: "register_text",  # no text format: what is typed stays a number
}


def render(review: Review) -> bytes:
    """Return the review workbook as the bytes of an .xlsx file."""
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": f"Tinjauan IKU dari {review.document}", "created": CREATED})
        book.set_custom_property(REVIEW_PROPERTY, VERSION, "text")
        desk = _Desk(book, review)
        desk.rows()
        desk.office()
        if review.notes:
            desk.notes()
        desk.machine()
    return buffer.getvalue()


def official_texts(review: Review) -> str:
    """Return the JSON that ``_tinjau`` keeps: the official texts, and which indicators share a sasaran."""
    table = review.table
    rows = [
        {
            "sasaran": row.goal + 1,
            "indikator": row.indicator.text,
            "formulasi": row.formula.text,
            "sumber": row.source.text,
        }
        for row in table.rows
    ]
    goals = [goal.text for goal in table.goals]
    counts = {block.confirmation: [entry.name for entry in block.entries] for block in blocks(review)}
    kept = {"sasaran": goals, "baris": rows, "kantor": counts}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class _Desk:
    """Writes the sheets of one review."""

    def __init__(self, book: Workbook, review: Review) -> None:
        self.book = book
        self.review = review
        self.styles = Styles(book)

    def sheet(self, name: str, title: str, told: str) -> Worksheet:
        sheet: Worksheet = self.book.add_worksheet(name)
        styles.page(sheet, "f4")
        sheet.protect("", _PROTECTION)
        sheet.hide_gridlines(2)
        sheet.set_row(0, 24)
        sheet.write_string(0, 0, title, self.styles["title"])
        sheet.write_string(1, 0, told, self.styles["plain"])
        return sheet

    def name(self, name: str, sheet: str, row: int, col: int) -> None:
        self.book.define_name(name, f"={sheet}!${column(col)}${row + 1}")

    # ------------------------------------------------------------ the indicators

    def rows(self) -> None:
        review = self.review
        told = "Bandingkan setiap baris dengan dokumen yang ditandatangani, lengkapi sel kuning, lalu pilih Ya."
        sheet = self.sheet(ROWS, "TINJAUAN INDIKATOR", told)
        from_where = f"Dibaca dari {review.document}, {review.table.place}. Yang tidak dikatakan dokumen dikosongkan."
        sheet.write_string(2, 0, from_where, self.styles["plain"])
        sheet.freeze_panes(HEAD + 1, COL["indikator"])
        sheet.repeat_rows(HEAD)
        sheet.set_print_scale(_SCALE)
        sheet.repeat_columns(0, COL["indikator"])
        sheet.set_v_pagebreaks([COL[key] for key in _PAGES])
        for col, item in enumerate(COLUMNS):
            sheet.set_column(col, col, item.width, self.styles["plain"])
            sheet.write_string(HEAD, col, item.heading, self.styles["head"])
        sheet.merge_range(HEAD - 1, FIRST_MORE, HEAD - 1, len(COLUMNS) - 1, "SEPERLUNYA", self.styles["section"])
        sheet.set_row(HEAD, 32)
        for index, (row, proposal) in enumerate(zip(review.table.rows, review.proposals, strict=True)):
            self._row(sheet, index, row, proposal)
        self._goals(sheet)
        self._colours(sheet, len(review.table.rows))

    def _row(self, sheet: Worksheet, index: int, row: Row, proposal: Proposal) -> None:
        at, number = HEAD + 1 + index, index + 1
        reasons = "\n".join(proposal.reasons)
        told = {"letak": row.indicator.place, "alasan": reasons}
        official = {"indikator": row.indicator, "formulasi": row.formula, "sumber": row.source}
        sheet.write_number(at, 0, number, self.styles["centre"])
        for key, words in told.items():
            sheet.write_string(at, COL[key], words, self.styles["tiny"])
        for key, text in official.items():
            self._official(sheet, f"{key}_{number}", at, COL[key], text)
        values = _values(proposal)
        for key in ("sah", *ASKED):
            self._asked(sheet, COLUMNS[COL[key]], number, at, values.get(key, ""))
        goal = self.review.table.goals[row.goal].text
        shown = {"sasaran": goal, "pembilang": proposal.numerator, "penyebut": proposal.denominator}
        shown |= {key: text.text for key, text in official.items()}
        cells = [(text, column_points(COLUMNS[COL[key]].width)) for key, text in shown.items()]
        told_height = row_height([(reasons, column_points(COLUMNS[COL["alasan"]].width))], _TINY)
        sheet.set_row(at, max(30.0, told_height, row_height(cells, SIZE)))

    def _official(self, sheet: Worksheet, name: str, row: int, col: int, text: Text) -> None:
        if text.text:
            sheet.write_string(row, col, text.text, self.styles["fixed_wrap"])
        else:
            sheet.write_blank(row, col, None, self.styles["input_text"])
        self.name(name, ROWS, row, col)

    def _asked(self, sheet: Worksheet, item: Column, number: int, row: int, value: str | int | float) -> None:
        col = COL[item.key]
        self.name(f"{item.key}_{number}", ROWS, row, col)
        style = self.styles["register_text" if item.key == "per" else _LOOKS[item.look]]
        if not isinstance(value, str):
            sheet.write_number(row, col, value, style)
        elif value:
            sheet.write_string(row, col, value, style)
        else:
            sheet.write_blank(row, col, None, style)
        told: dict[str, Any] = {"input_title": item.heading[:32], "input_message": item.help[:255]}
        if item.choices:
            fault = {"error_title": "Bukan pilihan", "error_message": f"Pilih: {', '.join(item.choices)}."[:255]}
            sheet.data_validation(
                row, col, row, col, {"validate": "list", "source": list(item.choices), **told, **fault}
            )
        else:
            sheet.data_validation(row, col, row, col, {"validate": "any", **told})

    def _goals(self, sheet: Worksheet) -> None:
        table = self.review.table
        col = COL["sasaran"]
        for number, goal in enumerate(table.goals, start=1):
            rows = [HEAD + 1 + index for index, row in enumerate(table.rows) if row.goal == number - 1]
            if len(rows) > 1:
                sheet.merge_range(rows[0], col, rows[-1], col, "", self.styles["fixed_wrap"])
            self._official(sheet, f"sasaran_{number}", rows[0], col, goal)

    def _colours(self, sheet: Worksheet, count: int) -> None:
        first, last = HEAD + 1, HEAD + count
        cell = f"${column(COL['sah'])}{first + 1}"
        good = {"type": "formula", "criteria": f'=TRIM({cell})="{YES}"', "format": self.styles["status_good"]}
        sheet.conditional_format(first, 0, last, 0, good)
        sheet.conditional_format(first, COL["sah"], last, COL["sah"], good)

    # ------------------------------------------------------------ the office

    def office(self) -> None:
        told = "Periksa dan lengkapi sel kuning, lalu pilih Ya di setiap bagian."
        sheet = self.sheet(OFFICE, "JUDUL, IDENTITAS, PENANDATANGAN DAN SKALA", told)
        for col, width in enumerate((_LABEL_WIDTH, _VALUE_WIDTH, _PLACE_WIDTH)):
            sheet.set_column(col, col, width, self.styles["plain"])
        row = 3
        for block in blocks(self.review):
            row = self._block(sheet, block, row) + 1

    def _block(self, sheet: Worksheet, block: Block, row: int) -> int:
        sheet.merge_range(row, 0, row, 2, block.title, self.styles["section"])
        confirmation = Entry(
            block.confirmation, "Yakin?", place="pilih Ya sesudah bagian ini diperiksa", choices=(YES,)
        )
        for entry in (confirmation, *block.entries):
            row += 1
            self._entry(sheet, entry, row)
        return row + 1

    def _entry(self, sheet: Worksheet, entry: Entry, row: int) -> None:
        sheet.write_string(row, 0, entry.label, self.styles["wrap"])
        sheet.write_string(
            row, 2, entry.place or ("wajib diisi" if entry.required else "boleh kosong"), self.styles["small"]
        )
        if entry.value:
            sheet.write_string(row, 1, entry.value, self.styles["input_text"])
        else:
            sheet.write_blank(row, 1, None, self.styles["input_text"])
        if entry.choices:
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(entry.choices)})
        self.name(entry.name, OFFICE, row, 1)
        height = row_height(
            [(entry.value, column_points(_VALUE_WIDTH)), (entry.place, column_points(_PLACE_WIDTH))], SIZE
        )
        sheet.set_row(row, max(18.0, height))

    # ------------------------------------------------------------ what was left out, and the machine's own

    def notes(self) -> None:
        sheet = self.sheet(NOTES, "CATATAN PEMBACAAN", "Bandingkan hal berikut dengan dokumen yang ditandatangani.")
        heads = ("TINGKAT", "TEMUAN", "YANG HARUS DILAKUKAN")
        widths = (14, 80, 70)
        for col, (text, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(col, col, width, self.styles["plain"])
            sheet.write_string(3, col, text, self.styles["head"])
        for row, finding in enumerate(self.review.notes, start=4):
            texts = (catalogue.SEVERITIES[finding.severity], finding.message, finding.fix)
            for col, text in enumerate(texts):
                sheet.write_string(row, col, text, self.styles["label"])
            sheet.set_row(row, row_height(zip(texts, map(column_points, widths), strict=True), SIZE))

    def machine(self) -> None:
        sheet = self.book.add_worksheet(MACHINE)
        sheet.very_hidden()
        text = official_texts(self.review)
        pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
        head = (
            ("tinjauan", VERSION),
            ("dokumen", self.review.document),
            ("sha256", self.review.sha256),
            ("segel", hashlib.sha256(text.encode()).hexdigest()),
        )
        for row, (key, value) in enumerate((*head, *(("teks", piece) for piece in pieces))):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, value)


def _values(proposal: Proposal) -> dict[str, str | int | float]:
    target: str | float = proposal.target
    if proposal.target:
        target = float(proposal.target.replace(",", "."))
    return {
        "ukuran": proposal.measure,
        "pembilang": proposal.numerator,
        "penyebut": proposal.denominator,
        "per": int(proposal.per) if proposal.per else "",
        "jenis": proposal.kind,
        "arah": proposal.direction,
        "satuan": proposal.unit,
        "target": target,
    }

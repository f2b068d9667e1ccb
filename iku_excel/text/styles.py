"""Named cell formats, colours, the first font and the page set-up of every workbook that we write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from iku_excel.text.typography import FONT, POINTS_PER_MM

CREATED = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)
"""Creation date of every workbook we write: the clock must not reach the bytes."""

SIZE = 10  # points, the body of every sheet
SMALL = 8  # points, the smallest a long amount is shrunk to
FINE = 9  # points, what explains
TITLE, SUBTITLE = 14, 11
FOOTER = 10  # points of the page number
LINE = 15.0  # points of a row that no one gives a height

INK, PAPER_TINT, RULE = "#1f3b4d", "#eef3f6", "#7f8f9a"
INPUT_FILL, LOCKED_FILL = "#fff7cc", "#f3f4f6"
GOOD, CAUTION, BAD = "#15803d", "#b45309", "#b91c1c"

# Locale 0421 is Indonesian: month names everywhere, separators where the program honours it.
COUNT_FORMAT = "[$-421]#,##0"
PERCENT_FORMAT = "[$-421]0.00%"
DECIMAL_FORMAT = "[$-421]#,##0.00##"
QUOTIENT_FORMAT = "[$-421]#,##0.00"
RUPIAH_FORMAT = '[$-421]"Rp"#,##0;[$-421]-"Rp"#,##0'
POINTS_FORMAT = "[$-421]+0.00;[$-421]-0.00;[$-421]0.00"
BOUND_FORMAT = '[$-421]"≥ "0.00%'
DATE_FORMAT = "[$-421]d mmmm yyyy"
SHORT_DATE_FORMAT = "dd/mm/yyyy"  # a column of dates to be typed and compared

PAPERS: Mapping[str, tuple[int, float, float]] = {"f4": (14, 330.2, 215.9), "a4": (9, 297.0, 210.0)}
"""Paper name: Excel's code, then the width and height in mm when lying (landscape)."""

MARGIN_MM = 12.7

_NORMAL_ROW = 17  # pixels of a row of Arial 10 in Excel

_BORDER = {"border": 1, "border_color": "#000000"}
_GRID = {"border": 1, "border_color": RULE}
_WRAP = {"text_wrap": True, "valign": "vcenter"}
_RIGHT = {"align": "right", "valign": "vcenter"}
_TOP = {"text_wrap": True, "valign": "top"}
_CENTRED = {"align": "center", "valign": "vcenter"}
_LINK = {"font_color": "#1d4ed8", "underline": 1}
_INPUT = {**_GRID, "bg_color": INPUT_FILL, "locked": False}
_HEAD = {**_GRID, "bold": True, "bg_color": INK, "font_color": "#ffffff", "align": "center"}
_HEAD |= {"valign": "vcenter", "text_wrap": True}

_FORMATS: dict[str, dict[str, Any]] = {
    "plain": {"valign": "vcenter"},
    "wrap": _WRAP,
    "bold": {"bold": True},
    "small": {"font_size": FINE, "font_color": "#475569", **_WRAP},
    "title": {"bold": True, "font_size": TITLE, "font_color": INK, "valign": "vcenter", "shrink": True},
    "verdict": {
        "bold": True,
        "font_size": SUBTITLE,
        "align": "center",
        "valign": "vcenter",
        "border": 2,
        "shrink": True,
    },
    "subtitle": {"bold": True, "font_size": SUBTITLE, "font_color": INK},
    "section": {"bold": True, "bg_color": PAPER_TINT, "font_color": INK, "bottom": 1, "bottom_color": RULE},
    "note": {"bold": True, "font_color": BAD},
    "link": _LINK,
    "step": {"bold": True, "align": "center", "valign": "vcenter", "font_color": INK},
    # tables of the tool's own sheets
    "head": _HEAD,
    "label": {**_GRID, **_WRAP, "indent": 1},
    "label_bold": {**_GRID, **_WRAP, "indent": 1, "bold": True},
    "centre": {**_GRID, "align": "center", "valign": "top", "text_wrap": True},
    "centre_middle": {**_GRID, "align": "center", "valign": "vcenter", "text_wrap": True},
    "label_middle": {**_GRID, **_WRAP, "indent": 1},
    "bound": {**_GRID, "num_format": BOUND_FORMAT, "align": "center", "valign": "vcenter"},
    "tiny": {**_GRID, **_WRAP, "font_size": FINE, "font_color": "#475569"},
    "rank": {**_GRID, "align": "center", "valign": "vcenter", "num_format": "0"},
    "points": {**_GRID, "num_format": POINTS_FORMAT, "align": "right", "valign": "vcenter"},
    # the live list of faults
    "figure": {"bold": True, "align": "left", "num_format": "0"},
    "fault": {**_TOP, "font_size": FINE},
    "fault_centre": {"valign": "top", "align": "center", "font_size": FINE},
    "fault_link": {"valign": "top", "align": "center", "font_size": FINE, **_LINK},
    # rows of sums
    "sum_label": {**_GRID, **_WRAP, "indent": 1, "bold": True, "bg_color": PAPER_TINT},
    "sum_centre": {**_GRID, **_WRAP, "align": "center", "bold": True, "bg_color": PAPER_TINT},
    "mean_label": {**_GRID, **_WRAP, "indent": 1, "italic": True},
    # input cells and what stands beside them
    "input_text": {**_INPUT, "num_format": "@", **_WRAP, "indent": 1},
    "input_date": {**_INPUT, "num_format": DATE_FORMAT, "align": "left", "valign": "vcenter", "indent": 1},
    "register_text": {**_INPUT, **_WRAP, "indent": 1},
    "register_date": {**_INPUT, "num_format": SHORT_DATE_FORMAT, "align": "center", "valign": "vcenter"},
    "fixed_text": {**_GRID, "bg_color": LOCKED_FILL, **_WRAP, "indent": 1},
    "fixed_wrap": {**_GRID, "bg_color": LOCKED_FILL, **_WRAP, "indent": 1},
    "sample_input": {**_GRID, "bg_color": INPUT_FILL},
    "fixed_number": {**_GRID, "bg_color": LOCKED_FILL, "align": "left", "valign": "vcenter", "indent": 1},
    "activity": {"num_format": COUNT_FORMAT, "font_size": 9, "font_color": "#475569", **_RIGHT},
    "status": {**_GRID, "bg_color": LOCKED_FILL, "align": "center", "valign": "vcenter", "font_size": 9},
    # the official form
    "form_title": {"bold": True, "font_size": 12, "align": "center"},
    "form_line": {**_TOP},
    "form_text": {**_TOP, "align": "justify"},
    "form_heading": {"bold": True, "font_size": 11, "align": "center", "valign": "vcenter"},
    "form_head": {**_BORDER, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True},
    "form_number": {**_BORDER, "align": "center", "valign": "vcenter", "font_size": 9},
    "form_centre": {**_BORDER, "align": "center", "valign": "top", "text_wrap": True},
    "form_cell": {**_BORDER, **_TOP, "align": "left", "indent": 1},
    "form_sign": {**_CENTRED, "text_wrap": True},
    "form_name": {**_CENTRED, "text_wrap": True, "bold": True, "underline": 1},
    "live_form_sign": {**_CENTRED, "shrink": True},
    "live_form_name": {**_CENTRED, "shrink": True, "bold": True, "underline": 1},
    "not_ready_line": {"bold": True, "font_size": TITLE, "font_color": BAD, "valign": "vcenter"},
    "not_ready": {**_CENTRED, "bold": True, "font_size": 28, "font_color": BAD},
}


_NUMBERS: dict[str, dict[str, Any]] = {
    "count": {"num_format": COUNT_FORMAT, **_RIGHT},
    "decimal": {"num_format": DECIMAL_FORMAT, **_RIGHT},
    "quotient": {"num_format": QUOTIENT_FORMAT, **_RIGHT},
    "percent": {"num_format": PERCENT_FORMAT, **_RIGHT},
    "rupiah": {"num_format": RUPIAH_FORMAT, **_RIGHT},
    "rupiah_small": {"num_format": RUPIAH_FORMAT, **_RIGHT, "font_size": SMALL},
    "word": {"align": "center", "valign": "vcenter", "text_wrap": True},
}
"""How the figures of an indicator look (measure_words.py says which is whose)."""

_FORMATS |= {
    f"{where}{look}": {**around, **properties}
    for where, around in {
        "": _GRID,
        "bold_": {**_GRID, "bold": True},
        "input_": _INPUT,
        "fixed_": {**_GRID, "bg_color": LOCKED_FILL},
        "sum_": {**_GRID, "bold": True, "bg_color": PAPER_TINT},
        "mean_": {**_GRID, "italic": True},
    }.items()
    for look, properties in _NUMBERS.items()
}

_FORMATS |= {f"wide_{name}": {**_FORMATS[name], **_WRAP} for name in ("plain", "title", "subtitle", "note")}
"""Lines that stand across all columns of a sheet (paper.py)."""

# Formats of conditional rules name only what differs from the cell's own.
_CONDITIONAL: dict[str, dict[str, Any]] = {
    "status_good": {"font_color": GOOD, "bold": True},
    "status_caution": {"font_color": CAUTION, "bold": True},
    "status_bad": {"font_color": BAD, "bold": True},
    "fault_line": {"bottom": 4, "bottom_color": RULE},
    "verdict_bad": {"font_color": "#ffffff", "bg_color": BAD},
    "verdict_good": {"font_color": GOOD, "bg_color": "#dcfce7"},
    "register_missing": {"bg_color": "#fecaca"},
}


def options() -> dict[str, Any]:
    """Return what xlsxwriter is told of every workbook: its Normal font, by whose digits all columns are measured.

    No scheme: a font of a scheme is the theme's, whatever name stands beside it.
    """
    normal = {"font_name": FONT, "font_size": SIZE, "font_scheme": "none"}
    return {"in_memory": True, "default_format_properties": normal, "default_row_height": _NORMAL_ROW}


class Styles:
    """The named formats of one workbook, each made when it is first asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            font = {"font_name": FONT, "font_size": SIZE}
            properties = _CONDITIONAL.get(name) or {**font, **_FORMATS[name]}
            self._made[name] = self._book.add_format(properties)
        return self._made[name]

    def band(self, colour: str) -> Format:
        """Return the conditional format of a predicate: its word on its colour."""
        if colour not in self._made:
            properties = {"bold": True, "bg_color": colour, "font_color": ink_on(colour)}
            self._made[colour] = self._book.add_format(properties)
        return self._made[colour]


def ink_on(colour: str) -> str:
    """Return black or white, whichever is easier to read on a colour "#rrggbb" (WCAG luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else "#ffffff"


def page(sheet: Worksheet, paper: str, *, numbered: bool = True) -> None:
    """Set a sheet up to print landscape and one page wide, with page numbers unless it is the form."""
    code, _, _ = PAPERS[paper]
    sheet.set_default_row(LINE)
    sheet.set_landscape()
    sheet.set_paper(code)
    margin = MARGIN_MM / 25.4
    sheet.set_margins(left=margin, right=margin, top=margin, bottom=margin + 0.1)
    sheet.fit_to_pages(1, 0)
    if numbered:
        sheet.set_footer(f"&R&{FOOTER}Halaman &P dari &N", {"margin": 0.25})


def page_room(paper: str) -> tuple[float, float]:
    """Return the width and height in points that ``page`` leaves for cells."""
    _, width, height = PAPERS[paper]
    return (
        (width - 2 * MARGIN_MM) * POINTS_PER_MM,
        (height - 2 * MARGIN_MM) * POINTS_PER_MM - 0.1 * 72,
    )

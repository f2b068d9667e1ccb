"""The sheet Kelengkapan: who has sent what, who is missing, and why a kiriman is not counted."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from iku_excel.model import Severity
from iku_excel.regency import ledger
from iku_excel.regency.recap.records import COUNTED, SETTLED, Seat, Sent, State
from iku_excel.regency.recap.sheets.desk import COMPLETENESS, FIRST, Desk
from iku_excel.text import indonesian
from iku_excel.text.styles import SIZE
from iku_excel.text.typography import column_points, row_height

_WIDTHS = (5, 27, 27, 18, 14, 36, 58)
_RECEIVED, _RECEIVED_WIDTH = "DITERIMA", 20  # only where a ledger of intake tells when
_HEADS = ("NO", "ORGANISASI", "WILAYAH", "STATUS", "SAMPAI DENGAN", "BERKAS", "KETERANGAN")
_LOOKS = {
    "status_good": (State.COUNTED,),
    "status_caution": (State.LATE, *SETTLED),
    "status_bad": tuple(state for state in State if state not in (*COUNTED, *SETTLED)),
}


def write(desk: Desk) -> None:
    """Write the sheet Kelengkapan."""
    told = any(sent.received for sent in desk.recap.sent)
    widths, heads = (*_WIDTHS, *[_RECEIVED_WIDTH] * told), (*_HEADS, *[_RECEIVED] * told)
    sheet = desk.sheet(COMPLETENESS, widths, "KELENGKAPAN KIRIMAN")
    desk.head(sheet, FIRST, heads, widths)
    sheet.freeze_panes(FIRST + 1, 2)
    sheet.repeat_rows(FIRST)
    row = FIRST
    number = 0
    for seat in desk.recap.seats:
        number += 1
        kiriman: list[Sent | None] = [*seat.sent] or [None]
        for sent in kiriman:
            row += 1
            when = [ledger.moment(sent.received) if sent else ""] * told
            _row(desk, sheet, row, (number, *_whose(seat, desk), *_what(seat, sent, desk), *when))
    for sent in desk.recap.sent:
        if not sent.organization:
            row += 1
            number += 1
            _row(desk, sheet, row, (number, "(tidak dapat dikenali)", "", *_what(None, sent, desk), *[""] * told))
    for look, states in _LOOKS.items():
        for state in states:
            rule = {"type": "cell", "criteria": "==", "value": f'"{state.value}"', "format": desk.styles[look]}
            sheet.conditional_format(FIRST + 1, 3, max(row, FIRST + 1), 3, rule)
    sheet.autofilter(FIRST, 0, max(row, FIRST), len(widths) - 1)


def _whose(seat: Seat, desk: Desk) -> tuple[str, str]:
    stranger = "" if seat.listed or desk.recap.expected is None else " (tidak di daftar)"
    return indonesian.printable(seat.organization + stranger), indonesian.printable(seat.region)


def _what(seat: Seat | None, sent: Sent | None, desk: Desk) -> tuple[str, str, str, str]:
    if sent is None:
        return State.MISSING.value, "", "", "Belum ada kiriman."
    reached = sent.form.periods[sent.through].title if sent.form and sent.through >= 0 else ""
    return sent.state.value, reached, desk.names[sent.path], _why(seat, sent)


def _why(seat: Seat | None, sent: Sent) -> str:
    """Return the words of the finding that decided, or what a counted kiriman still has."""
    if sent.state is State.COUNTED:
        warned = sum(finding.severity is Severity.WARNING for finding in sent.findings)
        kind = "keluaran utuh" if sent.kind == "keluaran" else "isian sah"
        return f"{kind}; {warned} peringatan" if warned else kind
    errors = [finding for finding in sent.findings if finding.severity is Severity.ERROR]
    decisive = errors or sent.findings
    if not decisive:
        return seat.state.value if seat else ""
    more = f" (dan {len(errors) - 1} temuan lain)" if len(errors) > 1 else ""
    return indonesian.printable(decisive[0].message) + more


def _row(desk: Desk, sheet: Worksheet, row: int, cells: tuple[int | str, ...]) -> None:
    number, *texts = cells
    sheet.write_number(row, 0, int(number), desk.styles["rank"])
    for col, text in enumerate(texts, start=1):
        sheet.write_string(row, col, str(text), desk.styles["centre_middle" if col in (3, 4, 7) else "label_middle"])
    points = [column_points(width) for width in (*_WIDTHS[1:], _RECEIVED_WIDTH)]
    sheet.set_row(row, max(18.0, row_height(zip(map(str, texts), points, strict=False), SIZE)))

"""Registers of a workbook: names -> places -> rows, read by python-calamine after the gate.

A register is found by the defined names of its columns, which follow them when sheets are renamed,
rows inserted or columns moved; where a client has dropped the names, by its headings at the layout's
own place. calamine holds a sheet as a dense rectangle and shows errors and formulas without a value as
empty cells, so the rectangle is limited first, and empty cells of a sheet that holds formulas or errors
are looked at again with our own reader (spreadsheet.py).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, TypeVar

import python_calamine

from iku_excel.definition.layout import MEMBERS_READY, Place, RegisterPlace
from iku_excel.findings import catalogue
from iku_excel.model import Cell, Content, Finding, Rows, Severity
from iku_excel.package import Address, Raw, Refusal, Sheet, Spreadsheet, a1, damaged
from iku_excel.reading import rivals
from iku_excel.text import indonesian, letters

MAX_EXACT = 200_000
"""Cells of a register that our own reader takes in calamine's place; a second and 100 MB."""

_LISTED = 20  # cells of a kind that are named; the rest is counted

_Result = TypeVar("_Result")

MAX_RECTANGLE = 4_000_000
"""Cells of the rectangle around all that a sheet holds; a register of 200,000 rows by 8 has 1.6 million."""


def read(
    book: Spreadsheet, places: Sequence[RegisterPlace], data: bytes, taken: Sequence[str] = ()
) -> tuple[dict[int, Rows], list[Finding]]:
    """Return the rows of every register that can be read, by indicator, and what is wrong with the others.

    ``taken`` are the sheets that are read for something else: none of them is a copy of a register.
    """
    found: dict[int, Rows] = {}
    findings: list[Finding] = []
    sound: dict[int, Sequence[Place]] = {}
    for place in places:
        heads = _heads(book, place, findings)
        if heads is None or not _headed(book, place, heads, findings) or not _bounded(book, heads, findings):
            continue
        sound[place.number] = heads
    workbook = _opened(data) if sound else None
    others = rivals.candidates(book, [*taken, *(heads[0].sheet for heads in sound.values())])
    for place in places:
        if place.number not in sound:
            continue
        rows = _rows(book, place, sound[place.number], workbook, findings)
        found[place.number] = rows
        findings += _hidden(book, rows)
        findings += _rivals(book, place, rows, others, workbook)
    return found, findings


def _hidden(book: Spreadsheet, rows: Rows) -> Iterator[Finding]:
    """Name what a merge has hidden: it would be counted, and nobody sees it."""
    if not book.package.merges.get(book.parts[rows.sheet]):
        return
    filled = {
        (row, col)
        for row, values in enumerate(rows.rows, start=rows.first)
        for col in rows.cols
        if col < len(values) and values[col] not in ("", None)
    }
    covered = sorted(book.covered(rows.sheet, filled | rows.odd.keys()))
    for at in covered[:_LISTED]:
        yield catalogue.finding("sel-tertutup", place=(rows.sheet, *at))
    if len(covered) > _LISTED:
        more = {"count": indonesian.whole(len(covered) - _LISTED), "code": "sel-tertutup", "listed": str(_LISTED)}
        severity = Severity.ERROR
        yield catalogue.finding("register-selebihnya", more, sheet=rows.sheet, severity=severity)


def _rivals(
    book: Spreadsheet,
    place: RegisterPlace,
    rows: Rows,
    others: Sequence[str],
    workbook: python_calamine.CalamineWorkbook | None,
) -> Iterator[Finding]:
    """Compare a register with every sheet that bears its headings at the layout's own place."""
    rivals_found, differ = [], set[Address]()
    for name in others:
        heads = [Place(name, area.head.row, area.head.col) for area in place.areas]
        try:
            cells = _cells(book, heads)
            alike = all(_shown(cells, head) == area.label for head, area in zip(heads, place.areas, strict=True))
            if not alike or not _bounded(book, heads, []):
                continue
            rival = _rows(book, dataclasses.replace(place, members=None), heads, workbook, [])
        except Refusal:
            continue
        rivals_found.append(name)
        differ |= _difference(rows, rival)
    if rivals_found:
        yield rivals.finding(place.sheet, rows.sheet, rivals_found, sorted(differ))


def _difference(rows: Rows, rival: Rows) -> set[Address]:
    """Return the cells in which a register and its rival differ, row by row under the headings."""
    found = set()
    for offset in range(max(len(rows.rows), len(rival.rows))):
        for col, other_col in zip(rows.cols, rival.cols, strict=True):
            if _under(rows, offset, col) != _under(rival, offset, other_col):
                found.add((rows.first + offset, col))
    return found


def _under(rows: Rows, offset: int, col: int) -> Any:
    values = rows.rows[offset] if offset < len(rows.rows) else ()
    value = values[col] if col < len(values) else ""
    return indonesian.squeeze(value) if isinstance(value, str) else value


def _heads(book: Spreadsheet, place: RegisterPlace, findings: list[Finding]) -> list[Place] | None:
    """Return where the headings stand now: the columns', then that of the list of members."""
    areas = [*place.areas, *([place.members] if place.members else [])]
    corners = [book.corner(area.name) for area in areas]
    known = [Place(*corner) for corner in corners if corner is not None]
    label = f"Register indikator {place.number}"
    if not known:
        return _own_heads(book, place, findings)
    lost = [area.label for area, corner in zip(areas, corners, strict=True) if corner is None]
    fault = f"kolom {lost[0]} tidak ada lagi" if lost else ""
    if not fault and len({(head.sheet, head.row) for head in known}) > 1:
        fault = "judul kolomnya tidak lagi sebaris"
    if fault:
        sheet = known[0].sheet
        findings.append(catalogue.finding("register-rusak", {"found": fault}, sheet=sheet, label=label))
        return None
    return known


def _own_heads(book: Spreadsheet, place: RegisterPlace, findings: list[Finding]) -> list[Place] | None:
    """Return the layout's own places where the names are gone but the headings still stand there."""
    label = f"Register indikator {place.number}"
    sheet = next((name for name in book.sheets if name.lower() == place.sheet.lower()), None)
    if sheet is None:
        findings.append(catalogue.finding("register-rusak", {"found": f"lembar {place.sheet} tidak ada"}, label=label))
        return None
    areas = [*place.areas, *([place.members] if place.members else [])]
    heads = [Place(sheet, area.head.row, area.head.col) for area in areas]
    cells = _cells(book, heads)
    if any(_shown(cells, head) != area.label for head, area in zip(heads, areas, strict=True)):
        fault = {"found": "nama dan judul kolomnya hilang"}
        findings.append(catalogue.finding("register-rusak", fault, sheet=sheet, label=label))
        return None
    where = (sheet, heads[0].row, heads[0].col)
    findings.append(catalogue.finding("nama-dipulihkan", place=where, label=label))
    return heads


def _headed(book: Spreadsheet, place: RegisterPlace, heads: Sequence[Place], findings: list[Finding]) -> bool:
    """Tell whether every heading still says what its column is; otherwise a column was overwritten."""
    areas = [*place.areas, *([place.members] if place.members else [])]
    cells = _cells(book, heads)
    sound = True
    for head, area in zip(heads, areas, strict=True):
        if _shown(cells, head) != area.label:
            sound = False
            values = {"found": f'judul kolom bukan "{area.label}"', "expected": area.label}
            where = (head.sheet, head.row, head.col)
            findings.append(catalogue.finding("register-rusak", values, place=where, label=area.label))
    return sound


def _bounded(book: Spreadsheet, heads: Sequence[Place], findings: list[Finding]) -> bool:
    last_row, last_col = book.package.extents.get(book.parts[heads[0].sheet], (0, 0))
    if (last_row + 1) * (last_col + 1) <= MAX_RECTANGLE:
        return True
    values = {"found": f"ada isi sejauh {a1(last_row, last_col)}"}
    findings.append(catalogue.finding("register-rusak", values, sheet=heads[0].sheet, label="Lembar register"))
    return False


def _rows(
    book: Spreadsheet,
    place: RegisterPlace,
    heads: Sequence[Place],
    workbook: python_calamine.CalamineWorkbook | None,
    findings: list[Finding],
) -> Rows:
    columns, first = heads[: len(place.areas)], heads[0].row + 1
    sheet, cols = heads[0].sheet, tuple(head.col for head in columns)
    members = place.register.members
    if place.members is not None and not members:
        at = heads[-1]
        below = [Place(sheet, row, at.col) for row in range(at.row + 1, at.row + 1 + MEMBERS_READY)]
        cells = _cells(book, below)
        members = tuple(filter(None, (_shown(cells, cell) for cell in below)))
        findings += _repaired(cells, below, heads[-1], place)
    values = _values(workbook, sheet) if workbook and book.plain(sheet) else None
    if values is None:
        rows, odd = _exactly(book, sheet, first, cols)
    else:
        rows = values[first:]
        odd = _odd(book, sheet, first, cols, rows)
    return Rows(sheet, first, cols, rows, odd, members, book.date1904)


def _repaired(cells: Sheet, below: Sequence[Place], head: Place, place: RegisterPlace) -> Iterator[Finding]:
    """Name the members whose names hold letters that nobody sees."""
    for cell in below:
        unseen = letters.unseen(cells.at(cell.row, cell.col).text)
        if unseen:
            values = {"found": indonesian.listing(unseen), "used": "isinya tanpa huruf itu"}
            where = (head.sheet, cell.row, cell.col)
            label = place.members.label if place.members else ""
            yield catalogue.finding("huruf-tak-tampak", values, place=where, label=label)


def _exactly(
    book: Spreadsheet, sheet: str, first: int, cols: Sequence[int]
) -> tuple[list[list[Any]], dict[tuple[int, int], Cell]]:
    """Read what calamine cannot, such as an error value that it does not know, with our own reader."""
    last, _ = book.package.extents[book.parts[sheet]]
    if (last + 1 - first) * len(cols) > MAX_EXACT:
        damaged("register tidak dapat dibaca")
    cells = book.read({sheet: {(row, col) for row in range(first, last + 1) for col in cols}})[sheet].cells
    rows: list[list[Any]] = [[""] * (max(cols) + 1) for _ in range(first, last + 1)]
    for (row, col), raw in cells.items():
        rows[row - first][col] = _value(raw)
    return rows, _strange(sheet, cells)


def _value(raw: Raw) -> Any:
    match raw.content:
        case Content.NUMBER:
            return raw.number
        case Content.DATE:
            return raw.date or raw.number
        case Content.BOOLEAN:
            return raw.text == "TRUE"
        case Content.TEXT:
            return raw.text
    return ""


def _strange(sheet: str, cells: Mapping[tuple[int, int], Raw]) -> dict[tuple[int, int], Cell]:
    return {
        at: Cell("", sheet, *at, raw.content, text=raw.text)
        for at, raw in cells.items()
        if raw.content in (Content.ERROR, Content.UNCACHED)
    }


def _odd(
    book: Spreadsheet, sheet: str, first: int, cols: Sequence[int], rows: Sequence[Sequence[Any]]
) -> dict[tuple[int, int], Cell]:
    """Return the cells that look empty and are not: errors, and formulas without a value."""
    if not _calculates(book.package.part(book.parts[sheet])):
        return {}
    wanted = {
        (row, col)
        for row, values in enumerate(rows, start=first)
        for col in cols
        if col >= len(values) or values[col] == ""
    }
    return _strange(sheet, book.read({sheet: wanted})[sheet].cells)


def _calculates(pieces: Iterable[bytes]) -> bool:
    """Tell whether a sheet may hold a formula or an error value."""
    before = b""
    for piece in pieces:
        text = before + piece
        if b"<f" in text or b":f" in text or b'"e"' in text or b"'e'" in text:
            return True
        before = text[-8:]
    return False


def _opened(data: bytes) -> python_calamine.CalamineWorkbook | None:
    return _guarded(lambda: python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)))


def _values(workbook: python_calamine.CalamineWorkbook, sheet: str) -> list[list[Any]] | None:
    return _guarded(lambda: workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False))


def _guarded(call: Callable[[], _Result]) -> _Result | None:
    """Let calamine work; None where it cannot, a panic of its Rust code included."""
    try:
        return call()
    except python_calamine.CalamineError:
        return None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return None


def _cells(book: Spreadsheet, places: Iterable[Place]) -> Sheet:
    by_sheet: dict[str, list[tuple[int, int]]] = {}
    for place in places:
        by_sheet.setdefault(place.sheet, []).append((place.row, place.col))
    ((_, sheet),) = book.read(by_sheet).items()
    return sheet


def _shown(cells: Sheet, place: Place) -> str:
    return indonesian.squeeze(cells.at(place.row, place.col).text)

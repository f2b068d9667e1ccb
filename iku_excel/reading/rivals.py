"""A second sheet that looks like one of the template's: a clerk has copied it, and either may be the one that is meant.

A rival bears the labels of a sheet of the layout at the layout's own addresses. With the same content it is only
named; where the contents differ nobody can know which is meant, wherever the defined names point by now. A sheet that
bears them elsewhere, because its rows were moved, is the clerk's own: a table pasted among notes, an extract for the
head. It has neither names nor places by which a figure is found, and to call it a rival would refuse honest work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from iku_excel.definition.layout import (
    CHECK,
    DATA,
    IDENTITY,
    INDICATORS,
    SHEETS,
    VERDICT_NAME,
    Field,
    Layout,
    Place,
)
from iku_excel.findings import catalogue
from iku_excel.model import Finding
from iku_excel.package import Address, Raw, Refusal, Sheet, Spreadsheet, a1
from iku_excel.text import indonesian

FORMS = (IDENTITY, INDICATORS, DATA)
"""Sheets of the layout that have input cells; registers are compared where they are read."""

LISTED = 8
"""Cells that a finding names; the rest is counted."""

_OURS = frozenset(name.lower() for name in SHEETS if name not in FORMS)


def candidates(book: Spreadsheet, homes: Sequence[str]) -> list[str]:
    """Return the sheets that are neither read nor ours by name."""
    return [name for name in book.sheets if name not in homes and name.lower() not in _OURS]


def findings(
    book: Spreadsheet, places: Layout, homes: Mapping[str, str], located: Mapping[str, Place]
) -> Iterator[Finding]:
    """Compare each sheet of the layout with what looks like it; ``located`` tells where each input cell is read."""
    others = [name for name in candidates(book, list(homes.values())) if name != _judging(book)]
    fields = {form: [field for field in places.fields if field.place.sheet == form] for form in FORMS}
    labels = {(item.place.row, item.place.col) for field in places.fields for item in field.witnesses}
    sheets = _read(book, others, labels)  # of nearly every workbook nothing more is needed
    others = [name for name in others if name in sheets and any(_bears(sheets[name], fields[form]) for form in FORMS)]
    if not others:
        return
    wanted = {(place.row, place.col) for place in located.values()}
    for place in (place for form in fields.values() for field in form for place in _around(field)):
        wanted.add((place.row, place.col))
    sheets = _read(book, [*filter(None, homes.values()), *others], wanted)
    for form in FORMS:
        rivals = [name for name in others if name in sheets and _bears(sheets[name], fields[form])]
        home = homes.get(form, "")
        if home in sheets and rivals:
            yield _compared(form, home, rivals, fields[form], sheets, located)


def _judging(book: Spreadsheet) -> str:
    """Return the sheet that says what is wrong, the longest of a template: it has its own name, and the verdict."""
    place = book.place(VERDICT_NAME)
    return place[0] if place is not None and place[0].lower() == CHECK.lower() else ""


def same(first: Raw, second: Raw) -> bool:
    """Tell whether two cells hold the same for a reader."""
    if first.content is not second.content:
        return False
    if first.number == first.number:
        return first.number == second.number
    return indonesian.squeeze(first.text) == indonesian.squeeze(second.text)


def finding(form: str, home: str, rivals: Sequence[str], differ: Sequence[Address]) -> Finding:
    """Return what is to be said of a sheet, the sheets that look like it, and the cells in which they differ."""
    values = {
        "sheets": indonesian.listing([catalogue.quoted(name) for name in (home, *rivals)]),
        "found": form,
        "expected": f"satu lembar {form}",
        "used": catalogue.quoted(home),
        "differ": listed(differ),
    }
    if not differ:
        return catalogue.finding("lembar-kembar", values, sheet=home)
    return catalogue.finding("lembar-bersaing", values, place=(home, *differ[0]))


def listed(cells: Sequence[Address]) -> str:
    """Return cells in a sentence: "sel E7, E8 dan 12 lagi"."""
    names = [a1(*cell) for cell in cells[:LISTED]]
    more = [f"{indonesian.whole(len(cells) - LISTED)} lagi"] if len(cells) > LISTED else []
    return f"sel {indonesian.listing([*names, *more])}"


def _around(field: Field) -> Iterator[Place]:
    """Yield the layout's own place of an input cell, and those of its labels."""
    yield field.place
    yield from (witness.place for witness in field.witnesses)


def _read(book: Spreadsheet, names: Sequence[str], wanted: AbstractSet[Address]) -> dict[str, Sheet]:
    """Read all that is compared; a sheet without a sound part is nobody's rival."""
    found: dict[str, Sheet] = {}
    for name in dict.fromkeys(names):
        try:
            found |= book.read({name: wanted})
        except Refusal:
            continue
    return found


def _bears(sheet: Sheet, fields: Sequence[Field]) -> bool:
    """Tell whether most input cells of a form have their labels around them on this sheet."""
    vouched = sum(
        all(
            indonesian.squeeze(sheet.at(witness.place.row, witness.place.col).text) == witness.text
            for witness in field.witnesses
        )
        for field in fields
    )
    return vouched * 2 > len(fields)


def _compared(
    form: str,
    home: str,
    rivals: Sequence[str],
    fields: Sequence[Field],
    sheets: Mapping[str, Sheet],
    located: Mapping[str, Place],
) -> Finding:
    looked_at = [home, *rivals] if _bears(sheets[home], fields) else rivals
    differ = []
    for field in fields:
        at = located.get(field.name)
        if at is None or at.sheet not in sheets:
            continue
        own = [sheets[name].at(field.place.row, field.place.col) for name in looked_at]
        read = sheets[at.sheet].at(at.row, at.col)
        if not all(same(read, other) for other in own):
            differ.append((at.row, at.col))
    return finding(form, home, rivals, sorted(set(differ)))

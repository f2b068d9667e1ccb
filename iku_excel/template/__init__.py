"""A layout becomes the workbook that a clerk fills in: layout -> .xlsx bytes.

A module for each sheet, in the order of the sheets. The same definition and values give the same
bytes, always. ``values`` presets input cells by name, ``rows`` fills registers; that is how the filled
examples are made.
Every live formula is written with the value it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from iku_excel.definition import measures, profile
from iku_excel.definition.layout import LKJIP_KEY, MACHINE, MACHINE_KEYS, MACHINE_PIECE, PROPERTY, RegisterPlace, layout
from iku_excel.model import Definition
from iku_excel.template import achieved, data, guide, identity, indicators, lkjip, official, register, verdict
from iku_excel.template.book import LiveBook, pressed
from iku_excel.template.desk import Desk, Live, Preset, RegisterRows, Value, Values
from iku_excel.text import styles
from iku_excel.text.styles import CREATED

__all__ = ["Preset", "RegisterRows", "Value", "Values", "render"]


def render(
    definition: Definition,
    values: Values | None = None,
    rows: RegisterRows | None = None,
    notes: Mapping[str, str] | None = None,
) -> bytes:
    """Return the template of a definition as the bytes of an .xlsx file; ``notes`` hang on input cells by name."""
    buffer = BytesIO()
    with LiveBook(buffer, styles.options()) as book:
        title = f"Isian IKU {definition.year} {definition.organization}"
        book.set_properties({"title": title, "created": CREATED})
        book.set_custom_property(PROPERTY, f"{measures.contract(definition)}/{definition.id}", "text")
        places = layout(definition)
        filled = {place.number: (rows or {}).get(place.number, _members(place)) for place in places.registers}
        live = _live(definition, filled, values or {}, empty=not rows)
        desk = Desk(book, places, {**_presets(definition), **(values or {})}, filled, live, notes)
        for sheet in (guide, identity, indicators, data, register, lkjip, verdict, official, achieved):
            sheet.write(desk)
        _machine(desk)
        desk.settle()
        for name, place in places.names:
            book.define_name(name, f"={place.reference}")
        for item in places.registers:
            for area in (*item.areas, *([item.members] if item.members else [])):
                book.define_name(area.name, f"={area.reference}")
    return pressed(buffer.getvalue())


def _members(place: RegisterPlace) -> Sequence[Sequence[Value]]:
    """Return the rows that a register begins with: one for each member of a stock."""
    member = place.register.member
    position = place.register.columns.index(member) if member else 0
    return [[name if col == position else "" for col in range(len(place.areas))] for name in place.register.members]


def _live(definition: Definition, rows: RegisterRows, values: Values, *, empty: bool) -> Live:
    """Return what the live counts show; in an empty template they are empty, and need no counting."""
    if not rows or (empty and not any(name.startswith(("pembilang_", "penyebut_")) for name in values)):
        return Live({}, [0] * len(definition.periods))
    from iku_excel.figures import registers

    counts, activity = registers.shown(definition, rows, values)
    return Live({name: "" if value is None else value for name, value in counts.items()}, activity)


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
            presets[f"target_{indicator.number}"] = measures.cell_target(indicator, indicator.target)
    return presets


def _machine(desk: Desk) -> None:
    sheet = desk.book.add_worksheet(MACHINE)
    sheet.very_hidden()
    text = profile.to_json(desk.definition)
    head = (str(measures.contract(desk.definition)), desk.definition.id, profile.seal(text))
    pieces = [text[i : i + MACHINE_PIECE] for i in range(0, len(text), MACHINE_PIECE)]
    rows = [*zip(MACHINE_KEYS, head, strict=True), *(("definisi", piece) for piece in pieces)]
    if desk.definition.lkjip:
        rows.append((LKJIP_KEY, "ya"))
    for row, (key, value) in enumerate(rows):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)

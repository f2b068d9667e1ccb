"""A layout becomes the workbook that a clerk fills in: layout -> .xlsx bytes.

A module for each sheet, in the order of the sheets. The same definition and values give the same
bytes, always. ``values`` presets input cells by name; that is how the filled examples are made.
Every live formula is written with the value it has.
"""

from __future__ import annotations

from io import BytesIO

from xlsxwriter.workbook import Workbook

from iku_excel import percentage, profile
from iku_excel.layout import MACHINE, MACHINE_KEYS, MACHINE_PIECE, PROPERTY, layout
from iku_excel.model import CONTRACT_VERSION, Definition
from iku_excel.styles import CREATED
from iku_excel.template import data, guide, identity, indicators
from iku_excel.template.desk import Desk, Live, Value, Values

__all__ = ["Live", "Value", "Values", "render"]


def render(definition: Definition, values: Values | None = None) -> bytes:
    """Return the template of a definition as the bytes of an .xlsx file."""
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        title = f"Isian IKU {definition.year} {definition.organization}"
        book.set_properties({"title": title, "created": CREATED})
        book.set_custom_property(PROPERTY, f"{CONTRACT_VERSION}/{definition.id}", "text")
        desk = Desk(book, layout(definition), {**_presets(definition), **(values or {})})
        for write in (guide.write, identity.write, indicators.write, data.write, _machine):
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
            presets[f"target_{indicator.number}"] = percentage.to_fraction(indicator.target)
    return presets


def _machine(desk: Desk) -> None:
    sheet = desk.book.add_worksheet(MACHINE)
    sheet.very_hidden()
    text = profile.to_json(desk.definition)
    head = (str(CONTRACT_VERSION), desk.definition.id, profile.seal(text))
    pieces = [text[i : i + MACHINE_PIECE] for i in range(0, len(text), MACHINE_PIECE)]
    rows = [*zip(MACHINE_KEYS, head, strict=True), *(("definisi", piece) for piece in pieces)]
    for row, (key, value) in enumerate(rows):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)

"""Plain rows and strings pass the gate without events, and count as they would with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

import pytest
from builders import filled, unzipped, zipped
from openpyxl import Workbook

from iku_excel.package import census, gate, plainrows
from iku_excel.package.safexml import Refusal


def counted(data: bytes, monkeypatch: pytest.MonkeyPatch, *, fast: bool) -> tuple[object, ...]:
    """Return all that the census of a package has counted, with or without the short way."""
    found: list[census.Census] = []

    class Noting(census.Census):
        def __init__(self) -> None:
            super().__init__()
            found.append(self)

    def whole(_: object, pieces: Iterable[bytes], *__: object) -> Iterator[bytes]:
        yield from pieces

    with monkeypatch.context() as patch:
        patch.setattr(gate, "Census", Noting)
        if not fast:
            patch.setattr(plainrows, "parted", whole)
        gate.admit(data)
    (one,) = found
    return one._elements, one._attributes, one._cells, {what: n for what, n in one._counts.items() if n}


def large() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 6_000):
        sheet.append([row, f"teks {row}", row % 7 == 0, None, 1.5])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("data", [large(), filled().bytes()], ids=["large", "template"])
def test_both_ways_count_alike(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elements, attributes, cells, rows and strings are the same with the short way and without."""
    assert counted(data, monkeypatch, fast=True) == counted(data, monkeypatch, fast=False)


ROW = b'<row r="5"><c r="A5"><v>1</v></c></row>'

BLOCKS = {
    "plain": (ROW, True),
    "an inline text": (b'<row r="5"><c r="A5" t="inlineStr"><is><t>a &amp; b</t></is></c></row>', True),
    "another row's cell": (b'<row r="5"><c r="A6"><v>1</v></c></row>', False),
    "no such column": (b'<row r="5"><c r="XFE5"><v>1</v></c></row>', False),
    "no such row": (b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>', False),
    "descending": (ROW + b'<row r="4"/>' + b"</row>", False),
    "twice": (ROW + ROW, False),
    "a name space": (b'<row r="5" xmlns="x"><c r="A5"><v>1</v></c></row>', False),
    "a comment": (b'<row r="5"><!-- --><c r="A5"><v>1</v></c></row>', False),
    "another element": (b'<row r="5"><c r="A5"><v>1</v><x/></c></row>', False),
    "a cell without address": (b'<row r="5"><c><v>1</v></c></row>', False),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_only_plain_rows_are_passed_over(name: str) -> None:
    """A block with anything but plain rows goes the long way."""
    block, plain = BLOCKS[name]
    assert (plainrows.ROWS.measure(block) is not None) is plain


def test_faults_between_plain_rows_are_still_found() -> None:
    """Rows out of order between blocks are seen, and markup that is unsound inside of one is a fault of its part."""
    parts = unzipped(large())
    name = "xl/worksheets/sheet1.xml"
    sound = parts[name]
    late = sound.replace(b"</sheetData>", b'<row r="3"><c r="A3"><v>1</v></c></row></sheetData>')
    assert late != sound
    assert gate.admit(zipped({**parts, name: late})).disordered == {name}
    for wrong in (
        sound.replace(b"<v>5000</v>", b"<v>\x01</v>"),
        sound.replace(b"<v>5000</v>", b"<v>&nothing;</v>"),
    ):
        assert wrong != sound
        package = gate.admit(zipped({**parts, name: wrong}))
        assert set(package.faults) == {name}
        with pytest.raises(Refusal) as refusal:
            list(package.part(name))
        assert refusal.value.code == "berkas-rusak"

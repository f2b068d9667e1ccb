"""Plain rows and strings pass the gate without events, and count as they would with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

import pytest
from builders import filled, sheet_part, unzipped, zipped
from openpyxl import Workbook

from iku_excel.package import census, gate, open_spreadsheet, plainrows
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
    "indented": (b'<row r="5">\n  <c r="A5">\n    <v>1</v>\n  </c>\n</row>\n', True),
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


def formatted(n_rows: int) -> str:
    """Return rows as Gnumeric writes them where a rule of input reaches: cells that are empty but for a format."""
    return "".join(
        f'    <row r="{row}" spans="1:2">\n      <c r="A{row}" s="3"/>\n      <c r="B{row}" s="4"/>\n    </row>\n'
        for row in range(10_000, 10_000 + n_rows)
    )


def test_empty_cells_that_carry_a_format_count_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that a program writes for a rule of input alone use up no limit but their own, and no reader's rectangle."""
    parts = unzipped(filled().bytes())
    name = sheet_part("Data")
    before = gate.admit(zipped(parts))
    parts[name] = parts[name].replace(b"</sheetData>", f"{formatted(20_000)}</sheetData>".encode())
    monkeypatch.setattr(census, "MAX_ROWS", 10_000)
    monkeypatch.setattr(census, "MAX_CELLS", 20_000)
    package = gate.admit(zipped(parts))
    assert package.formatted - before.formatted > 35_000
    assert package.extents == before.extents
    monkeypatch.setattr(census, "MAX_FORMATTED", 30_000)
    with pytest.raises(Refusal) as refusal:
        gate.admit(zipped(parts))
    assert refusal.value.values["limit"] == "jumlah sel kosong berformat"


def test_what_stands_below_formatted_cells_is_read() -> None:
    """An input cell below rows that are passed over is found where it stands."""
    parts = unzipped(filled().bytes())
    name = sheet_part("Data")
    far = '<row r="90000"><c r="A90000"><v>77</v></c></row>'
    parts[name] = parts[name].replace(b"</sheetData>", f"{formatted(20_000)}{far}</sheetData>".encode())
    book = open_spreadsheet(gate.admit(zipped(parts)))
    row, col = 89_999, 0
    assert book.read({"Data": [(row, col), (6, 3)]})["Data"].at(row, col).number == 77

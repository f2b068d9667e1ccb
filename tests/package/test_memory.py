"""What is remembered of a part from one file to the next changes no answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from builders import filled, unzipped, zipped

from iku_excel.package import census, gate, plainrows
from iku_excel.package.safexml import Refusal


def whole(_: object, pieces: Iterable[bytes], *__: object) -> Iterator[bytes]:
    """Yield the pieces as they are, so that every element is an event."""
    yield from pieces


def found(data: bytes, monkeypatch: pytest.MonkeyPatch, *, slow: bool) -> tuple[object, ...]:
    """Return what the gate finds in a package, and what it has counted, with memory and plain rows or without."""
    made: list[census.Census] = []

    class Noting(census.Census):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    with monkeypatch.context() as patch:
        patch.setattr(gate, "Census", Noting)
        if slow:
            patch.setattr(gate, "MAX_REMEMBERED", -1)
            patch.setattr(plainrows, "parted", whole)
        package = gate.admit(data)
    (one,) = made
    counts = one._elements, one._attributes, one._cells, one._merged, one._counts, one._sheets
    places = package.worksheets, package.merges, package.disordered, package.doubled, package.faults, package.wide
    return *counts, *places


def test_a_file_is_counted_alike_with_memory_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """All counts, merges and marks of a filled template are those of the long way, also of the second such file."""
    data = filled().bytes()
    long = found(data, monkeypatch, slow=True)
    census.counted.cache_clear()
    assert found(data, monkeypatch, slow=False) == long
    assert census.counted.cache_info().hits == 0
    assert found(data, monkeypatch, slow=False) == long
    assert census.counted.cache_info().hits > 5


@pytest.mark.parametrize(
    ("limit", "words"),
    [("MAX_ELEMENTS", "jumlah unsur XML"), ("MAX_ATTRIBUTES", "jumlah atribut XML"), ("MAX_CELLS", "jumlah sel")],
)
def test_limits_hold_for_all_parts_together(limit: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that are remembered add up to the limits of a file as any others do."""
    data = filled().bytes()
    gate.admit(data)  # now they are remembered
    monkeypatch.setattr(census, limit, 300)
    with pytest.raises(Refusal) as refusal:
        gate.admit(data)
    assert refusal.value.values["limit"] == words


def test_a_fault_is_told_with_the_name_of_its_part_each_time() -> None:
    """A malformed part is not remembered: each file tells it under the name the part has there."""
    parts = unzipped(filled().bytes())
    for name in ("xl/theme/theme1.xml", "xl/theme/theme2.xml"):
        package = gate.admit(zipped({**parts, name: b"<a><b></a>"}))
        assert package.faults == {name: f"bagian {name} tidak utuh"}


def test_equals_signs_in_formulas_are_no_attributes() -> None:
    """A formula that compares with an empty text adds no attribute to those of its row."""
    row = b'<row r="5"><c r="A5" t="str"><f>IF(A1="","",B1="x")</f><v>=""</v></c></row>'
    block = plainrows.ROWS.measure(row)
    assert block is not None
    assert (block.elements, block.attributes) == (4, 3)

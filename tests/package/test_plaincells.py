"""Cells taken from the bytes of a plain sheet are those that a scan of its events finds."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from builders import filled, unzipped, zipped
from hypothesis import given
from hypothesis import strategies as st

from iku_excel.package import admit, open_spreadsheet, plaincells
from iku_excel.package.census import MAIN
from iku_excel.package.safexml import Refusal, feed
from iku_excel.package.scan import MAX_TEXT, Pending, SheetScan, StringScan

EXAMPLES = Path(__file__).parents[2] / "input_templates"
EVERYWHERE = frozenset(product(range(80), range(40)))
HEAD, TAIL = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(), b"</sheetData></worksheet>"


def scanned(data: bytes) -> dict[tuple[int, int], Pending]:
    """Return what a scan finds."""
    scan = SheetScan("Data", EVERYWHERE)
    feed(scan.parser, (data,), scan.enough)
    return scan.found


def taken(data: bytes) -> dict[tuple[int, int], Pending] | None:
    """Return what is taken from the bytes, None where they are not plain."""
    found = plaincells.cells(data)
    if found is None:
        return None
    together = plaincells.wanted(found, EVERYWHERE)
    for address in [*list(together)[:20], (70, 30)]:  # a few cells are looked for in another way
        assert plaincells.wanted(found, [address]) == {key: together[key] for key in together if key == address}
    return together


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*triwulanan.xlsx")), ids=lambda path: path.stem)
def test_every_sheet_of_a_template_reads_alike_both_ways(path: Path) -> None:
    """Each sheet of a template, blank or filled, is plain, and each of its cells is what a scan finds."""
    book = open_spreadsheet(admit(path.read_bytes()))
    for part in book.parts.values():
        data = book.package.small(part)
        assert data is not None
        assert taken(data) == scanned(data)


TEXTS = st.sampled_from(("", "1", " 2 ", "a &amp; b", "&#65;&#x42;", "&quot;=&apos;", "&lt;v&gt;", 'x=""', "é→", "\n1"))
KINDS = st.sampled_from(("", ' t="s"', ' t="str"', ' t="n"', ' s="3" t="e"', ' s="7"', '\n s="7"', ' t="&amp;"'))
FORMULAS = st.sampled_from(
    ("", "<f/>", "<f>{}</f>", '<f t="shared" si="0"/>', '<f t="shared" ref="A1:A2" si="0">{}</f>')
)
VALUES = st.sampled_from(("", "<v/>", "<v>{}</v>", "<is><t>{}</t></is>", '<is><t xml:space="preserve">{}</t></is>'))
ODD = st.sampled_from(
    ("", "", "", "<!-- <c r='A9'/> -->", "<row r='9'><c/></row>", '<x:c xmlns:x="' + MAIN + '" r="B9"/>')
)


@given(st.lists(st.tuples(KINDS, FORMULAS, VALUES, TEXTS), min_size=1, max_size=4), ODD)
def test_whatever_is_taken_for_plain_reads_as_events_tell(rows: list[tuple[str, str, str, str]], odd: str) -> None:
    """Made-up cells, and markup that hides more of them, read alike or are left to the scan."""
    cells = [
        f'<row r="{number}"><c r="C{number}"{kind}>{formula.format(text)}{value.format(text)}</c>'
        f'<c r="D{number}"/></row>'
        for number, (kind, formula, value, text) in enumerate(rows, start=1)
    ]
    data = HEAD + "".join(cells).encode() + TAIL.replace(b"</worksheet>", f"{odd}</worksheet>".encode())
    found = taken(data)
    assert found is None or found == scanned(data)
    assert found is None or not odd


PLAIN = HEAD + b'<row r="1"><c r="A1"><v>1</v></c></row>' + TAIL

NOT_PLAIN = {
    "another name space": PLAIN.replace(MAIN.encode(), b"urn:x"),
    "a second binding": PLAIN.replace(b"<sheetData>", b'<x xmlns="urn:x"><sheetData>'),
    "a prefix for cells": PLAIN.replace(b"<sheetData>", f'<x xmlns:y="{MAIN}"/><sheetData>'.encode()),
    "a spelled out name space": PLAIN.replace(b"<sheetData>", b'<x xmlns:y="&#104;ttp"/><sheetData>'),
    "single quotes": PLAIN.replace(b"<sheetData>", b"<x xmlns='urn:x'/><sheetData>"),
    "cells before": PLAIN.replace(b"<sheetData>", b'<c r="A1"/><sheetData>'),
    "a comment": PLAIN.replace(b"</worksheet>", b"<!-- --></worksheet>"),
    "a carriage return": PLAIN.replace(b"<v>1", b"<v>\r1"),
    "descending": PLAIN.replace(b"</row>", b'</row><row r="1"/><row r="1"></row>'),
}


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_what_is_not_plain_is_left_to_the_scan(name: str) -> None:
    """A sheet in any other form gives no cells."""
    assert taken(PLAIN) == scanned(PLAIN) != {}
    assert taken(NOT_PLAIN[name]) is None


def test_a_text_longer_than_a_cell_is_refused_as_by_the_scan() -> None:
    """One letter too many has the same answer both ways."""
    data = PLAIN.replace(b"<v>1", b"<v>" + b"1" * (MAX_TEXT + 1))
    for read in (taken, scanned):
        with pytest.raises(Refusal) as refusal:
            read(data)
        assert refusal.value.values["limit"] == "panjang teks sebuah sel"


def test_a_malformed_part_is_never_taken() -> None:
    """Plain as its rows may be, a part that is unsound further on is refused."""
    parts = unzipped(filled().bytes())
    name = "xl/worksheets/sheet2.xml"
    package = admit(zipped({**parts, name: parts[name] + b"<"}))
    assert package.small(name) is None


LAST = '<si><t xml:space="preserve"> b </t></si></sst>'
STRINGS = f'<sst xmlns="{MAIN}" count="3"><si><t>a &amp;&#10;</t></si><si><t/></si>{LAST}'
SHARED = {
    "plain": (STRINGS.replace("<t/>", "<t></t>"), True),
    "an empty element": (STRINGS, False),
    "runs": (STRINGS.replace("<t/>", "<r><t>c</t></r>"), False),
    "a reading": (STRINGS.replace("<t/>", "<t>c</t><rPh><t>d</t></rPh>"), False),
    "a comment": (STRINGS.replace("<t/>", "<t>c</t>").replace("</sst>", "<!-- <si/> --></sst>"), False),
    "another name space": (STRINGS.replace("<t/>", "<t>c</t>").replace(MAIN, "urn:x"), False),
    "too long": (STRINGS.replace("<t/>", f"<t>{'x' * (MAX_TEXT + 1)}</t>"), False),
}


@pytest.mark.parametrize("name", SHARED)
def test_plain_strings_read_as_a_scan_reads_them(name: str) -> None:
    """Strings of a plain part are those of a scan; any other part is left to it."""
    text, plain = SHARED[name]
    found = plaincells.strings(text.encode())
    assert (found is not None) is plain
    if found is not None:
        scan = StringScan(frozenset(range(9)))
        feed(scan.parser, (text.encode(),))
        assert found == scan.found

"""Damaged at random: whatever a file holds, the answer is findings or finite figures, never an exception."""

from __future__ import annotations

import math
import os
import re
import zipfile
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest
from builders import examples, filled, unzipped, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from iku_excel import pipeline
from iku_excel.findings import catalogue
from iku_excel.model import Outcome

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0")) or examples(80)
"""Examples of each kind; raise it for a long run."""

ODD = (
    "",
    "0",
    "-1",
    "1",
    "99999999999999999999",
    "9" * 5000,
    "NaN",
    "inf",
    "1e309",
    "-1e308",
    "0x1F",
    "1_000",
    "A1",
    "XFD1048576",
    "XFE1",
    "A99999999999",
    "$A$1",
    "A1:B2",
    "#REF!",
    "true",
    "s",
    "e",
    "d",
    "str",
    "inlineStr",
    "rId1",
    "rId99",
    "../x.xml",
    "/xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
    "Data!$E$7",
    "'Data'!$E$7",
    "_iku!$A$1",
    "&#10;",
    "&#x202e;",
    "_xD800_",
    "_x0000_",
    "２",  # noqa: RUF001 - a full-width digit is the point
    "x" * 300,
)


@lru_cache(maxsize=1)
def template() -> bytes:
    return filled().bytes()


@lru_cache(maxsize=1)
def template_parts() -> dict[str, bytes]:
    return unzipped(template())


def answer(data: bytes, folder: Path) -> Outcome:
    """Return the outcome of some bytes, and see that it is one."""
    path = folder / "acak.xlsx"
    path.write_bytes(data)
    (outcome,) = pipeline.process([path])
    assert all(finding.code in catalogue.CATALOGUE for finding in outcome.findings)
    if outcome.valid:
        figures = [
            figure
            for result in outcome.results
            for figure in (result.measured.actual, result.target, result.achievement)
            if isinstance(figure, float)
        ]
        assert outcome.results
        assert all(map(math.isfinite, figures))
    else:
        assert outcome.results == ()
        assert outcome.findings
    return outcome


def fuzz(strategy: st.SearchStrategy[bytes]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Decorate a test with settings and strategy."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        return settings(max_examples=EXAMPLES)(given(data=strategy)(test))

    return decorate


@st.composite
def flipped(draw: st.DrawFn) -> bytes:
    """Return the template with some bytes changed, in the package's own records more often than elsewhere."""
    data = bytearray(template())
    directory = data.index(b"PK\x01\x02")
    anywhere = st.integers(0, len(data) - 1)
    places = st.one_of(anywhere, st.integers(directory, len(data) - 1))
    for place in draw(st.lists(places, min_size=1, max_size=8)):
        data[place] = draw(st.integers(0, 255))
    return bytes(data)


@st.composite
def cut(draw: st.DrawFn) -> bytes:
    """Return the template with a piece taken out or put in."""
    data = template()
    first, last = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
    return data[:first] + draw(st.binary(max_size=50)) + data[draw(st.sampled_from((first, last))) :]


@st.composite
def rearranged(draw: st.DrawFn) -> bytes:
    """Return the template with parts cut, swapped, doubled or missing; the package itself is sound."""
    parts = dict(template_parts())
    names = st.sampled_from(sorted(parts))
    for _ in range(draw(st.integers(1, 3))):
        one, other = draw(names), draw(names)
        match draw(st.integers(0, 4)):
            case 0:
                parts.pop(one, None)
            case 1 if one in parts and other in parts:
                parts[one], parts[other] = parts[other], parts[one]
            case 2 if one in parts:
                parts[one] = parts[one][: draw(st.integers(0, len(parts[one])))]
            case 3 if one in parts:
                parts[other] = parts[one]
            case _ if parts.get(one):
                content = bytearray(parts[one])
                content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
                parts[one] = bytes(content)
    return zipped(parts)


_SPOTS = {
    "attribute": re.compile(r'(?<==")[^"<]*(?=")'),
    "text": re.compile(r"(?<=>)[^<]+(?=<)"),
    "element": re.compile(r"<(?:c|row|si|definedName|xf|mergeCell|Relationship|Override|sheet)\b[^>]*/?>"),
}


@st.composite
def reworded(draw: st.DrawFn) -> bytes:
    """Return the template with attribute values, texts or elements of the XML replaced; it stays well-formed mostly."""
    parts = dict(template_parts())
    xml = [name for name in sorted(parts) if name.endswith((".xml", ".rels"))]
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(xml))
        text = parts[name].decode()
        kind = draw(st.sampled_from(sorted(_SPOTS)))
        found = list(_SPOTS[kind].finditer(text))
        if not found:
            continue
        spot = found[draw(st.integers(0, len(found) - 1))]
        new = "" if kind == "element" else draw(st.sampled_from(ODD))
        if draw(st.booleans()):
            other = found[draw(st.integers(0, len(found) - 1))]
            new = other.group()
        parts[name] = (text[: spot.start()] + new + text[spot.end() :]).encode()
    return zipped(parts)


@fuzz(flipped())
def test_flipped_bytes(data: bytes, tmp_path: Path) -> None:
    """Changed bytes never raise."""
    answer(data, tmp_path)


@fuzz(cut())
def test_cuts(data: bytes, tmp_path: Path) -> None:
    """A file cut anywhere never raises."""
    answer(data, tmp_path)


@fuzz(rearranged())
def test_parts_cut_swapped_and_missing(data: bytes, tmp_path: Path) -> None:
    """A sound package with wrong parts never raises."""
    answer(data, tmp_path)


@fuzz(reworded())
def test_other_values_in_the_xml(data: bytes, tmp_path: Path) -> None:
    """Well-formed XML with odd values never raises."""
    answer(data, tmp_path)


@fuzz(st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail))
def test_noise(data: bytes, tmp_path: Path) -> None:
    """What only begins like a package never raises."""
    answer(data, tmp_path)


@pytest.mark.parametrize("name", sorted(template_parts()))
def test_each_part_missing(name: str, tmp_path: Path) -> None:
    """Any one part may be missing: the answer is a finding, or figures where nothing needed it."""
    answer(zipped({part: data for part, data in template_parts().items() if part != name}), tmp_path)


def test_the_template_itself(tmp_path: Path) -> None:
    """What is damaged here is sound to begin with, and stays so when packed anew without compression."""
    assert answer(template(), tmp_path).valid
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in template_parts().items():
            archive.writestr(name, content)
    assert answer(buffer.getvalue(), tmp_path).valid

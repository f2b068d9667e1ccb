"""Every kind of workbook on paper: the first font, and text that can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import unzipped
from kinds import kinds, recapped
from office import needs_office, print_all, sizes

from iku_excel.text import paper
from iku_excel.text.styles import SIZE


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """One workbook of every kind."""
    folder = tmp_path_factory.mktemp("kinds")
    return {**kinds(folder), "rekap": recapped(folder)}


def test_every_workbook_begins_with_arial(written: Mapping[str, Path]) -> None:
    """The Normal font of whatever we write is Arial 10, of no scheme: columns are as wide in every program."""
    for name, path in written.items():
        parts = unzipped(path.read_bytes())
        fonts = re.findall("<font>(.*?)</font>", parts["xl/styles.xml"].decode())
        assert '<sz val="10"/>' in fonts[0], name
        assert 'val="Arial"' in fonts[0], name
        assert not [font for font in fonts if "scheme" in font], name
        assert "Calibri" not in parts["xl/styles.xml"].decode(), name


@needs_office
def test_nothing_prints_smaller_than_seven_points(written: Mapping[str, Path], tmp_path: Path) -> None:
    """On every page of every workbook the smallest letter has 7 points, whatever is typed, footers included."""
    small = {
        (name, number): min(sizes(page))
        for name, reader in print_all(list(written.values()), tmp_path).items()
        for number, page in enumerate(reader.pages, start=1)
        if sizes(page)
    }
    assert len(small) > 30
    assert {place: size for place, size in small.items() if size < paper.LEAST} == {}
    assert max(small.values()) <= SIZE

"""Row heights: no text is ever cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iku_excel.text import typography


def test_widths_are_those_of_arial() -> None:
    """A sample line has the width that Arial's own metrics give it."""
    # 'Persentase' in thousandths of an em: 667 556 333 500 556 556 278 556 500 556
    assert typography.text_width("Persentase", 10) == pytest.approx(50.58)


@given(st.text(max_size=300), st.floats(20, 900))
def test_narrower_is_never_fewer_lines(text: str, width: float) -> None:
    """A narrower cell takes at least as many lines."""
    assert typography.line_count(text, width, 10) <= typography.line_count(text, width * 0.7, 10)


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=12), min_size=1, max_size=80), st.floats(60, 900))
def test_lines_hold_all_the_text(words: list[str], width: float) -> None:
    """The lines together are at least as long as the text."""
    text = " ".join(words)
    lines = typography.line_count(text, width, 10)
    assert lines * (width - 13) >= typography.text_width(text.replace(" ", ""), 10) * 0.99


def test_a_row_is_never_higher_than_excel_allows() -> None:
    """Excel has no row above 409 points."""
    assert typography.row_height([("kata " * 5_000, 100)], 10) == typography.MAX_ROW_HEIGHT

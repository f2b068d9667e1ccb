"""Letters that nobody sees: dropped, named, and spelled out."""

from __future__ import annotations

import pytest

from iku_excel.text import letters

UNSEEN = [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF]


@pytest.mark.parametrize("code", UNSEEN, ids=hex)
def test_each_is_dropped_and_named(code: int) -> None:
    """Inside of a word it leaves nothing behind; a finding calls it by its number."""
    text = f"Tong{chr(code)}as"
    assert letters.seen(text) == "Tongas"
    assert letters.unseen(text) == [f"U+{code:04X}"]
    assert letters.spelled(text) == f"Tong<U+{code:04X}>as"


@pytest.mark.parametrize("text", ["Tongas", "", "caf\u00e9 \u2013 d\u2019Arc", "a\u00a0b", "a\tb\n", "\u2065\u2010"])
def test_everything_else_stays(text: str) -> None:
    """Letters with marks, dashes, blanks of any width and control characters are no letters that nobody sees."""
    assert letters.seen(text) == text
    assert letters.unseen(text) == []
    assert letters.spelled(text) == text

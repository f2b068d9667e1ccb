"""Numbers, dates and lists as Indonesians write them: the edges, in tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from iku_excel.text import indonesian, nip


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0,00%"),
        (-0.0, "0,00%"),
        (95.238095, "95,24%"),
        (1.005, "1,01%"),  # the decimal that people see, not its binary neighbour below
        (2.675, "2,68%"),
        (99.995, "100,00%"),
        (1234.5, "1.234,50%"),
        (-0.004, "0,00%"),
        (1e15, "1.000.000.000.000.000,00%"),
    ],
)
def test_percent(value: float, text: str) -> None:
    """Two decimals, half away from zero, a comma, dots of thousands."""
    assert indonesian.percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (1.5, "1,5"),
        (1234, "1.234"),
        (0.1 + 0.2, "0,30000000000000004"),
        (1e12, "1.000.000.000.000"),
        (1e308, "1e+308"),
        (5e-324, "4,94065645841247e-324"),
        (1e-15, "0,000000000000001"),
        (-2, "-2"),
    ],
)
def test_number(value: float, text: str) -> None:
    """As many decimals as there are, none invented."""
    assert indonesian.number(value) == text


def test_date() -> None:
    """Day, month in words, year."""
    assert indonesian.date(dt.date(2023, 12, 31)) == "31 Desember 2023"


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["1"], "1"), (["1", "2"], "1 dan 2"), (["1", "2", "3"], "1, 2 dan 3")]
)
def test_listing(items: list[str], text: str) -> None:
    """A list as it stands in a sentence."""
    assert indonesian.listing(items) == text


def test_squeeze_makes_blanks_of_blanks_that_look_otherwise() -> None:
    """No-break and zero-width spaces, tabs and line breaks are white space; nothing but them is empty."""
    assert indonesian.squeeze("\N{NO-BREAK SPACE}a\tb\r\n \N{ZERO WIDTH SPACE}c ") == "a b c"
    assert indonesian.squeeze("PRO\N{SOFT HYPHEN}BO\N{ZERO WIDTH SPACE}LING\ufeffGO\u2066") == "PROBOLINGGO"
    assert indonesian.squeeze("\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\t") == ""


def test_printable_disarms_a_terminal() -> None:
    """Escapes, C1 controls and direction overrides never reach a terminal."""
    assert indonesian.printable("a\x1b[31mb\x9bc\N{RIGHT-TO-LEFT OVERRIDE}d\n") == "a�[31mb�c�d�"


@pytest.mark.parametrize(
    ("text", "plausible", "printed"),
    [
        ("197910172000121001", True, "19791017 200012 1 001"),
        ("19791017 200012 1 001", True, "19791017 200012 1 001"),
        ("19791017 2000 12 1001", True, "19791017 200012 1 001"),
        ("19791017 200021 1 001", False, "19791017 200021 1 001"),  # an odd month, as some PPPK have
        ("19790230 200012 1 001", False, "19790230 200012 1 001"),
        ("19791017 200012 3 001", False, "19791017 200012 3 001"),
        ("1979101720001210", False, "1979101720001210"),
        ("NIP menyusul", False, "NIP menyusul"),
        ("１９７９１０１７２０００１２１００１", False, "１９７９１０１７２０００１２１００１"),  # noqa: RUF001
    ],
)
def test_nip(text: str, *, plausible: bool, printed: str) -> None:
    """A NIP is printed in groups where it is one, and as typed where it is not."""
    assert nip.plausible(text) is plausible
    assert nip.printed(text) == printed


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
@pytest.mark.parametrize("words", [indonesian.number, indonesian.decimal, indonesian.percent])
def test_no_sentence_holds_what_is_no_number(words: Callable[[float], str], value: float) -> None:
    """Infinity and NaN do not get into a sentence, whoever asks."""
    with pytest.raises(ValueError, match="no number"):
        words(value)

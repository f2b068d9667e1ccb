"""Row heights: measured widths, and no text is ever cut."""

from __future__ import annotations

import importlib.util
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import convert, needs_office
from openpyxl import load_workbook
from xlsxwriter.workbook import Workbook

from iku_excel.text import advances, paper, styles, typography
from iku_excel.text.styles import Styles

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("bold", "points"), [(False, 50.58), (True, 53.36)])
def test_widths_are_those_of_arial(bold: bool, points: float) -> None:
    """A sample line has the width that Arial's own metrics give it."""
    # 'Persentase' in thousandths of an em: 667 556 333 500 556 556 278 556 500 556
    # and in bold:                          667 556 389 556 556 611 333 556 556 556
    assert typography.text_width("Persentase", 10, bold=bold) == pytest.approx(points)


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="no fontconfig to find the font")
def test_table_of_widths_is_what_the_font_says() -> None:
    """The kept table is the one that the font of this machine gives; renew it with: make advances."""
    spec = importlib.util.spec_from_file_location("advances_maker", ROOT / "tools" / "advances.py")
    assert spec
    assert spec.loader
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    for name, pattern in maker.FONTS.items():
        command = ["fc-match", "-f", "%{file}", pattern]
        file = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        if "LiberationSans-" not in file:
            pytest.skip("Liberation Sans is not installed")
        assert maker.widths(Path(file).read_bytes()) == getattr(advances, name)


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


@needs_office
def test_rows_are_as_high_as_libreoffice_makes_them(tmp_path: Path) -> None:
    """LibreOffice, left to fit a row itself, never needs more than we give it, and we waste little."""
    dice = random.Random(15)  # noqa: S311 - a die, not a key
    letters = ("abcdefghijklmnopqrstuvwxyz    ", "ABCDEFGHIJKLM NOPQRSTUVWXYZ. ", "WM@", "il,. ", "aeiou/-() 0123")
    widths = (7, 12, 24, 46, 80)
    styled = {"label": (10, False), "head": (10, True), "tiny": (8, False), "small": (9, False)}
    with Workbook(str(tmp_path / "tinggi.xlsx"), styles.options()) as book:
        sheet, look, given_heights = book.add_worksheet(), Styles(book), []
        for col, width in enumerate(widths):
            sheet.set_column(col, col, width)
        for row in range(120):
            col, (style, (size, bold)) = row % len(widths), list(styled.items())[row % len(styled)]
            text = "".join(dice.choices(dice.choice(letters), k=dice.choice((4, 30, 90, 200)))).strip() or "x"
            sheet.write_string(row, col, text, look[style])
            cell = (text, typography.column_points(widths[col]))
            given_heights.append(typography.row_height([cell], size, bold=bold))
    once = convert(tmp_path / "tinggi.xlsx", "ods", tmp_path)  # heights are fitted when this is loaded again
    fitted = load_workbook(convert(once.rename(tmp_path / "fitted.ods"), "xlsx", tmp_path)).worksheets[0]
    needed = [min(fitted.row_dimensions[row + 1].height or 0, typography.MAX_ROW_HEIGHT) for row in range(120)]
    short = [(row, mine, its) for row, (mine, its) in enumerate(zip(given_heights, needed, strict=True)) if mine < its]
    assert short == []
    assert sum(given_heights) < 1.5 * sum(needed)


def test_a_column_is_as_wide_as_its_words_need() -> None:
    """Each text takes so few lines in the width that is found, and one more in the next narrower."""
    texts, least = ["Wajar Tanpa Pengecualian", "TW"], 8
    width = typography.width_for(texts, 10, least, 2)
    lines = [
        max(typography.line_count(text, typography.column_points(at), 10) for text in texts)
        for at in (width, width - 1)
    ]
    assert lines[0] <= 2 < lines[1]
    assert typography.width_for(["TW"], 10, least, 2) == least
    assert typography.width_for(["kata " * 500], 10, least) == typography.MAX_COLUMN


def test_pages_end_between_blocks() -> None:
    """No block is parted; one that is larger than a page stands alone; further pages repeat the headings."""
    assert paper.parted_rows([30, 30, 30], 10, 5, 1_000) == ([], 100)
    assert paper.parted_rows([30, 30, 30], 10, 5, 75) == ([2], 35)
    assert paper.parted_rows([30, 200, 30], 10, 5, 75) == ([1, 2], 35)
    assert paper.parted_rows([200], 10, 5, 75) == ([], 210)

"""The official form on paper: one page for four rows whatever is typed, breaks between rows for more."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from builders import define
from office import needs_office, print_all, sizes
from pypdf import PageObject
from xlsxwriter.workbook import Workbook

from iku_excel.model import MAX_LINE, Definition, Signatory
from iku_excel.text import styles
from iku_excel.text.styles import SIZE, Styles
from iku_excel.text.typography import MAX_ROW_HEIGHT, column_points
from iku_excel.workbook import form, official

LONG_NAME = "Dr. H. MUHAMMAD ABDURRAHMAN WAHYUDIN KUSUMANINGRAT, S.Sos., M.Si., M.H."
_ALPHABETS = ("W", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "aeiou .,/-()", "kata kata ")


def text(dice: random.Random) -> str:
    """Return a text that an input cell may hold: words or none, one letter or the longest."""
    letters = dice.choice(_ALPHABETS)
    written = "".join(dice.choice(letters) for _ in range(dice.choice((1, 20, 73, MAX_LINE))))
    return written.strip(" .,/-()") or "x"


def signed(seed: int) -> list[str]:
    """Return the signature of an office that types anything that is allowed."""
    dice = random.Random(seed)  # noqa: S311 - a die, not a key
    names = [field.name for field in dataclasses.fields(Signatory)]
    return official.signature_lines(Signatory(**{name: text(dice) for name in names}), 2023)


def rows(n: int) -> Definition:
    """Return the official definition with more rows than it has, each a sasaran of its own."""
    definition = define()
    goals = [definition.goals[number % 4] for number in range(n)]
    return dataclasses.replace(definition, goals=tuple(goals))


def usual(name: str = "ROCHMAD WIDIARTO.S.STP.") -> list[str]:
    signatory = Signatory("TONGAS", "", "CAMAT TONGAS", "KABUPATEN PROBOLINGGO", name, "Pembina", "197910172000121001")
    return official.signature_lines(signatory, 2023)


def drawn(path: Path, forms: Sequence[form.Form]) -> Path:
    """Write a workbook with a sheet for each form."""
    with Workbook(str(path), styles.options()) as book:
        look = Styles(book)
        for item in forms:
            official.draw(book.add_worksheet(), look, item)
    return path


def words(page: PageObject) -> str:
    return " ".join(page.extract_text().split())


@needs_office
def test_four_rows_print_on_one_page_whatever_is_typed(tmp_path: Path) -> None:
    """With any allowed signature the four-row form is one page, its text at 8 points or more; so is a long name's."""
    longest = official.signature_lines(Signatory(*["W" * MAX_LINE] * 7), 2023)
    signatures = [usual(), usual(LONG_NAME), longest, *(signed(seed) for seed in range(6))]
    forms = [form.fit(define(), signature, "f4") for signature in signatures]
    a4 = [form.fit(define(), usual(name), "a4") for name in ("ROCHMAD WIDIARTO.S.STP.", LONG_NAME)]
    one = drawn(tmp_path / "satu.xlsx", [*forms, *a4])
    many = drawn(tmp_path / "banyak.xlsx", [form.fit(rows(23), usual(LONG_NAME), "f4")])
    printed = print_all([one, many], tmp_path)
    pages = printed["satu"].pages
    assert len(pages) == len(forms) + len(a4)
    for page in pages:
        assert "SASARAN STRATEGIS" in words(page)
        assert "NIP." in words(page)
        ((body, _),) = sizes(page).most_common(1)
        assert form.LEAST_PRINT <= body <= SIZE
    _parted([words(page) for page in printed["banyak"].pages])


def _parted(pages: list[str]) -> None:
    """Hold that a long form has its headings on every page and its signature never alone."""
    assert len(pages) > 1
    for page in pages:
        assert "SASARAN STRATEGIS" in page
    assert re.search(r"\b23 Kecamatan Tongas\b", pages[-1])
    assert [page for page in pages if "NIP. 19791017 200012 1 001" in page] == [pages[-1]]


def test_signature_stands_at_the_right_while_there_is_room() -> None:
    """A signature of usual length keeps to the right half; only one that would break the page is given more."""
    spans = [
        form.fit(define(), signature, "f4").lines[-1].cells[0].span
        for signature in (usual(), usual(LONG_NAME), official.signature_lines(Signatory(*["W" * MAX_LINE] * 7), 2023))
    ]
    assert spans == [(6, 7), (6, 7), (0, 7)]


@pytest.mark.parametrize("paper", styles.PAPERS)
@pytest.mark.parametrize("n", [1, 4, 9, 23, 99])
def test_pages_hold_their_rows(n: int, paper: str) -> None:
    """However many rows, no page is fuller than the paper, and the last one has a row beside the signature."""
    printed = form.fit(rows(n), usual(LONG_NAME), paper)
    heights, breaks = printed.heights, printed.breaks
    assert all(height <= MAX_ROW_HEIGHT for height in heights)
    if printed.one_page:
        assert breaks == []
        return
    width, height = styles.page_room(paper)
    room = height / min(1.0, width / sum(map(column_points, printed.widths)))
    repeated = heights[printed.head] + heights[printed.head + 1]
    edges = [0, *breaks, len(heights)]
    pages = [sum(heights[first:after]) for first, after in pairwise(edges)]
    assert pages[0] <= room
    assert all(page + repeated <= room for page in pages[1:])
    assert breaks[-1] <= printed.goals[-1][0]
    assert all(first in {top for top, _ in printed.goals} for first in breaks)


def test_nothing_fits_above_the_table() -> None:
    """Where the identity fills a page, the table begins on the next one with its heading, never in between."""
    definition = define()
    duty = dataclasses.replace(definition.identity, duty="kata " * 290, functions=("kata " * 290,) * 9)
    printed = form.fit(dataclasses.replace(definition, identity=duty), usual(), "f4")
    assert printed.breaks[0] == printed.top

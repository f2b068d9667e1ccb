"""No number that is infinite or none gets out: one door each for JSON, for cells and for sentences."""

from __future__ import annotations

import ast
from io import BytesIO
from pathlib import Path

import pytest
from commands import ROOT
from hypothesis import given
from hypothesis import strategies as st

from iku_excel.text import indonesian, jsontext
from iku_excel.text.cells import Workbook

NO_NUMBERS = st.sampled_from([float("inf"), float("-inf"), float("nan")])
HOLDERS = st.recursive(
    NO_NUMBERS,
    lambda held: st.lists(held, min_size=1, max_size=2) | st.dictionaries(st.text(), held, min_size=1),
    max_leaves=4,
)


@given(HOLDERS)
def test_json_holds_numbers_only(value: object) -> None:
    """However deep it stands, what is no number does not become JSON."""
    with pytest.raises(ValueError, match="Out of range"):
        jsontext.dumps(value)


@given(NO_NUMBERS)
def test_cells_hold_numbers_only(value: float) -> None:
    """Neither a cell nor the stored value of a formula takes what is no number."""
    with Workbook(BytesIO(), {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        with pytest.raises((ValueError, TypeError)):
            sheet.write_number(0, 0, value)
        with pytest.raises(ValueError, match="no number"):
            sheet.write_formula(0, 0, "=1/0", None, value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_has_its_words(value: float) -> None:
    """Any finite number can be written, in no more letters than people read."""
    assert len(indonesian.number(value)) <= 40
    assert indonesian.decimal(value)


def test_nobody_goes_around_the_doors() -> None:
    """json.dumps stands in jsontext.py alone, and every workbook is made by cells.py."""
    for path in sorted((ROOT / "iku_excel").rglob("*.py")):
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
        called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert not called & {"json.dumps", "json.dump", "xlsxwriter.Workbook"} or path.name == "jsontext.py", path

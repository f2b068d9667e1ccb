"""The template judges itself: layout -> the sheet Periksa, with the verdict that every other sheet repeats.

``forms`` has the words of each fault that is told live, ``rules`` its formula for a cell of each role, ``places`` where
both stand. ``reasons`` says of every other code why no formula holds it. docs/periksa.md is made of these tables.
"""

from __future__ import annotations

from iku_excel.template.verdict import forms, reasons
from iku_excel.template.verdict.sheet import write

__all__ = ["forms", "reasons", "write"]

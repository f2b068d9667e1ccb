"""Counts become findings and figures: submissions -> one long table -> rules and ratios over it (loads pandas).

The table has a row per (submission, indicator, period); ``registers`` counts rows of a list into it, ``rules`` returns
it with the findings, ``ratios`` adds it up over the year: a row per (submission, indicator).
"""

from __future__ import annotations

from iku_excel.figures import chapter, ratios, registers, rules
from iku_excel.figures.counts import records

__all__ = [
    "chapter",
    "ratios",
    "records",
    "registers",
    "rules",
]

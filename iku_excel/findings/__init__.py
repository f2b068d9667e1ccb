"""Every finding code, its severity and its words: a code and the values of a fault -> a ``Finding`` in Indonesian.

``catalogue`` words findings; ``CATALOGUE`` maps each code to its entry. ``explain`` tells a code at length.
"""

from __future__ import annotations

from iku_excel.findings import catalogue
from iku_excel.findings.catalogue import CATALOGUE, COLUMNS, HERE, SEVERITIES, quoted, tells_where
from iku_excel.findings.entry import Entry
from iku_excel.findings.verdict import MANY, READY, compared, verdict

__all__ = [
    "CATALOGUE",
    "COLUMNS",
    "HERE",
    "MANY",
    "READY",
    "SEVERITIES",
    "Entry",
    "catalogue",
    "compared",
    "quoted",
    "tells_where",
    "verdict",
]

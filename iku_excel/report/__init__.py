"""An office's figures become Word files to go on with: outputs or filled templates, earlier years -> .docx files.

``making`` writes the reports of many offices, a ``Report`` each: chapter III of the yearly report, the Perjanjian
Kinerja, the quarterly plan. ``sources`` reads what they are written from, ``years`` sets earlier years beside it.
python-docx is loaded when the first report is written.
"""

from __future__ import annotations

from iku_excel.report import making, sources, years
from iku_excel.report.making import FORMS, Destination, Report
from iku_excel.report.sources import Source

__all__ = ["FORMS", "Destination", "Report", "Source", "making", "sources", "years"]

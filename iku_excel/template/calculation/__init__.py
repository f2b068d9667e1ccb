"""What a spreadsheet program shows in our own formulas: cells and formulas -> values.

Every live formula is written with its value beside it, and the value is worked out from the formula itself, so that
there is no second place where a rule of the template is told. ``parsing`` reads formulas, ``functions`` knows what the
few functions do that ours use; tests let LibreOffice and Gnumeric calculate the same.
"""

from __future__ import annotations

from iku_excel.template.calculation.ledger import Ledger
from iku_excel.template.calculation.relative import relative
from iku_excel.template.calculation.values import Fault, Scalar

__all__ = ["Fault", "Ledger", "Scalar", "relative"]

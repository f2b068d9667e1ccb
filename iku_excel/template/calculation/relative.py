"""A formula as it is seen from its own cell, so that formulas which do the same are the same text.

D9:  IF(D7="",$A$1,Data!E8)   ->   IF(R[-2]C[0]="",R1C1,Data!R[-1]C[1])
"""

from __future__ import annotations

import re
from functools import lru_cache

from iku_excel.package import from_a1

_PIECE = re.compile(r'"(?:[^"]|"")*"|(?<![\w.$])(?P<fixed_col>\$?)[A-Z]{1,3}(?P<fixed_row>\$?)[1-9]\d*(?![\w(!])')


@lru_cache(maxsize=16384)  # the templates of a roster, and of the tests, share their formulas
def relative(formula: str, row: int, col: int) -> str:
    """Return a formula with its references counted from its cell; those with a dollar from the edge."""

    def seen(match: re.Match[str]) -> str:
        place = from_a1(match[0])
        if place is None:  # a text
            return match[0]
        down = f"{place[0] + 1}" if match["fixed_row"] else f"[{place[0] - row}]"
        across = f"{place[1] + 1}" if match["fixed_col"] else f"[{place[1] - col}]"
        return f"R{down}C{across}"

    return _PIECE.sub(seen, formula)

"""The check number: one whole number out of every figure that was filled in, on paper and in JSON.

Two papers, or a paper and a file, that show the same number hold the same figures; one digit more or less, or two
figures that changed places, give another. It is no seal: who wants to deceive can find figures that fit.

    part row k, period p, figure v:   term = k x p x (v in its last decimal, modulo 9973, plus 1);  0 where empty
    check number = sum of all terms modulo 999983
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iku_excel.definition import formulas, measures
from iku_excel.model import Definition, Indicator, Measured, Result

FIGURE, WHOLE = 9_973, 999_983
"""Prime numbers: what is left of a figure, and of the sum."""


def rows(definition: Definition) -> Iterator[tuple[Indicator, int]]:
    """Yield (indicator, position of a part) in the order of the rows that are numbered from 1."""
    for indicator in definition.indicators:
        for position in range(len(measures.row(indicator).parts)):
            yield indicator, position


def formula(indicator: Indicator, number: int, cells: Sequence[str]) -> str:
    """Return the expression of what the part row of this number adds; ``cells`` are its figures by period."""
    terms = (f'IF({cell}="",0,{period}*(1+{_left(indicator, cell)}))' for period, cell in enumerate(cells, start=1))
    return f"{number}*({'+'.join(terms)})"


def _left(indicator: Indicator, cell: str) -> str:
    if measures.worded(indicator):
        position = "0"
        for step, label in enumerate(indicator.steps, start=1):
            position = f"IF(UPPER({cell})={formulas.quoted(measures.plain(label).upper())},{step},{position})"
        return position
    figure = f"IF(ISNUMBER({cell}),{cell},0)"
    return f"MOD(ROUND({figure}*{10 ** measures.decimals(indicator)},0),{FIGURE})"


def of_results(definition: Definition, results: Sequence[Result]) -> int:
    """Return the check number of an outcome's figures."""
    periods = {period.code: number for number, period in enumerate(definition.periods, start=1)}
    by_number = {result.indicator.number: result for result in results}
    total = 0
    for number, (indicator, position) in enumerate(rows(definition), start=1):
        result = by_number.get(indicator.number)
        for item in result.periods if result else ():
            total += number * periods[item.period.code] * (1 + _rest(indicator, item.measured, position))
    return total % WHOLE


def _rest(indicator: Indicator, measured: Measured, position: int) -> int:
    parts = (measured.numerator, measured.denominator) if measures.paired(indicator) else (measured.actual,)
    value = parts[position]
    if isinstance(value, str):
        step = measures.step(indicator, value)
        return 0 if step is None else step + 1
    finest: int = 10 ** measures.decimals(indicator)
    return round((value or 0) * finest) % FIGURE

"""Live formulas of a recap, each with the value it has: the same operations in the same order."""

from __future__ import annotations

from collections.abc import Sequence

from iku_excel.definition import measures
from iku_excel.model import Achievement, Scale

NOT_AVAILABLE = "n/a"
DECIMALS = measures.GUARD + 2
"""Decimals of a fraction that decide a predicate or a rank; the rest is binary noise."""

Value = float | str
Live = tuple[str, Value]  # formula without "=", and its value


def quotient(top: str, bottom: str, numerator: float, denominator: float) -> Live:
    """Return numerator / denominator of two cells, "n/a" for 0 of 0."""
    value = numerator / denominator if denominator else NOT_AVAILABLE
    return f'IF({bottom}=0,"{NOT_AVAILABLE}",{top}/{bottom})', value


def achievement(how: Achievement, cap: float | None, cells: tuple[str, str], values: tuple[Value, Value]) -> Live:
    """Return the achievement from the cells and values of actual and target, as fractions."""
    actual, target = cells
    match how:
        case Achievement.RATIO:
            figure = f"{actual}/{target}"
        case Achievement.MIRRORED:
            figure = f"(2*{target}-{actual})/{target}"
        case Achievement.INVERSE:
            figure = f"{target}/{actual}"
    if cap is not None:
        figure = f"MIN({figure},{cap / 100!r})"
    if how is Achievement.INVERSE:
        figure = f'IF({actual}=0,"{NOT_AVAILABLE}",{figure})'
    formula = f'IF(AND(ISNUMBER({actual}),ISNUMBER({target})),{figure},"{NOT_AVAILABLE}")'
    return formula, _achieved(how, cap, *values)


def _achieved(how: Achievement, cap: float | None, actual: Value, target: Value) -> Value:
    if isinstance(actual, str) or isinstance(target, str):
        return NOT_AVAILABLE
    match how:
        case Achievement.RATIO:
            reached = actual / target
        case Achievement.MIRRORED:
            reached = (2 * target - actual) / target
        case Achievement.INVERSE:
            if actual == 0:
                return NOT_AVAILABLE
            reached = target / actual
    return reached if cap is None else min(reached, cap / 100)


def predicate(scale: Scale, cell: str, value: Value) -> Live:
    """Return the predicate of an achievement: the bounds stand in the formula, and beside the table in words."""
    *above, lowest = scale.bands
    formula = _quoted(lowest.label)
    word = lowest.label
    for band in reversed(above):
        bound = (band.lower or 0) / 100
        formula = f"IF(ROUND({cell},{DECIMALS})>={bound!r},{_quoted(band.label)},{formula})"
        if isinstance(value, float) and round(value, DECIMALS) >= bound:
            word = band.label
    return f'IF(ISNUMBER({cell}),{formula},"{NOT_AVAILABLE}")', word if isinstance(value, float) else NOT_AVAILABLE


def mean(cells: Sequence[str], values: Sequence[Value]) -> Live:
    """Return the mean of the numbers among some cells, rounded where only binary noise is left."""
    area = ",".join(cells)
    numbers = [value for value in values if isinstance(value, float)]
    value: Value = round(sum(numbers) / len(numbers), DECIMALS) if numbers else NOT_AVAILABLE
    return f'IF(COUNT({area})=0,"{NOT_AVAILABLE}",ROUND(SUM({area})/COUNT({area}),{DECIMALS}))', value


def ranks(values: Sequence[Value]) -> list[Value]:
    """Return the rank of each value, the largest first; equal values share theirs: 1, 2, 2, 4."""
    numbers = sorted((value for value in values if isinstance(value, float)), reverse=True)
    first = {value: float(position) for position, value in reversed(list(enumerate(numbers, start=1)))}
    return [first[value] if isinstance(value, float) else NOT_AVAILABLE for value in values]


def ranks_within(values: Sequence[Value], groups: Sequence[int]) -> list[Value]:
    """Return the rank of each value among those of its own group."""
    found: dict[int, Value] = {}
    for group in set(groups):
        members = [position for position, own in enumerate(groups) if own == group]
        found |= dict(zip(members, ranks([values[position] for position in members]), strict=True))
    return [found[position] for position in range(len(values))]


def rank_within(value: str, values: str, group: str, groups: str) -> str:
    """Return the formula of a rank among the cells of one group; a text beside the numbers is larger than any."""
    return f"SUMPRODUCT(({groups}={group})*({values}>{value})*({values}<1E+300))+1"


def quartile(numbers: Sequence[float], number: int) -> Value:
    """Return what QUARTILE gives: linear between the two nearest of the sorted numbers."""
    if not numbers:
        return NOT_AVAILABLE
    ordered = sorted(numbers)
    whole, rest = divmod((len(ordered) - 1) * number, 4)
    if not rest:
        return ordered[whole]
    return ordered[whole] + (ordered[whole + 1] - ordered[whole]) * (rest / 4)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'

"""The one room of live formulas: each with the value it has, by the same operations in the same order.

Template, output and recap all write these, so that no rule of a figure is written twice. A formula comes without its
"="; cells are addresses, values what they hold. A percentage is a fraction here, as a cell holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from iku_excel.definition import measures
from iku_excel.definition.measures import GUARD
from iku_excel.model import MAX_SUM, Achievement, Indicator, Polarity, Scale
from iku_excel.text import percentage

NOT_AVAILABLE = "n/a"
DECIMALS = GUARD + 2
"""Decimals of a fraction that decide a predicate or a rank; the rest is binary noise."""

Value = float | str
Live = tuple[str, Value]


def figure(indicator: Indicator, cells: Sequence[str], values: Sequence[Value]) -> Live:
    """Return the figure of one or two parts, "n/a" over 0."""
    if not measures.paired(indicator):
        return f'IF({cells[0]}="","{NOT_AVAILABLE}",{cells[0]})', NOT_AVAILABLE if values[0] == "" else values[0]
    row, (top, bottom) = measures.row(indicator), cells
    first, second = (measures.number(value) for value in values)
    value = row.cell(indicator, first, second) if second else NOT_AVAILABLE
    return f'IF({bottom}=0,"{NOT_AVAILABLE}",{row.formula(indicator, top, bottom)})', value


def to_date(indicator: Indicator, cells: Sequence[str], values: Sequence[Value]) -> Live:
    """Return what one part comes to over the periods: its sum, or the last that is filled; "" for an empty one."""
    known = [value for value in values if value != ""]
    if not measures.is_flow(indicator):
        return last(cells), known[-1] if known else ""
    numbers = [measures.number(value) for value in known]
    return total(indicator, f"SUM({cells[0]}:{cells[-1]})"), exact_sum(indicator, numbers)


def last(cells: Sequence[str]) -> str:
    """Return the formula of the last cell that is filled, with gaps or without, as text or number."""
    formula = '""'
    for cell in cells:
        formula = f'IF({cell}="",{formula},{cell})'
    return formula


def total(indicator: Indicator, formula: str) -> str:
    """Return the formula of a sum without the binary noise that sums of decimals have."""
    places = measures.decimals(indicator)
    return f"ROUND({formula},{places})" if places else formula


def exact_sum(indicator: Indicator, numbers: Sequence[float]) -> float:
    """Return a sum, exact in the last decimal that the numbers may have."""
    scale: int = 10 ** measures.decimals(indicator)
    return measures.exact(sum(round(number * scale) for number in numbers) / scale) if scale > 1 else sum(numbers)


def over_offices(indicator: Indicator, formula: str, value: Value) -> Live:
    """Return the sum of many offices, "n/a" where it is more than can be added exactly."""
    formula = total(indicator, formula)
    if not measures.may_overflow(indicator):
        return formula, value
    beyond = not isinstance(value, str) and not value <= MAX_SUM  # what is no number any more is beyond, too
    return f'IF({formula}>{MAX_SUM},"{NOT_AVAILABLE}",{formula})', NOT_AVAILABLE if beyond else value


def figure_over_offices(indicator: Indicator, cells: Sequence[str], values: Sequence[Value]) -> Live:
    """Return the figure of the sums of many offices, "n/a" where one of them is."""
    if not measures.may_overflow(indicator):
        return figure(indicator, cells, values)
    known = f"AND({','.join(f'ISNUMBER({cell})' for cell in cells)})"
    if any(isinstance(value, str) for value in values):
        formula, _ = figure(indicator, cells, [1] * len(values))
        return f'IF({known},{formula},"{NOT_AVAILABLE}")', NOT_AVAILABLE
    formula, value = figure(indicator, cells, values)
    return f'IF({known},{formula},"{NOT_AVAILABLE}")', value


def achievement(indicator: Indicator, cap: float | None, cells: tuple[str, str], values: tuple[Value, Value]) -> Live:
    """Return the achievement from the cells and values of actual and target, as a fraction."""
    actual, target = cells
    if indicator.ideal is not None:
        live = _in_range(indicator, actual, values[0])
    elif measures.worded(indicator):
        live = _by_step(indicator, cells, values)
    else:
        live = _by_formula(indicator, cells, values)
    formula, value = live
    if cap is not None:
        formula = f"MIN({formula},{literal(cap / 100)})" if _always_number(indicator) else _capped(formula, cap / 100)
        value = value if isinstance(value, str) else min(value, cap / 100)
    if measures.worded(indicator):
        return formula, value
    known = f"ISNUMBER({actual})" if indicator.ideal is not None else f"AND(ISNUMBER({actual}),ISNUMBER({target}))"
    return f'IF({known},{formula},"{NOT_AVAILABLE}")', value


def _always_number(indicator: Indicator) -> bool:
    """Tell whether two numbers always have an achievement."""
    return indicator.achievement in (Achievement.RATIO, Achievement.MIRRORED) and not measures.may_target_zero(
        indicator
    )


def _capped(formula: str, cap: float) -> str:
    return f'IF(ISNUMBER({formula}),MIN({formula},{literal(cap)}),"{NOT_AVAILABLE}")'


_FORMULAS: dict[Achievement, tuple[str, Callable[[float, float], float]]] = {
    Achievement.RATIO: ("{actual}/{target}", lambda actual, target: actual / target),
    Achievement.MIRRORED: ("(2*{target}-{actual})/{target}", lambda actual, target: (2 * target - actual) / target),
    Achievement.INVERSE: ("{target}/{actual}", lambda actual, target: target / actual),
}


def _by_formula(indicator: Indicator, cells: tuple[str, str], values: tuple[Value, Value]) -> Live:
    assert indicator.achievement is not None  # whatever has no range and no steps has one  # noqa: S101
    words, compute = _FORMULAS[indicator.achievement]
    (actual, target), (reached, aimed) = cells, values
    formula = words.format(actual=actual, target=target)
    inverse = indicator.achievement is Achievement.INVERSE
    if inverse:
        formula = f'IF({actual}=0,"{NOT_AVAILABLE}",{formula})'
    if measures.may_target_zero(indicator):
        formula = f'IF({target}=0,IF({actual}=0,1,"{NOT_AVAILABLE}"),{formula})'
    if isinstance(reached, str) or isinstance(aimed, str):
        return formula, NOT_AVAILABLE
    if not aimed:
        return formula, NOT_AVAILABLE if reached else 1.0
    return formula, NOT_AVAILABLE if inverse and not reached else compute(reached, aimed)


def _in_range(indicator: Indicator, cell: str, value: Value) -> Live:
    assert indicator.ideal is not None  # asked by the caller  # noqa: S101
    percent = measures.is_percent(indicator)
    lowest, highest = (percentage.to_fraction(bound) if percent else bound for bound in indicator.ideal)
    below = f"{cell}/{literal(lowest)}" if lowest else f'"{NOT_AVAILABLE}"'
    formula = f"IF({cell}<{literal(lowest)},{below},IF({cell}>{literal(highest)},{literal(highest)}/{cell},1))"
    if isinstance(value, str):
        return formula, NOT_AVAILABLE
    if value < lowest:
        return formula, value / lowest if lowest else NOT_AVAILABLE
    return formula, highest / value if value > highest else 1.0


def _by_step(indicator: Indicator, cells: tuple[str, str], values: tuple[Value, Value]) -> Live:
    positions = [_looked_up(indicator, cell, range(1, len(indicator.steps) + 1)) for cell in cells]
    below, points = f'"{NOT_AVAILABLE}"', indicator.points
    if points:
        reached, aimed = (_looked_up(indicator, cell, points) for cell in cells)
        below = f'IF({aimed}=0,"{NOT_AVAILABLE}",{reached}/{aimed})'
    known = f"AND({positions[0]}>0,{positions[1]}>0)"
    formula = f'IF({known},IF({positions[0]}>={positions[1]},1,{below}),"{NOT_AVAILABLE}")'
    actual, target = (measures.step(indicator, str(value)) for value in values)
    if actual is None or target is None:
        return formula, NOT_AVAILABLE
    if actual >= target:
        return formula, 1.0
    return formula, points[actual] / points[target] if points and points[target] else NOT_AVAILABLE


def _looked_up(indicator: Indicator, cell: str, numbers: Sequence[float]) -> str:
    """Return the formula of the number that belongs to the step in a cell, 0 for none."""
    formula = "0"
    for label, number in zip(indicator.steps, numbers, strict=True):
        formula = f"IF({cell}={quoted(label)},{literal(number)},{formula})"
    return formula


def reached(indicator: Indicator, actuals: str, targets: str) -> str:
    """Return the formula of how many cells of an area reach the target beside them; text is above every number."""
    both = f"({actuals}<=9E+307)*({targets}<=9E+307)"
    if indicator.ideal is not None:
        lowest, highest = indicator.ideal
        return f"SUMPRODUCT({both}*({actuals}>={literal(lowest)})*({actuals}<={literal(highest)}))"
    sign = "<=" if indicator.polarity is Polarity.LOWER else ">="
    return f"SUMPRODUCT({both}*({actuals}{sign}{targets}))"


def level(indicator: Indicator, cell: str, value: Value) -> Live:
    """Return the named level of a value."""
    formula = '""'
    for item in reversed(indicator.levels):
        if item.lower is None:
            formula = quoted(item.label)
        else:
            formula = f"IF({cell}{'>' if item.above else '>='}{literal(item.lower)},{quoted(item.label)},{formula})"
    return f'IF(ISNUMBER({cell}),{formula},"")', measures.level(indicator, value) or ""


def predicate(scale: Scale, cell: str, value: Value) -> Live:
    """Return the predicate of an achievement: the bounds stand in the formula, and beside the table in words."""
    *above, lowest = scale.bands
    formula = quoted(lowest.label)
    word = lowest.label
    for band in reversed(above):
        bound = (band.lower or 0) / 100
        formula = f"IF(ROUND({cell},{DECIMALS})>={literal(bound)},{quoted(band.label)},{formula})"
        if isinstance(value, float | int) and round(value, DECIMALS) >= bound:
            word = band.label
    return f'IF(ISNUMBER({cell}),{formula},"{NOT_AVAILABLE}")', NOT_AVAILABLE if isinstance(value, str) else word


def mean(cells: Sequence[str], values: Sequence[Value]) -> Live:
    """Return the mean of the numbers among some cells, rounded where only binary noise is left."""
    area = ",".join(cells)
    numbers = [value for value in values if not isinstance(value, str)]
    value: Value = round(sum(numbers) / len(numbers), DECIMALS) if numbers else NOT_AVAILABLE
    return f'IF(COUNT({area})=0,"{NOT_AVAILABLE}",ROUND(SUM({area})/COUNT({area}),{DECIMALS}))', value


def ranks(values: Sequence[Value]) -> list[Value]:
    """Return the rank of each value, the largest first; equal values share theirs: 1, 2, 2, 4."""
    numbers = sorted((value for value in values if not isinstance(value, str)), reverse=True)
    first = {value: float(position) for position, value in reversed(list(enumerate(numbers, start=1)))}
    return [NOT_AVAILABLE if isinstance(value, str) else first[value] for value in values]


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


def finer(cell: str, places: int) -> str:
    """Return the condition that a number has more decimals than these, at the digits that spreadsheets show.

    Programs round and compare the binary noise of fractions in their own ways; half of the last digit that is shown
    is far above all of it.
    """
    last = f"POWER(10,INT(LOG10(ABS({cell})+({cell}=0)))-{measures.DIGITS - 1})"
    return f"ABS({cell}-ROUND({cell},{places}))>0.5*{last}"


def literal(number: float) -> str:
    """Return a number as a formula writes it, never with an exponent."""
    return f"{Decimal(repr(number)).normalize():f}"


def quoted(text: str) -> str:
    """Return a text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'

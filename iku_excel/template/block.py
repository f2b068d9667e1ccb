"""The live formulas of an indicator's block on Data: its figure and its status in a period, and what it comes to.

Each is written with the value that it has; ``parts`` are the cells of a period, ``values`` what they hold.
"""

from __future__ import annotations

from collections.abc import Sequence

from iku_excel.definition import formulas, measures
from iku_excel.model import Indicator
from iku_excel.package import last_number
from iku_excel.template.desk import (
    COMPLETE,
    EMPTY,
    EXCEEDS,
    FILLED,
    NO_BASE,
    NOT_NUMBER,
    OPTIONAL,
    PARTIAL,
    WRONG,
    ZERO,
    Value,
)

Live = tuple[str, Value]  # formula without "=", and its value
NOT_AVAILABLE = "n/a"


def figure(indicator: Indicator, parts: Sequence[str], values: Sequence[Value]) -> Live:
    """Return the figure of a period, or of the year to date."""
    if measures.worded(indicator):
        return f'TRIM({parts[0]}&"")', _text(values[0])
    numbers = [value for value in values if isinstance(value, int | float)]
    if not measures.paired(indicator):
        return f'IF(ISNUMBER({parts[0]}),{parts[0]},"")', numbers[0] if numbers else ""
    top, bottom = parts
    row = measures.row(indicator)
    formula = f'IF(COUNT({top}:{bottom})<2,"",IF({bottom}=0,"{NOT_AVAILABLE}",{row.formula(indicator, top, bottom)}))'
    if len(numbers) < 2:
        return formula, ""
    return formula, row.cell(indicator, *numbers) if numbers[1] else NOT_AVAILABLE


def status(indicator: Indicator, parts: Sequence[str], values: Sequence[Value], n_periods: int = 1) -> Live:
    """Return the word that says how complete and how sound a period is, or what so many periods come to."""
    if measures.worded(indicator):
        known = ",".join(f'TRIM({parts[0]}&"")="{_doubled(label)}"' for label in indicator.steps)
        formula = f'IF(TRIM({parts[0]}&"")="","{EMPTY}",IF(OR({known}),"{COMPLETE}","{WRONG}"))'
        text = _text(values[0])
        return formula, EMPTY if not text else WRONG if measures.step(indicator, text) is None else COMPLETE
    if measures.paired(indicator):
        return _pair_status(indicator, parts, values, n_periods)
    (cell,), (value,) = parts, values
    sound = f'IF({_odd(indicator, n_periods, cell)},"{WRONG}","{COMPLETE}")'
    formula = f'IF({cell}="","{EMPTY}",IF(ISNUMBER({cell}),{sound},"{NOT_NUMBER}"))'
    if not isinstance(value, int | float):
        return formula, EMPTY if value == "" else NOT_NUMBER
    return formula, WRONG if _is_odd(indicator, n_periods, value) else COMPLETE


def _pair_status(indicator: Indicator, parts: Sequence[str], values: Sequence[Value], n_periods: int) -> Live:
    top, bottom = parts
    odd = f"OR({_odd(indicator, n_periods, top, bottom)})"
    formula = (
        f'IF(AND({top}="",{bottom}=""),"{EMPTY}",IF(OR({top}="",{bottom}=""),"{PARTIAL}",'
        f'IF(COUNT({top}:{bottom})<2,"{NOT_NUMBER}",IF({odd},"{WRONG}",{_sound(indicator, top, bottom)}))))'
    )
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) < 2:
        return formula, (NOT_NUMBER, PARTIAL, EMPTY)[sum(value == "" for value in values)]
    if any(_is_odd(indicator, n_periods, number) for number in numbers):
        return formula, WRONG
    return formula, _soundness(indicator, *numbers)


def _sound(indicator: Indicator, top: str, bottom: str) -> str:
    """Return the formula that tells what two sound numbers are to each other."""
    if measures.is_share(indicator):
        return f'IF({top}>{bottom},"{EXCEEDS}",IF({bottom}=0,"{ZERO}","{COMPLETE}"))'
    return f'IF({bottom}=0,IF({top}=0,"{ZERO}","{NO_BASE}"),"{COMPLETE}")'


def _soundness(indicator: Indicator, top: float, bottom: float) -> str:
    if measures.is_share(indicator) and top > bottom:
        return EXCEEDS
    if bottom:
        return COMPLETE
    return NO_BASE if top else ZERO


def _odd(indicator: Indicator, n_periods: int, *cells: str) -> str:
    """Return the conditions, separated by commas, of which none may hold for a sound number."""
    lowest, highest = measures.sum_bounds(indicator, n_periods)
    places = measures.decimals(indicator)
    below = [f"{cell}<{formulas.literal(lowest)}" for cell in cells]
    fraction = [formulas.finer(cell, places) for cell in cells]
    above = [f"{cell}>{formulas.literal(highest)}" for cell in cells]
    listed = ",".join([*below, *fraction, *above])
    return listed if len(cells) > 1 else f"OR({listed})"


def _is_odd(indicator: Indicator, n_periods: int, number: float) -> bool:
    lowest, highest = measures.sum_bounds(indicator, n_periods)
    return not lowest <= number <= highest or measures.is_finer(number, measures.decimals(indicator))


def to_date(indicator: Indicator, cells: Sequence[str], values: Sequence[Value]) -> Live:
    """Return what one part comes to over the periods: its sum, the last number, or the last that is filled."""
    area = f"{cells[0]}:{cells[-1]}"
    if measures.row(indicator).gaps:
        known = [value for value in values if value != ""]
        formula = '""'
        for cell in cells:
            formula = f'IF(TRIM({cell}&"")="",{formula},{cell})'
        return formula, known[-1] if known else ""
    numbers = [value for value in values if isinstance(value, int | float)]
    if not measures.is_flow(indicator):
        return f'IF(COUNT({area})=0,"",{last_number(cells)})', numbers[-1] if numbers else ""
    places = measures.decimals(indicator)
    total, value = f"SUM({area})", sum(numbers)
    if places:
        total, value = f"ROUND({total},{places})", round(value, places)
    return f'IF(COUNT({area})=0,"",{total})', value if numbers else ""


def target_status(indicator: Indicator, cell: str, value: Value) -> Live:
    """Return the word beside a target."""
    if measures.worded(indicator):
        known = ",".join(f'TRIM({cell}&"")="{_doubled(label)}"' for label in indicator.steps)
        formula = f'IF(TRIM({cell}&"")="","{OPTIONAL}",IF(OR({known}),"{FILLED}","{WRONG}"))'
        text = _text(value)
        return formula, OPTIONAL if not text else WRONG if measures.step(indicator, text) is None else FILLED
    factor = 100 if measures.is_percent(indicator) else 1
    lowest, highest = measures.target_bounds(indicator)
    within = [f"{cell}>={formulas.literal(lowest / factor)}", f"{cell}<={formulas.literal(highest / factor)}"]
    if not measures.may_target_zero(indicator) and lowest <= 0:
        within.append(f"{cell}<>0")
    sound = f'IF(AND({",".join(within)}),"{FILLED}","{WRONG}")'
    formula = f'IF({cell}="","{OPTIONAL}",IF(ISNUMBER({cell}),{sound},"{WRONG}"))'
    if value == "":
        return formula, OPTIONAL
    fine = isinstance(value, int | float) and measures.is_target(indicator, factor * value)
    return formula, FILLED if fine else WRONG


def _text(value: Value) -> str:
    """Return what TRIM makes of a value."""
    return " ".join(filter(None, value.split(" "))) if isinstance(value, str) else str(value)


def _doubled(text: str) -> str:
    return text.replace('"', '""')

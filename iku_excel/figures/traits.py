"""What an indicator asks of each of its input cells, as columns beside the cells: made once for a definition.

    name, role, required, label, indicator, period, defined_year   from the layout and the definition
    numeric       a number belongs there
    worded        one of the steps belongs there
    percent_cell  it is written as a percentage
    decimals      how many decimals it may have; of a target, how many what it is compared with has
    lowest, highest, told_lowest, told_highest   what it may be, in the cell's own unit; told by the definition itself
    zero, goalless  a target may be 0; there is an achievement without one
    allowed       the same in words

and for the cells of a period's figure

    kind        "arus" or "stok", "" where neither
    paired      it comes from two counts
    share       the first of them must be within the second
    grows       the second of them is last year's
    gaps        an empty period means: not yet given
    events      it is a number of events, which scatter by chance
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iku_excel.definition import FIGURES, Role, measure_words, measures
from iku_excel.definition.layout import Field, layout
from iku_excel.model import MAX_RUPIAH, Definition, Indicator, Numbers
from iku_excel.text import indonesian

OF_INDICATOR = ("kind", "paired", "share", "grows", "gaps", "events", "decimals")
"""Traits that the cells of one indicator share."""

COLUMNS: Mapping[str, type] = {
    **dict.fromkeys(("name", "role"), object),
    "required": bool,
    "label": object,
    **dict.fromkeys(("indicator", "period", "defined_year"), int),
    **dict.fromkeys(("numeric", "worded", "percent_cell"), bool),
    "decimals": int,
    **dict.fromkeys(("lowest", "highest"), float),
    **dict.fromkeys(("told_lowest", "told_highest", "zero", "goalless"), bool),
    **dict.fromkeys(("allowed", "kind"), object),
    **dict.fromkeys(("paired", "share", "grows", "gaps", "events"), bool),
}
"""Every trait with its type."""

_NOTHING: Mapping[str, Any] = {
    **{name: kind() for name, kind in COLUMNS.items() if kind in (bool, int, float)},
    **dict.fromkeys(("lowest", "highest"), float("nan")),
    **dict.fromkeys(("allowed", "kind"), ""),
}


@lru_cache(maxsize=512)
def of_fields(definition: Definition) -> Mapping[str, NDArray[Any]]:
    """Return the traits of every input cell of a definition, in layout order."""
    rows = [_traits(definition, field) for field in layout(definition).fields]
    return {name: np.array([row[name] for row in rows], dtype=kind) for name, kind in COLUMNS.items()}


def _traits(definition: Definition, field: Field) -> Mapping[str, Any]:
    own = {
        "name": field.name,
        "role": field.role.value,
        "required": field.required,
        "label": field.label,
        "indicator": field.indicator,
        "period": field.period,
        "defined_year": definition.year,
    }
    if field.role is Role.MONEY:
        limits = {"highest": float(MAX_RUPIAH), "allowed": f"0 sampai {indonesian.whole(MAX_RUPIAH)}"}
        return {**_NOTHING, **own, "numeric": True, "lowest": 0.0, **limits}
    if not field.indicator:
        return {**_NOTHING, **own, "numeric": field.role is Role.YEAR}
    indicator = definition.indicators[field.indicator - 1]
    worded = measures.worded(indicator)
    asked = {**_NOTHING, **own, "worded": worded, "numeric": not worded}
    return {**asked, **(_of_figure(indicator) if field.role in FIGURES else _of_target(indicator))}


@lru_cache(maxsize=512)  # every period asks the same
def _of_figure(indicator: Indicator) -> Mapping[str, Any]:
    worded = measures.worded(indicator)
    lowest, highest = measures.bounds(indicator)
    return {
        "decimals": measures.decimals(indicator),
        "lowest": lowest,
        "highest": highest,
        "told_lowest": indicator.lowest is not None,
        "told_highest": indicator.highest is not None,
        "allowed": _choices(indicator) if worded else measure_words.bounds(indicator),
        "kind": indicator.kind or "",
        "paired": measures.paired(indicator),
        "share": measures.is_share(indicator),
        "grows": measures.grows(indicator),
        "gaps": measures.row(indicator).gaps,
        "events": indicator.numbers is Numbers.WHOLE and not measures.row(indicator).gaps,
    }


def _of_target(indicator: Indicator) -> Mapping[str, Any]:
    goalless = not measures.needs_target(indicator)
    if measures.worded(indicator):
        return {"allowed": _choices(indicator), "goalless": goalless}
    percent = measures.is_percent(indicator)
    lowest, highest = measures.target_bounds(indicator)
    return {
        "percent_cell": percent,
        "decimals": measures.DECIMALS if measures.paired(indicator) else measures.decimals(indicator),
        "lowest": lowest / 100 if percent else lowest,
        "highest": highest / 100 if percent else highest,
        "zero": measures.may_target_zero(indicator),
        "goalless": goalless,
        "allowed": measure_words.target_bounds(indicator),
    }


def _choices(indicator: Indicator) -> str:
    return f"salah satu dari {', '.join(indicator.steps)}"

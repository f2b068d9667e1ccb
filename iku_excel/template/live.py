"""Live formulas of a register's counts: what registers.py computes, as a spreadsheet program computes it.

Every formula is over the cells of the register's columns, which follow rows and sheets. A text
that should be a date takes no part in COUNTIFS, nor in the products, where an upper bound keeps it out: a
text is larger than any number. Programs differ on functions over ranges inside SUMPRODUCT and on COUNTIFS
with many criteria at once, so there are only operators in the one, and a member is a cell of its own in the
other.
"""

from __future__ import annotations

from iku_excel.definition import Role
from iku_excel.definition.layout import RegisterPlace
from iku_excel.model import PERIODS, Definition, PlacedBy

_NO_DATE = 2_958_466  # the day after the last that a spreadsheet has


def count_formula(definition: Definition, place: RegisterPlace, role: Role, period: int) -> str:
    """Return the expression of one count of a register, without the condition that its period is reported."""
    if place.members is not None:
        listed = place.members.reference
        if role is Role.DENOMINATOR:
            return f"MAX(COUNTA({listed})-1,0)"
        return f"SUM({place.tally(period).reference})"
    dated = _within(definition, _name(place, place.register.date), period)
    if role is Role.DENOMINATOR:
        return f"COUNTIFS({dated})"
    return _numerator(definition, place, period)


def named_formula(definition: Definition, place: RegisterPlace, cell: str, period: int) -> str:
    """Return the expression of whether a member, by its cell, has been named by the end of a period: 1 or 0."""
    member = place.register.member
    assert member is not None  # a register with a list of members has one  # noqa: S101
    until = f'{_name(place, place.register.date)},"<"&{_start(definition, period + 1)}'
    return f'IF({cell}="",0,MIN(1,COUNTIFS({_name(place, member.key)},{cell},{until})))'


def activity_formula(definition: Definition, place: RegisterPlace, period: int) -> str:
    """Return the expression of how many dates of a register lie in a period."""
    register = place.register
    dated = f"COUNTIFS({_within(definition, _name(place, register.date), period)})"
    if not register.settled:
        return dated
    settled = _within(definition, _name(place, register.settled), period)
    return f"{dated}+COUNTIFS({settled},{_of_year(definition, _name(place, register.date))})"


def _numerator(definition: Definition, place: RegisterPlace, period: int) -> str:
    register = place.register
    date, numerator = _name(place, register.date), _name(place, register.numerator)
    if register.value:
        return f'COUNTIFS({_within(definition, date, period)},{numerator},"{register.value}")'
    by_settled = register.placed_by is PlacedBy.SETTLED
    first, second = (numerator, date) if by_settled else (date, numerator)
    if not register.due:
        return f"COUNTIFS({_within(definition, first, period)},{_of_year(definition, second)})"
    start, end = _start(definition, period), _start(definition, period + 1)
    year, next_year = _start(definition, 0), _start(definition, len(PERIODS[definition.period]))
    due = _name(place, register.due)
    factors = (
        f"({first}>={start})",
        f"({first}<{end})",
        f"({second}>={year})",
        f"({second}<{next_year})",
        f"({numerator}<={due})",
        f"({due}<{_NO_DATE})",
    )
    return f"SUMPRODUCT({'*'.join(factors)})"


def _within(definition: Definition, name: str, period: int) -> str:
    return f'{name},">="&{_start(definition, period)},{name},"<"&{_start(definition, period + 1)}'


def _of_year(definition: Definition, name: str) -> str:
    next_year = _start(definition, len(PERIODS[definition.period]))
    return f'{name},">="&{_start(definition, 0)},{name},"<"&{next_year}'


def _start(definition: Definition, period: int) -> str:
    """Return the first day of a period; the one after the last is the next year's first."""
    n_periods = len(PERIODS[definition.period])
    year, period = (definition.year + 1, 0) if period == n_periods else (definition.year, period)
    return f"DATE({year},{1 + 12 // n_periods * period},1)"


def _name(place: RegisterPlace, key: str) -> str:
    position = [column.key for column in place.register.columns].index(key)
    return place.areas[position].reference

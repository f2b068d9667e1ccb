"""What the input cells of a template mean."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an input cell means; the checks differ by role."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    VALUE = "value"  # a figure without parts
    STEP = "step"  # one of the steps of a predicate
    TARGET = "target"
    REFERENCE = "reference"  # what the yearly report sets the actual beside: a plan's final target, a standard
    MONEY = "money"
    ORGANIZATION = "organization"
    YEAR = "year"
    LINE = "line"  # one line of text of the signature block
    DATE = "date"
    NIP = "nip"
    NOTE = "note"


FIGURES = (Role.NUMERATOR, Role.DENOMINATOR, Role.VALUE, Role.STEP)
"""Roles of the cells that hold a period's figures."""

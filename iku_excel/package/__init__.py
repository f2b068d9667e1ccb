"""The bytes of an Office file, whatever they mean: bytes -> an admitted package -> cells; knows nothing of IKU.

``sniff`` names what bytes are; ``admit`` lets in what is sound, bounded and of the wanted ``Family``, or raises
``Refusal`` with a finding code; ``open_spreadsheet`` gives sheets of ``Raw`` cells at (row, col) from zero. Two rooms
load lxml and are doors of their own: ``edit`` changes a package in place, ``comments`` hangs notes on cells.
"""

from __future__ import annotations

from iku_excel.package import gate, naming, sniff, spreadsheet
from iku_excel.package.a1 import MAX_COL, MAX_ROW, a1, column, from_a1, last_number
from iku_excel.package.census import MAIN
from iku_excel.package.family import WORD, WORKBOOK, Family
from iku_excel.package.gate import DAMAGE, MAX_FILE, Package, admit
from iku_excel.package.safexml import Refusal, damaged, size
from iku_excel.package.scan import Address
from iku_excel.package.spreadsheet import (
    EMPTY,
    PROPERTIES,
    Raw,
    Sheet,
    Spreadsheet,
    Written,
    custom_property,
    open_spreadsheet,
)

__all__ = [
    "DAMAGE",
    "EMPTY",
    "MAIN",
    "MAX_COL",
    "MAX_FILE",
    "MAX_ROW",
    "PROPERTIES",
    "WORD",
    "WORKBOOK",
    "Address",
    "Family",
    "Package",
    "Raw",
    "Refusal",
    "Sheet",
    "Spreadsheet",
    "Written",
    "a1",
    "admit",
    "column",
    "custom_property",
    "damaged",
    "from_a1",
    "gate",
    "last_number",
    "naming",
    "open_spreadsheet",
    "size",
    "sniff",
    "spreadsheet",
]

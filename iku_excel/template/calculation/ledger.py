"""What stands in the cells of a workbook in the making, and what its formulas show."""

from __future__ import annotations

from iku_excel.template.calculation.parsing import Place, parse
from iku_excel.template.calculation.relative import relative
from iku_excel.template.calculation.values import Area, Fault, Scalar


class Ledger:
    """Cells by address: values as they were put, and formulas that are calculated when first asked for."""

    def __init__(self) -> None:
        self._values: dict[Place, Scalar] = {}
        self._formulas: dict[Place, str] = {}

    def put(self, sheet: str, row: int, col: int, value: Scalar) -> None:
        """Put a value into a cell."""
        self._values[sheet, row, col] = value

    def formula(self, sheet: str, row: int, col: int, formula: str) -> None:
        """Put a formula, without its "=", into a cell."""
        self._formulas[sheet, row, col] = relative(formula, row, col)

    def value(self, sheet: str, row: int, col: int) -> Scalar:
        """Return what a cell shows: None if it is empty, a Fault for an error value."""
        address = (sheet, row, col)
        if address not in self._values and address in self._formulas:
            self._values[address] = self._calculated(address)
        return self._values.get(address)

    def _calculated(self, address: Place) -> Scalar:
        try:
            operand = parse(self._formulas[address])(self, address)
            if isinstance(operand, Area):
                operand = operand.at(1, 1)
        except Fault as fault:
            return fault
        return 0 if operand is None else operand

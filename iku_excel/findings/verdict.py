"""The verdict over a submission, in the words that the template itself uses."""

from __future__ import annotations

from collections.abc import Iterator

from iku_excel.findings import catalogue
from iku_excel.model import Cell, Finding

READY = "SIAP DIKIRIM"

MANY = "hal perlu diperbaiki"


def verdict(n_errors: int) -> str:
    """Return the verdict over a submission with this many errors; the template's sheet Periksa has it as a formula."""
    return f"BELUM: {n_errors} {MANY}" if n_errors else READY


def compared(stored: Cell | None, n_errors: int) -> Iterator[Finding]:
    """Yield a finding if the verdict that a template has stored is not the one over this many errors."""
    if stored is None or stored.sheet is None or stored.row is None or stored.col is None:
        return
    expected = verdict(n_errors)
    if stored.text != expected:
        place = (stored.sheet, stored.row, stored.col)
        values = {"found": stored.text, "expected": expected}
        yield catalogue.finding("putusan-berbeda", values, place=place, label="Putusan templat")

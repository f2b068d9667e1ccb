"""The verdict over a submission, in the words that the template itself uses."""

from __future__ import annotations

READY = "SIAP DIKIRIM"

MANY = "hal perlu diperbaiki"


def verdict(n_errors: int) -> str:
    """Return the verdict over a submission with this many errors; the template's sheet Periksa has it as a formula."""
    return f"BELUM: {n_errors} {MANY}" if n_errors else READY

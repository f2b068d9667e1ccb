"""Between percent (95.0) and the fraction that Excel stores (0.95), without binary noise.

0.57 * 100 is 56.99999999999999 and 97.9 / 100 is 0.9790000000000001 in binary; shifting the decimal
that people typed by two places is exact.
"""

from __future__ import annotations

from decimal import Decimal


def from_fraction(fraction: float) -> float:
    """Return a fraction in percent: 0.57 -> 57.0."""
    return float(Decimal(repr(float(fraction))) * 100)


def to_fraction(percent: float) -> float:
    """Return a percentage as a fraction: 97.9 -> 0.979."""
    return float(Decimal(repr(float(percent))) / 100)

"""The steps of a predicate and the levels of a value, as a person writes them in one cell -> keys of a profile.

``D; C; B; A`` or ``D=0; C=50; A=100`` from the worst to the best; ``A > 80; B >= 60; C`` from the best on, where
only the last may be open below.
"""

from __future__ import annotations

import re
from typing import Any

_NUMBER = r"(-?\d+(?:,\d+)?)"
_POINTED = re.compile(rf"(.+?)\s*=\s*{_NUMBER}")
_LEVEL = re.compile(rf"(.+?)\s*(>=|≥|>)\s*{_NUMBER}")


def of_predicate(text: str) -> dict[str, Any] | None:
    """Return ``steps``, and ``points`` where they are given; None for what is no list."""
    items = _items(text)
    matches = [_POINTED.fullmatch(item) for item in items]
    found = [match for match in matches if match is not None]
    if len(items) < 2 or (found and len(found) < len(items)):
        return None
    if not found:
        return {"steps": items}
    return {"steps": [match[1] for match in found], "points": [_number(match[2]) for match in found]}


def of_value(text: str) -> dict[str, Any] | None:
    """Return ``levels``, None for what is no list of them."""
    items = _items(text)
    levels: list[dict[str, Any]] = []
    for index, item in enumerate(items):
        match = _LEVEL.fullmatch(item)
        if match is not None:
            level = {"label": match[1], "from": _number(match[3])}
            levels.append({**level, "above": True} if match[2] == ">" else level)
        elif levels and index == len(items) - 1:
            levels.append({"label": item})
        else:
            return None
    return {"levels": levels} if levels else None


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(";") if item.strip()]


def _number(text: str) -> int | float:
    value = float(text.replace(",", "."))
    return int(value) if value == int(value) else value

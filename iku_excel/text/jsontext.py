"""The door of every value into JSON: what comes out any program can read, without NaN and Infinity."""

from __future__ import annotations

import json
from typing import Any


def dumps(value: Any, *, sort_keys: bool = False, compact: bool = False, ascii_only: bool = True) -> str:
    """Return a value as JSON; raises ValueError for a number that is infinite or none, which is a bug of ours."""
    separators = (",", ":") if compact else None
    return json.dumps(value, allow_nan=False, sort_keys=sort_keys, separators=separators, ensure_ascii=ascii_only)

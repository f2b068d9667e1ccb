"""The NIP, a civil servant's number: 18 digits printed "8 6 1 3".

Birth date yyyymmdd, appointment yyyymm, sex (1 or 2), serial number. A PPPK's appointment month may
be 21 or the like, so the form is only ever a reason to warn.
"""

from __future__ import annotations

import datetime as dt
import re

_NIP = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{4})([0-9]{2})([12])([0-9]{3})")


def plausible(text: str) -> bool:
    """Tell whether a NIP, with or without spaces, could be a real one."""
    match = _NIP.fullmatch(text.replace(" ", ""))
    if match is None:
        return False
    year, month, day, appointed, appointed_month = (int(match[n]) for n in range(1, 6))
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return 1900 < year < 2100 and year + 15 <= appointed <= year + 70 and 1 <= appointed_month <= 12


def printed(text: str) -> str:
    """Return a NIP as it is printed: 18 digits in groups of 8, 6, 1 and 3, anything else as typed."""
    match = _NIP.fullmatch(text.replace(" ", ""))
    if match is None:
        return text
    digits = match.group()
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"

"""Number formats of a package -> how a cell shows its number: as a date, a time, a percentage, or not at all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

from iku_excel.package.census import MAIN
from iku_excel.package.safexml import parse
from iku_excel.package.scan import whole


class Kind(StrEnum):
    """As what a number is shown."""

    PLAIN = ""
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"  # of a day, without the day
    SPAN = "span"  # hours beyond a day: [h]:mm


class Look(NamedTuple):
    """How a cell style shows a number; ``code`` is the format as its author wrote it, "" where it is a common one."""

    kind: Kind
    code: str = ""


PLAIN = Look(Kind.PLAIN)

_LAST_SERIAL = 2_958_465  # 31 December 9999
_TIMES = (18, 19, 20, 21, 45, 47)
_COMMON = {
    **dict.fromkeys((9, 10), Look(Kind.PERCENT)),
    **dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), Look(Kind.DATE)),
    **dict.fromkeys(_TIMES, Look(Kind.TIME)),
    46: Look(Kind.SPAN),
}
"""The formats that have a number only, and no code in the file."""

_LITERAL = r'"[^"]*"|\\.|_.|\*.'
_TOKEN = re.compile(rf"({_LITERAL})|(\[[^\]]*\])|(.)", re.DOTALL)
_NOT_CODE = re.compile(rf"{_LITERAL}|\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_HOLDS = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_SPAN = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?![,0#?])")
_BESIDE = re.compile(r"9[0#?]|[0#?]9")


class Formats:
    """Tells how each cell style of a package shows a number."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []
        self._looks: dict[int, Look] = {}
        self._inside = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        if element == f"{MAIN} numFmt":
            # the first of a number counts: conditional formats further down have a list of their own
            self._codes.setdefault(whole(attributes.get("numFmtId")), attributes.get("formatCode", ""))
        elif element == f"{MAIN} cellXfs":
            self._inside = True
        elif element == f"{MAIN} xf" and self._inside:
            self._styles.append(whole(attributes.get("numFmtId")))

    def end(self, element: str) -> None:
        """Take the end of an element."""
        if element == f"{MAIN} cellXfs":
            self._inside = False

    def look(self, style: int) -> Look:
        """Return how the style of a cell shows a number."""
        if style not in self._looks:
            number = self._styles[style] if style < len(self._styles) else 0
            code = self._codes.get(number)
            self._looks[style] = _COMMON.get(number, PLAIN) if code is None else Look(_kind(code), code)
        return self._looks[style]


def _kind(code: str) -> Kind:
    bare = _NOT_CODE.sub("", code).lower()
    if "general" in bare:
        return Kind.PLAIN
    if "%" in bare:
        return Kind.PERCENT
    if _SPAN.search(bare):
        return Kind.SPAN
    if not re.search("[dmyhs]", bare):
        return Kind.PLAIN
    return Kind.TIME if re.search("[hs]", bare) and not re.search("[dy]", bare) else Kind.DATE


@lru_cache(maxsize=64)
def disguises(code: str, number: float) -> bool:
    """Tell whether a format shows another figure than the number, or none.

    A section without a place for digits shows its words only, a comma after the last place shows thousands,
    a digit beside a place makes another number. Words beside the number, as in ``0" desa"``, do no harm.
    """
    if code == "":
        return False  # general
    section = _chosen(_sections(code), number)
    places, with_literals = "", ""
    for literal, _, char in _TOKEN.findall(section):
        places += char
        # a literal digit counts as "9"; of words only what touches a place matters
        with_literals += re.sub("[0-9]", "9", literal.strip('"\\')) if literal[:1] in ('"', "\\") else char
    if re.search("general|@", places, re.IGNORECASE):
        return False
    if not re.search("[0#?]", places):
        return number != 0 or not section or "9" in with_literals  # "-" or "nihil" for zero is no other figure
    return bool(_SCALED.search(places) or _BESIDE.search(re.sub("[1-9]", "9", with_literals)))


def _chosen(sections: list[str], number: float) -> str:
    """Return the section that shows a number: by the conditions that sections state, else by its sign."""
    conditions = [_CONDITION.search(section) for section in sections]
    if not any(conditions):
        position = 1 if number < 0 else 2 if number == 0 else 0
        return sections[position] if position < len(sections) else sections[0]
    for section, condition in zip(sections, conditions, strict=True):
        if condition and _HOLDS[condition[1]](number, float(condition[2])):
            return section
    others = [section for section, condition in zip(sections[:3], conditions, strict=False) if not condition]
    return (others or sections)[0 if number < 0 else -1]  # a fourth section is for text


def _sections(code: str) -> list[str]:
    """Return the parts of a format for numbers above, below and at zero, and for text."""
    sections = [""]
    for literal, bracket, char in _TOKEN.findall(code):
        if char == ";":
            sections.append("")
        else:
            sections[-1] += literal or bracket or char
    return sections


def formats(styles: Iterable[bytes]) -> Formats:
    """Return the formats of a styles part."""
    found = Formats()
    parse(styles, found.start, end=found.end)
    return found


@lru_cache(maxsize=16)  # the templates of a batch share their styles; saves a parse of 6 kB for each
def known_formats(styles: bytes) -> Formats:
    """Return the formats of a styles part that is at hand."""
    return formats((styles,))


def serial_date(serial: float, *, date1904: bool) -> dt.date | None:
    """Return the date of an Excel serial number; the 1900 system counts a 29 February 1900 that never was."""
    day = int(serial) if 0 <= serial <= _LAST_SERIAL else -1
    if date1904:
        return dt.date(1904, 1, 1) + dt.timedelta(days=day) if 0 <= day <= _LAST_SERIAL - 1462 else None
    if day < 1 or day == 60:
        return None
    return dt.date(1899, 12, 31) + dt.timedelta(days=day if day < 60 else day - 1)


def shown_as_date(number: float, kind: Kind, *, date1904: bool) -> str:
    """Return what a cell shows of a number that is no date: an hour, a day that never was, or only ####."""
    if not 0 <= number <= _LAST_SERIAL or (kind is Kind.DATE and date1904):
        return "##### (di luar kalender)"
    if kind is Kind.DATE:
        return "0 Januari 1900" if number < 60 else "29 Februari 1900"
    seconds = round((number if kind is Kind.SPAN else number % 1) * 86_400)
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    shown = f"{hours}:{minutes:02}" + (f":{rest:02}" if rest else "")
    return f"{shown} jam" if kind is Kind.SPAN else f"pukul {shown}"

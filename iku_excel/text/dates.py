"""Dates between how spreadsheets number them, how people write them, and how they are printed.

A date of signing is printed as it was typed, so it is read here only to be judged: which day a text means, and
whether it is written as Indonesians write it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from iku_excel.text import indonesian

_EPOCH = dt.date(1899, 12, 30)  # day 0 of the 1900 system from March 1900 on


def serial(year: int, month: int, day: int) -> int:
    """Return the number by which a spreadsheet stores a date."""
    return (dt.date(year, month, day) - _EPOCH).days


def of_serial(number: int) -> dt.date:
    """Return the date that a spreadsheet stores as this number."""
    return _EPOCH + dt.timedelta(days=number)


def clock(fraction: float) -> str | None:
    """Return the hour that a spreadsheet stores as this fraction of a day, None for what is no whole minute.

    0,95 is 22.48 too, so up to three decimals a fraction is taken for what was typed.
    """
    minutes = fraction * 24 * 60
    whole = round(minutes)
    if not 0 < whole < 24 * 60 or abs(minutes - whole) > 1e-6 or round(fraction, 3) == fraction:
        return None
    return f"pukul {whole // 60:02}.{whole % 60:02}"


_LONG = {name.lower(): number for number, name in enumerate(indonesian.MONTHS, start=1)}
_CUSTOMARY = {"pebruari": 2, "nopember": 11}  # spelled so in many decrees
_FOREIGN = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
_OTHER: Mapping[str, int] = {
    **{name[:3]: number for name, number in (*_LONG.items(), *_CUSTOMARY.items())},
    **{name: number for number, name in enumerate((*_FOREIGN, "november", "december"), start=1)},
    "agt": 8,
    "agust": 8,
    "ags": 8,
    "sept": 9,
    "aug": 8,
    "oct": 10,
    "dec": 12,
    "pebr": 2,
    "febr": 2,
    "nopem": 11,
    "okto": 10,
}
_DAYS = frozenset(("senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu"))
_PLACEHOLDER = r"[.\u2026_\-\s]*"  # room to write the day by hand
_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:(?:st|nd|rd|th)(?: of)?)?[\s.\-/]*)?(?P<month>[A-Za-z]+)[\s.,\-/]*(?P<year>\d{4}|\d{2})"
)
_MONTH_FIRST = re.compile(r"(?P<month>[A-Za-z]+)[\s.]*(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s,.]+(?P<year>\d{4})")
_FIGURES = re.compile(r"(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4}|\d{2})")
_ISO = re.compile(r"(?P<year>\d{4})\s*[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<day>\d{1,2})")
_INDONESIAN = re.compile(
    rf"(?:(?P<weekday>[A-Za-z']+), ?)?{_PLACEHOLDER}(?:(?P<day>\d{{1,2}}) )?(?P<month>[A-Za-z]+) (?P<year>\d{{4}})"
)
_YEAR = re.compile(rf"{_PLACEHOLDER}(?P<year>\d{{4}})")


@dataclass(frozen=True, slots=True)
class Written:
    """A date as typed: what is doubtful about it, "" if nothing, and how it would better be written."""

    fault: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """What a text says: its year, the day in the Indonesian form if it is in another, why it is no day."""

    year: int | None
    better: str = ""
    fault: str = ""


def read(text: str, year: int) -> Written:
    """Judge a date of signing for the report of a year, which is signed in that year or the next."""
    found = _read(text)
    fallback = f"tanggal seperti 31 Desember {year}"
    if found.fault:
        return Written(found.fault, fallback)
    if found.year not in (year, year + 1):
        return Written(f"tahunnya {found.year}, padahal laporan ini untuk tahun {year}", fallback)
    if found.better:
        return Written("bukan bentuk yang lazim di surat resmi", found.better)
    return Written()


def _read(text: str) -> _Read:
    match = _YEAR.fullmatch(text)
    if match is not None:
        return _Read(int(match["year"]))
    match = _INDONESIAN.fullmatch(text)
    if match is not None and match["month"].lower() in {**_LONG, **_CUSTOMARY}:
        month = {**_LONG, **_CUSTOMARY}[match["month"].lower()]
        written = _written(int(match["year"]), month, match["day"])
        customary = (match["weekday"] or "senin").lower() in _DAYS
        return _Read(written.year, fault=written.fault) if customary or written.fault else written
    return _otherwise(text)


def _otherwise(text: str) -> _Read:
    """Find a date in another form anywhere in the text."""
    for pattern in (_ISO, _FIGURES, _MONTH_FIRST, _WORDS):
        for match in pattern.finditer(text):
            month = _month(match["month"])
            if month is not None:
                return _figured(_year(match["year"]), month, match["day"], swap=pattern is _FIGURES)
    return _Read(None, fault="tidak terbaca sebagai tanggal")


def _figured(year: int, month: int, day: str | None, *, swap: bool) -> _Read:
    if swap and month > 12 and day is not None and int(day) <= 12:
        month, day = int(day), str(month)  # 12/31/2023: nobody has a thirty-first month
    return _written(year, month, day)


def _month(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return {**_LONG, **_CUSTOMARY, **_OTHER}.get(word.lower())


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _written(year: int, month: int, day: str | None) -> _Read:
    if not 1 <= month <= 12:
        return _Read(year, fault=f"tidak ada bulan ke-{month}")
    name = indonesian.MONTHS[month - 1]
    if day is None:
        return _Read(year, f"{name} {year}")
    try:
        return _Read(year, indonesian.date(dt.date(year, month, int(day))))
    except ValueError:
        return _Read(year, fault=f"tidak ada tanggal {int(day)} {name} {year}")

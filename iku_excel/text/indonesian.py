"""Numbers, dates and lists as Indonesians write them, whatever the machine's locale.

Decimal comma, thousands dot, two decimals ("1.234,50", "95,24%"); dates "31 Desember 2023".
Rounding is half away from zero, as Excel and people do it, and happens here only. This is the door of every number
into a sentence: none that is infinite or not a number gets through.
"""

from __future__ import annotations

import datetime as dt
import errno
import math
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from iku_excel.model import PERIODS
from iku_excel.text import letters

MONTHS = tuple(period.title for period in PERIODS["bulanan"])


def decimal(value: float, places: int = 2) -> str:
    """Return a number with thousands dots and a decimal comma: 1234.5 -> "1.234,50"."""
    with localcontext() as context:
        context.prec = 400  # the largest float has 309 digits before the comma
        rounded = _exact(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        if rounded == 0:
            rounded = abs(rounded)
        return f"{rounded:,f}".translate(str.maketrans(",.", ".,"))


def _exact(value: float) -> Decimal:
    """Return the decimal that people would type for a number; raises ValueError for what no sentence may hold."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number to be written")
    return Decimal(repr(float(value)))


def whole(value: int) -> str:
    """Return a whole number with thousands dots: 1234 -> "1.234"."""
    return decimal(value, places=0)


def percent(value: float) -> str:
    """Return a percentage with two decimals: 95.238 -> "95,24%"."""
    return f"{decimal(value)}%"


def number(value: float) -> str:
    """Return a number with no more decimals than it has: 1.5 -> "1,5", 3.0 -> "3"."""
    exact = _exact(value).normalize()
    if not -15 <= exact.adjusted() <= 20:  # nobody reads that many zeros
        return f"{value:.15g}".replace(".", ",")
    exponent = exact.as_tuple().exponent
    return decimal(value, places=max(0, -exponent) if isinstance(exponent, int) else 0)


def typed(value: float) -> str:
    """Return a number as a person has to type it, without dots of thousands: 1234.5 -> "1234,5"."""
    return number(value).replace(".", "")


def date(value: dt.date) -> str:
    """Return a date in words: "31 Desember 2023"."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def some(items: Sequence[str], most: int = 12) -> str:
    """Return a listing of the first items, with how many more there are: "A, B dan 7 lagi"."""
    if len(items) <= most:
        return listing(items)
    return f"{', '.join(items[:most])} dan {len(items) - most} lagi"


def listing(items: Sequence[str]) -> str:
    """Return items as a list in a sentence: "1, 2 dan 3"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} dan {items[-1]}"


def squeeze(text: str) -> str:
    """Return text on one line.

    White space and control characters of any kind become single spaces; letters that nobody sees are dropped.
    """
    if text.isprintable():  # nothing invisible and no space but " ": what nearly every cell holds
        return " ".join(text.split())
    return " ".join("".join(" " if _invisible(char) else char for char in letters.seen(text)).split())


def printable(text: str) -> str:
    """Return text that is safe to print on a terminal: control and direction characters become "�"."""
    if text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if _invisible(char) else char for char in text)


_REASONS = {
    errno.EACCES: "tidak ada izin",
    errno.EPERM: "tidak ada izin",
    errno.EROFS: "tempatnya hanya dapat dibaca",
    errno.EBUSY: "sedang dipakai program lain",
    errno.ENOSPC: "disk penuh",
    errno.EDQUOT: "jatah disk habis",
    errno.EIO: "disk gagal membaca atau menulis",
    errno.ENOENT: "tidak ada berkas atau folder dengan nama itu",
    errno.ENOTDIR: "ada berkas di tempat folder",
    errno.EISDIR: "ini sebuah folder",
    errno.EEXIST: "di tempat itu sudah ada berkas yang tidak boleh ditimpa",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
    errno.ELOOP: "tautannya berputar",
    errno.EMFILE: "terlalu banyak berkas terbuka",
}


def reason(error: OSError) -> str:
    """Return why the system refused, in words."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


def _invisible(char: str) -> bool:
    # Cc: controls and escapes; Cf: direction overrides, zero-width; Cs: lone surrogates of odd file names;
    # code points ending in FFFE and FFFF are no characters, and no XML may hold them
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or ord(char) & 0xFFFE == 0xFFFE

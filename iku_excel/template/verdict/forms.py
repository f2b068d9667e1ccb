"""What Periksa says of a fault: the catalogue's own words, with the places where live values come in.

A *form* is a code of the catalogue as the live list tells it. Of a code that is worded in several ways (the numerator
is missing, the denominator is missing) each way is a form. The number of a form is its place in ``FORMS``, from 1;
formulas give the number, the list looks the words up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from iku_excel.findings import CATALOGUE, HERE, Entry, tells_where
from iku_excel.model import MAX_SUM, Severity
from iku_excel.text import indonesian


class Source(Enum):
    """Where a live value in a sentence comes from: which of the two values it can be, and its place in that CHOOSE."""

    OWN = 1, 1  # what the cell shows
    PARTNER = 1, 2  # what the other cell of the pair shows
    LAST = 1, 3  # title of the indicator's last period
    REACHED = 1, 4  # title of the last period of any indicator
    NUMERATORS = 1, 5  # sum of the year to date
    PERCENT = 1, 6  # what the cell shows, as a percentage
    DATE = 1, 7  # the same, as a date
    LENGTH = 1, 8  # how many letters it has
    WHOLE = 1, 9  # what the cell shows, a whole number
    DENOMINATORS = 2, 1  # sum of the year to date
    PARTNER_WHOLE = 2, 2  # what the other cell of the pair shows, a whole number
    USUAL = 2, 3  # a stock's most frequent denominator
    LABEL = 2, 4  # what the cell is called, in the middle of a sentence
    ALLOWED = 2, 5  # what may stand in the cell

    @property
    def mark(self) -> str:
        """What stands for it in a sentence."""
        return f"{{{self.value[0]}}}{_UNITS.get(self, '')}"

    @property
    def first(self) -> bool:
        """Whether it is the first of a sentence's two values."""
        return self.value[0] == 1

    @property
    def position(self) -> int:
        """Its place among the sources of that value."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Form:
    """A code as the live list tells it: its severity, and what stands for the placeholders of its sentences."""

    code: str
    fixed: Mapping[str, str] = field(default_factory=dict)  # may name the live values {1} and {2}
    live: Mapping[str, Source] = field(default_factory=dict)  # at most one of each of the two values
    severity: Severity | None = None  # where the contract gives one code two weights
    kind: str = ""  # which of the fixes, where the code has several

    @property
    def entry(self) -> Entry:
        """The catalogue's words."""
        return CATALOGUE[self.code]

    @property
    def weight(self) -> Severity:
        """How much the fault weighs."""
        return self.severity or self.entry.severity

    @property
    def message(self) -> str:
        """The message with all but {where}, {cell} and the live values filled in."""
        return self._worded(self.entry.message, "{cell}")

    @property
    def fix(self) -> str:
        """The fix likewise; the address is said once, in the message."""
        return self._worded(
            self.entry.fixes.get(self.kind, self.entry.fix), HERE if tells_where(self.entry.message) else "{cell}"
        )

    def _worded(self, sentence: str, cell: str) -> str:
        marks = {name: source.mark for name, source in self.live.items()}
        kept = {"where": "{where}", "cell": cell}
        return sentence.format_map({"expected": self.entry.expected or "", **kept, **marks, **self.fixed})


_UNITS = {Source.PERCENT: "%", Source.LENGTH: " huruf"}
_OWN = {"found": Source.OWN}
_MOST = {"expected": f"paling besar {indonesian.whole(MAX_SUM)}"}
_GROWTH = {"base": "angka tahun lalu", "numerator": "{1}"}
_RATIO = {"base": "penyebutnya", "numerator": "{1}"}
_ALLOWED = {**_OWN, "expected": Source.ALLOWED}
_PAIR = {"numerator": Source.WHOLE, "denominator": Source.PARTNER_WHOLE}
_TO_DATE = {"numerator": Source.NUMERATORS, "denominator": Source.DENOMINATORS}

FORMS: Mapping[str, Form] = {
    "required": Form("wajib-diisi"),
    "error": Form("rumus-galat", live=_OWN),
    "text": Form("bukan-angka", live=_OWN),
    "target text": Form("bukan-angka", live=_OWN, kind="target"),
    "digits": Form("angka-teks", live={**_OWN, "used": Source.OWN}),
    "negative": Form("negatif", live=_OWN),
    "fraction": Form("bukan-bilangan-bulat", live=_OWN),
    "bounds": Form("di-luar-batas", live=_ALLOWED),
    "decimals": Form("terlalu-banyak-desimal", live=_OWN),
    "step": Form("bukan-pilihan", live=_ALLOWED),
    "large": Form("terlalu-besar", live=_ALLOWED),
    "sum": Form("terlalu-besar", {**_MOST, "found": "jumlah semua periode {1}"}, {"sum": Source.NUMERATORS}),
    "lower sum": Form("terlalu-besar", {**_MOST, "found": "jumlah semua periode {2}"}, {"sum": Source.DENOMINATORS}),
    "target": Form("target-bukan-persen", live={"found": Source.PERCENT, "expected": Source.ALLOWED}),
    "target scale": Form("target-di-luar-skala", live=_ALLOWED),
    "year": Form("tahun-tidak-sah", live={**_OWN, "year": Source.ALLOWED}),
    "no text": Form("bukan-teks", live={**_OWN, "label_lower": Source.LABEL}),
    "date": Form("tanggal-tidak-sah", live={"found": Source.DATE}),
    "long": Form("teks-terlalu-panjang", live={"found": Source.LENGTH}),
    "nip number": Form("nip-angka", live=_OWN),
    "nip": Form("nip-tidak-sah", live=_OWN),
    "no numerator": Form("pasangan-tidak-lengkap", {"partner": "penyebut"}, {"partner_found": Source.PARTNER}),
    "no denominator": Form("pasangan-tidak-lengkap", {"partner": "pembilang"}, {"partner_found": Source.PARTNER}),
    "skipped": Form("periode-terlompat", live={"later": Source.LAST}),
    "behind": Form("periode-tidak-seragam", live={"later": Source.REACHED}),
    "stock behind": Form("periode-tidak-seragam", live={"later": Source.REACHED}, severity=Severity.WARNING),
    "zero": Form("penyebut-nol"),
    "exceeds": Form("pembilang-melebihi-penyebut", {"scope": ""}, _PAIR),
    "exceeds to date": Form("pembilang-melebihi-penyebut", {"scope": "kumulatif "}, _TO_DATE),
    "from nothing": Form("pembagi-nol", _GROWTH, {"numerator": Source.NUMERATORS}),
    "stock from nothing": Form("pembagi-nol", _GROWTH, {"numerator": Source.OWN}),
    "by nothing": Form("pembagi-nol", _RATIO, {"numerator": Source.NUMERATORS}, Severity.ERROR),
    "stock by nothing": Form("pembagi-nol", _RATIO, {"numerator": Source.OWN}, Severity.ERROR),
    "exceeds in period": Form("pembilang-melebihi-penyebut-periode", live=_PAIR),
    "changed": Form("penyebut-berubah", live={**_OWN, "expected": Source.USUAL}),
    "wide": Form("baris-panjang"),
    "empty register": Form("register-kosong"),
}
"""Every fault that is told live."""

NUMBERS: Mapping[str, int] = {name: number for number, name in enumerate(FORMS, start=1)}

ALONE = frozenset({"baris-panjang"})
"""Codes that the template alone tells: build prints such a line in two, so check has nothing to say."""

CODES = frozenset(form.code for form in FORMS.values()) - ALONE
"""The codes of check that are told live."""

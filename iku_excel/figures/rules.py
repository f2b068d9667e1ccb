"""The checks: each rule is a small named function over a table that returns a mask.

``RULES`` lists them in reading order. A rule over ``cells`` looks at one cell, a rule over ``counts``
at a pair, at the periods of an indicator, or at the year to date (counts.py describes both tables).
Cells at fault take no part in the rules over ``counts``, so that one fault is named once.
Rules over ``totals`` come last, when the figures are there. The words stand in catalogue.py; a rule only passes what
was found.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iku_excel.definition import FIGURES, Role, measure_words
from iku_excel.figures import domain, periods, plausibility
from iku_excel.figures.columns import Columns, Mask
from iku_excel.figures.counts import cell_table, count_table, records
from iku_excel.findings import catalogue
from iku_excel.model import (
    MAX_LINE,
    MAX_NOTE,
    MAX_SUM,
    YEARS,
    Content,
    Finding,
    Kind,
    Severity,
    Submission,
)
from iku_excel.package import from_a1
from iku_excel.text import indonesian
from iku_excel.text.nip import plausible

Table: TypeAlias = pd.DataFrame
Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A code, the mask of the rows at fault, and what its message needs to know of such a row."""

    code: str
    mask: Callable[[Columns], Mask]
    values: Callable[[Row], dict[str, str]]
    at: str = ""  # over counts: "numerator" or "denominator", the cell that is named
    severity: Callable[[Row], Severity] | None = None  # where the contract gives one code two weights


def _is(cells: Columns, *contents: Content) -> Mask:
    return cells.among("content", contents)


def _role(cells: Columns, *roles: Role) -> Mask:
    return cells.among("role", roles)


def _is_year(numbers: NDArray[Any]) -> Mask:
    return np.isin(numbers, list(YEARS))


# ---------------------------------------------------------------- one cell


def required_but_blank(cells: Columns) -> Mask:
    """A line that must be filled is empty."""
    return _is(cells, Content.BLANK) & cells["required"]


def error_value(cells: Columns) -> Mask:
    """An error value stands in an input cell."""
    return _is(cells, Content.ERROR)


def formula_without_value(cells: Columns) -> Mask:
    """A formula was never calculated."""
    return _is(cells, Content.UNCACHED)


def digits_as_text(cells: Columns) -> Mask:
    """Digits are stored as text; their value is clear."""
    return cells["digits"]


def noisy(cells: Columns) -> Mask:
    """A number has the noise of binary fractions behind its 15 digits; it is used without."""
    return cells["noisy"]


def year_invalid(cells: Columns) -> Mask:
    """The year is not a whole number from 2000 to 2100."""
    sound = _is_year(cells["value"])
    silent = _is(cells, Content.BLANK, Content.ERROR, Content.UNCACHED, Content.LOST)
    return _role(cells, Role.YEAR) & ~silent & ~sound


def year_changed(cells: Columns) -> Mask:
    """The year is a sound one, but not the one of the definition."""
    differs = cells.known("value") & (cells["value"] != cells["defined_year"])
    return _role(cells, Role.YEAR) & differs & ~year_invalid(cells)


def not_text(cells: Columns) -> Mask:
    """A number, a date or TRUE/FALSE stands where a name belongs."""
    odd_line = _role(cells, Role.LINE) & _is(cells, Content.NUMBER, Content.DATE, Content.BOOLEAN)
    odd_nip = _role(cells, Role.NIP) & _is(cells, Content.DATE, Content.BOOLEAN)
    return odd_line | odd_nip


def date_invalid(cells: Columns) -> Mask:
    """The date of signing is neither text, nor a year, nor a date from 2000 to 2100."""
    years = frozenset(map(str, YEARS))  # a date in words ends in its year
    old = _is(cells, Content.DATE) & np.array([text[-4:] not in years for text in cells["text"]], dtype=bool)
    number = _is(cells, Content.NUMBER) & ~_is_year(cells["number"])
    return _role(cells, Role.DATE) & (_is(cells, Content.BOOLEAN) | old | number)


def too_long(cells: Columns) -> Mask:
    """A line does not fit its place on paper."""
    length = np.array([len(text) for text in cells["text"]], dtype=int)
    line = _role(cells, Role.LINE, Role.DATE, Role.NIP) & (length > MAX_LINE)
    return line | (_role(cells, Role.NOTE) & (length > MAX_NOTE))


def nip_as_number(cells: Columns) -> Mask:
    """A NIP is stored as a number, which has lost its last digits."""
    return _role(cells, Role.NIP) & _is(cells, Content.NUMBER)


def nip_implausible(cells: Columns) -> Mask:
    """A NIP is not 18 digits of a plausible form."""
    written = _role(cells, Role.NIP) & _is(cells, Content.TEXT)
    odd = [text for text in set(cells["text"][written]) if not plausible(text)]
    return written & cells.among("text", odd)


# ---------------------------------------------------------------- the list, in reading order

NUMERATOR, DENOMINATOR = "numerator", "denominator"
_HOURS = re.compile(r"^pukul | jam$")  # as a reader words a time of day, and a span of hours


def _nothing(_: Row) -> dict[str, str]:
    return {}


def _found(row: Row) -> dict[str, str]:
    return {"found": row["text"]}


def _used(row: Row) -> dict[str, str]:
    used = f"{indonesian.typed(row['value'] * 100)}%" if row["percent_cell"] else indonesian.typed(row["value"])
    return {"found": row["text"], "used": used}


def _not_a_number(row: Row) -> dict[str, str]:
    kind, stored = "target" if row["role"] in (Role.TARGET, Role.REFERENCE) else "", ""
    if row["content"] == Content.DATE and not math.isnan(row["number"]):
        kind, stored = "jam" if _HOURS.search(row["text"]) else "tanggal", indonesian.typed(row["number"])
    return {"found": row["text"], "kind": kind, "stored": stored}


def _year(row: Row) -> dict[str, str]:
    return {"found": row["text"], "year": str(row["defined_year"])}


def _length(row: Row) -> dict[str, str]:
    longest = MAX_NOTE if row["role"] == Role.NOTE else MAX_LINE
    return {
        "found": f"{indonesian.whole(len(row['text']))} huruf",
        "expected": f"paling panjang {indonesian.whole(longest)} huruf",
    }


def _defined_year(row: Row) -> dict[str, str]:
    return {"found": row["text"], "expected": str(row["defined_year"])}


def _denominator_there(row: Row) -> dict[str, str]:
    return {"partner": "penyebut", "partner_found": row["denominator_text"]}


def _numerator_there(row: Row) -> dict[str, str]:
    return {"partner": "pembilang", "partner_found": row["numerator_text"]}


def _later(row: Row) -> dict[str, str]:
    return {"later": row["last_title"]}


def _reached(row: Row) -> dict[str, str]:
    return {"later": row["reached_title"]}


def _pair(row: Row) -> dict[str, str]:
    return _out_of(row["numerator"], row["denominator"])


def _to_date(row: Row) -> dict[str, str]:
    several = row["kind"] == Kind.FLOW and row["period"] > 0
    return {**_out_of(row["ytd_numerator"], row["ytd_denominator"]), "scope": "kumulatif " if several else ""}


def _out_of(numerator: float, denominator: float) -> dict[str, str]:
    top = indonesian.number(numerator)
    if math.isnan(denominator):  # a figure without parts
        return {"numerator": top, "found": top}
    bottom = indonesian.number(denominator)
    return {"numerator": top, "denominator": bottom, "found": f"{top} dari {bottom}"}


def _over(row: Row) -> dict[str, str]:
    numerator = indonesian.number(row["ytd_numerator"])
    base = "angka tahun lalu" if row["grows"] else "penyebutnya"
    return {"numerator": numerator, "found": f"{numerator} dibagi 0", "base": base}


def _refused(_: Row) -> Severity:
    return Severity.ERROR


def _sum(row: Row) -> dict[str, str]:
    return _summed(row["ytd_numerator"])


def _lower_sum(row: Row) -> dict[str, str]:
    return _summed(row["ytd_denominator"])


def _summed(total: float) -> dict[str, str]:
    found = f"jumlah semua periode {indonesian.whole(int(total))}"
    return {"found": found, "expected": f"paling besar {indonesian.whole(MAX_SUM)}"}


def _usual(row: Row) -> dict[str, str]:
    return {"found": row["denominator_text"], "expected": indonesian.typed(row["usual"])}


def _others(row: Row) -> dict[str, str]:
    usual = {word: row[f"others_{part}"] for word, part in (("pembilang", NUMERATOR), ("penyebut", DENOMINATOR))}
    known = {word: indonesian.number(value) for word, value in usual.items() if not math.isnan(value)}
    alone = "".join(f"{word} sekitar {value}" for word, value in known.items())  # of the other two periods contradict
    return {**_pair(row), "expected": alone if len(known) == 1 else f"sekitar {' dari '.join(known.values())}"}


def _behind(row: Row) -> Severity:
    return Severity.WARNING if row["kind"] == Kind.STOCK else Severity.ERROR


CELL_RULES: tuple[Rule, ...] = (
    Rule("wajib-diisi", required_but_blank, _nothing),
    Rule("rumus-galat", error_value, _found),
    Rule("rumus-tanpa-nilai", formula_without_value, _nothing),
    Rule("bukan-angka", domain.not_a_number, _not_a_number),
    Rule("bukan-pilihan", domain.not_a_choice, domain.allowed),
    Rule("angka-teks", digits_as_text, _used),
    Rule("angka-dibulatkan", noisy, _used),
    Rule("persen-di-sel-angka", domain.percentage, domain.allowed),
    Rule("negatif", domain.negative, _found),
    Rule("di-luar-batas", domain.out_of_bounds, domain.allowed),
    Rule("bukan-bilangan-bulat", domain.fraction, plausibility.with_hour),
    Rule("terlalu-banyak-desimal", domain.too_many_decimals, _found),
    Rule("terlalu-besar", domain.too_large, domain.at_most),
    Rule("target-bukan-persen", domain.target_not_percent, domain.allowed),
    Rule("target-di-luar-skala", domain.target_off_scale, domain.allowed),
    Rule("target-pecahan", plausibility.target_fraction, plausibility.two_readings),
    Rule("target-kosong", domain.target_blank, _nothing),
    Rule("tahun-tidak-sah", year_invalid, _year),
    Rule("teks-resmi-berubah", year_changed, _defined_year),
    Rule("bukan-teks", not_text, _found),
    Rule("tanggal-tidak-sah", date_invalid, _found),
    Rule("tanggal-meragukan", plausibility.date_doubtful, plausibility.signed),
    Rule("teks-terlalu-panjang", too_long, _length),
    Rule("nip-angka", nip_as_number, _found),
    Rule("nip-tidak-sah", nip_implausible, _found),
)

COUNT_RULES: tuple[Rule, ...] = (
    Rule("wajib-diisi", periods.nothing_reported, _nothing, NUMERATOR),
    Rule("wajib-diisi", periods.half_reported, _nothing, DENOMINATOR),
    Rule("belum-dinilai", periods.not_yet_given, _nothing, NUMERATOR),
    Rule("pasangan-tidak-lengkap", periods.numerator_missing, _denominator_there, NUMERATOR),
    Rule("pasangan-tidak-lengkap", periods.denominator_missing, _numerator_there, DENOMINATOR),
    Rule("periode-terlompat", periods.period_skipped, _later, NUMERATOR),
    Rule("periode-tidak-seragam", periods.period_behind, _reached, NUMERATOR, _behind),
    Rule("penyebut-nol", periods.nothing_to_measure, _nothing, NUMERATOR),
    Rule("pembagi-nol", periods.grown_from_nothing, _over, NUMERATOR),
    Rule("pembagi-nol", periods.divided_by_nothing, _over, NUMERATOR, _refused),
    Rule("pembilang-melebihi-penyebut", periods.exceeds_to_date, _to_date, NUMERATOR),
    Rule("pembilang-melebihi-penyebut-periode", periods.exceeds_in_period, _pair, NUMERATOR),
    Rule("terlalu-besar", periods.sum_too_large, _sum, NUMERATOR),
    Rule("terlalu-besar", periods.lower_sum_too_large, _lower_sum, DENOMINATOR),
    Rule("penyebut-berubah", periods.denominator_changed, _usual, DENOMINATOR),
    Rule("lonjakan", periods.spike, _others, NUMERATOR),
    Rule("tanggal-di-sel-jumlah", plausibility.numerator_is_date, plausibility.numerator_as_date, NUMERATOR),
    Rule("tanggal-di-sel-jumlah", plausibility.denominator_is_date, plausibility.denominator_as_date, DENOMINATOR),
    Rule("angka-kumulatif", plausibility.cumulative, _pair, NUMERATOR),
)

TOTAL_RULES: tuple[Rule, ...] = (Rule("capaian-tidak-wajar", plausibility.extreme, plausibility.achieved),)
"""Over the figures themselves, once they are computed; named at the target."""

RULES = (*CELL_RULES, *COUNT_RULES, *TOTAL_RULES)


@dataclass(frozen=True, slots=True)
class Checked:
    """A chunk after the checks: both tables, and the findings of each submission in reading order.

    A cell at fault has no ``value`` any more: whatever comes later cannot reckon with it.
    """

    cells: Table
    counts: Table
    findings: Sequence[tuple[Finding, ...]]


def check(submissions: Sequence[Submission]) -> Checked:
    """Run every rule once over all submissions of a chunk."""
    found: list[list[Finding]] = [list(submission.findings) for submission in submissions]
    cells = cell_table(submissions)
    at_fault = _check_cells(cells, found)
    cells["value"] = cells["value"].mask(cells.index.isin(at_fault))
    counts = count_table(cells, at_fault)
    _check_counts(counts, cells, submissions, found)
    ordered = [in_order(submission, items) for submission, items in zip(submissions, found, strict=True)]
    return Checked(cells, counts, ordered)


def check_totals(checked: Checked, totals: Table, submissions: Sequence[Submission]) -> Sequence[tuple[Finding, ...]]:
    """Return the findings of each submission with those about its figures added."""
    found = list(checked.findings)
    cells = checked.cells
    for rule in TOTAL_RULES:
        for row in records(totals[_mask(rule, Columns(totals))]):
            named = (cells["submission"] == row["submission"]) & (cells["indicator"] == row["indicator"])
            (cell,) = records(cells[named & (cells["role"] == Role.TARGET)])
            position = row["submission"]
            definition = submissions[position].definition
            assert definition is not None  # only readable submissions have rows  # noqa: S101
            indicator = definition.indicators[row["indicator"] - 1]
            written = {key: measure_words.figure(indicator, row[key]) for key in ("actual", "target")}
            finding = _finding(rule, {**row, **written}, cell)
            found[position] = in_order(submissions[position], [*found[position], finding])
    return found


def _mask(rule: Rule, columns: Columns) -> Mask:
    """Return the rows at fault; numbers that are infinite or none compare without a word."""
    with np.errstate(all="ignore"):
        return rule.mask(columns)


def _check_cells(cells: Table, found: list[list[Finding]]) -> pd.Index:
    """Add the findings of single cells; return the rows of counts that no figure may use."""
    columns = Columns(cells)
    at_fault: pd.Index = cells.index[_role(columns, *FIGURES) & _is(columns, Content.LOST)]
    for rule in CELL_RULES:
        mask = _mask(rule, columns)
        if not mask.any():  # nearly always; pandas takes milliseconds to make nothing of it
            continue
        flagged = cells[mask]
        for row in records(flagged):
            found[row["submission"]].append(_finding(rule, row, row))
        if catalogue.CATALOGUE[rule.code].severity is Severity.ERROR:
            at_fault = at_fault.union(flagged.index)
    return at_fault


def _check_counts(counts: Table, cells: Table, submissions: Sequence[Submission], found: list[list[Finding]]) -> None:
    written, columns = cells["text"].to_numpy(), Columns(counts)
    for rule in COUNT_RULES:
        flagged = _mask(rule, columns) & ~columns["lost"]  # a lost cell is named once, by the reader
        if not flagged.any():
            continue
        rows = records(counts[flagged])
        named = records(cells.loc[[row[f"{rule.at}_at"] for row in rows]])
        for row, cell in zip(rows, named, strict=True):
            definition = submissions[row["submission"]].definition
            assert definition is not None  # only readable submissions have rows  # noqa: S101
            titles = {f"{key}_title": definition.periods[row[key]].title for key in ("last", "reached")}
            texts = {f"{part}_text": written[row[f"{part}_at"]] for part in (NUMERATOR, DENOMINATOR)}
            found[row["submission"]].append(_finding(rule, {**row, **titles, **texts}, cell))


def _finding(rule: Rule, row: Row, cell: Row) -> Finding:
    place = (cell["sheet"], int(cell["row"]), int(cell["col"])) if cell["content"] != Content.LOST else None
    severity = rule.severity(row) if rule.severity else None
    return catalogue.finding(rule.code, rule.values(row), place=place, label=cell["label"], severity=severity)


def in_order(submission: Submission, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Order findings by sheet and cell; those of the whole file first."""
    sheets = {name: position for position, name in enumerate(submission.sheets)}

    def key(finding: Finding) -> tuple[int, int, int]:
        address = from_a1(finding.cell) if finding.cell else None
        row, col = address or (-1, -1)
        return (sheets.get(finding.sheet, -1) if finding.sheet else -1, row, col)

    return tuple(sorted(findings, key=key))

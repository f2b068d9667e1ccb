"""The checks: each rule is a small named function over a table that returns a mask.

``RULES`` lists them in reading order. A rule over ``cells`` looks at one cell, a rule over ``counts``
at a pair, at the periods of an indicator, or at the year to date (counts.py describes both tables).
Cells at fault take no part in the rules over ``counts``, so that one fault is named once.
Rules over ``totals`` come last, when the figures are there. The words stand in catalogue.py; a rule only passes what
was found.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from iku_excel.definition import Role, measures
from iku_excel.figures import plausibility
from iku_excel.figures.counts import KEYS, cell_table, count_table, far_apart, records
from iku_excel.findings import catalogue
from iku_excel.model import (
    MAX_COUNT,
    MAX_LINE,
    MAX_NOTE,
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
Mask: TypeAlias = "pd.Series[bool]"
Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A code, the mask of the rows at fault, and what its message needs to know of such a row."""

    code: str
    mask: Callable[[Table], Mask]
    values: Callable[[Row], dict[str, str]]
    at: str = ""  # over counts: "numerator" or "denominator", the cell that is named
    severity: Callable[[Row], Severity] | None = None  # where the contract gives one code two weights


def _is(table: Table, *contents: Content) -> Mask:
    return table["content"].isin(contents)


def _role(table: Table, *roles: Role) -> Mask:
    return table["role"].isin(roles)


def _count(cells: Table) -> Mask:
    return _role(cells, Role.NUMERATOR, Role.DENOMINATOR)


# ---------------------------------------------------------------- one cell


def required_but_blank(cells: Table) -> Mask:
    """A line that must be filled is empty."""
    return _is(cells, Content.BLANK) & cells["required"].astype(bool)


def error_value(cells: Table) -> Mask:
    """An error value stands in an input cell."""
    return _is(cells, Content.ERROR)


def formula_without_value(cells: Table) -> Mask:
    """A formula was never calculated."""
    return _is(cells, Content.UNCACHED)


def not_a_number(cells: Table) -> Mask:
    """Text, a date or TRUE/FALSE stands where a number belongs."""
    wrong = _is(cells, Content.TEXT, Content.DATE, Content.BOOLEAN) & ~cells["digits"]
    return (_count(cells) | _role(cells, Role.TARGET)) & wrong


def digits_as_text(cells: Table) -> Mask:
    """Digits are stored as text; their value is clear."""
    return cells["digits"].astype(bool)


def noisy(cells: Table) -> Mask:
    """A count is a whole number but for the noise of binary fractions; the whole number is used."""
    return cells["noisy"].astype(bool)


def negative(cells: Table) -> Mask:
    """A count is below zero."""
    return _count(cells) & (cells["value"] < 0)


def fraction(cells: Table) -> Mask:
    """A count has a fraction, or is a percentage up to 100%."""
    value = cells["value"]
    share = cells["percent"].astype(bool) & (value > 0) & (value <= 1)
    return _count(cells) & (share | (value % 1 > 0))


def too_large(cells: Table) -> Mask:
    """A count is beyond anything an office counts."""
    return _count(cells) & (cells["value"] > MAX_COUNT)


def target_not_percent(cells: Table) -> Mask:
    """A target is not between 0,1% and 100%."""
    value = cells["value"]
    return _role(cells, Role.TARGET) & value.notna() & ~((value >= measures.TARGET_LEAST / 100) & (value <= 1))


def target_blank(cells: Table) -> Mask:
    """There is no target."""
    return _role(cells, Role.TARGET) & _is(cells, Content.BLANK)


def year_invalid(cells: Table) -> Mask:
    """The year is not a whole number from 2000 to 2100."""
    value = cells["value"]
    sound = value.isin(YEARS)
    silent = _is(cells, Content.BLANK, Content.ERROR, Content.UNCACHED, Content.LOST)
    return _role(cells, Role.YEAR) & ~silent & ~sound


def year_changed(cells: Table) -> Mask:
    """The year is a sound one, but not the one of the definition."""
    differs = cells["value"].notna() & (cells["value"] != cells["defined_year"])
    return _role(cells, Role.YEAR) & differs & ~year_invalid(cells)


def not_text(cells: Table) -> Mask:
    """A number, a date or TRUE/FALSE stands where a name belongs."""
    odd_line = _role(cells, Role.LINE) & _is(cells, Content.NUMBER, Content.DATE, Content.BOOLEAN)
    odd_nip = _role(cells, Role.NIP) & _is(cells, Content.DATE, Content.BOOLEAN)
    return odd_line | odd_nip


def date_invalid(cells: Table) -> Mask:
    """The date of signing is neither text, nor a year, nor a date from 2000 to 2100."""
    old = _is(cells, Content.DATE) & ~cells["text"].str[-4:].isin(map(str, YEARS))  # a date in words ends in its year
    number = _is(cells, Content.NUMBER) & ~cells["number"].isin(YEARS)
    return _role(cells, Role.DATE) & (_is(cells, Content.BOOLEAN) | old | number)


def too_long(cells: Table) -> Mask:
    """A line does not fit its place on paper."""
    length = cells["text"].str.len()
    line = _role(cells, Role.LINE, Role.DATE, Role.NIP) & (length > MAX_LINE)
    return line | (_role(cells, Role.NOTE) & (length > MAX_NOTE))


def nip_as_number(cells: Table) -> Mask:
    """A NIP is stored as a number, which has lost its last digits."""
    return _role(cells, Role.NIP) & _is(cells, Content.NUMBER)


def nip_implausible(cells: Table) -> Mask:
    """A NIP is not 18 digits of a plausible form."""
    written = _role(cells, Role.NIP) & _is(cells, Content.TEXT)
    odd = [text for text in cells.loc[written, "text"].unique() if not plausible(text)]
    return written & cells["text"].isin(odd)


# ---------------------------------------------------------------- a pair, an indicator, the year to date


def numerator_missing(counts: Table) -> Mask:
    """Only the denominator of a period is filled."""
    return counts["numerator_blank"] & ~counts["denominator_blank"]


def denominator_missing(counts: Table) -> Mask:
    """Only the numerator of a period is filled."""
    return counts["denominator_blank"] & ~counts["numerator_blank"]


def nothing_reported(counts: Table) -> Mask:
    """An indicator has no period at all; named at its first."""
    return (counts["last"] < 0) & (counts["period"] == 0)


def period_skipped(counts: Table) -> Mask:
    """A period is empty although a later one is filled."""
    return ~counts["filled"] & (counts["period"] < counts["last"])


def period_behind(counts: Table) -> Mask:
    """An indicator ends before the others; named at its first missing period."""
    begun = counts["last"] >= 0
    return begun & (counts["last"] < counts["reached"]) & (counts["period"] == counts["last"] + 1)


def nothing_to_measure(counts: Table) -> Mask:
    """Zero of zero."""
    return (counts["numerator"] == 0) & (counts["denominator"] == 0)


def exceeds_to_date(counts: Table) -> Mask:
    """The numerator is larger than the denominator: year to date of a flow, any period of a stock."""
    larger = counts["ytd_numerator"] > counts["ytd_denominator"]
    final = (counts["period"] == counts["last"]) & ~counts["broken"]
    return larger & (final | (counts["kind"] == Kind.STOCK))


def exceeds_in_period(counts: Table) -> Mask:
    """The numerator of one period of a flow is larger than its denominator."""
    larger = (counts["kind"] == Kind.FLOW) & (counts["numerator"] > counts["denominator"])
    return larger & ~exceeds_to_date(counts)


def denominator_changed(counts: Table) -> Mask:
    """A stock's denominator is not the one most of its periods have."""
    return counts["denominator"].notna() & counts["usual"].notna() & (counts["denominator"] != counts["usual"])


def spike(counts: Table) -> Mask:
    """A period whose numerator or denominator is far from the median of its indicator's other periods.

    Where half of the periods or more would be far, the indicator has no usual size, and none is named.
    """
    numerator = far_apart(counts["numerator"].to_numpy(), counts["others_numerator"].to_numpy())
    denominator = far_apart(counts["denominator"].to_numpy(), counts["others_denominator"].to_numpy())
    far = counts["complete"].astype(bool) & (numerator | denominator)
    complete = counts["complete"].groupby([counts[key] for key in KEYS]).transform("sum")
    return far & (far.groupby([counts[key] for key in KEYS]).transform("sum") * 2 < complete)


# ---------------------------------------------------------------- the list, in reading order

NUMERATOR, DENOMINATOR = "numerator", "denominator"


def _nothing(_: Row) -> dict[str, str]:
    return {}


def _found(row: Row) -> dict[str, str]:
    return {"found": row["text"]}


def _used(row: Row) -> dict[str, str]:
    return {"found": row["text"], "used": indonesian.number(row["value"])}


def _not_a_number(row: Row) -> dict[str, str]:
    return {"found": row["text"], "kind": "tanggal" if row["content"] == Content.DATE else ""}


def _length(row: Row) -> dict[str, str]:
    longest = MAX_NOTE if row["role"] == Role.NOTE else MAX_LINE
    return {"found": f"{len(row['text'])} huruf", "expected": f"paling panjang {indonesian.whole(longest)} huruf"}


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
    top, bottom = indonesian.whole(int(numerator)), indonesian.whole(int(denominator))
    return {"numerator": top, "denominator": bottom, "found": f"{top} dari {bottom}"}


def _usual(row: Row) -> dict[str, str]:
    return {"found": row["denominator_text"], "expected": indonesian.whole(int(row["usual"]))}


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
    Rule("bukan-angka", not_a_number, _not_a_number),
    Rule("angka-teks", digits_as_text, _used),
    Rule("angka-dibulatkan", noisy, _used),
    Rule("negatif", negative, _found),
    Rule("bukan-bilangan-bulat", fraction, plausibility.with_hour),
    Rule("terlalu-besar", too_large, _found),
    Rule("target-bukan-persen", target_not_percent, _found),
    Rule("target-kosong", target_blank, _nothing),
    Rule("tahun-tidak-sah", year_invalid, _found),
    Rule("teks-resmi-berubah", year_changed, _defined_year),
    Rule("bukan-teks", not_text, _found),
    Rule("tanggal-tidak-sah", date_invalid, _found),
    Rule("tanggal-meragukan", plausibility.date_doubtful, plausibility.signed),
    Rule("teks-terlalu-panjang", too_long, _length),
    Rule("nip-angka", nip_as_number, _found),
    Rule("nip-tidak-sah", nip_implausible, _found),
)

COUNT_RULES: tuple[Rule, ...] = (
    Rule("wajib-diisi", nothing_reported, _nothing, NUMERATOR),
    Rule("wajib-diisi", nothing_reported, _nothing, DENOMINATOR),
    Rule("pasangan-tidak-lengkap", numerator_missing, _denominator_there, NUMERATOR),
    Rule("pasangan-tidak-lengkap", denominator_missing, _numerator_there, DENOMINATOR),
    Rule("periode-terlompat", period_skipped, _later, NUMERATOR),
    Rule("periode-tidak-seragam", period_behind, _reached, NUMERATOR, _behind),
    Rule("penyebut-nol", nothing_to_measure, _nothing, NUMERATOR),
    Rule("pembilang-melebihi-penyebut", exceeds_to_date, _to_date, NUMERATOR),
    Rule("pembilang-melebihi-penyebut-periode", exceeds_in_period, _pair, NUMERATOR),
    Rule("penyebut-berubah", denominator_changed, _usual, DENOMINATOR),
    Rule("lonjakan", spike, _others, NUMERATOR),
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
    ordered = [_in_order(submission, items) for submission, items in zip(submissions, found, strict=True)]
    return Checked(cells, counts, ordered)


def check_totals(checked: Checked, totals: Table, submissions: Sequence[Submission]) -> Sequence[tuple[Finding, ...]]:
    """Return the findings of each submission with those about its figures added."""
    found = list(checked.findings)
    cells = checked.cells
    for rule in TOTAL_RULES:
        for row in records(totals[rule.mask(totals)]):
            named = (cells["submission"] == row["submission"]) & (cells["indicator"] == row["indicator"])
            (cell,) = records(cells[named & _role(cells, Role.TARGET)])
            position = row["submission"]
            found[position] = _in_order(submissions[position], [*found[position], _finding(rule, row, cell)])
    return found


def _check_cells(cells: Table, found: list[list[Finding]]) -> pd.Index:
    """Add the findings of single cells; return the rows of counts that no figure may use."""
    at_fault = cells.index[_count(cells) & _is(cells, Content.LOST)]
    for rule in CELL_RULES:
        mask = rule.mask(cells).to_numpy(dtype=bool)
        if not mask.any():  # nearly always; pandas takes milliseconds to make nothing of it
            continue
        flagged = cells[mask]
        for row in records(flagged):
            found[row["submission"]].append(_finding(rule, row, row))
        if catalogue.CATALOGUE[rule.code].severity is Severity.ERROR:
            at_fault = at_fault.union(flagged.index)
    return at_fault


def _check_counts(counts: Table, cells: Table, submissions: Sequence[Submission], found: list[list[Finding]]) -> None:
    written = cells["text"].to_numpy()
    for rule in COUNT_RULES:
        flagged = rule.mask(counts) & ~counts["lost"]  # a lost cell is named once, by the reader
        if not flagged.any():
            continue
        rows = records(counts[flagged.to_numpy(dtype=bool)])
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


def _in_order(submission: Submission, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Order findings by sheet and cell; those of the whole file first."""
    sheets = {name: position for position, name in enumerate(submission.sheets)}

    def key(finding: Finding) -> tuple[int, int, int]:
        address = from_a1(finding.cell) if finding.cell else None
        row, col = address or (-1, -1)
        return (sheets.get(finding.sheet, -1) if finding.sheet else -1, row, col)

    return tuple(sorted(findings, key=key))

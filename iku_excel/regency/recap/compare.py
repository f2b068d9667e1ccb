"""Against the recap before: what changed, who sent the same again, what cannot have happened.

The recap before is a workbook of ours, read by the record on its very hidden sheet, or a folder of
kiriman, which becomes such a record first. Offices are matched by name and regency, and compared only
under the same form; sums to date only within a year.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iku_excel import record
from iku_excel.definition import measure_words, measures
from iku_excel.findings import catalogue
from iku_excel.model import Measured, Period
from iku_excel.package import DAMAGE, Refusal, admit, open_spreadsheet
from iku_excel.reading import reader
from iku_excel.regency import ledger
from iku_excel.regency.recap import collect, consolidated, several
from iku_excel.regency.recap.records import SCHEMAS, Block, Comparison, Figure, Form, Recap, Sent
from iku_excel.regency.recap.settle import settle
from iku_excel.regency.roster import Roster, key

RECAP_KEY = "rekap"
"""First cell of ``_iku`` in a recap."""

_PIECES = 20_000


@dataclass(frozen=True, slots=True)
class Before:
    """One office of the recap before: counts to date and of its last period, by indicator."""

    organization: str
    signature: str
    year: int
    through: str
    to_date: Mapping[int, Measured]
    latest: Mapping[int, Measured | None]


@dataclass(frozen=True, slots=True)
class Previous:
    """The recap before: its offices by name and regency."""

    offices: Mapping[tuple[str, str], Before]


def load(path: Path, listed: Roster | None = None) -> Previous:
    """Return the recap before by office; raises Refusal where there is none."""
    if path.is_dir():
        files = collect.expand([str(path)])
        settled = settle(list(collect.collect(files)), listed, (several.NEWEST,), ledger.replaced(files))
        if not settled.blocks:
            raise Refusal("rekap-lalu", found="tidak ada kiriman yang dapat dihitung di folder itu")
        return _read(consolidated.of_recap(settled, bare=True))
    try:
        table = reader.machine_table(open_spreadsheet(admit(reader.load(path))), _PIECES)
    except DAMAGE as error:
        raise Refusal("berkas-rusak", found="isi berkas tidak utuh") from error
    if table.get(RECAP_KEY) not in SCHEMAS:
        raise Refusal("rekap-lalu", found="ini bukan buku kerja hasil recap")
    if record.seal(table) != table.get(record.SEAL):
        raise Refusal("rekap-lalu", found="catatan di lembar _iku diubah setelah dibuat")
    try:
        return _read(json.loads(table["hasil"]))
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise Refusal("rekap-lalu", found="catatan di lembar _iku tidak terbaca") from error


def _read(raw: Mapping[str, Any]) -> Previous:
    found: dict[tuple[str, str], Before] = {}
    for block in raw["blocks"]:
        for office in block["offices"]:
            figures = office["indicators"]
            found[key(office["organization"]), key(office["region"])] = Before(
                organization=office["organization"],
                signature=block["definition"],
                year=raw["year"],
                through=office["through"],
                to_date={item["number"]: _measured(item) for item in figures},
                latest={item["number"]: _measured(item["periods"][-1]) for item in figures if item["periods"]},
            )
    return Previous(found)


def _measured(raw: Mapping[str, Any]) -> Measured:
    """Return what was measured; a figure from two counts is told by these, as in a recap of version 1."""
    if raw["numerator"] is not None:
        return Measured(None, raw["numerator"], raw["denominator"])
    return Measured(raw["actual"])


def _bare(measured: Measured) -> Measured:
    return measured if measured.numerator is None else dataclasses.replace(measured, actual=None)


def before(previous: Previous, block: Block, sent: Sent) -> Before | None:
    """Return what an office had before, None if nothing comparable."""
    found = previous.offices.get(sent.identity)
    return found if found is not None and found.signature == block.form.signature else None


def went(previous: Previous, block: Block) -> list[Before]:
    """Return what stood in the recap before under the same form and does not stand here."""
    here = {sent.identity for sent in block.offices}
    form = block.form.signature
    return [item for identity, item in previous.offices.items() if item.signature == form and identity not in here]


def compare(recap: Recap, previous: Previous) -> Recap:
    """Return the recap with what can be compared, and the findings of kiriman that do not fit the one before."""
    comparisons = {}
    for block in recap.blocks:
        gone, came = went(previous, block), [sent for sent in block.offices if before(previous, block, sent) is None]
        same = len(block.offices) - len(came)
        names = (tuple(sent.organization for sent in came), tuple(item.organization for item in gone))
        comparisons[block.number] = Comparison(same, same + len(gone), len(block.offices), *names)
        for sent in block.offices:
            found = before(previous, block, sent)
            if found is not None:
                _same(sent, block.form, found)
                for figure in sent.figures:
                    _figure(sent, block.form, figure, found, same_year=found.year == recap.year)
    return dataclasses.replace(recap, comparisons=comparisons)


def _same(sent: Sent, form: Form, found: Before) -> None:
    to_date = {figure.number: _bare(figure.measured) for figure in sent.figures}
    latest = {figure.number: _bare(figure.counts[-1][1]) for figure in sent.figures if figure.counts}
    values = {"organization": sent.organization}
    if to_date == found.to_date:
        values |= {"found": "Semua angka kumulatif", "expected": f"sampai {_title(form, found.through)}"}
    elif latest == found.latest and form.periods[sent.through].code != found.through:
        values |= {"found": f"Semua angka {form.periods[sent.through].title}", "expected": _title(form, found.through)}
    else:
        return
    sent.findings.insert(0, catalogue.finding("sama-persis", values))


def _figure(sent: Sent, form: Form, figure: Figure, found: Before, *, same_year: bool) -> None:
    indicator, then = form.indicators[figure.number - 1], found.to_date[figure.number]
    label = f"{sent.organization}, indikator {figure.number}"
    if measures.is_share(indicator) and not measures.is_flow(indicator):
        whole, before = figure.measured.denominator, then.denominator
        if whole is not None and before is not None and whole != before:
            amounts = (measure_words.amount(indicator, number) for number in (whole, before))
            values = dict(zip(("found", "expected"), amounts, strict=True))
            sent.findings.append(catalogue.finding("penyebut-stok-berubah", values, sheet=figure.sheet, label=label))
    if measures.is_flow(indicator) and same_year:
        parts = measures.row(indicator).parts
        for part, now, earlier in zip(parts, _numbers(figure.measured), _numbers(then), strict=False):
            if now < earlier:
                values = {
                    "part": part.title.lower(),
                    "found": measure_words.amount(indicator, now),
                    "expected": measure_words.amount(indicator, earlier),
                }
                sent.findings.append(catalogue.finding("kumulatif-turun", values, sheet=figure.sheet, label=label))


def _numbers(measured: Measured) -> list[float]:
    parts = (measured.actual,) if measured.numerator is None else (measured.numerator, measured.denominator)
    return [part for part in parts if isinstance(part, int | float)]


def _title(form: Form, code: str) -> str:
    found: Period | None = next((period for period in form.periods if period.code == code), None)
    return found.title if found else code

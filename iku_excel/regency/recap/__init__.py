"""Many become one: kiriman of many offices -> what they come to, and the workbook that shows it.

The way: collect (paths -> kiriman) -> settle (whose figures count) -> compare (with the recap before)
-> table (adding up) -> sheets (the workbook) and consolidated (the JSON). docs/rekap.md is for people.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iku_excel.definition import measure_words, measures
from iku_excel.definition.measures import Offices
from iku_excel.findings import catalogue
from iku_excel.model import MAX_SUM, Finding, Indicator, Measured, Severity
from iku_excel.regency import ledger
from iku_excel.regency.recap import collect, compare, sheets, table
from iku_excel.regency.recap.compare import Previous
from iku_excel.regency.recap.consolidated import of_recap
from iku_excel.regency.recap.records import COUNTED, SETTLED, Block, Recap, Sent, State
from iku_excel.regency.recap.settle import settle
from iku_excel.regency.recap.sheets.desk import headline
from iku_excel.regency.roster import Roster
from iku_excel.text import indonesian

__all__ = ["Made", "NothingError", "Recap", "Sent", "State", "collect", "headline", "lines", "make", "of_recap"]

_NAMED = 20  # files that are named one by one; the rest is counted


@dataclass(frozen=True, slots=True)
class Made:
    """A recap and its workbook."""

    recap: Recap
    data: bytes

    @property
    def complete(self) -> bool:
        """Whether every file was counted, or left out because another was picked, and all could be added up."""
        fine = (*COUNTED, *SETTLED)
        summed = all(finding.severity is not Severity.ERROR for finding in self.recap.findings)
        return summed and all(sent.state in fine for sent in self.recap.sent)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        own = sum(finding.severity is severity for finding in self.recap.findings)
        return own + sum(finding.severity is severity for sent in self.recap.sent for finding in sent.findings)


def make(
    paths: Sequence[Path],
    *,
    roster: Roster | None = None,
    picks: Sequence[str] = (),
    previous: Path | None = None,
    accept_edited: bool = False,
    paper: str = "f4",
) -> Made:
    """Return the recap of some files.

    Raises safexml.Refusal where ``previous`` is no recap, NothingError where no file is known for what it is.
    """
    before: Previous | None = None if previous is None else compare.load(previous, roster)
    sent = list(collect.collect(paths, accept_edited=accept_edited))
    if not any(item.year for item in sent):
        raise NothingError(sent)
    times = ledger.times({path.parent for path in paths})
    for item in sent:
        item.received = times.get(item.sha256, "")
    recap = settle(sent, roster, picks, ledger.replaced(paths))
    beyond = [finding for block in recap.blocks for finding in _too_large(block)]
    recap = dataclasses.replace(recap, findings=[*recap.findings, *beyond])
    if before is not None:
        recap = compare.compare(recap, before)
    return Made(recap, sheets.render(recap, before, paper))


def _too_large(block: Block) -> Iterator[Finding]:
    """Yield what is wrong with sums that nobody can add up exactly; they are left out of the recap."""
    for indicator, part, total in table.too_large(block):
        among = f"jumlah {part}" if measures.paired(indicator) else "jumlah"
        values = {
            "found": f"{among} {len(block.offices)} organisasi {measure_words.amount(indicator, total)}",
            "expected": f"paling besar {measure_words.amount(indicator, MAX_SUM)}",
        }
        label = f"Indikator {indicator.number}"
        yield catalogue.finding("terlalu-besar", values, sheet=sheets.desk.SUMMARY, label=label)


class NothingError(ValueError):
    """No file of a recap could be recognised; the message says why, file by file."""

    def __init__(self, sent: Sequence[Sent]) -> None:
        told = [f"{item.path.name}: {item.findings[0].message}" for item in sent[:_NAMED] if item.findings]
        rest = len(sent) - len(told)
        if not sent:
            words = ["Tidak ada buku kerja untuk direkap; rekap tidak ditulis."]
        else:
            words = ["Tidak ada kiriman yang dapat dikenali; rekap tidak ditulis.", *told]
        more = [f"dan {rest} lagi"] if sent and rest else []
        super().__init__("\n".join(map(indonesian.printable, [*words, *more])))


def lines(made: Made, target: Path) -> list[str]:
    """Return what a person reads of a recap: how complete, what it comes to, what was left out and why."""
    recap = made.recap
    told = [f"{indonesian.printable(str(target))}: {indonesian.printable(recap.title)}, tahun {recap.year}"]
    told.append(headline(recap))
    for block, known in zip(of_recap(recap)["blocks"], recap.blocks, strict=True):
        indicators = known.form.indicators
        if len(recap.blocks) > 1:
            told.append(f"Blok {block['number']}, {len(block['offices'])} organisasi:")
        totals = ((total["number"], total) for total in block["totals"])
        told += [f"  Indikator {number}: {_told(indicators[number - 1], total)}" for number, total in totals]
    told += [indonesian.printable(f"✗ {finding.message}") for finding in recap.findings if finding.sheet]
    told += [indonesian.printable(comparison.words()) for comparison in recap.comparisons.values()]
    left_out = [sent for sent in recap.sent if not sent.counted]
    for sent in left_out[:_NAMED]:
        mark, reason = "-" if sent.state in SETTLED else "✗", sent.findings[0].message if sent.findings else ""
        told.append(indonesian.printable(f"{mark} {sent.path} ({sent.state.value}): {reason}"))
    if len(left_out) > _NAMED:
        told.append(f"dan {len(left_out) - _NAMED} lagi; lihat lembar Kelengkapan.")
    warnings = made.count(Severity.WARNING)
    if warnings:
        told.append(f"{warnings} peringatan; lihat lembar Temuan.")
    return told


def _told(indicator: Indicator, total: Mapping[str, Any]) -> str:
    """Return what the offices come to: a figure from their sums, a sum, or how they are spread."""
    match measures.offices(indicator):
        case Offices.BY_STEP:
            return ", ".join(f"{label}: {number}" for label, number in total["steps"].items())
        case Offices.LISTED:
            spread = [measure_words.figure(indicator, total[key]) for key in ("lowest", "median", "highest")]
            reached = f"{total['reached']} dari {total['with_target']} mencapai target"
            return f"terendah {spread[0]}, median {spread[1]}, tertinggi {spread[2]}; {reached}"
        case Offices.SUMMED:
            return f"jumlah {measure_words.with_unit(indicator, total['sum'])}"
    measured = Measured(total["actual"], total["numerator"], total["denominator"])
    words = (measure_words.counted(indicator, measured), measure_words.with_unit(indicator, measured.actual))
    return ", ".join(filter(None, words))

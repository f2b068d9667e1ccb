"""Earlier years beside this one: sources -> the results of one office that may be compared, year by year.

An indicator is known by its wording. Where its unit, its formula or what it counts has changed since, or its wording
has gone, its figures are not set side by side (``tidak-sebanding``): two different things would look like a trend.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from iku_excel.findings import catalogue
from iku_excel.model import Finding, Indicator, Result
from iku_excel.report.sources import Source
from iku_excel.text import indonesian


@dataclass(frozen=True, slots=True)
class Year:
    """One year of an office: its results by the number that the indicator has now, and what cannot be compared."""

    source: Source
    results: Mapping[int, Result] = field(default_factory=dict)
    unlike: Mapping[int, str] = field(default_factory=dict)  # what differs

    @property
    def year(self) -> int:
        """The year."""
        return self.source.year

    @property
    def partial(self) -> str:
        """How far it reaches if not to the year's end: "Triwulan II", else ""."""
        outcome = self.source.outcome
        definition, through = outcome.submission.definition, outcome.through
        if definition is None or through is None or through == definition.periods[-1]:
            return ""
        return through.title


def earlier(now: Source, previous: Sequence[Source]) -> tuple[list[Year], list[Finding]]:
    """Return the earlier years of an office, oldest first, and what to say of them."""
    findings: list[Finding] = []
    by_year: dict[int, list[Source]] = {}
    for source in previous:
        if source.valid and source.office == now.office and source.year < now.year:
            by_year.setdefault(source.year, []).append(source)
    years = []
    for year, rivals in sorted(by_year.items()):
        best = _furthest(rivals)
        if best is None:
            names = indonesian.listing(sorted(indonesian.printable(str(rival.path)) for rival in rivals))
            findings.append(catalogue.finding("pembanding-ganda", {"found": names, "year": str(year)}))
            continue
        compared = _compared(now, best)
        findings += _told(now, compared)
        years.append(compared)
    return years, findings


def unused(sources: Iterable[Source], previous: Sequence[Source]) -> Iterator[tuple[Source, Finding]]:
    """Yield the previous files that no report uses, each with the reason."""
    latest: dict[tuple[str, str], int] = {}
    for source in sources:
        latest[source.office] = max(source.year, latest.get(source.office, 0))
    for source in previous:
        if not source.valid:
            refused = [*source.findings, *source.outcome.findings]
            found = refused[0].message.rstrip(".") if refused else ""
        elif source.office not in latest:
            found = "dari organisasi lain"
        elif source.year >= latest[source.office]:
            found = f"tahun {source.year}, bukan tahun sebelumnya"
        else:
            continue
        values = {"found": found, "file": indonesian.printable(str(source.path))}
        yield source, catalogue.finding("pembanding-tidak-dipakai", values)


def _furthest(rivals: Sequence[Source]) -> Source | None:
    """Return the one that reaches furthest, None where two reach as far with other figures."""
    reached = [_reach(rival) for rival in rivals]
    best = [rival for rival, reach in zip(rivals, reached, strict=True) if reach == max(reached)]
    return best[0] if all(rival.outcome.results == best[0].outcome.results for rival in best) else None


def _reach(source: Source) -> float:
    definition, through = source.outcome.submission.definition, source.outcome.through
    if definition is None or through is None:
        return 0
    return (definition.periods.index(through) + 1) / len(definition.periods)


def _compared(now: Source, then: Source) -> Year:
    by_text = {_known(result.indicator): result for result in then.outcome.results}
    results, unlike = {}, {}
    for result in now.outcome.results:
        indicator = result.indicator
        old = by_text.get(_known(indicator))
        differs = "kalimat" if old is None else _difference(indicator, old.indicator)
        if old is None or differs:
            unlike[indicator.number] = differs
        else:
            results[indicator.number] = old
    return Year(then, results, unlike)


def _known(indicator: Indicator) -> str:
    return indonesian.squeeze(indicator.text).casefold()


def _difference(now: Indicator, then: Indicator) -> str:
    for word, field_names in (
        ("satuan", ("unit",)),
        ("rumus", ("formula_text", "numerator", "denominator")),
        ("jenis", ("kind", "measure", "per", "direction", "steps")),
    ):
        for name in field_names:
            if indonesian.squeeze(str(getattr(now, name))) != indonesian.squeeze(str(getattr(then, name))):
                return word
    return ""


def _told(now: Source, year: Year) -> Iterator[Finding]:
    texts = {result.indicator.number: result.indicator.text for result in now.outcome.results}
    for number, word in year.unlike.items():
        values = {"number": str(number), "year": str(year.year), "found": word, "text": texts[number]}
        yield catalogue.finding("tidak-sebanding", values)

"""How a report writes figures: each in its own unit, as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iku_excel.definition import measure_words, measures
from iku_excel.model import Achievement, Indicator, Outcome, Result
from iku_excel.report.blocks import Fill, Text
from iku_excel.text import indonesian

NOTHING = "-"
NO_TARGET = "tidak ada target"
UNLIKE = "tidak sebanding"


def actual(result: Result, missing: str = "") -> Text:
    """Return the actual; ``missing`` is what is to be filled in where none was given yet ("realisasi 2022")."""
    if result.measured.actual is None and not measures.paired(result.indicator):
        return Fill(missing or f"realisasi indikator {result.indicator.number}")
    return measure_words.figure(result.indicator, result.measured.actual)


def target(result: Result) -> str:
    """Return the target, or that there is none; and the ideal range, which counts in its place."""
    told = NO_TARGET if result.target is None else measure_words.figure(result.indicator, result.target)
    if result.indicator.ideal is None:
        return told
    lowest, highest = (measure_words.figure(result.indicator, bound) for bound in result.indicator.ideal)
    return f"{told} (ideal {lowest} sampai {highest})"


def counted(result: Result) -> str:
    """Return what was counted: "835 dari 890", "-" where the figure is given as it is."""
    return measure_words.counted(result.indicator, result.measured) or NOTHING


def achievement(result: Result) -> str:
    """Return the achievement in percent."""
    return NOTHING if result.achievement is None else indonesian.percent(result.achievement)


def predicate(result: Result) -> str:
    """Return the predicate of the achievement."""
    return result.predicate or NOTHING


def standard(result: Result, given: float | str) -> str:
    """Return a figure that the actual is compared with: a plan's final target, a national standard."""
    return measure_words.figure(result.indicator, given)


def progress(result: Result, given: float | str) -> str:
    """Return the actual against such a figure by the indicator's own formula, in percent."""
    actual = result.measured.actual
    if not isinstance(actual, int | float) or isinstance(given, str):
        return NOTHING
    match result.indicator.achievement:
        case Achievement.RATIO:
            top, bottom = actual, given
        case Achievement.MIRRORED:
            top, bottom = 2 * given - actual, given
        case Achievement.INVERSE:
            top, bottom = given, actual
        case _:
            return NOTHING
    if not given and not actual:  # who aims at nothing at all has reached it
        return indonesian.percent(100)
    return indonesian.percent(100 * top / bottom) if given and bottom else NOTHING


def rules(results: Iterable[Result]) -> str:
    """Return in words how the achievements of a table come about."""
    return " atau ".join(dict.fromkeys(text for result in results for text in _rules(result.indicator)))


def compared(results: Iterable[Result], name: str, called: str) -> str:
    """Return in a sentence how actuals are set against another figure than the target, which is ``called`` so."""
    found = {_formula(how, called) for result in results if (how := result.indicator.achievement)}
    if not found:
        return f"{name} tidak dihitung: predikat dan rentang ideal tidak dibandingkan dalam persen."
    return f"{name} = {' atau '.join(sorted(found))}, menurut rumus indikatornya."


def _rules(indicator: Indicator) -> Iterator[str]:
    if indicator.achievement is not None:
        yield _formula(indicator.achievement, "target")
    if indicator.ideal is not None:
        below, above = "realisasi/batas bawah x 100% di bawahnya", "batas atas/realisasi x 100% di atasnya"
        yield f"100% di dalam rentang ideal, {below}, {above}"
    if measures.worded(indicator):
        below = ", di bawahnya poin realisasi/poin target x 100%" if indicator.points else ""
        yield f"100% bila mencapai predikat target{below}"


def _formula(how: Achievement, called: str) -> str:
    return f"{how.value.replace('target', called)} x 100%"


def drawable(value: float | str | None) -> float | None:
    """Return a figure as a length that can be drawn, None where there is none."""
    return value if isinstance(value, int | float) and value >= 0 else None


def periods(result: Result) -> Iterator[tuple[str, float | None, str]]:
    """Yield (label, length, words) of every reported period."""
    for item in result.periods:
        actual = item.measured.actual
        yield item.period.title, drawable(actual), measure_words.figure(result.indicator, actual)


def definition(result: Result) -> str:
    """Return in a sentence how the figure comes about, and how periods come to a year."""
    return f"{measure_words.how(result.indicator)}. {measure_words.over_periods(result.indicator)}"


def rupiah(value: float) -> str:
    """Return an amount of money: "Rp1.234.567"."""
    return f"Rp{indonesian.whole(int(value))}"


def reach(outcome: Outcome) -> str:
    """Return how far an outcome's figures reach: "sampai dengan Triwulan II", "" for the whole year."""
    definition, through = outcome.submission.definition, outcome.through
    if definition is None or through is None or through == definition.periods[-1]:
        return ""
    return f"sampai dengan {through.title}"

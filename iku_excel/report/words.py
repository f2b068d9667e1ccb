"""How a report writes figures: each in its own unit, as people read them."""

from __future__ import annotations

from collections.abc import Iterator

from iku_excel.model import Achievement, Outcome, Result
from iku_excel.text import indonesian

NOTHING = "-"
NO_TARGET = "tidak ada target"
UNLIKE = "tidak sebanding"


def actual(result: Result) -> str:
    """Return the actual."""
    return "n/a" if result.ratio.actual is None else figure(result, result.ratio.actual)


def figure(_: Result, value: float) -> str:
    """Return a figure of an indicator in its own unit."""
    return indonesian.percent(value)


def target(result: Result) -> str:
    """Return the target, or that there is none."""
    return NO_TARGET if result.target is None else figure(result, result.target)


def counted(result: Result) -> str:
    """Return what was counted: "835 dari 890"."""
    ratio = result.ratio
    return f"{indonesian.whole(ratio.numerator)} dari {indonesian.whole(ratio.denominator)}"


def achievement(result: Result) -> str:
    """Return the achievement in percent."""
    return NOTHING if result.achievement is None else indonesian.percent(result.achievement)


def predicate(result: Result) -> str:
    """Return the predicate of the achievement."""
    return result.predicate or NOTHING


def standard(result: Result, given: float | str) -> str:
    """Return a figure that the actual is compared with: a plan's final target, a national standard."""
    return given if isinstance(given, str) else figure(result, given)


def progress(result: Result, given: float | str) -> str:
    """Return the actual against such a figure by the indicator's own formula, in percent."""
    actual = result.ratio.actual
    if actual is None or isinstance(given, str):
        return NOTHING
    match result.indicator.achievement:
        case Achievement.RATIO:
            top, bottom = actual, given
        case Achievement.MIRRORED:
            top, bottom = 2 * given - actual, given
        case Achievement.INVERSE:
            top, bottom = given, actual
    return indonesian.percent(100 * top / bottom) if bottom else NOTHING


def drawable(result: Result) -> float | None:
    """Return the actual as a length that can be drawn, None where there is none."""
    actual = result.ratio.actual
    return None if actual is None or actual < 0 else actual


def drawable_target(result: Result) -> float | None:
    """Return the target as a length that can be drawn, None where there is none."""
    return None if result.target is None or result.target < 0 else result.target


def periods(result: Result) -> Iterator[tuple[str, float | None, str]]:
    """Yield (label, length, words) of every reported period."""
    for item in result.periods:
        actual = item.ratio.actual
        words = "n/a" if actual is None else figure(result, actual)
        yield item.period.title, None if actual is None or actual < 0 else actual, words


def rupiah(value: float) -> str:
    """Return an amount of money: "Rp1.234.567"."""
    return f"Rp{indonesian.whole(int(value))}"


def reach(outcome: Outcome) -> str:
    """Return how far an outcome's figures reach: "sampai dengan Triwulan II", "" for the whole year."""
    definition, through = outcome.submission.definition, outcome.through
    if definition is None or through is None or through == definition.periods[-1]:
        return ""
    return f"sampai dengan {through.title}"

"""How often the rule for sums among counts errs: made-up offices, honest and summing, counted.

    python benchmarks/cumulative.py            prints the tables of docs/plausibility.md
    python benchmarks/cumulative.py --rules    compares the rules that were weighed
    python benchmarks/cumulative.py --measures compares the measures that it is asked of

An office has a usual number of things a period; how far its periods differ, and whether they grow, is its kind. The
things of a period are drawn by Poisson around that, those done well by the binomial around nine in ten. The honest
office reports these counts, the summing one their sums since January.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from iku_excel.figures import plausibility

Grid: TypeAlias = NDArray[np.float64]
Rule: TypeAlias = Callable[[Grid, Grid], NDArray[np.bool_]]
Maker: TypeAlias = Callable[[np.random.Generator, int, int, "Office", int], tuple[Grid, Grid]]


@dataclass(frozen=True)
class Office:
    """A kind of office: how unlike its periods are, how they grow, and how heavy the last one of the year is."""

    words: str
    spread: float
    growth: float = 0.0
    last: float = 1.0


OFFICES = (
    Office("periods much alike", 0.1),
    Office("periods unlike each other", 0.35),
    Office("grows by 10% a period", 0.1, 0.1),
    Office("grows by 25% a period", 0.1, 0.25),
    Office("last period twice as busy", 0.2, 0.0, 2.0),
)
SIZES = (3, 10, 50, 500)
PERIODS = (3, 4)
DONE_WELL = 0.9


def offices(random: np.random.Generator, trials: int, n_periods: int, kind: Office, usual: int) -> tuple[Grid, Grid]:
    """Return numerators and denominators of honest offices of a kind, a row for each."""
    expected = usual * np.exp(random.normal(0, kind.spread, (trials, n_periods)))
    expected *= (1 + kind.growth) ** np.arange(n_periods)
    expected[:, -1] *= kind.last
    things = random.poisson(expected)
    well = random.binomial(things, np.clip(DONE_WELL + random.normal(0, 0.05, things.shape), 0, 1))
    return well.astype(float), things.astype(float)


def counts(random: np.random.Generator, trials: int, n_periods: int, kind: Office, usual: int) -> tuple[Grid, Grid]:
    """Return the counts of a ``jumlah``, which stand for both rows."""
    _, things = offices(random, trials, n_periods, kind, usual)
    return things, things


def growths(random: np.random.Generator, trials: int, n_periods: int, kind: Office, usual: int) -> tuple[Grid, Grid]:
    """Return the counts of this year and of last year, each drawn for itself."""
    (_, now), (_, then) = (offices(random, trials, n_periods, kind, usual) for _ in range(2))
    return now, then


MEASURES = {"rasio": offices, "jumlah": counts, "pertumbuhan": growths}
"""How the rows of each measure that has flows come about."""


@dataclass(frozen=True)
class Row:
    """How a rule does with one kind of office, in percent."""

    n_periods: int
    kind: Office
    usual: int
    false_alarms: float
    misses: float

    def line(self) -> str:
        """Return the row of the table in the docs."""
        rates = (f"{rate:.1f}%" for rate in (self.false_alarms, self.misses))
        return f"| {self.n_periods} | {self.kind.words} | {self.usual} | {' | '.join(rates)} |"


def measure(
    trials: int = 20_000, seed: int = 1, rule: Rule = plausibility.like_sums, make: Maker = offices
) -> list[Row]:
    """Return how a rule does with every kind of office."""
    random = np.random.default_rng(seed)
    return list(_rows(random, trials, rule, make))


def rates(rows: Sequence[Row]) -> str:
    """Return the mean and the worst of the false alarms, and the mean of the misses, as cells of a table."""
    false, missed = ([getattr(row, rate) for row in rows] for rate in ("false_alarms", "misses"))
    return " | ".join(f"{rate:.1f}%" for rate in (np.mean(false), max(false), np.mean(missed)))


def _rows(random: np.random.Generator, trials: int, rule: Rule, make: Maker) -> Iterator[Row]:
    for n_periods in PERIODS:
        for kind in OFFICES:
            for usual in SIZES:
                numerators, denominators = make(random, trials, n_periods, kind, usual)
                false = rule(numerators, denominators)
                true = rule(numerators.cumsum(axis=1), denominators.cumsum(axis=1))
                yield Row(n_periods, kind, usual, 100 * float(false.mean()), 100 * float(1 - true.mean()))


# ---------------------------------------------------------------- the rules that were weighed


def never_falls(numerators: Grid, denominators: Grid) -> NDArray[np.bool_]:
    """Both rows never fall."""
    rising = [(np.diff(row, axis=1) >= 0).all(axis=1) for row in (numerators, denominators)]
    found: NDArray[np.bool_] = np.logical_and(rising[0], rising[1])
    return found


def like_ratios(numerators: Grid, denominators: Grid) -> NDArray[np.bool_]:
    """Both never fall, and each ratio is within five points of the one before."""
    ratios = numerators / np.where(denominators > 0, denominators, 1)
    near = (np.abs(np.diff(ratios, axis=1)) <= 0.05).all(axis=1)
    return never_falls(numerators, denominators) & near


def either(numerators: Grid, denominators: Grid) -> NDArray[np.bool_]:
    """Both never fall, and the ratios are alike or the steps look like sums."""
    return like_ratios(numerators, denominators) | plausibility.like_sums(numerators, denominators)


RULES: dict[str, Rule] = {
    "both rows never fall": never_falls,
    "... and the ratios are alike (within 5 points)": like_ratios,
    "... and the ratios are alike, or the steps look like sums": either,
    "... and the steps look like sums (the rule)": plausibility.like_sums,
}


def main() -> None:
    """Print the tables."""
    if "--rules" in sys.argv:
        for words, rule in RULES.items():
            print(f"| {words} | {rates(measure(5_000, rule=rule))} |")
        return
    if "--measures" in sys.argv:
        for word, make in MEASURES.items():
            print(f"| {word} | {rates(measure(make=make))} |")
        return
    for row in measure():
        print(row.line())


if __name__ == "__main__":
    main()

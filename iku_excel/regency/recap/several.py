"""One office, several kiriman: which one counts, and what is said of the others.

In this order: copies of the same bytes are one; what was picked; what the ledger of intake says was
replaced; then the one that reaches furthest, where every figure of the earlier ones stands in it unchanged.
Otherwise nobody can know which is right: all are named and none counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from iku_excel.regency.recap.records import Seat, Sent, State
from iku_excel.text import indonesian

NEWEST = "newest"
"""Value of --pick that takes the kiriman that reaches furthest, and of those the one saved last."""


def one_of(
    seat: Seat, picks: Sequence[str], called: Mapping[Path, str], replaced: Mapping[str, AbstractSet[str]]
) -> None:
    """Leave out all kiriman of an office but one, or all where none can be told from the others."""
    rivals = _without_copies([item for item in seat.sent if item.counted], picks, called)
    if len(rivals) < 2:
        return
    here = {item.sha256 for item in rivals}
    standing = [item for item in rivals if not here & replaced.get(item.sha256, frozenset())]
    chosen = _picked(rivals, picks) or _furthest(standing)
    for item in rivals:
        others = [called[rival.path] for rival in rivals if rival is not item]
        if chosen is None:
            values = {"found": seat.organization, "others": indonesian.listing([called[item.path], *others])}
            item.leave_out(State.TWICE, "dikirim-dua-kali", **values)
        elif item is not chosen:
            values = {"found": seat.organization, "expected": called[chosen.path]}
            if item not in standing:
                item.leave_out(State.REPLACED, "diganti", **values)
            elif _stands(item, chosen):
                item.leave_out(State.EARLIER, "lebih-awal", **values)
            else:
                item.leave_out(State.NOT_PICKED, "tidak-dipilih", **values)


def _without_copies(rivals: Sequence[Sent], picks: Sequence[str], called: Mapping[Path, str]) -> list[Sent]:
    """Leave out what is the same file again, whatever its name; the picked one stays, or else the first."""
    kept: dict[str, Sent] = {}
    for item in sorted(rivals, key=lambda item: not any(_is(item.path, pick) for pick in picks)):
        first = kept.setdefault(item.sha256, item)
        if first is not item:
            item.leave_out(State.COPY, "salinan-sama", found=called[first.path])
    return [item for item in rivals if item.counted]


def _picked(rivals: Sequence[Sent], picks: Sequence[str]) -> Sent | None:
    named = [item for item in rivals if any(_is(item.path, pick) for pick in picks)]
    if len(named) == 1:
        return named[0]
    if named or NEWEST not in picks:
        return None
    ranked = sorted(rivals, key=_age)
    return ranked[-1] if _age(ranked[-1]) != _age(ranked[-2]) else None


def _furthest(rivals: Sequence[Sent]) -> Sent | None:
    """Return the one that alone reaches furthest and in which all others stand unchanged."""
    if not rivals:
        return None
    *earlier, last = sorted(rivals, key=lambda item: item.through)
    return last if all(_stands(item, last) for item in earlier) else None


def _stands(earlier: Sent, later: Sent) -> bool:
    """Tell whether every figure of an earlier kiriman stands unchanged in one that reaches further."""
    if earlier.form != later.form or earlier.through >= later.through:
        return False
    for before, after in zip(earlier.figures, later.figures, strict=True):
        if before.target not in (None, after.target) or not set(before.counts) <= set(after.counts):
            return False
    return True


def _is(path: Path, pick: str) -> bool:
    return path == Path(pick) or (path.name == pick and pick != NEWEST) or path.absolute() == Path(pick).absolute()


def _age(item: Sent) -> tuple[int, int]:
    try:
        return item.through, item.path.stat().st_mtime_ns
    except OSError:
        return item.through, 0

"""Whose figures count: kiriman in, every one with its state and the finding that explains it, and the blocks.

In this order: readable and whole; the recap's year (the one most have sent, of equals the latest); the
office and its regency (the roster's, or without one the regency most come from); one kiriman of an
office; one form for a block. What is left out is named, and nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import MappingProxyType

from iku_excel.findings import catalogue
from iku_excel.model import Finding
from iku_excel.regency.recap import several
from iku_excel.regency.recap.records import Block, Form, Recap, Seat, Sent, State
from iku_excel.regency.roster import Roster, Row, key
from iku_excel.text import indonesian


def settle(
    sent: Sequence[Sent],
    listed: Roster | None = None,
    picks: Sequence[str] = (),
    replaced: Mapping[str, AbstractSet[str]] = MappingProxyType({}),
) -> Recap:
    """Return the recap of all kiriman; their states and findings are filled in on the way.

    ``replaced`` are the SHA-256 of kiriman, each with those of the ones that replace it, as a ledger of intake says.
    """
    open_ = [item for item in sent if item.state is State.COUNTED]
    year = _common(item.year for item in open_) or _common(item.year for item in sent if item.year)
    for item in open_:
        if item.year != year:
            item.leave_out(State.YEAR, "tahun-lain", found=str(item.year), expected=str(year))
    seats = _seats_of(sent) if listed is None else _seats_listed(sent, listed)
    called = names(sent)
    for seat in seats:
        several.one_of(seat, picks, called, replaced)
    blocks = _blocks(seats)
    findings = [_missing(seat) for seat in seats if seat.state is State.MISSING]
    named = [seat.region or (seat.chosen.region if seat.chosen else "") for seat in seats if seat.listed or seat.chosen]
    regions = {key(name): name for name in named if name}
    region = next(iter(regions.values())) if len(regions) == 1 else ""
    expected = len(listed.rows) if listed else None
    return Recap(year or 0, region, sent, seats, blocks, findings, expected)


def names(sent: Iterable[Sent]) -> dict[Path, str]:
    """Return how each file is called: by its name, with its folder where another of the same name was sent."""
    paths = [item.path for item in sent]
    same = Counter(path.name for path in paths)
    return {
        path: indonesian.printable(path.name if same[path.name] < 2 else str(Path(path.parent.name) / path.name))
        for path in paths
    }


def _common(years: Iterable[int]) -> int | None:
    counted = Counter(years)
    return max(counted, key=lambda year: (counted[year], year), default=None)


def _seats_of(sent: Sequence[Sent]) -> list[Seat]:
    """Return the offices that have sent, by name; those of another regency than most are left out."""
    regions = Counter(item.identity[1] for item in sent if item.counted)
    most = min(regions, key=lambda region: (-regions[region], region), default="")
    name = next((item.region for item in sent if item.counted and item.identity[1] == most), "")
    seats: dict[tuple[str, str], Seat] = {}
    for item in sent:
        if item.counted and item.identity[1] != most:
            item.leave_out(State.REGION, "wilayah-lain", found=item.region, expected=name)
        if item.organization:
            seat = seats.setdefault(item.identity, Seat(item.organization, item.region, listed=False))
            seat.sent.append(item)
    return [seats[identity] for identity in sorted(seats)]


def _seats_listed(sent: Sequence[Sent], listed: Roster) -> list[Seat]:
    """Return the roster's offices in its order, then the strangers by name."""
    seats = [Seat(row.organization, row.region, listed=True) for row in listed.rows]
    by_name: dict[str, list[tuple[Row, Seat]]] = {}
    for row, seat in zip(listed.rows, seats, strict=True):
        by_name.setdefault(row.key, []).append((row, seat))
    strangers: dict[tuple[str, str], Seat] = {}
    for item in sent:
        if not item.organization:
            continue
        namesakes = by_name.get(item.identity[0], [])
        # a refused input may lack its region; then the name alone tells whose it is
        near = [seat for row, seat in namesakes if not row.region or key(row.region) == item.identity[1]]
        if not item.region and len(namesakes) == 1:
            near = [namesakes[0][1]]
        if near:
            near[0].sent.append(item)
            continue
        if item.counted and namesakes:
            expected = indonesian.listing([row.region for row, _ in namesakes])
            item.leave_out(State.REGION, "wilayah-lain", found=item.region, expected=expected)
        elif item.counted:
            item.leave_out(State.UNKNOWN, "organisasi-tidak-dikenal", found=item.organization)
        seat = strangers.setdefault(item.identity, Seat(item.organization, item.region, listed=False))
        seat.sent.append(item)
    return [*seats, *(strangers[identity] for identity in sorted(strangers))]


def _blocks(seats: Sequence[Seat]) -> list[Block]:
    """Return the blocks, that of most offices first; whoever stands in another is told why."""
    forms: dict[str, list[Sent]] = {}
    for seat in seats:
        if seat.chosen is not None and seat.chosen.form is not None:
            forms.setdefault(seat.chosen.form.signature, []).append(seat.chosen)
    groups = sorted(forms.values(), key=len, reverse=True)  # stable: of equals the first
    blocks = []
    for number, offices in enumerate(groups, start=1):
        form = offices[0].form
        assert form is not None  # grouped by it  # noqa: S101
        blocks.append(Block(number, form, offices))
        _explain(blocks[0], blocks[-1])
    return blocks


def _explain(main: Block, block: Block) -> None:
    usual = Counter(item.profile for item in block.offices).most_common(1)[0][0]
    for item in block.offices:
        if block is not main:
            values = {"found": difference(main.form, block.form), "expected": f"Blok {block.number}"}
            item.findings.insert(0, catalogue.finding("definisi-berbeda", values))
        elif item.profile != usual:
            item.findings.append(catalogue.finding("profil-lain", {"found": item.profile, "expected": usual}))
        reached = block.form.periods[item.through]
        if reached != block.through:
            item.state = State.LATE
            values = {"found": reached.title, "expected": block.through.title}
            item.findings.insert(0, catalogue.finding("periode-tertinggal", values))


def difference(main: Form, other: Form) -> str:
    """Return in words in what two forms differ first."""
    if main.period != other.period:
        return f"periode {other.period}, bukan {main.period}"
    if len(main.indicators) != len(other.indicators):
        return f"{len(other.indicators)} indikator, bukan {len(main.indicators)}"
    named: Mapping[str, str] = {
        "text": "nama",
        "formula_text": "formulasi",
        "numerator": "pembilang",
        "denominator": "penyebut",
        "kind": "jenis",
        "unit": "satuan",
        "polarity": "arah",
        "achievement": "rumus capaian",
    }
    for ours, theirs in zip(main.indicators, other.indicators, strict=True):
        for attribute, word in named.items():
            if getattr(ours, attribute) != getattr(theirs, attribute):
                return f"{word} indikator {ours.number}"
    return "skala predikat"


def _missing(seat: Seat) -> Finding:
    return catalogue.finding("belum-kirim", {"found": seat.organization})

"""The ledger of what a regency has received, ``log-terima.jsonl`` beside the files: lines -> what they settle.

A line is one decision of intake, a JSON object with the keys of ``Entry``. It is written to the disk before the
file is put in its place, so after a kill nothing is lost. A line that is none (half-written, edited) is passed over.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from string import digits
from typing import Any

from iku_excel.regency.roster import key
from iku_excel.text import indonesian, jsontext

NAME = "log-terima.jsonl"
RECEIVED, AGAIN, REPLACES, REFUSED = "received", "again", "replaces", "refused"

_TEXTS, _MAYBE = ("time", "source", "name", "sha256", "status"), ("organization", "through", "file")
_LONGEST = 1_048_576  # bytes of a line; ours have a few hundred


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision: what came when from where, whose it is, what became of it and where it lies."""

    time: str  # ISO 8601 with its offset
    source: str
    name: str
    sha256: str
    organization: str | None
    year: int | None
    through: str | None
    status: str
    file: str | None
    findings: tuple[dict[str, Any], ...] = ()

    def line(self) -> bytes:
        """Return the entry as a line of the ledger."""
        return jsontext.dumps(asdict(self), ascii_only=False).encode("utf-8", "backslashreplace") + b"\n"


def read(folder: Path) -> list[Entry]:
    """Return the entries of a folder's ledger, in order; none where there is no ledger."""
    try:
        data = (folder / NAME).read_bytes()
    except (OSError, ValueError):
        return []
    return [entry for line in data.splitlines() if (entry := parse(line)) is not None]


def parse(line: bytes) -> Entry | None:
    """Return the entry of a line, None where it is none."""
    try:
        raw = json.loads(line) if len(line) <= _LONGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("findings", []), list):
        return None
    values: dict[str, Any] = {name: raw.get(name) for name in (*_TEXTS, *_MAYBE, "year")}
    texts = all(isinstance(values[name], str) for name in _TEXTS)
    maybe = all(isinstance(values[name], str | None) for name in _MAYBE)
    if not texts or not maybe or not isinstance(values["year"], int | None):
        return None
    return Entry(**values, findings=tuple(item for item in raw.get("findings", []) if isinstance(item, dict)))


def replaced(paths: Iterable[Path]) -> dict[str, frozenset[str]]:
    """Return the SHA-256 of every file that later ones replace, with theirs, as the ledgers beside these files say.

    A ledger does not tell two offices of one name apart, and its files may be gone: whoever asks looks whether one of
    those that replace a file is there, from the same office.
    """
    found: dict[str, set[str]] = {}
    for folder in {path.parent for path in paths}:
        for before, after in _replaced(read(folder)):
            found.setdefault(before, set()).add(after)
    return {before: frozenset(after) for before, after in found.items()}


def _replaced(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    before: dict[tuple[str, int | None], list[Entry]] = {}
    for entry in entries:
        if entry.status not in (RECEIVED, REPLACES) or entry.through is None:
            continue
        known = before.setdefault((key(entry.organization or ""), entry.year), [])
        if entry.status == REPLACES:
            for item in known:
                if item.sha256 != entry.sha256 and _within(item, entry):
                    yield item.sha256, entry.sha256
        known.append(entry)


def _within(before: Entry, after: Entry) -> bool:
    """Tell whether one reaches no further than another, in periods of the same kind: a quarter replaces no year."""
    first, last = before.through or "", after.through or ""
    return first.rstrip(digits) == last.rstrip(digits) and first <= last


def times(folders: Iterable[Path]) -> dict[str, str]:
    """Return when each file was first received, by its SHA-256."""
    found: dict[str, str] = {}
    for folder in folders:
        for entry in read(folder):
            if entry.status in (RECEIVED, REPLACES):
                found.setdefault(entry.sha256, entry.time)
    return found


def moment(text: str) -> str:
    """Return the time of an entry as people write it, "" for none."""
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError:
        return indonesian.printable(text)
    return f"{indonesian.date(when.date())} pukul {when:%H.%M}"

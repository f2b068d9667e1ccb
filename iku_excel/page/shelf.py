"""The temporary folder of a page: every dropped file, and what was made of it, for as long as the page runs.

    iku-excel-page-<process>-xxxxxxxx/<id of the file>/<its name>            as it came
                                                      /hasil/<...>           what was made of it

A file is known by an id; two of one name are two. The folder goes with the process; what a killed one has left
behind is removed by the next.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from iku_excel.reading import UNNAMED

PREFIX = "iku-excel-page-"
RESULTS = "hasil"

_LONGEST = 255  # characters of a name that count
_STEM, _ENDING = 180, 40  # bytes of a name on the disk, before its last dot and from there; a disk takes 255
_STALE = 24 * 3600  # seconds after which a folder whose process cannot be asked for is given up
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


@dataclass(frozen=True, slots=True)
class Made:
    """A file made for one that was dropped: what it is, the name it is saved under, where it lies."""

    kind: str
    name: str
    path: Path


@dataclass(slots=True)
class Item:
    """A dropped file: the record of its check, what to show of it, and what was made of it."""

    id: str
    name: str
    path: Path
    record: dict[str, Any] = field(default_factory=dict)
    view: dict[str, Any] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)

    @property
    def results(self) -> Path:
        """The folder of what is made of it."""
        return self.path.parent / RESULTS


class Shelf:
    """All files of a page, in the order they came."""

    def __init__(self) -> None:
        clear()
        self.room = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self._items: dict[str, Item] = {}

    def place(self, name: str) -> Item:
        """Return a new item with a folder of its own; it stands on the shelf once it is ``put`` there."""
        item = Item(secrets.token_hex(6), name, Path())
        item.path = self.room / item.id / on_disk(name)
        item.results.mkdir(parents=True)
        return item

    def put(self, item: Item) -> None:
        """Let an item be found."""
        self._items[item.id] = item

    def get(self, key: str) -> Item | None:
        """Return the item of an id."""
        return self._items.get(key)

    def remove(self, item: Item) -> None:
        """Take an item and its files away."""
        self._items.pop(item.id, None)
        shutil.rmtree(item.path.parent, ignore_errors=True)  # what a program holds open goes with the whole folder

    def __iter__(self) -> Iterator[Item]:
        return iter(list(self._items.values()))

    def touch(self) -> None:
        """Tell that the process lives; where somebody has cleared the folder of temporary files, begin another."""
        self.room.mkdir(mode=0o700, exist_ok=True)
        os.utime(self.room)

    def close(self) -> None:
        """Take everything away."""
        shutil.rmtree(self.room, ignore_errors=True)


def last_part(name: str) -> str:
    """Return what counts of a name that was sent: its last part, or the name of what has none."""
    last = re.split(r"[/\\]", name)[-1].replace("\0", "\N{REPLACEMENT CHARACTER}")
    return UNNAMED if last in ("", ".", "..") else last[-_LONGEST:]


def on_disk(name: str) -> str:
    """Return a name that every disk takes, as near to the one given as can be."""
    safe = _FORBIDDEN.sub("_", name).rstrip(". ") or "_"
    if _DEVICES.fullmatch(safe) or safe.lower() == RESULTS:
        safe = f"_{safe}"
    path = Path(safe)
    return _cut(path.stem, _STEM) + _cut(path.suffix, _ENDING)


def _cut(text: str, n_bytes: int) -> str:
    return text.encode()[:n_bytes].decode(errors="ignore")


def clear() -> None:
    """Remove the folders that pages which were killed have left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)  # another page may be removing it too


def _abandoned(folder: Path) -> bool:
    owner = folder.name.removeprefix(PREFIX).partition("-")[0]
    if os.name == "posix" and owner.isdigit():
        try:
            os.kill(int(owner), 0)  # asks only whether the process is there
        except ProcessLookupError:
            return True
        except (PermissionError, OverflowError):
            return False
        return False
    try:
        return time.time() - folder.stat().st_mtime > _STALE
    except OSError:
        return False

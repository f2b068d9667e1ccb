"""The folder of what was received: one decision at a time, and a kill at any moment loses nothing.

A file is written under a name of its own, with its bytes on the disk; then its line stands in the ledger; then it
is renamed into its place. Whatever a killed run left between the last two, the next one finishes. A lock on
``.kunci`` keeps two runs from deciding at once; the system takes it from a run that dies.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from iku_excel.regency import ledger
from iku_excel.regency.ledger import Entry

REFUSED_FOLDER = "ditolak"
_LOCK, _STAGED, _COPY = ".kunci", ".terima-", "-koreksi"


class Storage:
    """A folder with its ledger; ``dry`` never writes and only remembers, so that it decides as a real run does."""

    def __init__(self, folder: Path, *, dry: bool = False) -> None:
        self.folder = folder
        self._dry = dry
        self._entries: list[Entry] = []  # of a dry run, and its files by name
        self._files: dict[str, bytes] = {}

    @contextmanager
    def decided(self) -> Iterator[list[Entry]]:
        """Hold the folder for one decision; gives the entries so far. Raises OSError."""
        if self._dry:
            yield [*ledger.read(self.folder), *self._entries]
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / _LOCK).open("a+b") as stream:
            _lock(stream.fileno())
            try:
                self._finish()
                yield ledger.read(self.folder)
            finally:
                _unlock(stream.fileno())

    def put(self, entry: Entry, files: Mapping[str, bytes]) -> None:
        """Write a line and the files it tells of, by their names in this folder. Raises OSError."""
        if self._dry:
            self._entries.append(entry)
            self._files.update(files)
            return
        staged = []
        for name, data in files.items():
            temporary = self.folder / f"{_STAGED}{entry.sha256}{_COPY if name != entry.file else ''}"
            with temporary.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            staged.append((temporary, self.folder / name))
        self._append(entry)
        for temporary, target in staged:
            _place(temporary, target, entry)

    def read(self, name: str) -> bytes | None:
        """Return a file of this folder, None where it is gone."""
        if name in self._files:
            return self._files[name]
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def restore(self, entry: Entry, files: Mapping[str, bytes]) -> None:
        """Put files back that an entry tells of and that are gone."""
        for name, data in files.items():
            if not self._dry and not (self.folder / name).exists():
                temporary = self.folder / f"{_STAGED}{entry.sha256}{_COPY if name != entry.file else ''}"
                temporary.write_bytes(data)
                _place(temporary, self.folder / name, entry)

    def _append(self, entry: Entry) -> None:
        """Add a line to the ledger and wait for the disk; a line that a kill has cut stays by itself."""
        with (self.folder / ledger.NAME).open("ab+") as stream:
            cut = False
            if stream.tell():
                stream.seek(-1, os.SEEK_END)
                cut = stream.read(1) != b"\n"
            stream.write((b"\n" if cut else b"") + entry.line())
            stream.flush()
            os.fsync(stream.fileno())

    def _finish(self) -> None:
        """Finish what a killed run has written into the ledger and not put in its place; drop what it had not."""
        waiting = {path.name: path for path in self.folder.glob(f"{_STAGED}*")}
        if not waiting:
            return
        for entry in ledger.read(self.folder):
            if entry.file is None:
                continue
            for suffix, name in (("", entry.file), (_COPY, correction_name(entry.file))):
                temporary = waiting.pop(f"{_STAGED}{entry.sha256}{suffix}", None)
                if temporary is not None:
                    _place(temporary, self.folder / name, entry)
        for path in waiting.values():
            with suppress(OSError):
                path.unlink()


def correction_name(name: str) -> str:
    """Return the name of the correction copy of a refused file."""
    return f"{name.removesuffix('.xlsx')}_koreksi.xlsx"


def _place(temporary: Path, target: Path, entry: Entry) -> None:
    """Rename a file into its place, with the time of its line."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with suppress(ValueError):
        moment = dt.datetime.fromisoformat(entry.time).timestamp()
        os.utime(temporary, (moment, moment))
    temporary.replace(target)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)

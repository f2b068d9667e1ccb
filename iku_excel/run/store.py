"""The disk: where outputs go, how they are named, and how nothing is ever lost or half-written.

A file is written under a temporary name beside its place and then renamed. What ``build`` writes
carries a seal in the comment of the ZIP archive, which every program that saves the file again drops:
its own SHA-256, so a file of ours that nobody has touched may be replaced, and any other is moved to
``arsip/`` first; and the fingerprint of its origin, so a file that is already what a run would give
is left as it is. Temporary files of a run that was killed are removed by the next one.
"""

from __future__ import annotations

import errno
import hashlib
import os
import struct
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import iku_excel
from iku_excel import paths
from iku_excel.definition import ARCHIVE
from iku_excel.model import Submission

_TEMPORARY = ".iku-excel-"
_STALE = 60  # seconds after which a temporary file is given up, whoever wrote it: a write takes a fraction of one
_WAITS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.25)  # seconds between the tries of a rename, one in all
_SEAL = b"iku-excel sha256="
_ORIGIN = b" of="
_HEX = 64  # letters of a SHA-256
_UNKNOWN = "0" * _HEX
_COMMENT = len(_SEAL) + _HEX + len(_ORIGIN) + _HEX


def origin(submission: Submission, paper: str, valid: bool) -> str:
    """Return the fingerprint of what a file is made from: the input's name and bytes, the paper, this version."""
    kind = f"output {paper}" if valid else "correction"
    made_from = (kind, submission.path.name, submission.sha256, iku_excel.__version__)
    return hashlib.sha256("\0".join(made_from).encode("utf-8", "surrogateescape")).hexdigest()


def seal(data: bytes, made_from: str = _UNKNOWN) -> bytes:
    """Return a ZIP archive with its own SHA-256 and its origin as its comment; ``data`` must have none yet."""
    comment = _SEAL + hashlib.sha256(data).hexdigest().encode() + _ORIGIN + made_from.encode()
    return data[:-2] + struct.pack("<H", len(comment)) + comment


def is_sealed(data: bytes, made_from: str | None = None) -> bool:
    """Tell whether these are bytes that ``seal`` returned, of this origin if one is given."""
    body, comment = data[:-_COMMENT], data[-_COMMENT:]
    if not comment.startswith(_SEAL):
        return False
    found = comment[-_HEX:].decode("ascii", "replace")
    return data == seal(body[:-2] + b"\0\0", found) and made_from in (None, found)


def holds(target: Path, made_from: str) -> bool:
    """Tell whether a file is there already, untouched, as this origin gives it. Raises OSError."""
    return paths.is_file(target) and is_sealed(target.read_bytes(), made_from)


def put(folder: Path, name: str, data: bytes, made_from: str = _UNKNOWN) -> Path | None:
    """Write a sealed file; return where a file of the same name that is not ours as written went.

    Raises OSError; then a file of the same name is still in its place.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    with _written(folder, seal(data, made_from)) as temporary:
        return _placed(temporary, target, is_sealed)


def put_as(target: Path, data: bytes, ours: Callable[[bytes], bool]) -> Path | None:
    """Write a file that tells by itself whether it is ours; return where one that is not ours went.

    Raises OSError; then a file of the same name is still in its place.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _written(target.parent, data) as temporary:
        return _placed(temporary, target, ours)


def put_new(target: Path, data: bytes) -> None:
    """Write a file that must not exist yet. Raises FileExistsError, OSError."""
    if paths.is_there(target):
        raise FileExistsError(errno.EEXIST, "is there already", str(target))
    clean(target.parent)
    with _written(target.parent, data) as temporary:
        _replace(temporary, target)


def clean(folder: Path) -> None:
    """Remove the temporary files that a killed run has left in a folder."""
    for path in paths.matching(folder / f"{_TEMPORARY}*"):
        with suppress(OSError):  # another run may be removing it too
            if _abandoned(path):
                path.unlink()


def _abandoned(path: Path) -> bool:
    if time.time() - path.stat().st_mtime > _STALE:
        return True
    owner = path.name.removeprefix(_TEMPORARY).partition("-")[0]
    if os.name != "posix" or not owner.isdigit():
        return False
    try:
        os.kill(int(owner), 0)  # asks only whether the process is there
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return int(owner) == os.getpid()


def _placed(temporary: Path, target: Path, ours: Callable[[bytes], bool]) -> Path | None:
    """Give a finished file its place; return where a file of that name that is not ours went. Raises OSError."""
    archived = _archive(target) if paths.is_there(target) and not ours(target.read_bytes()) else None
    try:
        _replace(temporary, target)
    except OSError:
        if archived is not None:
            with suppress(OSError):  # then it stays in arsip/; the first fault is the one to tell
                _replace(archived, target)
        raise
    return archived


def _replace(source: Path, target: Path) -> None:
    """Rename a file; raises OSError.

    On Windows a virus scanner or OneDrive holds a file for a moment after it was written: it is tried for a second.
    """
    for wait in _WAITS:
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    source.replace(target)


@contextmanager
def _written(folder: Path, data: bytes) -> Iterator[Path]:
    """Hold the data in a temporary file of a folder until it is renamed or given up."""
    handle, name = tempfile.mkstemp(prefix=f"{_TEMPORARY}{os.getpid()}-", suffix=".tmp", dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_umask())  # mkstemp gives it to its owner alone
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _archive(target: Path) -> Path:
    """Move a file to arsip/ under the moment it was last changed; never over another."""
    folder = target.parent / ARCHIVE
    folder.mkdir(exist_ok=True)
    moment = time.strftime("%Y%m%d-%H%M%S", time.localtime(target.stat().st_mtime))
    for attempt in range(1, 1000):
        number = "" if attempt == 1 else f"-{attempt}"
        place = folder / f"{target.stem}_{moment}{number}{target.suffix}"
        if not paths.is_there(place):
            _replace(target, place)
            return place
    raise FileExistsError(folder)

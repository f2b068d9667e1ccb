"""Every question about a path that a person has written; none of them raises.

``pathlib`` asks the system and raises where the answer is "not allowed" or "the name is too long". Here such a path is
simply not there, and ``fault`` says why in the system's own error, which ``indonesian.reason`` puts into words.
"""

from __future__ import annotations

import glob
import os
from pathlib import Path


def is_there(path: str | Path) -> bool:
    """Tell whether something stands there, be it a link that leads nowhere."""
    return os.path.lexists(path)


def is_folder(path: str | Path) -> bool:
    """Tell whether this is a folder."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises in a folder that may not be entered


def is_file(path: str | Path) -> bool:
    """Tell whether this is a regular file."""
    return os.path.isfile(path)  # noqa: PTH113 - as above


def real(path: str | Path) -> str:
    """Return the place behind all links, by which two paths to one file are known."""
    try:
        return os.path.realpath(path)
    except ValueError:  # a name that no system takes
        return str(path)


def entries(folder: str | Path) -> list[Path]:
    """Return what stands in a folder; raises OSError for one that cannot be listed."""
    return [Path(folder) / name for name in os.listdir(folder)]  # noqa: PTH208 - a bare "." stays out of the names


def fault(path: str | Path) -> OSError | None:
    """Return why a path can be neither used nor made; None where it can, or where it just is not there yet."""
    try:
        os.stat(path)  # noqa: PTH116 - takes a text as well
        if is_folder(path):
            entries(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return error
    except ValueError as error:
        return OSError(str(error))
    return None


def matching(pattern: str | Path) -> list[Path]:
    """Return what a pattern means: cmd.exe and quotation marks leave it to the program.

    A folder may be called "Kiriman [TW2]": what stands there under that very name is no pattern.
    """
    if not glob.has_magic(str(pattern)) or is_there(pattern):
        return [Path(pattern)] if is_there(pattern) else []
    return sorted(Path(found) for found in glob.glob(_literal(Path(pattern)), recursive=True))


def _literal(pattern: Path) -> str:
    """Return a pattern with the folders at its head that exist as they are written taken for names."""
    head, escaped = Path(), Path()
    for position, part in enumerate(pattern.parts):
        if not is_there(head / part):
            return str(escaped.joinpath(*pattern.parts[position:]))
        head, escaped = head / part, escaped / glob.escape(part)
    return str(escaped)

r"""Part names: how a relationship's target names a part, and how a name written otherwise is still found.

The packaging standard compares names without case; some programs write "./xl/workbook.xml" or, from Windows,
"worksheets\sheet1.xml" as a target. One way of reading them serves gate, reader and editor.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping


def key(name: str) -> str:
    """Return a part's name as names are compared."""
    return name.lower()


def index(names: Iterable[str]) -> Mapping[str, str]:
    """Return the names of parts by their keys."""
    return {key(name): name for name in names}


def target_of(source: str, target: str) -> str:
    """Return the part that a relationship of a part means; the package itself is the source ""."""
    written = target.strip().replace("\\", "/")
    if written.startswith("/"):
        return posixpath.normpath(written.lstrip("/") or ".")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), written))


def rels_of(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")

"""How commands speak: to stdout what was asked for, to stderr what went wrong; no input can command the terminal."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import click

from iku_excel.text import indonesian

if TYPE_CHECKING:
    from iku_excel.model import Finding


PLAIN = "iku-plain"
"""How a stream writes what its encoding lacks: the marks below in plain letters, anything else as "?"."""

_MARKS = {"✓": "OK", "✗": "X", "→": "->", "…": "...", "≥": ">=", "≤": "<=", "•": "-"}
_MARKS |= {"\u2013": "-", "\u2014": "-", "\u00a0": " "}


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_MARKS.get(char, "?") for char in error.object[error.start : error.end]), error.end


codecs.register_error(PLAIN, _plainly)


def say(text: str) -> None:
    """Print a line to stdout."""
    click.echo(indonesian.printable(text))


def complain(text: str) -> None:
    """Print a line to stderr."""
    click.echo(indonesian.printable(text), err=True)


def tell(finding: Finding) -> None:
    """Print a finding: what is wrong, and what to do."""
    say(f"    {finding.message}")
    say(f"      {finding.fix}")

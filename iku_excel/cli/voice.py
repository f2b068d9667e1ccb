"""How commands speak: to stdout what was asked for, to stderr what went wrong; no input can command the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from iku_excel.text import indonesian

if TYPE_CHECKING:
    from iku_excel.model import Finding


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

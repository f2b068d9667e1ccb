"""The commands around the main way: printing, mailing, and help for whoever sits alone with it.

Each is a thin face on one function of the room that does the work; like cli.py, it parses, prints and
ends with an exit status, and imports what is heavy inside the command.
"""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
"""The commands, in the order of the work."""

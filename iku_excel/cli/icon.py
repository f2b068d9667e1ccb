"""What a double click on the icon means: ``iku-excel-page``, and what IKU.cmd of the Windows folder runs.

Without files it opens the page and prints nothing (pythonw has nowhere to print); files dropped on the icon are built,
beside the first of them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from iku_excel.cli import main


def icon() -> None:
    """Do what the icon means: without files open the page, with files build them beside the first."""
    files = sys.argv[1:]
    if not files:
        sys.argv[1:] = ["page"]
        main.main()
        return
    folder = Path(files[0]).resolve().parent / "output"
    sys.argv[1:] = ["build", *files, "-o", str(folder)]
    try:
        main.main()
    finally:
        if sys.stdout is None and folder.is_dir():
            click.launch(str(folder))  # there is no window that says where the result is


if __name__ == "__main__":
    icon()

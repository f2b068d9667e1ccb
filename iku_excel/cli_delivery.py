"""The commands around the main way: printing, mailing, and help for whoever sits alone with it.

Each is a thin face on one function of the room that does the work; like cli.py, it parses, prints and
ends with an exit status, and imports what is heavy inside the command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iku_excel import indonesian, usage

if TYPE_CHECKING:
    from iku_excel.batch import Report
    from iku_excel.model import Finding
    from iku_excel.pdf import Printed

_FILES = click.argument("files", nargs=-1, required=True, metavar="BERKAS...", type=click.Path(path_type=Path))


def say(text: str) -> None:
    """Print a line to stdout; what an input called itself cannot command the terminal."""
    click.echo(indonesian.printable(text))


def tell(finding: Finding) -> None:
    """Print a finding: what is wrong, and what to do."""
    say(f"    {finding.message}")
    say(f"      {finding.fix}")


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@_FILES
@click.option("--all-sheets", is_flag=True, help="Semua lembar, bukan hanya lembar IKU.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Folder PDF [bawaan: di samping buku kerjanya].",
)
@click.pass_context
def pdf(context: click.Context, files: tuple[Path, ...], all_sheets: bool, folder: Path | None) -> None:
    """Buat PDF dari hasil build, lewat LibreOffice.

    \b
    Contoh:
      iku-excel pdf output/IKU_2023_TW2_KECAMATAN_TONGAS.xlsx
      iku-excel pdf output/*.xlsx --all-sheets
    """
    context.exit(1 if print_all(_unglobbed(files), folder, all_sheets=all_sheets) else 0)


def print_all(files: Sequence[Path], folder: Path | None = None, *, all_sheets: bool = False) -> bool:
    """Make the PDF of each output and say so; return whether one failed."""
    from iku_excel import office
    from iku_excel import pdf as maker

    try:
        made = list(maker.make(files, folder, all_sheets=all_sheets))
    except office.MissingOfficeError as error:
        raise click.ClickException(str(error)) from error
    for item in made:
        _show_printed(item)
    return any(item.finding for item in made)


def printed(reports: Iterable[Report], *, all_sheets: bool) -> Iterator[Report]:
    """Yield the reports of a build with the PDF of each output added."""
    from iku_excel import office
    from iku_excel import pdf as maker

    try:
        yield from maker.follow(reports, all_sheets=all_sheets)
    except office.MissingOfficeError as error:
        raise click.ClickException(str(error)) from error


def _show_printed(item: Printed) -> None:
    if item.finding is not None:
        say(f"✗ {item.source}: tidak ada PDF")
        tell(item.finding)
        return
    say(f"✓ {item.source} → {item.pdf}")
    if item.archived is not None:
        say(f"    PDF lama dipindahkan ke {item.archived}")


def _unglobbed(files: Sequence[Path]) -> list[Path]:
    """Return the files a person means: cmd.exe leaves a pattern to the program."""
    from glob import has_magic

    found: dict[Path, None] = {}
    for path in files:
        matches = sorted(path.parent.glob(path.name)) if has_magic(path.name) and not path.exists() else []
        found.update(dict.fromkeys(matches or [path]))
    return list(found)


COMMANDS: tuple[click.Command, ...] = (pdf,)
"""The commands, in the order of the work."""

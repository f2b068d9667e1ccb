"""The options and arguments that commands share, each worded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from iku_excel import paths
from iku_excel.text import indonesian

Command = TypeVar("Command", bound=Callable[..., Any])


class File(click.Path):
    """A path that the system can look at, be there something or not."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ARG002
        """Return the path; one that cannot be looked at ends the command in a line."""
        fault = paths.fault(value)
        if fault is not None:
            option = f"{param.opts[0]}: " if param else ""
            raise click.ClickException(f"{option}{value} tidak dapat dipakai: {indonesian.reason(fault)}.")
        return Path(value)


class Folder(File):
    """A folder that exists or will be made; anything else of that name is refused in Indonesian."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path."""
        path = super().convert(value, param, ctx)
        if paths.is_there(path) and not paths.is_folder(path):
            raise click.BadParameter(f"{path} bukan folder.", ctx, param, "-o")
        return path


FILE = File()
_FOLDER = Folder()

files = click.argument(
    "files", nargs=-1, required=True, metavar="BERKAS...", type=click.Path(path_type=Path, readable=False)
)
as_json = click.option("--json", "as_json", is_flag=True, help="Tulis JSON Lines, satu objek untuk setiap masukan.")
strict = click.option("--strict", is_flag=True, help="Peringatan juga membuat status keluar 1.")


def _profiles(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    from iku_excel.definition.profile import shipped

    names = [CompletionItem(name) for name in shipped() if name.startswith(begun)]
    return [*names, CompletionItem(begun, type="file")]


def codes_of(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the code of a finding."""
    from iku_excel.findings import CATALOGUE, SEVERITIES

    known = ((code, SEVERITIES[entry.severity]) for code, entry in CATALOGUE.items())
    return [CompletionItem(code, help=severity) for code, severity in known if code.startswith(begun.lower())]


def files_of(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete a file or a folder."""
    return [CompletionItem(begun, type="file")]


profile = click.option(
    "--profile",
    "name",
    metavar="NAMA|BERKAS.toml",
    shell_complete=_profiles,
    help="Definisi resmi [bawaan: kecamatan_tongas_2023].",
)
sources = click.argument("paths", nargs=-1, required=True, metavar="PATH...", shell_complete=files_of)


def output_file(metavar: str, words: str, *, required: bool = False) -> Callable[[Command], Command]:
    """Return -o for a file; the parameter is ``target``."""
    return click.option("-o", "--output", "target", type=FILE, required=required, metavar=metavar, help=words)


def output_folder(words: str, default: Path | None = None, kind: click.Path = _FOLDER) -> Callable[[Command], Command]:
    """Return -o for a folder; the parameter is ``folder``."""
    told = f"{words} [bawaan: {default}]." if default is not None else words
    return click.option("-o", "--output", "folder", type=kind, default=default, metavar="FOLDER", help=told)


def where(command: Command) -> Command:
    """Give a command the options that say where a batch is worked on: ``jobs``, ``backend``, ``scheduler``."""
    jobs = click.IntRange(min=1)
    for option in (
        click.option("--scheduler", metavar="ALAMAT", help="Dengan --backend dask: alamat penjadwal klaster."),
        click.option("--backend", type=click.Choice(["lokal", "dask"]), default="lokal", help="Tempat bekerja."),
        click.option("-j", "jobs", type=jobs, metavar="N", help="Banyaknya proses [bawaan: jumlah inti]."),
    ):
        command = option(command)
    return command

"""The commands: the only room that parses arguments, prints, and ends with an exit status.

Exit status: 0 every input succeeded; 1 an input was refused (with --strict also: has a warning);
2 wrong usage; 70 a bug of ours; 130 Ctrl-C. Results go to stdout, with --json as JSON Lines and
nothing else. pandas, xlsxwriter and rich are imported by the commands that need them.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click

from iku_excel import __version__, indonesian
from iku_excel.model import PERIODS, Severity

if TYPE_CHECKING:
    from iku_excel.batch import Report

OK, REFUSED, USAGE, BUG, INTERRUPTED = 0, 1, 2, 70, 130

_PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
_JSON = click.option("--json", "as_json", is_flag=True, help="Tulis JSON Lines, satu objek untuk setiap masukan.")
_STRICT = click.option("--strict", is_flag=True, help="Peringatan juga membuat status keluar 1.")
_JOBS = click.option("-j", "jobs", type=click.IntRange(min=1), default=1, metavar="N", help="Banyaknya proses.")


class _Formatter(click.HelpFormatter):
    """Help with Indonesian headings."""

    _HEADINGS: ClassVar = {"Options": "Opsi", "Commands": "Perintah"}

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Cara pakai: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self._HEADINGS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class _Command(click.Command):
    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _in_words(super().get_help_option(ctx))


class _Group(click.Group):
    context_class = _Context
    command_class = _Command

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _in_words(super().get_help_option(ctx))


def _in_words(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Tampilkan keterangan ini."
    return option


@click.group(
    cls=_Group,
    options_metavar="[OPSI]",
    subcommand_metavar="PERINTAH [ARGUMEN]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    __version__, prog_name="iku-excel", message="%(prog)s %(version)s", help="Tampilkan versi program."
)
def cli() -> None:
    """Dari templat Excel terisi ke lembar resmi Indikator Kinerja Utama (IKU)."""


@cli.command(options_metavar="[OPSI]")
@click.option("--profile", "name", default="kecamatan_tongas_2023", metavar="NAMA|BERKAS.toml", help="Definisi resmi.")
@click.option("--period", type=click.Choice(list(PERIODS)), default="triwulanan", help="Kolom periode.")
@click.option("--organization", metavar="TEKS", help='Nama organisasi, misalnya "KECAMATAN TONGAS".')
@click.option("--year", type=int, metavar="TAHUN", help="Tahun yang dilaporkan.")
@click.option("--register", metavar="1,2|all", default="", help="Indikator yang angkanya dihitung dari register.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="BERKAS", help="Berkas yang ditulis.")
def template(
    name: str, period: str, organization: str | None, year: int | None, register: str, output: Path | None
) -> None:
    """Tulis templat isian.

    \b
    Contoh:
      iku-excel template
      iku-excel template --profile kecamatan --organization "KECAMATAN SUKAPURA" -o isian.xlsx
      iku-excel template --register 1,2,3,4
    """
    from iku_excel import profile, store
    from iku_excel import template as writer

    try:
        definition = profile.load(name).define(period, organization, year, register)
    except profile.OptionError as error:
        raise click.BadParameter(str(error), param_hint=f"--{error.option}") from error
    except profile.ProfileError as error:
        raise click.BadParameter(str(error), param_hint="--profile") from error
    target = output or Path(store.template_name(definition))
    try:
        store.put_new(target, writer.render(definition))
    except FileExistsError as error:
        raise click.UsageError(f"{target} sudah ada dan tidak ditimpa; pilih nama lain dengan -o.") from error
    except OSError as error:
        raise click.ClickException(f"{target} tidak dapat ditulis: {indonesian.reason(error)}.") from error
    click.echo(f"Templat ditulis: {indonesian.printable(str(target))}")
    click.echo(f'Isi sel kuning di Excel, simpan, lalu jalankan: iku-excel build "{indonesian.printable(str(target))}"')


@cli.command(options_metavar="[OPSI]")
@_PATHS
@_JSON
@_STRICT
@_JOBS
@click.pass_context
def check(context: click.Context, paths: tuple[str, ...], as_json: bool, strict: bool, jobs: int) -> None:
    """Periksa isian tanpa menulis apa pun.

    \b
    Contoh:
      iku-excel check isian.xlsx
      iku-excel check kiriman/ --json
    """
    from iku_excel import batch

    inputs = batch.expand(paths)
    context.exit(_show(batch.check(inputs, jobs), len(inputs), as_json=as_json, strict=strict))


@cli.command(options_metavar="[OPSI]")
@_PATHS
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("output"),
    metavar="FOLDER",
    help="Folder hasil [bawaan: output].",
)
@click.option("--paper", type=click.Choice(["f4", "a4"]), default="f4", help="Kertas lembar cetak.")
@_JSON
@_STRICT
@_JOBS
@click.pass_context
def build(
    context: click.Context,
    paths: tuple[str, ...],
    folder: Path,
    paper: str,
    as_json: bool,
    strict: bool,
    jobs: int,
) -> None:
    """Periksa isian, hitung, dan tulis buku kerja resmi.

    \b
    Contoh:
      iku-excel build isian.xlsx
      iku-excel build kiriman/ -o hasil
    """
    from iku_excel import batch

    if folder.exists() and not folder.is_dir():
        raise click.BadParameter(f"{folder} bukan folder.", param_hint="-o")
    inputs = batch.expand(paths)
    context.exit(_show(batch.build(inputs, folder, paper, jobs), len(inputs), as_json=as_json, strict=strict))


def main() -> None:
    """Run the command line and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a letter must not stop the work
    sys.exit(_run())


def _run() -> int:
    try:
        status = cli.main(standalone_mode=False)
    except click.UsageError as error:
        _complain(_in_indonesian(error))
        click.echo("Lihat caranya dengan: iku-excel --help", err=True)
        return USAGE
    except click.ClickException as error:
        _complain(error.format_message())
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        _complain("Dihentikan. Tidak ada berkas yang setengah jadi.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception as error:  # noqa: BLE001 - the outermost boundary: a bug is one line, not a page
        if os.environ.get("IKU_EXCEL_DEBUG") == "1":
            traceback.print_exc()
        _complain(
            f"Ini kekurangan program, bukan kesalahan Anda ({type(error).__name__}). "
            "Laporkan beserta berkasnya; jalankan lagi dengan IKU_EXCEL_DEBUG=1 untuk rinciannya."
        )
        return BUG
    return status if isinstance(status, int) else OK


def _complain(text: str) -> None:
    click.echo(indonesian.printable(text), err=True)


def _in_indonesian(error: click.UsageError) -> str:
    """Say a usage fault of click in Indonesian; our own messages already are."""
    match error:
        case click.NoSuchOption():
            return f"Opsi {error.option_name} tidak dikenal."
        case click.MissingParameter():
            names = error.param.make_metavar(error.ctx) if error.param and error.ctx else "argumen"
            return f"{names} belum ditulis."
        case click.BadParameter():
            hint = error.param_hint or (error.param.opts[0] if error.param else "")
            ours = error.param is None
            return f"{hint}: {error.message}" if ours else f"Nilai {hint} tidak sah: {error.message}"
        case _ if error.message.startswith("No such command"):
            return f"Perintah {error.message.removeprefix('No such command ').rstrip('.')} tidak dikenal."
        case _:
            return error.message


def _show(reports: Iterable[Report], count: int, *, as_json: bool, strict: bool) -> int:
    """Show the reports as they come; return the exit status."""
    status = OK
    screen: Any = None
    if not as_json:
        from iku_excel.screen import Screen

        screen = Screen(count)
    for report in reports:
        warned = strict and report.outcome.count(Severity.WARNING) > 0
        if report.status == "refused" or warned:
            status = REFUSED
        if screen is None:
            click.echo(_json_line(report))
        else:
            screen.show(report)
    if screen is not None:
        screen.close()
    return status


def _json_line(report: Report) -> str:
    from iku_excel import record

    return json.dumps(
        record.of_outcome(
            report.outcome,
            source=str(report.source),
            status=report.status,
            output=_text(report.output),
            correction=_text(report.correction),
            archived=_text(report.archived),
        )
    )


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)

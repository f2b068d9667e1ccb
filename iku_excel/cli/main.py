"""The commands of the main way, and how the program ends: arguments in, words and an exit status out.

Exit status: 0 every input succeeded; 1 an input was refused (with --strict also: has a warning);
2 wrong usage; 70 a bug of ours; 130 Ctrl-C. Results go to stdout, with --json as JSON Lines and
nothing else. pandas, xlsxwriter and rich are imported by the commands that need them. The commands
around the main way (printing, mailing, learning) stand in delivery.py, the regency's in regency.py; what they
share in options.py and voice.py; how faults of usage are told in usage.py.
"""

from __future__ import annotations

import dataclasses
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from iku_excel import __version__
from iku_excel.cli import delivery as cli_delivery
from iku_excel.cli import documents as cli_documents
from iku_excel.cli import intake as cli_intake
from iku_excel.cli import options, usage
from iku_excel.cli import page as cli_page
from iku_excel.cli import regency as cli_regency
from iku_excel.cli import report as cli_report
from iku_excel.cli import verifying as cli_verifying
from iku_excel.cli.voice import PLAIN, complain, say
from iku_excel.model import PERIODS, Severity
from iku_excel.text import jsontext

if TYPE_CHECKING:
    from iku_excel.cli.screen import Screen
    from iku_excel.run.batch import Watch
    from iku_excel.run.reports import Report

OK, REFUSED, USAGE, BUG, INTERRUPTED = 0, 1, 2, 70, 130


@click.group(
    cls=usage.Group,
    options_metavar="[OPSI]",
    subcommand_metavar="PERINTAH [ARGUMEN]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    __version__, prog_name="iku-excel", message="%(prog)s %(version)s", help="Tampilkan versi program."
)
def cli() -> None:
    """Dari templat Excel terisi ke lembar resmi Indikator Kinerja Utama (IKU).

    \b
    Paling singkat, sama dengan build:
      iku-excel isian.xlsx
    """


@cli.command(options_metavar="[OPSI]")
@options.profile
@click.option("--period", type=click.Choice(list(PERIODS)), default="triwulanan", help="Kolom periode.")
@click.option("--organization", metavar="TEKS", help='Nama organisasi, misalnya "KECAMATAN TONGAS".')
@click.option("--year", type=int, metavar="TAHUN", help="Tahun yang dilaporkan.")
@click.option("--register", metavar="1,2|all", default="", help="Indikator yang angkanya dihitung dari register.")
@click.option("--lkjip", is_flag=True, help="Dengan lembar Lkjip: isian untuk laporan kinerja, boleh kosong.")
@click.option(
    "--roster", type=options.FILE, metavar="DAFTAR", help="Satu templat untuk setiap baris daftar .xlsx atau .csv."
)
@click.option("--roster-example", is_flag=True, help="Tulis daftar kosong untuk --roster.")
@click.option(
    "--from",
    "last_year",
    type=options.FILE,
    metavar="TAHUN_LALU.xlsx",
    help="Lanjutkan isian atau keluaran tahun lalu.",
)
@options.output_file("BERKAS|FOLDER", "Yang ditulis; folder dengan --roster.")
@click.pass_context
def template(
    context: click.Context,
    name: str | None,
    period: str,
    organization: str | None,
    year: int | None,
    register: str,
    lkjip: bool,
    roster: Path | None,
    roster_example: bool,
    last_year: Path | None,
    target: Path | None,
) -> None:
    """Tulis templat isian, satu atau satu untuk setiap baris daftar organisasi.

    \b
    Contoh:
      iku-excel template
      iku-excel template --profile kecamatan --organization "KECAMATAN SUKAPURA" -o isian.xlsx
      iku-excel template --register 1,2,3,4
      iku-excel template --lkjip
      iku-excel template --roster-example -o kecamatan.xlsx
      iku-excel template --roster kecamatan.xlsx --year 2024 -o templat
      iku-excel template --from isian_2023.xlsx --year 2024
    """
    from iku_excel import template as writer
    from iku_excel.definition import filenames, profile
    from iku_excel.regency import handout

    if roster_example:
        target = target or Path("daftar_organisasi.xlsx")
        cli_regency.put_new([(target, handout.roster())])
        say(f"Daftar kosong ditulis: {target}")
        return
    if roster is not None and organization is not None:
        raise click.UsageError("--organization tidak dipakai bersama --roster; namanya ada di daftar.")
    if last_year is not None and (roster is not None or organization is not None):
        raise click.UsageError("--from tidak dipakai bersama --roster atau --organization; semuanya dari berkas itu.")
    try:
        if last_year is not None:
            given = context.get_parameter_source("period") is not click.core.ParameterSource.DEFAULT
            chosen = None if name is None else profile.load(name)
            asked = (chosen, year, period if given else None, register)
            context.exit(cli_documents.renew(last_year, target, *asked, lkjip=lkjip))
        if roster is not None:
            opened = profile.load(name or handout.PROFILE)
            context.exit(cli_regency.hand_out(roster, opened, period, year, register, target or Path(), lkjip=lkjip))
        definition = profile.load(name or profile.DEFAULT).define(period, organization, year, register)
    except profile.OptionError as error:
        raise click.BadParameter(str(error), param_hint=f"--{error.option}") from error
    except profile.ProfileError as error:
        raise click.BadParameter(str(error), param_hint="--profile") from error
    definition = dataclasses.replace(definition, lkjip=lkjip)
    target = target or Path(filenames.template_name(definition))
    cli_regency.put_new([(target, writer.render(definition))])
    say(f"Templat ditulis: {target}")
    say(f'Isi sel kuning di Excel, simpan, lalu jalankan: iku-excel build "{target}"')


@cli.command(options_metavar="[OPSI]")
@options.sources
@options.as_json
@options.strict
@options.where
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[str, ...],
    as_json: bool,
    strict: bool,
    jobs: int | None,
    backend: str,
    scheduler: str | None,
) -> None:
    """Periksa isian tanpa menulis apa pun.

    \b
    Contoh:
      iku-excel check isian.xlsx
      iku-excel check kiriman/ --json
    """
    from iku_excel.reading import inputs
    from iku_excel.run import batch

    found = inputs.expand(paths)
    where = batch.workers(found, jobs, _scheduler(backend, scheduler))
    with _Shown(len(found), as_json=as_json, strict=strict, asked=paths) as shown:
        shown.follow(batch.check(found, where, shown.watch))
    context.exit(shown.status)


@cli.command(options_metavar="[OPSI]")
@options.sources
@options.output_folder("Folder hasil", Path("output"))
@click.option("--paper", type=click.Choice(["f4", "a4"]), default="f4", help="Kertas lembar cetak.")
@click.option("--force", is_flag=True, help="Tulis lagi walau hasil yang sama sudah ada.")
@click.option("--pdf", "as_pdf", is_flag=True, help="Juga PDF lembar IKU, di samping buku kerjanya.")
@click.option("--all-sheets", is_flag=True, help="Dengan --pdf: semua lembar, bukan hanya lembar IKU.")
@options.as_json
@options.strict
@options.where
@click.pass_context
def build(
    context: click.Context,
    paths: tuple[str, ...],
    folder: Path,
    paper: str,
    force: bool,
    as_pdf: bool,
    all_sheets: bool,
    as_json: bool,
    strict: bool,
    jobs: int | None,
    backend: str,
    scheduler: str | None,
) -> None:
    """Periksa isian, hitung, dan tulis buku kerja resmi.

    Hasil yang sudah ada dan tetap sama tidak ditulis lagi; setelah terputus, jalankan saja perintah yang sama.

    \b
    Contoh:
      iku-excel build isian.xlsx
      iku-excel build kiriman/ -o hasil
      iku-excel build "kiriman/*.xlsx" -j 2 --json
      iku-excel build isian.xlsx --pdf
    """
    from iku_excel.reading import inputs
    from iku_excel.run import batch

    if all_sheets and not as_pdf:
        raise click.UsageError("--all-sheets berlaku bersama --pdf.")
    found = inputs.expand(paths)
    where = batch.workers(found, jobs, _scheduler(backend, scheduler))
    destination = batch.Destination(folder, paper, force)
    with _Shown(len(found), as_json=as_json, strict=strict, asked=paths) as shown:
        reports = batch.build(found, destination, where, shown.watch)
        shown.follow(cli_delivery.printed(reports, all_sheets=all_sheets) if as_pdf else reports)
    context.exit(shown.status)


def _scheduler(backend: str, scheduler: str | None) -> str | None:
    """Return the address of the Dask scheduler, None to work on this machine."""
    if (backend == "dask") != (scheduler is not None):
        raise click.UsageError("--backend dask dan --scheduler ALAMAT dipakai bersama.")
    if scheduler is not None:
        from importlib.util import find_spec

        if find_spec("distributed") is None:
            raise click.UsageError('Dask belum terpasang; pasang dengan: python3 -m pip install "iku-excel[dask]"')
    return scheduler


for _command in (
    *cli_documents.COMMANDS,
    *cli_regency.COMMANDS,
    *cli_intake.COMMANDS,
    *cli_verifying.COMMANDS,
    *cli_report.COMMANDS,
    *cli_delivery.COMMANDS,
    cli_page.page,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # under pythonw there is none
            stream.reconfigure(errors=PLAIN)  # a console that lacks a letter must not stop the work
    sys.exit(_run())


def _run() -> int:
    try:
        status = cli.main(prog_name="iku-excel", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message, err=True)
        return USAGE
    except click.UsageError as error:
        complain(usage.in_indonesian(error))
        path = error.ctx.command_path if error.ctx else "iku-excel"
        complain(f"Lihat caranya dengan: {path} --help")
        return USAGE
    except click.ClickException as error:
        complain(error.format_message())
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        complain("Dihentikan. Tidak ada berkas yang setengah jadi.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception as error:  # noqa: BLE001 - the outermost boundary: a bug is one line, not a page
        if os.environ.get("IKU_EXCEL_DEBUG") == "1":
            traceback.print_exc()
        complain(
            f"Ini kekurangan program, bukan kesalahan Anda ({type(error).__name__}). "
            "Laporkan beserta berkasnya; jalankan lagi dengan IKU_EXCEL_DEBUG=1 untuk rinciannya."
        )
        return BUG
    return status if isinstance(status, int) else OK


class _Shown:
    """Shows the reports of a run as they come, to a program or to a person, and keeps the exit status."""

    def __init__(self, count: int, *, as_json: bool, strict: bool, asked: Sequence[str]) -> None:
        self.status = OK
        self._strict = strict
        self._screen: Screen | None = None
        if not as_json:
            from iku_excel.cli.screen import Screen

            self._screen = Screen(count, strict=strict, asked=asked)
        self.watch: Watch | None = None
        if sys.stderr.isatty():
            from iku_excel.cli.progress import Bar

            self._bar = Bar(count)
            self.watch = self._bar.watch

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._quiet()

    def _quiet(self) -> None:
        if self.watch is not None:
            self._bar.hide()

    def follow(self, reports: Iterable[Report]) -> None:
        """Show every report, then the summary."""
        from iku_excel.run.workers import UnreachableError

        try:
            self._follow(reports)
        except UnreachableError as error:
            raise click.ClickException(f"Penjadwal klaster {error} tidak terjangkau.") from error

    def _follow(self, reports: Iterable[Report]) -> None:
        for report in reports:
            warned = self._strict and report.outcome.count(Severity.WARNING) > 0
            if report.status == "refused" or report.unprinted is not None or warned:
                self.status = REFUSED
            self._quiet()
            if self._screen is None:
                click.echo(jsontext.dumps(report.record()))
            else:
                self._screen.show(report)
        self._quiet()
        if self._screen is not None:
            self._screen.close()

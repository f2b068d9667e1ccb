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
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click

from iku_excel import __version__, indonesian
from iku_excel.model import PERIODS, Severity

if TYPE_CHECKING:
    from iku_excel.batch import Report
    from iku_excel.profile import Profile
    from iku_excel.recap import Made
    from iku_excel.roster import Roster

OK, REFUSED, USAGE, BUG, INTERRUPTED = 0, 1, 2, 70, 130

_PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
_JSON = click.option("--json", "as_json", is_flag=True, help="Tulis JSON Lines, satu objek untuk setiap masukan.")
_STRICT = click.option("--strict", is_flag=True, help="Peringatan juga membuat status keluar 1.")
_FILE = click.Path(path_type=Path)
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
@click.option("--profile", "name", metavar="NAMA|BERKAS.toml", help="Definisi resmi [bawaan: kecamatan_tongas_2023].")
@click.option("--period", type=click.Choice(list(PERIODS)), default="triwulanan", help="Kolom periode.")
@click.option("--organization", metavar="TEKS", help='Nama organisasi, misalnya "KECAMATAN TONGAS".')
@click.option("--year", type=int, metavar="TAHUN", help="Tahun yang dilaporkan.")
@click.option("--roster", type=_FILE, metavar="DAFTAR", help="Satu templat untuk setiap baris daftar .xlsx atau .csv.")
@click.option("--roster-example", is_flag=True, help="Tulis daftar kosong untuk --roster.")
@click.option("-o", "--output", type=_FILE, metavar="BERKAS|FOLDER", help="Yang ditulis; folder dengan --roster.")
@click.pass_context
def template(
    context: click.Context,
    name: str | None,
    period: str,
    organization: str | None,
    year: int | None,
    roster: Path | None,
    roster_example: bool,
    output: Path | None,
) -> None:
    """Tulis templat isian, satu atau satu untuk setiap baris daftar organisasi.

    \b
    Contoh:
      iku-excel template
      iku-excel template --profile kecamatan --organization "KECAMATAN SUKAPURA" -o isian.xlsx
      iku-excel template --roster-example -o kecamatan.xlsx
      iku-excel template --roster kecamatan.xlsx --year 2024 -o templat
    """
    from iku_excel import handout, profile, store
    from iku_excel import template as writer

    if roster_example:
        target = output or Path("daftar_organisasi.xlsx")
        _put_new([(target, handout.roster())])
        click.echo(f"Daftar kosong ditulis: {indonesian.printable(str(target))}")
        return
    if roster is not None and organization is not None:
        raise click.UsageError("--organization tidak dipakai bersama --roster; namanya ada di daftar.")
    try:
        if roster is not None:
            context.exit(_hand_out(roster, profile.load(name or handout.PROFILE), period, year, output or Path()))
        definition = profile.load(name or profile.DEFAULT).define(period, organization, year)
    except profile.OptionError as error:
        raise click.BadParameter(str(error), param_hint=f"--{error.option}") from error
    except profile.ProfileError as error:
        raise click.BadParameter(str(error), param_hint="--profile") from error
    target = output or Path(store.template_name(definition))
    _put_new([(target, writer.render(definition))])
    click.echo(f"Templat ditulis: {indonesian.printable(str(target))}")
    click.echo(f'Isi sel kuning di Excel, simpan, lalu jalankan: iku-excel build "{indonesian.printable(str(target))}"')


def _hand_out(path: Path, profile: Profile, period: str, year: int | None, folder: Path) -> int:
    """Write a template for each row of a roster; return the exit status."""
    from iku_excel import handout, roster

    listed = roster.read(path)
    for finding in listed.findings:
        click.echo(f"{indonesian.printable(finding.message)} {indonesian.printable(finding.fix)}", err=True)
    if not listed.valid:
        _complain("Daftar ini belum dapat dipakai; tidak ada templat yang ditulis.")
        return REFUSED
    made = [(folder / name, data) for name, data in handout.templates(listed.rows, profile, period, year)]
    _put_new(made)
    click.echo(f"{len(made)} templat ditulis ke {indonesian.printable(str(folder))}")
    return OK


def _put_new(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write new files, none of them if one already exists."""
    from iku_excel import store

    for target, _ in files:
        if target.exists():
            raise click.UsageError(f"{target} sudah ada dan tidak ditimpa; pilih nama lain dengan -o.")
    for target, data in files:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            store.put_new(target, data)
        except OSError as error:
            raise click.ClickException(f"{target} tidak dapat ditulis: {indonesian.reason(error)}.") from error


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


@cli.command(options_metavar="[OPSI]")
@_PATHS
@click.option("-o", "--output", "target", type=_FILE, required=True, metavar="REKAP.xlsx", help="Buku kerja rekap.")
@click.option("--roster", "listed", type=_FILE, metavar="DAFTAR", help="Daftar organisasi yang harus mengirim.")
@click.option(
    "--pick", "picks", multiple=True, metavar="newest|BERKAS", help="Pilihan bila satu organisasi mengirim dua."
)
@click.option("--accept-edited", is_flag=True, help="Jumlahkan juga keluaran yang diubah setelah dibuat.")
@click.option("--previous", type=_FILE, metavar="REKAP|FOLDER", help="Rekap lalu, untuk melihat perubahannya.")
@click.option("--json", "as_json", is_flag=True, help="Tulis hasil gabungan sebagai satu objek JSON.")
@click.pass_context
def recap(
    context: click.Context,
    paths: tuple[str, ...],
    target: Path,
    listed: Path | None,
    picks: tuple[str, ...],
    accept_edited: bool,
    previous: Path | None,
    as_json: bool,
) -> None:
    """Gabungkan kiriman banyak organisasi menjadi satu buku kerja rekap.

    Kiriman adalah keluaran build atau isian, boleh bercampur. Pembilang dan penyebut dijumlahkan.

    \b
    Contoh:
      iku-excel recap kiriman/ -o REKAP.xlsx --roster kecamatan.xlsx
      iku-excel recap kiriman/ -o REKAP_TW2.xlsx --previous REKAP_TW1.xlsx --pick newest
    """
    from iku_excel import recap as recaps
    from iku_excel import roster as rosters

    if target.is_dir():
        raise click.BadParameter(f"{target} adalah folder; sebut nama berkasnya.", param_hint="-o")
    roster = None if listed is None else rosters.read(listed)
    for finding in roster.findings if roster else ():
        _complain(f"{finding.message} {finding.fix}")
    if roster is not None and not roster.valid:
        raise click.ClickException("Daftar ini belum dapat dipakai; rekap tidak ditulis.")
    made = _recapped(recaps.collect.expand(paths, target), roster, picks, previous, accept_edited)
    archived = _put(target, made.data, paths)
    if as_json:
        click.echo(json.dumps({"output": str(target), "archived": _text(archived), **recaps.of_recap(made.recap)}))
    else:
        for line in recaps.lines(made, target):
            click.echo(line)
        if archived is not None:
            click.echo(f"Berkas lama dipindahkan ke {indonesian.printable(str(archived))}")
    context.exit(OK if made.complete else REFUSED)


def _recapped(
    inputs: list[Path], roster: Roster | None, picks: tuple[str, ...], previous: Path | None, accept_edited: bool
) -> Made:
    from iku_excel import catalogue
    from iku_excel import recap as recaps
    from iku_excel.safexml import Refusal

    try:
        return recaps.make(inputs, roster=roster, picks=picks, previous=previous, accept_edited=accept_edited)
    except Refusal as refusal:
        finding = catalogue.finding(refusal.code, refusal.values)
        raise click.ClickException(f"--previous: {finding.message} {finding.fix}") from refusal


def _put(target: Path, data: bytes, paths: Sequence[str]) -> Path | None:
    from iku_excel import store

    if any(Path(path).is_file() and Path(path).resolve() == target.resolve() for path in paths):
        raise click.BadParameter(f"{target} adalah kiriman; pilih nama lain.", param_hint="-o")
    try:
        return store.put(target.parent, target.name, data)
    except OSError as error:
        raise click.ClickException(f"{target} tidak dapat ditulis: {indonesian.reason(error)}.") from error


@cli.command(options_metavar="[OPSI]")
@click.argument("files", nargs=-1, required=True, metavar="BERKAS...")
@_JSON
@click.pass_context
def verify(context: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Periksa apakah keluaran masih seperti saat ditulis build.

    BERKAS adalah keluaran, folder, atau pola dalam tanda kutip. Setiap angka, rumus dan teks dibandingkan
    dengan catatan di dalam keluaran itu sendiri. Ini menangkap ketidaksengajaan dan kecerobohan, bukan
    pemalsu.

    \b
    Contoh:
      iku-excel verify IKU_2023_TW2_KECAMATAN_TONGAS.xlsx
      iku-excel verify kiriman/ --json
    """
    from iku_excel import batch, record
    from iku_excel.verify import verify as verified

    status = OK
    for path in batch.expand(files, lambda _: False):
        findings = verified(path)
        edited = any(finding.severity is Severity.ERROR for finding in findings)
        status = REFUSED if edited else status
        if as_json:
            verdict = {"input": str(path), "intact": not edited}
            click.echo(json.dumps({**verdict, "findings": [record.of_finding(finding) for finding in findings]}))
            continue
        click.echo(
            f"{'✗' if edited else '✓'} {indonesian.printable(str(path))}: {'lihat temuan' if edited else 'utuh'}"
        )
        for finding in findings:
            click.echo(f"  {indonesian.printable(finding.message)}")
    context.exit(status)


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

"""The commands of the regency: handing templates out, consolidating what comes back, checking outputs.

Like main.py, each is a thin face on one function of the room that does the work, and imports what is
heavy inside the command.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iku_excel import paths as places
from iku_excel.cli import options, usage
from iku_excel.cli.voice import complain, say
from iku_excel.text import indonesian, jsontext

if TYPE_CHECKING:
    from iku_excel.definition import Profile
    from iku_excel.regency.recap import Made
    from iku_excel.regency.roster import Roster


def hand_out(
    path: Path, profile: Profile, period: str, year: int | None, register: str, folder: Path, *, lkjip: bool
) -> int:
    """Write a template for each row of a roster; return the exit status."""
    from iku_excel.regency import handout, roster

    listed = roster.read(path)
    for finding in listed.findings:
        complain(f"{finding.message} {finding.fix}")
    if not listed.valid:
        complain("Daftar ini belum dapat dipakai; tidak ada templat yang ditulis.")
        return 1
    templates = handout.templates(listed.rows, profile, period, year, register, lkjip=lkjip)
    made = [(folder / name, data) for name, data in templates]
    put_new(made)
    say(f"{len(made)} templat ditulis ke {folder}")
    return 0


def read_roster(path: Path) -> Roster:
    """Return a roster that can be used; its findings are told on stderr."""
    from iku_excel.regency import roster as rosters

    found = rosters.read(path)
    for finding in found.findings:
        complain(f"{finding.message} {finding.fix}")
    if not found.valid:
        raise click.ClickException("Daftar ini belum dapat dipakai; tidak ada yang ditulis.")
    return found


def put_new(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write new files, none of them if one already exists."""
    from iku_excel.run import store

    for target, _ in files:
        if places.is_there(target):
            raise click.UsageError(f"{target} sudah ada dan tidak ditimpa; pilih nama lain dengan -o.")
    for target, data in files:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            store.put_new(target, data)
        except OSError as error:
            raise click.ClickException(f"{target} tidak dapat ditulis: {indonesian.reason(error)}.") from error


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@options.sources
@options.output_file("REKAP.xlsx", "Buku kerja rekap.", required=True)
@click.option("--roster", "listed", type=options.FILE, metavar="DAFTAR", help="Daftar organisasi yang harus mengirim.")
@click.option(
    "--pick", "picks", multiple=True, metavar="newest|BERKAS", help="Pilihan bila satu organisasi mengirim dua."
)
@click.option("--accept-edited", is_flag=True, help="Jumlahkan juga keluaran yang diubah setelah dibuat.")
@click.option("--previous", type=options.FILE, metavar="REKAP|FOLDER", help="Rekap lalu, untuk melihat perubahannya.")
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
    from iku_excel.reading import inputs
    from iku_excel.regency import recap as recaps

    if places.is_folder(target):
        raise click.BadParameter(f"{target} adalah folder; sebut nama berkasnya.", param_hint="-o")
    if target.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"rekap adalah buku kerja .xlsx; tulis {target.stem}.xlsx.", param_hint="-o")
    roster = None if listed is None else read_roster(listed)
    found = recaps.collect.expand(paths, target)
    if not found:
        raise click.ClickException(f"{inputs.nothing_found(paths, '')} Rekap tidak ditulis.")
    _known(picks, found)
    made = _recapped(found, roster, picks, previous, accept_edited)
    archived = _put(target, made.data, paths)
    if as_json:
        click.echo(
            jsontext.dumps(
                {
                    "output": str(target),
                    "archived": None if archived is None else str(archived),
                    **recaps.of_recap(made.recap),
                }
            )
        )
    else:
        for line in recaps.lines(made, target):
            click.echo(line)
        if archived is not None:
            say(f"Berkas lama dipindahkan ke {archived}")
    context.exit(0 if made.complete else 1)


def _known(picks: Sequence[str], found: Sequence[Path]) -> None:
    """Refuse a --pick that is none of the files: who misspells one must not get a recap without it."""
    from iku_excel.regency.recap.several import NEWEST

    known = {NEWEST, *(path.name for path in found), *(places.real(path) for path in found)}
    for pick in picks:
        if not known & {pick, places.real(pick)}:
            near = usage.suggestion(pick, [path.name for path in found])
            meant = f" Maksud Anda: {near}?" if near else ""
            raise click.BadParameter(f"{pick} tidak ada di antara kiriman.{meant}", param_hint="--pick")


def _recapped(
    inputs: list[Path], roster: Roster | None, picks: tuple[str, ...], previous: Path | None, accept_edited: bool
) -> Made:
    from iku_excel.findings import catalogue
    from iku_excel.package import Refusal
    from iku_excel.regency import recap as recaps

    try:
        return recaps.make(inputs, roster=roster, picks=picks, previous=previous, accept_edited=accept_edited)
    except Refusal as refusal:
        finding = catalogue.refused(refusal)
        raise click.ClickException(f"--previous: {finding.message} {finding.fix}") from refusal
    except recaps.NothingError as error:
        for line in str(error).splitlines():
            complain(line)
        raise click.exceptions.Exit(1) from error


def _put(target: Path, data: bytes, paths: Sequence[str]) -> Path | None:
    from iku_excel.run import store

    if any(places.is_file(path) and places.real(path) == places.real(target) for path in paths):
        raise click.BadParameter(f"{target} adalah kiriman; pilih nama lain.", param_hint="-o")
    try:
        return store.put(target.parent, target.name, data)
    except OSError as error:
        raise click.ClickException(f"{target} tidak dapat ditulis: {indonesian.reason(error)}.") from error


COMMANDS: tuple[click.Command, ...] = (recap,)
"""The commands, in the order of the work."""

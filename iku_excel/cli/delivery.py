"""The commands around the main way: printing, mailing, and help for whoever sits alone with it.

Each is a thin face on one function of the room that does the work; like main.py, it parses, prints and
ends with an exit status, and imports what is heavy inside the command.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iku_excel import paths
from iku_excel.cli import options, usage
from iku_excel.cli.voice import say, tell
from iku_excel.text import indonesian

if TYPE_CHECKING:
    from email.headerregistry import Address

    from iku_excel.delivery.mail import Letter, Unfit
    from iku_excel.delivery.pdf import Printed
    from iku_excel.delivery.settings import Settings
    from iku_excel.run.reports import Report


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@options.files
@click.option("--all-sheets", is_flag=True, help="Semua lembar, bukan hanya lembar IKU.")
@options.output_folder("Folder PDF [bawaan: di samping buku kerjanya].")
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
    from iku_excel.delivery import office
    from iku_excel.delivery import pdf as maker

    try:
        made = list(maker.make(files, folder, all_sheets=all_sheets))
    except office.MissingOfficeError as error:
        raise click.ClickException(str(error)) from error
    for item in made:
        _show_printed(item)
    return any(item.finding for item in made)


def printed(reports: Iterable[Report], *, all_sheets: bool) -> Iterator[Report]:
    """Yield the reports of a build with the PDF of each output added."""
    from iku_excel.delivery import office
    from iku_excel.delivery import pdf as maker

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
    return list(dict.fromkeys(found for path in files for found in paths.matching(path) or [path]))


def _addresses(_: click.Context, parameter: click.Parameter, texts: Sequence[str]) -> list[Address]:
    """Check addresses as they are read; several may stand in one, with commas between."""
    from iku_excel.delivery import mail

    try:
        return [mail.address(part) for text in texts for part in text.split(",")]
    except mail.AddressError as error:
        raise click.BadParameter(str(error), param_hint=parameter.opts[0]) from error


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@options.files
@click.option("--to", multiple=True, callback=_addresses, metavar="ALAMAT", help="Penerima; boleh diulang.")
@click.option("--cc", multiple=True, callback=_addresses, metavar="ALAMAT", help="Tembusan; boleh diulang.")
@click.option("--send", "sending", is_flag=True, help="Kirim lewat server surel, bukan hanya menulis draf.")
@click.option("--dry-run", is_flag=True, help="Tampilkan yang akan terjadi; tidak menulis dan tidak mengirim.")
@click.option("--again", is_flag=True, help="Dengan --send: kirim juga kepada yang sudah atau mungkin sudah menerima.")
@click.option("--accept-edited", is_flag=True, help="Terima buku kerja yang disunting sesudah dibuat.")
@click.pass_context
def email(
    context: click.Context,
    files: tuple[Path, ...],
    to: list[Address],
    cc: list[Address],
    sending: bool,
    dry_run: bool,
    again: bool,
    accept_edited: bool,
) -> None:
    """Tulis draf surel dari hasil build, atau kirim dengan --send.

    Draf (.eml) dibuka dengan Outlook atau Thunderbird dan siap dikirim. Pengaturan dan kata sandi untuk --send
    dibaca dari berkas surel.toml atau lingkungan, tidak pernah dari baris perintah.

    \b
    Contoh:
      iku-excel email output/IKU_2023_TW2_KECAMATAN_TONGAS.xlsx --to organisasi@probolinggokab.go.id
      iku-excel email output/*.xlsx --to organisasi@probolinggokab.go.id --send --dry-run
    """
    from iku_excel.delivery import mail

    if sending and not to:
        raise click.UsageError("--send memerlukan penerima: --to ALAMAT.")
    settings = settings_of_mail() if sending else None
    failed = False
    for path in _unglobbed(files):
        letter = mail.compose(path, accept_edited=accept_edited)
        if isinstance(letter, mail.Unfit):
            _show_unfit(letter)
            failed = True
            continue
        for note in letter.notes:
            say(f"  {note}")
        if settings is not None:
            failed |= not _send(letter, to, cc, settings, dry_run=dry_run, again=again)
        elif dry_run:
            _show_letter(letter, to, cc)
        else:
            failed |= not _write_draft(letter, to, cc)
    context.exit(1 if failed else 0)


def settings_of_mail() -> Settings:
    """Return the settings of the mail server, or end with what is wrong with them."""
    from iku_excel.delivery import settings

    try:
        return settings.load()
    except settings.SettingsError as error:
        raise click.ClickException(str(error)) from error


def _show_unfit(unfit: Unfit) -> None:
    from iku_excel.findings import quoted

    say(f"✗ {quoted(str(unfit.source))}: tidak dikirim")
    for finding in unfit.findings:
        tell(finding)
    if unfit.edited:
        say("    Bila suntingan itu memang disengaja: ulangi dengan --accept-edited.")


def _show_letter(letter: Letter, to: Sequence[Address], cc: Sequence[Address]) -> None:
    say(f"Perihal : {letter.subject}")
    say(f"Kepada  : {', '.join(map(str, to)) or '(kosong)'}")
    if cc:
        say(f"Tembusan: {', '.join(map(str, cc))}")
    say(f"Lampiran: {', '.join(name for name, _, _ in letter.attachments)}")
    say("")
    for line in letter.body.splitlines():
        say(f"  {line}")


def _write_draft(letter: Letter, to: Sequence[Address], cc: Sequence[Address]) -> bool:
    from iku_excel.delivery import mail

    try:
        target, archived = mail.put(letter, to, cc)
    except OSError as error:
        say(f"✗ Draf tidak dapat ditulis di samping {letter.source}: {indonesian.reason(error)}.")
        return False
    say(f"✓ {letter.source} → {target}")
    if archived is not None:
        say(f"    Draf lama dipindahkan ke {archived}")
    say("    Buka draf itu dengan Outlook atau Thunderbird, periksa, lalu kirim.")
    return True


def _send(
    letter: Letter, to: Sequence[Address], cc: Sequence[Address], settings: Settings, *, dry_run: bool, again: bool
) -> bool:
    """Send a letter and say what became of it at each recipient; return whether all have it."""
    from iku_excel.delivery import send

    try:
        if dry_run:
            _show_letter(letter, to, cc)
            results = send.plan(letter, [*to, *cc], again=again)
        else:
            results = send.send(letter, to, cc, settings, again=again)
    except send.LogError as error:
        raise click.ClickException(f"{error} Tidak ada yang dikirim.") from error
    say(f"{letter.source} lewat {settings.host}:{settings.port} sebagai {settings.sender}")
    for sent in results:
        mark = "✓" if sent.done else "-" if sent.state == send.OPEN else "✗"
        say(f"  {mark} {sent.to}: {sent.state}{f' ({sent.reply})' if sent.reply else ''}")
    if any(sent.state == send.UNKNOWN for sent in results):
        say("    Tanyakan dulu kepada penerima. Bila belum sampai: ulangi dengan --again.")
    return all(sent.done or (dry_run and sent.state == send.OPEN) for sent in results)


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@click.argument("codes", nargs=-1, metavar="[KODE]...", shell_complete=options.codes_of)
def explain(codes: tuple[str, ...]) -> None:
    """Jelaskan temuan: artinya, contohnya, cara memperbaikinya. Tanpa KODE: daftar semua kode.

    \b
    Contoh:
      iku-excel explain
      iku-excel explain bukan-angka
    """
    from iku_excel.findings import CATALOGUE, SEVERITIES
    from iku_excel.findings import explain as explaining

    unknown = next((code for code in codes if code.lower() not in CATALOGUE), None)
    if unknown is not None:
        near = usage.suggestion(unknown, CATALOGUE)
        meant = f" Maksud Anda: iku-excel explain {near}?" if near else " Semua kode: iku-excel explain"
        raise click.UsageError(f"Temuan '{unknown}' tidak dikenal.{meant}")
    if not codes:
        for code, entry in CATALOGUE.items():
            say(f"{code:<38}{SEVERITIES[entry.severity]}")
    for number, code in enumerate(codes):
        if number:
            say("")
        say(code.lower())
        for heading, text in explaining.explain(code.lower()):
            lines = textwrap.wrap(text, 78, break_on_hyphens=False)
            say(f"  {heading}: {lines[0]}" if len(lines) == 1 else f"  {heading}:")
            for line in lines if len(lines) > 1 else ():
                say(f"    {line}")


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@options.output_folder("Folder latihan", Path("latihan"))
def practice(folder: Path) -> None:
    """Tulis isian yang sengaja salah untuk belajar, beserta jawabannya.

    \b
    Contoh:
      iku-excel practice -o latihan
      iku-excel check latihan/latihan_01_titik_ribuan.xlsx
    """
    from iku_excel.template import practice as lessons

    try:
        written = list(lessons.write(folder))
    except FileExistsError as error:
        raise click.UsageError(
            f"{folder} sudah berisi latihan dan tidak ditimpa; pilih folder lain dengan -o."
        ) from error
    except OSError as error:
        raise click.ClickException(f"{folder} tidak dapat ditulis: {indonesian.reason(error)}.") from error
    say(f"{len(written) - 1} latihan dan {lessons.ANSWERS} ditulis di {folder}.")
    say(f'Mulai dengan: iku-excel check "{written[0]}"')


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@options.output_folder("Folder hasil yang diperiksa", Path("output"), options.FILE)
@click.pass_context
def doctor(context: click.Context, folder: Path) -> None:
    """Periksa komputer ini: Python, pustaka, huruf, LibreOffice, tempat menulis.

    Bacakan atau kirim layarnya kepada rekan yang membantu dari jauh.

    \b
    Contoh:
      iku-excel doctor
    """
    from iku_excel.cli import doctor as examination

    failed = False
    for line in examination.examine(folder):
        say(f"{line.mark} {line.what:<13} {line.found}")
        if line.advice:
            for piece in textwrap.wrap(line.advice, 82, break_on_hyphens=False, break_long_words=False):
                say(f"{'':16}{piece}")
        failed |= line.mark is examination.Mark.BAD
    context.exit(1 if failed else 0)


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@click.option("--path", "only_path", is_flag=True, help="Tampilkan tempatnya saja, jangan dibuka.")
def panduan(only_path: bool) -> None:
    """Buka panduan yang dapat dicetak (PDF), atau tampilkan tempatnya.

    \b
    Contoh:
      iku-excel panduan
      iku-excel panduan --path
    """
    from iku_excel.cli import doctor as examination

    guide = examination.guide_resource()
    if not guide.is_file():
        raise click.ClickException("Panduan tidak ada di pemasangan ini. Pasang ulang: pipx reinstall iku-excel")
    click.echo(str(guide))
    seen = sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if not only_path and seen and sys.stdout.isatty():
        click.launch(str(guide))


COMMANDS: tuple[click.Command, ...] = (pdf, email, explain, practice, doctor, panduan)
"""The commands, in the order of the work."""

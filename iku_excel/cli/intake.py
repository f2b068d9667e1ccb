"""The commands of the regency's inbox: taking in what was sent, and reminding who has not.

Like main.py, each is a thin face on the rooms that do the work, and imports what is heavy inside the command.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from iku_excel.cli import options, usage
from iku_excel.cli.delivery import settings_of_mail
from iku_excel.cli.regency import read_roster
from iku_excel.cli.voice import complain, say
from iku_excel.model import Severity
from iku_excel.text import indonesian, jsontext

if TYPE_CHECKING:
    from email.headerregistry import Address

    from iku_excel.delivery.mail import Letter
    from iku_excel.delivery.settings import Settings
    from iku_excel.regency.intake import Decision
    from iku_excel.regency.late import Late

_SHOWN = 5  # findings of a refused file that are shown; its copy and the ledger have all

_WORDS = {
    "received": ("✓", "diterima"),
    "replaces": ("✓", "diterima, menggantikan yang lama"),
    "again": ("=", "sudah diterima"),
    "refused": ("✗", "ditolak"),
}


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@click.argument("arguments", nargs=-1, required=True, metavar="SUMBER...")
@click.option("--roster", "listed", type=options.FILE, required=True, metavar="DAFTAR", help="Daftar organisasi.")
@options.output_folder("Folder kiriman", Path("kiriman"))
@click.option("--watch", is_flag=True, help="Terus menunggu berkas baru; berhenti dengan Ctrl-C.")
@click.option("--replies", is_flag=True, help="Tulis draf balasan: tanda terima, atau yang perlu diperbaiki.")
@click.option("--send", "sending", is_flag=True, help="Dengan --replies: kirim balasannya lewat server surel.")
@click.option("--dry-run", is_flag=True, help="Tampilkan yang akan terjadi; tidak menulis apa pun.")
@options.as_json
@click.pass_context
def intake(
    context: click.Context,
    arguments: tuple[str, ...],
    listed: Path,
    folder: Path,
    watch: bool,
    replies: bool,
    sending: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Terima kiriman: periksa, beri nama, simpan satu kali, dan catat.

    SUMBER adalah folder (misalnya unduhan aplikasi pesan), buku kerja, surel .eml, kotak surat .mbox, atau .zip.
    Organisasinya dibaca dari isi berkas, bukan dari nama berkas atau pengirim. Setiap keputusan dicatat di
    log-terima.jsonl.

    \b
    Contoh:
      iku-excel intake unduhan/ surat.mbox --roster kecamatan.xlsx -o kiriman
      iku-excel intake unduhan/ --roster kecamatan.xlsx -o kiriman --replies --watch
    """
    from iku_excel.regency.intake import Inbox, sources, watching

    if sending and not replies:
        raise click.UsageError("--send dipakai bersama --replies.")
    if any(_same(argument, folder) for argument in arguments):
        raise click.UsageError(f"{folder} adalah folder hasil; sebut folder lain sebagai SUMBER.")
    roster = read_roster(listed)
    desk = _Desk(folder, settings_of_mail() if sending and not dry_run else None, replies and not dry_run, as_json)
    inbox = Inbox(folder, roster, dry=dry_run)
    paths: Iterator[Path]
    if watch:
        paths = watching.settled(arguments, lambda: time.sleep(watching.SECONDS))
    else:
        paths = iter(sources.files(arguments))
    try:
        for path in paths:
            for decision in inbox.take(path):
                desk.show(decision)
    except OSError as error:
        raise click.ClickException(f"{folder} tidak dapat ditulis: {indonesian.reason(error)}.") from error
    desk.close(arguments)
    context.exit(1 if desk.failed else 0)


def _same(argument: str, folder: Path) -> bool:
    try:
        return Path(argument).resolve() == folder.resolve()
    except (OSError, ValueError):
        return False


class _Desk:
    """Shows decisions as they come, and writes or sends their answers."""

    def __init__(self, folder: Path, settings: Settings | None, replies: bool, as_json: bool) -> None:
        self._folder = folder
        self._settings = settings
        self._replies = replies
        self._as_json = as_json
        self._counts = dict.fromkeys(_WORDS, 0)
        self.failed = False

    def show(self, decision: Decision) -> None:
        """Show one decision."""
        self._counts[decision.entry.status] += 1
        self.failed |= decision.refused
        reply, told = self._reply(decision) if self._replies else (None, [])
        if self._as_json:
            correction = None if decision.correction is None else str(decision.correction)
            record = {
                **asdict(decision.entry),
                "correction": correction,
                "reply": None if reply is None else str(reply),
            }
            click.echo(jsontext.dumps(record))
            return
        self._say(decision)
        if reply is not None:
            say(f"    Balasan: {reply}")
        for line in told:
            say(f"    {line}")

    def _say(self, decision: Decision) -> None:
        entry = decision.entry
        mark, word = _WORDS[entry.status]
        when = f"{entry.year} {(entry.through or '').upper()}".strip()
        whose = f" ({entry.organization}, {when})" if entry.organization else ""
        inside = "" if Path(entry.source).name == entry.name else f": {entry.name}"
        target = f" → {self._folder / entry.file}" if entry.file and entry.status != "again" else ""
        say(f"{mark} {entry.source}{inside}{target}: {word}{whose}")
        told = [item for item in entry.findings if item["severity"] != Severity.INFO or entry.status == "again"]
        for finding in told[:_SHOWN]:
            say(f"    {finding['message']}")
            if finding["severity"] != Severity.INFO:
                say(f"      {finding['fix']}")
        if len(told) > _SHOWN:
            say(f"    dan {len(told) - _SHOWN} lagi.")
        if decision.correction is not None:
            say(f"    Salinan bertanda: {decision.correction}")

    def _reply(self, decision: Decision) -> tuple[Path | None, list[str]]:
        """Write the answer to a decision, and send it if asked; return its draft and what happened."""
        from iku_excel.delivery import replies

        letter = replies.compose(decision, self._folder)
        if letter is None:
            return None, []
        to = replies.recipient(decision)
        draft = letter.source.with_suffix(".eml")
        if not draft.exists():
            draft, _ = _put(letter, to)
        if self._settings is None:
            return draft, []
        done, told = _sent(letter, to, self._settings)
        self.failed |= not done
        return draft, told

    def close(self, arguments: Sequence[str]) -> None:
        """Show what it came to."""
        if self._as_json:
            return
        if not any(self._counts.values()):
            say(f"Tidak ada kiriman di {indonesian.listing(arguments)}.")
            return
        told = [f"{count} {_WORDS[status][1]}" for status, count in self._counts.items() if count]
        say(f"{indonesian.listing(told)}. Rekap: iku-excel recap {self._folder} -o REKAP.xlsx --roster DAFTAR")


def _put(letter: Letter, to: Address | None) -> tuple[Path, Path | None]:
    from iku_excel.delivery import mail

    try:
        return mail.put(letter, [to] if to else [])
    except OSError as error:
        target = letter.source.with_suffix(".eml")
        raise click.ClickException(f"{target} tidak dapat ditulis: {indonesian.reason(error)}.") from error


def _sent(letter: Letter, to: Address | None, settings: Settings) -> tuple[bool, list[str]]:
    """Send a letter; return whether it is there, and what happened in words."""
    from iku_excel.delivery import send

    if to is None:
        return True, ["Tidak ada alamat; kirim drafnya sendiri."]
    try:
        results = send.send(letter, [to], [], settings)
    except send.LogError as error:
        raise click.ClickException(f"{error} Tidak ada yang dikirim.") from error
    told = [f"{item.to}: {item.state}{f' ({item.reply})' if item.reply else ''}" for item in results]
    return all(item.done for item in results), told


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@click.argument("inbox", type=options.FILE, metavar="FOLDER")
@click.option("--roster", "listed", type=options.FILE, required=True, metavar="DAFTAR", help="Daftar organisasi.")
@click.option("--through", metavar="PERIODE", help="Periode yang ditunggu, misalnya tw2 [bawaan: yang terjauh].")
@options.output_folder("Folder draf", Path("pengingat"))
@click.option("--send", "sending", is_flag=True, help="Kirim pengingatnya lewat server surel.")
@options.as_json
@click.pass_context
def remind(
    context: click.Context,
    inbox: Path,
    listed: Path,
    through: str | None,
    folder: Path,
    sending: bool,
    as_json: bool,
) -> None:
    """Tulis surat pengingat untuk organisasi yang belum mengirim, dengan templatnya terlampir.

    FOLDER berisi kiriman, misalnya hasil intake. Organisasi yang sudah diingatkan hari ini dilewati.

    \b
    Contoh:
      iku-excel remind kiriman --roster kecamatan.xlsx --through tw2
    """
    from iku_excel.delivery import reminders
    from iku_excel.regency import late as lateness

    if not inbox.is_dir():
        raise click.UsageError(f"{inbox} bukan folder.")
    try:
        lateness.kind_of(through or "thn")
    except lateness.UnknownPeriodError as error:
        raise click.BadParameter(str(error), param_hint="--through") from error
    roster = read_roster(listed)
    settings = settings_of_mail() if sending else None
    now = dt.datetime.now().astimezone()
    told = lateness.reminded(inbox, now.date())
    count, failed = 0, False
    try:
        due, found = lateness.offices(inbox, roster, through)
        for item in found:
            if item.whose in told and (told[item.whose] or settings is None or reminders.recipient(item) is None):
                _show_reminder(item, None, "sudah diingatkan hari ini", as_json=as_json)
                continue
            count += 1
            failed |= not _remind(item, (inbox, folder), now, settings, as_json=as_json)
    except lateness.UnknownPeriodError as error:
        raise click.ClickException(str(error)) from error
    if not as_json:
        say(f"{count} pengingat untuk {due.period.title} {due.year}." if count else "Tidak ada yang perlu diingatkan.")
    context.exit(1 if failed else 0)


def _remind(
    item: Late, folders: tuple[Path, Path], now: dt.datetime, settings: Settings | None, *, as_json: bool
) -> bool:
    """Write one reminder, and send it if asked; return whether nothing failed."""
    from iku_excel.delivery import reminders
    from iku_excel.regency import late as lateness

    inbox, folder = folders
    letter = reminders.compose(item, folder, now.date().isoformat())
    to = reminders.recipient(item)
    draft, _ = _put(letter, to)
    done, words = _sent(letter, to, settings) if settings else (True, [] if to else ["Tidak ada alamat di daftar."])
    try:
        sent = settings is not None and done and to is not None
        lateness.note(inbox, item, now, draft.name, to.addr_spec if to else "", sent=sent)
    except OSError as error:
        complain(f"{inbox / lateness.LOG} tidak dapat ditulis: {indonesian.reason(error)}.")
        done = False
    _show_reminder(item, draft, "; ".join(words), as_json=as_json)
    return done


def _show_reminder(item: Late, draft: Path | None, words: str, *, as_json: bool) -> None:
    if as_json:
        record: dict[str, Any] = {
            "organization": item.row.organization,
            "year": item.due.year,
            "through": item.due.period.code,
            "reached": item.reached.code if item.reached else None,
            "to": item.row.email or None,
            "file": None if draft is None else str(draft),
            "note": words or None,
        }
        click.echo(jsontext.dumps(record))
        return
    reached = f"baru sampai {item.reached.title}" if item.reached else "belum mengirim"
    where = f" → {draft}" if draft else ""
    say(f"{'✓' if draft else '-'} {item.row.organization} ({reached}){where}{f': {words}' if words else ''}")


COMMANDS: tuple[click.Command, ...] = (intake, remind)
"""The commands, in the order of the work."""

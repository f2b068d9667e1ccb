"""The commands for an office's own table, and for next year's template from last year's workbook.

Thin faces like main.py: they parse, print and end with an exit status; what is heavy is imported inside.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iku_excel.cli import options, usage
from iku_excel.cli import regency as cli_regency
from iku_excel.cli.voice import say, tell

if TYPE_CHECKING:
    from iku_excel.definition import Profile
    from iku_excel.documents import Opened, Proposed
    from iku_excel.model import Finding
    from iku_excel.package import Refusal

_REVIEWED = "_tinjau.xlsx"


@click.command("import", cls=usage.Command, options_metavar="[OPSI]")
@click.argument("source", metavar="DOKUMEN.xlsx|DOKUMEN.docx|TINJAUAN.xlsx", type=options.FILE)
@click.option(
    "--table", "number", type=click.IntRange(min=1), metavar="N", help="Tabel yang dibaca, bila ada beberapa."
)
@options.output_file("TINJAUAN.xlsx|PROFIL.toml", "Yang ditulis [bawaan: ..._tinjau.xlsx di samping dokumennya].")
@click.pass_context
def import_(context: click.Context, source: Path, number: int | None, target: Path | None) -> None:
    """Baca tabel IKU milik kantor sendiri menjadi profil, lewat tinjauan di Excel.

    Pertama, dari dokumen Word atau Excel ditulis buku kerja tinjauan: teks resmi, dan usul ukuran, pembilang,
    penyebut dan seterusnya beserta kata-kata asalnya. Kedua, sesudah setiap baris dikonfirmasi, dari tinjauan
    itu ditulis profil untuk template --profile.

    \b
    Contoh:
      iku-excel import keputusan.docx -o tinjau.xlsx
      iku-excel import keputusan.docx --table 2
      iku-excel import tinjau.xlsx -o kantor.toml
    """
    from iku_excel import documents
    from iku_excel.package import Refusal

    try:
        opened = documents.load(source)
        if documents.is_review(opened.package):
            status = _confirm(opened, source, number, target)
        else:
            status = _propose(opened, source, number, target)
    except Refusal as refusal:
        status = refused(source, refusal)
    context.exit(status)


def refused(source: Path, refusal: Refusal) -> int:
    """Say why a file is not read any further; return the exit status."""
    from iku_excel.findings import catalogue

    say(f"✗ {source}")
    tell(catalogue.finding(refusal.code, refusal.values))
    return 1


def _propose(opened: Opened, source: Path, number: int | None, target: Path | None) -> int:
    from iku_excel import documents

    proposed = documents.propose(opened, number)
    if number is not None and number > len(proposed.tables):
        raise click.BadParameter(f"di dokumen ini ada {len(proposed.tables)} tabel.", param_hint="--table")
    if proposed.review is None:
        say(f"✗ {source}")
        _list(proposed)
        return 1
    target = target or source.with_name(f"{source.stem}{_REVIEWED}")
    if target.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"tinjauan ditulis sebagai .xlsx, bukan {target.name}.", param_hint="-o")
    cli_regency.put_new([(target, documents.render(proposed.review))])
    rows = proposed.review.proposals
    read = sum(bool(row.measure) for row in rows)
    say(f"✓ {source} → {target}")
    say(f"  {proposed.review.table.place}: {len(rows)} indikator, {read} terbaca hitungannya")
    _notes(proposed.findings)
    say("  Buka tinjauan di Excel, lengkapi sel kuning, pilih Ya di setiap baris, simpan, lalu jalankan:")
    say(f'  iku-excel import "{target}" -o kantor.toml')
    return 0


def _list(proposed: Proposed) -> None:
    for finding in proposed.findings:
        tell(finding)
    for number, table in enumerate(proposed.tables, start=1):
        first = table.rows[0]
        say(f"    {number}. {table.place}, {len(table.rows)} indikator; baris pertama: {first.indicator.text}")


def _confirm(opened: Opened, source: Path, number: int | None, target: Path | None) -> int:
    from iku_excel import documents

    if number is not None:
        raise click.UsageError("--table berlaku untuk dokumen, bukan untuk tinjauan.")
    if target is None:
        raise click.UsageError(f"{source.name} adalah tinjauan; sebut profil yang ditulis, misalnya -o kantor.toml.")
    if target.suffix.lower() != ".toml":
        raise click.BadParameter(f"profil ditulis sebagai .toml, bukan {target.name}.", param_hint="-o")
    confirmed = documents.confirm(opened.package)
    if not confirmed.valid:
        say(f"✗ {source}: belum dapat menjadi profil")
        _notes(confirmed.findings)
        return 1
    cli_regency.put_new([(target, confirmed.toml.encode())])
    say(f"✓ {source} → {target}")
    _notes(confirmed.findings)
    say(f'  Buat templatnya dengan: iku-excel template --profile "{target}"')
    return 0


def renew(
    source: Path,
    target: Path | None,
    chosen: Profile | None,
    year: int | None,
    period: str | None,
    registers: str,
    *,
    lkjip: bool,
) -> int:
    """Write a new year's template from last year's workbook; return the exit status.

    It has the sheet Lkjip where last year's had it or ``lkjip`` asks for it.
    """
    from iku_excel import template
    from iku_excel.definition import filenames
    from iku_excel.package import Refusal
    from iku_excel.template import renewal

    try:
        renewed = renewal.renew(renewal.read(source), chosen, year, period, registers)
    except Refusal as refusal:
        return refused(source, refusal)
    target = target or Path(filenames.template_name(renewed.definition))
    definition = dataclasses.replace(renewed.definition, lkjip=lkjip or renewed.definition.lkjip)
    data = template.render(definition, renewed.values, notes=renewed.notes)
    cli_regency.put_new([(target, data)])
    say(f"Templat ditulis: {target}")
    for line in renewed.told:
        say(f"  {line}")
    return 0


def _notes(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        tell(finding)


COMMANDS: tuple[click.Command, ...] = (import_,)
"""The commands, in the order of the work."""

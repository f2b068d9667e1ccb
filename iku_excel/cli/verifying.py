"""The command ``verify``: outputs, and the PDFs that were made of them."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from iku_excel.cli import options, usage
from iku_excel.cli.voice import say
from iku_excel.model import Severity
from iku_excel.text import indonesian, jsontext


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@click.argument("files", nargs=-1, required=True, metavar="BERKAS...", shell_complete=options.files_of)
@options.as_json
@click.pass_context
def verify(context: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Periksa apakah keluaran atau PDF-nya masih seperti saat ditulis.

    BERKAS adalah keluaran build, PDF darinya, folder, atau pola dalam tanda kutip. Setiap angka, rumus dan teks
    keluaran dibandingkan dengan catatan di dalamnya; PDF dengan angka pemeriksa isinya sendiri. Ini menangkap
    ketidaksengajaan dan kecerobohan, bukan pemalsu.

    \b
    Contoh:
      iku-excel verify IKU_2023_TW2_KECAMATAN_TONGAS.xlsx
      iku-excel verify IKU_2023_TW2_KECAMATAN_TONGAS.pdf
      iku-excel verify kiriman/ --json
    """
    from iku_excel.regency import verify as verifying

    printed = list(_printed(files))
    named = {str(path) for path in printed}
    paths = [path for path in verifying.expand(files) if str(path) not in named]
    if not paths and not printed:
        raise click.ClickException(f"Tidak ada keluaran iku-excel di {indonesian.listing(files)}.")
    intact = [_workbook(path, as_json=as_json) for path in paths]
    intact += [_pdf(path, as_json=as_json) for path in printed]
    context.exit(0 if all(intact) else 1)


def _printed(files: Sequence[str]) -> Iterator[Path]:
    """Yield the PDFs that are meant: any that is named, and in folders and patterns those of ours."""
    from iku_excel.delivery import pdf

    for name in files:
        path = Path(name)
        if path.is_dir():
            found = sorted(path.glob("*.pdf"))
        elif glob.has_magic(name) and not path.exists():
            found = [Path(match) for match in sorted(glob.glob(name, recursive=True)) if match.lower().endswith(".pdf")]
        else:
            if path.is_file() and (path.suffix.lower() == ".pdf" or _begins(path) == b"%PDF-"):
                yield path
            continue
        for item in found:
            if item.is_file() and pdf.source_of(item.read_bytes()) is not None:
                yield item


def _begins(path: Path) -> bytes:
    """Return how a file begins, nothing of one that cannot be read: that is told of it as of a workbook."""
    try:
        with path.open("rb") as stream:
            return stream.read(5)
    except OSError:
        return b""


def _workbook(path: Path, *, as_json: bool) -> bool:
    """Show the verdict on an output; return whether it is intact."""
    from iku_excel import record
    from iku_excel.regency.verify import verify as verified

    findings = verified(path)
    errors = [finding.code for finding in findings if finding.severity is Severity.ERROR]
    edited = bool(errors)
    if as_json:
        verdict = {"input": str(path), "intact": not edited}
        click.echo(jsontext.dumps({**verdict, "findings": [record.of_finding(finding) for finding in findings]}))
        return not edited
    say(f"{'✗' if edited else '✓'} {path}: {_VERDICTS.get(errors[0], _UNKNOWN) if edited else 'utuh'}")
    for finding in findings:
        say(f"  {finding.message}")
        if finding.severity is Severity.ERROR:
            say(f"    {finding.fix}")
    return not edited


_VERDICTS = {
    "keluaran-diubah": "diubah sesudah dibuat",
    "keluaran-rusak": "catatan di dalamnya rusak",
    "versi-keluaran": "dibuat versi lain yang tidak dikenal",
    "bukan-keluaran": "bukan hasil build",
    "berkas-tidak-ada": "tidak dapat dibaca",
}
_UNKNOWN = "bukan buku kerja yang dapat diperiksa"
"""What verify says of a file by its first error."""


def _pdf(path: Path, *, as_json: bool) -> bool:
    """Show the verdict on a PDF; return whether it is ours, whatever follows it."""
    from iku_excel import record
    from iku_excel.delivery import pdf
    from iku_excel.findings import catalogue
    from iku_excel.package import Refusal
    from iku_excel.reading import reader

    try:
        data = reader.load(path)
        appended, refusal = pdf.examine(data), None
    except Refusal as error:
        data, appended, refusal = b"", None, catalogue.finding(error.code, error.values)
    source = pdf.source_of(data)
    why = "tidak ada tanda kami" if source is None else "isinya diubah"
    wrong = refusal or catalogue.finding("pdf-lain", {"found": why})
    if as_json:
        findings = [] if appended is not None else [record.of_finding(wrong)]
        verdict = {"input": str(path), "intact": appended is not None, "appended": appended, "workbook": source}
        click.echo(jsontext.dumps({**verdict, "findings": findings}))
    elif appended is None:
        say(f"✗ {path}: {wrong.message}")
        say(f"  {wrong.fix}")
    else:
        more = f"utuh, ada tambahan {indonesian.whole(appended)} bita di belakangnya" if appended else "utuh"
        say(f"✓ {path}: {more}")
        say(f"  Dibuat dari buku kerja dengan SHA-256 {source}.")
        if appended:
            say("  Tambahannya (misalnya tanda tangan) tidak diperiksa, juga tidak siapa yang menambahkan.")
    return appended is not None


COMMANDS: tuple[click.Command, ...] = (verify,)
"""The command, for main.py."""

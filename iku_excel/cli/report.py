"""The command of the yearly report: chapter III and its two short forms as Word files.

Like main.py, a thin face on the wing that does the work; what is heavy is imported inside the command.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from iku_excel.cli import options, usage
from iku_excel.cli.voice import say, tell
from iku_excel.text import jsontext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iku_excel.model import Finding
    from iku_excel.report import Report, Source

_OUTPUT = Path("output")
_OTHERS = (".doc", ".docm", ".odt", ".pdf", ".rtf", ".txt", ".xlsx")  # what is meant as a file and cannot be had


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@options.sources
@click.option(
    "--previous", multiple=True, metavar="PATH", help="Keluaran tahun sebelumnya; boleh diulang, boleh folder."
)
@click.option(
    "--form", type=click.Choice(["bab3", "pk", "renaksi"]), default="bab3", help="Yang ditulis [bawaan: bab3]."
)
@options.output_file("BERKAS.docx|FOLDER", "Berkas Word, atau foldernya [bawaan: output].")
@options.as_json
@click.option("-j", "jobs", type=click.IntRange(min=1), metavar="N", help="Banyaknya proses [bawaan: jumlah inti].")
@click.pass_context
def lkjip(
    context: click.Context,
    paths: tuple[str, ...],
    previous: tuple[str, ...],
    form: str,
    target: Path | None,
    as_json: bool,
    jobs: int | None,
) -> None:
    """Tulis bab III LKjIP dari hasil build atau isian, sebagai berkas Word.

    Target dan realisasi, tahun-tahun sebelumnya, target akhir Renstra, sebab dan solusi. Yang tidak diketahui ditandai
    "[isi: ...]" untuk dilengkapi di Word.

    \b
    Contoh:
      iku-excel lkjip output/IKU_2023_KECAMATAN_TONGAS.xlsx
      iku-excel lkjip output/IKU_2023_KECAMATAN_TONGAS.xlsx --previous arsip/2022 --previous arsip/2021
      iku-excel lkjip kiriman/ --previous kiriman-2022/ -o lkjip
      iku-excel lkjip output/IKU_2023_KECAMATAN_TONGAS.xlsx --form pk
    """
    from iku_excel.report import making, sources, years
    from iku_excel.run import batch

    found = sources.expand(paths)
    if target is not None and target.suffix.lower() == ".docx" and not target.is_dir():
        if len(found) != 1:
            raise click.UsageError(f"{target} memuat satu laporan; untuk {len(found)} masukan sebut sebuah folder.")
        destination = making.Destination(target.parent, target.name)
    elif target is not None and not target.is_dir() and (target.exists() or target.suffix.lower() in _OTHERS):
        raise click.BadParameter(f"{target} bukan folder dan bukan .docx.", param_hint="-o")
    else:
        destination = making.Destination(target or _OUTPUT)
    before = _previous(previous)
    reports = list(making.make(found, before, form, destination, batch.workers(found, jobs)))
    unused = list(years.unused((report.source for report in reports), before))
    for report in reports:
        click.echo(jsontext.dumps(_record(report, [finding for _, finding in unused]))) if as_json else _show(report)
    if not as_json:
        for source, finding in unused:
            say(f"! {source.path}")
            tell(finding)
        if not found:
            say("Tidak ada buku kerja di sana.")
    context.exit(1 if any(report.output is None for report in reports) else 0)


def _previous(arguments: Sequence[str]) -> list[Source]:
    """Return the earlier years that are named; ends the command where one holds nothing that can be read."""
    from iku_excel.report import sources

    found = []
    for argument in arguments:
        here = list(sources.read(sources.expand([argument])))
        lost = [source for source in here if not source.sha256 and str(source.path) == argument]
        if not here:
            raise click.ClickException(f"--previous: tidak ada buku kerja di {argument}.")
        if lost:
            (finding,) = lost[0].outcome.findings
            raise click.ClickException(f"--previous: {lost[0].path}: {finding.message} {finding.fix}")
        found += here
    return found


def _show(report: Report) -> None:
    if report.output is None:
        say(f"✗ {report.source.path}: tidak ada laporan")
    else:
        say(f"✓ {report.source.path} → {report.output}")
    if report.archived is not None:
        say(f"    Berkas lama dipindahkan ke {report.archived}")
    for finding in report.findings:
        if finding.severity != "info":
            tell(finding)


def _record(report: Report, unused: Sequence[Finding]) -> dict[str, Any]:
    """Return the record of a report: that of its outcome, with the earlier years that were and were not compared."""
    from iku_excel import record

    told = record.of_outcome(
        report.source.outcome,
        source=str(report.source.path),
        status="refused" if report.output is None else "built",
        output=None if report.output is None else str(report.output),
        run={"archived": None if report.archived is None else str(report.archived)},
    )
    told["sha256"] = report.source.sha256 or None
    told["findings"] = [record.of_finding(finding) for finding in (*report.findings, *unused)]
    told["years"] = [
        {
            "year": year.year,
            "input": str(year.source.path),
            "sha256": year.source.sha256,
            "indicators": [{**record.of_result(result), "number": number} for number, result in year.results.items()],
            "unlike": sorted(year.unlike),
        }
        for year in report.years
    ]
    return told


COMMANDS: tuple[click.Command, ...] = (lkjip,)
"""The commands, in the order of the work."""

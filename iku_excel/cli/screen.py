"""What a person sees of a run: a line for each workbook, its figures, its findings, what to do next.

Everything from a file (names, cell contents) is made printable first: a terminal obeys what it is
told, so it is never told anything by an input.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from iku_excel.definition import measure_words, measures
from iku_excel.findings import SEVERITIES
from iku_excel.model import Finding, Outcome, Result, Severity
from iku_excel.reading import inputs
from iku_excel.run.reports import Report
from iku_excel.text import indonesian

_MARKS = {"built": ("✓", "green"), "valid": ("✓", "green"), "refused": ("✗", "red")}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
_IN_FULL = 3  # inputs up to which every figure and finding is shown; beyond, a line each and what refuses
_NAMED = 20  # refused inputs that the summary names
_SAME = 5  # findings of one code and sheet that are shown in full before the rest is only listed
_PIPED_WIDTH = 110
_TEXT = 1  # column of the indicator's text, which gives way to the figures
_NARROW = 60  # columns of a terminal under which figures stand in blocks
_LEAST_TEXT = 10  # letters of an indicator that a table must have room for
NOT_AVAILABLE = "n/a"


class Screen:
    """Shows reports one after the other, then a summary.

    ``strict``: warnings count as faults; ``asked``: the paths of the command, to be named where nothing was found.
    """

    def __init__(self, count: int, *, strict: bool = False, asked: Sequence[str] = ()) -> None:
        width = None if sys.stdout.isatty() else _PIPED_WIDTH
        plain = bool(os.environ.get("NO_COLOR"))
        self._console = Console(highlight=False, width=width, color_system=None if plain else "auto")
        self._full = count <= _IN_FULL
        self._count = count
        self._asked = asked
        self._weighty = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        self._refused: list[str] = []
        self._copies = self._cells = False
        self._shown = self._unchanged = self._warned = 0

    def show(self, report: Report) -> None:
        """Show one report."""
        if self._shown and self._full:
            self._say(Text())
        self._shown += 1
        self._headline(report)
        if report.archived is not None:
            self._say(Text(f"  Berkas lama dipindahkan ke {_path(report.archived)}"))
        if report.outcome.results and self._full and report.status != "refused":
            self._console.print(_figures(report.outcome, self._console.width))
        for finding in report.around:
            self._finding(finding)
        self._findings(report)
        if report.pdf is not None:
            self._say(Text(f"  PDF: {_path(report.pdf)}"))
        if report.unprinted is not None:
            self._finding(report.unprinted)
        if report.correction is not None:
            self._say(Text(f"  Salinan bertanda: {_path(report.correction)}", style="bold"))
            self._copies = True
        if report.status == "refused":
            self._refused.append(_path(report.source))
            self._cells |= any(finding.cell for finding in report.outcome.findings)
        elif report.outcome.count(Severity.WARNING):
            self._warned += 1
        self._unchanged += report.status == "built" and report.unchanged

    def close(self) -> None:
        """Show the summary and what to do next."""
        if not self._count:
            self._say(Text(indonesian.printable(inputs.nothing_found(self._asked))))
        elif self._count > 1:
            self._say(Text(f"\n{self._tally()}", style="bold"))
            if self._unchanged and not self._full:
                self._say(Text(f"{self._unchanged} hasil sudah ada dan tetap sama, tidak ditulis lagi."))
            if self._warned and not self._full:
                where = "lembar Pemeriksaan pada hasilnya, atau check berkas itu saja"
                self._say(Text(f"{self._warned} kiriman mendapat peringatan; rinciannya di {where}."))
        if self._refused:
            self._say(Text(_next_step(copies=self._copies, cells=self._cells)))

    def _tally(self) -> str:
        done = self._shown - len(self._refused)
        if not self._refused:
            return f"{done} dari {self._shown} berhasil."
        rest = len(self._refused) - _NAMED
        names = [*self._refused[:_NAMED], *([f"{rest} lagi"] if rest > 0 else [])]
        return f"{done} dari {self._shown} berhasil, {len(self._refused)} ditolak: {indonesian.listing(names)}."

    def _headline(self, report: Report) -> None:
        mark, colour = _MARKS[report.status]
        line = Text.assemble((f"{mark} ", f"bold {colour}"), (_path(report.source), "bold"))
        match report.status:
            case "built":
                line.append(f" → {_path(report.output)}")
                if report.unchanged and self._full:
                    line.append(" (sudah ada, tetap sama)", style="dim")
            case "valid":
                line.append(": isian sah, siap dibuat")
            case _:
                line.append(": ditolak", style=colour)
        warnings = report.outcome.count(Severity.WARNING)
        if warnings and not self._full and report.status != "refused":
            line.append(f" ({warnings} peringatan)", style=_COLOURS[Severity.WARNING])
        self._say(line)
        definition = report.outcome.submission.definition
        if definition is not None and self._full:
            through = report.outcome.through
            reach = f", s.d. {through.title}" if through and len(definition.periods) > 1 else ""
            self._say(Text(f"  {indonesian.printable(definition.organization)}, {definition.year}{reach}"))

    def _findings(self, report: Report) -> None:
        shown = [f for f in report.outcome.findings if self._full or f.severity in self._weighty]
        for sheet, group in groupby(shown, key=lambda finding: finding.sheet):
            findings = list(group)
            title = f"Lembar {indonesian.printable(sheet)}" if sheet else "Berkas"
            self._say(Text(f"  {title}", style="bold"))
            by_code: dict[str, list[Finding]] = {}
            for finding in findings:
                same = by_code.setdefault(finding.code, [])
                same.append(finding)
                if len(same) <= _SAME:
                    self._finding(finding)
            for code, same in by_code.items():
                if len(same) > _SAME:
                    cells = ", ".join(finding.cell or "-" for finding in same[_SAME:])
                    self._say(Text(f"    dan {len(same) - _SAME} lagi ({code}): {cells}"))

    def _finding(self, finding: Finding) -> None:
        mark = Text(f"    {SEVERITIES[finding.severity]}: ", style=_COLOURS[finding.severity])
        self._say(mark.append(indonesian.printable(finding.message), style="default"))
        if finding.severity is not Severity.INFO:
            self._say(Text(f"      {indonesian.printable(finding.fix)}"))

    def _say(self, text: Text) -> None:
        # soft_wrap leaves a path in one piece, so that it can be copied
        self._console.print(text, soft_wrap=True)


def _next_step(*, copies: bool, cells: bool) -> str:
    if copies:
        return "Buka salinan bertanda, perbaiki sel yang ditandai, simpan, lalu build salinan itu."
    if cells:
        return "Perbaiki sel yang disebut di atas, simpan, lalu jalankan perintah yang sama lagi."
    return "Ikuti saran di bawah setiap kesalahan, lalu jalankan perintah yang sama lagi."


def _figures(outcome: Outcome, width: int) -> Table:
    """Return the figures as a table, or block by block where a table would cut them."""
    rows = [_row(result) for result in outcome.results]
    headings = ("No", "Indikator", "Hitungan", "Realisasi", "Target", "Capaian", "Predikat")
    others = 2 + sum(
        max(map(len, column)) + 2
        for position, column in enumerate(zip(headings, *map(_plain, rows), strict=True))
        if position != _TEXT
    )
    room = width - others - 2
    if width < _NARROW or room < _LEAST_TEXT:
        return _blocks(rows, headings)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("", width=0)  # indents the table like the lines around it
    for position, heading in enumerate(headings):
        if position == _TEXT:
            table.add_column(heading, no_wrap=True, overflow="ellipsis", max_width=room)
        else:
            table.add_column(heading, justify="left" if heading == headings[-1] else "right", no_wrap=True)
    for row in rows:
        table.add_row("", *row)
    return table


def _blocks(rows: list[list[Text]], headings: Sequence[str]) -> Table:
    """Return a block of lines for each indicator: its text, and below it each figure with its heading."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column("", width=0)  # indents the block like the lines around it
    table.add_column("", no_wrap=True)
    table.add_column("", overflow="fold")
    for row in rows:
        number, text, *figures = row
        table.add_row("", Text(f"{number.plain}.", style="bold"), text)
        for heading, figure in zip(headings[2:], figures, strict=True):
            table.add_row("", heading, figure)
    return table


def _plain(row: list[Text]) -> list[str]:
    return [cell.plain for cell in row]


def _row(result: Result) -> list[Text]:
    indicator = result.indicator
    no_target = "-" if result.target is None and measures.needs_target(indicator) else NOT_AVAILABLE
    cells = [
        str(indicator.number),
        indonesian.printable(indicator.text),
        measure_words.counted(indicator, result.measured) or "-",
        measure_words.with_unit(indicator, result.measured.actual),
        "-" if result.target is None else measure_words.with_unit(indicator, result.target),
        no_target if result.achievement is None else indonesian.percent(result.achievement),
        indonesian.printable(result.predicate or "-"),
    ]
    return [Text(cell) for cell in cells]


def _path(path: object) -> str:
    return indonesian.printable(str(path))

"""Paths become kiriman: mailed outputs and filled inputs, mixed, each with its figures and its findings.

An output gives the figures of its machine sheet once ``verify`` has compared everything visible with
them; an input goes through the pipeline as in ``build``. Of each only the figures are kept, so that
memory grows by a kilobyte or two for an office. A broken or refused file is a kiriman with a finding.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from iku_excel import pipeline
from iku_excel.definition import filenames, measures
from iku_excel.definition.layout import RECAP_PROPERTY, figure_name
from iku_excel.findings import catalogue
from iku_excel.model import Outcome, Result, Severity, Submission
from iku_excel.package import DAMAGE, PROPERTIES, Refusal, a1, admit, open_spreadsheet
from iku_excel.reading import inputs, outputs, reader
from iku_excel.regency import verify
from iku_excel.regency.recap.records import Figure, Form, Sent, State, form_of
from iku_excel.text import indonesian
from iku_excel.workbook import desk

_FORMS: dict[str, Form] = {}


def expand(arguments: Sequence[str], target: Path | None = None) -> list[Path]:
    """Return the files that the arguments mean: our outputs are wanted, our recaps and marked copies are not."""
    place = os.path.realpath(target) if target else ""

    def ours(path: Path) -> bool:
        copy = path.stem.endswith(filenames.CORRECTION_SUFFIX) and inputs.is_ours(path)
        return copy or os.path.realpath(path) == place or inputs.carries(path, PROPERTIES, RECAP_PROPERTY)

    return inputs.expand(arguments, ours)


def collect(paths: Iterable[Path], *, accept_edited: bool = False) -> Iterator[Sent]:
    """Yield a kiriman for each path, in order."""
    waiting = iter(paths)
    while chunk := list(islice(waiting, pipeline.CHUNK)):
        known = {path: _output(path, accept_edited=accept_edited) for path in chunk}
        inputs = pipeline.process(path for path in chunk if known[path] is None)
        for path in chunk:
            sent = known[path]
            yield _input(next(inputs)) if sent is None else sent


def _output(path: Path, *, accept_edited: bool) -> Sent | None:
    """Return the kiriman of an output or of an unreadable file, None for what may be an input."""
    sha256 = ""
    try:
        data = reader.load(path)
        sha256 = hashlib.sha256(data).hexdigest()
        book = open_spreadsheet(admit(data))
        output = outputs.parse(book)
        if output is None:
            return None
        differences = verify.compare(data, book, output)
    except Refusal as refusal:
        state = State.VERSION if refusal.code == "versi-keluaran" else State.REFUSED
        return Sent(path, sha256, state=state, findings=[catalogue.refused(refusal)])
    except DAMAGE:
        finding = catalogue.finding("berkas-rusak", {"found": "isi berkas tidak utuh"})
        return Sent(path, sha256, state=State.REFUSED, findings=[finding])
    sent = _known(path, sha256, "keluaran", output.outcome)
    if sent.form is not None:
        sent.figures = tuple(_of_output(result, sent.form) for result in output.outcome.results)
    edited = any(finding.severity is Severity.ERROR for finding in differences)
    if edited and accept_edited:
        taken = catalogue.finding("perubahan-diterima", {"found": "lembar _iku"})
        differences = (taken, *(dataclasses.replace(item, severity=Severity.WARNING) for item in differences))
    elif edited:
        sent.state = State.EDITED
    sent.findings = [*differences, *output.outcome.findings]
    return sent


def _input(outcome: Outcome) -> Sent:
    submission = outcome.submission
    sent = _known(submission.path, submission.sha256, "isian", outcome)
    sent.findings = list(outcome.findings)
    if not outcome.valid or sent.form is None:
        sent.state = State.REFUSED
    else:
        sent.figures = tuple(_of_input(result, submission, sent.form) for result in outcome.results)
    return sent


def _known(path: Path, sha256: str, kind: str, outcome: Outcome) -> Sent:
    definition = outcome.submission.definition
    if definition is None:
        return Sent(path, sha256)
    form = form_of(definition)
    form = _FORMS.setdefault(form.signature, form)  # one for all, though every office has its own definition
    through = form.periods.index(outcome.through) if outcome.through else -1
    organization, region = indonesian.squeeze(definition.organization), indonesian.squeeze(outcome.signatory.region)
    return Sent(path, sha256, kind, organization, region, definition.year, definition.id, form, through)


def _figure(result: Result, form: Form, sheet: str, cells: Sequence[str]) -> Figure:
    positions = {period.code: position for position, period in enumerate(form.periods)}
    return Figure(
        number=result.indicator.number,
        counts=tuple((positions[item.period.code], item.measured) for item in result.periods),
        measured=result.measured,
        target=result.target,
        achievement=result.achievement,
        predicate=result.predicate,
        sheet=sheet,
        cells=tuple(cells),
    )


def _of_output(result: Result, form: Form) -> Figure:
    n_parts = len(measures.row(result.indicator).parts)
    if len(form.periods) == 1:
        columns = (desk.NUMERATOR_COL, desk.DENOMINATOR_COL) if n_parts == 2 else (desk.ACTUAL_COL,)
        return _figure(result, form, desk.ACHIEVEMENT, [a1(desk.row_of(result), col) for col in columns])
    row, first = desk.block_of(result), desk.PERIOD_COL
    reported = [first + form.periods.index(item.period) for item in result.periods]
    addresses = [[a1(row + part, col) for col in reported] for part in range(n_parts)]
    return _figure(result, form, desk.PERIODS, [_area(part) for part in addresses])


def _of_input(result: Result, submission: Submission, form: Form) -> Figure:
    areas, sheet = [], ""
    for part in measures.row(result.indicator).parts:
        cells = [submission.cells[figure_name(part, result.indicator, item.period)] for item in result.periods]
        sheet = sheet or next((cell.sheet for cell in cells if cell.sheet), "")
        areas.append(_area([a1(cell.row or 0, cell.col or 0) for cell in cells]))
    return _figure(result, form, sheet, areas)


def _area(addresses: Sequence[str]) -> str:
    """Return cells of one row, which are neighbours unless somebody has inserted columns; "" for none."""
    return f"{addresses[0]}:{addresses[-1]}" if len(addresses) > 1 else "".join(addresses)

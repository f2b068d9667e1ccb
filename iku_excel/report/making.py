"""Reports of many offices: paths and earlier years -> .docx files, a ``Report`` each, in input order.

Workers read, verify and write the bytes, chunk by chunk; the bytes wait in a temporary file until all names are known,
because the last input may be the rival of the first. Then they go to the disk as outputs do: sealed, atomic, and a file
of the same name that is not ours is moved to ``arsip/`` first.
"""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import iku_excel
from iku_excel.definition import filenames
from iku_excel.findings import catalogue
from iku_excel.model import Finding, Outcome, Submission
from iku_excel.report import chapter, forms, sources, years
from iku_excel.report.blocks import Document
from iku_excel.report.sources import Source
from iku_excel.report.years import Year
from iku_excel.run import store
from iku_excel.run.workers import Workers, chunks
from iku_excel.text import indonesian

CHUNK = 16  # offices of a task
_HELD = 16 * 1024 * 1024  # bytes of reports in memory before they go to a temporary file

FORMS: Mapping[str, tuple[str, Callable[[Source, Sequence[Year]], Document]]] = {
    "bab3": ("LKJIP_BAB3", chapter.chapter),
    "pk": ("PK", lambda source, _: forms.agreement(source)),
    "renaksi": ("RENAKSI", lambda source, _: forms.plan(source)),
}
"""Form: the beginning of its file name, and what makes its document."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one input: ``output`` is None where it is refused."""

    source: Source
    findings: tuple[Finding, ...]
    output: Path | None = None
    archived: Path | None = None
    years: tuple[Year, ...] = ()


@dataclass(frozen=True, slots=True)
class Destination:
    """A folder, or with ``name`` one file in it."""

    folder: Path
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A chunk of inputs, and what all of them are compared with."""

    paths: tuple[Path, ...]
    previous: tuple[Source, ...]
    form: str
    root: Path

    def __len__(self) -> int:
        return len(self.paths)

    def part(self, first: int, last: int) -> Task:
        """Return the task of some of the paths."""
        return dataclasses.replace(self, paths=self.paths[first:last])


@dataclass(frozen=True, slots=True)
class Made:
    """The report of one input before it is on the disk: its file's name and bytes, None where the input is refused."""

    source: Source
    findings: tuple[Finding, ...]
    name: str | None = None
    data: bytes = b""
    years: tuple[Year, ...] = ()


def make(
    paths: Sequence[Path],
    previous: Sequence[Source],
    form: str,
    destination: Destination,
    where: Workers,
) -> Iterator[Report]:
    """Write the report of each path and yield what became of it."""
    tasks = (Task(tuple(chunk), tuple(previous), form, Path.cwd()) for chunk in chunks(paths, CHUNK))
    with tempfile.SpooledTemporaryFile(_HELD) as spool:
        waiting: list[Made] = []
        for made in where.run(documents, tasks, _lost):
            for item in made:
                spool.write(item.data)
                waiting.append(dataclasses.replace(item, data=len(item.data).to_bytes(8, "big")))
        contents: dict[str, set[str]] = {}
        for item in waiting:
            contents.setdefault((item.name or "").lower(), set()).add(item.source.sha256)
        spool.seek(0)
        written: dict[str, Report] = {}  # by the SHA-256 of its source
        for item in waiting:
            data = spool.read(int.from_bytes(item.data, "big"))
            first = written.get(item.source.sha256)
            if item.name is None:
                yield Report(item.source, item.findings)
            elif len(contents[item.name.lower()]) > 1:
                yield _rival(item, waiting)
            elif first is not None:
                yield _copy(item, first)
            else:
                written[item.source.sha256] = _written(item, data, destination)
                yield written[item.source.sha256]


def documents(task: Task) -> list[Made]:
    """Return the report of every path of a task."""
    return [_made(source, task) for source in sources.read(task.paths, task.root)]


def _made(source: Source, task: Task) -> Made:
    own = (*source.findings, *source.outcome.findings)
    if not source.valid:
        return Made(source, own)
    from iku_excel.report import word

    prefix, document_of = FORMS[task.form]
    compared, findings = years.earlier(source, task.previous if task.form == "bab3" else ())
    data = word.write(document_of(source, compared))
    return Made(source, (*findings, *own), filenames.report_name(prefix, source.outcome), data, tuple(compared))


def _lost(task: Task) -> list[Made]:
    """Refuse the input that ended its worker."""
    (path,) = task.paths
    values = {"limit": "proses yang membacanya", "found": "berhenti mendadak", "expected": "selesai membaca"}
    finding = catalogue.finding("berkas-berbahaya", values)
    return [Made(Source(path, "", Outcome(Submission(path), (finding,))), (finding,))]


def _rival(item: Made, waiting: Iterable[Made]) -> Report:
    name = item.name or ""
    others = [
        str(other.source.path) for other in waiting if other is not item and (other.name or "").lower() == name.lower()
    ]
    values = {"found": name, "others": indonesian.printable(indonesian.listing(others))}
    return Report(item.source, (catalogue.finding("kiriman-ganda", values), *item.findings))


def _copy(item: Made, first: Report) -> Report:
    """Say of an input with the bytes of an earlier one that it is the same."""
    same = catalogue.finding("salinan-sama", {"found": indonesian.printable(str(first.source.path))})
    return dataclasses.replace(first, source=item.source, findings=(same, *first.findings), archived=None)


def _written(item: Made, data: bytes, destination: Destination) -> Report:
    target = destination.folder / (destination.name or item.name or "")
    origin = hashlib.sha256(f"report\0{item.source.sha256}\0{iku_excel.__version__}".encode()).hexdigest()
    try:
        archived = store.put(destination.folder, target.name, data, origin)
    except OSError as error:
        values = {"found": str(target), "reason": indonesian.reason(error)}
        return Report(item.source, (catalogue.finding("gagal-tulis", values), *item.findings))
    return Report(item.source, item.findings, target, archived, item.years)

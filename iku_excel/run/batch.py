"""Many inputs in one run: all are checked, then all are written, whole chunks at a time.

Two passes, because the last input may turn out to be the rival of the first (``kiriman-ganda``). The
first reads and checks every chunk and packs what it found, a few kB an input, into a temporary file;
between the passes it is planned which file each input gets, from the names alone; the second writes
the files and yields the reports in input order. Nothing but names is held for the whole run, so
memory does not grow with it. Both passes run in ``Workers``, here or in other processes.
"""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from iku_excel import paths, pipeline
from iku_excel.definition import filenames
from iku_excel.findings import catalogue
from iku_excel.model import Finding, Outcome, Submission
from iku_excel.run import store, surroundings
from iku_excel.run.reports import Report
from iku_excel.run.workers import Workers, chunks
from iku_excel.text import indonesian

CHUNK = 64
"""Inputs of a task: pandas takes 1.2 ms an input, 0.5 for 256, but a person sees progress every two seconds."""

_WORTH_PROCESSES = 96
"""Inputs from which processes are started unless the user says how many: they cost as much as some 50 inputs."""

_HELD = 16 * 1024 * 1024  # bytes of packed outcomes in memory before they go to a temporary file

HERE = Workers()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: inputs checked, inputs reported, and how many of the checked ones are refused."""

    checked: int
    reported: int
    refused: int


Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where outputs go, and how: relative paths are the user's, seen from ``root``."""

    folder: Path
    paper: str = "f4"
    force: bool = False  # write again what is there already
    root: Path = dataclasses.field(default_factory=Path.cwd)


def workers(inputs: Sequence[Path], jobs: int | None, scheduler: str | None = None) -> Workers:
    """Return where a run of these inputs is best done; ``jobs`` None leaves their number to us."""
    if jobs is None:
        jobs = (os.cpu_count() or 1) if len(inputs) >= _WORTH_PROCESSES else 1
    return Workers(jobs, scheduler)


def check(inputs: Sequence[Path], where: Workers = HERE, watch: Watch | None = None) -> Iterator[Report]:
    """Check every input, and tell what ``build`` would make of it; nothing is written."""
    yield from _run(inputs, None, where, watch)


def build(
    inputs: Sequence[Path], destination: Destination, where: Workers = HERE, watch: Watch | None = None
) -> Iterator[Report]:
    """Check every input and write the workbooks of the valid ones into a folder."""
    store.clean(destination.root / destination.folder)
    yield from _run(inputs, destination, where, watch)


def _run(
    inputs: Sequence[Path], destination: Destination | None, where: Workers, watch: Watch | None
) -> Iterator[Report]:
    root = destination.root if destination else Path.cwd()
    with tempfile.SpooledTemporaryFile(_HELD) as spool:
        found: list[Found] = []
        lengths = []
        tasks = (Reading(tuple(chunk), root) for chunk in chunks(inputs, _chunk_size(len(inputs), where)))
        for packed in where.run(_read, tasks, _lost_reading):
            spool.write(packed.outcomes)
            lengths.append((len(packed.outcomes), len(packed.found)))
            found += packed.found
            if watch:
                watch(Progress(len(found), 0, sum(item.name is None for item in found)))
        plans = _plans(inputs, found, destination)
        refused = sum(plan.refusal is not None or item.name is None for plan, item in zip(plans, found, strict=True))
        spool.seek(0)
        reported = 0
        company = surroundings.Company(found, root)
        for reports in where.run(_write, _writings(spool, lengths, plans, destination), _lost_writing):
            yield from (company.joined(reported + number, report) for number, report in enumerate(reports))
            reported += len(reports)
            if watch:
                watch(Progress(len(found), reported, refused))


def _chunk_size(n_inputs: int, where: Workers) -> int:
    """Return the inputs of a chunk: fewer than usual where the workers would not all have one."""
    return max(1, min(CHUNK, -(-n_inputs // where.jobs)))


# ---------------------------------------------------------------- the first pass: read and check


@dataclass(frozen=True, slots=True)
class Reading:
    """A chunk to be read and checked."""

    paths: tuple[Path, ...]
    root: Path

    def __len__(self) -> int:
        return len(self.paths)

    def part(self, first: int, last: int) -> Reading:
        """Return the reading of some of the paths."""
        return Reading(self.paths[first:last], self.root)


@dataclass(frozen=True, slots=True)
class Found:
    """What the plan must know of an input: the output it would have, or whether it gets a correction copy."""

    name: str | None  # of the output; None when refused
    copied: bool  # refused, but a template of ours
    sha256: str = ""  # of the input; "" where it could not be read


@dataclass(frozen=True, slots=True)
class Packed:
    """A chunk's outcomes, pickled, and what the plan must know of them."""

    outcomes: bytes
    found: tuple[Found, ...]


def _read(task: Reading) -> Packed:
    return _pack(list(pipeline.process(task.paths, len(task), task.root)))


def _pack(outcomes: Sequence[Outcome]) -> Packed:
    found = tuple(
        Found(
            filenames.output_name(outcome) if outcome.valid else None,
            copied=not outcome.valid and outcome.submission.definition is not None,
            sha256=outcome.submission.sha256,
        )
        for outcome in outcomes
    )
    return Packed(pickle.dumps([_slim(outcome) for outcome in outcomes], pickle.HIGHEST_PROTOCOL), found)


def _slim(outcome: Outcome) -> Outcome:
    """Leave out the cells as read where nothing more is to be marked in them: half of what is packed."""
    if not outcome.valid:
        return outcome
    return dataclasses.replace(outcome, submission=dataclasses.replace(outcome.submission, cells={}))


def _lost_reading(task: Reading) -> Packed:
    """Refuse the input that ended its worker."""
    (path,) = task.paths
    return _pack([deadly(Outcome(Submission(path), ()))])


def deadly(outcome: Outcome) -> Outcome:
    """Return the outcome of an input that ended the process which worked on it."""
    values = {"limit": "proses yang membacanya", "found": "berhenti mendadak", "expected": "selesai membaca"}
    finding = catalogue.finding("berkas-berbahaya", values)
    return dataclasses.replace(outcome, findings=(finding, *outcome.findings), results=())


# ---------------------------------------------------------------- between the passes: who gets which file


@dataclass(frozen=True, slots=True)
class Plan:
    """What an input gets: a file of this name, or none; ``refusal`` where it may not have it."""

    name: str | None = None
    refusal: Finding | None = None


def _plans(inputs: Sequence[Path], found: Sequence[Found], destination: Destination | None) -> list[Plan]:
    doubles = _doubles(inputs, found)
    sources = {paths.real(path) for path in inputs} if destination else set()
    copies: set[str] = set()
    first = surroundings.first_of_same_bytes(found)
    plans = []
    for number, (path, item) in enumerate(zip(inputs, found, strict=True)):
        double = doubles.get(path)
        if double is not None:
            plans.append(Plan(refusal=double))
        elif destination is None or number in first:  # a copy has what the first of its kind gets
            plans.append(Plan())
        else:
            name = _copy_name(path, copies) if item.copied else item.name
            plans.append(_safe(name, destination, sources))
    return plans


def _doubles(inputs: Sequence[Path], found: Sequence[Found]) -> Mapping[Path, Finding]:
    """Return the finding of every input that would write the same output as another of different bytes."""
    by_name: dict[str, list[Path]] = {}
    contents: dict[str, set[str]] = {}
    for path, item in zip(inputs, found, strict=True):
        if item.name is not None:
            by_name.setdefault(item.name.lower(), []).append(path)
            contents.setdefault(item.name.lower(), set()).add(item.sha256)
    doubles = {}
    for path, item in zip(inputs, found, strict=True):
        rivals = by_name[item.name.lower()] if item.name is not None else []
        if item.name is not None and len(contents[item.name.lower()]) > 1:
            others = indonesian.listing([str(rival) for rival in rivals if rival != path])
            values = {"found": item.name or "", "others": indonesian.printable(others)}
            doubles[path] = catalogue.finding("kiriman-ganda", values)
    return doubles


def _copy_name(path: Path, taken: set[str]) -> str:
    """Return <stem>_koreksi.xlsx; inputs of one name from several folders are numbered in input order."""
    number, stem = 1, path.stem
    while f"{stem}{filenames.CORRECTION_SUFFIX}".lower() in taken:
        number += 1
        stem = f"{path.stem}-{number}"
    taken.add(f"{stem}{filenames.CORRECTION_SUFFIX}".lower())
    return f"{stem}{filenames.CORRECTION_SUFFIX}.xlsx"


def _safe(name: str | None, destination: Destination, sources: AbstractSet[str]) -> Plan:
    """Return the plan for a file unless it would take the place of an input of this run."""
    if name is None:
        return Plan()
    target = destination.folder / name
    if paths.real(destination.root / target) not in sources:
        return Plan(name)
    return Plan(refusal=_unwritten(target, FileExistsError(errno.EEXIST, "is an input")))


def _unwritten(target: Path, error: OSError) -> Finding:
    return catalogue.finding("gagal-tulis", {"found": str(target), "reason": indonesian.reason(error)})


# ---------------------------------------------------------------- the second pass: write and report


@dataclass(frozen=True, slots=True)
class Writing:
    """A chunk whose outcomes are written as planned; without a destination they are only reported."""

    outcomes: bytes
    plans: tuple[Plan, ...]
    destination: Destination | None

    def __len__(self) -> int:
        return len(self.plans)

    def part(self, first: int, last: int) -> Writing:
        """Return the writing of some of the outcomes."""
        outcomes = pickle.loads(self.outcomes)  # noqa: S301 - packed by ourselves in this run
        part = pickle.dumps(outcomes[first:last], pickle.HIGHEST_PROTOCOL)
        return Writing(part, self.plans[first:last], self.destination)


def _writings(
    spool: IO[bytes], lengths: Sequence[tuple[int, int]], plans: Sequence[Plan], destination: Destination | None
) -> Iterator[Writing]:
    first = 0
    for n_bytes, n_inputs in lengths:
        yield Writing(spool.read(n_bytes), tuple(plans[first : first + n_inputs]), destination)
        first += n_inputs


def _write(task: Writing) -> list[Report]:
    outcomes = pickle.loads(task.outcomes)  # noqa: S301 - packed by ourselves in this run
    return [_report(outcome, plan, task.destination) for outcome, plan in zip(outcomes, task.plans, strict=True)]


def _lost_writing(task: Writing) -> list[Report]:
    """Refuse the input that ended the worker which wrote for it."""
    (outcome,) = pickle.loads(task.outcomes)  # noqa: S301 - packed by ourselves in this run
    return [Report(deadly(outcome), "refused")]


def _report(outcome: Outcome, plan: Plan, destination: Destination | None) -> Report:
    if plan.refusal is not None:
        return Report(_with(outcome, plan.refusal), "refused")
    if destination is None or plan.name is None:
        return Report(outcome, "valid" if outcome.valid else "refused")
    try:
        return _written(outcome, plan.name, destination)
    except OSError as error:
        return Report(_with(outcome, _unwritten(destination.folder / plan.name, error)), "refused")


def _with(outcome: Outcome, finding: Finding) -> Outcome:
    return dataclasses.replace(outcome, findings=(finding, *outcome.findings))


def _written(outcome: Outcome, name: str, destination: Destination) -> Report:
    """Write the output of a valid input, or the correction copy of a refused one. Raises OSError."""
    status = "built" if outcome.valid else "refused"
    target = destination.folder / name
    origin = store.origin(outcome.submission, destination.paper, outcome.valid)
    if not destination.force and store.holds(destination.root / target, origin):
        archived, unchanged, there = None, True, True
    else:
        outcome, data = _rendered(outcome, destination)
        there, unchanged = data is not None, False
        archived = store.put(destination.root / destination.folder, name, data, origin) if data is not None else None
    where = destination.folder / archived.relative_to(destination.root / destination.folder) if archived else None
    output, correction = (target, None) if outcome.valid else (None, target if there else None)
    return Report(outcome, status, output, correction, where, unchanged)


def _rendered(outcome: Outcome, destination: Destination) -> tuple[Outcome, bytes | None]:
    """Return what is to be written, None where a refused input can have no copy; then the outcome says why."""
    if outcome.valid:
        from iku_excel import workbook

        return outcome, workbook.render(outcome, destination.paper)
    from iku_excel.workbook import correction

    data = (destination.root / outcome.submission.path).read_bytes()
    if hashlib.sha256(data).hexdigest() != outcome.submission.sha256:  # since it was checked
        return outcome, None
    try:
        return outcome, correction.copy(data, outcome)
    except correction.NotCopiedError as error:
        finding = catalogue.finding("salinan-tidak-dibuat", {"found": str(error)})
        return dataclasses.replace(outcome, findings=(*outcome.findings, finding)), None

"""Many inputs in one run: arguments -> paths -> outcomes -> files on the disk, in input order.

A path named outright is always answered. From folders and globs are left out: lock files of Excel
("~$..."), hidden files, what we wrote ourselves (outputs and correction copies), non-workbooks.
"""

from __future__ import annotations

import dataclasses
import errno
import glob
import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from iku_excel import catalogue, indonesian, pipeline, store
from iku_excel.gate import DAMAGE, MAX_FILE
from iku_excel.layout import CORRECTION_NAME, OUTPUT_PROPERTY
from iku_excel.model import Finding, Outcome

WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"))
"""Endings of what an office may send as a workbook; all but a true .xlsx are refused with a reason."""

_WORTH_A_PROCESS = 20  # inputs a process: starting one costs as much as reading some twenty

_MARKED_WITHIN = 1_048_576  # bytes of a part that are searched for our mark


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one input: its outcome, and what was written for it."""

    outcome: Outcome
    status: str  # "built", "valid" or "refused"
    output: Path | None = None
    correction: Path | None = None
    archived: Path | None = None

    @property
    def source(self) -> Path:
        """The input's path as the user would write it."""
        return self.outcome.submission.path


def expand(arguments: Sequence[str]) -> list[Path]:
    """Return the inputs that the arguments mean, each file once, in the order first named."""
    found: dict[str, Path] = {}
    for argument in arguments:
        for path in _expanded(argument):
            found.setdefault(os.path.realpath(path), path)
    return list(found.values())


def check(inputs: Sequence[Path], jobs: int = 1) -> Iterator[Report]:
    """Check every input; nothing is written."""
    for outcome in _outcomes(inputs, jobs):
        yield Report(outcome, "valid" if outcome.valid else "refused")


def build(inputs: Sequence[Path], folder: Path, paper: str, jobs: int = 1) -> Iterator[Report]:
    """Check every input and write the workbooks of the valid ones into a folder."""
    store.clean(folder)
    outcomes = list(_outcomes(inputs, jobs))
    doubles = _doubles(outcomes)
    copies: set[str] = set()
    sources = {os.path.realpath(path) for path in inputs}
    for outcome in outcomes:
        double = doubles.get(outcome.submission.path)
        if double is not None:
            refused = dataclasses.replace(outcome, findings=(double, *outcome.findings))
            yield Report(refused, "refused")
        elif not outcome.valid:
            yield _refuse(outcome, folder, copies, sources)
        else:
            yield _write(outcome, folder, paper, sources)


def _outcomes(inputs: Sequence[Path], jobs: int) -> Iterator[Outcome]:
    """Run the pipeline, whole chunks in ``jobs`` processes where there are enough inputs to pay for them."""
    share = -(-len(inputs) // jobs)
    if jobs == 1 or share < _WORTH_A_PROCESS:
        yield from pipeline.process(inputs)
        return
    from joblib import Parallel, delayed

    size = min(share, pipeline.CHUNK)
    chunks = [inputs[start : start + size] for start in range(0, len(inputs), size)]
    done = Parallel(n_jobs=jobs, return_as="generator")(delayed(_chunk)(chunk) for chunk in chunks)
    for outcomes in done:
        yield from outcomes


def _chunk(paths: Sequence[Path]) -> list[Outcome]:
    return list(pipeline.process(paths))


def _write(outcome: Outcome, folder: Path, paper: str, sources: AbstractSet[str]) -> Report:
    from iku_excel import workbook

    name = store.output_name(outcome)
    data = workbook.render(outcome, paper)
    try:
        archived = _put(folder, name, data, sources)
    except OSError as error:
        return Report(_unwritten(outcome, folder / name, error), "refused")
    return Report(outcome, "built", output=folder / name, archived=archived)


def _refuse(outcome: Outcome, folder: Path, copies: set[str], sources: AbstractSet[str]) -> Report:
    """Write the correction copy of a refused template; what is no template of ours has none."""
    if outcome.submission.definition is None:
        return Report(outcome, "refused")
    from iku_excel import correction

    name = _copy_name(outcome.submission.path, copies)
    try:
        data = outcome.submission.path.read_bytes()
        marked = correction.copy(data, outcome) if _same(data, outcome) else None
        archived = _put(folder, name, marked, sources) if marked is not None else None
    except OSError as error:
        return Report(_unwritten(outcome, folder / name, error), "refused")
    if marked is None and (size := correction.too_large(data)):
        values = {"found": f"isi berkas {size}", "expected": correction.LARGEST}
        finding = catalogue.finding("salinan-tidak-dibuat", values)
        outcome = dataclasses.replace(outcome, findings=(*outcome.findings, finding))
    return Report(outcome, "refused", correction=folder / name if marked is not None else None, archived=archived)


def _put(folder: Path, name: str, data: bytes, sources: AbstractSet[str]) -> Path | None:
    """Write a file as store.put does, but never in the place of an input of this run."""
    if os.path.realpath(folder / name) in sources:
        raise FileExistsError(errno.EEXIST, "is an input")
    return store.put(folder, name, data)


def _copy_name(path: Path, taken: set[str]) -> str:
    """Return <stem>_koreksi.xlsx; inputs of one name from several folders are numbered in input order."""
    number, stem = 1, path.stem
    while f"{stem}{store.CORRECTION_SUFFIX}".lower() in taken:
        number += 1
        stem = f"{path.stem}-{number}"
    taken.add(f"{stem}{store.CORRECTION_SUFFIX}".lower())
    return f"{stem}{store.CORRECTION_SUFFIX}.xlsx"


def _same(data: bytes, outcome: Outcome) -> bool:
    """Tell whether the file still holds the bytes that were checked."""
    return hashlib.sha256(data).hexdigest() == outcome.submission.sha256


def _unwritten(outcome: Outcome, target: Path, error: OSError) -> Outcome:
    values = {"found": str(target), "reason": indonesian.reason(error)}
    finding = catalogue.finding("gagal-tulis", values)
    return dataclasses.replace(outcome, findings=(finding, *outcome.findings))


def _doubles(outcomes: Sequence[Outcome]) -> Mapping[Path, Finding]:
    """Return the finding of every input that would write the same output as another."""
    by_name: dict[str, list[Path]] = {}
    for outcome in outcomes:
        if outcome.valid:
            by_name.setdefault(store.output_name(outcome).lower(), []).append(outcome.submission.path)
    found = {}
    for outcome in outcomes:
        path = outcome.submission.path
        rivals = by_name.get(store.output_name(outcome).lower(), []) if outcome.valid else []
        if len(rivals) > 1:
            others = indonesian.listing([str(rival) for rival in rivals if rival != path])
            values = {"found": store.output_name(outcome), "others": indonesian.printable(others)}
            found[path] = catalogue.finding("kiriman-ganda", values)
    return found


def _expanded(argument: str) -> Iterator[Path]:
    path = Path(argument)
    if path.is_dir():
        yield from _workbooks(path.iterdir())
    elif not os.path.lexists(argument) and glob.has_magic(argument):
        matches = [Path(match) for match in glob.glob(argument, recursive=True)]
        yield from _workbooks(matches) if matches else [path]
    else:
        yield path


def _workbooks(paths: Iterable[Path]) -> Iterator[Path]:
    for path in sorted(paths, key=lambda path: (path.name, str(path))):
        wanted = path.suffix.lower() in WORKBOOKS and not path.name.startswith(("~$", "."))
        if wanted and not path.is_dir() and not _ours(path):
            yield path


def _ours(path: Path) -> bool:
    """Tell whether we wrote this file; an unreadable one is not ours, and gets its finding later."""
    copy = path.stem.endswith(store.CORRECTION_SUFFIX)
    part, mark = ("xl/workbook.xml", CORRECTION_NAME) if copy else ("docProps/custom.xml", OUTPUT_PROPERTY)
    try:
        if not path.is_file() or path.stat().st_size > MAX_FILE:
            return False
        with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
            return mark.encode() in stream.read(_MARKED_WITHIN)
    except (OSError, KeyError, ValueError, RuntimeError, *DAMAGE):
        return False

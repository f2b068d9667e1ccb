"""What is done for a file, in the process beside the page: check and build it, print it, write its letter, recap many.

Everything comes in and goes out as paths, texts and records. What can be made of a file is the table ``KINDS``: a row
there is a download, and a button of the page where it is made only when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import iku_excel
from iku_excel import record
from iku_excel.definition import filenames, profile
from iku_excel.delivery import office
from iku_excel.model import PERIODS, Finding, Outcome, Submission
from iku_excel.page.shelf import Made
from iku_excel.run import store
from iku_excel.text import indonesian


class UnmadeError(Exception):
    """It cannot be made; the message says why, to the user."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that can be made of a file, and how the page calls it."""

    key: str
    label: str
    source: str = ""  # key of what it is made from when asked for; "" for what every check makes
    make: Callable[[Made], Made] | None = None  # raises UnmadeError
    available: Callable[[], bool] = lambda: True  # on this machine


def correction(data: bytes, outcome: Outcome) -> bytes | None:
    """Return the correction copy of a refused file as build writes it, None where there can be none."""
    from iku_excel.workbook import correction as copies

    copied = copies.copy(data, outcome) if outcome.submission.definition is not None else None
    return copied and store.seal(copied, store.origin(outcome.submission, "f4", valid=False))


def examine(path: Path, name: str, folder: Path) -> tuple[dict[str, Any], dict[str, Any], list[Made]]:
    """Check a file that goes by a name; return its record, what is shown of it, and what was made of it in a folder."""
    from iku_excel.page import view
    from iku_excel.run.reports import Report

    data = path.read_bytes()
    outcome, workbook = iku_excel.build(data, name=name)
    made = []
    if workbook is not None:
        made.append(_put(folder, "workbook", filenames.output_name(outcome), workbook))
    else:
        copied = correction(data, outcome)
        if copied is not None:
            made.append(_put(folder, "correction", f"{Path(name).stem}{filenames.CORRECTION_SUFFIX}.xlsx", copied))
    report = Report(outcome, "valid" if outcome.valid else "refused")
    return report.record(), view.of(data, outcome), made


def lost(name: str) -> tuple[dict[str, Any], dict[str, Any], list[Made]]:
    """Return what ``examine`` would, for a file that ended the process which examined it."""
    from iku_excel.run.batch import deadly
    from iku_excel.run.reports import Report

    outcome = deadly(Outcome(Submission(Path(name)), ()))
    return Report(outcome, "refused").record(), {"form": None, "sheets": {}}, []


def _put(folder: Path, kind: str, name: str, data: bytes) -> Made:
    """Write what was made; on the disk a correction copy has a plain name, whatever the clerk's file is called."""
    path = folder / (name if kind == "workbook" else f"{kind}.xlsx")
    path.write_bytes(data)
    return Made(kind, name, path)


def printed(workbook: Made) -> Made:
    """Print the sheet IKU of a workbook through LibreOffice."""
    from iku_excel.delivery import pdf

    try:
        (item,) = pdf.make([workbook.path])
    except office.MissingOfficeError as error:
        raise UnmadeError(str(error)) from error
    if item.pdf is None:
        raise UnmadeError(_words(item.finding))
    return Made("pdf", item.pdf.name, item.pdf)


def letter(workbook: Made) -> Made:
    """Write the draft of a mail with a workbook, and its PDF if there is one."""
    from iku_excel.delivery import mail

    composed = mail.compose(workbook.path)
    if isinstance(composed, mail.Unfit):
        raise UnmadeError(_words(*composed.findings))
    target, _ = mail.put(composed, ())
    return Made("email", target.name, target)


def chapter(workbook: Made) -> Made:
    """Write chapter III of the yearly report from a workbook."""
    from iku_excel.report import Destination, making
    from iku_excel.run.workers import Workers

    (report,) = making.make([workbook.path], (), "bab3", Destination(workbook.path.parent), Workers())
    if report.output is None:
        raise UnmadeError(_words(*report.findings))
    return Made("lkjip", report.output.name, report.output)


def _words(*findings: Finding | None) -> str:
    return " ".join(f"{item.message} {item.fix}" for item in findings if item is not None)


KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("correction", "Salinan koreksi"),
        Kind("workbook", "Buku kerja resmi"),
        Kind("pdf", "PDF", "workbook", printed, lambda: office.find() is not None),
        Kind("email", "Surel", "workbook", letter),
        Kind("lkjip", "LKjIP Bab III", "workbook", chapter),
    )
}
"""Everything that can be taken away of a file, in the order of the buttons."""


def make(kind: str, source: Made) -> Made:
    """Make something of a file when asked for. Raises UnmadeError."""
    maker = KINDS[kind].make
    if maker is None:
        raise UnmadeError("Ini dibuat saat berkas diperiksa.")
    return maker(source)


def roster(path: Path) -> dict[str, Any]:
    """Return the offices of a roster and its faults."""
    from iku_excel.regency import roster as rosters

    read = rosters.read(path)
    return {
        "valid": read.valid,
        "offices": [{"organization": row.organization, "region": row.region} for row in read.rows],
        "findings": [record.of_finding(finding) for finding in read.findings],
    }


def recap(inputs: Sequence[tuple[str, str, Path]], listed: Path | None, folder: Path) -> tuple[dict[str, Any], Made]:
    """Add up files given as (id, name, path); return what it comes to, and the workbook in a folder.

    The files go in by name, as those of a folder do. Raises UnmadeError where nothing can be added up.
    """
    ordered = sorted(inputs, key=lambda item: (item[1], item[0]))
    try:
        told, data = iku_excel.recap([path for _, _, path in ordered], roster=listed)
    except ValueError as error:
        raise UnmadeError(str(error)) from error
    name = f"REKAP_IKU_{told['year'] or 'KOSONG'}.xlsx"
    path = folder / "rekap.xlsx"
    path.write_bytes(store.seal(data))
    for (key, called, _), item in zip(ordered, told["inputs"], strict=True):
        item["input"], item["id"] = called, key
    for block in told["blocks"]:
        block["offices"] = len(block["offices"])
    return told, Made("recap", name, path)


@cache
def blanks() -> dict[str, Any]:
    """Return what an empty template can be of: each profile with what it leaves open, and the periods."""
    opened = {name: profile.load(name).raw for name in profile.shipped()}
    return {
        "profiles": [
            {
                "name": name,
                "label": name.replace("_", " ").title(),
                "open": [option for option in ("organization", "year") if option not in raw],
            }
            for name, raw in opened.items()
        ],
        "periods": list(PERIODS),
    }


def blank(name: str, period: str, organization: str | None, year: int | None) -> tuple[str, bytes]:
    """Return the name and bytes of an empty template. Raises UnmadeError."""
    from iku_excel import template

    if period not in PERIODS:
        raise UnmadeError(f"Periode tidak dikenal; pilih {indonesian.listing(list(PERIODS))}.")
    try:
        definition = profile.load(name).define(period, organization, year)
    except (profile.OptionError, profile.ProfileError) as error:
        raise UnmadeError(str(error)) from error
    return filenames.template_name(definition), template.render(definition)


def warm() -> None:
    """Load what the first file needs, before it comes."""
    from iku_excel.workbook import correction  # noqa: F401 - loaded for its own sake

    iku_excel.build(b"")

"""iku-excel: from a filled Excel template to the official Indikator Kinerja Utama workbook.

The three functions here are what other programs call. They print nothing, write no file, and raise nothing for whatever
a file holds: its faults are the findings of the outcome. Importing the package loads none of its rooms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from iku_excel.model import Outcome

__version__ = "0.2.0"
__all__ = ["__version__", "build", "check", "recap"]


def check(source: str | Path | bytes, *, name: str | None = None) -> Outcome:
    """Return everything known about one filled template.

    ``source`` is a path or the bytes of an .xlsx file; ``name`` is the file name by which the outcome knows it (bytes
    without one are "kiriman.xlsx"). ``outcome.valid`` tells whether a workbook can be built; ``outcome.findings`` names
    each fault at its cell; ``outcome.results`` has a ``Result`` for each indicator, none where refused: counts of the
    year to date, and ``actual``, ``target``, ``achievement`` in percent, unrounded, None where nothing is to compute.
    """
    import dataclasses
    from pathlib import Path

    from iku_excel import pipeline
    from iku_excel.reading import UNNAMED, Document

    given = Document(name or UNNAMED, source) if isinstance(source, bytes) else Path(source)
    (outcome,) = pipeline.process([given])
    if name is None:
        return outcome
    return dataclasses.replace(outcome, submission=dataclasses.replace(outcome.submission, path=Path(name)))


def build(source: str | Path | bytes, *, name: str | None = None, paper: str = "f4") -> tuple[Outcome, bytes | None]:
    """Return what ``check`` returns and the official workbook as the bytes of an .xlsx file, None where it is refused.

    The name goes into the workbook as its source. ``paper`` is "f4" or "a4"; raises ValueError for any other. The same
    name and bytes give the same workbook, byte for byte, as ``iku-excel build`` writes it.
    """
    from iku_excel import workbook
    from iku_excel.run import store
    from iku_excel.text.styles import PAPERS

    if paper not in PAPERS:
        raise ValueError(f"paper is one of {', '.join(PAPERS)}, not {paper!r}")
    outcome = check(source, name=name)
    if not outcome.valid:
        return outcome, None
    return outcome, store.seal(workbook.render(outcome, paper), store.origin(outcome.submission, paper, valid=True))


def recap(
    paths: Iterable[str | Path] | str | Path, *, roster: str | Path | None = None
) -> tuple[dict[str, Any], bytes]:
    """Return the consolidated figures of many outputs and filled templates, and their recap as an .xlsx file.

    ``paths`` are files, folders or globs, or one of them; the dict is what ``iku-excel recap --json`` prints:
    ``blocks`` with the sums of numerators and denominators of every indicator (``actual`` in percent), each file with
    its state and findings.
    ``roster`` lists the offices that must report. Raises ValueError for a roster that cannot be used, and where no file
    is known for what it is, with the reasons.
    """
    from pathlib import Path

    from iku_excel.regency import recap as recaps
    from iku_excel.regency import roster as rosters

    listed = None if roster is None else rosters.read(Path(roster))
    if listed is not None and not listed.valid:
        raise ValueError("\n".join(f"{finding.message} {finding.fix}" for finding in listed.findings))
    named = [paths] if isinstance(paths, str | Path) else paths
    made = recaps.make(recaps.collect.expand([str(path) for path in named]), roster=listed)
    return recaps.of_recap(made.recap), made.data

"""What a run tells of each input."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iku_excel import record
from iku_excel.model import Finding, Outcome


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one input: its outcome, and what was written for it."""

    outcome: Outcome
    status: str  # "built", "valid" or "refused"
    output: Path | None = None
    correction: Path | None = None
    archived: Path | None = None
    unchanged: bool = False  # the file was there already, as this input and this version give it
    around: tuple[Finding, ...] = ()  # what only the surroundings tell; never part of an output
    pdf: Path | None = None
    unprinted: Finding | None = None  # why there is no PDF, where one was wanted

    @property
    def source(self) -> Path:
        """The input's path as the user would write it."""
        return self.outcome.submission.path

    def record(self) -> dict[str, Any]:
        """Return what other programs read of it, as ``--json`` prints it."""
        return record.of_outcome(
            self.outcome,
            source=str(self.source),
            status=self.status,
            output=_text(self.output),
            correction=_text(self.correction),
            around=self.around,
            run={"archived": _text(self.archived), "unchanged": self.unchanged, "pdf": _text(self.pdf)},
        )


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)

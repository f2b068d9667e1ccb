"""What the catalogue has for each code: severity, message, fix, and the meaning for the docs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from iku_excel.model import Severity

ERROR, WARNING, INFO = Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one code; ``meaning`` explains it in docs/temuan.md."""

    severity: Severity
    message: str
    fix: str
    expected: str | None
    meaning: str
    fixes: Mapping[str, str] = field(default_factory=dict)
    """What to do instead of ``fix`` where the value ``kind`` says what kind of fault it is."""
    messages: Mapping[str, str] = field(default_factory=dict)
    """What to say instead of ``message`` there."""

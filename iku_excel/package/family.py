"""The kinds of Office package that the gate lets in: what makes one, and what looks like one and is another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of package: told by the folder of its parts, admitted by the content type of its main part."""

    name: str  # as sniff calls it
    folder: str  # where its parts stand
    main: str  # content type of the part that the package is about
    code: str  # finding of a file that is something else
    strict: str  # what its Strict variant is called
    others: Mapping[str, str] = field(default_factory=dict)  # content types of its kin, and what they are called
    by_parts: bool = True  # our own reader asks for single parts; a library opens them all, so all must be sound


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

WORKBOOK = Family(
    name="buku kerja Excel (.xlsx)",
    folder="xl/",
    main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    code="bukan-xlsx",
    strict="Strict Open XML Spreadsheet (.xlsx)",
    others={
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml": "Excel dengan makro (.xlsm)",
        "application/vnd.ms-excel.template.macroEnabled.main+xml": "templat Excel dengan makro (.xltm)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": "templat Excel (.xltx)",
        "application/vnd.ms-excel.addin.macroEnabled.main+xml": "tambahan Excel (.xlam)",
    },
)

WORD = Family(
    name="dokumen Word (.docx)",
    folder="word/",
    main=f"{_WORD}.document.main+xml",
    code="bukan-dokumen",
    strict="Strict Open XML Document (.docx)",
    others={
        "application/vnd.ms-word.document.macroEnabled.main+xml": "dokumen Word dengan makro (.docm)",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": "templat Word dengan makro (.dotm)",
        f"{_WORD}.template.main+xml": "templat Word (.dotx)",
    },
    by_parts=False,
)

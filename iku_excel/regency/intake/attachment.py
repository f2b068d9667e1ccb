"""The records of intake: what was handed in, and names that are safe to write to a disk."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath

from iku_excel.findings import catalogue
from iku_excel.model import Finding
from iku_excel.package import DAMAGE
from iku_excel.reading import inputs
from iku_excel.text import indonesian

_LONGEST_NAME = 100
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK = "__properties_version1.0".encode("utf-16-le")
_SEARCHED = 1_048_576


@dataclass(frozen=True, slots=True)
class Attachment:
    """One thing that was handed in: a workbook, or something that could not be opened and why."""

    source: str  # as the user named it, with what it was inside of
    name: str
    data: bytes
    sender: str | None = None  # address of its mail, "" where that is unclear, None where it came by no mail
    trouble: Finding | None = None
    sha256: str = field(default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", safe_name(self.name))
        object.__setattr__(self, "sha256", self.sha256 or hashlib.sha256(self.data).hexdigest())


def trouble(source: str, name: str, data: bytes, code: str, values: Mapping[str, str]) -> Attachment:
    """Return what could not be opened, with the finding that says why."""
    return Attachment(source, name, data, trouble=catalogue.finding(code, values))


def safe_name(name: str) -> str:
    """Return the last part of a name without anything that a path, a header or a terminal would obey."""
    last = PurePosixPath(indonesian.printable(indonesian.squeeze(name)).replace("\\", "/")).name
    plain = re.sub(r'[<>:"|?*]', "_", indonesian.squeeze(last)).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if dot and len(suffix) <= 5:
        return f"{stem[:_LONGEST_NAME] or 'lampiran'}.{suffix}"
    return plain[:_LONGEST_NAME] or "lampiran"


def suffix_of(name: str) -> str:
    """Return the ending of a name in small letters, with its dot."""
    return PurePosixPath(name).suffix.lower()


def is_workbook(name: str, data: bytes) -> bool:
    """Tell whether this may be meant as a workbook: by its name, or by its content under another name."""
    return suffix_of(name) in inputs.WORKBOOKS or _has_workbook(data)


def _has_workbook(data: bytes) -> bool:
    """Tell whether this is the archive of a workbook, not one with workbooks in it."""
    if not data.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return any(name.lower().startswith("xl/workbook") for name in archive.namelist())
    except (*DAMAGE, ValueError):
        return b"xl/workbook" in data.lower()


def is_archive(name: str, data: bytes) -> bool:
    """Tell whether this is a ZIP archive that is no Office file."""
    return data.startswith(_ZIP) and suffix_of(name) in (".zip", "") and not is_workbook(name, data)


def is_winmail(name: str) -> bool:
    """Tell whether this is what Outlook makes of attachments for other programs."""
    return name.lower() == "winmail.dat"


def is_outlook(name: str, data: bytes) -> bool:
    """Tell whether this is a mail as Outlook saves it."""
    return suffix_of(name) == ".msg" or (data.startswith(_OLE) and _OUTLOOK in data[:_SEARCHED])

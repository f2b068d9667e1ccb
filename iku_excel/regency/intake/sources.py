"""Folders, workbooks, mails, mailboxes and archives become attachments, one after the other, each on its own.

What is inside something else is taken out as far as ``_DEEPEST``: a workbook in a ZIP in a forwarded mail. What
cannot be opened is an attachment too, with the finding that says why, so that nothing vanishes without a word.
"""

from __future__ import annotations

import mailbox
import zipfile
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from iku_excel.definition.layout import RECAP_PROPERTY
from iku_excel.package import DAMAGE, MAX_FILE, PROPERTIES, Refusal, size
from iku_excel.reading import inputs, reader
from iku_excel.regency.intake import mails
from iku_excel.regency.intake.attachment import (
    Attachment,
    is_archive,
    is_outlook,
    is_winmail,
    is_workbook,
    suffix_of,
    trouble,
)
from iku_excel.text import indonesian

MAILS, MAILBOXES, ARCHIVES = (".eml",), (".mbox", ".mbx"), (".zip",)
TAKEN = frozenset((*inputs.WORKBOOKS, *MAILS, *MAILBOXES, *ARCHIVES, ".msg"))
"""Endings of the files of a folder that are looked at; photographs and letters beside them are not."""

UNFINISHED = (".part", ".crdownload", ".download", ".tmp", ".partial")
"""Endings of downloads that are not done."""

_DEEPEST = 3
_MAX_ENTRIES = 1_000
_MAX_UNPACKED = 200 * 1024 * 1024
_MAX_MAILBOX = 2 * 1024 * 1024 * 1024
Opener = Callable[[str, str, bytes, int], Iterator[Attachment]]
_TNEF = "application/ms-tnef"


def files(arguments: Sequence[str]) -> list[Path]:
    """Return the files that the arguments mean; of a folder those that may hold a workbook, by name."""
    found: dict[Path, None] = {}
    for argument in arguments:
        path = Path(argument)
        inside = [item for item in _listed(path) if wanted(item)] if path.is_dir() else inputs.expand([argument])
        found.update(dict.fromkeys(inside))
    return list(found)


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda path: path.name)


def wanted(path: Path) -> bool:
    """Tell whether a file of a folder is looked at: no lock file, no half download, nothing that we wrote."""
    name = path.name.lower()
    if name.startswith(("~$", ".")) or name.endswith(UNFINISHED):
        return False
    if not is_winmail(name) and suffix_of(name) not in TAKEN:
        return False
    return not path.is_dir() and not inputs.carries(path, PROPERTIES, RECAP_PROPERTY)


def attachments(path: Path) -> Iterator[Attachment]:
    """Yield what a file holds."""
    source = str(path)
    if suffix_of(path.name) in MAILBOXES or _begins_as_mailbox(path):
        yield from _mailbox(path)
        return
    try:
        data = _load(path)
    except Refusal as refusal:
        yield trouble(source, path.name, b"", refusal.code, refusal.values)
        return
    yield from _opened(source, path.name, data, 0, known_mail=suffix_of(path.name) in MAILS)


def _begins_as_mailbox(path: Path) -> bool:
    """Tell whether a file of no known ending is a mailbox, as mail programs keep one ("Inbox")."""
    if suffix_of(path.name) in TAKEN:
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(5) == b"From "
    except (OSError, ValueError):
        return False  # that it cannot be read is told where it is


def _load(path: Path) -> bytes:
    """Return a file's bytes; mails and archives may be larger than a workbook."""
    if suffix_of(path.name) not in (*MAILS, *ARCHIVES):
        return reader.load(path)
    try:
        n_bytes = path.stat().st_size
        if n_bytes > mails.MAX_MAIL:
            raise Refusal("kiriman-terlalu-besar", found=size(n_bytes), expected=size(mails.MAX_MAIL))
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = indonesian.reason(error) if isinstance(error, OSError) else "nama tidak sah"
        raise Refusal("berkas-tidak-ada", found=why) from error


def _opened(source: str, name: str, data: bytes, depth: int, *, known_mail: bool = False) -> Iterator[Attachment]:
    """Yield the workbooks in something, which may be one itself."""
    if known_mail or suffix_of(name) in MAILS:
        yield from _inside(source, name, data, depth, _mail)
    elif is_outlook(name, data):
        yield trouble(source, name, data, "surel-outlook", {"found": name})
    elif is_winmail(name):
        yield trouble(source, name, data, "winmail", {"found": name})
    elif is_archive(name, data) or (suffix_of(name) in ARCHIVES and not is_workbook(name, data)):
        yield from _inside(source, name, data, depth, _archive)
    else:
        yield Attachment(source, name, data)


def _inside(source: str, name: str, data: bytes, depth: int, opener: Opener) -> Iterator[Attachment]:
    if depth >= _DEEPEST:
        found = f"lebih dari {_DEEPEST} lapis arsip atau surel"
        yield trouble(source, name, data, "arsip-berlapis", {"found": found})
        return
    yield from opener(source, name, data, depth)


def _mail(source: str, name: str, data: bytes, depth: int) -> Iterator[Attachment]:
    if len(data) > mails.MAX_MAIL:
        values = {"found": size(len(data)), "expected": size(mails.MAX_MAIL)}
        yield trouble(source, name, data, "kiriman-terlalu-besar", values)
        return
    try:
        mail = mails.read(data)
    except Refusal as refusal:
        yield trouble(source, name, data, refusal.code, refusal.values)
        return
    found = 0
    for part in mail.parts:
        inner = part.name or "lampiran"
        if part.kind == _TNEF or is_winmail(inner):
            items: Iterator[Attachment] = iter([trouble(source, inner, part.data, "winmail", {"found": inner})])
        elif _holds(inner, part.data):
            items = _opened(source, inner, part.data, depth + 1)
        else:
            continue
        for item in items:
            found += 1
            yield _from(item, mail.sender)
    if not found:
        empty = trouble(source, name, data, "tanpa-lampiran", {"found": "tidak ada buku kerja di dalamnya"})
        yield _from(empty, mail.sender)


def _from(item: Attachment, sender: str) -> Attachment:
    return Attachment(item.source, item.name, item.data, sender, item.trouble, item.sha256)


def _holds(name: str, data: bytes) -> bool:
    """Tell whether a part may be or hold a workbook; pictures of signatures and letters are passed over."""
    return suffix_of(name) in TAKEN or is_workbook(name, data) or is_archive(name, data) or is_outlook(name, data)


def _archive(source: str, name: str, data: bytes, depth: int) -> Iterator[Attachment]:
    try:
        entries = _entries(data)
    except Refusal as refusal:
        yield trouble(source, name, data, refusal.code, refusal.values)
        return
    except (*DAMAGE, RuntimeError, OSError, ValueError):
        yield trouble(source, name, data, "berkas-rusak", {"found": "arsip ZIP ini tidak utuh"})
        return
    if not entries:
        yield trouble(source, name, data, "tanpa-lampiran", {"found": "tidak ada buku kerja di dalam arsip ini"})
    for inner, content in entries:
        yield from _opened(source, inner, content, depth + 1)


def _entries(data: bytes) -> list[tuple[str, bytes]]:
    """Return what an archive holds that may be or hold a workbook. Raises Refusal, and what zipfile raises."""
    found, unpacked = [], 0
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = [item for item in archive.infolist() if not item.is_dir()]
        if len(entries) > _MAX_ENTRIES:
            raise Refusal("berkas-berbahaya", limit="isi arsip", found=str(len(entries)), expected=str(_MAX_ENTRIES))
        for entry in entries:
            last = entry.filename.replace("\\", "/").rpartition("/")[2]
            if "__MACOSX" in entry.filename or last.startswith(("~$", ".")):
                continue
            if entry.flag_bits & 1:
                raise Refusal("arsip-terkunci", found=indonesian.printable(last))
            with archive.open(entry) as stream:
                content = stream.read(MAX_FILE + 1)
            unpacked += len(content)
            if len(content) > MAX_FILE or unpacked > _MAX_UNPACKED:
                most = size(MAX_FILE if len(content) > MAX_FILE else _MAX_UNPACKED)
                raise Refusal("berkas-berbahaya", limit="isi arsip", found=f"lebih dari {most}", expected=most)
            if _holds(last, content):
                found.append((last, content))
    return found


def _mailbox(path: Path) -> Iterator[Attachment]:
    """Yield what the mails of a mailbox hold, one mail at a time."""
    try:
        n_bytes = path.stat().st_size
        if n_bytes > _MAX_MAILBOX:
            values = {"found": size(n_bytes), "expected": size(_MAX_MAILBOX)}
            yield trouble(str(path), path.name, str(path).encode(), "kiriman-terlalu-besar", values)
            return
        box = mailbox.mbox(path, create=False)
        try:
            for number, key in enumerate(box.keys(), start=1):
                name = f"{path.stem}-{number}.eml"
                yield from _inside(f"{path}#{number}", name, box.get_bytes(key), 0, _mail)
        finally:
            box.close()
    except (OSError, mailbox.Error) as error:
        why = indonesian.reason(error) if isinstance(error, OSError) else "kotak surat tidak terbaca"
        yield trouble(str(path), path.name, str(path).encode(), "berkas-tidak-ada", {"found": why})

"""What a file really is, told from its bytes and never from its name.

An .xlsx is a ZIP package; an .xls is an OLE2 container or a bare BIFF stream; an encrypted .xlsx is
an OLE2 container with a stream named EncryptedPackage (Excel does this for a "read-only" password
too, and for a label of confidentiality). Anything that is no ZIP package can be named here.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import NamedTuple


class Kind(NamedTuple):
    """What a file is, if it is no package: the code of its finding, its name, and which remedy if there are several."""

    code: str
    name: str
    kind: str = ""


ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x10\x00", b"\x09\x08\x08\x00")

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "berkas PDF"),
    (b"\x89PNG", "gambar PNG"),
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"GIF8", "gambar GIF"),
    (b"BM", "gambar BMP"),
    (b"II*\x00", "gambar TIFF"),
    (b"MM\x00*", "gambar TIFF"),
    (b"RIFF", "berkas media RIFF"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7-Zip"),
    (b"\x1f\x8b", "arsip GZIP"),
    (b"{\\rtf", "dokumen RTF"),
    (b"MZ", "program Windows"),
    (b"\x7fELF", "program"),
)
_OPEN_DOCUMENT = {
    b"spreadsheet": "lembar kerja OpenDocument (.ods)",
    b"text": "dokumen OpenDocument (.odt)",
    b"presentation": "presentasi OpenDocument (.odp)",
}
_DOCUMENT_TYPE = re.compile(rb"application/vnd\.oasis\.opendocument\.([a-z]+)")
_TEXT_SAMPLE = 4096

ARCHIVE = "arsip ZIP"
"""What a package is called that is none of an office program's."""

PLAIN = "teks biasa atau CSV"
"""What a file of readable text is called."""


def _stream(*names: str) -> re.Pattern[bytes]:
    """Return what finds the beginning of a stream's name in an OLE2 directory; it has no case."""
    return re.compile(b"|".join(re.escape(name.encode("utf-16-le")) for name in names), re.IGNORECASE)


_STREAMS: tuple[tuple[re.Pattern[bytes], Kind], ...] = (
    (_stream("DRMEncrypted", "DRMContent"), Kind("terenkripsi", "label kerahasiaan", "label")),
    (_stream("EncryptedPackage", "EncryptionInfo"), Kind("terenkripsi", "berkas Excel dengan kata sandi")),
    (_stream("Workbook", "Book"), Kind("format-lama", "Excel 97-2003 (.xls)")),
    (_stream("WordDocument"), Kind("bukan-xlsx", "dokumen Word lama (.doc)")),
)
"""What an OLE2 container is, by a stream in it; the first that is there tells."""


def unpackaged(data: bytes) -> Kind | None:
    """Return what a file is for bytes that are no ZIP package, None for a package."""
    if data.startswith(ZIP):
        return None
    if not data.strip(b"\x00 \t\r\n"):
        return Kind("berkas-rusak", "berkas kosong")
    if data.startswith(_OLE):
        return next(
            (kind for stream, kind in _STREAMS if stream.search(data)), Kind("bukan-xlsx", "dokumen Office lama")
        )
    if data.startswith(_BIFF):
        return Kind("format-lama", "Excel lama (.xls)")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return Kind("bukan-xlsx", name, "arsip" if name.startswith("arsip") else "")
    return Kind(*_text(data[:_TEXT_SAMPLE]))


KIND_PARTS = ("mimetype", "meta-inf/manifest.xml")
"""Keys of the parts, the better first, whose beginning tells an OpenDocument package."""


def packaged(names: AbstractSet[str], beginning: bytes) -> str | None:
    """Return what a ZIP package is if it is surely no .xlsx.

    Its parts tell, by their keys, and ``beginning``: how one of KIND_PARTS begins.
    """
    if "[content_types].xml" not in names:
        match = _DOCUMENT_TYPE.search(beginning)
        name = _OPEN_DOCUMENT.get(match[1]) if match else None
        if name:
            return name
    if "xl/workbook.bin" in names:
        return "Excel biner (.xlsb)"
    if "word/document.xml" in names:
        return "dokumen Word (.docx)"
    if "ppt/presentation.xml" in names:
        return "presentasi PowerPoint (.pptx)"
    if "[content_types].xml" not in names:
        return ARCHIVE
    return None


def _text(sample: bytes) -> tuple[str, str]:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        decoded = sample.decode("utf-16", errors="replace")
    else:
        decoded = sample.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    head = decoded.lstrip().lower()
    if head.startswith(("<!doctype html", "<html")) or re.search("<(html|table|meta|body)[ >]", head):
        return "bukan-xlsx", "halaman HTML"
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "bukan-xlsx", "lembar kerja XML 2003"
    if head.startswith("<"):
        return "bukan-xlsx", "berkas XML"
    if any(ord(char) < 32 and char not in "\t\r\n\f" for char in decoded):
        return "berkas-rusak", "isi yang tidak dikenal"
    return "bukan-xlsx", PLAIN

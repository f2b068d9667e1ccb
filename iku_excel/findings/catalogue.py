"""Every finding's code, severity and words: the one place where users are told what is wrong.

A message reads: where, what is there, what the rule is. The fix is its own imperative sentence. Templates are
filled with ``{where}`` (the cell's label and address), ``{found}``, ``{expected}``, ``{cell}`` ("sel E7 lembar Data";
"sel itu" in the fix where the message has said it) and the values a rule passes by name.
"""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.findings.catalogue_documents import DOCUMENTS
from iku_excel.findings.catalogue_files import FILES
from iku_excel.findings.catalogue_input import INPUT
from iku_excel.findings.catalogue_intake import INTAKE
from iku_excel.findings.catalogue_live import LIVE
from iku_excel.findings.catalogue_measures import MEASURES
from iku_excel.findings.catalogue_plausibility import PLAUSIBILITY
from iku_excel.findings.catalogue_regency import REGENCY
from iku_excel.findings.catalogue_registers import REGISTERS
from iku_excel.findings.catalogue_report import REPORT
from iku_excel.findings.catalogue_run import RUN
from iku_excel.findings.entry import ERROR, INFO, WARNING, Entry
from iku_excel.model import Finding, Severity
from iku_excel.package import Refusal, a1
from iku_excel.text import indonesian

CATALOGUE: Mapping[str, Entry] = {
    **INPUT,
    **FILES,
    **MEASURES,
    **PLAUSIBILITY,
    **REGISTERS,
    **LIVE,
    # the run
    "salinan-tidak-dibuat": Entry(
        INFO,
        "Salinan bertanda dari berkas ini tidak dibuat: {found}.",
        "Perbaiki langsung di berkas ini; lembar dan sel setiap temuan disebut di atas.",
        None,
        "Menandai sel di berkas yang sangat besar, misalnya register puluhan ribu baris, terlalu lama dan dapat "
        "membuat komputer macet; atau bagian yang memuat format dan komentarnya tidak utuh. Temuannya tetap lengkap.",
    ),
    "kiriman-ganda": Entry(
        ERROR,
        "Kiriman ini dan {others} akan menjadi berkas yang sama, {found}; tidak satu pun ditulis.",
        "Pilih kiriman yang benar, pindahkan yang lain ke folder lain, lalu ulangi.",
        "satu kiriman untuk satu hasil",
        "Dua berkas dari organisasi, tahun dan periode yang sama dalam satu kali perintah.",
    ),
    "pdf-gagal": Entry(
        ERROR,
        "PDF tidak dapat dibuat: {found}.",
        "Buka buku kerjanya di LibreOffice atau Excel dan pilih File > Export > PDF; bila terbuka dengan baik, ulangi. "
        "Jalankan iku-excel doctor untuk memeriksa LibreOffice.",
        None,
        "PDF dibuat oleh LibreOffice, dengan batas waktu. Buku kerjanya sendiri tidak berubah.",
    ),
    "gagal-tulis": Entry(
        ERROR,
        "Hasil tidak dapat ditulis ke {found}: {reason}.",
        "Tutup berkas itu bila terbuka di Excel, pastikan folder dapat ditulis dan disk tidak penuh, lalu ulangi.",
        None,
        "Komputer menolak penulisan. Berkas lama, bila ada, tetap utuh.",
    ),
    **DOCUMENTS,
    **RUN,
    **{code: Entry(*words) for code, words in REGENCY.items()},
    **REPORT,
    **INTAKE,
}

SEVERITIES: Mapping[Severity, str] = {ERROR: "kesalahan", WARNING: "peringatan", INFO: "keterangan"}
"""What people call a severity."""

COLUMNS = ("TINGKAT", "LEMBAR", "SEL", "TEMUAN", "ISI SEKARANG", "SEHARUSNYA", "YANG HARUS DILAKUKAN")
"""Headings of a table of findings; ``row`` gives its rows."""

HERE = "sel itu"
"""The faulty cell, where the message has said its address already."""

MAX_QUOTED = 1_000
"""Letters of what was found or expected that a finding keeps; a cell may hold 32,767."""

Place = tuple[str, int, int]  # sheet, row, col


def finding(
    code: str,
    values: Mapping[str, str] | None = None,
    *,
    place: Place | None = None,
    sheet: str | None = None,
    label: str = "",
    severity: Severity | None = None,
) -> Finding:
    """Return the finding of a code with its words filled in from ``values``.

    ``place`` is the faulty cell; ``sheet`` alone serves where the cell is gone. ``severity`` only
    where the contract gives one code two weights.
    """
    entry = CATALOGUE[code]
    values = values or {}
    found, expected = values.get("found"), values.get("expected", entry.expected)
    cell = a1(place[1], place[2]) if place else None
    sheet = place[0] if place else sheet
    address = f"sel {cell} lembar {sheet}" if cell else f"lembar {sheet}" if sheet else "berkas ini"
    kind = values.get("kind", "")
    message = entry.messages.get(kind, entry.message)
    words = {
        "where": f"{label} ({address})" if label else address[0].upper() + address[1:],
        "cell": address,
        "label_lower": _lower(label),
        "note": f" ({found})" if found else "",
        **values,
        "found": quoted(found),
        "expected": expected or "",
    }
    fix = entry.fixes.get(kind, entry.fix)
    once = {**words, "cell": HERE} if cell and tells_where(message) else words
    return Finding(
        code=code,
        severity=severity or entry.severity,
        message=message.format_map(words),
        fix=fix.format_map(once),
        sheet=sheet,
        cell=cell,
        found=_bounded(found),
        expected=_bounded(expected),
    )


def tells_where(message: str) -> bool:
    """Tell whether a message of the catalogue says the address, so that its fix need not."""
    return "{where}" in message or "{cell}" in message


def refused(refusal: Refusal) -> Finding:
    """Return the finding of a file that is not read any further."""
    return finding(refusal.code, refusal.values, place=refusal.place)


def row(found: Finding) -> tuple[str, ...]:
    """Return a finding as the cells of a table under ``COLUMNS``."""
    return (
        SEVERITIES[found.severity],
        found.sheet or "",
        found.cell or "",
        found.message,
        found.found or "",
        found.expected or "",
        found.fix,
    )


def quoted(found: str | None) -> str:
    """Return what was found, safe and short enough for a sentence."""
    text = indonesian.printable(found or "")
    return text if len(text) <= 80 else f"{text[:77]}..."


def _bounded(text: str | None) -> str | None:
    return text if text is None or len(text) <= MAX_QUOTED else f"{text[: MAX_QUOTED - 3]}..."


def _lower(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]

"""A late office gets a letter: what is missing, by when it was asked for, and its template once more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from email.headerregistry import Address
from pathlib import Path

from iku_excel.definition import filenames
from iku_excel.delivery import mail
from iku_excel.delivery.mail import Letter
from iku_excel.regency.late import Late
from iku_excel.text import indonesian


def compose(late: Late, folder: Path, day: str) -> Letter:
    """Return the reminder of a day; its draft stands in a folder."""
    stem = late.template_name.removesuffix(".xlsx").replace("ISIAN_IKU", "PENGINGAT")
    source = folder / f"{filenames.joined(stem, late.region, late.due.period.code)}.xlsx"
    identity = hashlib.sha256(" ".join((*map(str, filter(None, late.whose)), day)).encode()).hexdigest()
    subject = f"Pengingat IKU {late.due.year}{_label(late)} - {mail.spoken(late.row.organization)}"
    attached = ((late.template_name, late.template, mail.WORKBOOK_TYPE),)
    return Letter(source, identity, subject, "\n".join(_body(late)) + "\n", attached)


def recipient(late: Late) -> Address | None:
    """Return the office's address, None where the roster has none."""
    try:
        return mail.address(late.row.email) if late.row.email else None
    except mail.AddressError:
        return None


def _label(late: Late) -> str:
    return "" if late.due.kind == "tahunan" else f" {late.due.period.label}"


def _body(late: Late) -> Iterator[str]:
    due = late.due
    reach = "" if due.kind == "tahunan" else f" sampai dengan {due.period.title}"
    yield f"Yth. {indonesian.squeeze(late.row.values.get('jabatan', '')) or mail.spoken(late.row.organization)}"
    yield ""
    yield "Dengan hormat,"
    yield ""
    yield f"mohon kiriman Indikator Kinerja Utama (IKU) {mail.spoken(late.row.organization)}"
    yield f"tahun {due.year}{reach}."
    yield ""
    if late.reached is None:
        yield "Sampai hari ini kiriman itu belum kami terima."
    else:
        yield f"Yang sudah kami terima baru sampai dengan {late.reached.title}. Isian berikutnya memuat kembali"
        yield "angka periode yang sudah dilaporkan itu."
    if late.row.deadline:
        yield f"Batas waktunya {late.row.deadline}."
    yield ""
    yield f"Templatnya terlampir ({late.template_name}). Isilah sel yang kuning, lalu balas surel ini"
    yield "dengan melampirkan isiannya. Bila sudah terkirim dalam beberapa hari ini, mohon surat ini diabaikan."
    yield ""
    yield "Atas perhatian dan kerja sama Bapak/Ibu kami ucapkan terima kasih."
    yield ""
    yield "Bagian Organisasi"

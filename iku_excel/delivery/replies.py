"""A decision of intake becomes the letter that answers it: a receipt with figures, or what to mend.

The answer goes to the office's own address on the roster, and only where the roster has none, or does not know the
office, to the address that the mail came from: who imitates an office gets no answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.headerregistry import Address
from pathlib import Path

from iku_excel.delivery import mail
from iku_excel.delivery.mail import Enclosure, Letter
from iku_excel.model import Finding, Outcome, Severity
from iku_excel.regency.intake import Decision
from iku_excel.regency.ledger import REPLACES, Entry
from iku_excel.text import indonesian

FOLDER = "balasan"
_NAMED = 15  # faults that a letter names; the copy lists all
_ASKED = {
    "tanpa-lampiran": "Lampirkan isian atau hasil build (.xlsx) pada surel berikutnya.",
    "winmail": "Kirim ulang sebagai HTML atau teks biasa (Outlook: Options > Mail Format), atau lampirkan dalam ZIP.",
    "arsip-terkunci": "Kirim ulang tanpa kata sandi.",
    "arsip-berlapis": "Lampirkan buku kerjanya langsung.",
    "surel-rusak": "Kirim ulang surelnya dengan buku kerja sebagai lampiran.",
    "kiriman-terlalu-besar": "Lampirkan buku kerja IKU saja.",
    "keluaran-diubah": "Kirim hasil build tanpa disunting; bila angkanya salah, perbaiki isiannya, lalu ulangi build.",
    "keluaran-rusak": "Jalankan iku-excel build lagi, lalu kirim hasilnya tanpa disunting.",
    "versi-keluaran": "Perbarui iku-excel, jalankan build lagi, lalu kirim hasilnya.",
    "berkas-rusak": "Buka berkasnya di Excel, simpan sebagai .xlsx baru, lalu kirim ulang.",
    "organisasi-tidak-dikenal": "Pakailah templat yang kami bagikan untuk organisasi Bapak/Ibu.",
    "wilayah-lain": "Periksa baris Wilayah di lembar Identitas.",
}
"""What the sender is asked to do where the words of a finding speak to whoever received it."""

_CLOSING = ("", "Demikian, atas perhatian Bapak/Ibu kami ucapkan terima kasih.", "", "Bagian Organisasi")


def compose(decision: Decision, folder: Path) -> Letter | None:
    """Return the letter, None where nothing new has come; its draft stands in ``balasan/`` under the folder."""
    entry = decision.answered
    if entry is None:
        return None
    source = folder / FOLDER / f"{_stem(decision, entry)}.xlsx"
    body = _refusal(decision) if decision.refused else _receipt(decision, entry)
    subject = f"{'Perlu diperbaiki' if decision.refused else 'Tanda terima'}: {_what(decision)}"
    copy: tuple[Enclosure, ...] = ()
    if decision.correction is not None and decision.correction.is_file():
        copy = ((decision.correction.name, decision.correction.read_bytes(), mail.WORKBOOK_TYPE),)
    return Letter(source, entry.sha256, subject, "\n".join([*body, *_CLOSING]) + "\n", copy)


def recipient(decision: Decision) -> Address | None:
    """Return whom to answer, None where nobody's address is known."""
    row, sender = decision.judged.row, decision.judged.attachment.sender
    wanted = row.email if row and row.email else sender
    try:
        return mail.address(wanted) if wanted else None
    except mail.AddressError:
        return None


def _stem(decision: Decision, entry: Entry) -> str:
    stem = Path(entry.file or entry.name).stem
    return f"{stem}_{entry.sha256[:8]}" if decision.refused and entry.file is None else stem


def _what(decision: Decision) -> str:
    outcome = decision.judged.outcome
    if outcome is None or outcome.submission.definition is None or outcome.through is None:
        return f"kiriman IKU ({indonesian.squeeze(decision.entry.name)})"
    return mail.subject(outcome)


def _addressed(decision: Decision) -> Iterator[str]:
    outcome = decision.judged.outcome
    known = outcome is not None and outcome.submission.definition is not None
    yield f"Yth. {mail.organization(outcome)}" if known and outcome is not None else "Yth. Bapak/Ibu pengirim"
    yield ""
    yield "Dengan hormat,"
    yield ""


def _receipt(decision: Decision, entry: Entry) -> Iterator[str]:
    outcome = decision.judged.outcome
    if outcome is None:
        raise ValueError("only what was read is received")
    yield from _addressed(decision)
    yield f"kiriman Indikator Kinerja Utama {_period(outcome)} telah kami terima"
    yield f"dengan nama berkas {entry.name}. Angka yang kami catat:"
    yield ""
    for result in outcome.results:
        yield from mail.figures(result)
        yield ""
    notes = [finding for finding in decision.judged.findings if finding.severity is Severity.WARNING]
    told = [finding for finding in notes if finding.code != "pengirim-lain"]
    if told:
        yield "Mohon diperiksa (tidak menghalangi penerimaan):"
        yield from _faults(told)
        yield ""
    if entry.status == REPLACES:
        yield "Kiriman ini menggantikan kiriman sebelumnya untuk periode yang sama."
        yield ""
    yield "Tanda terima (SHA-256 berkas yang kami terima):"
    yield entry.sha256


def _refusal(decision: Decision) -> Iterator[str]:
    name, mail_alone = decision.entry.name, decision.judged.attachment.name.lower().endswith((".eml", ".msg"))
    yield from _addressed(decision)
    what = "surel" if mail_alone else f"berkas {name}"
    yield f"{what} yang kami terima belum dapat kami pakai. Yang perlu diperbaiki:"
    yield ""
    yield from _faults([finding for finding in decision.judged.findings if finding.severity is Severity.ERROR])
    yield ""
    if decision.correction is not None:
        yield "Terlampir salinan berkas itu dengan sel yang salah sudah ditandai. Mohon diperbaiki di sana,"
        yield "disimpan, lalu dikirim kembali."
    else:
        yield "Mohon dikirim kembali setelah diperbaiki."


def _faults(findings: list[Finding]) -> Iterator[str]:
    for number, finding in enumerate(findings[:_NAMED], start=1):
        yield f"{number}. {indonesian.squeeze(finding.message)}"
        yield f"   {_ASKED.get(finding.code) or indonesian.squeeze(finding.fix)}"
    if len(findings) > _NAMED:
        yield f"dan {len(findings) - _NAMED} lagi."


def _period(outcome: Outcome) -> str:
    definition, through = outcome.submission.definition, outcome.through
    if definition is None or through is None:
        raise ValueError("only a valid outcome is received")
    reach = f" sampai dengan {through.title}" if len(definition.periods) > 1 else ""
    return f"tahun {definition.year}{reach}"

"""An output becomes a letter: an .eml draft that Outlook and Thunderbird open ready to be sent.

Subject "IKU 2023 TW II - Kecamatan Tongas"; a short formal body with every result and the receipt (the
SHA-256 of what is attached); the workbook, and the PDF of the same name if there is one. Figures come
from the record in ``_iku`` (outputs.py), never from cells that anyone may have changed. Header lines are
made of addresses that fit a narrow pattern and of text without control characters, so nothing from a
file or a command line can add a header. The same output gives the same bytes: no clock, no random
boundary. The first line of a draft is its seal, by which one that was edited is known.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from iku_excel.definition import measure_words
from iku_excel.delivery import pdf
from iku_excel.findings import catalogue
from iku_excel.model import Finding, Outcome, Result, Severity
from iku_excel.package import DAMAGE, MAX_FILE, Refusal, admit, open_spreadsheet
from iku_excel.reading import outputs, reader
from iku_excel.regency import verify
from iku_excel.run import store
from iku_excel.text import indonesian

WORKBOOK_TYPE = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PDF_TYPE = ("application", "pdf")

_POLICY = SMTP.clone(max_line_length=78)
_SEAL = b"X-Iku-Excel-Seal: "
_SEALED = re.compile(rb"X-Iku-Excel-Seal: ([0-9a-f]{64})\r\n")

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?P<local>[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+)*)"
    rf"@(?P<domain>{_LABEL}(?:\.{_LABEL})+)"
)
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>")
_LONGEST_ADDRESS = 254  # characters, of RFC 5321
_SMALL_WORDS = frozenset(("dan", "atau", "di", "ke", "dari", "yang", "untuk"))


class AddressError(ValueError):
    """What was given is no address of e-mail; the message says so in Indonesian."""


Enclosure = tuple[str, bytes, tuple[str, str]]
"""Name, content and type of what is attached."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: for an output, as an answer, or to remind.

    The draft stands beside ``source``; ``sha256`` tells by which content the log of sending knows it (an output's is
    the workbook's); ``notes`` are told to who sends it.
    """

    source: Path
    sha256: str
    subject: str
    body: str
    attachments: tuple[Enclosure, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfit:
    """An output that is not sent, and why."""

    source: Path
    findings: tuple[Finding, ...]

    @property
    def edited(self) -> bool:
        """Whether only edits stand in the way, which the sender may accept."""
        grave = [finding for finding in self.findings if finding.severity is Severity.ERROR]
        return all(finding.code == "keluaran-diubah" for finding in grave)


def address(text: str) -> Address:
    """Return an address, written plainly or as "Nama <alamat>". Raises AddressError."""
    named = _NAMED.fullmatch(text.strip())
    name, plain = (named["name"].strip().strip('"'), named["address"]) if named else ("", text.strip())
    match = _ADDRESS.fullmatch(plain)
    safe = name == indonesian.printable(name)
    if match is None or not safe or len(plain) > _LONGEST_ADDRESS:
        raise AddressError(
            f'"{indonesian.printable(text)}" bukan alamat surel, misalnya organisasi@probolinggokab.go.id.'
        )
    return Address(name, match["local"], match["domain"])


def compose(source: Path, *, accept_edited: bool = False) -> Letter | Unfit:
    """Return the letter of an output, or why it is not fit to be sent."""
    try:
        data = reader.load(source)
        book = open_spreadsheet(admit(data))
        output = outputs.parse(book)
        if output is None:
            values = {"found": "tidak ada catatan keluaran di dalamnya"}
            return Unfit(source, (catalogue.finding("bukan-keluaran", values),))
        findings = verify.compare(data, book, output)
        attached, notes = _attached(source, data)
    except Refusal as refusal:
        return Unfit(source, (catalogue.refused(refusal),))
    except DAMAGE:
        return Unfit(source, (catalogue.finding("berkas-rusak", {"found": "isi berkas tidak utuh"}),))
    edited = any(finding.severity is Severity.ERROR for finding in findings)
    if edited and not accept_edited:
        return Unfit(source, findings)
    return Letter(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        subject=subject(output.outcome),
        body="\n".join(_body(output.outcome, attached, edited=edited)) + "\n",
        attachments=attached,
        notes=notes,
    )


def _attached(source: Path, data: bytes) -> tuple[tuple[Enclosure, ...], tuple[str, ...]]:
    """Return the attachments, and what the sender should know of them."""
    workbook = (_file_name(source), data, WORKBOOK_TYPE)
    printed = source.with_suffix(".pdf")
    if not printed.is_file():
        return (workbook,), ()
    content = reader.load(printed)
    if not content.startswith(b"%PDF-"):
        return (workbook,), (f"{printed.name} bukan PDF; tidak dilampirkan.",)
    if pdf.source_of(content) not in (None, hashlib.sha256(data).hexdigest()):
        again = f'iku-excel pdf "{source}"'
        return (workbook,), (f"{printed.name} dibuat dari buku kerja lain; tidak dilampirkan. Buat lagi: {again}",)
    if len(data) + len(content) > MAX_FILE:
        return (workbook,), (f"{printed.name} terlalu besar untuk surel; tidak dilampirkan.",)
    return (workbook, (_file_name(printed), content, PDF_TYPE)), ()


def _file_name(path: Path) -> str:
    return indonesian.squeeze(path.name).replace('"', "'")


def subject(outcome: Outcome) -> str:
    """Return the subject line: "IKU 2023 TW II - Kecamatan Tongas"."""
    definition = outcome.submission.definition
    if definition is None or outcome.through is None:
        raise ValueError("only a valid outcome is sent")
    period = f" {outcome.through.label}" if len(definition.periods) > 1 else ""
    return f"IKU {definition.year}{period} - {organization(outcome)}"


def organization(outcome: Outcome) -> str:
    """Return the office's name as it is written in a sentence: "Kecamatan Tongas"."""
    definition = outcome.submission.definition
    if definition is None:
        raise ValueError("only a valid outcome is sent")
    capitals = indonesian.squeeze(definition.organization)
    sources = (indonesian.squeeze(indicator.data_source) for indicator in definition.indicators)
    return next((name for name in sources if name.casefold() == capitals.casefold()), spoken(capitals))


def spoken(capitals: str) -> str:
    """Return a name in capitals as it is written in a sentence."""
    words = capitals.lower().split()
    return " ".join(word if word in _SMALL_WORDS and n else word.capitalize() for n, word in enumerate(words))


def _body(outcome: Outcome, attached: Sequence[Enclosure], *, edited: bool) -> Iterator[str]:
    definition, through, signatory = outcome.submission.definition, outcome.through, outcome.signatory
    if definition is None or through is None:
        raise ValueError("only a valid outcome is sent")
    reach = f" sampai dengan {through.title}" if len(definition.periods) > 1 else ""
    yield "Yth. Kepala Bagian Organisasi"
    if signatory.region:
        yield spoken(indonesian.squeeze(signatory.region))
    yield ""
    yield "Dengan hormat,"
    yield ""
    yield f"bersama ini kami sampaikan Indikator Kinerja Utama (IKU) {organization(outcome)}"
    yield f"tahun {definition.year}{reach}, dengan hasil sebagai berikut."
    yield ""
    for result in outcome.results:
        yield from figures(result)
        yield ""
    if outcome.note:
        yield f"Catatan: {indonesian.squeeze(outcome.note)}"
        yield ""
    if edited:
        yield "Buku kerja terlampir disunting sesudah dibuat; angka di atas adalah angka saat dibuat."
        yield ""
    yield "Lampiran dan tanda terimanya (SHA-256):"
    for name, content, _ in attached:
        yield f"- {name}"
        yield f"  {hashlib.sha256(content).hexdigest()}"
    yield ""
    yield "Demikian kami sampaikan. Atas perhatian Bapak/Ibu kami ucapkan terima kasih."
    yield ""
    signed = (signatory.position, signatory.name, signatory.rank, f"NIP. {signatory.nip}" if signatory.nip else "")
    yield from (indonesian.squeeze(line) for line in signed if line)


def figures(result: Result) -> Iterator[str]:
    """Yield the lines of one result."""
    measured = result.measured
    indicator = result.indicator
    yield f"{result.indicator.number}. {indonesian.squeeze(result.indicator.text)}"
    counted = measure_words.counted(indicator, measured)
    actual = indonesian.squeeze(measure_words.with_unit(indicator, measured.actual))
    yield f"   Realisasi {actual}{f' ({counted})' if counted else ''}"
    if result.achievement is not None:
        achieved = f"capaian {indonesian.percent(result.achievement)}"
        if result.target is not None:
            achieved = f"target {indonesian.squeeze(measure_words.with_unit(indicator, result.target))}, {achieved}"
        yield f"   {achieved[0].upper()}{achieved[1:]}, {indonesian.squeeze(result.predicate or '-')}"


def message(letter: Letter, to: Sequence[Address], cc: Sequence[Address] = ()) -> EmailMessage:
    """Return the letter as a message without sender and date."""
    made = EmailMessage(policy=_POLICY)
    made["Subject"] = indonesian.squeeze(letter.subject)
    if to:
        made["To"] = to
    if cc:
        made["Cc"] = cc
    made.set_content(letter.body, cte="quoted-printable")
    for name, content, (kind, subkind) in letter.attachments:
        made.add_attachment(content, maintype=kind, subtype=subkind, filename=name)
    made.set_boundary(f"=_iku-excel-{letter.sha256[:32]}")
    return made


def draft(letter: Letter, to: Sequence[Address], cc: Sequence[Address] = ()) -> bytes:
    """Return the letter as the bytes of an .eml file that opens as a message still to be sent."""
    made = message(letter, to, cc)
    made["X-Unsent"] = "1"
    text = made.as_bytes()
    return _SEAL + hashlib.sha256(text).hexdigest().encode() + b"\r\n" + text


def is_ours(data: bytes) -> bool:
    """Tell whether these are bytes that ``draft`` returned, touched by nobody since."""
    match = _SEALED.match(data)
    return match is not None and hashlib.sha256(data[match.end() :]).hexdigest().encode() == match[1]


def put(letter: Letter, to: Sequence[Address], cc: Sequence[Address] = ()) -> tuple[Path, Path | None]:
    """Write the draft beside the output; return where, and where an older one that was edited went. Raises OSError."""
    target = letter.source.with_suffix(".eml")
    return target, store.put_as(target, draft(letter, to, cc), is_ours)

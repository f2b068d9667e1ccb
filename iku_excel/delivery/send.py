"""A letter goes out through SMTP, to each recipient once: a log beside the outputs remembers.

``log-kirim.jsonl`` has a line for each step with each recipient: {"time", "output", "sha256", "to",
"state", "reply"}. The states: ``menunggu`` is written, and on the disk, before the letter is handed over;
then ``diterima`` or ``ditolak`` as the server answers. A line that stays ``menunggu`` means that the
answer never came: the letter may have arrived, so it is not sent again unless asked for. A recipient
who has ``diterima`` for the same workbook (its SHA-256) is left out. What fails before the letter is
handed over has sent nothing and may simply be tried again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.headerregistry import Address
from email.utils import format_datetime
from pathlib import Path

from iku_excel.delivery.mail import Letter, message
from iku_excel.delivery.settings import Settings
from iku_excel.text import indonesian, jsontext

LOG = "log-kirim.jsonl"

WAITING, ACCEPTED, REFUSED = "menunggu", "diterima", "ditolak"
OPEN, FAILED, SKIPPED, UNKNOWN = "akan dikirim", "gagal", "sudah", "tidak jelas"  # of a run only, never in the log

_MAX_LOG = 64 * 1024 * 1024  # bytes; a line has 250


class LogError(Exception):
    """The log cannot be read or written, so nothing may be sent; the message says so in Indonesian."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the letter at one recipient; ``reply`` is why, in words."""

    to: str
    state: str  # ACCEPTED, REFUSED, OPEN, FAILED, SKIPPED or UNKNOWN
    reply: str = ""

    @property
    def done(self) -> bool:
        """Whether this recipient has the letter, now or from before."""
        return self.state in (ACCEPTED, SKIPPED)


def plan(letter: Letter, recipients: Sequence[Address], *, again: bool = False) -> list[Sent]:
    """Return what sending would do for each recipient. Raises LogError."""
    states = {} if again else _states(letter)
    planned = []
    for plain in dict.fromkeys(address.addr_spec for address in recipients):
        state = states.get(plain.lower())
        if state == ACCEPTED:
            planned.append(Sent(plain, SKIPPED, "sudah menerima buku kerja yang sama"))
        elif state == WAITING:
            planned.append(Sent(plain, UNKNOWN, "jawaban server tidak pernah datang; mungkin sudah sampai"))
        else:
            planned.append(Sent(plain, OPEN))
    return planned


def send(
    letter: Letter, to: Sequence[Address], cc: Sequence[Address], settings: Settings, *, again: bool = False
) -> list[Sent]:
    """Send a letter to each recipient who does not have it yet; return what became of each. Raises LogError."""
    planned = plan(letter, [*to, *cc], again=again)
    open_ones = [sent.to for sent in planned if sent.state == OPEN]
    if not open_ones:
        return planned
    _write(letter, [])  # where nothing can be remembered, nothing is sent
    results: dict[str, Sent] = {}
    try:
        with _connected(settings) as server:
            results = _hand_over(server, letter, _bytes(letter, to, cc, settings), open_ones, settings)
    except (smtplib.SMTPException, OSError) as error:
        why = _reason(error, settings)
        for plain in open_ones:
            results.setdefault(plain, Sent(plain, FAILED, why))
    return [results.get(sent.to, sent) for sent in planned]


def _hand_over(
    server: smtplib.SMTP, letter: Letter, data: bytes, recipients: Sequence[str], settings: Settings
) -> dict[str, Sent]:
    """Speak the letter's part of the conversation; the log is written before and after the data."""
    results: dict[str, Sent] = {}
    code, reply = server.mail(settings.sender.addr_spec)
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, reply, settings.sender.addr_spec)
    for plain in recipients:
        code, reply = server.rcpt(plain)
        if code not in (250, 251):
            results[plain] = Sent(plain, REFUSED, _words(code, reply))
    _write(letter, list(results.values()))
    accepted = [plain for plain in recipients if plain not in results]
    if not accepted:
        return results
    _write(letter, [Sent(plain, WAITING) for plain in accepted])
    try:
        code, reply = server.data(data)
    except smtplib.SMTPDataError as error:
        code, reply = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b""
    except (smtplib.SMTPException, OSError) as error:
        why = f"{_reason(error, settings)} Surat mungkin sudah sampai; tanyakan dulu."
        return {**results, **{plain: Sent(plain, UNKNOWN, why) for plain in accepted}}
    state = ACCEPTED if code == 250 else REFUSED
    handed = [Sent(plain, state, _words(code, reply)) for plain in accepted]
    try:
        _write(letter, handed)
    except LogError as error:
        handed = [replace(sent, reply=f"{sent.reply}. {error}") for sent in handed]
    return {**results, **{sent.to: sent for sent in handed}}


class _connected:  # noqa: N801 - used as a with statement, like a function
    """A greeted, protected and, where there is a password, authenticated connection."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> smtplib.SMTP:
        settings = self._settings
        context = ssl.create_default_context(cafile=str(settings.authority) if settings.authority else None)
        if settings.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, timeout=settings.seconds, context=context
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=settings.seconds)
        self._server = server
        try:
            if settings.security == "starttls":
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            if settings.user:
                server.login(settings.user, settings.password)
        except BaseException:
            server.close()
            raise
        return server

    def __exit__(self, kind: object, *_: object) -> None:
        server = self._server
        if server is None:
            return
        try:
            if kind is None:
                server.quit()
        except (smtplib.SMTPException, OSError):
            pass  # the letter has been answered for; how the line is cut no longer matters
        finally:
            server.close()


def _bytes(letter: Letter, to: Sequence[Address], cc: Sequence[Address], settings: Settings) -> bytes:
    made = message(letter, to, cc)
    now = dt.datetime.now(dt.UTC)
    made["From"] = settings.sender
    made["Date"] = format_datetime(now)
    everyone = "".join(address.addr_spec for address in (*to, *cc))
    identity = hashlib.sha256(f"{letter.sha256}{everyone}{now.isoformat()}".encode()).hexdigest()[:32]
    made["Message-ID"] = f"<iku-{identity}@{settings.sender.domain}>"
    return made.as_bytes()


def _reason(error: smtplib.SMTPException | OSError, settings: Settings) -> str:  # noqa: C901 - a table of cases
    where = f"{settings.host}:{settings.port}"
    if isinstance(error.__context__, TimeoutError):  # smtplib says of a timeout only that the line is closed
        error = error.__context__
    match error:
        case smtplib.SMTPAuthenticationError():
            return f"Server {where} menolak pengguna atau sandinya."
        case smtplib.SMTPNotSupportedError():
            return f"Server {where} tidak menyediakan {settings.security} atau cara masuk yang dikenal."
        case smtplib.SMTPResponseException():
            return f"Server {where} menolak: {_words(error.smtp_code, error.smtp_error)}."
        case smtplib.SMTPServerDisconnected() | ConnectionResetError() | BrokenPipeError():
            return f"Server {where} memutus sambungan."
        case ssl.SSLCertVerificationError():
            return f"Sertifikat server {where} tidak dapat dipercaya; tanyakan kepada pengelola surel."
        case TimeoutError():
            return f"Server {where} tidak menjawab dalam {indonesian.number(settings.seconds)} detik."
        case ConnectionRefusedError():
            return f"Tidak ada server surel di {where}."
        case ssl.SSLError():
            return f"Sambungan aman dengan {where} gagal; periksa keamanan dan port di pengaturan."
        case OSError():
            return f"Server {where} tidak dapat dihubungi: {indonesian.reason(error)}."
    return f"Server {where} menjawab dengan cara yang tidak dikenal."


def _words(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return indonesian.squeeze(f"{code} {text}")[:200]


def _write(letter: Letter, steps: Sequence[Sent]) -> None:
    """Add lines to the log and wait for the disk."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    lines = [
        jsontext.dumps(
            {
                "time": now,
                "output": letter.source.name,
                "sha256": letter.sha256,
                "to": step.to,
                "state": step.state,
                "reply": step.reply,
            }
        )
        for step in steps
    ]
    path = log_path(letter)
    try:
        with path.open("ab+") as stream:
            if stream.tell():
                stream.seek(-1, os.SEEK_END)
                if stream.read(1) != b"\n":
                    stream.write(b"\n")  # a line that a crash has cut stays by itself
            stream.write("".join(f"{line}\n" for line in lines).encode())
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise LogError(
            f"Catatan kirim {path} tidak dapat ditulis: {indonesian.reason(error)}. Tidak ada yang dikirim."
        ) from error


def log_path(letter: Letter) -> Path:
    """Return the log that remembers this letter."""
    return letter.source.parent / LOG


def _states(letter: Letter) -> dict[str, str]:
    """Return the last state of each recipient of this very workbook."""
    states: dict[str, str] = {}
    for record in _records(log_path(letter)):
        if record.get("sha256") == letter.sha256:
            states[str(record.get("to", "")).lower()] = str(record.get("state", ""))
    return states


def _records(path: Path) -> Iterator[dict[str, object]]:
    try:
        if not path.exists():
            return
        if path.stat().st_size > _MAX_LOG:
            raise LogError(f"Catatan kirim {path} terlalu besar; pindahkan ke arsip.")
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise LogError(f"Catatan kirim {path} tidak dapat dibaca: {indonesian.reason(error)}.") from error
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            # Cut by a crash. Before the letter is handed over its "menunggu" is on the disk, so what is
            # lost here is either a letter that never left or an answer, and that one stays "menunggu".
            continue
        if isinstance(record, dict):
            yield record

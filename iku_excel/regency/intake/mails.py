"""A mail becomes its sender and its parts with names: bytes -> Mail. One boundary for each mail.

Mail comes from strangers. Parts are walked with a list, not by recursion; the address of the sender is taken from
the header as addresses are, never from a display name; whatever the library's parser raises over a mail is
``surel-rusak`` for that mail alone.
"""

from __future__ import annotations

import email
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from iku_excel.package import Refusal

MAX_MAIL = 64 * 1024 * 1024
"""Bytes of a mail; one with an attachment of 30 MiB has 43 million."""

_MAX_PARTS = 2_000
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a mail that is no text of its own: its name as sent, its type and content."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: the one address it says it comes from ("" for none or several), and its parts."""

    sender: str
    parts: tuple[Part, ...]


def read(data: bytes) -> Mail:
    """Return what a mail holds; raises Refusal for one that cannot be read."""
    try:
        mail = _read(data)
    except Refusal:
        raise
    except Exception as error:
        _LOG.debug("damaged mail", exc_info=True)
        raise Refusal("surel-rusak", found=f"susunannya tidak terbaca ({type(error).__name__})") from error
    return mail


def _read(data: bytes) -> Mail:
    message = email.message_from_bytes(data)
    if not message.keys():
        raise Refusal("surel-rusak", found="tidak ada kepala surat")
    addresses = [address for _, address in getaddresses([str(message.get("From", ""))]) if address]
    parts = tuple(_parts(message))
    return Mail(addresses[0].strip() if len(addresses) == 1 else "", parts)


def _parts(message: Message) -> Iterator[Part]:
    waiting, count = [message], 0
    while waiting:
        part = waiting.pop()
        count += 1
        if count > _MAX_PARTS:
            raise Refusal("surel-rusak", found=f"lebih dari {_MAX_PARTS} bagian")
        payload = part.get_payload()
        if isinstance(payload, list):
            waiting += [item for item in reversed(payload) if isinstance(item, Message)]
            continue
        name = _name(part)
        if name or part.get_content_maintype() not in ("text", "multipart"):
            content = part.get_payload(decode=True)
            yield Part(name, part.get_content_type(), content if isinstance(content, bytes) else b"")


def _name(part: Message) -> str:
    """Return the name of a part, decoded; "" where it has none."""
    name = part.get_filename()
    if not name:
        return ""
    try:
        return str(make_header(decode_header(name)))
    except (LookupError, ValueError):  # an encoding that does not exist: the name stays as it was sent
        return str(name)

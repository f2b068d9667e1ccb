"""Mail from strangers: every attachment found, every trick answered calmly, one boundary for each mail."""

from __future__ import annotations

import random
import struct
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
import regency
from inbox import forwarded, letter, zipped

from iku_excel.package import Refusal
from iku_excel.regency.intake import mails, sources
from iku_excel.regency.intake.attachment import Attachment, safe_name

WORKBOOK = b"PK\x03\x04 xl/workbook.xml"


def held(data: bytes, folder: Path, name: str = "surat.eml") -> list[Attachment]:
    path = folder / name
    path.write_bytes(data)
    return list(sources.attachments(path))


def codes(found: list[Attachment]) -> list[str | None]:
    return [item.trouble.code if item.trouble else None for item in found]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/x\r\nBcc: y@z.xlsx", "x Bcc_ y@z.xlsx"),
        ("C:\\\\windows\\\\isian.xlsx", "isian.xlsx"),
        ("..", "lampiran"),
        ("", "lampiran"),
        ("a" * 300 + ".xlsx", "a" * 100 + ".xlsx"),
        ("is\u200bian\x1b[31m.xlsx", "isian [31m.xlsx"),
    ],
)
def test_names_are_only_names(name: str, safe: str) -> None:
    """No path, no line break, no order to a terminal comes through a name."""
    assert safe_name(name) == safe


def test_attachments_are_found_wherever_they_are(tmp_path: Path) -> None:
    """In a forwarded mail, in an archive, in an archive inside a mail; pictures of signatures are passed over."""
    plain = letter("a@b.id", [("isian.xlsx", WORKBOOK), ("logo.png", b"\x89PNG")])
    inner = forwarded(plain, "c@d.id")
    found = held(bytes(forwarded(inner, '"a@b.id" <e@f.id>')), tmp_path)
    assert [(item.name, item.data, item.sender) for item in found] == [("isian.xlsx", WORKBOOK, "e@f.id")]
    archive = zipped([("map/isian.xlsx", WORKBOOK), ("__MACOSX/._isian.xlsx", b"x"), ("foto.jpg", b"x")])
    found = held(bytes(letter("a@b.id", [("kiriman.zip", archive)], ("application", "zip"))), tmp_path)
    assert [(item.name, item.sender) for item in found] == [("isian.xlsx", "a@b.id")]
    assert codes(found) == [None]
    assert [item.data for item in held(zipped([("dalam.zip", archive)]), tmp_path, "luar.zip")] == [WORKBOOK]


def test_what_a_file_is_counts_not_its_ending(tmp_path: Path) -> None:
    """A workbook that a telephone called .zip, an archive with a stored workbook, a mailbox without an ending."""
    book = zipped([("[Content_Types].xml", b"x"), ("xl/workbook.xml", b"x")])
    assert [(item.name, item.data) for item in held(book, tmp_path, "isian.zip")] == [("isian.zip", book)]
    stored = BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("isian.xlsx", book)
    for name in ("kiriman.zip", "kiriman"):
        assert [item.data for item in held(stored.getvalue(), tmp_path, name)] == [book]
    mail = bytes(letter("a@b.id", [("isian.xlsx", WORKBOOK)])).replace(b"\r\n", b"\n")
    (found,) = held(b"From x Mon Jan  1 00:00:00 2024\n" + mail + b"\n", tmp_path, "Inbox")
    assert (found.name, found.source.rpartition("/")[2]) == ("isian.xlsx", "Inbox#1")
    assert codes(held(b"x", tmp_path, "winmail.dat")) == ["winmail"]


def test_names_in_other_alphabets(tmp_path: Path) -> None:
    """Encoded words and RFC 2231 are decoded; an encoding that does not exist leaves the name as it was."""
    found = held(bytes(letter("a@b.id", [("isian kecamatan \u00e9.xlsx", WORKBOOK)])), tmp_path)
    assert found[0].name == "isian kecamatan \u00e9.xlsx"
    raw = bytes(letter("a@b.id", [("x.xlsx", WORKBOOK)])).replace(b'"x.xlsx"', b'"=?utf-8?B?aXNpYW4ueGxzeA==?="')
    assert held(raw, tmp_path)[0].name == "isian.xlsx"
    raw = raw.replace(b"=?utf-8?", b"=?entah?")
    assert held(raw, tmp_path)[0].data == WORKBOOK


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("camat@kab.go.id", "camat@kab.go.id"),
        ('"camat@kab.go.id" <orang@lain.example>', "orang@lain.example"),
        ("camat@kab.go.id, orang@lain.example", ""),
        ("", ""),
    ],
)
def test_the_sender_is_the_address_itself(sender: str, address: str) -> None:
    """A display name imitates nobody, and of two addresses none is believed."""
    raw = b"From: " + sender.encode() + b"\r\nSubject: x\r\n\r\nisi"
    assert mails.read(raw).sender == address


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    """No attachment, winmail.dat, a locked or broken archive, an Outlook mail, layers, no mail at all."""
    none = held(bytes(letter("a@b.id", [])), tmp_path)
    assert [(item.sender, codes([item])) for item in none] == [("a@b.id", ["tanpa-lampiran"])]
    tnef = held(bytes(letter("a@b.id", [("winmail.dat", b"x")], ("application", "ms-tnef"))), tmp_path)
    assert codes(tnef) == ["winmail"]
    good = zipped([("isian.xlsx", WORKBOOK)])
    locked = bytearray(good)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.index(mark) + offset
        locked[at : at + 2] = struct.pack("<H", 1)
    assert codes(held(bytes(locked), tmp_path, "a.zip")) == ["arsip-terkunci"]
    assert codes(held(good[:40], tmp_path, "b.zip")) == ["berkas-rusak"]
    assert codes(held(zipped([("baca.txt", b"x")]), tmp_path, "c.zip")) == ["tanpa-lampiran"]
    deep = good
    for _ in range(4):
        deep = zipped([("dalam.zip", deep)])
    assert codes(held(deep, tmp_path, "d.zip")) == ["arsip-berlapis"]
    assert codes(held(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", tmp_path, "surat.msg")) == ["surel-outlook"]
    assert codes(held(b"", tmp_path)) == ["surel-rusak"]
    assert codes(list(sources.attachments(tmp_path / "tidak-ada.eml"))) == ["berkas-tidak-ada"]


def test_bombs_and_giants_are_bounded(tmp_path: Path) -> None:
    """An archive that unfolds without end, and mails of 43 and of more than 64 million bytes."""
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("isian.xlsx", bytes(26 * 1024 * 1024))
    assert codes(held(bomb.getvalue(), tmp_path, "bom.zip")) == ["berkas-berbahaya"]
    mail = EmailMessage()
    mail["From"] = "a@b.id"
    mail.add_attachment(bytes(30 * 1024 * 1024), maintype="application", subtype="zip", filename="besar.xlsx")
    (large,) = held(bytes(mail), tmp_path)
    assert len(large.data) == 30 * 1024 * 1024  # the gate refuses it by its size
    with (tmp_path / "raksasa.eml").open("wb") as stream:
        stream.truncate(mails.MAX_MAIL + 1)
    assert codes(list(sources.attachments(tmp_path / "raksasa.eml"))) == ["kiriman-terlalu-besar"]


def test_a_mail_without_end_is_damaged(tmp_path: Path) -> None:
    """1,200 parts inside one another, and 2,001 beside one another."""
    nested = b"From: a@b.id\r\n"
    for number in range(1_200):
        nested += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)
    assert codes(held(nested + b"\r\nisi", tmp_path)) in (["surel-rusak"], ["tanpa-lampiran"])
    many = b"From: a@b.id\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 2_001
    assert codes(held(many + b"--b--", tmp_path)) == ["surel-rusak"]


def answer_to(mutant: bytes) -> str:
    """Return the code with which a mail is refused, "" for one that is read."""
    try:
        mail = mails.read(mutant)
    except Refusal as refusal:
        return refusal.code
    assert all(isinstance(part.data, bytes) for part in mail.parts)
    return ""


def test_mutants_of_a_mail_raise_nothing_else() -> None:
    """3,000 damaged mails are each read, or refused as damaged; whatever the parser of the library raises."""
    source = bytes(forwarded(letter("Camat <a@b.id>", [("isian.xlsx", WORKBOOK * 4)]), "c@d.id"))
    chance = random.Random(20240101)  # noqa: S311 - mutants, not secrets
    refused = 0
    for _ in range(3_000):
        mutant = bytearray(source)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(mutant))
            match chance.randrange(3):
                case 0:
                    mutant[at] = chance.randrange(256)
                case 1:
                    del mutant[at : at + chance.randint(1, 40)]
                case _:
                    mutant[at:at] = mutant[chance.randrange(len(mutant)) :][:30]
        answer = answer_to(bytes(mutant))
        refused += answer == "surel-rusak"
        assert answer in ("", "surel-rusak")
    assert refused < 300


def test_one_damaged_mail_does_not_stop_a_mailbox(tmp_path: Path) -> None:
    """The mails before and after it are read."""
    good = bytes(letter("a@b.id", [("isian.xlsx", WORKBOOK)])).replace(b"\r\n", b"\n")
    head = b"From x Mon Jan  1 00:00:00 2024\n"
    found = held(head + good + b"\n\n" + head + b"\nbukan surat\n\n" + head + good + b"\n", tmp_path, "kotak.mbox")
    assert codes(found) == [None, "surel-rusak", None]
    assert found[0].source.endswith("kotak.mbox#1")


def test_a_folder_of_downloads_is_sifted(tmp_path: Path) -> None:
    """Photographs, lock files, half downloads and our recaps are passed over; outputs and mails are not."""
    for name in ("a.xlsx", "~$a.xlsx", ".b.xlsx", "c.xlsx.part", "d.xlsx.crdownload", "e.jpg", "f.eml", "g.pdf"):
        (tmp_path / name).write_bytes(b"x")
    regency.output_of("KECAMATAN TONGAS", 3, tmp_path, stem="h")
    assert [path.name for path in sources.files([str(tmp_path)])] == ["a.xlsx", "f.eml", "h.xlsx"]

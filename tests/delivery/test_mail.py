"""The draft of a letter: what a mail program reads in it, and what can never get into it."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import hashlib
import re
import shutil
import tempfile
from email.headerregistry import Address
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from builders import filled
from commands import run
from hypothesis import given
from hypothesis import strategies as st

from iku_excel.delivery import mail
from iku_excel.delivery.pdf import settled
from iku_excel.model import Outcome
from iku_excel.run import batch
from iku_excel.text import indonesian

NAME = "IKU_2023_TW2_KECAMATAN_TONGAS"
HEADERS = {"X-Iku-Excel-Seal", "Subject", "To", "Cc", "MIME-Version", "Content-Type", "X-Unsent"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output with two quarters."""
    source = filled(n_periods=2, catatan="CONTOH - angka rekaan").save(tmp_path)
    (report,) = batch.build([source], batch.Destination(tmp_path / "output"))
    assert report.output is not None
    return report.output


def letter_of(output: Path, **options: Any) -> mail.Letter:
    letter = mail.compose(output, **options)
    assert isinstance(letter, mail.Letter), letter
    return letter


def parsed(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def pdf_of(output: Path, data: bytes) -> bytes:
    """Return a small PDF as LibreOffice might have made it from a workbook."""
    body = b"%PDF-1.6\n/CreationDate(D:20240101000000Z')\n/ID [ <" + b"A" * 32 + b">\nstartxref\n9\n%%EOF\n"
    return settled(body, hashlib.sha256(data or output.read_bytes()).hexdigest())


def test_a_draft_is_ready_to_send(output: Path) -> None:
    """The draft opens unsent, with subject, recipients, four results, the receipt and the workbook attached."""
    before = output.read_bytes()
    arguments = ("--to", "Bagian Organisasi <org@kab.go.id>", "--to", "b@kab.go.id", "--cc", "c@kab.go.id,d@kab.go.id")
    result = run("email", str(output), *arguments, cwd=output.parent)
    assert result.returncode == 0, result.stderr
    message = parsed(output.with_suffix(".eml").read_bytes())
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "IKU 2023 TW II - Kecamatan Tongas"
    assert message["To"] == "Bagian Organisasi <org@kab.go.id>, b@kab.go.id"
    assert message["Cc"] == "c@kab.go.id, d@kab.go.id"
    assert message["From"] is message["Date"] is None  # the mail program knows both
    body = message.get_body()
    assert body is not None
    text = body.get_content().replace("\r\n", "\n")
    for number, (top, bottom) in {1: (180, 200), 2: (36, 40), 3: (9, 14), 4: (56, 60)}.items():
        actual = indonesian.percent(top / bottom * 100)
        assert re.search(rf"^{number}\. .*\n   Realisasi {actual} \({top} dari {bottom}\)$", text, re.MULTILINE)
    assert "Kecamatan Tongas\ntahun 2023 sampai dengan Triwulan II" in text
    assert f"- {NAME}.xlsx\n  {hashlib.sha256(before).hexdigest()}" in text
    assert "Catatan: CONTOH - angka rekaan" in text
    assert text.rstrip().endswith("NIP. 19791017 200012 1 001")
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == f"{NAME}.xlsx"
    assert attachment.get_content_type() == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert attachment.get_content() == before


def test_a_yearly_output_has_no_period(tmp_path: Path) -> None:
    """A yearly report's subject names the year alone; without target there is no achievement."""
    source = filled("tahunan").put("target_1", None).save(tmp_path)
    (report,) = batch.build([source], batch.Destination(tmp_path))
    assert report.output is not None
    letter = letter_of(report.output)
    assert letter.subject == "IKU 2023 - Kecamatan Tongas"
    assert letter.body.count("Realisasi") == 4
    assert letter.body.count("capaian") == 3


def test_figures_come_from_the_record(output: Path) -> None:
    """A figure typed over in the workbook is refused; if accepted, the letter gives the true one and says so."""
    book = openpyxl.load_workbook(output)
    cell = next(cell for row in book["Periode"].iter_rows() for cell in row if cell.value == 90)
    cell.value = 99
    book.save(output)
    result = run("email", str(output), "--to", "a@kab.go.id", cwd=output.parent)
    assert result.returncode == 1
    assert f"Sel {cell.coordinate} lembar Periode" in result.stdout
    assert "--accept-edited" in result.stdout
    assert not output.with_suffix(".eml").exists()
    accepted = run("email", str(output), "--to", "a@kab.go.id", "--accept-edited", cwd=output.parent)
    assert accepted.returncode == 0
    body = parsed(output.with_suffix(".eml").read_bytes()).get_body()
    assert body is not None
    assert "(180 dari 200)" in body.get_content()
    assert "disunting sesudah dibuat" in body.get_content()


@pytest.mark.parametrize("name", ["isian.xlsx", "tidak-ada.xlsx", "rusak.xlsx"])
def test_only_outputs_are_sent(name: str, output: Path) -> None:
    """A template, a missing and a damaged file have their finding, and accepting edits does not help."""
    folder = output.parents[1]
    (folder / "rusak.xlsx").write_bytes(output.read_bytes()[:3000])
    result = run("email", name, "--accept-edited", cwd=folder)
    assert result.returncode == 1
    assert "✗" in result.stdout
    assert "--accept-edited" not in result.stdout
    assert not list(folder.glob("*.eml"))


def test_the_pdf_of_this_workbook_is_attached(output: Path) -> None:
    """A PDF beside the workbook goes along; one made from another workbook, or no PDF at all, does not."""
    printed = output.with_suffix(".pdf")
    printed.write_bytes(pdf_of(output, b""))
    letter = letter_of(output)
    assert [name for name, _, _ in letter.attachments] == [f"{NAME}.xlsx", f"{NAME}.pdf"]
    *_, attachment = parsed(mail.draft(letter, [])).iter_attachments()
    assert (attachment.get_content_type(), attachment.get_content()) == ("application/pdf", printed.read_bytes())
    printed.write_bytes(b"%PDF-1.7\nscanned with signature and stamp\n%%EOF\n")
    assert len(letter_of(output).attachments) == 2
    printed.write_bytes(pdf_of(output, b"an older workbook") + b"\n% signed\n")
    old = letter_of(output)
    assert len(old.attachments) == 1
    assert "dibuat dari buku kerja lain" in old.notes[0]
    printed.write_bytes(b"<html>")
    assert len(letter_of(output).attachments) == 1


def test_names_beyond_ascii_arrive(output: Path) -> None:
    """A file name of any letters arrives as it is."""
    name = "IKU Kecamatan Tongäs «TW II» 東.xlsx"
    shutil.copy(output, output.with_name(name))
    (attachment,) = parsed(mail.draft(letter_of(output.with_name(name)), [])).iter_attachments()
    assert attachment.get_filename() == name


def test_drafts_are_the_same_bytes_and_edited_ones_are_kept(output: Path) -> None:
    """The same output gives the same draft; one that was edited since goes to arsip/."""
    to = [mail.address("a@kab.go.id")]
    target, archived = mail.put(letter_of(output), to)
    before = target.read_bytes()
    assert mail.put(letter_of(output), to) == (target, None)
    assert (target.read_bytes(), archived) == (before, None)
    target.write_bytes(before.replace(b"Dengan hormat", b"Selamat pagi"))
    _, archived = mail.put(letter_of(output), to)
    assert archived is not None
    assert b"Selamat pagi" in archived.read_bytes()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a@b.id", "a@b.id"),
        ("  Sub Bagian <a.b+c@sub.kab.go.id> ", "a.b+c@sub.kab.go.id"),
        ('"Organisasi, Bagian" <a@b.id>', "a@b.id"),
    ],
)
def test_addresses(text: str, plain: str) -> None:
    """An address may stand alone or behind a name."""
    assert mail.address(text).addr_spec == plain


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@b", "a@b.id\nBcc: x@y.id", "A\r\nBcc: x@y.id <a@b.id>", "a@b.id, c@d.id", "a b@c.id", "<a@b.id",
     "a@-b.id", "a..b@c.id", "@b.id", "a@b.id>", "ä@b.id", "a@b.id\x00", "x" * 250 + "@b.id",
     "RCPT TO:<a@b.id>\t<a@b.id>"],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    """Anything that is not exactly one address is refused, above all whatever could add a header."""
    with pytest.raises(mail.AddressError, match="bukan alamat surel"):
        mail.address(text)


@given(st.text(), st.text(), st.text())
def test_no_text_adds_a_header(organization: str, name: str, note: str) -> None:
    """Whatever stands in an output or in a file name, the letter has the headers it should have, and no other."""
    made = _letter(organization, name, note)
    message = parsed(mail.draft(made, [Address("Ä", "a", "b.id")]))
    assert set(message.keys()) <= HEADERS
    assert len(message.keys()) == len(set(message.keys()))
    assert "\n" not in message["Subject"]
    (attachment,) = message.iter_attachments()
    assert attachment.get_content() == b"PK"
    assert {key.lower() for key in attachment} <= {
        "content-type",
        "content-transfer-encoding",
        "content-disposition",
        "mime-version",
    }


def _letter(organization: str, name: str, note: str) -> mail.Letter:
    base = _outcome()
    definition = base.submission.definition
    assert definition is not None
    changed = dataclasses.replace(definition, organization=organization)
    outcome = dataclasses.replace(base, submission=dataclasses.replace(base.submission, definition=changed), note=note)
    file_name = f"x{name}".replace("/", "_").replace("\0", "_")
    attached = ((mail._file_name(Path(file_name)), b"PK", mail.WORKBOOK_TYPE),)
    body = "\n".join(mail._body(outcome, attached, edited=False))
    return mail.Letter(Path("output.xlsx"), "0" * 64, mail.subject(outcome), body, attached)


@lru_cache(maxsize=1)
def _outcome() -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        (report,) = batch.build([filled(n_periods=2).save(Path(folder))], batch.Destination(Path(folder)))
        return report.outcome


def test_dry_run_writes_nothing(output: Path) -> None:
    """With --dry-run the letter is shown and nothing is written."""
    before = sorted(output.parent.iterdir())
    result = run("email", str(output), "--to", "a@kab.go.id", "--dry-run", cwd=output.parent)
    assert result.returncode == 0
    assert "Perihal : IKU 2023 TW II - Kecamatan Tongas" in result.stdout
    assert sorted(output.parent.iterdir()) == before


def test_wrong_addresses_are_wrong_usage(output: Path) -> None:
    """An address that is none ends in 2 before anything is written; --send needs a recipient."""
    wrong = run("email", str(output), "--to", "a@kab.go.id\nBcc: x@y.id", cwd=output.parent)
    assert wrong.returncode == 2
    assert "--to" in wrong.stderr
    assert run("email", str(output), "--send", cwd=output.parent).returncode == 2
    assert not output.with_suffix(".eml").exists()

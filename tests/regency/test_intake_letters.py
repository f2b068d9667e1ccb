"""Letters of the regency: receipts and requests that one would send, and reminders for the late alone."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import json
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

import inbox
import pytest
import regency
from builders import filled
from click.testing import CliRunner
from commands import records, run

from iku_excel.cli.main import cli
from iku_excel.delivery import mail, send, settings
from iku_excel.regency import late, roster


def read(path: Path) -> tuple[EmailMessage, str]:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body()
    assert body is not None
    assert mail.is_ours(path.read_bytes())
    return message, body.get_content()


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    return inbox.roster(tmp_path)


def test_a_receipt_has_figures_and_checksum(listed: Path, tmp_path: Path) -> None:
    """It goes to the office's own address, whoever imitated it; a second run writes no second letter."""
    data = regency.output_of("KECAMATAN TONGAS", 3, tmp_path, stem="x").read_bytes()
    spoofed = inbox.letter('"camat@kab.go.id" <orang@lain.example>', [("isian.xlsx", data)])
    (tmp_path / "surat.eml").write_bytes(bytes(spoofed))
    arguments = ("intake", "surat.eml", "--roster", str(listed), "--replies")
    (told,) = records(*arguments, cwd=tmp_path)
    message, body = read(tmp_path / told["reply"])
    assert message["To"] == inbox.address("KECAMATAN TONGAS")
    assert message["Subject"] == "Tanda terima: IKU 2023 TW II - Kecamatan Tongas"
    assert message["X-Unsent"] == "1"
    for words in ("Yth. Kecamatan Tongas", "telah kami terima", told["sha256"], "Realisasi", "Triwulan II"):
        assert words in body
    assert "orang@lain" not in body
    before = (tmp_path / told["reply"]).stat().st_mtime_ns
    (again,) = records(*arguments, cwd=tmp_path)
    assert (again["status"], again["reply"]) == ("again", told["reply"])
    assert (tmp_path / told["reply"]).stat().st_mtime_ns == before
    (tmp_path / told["reply"]).unlink()  # as if the run had been killed before its letter
    (once_more,) = records(*arguments, cwd=tmp_path)
    assert "telah kami terima" in read(tmp_path / once_more["reply"])[1]


def test_a_refusal_says_what_to_mend(listed: Path, tmp_path: Path) -> None:
    """The faults in words with the marked copy attached; a mail without attachment is answered to its sender."""
    sample = filled("triwulanan", 0, regency.definition("KECAMATAN TONGAS"), regency.values(3, 2))
    sample.put("pembilang_1_tw1", "banyak").save(tmp_path, "isian.xlsx")
    (tmp_path / "kosong.eml").write_bytes(bytes(inbox.letter("Staf <staf@kab.go.id>", [])))
    first, second = records(*("intake", "isian.xlsx", "kosong.eml", "--roster", str(listed), "--replies"), cwd=tmp_path)
    message, body = read(tmp_path / first["reply"])
    assert [item.get_filename() for item in message.iter_attachments()] == [Path(first["correction"]).name]
    assert "sel D7 lembar Data" in body
    assert "salinan berkas itu dengan sel yang salah sudah ditandai" in body
    message, body = read(tmp_path / second["reply"])
    assert message["To"] == "staf@kab.go.id"
    assert "surel yang kami terima belum dapat kami pakai" in body
    assert "Lampirkan isian atau hasil build (.xlsx) pada surel berikutnya." in body
    assert "Minta pengirim" not in body


@pytest.fixture
def waiting(tmp_path: Path, listed: Path) -> Path:
    """Return a folder with everybody's second quarter but for one that stopped at the first and one without any."""
    folder = tmp_path / "kiriman"
    folder.mkdir()
    for office, name in enumerate(regency.offices()):
        if name != "KECAMATAN TIRIS":
            regency.input_of(name, office, folder, 1 if name == "KECAMATAN BESUK" else 2)
    assert listed.is_file()
    return folder


def test_only_the_late_are_reminded(waiting: Path, listed: Path, tmp_path: Path) -> None:
    """Politely, with what is missing, the day it was due, and a template that is theirs; once a day."""
    arguments = ("remind", "kiriman", "--roster", str(listed))
    told = records(*arguments, cwd=tmp_path)
    assert [(item["organization"], item["reached"]) for item in told] == [
        ("KECAMATAN BESUK", "tw1"),
        ("KECAMATAN TIRIS", None),
    ]
    message, body = read(tmp_path / told[0]["file"])
    assert message["To"] == inbox.address("KECAMATAN BESUK")
    assert message["Subject"] == "Pengingat IKU 2023 TW II - Kecamatan Besuk"
    assert "baru sampai dengan Triwulan I" in body
    assert "Batas waktunya 10 Juli 2023." in body
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "ISIAN_IKU_2023_TRIWULANAN_KECAMATAN_BESUK.xlsx"
    (tmp_path / "templat.xlsx").write_bytes(attached.get_content())
    (checked,) = records("check", "templat.xlsx", cwd=tmp_path)
    assert (checked["organization"], checked["year"]) == ("KECAMATAN BESUK", 2023)
    assert "belum kami terima" in read(tmp_path / told[1]["file"])[1]
    again = records(*arguments, cwd=tmp_path)
    assert [(item["file"], item["note"]) for item in again] == [(None, "sudah diingatkan hari ini")] * 2
    lines = (waiting / late.LOG).read_text("utf-8").splitlines()
    assert [json.loads(line)["organization"] for line in lines] == ["KECAMATAN BESUK", "KECAMATAN TIRIS"]
    yesterday = (dt.datetime.now().astimezone() - dt.timedelta(days=1)).isoformat()
    old = [json.dumps({**json.loads(line), "time": yesterday}) for line in lines]
    (waiting / late.LOG).write_text("\n".join([*old, '{"time": "20']), "utf-8")
    assert [item["note"] for item in records(*arguments, cwd=tmp_path)] == [None, None]


def test_what_is_due_can_be_named(waiting: Path, listed: Path, tmp_path: Path) -> None:
    """--through asks for another period; one that does not exist, and an empty folder, are said."""
    told = records("remind", "kiriman", "--roster", str(listed), "--through", "TW1", cwd=tmp_path)
    assert [item["organization"] for item in told] == ["KECAMATAN TIRIS"]
    wrong = run("remind", "kiriman", "--roster", str(listed), "--through", "tw9", cwd=tmp_path)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert 'Periode "tw9" tidak dikenal' in wrong.stderr
    (tmp_path / "kosong").mkdir()
    empty = run("remind", "kosong", "--roster", str(listed), cwd=tmp_path)
    assert empty.returncode == 1
    assert "sebut periodenya dengan --through" in empty.stderr
    assert waiting.is_dir()


def test_letters_can_be_sent(waiting: Path, listed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--send hands each letter over once; a reminder that was only drafted may still be sent the same day."""
    handed: list[tuple[str, str]] = []

    def accept(
        letter: mail.Letter, to: Sequence[Address], cc: Sequence[Address], server: settings.Settings
    ) -> list[send.Sent]:
        assert (cc, server.host) == ([], "localhost")
        handed.extend((letter.subject, address.addr_spec) for address in to)
        return [send.Sent(address.addr_spec, send.ACCEPTED) for address in to]

    monkeypatch.setattr(send, "send", accept)
    server = settings.Settings("localhost", 25, "tanpa", mail.address("organisasi@kab.go.id"))
    monkeypatch.setattr(settings, "load", lambda: server)
    monkeypatch.chdir(tmp_path)
    arguments = ["remind", str(waiting), "--roster", str(listed)]
    for more, count in (([], 0), (["--send"], 2), (["--send"], 2)):
        assert CliRunner().invoke(cli, [*arguments, *more]).exit_code == 0
        assert len(handed) == count
    assert handed[0] == ("Pengingat IKU 2023 TW II - Kecamatan Besuk", inbox.address("KECAMATAN BESUK"))
    nowhere = tmp_path / "tanpa.csv"  # without an address nobody is written to twice a day either; namesakes are two
    rows = [f"KECAMATAN LAIN;{region}" for region in (regency.REGION, "KABUPATEN LUMAJANG")]
    nowhere.write_text("\n".join(["nama_organisasi;wilayah", *rows]) + "\n", "utf-8")
    for note, count in (("Tidak ada alamat; kirim drafnya sendiri.", 2), ("sudah diingatkan hari ini", 1)):
        done = CliRunner().invoke(cli, ["remind", str(waiting), "--roster", str(nowhere), "--send", "--json"])
        told = [json.loads(line) for line in done.stdout.splitlines()]
        assert [item["note"] for item in told] == [note] * 2
        assert len({item["file"] for item in told}) == count
    regency.output_of("KECAMATAN TIRIS", 3, tmp_path, stem="baru")
    taking = ["intake", "baru.xlsx", "--roster", str(listed), "--replies", "--send"]
    assert CliRunner().invoke(cli, taking).exit_code == 0
    assert handed[-1] == ("Tanda terima: IKU 2023 TW II - Kecamatan Tiris", inbox.address("KECAMATAN TIRIS"))
    assert CliRunner().invoke(cli, [*taking[:4], "--send"]).exit_code == 2


def test_the_roster_knows_addresses_and_days(listed: Path) -> None:
    """An address and a deadline for each office, as text or as a date of the spreadsheet."""
    row = roster.read(listed).rows[0]
    assert (row.email, row.deadline) == (inbox.address(row.organization), "10 Juli 2023")

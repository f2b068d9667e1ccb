"""Letters through a real mail server on this machine: who gets what, what is remembered, what never leaves twice."""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import os
import socket
import ssl
import sys
from collections.abc import Iterator
from email.headerregistry import Address
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from builders import filled
from commands import run

from iku_excel.delivery import mail, send, settings
from iku_excel.delivery.settings import Settings, SettingsError
from iku_excel.run import batch

SENDER = mail.address("Kecamatan Tongas <tongas@kab.go.id>")
BUPATI, ORGANISASI, ARSIP = (mail.address(f"{name}@kab.go.id") for name in ("bupati", "organisasi", "arsip"))


class Office:
    """What the server does, and the letters it took."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.unknown: set[str] = set()  # recipients it does not know
        self.answer = "250 OK"
        self.wait = 0.0  # seconds before it answers to a letter
        self.cut = False  # hangs up once it has the letter

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _: Any, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        """Answer to a recipient."""
        if address in self.unknown:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a letter and answer."""
        if self.answer.startswith("250"):
            self.taken.append(envelope)
        await asyncio.sleep(self.wait)
        if self.cut:
            server.transport.abort()
        return self.answer


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _authenticate(_: Any, __: Any, ___: Any, mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"tongas", b"rahasia")
    return AuthResult(success=known and mechanism in ("LOGIN", "PLAIN"), handled=False)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A server's certificate for this machine, and its authority as a file."""
    made = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.issue_cert("127.0.0.1").configure_cert(context)
    file = tmp_path_factory.mktemp("authority") / "kantor.pem"
    made.cert_pem.write_to_path(str(file))
    return context, file


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def server(office: Office) -> Iterator[Settings]:
    """A server without protection, as only this machine may have it."""
    yield from _running(office, "tanpa")


def _running(office: Office, security: str, authority: tuple[ssl.SSLContext, Path] | None = None) -> Iterator[Settings]:
    options: dict[str, Any] = {}
    context, file = authority or (None, None)
    if security == "starttls":
        options = {"tls_context": context, "require_starttls": True, "auth_required": True}
    elif security == "tls":
        options = {"ssl_context": context, "auth_required": True, "auth_require_tls": False}
    if authority:
        options["authenticator"] = _authenticate
    controller = Controller(office, hostname="127.0.0.1", port=_free_port(), **options)
    controller.start()
    try:
        user, password = ("tongas", "rahasia") if authority else ("", "")
        yield Settings("127.0.0.1", controller.port, security, SENDER, user, password, file, seconds=2.0)
    finally:
        controller.stop()


@pytest.fixture
def letter(tmp_path: Path) -> mail.Letter:
    (report,) = batch.build([filled(n_periods=2).save(tmp_path)], batch.Destination(tmp_path / "output"))
    assert report.output is not None
    made = mail.compose(report.output)
    assert isinstance(made, mail.Letter)
    return made


def states(sent: list[send.Sent]) -> list[tuple[str, str]]:
    return [(item.to.partition("@")[0], item.state) for item in sent]


def logged(letter: mail.Letter) -> list[tuple[str, str]]:
    lines = send.log_path(letter).read_text().splitlines()
    return [(record["to"].partition("@")[0], record["state"]) for record in map(json.loads, lines)]


def test_a_letter_arrives_once(letter: mail.Letter, server: Settings, office: Office) -> None:
    """The server gets one letter with sender, date and attachment; a second run finds that all have it."""
    first = send.send(letter, [ORGANISASI], [ARSIP], server)
    assert states(first) == [("organisasi", "diterima"), ("arsip", "diterima")]
    (envelope,) = office.taken
    assert envelope.mail_from == "tongas@kab.go.id"
    assert envelope.rcpt_tos == ["organisasi@kab.go.id", "arsip@kab.go.id"]
    message = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)  # type: ignore[arg-type]
    assert message["From"] == "Kecamatan Tongas <tongas@kab.go.id>"
    assert (message["To"], message["Cc"]) == ("organisasi@kab.go.id", "arsip@kab.go.id")
    assert message["Date"]
    assert message["Message-ID"].endswith("@kab.go.id>")
    assert message["X-Unsent"] is message["Bcc"] is None
    (attachment,) = message.iter_attachments()
    assert attachment.get_content() == letter.source.read_bytes()
    assert states(send.send(letter, [ORGANISASI], [ARSIP], server)) == [("organisasi", "sudah"), ("arsip", "sudah")]
    assert len(office.taken) == 1
    assert states(send.send(letter, [ORGANISASI], [], server, again=True)) == [("organisasi", "diterima")]
    assert len(office.taken) == 2


def test_another_workbook_is_another_letter(tmp_path: Path, server: Settings, office: Office) -> None:
    """A corrected workbook of the same name is sent again to who has the older one."""
    for target in (0.9, 0.8):
        source = filled(n_periods=2, target_1=target).save(tmp_path)
        (report,) = batch.build([source], batch.Destination(tmp_path / "output"))
        assert report.output is not None
        made = mail.compose(report.output)
        assert isinstance(made, mail.Letter)
        assert states(send.send(made, [ORGANISASI], [], server)) == [("organisasi", "diterima")]
    assert len(office.taken) == 2


def test_one_bad_recipient_of_several(letter: mail.Letter, server: Settings, office: Office) -> None:
    """The others get the letter, the bad one is named with the server's words; a retry goes to that one alone."""
    office.unknown = {"bupati@kab.go.id"}
    sent = send.send(letter, [BUPATI, ORGANISASI], [ARSIP], server)
    assert states(sent) == [("bupati", "ditolak"), ("organisasi", "diterima"), ("arsip", "diterima")]
    assert "550 5.1.1 no such user" in sent[0].reply
    office.unknown = set()
    retried = send.send(letter, [BUPATI, ORGANISASI], [ARSIP], server)
    assert states(retried) == [("bupati", "diterima"), ("organisasi", "sudah"), ("arsip", "sudah")]
    assert [envelope.rcpt_tos for envelope in office.taken] == [
        ["organisasi@kab.go.id", "arsip@kab.go.id"],
        ["bupati@kab.go.id"],
    ]


def test_all_recipients_bad(letter: mail.Letter, server: Settings, office: Office) -> None:
    """When no recipient is known nothing is handed over."""
    office.unknown = {"bupati@kab.go.id"}
    assert states(send.send(letter, [BUPATI], [], server)) == [("bupati", "ditolak")]
    assert not office.taken


def test_a_refused_letter_may_be_tried_again(letter: mail.Letter, server: Settings, office: Office) -> None:
    """A letter that the server refuses (full, spam) is refused for all, and a retry sends it."""
    office.answer = "552 5.3.4 message too big"
    sent = send.send(letter, [ORGANISASI], [], server)
    assert states(sent) == [("organisasi", "ditolak")]
    assert "552 5.3.4 message too big" in sent[0].reply
    office.answer = "250 OK"
    assert states(send.send(letter, [ORGANISASI], [], server)) == [("organisasi", "diterima")]
    assert logged(letter) == [("organisasi", state) for state in ("menunggu", "ditolak", "menunggu", "diterima")]


@pytest.mark.parametrize("fault", ["timeout", "cut"])
def test_an_answer_that_never_comes(fault: str, letter: mail.Letter, server: Settings, office: Office) -> None:
    """The server has the letter, its answer is lost: a retry does not send it twice, only --again would."""
    office.wait, office.cut = (4.0, False) if fault == "timeout" else (0.0, True)
    sent = send.send(letter, [ORGANISASI], [], server)
    assert states(sent) == [("organisasi", "tidak jelas")]
    assert "mungkin sudah sampai" in sent[0].reply
    assert ("tidak menjawab dalam 2 detik" if fault == "timeout" else "memutus sambungan") in sent[0].reply
    assert len(office.taken) == 1
    office.wait, office.cut = 0.0, False
    assert states(send.send(letter, [ORGANISASI], [], server)) == [("organisasi", "tidak jelas")]
    assert len(office.taken) == 1
    assert states(send.send(letter, [ORGANISASI], [], server, again=True)) == [("organisasi", "diterima")]


def test_no_server(letter: mail.Letter) -> None:
    """Where nobody listens, or nobody answers, nothing is sent and the next try is free."""
    nobody = Settings("127.0.0.1", _free_port(), "tanpa", SENDER, seconds=1.0)
    (sent,) = send.send(letter, [ORGANISASI], [], nobody)
    assert (sent.state, "Tidak ada server surel" in sent.reply) == ("gagal", True)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings_of = Settings("127.0.0.1", silent.getsockname()[1], "tanpa", SENDER, seconds=0.5)
        (sent,) = send.send(letter, [ORGANISASI], [], settings_of)
    assert (sent.state, "tidak menjawab dalam 0,5 detik" in sent.reply) == ("gagal", True)
    assert not send._states(letter)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # the whole connection is TLS already
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_protected_and_authenticated(
    security: str, letter: mail.Letter, office: Office, authority: tuple[ssl.SSLContext, Path]
) -> None:
    """STARTTLS and TLS are spoken with a checked certificate; a wrong password or authority sends nothing."""
    for known in _running(office, security, authority):
        wrong = Settings("127.0.0.1", known.port, security, SENDER, "tongas", "salah", known.authority, 2.0)
        (sent,) = send.send(letter, [ORGANISASI], [], wrong)
        assert sent.state == "gagal"
        assert "menolak pengguna atau sandinya" in sent.reply
        assert "salah" not in repr(wrong)
        stranger = Settings("127.0.0.1", known.port, security, SENDER, "tongas", "rahasia", None, 2.0)
        (sent,) = send.send(letter, [ORGANISASI], [], stranger)
        assert (sent.state, "Sertifikat server" in sent.reply) == ("gagal", True)
        assert not office.taken
        assert states(send.send(letter, [ORGANISASI], [], known)) == [("organisasi", "diterima")]
    assert len(office.taken) == 1


def test_no_starttls_no_letter(letter: mail.Letter, server: Settings, office: Office) -> None:
    """A server that does not offer STARTTLS when it is wanted gets neither password nor letter."""
    wanted = Settings(server.host, server.port, "starttls", SENDER, "tongas", "rahasia", None, 2.0)
    (sent,) = send.send(letter, [ORGANISASI], [], wanted)
    assert (sent.state, "tidak menyediakan starttls" in sent.reply) == ("gagal", True)
    assert not office.taken


def test_where_nothing_can_be_remembered_nothing_is_sent(letter: mail.Letter, server: Settings, office: Office) -> None:
    """A log that cannot be written keeps the letter here."""
    send.log_path(letter).mkdir()
    with pytest.raises(send.LogError, match="Catatan kirim"):
        send.send(letter, [ORGANISASI], [], server)
    assert not office.taken


def test_a_log_cut_by_a_crash(letter: mail.Letter, server: Settings, office: Office) -> None:
    """Half a line at the end of the log neither stops the next letter nor spoils its line."""
    log = send.log_path(letter)
    log.write_bytes(b'{"time": "2024-01-0')
    assert states(send.send(letter, [ORGANISASI], [], server)) == [("organisasi", "diterima")]
    assert states(send.send(letter, [ORGANISASI], [], server)) == [("organisasi", "sudah")]
    assert len(office.taken) == 1


# ------------------------------------------------------------ settings and the command

SOUND = 'server = "127.0.0.1"\nkeamanan = "tanpa"\npengirim = "tongas@kab.go.id"\n'


def configured(folder: Path, text: str = SOUND, mode: int = 0o600) -> Path:
    path = folder / "surel.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o602])
def test_settings_that_others_can_read(mode: int, tmp_path: Path) -> None:
    """A settings file that others can read or write is refused, with the command that mends it."""
    with pytest.raises(SettingsError, match="chmod 600"):
        settings.load(configured(tmp_path, mode=mode), {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('pengirim = "a@b.id"', "server"),
        ('server = "smtp.kab.go.id"', "pengirim"),
        ('server = "smtp.kab.go.id"\npengirim = "a@b.id"\nkeamanan = "ssl"', "starttls atau tls atau tanpa"),
        ('server = "smtp.kab.go.id"\npengirim = "a@b.id"\nkeamanan = "tanpa"', "komputer ini sendiri"),
        (SOUND + 'pengguna = "a"', "sandi"),
        (SOUND + "port = 70000", "port"),
        (SOUND + "batas_waktu = 0", "batas_waktu"),
        (SOUND + 'password = "x"', "kunci password tidak dikenal"),
        ("server = smtp", "bukan TOML"),
    ],
)
def test_unsound_settings(text: str, words: str, tmp_path: Path) -> None:
    """Each fault of the settings is told by its key."""
    with pytest.raises(SettingsError, match=words):
        settings.load(configured(tmp_path, text), {})


def test_environment_stands_above_the_file(tmp_path: Path) -> None:
    """The environment alone is enough, and overrides the file key by key; the usual port follows the protection."""
    path = configured(tmp_path, 'server = "smtp.kab.go.id"\npengirim = "a@b.id"\npengguna = "a"\nsandi = "b"\n')
    loaded = settings.load(path, {"IKU_EXCEL_SMTP_SANDI": "c", "IKU_EXCEL_SMTP_KEAMANAN": "tls"})
    assert (loaded.host, loaded.port, loaded.security) == ("smtp.kab.go.id", 465, "tls")
    assert (loaded.user, loaded.password) == ("a", "c")
    alone = settings.load(
        None,
        {"XDG_CONFIG_HOME": str(tmp_path / "no"), "APPDATA": str(tmp_path / "no")}
        | {"IKU_EXCEL_SMTP_SERVER": "smtp.kab.go.id", "IKU_EXCEL_SMTP_PENGIRIM": "a@b.id"},
    )
    assert (alone.port, alone.security, alone.sender) == (587, "starttls", Address("", "a", "b.id"))


def command(letter: mail.Letter, server: Settings, *options: str) -> tuple[int, str]:
    """Run "email --send" from outside; return its status and what it said."""
    folder = letter.source.parent
    config = configured(folder.parent, f"{SOUND}port = {server.port}\nbatas_waktu = 3\n")
    result = run("email", letter.source.name, *options, cwd=folder, IKU_EXCEL_CONFIG=str(config))
    return result.returncode, result.stdout + result.stderr


def test_command_sends_and_does_not_send_twice(letter: mail.Letter, server: Settings, office: Office) -> None:
    """The command sends, says what became of each recipient, and finds at a second run that all is done."""
    office.unknown = {"bupati@kab.go.id"}
    options = ("--to", "organisasi@kab.go.id", "--cc", "bupati@kab.go.id", "--send")
    status, said = command(letter, server, *options, "--dry-run")
    assert (status, office.taken) == (0, [])
    assert "organisasi@kab.go.id: akan dikirim" in said
    assert not send.log_path(letter).exists()
    status, said = command(letter, server, *options)
    assert status == 1
    assert "✓ organisasi@kab.go.id: diterima" in said
    assert "✗ bupati@kab.go.id: ditolak (550 5.1.1 no such user)" in said
    office.unknown = set()
    assert command(letter, server, *options)[0] == 0
    status, said = command(letter, server, *options)
    assert status == 0
    assert said.count(": sudah") == 2
    assert len(office.taken) == 2


def test_command_without_settings(letter: mail.Letter, tmp_path: Path) -> None:
    """Without settings the command says where they belong, and sends nothing."""
    folder = letter.source.parent
    clean = {key: str(tmp_path / "none") for key in ("XDG_CONFIG_HOME", "APPDATA")}
    result = run("email", letter.source.name, "--to", "a@kab.go.id", "--send", cwd=folder, **clean)
    assert result.returncode == 1
    assert f"{os.sep}iku-excel{os.sep}surel.toml" in result.stderr
    assert not send.log_path(letter).exists()


def test_an_edited_workbook_is_not_sent(letter: mail.Letter, server: Settings, office: Office) -> None:
    """What verify finds edited does not leave, unless the sender accepts it in so many words."""
    import openpyxl

    book = openpyxl.load_workbook(letter.source)
    book["IKU"]["A1"] = "INDIKATOR KINERJA"
    book.save(letter.source)
    options = ("--to", "organisasi@kab.go.id", "--send")
    status, said = command(letter, server, *options)
    assert (status, office.taken) == (1, [])
    assert "--accept-edited" in said
    assert command(letter, server, *options, "--accept-edited")[0] == 0
    assert len(office.taken) == 1

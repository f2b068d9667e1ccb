"""A month of a regency's inbox: 24 offices by mail, mailbox, chat folder and archive, and what goes wrong with it.

Three are late, two come twice, one is replaced, two are faulty, one was edited, one mail imitates an office.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

import regency
from builders import filled
from openpyxl import load_workbook

LATE = ("KECAMATAN BESUK", "KECAMATAN TIRIS", "KECAMATAN LECES")
TWICE = ("KECAMATAN BANTARAN", "KECAMATAN BANYUANYAR")
REPLACED, EDITED, SPOOFED = "KECAMATAN DRINGU", "KECAMATAN MARON", "KECAMATAN PAITON"
FAULTY = ("KECAMATAN GADING", "KECAMATAN SUMBER")
TAKEN = 24 - len(LATE) - len(FAULTY) - 1  # the edited one is refused too
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def address(office: str) -> str:
    """Return the address of an office on the roster."""
    return f"{office.lower().replace(' ', '.')}@kab.go.id"


def roster(folder: Path) -> Path:
    """Write the roster with an address for each office."""
    path = folder / "daftar.csv"
    lines = [f"{name};{regency.REGION};{address(name)};10 Juli 2023" for name in regency.offices()]
    path.write_text("\n".join(["nama_organisasi;wilayah;email;batas_waktu", *lines]) + "\n", "utf-8")
    return path


def letter(sender: str, files: Sequence[tuple[str, bytes]], kind: tuple[str, str] = XLSX) -> EmailMessage:
    """Return a mail with attachments."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, "organisasi@kab.go.id", "IKU"
    made.set_content("Terlampir.")
    for name, data in files:
        made.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    return made


def forwarded(inner: EmailMessage, sender: str) -> EmailMessage:
    """Return a mail that has another as its only attachment."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["Subject"] = sender, "Fwd: IKU"
    made.set_content("Diteruskan.")
    made.add_attachment(inner)
    return made


def zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return an archive."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def month(folder: Path) -> tuple[list[str], Path]:
    """Fill a folder with what comes in a month; return the sources, and a folder sorted by hand for comparison."""
    chat, hand = folder / "unduhan", folder / "tangan"
    chat.mkdir(parents=True)
    hand.mkdir()
    mails: list[bytes] = []
    packed: list[tuple[str, bytes]] = []
    for office, name in enumerate(regency.offices()):
        if name in LATE:
            continue
        data = _workbook(office, name, folder)
        if name not in (*FAULTY, EDITED):
            (hand / f"{name}.xlsx").write_bytes(data)
        if name == REPLACED:
            mails.append(bytes(letter(address(name), [("isian lama.xlsx", _output(office + 1, name, folder))])))
        if name in TWICE:
            mails.append(bytes(letter(address(name), [("IKU FINAL (1).xlsx", data)])))
        sender = '"camat@kab.go.id" <orang@lain.example>' if name == SPOOFED else f"Camat <{address(name)}>"
        match office % 5:
            case 0 if name not in (REPLACED, SPOOFED):
                (chat / f"WA-{office}.xlsx").write_bytes(data)
            case 1:
                packed.append((f"kiriman/{name}.xlsx", data))
            case 2:
                mails.append(bytes(forwarded(letter(sender, [("isian.xlsx", data)]), sender)))
            case _:
                mails.append(bytes(letter(sender, [("isian.xlsx", data)])))
    (folder / "bersama.zip").write_bytes(zipped(packed))
    for number, mail in enumerate(mails[::2]):
        (folder / f"surat-{number:02}.eml").write_bytes(mail)
    unix = [mail.replace(b"\r\n", b"\n") for mail in mails[1::2]]
    (folder / "kotak.mbox").write_bytes(b"".join(b"From x Mon Jan  1 00:00:00 2024\n%b\n\n" % mail for mail in unix))
    (chat / "foto.jpg").write_bytes(b"\xff\xd8\xff")
    (chat / "~$isian.xlsx").write_bytes(b"kunci")
    (chat / "unduhan.xlsx.crdownload").write_bytes(b"PK")
    eml = [str(path) for path in sorted(folder.glob("*.eml"))]
    return [*eml, str(folder / "kotak.mbox"), str(chat), str(folder / "bersama.zip")], hand


def _output(office: int, name: str, folder: Path) -> bytes:
    path = regency.output_of(name, office, folder, stem="sementara")
    data = path.read_bytes()
    path.unlink()
    return data


def _workbook(office: int, name: str, folder: Path) -> bytes:
    if name in FAULTY:
        sample = filled("triwulanan", 0, regency.definition(name), regency.values(office, 2))
        return sample.put("pembilang_1_tw1", "banyak").bytes()
    if name != EDITED:
        return _output(office, name, folder)
    book, buffer = load_workbook(BytesIO(_output(office, name, folder))), BytesIO()
    book["Periode"]["D7"] = 9_999
    book.save(buffer)
    return buffer.getvalue()

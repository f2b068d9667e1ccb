"""The lines around the table: title, identity, heading and signature block, in the ways that offices write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import HEADINGS, ROW, cell, found, line, paragraph, row, run, table, word

from iku_excel.documents import office
from iku_excel.documents.office import Office

TITLE = "INDIKATOR KINERJA UTAMA"
TABLE = table([HEADINGS, ROW])


def around(body: str, folder: Path) -> Office:
    return office.around(found(word(body), folder))


def lines(*texts: str) -> str:
    return "".join(map(line, texts))


IDENTITY = {
    "in lines": lines("Nama Organisasi : KANTOR CONTOH", "Tugas : membantu contoh", "Fungsi : a. satu;", "b. dua."),
    "with bullets": lines(
        "- Nama Organisasi : KANTOR CONTOH", "• Tugas : membantu contoh", "- Fungsi : a. satu;", "- b. dua.",
    ),
    "with tabs": "".join(
        paragraph("<w:r><w:t>{}</w:t><w:tab/><w:t>: {}</w:t></w:r>".format(*pair))
        for pair in (("Nama Organisasi", "KANTOR CONTOH"), ("Tugas", "membantu contoh"), ("Fungsi", "a. satu;"))
    ) + line("b. dua."),
    "in a table without borders": table([
        ["Nama Organisasi", ":", "KANTOR CONTOH"], ["Tugas", ":", "membantu contoh"], ["Fungsi", ":", "a. satu;"],
        ["", "", "b. dua."],
    ]),
    "in one cell of a table": table([
        ["Nama Organisasi", ":", "KANTOR CONTOH"], ["Tugas", ":", "membantu contoh"],
        ["Fungsi", ":", cell(lines("a. satu;", "b. dua."))],
    ]),
    "lettered by Word": lines("Nama Organisasi : KANTOR CONTOH", "Tugas : membantu contoh", "Fungsi :")
    + "".join(paragraph(run(text), properties="<w:numPr/>") for text in ("satu;", "dua.")),
    "over several lines": lines(
        "Nama Organisasi: KANTOR CONTOH", "Tugas:", "membantu contoh", "Fungsi:", "a. satu;", "b.", "dua.",
    ),
    "broken within a paragraph": paragraph(
        "<w:r><w:t>Nama Organisasi : KANTOR CONTOH</w:t><w:br/><w:t>Tugas : membantu contoh</w:t><w:br/>"
        "<w:t>Fungsi : a. satu;</w:t><w:br/><w:t>b. dua.</w:t></w:r>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IDENTITY)
def test_identity(name: str, tmp_path: Path) -> None:
    """Name, duty and functions are found with their labels, the functions without their letters."""
    answer = around(lines(TITLE, "TAHUN 2024") + IDENTITY[name] + line("Indikator Kinerja Utama") + TABLE, tmp_path)
    assert [text.text for text in answer.title] == [TITLE, "TAHUN 2024"]
    assert (answer.organization.label.text, answer.organization.text.text) == ("Nama Organisasi", "KANTOR CONTOH")
    assert (answer.duty.label.text, answer.duty.text.text) == ("Tugas", "membantu contoh")
    assert [text.text for text in answer.functions] == ["satu;", "dua."]
    assert answer.heading.text == "Indikator Kinerja Utama"
    assert answer.year == 2024


@pytest.mark.parametrize("label", ["Nama OPD", "Instansi", "Perangkat Daerah", "UNIT KERJA", "Nama Unit Organisasi"])
def test_labels_of_the_office(label: str, tmp_path: Path) -> None:
    """The office's line goes by several labels, each kept as written."""
    answer = around(lines(TITLE, f"{label} : KANTOR CONTOH") + TABLE, tmp_path)
    assert (answer.organization.label.text, answer.organization.text.text) == (label, "KANTOR CONTOH")


def test_nothing_around(tmp_path: Path) -> None:
    """A bare table says nothing of its office, and nothing is made up."""
    answer = around(TABLE, tmp_path)
    assert (answer.title, answer.heading.text, answer.functions, answer.year) == ((), "", (), None)
    assert answer.signature == office.Signature()


def test_a_title_of_several_years(tmp_path: Path) -> None:
    """A title that names several years settles none of them."""
    assert around(lines(TITLE, "TAHUN 2021 - 2026") + TABLE, tmp_path).year is None


BLOCK = (
    "KEPALA KANTOR CONTOH",
    "KABUPATEN CONTOH",
    "",
    "NAMA PEJABAT, S.E.",
    "Penata Tingkat I",
    "NIP. 19800101 200501 2 001",
)
SIGNATURES = {
    "year alone": (lines("CONTOH, 2024", *BLOCK), ("CONTOH", "")),
    "month": (lines("Contoh, Pebruari 2024", *BLOCK), ("Contoh", "Pebruari 2024")),
    "full date": (lines("Contoh, 2 Januari 2024", *BLOCK), ("Contoh", "2 Januari 2024")),
    "set in, set on": (
        lines("Ditetapkan di : Contoh", "pada tanggal : 2 Januari 2024", *BLOCK), ("Contoh", "2 Januari 2024"),
    ),
    "at the right, behind tabs": (
        "".join(
            paragraph(f"<w:r><w:tab/><w:tab/><w:t>{text}</w:t></w:r>") for text in ("CONTOH, 2024", *BLOCK)
        ), ("CONTOH", ""),
    ),
    "in the right half of a table": (
        table([["", text] for text in ("CONTOH, 2024", *BLOCK)]), ("CONTOH", ""),
    ),
    "one cell of a table": (table([["", cell(lines("CONTOH, 2024", *BLOCK))]]), ("CONTOH", "")),
}  # fmt: skip


@pytest.mark.parametrize("name", SIGNATURES)
def test_signature_blocks(name: str, tmp_path: Path) -> None:
    """Place, date, position, region, name, rank and NIP are found however the block is set."""
    body, (place, date) = SIGNATURES[name]
    found_ = around(TABLE + line("") + body, tmp_path).signature
    told = [part.text for part in (found_.position, found_.region, found_.name, found_.rank, found_.nip)]
    assert told == [BLOCK[0], BLOCK[1], BLOCK[3], BLOCK[4], "19800101 200501 2 001"]
    assert (found_.place.text, found_.date.text) == (place, date)


def test_two_signatories_are_not_guessed(tmp_path: Path) -> None:
    """Where two people sign, nobody is proposed."""
    rows = [row(["Mengetahui,", "CONTOH, 2024"]), *(row([text, text]) for text in BLOCK)]
    assert around(TABLE + line("") + table(rows), tmp_path).signature == office.Signature()

"""Where everything stands in the review workbook, and what each measure asks of its row.

``Tinjau`` has a row for each indicator: the official text, locked, then yellow cells with what is proposed.
``Kantor`` has the lines around the table, the scale and the signature block. ``_tinjau`` (very hidden) keeps the
official texts as read, key | value rows. Every yellow cell and every official text is a defined name; the names are
the address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from iku_excel.definition import measures
from iku_excel.documents.office import Office
from iku_excel.documents.official import Table
from iku_excel.documents.proposals import Proposal
from iku_excel.model import Achievement, Finding

ROWS, OFFICE, NOTES, MACHINE = "Tinjau", "Kantor", "Catatan", "_tinjau"

VERSION = "1"
"""First value of ``_tinjau``: the structure of the workbook."""

PIECE = 30_000  # letters of JSON a cell; Excel's limit is 32,767

YES = "Ya"
HEAD = 4  # on Tinjau: column headings; the first indicator follows


@dataclass(frozen=True, slots=True)
class Review:
    """Everything a review workbook shows."""

    document: str  # name of the file it was read from
    sha256: str
    table: Table
    office: Office
    proposals: tuple[Proposal, ...]
    notes: tuple[Finding, ...] = ()


class Look(StrEnum):
    """What kind of cell a column has."""

    TOLD = "told"  # the program's words, locked
    OFFICIAL = "official"  # locked, unless the document has no text for it
    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of Tinjau; ``key`` begins the defined names of its cells."""

    key: str
    heading: str
    width: float
    look: Look
    choices: tuple[str, ...] = ()
    help: str = ""


COLUMNS: tuple[Column, ...] = (
    Column("nomor", "NO", 5, Look.TOLD),
    Column("sasaran", "SASARAN STRATEGIS", 26, Look.OFFICIAL),
    Column("indikator", "INDIKATOR", 30, Look.OFFICIAL),
    Column("formulasi", "FORMULASI", 36, Look.OFFICIAL),
    Column("sumber", "SUMBER DATA", 16, Look.OFFICIAL),
    Column("letak", "TEMPAT DI DOKUMEN", 16, Look.TOLD),
    Column("sah", "Yakin?", 9, Look.CHOICE, (YES,), "Pilih Ya sesudah seluruh baris ini diperiksa."),
    Column(
        "ukuran", "UKURAN", 13, Look.CHOICE, tuple(measures.MEASURES),
        "rasio: pembilang dibagi penyebut. jumlah: satu hitungan. nilai: angka dari luar. predikat: salah satu "
        "tingkat. pertumbuhan: dibanding tahun lalu.",
    ),
    Column("pembilang", "PEMBILANG", 30, Look.TEXT, (), "Apa yang dihitung di atas garis; pertumbuhan: tahun ini."),
    Column("penyebut", "PENYEBUT", 30, Look.TEXT, (), "Apa yang dihitung di bawah garis; pertumbuhan: tahun lalu."),
    Column(
        "per", "PER", 9, Look.CHOICE, tuple(map(str, measures.PERS)),
        "Pengali rasio: 100 untuk persen, 1000 untuk per 1.000.",
    ),
    Column(
        "jenis", "ARUS / STOK", 10, Look.CHOICE, ("arus", "stok"),
        "arus: angka tiap periode dijumlahkan. stok: angka periode terakhir yang berlaku, misalnya jumlah desa.",
    ),
    Column(
        "arah", "ARAH", 10, Look.CHOICE, ("tinggi", "rendah", "rentang", "naik", "turun"),
        "Yang baik: makin tinggi, makin rendah, atau di dalam rentang (isi batasnya). Pertumbuhan: naik atau turun; "
        "rendah bila kenaikannya justru buruk.",
    ),
    Column("satuan", "SATUAN", 12, Look.TEXT, (), "Misalnya persen, per 1.000, dokumen, indeks."),
    Column(
        "target", "TARGET", 10, Look.NUMBER, (),
        "Boleh kosong. Untuk persen tulis 95; untuk predikat salah satu tingkatnya.",
    ),
    Column("alasan", "DARI KATA-KATA MANA", 44, Look.TOLD),
    Column(
        "angka", "ANGKA", 10, Look.CHOICE, ("bulat", "desimal", "rupiah"),
        "Boleh kosong: bulat; untuk nilai: desimal.",
    ),
    Column(
        "langkah", "TINGKAT PREDIKAT", 22, Look.TEXT, (),
        "Hanya predikat: dari yang terburuk, dipisah titik koma, misalnya D; C; B; A. Dengan poin: D=0; C=50; A=100.",
    ),
    Column(
        "tingkat", "TINGKAT NILAI", 22, Look.TEXT, (),
        "Hanya nilai, boleh kosong: yang terbaik dahulu, misalnya A > 80; B >= 60; C.",
    ),
    Column(
        "batas_bawah", "BATAS BAWAH", 10, Look.NUMBER, (),
        "Nilai terendah yang mungkin; pada arah rentang: awal rentang yang baik.",
    ),
    Column(
        "batas_atas", "BATAS ATAS", 10, Look.NUMBER, (),
        "Nilai tertinggi yang mungkin; pada arah rentang: akhir rentang yang baik.",
    ),
    Column(
        "lebih", "BOLEH > PENYEBUT", 11, Look.CHOICE, (YES,),
        "Hanya rasio: Ya bila pembilang boleh melebihi penyebut, misalnya pendapatan terhadap targetnya.",
    ),
    Column(
        "bersama", "HITUNGAN BERSAMA", 11, Look.CHOICE, (YES,),
        "Hanya jumlah: Ya bila hitungannya milik beberapa kantor bersama dan tidak boleh dijumlahkan.",
    ),
    Column(
        "capaian", "RUMUS CAPAIAN", 26, Look.CHOICE, tuple(Achievement),
        "Boleh kosong: realisasi/target; untuk arah rendah yang ditulis di lembar Kantor.",
    ),
)  # fmt: skip
"""The columns of Tinjau in order."""

COL = {column.key: index for index, column in enumerate(COLUMNS)}
FIRST_MORE = COL["angka"]  # from here on: what few indicators need


@dataclass(frozen=True, slots=True)
class Needs:
    """What a measure asks of its row: cells that must be filled, cells that may be; the others stay empty."""

    must: tuple[str, ...]
    may: tuple[str, ...]


CELLS = {
    # key of a profile's indicator -> cells of a row that it comes from
    "text": ("indikator",), "formula_text": ("formulasi",), "data_source": ("sumber",), "measure": ("ukuran",),
    "per": ("per",), "numerator": ("pembilang",), "denominator": ("penyebut",), "kind": ("jenis",),
    "polarity": ("arah",), "direction": ("arah",), "unit": ("satuan",), "target": ("target",), "numbers": ("angka",),
    "steps": ("langkah",), "points": ("langkah",), "levels": ("tingkat",), "lowest": ("batas_bawah",),
    "highest": ("batas_atas",), "ideal": ("batas_bawah", "batas_atas"), "exceeds": ("lebih",), "shared": ("bersama",),
    "achievement": ("capaian",), "register": (),
}  # fmt: skip

_SAID = ("per",)  # what a profile may leave unsaid, but no person should


def _needs(row: measures.Row) -> Needs:
    must = [*row.needs, "unit", *(key for key in _SAID if key in row.takes)]
    may = [key for key in (*row.takes, "target") if key not in must]
    return Needs(tuple(cell for key in must for cell in CELLS[key]), tuple(cell for key in may for cell in CELLS[key]))


NEEDS: dict[str, Needs] = {str(measure): _needs(row) for measure, row in measures.MEASURES.items()}
"""What each measure asks for, by the one table of measures."""

TAKES = {str(measure): frozenset((*row.needs, *row.takes)) for measure, row in measures.MEASURES.items()}
"""The keys of a profile that each measure has."""

ASKED = tuple(column.key for column in COLUMNS if column.look not in (Look.TOLD, Look.OFFICIAL) and column.key != "sah")
"""Keys of the yellow cells of a row, but for its confirmation."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of Kantor: its name, label, what is proposed, where it was found or why it is proposed."""

    name: str
    label: str
    value: str = ""
    place: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    longest: int = 200


@dataclass(frozen=True, slots=True)
class Block:
    """A part of Kantor that is confirmed as one."""

    title: str
    confirmation: str  # defined name of its Yakin?
    entries: tuple[Entry, ...]


MAX_TITLE, MAX_FUNCTIONS, MAX_BANDS = 3, 26, 8
_SPARE = 2  # empty rows for functions that were not found
DEFAULT = "bawaan; ubah bila kantor memakai yang lain"

SCALE_SOURCE = "Permendagri Nomor 86 Tahun 2017"
SCALE = (("Sangat Tinggi", "91"), ("Tinggi", "76"), ("Sedang", "66"), ("Rendah", "51"), ("Sangat Rendah", ""))
"""The scale that is proposed: predicate and lower border."""


def blocks(review: Review) -> tuple[Block, ...]:
    """Return what Kantor asks, with what the document says filled in."""
    return (
        Block("Judul dan identitas", "sah_identitas", tuple(_identity(review))),
        Block("Penandatangan", "sah_penandatangan", tuple(_signatory(review.office))),
        Block("Capaian dan predikat", "sah_skala", tuple(_scale())),
    )


def _identity(review: Review) -> Iterator[Entry]:
    office = review.office
    organization = office.organization
    year = "" if office.year is None else str(office.year)
    yield Entry(
        "profil", "Nama profil", _identifier(organization.text.text, year), "huruf kecil, angka, garis bawah", True
    )
    yield Entry("organisasi", "Nama organisasi", organization.text.text, organization.text.place, False)
    yield Entry("tahun", "Tahun", year, "dari judul" if year else "kosong: ditanyakan saat templat dibuat", False)
    for number in range(1, MAX_TITLE + 1):
        text = office.title[number - 1] if number <= len(office.title) else None
        yield Entry(
            f"judul_{number}",
            f"Judul, baris {number}",
            text.text if text else "",
            text.place if text else "",
            number == 1,
            (),
            80,
        )
    yield Entry("subjudul", "Judul di atas tabel", office.heading.text, office.heading.place, True, (), 80)
    for number, column in enumerate(review.table.columns, start=1):
        yield Entry(f"kolom_{number}", f"Judul kolom {number}", column.text, column.place, True, (), 60)
    labels = (("organisasi", organization, "Nama Organisasi"), ("tugas", office.duty, "Tugas"))
    for key, labelled, default in labels:
        found = labelled.label.text
        yield Entry(
            f"label_{key}",
            f'Label "{default}"',
            found or default,
            labelled.label.place if found else DEFAULT,
            True,
            (),
            60,
        )
    yield Entry("tugas", "Tugas", office.duty.text.text, office.duty.text.place, True, (), 1500)
    found = office.functions_label.text
    yield Entry(
        "label_fungsi",
        'Label "Fungsi"',
        found or "Fungsi",
        office.functions_label.place if found else DEFAULT,
        True,
        (),
        60,
    )
    for number in range(1, min(len(office.functions) + _SPARE, MAX_FUNCTIONS) + 1):
        text = office.functions[number - 1] if number <= len(office.functions) else None
        label = f"Fungsi {chr(ord('a') + number - 1)}."
        yield Entry(
            f"fungsi_{number}", label, text.text if text else "", text.place if text else "", number == 1, (), 1500
        )


def _signatory(office: Office) -> Iterator[Entry]:
    found = office.signature
    yield Entry("tempat", "Tempat", found.place.text, found.place.place)
    yield Entry("tanggal", "Tanggal", found.date.text, found.date.place or "kosong: tahunnya yang dicetak")
    yield Entry("jabatan", "Jabatan", found.position.text, found.position.place)
    yield Entry("wilayah", "Wilayah", found.region.text, found.region.place)
    yield Entry("nama_pejabat", "Nama pejabat", found.name.text, found.name.place)
    yield Entry("pangkat", "Pangkat", found.rank.text, found.rank.place)
    yield Entry("nip", "NIP", found.nip.text, found.nip.place)


def _scale() -> Iterator[Entry]:
    lower = (str(Achievement.MIRRORED), str(Achievement.INVERSE))
    yield Entry("capaian_rendah", "Capaian untuk arah rendah", lower[0], DEFAULT, True, lower)
    yield Entry("sumber_skala", "Dasar skala predikat", SCALE_SOURCE, DEFAULT, True)
    yield Entry("batas_capaian", "Capaian paling besar (persen)", "", "boleh kosong: tidak dibatasi")
    for number in range(1, MAX_BANDS + 1):
        label, border = SCALE[number - 1] if number <= len(SCALE) else ("", "")
        place = DEFAULT if label else "boleh kosong"
        yield Entry(f"predikat_{number}", f"Predikat {number}, yang terbaik dahulu", label, place, number == 1, (), 60)
        yield Entry(
            f"batas_{number}",
            f"Batas bawah predikat {number} (persen)",
            border,
            place if border else "yang terbawah: kosong",
        )


def _identifier(organization: str, year: str) -> str:
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in organization.lower()).split()
    return "_".join([*words, *([year] if year and words else [])])[:60].rstrip("_")

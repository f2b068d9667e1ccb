"""From a document to a profile: the review workbook, what it refuses, and round trips letter by letter."""

from __future__ import annotations

import dataclasses
import tomllib
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from builders import TONGAS, define
from commands import run
from documents import (
    FORMULA,
    HEADINGS,
    ROW,
    as_word,
    as_workbook,
    cells,
    confirmed,
    official_lines,
    plain,
    proposed,
    table,
    word,
)

from iku_excel import documents, reading
from iku_excel.definition import profile
from iku_excel.documents import Confirmed
from iku_excel.findings.catalogue import CATALOGUE
from iku_excel.model import Definition, Severity
from iku_excel.package import admit

ROOT = Path(__file__).parents[2]
SEED = (ROOT / "tests" / "reference" / "iku_tongas_2023.txt").read_text(encoding="utf-8")


def review(data: bytes, folder: Path, name: str = "dokumen.docx") -> bytes:
    """Return the review workbook of a document."""
    answer = proposed(data, folder, name)
    assert answer.review
    return documents.render(answer.review)


@lru_cache(maxsize=1)
def simple() -> bytes:
    """Return the review of a document that is nothing but a table."""
    with TemporaryDirectory() as folder:
        return review(plain(), Path(folder))


def confirm(data: bytes) -> Confirmed:
    return documents.confirm(admit(data))


def defined(answer: Confirmed, organization: str | None = None, year: int | None = None) -> Definition:
    """Return the definition of a written profile."""
    assert answer.valid, answer.findings
    return profile.Profile(tomllib.loads(answer.toml)).define("tahunan", organization, year)


def errors(answer: Confirmed) -> list[tuple[str, str | None, str | None]]:
    return [(item.code, item.sheet, item.cell) for item in answer.findings if item.severity is Severity.ERROR]


# ---------------------------------------------------------------- round trips


def official_of(definition: Definition) -> list[object]:
    """Return every official text of a definition."""
    identity = definition.identity
    rows = [(g.text, i.number, i.text, i.formula_text, i.data_source) for g in definition.goals for i in g.indicators]
    return [definition.title, definition.heading, definition.columns, identity, rows, definition.signatory]


def seed_document() -> bytes:
    """Return the reference text as a Word document: its lines as paragraphs, its table as a table."""
    rows = [text.split("\t") for text in SEED.splitlines() if "\t" in text]
    first = SEED.index("NO\t")
    last = SEED.index("\n\n", first)
    above, below = SEED[:first].splitlines(), SEED[last:].splitlines()
    lines = ["".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in part) for part in (above, below)]
    return word(lines[0] + table(rows) + lines[1])


SIDES = [
    ("pelayanan publik yang dilaksanakan secara berkualitas", "pelayanan publik yang dilaksanakan"),
    ("pengaduan ketentraman dan ketertiban umum yang terfasilitasi", "pengaduan ketentraman dan ketertiban umum"),
    ("jumlah desa yang kelompok masyarakatnya telah diberdayakan", "jumlah desa se kecamatan"),
    ("Jumlah penyelesaian direktif penugasan pimpinan", "jumlah seluruh penugasan"),
]


def test_the_reference_text(tmp_path: Path) -> None:
    """Four of four indicators of the official document come out exactly, with nothing said but Ya."""
    definition = defined(confirm(confirmed(review(seed_document(), tmp_path))))
    assert official_of(definition) == official_of(define("tahunan"))
    assert [(item.numerator, item.denominator) for item in definition.indicators] == SIDES
    assert [(item.kind, item.polarity, item.unit) for item in definition.indicators] == [
        (item.kind, item.polarity, item.unit) for item in define("tahunan").indicators
    ]
    assert (definition.organization, definition.year, definition.id) == ("KECAMATAN TONGAS", 2023, TONGAS)
    assert definition.scale == define("tahunan").scale


CONTOH = str(ROOT / "tests" / "profiles" / "dinas_contoh.toml")
PROFILES = {TONGAS: None, "kecamatan": "KECAMATAN SUKAPURA", CONTOH: None}


@pytest.mark.parametrize("name", PROFILES, ids=lambda name: Path(name).stem)
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_round_trips(name: str, kind: str, tmp_path: Path) -> None:
    """A definition printed in Word or Excel, imported and confirmed, has the same official text and the same sides."""
    before = profile.load(name).define("tahunan", PROFILES[name])
    data = as_word(before) if kind == "docx" else as_workbook(before)
    named = {"profil": before.id, "tahun": str(before.year)}
    answer = confirm(confirmed(review(data, tmp_path, f"dokumen.{kind}"), **named, **missing(before)))
    after = defined(answer)
    assert official_of(after) == official_of(before)
    for old, new in zip(before.indicators, after.indicators, strict=True):
        told = ("number", "kind", "polarity", "unit", "denominator") + (("numerator",) if old.number != 4 else ())
        assert [getattr(new, key) for key in told] == [getattr(old, key) for key in told]
    assert after.organization == before.organization


def missing(definition: Definition) -> dict[str, str]:
    """Return what a person must fill in because the document does not say it."""
    if "contoh" not in definition.id:
        signatory = definition.signatory
        return {} if signatory.nip else {"tempat": "", "tanggal": "", "jabatan": "", "wilayah": ""}
    return {"jenis_3": "stok"}


def test_the_template_of_a_written_profile(tmp_path: Path) -> None:
    """From a document to a built workbook with the commands alone: its sheet IKU shows the official text exactly."""
    (tmp_path / "keputusan.docx").write_bytes(as_word(define("tahunan")))
    assert run("import", "keputusan.docx", cwd=tmp_path).returncode == 0
    made = tmp_path / "keputusan_tinjau.xlsx"
    made.write_bytes(confirmed(made.read_bytes()))
    assert run("import", made.name, "-o", "kantor.toml", cwd=tmp_path).returncode == 0
    wanted = run("template", "--profile", "kantor.toml", "--period", "tahunan", "-o", "isian.xlsx", cwd=tmp_path)
    assert wanted.returncode == 0, wanted.stderr
    book = openpyxl.load_workbook(tmp_path / "isian.xlsx")
    for number in range(1, 5):
        for word_, value in ((f"pembilang_{number}_thn", 9), (f"penyebut_{number}_thn", 10)):
            ((sheet, address),) = book.defined_names[word_].destinations
            book[sheet][address].value = value
    book.save(tmp_path / "isian.xlsx")
    built = run("build", "isian.xlsx", cwd=tmp_path)
    assert built.returncode == 0, built.stdout
    (output,) = (tmp_path / "output").glob("*.xlsx")
    shown = {cell.value for row in openpyxl.load_workbook(output)["IKU"].iter_rows() for cell in row if cell.value}
    table_texts = {text for line in SEED.splitlines() if line.count("\t") == 4 for text in line.split("\t")}
    assert {text for text in table_texts if not text.isdecimal()} <= shown


# ---------------------------------------------------------------- the review workbook


def test_what_a_review_shows() -> None:
    """Official text is locked beside its place, proposals are open, and each says from which words it came."""
    book = openpyxl.load_workbook(BytesIO(simple()))
    assert book.sheetnames == ["Tinjau", "Kantor", "_tinjau"]
    assert book["_tinjau"].sheet_state == "veryHidden"
    sheet = book["Tinjau"]
    shown = cells(simple())
    assert (shown["indikator_1"], shown["formulasi_1"], shown["sasaran_1"], shown["sumber_1"]) == (
        ROW[2], FORMULA, ROW[1], ROW[4],
    )  # fmt: skip
    told = {
        "sah": None, "ukuran": "rasio", "pembilang": "surat yang dijawab tepat waktu", "penyebut": "surat yang masuk",
        "per": 100, "jenis": "arus", "arah": "tinggi", "satuan": "persen", "target": None, "angka": None,
        "langkah": None, "batas_bawah": None, "batas_atas": None,
    }  # fmt: skip
    assert {key: shown[f"{key}_1"] for key in told} == told
    for name, defined_name in book.defined_names.items():
        ((home, address),) = defined_name.destinations
        official = name.partition("_")[0] in ("sasaran", "indikator", "formulasi", "sumber") and home == "Tinjau"
        assert book[home][address].protection.locked == official, name
    words = " ".join(str(cell.value) for cell in sheet[6])
    assert "tabel 1, baris 2, kolom 3" in words
    assert '"... : ..." dan "x 100%"' in words
    assert sheet.protection.sheet


def test_a_review_is_the_same_each_time(tmp_path: Path) -> None:
    """The same document gives the same bytes."""
    assert review(plain(), tmp_path) == simple()


def test_text_of_a_document_stays_text(tmp_path: Path) -> None:
    """Whatever a document says is only ever text in the review."""
    nasty = ("1", "=1+1", "http://contoh.example", "@SUM(A1)", '{=HYPERLINK("x")}')
    book = openpyxl.load_workbook(BytesIO(review(plain([nasty]), tmp_path)))
    sheet = book["Tinjau"]
    assert [cell.data_type for cell in sheet[6] if cell.value in nasty[1:]] == ["s"] * 4
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


KINDS = {
    "jumlah desa": "stok", "seluruh pegawai contoh": "stok", "jumlah sekolah di kabupaten/kota": "stok",
    "∑ desa": "stok", "jumlah pegawai yang terdaftar": "stok", "jumlah warga yang datang": None,
    "surat yang masuk": "arus", "jumlah kelahiran hidup": "arus", "panjang seluruh jalan": None,
}  # fmt: skip


@pytest.mark.parametrize("denominator", KINDS)
def test_flow_or_stock(denominator: str, tmp_path: Path) -> None:
    """A stock is proposed only where both sides count the same places or members, with the words as reason."""
    top = f"{denominator} yang baik"
    row = (*ROW[:3], f"({top} : {denominator}) x 100%", ROW[4])
    assert cells(review(plain([row]), tmp_path))["jenis_1"] == KINDS[denominator]


def test_a_rate_of_members_is_left_open(tmp_path: Path) -> None:
    """Cases over inhabitants are neither a flow nor a stock on both sides: a person decides."""
    row = (*ROW[:3], "jumlah kasus : jumlah penduduk x 1.000", ROW[4])
    shown = cells(review(plain([row]), tmp_path))
    assert (shown["jenis_1"], shown["per_1"], shown["satuan_1"]) == (None, 1000, "per 1.000")


DIRECTIONS = {
    ("Meningkatnya layanan", "Persentase surat"): "tinggi",
    ("Menurunnya pengaduan", "Persentase pengaduan berulang"): "rendah",
    ("Menurunnya pengaduan", "Persentase pengaduan yang ditindaklanjuti"): "tinggi",
    ("Meningkatnya kesehatan", "Angka kematian bayi"): "rendah",
}


@pytest.mark.parametrize("texts", DIRECTIONS, ids=lambda texts: texts[1])
def test_which_way_is_good(texts: tuple[str, str], tmp_path: Path) -> None:
    """Lower is better where words say so."""
    shown = cells(review(plain([("1", *texts, FORMULA, "Bidang")]), tmp_path))
    assert shown["arah_1"] == DIRECTIONS[texts]


def test_growth_is_proposed_with_its_direction(tmp_path: Path) -> None:
    """A growth is proposed with its direction; what is counted now and then is for a person to write."""
    formula = "(kasus tahun n - kasus tahun n-1) dibagi kasus tahun n-1 x 100%"
    shown = cells(review(plain([(*ROW[:2], "Persentase penurunan kasus", formula, ROW[4])]), tmp_path))
    told = [shown[f"{key}_1"] for key in ("ukuran", "arah", "per", "pembilang")]
    assert told == ["pertumbuhan", "turun", None, None]


# ---------------------------------------------------------------- what is refused

OFFICE: dict[str, Any] = {
    "organisasi": "KANTOR CONTOH", "tahun": "2024", "profil": "kantor", "judul_1": "INDIKATOR KINERJA UTAMA",
    "subjudul": "Indikator Kinerja Utama", "tugas": "membantu contoh", "fungsi_1": "satu",
}  # fmt: skip


@pytest.mark.parametrize("said", [None, "", "Tidak", "y", "Ya?", 1])
def test_unconfirmed_rows_are_refused(said: object, tmp_path: Path) -> None:
    """A row that does not say Ya is refused at its own cell."""
    answer = confirm(confirmed(review(plain([ROW, ROW]), tmp_path), **OFFICE, sah_2=said))
    assert errors(answer) == [("belum-dikonfirmasi", "Tinjau", "G7")]


@pytest.mark.parametrize("said", ["ya", " YA ", "Ya\N{NO-BREAK SPACE}"])
def test_ya_in_any_spelling(said: str) -> None:
    """Case and blanks make no difference."""
    assert confirm(confirmed(simple(), **OFFICE, sah_1=said)).valid


def test_an_unconfirmed_part_of_the_office_is_warned_of() -> None:
    """The parts of Kantor are confirmed too; one that is not is told, without keeping the profile back."""
    answer = confirm(confirmed(simple(), **OFFICE, sah_skala=None))
    assert answer.valid
    assert [(item.code, item.sheet) for item in answer.findings] == [("belum-dikonfirmasi", "Kantor")]


FAULTS: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "no measure": ({"ukuran_1": None}, [("wajib-diisi", "H6")]),
    "an unknown measure": ({"ukuran_1": "persentase"}, [("tinjauan-pilihan", "H6")]),
    "no denominator": ({"penyebut_1": None}, [("wajib-diisi", "J6")]),
    "no factor": ({"per_1": None}, [("wajib-diisi", "K6")]),
    "an unknown factor": ({"per_1": 50}, [("tinjauan-pilihan", "K6")]),
    "a count with a denominator": (
        {"ukuran_1": "jumlah"}, [("tinjauan-bertentangan", "J6"), ("tinjauan-bertentangan", "K6")],
    ),
    "a ratio that goes up": ({"arah_1": "naik"}, [("tinjauan-bertentangan", "M6")]),
    "a growth that is high": (
        {"ukuran_1": "pertumbuhan", "per_1": None}, [("tinjauan-bertentangan", "M6")],
    ),
    "a range without bounds": ({"arah_1": "rentang"}, [("wajib-diisi", "T6"), ("wajib-diisi", "U6")]),
    "bounds without a range": ({"batas_atas_1": 5}, [("tinjauan-bertentangan", "U6")]),
    "a target in words": ({"target_1": "naik"}, [("bukan-angka", "O6")]),
    "a target out of reach": ({"target_1": 950}, [("tinjauan-ditolak", "O6")]),
    "steps that are no list": (
        {"ukuran_1": "predikat", **dict.fromkeys(["pembilang_1", "penyebut_1", "per_1", "jenis_1", "arah_1"]),
         "langkah_1": "A=1; B"}, [("tinjauan-bertentangan", "R6")],
    ),
    "changed official text": ({"formulasi_1": "a : b"}, [("teks-resmi-berubah", "D6")]),
    "no duty": ({"tugas": None}, [("wajib-diisi", "B20")]),
    "a scale with a hole": ({"batas_2": "95"}, [("tinjauan-ditolak", "B43")]),
    "a year in words": ({"tahun": "dua ribu"}, [("bukan-angka", "B8")]),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_told_at_their_cells(name: str) -> None:
    """What is missing, contradicts itself or breaks a rule of profiles is refused by its address."""
    changes, expected = FAULTS[name]
    answer = confirm(confirmed(simple(), **{**OFFICE, **changes}))
    assert [(code, cell) for code, _, cell in errors(answer)] == expected
    assert not answer.valid


_EMPTY = dict.fromkeys([f"{key}_1" for key in ("pembilang", "penyebut", "per", "jenis", "arah")])
MEASURED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "rate": ({"per_1": 1000, "angka_1": "desimal", "lebih_1": "Ya", "target_1": 12.5},
             {"per": 1000, "numbers": "desimal", "exceeds": True, "target": 12.5}),
    "percent typed as one": ({"target_1": "92,5%"}, {"target": 92.5}),
    "range": ({"arah_1": "rentang", "batas_bawah_1": 60, "batas_atas_1": "85"},
              {"polarity": "rentang", "ideal": (60, 85)}),
    "lower is better": ({"arah_1": "rendah", "target_1": 5}, {"polarity": "rendah", "target": 5,
                        "achievement": "(2*target-realisasi)/target"}),
    "lower by the other formula": ({"arah_1": "rendah", "capaian_1": "target/realisasi"},
                                   {"achievement": "target/realisasi"}),
    "count": ({**_EMPTY, "ukuran_1": "jumlah", "jenis_1": "arus", "arah_1": "tinggi", "satuan_1": "dokumen",
               "bersama_1": "ya", "target_1": 40},
              {"measure": "jumlah", "kind": "arus", "shared": True, "target": 40, "numerator": ""}),
    "value": ({**_EMPTY, "ukuran_1": "Nilai", "arah_1": "tinggi", "satuan_1": "indeks", "batas_bawah_1": -5,
               "batas_atas_1": 100, "tingkat_1": "A > 80; B >= 60; C", "target_1": "81,5"},
              {"measure": "nilai", "lowest": -5, "highest": 100, "target": 81.5, "numbers": "desimal"}),
    "predicate": ({**_EMPTY, "ukuran_1": "predikat", "satuan_1": "opini", "langkah_1": "TW=0; WDP=50; WTP=100",
                   "target_1": "WTP"},
                  {"measure": "predikat", "steps": ("TW", "WDP", "WTP"), "points": (0, 50, 100), "target": "WTP"}),
    "growth": ({"ukuran_1": "pertumbuhan", "per_1": None, "arah_1": "turun", "angka_1": "rupiah"},
               {"measure": "pertumbuhan", "direction": "turun", "polarity": "tinggi", "numbers": "rupiah"}),
    "growth that is bad": ({"ukuran_1": "pertumbuhan", "per_1": None, "arah_1": "rendah"},
                           {"direction": "naik", "polarity": "rendah"}),
}  # fmt: skip


@pytest.mark.parametrize("name", MEASURED)
def test_every_measure_can_be_confirmed(name: str) -> None:
    """What a person fills in for any measure becomes the profile's keys, and the profile loads."""
    changes, expected = MEASURED[name]
    indicator = defined(confirm(confirmed(simple(), **OFFICE, **changes))).indicators[0]
    assert {key: getattr(indicator, key) for key in expected} == expected
    if name == "value":
        assert [(level.label, level.lower, level.above) for level in indicator.levels] == [
            ("A", 80, True), ("B", 60, False), ("C", None, False),
        ]  # fmt: skip


def test_a_plain_profile_says_nothing_new() -> None:
    """Keys at their first meaning are left out, so that a profile of ratios keeps its seal."""
    answer = confirm(confirmed(simple(), **OFFICE))
    (goal,) = tomllib.loads(answer.toml)["goals"]
    assert not {"measure", "per", "numbers", "exceeds", "direction"} & goal["indicators"][0].keys()


def test_a_changed_machine_sheet_is_refused(tmp_path: Path) -> None:
    """The official texts are compared with those kept when the document was read."""
    path = tmp_path / "t.xlsx"
    book = openpyxl.load_workbook(BytesIO(simple()))
    book["_tinjau"]["B5"].value = "{}"
    book.save(path)
    done = run("import", "t.xlsx", "-o", "k.toml", cwd=tmp_path)
    assert done.returncode == 1
    assert "Buku kerja tinjauan tidak dapat dipakai" in done.stdout


def test_text_that_the_document_lacks_is_filled_in(tmp_path: Path) -> None:
    """A table without a data source leaves an open cell, which must be filled and becomes official text."""
    made = review(plain([ROW[:4]], HEADINGS[:4]), tmp_path)
    assert errors(confirm(confirmed(made, **OFFICE)))[0] == ("wajib-diisi", "Tinjau", "E6")
    filled = confirm(confirmed(made, **OFFICE, sumber_1="Bidang Contoh", kolom_5="SUMBER DATA"))
    assert defined(filled).indicators[0].data_source == "Bidang Contoh"


# ---------------------------------------------------------------- the command


def test_the_command_proposes_and_writes(tmp_path: Path) -> None:
    """A document gives a review beside it; the review, confirmed, gives a profile; nothing is overwritten."""
    (tmp_path / "a.docx").write_bytes(plain())
    done = run("import", "a.docx", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 indikator, 1 terbaca hitungannya" in done.stdout
    again = run("import", "a.docx", cwd=tmp_path)
    assert again.returncode == 2
    assert "a_tinjau.xlsx sudah ada dan tidak ditimpa" in again.stderr
    refused = run("import", "a_tinjau.xlsx", "-o", "k.toml", cwd=tmp_path)
    assert refused.returncode == 1
    assert "G6" in refused.stdout
    assert not (tmp_path / "k.toml").exists()
    path = tmp_path / "b.xlsx"
    path.write_bytes(confirmed((tmp_path / "a_tinjau.xlsx").read_bytes(), **OFFICE))
    written = run("import", "b.xlsx", "-o", "k.toml", cwd=tmp_path)
    assert written.returncode == 0, written.stdout
    assert profile.load(str(tmp_path / "k.toml")).define("tahunan").organization == "KANTOR CONTOH"
    assert run("import", "b.xlsx", "-o", "k.toml", cwd=tmp_path).returncode == 2


def test_several_tables_are_listed(tmp_path: Path) -> None:
    """Several fitting tables are listed with number, place and first row, and nothing is written without --table."""
    other = ("1", "Sasaran lain", "Persentase lain", FORMULA, "Bidang")
    (tmp_path / "a.docx").write_bytes(word(table([HEADINGS, ROW]) + "<w:p/>" + table([HEADINGS, other])))
    done = run("import", "a.docx", cwd=tmp_path)
    assert done.returncode == 1
    assert "1. tabel 1, 1 indikator; baris pertama: Persentase surat contoh" in done.stdout
    assert "2. tabel 2, 1 indikator; baris pertama: Persentase lain" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx"]
    assert run("import", "a.docx", "--table", "3", cwd=tmp_path).returncode == 2
    assert run("import", "a.docx", "--table", "2", cwd=tmp_path).returncode == 0
    assert cells((tmp_path / "a_tinjau.xlsx").read_bytes())["indikator_1"] == "Persentase lain"


WRONG_USE = {
    "a review without -o": ("t.xlsx",),
    "a review to a workbook": ("t.xlsx", "-o", "k.xlsx"),
    "a review with --table": ("t.xlsx", "--table", "1", "-o", "k.toml"),
    "a document to a profile": ("a.docx", "-o", "k.toml"),
}


@pytest.mark.parametrize("name", WRONG_USE)
def test_wrong_use(name: str, tmp_path: Path) -> None:
    """What does not go together is a fault of usage, and nothing is written."""
    (tmp_path / "a.docx").write_bytes(plain())
    (tmp_path / "t.xlsx").write_bytes(simple())
    before = {path.name for path in tmp_path.iterdir()}
    done = run("import", *WRONG_USE[name], cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert {path.name for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "data"), [("a.pdf", b"%PDF-1.7"), ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("x.png", b"\x89PNG")]
)
def test_other_files_are_told_what_to_do(name: str, data: bytes, tmp_path: Path) -> None:
    """PDF, .doc and pictures: open in Word, save as .docx."""
    (tmp_path / name).write_bytes(data)
    done = run("import", name, cwd=tmp_path)
    assert done.returncode == 1
    assert ".docx" in done.stdout
    assert not done.stderr


def test_check_says_what_a_review_is(tmp_path: Path) -> None:
    """A review that is taken for a submission is named; in a folder it is skipped."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(simple())
    (finding,) = reading.read(path).findings
    assert finding.code == "bukan-templat"
    assert "tinjauan" in finding.message
    assert reading.inputs.expand([str(tmp_path)]) == []


FIRED = {
    "bukan-dokumen", "tabel-tidak-ada", "tabel-ganda", "dokumen-dilewati", "dokumen-bergambar", "dokumen-tanpa-nilai",
    "pecahan-sebaris", "belum-dikonfirmasi", "tinjauan-pilihan", "tinjauan-bertentangan", "tinjauan-ditolak",
    "tinjauan-rusak",
}  # fmt: skip


def test_every_code_of_documents_is_fired() -> None:
    """The codes of this wing are those that the tests beside this one fire."""
    from iku_excel.findings.catalogue_documents import DOCUMENTS

    assert set(DOCUMENTS) == FIRED
    assert set(CATALOGUE) >= FIRED


def test_a_definition_is_left_alone() -> None:
    """What the helpers print of a definition is all of it."""
    above, below = official_lines(dataclasses.replace(define("tahunan")))
    assert all(above)
    assert below[-1].startswith("NIP.")

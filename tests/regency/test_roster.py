"""The roster: read from workbook or CSV, its faults at row and column, and the templates it gives."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from builders import outcome
from office import convert, needs_office
from openpyxl import Workbook, load_workbook

from iku_excel.definition import profile
from iku_excel.model import Content
from iku_excel.package import Raw
from iku_excel.regency import handout, roster
from iku_excel.regency.roster import Roster, Row

ROOT = Path(__file__).parents[2]
GOOD = "nama_organisasi,wilayah,jumlah_desa,nip,email\nKECAMATAN A,KABUPATEN X,12,19791017 200012 1 001,a@x.go.id\n"


def csv(folder: Path, text: str, encoding: str = "utf-8") -> Roster:
    path = folder / "daftar.csv"
    path.write_bytes(text.encode(encoding))
    return roster.read(path)


def told(listed: Roster) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.cell) for finding in listed.findings]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_of_any_kind(separator: str, encoding: str, tmp_path: Path) -> None:
    """Comma, semicolon or tab, with or without the mark of UTF-8, from an old Windows."""
    listed = csv(tmp_path, GOOD.replace(",", separator).replace("KECAMATAN A", "KECAMATAN É"), encoding)
    assert told(listed) == []
    (row,) = listed.rows
    assert (row.number, row.organization, row.region, row.villages) == (2, "KECAMATAN É", "KABUPATEN X", 12)
    assert row.values["email"] == "a@x.go.id"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (",KABUPATEN X,12,,", [("wajib-diisi", "A2")]),
        ("---,KABUPATEN X,12,,", [("daftar-nama", "A2")]),
        ("KECAMATAN {A},KABUPATEN X,12,,", [("daftar-nama", "A2")]),
        ("KECAMATAN A,KABUPATEN X,dua belas,,", [("bukan-angka", "C2")]),
        ("KECAMATAN A,KABUPATEN X,0,,", [("daftar-jumlah-desa", "C2")]),
        ("KECAMATAN A,KABUPATEN X,12,1.97910172E+17,", [("nip-angka", "D2")]),
        ("KECAMATAN A,KABUPATEN X,12,123,", [("nip-tidak-sah", "D2")]),
        ("KECAMATAN A,KABUPATEN X,12,,a@x", [("surel-tidak-sah", "E2")]),
        (f"KECAMATAN {'A' * 200},,,,", [("teks-terlalu-panjang", "A2")]),
        ("KECAMATAN A,KABUPATEN X,,,\nkecamatan  a,Kabupaten X,,,", [("daftar-ganda", "A3")]),
        ("KECAMATAN A,KABUPATEN X,,,\nKECAMATAN A,KABUPATEN Y,,,", []),
    ],
)
def test_a_fault_is_named_at_its_cell(line: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    """Every wrong value of a row is a finding at row and column."""
    assert told(csv(tmp_path, f"{GOOD.splitlines()[0]}\n{line}\n")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nama,wilayah\nA,B\n", ["daftar-kolom-lain", "daftar-kolom"]),
        ("nama_organisasi,nama_organisasi\nA,B\n", ["daftar-ganda"]),
        ("Nama Organisasi,Jumlah Desa,Catatan\nA,3,x\n", ["daftar-kolom-lain"]),
        ("nama_organisasi\n", ["daftar-kosong"]),
        ('nama_organisasi\n"A\n', ["berkas-rusak"]),
    ],
)
def test_headings(text: str, expected: list[str], tmp_path: Path) -> None:
    """Headings are known in any case and order; without the organization there is no roster."""
    assert [finding.code for finding in csv(tmp_path, text).findings] == expected


def test_workbook_with_numbers_and_errors(tmp_path: Path) -> None:
    """A NIP stored as a number, a name that is one, a formula without a value."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["nama_organisasi", "nip", "jabatan", "jumlah_desa"])
    sheet.append(["KECAMATAN A", 197910172000121001, 5, 12.5])
    sheet.append(["KECAMATAN B", None, "=1+1", 7])
    book.save(tmp_path / "daftar.xlsx")
    listed = roster.read(tmp_path / "daftar.xlsx")
    expected = [("nip-angka", "B2"), ("bukan-teks", "C2"), ("daftar-jumlah-desa", "D2"), ("rumus-tanpa-nilai", "C3")]
    assert sorted(told(listed)) == sorted(expected)
    assert not listed.valid


@pytest.mark.parametrize(("data", "code"), [(b"%PDF-1.4", "bukan-xlsx"), (b"", "berkas-rusak"), (b"PK\x03\x04", None)])
def test_what_is_no_roster_is_said(data: bytes, code: str | None, tmp_path: Path) -> None:
    """Another kind of file, an empty one, a broken package: one finding each."""
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(data)
    (finding,) = roster.read(path).findings
    assert finding.code == (code or "berkas-rusak")
    (finding,) = roster.read(tmp_path / "tidak-ada.csv").findings
    assert finding.code == "berkas-tidak-ada"


def test_the_shipped_roster_lists_the_24_kecamatan() -> None:
    """The example has 24 different names, the regency, and nothing else."""
    listed = roster.read(ROOT / "input_templates" / "daftar_kecamatan_probolinggo.xlsx")
    assert (told(listed), len({row.key for row in listed.rows})) == ([], 24)
    assert {row.region for row in listed.rows} == {"KABUPATEN PROBOLINGGO"}
    assert {
        value for row in listed.rows for name, value in row.values.items() if name not in {"nama_organisasi", "wilayah"}
    } == {""}
    assert {row.villages for row in listed.rows} == {None}


def test_the_empty_roster_reads_as_empty(tmp_path: Path) -> None:
    """What --roster-example writes has all headings and no row."""
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(handout.roster())
    assert [finding.code for finding in roster.read(path).findings] == ["daftar-kosong"]
    sheet = load_workbook(path)["Daftar"]
    assert [cell.value for cell in sheet[1]] == list(roster.COLUMNS)


def handed_out(row: Row, period: str) -> tuple[str, bytes]:
    (made,) = handout.templates([row], profile.load(handout.PROFILE), period, 2024)
    return made


ROW = Row(2, {"nama_organisasi": "KECAMATAN A", "wilayah": "KABUPATEN X", "nip": "19791017 200012 1 001"}, 12)


def test_a_template_knows_its_office() -> None:
    """What the roster tells stands in the open cells; the rest is left to the clerk."""
    name, data = handed_out(ROW, "triwulanan")
    assert name == "ISIAN_IKU_2024_TRIWULANAN_KECAMATAN_A.xlsx"
    book = load_workbook(BytesIO(data))
    values = {
        name: book[item.attr_text.split("!")[0]][item.attr_text.split("!")[1]]
        for name, item in book.defined_names.items()
    }
    assert (values["nama_organisasi"].value, values["wilayah"].value) == ("KECAMATAN A", "KABUPATEN X")
    assert (values["nip"].value, values["nama_pejabat"].value) == ("19791017 200012 1 001", None)
    assert values["penyebut_3_tw1"].value == 12
    assert values["penyebut_3_tw2"].value == '=IF(E15="","",D16)'
    assert values["penyebut_1_tw1"].value is None
    assert not values["penyebut_3_tw2"].protection.locked


def test_two_offices_of_one_name_get_two_files() -> None:
    """Kecamatan of one name in two regencies do not overwrite each other."""
    rows = [ROW, Row(3, {**ROW.values, "wilayah": "KABUPATEN Y"})]
    names = [name for name, _ in handout.templates(rows, profile.load(handout.PROFILE), "tahunan", None)]
    assert names == ["ISIAN_IKU_2023_TAHUNAN_KECAMATAN_A.xlsx", "ISIAN_IKU_2023_TAHUNAN_KECAMATAN_A_2.xlsx"]


@needs_office
def test_the_preset_denominator_follows_the_numerator(tmp_path: Path) -> None:
    """Filled through the second quarter, the denominator of the stock is there by itself, and no period more."""
    _, data = handed_out(ROW, "triwulanan")
    book = load_workbook(BytesIO(data))
    for name, item in book.defined_names.items():
        sheet, cell = item.attr_text.replace("$", "").split("!")
        counted = name.endswith(("_tw1", "_tw2")) and not name.startswith("penyebut_3")
        if counted or name in {"tempat", "jabatan", "nama_pejabat", "pangkat"}:
            book[sheet][cell] = 10 if counted else "X"
    path = tmp_path / "isian.xlsx"
    book.save(path)
    (tmp_path / "lo").mkdir()
    answer = outcome(convert(path, "xlsx", tmp_path / "lo"))
    assert [finding.code for finding in answer.findings if finding.severity != "info"] == []
    third = answer.results[2]
    assert [(item.period.code, item.measured.denominator) for item in third.periods] == [("tw1", 12), ("tw2", 12)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("KAB. PROBOLINGGO", "Kabupaten  Probolinggo"), ("KEC TONGAS", "KECAMATAN TONGAS"), ("Dinas P.U.", "DINAS P U")],
)
def test_names_are_compared_as_people_mean_them(one: str, other: str) -> None:
    """Case, dots, blanks and the usual abbreviations do not make another office."""
    assert roster.key(one) == roster.key(other)


def test_a_column_without_a_heading_is_told(tmp_path: Path) -> None:
    """Data below a blank heading would be lost without a word; an empty column is nothing."""
    path = tmp_path / "daftar.csv"
    path.write_text("nama_organisasi;;wilayah\nKECAMATAN A;197910172000121001;KAB\nKECAMATAN B;;KAB\n", "utf-8")
    listed = roster.read(path)
    (finding,) = listed.findings
    assert (finding.code, finding.cell) == ("daftar-judul-kosong", "B1")
    assert "197910172000121001" in finding.message
    assert listed.valid


def test_findings_of_a_kind_are_capped(tmp_path: Path) -> None:
    """Of thousands of faults of a kind twenty are named, and the rest is counted."""
    path = tmp_path / "daftar.csv"
    path.write_text("nama_organisasi;nip\n" + "".join(f"KECAMATAN {n};1\n" for n in range(3_000)), "utf-8")
    listed = roster.read(path)
    assert [finding.code for finding in listed.findings] == ["nip-tidak-sah"] * 20 + ["daftar-selebihnya"]
    assert "yaitu 2.980 lagi" in listed.findings[-1].message
    assert listed.valid


def test_what_is_said_of_a_roster_of_faults_stays_short(tmp_path: Path) -> None:
    """A hundred rows, each wrong in every column, with texts as long as cells hold them, are told on some pages."""
    long = "x" * 32_000
    cells = {(row, col): Raw(Content.TEXT, text=long) for row in range(1, 101) for col in range(70)}
    cells |= {(0, col): Raw(Content.TEXT, text=name) for col, name in enumerate([*roster.COLUMNS, *[long] * 20])}
    cells |= {(row, 2): Raw(Content.NUMBER, 5, "5") for row in range(1, 101)}
    findings = roster._Reading(tmp_path, "Daftar", cells, []).roster().findings
    assert {finding.code for finding in findings} >= {"bukan-teks", "bukan-angka", "daftar-judul-kosong"}
    assert len(findings) < 200
    assert sum(len(f"{finding}") for finding in findings) < 250_000


@pytest.mark.parametrize("most", ["_MAX_ROWS", "_MAX_CELLS"])
def test_a_roster_of_more_rows_than_offices_is_refused(
    most: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list longer than the country has offices is no roster, and none of its rows is judged."""
    monkeypatch.setattr(roster, "_MAX_CELLS", 10_000 + 10 * (most == "_MAX_ROWS"))
    listed = csv(tmp_path, "nama_organisasi\n" + "A\n" * (roster._MAX_ROWS + 1))
    assert [finding.code for finding in listed.findings] == ["daftar-kosong"]
    assert "10.000 baris" in listed.findings[0].message
    assert listed.rows == ()

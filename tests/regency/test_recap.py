"""A regency's recap: sums against an independent addition, every planted fault named, LibreOffice agreeing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import regency
from builders import define, filled
from commands import run
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet
from regency import EDITED, FOREIGN, LEFT_OUT, MISSING, OLD, ROSTER, TWICE, expected_sums, input_of, mail, output_of

import iku_excel
from iku_excel.definition import formulas
from iku_excel.model import Kind, Severity
from iku_excel.package.safexml import Refusal
from iku_excel.regency import ledger, recap, roster
from iku_excel.regency.recap import Made, State, sheets
from iku_excel.regency.recap.collect import expand
from iku_excel.text.cells import Workbook

LISTED = roster.read(ROSTER)


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mail(tmp_path_factory.mktemp("rekap") / "kiriman")


@pytest.fixture(scope="module")
def made(post: Path) -> Made:
    return recap.make(expand([str(post)]), roster=LISTED)


def book_of(made: Made, *, values: bool = True) -> Book:
    return load_workbook(BytesIO(made.data), data_only=values)


def rows(sheet: Worksheet) -> Iterator[list[object]]:
    for row in sheet.iter_rows(values_only=True):
        yield list(row)


def row_of(sheet: Worksheet, name: str, col: int = 1) -> list[object]:
    (found,) = [row for row in rows(sheet) if row[col] == name]
    return found


def codes(made: Made) -> set[tuple[str, str]]:
    """Return (office or file, code) of every finding but information."""
    found = {(finding.found or "", finding.code) for finding in made.recap.findings}
    for sent in made.recap.sent:
        for finding in sent.findings:
            if finding.severity is not Severity.INFO:
                found.add((sent.organization or sent.path.name, finding.code))
    return found


def test_every_planted_fault_is_named(made: Made) -> None:
    """Two missing, one twice, one edited, one old, one hostile, one of another contract, one of another regency."""
    assert codes(made) == {
        *((name, "belum-kirim") for name in (*MISSING, "KECAMATAN LECES", "KECAMATAN SUMBER")),
        (TWICE, "dikirim-dua-kali"),
        (EDITED, "keluaran-diubah"),
        (OLD, "periode-tertinggal"),
        ("LECES.xlsx", "berkas-berbahaya"),
        ("IKU_KECAMATAN_SUMBER.xlsx", "versi-keluaran"),
        (FOREIGN, "wilayah-lain"),
    }
    assert not made.complete


def test_sums_are_those_of_an_independent_addition(made: Made) -> None:
    """The regency's row is the sum of numerators over the sum of denominators of exactly the counted offices."""
    row = row_of(book_of(made)["Rekap"], "KABUPATEN PROBOLINGGO")
    for number, (numerator, denominator) in expected_sums().items():
        at = 4 + 6 * (number - 1)
        assert row[at : at + 3] == [numerator, denominator, pytest.approx(numerator / denominator, rel=1e-15)]
        target = 0.8 if number == 3 else 0.95
        assert row[at + 3 : at + 5] == [target, pytest.approx(numerator / denominator / target, rel=1e-15)]
    totals = recap.of_recap(made.recap)["blocks"][0]["totals"]
    assert {item["number"]: (item["numerator"], item["denominator"]) for item in totals} == expected_sums()


def test_every_office_has_its_row(made: Made) -> None:
    """The counted offices stand in the roster's order with their own figures; the others do not stand there."""
    book = book_of(made)
    names = [row[1] for row in rows(book["Rekap"]) if isinstance(row[0], int)]
    assert names == [name for name in regency.offices() if name not in LEFT_OUT]
    office = regency.offices().index(OLD)
    row = row_of(book["Rekap"], OLD)
    for number in (1, 2, 3, 4):
        at = 4 + 6 * (number - 1)
        assert tuple(row[at : at + 2]) == regency.counts(office, 0)[number]


def test_mean_of_percentages_has_its_own_name(made: Made) -> None:
    """The plain mean stands in a row that says so, and differs from the regency's actual."""
    sheet = book_of(made)["Rekap"]
    mean = row_of(sheet, "Rata-rata persentase organisasi")
    offices = [row for row in rows(sheet) if isinstance(row[0], int)]
    actuals = [row[6] for row in offices]
    assert all(isinstance(actual, float) for actual in actuals)
    assert mean[6] == pytest.approx(sum(float(str(actual)) for actual in actuals) / len(actuals))
    assert mean[6] != row_of(sheet, "KABUPATEN PROBOLINGGO")[6]


def test_sums_lead_to_the_data_sheet(made: Made) -> None:
    """Sums and offices on Rekap are live formulas over Sumber, and Sumber alone holds figures."""
    sheet = book_of(made, values=False)["Rekap"]
    row = row_of(sheet, "KABUPATEN PROBOLINGGO")
    assert str(row[4]).startswith("=SUMIFS(Sumber!")
    assert str(row_of(sheet, "KECAMATAN TONGAS")[4]).startswith("=Sumber!")


def test_sources_name_file_hash_and_cells(made: Made, post: Path) -> None:
    """Every figure leads to a file, its SHA-256 and the cells in it, which hold that very figure."""
    sheet = book_of(made)["Sumber"]
    lines = [row for row in rows(sheet) if isinstance(row[0], int)]
    assert len(lines) == 18 * 4
    by_path = {sent.path.name: sent for sent in made.recap.sent}
    for name in ("KECAMATAN TONGAS", "KECAMATAN BANTARAN"):
        (line,) = [row for row in lines if row[1] == name and row[2] == 2]
        file, sha256, where, numerators, denominators = line[14:19]
        assert by_path[str(file)].sha256 == sha256
        source = load_workbook(post / str(file), data_only=True)[str(where)]
        for area, first in ((numerators, 4), (denominators, 8)):
            assert [cell.value for cell in source[str(area)][0]] == line[first : first + 2]


def test_completeness_says_who_is_missing(made: Made) -> None:
    """A sentence names how many of how many and who is not, and the table has a row for every file."""
    sheet = book_of(made)["Kelengkapan"]
    sentence = str(sheet["A3"].value)
    assert sentence.startswith("18 dari 24 organisasi dihitung; belum: KECAMATAN BESUK, ")
    assert "dikirim dua kali: KECAMATAN KRUCIL" in sentence
    assert row_of(sheet, "KECAMATAN BESUK")[3] == State.MISSING.value
    assert row_of(sheet, EDITED)[3] == State.EDITED.value
    assert row_of(sheet, OLD)[3:5] == [State.LATE.value, "Triwulan I"]
    assert [row[3] for row in rows(sheet) if row[1] == TWICE] == [State.TWICE.value] * 2
    assert row_of(sheet, f"{FOREIGN} (tidak di daftar)")[3] == State.REGION.value


def test_periods_add_up_whoever_reported(made: Made) -> None:
    """The first quarter has all counted offices, the second all but the late one."""
    (block,) = recap.of_recap(made.recap)["blocks"]
    for total in block["totals"]:
        for position, part in enumerate(total["periods"]):
            reported = [office for office, n_periods in regency.counted() if n_periods > position]
            pairs = [regency.counts(office, position)[total["number"]] for office in reported]
            assert part["offices"] == len(reported)
            assert (part["numerator"], part["denominator"]) == tuple(map(sum, zip(*pairs, strict=True)))
    row = [row for row in rows(book_of(made)["Periode"]) if row[1] == "Organisasi yang melapor"]
    assert [line[2:4] for line in row] == [[18, 17]] * 4


def test_findings_of_all_files_can_be_filtered(made: Made) -> None:
    """Temuan has a row for each finding of each file, with a filter over them."""
    sheet = book_of(made)["Temuan"]
    told = [row for row in rows(sheet) if isinstance(row[0], int)]
    assert len(told) == len(made.recap.findings) + sum(len(sent.findings) for sent in made.recap.sent)
    assert sheet.auto_filter.ref == f"A5:K{5 + len(told)}"
    (edited,) = [row for row in told if row[3] == "keluaran-diubah"]
    assert edited[5:7] == ["Periode", "D7"]
    assert edited[8:10] == ["9.999", "521"] or edited[8:10] == ["9999", "521"]


def test_same_bytes_from_another_folder(made: Made, post: Path, tmp_path: Path) -> None:
    """Neither the folder nor the time is in the workbook."""
    copied = tmp_path / "lain"
    shutil.copytree(post, copied)
    assert recap.make(expand([str(copied)]), roster=LISTED).data == made.data


def test_a_country_is_written_row_by_row(
    made: Made, post: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Beyond a thousand offices rows leave memory as they are written, and not a cell is lost by it."""
    last = tmp_path / "lalu.xlsx"
    last.write_bytes(made.data)
    held: list[object] = []
    flushed: list[object] = []
    for kept, most in ((held, 1_000), (flushed, 0)):
        monkeypatch.setattr(sheets, "HELD", most)
        book = book_of(recap.make(expand([str(post)]), roster=LISTED, previous=last), values=False)
        kept += [(sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in book.worksheets]
    assert held == flushed


def test_pick_chooses_one_of_two(post: Path, tmp_path: Path) -> None:
    """By its name, or the newest; of two saved in the same instant none is the newest."""
    first, second = post / "IKU_KECAMATAN_KRUCIL.xlsx", post / "krucil (revisi).xlsx"
    for picks, chosen in ((("krucil (revisi).xlsx",), second), ((str(first),), first)):
        answer = recap.make([first, second], picks=picks)
        assert [sent.path for sent in answer.recap.sent if sent.counted] == [chosen]
        assert answer.complete
    copies = [Path(shutil.copy(path, tmp_path)) for path in (first, second)]
    for moment, expected in ((2_000_000_000, [copies[1]]), (1_000_000_000, [])):
        os.utime(copies[0], (1_000_000_000, 1_000_000_000))
        os.utime(copies[1], (moment, moment))
        answer = recap.make(copies, picks=("newest",))
        assert [sent.path for sent in answer.recap.sent if sent.counted] == expected


def test_newest_is_what_reaches_furthest(tmp_path: Path) -> None:
    """An older quarter saved later is not the newest."""
    old = output_of("KECAMATAN A", 1, tmp_path, n_periods=1, stem="lama")
    new = output_of("KECAMATAN A", 1, tmp_path, n_periods=2, stem="baru")
    os.utime(new, (1_000_000_000, 1_000_000_000))
    answer = recap.make([old, new], picks=("newest",))
    assert [sent.path for sent in answer.recap.sent if sent.counted] == [new]


def test_edited_output_is_taken_only_on_demand(post: Path) -> None:
    """With --accept-edited its own record is counted, and the edit stays a warning."""
    path = post / f"IKU_{EDITED.replace(' ', '_')}.xlsx"
    assert recap.make([path]).recap.blocks == []
    answer = recap.make([path], accept_edited=True)
    (sent,) = answer.recap.sent
    assert sent.counted
    assert [(item.code, item.severity.value) for item in sent.findings] == [
        ("perubahan-diterima", "warning"),
        ("keluaran-diubah", "warning"),
    ]
    measured = sent.figures[0].counts[0][1]
    assert (measured.numerator, measured.denominator) == regency.counts(regency.offices().index(EDITED), 0)[1]


def test_without_a_roster_the_regency_of_most_counts(post: Path) -> None:
    """Nobody is missing then, and the office of another regency is still left out by name."""
    answer = recap.make(expand([str(post)]))
    assert answer.recap.expected is None
    assert (FOREIGN, "wilayah-lain") in codes(answer)
    assert not answer.recap.findings
    assert answer.recap.title == "KABUPATEN PROBOLINGGO"


def test_unknown_office_and_other_year(tmp_path: Path) -> None:
    """An office that no roster knows is left out, and so is a workbook of another year."""
    known = output_of("KECAMATAN TONGAS", 1, tmp_path)
    more = output_of("KECAMATAN PAITON", 5, tmp_path)
    stranger = output_of("KECAMATAN ENTAH", 2, tmp_path)
    last_year = replace(regency.definition("KECAMATAN TIRIS"), year=2022)
    late = filled("triwulanan", 0, last_year, regency.values(3, 2))
    answer = recap.make([known, stranger, late.save(tmp_path, "2022.xlsx"), more], roster=LISTED)
    assert [sent.state for sent in answer.recap.sent] == [State.COUNTED, State.UNKNOWN, State.YEAR, State.COUNTED]
    assert ("KECAMATAN TIRIS", "tahun-lain") in codes(answer)
    assert ("KECAMATAN ENTAH", "organisasi-tidak-dikenal") in codes(answer)


def test_other_definitions_are_never_added(tmp_path: Path) -> None:
    """Another formula stands in a block of its own, with a finding that says what differs."""
    usual = regency.definition("KECAMATAN A")
    goals = list(usual.goals)
    changed = replace(goals[1].indicators[0], kind=Kind.STOCK)
    goals[1] = replace(goals[1], indicators=(changed,))
    other = replace(regency.definition("KECAMATAN C"), goals=tuple(goals))
    paths = [input_of(name, office, tmp_path) for office, name in enumerate(("KECAMATAN A", "KECAMATAN B"))]
    sample = filled("triwulanan", 0, other, regency.values(2, 2))
    answer = recap.make([*paths, sample.save(tmp_path, "c.xlsx")])
    assert [len(block.offices) for block in answer.recap.blocks] == [2, 1]
    finding = answer.recap.sent[2].findings[0]
    assert (finding.code, finding.found, finding.expected) == ("definisi-berbeda", "jenis indikator 2", "Blok 2")
    sheet = book_of(answer)["Rekap"]
    sums = [row_of(sheet, f"KABUPATEN PROBOLINGGO, blok {number}")[4] for number in (1, 2)]
    one = [sum(regency.counts(office, period)[1][0] for period in (0, 1)) for office in range(3)]
    assert sums == [one[0] + one[1], one[2]]


def test_same_definition_under_another_profile_is_added(tmp_path: Path) -> None:
    """Tongas has a profile of its own with the very same indicators; that is said, and added."""
    own = filled("triwulanan", 0, define(), {**regency.values(0, 2)}).save(tmp_path, "tongas.xlsx")
    others = [input_of(name, 1, tmp_path) for name in ("KECAMATAN A", "KECAMATAN B")]
    answer = recap.make([own, *others])
    assert [len(block.offices) for block in answer.recap.blocks] == [3]
    assert [finding.code for finding in answer.recap.sent[0].findings] == ["profil-lain"]


def test_previous_recap_shows_what_changed(tmp_path: Path) -> None:
    """Identical figures, a sum that fell, a changed number of villages, and the change in points."""
    folders = [tmp_path / name for name in ("tw1", "tw2")]
    for folder, n_periods in zip(folders, (1, 2), strict=True):
        folder.mkdir()
        output_of("KECAMATAN A", 1, folder, n_periods)
    output_of("KECAMATAN B", 2, folders[0], 1)
    output_of("KECAMATAN B", 2, folders[1], 1)
    output_of("KECAMATAN C", 3, folders[0], 2)
    output_of("KECAMATAN C", 4, folders[1], 1)
    last = recap.make(expand([str(folders[0])]))
    kept = tmp_path / "REKAP_TW1.xlsx"
    kept.write_bytes(last.data)
    for previous in (kept, folders[0]):
        answer = recap.make(expand([str(folders[1])]), previous=previous)
        told = {sent.organization: [finding.code for finding in sent.findings] for sent in answer.recap.sent}
        assert told["KECAMATAN A"] == []
        assert told["KECAMATAN B"] == ["sama-persis", "periode-tertinggal"]
        assert told["KECAMATAN C"].count("kumulatif-turun") == 6
        assert "penyebut-stok-berubah" in told["KECAMATAN C"]
        sheet = book_of(answer)["Perubahan"]
        row = next(row for row in rows(sheet) if row[1] == "KECAMATAN A" and row[2] == 1)
        before, (after_top, after_bottom) = regency.counts(1, 0)[1], (row[6], row[7])
        assert tuple(row[3:5]) == before
        assert (after_top, after_bottom) == tuple(sum(regency.counts(1, p)[1][part] for p in (0, 1)) for part in (0, 1))
        regency_row = next(row for row in rows(sheet) if row[1] == "KABUPATEN PROBOLINGGO" and row[2] == 1)
        firsts = [regency.counts(office, 0)[1] for office in (1, 2, 3)]
        second = regency.counts(3, 1)[1]  # that of the office which reached further then
        assert tuple(regency_row[3:5]) == tuple(sum(pair[part] for pair in (*firsts, second)) for part in (0, 1))
        change = 100 * (float(str(after_top)) / float(str(after_bottom)) - before[0] / before[1])
        assert row[9] == pytest.approx(change)


def test_only_offices_in_both_recaps_are_compared(tmp_path: Path) -> None:
    """The sums then and now are over the same offices; both numbers are told, and who came and who went."""
    folders = [tmp_path / name for name in ("tw1", "tw2")]
    for folder, names, n_periods in zip(folders, ("ABC", "BCDE"), (1, 2), strict=True):
        folder.mkdir()
        for name in names:
            output_of(f"KECAMATAN {name}", ord(name), folder, n_periods)
    answer = recap.make(expand([str(folders[1])]), previous=folders[0])
    (block,) = recap.of_recap(answer.recap)["blocks"]
    came, went = ["KECAMATAN D", "KECAMATAN E"], ["KECAMATAN A"]
    assert block["comparison"] == {"offices": 2, "before": 3, "now": 4, "came": came, "went": went}
    sheet = book_of(answer)["Perubahan"]
    words = (
        "Dibandingkan 2 organisasi yang ada di kedua rekap (rekap lalu 3, kini 4); baru: KECAMATAN D dan KECAMATAN E"
    )
    assert sheet["A4"].value == f"{words}; tidak ada lagi: KECAMATAN A."
    assert f"{words}; tidak ada lagi: KECAMATAN A." in recap.lines(answer, tmp_path / "r.xlsx")
    row = next(row for row in rows(sheet) if row[1] == "KABUPATEN PROBOLINGGO" and row[2] == 1)
    then = [regency.counts(ord(name), 0)[1] for name in "BC"]
    now = [regency.counts(ord(name), period)[1] for name in "BC" for period in (0, 1)]
    assert tuple(row[3:5]) == tuple(map(sum, zip(*then, strict=True)))
    assert tuple(row[6:8]) == tuple(map(sum, zip(*now, strict=True)))
    ends = {str(row[1]): row[10] for row in rows(sheet) if row[2] == 1}
    assert ends["KECAMATAN A"] == "tidak ada di rekap ini"
    assert ends["KECAMATAN D"] == "tidak ada di rekap lalu"


def test_who_reports_less_far_is_marked_and_ranked_apart(tmp_path: Path) -> None:
    """On Rekap, Peringkat and Periode; ranks are among those that reach equally far."""
    for name, n_periods in (("A", 2), ("B", 1), ("C", 2), ("D", 1)):
        output_of(f"KECAMATAN {name}", ord(name), tmp_path, n_periods)
    book = book_of(recap.make(expand([str(tmp_path)])))
    summary, ranking, periods = (book[name] for name in ("Rekap", "Peringkat", "Periode"))
    assert sorted(str(row_of(summary, f"KECAMATAN {name}")[2]) for name in "AC") == ["1.0", "2.0"]
    assert sorted(str(row_of(summary, f"KECAMATAN {name}")[2]) for name in "BD") == ["1 (TW I)", "2 (TW I)"]
    assert [row_of(summary, f"KECAMATAN {name}")[28] for name in "AB"] == ["TW II", "TW I"]
    order = [(str(row[1]), str(row[0])) for row in rows(ranking) if str(row[1]).startswith("KECAMATAN")]
    assert [place for _, place in order] == ["1.0", "2.0", "1 (TW I)", "2 (TW I)"]
    assert {name for name, _ in order[:2]} == {"KECAMATAN A", "KECAMATAN C"}
    assert [row[3] for row in rows(periods) if row[1] == "KECAMATAN B"] == ["belum"] * 4
    for sheet in (summary, ranking, periods):
        assert "KECAMATAN B (TW I) dan KECAMATAN D (TW I)" in str(sheet["A4"].value)


def test_a_later_kiriman_counts_where_the_earlier_stands_in_it(tmp_path: Path) -> None:
    """TW1's and TW2's file of one office: the later counts; a changed figure or target is asked about."""
    first = input_of("KECAMATAN A", 1, tmp_path, n_periods=1, stem="tw1")
    second = output_of("KECAMATAN A", 1, tmp_path, n_periods=2, stem="tw2")
    third = output_of("KECAMATAN A", 1, tmp_path, n_periods=3, stem="tw3")
    answer = recap.make([third, first, second])
    assert [sent.state for sent in answer.recap.sent] == [State.COUNTED, State.EARLIER, State.EARLIER]
    assert [sent.findings[0].code for sent in answer.recap.sent[1:]] == ["lebih-awal"] * 2
    assert answer.complete
    assert answer.recap.sent[1].findings[0].severity is Severity.INFO
    definition = regency.definition("KECAMATAN A")
    for changed in ({"pembilang_1_tw1": 1}, {"target_1": 0.9}):
        values = {**regency.values(1, 2), **changed}
        later = filled("triwulanan", 0, definition, values).save(tmp_path, "ubah.xlsx")
        other = recap.make([first, later])
        assert [sent.state for sent in other.recap.sent] == [State.TWICE] * 2
        picked = recap.make([first, later], picks=("newest",))
        assert [sent.state for sent in picked.recap.sent] == [State.NOT_PICKED, State.COUNTED]


def test_copies_of_one_file_are_one(tmp_path: Path) -> None:
    """The same bytes under another name are counted once, and said."""
    first = output_of("KECAMATAN A", 1, tmp_path, stem="a")
    answer = recap.make([first, Path(shutil.copy(first, tmp_path / "a (1).xlsx"))])
    assert [sent.state for sent in answer.recap.sent] == [State.COUNTED, State.COPY]
    assert answer.recap.sent[1].findings[0].code == "salinan-sama"
    assert answer.complete


def test_the_ledger_settles_what_was_replaced(tmp_path: Path) -> None:
    """A line "replaces" beside the files says which of two counts; a broken line says nothing."""
    first = output_of("KECAMATAN A", 1, tmp_path, stem="lama")
    second = output_of("KECAMATAN A", 2, tmp_path, stem="baru")
    made = recap.make([first, second])
    assert [sent.state for sent in made.recap.sent] == [State.TWICE] * 2
    entries = [
        ledger.Entry(
            "2024-01-02T08:00:00+07:00", "", sent.path.name, sent.sha256, "Kecamatan A", 2023, "tw2", status, None
        )
        for sent, status in zip(made.recap.sent, ("received", "replaces"), strict=True)
    ]
    log = tmp_path / ledger.NAME
    log.write_bytes(b'{"time"\n[1]\n' + b"".join(entry.line() for entry in entries) + b"\xff{")
    assert ledger.read(tmp_path) == entries
    answer = recap.make([first, second])
    assert [sent.state for sent in answer.recap.sent] == [State.REPLACED, State.COUNTED]
    assert answer.recap.sent[0].findings[0].code == "diganti"
    assert answer.complete
    third = output_of("KECAMATAN A", 3, tmp_path, stem="lain")  # the one that replaces is not among these
    assert [sent.state for sent in recap.make([first, third]).recap.sent] == [State.TWICE] * 2


def test_figures_copied_from_the_last_quarter_are_seen(tmp_path: Path) -> None:
    """An office whose second quarter repeats its first to the digit is asked about it."""
    values = regency.values(1, 1)
    twice = {**values, **{name.replace("tw1", "tw2"): value for name, value in values.items()}}
    definition = regency.definition("KECAMATAN A")
    before = filled("triwulanan", 0, definition, values).save(tmp_path, "lalu.xlsx")
    now = filled("triwulanan", 0, definition, twice).save(tmp_path, "kini.xlsx")
    kept = tmp_path / "REKAP.xlsx"
    kept.write_bytes(recap.make([before]).data)
    (sent,) = recap.make([now], previous=kept).recap.sent
    assert [finding.code for finding in sent.findings] == ["sama-persis"]
    assert "Triwulan II" in sent.findings[0].message


@pytest.mark.parametrize("what", ["input", "edited", "missing"])
def test_what_is_no_recap_cannot_be_compared(what: str, made: Made, tmp_path: Path) -> None:
    """A filled template, a recap whose record was changed, no file at all."""
    path = tmp_path / "lalu.xlsx"
    if what == "input":
        filled().save(tmp_path, "lalu.xlsx")
    elif what == "edited":
        book = book_of(made, values=False)
        book["_iku"]["B4"] = str(book["_iku"]["B4"].value).replace('"year":2023', '"year":2022')
        book.save(path)
    with pytest.raises(Refusal) as refusal:
        recap.make([], previous=path)
    assert refusal.value.code == ("berkas-tidak-ada" if what == "missing" else "rekap-lalu")


def test_a_recap_of_strangers_is_not_written(tmp_path: Path) -> None:
    """Where no file is known for what it is, there is nothing to write: said file by file, by command and API."""
    for number in range(25):
        (tmp_path / f"{number:02}.xlsx").write_bytes(b"bukan")
    answer = run("recap", str(tmp_path), "-o", "REKAP.xlsx", "--roster", str(ROSTER), cwd=tmp_path)
    assert (answer.returncode, answer.stdout) == (1, "")
    told = answer.stderr.splitlines()
    assert "Tidak ada kiriman yang dapat dikenali; rekap tidak ditulis." in told[0]
    assert told[1] == "00.xlsx: Berkas ini bukan buku kerja .xlsx; isinya teks biasa atau CSV."
    assert told[-1] == "dan 5 lagi"
    with pytest.raises(ValueError, match=r"Tidak ada kiriman yang dapat dikenali[^$]*dan 5 lagi"):
        iku_excel.recap([tmp_path], roster=ROSTER)
    (tmp_path / "kosong").mkdir()
    empty = run("recap", "kosong", "-o", "REKAP.xlsx", cwd=tmp_path)
    assert (empty.returncode, empty.stdout) == (1, "")
    assert "Tidak ada buku kerja di kosong" in empty.stderr
    output_of("KECAMATAN A", 1, tmp_path / "kosong")
    again = run("recap", "kosong", "-o", "REKAP.xlsx", "--previous", str(tmp_path / "lain"), cwd=tmp_path)
    assert again.returncode == 1
    (tmp_path / "lain").mkdir()
    again = run("recap", "kosong", "-o", "REKAP.xlsx", "--previous", "lain", cwd=tmp_path)
    assert again.returncode == 1
    assert "tidak ada kiriman yang dapat dihitung di folder itu" in again.stderr
    assert not (tmp_path / "REKAP.xlsx").exists()


def test_known_offices_without_a_figure_are_a_recap(tmp_path: Path) -> None:
    """A refused input is known for whose it is: the recap of its year says that nobody is counted."""
    broken = filled("triwulanan", 0, regency.definition("KECAMATAN A"), regency.values(1, 1))
    broken.put("pembilang_1_tw1", "banyak").save(tmp_path, "a.xlsx")
    answer = recap.make(expand([str(tmp_path)]), roster=LISTED)
    assert (answer.recap.blocks, answer.recap.year) == ([], 2023)
    book = book_of(answer)
    assert "Tidak ada kiriman" in str(book["Rekap"]["A5"].value)
    assert str(book["Kelengkapan"]["A3"].value).startswith("0 dari 24 organisasi dihitung")


def test_text_from_a_file_stays_text(tmp_path: Path) -> None:
    """An office called like a formula is a name on every sheet, and no link or formula comes through."""
    name = '=HYPERLINK("http://x","KECAMATAN A")'
    path = input_of(name, 1, tmp_path, stem="a")
    book = book_of(recap.make([path]), values=False)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert not (cell.data_type == "f" and "HYPERLINK" in str(cell.value)), (sheet.title, cell.coordinate)
                assert cell.hyperlink is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.9, 0.8, 0.8, 0.7], [1.0, 2.0, 2.0, 4.0]),
        ([0.5, "n/a", 0.6], [2.0, "n/a", 1.0]),
        (["n/a"], ["n/a"]),
    ],
)
def test_equal_means_share_a_rank(values: list[float | str], expected: list[float | str]) -> None:
    """1, 2, 2, 4; without a mean there is no rank."""
    assert formulas.ranks(values) == expected


@pytest.mark.parametrize(("number", "expected"), [(0, 1.0), (1, 1.75), (2, 2.5), (3, 3.25), (4, 4.0)])
def test_quartiles_are_those_of_the_spreadsheet(number: int, expected: float) -> None:
    """Linear between neighbours, as QUARTILE gives them for 1, 2, 3, 4."""
    assert formulas.quartile([4.0, 1.0, 3.0, 2.0], number) == expected


def test_command_writes_shows_and_remembers(post: Path, tmp_path: Path) -> None:
    """The command says how complete the recap is; --json gives the table; a second run replaces its own file."""
    arguments = ("recap", str(post), "-o", "REKAP.xlsx", "--roster", str(ROSTER))
    answer = run(*arguments, cwd=tmp_path)
    assert answer.returncode == 1
    assert "18 dari 24 organisasi dihitung" in answer.stdout
    assert "(diubah): Sel D7 lembar Periode berisi" in answer.stdout
    record = json.loads(run(*arguments, "--json", cwd=tmp_path).stdout)
    assert (record["schema"], record["expected"], record["counted"]) == ("iku-excel-recap/2", 24, 18)
    assert record["archived"] is None
    assert {item["number"]: (item["numerator"], item["denominator"]) for item in record["blocks"][0]["totals"]} == (
        expected_sums()
    )
    assert [path.name for path in tmp_path.iterdir()] == ["REKAP.xlsx"]


def test_command_ends_with_0_when_all_is_counted(tmp_path: Path) -> None:
    """Outputs and inputs mixed, the recap of the folder itself left out on the second run."""
    output_of("KECAMATAN A", 1, tmp_path)
    input_of("KECAMATAN B", 2, tmp_path)
    for _ in range(2):
        answer = run("recap", ".", "-o", "REKAP.xlsx", cwd=tmp_path)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert "2 dari 2 organisasi dihitung." in answer.stdout
    checked = run("check", ".", cwd=tmp_path)
    assert "REKAP.xlsx" not in checked.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("recap", "x.xlsx"), 2, "REKAP.xlsx belum ditulis"),
        (("recap", "a.xlsx", "-o", "a.xlsx"), 2, "adalah kiriman"),
        (("recap", "a.xlsx", "-o", "r.xlsx", "--roster", "a.xlsx"), 1, "daftar"),
        (("recap", "a.xlsx", "-o", "r.xlsx", "--previous", "a.xlsx"), 1, "ini bukan buku kerja hasil recap"),
        (("recap", "a.xlsx", "-o", "folder"), 2, "adalah folder"),
    ],
)
def test_wrong_usage_is_said(arguments: tuple[str, ...], status: int, words: str, tmp_path: Path) -> None:
    """A missing or impossible -o, a roster that is none, a previous recap that is none."""
    input_of("KECAMATAN A", 1, tmp_path, stem="a")
    (tmp_path / "folder").mkdir()
    answer = run(*arguments, cwd=tmp_path)
    assert answer.returncode == status
    assert words in answer.stderr


@pytest.mark.parametrize("held", [sheets.HELD, 0])
def test_same_bytes_as_xlsxwriter_alone(held: int, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """The faster sheets write what xlsxwriter writes, all in memory and row by row."""
    monkeypatch.setattr(sheets, "HELD", held)
    faster = sheets.render(made.recap)
    monkeypatch.setattr(sheets, "Book", Workbook)
    assert sheets.render(made.recap) == faster

"""What earlier versions wrote (tests/kept/), read by this one: outputs verify, inputs build, recaps compare."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import regency
from builders import outcome, unzipped, zipped
from commands import ROOT, run
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book

from iku_excel.model import Severity
from iku_excel.package import admit, open_spreadsheet
from iku_excel.reading import outputs
from iku_excel.regency import recap
from iku_excel.regency.recap.collect import expand
from iku_excel.regency.verify import verify

KEPT = ROOT / "tests" / "kept"
OUTPUTS = sorted(path for path in KEPT.glob("*/*/*.xlsx") if path.parent.name != "isian" and path.stem != "rekap")
SAVED_AGAIN = KEPT / "0.1.0" / "libreoffice"
KEPT_COUNTS = {1: (835, 890), 2: (28, 29), 3: (11, 14), 4: (23, 24)}
"""What triwulanan.xlsx of version 0.1.0 comes to."""


def named(path: Path) -> str:
    return path.relative_to(KEPT).as_posix()


@pytest.mark.parametrize("path", OUTPUTS, ids=named)
def test_outputs_of_every_earlier_version_are_intact(path: Path) -> None:
    """As written, and as LibreOffice saved them again: at most the version is told."""
    assert {finding.code for finding in verify(path)} <= {"keluaran-versi-lain"}


@pytest.mark.parametrize("path", sorted(KEPT.glob("*/isian/*.xlsx")), ids=named)
def test_inputs_of_every_earlier_version_give_the_same_figures(path: Path) -> None:
    """A template of an earlier version is taken as before, and comes to what its output says."""
    before = outputs.parse(open_spreadsheet(admit((path.parents[1] / "keluaran" / path.name).read_bytes())))
    assert before is not None
    now = outcome(path)
    assert now.valid
    assert [(item.measured, item.target, item.achievement, item.predicate, item.periods) for item in now.results] == [
        (item.measured, item.target, item.achievement, item.predicate, item.periods) for item in before.outcome.results
    ]


def edited(folder: Path, change: Callable[[Book], None], name: str = "triwulanan.xlsx") -> list[tuple[str, str | None]]:
    """Return (code, cell) of what verify says of an output of version 0.1.0 with one cell changed by hand."""
    source, path = SAVED_AGAIN / name, folder / name
    shutil.copy(source, path)
    values = load_workbook(source, data_only=True)  # written as values: every figure has one, as a program leaves it
    change(values)
    values.save(path)
    return [(item.code, item.cell) for item in verify(path) if item.severity is not Severity.INFO]


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("Capaian", "D7", 9_999),
        ("Capaian", "G8", 0.5),
        ("Capaian", "H9", 1.2),
        ("Capaian", "I7", "Sangat Rendah"),
        ("Capaian", "H11", 0.99),
        ("Periode", "D7", 1),
        ("Periode", "H15", 0.1),
        ("Periode", "G7", 5),
        ("Periode", "E10", None),
    ],
)
def test_a_figure_changed_by_hand_is_named(sheet: str, cell: str, value: float | str | None, tmp_path: Path) -> None:
    """Counts, targets, achievements, predicates, the mean, a period nobody reported: each against the record."""

    def change(book: Book) -> None:
        book[sheet][cell] = value

    assert edited(tmp_path, lambda _: None) == []
    assert edited(tmp_path, change) == [("keluaran-diubah", cell)]


def test_figures_are_found_by_their_labels(tmp_path: Path) -> None:
    """A sheet laid out otherwise is no edit; a label or a sheet that is gone is one."""

    def moved(book: Book) -> None:
        for sheet in (book["Capaian"], book["Periode"]):
            for area in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(area))  # the library leaves them where they were
        book["Capaian"].insert_cols(3)
        book["Periode"].insert_rows(2, amount=3)

    assert edited(tmp_path, moved) == []
    found = edited(tmp_path, lambda book: book["Capaian"].__setitem__("D6", "JUMLAH"))
    assert found == [("keluaran-diubah", None)] * 4
    assert edited(tmp_path, lambda book: book.remove(book["Periode"])) == [("keluaran-diubah", None)]


def test_the_record_of_another_version_is_sealed(tmp_path: Path) -> None:
    """A figure changed in the record itself breaks its seal."""

    def change(book: Book) -> None:
        sheet = book["_iku"]
        for row in sheet.iter_rows():
            if row[0].value == "hasil":
                row[1].value = str(row[1].value).replace('"target": 95', '"target": 90', 1)

    assert ("keluaran-diubah", "B3") in edited(tmp_path, change)


def test_formulas_without_values_are_not_called_equal(tmp_path: Path) -> None:
    """What a library saved has formulas without results: said, and a figure typed in between is still named."""
    path = tmp_path / "pustaka.xlsx"
    book = load_workbook(SAVED_AGAIN / "triwulanan.xlsx")
    book["Capaian"]["F7"] = 0.99
    book["Capaian"]["F8"] = "=0.99"
    book.save(path)
    found = [(item.code, item.cell) for item in verify(path) if item.severity is not Severity.INFO]
    assert [cell for code, cell in found if code == "keluaran-diubah"] == ["F7", "F8"]
    assert [code for code, _ in found].count("angka-belum-dihitung") == 2


def test_another_programs_recalculation_is_no_edit(tmp_path: Path) -> None:
    """Gnumeric read INDEX of version 0.1.0 otherwise: error values under untouched formulas are told, not accused."""
    path = tmp_path / "gnumeric.xlsx"
    parts = unzipped((SAVED_AGAIN / "triwulanan.xlsx").read_bytes())
    part = "xl/worksheets/sheet2.xml"
    text = parts[part].decode()
    start = text.index('r="D9"')
    cell = text[start : text.index("</c>", start)]
    broken = cell.replace('t="n"', 't="e"').split("<v>")[0] + "<v>#REF!</v>"
    assert 't="e"' in broken
    path.write_bytes(zipped({**parts, part: text.replace(cell, broken).encode()}))
    assert [item.code for item in verify(path)] == ["keluaran-versi-lain", "dihitung-lain"]


def test_a_recap_of_an_earlier_version_can_be_compared_with(tmp_path: Path) -> None:
    """Its offices are known again, by the file as written and as LibreOffice saved it."""
    name = regency.offices()[0]
    regency.output_of(name, 0, tmp_path, n_periods=1)
    for before in (KEPT / "0.1.0" / "rekap.xlsx", SAVED_AGAIN / "rekap.xlsx"):
        made = recap.make(expand([str(tmp_path)]), previous=before)
        (sent,) = made.recap.sent
        assert [finding.code for finding in sent.findings] == ["sama-persis"]


@pytest.mark.parametrize("first", ["isian", "keluaran", "libreoffice"])
def test_versions_stand_in_one_block(first: str, tmp_path: Path) -> None:
    """Outputs and templates of version 0.1.0 and of today add up, and the recap of 0.1.0 is the one before."""
    old = KEPT / "0.1.0" / first / "triwulanan.xlsx"
    names = regency.offices()[:2]
    today = [regency.output_of(names[0], 0, tmp_path), regency.input_of(names[1], 1, tmp_path)]
    made = recap.make([old, *today], previous=KEPT / "0.1.0" / "rekap.xlsx")
    assert [sent.state.value for sent in made.recap.sent] == ["dihitung"] * 3
    (block,) = recap.of_recap(made.recap)["blocks"]
    assert block["comparison"]["offices"] == 2  # that recap knows the offices of today
    for number, total in enumerate(block["totals"], start=1):
        pairs = [KEPT_COUNTS[number]]
        for position in range(2):
            reported = [regency.counts(position, period)[number] for period in range(2)]
            pairs += reported if number != 3 else reported[-1:]  # of a stock the last period
        sums = [sum(column) for column in zip(*pairs, strict=True)]
        assert [total["numerator"], total["denominator"]] == sums
        assert total["actual"] == pytest.approx(100 * sums[0] / sums[1])


def test_a_template_is_no_output(tmp_path: Path) -> None:
    """Named outright it is refused in words; in a folder it is skipped, and an empty folder is said to be one."""
    source = KEPT / "0.1.0" / "isian" / "tahunan.xlsx"
    told = run("verify", str(source), cwd=tmp_path)
    assert told.returncode == 1
    assert "ini isian; periksa dengan iku-excel check" in told.stdout
    shutil.copy(source, tmp_path)
    alone = run("verify", ".", cwd=tmp_path)
    assert (alone.returncode, alone.stdout) == (1, "")
    assert "Tidak ada keluaran iku-excel di ." in alone.stderr
    shutil.copy(OUTPUTS[0], tmp_path / "keluaran.xlsx")
    assert run("verify", ".", cwd=tmp_path).stdout == "✓ keluaran.xlsx: utuh\n"

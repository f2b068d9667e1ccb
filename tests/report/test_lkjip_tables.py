"""What the tables of the chapter say of every measure, of many years, and how they are laid out on a page."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import measured
import pytest
from builders import filled
from click.testing import CliRunner

from iku_excel import pipeline, template
from iku_excel.cli.main import cli
from iku_excel.model import Outcome
from iku_excel.reading import Document as Named
from iku_excel.regency import ledger
from iku_excel.report import chapter, sources, widths, years
from iku_excel.report.blocks import Column, Document, Fill, Grid, Paragraph
from iku_excel.report.sources import Source
from iku_excel.text import typography


@cache
def outcome(without: tuple[str, ...]) -> Outcome:
    """Return what comes of the filled template with every measure, some of its cells left empty."""
    definition = dataclasses.replace(measured.office("semesteran"), lkjip=True)
    values = {key: value for key, value in measured.cells(definition).items() if key not in without}
    data = template.render(definition, {**values, "renstra_3": 6, "renstra_10": 0})
    (found,) = pipeline.process([Named("isian.xlsx", data)])
    return found


def source(year: int = 2023, without: tuple[str, ...] = ()) -> Source:
    """Return it as the source of a year."""
    found = outcome(without)
    assert found.submission.definition
    definition = dataclasses.replace(found.submission.definition, year=year)
    submission = dataclasses.replace(found.submission, definition=definition)
    return Source(Path(f"isian_{year}.xlsx"), "", dataclasses.replace(found, submission=submission))


def written(now: Source, previous: tuple[Source, ...] = ()) -> tuple[Mapping[int, Grid], str]:
    """Return the tables of the chapter by number, and its sentences."""
    compared, _ = years.earlier(now, previous)
    document: Document = chapter.chapter(now, compared)
    blocks = [block for section in document.sections for block in section.blocks]
    grids = {block.number: block for block in blocks if isinstance(block, Grid)}
    return grids, "\n".join(f"{block.label} {block.text}" for block in blocks if isinstance(block, Paragraph))


def test_an_ideal_range_counts_without_a_target() -> None:
    """Without a target the range stands in its place, with the achievement that it gives, in table and sentence."""
    grids, sentences = written(source())
    row = grids[1].rows[2]
    assert (row[4], row[7]) == ("tidak ada target (ideal 3,00 sampai 6,00)", "100,00%")
    assert "tidak ada target (ideal 3,00 sampai 6,00); capaian 100,00%" in sentences
    assert "tidak ada target, maka" not in sentences
    assert "100% di dalam rentang ideal" in grids[1].notes[0]
    assert "paling tinggi 120%" in grids[1].notes[0]


def test_what_was_not_given_yet_is_asked_for() -> None:
    """A value or predicate without any period is no figure: its place is marked, this year and in an earlier one."""
    without = tuple(f"{word}_{number}_s{n}" for word, number in (("nilai", 9), ("predikat", 11)) for n in (1, 2))
    now, then = source(without=without), source(2022, without=without)
    grids, _ = written(now, (then,))
    assert [grids[1].rows[at][5] for at in (8, 10)] == [Fill("realisasi indikator 9"), Fill("realisasi indikator 11")]
    assert grids[2].rows[8][3:] == (Fill("realisasi 2022"), Fill("realisasi indikator 9"))
    assert grids[3].rows[8][3] == Fill("realisasi indikator 9")


def test_a_plan_of_nothing_is_reached_by_nothing() -> None:
    """A final target of 0 is reached by 0 alone, as a target of 0 is; an ideal range is set against no other figure."""
    grids, _ = written(source())
    assert grids[3].rows[9][4:] == ("0", "-")
    assert grids[3].rows[2][4:] == ("6,00", "-")


def test_many_years_stay_legible() -> None:
    """Six earlier years have a column; further ones, and gaps that would not fit, are told below the table."""
    now = source()
    grids, _ = written(now, (source(2003), source(2021)))
    assert [column.head for column in grids[2].columns[3:]] == ["Realisasi 2003", "Realisasi 2021", "Realisasi 2023"]
    assert "Tahun lain di antaranya tidak diberikan." in grids[2].notes
    grids, _ = written(now, tuple(source(year) for year in range(2015, 2023)))
    assert [column.head for column in grids[2].columns[3:]] == [f"Realisasi {year}" for year in range(2017, 2024)]
    assert "Tahun 2015 dan 2016 tidak muat; tabel ini memuat 6 tahun terakhir." in grids[2].notes


def test_no_word_is_broken() -> None:
    """A column as narrow as half an amount of rupiah gets its room from the others; the table is as wide as planned."""
    columns = (Column("Indikator", 60), Column("Realisasi", 12), Column("Catatan", 40))
    fitted = widths.fitted(columns, [("Zakat yang dikelola", "Rp5.000.000.000.000", "")], 9)
    assert sum(fitted) == pytest.approx(112)
    assert fitted[1] * typography.POINTS_PER_MM > typography.text_width("Rp5.000.000.000.000", 9)
    assert fitted[0] < 60
    assert widths.fitted(columns[:1], [("kata",)], 9) == [60]


def test_the_same_bytes_are_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of copies the first has its report, the others its path and the info that they are the same."""
    monkeypatch.chdir(tmp_path)
    data = filled("tahunan").bytes()
    for name in ("isian.xlsx", "salinan.xlsx"):
        Path(name).write_bytes(data)
    done = CliRunner().invoke(cli, ["lkjip", "isian.xlsx", "salinan.xlsx", "--json"])
    assert done.exit_code == 0
    first, second = (line for line in done.stdout.splitlines())
    assert '"salinan-sama"' not in first
    assert '"salinan-sama"' in second
    assert [path.name for path in Path("output").iterdir()] == ["LKJIP_BAB3_2023_KECAMATAN_TONGAS.docx"]
    assert all('"output": "output/LKJIP_BAB3_2023_KECAMATAN_TONGAS.docx"' in line for line in (first, second))


def test_what_intake_has_replaced_is_left_out(tmp_path: Path) -> None:
    """Of a folder of intake the kiriman that another replaces has no report, in this year or an earlier one."""
    entries = []
    for name, status in (("lama.xlsx", "received"), ("baru.xlsx", "replaces")):
        (tmp_path / name).write_bytes(name.encode())
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        entries.append(ledger.Entry("", "", name, sha256, "KECAMATAN TONGAS", 2023, "tw2", status, name))
    (tmp_path / ledger.NAME).write_bytes(b"".join(entry.line() for entry in entries))
    new, old = tmp_path / "baru.xlsx", tmp_path / "lama.xlsx"
    assert sources.expand([str(tmp_path)]) == sources.expand([str(tmp_path / "*.xlsx")]) == [new]
    assert sources.expand([str(old), str(new)]) == [old, new]


def test_what_is_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing earlier year ends the command, an unfit one is told in each record; -o names no other kind of file."""
    monkeypatch.chdir(tmp_path)
    filled("tahunan").save(tmp_path)
    Path("kosong").mkdir()
    for previous in ("tidak-ada.xlsx", "kosong"):
        done = CliRunner().invoke(cli, ["lkjip", "isian.xlsx", "--previous", previous])
        assert (done.exit_code, previous in done.stderr) == (1, True)
    assert CliRunner().invoke(cli, ["lkjip", "isian.xlsx", "-o", "laporan.doc"]).exit_code == 2
    assert not Path("laporan.doc").exists()
    done = CliRunner().invoke(cli, ["lkjip", "isian.xlsx", "--previous", "isian.xlsx", "--json"])
    assert done.exit_code == 0
    assert '"pembanding-tidak-dipakai"' in done.stdout

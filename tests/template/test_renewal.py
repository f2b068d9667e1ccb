"""Next year's template from last year's workbook: what is carried over, what is emptied, what is told."""

from __future__ import annotations

import dataclasses
from io import BytesIO
from pathlib import Path
from typing import Any

import measured
import openpyxl
import pytest
from builders import TONGAS, define, filled, outcome
from click.testing import CliRunner
from commands import run

from iku_excel import template, workbook
from iku_excel.cli.main import cli
from iku_excel.definition import OptionError, profile
from iku_excel.model import Definition
from iku_excel.package import Refusal
from iku_excel.reading import read
from iku_excel.template import renewal
from iku_excel.template.renewal import Renewal

CONTOH = Path(__file__).parents[1] / "profiles" / "dinas_contoh.toml"


def last_year(folder: Path, **changes: Any) -> Path:
    return filled(n_periods=2, **changes).save(folder, "lalu.xlsx")


def renewed(path: Path, chosen: profile.Profile | None = None, year: int | None = None, **more: Any) -> Renewal:
    return renewal.renew(renewal.read(path), chosen, year, more.get("period"), more.get("registers", ""))


def written(answer: Renewal, folder: Path) -> Path:
    path = folder / "baru.xlsx"
    path.write_bytes(template.render(answer.definition, answer.values, notes=answer.notes))
    return path


def own(folder: Path, *changes: tuple[str, str]) -> profile.Profile:
    """Return a profile of the user's own: that of Tongas, changed as text."""
    source = Path(profile.__file__).parent / "profiles" / f"{TONGAS}.toml"
    text = source.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "kantor.toml"
    path.write_text(text, encoding="utf-8")
    return profile.load(str(path))


def test_a_filled_template_is_renewed(tmp_path: Path) -> None:
    """Definition, signatory and targets are carried over, the year goes on by one, and every count is empty."""
    sample = last_year(
        tmp_path, target_2=0.9, jabatan="Plt. CAMAT TONGAS", catatan="catatan lama", tanggal="1 Juli 2023"
    )
    answer = renewed(sample)
    assert (answer.definition.year, answer.definition.title[1]) == (2024, "TAHUN 2024")
    assert answer.definition.goals == define().goals
    submission = read(written(answer, tmp_path))
    assert not [item for item in submission.findings if item.severity == "error"]
    cells = submission.cells
    assert [cells[f"target_{number}"].number for number in range(1, 5)] == [0.95, 0.9, 0.95, 0.95]
    assert (cells["jabatan"].text, cells["tanggal"].text, cells["catatan"].text) == ("Plt. CAMAT TONGAS", "", "")
    assert not [name for name, cell in cells.items() if name.startswith(("pembilang", "penyebut")) and cell.text]


def test_targets_are_marked(tmp_path: Path) -> None:
    """Each carried target bears a note that it is last year's."""
    book = openpyxl.load_workbook(BytesIO(written(renewed(last_year(tmp_path)), tmp_path).read_bytes()))
    notes = [cell.comment.text for row in book["Indikator"].iter_rows() for cell in row if cell.comment]
    assert notes == ["Target tahun lalu (2023). Periksa, lalu biarkan atau ganti."] * 4


def test_an_output_is_renewed(tmp_path: Path) -> None:
    """An output of build gives the same as the template it was built from."""
    source = last_year(tmp_path)
    output = tmp_path / "IKU.xlsx"
    output.write_bytes(workbook.render(outcome(source), "f4"))
    assert renewed(output) == renewed(source)


def test_the_year_is_replaced_as_a_whole_number(tmp_path: Path) -> None:
    """Where no profile speaks for the new year, title and heading get it, and nothing else does."""
    raw = {**profile.load(str(CONTOH)).raw, "heading": "IKU 2026 (12026, 20261)"}
    definition = profile.Profile(raw).define("triwulanan")
    source = filled(definition=definition).save(tmp_path, "lalu.xlsx")
    answer = renewed(source, year=2027)
    assert answer.definition.title == ("INDIKATOR KINERJA UTAMA", "TAHUN 2021 - 2027")
    assert answer.definition.heading == "IKU 2027 (12026, 20261)"
    assert 'Judul, baris 2: "TAHUN 2021 - 2026" → "TAHUN 2021 - 2027"' in answer.told
    assert 'Judul di atas tabel: "IKU 2026 (12026, 20261)" → "IKU 2027 (12026, 20261)"' in answer.told


def test_a_shipped_profile_speaks_if_it_is_open(tmp_path: Path) -> None:
    """The profile of the same id that leaves the year open makes the definition, for the same office."""
    definition = define("semesteran", "kecamatan", "KECAMATAN SUKAPURA")
    answer = renewed(filled(definition=definition).save(tmp_path, "lalu.xlsx"), year=2025)
    assert (answer.definition.organization, answer.definition.year) == ("KECAMATAN SUKAPURA", 2025)
    assert answer.definition == profile.load("kecamatan").define("semesteran", "KECAMATAN SUKAPURA", 2025)


def test_differences_of_a_changed_profile_are_told(tmp_path: Path) -> None:
    """A profile that was changed since is shown as differences, and a target stays with the text it was set for."""
    changed = (
        ("year = 2023\n", "default_year = 2024\n"),
        ('text = "Persentase pelayanan publik yang', 'text = "Persentase layanan publik yang'),
        ('"Kecamatan Tongas"\nnumerator = "jumlah desa', '"Bidang lain"\nnumerator = "jumlah desa'),
    )
    answer = renewed(last_year(tmp_path), own(tmp_path, *changed))
    text = define().indicators[0].text
    assert f'Indikator 1, bunyi: "{text}" → "{text.replace("pelayanan", "layanan", 1)}"' in answer.told
    assert 'Indikator 3, sumber data: "Kecamatan Tongas" → "Bidang lain"' in answer.told
    assert sorted(answer.notes) == ["target_2", "target_3", "target_4"]
    assert answer.told[-1].startswith("Target tahun lalu dibawa: 3 dari 4 indikator")


def test_a_named_profile_that_fixes_the_year(tmp_path: Path) -> None:
    """A named profile's own year counts; another one beside it is a fault of usage."""
    fixed = own(tmp_path, ("year = 2023\n", "year = 2025\n"))
    assert renewed(last_year(tmp_path), fixed).definition.year == 2025
    with pytest.raises(OptionError):
        renewed(last_year(tmp_path), fixed, year=2024)
    assert "Tahun tetap 2023." in renewed(last_year(tmp_path), own(tmp_path)).told


def test_another_way_of_measuring_is_told() -> None:
    """Whatever a figure is measured by is compared, each under its name for people."""
    old = measured.office()
    goal = old.goals[0]
    changes: list[dict[str, Any]] = [{"achievement": "target/realisasi"}, {"per": 10_000}, {"ideal": (2.0, 7.5)}]
    changed = [
        dataclasses.replace(indicator, **change) for indicator, change in zip(goal.indicators, changes, strict=False)
    ]
    rest = goal.indicators[len(changed) :]
    new = dataclasses.replace(old, goals=(dataclasses.replace(goal, indicators=(*changed, *rest)), *old.goals[1:]))
    assert list(renewal.differences(old, new)) == [
        'Indikator 1, rumus capaian: "realisasi/target" → "target/realisasi"',
        'Indikator 2, per: "1.000" → "10.000"',
        'Indikator 3, rentang ideal: "3; 6" → "2; 7,5"',
    ]


def test_the_sheet_lkjip_goes_on(tmp_path: Path) -> None:
    """Last year's sheet Lkjip is there again, empty; --lkjip adds it where it was not."""
    with_it = dataclasses.replace(define(), lkjip=True)
    source = filled(definition=with_it, values={"renstra_1": 0.9}).save(tmp_path, "lalu.xlsx")
    assert renewed(source).definition.lkjip
    last_year(tmp_path)
    done = CliRunner().invoke(
        cli, ["template", "--from", str(tmp_path / "lalu.xlsx"), "--lkjip", "-o", str(tmp_path / "b")]
    )
    assert done.exit_code == 0
    assert "Lkjip" in openpyxl.load_workbook(BytesIO((tmp_path / "b").read_bytes())).sheetnames


def test_registers_and_periods(tmp_path: Path) -> None:
    """The registers and the period of last year go on, unless told otherwise."""
    definition: Definition = profile.load(TONGAS).define("semesteran", registers="2")
    source = tmp_path / "lalu.xlsx"
    source.write_bytes(template.render(definition))
    assert list(renewed(source).definition.registers) == [2]
    assert renewed(source).definition.period == "semesteran"
    assert renewed(source, period="bulanan").definition.period == "bulanan"


def test_a_faulty_target_is_told_in_the_new_template(tmp_path: Path) -> None:
    """A target that was no target is not carried over."""
    answer = renewed(last_year(tmp_path, target_1=95))
    assert "target_1" not in answer.notes


def test_what_is_no_workbook_of_ours_is_refused(tmp_path: Path) -> None:
    """Anything but a template or an output is refused with its finding."""
    path = tmp_path / "lain.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(Refusal, match="bukan-templat"):
        renewal.read(path)


def test_the_command(tmp_path: Path) -> None:
    """The command writes the template, prints every change, refuses in words and never overwrites."""
    last_year(tmp_path)
    done = run("template", "--from", "lalu.xlsx", "--year", "2024", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert 'Judul, baris 2: "TAHUN 2023" → "TAHUN 2024"' in done.stdout
    assert (tmp_path / "ISIAN_IKU_2024_TRIWULANAN_KECAMATAN_TONGAS.xlsx").exists()
    assert run("template", "--from", "lalu.xlsx", "--year", "2024", cwd=tmp_path).returncode == 2
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7")
    assert run("template", "--from", "a.xlsx", cwd=tmp_path).returncode == 1
    assert run("template", "--from", "lalu.xlsx", "--organization", "X", cwd=tmp_path).returncode == 2

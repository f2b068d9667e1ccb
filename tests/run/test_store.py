"""Outputs on the disk: atomic, never over a stranger's file, nothing left behind."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import filled
from openpyxl import load_workbook

from iku_excel.run import batch, store
from iku_excel.run.reports import Report

ARCHIVE = b"PK\x05\x06" + b"\0" * 18  # an empty ZIP archive
NAME = "IKU_2023_TW4_KECAMATAN_TONGAS.xlsx"


def build(source: Path, folder: Path) -> Report:
    (report,) = batch.build([source], batch.Destination(folder))
    return report


def test_our_own_output_is_replaced(tmp_path: Path) -> None:
    """A file we wrote and nobody touched is replaced without an archive."""
    source, folder = filled().save(tmp_path), tmp_path / "output"
    build(source, folder)
    filled(target_1=0.5).save(tmp_path)
    report = build(source, folder)
    assert report.archived is None
    assert [path.name for path in folder.iterdir()] == [NAME]


@pytest.mark.parametrize("how", ["edited", "foreign", "truncated"])
def test_any_other_file_of_that_name_is_kept(how: str, tmp_path: Path) -> None:
    """A file edited by hand, or of other origin, is moved to arsip/ first, and the report says where."""
    source, folder = filled().save(tmp_path), tmp_path / "output"
    build(source, folder)
    target = folder / NAME
    if how == "edited":
        book = load_workbook(target)
        book["Capaian"]["B7"] = "diubah"
        book.save(target)
    elif how == "foreign":
        target.write_bytes(b"milik orang lain")
    else:
        target.write_bytes(target.read_bytes()[:-5])
    kept = target.read_bytes()
    report = build(source, folder)
    assert report.archived is not None
    assert report.archived.parent == folder / "arsip"
    assert report.archived.read_bytes() == kept
    assert store.is_sealed(target.read_bytes())


@pytest.mark.parametrize("valid", [True, False])
def test_never_in_the_place_of_an_input(*, valid: bool, tmp_path: Path) -> None:
    """An output or a copy that would fall on an input of the same run is not written, and the input stays."""
    name = NAME if valid else "isian_koreksi.xlsx"
    first = filled() if valid else filled().put("pembilang_1_tw1", "x")
    path = first.save(tmp_path, name if valid else "isian.xlsx")
    other = filled(n_periods=1).save(tmp_path, "lain.xlsx" if valid else name)
    before = {source: source.read_bytes() for source in (path, other)}
    report = next(iter(batch.build([path, other], batch.Destination(tmp_path))))
    assert report.status == "refused"
    assert report.outcome.findings[0].code == "gagal-tulis"
    assert {source: source.read_bytes() for source in before} == before
    assert not (tmp_path / "arsip").exists()


def test_archiving_twice_keeps_both(tmp_path: Path) -> None:
    """Two strangers of the same name and moment stand side by side in arsip/."""
    source, folder = filled().save(tmp_path), tmp_path / "output"
    folder.mkdir()
    for content in (b"satu", b"dua"):
        (folder / NAME).write_bytes(content)
        os.utime(folder / NAME, (1_700_000_000, 1_700_000_000))
        build(source, folder)
    assert sorted(path.read_bytes() for path in (folder / "arsip").iterdir()) == [b"dua", b"satu"]


def test_seal_knows_its_own_bytes() -> None:
    """A seal holds for exactly the bytes it was made for."""
    sealed = store.seal(b"PK\x05\x06" + bytes(18))
    assert store.is_sealed(sealed)
    assert not store.is_sealed(sealed[:4] + b"x" + sealed[5:])
    assert not store.is_sealed(sealed[:-1])
    assert not store.is_sealed(b"")


def test_a_killed_run_leaves_nothing_for_the_next(tmp_path: Path) -> None:
    """Temporary files of a process that is gone are removed; those of a running one are not."""
    folder = tmp_path / "output"
    folder.mkdir()
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], check=True, capture_output=True, text=True
    )
    dead = folder / f".iku-excel-{gone.stdout.strip()}-abc.tmp"
    alive = folder / f".iku-excel-{os.getppid()}-abc.tmp"
    for path in (dead, alive):
        path.write_bytes(b"setengah")
    build(filled().save(tmp_path), folder)
    assert not dead.exists()
    assert alive.exists()


class Stubborn:
    """A rename that the system refuses a number of times, as Windows does while a scanner holds the file."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, times: int, suffix: str = ".tmp") -> None:
        self.refusals, self.slept, self._times, self._suffix = 0, 0.0, times, suffix
        self._replace = Path.replace
        monkeypatch.setattr(Path, "replace", lambda source, target: self._tried(source, target))  # noqa: PLW0108
        monkeypatch.setattr(time, "sleep", self._sleep)

    def _tried(self, source: Path, target: Path) -> Path:
        if source.suffix == self._suffix and self.refusals < self._times:
            self.refusals += 1
            raise PermissionError(errno.EACCES, "held by another program")
        return self._replace(source, target)

    def _sleep(self, seconds: float) -> None:
        self.slept += seconds


def test_a_rename_is_tried_for_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is held for a moment is written all the same."""
    stubborn = Stubborn(monkeypatch, times=3)
    store.put(tmp_path, "a.xlsx", ARCHIVE)
    assert store.is_sealed((tmp_path / "a.xlsx").read_bytes())
    assert stubborn.refusals == 3
    assert 0 < stubborn.slept <= 1


def test_an_archived_file_is_put_back_where_the_new_one_cannot_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that fails after a second leaves the old file in its place, and nothing else."""
    (tmp_path / "a.xlsx").write_bytes(b"somebody else's")
    stubborn = Stubborn(monkeypatch, times=1_000)
    with pytest.raises(PermissionError):
        store.put(tmp_path, "a.xlsx", ARCHIVE)
    assert stubborn.slept == pytest.approx(1)
    assert (tmp_path / "a.xlsx").read_bytes() == b"somebody else's"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.xlsx"]

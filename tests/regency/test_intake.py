"""The regency's inbox: a month of it with kills, everything filed once, and every decision on record."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import inbox
import pytest
import regency
from builders import filled
from commands import records, run
from openpyxl import load_workbook

from iku_excel.regency import ledger, recap, roster
from iku_excel.regency.intake import Decision, Inbox, sources, storage, watching
from iku_excel.regency.recap.collect import expand

Sources = tuple[list[str], Path, Path]  # what comes, what was sorted by hand, the roster


class EnoughError(Exception):
    """Nobody waits any longer."""


class KilledError(BaseException):
    """The run is dead at this step."""


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    folder = tmp_path_factory.mktemp("bulan")
    found, hand = inbox.month(folder / "masuk")
    return found, hand, inbox.roster(folder)


def take(found: list[str], folder: Path, listed: Path) -> Iterator[Decision]:
    box = Inbox(folder, roster.read(listed))
    for path in sources.files(found):
        yield from box.take(path)


def dying(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Let every write of the storage count as two steps, before and after, and die at one of them."""
    steps = iter(range(1, 1_000_000))

    def counted(method: Callable[..., None]) -> Callable[..., None]:
        def step(*arguments: Any) -> None:
            if next(steps) == after:
                raise KilledError
            method(*arguments)
            if next(steps) == after:
                raise KilledError

        return step

    monkeypatch.setattr(storage, "_place", counted(storage._place))
    monkeypatch.setattr(storage.Storage, "_append", counted(storage.Storage._append))


def sums(made: recap.Made) -> list[Any]:
    return [
        (block["totals"], [(office["organization"], office["indicators"]) for office in block["offices"]])
        for block in recap.of_recap(made.recap)["blocks"]
    ]


def test_a_month_killed_at_every_tenth_step(month: Sources, tmp_path: Path) -> None:
    """Whatever is killed, the next run finishes: nothing lost, nothing twice, and the recap is the one by hand."""
    found, hand, listed = month
    folder = tmp_path / "kiriman"
    kills = 0
    while True:
        with pytest.MonkeyPatch.context() as patch:
            dying(patch, 8 + kills % 5)
            try:
                list(take(found, folder, listed))
                break
            except KilledError:
                kills += 1
    assert kills >= 5
    entries = ledger.read(folder)
    by_status = {status: [item for item in entries if item.status == status] for status in ("received", "replaces")}
    assert len(by_status["received"]) == inbox.TAKEN
    (replaced,) = by_status["replaces"]
    assert replaced.organization == inbox.REPLACED
    files = sorted(path.name for path in folder.glob("*.xlsx"))
    assert files == sorted(str(item.file) for item in (*by_status["received"], replaced))
    assert len({item.sha256 for item in entries if item.status == "refused"}) == len(inbox.FAULTY) + 1
    assert len(list((folder / "ditolak").iterdir())) == 2 * len(inbox.FAULTY) + 1  # an edited output has no copy
    assert not list(folder.glob(".terima-*"))
    assert {item.sha256 for item in entries if item.file} == {
        ledger_sha(folder / item.file) for item in entries if item.file
    }
    listed_offices = roster.read(listed)
    ours = recap.make(expand([str(folder)]), roster=listed_offices)
    assert ours.complete
    assert sums(ours) == sums(recap.make(expand([str(hand)]), roster=listed_offices))
    sheet = load_workbook(_saved(ours, tmp_path))["Kelengkapan"]
    assert sheet["H5"].value == "DITERIMA"
    received = [row[7].value for row in sheet.iter_rows(min_row=6) if row[3].value == "dihitung"]
    assert len(received) == inbox.TAKEN
    assert all("pukul" in str(text) for text in received)


def ledger_sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _saved(made: recap.Made, folder: Path) -> Path:
    path = folder / "REKAP.xlsx"
    path.write_bytes(made.data)
    return path


def test_the_findings_of_a_month(month: Sources, tmp_path: Path) -> None:
    """The same twice, a replacement, an imitated sender, faults and an edit: each is said, with its line."""
    found, _, listed = month
    decisions = list(take(found, tmp_path / "kiriman", listed))
    told = {
        (str(decision.entry.organization), code)
        for decision in decisions
        for code in (finding["code"] for finding in decision.entry.findings)
    }
    assert told == {
        *((name, "sudah-diterima") for name in inbox.TWICE),
        (inbox.REPLACED, "menggantikan"),
        (inbox.SPOOFED, "pengirim-lain"),
        *((name, "bukan-angka") for name in inbox.FAULTY),
        (inbox.EDITED, "keluaran-diubah"),
    }
    lines = len(ledger.read(tmp_path / "kiriman"))
    again = list(take(found, tmp_path / "kiriman", listed))
    assert not [decision for decision in again if decision.entry.status in ("received", "replaces")]
    assert len(ledger.read(tmp_path / "kiriman")) == lines  # a second run of the same sources decides nothing new


def test_a_line_cut_by_a_kill_stays_by_itself(month: Sources, tmp_path: Path) -> None:
    """What stands staged without a line is dropped; with a line it is put in its place, its source gone or not."""
    source = regency.output_of("KECAMATAN TONGAS", 3, tmp_path)
    folder, listed = tmp_path / "kiriman", month[2]
    (first,) = take([str(source)], folder, listed)
    assert first.entry.file
    (folder / ledger.NAME).write_bytes((folder / ledger.NAME).read_bytes() + b'{"time": "2024-0')
    (folder / first.entry.file).rename(folder / f".terima-{first.entry.sha256}")
    (folder / ".terima-0000").write_bytes(b"setengah")
    other = regency.output_of("KECAMATAN SUMBER", 4, tmp_path)
    source.unlink()
    (second,) = take([str(other)], folder, listed)
    assert {path.name for path in folder.glob("*.xlsx")} == {first.entry.file, second.entry.file}
    assert not list(folder.glob(".terima-*"))
    assert [entry.status for entry in ledger.read(folder)] == ["received", "received"]
    moment = (folder / first.entry.file).stat().st_mtime
    assert moment == dt.datetime.fromisoformat(first.entry.time).timestamp()


def test_two_runs_at_once_do_no_harm(month: Sources, tmp_path: Path) -> None:
    """Two programs over the same sources file each thing once between them."""
    found, _, listed = month
    command = [sys.executable, "-m", "iku_excel", "intake", *found, "--roster", str(listed), "-o", "kiriman"]
    running = [subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(timeout=120) for process in running] == [1, 1]
    entries = ledger.read(tmp_path / "kiriman")
    taken = [entry for entry in entries if entry.status in ("received", "replaces")]
    assert len(taken) == len({entry.sha256 for entry in taken}) == inbox.TAKEN + 1
    assert len(list((tmp_path / "kiriman").glob("*.xlsx"))) == inbox.TAKEN + 1


def test_names_come_from_inside(month: Sources, tmp_path: Path) -> None:
    """Year, period and office of the file, eight letters of its SHA-256, bytes untouched; the source stays."""
    source = regency.input_of("KECAMATAN TONGAS", 3, tmp_path, n_periods=3, stem="kecamatan lain 2020")
    data = source.read_bytes()
    (decision,) = take([str(source)], tmp_path / "kiriman", month[2])
    assert decision.entry.file == f"2023_TW3_KECAMATAN_TONGAS_{decision.entry.sha256[:8]}.xlsx"
    assert (tmp_path / "kiriman" / decision.entry.file).read_bytes() == data == source.read_bytes()
    assert list(ledger.read(tmp_path / "kiriman")[0].__slots__) == [
        *("time", "source", "name", "sha256", "organization", "year", "through", "status", "file", "findings")
    ]


def test_an_output_of_a_received_template_is_there_already(month: Sources, tmp_path: Path) -> None:
    """The template and the output of it have the same figures: one is filed; other figures replace."""
    template = regency.input_of("KECAMATAN TONGAS", 3, tmp_path, stem="isian")
    output = regency.output_of("KECAMATAN TONGAS", 3, tmp_path, stem="keluaran")
    other = regency.output_of("KECAMATAN TONGAS", 4, tmp_path, stem="perbaikan")
    later = regency.output_of("KECAMATAN TONGAS", 4, tmp_path, n_periods=3, stem="tw3")
    copy = Path(shutil.copy(output, tmp_path / "keluaran (1).xlsx"))
    found = list(take([str(path) for path in (template, output, other, copy, later)], tmp_path / "k", month[2]))
    assert [item.entry.status for item in found] == ["received", "again", "replaces", "again", "received"]
    assert found[1].entry.file == found[0].entry.file
    answer = recap.make(expand([str(tmp_path / "k")]))
    states = {sent.path.name: sent.state for sent in answer.recap.sent}
    assert states[str(found[0].entry.file)] is recap.State.REPLACED
    assert states[str(found[2].entry.file)] is recap.State.EARLIER
    assert states[str(found[4].entry.file)] is recap.State.COUNTED


def test_a_replacement_replaces_its_own_kind_of_period(tmp_path: Path) -> None:
    """A quarter that replaces another settles the quarters up to it, and nothing of other templates or offices."""
    lines = [
        ("a", "thn", "received"),
        ("b", "s1", "received"),
        ("c", "tw1", "received"),
        ("d", "tw2", "received"),
        ("e", "tw3", "received"),
        ("f", "tw2", "replaces"),
    ]
    office = "KECAMATAN TONGAS"
    entries = [ledger.Entry("", "", "", sha, office, 2023, through, status, None) for sha, through, status in lines]
    other = ledger.Entry("", "", "", "x", "KECAMATAN SUMBER", 2023, "tw2", "received", None)
    (tmp_path / ledger.NAME).write_bytes(b"".join(entry.line() for entry in (other, *entries)))
    assert ledger.replaced([tmp_path / "kiriman.xlsx"]) == {"c": {"f"}, "d": {"f"}}


def test_a_refused_file_again_under_another_name(month: Sources, tmp_path: Path) -> None:
    """It lies in ditolak/ once, at the time of its first line; each place that it came from has a line."""
    sample = filled("triwulanan", 0, regency.definition("KECAMATAN TONGAS"), regency.values(3, 2))
    first = sample.put("pembilang_1_tw1", -1).save(tmp_path, "a.xlsx")
    second = Path(shutil.copy(first, tmp_path / "b.xlsx"))
    inbox = tmp_path / "kiriman"
    for _ in range(2):
        found = list(take([str(first), str(second)], inbox, month[2]))
        assert {item.entry.file for item in found} == {f"ditolak/a_{found[0].entry.sha256[:8]}.xlsx"}
        assert len({item.correction for item in found}) == 1
        assert len(list((inbox / "ditolak").iterdir())) == 2
        assert [(entry.name, entry.status) for entry in ledger.read(inbox)] == [
            ("a.xlsx", "refused"),
            ("b.xlsx", "refused"),
        ]


def test_a_dry_run_decides_as_a_real_one(month: Sources, tmp_path: Path) -> None:
    """What comes twice in one run is told as it would be, though nothing is written."""
    template = regency.input_of("KECAMATAN TONGAS", 3, tmp_path, stem="isian")
    output = regency.output_of("KECAMATAN TONGAS", 3, tmp_path, stem="keluaran")
    other = regency.output_of("KECAMATAN TONGAS", 4, tmp_path, stem="perbaikan")
    paths = [str(path) for path in (template, template, output, other)]
    inbox = Inbox(tmp_path / "k", roster.read(month[2]), dry=True)
    found = [item.entry.status for path in paths for item in inbox.take(Path(path))]
    assert found == ["received", "again", "again", "replaces"]
    assert not (tmp_path / "k").exists()


def test_who_is_not_on_the_roster_is_refused(month: Sources, tmp_path: Path) -> None:
    """A stranger, a namesake of another regency, an empty template; once the roster knows it, it is taken."""
    stranger = regency.output_of("KECAMATAN ENTAH", 1, tmp_path)
    foreign = regency.output_of("KECAMATAN GADING", 7, tmp_path, region="KABUPATEN LUMAJANG")
    empty = filled("triwulanan", 0, regency.definition("KECAMATAN TONGAS"), regency.values(1, 0)).save(tmp_path)
    paths = [str(path) for path in (stranger, foreign, empty)]
    found = list(take(paths, tmp_path / "kiriman", month[2]))
    assert [item.entry.status for item in found] == ["refused"] * 3
    assert [item.entry.findings[0]["code"] for item in found][:2] == ["organisasi-tidak-dikenal", "wilayah-lain"]
    more = tmp_path / "lebih.csv"
    more.write_text(month[2].read_text("utf-8") + f"KECAMATAN ENTAH;{regency.REGION};;\n", "utf-8")
    (taken,) = take(paths[:1], tmp_path / "kiriman", more)
    assert taken.entry.status == "received"


def test_a_corrected_copy_comes_back(month: Sources, tmp_path: Path) -> None:
    """The correction copy of a refused file, once mended, is taken like any other."""
    sample = filled("triwulanan", 0, regency.definition("KECAMATAN TONGAS"), regency.values(3, 2))
    faulty = sample.put("pembilang_1_tw1", "banyak").save(tmp_path, "isian.xlsx")
    (refused,) = take([str(faulty)], tmp_path / "kiriman", month[2])
    assert refused.correction
    back = tmp_path / "unduhan"
    back.mkdir()
    book = load_workbook(refused.correction)
    book["Data"]["D7"] = regency.values(3, 2)["pembilang_1_tw1"]
    book.save(back / refused.correction.name)
    (taken,) = take([str(back)], tmp_path / "kiriman", month[2])
    assert taken.entry.status == "received"


def test_new_files_are_taken_when_they_rest(tmp_path: Path) -> None:
    """A file that still grows waits; a half download and a lock file never count; a changed file counts again."""
    folder = tmp_path / "unduhan"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(b"1")
    (folder / "b.xlsx.part").write_bytes(b"1")
    looks = iter(range(100))
    taken: list[tuple[int, str]] = []

    def wait() -> None:
        look = next(looks)
        if look == 1:
            (folder / "c.xlsx").write_bytes(b"1")
        if look == 2:
            (folder / "c.xlsx").write_bytes(b"12")
        if look == 5:
            (folder / "a.xlsx").write_bytes(b"123")
        if look == 8:
            raise EnoughError

    with suppress(EnoughError):
        taken.extend((path.stat().st_size, path.name) for path in watching.settled([str(folder)], wait))
    assert taken == [(1, "a.xlsx"), (2, "c.xlsx"), (3, "a.xlsx")]


def test_command_tells_each_decision(month: Sources, tmp_path: Path) -> None:
    """A line for a person, an object for a program, exit 1 for a refusal, and nothing written with --dry-run."""
    found, _, listed = month
    arguments = ("intake", *found, "--roster", str(listed), "-o", "kiriman")
    dry = run(*arguments, "--dry-run", "--replies", cwd=tmp_path)
    assert dry.returncode == 1
    assert not (tmp_path / "kiriman").exists()
    told = records(*arguments, cwd=tmp_path)
    assert sum(item["status"] == "received" for item in told) == inbox.TAKEN
    assert {"time", "source", "name", "sha256", "organization", "year", "through", "status", "file"} <= told[0].keys()
    answer = run(*arguments, cwd=tmp_path)
    assert answer.returncode == 1
    assert f"{inbox.TAKEN + 3} sudah diterima dan 3 ditolak" in answer.stdout
    wrong = run("intake", "kiriman", "--roster", str(listed), "-o", "kiriman", cwd=tmp_path)
    assert wrong.returncode == 2
    assert json.loads((tmp_path / "kiriman" / ledger.NAME).read_text("utf-8").splitlines()[0])["status"] == "received"

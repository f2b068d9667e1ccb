"""Many inputs in one run: the same whatever the workers, restartable, and a death costs only what caused it."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any

import pytest
from builders import define, filled, unzipped, zipped
from commands import started as run
from distributed import LocalCluster
from openpyxl import load_workbook

import iku_excel
from iku_excel.definition import profile
from iku_excel.model import Definition
from iku_excel.run import batch
from iku_excel.run.batch import Destination
from iku_excel.run.reports import Report
from iku_excel.run.workers import Workers

COMMAND = [sys.executable, "-m", "iku_excel"]
TWO = Workers(jobs=2)


def offices(folder: Path, count: int, broken: Sequence[int] = ()) -> Path:
    """Fill a folder with the submissions of that many offices, some of them with a fault in E7 of Data."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03}.xlsx").write_bytes(office(number, broken=number in broken))
    return folder


@lru_cache(maxsize=256)
def office(number: int, *, broken: bool) -> bytes:
    """Return the submission of an office: that of the first one, with the other name and its seal."""
    names = (b"KECAMATAN %03d", b"Kecamatan %03d")
    marks = [(name % 0, name % number) for name in names] + [(_seal(0), _seal(number))]
    parts = dict(_first_office(number % 4 + 1, broken=broken))
    for part, data in parts.items():
        parts[part] = reduce(lambda text, mark: text.replace(*mark), marks, data)
    return zipped(parts)


@lru_cache(maxsize=8)
def _first_office(n_periods: int, *, broken: bool) -> dict[str, bytes]:
    lines = {
        "tempat": "UJI",
        "jabatan": "CAMAT",
        "wilayah": "KABUPATEN UJI",
        "nama_pejabat": "NAMA",
        "pangkat": "X",
    }
    sample = filled(definition=_definition(0), n_periods=n_periods, values=lines, nip="196801011990031001")
    return unzipped((sample.put("pembilang_1_tw2", "x") if broken else sample).bytes())


def _seal(number: int) -> bytes:
    return profile.seal(profile.to_json(_definition(number))).encode()


def _definition(number: int) -> Definition:
    return define(name="kecamatan", organization=f"KECAMATAN {number:03}")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(iku_excel.__file__).parents[1]), **more}


# ---------------------------------------------------------------- the same whatever the workers


def test_same_reports_and_bytes_with_any_workers(tmp_path: Path) -> None:
    """One process or two, small chunks or large: the same JSON Lines in input order, the same files byte for byte."""
    offices(tmp_path / "kiriman", 11, broken=[3, 7])
    one = run("build", "kiriman", "-o", "hasil", "-j", "1", "--json", cwd=tmp_path)
    first = contents(tmp_path / "hasil")
    (tmp_path / "hasil").rename(tmp_path / "hasil-1")
    two = run("build", "kiriman", "-o", "hasil", "-j", "2", "--json", cwd=tmp_path)
    assert one.returncode == two.returncode == 1
    assert one.stdout == two.stdout
    assert [record["input"] for record in records(one.stdout)] == [f"kiriman/{n:03}.xlsx" for n in range(11)]
    assert len(first) == 11
    assert contents(tmp_path / "hasil") == first


@pytest.mark.parametrize("where", [batch.HERE, TWO])
def test_rivals_meet_across_chunks(where: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two inputs of one output are both refused although a chunk each apart; what stands between is built."""
    monkeypatch.setattr(batch, "CHUNK", 1)
    paths = [
        filled(n_periods=n).put("catatan", f"ke-{k}").save(tmp_path, f"{k}.xlsx") for k, n in enumerate((1, 2, 3, 1))
    ]
    reports = list(batch.build(paths, Destination(tmp_path / "hasil"), where))
    assert [report.status for report in reports] == ["refused", "built", "built", "refused"]
    assert [reports[k].outcome.findings[0].code for k in (0, 3)] == ["kiriman-ganda"] * 2
    assert len(contents(tmp_path / "hasil")) == 2


def test_check_tells_what_build_would_refuse(tmp_path: Path) -> None:
    """Check names rivals as build does, and writes nothing."""
    paths = [filled().put("catatan", name).save(tmp_path, name) for name in ("a.xlsx", "b.xlsx")]
    assert [report.outcome.findings[0].code for report in batch.check(paths)] == ["kiriman-ganda"] * 2
    assert sorted(contents(tmp_path)) == ["a.xlsx", "b.xlsx"]


# ---------------------------------------------------------------- restart


def build(paths: Sequence[Path], folder: Path, **options: Any) -> list[Report]:
    return list(batch.build(paths, Destination(folder, **options)))


def test_what_is_there_already_is_left(tmp_path: Path) -> None:
    """A second run reports outputs and correction copies as before, but leaves the files alone; --force does not."""
    kiriman, folder = offices(tmp_path / "kiriman", 3, broken=[1]), tmp_path / "hasil"
    paths = sorted(kiriman.iterdir())
    first = build(paths, folder)
    assert [report.unchanged for report in first] == [False] * 3
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    second = build(paths, folder)
    assert [(r.status, r.output, r.correction) for r in second] == [(r.status, r.output, r.correction) for r in first]
    assert [report.unchanged for report in second] == [True] * 3
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert [report.unchanged for report in build(paths, folder, force=True)] == [False] * 3
    assert all(path.stat().st_mtime_ns > moment for path, moment in before.items())


@pytest.mark.parametrize("what", ["input", "name", "paper", "version", "edited", "truncated"])
def test_what_would_be_different_is_written(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other bytes or another name of the input, other paper, another version, or a touched output: written anew."""
    path, folder = filled().save(tmp_path), tmp_path / "hasil"
    (first,) = build([path], folder)
    assert first.output is not None
    paper = "f4"
    match what:
        case "input":
            filled(target_1=0.5).save(tmp_path)
        case "name":
            path = path.rename(tmp_path / "lain.xlsx")
        case "paper":
            paper = "a4"
        case "version":
            monkeypatch.setattr("iku_excel.__version__", "99.0")
        case "edited":
            book = load_workbook(first.output)
            book["Capaian"]["B7"] = "diubah"
            book.save(first.output)
        case "truncated":
            first.output.write_bytes(first.output.read_bytes()[:-1])
    (second,) = build([path], folder, paper=paper)
    assert (second.status, second.unchanged) == ("built", False)
    assert (second.archived is not None) == (what in {"edited", "truncated"})
    (third,) = build([path], folder, paper=paper)
    assert third.unchanged


@pytest.mark.skipif(os.name != "posix", reason="process groups are killed as POSIX does it")
@pytest.mark.parametrize(("jobs", "count"), [("1", 70), ("2", 110)])  # two chunks; many enough for processes
def test_a_killed_run_is_finished_by_the_next(jobs: str, count: int, tmp_path: Path) -> None:
    """After kill -9 in the middle, the same command leaves what is done, does the rest, and cleans up."""
    offices(tmp_path / "kiriman", count)
    arguments = ["build", "kiriman", "-o", "hasil", "--json", "-j", jobs]
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, start_new_session=True
    )
    folder = tmp_path / "hasil"
    while not folder.exists() or len(list(folder.glob("IKU_*.xlsx"))) < 3:
        assert process.poll() is None, "it was over before it could be killed"
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    done = len(list(folder.glob("IKU_*.xlsx")))
    assert done < count
    for left in folder.glob(".*"):
        os.utime(left, (0, 0))  # a killed worker may stay in the process table until somebody asks for it
    again = run(*arguments, cwd=tmp_path)
    assert again.returncode == 0
    assert [record["status"] for record in records(again.stdout)] == ["built"] * count
    assert sum(record["unchanged"] for record in records(again.stdout)) == done
    whole = run("build", "kiriman", "-o", "utuh", cwd=tmp_path)
    assert whole.returncode == 0
    assert contents(folder) == contents(tmp_path / "utuh")


@pytest.mark.skipif(os.name != "posix", reason="an interrupt is sent as POSIX does it")
@pytest.mark.parametrize(("jobs", "count"), [("1", 70), ("2", 110)])
def test_an_interrupt_ends_all_workers(jobs: str, count: int, tmp_path: Path) -> None:
    """Ctrl-C ends a batch with 130 and one sentence; no half file stays, no worker goes on."""
    offices(tmp_path / "kiriman", count)
    process = subprocess.Popen(
        [*COMMAND, "build", "kiriman", "-o", "hasil", "-j", jobs],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    folder = tmp_path / "hasil"
    while not folder.exists() or len(list(folder.glob("IKU_*.xlsx"))) < 3:
        assert process.poll() is None, "it was over before it could be interrupted"
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.strip() == "Dihentikan. Tidak ada berkas yang setengah jadi."
    written = contents(folder)
    time.sleep(0.5)
    assert contents(folder) == written
    assert all(name.startswith("IKU_") for name in written)


# ---------------------------------------------------------------- a death costs only what caused it

_DEADLY = """
import os, signal
from iku_excel import pipeline, workbook
from iku_excel.reading import reader

def read(path, *rest, original=reader.read):
    if path.name == "baca.xlsx":
        os.kill(os.getpid(), signal.SIGKILL)
    return original(path, *rest)

def render(outcome, *rest, original=workbook.render):
    if outcome.submission.path.name == "tulis.xlsx":
        os.kill(os.getpid(), signal.SIGKILL)
    return original(outcome, *rest)

pipeline.read, workbook.render = read, render
"""


@pytest.mark.skipif(os.name != "posix", reason="a process is killed as POSIX does it")
def test_a_worker_that_dies_takes_only_its_file(tmp_path: Path) -> None:
    """The file that kills its worker, in reading or in writing, is named and refused; all others are built."""
    folder = offices(tmp_path / "kiriman", 10)
    (folder / "004.xlsx").rename(folder / "baca.xlsx")
    (folder / "006.xlsx").rename(folder / "tulis.xlsx")
    (tmp_path / "sitecustomize.py").write_text(_DEADLY)
    path = os.pathsep.join([str(tmp_path), str(Path(iku_excel.__file__).parents[1])])
    result = run("build", "kiriman", "-j", "2", "--json", cwd=tmp_path, PYTHONPATH=path)
    assert result.returncode == 1
    found = records(result.stdout)
    assert [Path(record["input"]).stem for record in found] == [
        *("000", "001", "002", "003", "005", "007", "008", "009"),
        *("baca", "tulis"),
    ]
    assert [record["status"] for record in found] == [*["built"] * 8, "refused", "refused"]
    assert [record["findings"][0]["code"] for record in found[8:]] == ["berkas-berbahaya"] * 2
    assert len(contents(tmp_path / "output")) == 8


# ---------------------------------------------------------------- a cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as running:
        yield running


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the cluster's own sockets, while it closes
def test_a_dask_cluster_gives_the_same(cluster: LocalCluster, tmp_path: Path) -> None:
    """On a Dask cluster of two worker processes, started elsewhere, the same call gives the same lines and bytes."""
    offices(tmp_path / "kiriman", 9, broken=[2])
    here = run("build", "kiriman", "-o", "hasil", "-j", "1", "--json", cwd=tmp_path)
    (tmp_path / "hasil").rename(tmp_path / "hasil-1")
    where = ["--backend", "dask", "--scheduler", cluster.scheduler_address]
    there = run("build", "kiriman", "-o", "hasil", "--json", *where, cwd=tmp_path)
    assert (there.returncode, there.stderr) == (here.returncode, "")
    assert there.stdout == here.stdout
    assert contents(tmp_path / "hasil") == contents(tmp_path / "hasil-1")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--backend", "dask"], "--scheduler"),
        (["--scheduler", "tcp://127.0.0.1:1"], "--backend"),
        (["--backend", "dask", "--scheduler", "tcp://127.0.0.1:1"], "tidak terjangkau"),
    ],
)
def test_a_cluster_that_is_not_there(arguments: list[str], words: str, tmp_path: Path) -> None:
    """Half an address is wrong usage; a scheduler that does not answer is said in one sentence."""
    filled().save(tmp_path)
    result = run("build", "isian.xlsx", *arguments, cwd=tmp_path, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="2s")
    assert result.returncode in {1, 2}
    assert words in result.stderr
    assert "Traceback" not in result.stderr


# ---------------------------------------------------------------- what an officer sees


@dataclass(frozen=True)
class Seen:
    status: int
    stdout: str
    stderr: str


def on_a_terminal(*arguments: str, cwd: Path) -> Seen:
    """Run a command with stderr on a terminal and stdout in a file."""
    ours, theirs = pty.openpty()
    with (cwd / "stdout.txt").open("wb") as stdout:
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=cwd,
            env=environment(TERM="xterm", COLUMNS="100", LINES="30"),
            stdout=stdout,
            stderr=theirs,
        )
    os.close(theirs)
    told = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux tells so that the other end is closed
            break
        if not piece:
            break
        told += piece
    os.close(ours)
    return Seen(process.wait(), (cwd / "stdout.txt").read_text(encoding="utf-8"), told.decode())


def test_twenty_four_files_one_broken(tmp_path: Path) -> None:
    """A line for each file, the fault in full with its remedy, then the tally that names the refused one."""
    offices(tmp_path / "kiriman", 24, broken=[6])
    result = run("build", "kiriman", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (1, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "✓ kiriman/000.xlsx → output/IKU_2023_TW1_KECAMATAN_000.xlsx"
    assert sum(line.startswith("✓") for line in lines) == 23
    fault = lines.index("✗ kiriman/006.xlsx: ditolak")
    assert lines[fault + 1] == "  Lembar Data"
    assert lines[fault + 2].startswith("    kesalahan: Pembilang indikator 1, Triwulan II (sel E7 lembar Data) berisi")
    assert lines[fault + 4] == "  Salinan bertanda: output/006_koreksi.xlsx"
    assert "23 dari 24 berhasil, 1 ditolak: kiriman/006.xlsx." in lines
    assert lines[-1] == "Buka salinan bertanda, perbaiki sel yang ditandai, simpan, lalu build salinan itu."


@pytest.mark.skipif(os.name != "posix", reason="a terminal is simulated as POSIX does it")
def test_progress_on_a_terminal_only(tmp_path: Path) -> None:
    """Stderr on a terminal shows how many are checked and refused; stdout holds the results alone."""
    offices(tmp_path / "kiriman", 70, broken=[6])
    seen = on_a_terminal("build", "kiriman", "-j", "1", "--json", cwd=tmp_path)
    assert seen.status == 1
    assert len(records(seen.stdout)) == 70
    for words in ("Memeriksa", "Menulis", "/70", "1 ditolak", "per detik", "sisa"):
        assert words in seen.stderr
    piped = run("build", "kiriman", "-j", "1", "--json", "--force", cwd=tmp_path)
    assert piped.stderr == ""

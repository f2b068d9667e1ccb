"""Faults of the machine: nothing half-written, nothing lost, one clear line."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import filled

from iku_excel.run import batch
from iku_excel.run.reports import Report

NAME = "IKU_2023_TW4_KECAMATAN_TONGAS.xlsx"


def build(source: Path, folder: Path) -> Report:
    (report,) = batch.build([source], batch.Destination(folder))
    return report


def breaking(call: str, code: int) -> str:
    """Return a sitecustomize module in which a call of os fails for our temporary files, as a disk would."""
    return (
        "import os\n"
        f"real = os.{call}\n"
        "def broken(target, *more, **named):\n"
        "    name = os.readlink(f'/proc/self/fd/{target}') if isinstance(target, int) else str(target)\n"
        "    if '.iku-excel-' in name:\n"
        f"        raise OSError({code}, os.strerror({code}))\n"
        "    return real(target, *more, **named)\n"
        f"os.{call} = broken\n"
    )


FAULTS = [
    ("fsync", errno.ENOSPC, "disk penuh"),
    ("fsync", errno.EIO, "disk gagal"),
    ("replace", errno.EACCES, "tidak ada izin"),  # Windows: the file is open in Excel
    ("replace", errno.EROFS, "hanya dapat dibaca"),
]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the fault is made with /proc")
@pytest.mark.parametrize(("call", "code", "words"), FAULTS)
@pytest.mark.parametrize("valid", [True, False])
def test_a_disk_that_refuses(call: str, code: int, words: str, *, valid: bool, tmp_path: Path) -> None:
    """A refused write is one finding with its reason; the older output is whole and no temporary file is left."""
    source = filled().save(tmp_path)
    output = tmp_path / "output"
    build(source, output)
    before = (output / NAME).read_bytes()
    if not valid:
        filled().put("pembilang_1_tw1", "x").save(tmp_path)
    (tmp_path / "sitecustomize.py").write_text(breaking(call, code))
    result = subprocess.run(
        [sys.executable, "-m", "iku_excel", "build", "isian.xlsx", "--force"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1, result.stderr
    assert "tidak dapat ditulis" in result.stdout
    assert words in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert {path.name: path.read_bytes() for path in output.iterdir()} == {NAME: before}


def test_output_place_is_a_file(tmp_path: Path) -> None:
    """An output folder that cannot be made is one clear line, not a traceback."""
    (tmp_path / "berkas").write_text("bukan folder")
    report = build(filled().save(tmp_path), tmp_path / "berkas" / "output")
    assert report.status == "refused"
    assert report.outcome.findings[0].code == "gagal-tulis"


def test_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails for one input does not keep the others from being built."""
    from iku_excel.run import store

    real = store.put

    def put(folder: Path, name: str, data: bytes, made_from: str) -> Path | None:
        if "_TW1_" in name:
            raise PermissionError(errno.EACCES, "denied")
        return real(folder, name, data, made_from)

    monkeypatch.setattr(store, "put", put)
    paths = [filled(n_periods=n).save(tmp_path, f"{n}.xlsx") for n in (1, 2, 3)]
    reports = list(batch.build(paths, batch.Destination(tmp_path / "output")))
    assert [report.status for report in reports] == ["refused", "built", "built"]


SLOW = """\
import os, time
real = os.fsync
def slow(handle):
    open("sedang-menulis", "w").close()
    time.sleep(60)
    real(handle)
os.fsync = slow
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(("sign", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_stopped_while_writing(sign: signal.Signals, status: int, tmp_path: Path) -> None:
    """Ctrl-C ends in 130, a kill at once; the older output stays whole and the next run leaves no litter."""
    source = filled().save(tmp_path)
    output = tmp_path / "output"
    build(source, output)
    before = (output / NAME).read_bytes()
    (tmp_path / "sitecustomize.py").write_text(SLOW)
    process = subprocess.Popen(
        [sys.executable, "-m", "iku_excel", "build", "isian.xlsx", "--force"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "sedang-menulis").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(sign)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == status
    assert (output / NAME).read_bytes() == before
    if sign is signal.SIGINT:
        assert errors.strip() == "Dihentikan. Tidak ada berkas yang setengah jadi."
        assert [path.name for path in output.iterdir()] == [NAME]
    build(source, output)
    assert [path.name for path in output.iterdir()] == [NAME]


def test_reader_of_our_output_goes_away(tmp_path: Path) -> None:
    """A pipe that is closed early (head) is no error worth a traceback."""
    for n in range(4):
        filled(n_periods=n + 1).save(tmp_path, f"{n}.xlsx")
    command = f'"{sys.executable}" -m iku_excel check . --json | head -c 10'
    result = subprocess.run(command, shell=True, cwd=tmp_path, check=False, capture_output=True, text=True)  # noqa: S602
    assert "Traceback" not in result.stderr
    assert not result.stderr

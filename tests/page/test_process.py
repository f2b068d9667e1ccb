"""The page as a process: what it prints, how it ends, and what a kill in the middle leaves behind."""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pages
import pytest
from builders import filled
from commands import run

from iku_excel import page
from iku_excel.page.line import Line, LostError
from iku_excel.run.workers import Aside

MIB = 1024 * 1024


def connected(address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)


def room_of(process: subprocess.Popen[str]) -> Path:
    """Return the folder of a page, once it is there."""
    for _ in range(300):
        found = [room for room in pages.rooms() if room.name.split("-")[3] == str(process.pid)]
        if found:
            return found[0]
        time.sleep(0.05)
    raise AssertionError("no folder")


def helpers_of(process: subprocess.Popen[str]) -> list[Path]:
    """Return the processes of a page, once there are some."""
    for _ in range(300):
        found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        if found:
            return [Path("/proc", pid) for pid in found]
        time.sleep(0.05)
    return []


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_from_the_first_line_to_ctrl_c() -> None:
    """One line on stdout; files of any size are answered over a real socket; Ctrl-C ends it with 130 and no trace."""
    with pages.started() as (process, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/[A-Za-z0-9_-]{20,}/", address)
        path = urlsplit(address).path
        with closing(connected(address)) as connection:
            sent = ((path, bytes(26 * MIB), 413), (path, filled().bytes(), 200), ("/lain/", bytes(12 * MIB), 403))
            for base, body, status in sent:
                connection.request("PUT", f"{base}files/isian.xlsx", body)
                answer = connection.getresponse()
                assert answer.status == status
                answer.read()
            connection.request("GET", "/")
            assert connection.getresponse().status == 403
        room = room_of(process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 130
        assert out == ""
        assert err.strip() == "Dihentikan. Tidak ada berkas yang setengah jadi."
        assert not room.exists()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not show its processes")
def test_a_kill_in_the_middle(tmp_path: Path) -> None:
    """Killed while a file comes in, the page leaves the input as it was; the next page clears what it left."""
    source = filled().save(tmp_path)
    before = source.read_bytes()
    with pages.started() as (process, address), closing(connected(address)) as connection:
        connection.putrequest("PUT", f"{urlsplit(address).path}files/isian.xlsx")
        connection.putheader("Content-Length", str(len(before)))
        connection.endheaders()
        connection.send(before[: len(before) // 2])
        room = room_of(process)
        helpers = helpers_of(process)
        process.kill()
        process.wait()
    assert room.exists()
    assert helpers
    for _ in range(200):
        if not any(helper.exists() for helper in helpers):
            break
        time.sleep(0.1)
    else:
        pytest.fail("a helper outlives its page")
    assert source.read_bytes() == before
    with pages.opened():
        assert not room.exists()


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """A port in use is a sentence, not a traceback."""
    told: list[str] = []

    def ready(address: str) -> None:
        told.append(address)
        done = run("page", "--no-open", "--port", str(urlsplit(address).port), cwd=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert "sedang dipakai" in done.stderr
        assert "Traceback" not in done.stderr
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        page.serve(ready=ready)
    assert len(told) == 1


def test_a_death_costs_one_piece_of_work() -> None:
    """The process that dies of a file is replaced; what comes after it is done."""

    async def work() -> str:
        line = Line(Aside())
        try:
            with pytest.raises(LostError):
                await line.run(os.abort)
            return await line.run(str.upper, "hidup")
        finally:
            line.close()

    assert asyncio.run(work()) == "HIDUP"


@pytest.mark.skipif(os.name != "posix", reason="a browser that is a script")
def test_where_nothing_can_be_printed(tmp_path: Path) -> None:
    """Without any stream, as under pythonw, the page opens in the browser, and ends when it is closed there."""
    code = "import sys; sys.argv[1:] = []; sys.stdin = sys.stdout = sys.stderr = None\n"
    command = [sys.executable, "-c", f"{code}from iku_excel.cli import icon; icon.icon()"]
    done = subprocess.run(
        command, env={**os.environ, "BROWSER": pages.telling(tmp_path)}, check=False, capture_output=True, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "alamat").read_text(encoding="utf-8").startswith("http://127.0.0.1:")


def test_files_dropped_on_the_icon(tmp_path: Path) -> None:
    """Files on the icon are built beside the first of them, wherever the icon stands."""
    first, second = tmp_path / "satu", tmp_path / "dua"
    first.mkdir()
    second.mkdir()
    files = [filled(n_periods=1).save(first), filled(n_periods=2).save(second)]
    command = [sys.executable, "-m", "iku_excel.cli.icon", *map(str, files)]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (first / "output").iterdir())
    assert names == ["IKU_2023_TW1_KECAMATAN_TONGAS.xlsx", "IKU_2023_TW2_KECAMATAN_TONGAS.xlsx"]
    assert [path.name for path in second.iterdir()] == ["isian.xlsx"]

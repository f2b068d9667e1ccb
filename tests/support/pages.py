"""The page in tests: its application without a socket, its work in a thread of this process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from starlette.testclient import TestClient
from starlette.types import ASGIApp

from iku_excel.page.app import application
from iku_excel.page.line import Process
from iku_excel.page.shelf import PREFIX

AUTHORITY, TOKEN = "127.0.0.1:8765", "rahasia"
BASE = f"http://{AUTHORITY}/{TOKEN}/"

Result = TypeVar("Result")


class Here:
    """Does the work in a thread of this process."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)

    def submit(self, work: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Begin a piece of work."""
        return self._pool.submit(work, *arguments)

    def close(self) -> None:
        """Keep the thread: it has not died."""


def app(
    process: Process | None = None,
    *,
    idle: float = 1800,
    ended: Callable[[], None] = lambda: None,
    bug: Callable[[Exception], None] = lambda _: None,
) -> ASGIApp:
    return application(process or Here(), AUTHORITY, TOKEN, idle=idle, ended=ended, bug=bug)


@contextmanager
def opened(process: Process | None = None, **more: Any) -> Iterator[TestClient]:
    """Open a page; its base is its address, so that requests name what stands below the token."""
    with TestClient(app(process, **more), base_url=BASE, follow_redirects=False) as client:
        yield client


def rooms() -> set[Path]:
    """Return the folders of pages on this machine."""
    return set(Path(tempfile.gettempdir()).glob(f"{PREFIX}*"))


@contextmanager
def started(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the command; yield its process and the address that it prints."""
    command = [sys.executable, "-m", "iku_excel", "page", "--no-open", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process, process.stdout.readline().strip()
        finally:
            if process.poll() is None:
                process.kill()


def telling(folder: Path) -> str:
    """Return a browser that notes the address it is to open, and presses Tutup."""
    browser = folder / "peramban"
    ask = "urllib.request.urlopen(urllib.request.Request(sys.argv[1] + 'close', method='POST'), timeout=60)"
    note = f"pathlib.Path({str(folder / 'alamat')!r}).write_text(sys.argv[1])"
    browser.write_text(f"#!{sys.executable}\nimport pathlib, sys, urllib.request\n{note}\n{ask}\n", encoding="utf-8")
    browser.chmod(0o755)
    return f"{browser} %s"

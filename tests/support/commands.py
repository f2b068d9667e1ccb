"""The program from outside: run a command as a person would, and read what it says.

A command has a process of its own: its folder, its environment, its streams, its exit status. A new Python would spend
a second on reading libraries that this one has read, so the process is a fork of it, except where the start itself, or
workers of its own, matter.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NoReturn

from iku_excel.cli import main as program

ROOT = Path(__file__).parents[2]
"""The checkout."""

_AT_THE_START = ("PYTHON", "LC_", "LANG", "DASK_")
_PATIENCE = 300  # seconds that a command may take
_WITH_WORKERS = {"-j", "--jobs", "--backend"}


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    anew = any(name.startswith(_AT_THE_START) for name in environment) or not _WITH_WORKERS.isdisjoint(arguments)
    if anew or not hasattr(os, "fork"):
        return started(*arguments, cwd=cwd, **environment)
    return _forked(arguments, cwd, environment)


def started(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a Python of its own."""
    return subprocess.run(
        [sys.executable, "-m", "iku_excel", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def records(*arguments: str, cwd: Path) -> list[dict[str, Any]]:
    result = run(*arguments, "--json", cwd=cwd)
    assert not result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def _forked(arguments: tuple[str, ...], cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    with TemporaryFile() as out, TemporaryFile() as err:
        child = os.fork()
        if not child:
            _become(arguments, cwd, environment, out, err)
        _, ended = os.waitpid(child, 0)
        said = [_whole(stream) for stream in (out, err)]
    return subprocess.CompletedProcess(["iku-excel", *arguments], os.waitstatus_to_exitcode(ended), *said)


def _become(
    arguments: tuple[str, ...], cwd: Path, environment: dict[str, str], out: IO[bytes], err: IO[bytes]
) -> NoReturn:
    """Be the command, and end with it whatever happens: the tests go on in the parent alone."""
    status = -1
    signal.alarm(_PATIENCE)
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
        sys.argv = ["iku-excel", *arguments]
        os.chdir(cwd)
        os.environ.update(environment)
        try:
            program.main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    finally:
        os._exit(status)


def _whole(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode()

"""LibreOffice as a tool: where it is, and one run of it with a profile of its own and a limit of time.

A profile of its own keeps a LibreOffice that the clerk has open out of it (two programs cannot share
one), and its settings too. UTC keeps the machine's place out of what is written.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

MISSING = (
    "LibreOffice tidak ditemukan; program itulah yang membuat PDF. Windows: pasang LibreOffice dari libreoffice.org. "
    "Debian/Ubuntu: sudo apt install libreoffice-calc. Tanpa LibreOffice, buka hasilnya di Excel, lalu pilih "
    "File > Export > Create PDF."
)
"""What to say where there is none: what it is for, the package's name, the way without it."""

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


class MissingOfficeError(Exception):
    """There is no LibreOffice on this machine."""

    def __init__(self) -> None:
        super().__init__(MISSING)


def find() -> str | None:
    """Return the program's path, None where it is absent."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def run(arguments: Sequence[str], folder: Path, seconds: float) -> bool:
    """Run LibreOffice in a folder, where it keeps its profile too; tell whether it ended in time.

    Raises MissingOfficeError, OSError.
    """
    program = find()
    if program is None:
        raise MissingOfficeError
    profile = f"-env:UserInstallation={(folder / 'profil').resolve().as_uri()}"
    process = subprocess.Popen(  # noqa: S603 - arguments are names we made
        [program, profile, "--headless", "--norestore", "--nolockcheck", *arguments],
        cwd=folder,
        env={**os.environ, "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    else:
        return True
    finally:
        if process.poll() is None:
            _end(process)


def version(seconds: float = 20) -> str | None:
    """Return what the program calls itself ("LibreOffice 7.4.7.2"), None where it does not answer."""
    program = find()
    if program is None:
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - no argument of a stranger
            [program, "--version"], capture_output=True, check=False, text=True, errors="replace", timeout=seconds
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return " ".join(answer.stdout.split()[:2]) or None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with the processes it has started; soffice is only the shell of the real one."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        taskkill = shutil.which("taskkill") or "taskkill"
        command = [taskkill, "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - a number of ours
    process.wait()

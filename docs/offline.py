"""Make a folder that runs on an office's Windows from a flash disk, nothing installed, no network: ``make offline``.

    iku-windows/BACA DULU.txt     what to do, in a few lines
                IKU.cmd           double click: the page; files dropped on it are built
                ISI.txt           what is inside, with versions
                python/           Python's own embeddable package, given by path and known by its SHA-256
                pustaka/          the program and its libraries, the wheels of Windows unpacked

The embeddable package is not fetched: it is downloaded by a person from python.org, and taken only if it is the one
that is pinned here (or in ``--sha256``, copied from the release's page). Its ``._pth`` is written anew, so that it
finds ``pustaka`` and nothing that happens to be installed on that machine.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from email import message_from_bytes
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "dist" / "iku-windows"
LIBRARIES, PYTHON = "pustaka", "python"
EXTRA = "page"

PINNED = {"python-3.12.10-embed-amd64.zip": "4acbed6dd1c744b0376e3b1cf57ce906f9dc9e95e68824584c8099a63025a3c3"}
"""SHA-256 of the embeddable packages that were looked up, by the name python.org gives them."""

_PTH = re.compile(r"python(3)([0-9]{1,2})\._pth")

_COMMAND = """\
@echo off
rem Klik dua kali: halaman terbuka di peramban.
rem Seret berkas Excel ke sini: hasilnya di folder output, di samping berkas pertama.
setlocal DisableDelayedExpansion
if "%~1"=="" goto page
set FILES=
:next
if "%~1"=="" goto build
set FILES=%FILES% "%~f1"
shift /1
goto next
:build
"%~dp0python\\python.exe" -m iku_excel.cli.icon %FILES%
pause
exit /b
:page
start "" "%~dp0python\\pythonw.exe" -m iku_excel.cli.icon
exit /b
"""

_READ_FIRST = """\
IKU-EXCEL {version} UNTUK WINDOWS 64-BIT, TANPA PEMASANGAN

1. Salin seluruh folder ini ke komputer kantor, misalnya ke Dokumen. Jangan hanya sebagian.
2. Klik dua kali IKU.cmd. Halaman terbuka di peramban (Edge, Chrome, atau Firefox).
3. Seret berkas isian ke halaman itu, lihat hasilnya, ambil buku kerja resminya.
4. Selesai: tekan Tutup di halaman itu.

Berkas yang diseret ke IKU.cmd langsung dibuatkan hasilnya di folder output, di samping berkas pertama.
Berkas yang namanya memuat tanda & dibuka lewat halaman saja.

Tidak ada yang dipasang dan tidak ada yang dikirim lewat internet. Untuk menghapusnya, hapus folder ini.

Bila halaman tidak terbuka: buka folder ini di File Explorer, ketik cmd di kotak alamat, tekan Enter, lalu ketik

   python\\python.exe -m iku_excel page

dan bacakan jawabannya kepada rekan yang membantu. Semua perintah lain juga ada di sana:

   python\\python.exe -m iku_excel --help

Windows dapat bertanya apakah berkas dari flash disk boleh dijalankan: pilih Jalankan (Run).
"""


class UnfitError(Exception):
    """What was given cannot be used; the message says why."""


def make(folder: Path, python: Path, sha256: str | None = None) -> None:
    """Fill a folder, emptied first, with all of it. Raises UnfitError before anything is touched."""
    version = examined(python, sha256)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with zipfile.ZipFile(python) as archive:
        archive.extractall(folder / PYTHON)
    digits = version.replace(".", "")
    lines = (f"python{digits}.zip", ".", f"..\\{LIBRARIES}")
    _write(folder / PYTHON / f"python{digits}._pth", "\n".join(lines) + "\n")
    with tempfile.TemporaryDirectory() as name:
        wheels = Path(name)
        build(wheels)
        fill(wheels, version)
        unpack(wheels, folder / LIBRARIES)
        inside = sorted("{} {}".format(*parse_wheel_filename(wheel.name)[:2]) for wheel in wheels.glob("*.whl"))
        (ours,) = (parse_wheel_filename(wheel.name)[1] for wheel in wheels.glob("iku_excel-*.whl"))
    _write(folder / "ISI.txt", "\n".join([f"Python {version}: {python.name}", *inside]) + "\n")
    _write(folder / "IKU.cmd", _COMMAND)
    _write(folder / "BACA DULU.txt", _READ_FIRST.format(version=ours))


def examined(python: Path, sha256: str | None) -> str:
    """Return the version ("3.12") of an embeddable package, once it is known to be the one that was meant."""
    expected = sha256 or PINNED.get(python.name)
    if expected is None:
        raise UnfitError(f"{python.name} tidak dikenal di sini; beri --sha256 dari halaman rilisnya di python.org.")
    found = hashlib.sha256(python.read_bytes()).hexdigest()
    if found != expected.lower():
        raise UnfitError(f"{python.name} bukan berkas yang dimaksud: SHA-256 {found}, seharusnya {expected.lower()}.")
    with zipfile.ZipFile(python) as archive:
        names = archive.namelist()
    paths = [match for name in names if (match := _PTH.fullmatch(name))]
    if len(paths) != 1 or not {"python.exe", "pythonw.exe"} <= set(names):
        raise UnfitError(f"{python.name} bukan paket embeddable Python untuk Windows.")
    return f"{paths[0][1]}.{paths[0][2]}"


def build(folder: Path) -> None:
    """Put the project's own wheel into a folder."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "source"  # building in place would leave its folders behind
        ignored = shutil.ignore_patterns(".git", ".venv", "build", "dist", "*.egg-info", ".*_cache", ".hypothesis")
        shutil.copytree(ROOT, source, ignore=ignored)
        _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(source))


def fill(folder: Path, version: str) -> None:
    """Add to our own wheel in a folder those of everything it needs on Windows, for a Python version ("3.12")."""
    (wheel,) = folder.glob("iku_excel-*.whl")
    there = ("--platform", "win_amd64", "--python-version", version, "--implementation", "cp")
    wanted = [f"{wheel}[{EXTRA}]"]
    while wanted:
        _pip("download", "--only-binary=:all:", *there, "--dest", str(folder), "--find-links", str(folder), *wanted)
        # pip reads "only on Windows" by the machine it runs on, so what Windows alone needs is asked for by name
        wanted = missing(folder, version)


def missing(folder: Path, version: str) -> list[str]:
    """Return what the wheels of a folder need on Windows and the folder does not have."""
    windows = {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "python_version": version,
        "python_full_version": f"{version}.0",
    }
    wheels = list(folder.glob("*.whl"))
    present = {parse_wheel_filename(wheel.name)[0] for wheel in wheels}
    needed = set()
    for wheel in wheels:
        extra = EXTRA if wheel.name.startswith("iku_excel-") else ""
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            told = message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])
        for requirement in map(Requirement, told):
            applies = requirement.marker is None or requirement.marker.evaluate({**windows, "extra": extra})
            if applies and canonicalize_name(requirement.name) not in present:
                needed.add(f"{requirement.name}{requirement.specifier}")
    return sorted(needed)


def unpack(wheels: Path, folder: Path) -> None:
    """Unpack the wheels as an installer would, into one folder; scripts for a command line are left out."""
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for info in archive.infolist():
                place = _place(PurePosixPath(info.filename))
                if place is None or info.is_dir():
                    continue
                target = folder / place
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(info))


def _place(name: PurePosixPath) -> PurePosixPath | None:
    """Return where a file of a wheel goes, None for what only an installer uses."""
    first, *rest = name.parts
    if not first.endswith(".data"):
        return name
    return PurePosixPath(*rest[1:]) if rest[0] in ("purelib", "platlib") else None


def _write(path: Path, text: str) -> None:
    """Write a text as Windows has it, in letters that every code page has."""
    path.write_bytes(text.replace("\n", "\r\n").encode("ascii"))


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python", type=Path, help=f"{next(iter(PINNED))}, dari python.org")
    parser.add_argument("--sha256", help="SHA-256 paket itu, bila bukan yang di atas")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    asked = parser.parse_args()
    try:
        make(asked.folder, asked.python, asked.sha256)
    except (UnfitError, OSError) as error:
        sys.exit(str(error))
    files = [path for path in asked.folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1024**2
    sys.stdout.write(f"{len(files)} berkas, {size:.0f} MB: {asked.folder}\n")

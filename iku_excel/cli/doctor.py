"""What a colleague far away must know of this machine, in one screen: programs, fonts, places to write.

Each line is good, a remark (something useful is absent) or bad (a build would fail). Nothing is
installed, changed or sent; the password of the mail settings is never shown.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata, resources
from importlib.util import find_spec
from pathlib import Path

import iku_excel
from iku_excel.delivery import office
from iku_excel.text import indonesian

FONTS = ("Arial", "Liberation Sans")
"""Fonts whose widths the row heights are computed for; either will do."""

LITTLE_ROOM = 100 * 1024 * 1024  # bytes of disk under which a batch may not fit


class Mark(StrEnum):
    """How a line of the examination came out."""

    GOOD = "✓"
    REMARK = "-"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing examined: what, how it is, and what to do about it if anything."""

    mark: Mark
    what: str
    found: str
    advice: str = ""


def examine(folder: Path) -> Iterator[Line]:
    """Yield a line for each thing examined; ``folder`` is where a build would write."""
    yield Line(Mark.GOOD, "iku-excel", f"{iku_excel.__version__}, di {Path(iku_excel.__file__).parent}")
    yield _python()
    yield Line(Mark.GOOD, "Sistem", f"{platform.system()} {platform.release()}, {platform.machine()}")
    yield _libraries()
    yield _package()
    yield _page()
    yield _fonts()
    yield _office()
    yield _console()
    yield _writing(folder)
    yield _mail()


def _python() -> Line:
    return Line(Mark.GOOD, "Python", f"{platform.python_version()}, di {sys.executable}")


def _libraries() -> Line:
    found, missing = [], []
    for requirement in metadata.requires("iku-excel") or []:
        if "extra ==" in requirement:
            continue
        name = re.split(r"[^A-Za-z0-9_.-]", requirement, maxsplit=1)[0]
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Line(
            Mark.BAD, "Pustaka", f"tidak ada: {indonesian.listing(missing)}", "Pasang ulang: pipx reinstall iku-excel"
        )
    return Line(Mark.GOOD, "Pustaka", ", ".join(found))


def _package() -> Line:
    wanted = [resources.files("iku_excel.definition") / "profiles" / "kecamatan.toml", guide_resource()]
    missing = [str(part) for part in wanted if not part.is_file()]
    if missing:
        return Line(Mark.BAD, "Isi paket", f"tidak ada {missing[0]}", "Pasang ulang: pipx reinstall iku-excel")
    return Line(Mark.GOOD, "Isi paket", "profil dan panduan lengkap")


def guide_resource() -> Path:
    """Return where the printable guide is installed."""
    return Path(str(resources.files("iku_excel") / "panduan.pdf"))


def _page() -> Line:
    if all(find_spec(name) for name in ("starlette", "uvicorn")):
        return Line(Mark.GOOD, "Halaman", "tersedia: iku-excel page")
    return Line(Mark.REMARK, "Halaman", "pustakanya tidak terpasang", 'python3 -m pip install "iku-excel[page]"')


def _fonts() -> Line:
    known = _installed_fonts()
    if known is None:
        return Line(Mark.REMARK, "Huruf", "tidak dapat diperiksa di komputer ini", "Pastikan Arial terpasang.")
    found = [font for font in FONTS if font in known]
    if not found:
        advice = "Debian/Ubuntu: sudo apt install fonts-liberation"
        return Line(
            Mark.REMARK,
            "Huruf",
            "Arial dan Liberation Sans tidak ada; lebar kolom dan tinggi baris dapat meleset",
            advice,
        )
    return Line(Mark.GOOD, "Huruf", indonesian.listing(found))


def _installed_fonts() -> set[str] | None:
    """Return the families installed among those that matter, None where nobody can tell."""
    if sys.platform in ("win32", "darwin"):
        places = (Path("C:/Windows/Fonts/arial.ttf"), Path("/System/Library/Fonts/Supplemental/Arial.ttf"))
        return {"Arial"} if any(place.is_file() for place in places) else set()
    lister = shutil.which("fc-list")
    if lister is None:
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - no argument of a stranger
            [lister, ":", "family"], capture_output=True, check=True, text=True, errors="replace", timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return {family.strip() for line in answer.stdout.splitlines() for family in line.split(",")}


def _office() -> Line:
    place = office.find()
    if place is None:
        return Line(Mark.REMARK, "LibreOffice", "tidak ditemukan; hanya diperlukan untuk PDF", office.MISSING)
    version = office.version()
    if version is None:
        return Line(Mark.REMARK, "LibreOffice", f"ada di {place}, tetapi tidak menjawab", "Buka LibreOffice sekali.")
    return Line(Mark.GOOD, "LibreOffice", f"{version}, di {place}")


def _console() -> Line:
    encoding = sys.stdout.encoding or "tidak diketahui"
    try:
        "✓→✗".encode(encoding)
    except (LookupError, UnicodeError):
        advice = "Di Windows: jalankan chcp 65001, atau pakai Windows Terminal."
        return Line(Mark.REMARK, "Layar", f"{encoding}; sebagian tanda diganti huruf biasa", advice)
    return Line(Mark.GOOD, "Layar", encoding)


def _writing(folder: Path) -> Line:
    """Try to write where a build would, without leaving anything behind."""
    place = folder if folder.is_dir() else folder.resolve().parent
    if folder.exists() and not folder.is_dir():
        return Line(Mark.BAD, "Folder hasil", f"{folder} bukan folder", "Pindahkan berkas itu, atau build -o FOLDER.")
    try:
        with tempfile.TemporaryFile(dir=place) as stream:
            stream.write(b"iku")
        room = shutil.disk_usage(place).free
    except OSError as error:
        advice = "Pindah ke folder Dokumen Anda, atau pilih folder lain: build -o FOLDER."
        return Line(Mark.BAD, "Folder hasil", f"{place} tidak dapat ditulis: {indonesian.reason(error)}", advice)
    told = f"{place.resolve()}, sisa {indonesian.decimal(room / 1024**3, 1)} GB"
    if room < LITTLE_ROOM:
        return Line(Mark.REMARK, "Folder hasil", told, "Kosongkan disk.")
    return Line(Mark.GOOD, "Folder hasil", told)


def _mail() -> Line:
    from iku_excel.delivery import settings

    place = settings.default_path()
    try:
        found = settings.load()
    except settings.SettingsError as error:
        unset = not place.exists()
        told = "belum diatur; hanya diperlukan untuk email --send" if unset else "ada kesalahan"
        return Line(Mark.REMARK, "Surel", told, str(error))
    return Line(Mark.GOOD, "Surel", f"{found.host}:{found.port} ({found.security}), pengirim {found.sender}")

"""Gather a folder of wheels from which the program is installed without a network: ``make offline``.

For a Windows office the wheels of Windows are fetched, whatever this machine is; ``--platform here`` fetches
those of this machine. The folder holds the project's own wheel, those of its libraries, and PASANG.txt.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import zipfile
from email import message_from_bytes
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "dist" / "luring"
PLATFORMS = {"windows": "win_amd64"}

_INSTRUCTIONS = """\
PASANG IKU-EXCEL TANPA INTERNET

Untuk {system}, Python {version}.

1. Salin folder ini ke komputer kantor.
2. Buka folder ini di File Explorer, ketik cmd di kotak alamat, tekan Enter.
3. Ketik:

   py -m pip install --user --no-index --find-links . iku-excel
   py -m iku_excel doctor

Panduan lengkap: py -m iku_excel panduan
"""


def gather(folder: Path, platform: str, version: str) -> None:
    """Fill a folder, emptied first, with the wheels of a platform and a Python version ("3.12")."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "source"  # building in place would leave its folders behind
        ignored = shutil.ignore_patterns(".git", ".venv", "build", "dist", "*.egg-info", ".*_cache", ".hypothesis")
        shutil.copytree(ROOT, source, ignore=ignored)
        _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(source))
    (wheel,) = folder.glob("iku_excel-*.whl")
    there = []
    if platform != "here":
        there = ["--platform", PLATFORMS[platform], "--python-version", version, "--implementation", "cp"]
    wanted = [str(wheel)]
    while wanted:
        _pip("download", "--only-binary=:all:", *there, "--dest", str(folder), "--find-links", str(folder), *wanted)
        # pip reads "only on Windows" by the machine it runs on, so what Windows alone needs is asked for by name
        wanted = [] if platform == "here" else missing(folder, version)
    system = "komputer ini" if platform == "here" else "Windows 64-bit"
    text = _INSTRUCTIONS.format(system=system, version=version)
    (folder / "PASANG.txt").write_bytes(text.replace("\n", "\r\n").encode())


def missing(folder: Path, version: str) -> list[str]:
    """Return what the wheels of a folder need on Windows and the folder does not have."""
    windows = {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "python_version": version,
        "python_full_version": f"{version}.0",
        "extra": "",
    }
    wheels = list(folder.glob("*.whl"))
    present = {parse_wheel_filename(wheel.name)[0] for wheel in wheels}
    needed = set()
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            told = message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])
        for requirement in map(Requirement, told):
            applies = requirement.marker is None or requirement.marker.evaluate(windows)
            if applies and canonicalize_name(requirement.name) not in present:
                needed.add(f"{requirement.name}{requirement.specifier}")
    return sorted(needed)


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--platform", choices=["windows", "here"], default="windows")
    parser.add_argument("--python-version", default=f"{sys.version_info.major}.{sys.version_info.minor}")
    told = parser.parse_args()
    gather(told.folder, told.platform, told.python_version)
    wheels = sorted(told.folder.glob("*.whl"))
    size = sum(wheel.stat().st_size for wheel in wheels) / 1024**2
    sys.stdout.write(f"{len(wheels)} wheel, {size:.0f} MB: {told.folder}\n")

"""The folder for offices without internet: everything is in it, and it installs with no index."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "docs" / "offline.py"


def gather(folder: Path, platform: str) -> None:
    command = [sys.executable, str(SCRIPT), "--folder", str(folder), "--platform", platform]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for this very machine."""
    folder = tmp_path_factory.mktemp("luring")
    gather(folder, "here")
    return folder


def test_installs_with_no_index(wheels: Path, tmp_path: Path) -> None:
    """From the folder alone, without any index, the program installs, explains itself, and builds an example."""
    room = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(room)], check=True)
    python = room / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # --isolated and no variables of pip: whatever this machine's pip is set to use is not used
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    clean = {**clean, "PIP_CONFIG_FILE": os.devnull, "PYTHONIOENCODING": "utf-8"}
    install = [
        str(python),
        "-m",
        "pip",
        "--isolated",
        "install",
        "--no-index",
        "--find-links",
        str(wheels),
        "iku-excel",
    ]
    subprocess.run(install, check=True, capture_output=True, env=clean, timeout=300)
    example = ROOT / "input_templates" / "contoh_tongas_2023_triwulanan.xlsx"
    for arguments in (["build", str(example)], ["panduan", "--path"], ["doctor"], ["template"]):
        done = subprocess.run(
            [str(python), "-m", "iku_excel", *arguments],
            cwd=tmp_path,
            env=clean,
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "output" / "IKU_2023_TW2_KECAMATAN_TONGAS.xlsx").exists()


def test_the_wheel_is_whole_and_nothing_more(wheels: Path) -> None:
    """The project's wheel holds every module and the data; no tests, no pictures."""
    (wheel,) = wheels.glob("iku_excel-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = ROOT / "iku_excel"
    modules = {str(path.relative_to(ROOT).as_posix()) for path in package.rglob("*.py")}
    profiles = {str(path.relative_to(ROOT).as_posix()) for path in (package / "definition" / "profiles").glob("*.toml")}
    assert names == modules | profiles | {"iku_excel/py.typed", "iku_excel/panduan.pdf"}


def test_a_windows_folder_has_windows_wheels(tmp_path: Path) -> None:
    """For an office's Windows the compiled libraries are those of Windows, and PASANG.txt tells the version."""
    gather(tmp_path, "windows")
    names = [path.name for path in tmp_path.glob("*.whl")]
    for library in ("lxml", "numpy", "pandas"):
        assert any(name.startswith(f"{library}-") and name.endswith("-win_amd64.whl") for name in names), names
    assert not [name for name in names if "linux" in name]
    assert any(name.startswith("tzdata-") for name in names)  # pandas needs it on Windows alone
    spec = importlib.util.spec_from_file_location("offline", SCRIPT)
    assert spec
    assert spec.loader
    offline = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(offline)
    assert not offline.missing(tmp_path, f"{sys.version_info.major}.{sys.version_info.minor}")
    next(tmp_path.glob("tzdata-*.whl")).unlink()
    assert offline.missing(tmp_path, f"{sys.version_info.major}.{sys.version_info.minor}") == ["tzdata"]
    told = (tmp_path / "PASANG.txt").read_bytes().decode()
    assert f"Python {sys.version_info.major}.{sys.version_info.minor}." in told
    assert "--no-index" in told

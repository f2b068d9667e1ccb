"""The folder for Windows offices: everything is in it, for that machine, and it runs from there alone.

No Windows is at hand here. So its wheels are looked at file by file; and the program's own wheel, with the libraries of
this machine that it says it needs and no others, is run with nothing else on its path: no site-packages, no variables.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import struct
import subprocess
import sys
import zipfile
from email import message_from_bytes
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pages
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "docs" / "offline.py"
VERSION = "3.12"
X64 = 0x8664


@pytest.fixture(scope="module")
def offline() -> ModuleType:
    spec = importlib.util.spec_from_file_location("offline", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def ours(offline: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project's own wheel."""
    folder = tmp_path_factory.mktemp("roda")
    offline.build(folder)
    return folder


def needed(library: Path) -> set[str]:
    """Return every distribution that our wheel says it needs here, for the page too, and those that they need."""
    (told,) = library.glob("iku_excel-*.dist-info/METADATA")
    waiting = [(line, "page") for line in message_from_bytes(told.read_bytes()).get_all("Requires-Dist", [])]
    found: set[str] = set()
    while waiting:
        text, extra = waiting.pop()
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            assert requirement.specifier.contains(metadata.version(requirement.name), prereleases=True), text
            if requirement.name not in found:
                found.add(requirement.name)
                waiting += [(line, "") for line in metadata.requires(requirement.name) or []]
    return found


def link(library: Path, name: str) -> None:
    """Put an installed distribution into a folder, by links."""
    for file in metadata.files(name) or []:
        first = file.parts[0]
        place = library / first
        if first != ".." and not first.startswith("__") and not place.exists():
            place.symlink_to(Path(str(metadata.distribution(name).locate_file(first))))


def embeddable(folder: Path) -> Path:
    """Make what stands for Python's embeddable package: the same names, without a program inside."""
    path = folder / "python-3.12.99-embed-amd64.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("python.exe", "pythonw.exe", "python312.dll", "python312.zip", "_socket.pyd", "LICENSE.txt"):
            archive.writestr(name, b"MZ")
        archive.writestr("python312._pth", "python312.zip\n.\n\n# import site\n")
    return path


@pytest.mark.skipif(os.name != "posix", reason="links, and a browser that is a script")
def test_runs_from_the_folder_alone(offline: ModuleType, ours: Path, tmp_path: Path) -> None:
    """With its wheel and what that says it needs, and no more, the program builds, looks around and opens its page."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    (library,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    offline.unpack(ours, library)
    for name in needed(library):
        link(library, name)
    clean = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8", "BROWSER": pages.telling(tmp_path)}
    example = ROOT / "input_templates" / "contoh_tongas_2023_triwulanan.xlsx"
    for arguments in (["build", str(example)], ["panduan", "--path"], ["doctor"], ["template"]):
        done = _alone(tmp_path, ["iku_excel", *arguments], clean)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "output" / "IKU_2023_TW2_KECAMATAN_TONGAS.xlsx").exists()
    done = _alone(tmp_path, ["iku_excel.cli.icon"], clean)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "alamat").read_text(encoding="utf-8").startswith("http://127.0.0.1:")


def _alone(folder: Path, arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [folder / "venv" / "bin" / "python", "-I", "-m", *arguments],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def test_the_wheel_is_whole_and_nothing_more(ours: Path) -> None:
    """The project's wheel holds every module and the data; no tests, no pictures."""
    (wheel,) = ours.glob("iku_excel-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = ROOT / "iku_excel"
    expected = {
        path.relative_to(ROOT).as_posix()
        for pattern in ("*.py", "definition/profiles/*.toml", "page/static/*")
        for path in package.rglob(pattern)
    }
    assert names == expected | {"iku_excel/py.typed", "iku_excel/panduan.pdf"}


@pytest.fixture(scope="module")
def made(offline: ModuleType, ours: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for Windows, with a stand-in for its Python."""
    folder = tmp_path_factory.mktemp("windows")
    python = embeddable(folder)

    fill = offline.fill

    def kept(place: Path, version: str) -> None:
        fill(place, version)
        shutil.copytree(place, folder, dirs_exist_ok=True)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(offline, "build", lambda place: shutil.copytree(ours, place, dirs_exist_ok=True))
        patched.setattr(offline, "fill", kept)
        offline.make(folder / "iku", python, hashlib.sha256(python.read_bytes()).hexdigest())
    return folder


def test_everything_windows_needs_is_there(offline: ModuleType, made: Path) -> None:
    """No requirement is missing, of the page neither; one that Windows alone needs is noticed when it is taken away."""
    assert offline.missing(made, VERSION) == []
    for library in ("tzdata", "starlette", "h11"):  # of pandas on Windows alone; of the page; of what the page needs
        (wheel,) = made.glob(f"{library}-*.whl")
        wheel.rename(made / "weg")
        assert [name.partition(">")[0] for name in offline.missing(made, VERSION)] == [library]
        (made / "weg").rename(wheel)


def test_everything_is_for_windows(made: Path) -> None:
    """Every compiled file is a program for Windows on x64; nothing of another system is there."""
    library = made / "iku" / "pustaka"
    compiled = [path for path in library.rglob("*") if path.suffix in (".pyd", ".dll")]
    assert {path.relative_to(library).parts[0] for path in compiled} >= {"lxml", "numpy", "pandas", "python_calamine"}
    for path in compiled:
        assert _machine(path) == X64, path
        assert path.suffix == ".dll" or path.name.endswith((".cp312-win_amd64.pyd", ".pyd")), path
    assert not [path for path in library.rglob("*") if path.suffix in (".so", ".dylib", ".whl")]
    assert not list(library.rglob("*.data"))
    for record in library.glob("*.dist-info/RECORD"):
        for line in record.read_text(encoding="utf-8").splitlines():
            name = line.rsplit(",", 2)[0].strip('"')
            assert ".data/" in name or (library / name).is_file(), name


def _machine(path: Path) -> int:
    """Return the machine that a Windows program is for, as its header says."""
    data = path.read_bytes()[:4096]
    (at,) = struct.unpack_from("<I", data, 0x3C)
    assert data[at : at + 4] == b"PE\0\0"
    (machine,) = struct.unpack_from("<H", data, at + 4)
    return int(machine)


def test_the_folder_as_it_is_copied(made: Path) -> None:
    """Its Python finds the libraries beside it and nothing else; the command opens the page or builds what it gets."""
    folder = made / "iku"
    assert {path.name for path in folder.iterdir()} == {"BACA DULU.txt", "IKU.cmd", "ISI.txt", "python", "pustaka"}
    assert (folder / "python" / "python312._pth").read_bytes() == b"python312.zip\r\n.\r\n..\\pustaka\r\n"
    command = (folder / "IKU.cmd").read_bytes().decode("ascii")
    assert command.count("\n") == command.count("\r\n")
    assert 'start "" "%~dp0python\\pythonw.exe" -m iku_excel.cli.icon\r\n' in command
    assert '"%~dp0python\\python.exe" -m iku_excel.cli.icon %FILES%\r\n' in command
    assert "shift /1\r\n" in command  # a plain shift would lose the folder of the command itself
    assert (folder / "pustaka" / "iku_excel" / "cli" / "page.py").is_file()
    inside = (folder / "ISI.txt").read_text(encoding="ascii")
    assert "pandas 3" in inside
    assert "Python 3.12" in inside
    assert "klik dua kali iku.cmd" in (folder / "BACA DULU.txt").read_text(encoding="ascii").lower()


def test_only_the_python_that_was_meant(offline: ModuleType, tmp_path: Path) -> None:
    """Another file than the pinned one is refused before anything is touched, and so is one that nobody has pinned."""
    python = embeddable(tmp_path)
    folder = tmp_path / "iku"
    folder.mkdir()
    (folder / "lama.txt").touch()
    with pytest.raises(offline.UnfitError, match="--sha256"):
        offline.make(folder, python)
    pinned = python.rename(tmp_path / next(iter(offline.PINNED)))
    with pytest.raises(offline.UnfitError, match="seharusnya 4acbed6d"):
        offline.make(folder, pinned)
    empty = tmp_path / "kosong.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("python.exe", b"")
    with pytest.raises(offline.UnfitError, match="bukan paket embeddable"):
        offline.make(folder, empty, hashlib.sha256(empty.read_bytes()).hexdigest())
    assert (folder / "lama.txt").exists()

"""LibreOffice in tests: convert or edit a file headless, with a profile folder of its own."""

from __future__ import annotations

import atexit
import math
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from pypdf import PageObject, PdfReader

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def convert(path: Path, target: str, folder: Path) -> Path:
    """Convert a file to another format ("pdf", "ods", "xlsx" ...) in a folder; return the new file."""
    _run("--convert-to", target, "--outdir", str(folder), str(path))
    converted = folder / f"{path.stem}.{target.partition(':')[0]}"
    assert converted.exists(), f"LibreOffice did not write {converted.name}"
    return converted


def convert_all(paths: Sequence[Path], target: str, folder: Path) -> list[Path]:
    """Convert files to another format in one run; return the new files in the same order."""
    _run("--convert-to", target, "--outdir", str(folder), *map(str, paths))
    converted = [folder / f"{path.stem}.{target.partition(':')[0]}" for path in paths]
    missing = [path.name for path in converted if not path.exists()]
    assert not missing, f"LibreOffice did not write {missing}"
    return converted


def edit(path: Path, edits: Mapping[str, str], folder: Path) -> dict[str, Path]:
    """Edit copies of a workbook as a person would, all in one run; return the new .xlsx files by key.

    An edit is a piece of StarBasic in which ``doc`` is the open workbook.
    """
    _install_macro(folder, path, edits)
    _command(_profile("edit"), "macro:///Standard.Module1.Main")
    written = {key: folder / f"{key}.xlsx" for key in edits}
    missing = [key for key, file in written.items() if not file.exists()]
    assert not missing, f"LibreOffice did not write {missing}"
    return written


def print_all(paths: Sequence[Path], folder: Path) -> dict[str, PdfReader]:
    """Print workbooks to PDF in one run; return a reader of each by the name of its workbook without extension."""
    _run("--convert-to", "pdf", "--outdir", str(folder), *map(str, paths))
    return {path.stem: PdfReader(folder / f"{path.stem}.pdf") for path in paths}


def sizes(page: PageObject) -> Counter[float]:
    """Return how many letters of a printed page have each size, in points on paper."""
    found: Counter[float] = Counter()

    def look(text: str, user: Sequence[float], matrix: Sequence[float], _: object, size: float) -> None:
        stretch = math.hypot(matrix[2], matrix[3]) * math.hypot(user[2], user[3])
        found[round(size * stretch, 1)] += len(text.strip())

    page.extract_text(visitor_text=look)
    return +found


def _run(*arguments: str) -> None:
    """Hand a piece of work to the LibreOffice that waits for it; where none does, the same command starts one."""
    _served()
    _command(_profile("serve"), *arguments)


def _command(profile: Path, *arguments: str) -> None:
    subprocess.run([*_office(profile), *arguments], check=True, capture_output=True, timeout=600)


def _office(profile: Path) -> list[str]:
    assert SOFFICE is not None
    return [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]


@cache
def _profile(purpose: str) -> Path:
    """Return this process's profile folder: a new one costs a second at each start, a shared one is locked."""
    folder = tempfile.mkdtemp(prefix=f"office-{purpose}-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@cache
def _served() -> None:
    """Keep a LibreOffice at work for this process: most of a conversion's time is its start.

    It lives as long as a document is open in it, and its shell ends it when this process is gone, however it went.
    """
    profile = _profile("serve")
    kept = profile / "kept.fods"
    kept.write_text(_EMPTY, encoding="utf-8")
    watched = ["sh", "-c", '"$@" >/dev/null 2>&1 & read -r _; kill 0', "sh", *_office(profile), str(kept)]
    process = subprocess.Popen(watched, stdin=subprocess.PIPE, start_new_session=True)
    atexit.register(process.communicate)  # closes its input
    deadline = time.monotonic() + 120
    while not (profile / ".~lock.kept.fods#").exists():  # it is open
        assert time.monotonic() < deadline, "LibreOffice did not start"
        time.sleep(0.05)


_EMPTY = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet><table:table table:name="A"/></office:spreadsheet></office:body></office:document>
"""

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{}</script:module>
"""

_EDIT = """
Sub Edit_{number}
    Dim how(0) As New com.sun.star.beans.PropertyValue
    Dim filter(0) As New com.sun.star.beans.PropertyValue
    how(0).Name = "Hidden" : how(0).Value = True
    filter(0).Name = "FilterName" : filter(0).Value = "Calc MS Excel 2007 XML"
    doc = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, how())
    On Error Goto Failed
{edit}
    doc.storeToURL("{target}", filter())
Failed:
    doc.close(True)
End Sub
"""


def _install_macro(folder: Path, path: Path, edits: Mapping[str, str]) -> None:
    _command(_profile("edit"), "--terminate_after_init")  # a profile's first start puts an empty module in its place
    calls, subs = [], []
    for number, (key, statements) in enumerate(edits.items()):
        target = (folder / f"{key}.xlsx").as_uri()
        calls.append(f"Edit_{number}")
        subs.append(_EDIT.format(number=number, source=path.as_uri(), target=target, edit=statements))
    basic = "\n".join(["Sub Main", *calls, "StarDesktop.terminate()", "End Sub", *subs])
    module = _profile("edit") / "user/basic/Standard/Module1.xba"
    module.parent.mkdir(parents=True, exist_ok=True)
    module.write_text(_MODULE.format(escape(basic)), encoding="utf-8")

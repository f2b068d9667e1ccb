"""LibreOffice in tests: convert a file headless, with a profile folder of its own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def convert(path: Path, target: str, folder: Path) -> Path:
    """Convert a file to another format ("pdf", "ods", "xlsx" ...) in a folder; return the new file."""
    assert SOFFICE is not None
    profile = folder / "office-profile"
    command = [
        SOFFICE,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        target,
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    converted = folder / f"{path.stem}.{target.partition(':')[0]}"
    assert converted.exists(), f"LibreOffice did not write {converted.name}"
    return converted

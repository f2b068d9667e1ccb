"""Renew the generated pages: ``make docs`` (docs/temuan.md) and ``make picture`` (docs/iku.png)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from iku_excel.catalogue import CATALOGUE
from iku_excel.model import Severity

DOCS = Path(__file__).parent
EXAMPLE = DOCS.parent / "input_templates" / "contoh_tongas_2023_triwulanan.xlsx"

_WORDS = {Severity.ERROR: "kesalahan", Severity.WARNING: "peringatan", Severity.INFO: "keterangan"}
_INTRODUCTION = """\
# Temuan

<!-- Dibuat dari iku_excel/catalogue.py dengan `make docs`; jangan disunting di sini. -->

Setiap temuan menyebut satu kesalahan di satu sel: di mana, apa yang tertulis, apa aturannya, dan apa yang
harus dilakukan. **Kesalahan** membuat kiriman ditolak. **Peringatan** dan **keterangan** tidak menghalangi.
Kode temuan tetap sama dari versi ke versi.
"""


def findings_page() -> str:
    """Return docs/temuan.md."""
    parts = [_INTRODUCTION]
    for code, entry in CATALOGUE.items():
        parts.append(f"## `{code}` ({_WORDS[entry.severity]})\n\n{entry.meaning}\n")
        if entry.expected:
            parts.append(f"Yang diharapkan: {entry.expected}.\n")
        parts.append(f"Yang harus dilakukan: {_readable(entry.fix)}\n")
    return "\n".join(parts)


def _readable(fix: str) -> str:
    """Return a fix with words in the places of a particular cell."""
    words = {
        "{cell}": "sel itu",
        "{expected}": "teks semula",
        "{used}": "angkanya",
        "{label_lower}": "isinya",
    }
    for placeholder, text in words.items():
        fix = fix.replace(placeholder, text)
    return fix


def picture() -> None:
    """Write docs/iku.png: the sheet IKU of the shipped example, as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "iku_excel", "build", str(EXAMPLE), "-o", folder]
        subprocess.run(command, check=True, capture_output=True)
        (output,) = Path(folder).glob("*.xlsx")
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        office = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(output)]
        subprocess.run(office, check=True, capture_output=True)
        pages = ["pdftoppm", "-r", "100", "-png", "-singlefile", f"{folder}/{output.stem}.pdf", str(DOCS / "iku")]
        subprocess.run(pages, check=True)


if __name__ == "__main__":
    if "picture" in sys.argv[1:]:
        picture()
    else:
        (DOCS / "temuan.md").write_text(findings_page(), encoding="utf-8")

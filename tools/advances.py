"""Renew iku_excel/text/advances.py: ``make advances``, the widths of every letter as the font itself has them.

Liberation Sans is drawn to the widths of Arial, so that a text takes the same room in both. Its font
file is read here, table by table; an office needs neither the file nor this script.
"""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

TARGET = Path(__file__).parents[1] / "iku_excel" / "text" / "advances.py"
FONTS = {"REGULAR": "Liberation Sans:style=Regular", "BOLD": "Liberation Sans:style=Bold"}
LETTERS = (
    range(0x20, 0x7F),  # ASCII
    range(0xA0, 0x180),  # Latin of European languages
    range(0x2010, 0x2028),  # dashes, quotation marks, bullets
    range(0x2030, 0x2040),
    *(range(code, code + 1) for code in (0x20AC, 0x2122, 0x2190, 0x2192, 0x2212, 0x2260, 0x2264, 0x2265)),
)
"""What offices write; anything else is reckoned wide (typography.py)."""

_HEAD = '''"""Widths of the letters of Arial, in thousandths of its size. Made by ``make advances``; do not edit here.

Read from Liberation Sans, whose widths are those of Arial: for each width the letters that have it.
"""

# ruff: noqa: E501 - a width and its letters stand on one line
from __future__ import annotations

'''


def table(font: bytes, tag: str) -> int:
    """Return where a table of a font begins. Raises KeyError."""
    for position in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, position)
        if name.decode("ascii") == tag:
            return int(offset)
    raise KeyError(tag)


def glyphs(font: bytes) -> Iterator[tuple[int, int]]:
    """Yield (code point, glyph) of the Basic Multilingual Plane, from the font's map of format 4."""
    start = table(font, "cmap")
    places = [
        struct.unpack_from(">HHI", font, start + 4 + 8 * n) for n in range(struct.unpack_from(">H", font, start + 2)[0])
    ]
    (offset,) = (place for platform, encoding, place in places if (platform, encoding) == (3, 1))
    at = start + offset
    assert struct.unpack_from(">H", font, at)[0] == 4
    n = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends, firsts, deltas, jumps = (
        struct.unpack_from(f">{n}H", font, at + 14 + skip) for skip in (0, 2 * n + 2, 4 * n + 2, 6 * n + 2)
    )
    for segment, (first, end) in enumerate(zip(firsts, ends, strict=True)):
        for code in range(first, min(end, 0xFFFE) + 1):
            glyph = code
            if jumps[segment]:
                place = at + 16 + 6 * n + 2 * segment + jumps[segment] + 2 * (code - first)
                glyph = struct.unpack_from(">H", font, place)[0]
                if not glyph:
                    continue
            yield code, (glyph + deltas[segment]) % 0x10000


def widths(font: bytes) -> dict[int, str]:
    """Return the letters of LETTERS by their width in thousandths of the font's size."""
    em = struct.unpack_from(">H", font, table(font, "head") + 18)[0]
    measured = struct.unpack_from(">H", font, table(font, "hhea") + 34)[0]
    metrics = table(font, "hmtx")
    wanted = {code for span in LETTERS for code in span}
    found: dict[int, str] = {}
    for code, glyph in sorted(glyphs(font)):
        if code in wanted:
            advance = struct.unpack_from(">H", font, metrics + 4 * min(glyph, measured - 1))[0]
            width = round(1000 * advance / em)
            found[width] = found.get(width, "") + chr(code)
    return dict(sorted(found.items()))


def module(tables: Mapping[str, Mapping[int, str]]) -> str:
    """Return the text of the module."""
    parts = [_HEAD]
    for name, by_width in tables.items():
        lines = [f"    {width}: {letters!a}," for width, letters in by_width.items()]
        parts.append("\n".join([f"{name} = {{", *lines, "}", ""]))
    return parts[0] + "\n".join(parts[1:])


def main() -> None:
    """Write the module from the fonts of this machine."""
    tables = {}
    for name, pattern in FONTS.items():
        answer = subprocess.run(["fc-match", "-f", "%{file}", pattern], capture_output=True, check=True, text=True)
        if "LiberationSans-" not in answer.stdout:
            sys.exit(f"{pattern} is not installed: sudo apt install fonts-liberation")
        tables[name] = widths(Path(answer.stdout).read_bytes())
    TARGET.write_text(module(tables), encoding="utf-8", newline="\n")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(TARGET)], check=True)


if __name__ == "__main__":
    main()

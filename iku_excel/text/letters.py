"""Letters that nobody sees: what copying from a web page, a PDF or a chat brings along inside of words.

The one place that says which they are. They are dropped, not turned into blanks: "PRO\u00adBOLINGGO" is one word.
"""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\u00ad"  # soft hyphen
    "\u200b-\u200f"  # zero width space and joiners, direction marks
    "\u202a-\u202e"  # direction overrides
    "\u2060-\u2064"  # word joiner, invisible operators
    "\u2066-\u2069"  # direction isolates
    "\ufeff]"  # byte order mark
)


def seen(text: str) -> str:
    """Return text without the letters that nobody sees."""
    return text if text.isprintable() else _UNSEEN.sub("", text)


def unseen(text: str) -> list[str]:
    """Return the letters of a text that nobody sees, as people name them: "U+200B", each once."""
    return [] if text.isprintable() else list(dict.fromkeys(f"U+{ord(char):04X}" for char in _UNSEEN.findall(text)))


def spelled(text: str) -> str:
    """Return text with the letters that nobody sees spelled out: "SITI<U+200B>AMINAH"."""
    return _UNSEEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)

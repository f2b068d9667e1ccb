"""The text of a piece of Word as it is printed: element -> text with its fractions.

python-docx's own ``.text`` loses equations, tracked changes and content controls without a word, so the elements
are walked here: insertions are taken, deletions and hidden text left out and noted, an equation's fraction is kept
with both sides, a text box is read once, a symbol font becomes the letter it shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from iku_excel.documents.records import Fraction, plain

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OTHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

DELETED, HIDDEN, PICTURE = "hapusan terlacak", "teks tersembunyi", "gambar atau objek"
"""What is left out of the text; a note says so."""

# Letters of the font Symbol, which Word stores by number.
_SYMBOLS = {0xB4: "×", 0xB8: "÷", 0xB3: "≥", 0xA3: "≤", 0x2D: "-", 0xB7: "•", 0xE5: "∑"}
_OPERATORS = re.compile(r"[-+:/=×÷]|\sx\s", re.IGNORECASE)
_TRANSPARENT = frozenset(("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_SILENT = frozenset(("instrText", "delText", "delInstrText", "sdtPr", "sdtEndPr", "softHyphen", "numPr", "tblPr"))
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def name(element: Element) -> str:
    """Return the name of an element of Word without its name space, "" for any other."""
    tag = element.tag
    return tag[len(_WORD) :] if isinstance(tag, str) and tag.startswith(_WORD) else ""


def attribute(element: Element | None, key: str = "val") -> str | None:
    """Return an attribute of Word's own name space."""
    return None if element is None else element.get(f"{_WORD}{key}")


def child(element: Element | None, *path: str) -> Element | None:
    """Return the element below a path of Word's names."""
    for step in path:
        element = None if element is None else element.find(f"{_WORD}{step}")
    return element


def is_on(element: Element | None) -> bool:
    """Tell whether a property that is on by standing there is on."""
    return element is not None and attribute(element) not in ("0", "false", "off")


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children of some names in order, also those inside content controls and insertions."""
    for item in element:
        if name(item) in names:
            yield item
        elif name(item) in _TRANSPARENT:
            yield from children(item, *names)


class Prose:
    """Collects the text of elements; ``note`` is told what is left out."""

    def __init__(self, note: Callable[[str, str], None]) -> None:
        self._note = note
        self._pieces: list[str | Fraction] = []
        self._capitals = False

    @property
    def text(self) -> str:
        """The text with line breaks and tabs; a fraction stands as "above / below"."""
        return "".join(_in_line(piece) if isinstance(piece, Fraction) else piece for piece in self._pieces)

    @property
    def fraction(self) -> Fraction | None:
        """The fraction with what stands around it, None unless there is exactly one."""
        found = [index for index, piece in enumerate(self._pieces) if isinstance(piece, Fraction)]
        if len(found) != 1:
            return None
        index = found[0]
        piece = self._pieces[index]
        if not isinstance(piece, Fraction):
            return None
        before = "".join(part for part in self._pieces[:index] if isinstance(part, str))
        after = "".join(part for part in self._pieces[index + 1 :] if isinstance(part, str))
        return Fraction(piece.numerator, piece.denominator, plain(before), plain(after))

    def take(self, element: Element) -> Prose:
        """Add the text of an element; return the same collector."""
        tag = element.tag
        if not isinstance(tag, str):
            return self  # a comment or an instruction
        if tag.startswith(_MATH):
            self._take_math(element, tag[len(_MATH) :])
        elif tag == f"{_OTHER}AlternateContent":
            for choice in list(element)[:1]:  # the others say the same for older programs
                self._take_all(choice)
        else:
            self._take_word(element, name(element))
        return self

    def _take_word(self, element: Element, kind: str) -> None:
        if kind in ("del", "moveFrom"):
            self._leave_out(element, DELETED)
        elif kind in _SILENT or (kind.endswith("Pr") and kind != "sdtPr"):
            return
        elif kind == "t":
            self._add(element.text or "")
        elif kind in _BREAKS:
            self._pieces.append(_BREAKS[kind])
        elif kind == "sym":
            self._add(_symbol(element))
        elif kind == "r":
            self._take_run(element)
        elif kind in ("drawing", "pict", "object"):
            self._take_picture(element)
        else:
            self._take_all(element)
            if kind in ("p", "tc", "tr"):
                self._pieces.append("\n")

    def _take_run(self, run: Element) -> None:
        if is_on(child(run, "rPr", "vanish")):
            self._leave_out(run, HIDDEN)
            return
        self._capitals = is_on(child(run, "rPr", "caps"))
        self._take_all(run)
        self._capitals = False

    def _take_picture(self, element: Element) -> None:
        boxes = list(element.iter(f"{_WORD}txbxContent"))
        for box in boxes:
            self._pieces.append("\n")
            self._take_all(box)
        if not boxes:
            self._note(PICTURE, "")

    def _take_math(self, element: Element, kind: str) -> None:
        if kind == "f":
            sides = [element.find(f"{_MATH}{side}") for side in ("num", "den")]
            texts = ["" if side is None else plain(Prose(self._note).take(side).text) for side in sides]
            self._pieces.append(Fraction(texts[0], texts[1]))
        elif kind == "t":
            self._add(element.text or "")
        elif kind == "d":
            self._add("(")
            self._take_all(element)
            self._add(")")
        elif not kind.endswith("Pr"):
            self._take_all(element)

    def _take_all(self, element: Element) -> None:
        for item in element:
            self.take(item)

    def _leave_out(self, element: Element, why: str) -> None:
        lost = plain("".join(item.text or "" for item in element.iter(f"{_WORD}t", f"{_WORD}delText")))
        if lost:
            self._note(why, lost)

    def _add(self, text: str) -> None:
        self._pieces.append(text.upper() if self._capitals else text)


def _symbol(element: Element) -> str:
    code = attribute(element, "char") or ""
    number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else 0
    return _SYMBOLS.get(number & 0xFF, "\N{REPLACEMENT CHARACTER}")


def _in_line(fraction: Fraction) -> str:
    sides = [f"({text})" if _OPERATORS.search(text) else text for text in (fraction.numerator, fraction.denominator)]
    return f" {sides[0]} / {sides[1]} "

"""XML from strangers: one expat parser with every door shut, and the answer to a file that is refused.

No DOCTYPE, so no entities and nothing external; UTF-8 or UTF-16 only; no token, name or name space that would
make expat hold more than a piece of the part or repeat work for every piece. Whoever parses a part
of a workbook does it with this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NoReturn
from xml.parsers import expat

from iku_excel.text import indonesian

MIB = 1024 * 1024
MAX_TOKEN = MIB  # a tag or comment; held whole, and scanned again for every piece by expat before 2.6
MAX_WORDS = 10_000  # different names and prefixes, which expat never forgets; an estimate, far above a template
MAX_NAMESPACE = 128  # letters; it is repeated before the name of every element inside

_ENCODINGS = frozenset(("utf-8", "utf8", "us-ascii", "utf-16", "utf-16le", "utf-16be"))
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")

Handler = Callable[[str], None]


class Refusal(Exception):  # noqa: N818 - not an error of the program: the answer to a bad file
    """A file that is not read any further: a finding's code, the values of its message, and a cell if one is meant."""

    def __init__(self, code: str, place: tuple[str, int, int] | None = None, **values: str) -> None:
        super().__init__(code, values)
        self.code = code
        self.place = place  # sheet, row, col
        self.values = values


def dangerous(limit: str, found: str, allowed: str) -> NoReturn:
    """Refuse a file that is past a limit."""
    raise Refusal("berkas-berbahaya", limit=limit, found=found, expected=allowed)


def past(limit: str, most: int, unit: str = "") -> NoReturn:
    """Refuse a file in which counting has stopped at the most that is allowed."""
    allowed = f"{indonesian.whole(most)}{unit}"
    dangerous(limit, f"lebih dari {allowed}", allowed)


def damaged(what: str, place: tuple[str, int, int] | None = None) -> NoReturn:
    """Refuse a malformed file, by the cell that is malformed if it is one."""
    raise Refusal("berkas-rusak", place, found=what)


def size(n_bytes: int) -> str:
    """Return a size as people write it."""
    return f"{indonesian.decimal(n_bytes / MIB, 1)} MB"


def parse(pieces: Iterable[bytes], start: Callable[[str, dict[str, str]], None], **handlers: Handler) -> None:
    """Let expat run over a part; element names are "namespace name". Raises Refusal on a DOCTYPE."""
    parser = new_parser(start)
    for name, handler in handlers.items():
        setattr(parser, {"end": "EndElementHandler", "text": "CharacterDataHandler"}[name], handler)
    feed(parser, pieces)


def new_parser(
    start: Callable[[str, dict[str, str]], None], words: dict[str, str] | None = None
) -> expat.XMLParserType:
    """Return a parser for one part, with all names it has met in ``words``.

    Handlers of ends and texts cost time: best set only while needed.
    """
    parser = expat.ParserCreate(None, " ", {} if words is None else words)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _doctype
    parser.XmlDeclHandler = _declaration
    parser.StartNamespaceDeclHandler = _namespace
    parser.StartElementHandler = start
    return parser


def feed(parser: expat.XMLParserType, pieces: Iterable[bytes], enough: Callable[[], bool] | None = None) -> None:
    """Parse a part piece by piece, so that nothing in it can grow far past its limit unseen.

    ``enough`` is asked after every piece whether the rest may be left out.
    """
    fed = 0
    for piece in pieces:
        parser.Parse(piece, False)
        fed += len(piece)
        if fed - parser.CurrentByteIndex > MAX_TOKEN:
            past("panjang satu unsur XML", MAX_TOKEN, " huruf")
        if len(parser.intern) > MAX_WORDS:
            past("jumlah nama unsur XML yang berbeda", MAX_WORDS)
        if enough is not None and enough():
            return
    parser.Parse(b"", True)


def is_wide(beginning: bytes) -> bool:
    """Tell whether a part is written in UTF-16, where a search for bytes finds nothing."""
    return beginning.startswith(_WIDE)


def _doctype(*_: object) -> NoReturn:
    dangerous("deklarasi DOCTYPE atau entitas XML", "ada", "tidak boleh ada")


def _declaration(_: str, encoding: str | None, __: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        damaged(f"bagian XML bukan UTF-8 ({indonesian.printable(encoding[:40])})")


def _namespace(_: str | None, namespace: str | None) -> None:
    if len(namespace or "") > MAX_NAMESPACE:
        past("panjang ruang nama XML", MAX_NAMESPACE, " huruf")

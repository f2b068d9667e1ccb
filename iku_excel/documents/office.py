"""The lines around an official table become what they say of the office: title, identity, signature block.

Above the table: the title (from the first line that speaks of indikator kinerja), the identity lines with their
labels, the heading (the last line before the table, if it speaks of indikator kinerja). Below it: place and date,
position, region, name, rank, NIP. What is not found stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from iku_excel.documents.official import NOWHERE, Table, Text
from iku_excel.documents.records import Line

_DECORATION = " \t*•·–-"  # bullets, and what a plain-text copy puts around a line
_TITLE = re.compile(r"indikator kinerja", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d{2}|2100)(?!\d)")
_ORGANIZATION = (
    r"nama (?:(?:unit )?organisasi|instansi|opd|skpd|perangkat daerah|unit kerja|satuan kerja)|"
    r"(?:unit )?organisasi|instansi|perangkat daerah|opd|skpd|unit kerja"
)
_LABELS = {
    "organization": re.compile(rf"({_ORGANIZATION})\s*:\s*(.*)", re.IGNORECASE),
    "duty": re.compile(r"(tugas(?: pokok)?)\s*:\s*(.*)", re.IGNORECASE),
    "functions": re.compile(r"(fungsi)\s*:\s*(.*)", re.IGNORECASE),
}
_LETTER = re.compile(r"^(?:[a-z]|\d{1,2})[.)](?:\s+|$)", re.IGNORECASE)
_PLACE_DATE = re.compile(r"([^,;:\d]{2,60}),\s*(.{0,30}\d{4})\.?")
_SET_IN = re.compile(r"(?:ditetapkan|dikeluarkan) di\s*:?\s*(.+)", re.IGNORECASE)
_SET_ON = re.compile(r"pada tanggal\s*:?\s*(.+)", re.IGNORECASE)
_NIP = re.compile(r"NIP\s*\.?\s*:?\s*([\d ]{5,40})$", re.IGNORECASE)
_REGION = re.compile(r"(kabupaten|kota|provinsi)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line of the identity: its label as written, and what it says."""

    label: Text = NOWHERE
    text: Text = NOWHERE


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature block as written."""

    place: Text = NOWHERE
    date: Text = NOWHERE
    position: Text = NOWHERE
    region: Text = NOWHERE
    name: Text = NOWHERE
    rank: Text = NOWHERE
    nip: Text = NOWHERE


@dataclass(frozen=True, slots=True)
class Office:
    """What stands around the table."""

    title: tuple[Text, ...]
    heading: Text
    organization: Labelled
    duty: Labelled
    functions_label: Text
    functions: tuple[Text, ...]
    signature: Signature
    year: int | None  # of the title, if it names just one


def around(table: Table) -> Office:
    """Return what the lines before and after a table say."""
    lines = [Text(line.text.strip(_DECORATION), line.place) for line in table.above]
    numbered = [line.numbered for line in table.above]
    start = next((index for index, line in enumerate(lines) if _TITLE.search(line.text)), len(lines))
    heading = Text()
    if len(lines) - start > 1 and _TITLE.search(lines[-1].text):
        heading = lines.pop()
    found = {key: _labelled(lines, key, start) for key in _LABELS}
    at = [index for index, _ in found.values() if index is not None]
    title = tuple(lines[start : min(at, default=len(lines))])
    functions = _functions(lines, numbered, found["functions"])
    years = {int(year) for line in title for year in _YEAR.findall(line.text)}
    return Office(
        title=title,
        heading=heading,
        organization=found["organization"][1],
        duty=_whole_duty(lines, found),
        functions_label=found["functions"][1].label,
        functions=functions,
        signature=signature(table.below),
        year=years.pop() if len(years) == 1 else None,
    )


_Found = tuple[int | None, Labelled]


def _labelled(lines: Sequence[Text], key: str, start: int) -> _Found:
    for index, line in enumerate(lines[start:], start):
        match = _LABELS[key].match(line.text)
        if match:
            return index, Labelled(Text(match[1], line.place), Text(match[2].strip(), line.place))
    return None, Labelled()


def _whole_duty(lines: Sequence[Text], found: dict[str, _Found]) -> Labelled:
    """Return the duty with the lines that continue it, up to the next label."""
    index, duty = found["duty"]
    end, _ = found["functions"]
    if index is None:
        return duty
    more = [line.text for line in lines[index + 1 : end]] if end is not None and end > index else []
    return Labelled(duty.label, Text(" ".join([duty.text.text, *more]).strip(), duty.text.place))


def _functions(lines: Sequence[Text], numbered: Sequence[bool], found: _Found) -> tuple[Text, ...]:
    """Return the functions without their letters; a line without a letter goes on with the one before it."""
    index, first = found
    if index is None:
        return ()
    items = [(first.text, False)] if first.text.text else []
    items += list(zip(lines[index + 1 :], numbered[index + 1 :], strict=False))
    lettered = any(_LETTER.match(text.text) for text, _ in items)
    functions: list[Text] = []
    for text, own in items:
        begins = own or bool(_LETTER.match(text.text)) or not lettered or not functions
        bare = text.text if own else _LETTER.sub("", text.text, count=1)
        if begins:
            functions.append(Text(bare, text.place))
        else:
            functions[-1] = Text(f"{functions[-1].text} {bare}".strip(), functions[-1].place)
    return tuple(functions)


def signature(lines: Sequence[Line]) -> Signature:
    """Return the signature block that ends with the only NIP of its column, empty where there is none or several."""
    parts = [part for line in lines for part in line.parts]
    at = [index for index, part in enumerate(parts) if _NIP.match(part.text.strip(_DECORATION))]
    if len(at) != 1:
        return Signature()
    col = parts[at[0]].col
    block = [part for part in parts[: at[0] + 1] if part.col == col or _PLACE_DATE.fullmatch(part.text)]
    texts = [Text(part.text.strip(_DECORATION), part.place) for part in block]
    begin, place, date = _place_date(texts)
    body = texts[begin:-1]
    match = _NIP.match(texts[-1].text)
    nip = Text(match[1].strip() if match else "", texts[-1].place)
    if len(body) < 3:
        return Signature(place=place, date=date, nip=nip)
    rank, name, lines_above = body[-1], body[-2], body[:-2]
    region = next((text for text in lines_above[1:] if _REGION.match(text.text)), Text())
    words = [text for text in lines_above if text is not region]
    position = Text(" ".join(text.text for text in words), words[0].place)
    return Signature(place, date, position, region, name, rank, nip)


def _place_date(texts: Sequence[Text]) -> tuple[int, Text, Text]:
    """Return where the block goes on after place and date, the place, and the date ("" for the year alone)."""
    for index, text in enumerate(texts):
        if match := _PLACE_DATE.fullmatch(text.text):
            date = "" if re.fullmatch(r"\d{4}", match[2]) else match[2]
            return index + 1, Text(match[1].strip(), text.place), Text(date, text.place)
        if match := _SET_IN.match(text.text):
            after = _SET_ON.match(texts[index + 1].text) if index + 1 < len(texts) else None
            date_text = Text(after[1], texts[index + 1].place) if after else Text()
            return index + (2 if after else 1), Text(match[1].strip(), text.place), date_text
    return 0, Text(), Text()

"""A set of hostile workbooks: each is a soundly filled template with one thing done to it.

    python tests/make_hostile.py FOLDER

writes all of them. Every function below makes one and says what is done; ``HOSTILE`` tells what the
program must answer: a finding's code (and words its message must hold), or None where the figures
must be those of the sound template. ``HEAVY`` are the heaviest files that are still let in.
"""

from __future__ import annotations

import hashlib
import re
import struct
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from builders import Stored, define, filled, sheet_part, unzipped, zipped

from iku_excel.definition import profile
from iku_excel.package import census, gate, safexml

Parts = dict[str, bytes]
MIB = 1024 * 1024

DATA, MACHINE, IDENTITY = sheet_part("Data"), sheet_part("_iku"), sheet_part("Identitas")
STRINGS, STYLES, WORKBOOK = "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"


@dataclass(frozen=True)
class Case:
    """One hostile file: how to make it, and what must be said of it."""

    build: Callable[[], bytes]
    code: str | None
    words: str = ""


HOSTILE: dict[str, Case] = {}
HEAVY: dict[str, Callable[[], bytes]] = {}


def hostile(code: str | None, words: str = "") -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Register a builder with the finding it must get."""

    def register(build: Callable[[], bytes]) -> Callable[[], bytes]:
        HOSTILE[build.__name__.replace("_", "-")] = Case(build, code, words)
        return build

    return register


def heavy(build: Callable[[], bytes]) -> Callable[[], bytes]:
    """Register a builder of a file that is heavy but allowed."""
    HEAVY[build.__name__.replace("_", "-")] = build
    return build


def main(folder: Path) -> None:
    """Write the whole set into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, case in HOSTILE.items():
        (folder / f"{name}.xlsx").write_bytes(case.build())
    for name, build in HEAVY.items():
        (folder / f"berat-{name}.xlsx").write_bytes(build())


# ---------------------------------------------------------------- tools


def sound() -> Parts:
    """Return the parts of a soundly filled template."""
    return unzipped(filled().bytes())


def edited(part: str, old: str, new: str) -> bytes:
    """Return the template with the first ``old`` of a part replaced."""
    parts = sound()
    text = parts[part].decode()
    assert old in text, f"no {old} in {part}"
    parts[part] = text.replace(old, new, 1).encode()
    return zipped(parts)


def in_cell(name: str, attributes: str, content: str = "") -> bytes:
    """Return the template with the attributes and the content of an input cell replaced."""
    parts = sound()
    sheet, cell = filled().place(name)
    part = sheet_part(sheet)
    changed, n = re.subn(rf'<c r="{cell}"[^>]*?(/>|>.*?</c>)', f"<c {attributes}>{content}</c>", parts[part].decode())
    assert n == 1
    parts[part] = changed.encode()
    return zipped(parts)


def into(part: str, before: str, content: Iterable[str]) -> bytes:
    """Return the template with long content put before the first ``before`` of a part."""
    parts = sound()
    head, found, tail = parts[part].decode().partition(before)
    assert found, f"no {before} in {part}"
    body = "".join(content)
    parts[part] = "".join((head, body, noise(body), found, tail)).encode()
    return zipped(parts)


def with_parts(more: Mapping[str, bytes]) -> bytes:
    """Return the template with more parts."""
    return zipped({**sound(), **more})


def with_entry(name: str, content: bytes = b"x") -> bytes:
    """Return the template with one more entry, whatever its name, even one that is there already."""
    buffer = BytesIO(filled().bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of a duplicate name, which is the point
        with zipfile.ZipFile(buffer, "a") as archive:
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def with_declared_size(data: bytes, name: str, declared: int) -> bytes:
    """Return an archive in which a part's size is declared wrongly in both places."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        local = archive.getinfo(name).header_offset
    changed = bytearray(data)
    central = data.index(name.encode(), data.index(b"PK\x01\x02")) - 46
    struct.pack_into("<L", changed, central + 24, declared)
    struct.pack_into("<L", changed, local + 22, declared)
    return bytes(changed)


def blanks(size: int) -> str:
    """Return lines that look like nothing and deflate to about a fortieth: below the ratio of a bomb."""
    return "".join(f"{number:<200}\n" for number in range(size // 201))


def xml(content: str, name: str = "x") -> bytes:
    """Return a small XML part."""
    return f"<{name}>{content}{noise(content)}</{name}>".encode()


def noise(content: str) -> str:
    """Return comments that keep long monotonous content below the ratio of a bomb."""
    if len(content) < MIB:
        return ""
    digits = hashlib.shake_256().hexdigest(len(content) // 80)
    return "".join(f"<!--{digits[start : start + 4000]}-->" for start in range(0, len(digits), 4000))


def cells(count: int, columns: int = 100, content: str = "", first_row: int = 1000) -> Iterator[str]:
    """Yield rows of cells."""
    names = [_letters(col) for col in range(columns)]
    for row in range(first_row, first_row + count // columns):
        yield f'<row r="{row}">' + "".join(f'<c r="{name}{row}">{content}</c>' for name in names) + "</row>"


def _letters(col: int) -> str:
    return chr(65 + col) if col < 26 else chr(64 + col // 26) + chr(65 + col % 26)


def _attributes(count: int) -> str:
    return " ".join(f'{_letters(number)}=""' for number in range(count))


# ---------------------------------------------------------------- packages


@hostile("berkas-berbahaya", "pengembangan bagian")
def zip_bomb() -> bytes:
    """A picture of 40 MB of nothing, in 40 KB."""
    return with_parts({"xl/media/image1.png": bytes(40 * MIB)})


@hostile("berkas-berbahaya", "pengembangan bagian")
def zip_bomb_that_lies() -> bytes:
    """The same, declared as 100 bytes."""
    return with_declared_size(with_parts({"mimetype": bytes(40 * MIB)}), "mimetype", 100)


@hostile("berkas-rusak")
def declared_too_small() -> bytes:
    """A sheet declared smaller than it is, so that a reader that believes it sees its beginning only."""
    return with_declared_size(filled().bytes(), DATA, 3000)


@hostile("berkas-rusak")
def declared_too_large() -> bytes:
    """A sheet declared as 4 GB."""
    return with_declared_size(filled().bytes(), DATA, 0xFFFFFFFE)


@hostile("berkas-berbahaya", "ukuran bagian")
def large_part() -> bytes:
    """One part past the limit."""
    return with_parts({"xl/large.xml": xml(blanks(gate.MAX_PART + MIB))})


@hostile("berkas-berbahaya", "isi berkas setelah dibuka")
def large_in_all() -> bytes:
    """Parts that only together are past the limit."""
    part = xml(blanks(gate.MAX_PART - 4 * MIB))
    return with_parts({f"xl/large{number}.xml": part for number in range(3)})


@hostile("berkas-berbahaya", "ukuran berkas")
def large_file() -> bytes:
    """A file past the limit before anything is unpacked."""
    return filled().bytes() + bytes(gate.MAX_FILE)


@hostile("berkas-berbahaya", "jumlah bagian")
def many_parts() -> bytes:
    """More parts than a workbook has."""
    return with_parts({f"xl/media/{number}.bin": b"x" for number in range(gate.MAX_PARTS)})


@hostile("berkas-berbahaya", "jumlah bagian")
def many_folders() -> bytes:
    """A directory of a hundred thousand folders, each an object for whoever lists it."""
    return with_parts({f"{number}/": b"" for number in range(100_000)})


@hostile("berkas-berbahaya", "nama bagian yang sama")
def duplicate_entry() -> bytes:
    """Two sheets of one name: some programs take the first, others the last."""
    return with_entry(DATA, sound()[DATA].replace(b"<v>90</v>", b"<v>99</v>"))


@hostile("berkas-berbahaya", "nama bagian yang sama")
def duplicate_entry_in_capitals() -> bytes:
    """The same, told apart by capitals only."""
    return with_entry(DATA.upper())


@hostile("berkas-berbahaya", "nama bagian yang keluar")
def escaping_name() -> bytes:
    """A part that would be unpacked outside of the folder."""
    return with_entry("../../jahat.xml")


@hostile("berkas-berbahaya", "nama bagian yang keluar")
def absolute_name() -> bytes:
    """A part at an absolute place."""
    return with_entry("/etc/cron.d/jahat")


@hostile("berkas-berbahaya", "nama bagian yang keluar")
def windows_name() -> bytes:
    """A part at a place of Windows."""
    return with_entry("C:\\jahat.xml")


@hostile("berkas-berbahaya", "panjang nama bagian")
def long_name() -> bytes:
    """A part with a name longer than any path."""
    return with_entry("x" * 5000)


@hostile("berkas-berbahaya", "nama bagian yang keluar")
def empty_name() -> bytes:
    """A part without a name."""
    return with_entry("")


@hostile("berkas-rusak")
def directory_before_the_beginning() -> bytes:
    """A directory whose first entry points before the file's beginning."""
    data = bytearray(filled().bytes())
    end = data.rindex(b"PK\x05\x06")
    (offset,) = struct.unpack_from("<L", data, end + 16)
    struct.pack_into("<L", data, end + 16, offset + 10_000)
    return bytes(data)


@hostile("berkas-rusak")
def unknown_compression() -> bytes:
    """A part packed in a way that Excel does not know."""
    buffer = BytesIO(filled().bytes())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/x.xml", "<x/>", zipfile.ZIP_BZIP2)
    return buffer.getvalue()


@hostile("terenkripsi")
def encrypted_entry() -> bytes:
    """A part with the archive's own password."""
    data = bytearray(filled().bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@hostile("berkas-rusak")
def overlapping_entries() -> bytes:
    """A directory in which one part's data are used by another name."""
    data = bytearray(filled().bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


@hostile("berkas-rusak", "sharedStrings")
def missing_shared_strings() -> bytes:
    """A workbook whose texts are gone."""
    parts = sound()
    del parts[STRINGS]
    return zipped(parts)


@hostile("berkas-rusak")
def missing_sheet() -> bytes:
    """A workbook with a sheet that is not there."""
    parts = sound()
    del parts[DATA]
    return zipped(parts)


@hostile("berkas-rusak")
def wrong_content_types() -> bytes:
    """A workbook whose main part is declared as something else."""
    return edited("[Content_Types].xml", "spreadsheetml.sheet.main+xml", "wordprocessingml.document.main+xml")


@hostile("berkas-rusak")
def sheet_without_ending() -> bytes:
    """A sheet under a name that is not counted as XML."""
    parts = sound()
    parts["xl/worksheets/sheet4.bin"] = parts.pop(DATA)
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = parts[name].replace(b"sheet4.xml", b"sheet4.bin")
    return zipped(parts)


@hostile("berkas-rusak", "dua lembar memakai bagian")
def two_sheets_of_one_part() -> bytes:
    """Two names for one sheet, which would be read twice."""
    return edited("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/sheet4.xml")


@hostile("berkas-rusak", "dua lembar bernama")
def two_sheets_of_one_name() -> bytes:
    """Two sheets of one name."""
    return edited(WORKBOOK, 'name="Petunjuk"', 'name="DATA"')


@hostile("berkas-berbahaya", "panjang nama lembar")
def long_sheet_name() -> bytes:
    """A sheet name that Excel does not allow."""
    return edited(WORKBOOK, 'name="Petunjuk"', f'name="{"x" * 32}"')


@hostile("berkas-berbahaya", "jumlah lembar")
def many_sheets() -> bytes:
    """More sheets than a person can leaf through."""
    return into(WORKBOOK, "</sheets>", (f'<sheet name="x{number}" sheetId="{number}"/>' for number in range(300)))


# ---------------------------------------------------------------- XML


LAUGHS = [f"&l{number};" * 10 for number in range(9)]


@hostile("berkas-berbahaya", "DOCTYPE")
def billion_laughs() -> bytes:
    """Ten entities, each ten times the one before."""
    entities = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{ten}">' for n, ten in enumerate(LAUGHS, start=1))
    return edited(STRINGS, "<sst", f"<!DOCTYPE sst [{entities}]><sst")


@hostile("berkas-berbahaya", "DOCTYPE")
def external_entity() -> bytes:
    """An entity that stands for a file of the machine."""
    return edited(DATA, "<worksheet", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet')


@hostile("berkas-berbahaya", "DOCTYPE")
def external_doctype() -> bytes:
    """A document type that would be fetched from the net."""
    return edited("docProps/core.xml", "<cp:", '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><cp:')


@hostile("berkas-berbahaya", "kedalaman XML")
def deep_nesting() -> bytes:
    """A hundred thousand elements, each inside of the other."""
    return with_parts({"xl/deep.xml": b"<x>" * 100_000 + b"</x>" * 100_000})


@hostile("berkas-berbahaya", "panjang satu unsur XML")
def long_attribute() -> bytes:
    """An attribute of 30 MiB, whose scanning takes an old expat minutes."""
    return with_parts({"xl/long.xml": f'<x a="{blanks(30 * MIB)}"/>'.encode()})


@hostile("berkas-berbahaya", "panjang satu unsur XML")
def long_comment() -> bytes:
    """A comment of 60 MiB."""
    return with_parts({"xl/long.xml": f"<x><!--{blanks(60 * MIB)}--></x>".encode()})


@hostile("berkas-berbahaya", "nama unsur XML yang berbeda")
def many_names() -> bytes:
    """A million element names, none of which expat forgets."""
    return with_parts({"xl/names.xml": xml("".join(f"<a{number:x}/>" for number in range(1_000_000)))})


@hostile("berkas-berbahaya", "nama unsur XML yang berbeda")
def many_prefixes() -> bytes:
    """A quarter of a million prefixes of name spaces."""
    declared = (f'<x xmlns:a{number:x}="u"/>' for number in range(250_000))
    return with_parts({"xl/names.xml": xml("".join(declared))})


@hostile("berkas-berbahaya", "panjang ruang nama")
def long_namespace() -> bytes:
    """A name space of 1 MB, which every element inside would carry."""
    inside = "<a/>" * 100_000
    return with_parts({"xl/names.xml": f'<x xmlns="{"u" * 1_000_000}">{inside}</x>'.encode()})


@hostile("berkas-berbahaya", "jumlah unsur XML")
def many_elements() -> bytes:
    """More elements than the limit, of no meaning."""
    return with_parts({"xl/many.xml": xml("<a/>" * (census.MAX_ELEMENTS + 1))})


@hostile("berkas-berbahaya", "jumlah atribut XML")
def many_attributes() -> bytes:
    """More attributes than the limit."""
    element = f"<a {_attributes(500)}/>"
    part = xml(element * (census.MAX_ATTRIBUTES // 500 // 2))
    return with_parts({"xl/many1.xml": part, "xl/many2.xml": part, "xl/many3.xml": part})


def utf_16(text: str) -> bytes:
    """Return the template with its Data in UTF-16."""
    return zipped({**sound(), DATA: text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")})


@hostile(None)
def utf_16_sheet() -> bytes:
    """A sheet in UTF-16, which the standard allows."""
    return utf_16(sound()[DATA].decode())


@hostile("berkas-berbahaya", "DOCTYPE")
def utf_16_entity() -> bytes:
    """The same with an entity, of which a scan of bytes would see nothing."""
    doctype = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    return utf_16(sound()[DATA].decode().replace("<worksheet", doctype, 1))


@hostile("berkas-rusak", "windows-1252")
def declared_encoding() -> bytes:
    """A sheet in an encoding of Windows, declared after a lot of blanks."""
    return edited(DATA, ' encoding="UTF-8"', f'{" " * 5000}encoding="windows-1252"')


@hostile("berkas-rusak")
def unknown_encoding() -> bytes:
    """A sheet in an encoding that nobody knows."""
    return edited(DATA, 'encoding="UTF-8"', 'encoding="x-jahat"')


@hostile(None)
def unused_parts() -> bytes:
    """Parts that no figure comes from, malformed, in other encodings, or none at all."""
    parts = {
        "docProps/core.xml": '<?xml version="1.0" encoding="iso-8859-1"?><x>\xe9</x>'.encode("latin-1"),
        "xl/theme/theme1.xml": '<?xml version="1.0" encoding="UTF-16"?><x/>'.encode("utf-16"),
        "__MACOSX/xl/._workbook.xml": b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X",
        "customUI/customUI.xml": b"<x>",
    }
    return with_parts(parts)


@hostile("berkas-rusak", "bagian xl/worksheets/sheet4.xml")
def malformed_sheet() -> bytes:
    """A sheet that ends too early."""
    return edited(DATA, "</worksheet>", "")


# ---------------------------------------------------------------- sheets


@hostile(None)
def sparse_sheet() -> bytes:
    """A cell in the last row and column, which makes a reader of rectangles allocate 17 billion cells."""
    return into(DATA, "</sheetData>", ['<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'])


@hostile(None)
def lying_dimension() -> bytes:
    """A sheet that says it has one cell, as WPS writes it."""
    parts = sound()
    parts[DATA] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', parts[DATA])
    return zipped(parts)


@hostile(None)
def huge_dimension() -> bytes:
    """A sheet that says it has all cells there are."""
    parts = sound()
    parts[DATA] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', parts[DATA])
    return zipped(parts)


@hostile(None)
def foreign_rows() -> bytes:
    """Rows and cells of a foreign name space, which mean nothing."""
    place = filled().place("pembilang_1_tw1")[1]
    foreign = f'<x:row xmlns:x="urn:x" r="abc"><x:c r="{place}"><x:v>1</x:v></x:c></x:row>'
    return into(DATA, "</worksheet>", [f'<extLst><ext uri="x">{foreign}</ext></extLst>'])


@hostile("berkas-berbahaya", "jumlah baris")
def styled_rows() -> bytes:
    """A sheet formatted down to its last row."""
    rows = (f'<row r="{row}" s="1" customFormat="1"/>' for row in range(1000, 1_048_577))
    return into(DATA, "</sheetData>", rows)


@hostile("berkas-berbahaya", "jumlah sel")
def many_cells() -> bytes:
    """More cells than the limit, all empty."""
    return into(DATA, "</sheetData>", cells(census.MAX_CELLS + 1000, columns=100))


@hostile("berkas-berbahaya", "jumlah sel dalam satu baris")
def long_row() -> bytes:
    """A row of more cells than a sheet has columns."""
    return into(DATA, "</sheetData>", [f'<row r="1000">{"<c/>" * 20_000}</row>'])


@hostile("berkas-berbahaya", "alamat sel")
def impossible_reference() -> bytes:
    """A cell far below the last row."""
    return into(DATA, "</sheetData>", ['<row r="1000"><c r="A99999999999"><v>1</v></c></row>'])


@hostile("berkas-berbahaya", "nomor baris")
def impossible_row() -> bytes:
    """A row whose number has five thousand digits."""
    return into(DATA, "</sheetData>", [f'<row r="{"9" * 5000}"/>'])


@hostile("berkas-berbahaya", "alamat sel")
def impossible_column() -> bytes:
    """A cell right of the last column."""
    return into(DATA, "</sheetData>", ['<row r="1000"><c r="XFE1000"><v>1</v></c></row>'])


@hostile(None)
def rows_backwards() -> bytes:
    """A row after one with a higher number, which other programs put where it belongs."""
    return into(DATA, "</sheetData>", ['<row r="1001"/><row r="1000"/>'])


@hostile("berkas-rusak", "tidak berada di barisnya")
def cell_of_another_row() -> bytes:
    """An input cell that stands in another row."""
    place = filled().place("pembilang_1_tw1")[1]
    return into(DATA, "</sheetData>", [f'<row r="1000"><c r="{place}"><v>1</v></c></row>'])


@hostile("berkas-rusak", "lebih dari satu nilai")
def two_values() -> bytes:
    """An input cell of which other programs read the first value, the last, or both as one figure."""
    cell = filled().place("pembilang_1_tw1")[1]
    return in_cell("pembilang_1_tw1", f'r="{cell}"', "<v>12</v><v>34</v>")


@hostile("berkas-rusak", "lebih dari satu nilai")
def value_of_pieces() -> bytes:
    """A figure with an element inside."""
    cell = filled().place("pembilang_1_tw1")[1]
    return in_cell("pembilang_1_tw1", f'r="{cell}"', "<v>9<x/>0</v>")


@hostile("berkas-rusak", "tertulis dua kali")
def cell_written_twice() -> bytes:
    """An input cell with two values."""
    place = filled().place("pembilang_1_tw1")[1]
    return edited(DATA, f'<c r="{place}"', f'<c r="{place}"><v>1</v></c><c r="{place}"')


@hostile("berkas-berbahaya", "jumlah gabungan sel")
def many_merges() -> bytes:
    """More merges than the limit."""
    merges = (f'<mergeCell ref="X{row}:Y{row}"/>' for row in range(1000, 1000 + census.MAX_MERGES + 1))
    return into(DATA, "</mergeCells>", merges)


@hostile("berkas-berbahaya", "di dalam gabungan")
def large_merges() -> bytes:
    """Merges over the whole sheet."""
    return into(DATA, "</mergeCells>", ['<mergeCell ref="AA1000:XFD1048576"/>'])


@hostile("berkas-rusak", "gabungan sel")
def merge_of_nothing() -> bytes:
    """A merge without a place."""
    return into(DATA, "</mergeCells>", ['<mergeCell ref="#REF!"/>'])


@hostile(None)
def merge_backwards() -> bytes:
    """A merge from its end to its beginning, which is the same area."""
    return into(DATA, "</mergeCells>", ['<mergeCell ref="Z2000:Y1000"/>'])


@hostile("berkas-berbahaya", "panjang teks sebuah sel")
def long_text() -> bytes:
    """A name of a million letters."""
    name = filled().place("nama_pejabat")[1]
    return in_cell("nama_pejabat", f'r="{name}" t="inlineStr"', f"<is><t>{'x' * 900_000}</t></is>")


# ---------------------------------------------------------------- strings, formats, names


@hostile("berkas-berbahaya", "teks bersama yang dinyatakan")
def huge_unique_count() -> bytes:
    """Declared strings for which a reader would allocate 100 GB."""
    return edited(STRINGS, 'uniqueCount="', 'uniqueCount="99999999')


@hostile("berkas-berbahaya", "teks bersama yang dinyatakan")
def negative_unique_count() -> bytes:
    """Fewer strings than none."""
    return edited(STRINGS, 'uniqueCount="', 'uniqueCount="-')


@hostile("berkas-berbahaya", "jumlah teks bersama")
def many_strings() -> bytes:
    """More strings than the limit."""
    return into(STRINGS, "</sst>", ["<si/>" * census.MAX_STRINGS])


@hostile("berkas-rusak", "nomor teks bersama")
def negative_string() -> bytes:
    """An input cell that shows the string before the first."""
    name = filled().place("nama_pejabat")[1]
    return in_cell("nama_pejabat", f'r="{name}" t="s"', "<v>-1</v>")


@hostile("berkas-rusak", "teks bersama yang tidak ada")
def string_beyond_the_last() -> bytes:
    """An input cell that shows the string after the last."""
    name = filled().place("nama_pejabat")[1]
    return in_cell("nama_pejabat", f'r="{name}" t="s"', "<v>99999999</v>")


@hostile(None)
def huge_style_number() -> bytes:
    """An input cell with a format number of five thousand digits."""
    name = filled().place("pembilang_1_tw1")[1]
    return in_cell("pembilang_1_tw1", f'r="{name}" s="{"9" * 5000}"', "<v>90</v>")


@hostile("berkas-berbahaya", "jumlah format sel")
def many_formats() -> bytes:
    """More formats than Excel allows."""
    return into(STYLES, "</cellXfs>", ['<xf numFmtId="0"/>' * census.MAX_FORMATS])


@hostile("berkas-berbahaya", "panjang format angka")
def long_format() -> bytes:
    """A number format that takes a regular expression for ever."""
    return into(STYLES, "</numFmts>", [f'<numFmt numFmtId="990" formatCode="{"[" * 500_000}"/>'])


@hostile("berkas-berbahaya", "panjang rumus sebuah nama")
def long_defined_name() -> bytes:
    """A defined name with a formula of quotes, quadratic for who parses it."""
    quotes = "'" * 35_000
    return into(WORKBOOK, "</definedNames>", [f'<definedName name="x">{quotes}</definedName>'])


@hostile("berkas-berbahaya", "jumlah nama")
def many_defined_names() -> bytes:
    """More defined names than the limit."""
    names = (f'<definedName name="x{number}">A1</definedName>' for number in range(census.MAX_NAMES))
    return into(WORKBOOK, "</definedNames>", names)


# ---------------------------------------------------------------- numbers


@hostile("bukan-angka")
def not_a_number() -> bytes:
    """NaN as a count."""
    return filled().put("pembilang_1_tw1", Stored("NaN")).bytes()


@hostile("bukan-angka")
def infinity() -> bytes:
    """Infinity in words as a count."""
    return filled().put("pembilang_1_tw1", Stored("inf")).bytes()


@hostile("terlalu-besar")
def largest_number() -> bytes:
    """The largest power of ten as a count."""
    return filled().put("pembilang_1_tw1", Stored("1e308")).bytes()


@hostile("terlalu-besar")
def beyond_the_largest_number() -> bytes:
    """A number that becomes infinity."""
    return filled().put("pembilang_1_tw1", Stored("1e309")).bytes()


@hostile("terlalu-besar")
def number_of_many_digits() -> bytes:
    """A count of thirty thousand digits."""
    return filled().put("pembilang_1_tw1", Stored("9" * 30_000)).bytes()


@hostile("target-bukan-persen")
def target_beyond_the_largest_number() -> bytes:
    """A target that becomes infinity, in a cell that shows a percentage."""
    return filled().put("target_1", Stored("1e309")).bytes()


@hostile("definisi-rusak")
def definition_of_brackets() -> bytes:
    """A definition nested so deeply that reading it recursively would fail."""
    sealed = profile.to_json(define())
    deep = "[" * 20_000 + sealed[1:]
    parts = sound()
    text = parts[STRINGS].decode()
    head, found, tail = text.partition(f"<t>{escape(sealed[:20])}")
    assert found
    text = f"{head}<t>{deep[:20_000]}{found[4:]}{tail}"
    parts[STRINGS] = text.replace(profile.seal(sealed), profile.seal(deep)).encode()
    return zipped(parts)


# ---------------------------------------------------------------- heavy, but let in


@heavy
def nearly_all_cells() -> bytes:
    """Almost as many cells as are allowed, in the sheet that is read."""
    return into(DATA, "</sheetData>", cells(census.MAX_CELLS - 10_000, columns=100))


@heavy
def cells_with_values() -> bytes:
    """As many cells with a value as the elements allow."""
    most = min(census.MAX_CELLS, census.MAX_ELEMENTS // 2) - 20_000
    return into(DATA, "</sheetData>", cells(most, columns=100, content="<v>123</v>"))


@heavy
def formatted_cells() -> bytes:
    """Almost as many empty cells with a format as are allowed, and an input cell said to stand below them."""
    parts = sound()
    for name in (DATA, IDENTITY):
        letters = [_letters(col) for col in range(16)]
        rows = (
            f'<row r="{row}">' + "".join(f'<c r="{letter}{row}" s="1"/>' for letter in letters) + "</row>"
            for row in range(1000, 1000 + (census.MAX_FORMATTED - 20_000) // 32)
        )
        body = "".join(rows)
        parts[name] = parts[name].decode().replace("</sheetData>", f"{body}{noise(body)}</sheetData>").encode()
    named = re.sub(rb"(<definedName name=\"(?:tempat|target_1)\">[^!]*!)[^<]*", rb"\1$A$1048576", parts[WORKBOOK])
    return zipped({**parts, WORKBOOK: named})


@heavy
def cells_without_addresses() -> bytes:
    """Cells that do not tell where they stand, in the sheet that is read twice."""
    row = f"<row>{'<c/>' * 1000}</row>"
    return into(MACHINE, "</sheetData>", [row * ((census.MAX_CELLS - 10_000) // 1000)])


@heavy
def cells_in_the_definition() -> bytes:
    """As many cells as are allowed, from the first row on, in the sheet that is read twice."""
    parts = sound()
    head, found, tail = parts[MACHINE].decode().partition("<sheetData>")
    rows = re.findall(r"<row .*?</row>", tail)
    for number, row in enumerate(rows, start=1):
        more = "".join(f'<c r="{_letters(2 + n % 690)}{number}"/>' for n in range(16_000))
        tail = tail.replace(row, row.replace("</row>", f"{more}</row>"))
    rest = "".join(cells(census.MAX_CELLS - 20_000 - 16_000 * len(rows), columns=100))
    body = tail.replace("</sheetData>", f"{rest}{noise(rest * 2)}</sheetData>")
    parts[MACHINE] = (head + found + body).encode()
    return zipped(parts)


@heavy
def elements_in_the_definition() -> bytes:
    """Almost as many elements as are allowed, in the sheet that is read twice."""
    return into(MACHINE, "</sheetData>", ["<a/>" * (census.MAX_ELEMENTS - 20_000)])


@heavy
def elements_in_the_strings() -> bytes:
    """The same among the shared strings, which are read twice."""
    return into(STRINGS, "<si>", ["<a/>" * (census.MAX_ELEMENTS - 20_000)])


@heavy
def all_strings() -> bytes:
    """Almost as many shared strings as are allowed."""
    return into(
        STRINGS, "</sst>", ["<si><t>teks</t></si>" * (min(census.MAX_STRINGS, census.MAX_ELEMENTS // 2) - 5000)]
    )


@heavy
def attributes_in_the_definition() -> bytes:
    """Almost as many attributes as are allowed, in the sheet that is read twice."""
    element = f"<a {_attributes(100)}/>"
    return into(MACHINE, "</sheetData>", [element * ((census.MAX_ATTRIBUTES - 100_000) // 100)])


@heavy
def large_sheet() -> bytes:
    """One part almost as large as is allowed, of text that means nothing."""
    return into(DATA, "</worksheet>", [f"<extLst>{blanks(gate.MAX_PART - 2 * MIB)}</extLst>"])


@heavy
def large_sheets() -> bytes:
    """Parts that together are almost as large as is allowed, two of them read."""
    parts = sound()
    for name, share in ((DATA, 60), (MACHINE, 60), ("xl/other.xml", 36)):
        content = parts.get(name, b"<x></x>")
        end = content.rindex(b"</")
        parts[name] = content[:end] + f"<x>{blanks(share * MIB)}</x>".encode() + content[end:]
    return zipped(parts)


@heavy
def long_tokens() -> bytes:
    """Attributes and comments almost as long as is allowed."""
    long = blanks(safexml.MAX_TOKEN - 300_000)
    return into(MACHINE, "</sheetData>", [f'<a b="{long}"/><!--{long}-->' * 40])


@heavy
def incompressible() -> bytes:
    """A picture that fills the file."""
    picture = hashlib.shake_256().digest(20 * MIB)
    buffer = BytesIO(filled().bytes())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(zipfile.ZipInfo("xl/media/image1.png"), picture, zipfile.ZIP_STORED)
    return buffer.getvalue()


@heavy
def merges() -> bytes:
    """As many merges as are allowed, as large as is allowed, over and beside the input cells."""
    height = census.MAX_MERGED // census.MAX_MERGES
    count = census.MAX_MERGES - 200
    made = (f'<mergeCell ref="X{1 + n % 50}:X{n % 50 + height}"/>' for n in range(count))
    return into(DATA, "</mergeCells>", made)


@heavy
def words() -> bytes:
    """Almost as many different names as are allowed, again and again."""
    part = xml("".join(f"<a{number:x}/>" for number in range(safexml.MAX_WORDS - 1000)))
    times = census.MAX_ELEMENTS // safexml.MAX_WORDS
    return with_parts({f"xl/words{number}.xml": part for number in range(times)})


@heavy
def name_spaces() -> bytes:
    """Almost as many name spaces as are allowed, almost as long as is allowed."""
    space = "u" * (safexml.MAX_NAMESPACE - 10)
    declared = "".join(f'<x xmlns:a{n:x}="{space}{n:x}"/>' for n in range(safexml.MAX_WORDS // 2 - 1000))
    return with_parts({f"xl/spaces{number}.xml": xml(declared) for number in range(20)})


@heavy
def long_names() -> bytes:
    """Elements of the longest name space, each with a different attribute of it."""
    space = "u" * (safexml.MAX_NAMESPACE - 10)
    elements = "".join(f'<a p:b{n:x}=""/>' for n in range(safexml.MAX_WORDS - 1000))
    part = f'<x xmlns="{space}" xmlns:p="{space}">{elements}</x>'.encode()
    times = census.MAX_ELEMENTS // safexml.MAX_WORDS
    return with_parts({f"xl/words{number}.xml": part for number in range(times)})


@heavy
def defined_names() -> bytes:
    """Almost as many defined names as are allowed."""
    names = (f'<definedName name="nama_{n}">Data!$A${n + 1}</definedName>' for n in range(census.MAX_NAMES - 500))
    return into(WORKBOOK, "</definedNames>", names)


@heavy
def formats() -> bytes:
    """Almost as many number formats as are allowed."""
    made = (f'<numFmt numFmtId="{1000 + n}" formatCode="{"[" * 900}"/>' for n in range(60_000))
    return into(STYLES, "</numFmts>", made)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Odd but possible workbooks: a soundly filled template, written as some other program or some hurried hand writes it.

``ODD`` tells of each what is read: its findings as (code, sheet, cell), and whether the figures are those of the
sound template. Every function below makes one and says what is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from builders import Filled, Stored, Value, filled, sheet_part, unzipped, zipped

Parts = dict[str, bytes]
Place = tuple[str, str | None, str | None]

DATA, IDENTITY = sheet_part("Data"), sheet_part("Identitas")
STRINGS, STYLES, WORKBOOK = "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
RELATIONS, TYPES = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
REMOVED = b""


@dataclass(frozen=True)
class Case:
    """How an odd file is made, the findings it must get, and whether its figures are the sound ones."""

    build: Callable[[], bytes]
    findings: tuple[Place, ...]
    words: str = ""


ODD: dict[str, Case] = {}


def odd(*findings: Place, words: str = "") -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Register a builder with the findings it must get; without an error among them the figures are the sound ones."""

    def register(build: Callable[[], bytes]) -> Callable[[], bytes]:
        ODD[build.__name__.replace("_", "-")] = Case(build, findings, words)
        return build

    return register


# ---------------------------------------------------------------- tools


def sound() -> Parts:
    """Return the parts of a soundly filled template."""
    return unzipped(filled().bytes())


def changed(*changes: tuple[str, str, str], sample: Filled | None = None) -> bytes:
    """Return the template with the first ``old`` of each (part, old, new) replaced."""
    parts = unzipped((sample or filled()).bytes())
    for part, old, new in changes:
        text = parts[part].decode()
        assert old in text, f"no {old} in {part}"
        parts[part] = text.replace(old, new, 1).encode()
    return zipped(parts)


def renamed(names: Callable[[str], str]) -> bytes:
    """Return the template with its parts under other names."""
    return zipped({names(name): data for name, data in sound().items()})


def formatted(name: str, value: Value, code: str) -> bytes:
    """Return the template with a value in an input cell that has a number format of its own."""
    sample = filled().put(name, value)
    sheet, cell = sample.place(name)
    parts = unzipped(sample.bytes())
    styles, part = parts[STYLES].decode(), sheet_part(sheet)
    numbers = re.search(r"<cellXfs.*?</cellXfs>", styles, re.DOTALL)
    assert numbers
    number = numbers[0].count("<xf ")
    styles = styles.replace("</cellXfs>", '<xf numFmtId="900" applyNumberFormat="1"/></cellXfs>')
    styles = styles.replace("</numFmts>", f'<numFmt numFmtId="900" formatCode="{code}"/></numFmts>')
    parts[STYLES] = styles.encode()
    parts[part] = re.sub(rf'<c r="{cell}" s="\d+"', f'<c r="{cell}" s="{number}"', parts[part].decode()).encode()
    return zipped(parts)


def copied(title: str, *, sample: Filled | None = None, copy: Filled | None = None, sheet: str = "Data") -> bytes:
    """Return the template with a copy of a sheet, as another sample has it, under a title."""
    parts = unzipped((sample or filled()).bytes())
    part = unzipped((copy or filled()).bytes())[sheet_part(sheet)]
    other = unzipped((copy or filled()).bytes())
    strings = re.findall(r"<si>.*?</si>", other[STRINGS].decode(), re.DOTALL)

    def inline(match: re.Match[str]) -> str:
        inside = strings[int(match[2])].removeprefix("<si>").removesuffix("</si>")
        return f'<c {match[1]} t="inlineStr"><is>{inside}</is></c>'

    # texts inline, so that the copy needs no shared strings of its own
    text = re.sub(r'<c ([^>]*?) t="s"><v>(\d+)</v></c>', inline, part.decode())
    parts["xl/worksheets/sheet99.xml"] = text.encode()
    for name, before, more in (
        (WORKBOOK, "</sheets>", f'<sheet name="{title}" sheetId="99" r:id="rId99"/>'),
        (
            RELATIONS,
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{_WORKSHEET}" Target="worksheets/sheet99.xml"/>',
        ),
        (TYPES, "</Types>", f'<Override PartName="/xl/worksheets/sheet99.xml" ContentType="{_SHEET_TYPE}"/>'),
    ):
        parts[name] = parts[name].replace(before.encode(), f"{more}{before}".encode())
    return zipped(parts)


_WORKSHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def without_styles(sample: Filled) -> bytes:
    """Return a template without the part that holds formats, as a small library writes it."""
    parts = unzipped(sample.bytes())
    del parts[STYLES]
    for name in (RELATIONS, TYPES):
        parts[name] = re.sub(rb"<(?:Relationship|Override)[^>]*styles\.xml[^>]*/>", b"", parts[name])
    return zipped(parts)


def wide(*names: str) -> bytes:
    """Return the template with parts in UTF-16."""
    parts = sound()
    for name in names:
        parts[name] = parts[name].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    return zipped(parts)


def backwards() -> str:
    """Return the sheet Data with its rows from the last to the first."""
    text = sound()[DATA].decode()
    head, found, rest = text.partition("<sheetData>")
    body, end, tail = rest.partition("</sheetData>")
    rows = re.findall(r"<row .*?</row>|<row [^>]*/>", body, re.DOTALL)
    return f"{head}{found}{''.join(reversed(rows))}{end}{tail}"


# ---------------------------------------------------------------- the archive and its parts


@odd(("berkas-rusak", None, None), words="garis miring terbalik")
def backslash_part_names() -> bytes:
    """An archive made again by a zip program that writes backslashes; LibreOffice, Gnumeric and Excel refuse it."""
    return renamed(lambda name: name.replace("/", "\\"))


@odd()
def part_name_in_other_case() -> bytes:
    """A part whose name differs in case from what refers to it."""
    return renamed(lambda name: name.replace("sharedStrings", "SharedStrings"))


@odd()
def all_part_names_in_capitals() -> bytes:
    """All parts in capitals."""
    return renamed(str.upper)


@odd()
def targets_of_windows() -> bytes:
    """Targets of relationships with backslashes, and with a dot in front."""
    more = [(RELATIONS, f"worksheets/sheet{n}.xml", f"worksheets\\sheet{n}.xml") for n in range(1, 6)]
    return changed(("_rels/.rels", '"xl/workbook.xml"', '"./xl/workbook.xml"'), *more)


@odd()
def targets_from_the_root() -> bytes:
    """Targets of relationships with a way around."""
    return changed((RELATIONS, '"sharedStrings.xml"', '"./../xl/sharedStrings.xml"'))


@odd()
def files_of_a_mac() -> bytes:
    """What the archiver of macOS leaves behind, and other files that nothing refers to."""
    stray = {"__MACOSX/xl/._workbook.xml": b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X", "catatan.xml": b"<a>"}
    return zipped({**sound(), **stray})


@odd()
def theme_in_utf_16() -> bytes:
    """A theme in UTF-16, of which no figure comes."""
    return wide("xl/theme/theme1.xml")


@odd()
def parts_in_utf_16() -> bytes:
    """Parts that are read, in UTF-16."""
    return wide(DATA, STRINGS, STYLES, WORKBOOK, RELATIONS, TYPES, "_rels/.rels")


@odd()
def properties_in_latin_1() -> bytes:
    """Document properties in another encoding, and a broken theme."""
    parts = sound()
    parts["docProps/core.xml"] = '<?xml version="1.0" encoding="ISO-8859-1"?><x>Kecamatan \xe9</x>'.encode("latin-1")
    parts["xl/theme/theme1.xml"] = b"<a:theme"
    return zipped(parts)


@odd()
def white_picture() -> bytes:
    """A white page as a picture of 20 MB that deflates to nothing."""
    return zipped({**sound(), "xl/media/image1.bmp": b"BM" + b"\xff" * (20 * 1024 * 1024)})


@odd()
def sheet_without_a_part() -> bytes:
    """A sheet whose part is missing, and one without a relationship, that nobody refers to."""
    more = '<sheet name="Catatan" sheetId="98" r:id="rId98"/><sheet name="Kosong" sheetId="97" r:id=""/>'
    relation = f'<Relationship Id="rId98" Type="{_WORKSHEET}" Target="worksheets/sheet98.xml"/>'
    return changed(
        (WORKBOOK, "</sheets>", f"{more}</sheets>"), (RELATIONS, "</Relationships>", f"{relation}</Relationships>")
    )


@odd()
def without_formats() -> bytes:
    """A workbook without the part that holds formats."""
    return without_styles(filled())


# ---------------------------------------------------------------- rows, cells, merges


@odd()
def rows_backwards() -> bytes:
    """Rows from the last to the first."""
    return zipped({**sound(), DATA: backwards().encode()})


@odd()
def row_twice() -> bytes:
    """A row written twice, the second time without cells."""
    return changed((DATA, '<row r="2"', '<row r="1"/><row r="2"'))


@odd(("berkas-rusak", "Data", "D7"), words="tertulis dua kali")
def cell_twice() -> bytes:
    """A row written twice with different figures: nobody knows which is meant."""
    return changed((DATA, '<row r="8"', '<row r="7"><c r="D7"><v>1</v></c></row><row r="8"'))


@odd()
def references_in_small_letters() -> bytes:
    """Cells, merges and names that are written in small letters."""
    parts = sound()
    lower = re.sub(
        r'(<(?:c r|mergeCell ref)=")([^"]*)', lambda found: found[1] + found[2].lower(), parts[DATA].decode()
    )
    book = re.sub(r">Data!(\$[A-Z]+\$\d+)<", lambda found: f">Data!{found[1].lower()}<", parts[WORKBOOK].decode())
    return zipped({**parts, DATA: lower.encode(), WORKBOOK: book.encode()})


@odd()
def empty_counts() -> bytes:
    """Counts that are declared and left empty."""
    parts = sound()
    parts[STRINGS] = re.sub(rb'(count|uniqueCount)="\d+"', rb'\1=""', parts[STRINGS])
    return zipped(parts)


@odd()
def empty_columns_merged() -> bytes:
    """Two empty columns merged from top to bottom."""
    return changed((DATA, "</mergeCells>", '<mergeCell ref="Y1:Z1048576"/></mergeCells>'))


@odd()
def merge_backwards() -> bytes:
    """A merge from its end to its beginning."""
    return changed((DATA, "</mergeCells>", '<mergeCell ref="Y40:W38"/></mergeCells>'))


@odd(("sel-hilang", "Data", "E7"))
def merge_backwards_over_a_count() -> bytes:
    """The same over an input cell, which it hides."""
    return changed((DATA, "</mergeCells>", '<mergeCell ref="E7:D7"/></mergeCells>'))


@odd(("berkas-rusak", "Data", "D7"), words="lebih dari satu nilai")
def two_values_in_a_cell() -> bytes:
    """A cell with two values: other programs read 12, 34 or 1234."""
    return changed((DATA, "<v>90</v>", "<v>12</v><v>34</v>"))


@odd(("berkas-rusak", "Data", "D7"), words="lebih dari satu nilai")
def value_with_an_element() -> bytes:
    """A value with an element inside."""
    return changed((DATA, "<v>90</v>", "<v>9<b/>0</v>"))


@odd()
def values_one_by_one() -> bytes:
    """A value in each cell, in a sheet whose elements are written with a prefix."""
    text = sound()[DATA].decode()
    spaces = re.sub(r"<(/?)([a-zA-Z])", r"<\1x:\2", text.partition("<worksheet")[2])
    head = text.partition("<worksheet")[0]
    named = f"{head}<x:worksheet{spaces}".replace(' xmlns="', ' xmlns:x="', 1)
    return zipped({**sound(), DATA: named.encode()})


# ---------------------------------------------------------------- what a cell shows


@odd(("huruf-tak-tampak", "Identitas", "B12"), words="NA<U+200B>MA CON<U+00AD>TOH")
def unseen_letters_in_a_name() -> bytes:
    """A name copied from a web page, with a zero width space and a soft hyphen inside of its words."""
    return filled().put("nama_pejabat", "NA\u200bMA CON\u00adTOH").bytes()


@odd(("huruf-tak-tampak", "Data", "D7"), ("angka-teks", "Data", "D7"))
def unseen_letters_in_a_count() -> bytes:
    """The same in digits that are stored as text."""
    return filled().put("pembilang_1_tw1", "9\u200b0").bytes()


@odd(("angka-dibulatkan", "Data", "D7"), words="dipakai 90")
def binary_noise() -> bytes:
    """A whole number but for the noise of a formula."""
    return filled().put("pembilang_1_tw1", Stored("89.99999999999999")).bytes()


@odd(("bukan-bilangan-bulat", "Data", "D7"))
def honest_fraction() -> bytes:
    """A fraction that 15 digits show."""
    return filled().put("pembilang_1_tw1", Stored("89.9999999999999")).bytes()


@odd(("bukan-angka", "Data", "D7"), words="29 Februari 1900")
def date_that_never_was() -> bytes:
    """A cell that shows a date, with the day that Lotus invented."""
    return formatted("pembilang_1_tw1", 60, "dd/mm/yyyy")


@odd(("bukan-angka", "Data", "D7"), words="0 Januari 1900")
def date_zero() -> bytes:
    """A cell that shows a date, with a zero in it."""
    return formatted("pembilang_1_tw1", 0, "d mmmm yyyy")


@odd(("bukan-angka", "Data", "D7"), words="di luar kalender")
def date_beyond_the_last() -> bytes:
    """A cell that shows a date, with a number that is none."""
    return formatted("pembilang_1_tw1", 3_000_000, "yyyy-mm-dd")


@odd(("bukan-angka", "Data", "D7"), words="pukul 10:15")
def time_of_day() -> bytes:
    """An hour, which a spreadsheet has made of "10.15"."""
    return formatted("pembilang_1_tw1", Stored("0.427083333333333"), "h:mm")


@odd(("bukan-angka", "Data", "D7"), words="berformat tanggal: isinya 44928,75, tetapi yang tampil 2 Januari 2023")
def date_with_an_hour() -> bytes:
    """A cell that shows a date, with a number that is an hour of that day."""
    return formatted("pembilang_1_tw1", Stored("44928.75"), "dd/mm/yyyy")


@odd(("bukan-angka", "Data", "D7"), words="34:15 jam")
def span_of_time() -> bytes:
    """Hours beyond a day."""
    return formatted("pembilang_1_tw1", Stored("1.42708333333333"), "[h]:mm")


@odd(("bukan-angka", "Indikator", "F6"), words="pukul")
def target_as_a_time() -> bytes:
    """A target in a cell that shows an hour."""
    return formatted("target_1", 0.95, "h:mm")


@odd(("tampilan-berbeda", "Data", "D7"), words="(999)")
def format_of_digits() -> bytes:
    """A cell that shows 999 whatever it holds."""
    return formatted("pembilang_1_tw1", 90, "999")


@odd(("tampilan-berbeda", "Data", "D7"), words="(;;;)")
def format_of_nothing() -> bytes:
    """A cell that shows nothing whatever it holds."""
    return formatted("pembilang_1_tw1", 90, ";;;")


@odd(("tampilan-berbeda", "Data", "D7"))
def format_of_thousands() -> bytes:
    """A cell that shows thousands."""
    return formatted("pembilang_1_tw1", 90, "#,##0,")


@odd(("tampilan-berbeda", "Data", "D7"), words="banyak")
def format_by_a_condition() -> bytes:
    """A cell that shows a word for what is large."""
    return formatted("pembilang_1_tw1", 90, "[&gt;50]&quot;banyak&quot;;0")


@odd()
def format_by_a_condition_that_does_not_hold() -> bytes:
    """A cell that would show a word for what is larger, and thousands for what is larger still."""
    return formatted("pembilang_1_tw1", 90, "[&gt;999999]0,,&quot; juta&quot;;[&gt;100]&quot;banyak&quot;;0")


@odd()
def format_with_words() -> bytes:
    """A cell that shows words beside its figure."""
    return formatted("pembilang_1_tw1", 90, "#,##0&quot; layanan&quot;;-#,##0;&quot;nihil&quot;")


# ---------------------------------------------------------------- copies of a sheet


@odd(("lembar-kembar", "Data", None), words="Data dan Data (2)")
def copied_sheet() -> bytes:
    """A copy of Data that nobody has filled in differently."""
    return copied("Data (2)")


@odd(("lembar-bersaing", "Data", "E7"), words="sel E7 dan E8")
def copied_sheet_filled_in() -> bytes:
    """A copy of Data in which one quarter was filled in."""
    later = filled().put("pembilang_1_tw2", 95).put("penyebut_1_tw2", 105)
    return copied("Data (2)", copy=later)


@odd(("lembar-bersaing", "Data (2)", "D7"), words="Data (2) dan Data")
def names_point_to_the_copy() -> bytes:
    """The same after a library has turned all names to the copy."""
    parts = unzipped(copied("Data (2)", copy=filled().put("pembilang_1_tw1", 91)))
    parts[WORKBOOK] = parts[WORKBOOK].replace(b">Data!", b">'Data (2)'!")
    return zipped(parts)


@odd(("lembar-bersaing", "Data", "D7"), words="Data dan Data (2)")
def some_names_point_to_the_copy() -> bytes:
    """The same after a library has turned one name to the copy."""
    parts = unzipped(copied("Data (2)", copy=filled().put("pembilang_1_tw1", 91)))
    parts[WORKBOOK] = parts[WORKBOOK].replace(b">Data!$D$7<", b">'Data (2)'!$D$7<")
    return zipped(parts)


@odd(("lembar-bersaing", "Identitas", "B12"))
def copied_identity() -> bytes:
    """A copy of Identitas with another name in it."""
    return copied("Identitas (2)", copy=filled().put("nama_pejabat", "ORANG LAIN"), sheet="Identitas")


@odd()
def sheet_of_notes() -> bytes:
    """A sheet of the clerk's own that bears some of the labels elsewhere."""
    parts = unzipped(copied("Catatan"))
    text = parts["xl/worksheets/sheet99.xml"].decode()
    parts["xl/worksheets/sheet99.xml"] = re.sub(r'r="([A-Z]+)(\d+)"', _lower_by_one, text).encode()
    return zipped(parts)


def _lower_by_one(found: re.Match[str]) -> str:
    return f'r="{found[1]}{int(found[2]) + 1}"'


@odd(("nama-dipulihkan", "Data", "D7"))
def name_defined_twice() -> bytes:
    """A name defined for two places: its own place is taken, for its labels are there."""
    again = '<definedName name="pembilang_1_tw1">Data!$E$7</definedName>'
    return changed((WORKBOOK, "</definedNames>", f"{again}</definedNames>"))


@odd()
def name_defined_twice_alike() -> bytes:
    """A name defined twice for the same place."""
    again = "<definedName name=\"Pembilang_1_TW1\">='Data'!$D$7</definedName>"
    return changed((WORKBOOK, "</definedNames>", f"{again}</definedNames>"))

"""Tables of Word with every trap: merges, tracked changes, equations, controls, nested and repeated headings."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import (
    FORMULA,
    HEADINGS,
    NAMES,
    ROW,
    cell,
    equation,
    found,
    fraction,
    line,
    paragraph,
    plain,
    proposed,
    row,
    run,
    table,
    texts,
    word,
)

from iku_excel.documents.records import Fraction
from iku_excel.package import Refusal

GOAL, INDICATOR = ROW[1], ROW[2]


def formula(content: str, folder: Path) -> str:
    """Return the formula that a cell with this content gives."""
    return found(word(table([HEADINGS, [*ROW[:3], cell(content), ROW[4]]])), folder).rows[0].formula.text


CONTENTS = {
    "tracked insertion": (paragraph(run("surat "), f"<w:ins>{run('masuk')}</w:ins>"), "surat masuk"),
    "tracked deletion": (paragraph(run("surat "), "<w:del><w:r><w:delText>lama</w:delText></w:r></w:del>"), "surat"),
    "moved text": (paragraph(f"<w:moveFrom>{run('lama')}</w:moveFrom>", f"<w:moveTo>{run('baru')}</w:moveTo>"), "baru"),
    "content control": (f"<w:sdt><w:sdtPr/><w:sdtContent>{line('di kendali')}</w:sdtContent></w:sdt>", "di kendali"),
    "control in a line": (paragraph(f"<w:sdt><w:sdtContent>{run('di kendali')}</w:sdtContent></w:sdt>"), "di kendali"),
    "line break": (paragraph("<w:r><w:t>surat</w:t><w:br/><w:t>masuk</w:t></w:r>"), "surat masuk"),
    "two paragraphs": (line("surat") + line("masuk"), "surat masuk"),
    "tab": (paragraph("<w:r><w:t>surat</w:t><w:tab/><w:t>masuk</w:t></w:r>"), "surat masuk"),
    "soft hyphen": (paragraph("<w:r><w:t>penye</w:t><w:softHyphen/><w:t>lesaian</w:t></w:r>"), "penyelesaian"),
    "soft hyphen as a letter": (line("penye\N{SOFT HYPHEN}lesaian"), "penyelesaian"),
    "no-break hyphen": (paragraph("<w:r><w:t>se</w:t><w:noBreakHyphen/><w:t>kabupaten</w:t></w:r>"), "se-kabupaten"),
    "no-break space": (line("surat\N{NO-BREAK SPACE}masuk"), "surat masuk"),
    "zero width space": (line("se\N{ZERO WIDTH SPACE}kecamatan"), "sekecamatan"),
    "a space in a run of its own": (paragraph(run("surat"), run(" "), run("masuk")), "surat masuk"),
    "symbol font": (
        paragraph(run("surat "), '<w:r><w:sym w:font="Symbol" w:char="F0B4"/></w:r>', run("100")),
        "surat \N{MULTIPLICATION SIGN}100",
    ),
    "capitals by format": (paragraph(run("surat ", "<w:caps/>"), run("masuk", '<w:caps w:val="0"/>')), "SURAT masuk"),
    "hidden text": (paragraph(run("surat"), run(" rahasia", "<w:vanish/>")), "surat"),
    "link": (paragraph(f"<w:hyperlink>{run('surat')}</w:hyperlink>"), "surat"),
    "field": (
        paragraph('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>', run("surat")),
        "surat",
    ),
    "text box, told twice for old programs": (
        paragraph(
            f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{line('surat')}</w:txbxContent></w:drawing>"
            f"</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{line('surat')}</w:txbxContent></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        ), "surat",
    ),
    "equation": (paragraph(equation("surat", " : ", "masuk")), "surat : masuk"),
    "delimiters": (
        paragraph(equation("<m:d><m:e><m:r><m:t>surat</m:t></m:r></m:e></m:d>", " x 100%")), "(surat) x 100%",
    ),
    "fraction": (
        paragraph(equation(fraction("surat selesai", "surat masuk"), "x 100%")), "surat selesai / surat masuk x 100%",
    ),
    "fraction with sums": (paragraph(equation(fraction("a + b", "c"))), "(a + b) / c"),
    "nested table": (table([["surat"], ["masuk"]]) + "<w:p/>", "surat masuk"),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTENTS)
def test_the_text_of_a_cell(name: str, tmp_path: Path) -> None:
    """Each way of writing in Word gives the text as it is printed."""
    content, expected = CONTENTS[name]
    assert formula(content, tmp_path) == expected


def test_a_fraction_gives_both_sides(tmp_path: Path) -> None:
    """A drawn fraction proposes its numerator and denominator exactly, and is told as a line."""
    content = cell(paragraph(run("Rumus: "), equation(fraction("surat : selesai", "surat + masuk")), run(" X 100%")))
    answer = proposed(word(table([HEADINGS, [*ROW[:3], content, ROW[4]]])), tmp_path)
    assert answer.review
    expected = Fraction("surat : selesai", "surat + masuk", "Rumus:", "X 100%")
    assert answer.review.table.rows[0].fraction == expected
    (proposal,) = answer.review.proposals
    assert (proposal.numerator, proposal.denominator, proposal.per) == ("surat : selesai", "surat + masuk", "100")
    assert [finding.code for finding in answer.findings] == ["pecahan-sebaris"]


LEFT_OUT = {
    "deletion": (
        paragraph("<w:del><w:r><w:delText>kata lama</w:delText></w:r></w:del>", run("x")),
        "dokumen-dilewati",
        "kata lama",
    ),
    "hidden text": (paragraph(run("kata lama", "<w:vanish/>"), run("x")), "dokumen-dilewati", "kata lama"),
    "picture": (paragraph("<w:r><w:drawing/></w:r>", run("x")), "dokumen-bergambar", "gambar"),
    "old equation": (paragraph("<w:r><w:object/></w:r>", run("x")), "dokumen-bergambar", "gambar"),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_left_out_is_told(name: str, tmp_path: Path) -> None:
    """Deletions, hidden text and pictures inside a table are not read in silence: the cell is named."""
    content, code, words = LEFT_OUT[name]
    answer = proposed(word(table([HEADINGS, [*ROW[:3], cell(content), ROW[4]]])), tmp_path)
    (finding,) = answer.findings
    assert finding.code == code
    assert "Tabel 1, baris 2, kolom 4" in finding.message
    assert words in finding.message


def test_a_deleted_row_is_left_out_and_told(tmp_path: Path) -> None:
    """A row that was deleted with tracking is no indicator; an inserted one is."""
    rows = [HEADINGS, ROW, row(["2", *ROW[1:]], "<w:del/>"), row(["3", "Lain", *ROW[2:]], "<w:ins/>")]
    answer = proposed(word(table(rows)), tmp_path)
    assert [item.number for item in answer.tables[0].rows] == ["1", "3"]
    assert [finding.code for finding in answer.findings] == ["dokumen-dilewati"]


SECOND = ("2", "Tujuan lain", "Persentase lain", "(a lain : b lain) x 100%", "Bidang")
RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
ONE_GOAL = [(GOAL, INDICATOR, FORMULA), (GOAL, "Persentase lain", "(a lain : b lain) x 100%")]
LAYOUTS = {
    "merged over its indicators": [
        HEADINGS,
        row([cell("1", RESTART), cell(GOAL, RESTART), *ROW[2:]]),
        row([cell("", GOES_ON), cell("", GOES_ON), *SECOND[2:]]),
    ],
    "empty below its first": [HEADINGS, ROW, ["", "", *SECOND[2:]]],
    "on a row of its own across the table": [
        HEADINGS, row([cell(GOAL, '<w:gridSpan w:val="5"/>')]), ["1", "", *ROW[2:]], ["2", "", *SECOND[2:]],
    ],
    "on a row of its own in its column": [
        HEADINGS, ["I", GOAL, "", "", ""], ["1", "", *ROW[2:]], ["2", "", *SECOND[2:]],
    ],
    "column numbers": [HEADINGS, "12345", ROW, ["", "", *SECOND[2:]]],
    "column numbers in parentheses": [HEADINGS, ["(1)", "(2)", "(3)", "(4)", "(5)"], ROW, ["", "", *SECOND[2:]]],
    "headings again after a page break": [HEADINGS, "12345", ROW, HEADINGS, "12345", ["", "", *SECOND[2:]]],
    "an empty row between": [HEADINGS, ROW, ["", "", "", "", ""], ["", "", *SECOND[2:]]],
    "headings in two rows": [
        row([cell(HEADINGS[0], RESTART), cell(HEADINGS[1], RESTART), cell(HEADINGS[2], RESTART),
             cell("PENJELASAN", '<w:gridSpan w:val="2"/>'), cell(HEADINGS[4], RESTART)]),
        row([*[cell("", GOES_ON)] * 3, cell("ALASAN"), cell("FORMULASI"), cell("", GOES_ON)]),
        [*ROW[:3], "sebab", *ROW[3:]], ["", "", SECOND[2], "sebab", *SECOND[3:]],
    ],
    "rows that begin later": [HEADINGS, ROW, row([*SECOND[2:]], '<w:gridBefore w:val="2"/>')],
    "rows in content controls": [
        HEADINGS, ROW, f"<w:sdt><w:sdtContent>{row(['', '', *SECOND[2:]])}</w:sdtContent></w:sdt>",
    ],
    "cells in content controls": [
        HEADINGS,
        ROW,
        row(["", "", *(f"<w:sdt><w:sdtContent>{cell(text)}</w:sdtContent></w:sdt>" for text in SECOND[2:])]),
    ],
    "an irregular merge": [HEADINGS, row([cell("", GOES_ON), *ROW[1:]]), row(["", cell("", GOES_ON), *SECOND[2:]])],
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_one_sasaran_with_two_indicators(name: str, tmp_path: Path) -> None:
    """However the table says that two indicators share a sasaran, they do."""
    answer = found(word(table(LAYOUTS[name])), tmp_path)
    assert texts(answer) == ONE_GOAL
    assert len(answer.goals) == 1


def test_a_formula_over_several_rows(tmp_path: Path) -> None:
    """An indicator merged over several rows has the formula of all of them."""
    pieces = ["surat selesai", "dibagi surat masuk", "x 100%"]
    merges = (RESTART, GOES_ON, GOES_ON)
    rows = [
        row([*(cell(text, merge) for text in ROW[:3]), piece, cell(ROW[4], merge)])
        for merge, piece in zip(merges, pieces, strict=True)
    ]
    (answer,) = found(word(table([HEADINGS, *rows])), tmp_path).rows
    assert answer.formula.text == "surat selesai dibagi surat masuk x 100%"
    assert answer.source.text == ROW[4]


def test_a_table_inside_a_table(tmp_path: Path) -> None:
    """A table that only lays out the page is looked into."""
    inner = line("INDIKATOR KINERJA UTAMA") + table([HEADINGS, ROW]) + "<w:p/>"
    assert texts(found(word(table([[cell(inner)]])), tmp_path)) == [(GOAL, INDICATOR, FORMULA)]


def test_a_table_that_goes_on_as_another(tmp_path: Path) -> None:
    """A table cut in two by a page, with its headings again and its numbers going on, is one; else it is two."""
    two = table([HEADINGS, ROW]) + line("") + table([HEADINGS, SECOND])
    assert [item.number for item in found(word(two), tmp_path).rows] == ["1", "2"]
    bare = table([HEADINGS, ROW]) + line("") + table([SECOND])
    assert [item.number for item in found(word(bare), tmp_path).rows] == ["1", "2"]
    other = table([HEADINGS, ROW]) + line("") + table([("7", *SECOND[1:])])
    assert [item.number for item in found(word(other), tmp_path).rows] == ["1"]
    apart = table([HEADINGS, ROW]) + line("") + table([HEADINGS, ROW])
    answer = proposed(word(apart), tmp_path)
    assert [finding.code for finding in answer.findings] == ["tabel-ganda"]
    assert answer.review is None
    assert [item.place for item in answer.tables] == ["tabel 1", "tabel 2"]
    assert proposed(word(apart), tmp_path, number=2).tables[1].rows


SPELLINGS = [
    ("No.", "Sasaran", "Indikator Kinerja", "Formulasi Perhitungan", "Sumber"),
    ("NOMOR", "TUJUAN / SASARAN STRATEGIS", "INDIKATOR KINERJA UTAMA (IKU)", "RUMUS", "SUMBER DATA / INFORMASI"),
    ("NO URUT", "KINERJA UTAMA", "INDIKATOR", "CARA PENGUKURAN", "Sumber Data"),
    ("No", "Sasaran Kinerja", "IKU", "Penjelasan", "SUMBER DATA"),
    ("No", "Sasaran Program", "Nama Indikator", "Alasan", "Sumber data"),
    ("No", "Tujuan", "Indikator Kinerja Sasaran", "Formulasi Pengukuran", "Sumber Data"),
    ("No", "Strategic Objective", "Key Performance Indicator", "Calculation", "Source of Data"),
    ("NO", "SASARAN\nSTRATEGIS", "INDIKATOR  KINERJA", "METODE PENGHITUNGAN", "SUMBER  DATA"),
]


@pytest.mark.parametrize("headings", SPELLINGS, ids=lambda headings: headings[3])
def test_headings_in_many_spellings(headings: tuple[str, ...], tmp_path: Path) -> None:
    """A table is known by its headings however they are spelled, and keeps its spelling."""
    answer = found(plain(headings=headings), tmp_path)
    assert texts(answer) == [(GOAL, INDICATOR, FORMULA)]
    assert [text.text for text in answer.columns] == [" ".join(text.split()) for text in headings]


def test_further_columns(tmp_path: Path) -> None:
    """Unit and target of further columns are proposed with their place; a second text column is told as unused."""
    headings = (*HEADINGS[:3], "ALASAN", "FORMULASI", "SATUAN", "TARGET 2024", "SUMBER DATA")
    values = (*ROW[:3], "sebab penting", FORMULA, "%", "92,5 %", ROW[4])
    answer = proposed(word(table([headings, values])), tmp_path)
    assert answer.review
    (proposal,) = answer.review.proposals
    assert (proposal.unit, proposal.target) == ("%", "92,5")
    assert [finding.code for finding in answer.findings] == ["dokumen-dilewati"]
    assert "ALASAN" in answer.findings[0].message


def test_no_column_goes_without_a_word(tmp_path: Path) -> None:
    """A column that the form has no place for is told, so are an aim beside its sasaran and targets of years."""
    headings = ("NO", "TUJUAN", *HEADINGS[1:], "PENANGGUNG JAWAB", cell("TARGET", '<w:gridSpan w:val="2"/>'))
    years = (*[cell("", GOES_ON)] * 7, "2024", "2025")
    top = [text if text.startswith("<") else cell(text, RESTART) for text in headings]
    answer = proposed(word(table([top, years, (ROW[0], "aim", *ROW[1:], "Camat", "90%", "91%")])), tmp_path)
    told = [finding.message for finding in answer.findings]
    assert [message.partition("kolom ")[2] for message in told] == [
        f"{heading} tidak dibaca." for heading in ("TUJUAN", "PENANGGUNG JAWAB", "TARGET 2024", "TARGET 2025")
    ]
    assert texts(answer.tables[0]) == [(GOAL, INDICATOR, FORMULA)]


def test_a_heading_over_several_columns(tmp_path: Path) -> None:
    """Under "INDIKATOR" the column that is called otherwise holds the indicator, beside its formula."""
    wide = cell("INDIKATOR KINERJA", '<w:gridSpan w:val="2"/>')
    top = [cell("NO", RESTART), cell("SASARAN", RESTART), wide, cell("SUMBER DATA", RESTART)]
    below = [cell("", GOES_ON), cell("", GOES_ON), "URAIAN", "FORMULASI", cell("", GOES_ON)]
    assert texts(found(word(table([top, below, ROW])), tmp_path)) == [(GOAL, INDICATOR, FORMULA)]


def test_a_table_of_results_is_not_official(tmp_path: Path) -> None:
    """A table with realisation and explanation reports figures; it is no definition of indicators."""
    headings = ("NO", "SASARAN", "INDIKATOR", "TARGET", "REALISASI", "PENJELASAN")
    results = table([headings, ("1", GOAL, INDICATOR, "90%", "95%", "sebab baik")])
    assert texts(found(word(results + table([HEADINGS, ROW])), tmp_path)) == [(GOAL, INDICATOR, FORMULA)]


def test_no_table(tmp_path: Path) -> None:
    """A document without such headings is refused in words."""
    with pytest.raises(Refusal, match="tabel-tidak-ada"):
        proposed(word(line("Surat biasa") + table([["a", "b"], ["c", "d"]])), tmp_path)


def related(kind: str, target: str) -> str:
    """Return relationships with one that leads out of the file."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    )


BODY = f"<w:document {NAMES}><w:body>{table([HEADINGS, ROW])}</w:body></w:document>"
SETTINGS = "word/_rels/settings.xml.rels"
HOSTILE = {
    "a DOCTYPE": ({"word/document.xml": f'<!DOCTYPE w [<!ENTITY a "b">]>{BODY}'}, "berkas-berbahaya"),
    "a bomb": ({"word/media.xml": "<a>" + " " * 3_000_000 + "</a>"}, "berkas-berbahaya"),
    "a template from elsewhere": (
        {SETTINGS: related("attachedTemplate", "http://x.example/a.dotm")},
        "berkas-berbahaya",
    ),
    "a picture from elsewhere": ({SETTINGS: related("image", "file://x/a.png")}, "berkas-berbahaya"),
    "an object from elsewhere": ({SETTINGS: related("oleObject", "http://x.example/")}, "berkas-berbahaya"),
    "broken XML": ({"word/document.xml": BODY[:-10]}, "berkas-rusak"),
    "no document": ({"word/document.xml": "<a/>"}, "berkas-rusak"),
    "broken styles": ({"word/styles.xml": "<a"}, "berkas-rusak"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents(name: str, tmp_path: Path) -> None:
    """A document made to harm is refused, most before python-docx sees it, and never by a traceback."""
    parts, code = HOSTILE[name]
    with pytest.raises(Refusal) as refused:
        proposed(word(table([HEADINGS, ROW]), **parts), tmp_path)
    assert refused.value.code == code


def test_a_plain_link_does_no_harm(tmp_path: Path) -> None:
    """An address to click on, which Word makes of every e-mail address, is no reason to refuse."""
    parts = {SETTINGS: related("hyperlink", "mailto:a@b.example")}
    assert found(word(table([HEADINGS, ROW]), **parts), tmp_path).rows


OTHERS = {
    "a PDF": (b"%PDF-1.7 ...", "keputusan.pdf", "berkas PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n...", "foto.png", "gambar PNG"),
    "an old Word document": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
        "lama.doc",
        "dokumen Word lama (.doc)",
    ),
    "RTF": (b"{\\rtf1 ...}", "a.docx", "dokumen RTF"),
    "text": (b"NO;SASARAN", "a.docx", "teks biasa atau CSV"),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_document_is_named(name: str, tmp_path: Path) -> None:
    """PDF, .doc and pictures are named by their content."""
    data, file_name, words = OTHERS[name]
    with pytest.raises(Refusal) as refused:
        proposed(data, tmp_path, file_name)
    assert (refused.value.code, refused.value.values["found"]) == ("bukan-dokumen", words)


@pytest.mark.parametrize("kind", ["macroEnabled", "template"])
def test_kin_of_a_document(kind: str, tmp_path: Path) -> None:
    """A document with macros, or a template of Word, is named and refused."""
    types = {
        "macroEnabled": "application/vnd.ms-word.document.macroEnabled.main+xml",
        "template": "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    }
    listed = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{types[kind]}"/></Types>'
    )
    with pytest.raises(Refusal, match="bukan-dokumen"):
        proposed(word(table([HEADINGS, ROW]), **{"[Content_Types].xml": listed}), tmp_path)

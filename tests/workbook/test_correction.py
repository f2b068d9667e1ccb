"""The correction copy: the clerk's own workbook, its faulty cells marked, everything else untouched."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import odd
import pytest
from builders import Filled, Formula, filled, outcome, places, sheet_part, unzipped, zipped
from office import convert, needs_office
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book

from iku_excel.run import batch
from iku_excel.run.reports import Report
from iku_excel.workbook import correction

ERROR_FILL, WARNING_FILL = "FFFFB3B3", "FFFFD9A0"


def build(path: Path, folder: Path) -> Report:
    (report,) = batch.build([path], batch.Destination(folder))
    return report


def copied(sample: Filled, folder: Path) -> Path:
    report = build(sample.save(folder), folder / "output")
    assert report.status == "refused"
    assert report.correction == folder / "output" / "isian_koreksi.xlsx"
    return report.correction


def marks(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the fill and our comment of every cell that has either."""
    found = {}
    book = load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                fill = str(cell.fill.fgColor.rgb) if cell.fill.fill_type else ""
                if fill in (ERROR_FILL, WARNING_FILL) or cell.comment:
                    found[sheet.title, cell.coordinate] = (fill, cell.comment.text if cell.comment else "")
    return found


def put(path: Path, changes: dict[str, str | int | None], name: str = "lagi.xlsx") -> Path:
    """Change input cells of a workbook as a person would, by another program; return the saved file."""
    book = load_workbook(path)
    for cell_name, value in changes.items():
        sheet, cell = book.defined_names[cell_name].attr_text.split("!")
        book[sheet.strip("'")][cell.replace("$", "")] = value
    target = path.with_name(name)
    book.save(target)
    return target


WRONG = filled(n_periods=2).put("pembilang_1_tw2", -3).put("nama_pejabat", None).put("penyebut_2_tw1", "20")


def test_faulty_cells_are_filled_and_commented(tmp_path: Path) -> None:
    """Each cell at fault is filled by its severity and says what stands there and what to write; no other is."""
    path = copied(WRONG, tmp_path)
    found = marks(path)
    assert {place: fill for place, (fill, _) in found.items()} == {
        ("Identitas", "B12"): ERROR_FILL,
        ("Data", "E7"): ERROR_FILL,
        ("Data", "D12"): WARNING_FILL,
    }
    text = found["Data", "E7"][1]
    assert "KESALAHAN: negatif" in text
    assert "Isi sekarang: -3" in text
    assert "Tulis bilangan 0 atau lebih di sel itu." in text


def test_first_sheet_lists_and_links(tmp_path: Path) -> None:
    """The first sheet, Temuan, is open and lists every finding with a link to its cell."""
    book = load_workbook(copied(WRONG, tmp_path))
    assert book.sheetnames[0] == "Temuan"
    assert book.active is book["Temuan"]
    rows = [[cell.value for cell in row[:8]] for row in book["Temuan"].iter_rows(min_row=5)]
    assert [row[1:4] for row in rows] == [
        ["kesalahan", "Identitas", "B12"],
        ["kesalahan", "Data", "E7"],
        ["peringatan", "Data", "D12"],
    ]
    links = [book["Temuan"].cell(row, 4).hyperlink for row in (5, 6, 7)]
    assert [link.location for link in links if link] == ["'Identitas'!B12", "'Data'!E7", "'Data'!D12"]
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets].count(True) == 1


def test_everything_else_is_untouched(tmp_path: Path) -> None:
    """No part changes but the marked sheets, the formats and the lists of parts; unmarked cells are the same."""
    before, after = unzipped(WRONG.bytes()), unzipped(copied(WRONG, tmp_path).read_bytes())
    changed = {name for name, part in before.items() if after.get(name) != part}
    assert changed <= {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        *(f"xl/worksheets/sheet{n}.xml" for n in range(1, 5)),
    }
    old, new = load_workbook(BytesIO(WRONG.bytes())), load_workbook(tmp_path / "output" / "isian_koreksi.xlsx")
    for sheet in old.worksheets:
        assert sheet.sheet_state == new[sheet.title].sheet_state
        assert sheet.protection.sheet == new[sheet.title].protection.sheet
        for row in sheet.iter_rows():
            for cell in row:
                other = new[sheet.title][cell.coordinate]
                assert cell.value == other.value, (sheet.title, cell.coordinate)
                assert cell.number_format == other.number_format
                assert cell.protection.locked == other.protection.locked
                assert (cell.font.name, cell.font.sz, cell.font.b) == (other.font.name, other.font.sz, other.font.b)
    names = {name: item.attr_text for name, item in old.defined_names.items()}
    assert names.items() <= {name: item.attr_text for name, item in new.defined_names.items()}.items()
    for sheet in old.worksheets:
        assert sheet.print_title_rows == new[sheet.title].print_title_rows


def test_pictures_and_stored_values_survive(tmp_path: Path) -> None:
    """A part that we do not know, and the stored values of formulas, are still there in the copy."""
    parts = unzipped(WRONG.put("pembilang_4_tw1", Formula("20+8", 28)).bytes())
    parts["xl/media/cap.png"] = b"\x89PNG gambar"
    path = tmp_path / "isian.xlsx"
    path.write_bytes(zipped(parts))
    copy = build(path, tmp_path / "output").correction
    assert copy is not None
    assert unzipped(copy.read_bytes())["xl/media/cap.png"] == b"\x89PNG gambar"
    assert load_workbook(copy, data_only=True)["Data"]["D19"].value == 28


def test_a_copy_can_be_built_as_it_is(tmp_path: Path) -> None:
    """The copy gives the same findings as its input; corrected and renamed, it builds."""
    path = copied(WRONG, tmp_path)
    assert places(outcome(path).findings) == places(outcome(WRONG.save(tmp_path)).findings)
    right = put(path, {"pembilang_1_tw2": 90, "nama_pejabat": "NAMA REKAAN"})
    report = build(right, tmp_path / "output")
    assert report.status == "built"
    assert report.outcome.results[0].measured.numerator == 180


def test_a_copy_of_a_copy_starts_clean(tmp_path: Path) -> None:
    """Old marks go where the fault has gone, the list is made anew, and nothing piles up."""
    path = copied(WRONG, tmp_path)
    original = {
        (sheet.title, cell.coordinate): str(cell.fill.fgColor.rgb)
        for sheet in load_workbook(BytesIO(WRONG.bytes())).worksheets
        for row in sheet.iter_rows()
        for cell in row
    }
    for _ in range(3):
        path = put(path, {"pembilang_1_tw2": 90})  # the other two stay wrong
        report = build(path, tmp_path / "output")
        assert report.correction is not None
        path = report.correction
        book = load_workbook(path)
        assert [title for title in book.sheetnames if title.startswith("Temuan")] == ["Temuan"]
        assert set(marks(path)) == {("Identitas", "B12"), ("Data", "D12")}
        assert str(book["Data"]["E7"].fill.fgColor.rgb) == original["Data", "E7"]
        assert marks(path)["Data", "D12"][1].count("PERINGATAN") == 1


def test_the_clerks_own_comment_is_kept(tmp_path: Path) -> None:
    """A comment of the clerk's stays, ours stands below it, and goes without it."""
    from openpyxl.comments import Comment

    book = load_workbook(BytesIO(WRONG.bytes()))
    book["Data"]["E7"].comment = Comment("dihitung dari buku B", "Petugas")
    book["Data"]["E8"].comment = Comment("lihat arsip", "Petugas")
    path = tmp_path / "isian.xlsx"
    book.save(path)
    copy = build(path, tmp_path / "output").correction
    assert copy is not None
    found = marks(copy)
    assert found["Data", "E7"][1].startswith("dihitung dari buku B")
    assert "negatif" in found["Data", "E7"][1]
    assert found["Data", "E8"][1] == "lihat arsip"
    again = build(put(copy, {"pembilang_1_tw2": 90}), tmp_path / "output").correction
    assert again is not None
    assert marks(again)["Data", "E7"][1] == "dihitung dari buku B"
    assert marks(again)["Data", "E7"][0] not in (ERROR_FILL, WARNING_FILL)


def test_a_thread_gets_a_reply(tmp_path: Path) -> None:
    """Where a cell has a thread, which newer Excel shows alone, our words are its last reply; they go again."""
    path = tmp_path / "isian.xlsx"
    path.write_bytes(threaded("E7"))
    copy = build(path, tmp_path / "output").correction
    assert copy is not None
    parts = unzipped(copy.read_bytes())
    thread = parts["xl/threadedComments/threadedComment1.xml"].decode()
    first, ours = re.findall(r"<threadedComment .*?</threadedComment>", thread, re.DOTALL)
    assert "dihitung dari buku B" in first
    assert "negatif" in ours
    assert f'parentId="{THREAD}"' in ours
    (person,) = re.findall(r'personId="([^"]*)"', ours)
    assert f'displayName="iku-excel" id="{person}"' in parts["xl/persons/person.xml"].decode()
    assert "negatif" in marks(copy)["Data", "E7"][1]  # for programs without threads
    again = tmp_path / "lagi.xlsx"
    again.write_bytes(copy.read_bytes())
    second = build(again, tmp_path / "output").correction
    assert second is not None
    renewed = unzipped(second.read_bytes())["xl/threadedComments/threadedComment1.xml"].decode()
    assert renewed == thread


THREAD = "{11111111-1111-4111-8111-111111111111}"


def threaded(cell: str) -> bytes:
    """Return a faulty template with a thread of the clerk's at a cell, as Excel 365 keeps it."""
    from openpyxl.comments import Comment

    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    person = "{22222222-2222-4222-8222-222222222222}"
    book = load_workbook(BytesIO(WRONG.bytes()))
    book["Data"][cell].comment = Comment("[Threaded comment]\n\nComment:\n    dihitung dari buku B", f"tc={THREAD}")
    buffer = BytesIO()
    book.save(buffer)
    parts = unzipped(buffer.getvalue())
    parts["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{space}"><threadedComment ref="{cell}" dT="2023-07-01T08:00:00.00" '
        f'personId="{person}" id="{THREAD}"><text>dihitung dari buku B</text></threadedComment></ThreadedComments>'
    ).encode()
    listed = f'<person displayName="Petugas" id="{person}" userId="Petugas" providerId="None"/>'
    parts["xl/persons/person.xml"] = f'<personList xmlns="{space}">{listed}</personList>'.encode()
    (sheet,) = (name for name in parts if name.startswith("xl/worksheets/_rels/") and b"comments" in parts[name])
    kinds = "http://schemas.microsoft.com/office/2017/10/relationships"
    for name, kind, target in (
        (sheet, "threadedComment", "/xl/threadedComments/threadedComment1.xml"),
        ("xl/_rels/workbook.xml.rels", "person", "/xl/persons/person.xml"),
    ):
        relation = f'<Relationship Id="rIdT" Type="{kinds}/{kind}" Target="{target}"/></Relationships>'
        parts[name] = parts[name].replace(b"</Relationships>", relation.encode())
    return zipped(parts)


def test_without_formats_a_copy_is_made_all_the_same(tmp_path: Path) -> None:
    """A workbook without the part that holds formats gets one, so that cells can be marked."""
    path = tmp_path / "isian.xlsx"
    path.write_bytes(odd.without_styles(WRONG))
    report = build(path, tmp_path / "output")
    assert report.correction is not None
    assert marks(report.correction)["Data", "E7"][0] == ERROR_FILL


def test_a_copy_that_cannot_be_made_has_a_word_why(tmp_path: Path) -> None:
    """Where a part that only a copy needs is broken, the answer says so instead of having no copy in silence."""
    parts = unzipped(filled().put("pembilang_1_tw1", "sembilan").bytes())
    for name in parts:
        if name.endswith("styles.xml"):
            parts[name] = re.sub(rb"<cellXfs.*</cellXfs>", b"", parts[name], flags=re.DOTALL)
    path = tmp_path / "isian.xlsx"
    path.write_bytes(zipped(parts))
    report = build(path, tmp_path / "output")
    assert report.correction is None
    (why,) = (found for found in report.outcome.findings if found.code == "salinan-tidak-dibuat")
    assert "tidak utuh" in why.message


@pytest.mark.parametrize("name", ["rows-backwards", "all-part-names-in-capitals", "parts-in-utf-16", "row-twice"])
def test_odd_workbooks_are_marked(name: str, tmp_path: Path) -> None:
    """Whatever is read is marked too: rows in any order, parts under other names or in UTF-16."""
    parts = unzipped(odd.ODD[name].build())
    part = next(key for key in parts if key.lower() == sheet_part("Data").lower())
    encoding = "utf-16" if parts[part].startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = parts[part].decode(encoding).replace("<v>90</v>", "<v>-3</v>", 1)
    path = tmp_path / "isian.xlsx"
    path.write_bytes(zipped({**parts, part: text.encode(encoding)}))
    before = places(outcome(path).findings)
    assert [code for code, *_ in before] == ["negatif"]
    report = build(path, tmp_path / "output")
    assert report.correction is not None
    assert places(outcome(report.correction).findings) == before


def test_a_sheet_of_that_name_is_left_alone(tmp_path: Path) -> None:
    """A sheet Temuan of the clerk's own stays; ours takes the next title."""
    book = load_workbook(BytesIO(WRONG.bytes()))
    book.create_sheet("Temuan")["A1"] = "milik petugas"
    path = tmp_path / "isian.xlsx"
    book.save(path)
    copy = build(path, tmp_path / "output").correction
    assert copy is not None
    assert load_workbook(copy)["Temuan"]["A1"].value == "milik petugas"
    assert load_workbook(copy).sheetnames[0] == "Temuan 2"


def test_never_over_the_clerks_file(tmp_path: Path) -> None:
    """A copy that somebody has worked in is moved to arsip/ before a new one is written."""
    path = copied(WRONG, tmp_path)
    edited = put(path, {"pembilang_1_tw2": 90}, path.name).read_bytes()
    report = build(tmp_path / "isian.xlsx", tmp_path / "output")
    assert report.archived is not None
    assert report.archived.read_bytes() == edited


def test_inputs_of_one_name_get_copies_of_their_own(tmp_path: Path) -> None:
    """Two refused inputs of the same name and other contents from two folders have two copies."""
    paths = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        paths.append(WRONG.put("catatan", f"dari {name}").save(tmp_path / name))
    reports = list(batch.build(paths, batch.Destination(tmp_path / "output")))
    names = [report.correction.name for report in reports if report.correction]
    assert names == ["isian_koreksi.xlsx", "isian-2_koreksi.xlsx"]


def test_same_input_gives_the_same_copy(tmp_path: Path) -> None:
    """A correction copy is the same to the byte each time."""
    path = WRONG.save(tmp_path)
    answer = outcome(path)
    assert correction.copy(path.read_bytes(), answer) == correction.copy(path.read_bytes(), answer)


@pytest.mark.parametrize("content", [b"PK\x03\x04 rusak", b"nama;jumlah\n1;2\n", b""])
def test_what_is_no_template_has_no_copy(content: bytes, tmp_path: Path) -> None:
    """A file that cannot be edited, or is no template, is refused without a copy."""
    path = tmp_path / "isian.xlsx"
    path.write_bytes(content)
    report = build(path, tmp_path / "output")
    assert (report.status, report.correction) == ("refused", None)
    assert not list((tmp_path / "output").glob("*")) if (tmp_path / "output").exists() else True


def test_impossible_format_number(tmp_path: Path) -> None:
    """A cell whose format number no workbook can have is marked all the same."""
    parts = unzipped(WRONG.bytes())
    part = sheet_part("Data")
    parts[part] = re.sub(rb'(<c r="E7" s=")[0-9]+"', rb"\g<1>" + b"9" * 5000 + b'"', parts[part])
    path = tmp_path / "isian.xlsx"
    path.write_bytes(zipped(parts))
    report = build(path, tmp_path / "output")
    assert report.correction is not None
    assert marks(report.correction)["Data", "E7"][0] == ERROR_FILL


def test_text_from_the_input_is_only_text(tmp_path: Path) -> None:
    """Neither a formula nor a link of another kind comes from what stands in a cell."""
    hostile = '=HYPERLINK("http://jahat.contoh","klik")'
    sample = filled().put("pembilang_1_tw1", hostile).put("pembilang_1_tw2", "<f>1</f>]]>&amp;_x000B_")
    book: Book = load_workbook(copied(sample, tmp_path))
    sheet = book["Temuan"]
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f", cell.coordinate
            if cell.hyperlink:
                assert not cell.hyperlink.target
                assert str(cell.hyperlink.location).startswith("'Data'!")
    assert hostile in [cell.value for cell in sheet["F"]]


@needs_office
def test_another_program_saves_the_copy(tmp_path: Path) -> None:
    """Saved again by LibreOffice, a copy still gives the same findings and still gives up its marks."""
    path = copied(WRONG, tmp_path)
    folder = tmp_path / "office"
    folder.mkdir()
    saved = convert(path, "xlsx", folder)
    assert places(outcome(saved).findings) == places(outcome(path).findings)
    again = build(put(saved, {"pembilang_1_tw2": 90}), tmp_path / "output").correction
    assert again is not None
    assert set(marks(again)) == {("Identitas", "B12"), ("Data", "D12")}
    assert [title for title in load_workbook(again).sheetnames if "Temuan" in title] == ["Temuan"]

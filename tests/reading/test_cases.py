"""Odd files of clerks and of other programs: each has one right answer, and no figure changes without a word."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from functools import lru_cache
from pathlib import Path

import odd
import pytest
from builders import filled, outcome, places, unzipped, zipped
from odd import ODD

from iku_excel import template, workbook
from iku_excel.definition import profile
from iku_excel.findings.catalogue import CATALOGUE
from iku_excel.model import Outcome, Result, Severity
from iku_excel.regency import roster, verify


@lru_cache(maxsize=1)
def sound_figures(folder: Path) -> tuple[Result, ...]:
    return outcome(filled().save(folder, "sehat.xlsx")).results


@pytest.mark.parametrize("name", ODD)
def test_each_has_its_right_answer(name: str, tmp_path: Path) -> None:
    """Every odd file gets the findings that belong to it, and gives the figures of the sound template or none."""
    case = ODD[name]
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(case.build())
    result = outcome(path)
    assert places(result.findings) == list(case.findings)
    assert case.words in " ".join(finding.message for finding in result.findings)
    errors = [code for code, *_ in case.findings if CATALOGUE[code].severity is Severity.ERROR]
    assert result.results == (() if errors else sound_figures(tmp_path))


# ---------------------------------------------------------------- registers, rosters, outputs


def register(rows: int = 30) -> bytes:
    """Return a template with one register, a row a day from the second of January on."""
    definition = profile.load("kecamatan_tongas_2023").define("triwulanan", None, registers="1")
    days: list[list[template.Value]] = [
        [dt.date(2023, 1, 2) + dt.timedelta(n), "Legalisasi", "Ya"] for n in range(rows)
    ]
    counts = {name: value for name, value in filled().values.items() if not re.search(r"_1_|_tw[234]", name)}
    return template.render(definition, counts, {1: days})


def read(data: bytes, folder: Path) -> Outcome:
    path = folder / "register.xlsx"
    path.write_bytes(data)
    return outcome(path)


REGISTER = "xl/worksheets/sheet5.xml"


def test_a_merge_hides_rows_of_a_register(tmp_path: Path) -> None:
    """Filled cells under a merge would be counted unseen: each is named, and the register is refused."""
    parts = unzipped(register())
    merge = b'<mergeCells count="1"><mergeCell ref="A36:C29"/></mergeCells>'
    parts[REGISTER] = re.sub(rb"(</sheetData>(?:<sheetProtection[^>]*/>)?)", rb"\1" + merge, parts[REGISTER])
    found = places(read(zipped(parts), tmp_path).findings)
    hidden = [item for item in found if item[0] == "sel-tertutup"]
    assert hidden[:2] == [("sel-tertutup", "Reg_1", "B29"), ("sel-tertutup", "Reg_1", "C29")]
    assert len(hidden) == 20
    assert found == [("register-selebihnya", "Reg_1", None), *hidden]


def test_a_register_of_odd_order_is_read_as_it_stands(tmp_path: Path) -> None:
    """Rows from the last to the first, and a sheet in UTF-16, give the counts of the sound register."""
    sound = read(register(), tmp_path)
    assert sound.valid
    parts = unzipped(register())
    head, _, rest = parts[REGISTER].decode().partition("<sheetData>")
    body, _, tail = rest.partition("</sheetData>")
    rows = re.findall(r"<row .*?</row>", body, re.DOTALL)
    backwards = f"{head}<sheetData>{''.join(reversed(rows))}</sheetData>{tail}"
    wide = parts[REGISTER].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    for data in (backwards.encode(), wide):
        again = read(zipped({**parts, REGISTER: data}), tmp_path)
        assert again.findings == sound.findings
        assert again.results == sound.results


@pytest.mark.parametrize("differs", [False, True])
def test_a_copy_of_a_register(tmp_path: Path, *, differs: bool) -> None:
    """A copied register with the same rows is a warning, with other rows an error that names the cells."""
    parts = unzipped(register())
    text = parts[REGISTER].decode()
    if differs:
        text = re.sub(r'(<c r="A9" s="\d+">)<v>\d+</v>', r"\1<v>45000</v>", text)
    parts["xl/worksheets/sheet99.xml"] = re.sub(r"<tableParts.*?</tableParts>", "", text).encode()
    shared = unzipped(odd.copied("Reg_1 (2)"))
    entry = rb'<(?:sheet name="Reg_1 \(2\)"|Relationship Id="rId99"|Override PartName="/xl/worksheets/sheet99)[^>]*/>'
    for name in (odd.WORKBOOK, odd.RELATIONS, odd.TYPES):
        (more,) = re.findall(entry, shared[name])
        end = re.search(b"</sheets>|</Relationships>|</Types>", parts[name])
        assert end
        parts[name] = parts[name].replace(end[0], more + end[0])
    found = read(zipped(parts), tmp_path).findings
    expected = ("lembar-bersaing", "Reg_1", "A9") if differs else ("lembar-kembar", "Reg_1", None)
    assert places(found) == [expected]
    assert "Reg_1 dan Reg_1 (2)" in found[0].message


def test_a_merge_hides_rows_of_a_roster(tmp_path: Path) -> None:
    """Filled cells of a roster under a merge are named."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (("nama_organisasi", "email"), ("KECAMATAN A", "a@b.go.id"), ("KECAMATAN B\u200b", "b@b.go.id")):
        sheet.append(line)
    book.save(tmp_path / "daftar.xlsx")
    found = roster.read(tmp_path / "daftar.xlsx").findings
    assert [(item.code, item.cell) for item in found] == [("huruf-tak-tampak", "A3")]
    parts = unzipped((tmp_path / "daftar.xlsx").read_bytes())
    name = "xl/worksheets/sheet1.xml"
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    parts[name] = parts[name].replace(b"</sheetData>", merge)
    (tmp_path / "daftar.xlsx").write_bytes(zipped(parts))
    found = roster.read(tmp_path / "daftar.xlsx").findings
    assert ("sel-tertutup", "A3") in [(item.code, item.cell) for item in found]


def test_a_merge_hides_figures_of_an_output(tmp_path: Path) -> None:
    """An output in which a merge hides figures is no sound one: each hidden cell is named."""
    result = outcome(filled().save(tmp_path))
    parts = unzipped(workbook.render(dataclasses.replace(result)))
    name = "xl/worksheets/sheet2.xml"
    merge = b'<mergeCell ref="G9:H9"/></mergeCells>'
    assert b"</mergeCells>" in parts[name]
    parts[name] = parts[name].replace(b"</mergeCells>", merge)
    path = tmp_path / "keluaran.xlsx"
    path.write_bytes(zipped(parts))
    assert places(verify.verify(path)) == [("keluaran-diubah", "Capaian", "H9")]

"""What Excel adds to a template when it saves it: parts and attributes that no other program writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builders import Filled, filled, outcome, places, unzipped, zipped
from openpyxl import load_workbook

from iku_excel.run import batch

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = "xl/worksheets/sheet4.xml"

CALCULATION_CHAIN = f'<calcChain xmlns="{MAIN}"><c r="E9" i="4"/><c r="D9"/><c r="C2" i="2" l="1"/></calcChain>'
EXTERNAL_LINK = (
    f'<externalLink xmlns="{MAIN}" xmlns:r="{OFFICE}"><externalBook r:id="rId1"><sheetNames><sheetName val="Data"/>'
    '<sheetName val="Rekap"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="9"><cell r="B9"><v>1</v></cell>'
    '</row></sheetData><sheetData sheetId="1"><row r="3"><cell r="A3" t="str"><v>x</v></cell></row></sheetData>'
    "</sheetDataSet></externalBook></externalLink>"
)
EXTERNAL_LINK_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/externalLinkPath" Target="file:///C:/Rekap.xlsx" TargetMode="External"/></Relationships>'
)
UNSOUND_VML = '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>satu<br>dua</v:textbox></xml>'
IGNORABLE = (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr"'
    ' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
    ' xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001}"'
)


def override(part: str, kind: str) -> bytes:
    return f'<Override PartName="/{part}" ContentType="{kind}"/>'.encode()


def as_excel_saves(sample: Filled) -> bytes:
    """Return the workbook with what Excel adds: other parts, attributes of newer versions, a print-out's settings."""
    parts = unzipped(sample.bytes())
    sheet = parts[SHEET].decode()
    sheet = sheet.replace("<worksheet ", f"<worksheet{IGNORABLE} ", 1)
    sheet = re.sub(r'<row r="(\d+)"', r'<row r="\1" x14ac:dyDescent="0.25" thickBot="1"', sheet)
    parts[SHEET] = sheet.encode()
    parts["xl/calcChain.xml"] = CALCULATION_CHAIN.encode()
    parts["xl/externalLinks/externalLink1.xml"] = EXTERNAL_LINK.encode()
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = EXTERNAL_LINK_RELATIONS.encode()
    parts["xl/printerSettings/printerSettings1.bin"] = bytes(range(256)) * 8
    parts["xl/drawings/vmlDrawing9.vml"] = UNSOUND_VML.encode()
    parts["customXml/item1.xml"] = '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16")
    parts["docProps/thumbnail.wmf"] = b"\xd7\xcd\xc6\x9a" + bytes(64)
    types = override("xl/calcChain.xml", f"{TYPE}.calcChain+xml")
    types += override("xl/externalLinks/externalLink1.xml", f"{TYPE}.externalLink+xml")
    types += b'<Default Extension="bin" ContentType="application/octet-stream"/>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", types + b"</Types>")
    return zipped(parts)


@pytest.mark.parametrize("period", ["tahunan", "triwulanan"])
def test_same_figures(period: str, tmp_path: Path) -> None:
    """A template saved by Excel builds to the same figures, without a word."""
    path = tmp_path / "excel.xlsx"
    path.write_bytes(as_excel_saves(filled(period)))
    answer = outcome(path)
    assert answer.findings == ()
    assert answer.results == outcome(filled(period).save(tmp_path)).results


def test_type_by_ending(tmp_path: Path) -> None:
    """The workbook's content type may be that of all parts ending in .xml, as the Open XML SDK writes it."""
    parts = unzipped(filled().bytes())
    types = parts["[Content_Types].xml"].decode()
    own = override("xl/workbook.xml", f"{TYPE}.sheet.main+xml").decode()
    assert own in types
    plain = '<Default Extension="xml" ContentType="application/xml"/>'
    assert plain in types
    types = types.replace(own, "").replace(plain, plain.replace("application/xml", f"{TYPE}.sheet.main+xml"))
    parts["[Content_Types].xml"] = types.encode()
    path = tmp_path / "sdk.xlsx"
    path.write_bytes(zipped(parts))
    assert outcome(path).findings == ()


def test_correction_copy(tmp_path: Path) -> None:
    """Its correction copy keeps every part and every attribute that Excel wrote."""
    sample = filled().put("pembilang_1_tw2", -3)
    path = tmp_path / "excel.xlsx"
    path.write_bytes(as_excel_saves(sample))
    (report,) = batch.build([path], batch.Destination(tmp_path / "output"))
    assert places(report.outcome.findings) == [("negatif", "Data", "E7")]
    assert report.correction is not None
    before, after = unzipped(path.read_bytes()), unzipped(report.correction.read_bytes())
    assert before.keys() <= after.keys()
    for name in before:
        if name.startswith(("customXml/", "xl/externalLinks/", "xl/printerSettings/", "docProps/", "xl/calcChain")):
            assert before[name] == after[name], name
    sheet = after[SHEET].decode()
    for attribute in ("mc:Ignorable", "xr:uid", "x14ac:dyDescent"):
        assert sheet.count(attribute) == before[SHEET].decode().count(attribute)
    assert load_workbook(report.correction)["Data"]["E7"].comment

"""Files that are not what their name says: each is named for what it is, whatever it is called."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import filled, outcome, unzipped, zipped
from commands import run
from office import convert, needs_office

from iku_excel.reading import reader

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(*streams: str) -> bytes:
    """Return the beginning of an OLE2 container with a directory of these streams."""
    entries = b"".join(stream.encode("utf-16-le").ljust(128, b"\x00") for stream in ("Root Entry", *streams))
    return OLE + bytes(504) + entries + bytes(512)


def archive(**parts: bytes) -> bytes:
    """Return a ZIP archive; in names, two underscores stand for a slash and one for a dot."""
    return zipped({name.replace("__", "/").replace("_", "."): data for name, data in parts.items()})


def opendocument(kind: str) -> bytes:
    """Return an OpenDocument package, its type first and not packed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("content.xml", "<x/>")
    return buffer.getvalue()


def manifest(kind: str) -> bytes:
    """Return an OpenDocument package without the file that tells its type, as some archivers make it again."""
    told = f'<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.{kind}"/>'
    return zipped({"content.xml": b"<x/>", "META-INF/manifest.xml": f"<m:manifest>{told}</m:manifest>".encode()})


def macros(main: str) -> bytes:
    """Return the template with its workbook declared as another kind."""
    parts = unzipped(filled().bytes())
    ours = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(ours, main.encode())
    return zipped(parts)


def strict() -> bytes:
    """Return the template as Strict Open XML: other namespaces for everything."""
    parts = unzipped(filled().bytes())
    spaces = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    for old, new in spaces:
        parts = {name: data.replace(old, new) for name, data in parts.items()}
    return zipped(parts)


def truncated(share: float) -> bytes:
    data = filled().bytes()
    return data[: int(len(data) * share)]


CSV = "Indikator;Pembilang;Penyebut\nSatu;90;100\n"
HTML = "<html><head><meta charset='utf-8'></head><body><table><tr><td>90</td></tr></table></body></html>"
XML_2003 = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'

DISGUISES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "xls": (lambda: ole("Workbook"), "format-lama", "Excel 97-2003 (.xls)"),
    "xls 5.0": (lambda: ole("Book"), "format-lama", "Excel 97-2003 (.xls)"),
    "xls in capitals": (lambda: ole("WORKBOOK"), "format-lama", "Excel 97-2003 (.xls)"),
    "xls 5.0 in capitals": (lambda: ole("BOOK"), "format-lama", "Excel 97-2003 (.xls)"),
    "xls without container": (lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(64), "format-lama", "(.xls)"),
    "xls 2.1": (lambda: b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(64), "format-lama", "(.xls)"),
    "doc": (lambda: ole("WordDocument"), "bukan-xlsx", "dokumen Word lama"),
    "password": (lambda: ole("EncryptionInfo", "EncryptedPackage"), "terenkripsi", "kata sandi"),
    "password to change only": (lambda: ole("EncryptedPackage", "\x06DataSpaces"), "terenkripsi", "kata sandi"),
    "label": (lambda: ole("EncryptedPackage", "DRMEncryptedDataSpace"), "terenkripsi", "label kerahasiaan"),
    "label of an old kind": (lambda: ole("Workbook", "\x09DRMContent"), "terenkripsi", "label kerahasiaan"),
    "xlsb": (lambda: archive(_Content_Types_=b"", xl__workbook_bin=b"\x83\x01\x00"), "bukan-xlsx", "biner (.xlsb)"),
    "docx": (lambda: archive(word__document_xml=b"<x/>"), "bukan-xlsx", "Word (.docx)"),
    "pptx": (lambda: archive(ppt__presentation_xml=b"<x/>"), "bukan-xlsx", "PowerPoint (.pptx)"),
    "zip": (lambda: archive(catatan_txt=b"halo"), "bukan-xlsx", "arsip ZIP"),
    "zip of a template": (lambda: archive(isian_xlsx=filled().bytes()), "bukan-xlsx", "arsip ZIP"),
    "ods": (lambda: opendocument("spreadsheet"), "bukan-xlsx", "OpenDocument (.ods)"),
    "ots": (lambda: opendocument("spreadsheet-template"), "bukan-xlsx", "OpenDocument (.ods)"),
    "ods without its type": (lambda: manifest("spreadsheet"), "bukan-xlsx", "OpenDocument (.ods)"),
    "odt": (lambda: opendocument("text"), "bukan-xlsx", "OpenDocument (.odt)"),
    "xlsm": (lambda: macros("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "bukan-xlsx", "makro (.xlsm)"),
    "xltx": (
        lambda: macros("application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"),
        "bukan-xlsx",
        "templat Excel (.xltx)",
    ),
    "strict": (strict, "bukan-xlsx", "Strict Open XML Spreadsheet"),
    "csv": (CSV.encode, "bukan-xlsx", "CSV"),
    "csv with mark": (lambda: CSV.encode("utf-8-sig"), "bukan-xlsx", "CSV"),
    "csv in UTF-16": (lambda: CSV.encode("utf-16"), "bukan-xlsx", "CSV"),
    "html": (HTML.encode, "bukan-xlsx", "halaman HTML"),
    "html of a bank": (lambda: b"\n\n<table border=1><tr><td>90</td></tr></table>", "bukan-xlsx", "halaman HTML"),
    "html with doctype": (lambda: b"<!DOCTYPE html>" + HTML.encode(), "bukan-xlsx", "halaman HTML"),
    "html in UTF-16": (lambda: HTML.encode("utf-16"), "bukan-xlsx", "halaman HTML"),
    "xml of 2003": (XML_2003.encode, "bukan-xlsx", "XML 2003"),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "bukan-xlsx", "berkas PDF"),
    "png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(32), "bukan-xlsx", "gambar PNG"),
    "jpeg": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF", "bukan-xlsx", "gambar JPEG"),
    "rar": (lambda: b"Rar!\x1a\x07\x00", "bukan-xlsx", "arsip RAR"),
    "program": (lambda: b"MZ\x90\x00" + bytes(60), "bukan-xlsx", "program Windows"),
    "empty": (lambda: b"", "berkas-rusak", "berkas kosong"),
    "zeros": (lambda: bytes(4096), "berkas-rusak", "berkas kosong"),
    "noise": (lambda: bytes(range(256)) * 8, "berkas-rusak", "tidak dikenal"),
    "cut after a byte": (lambda: b"P", "bukan-xlsx", "teks biasa"),
    "cut in the first header": (lambda: filled().bytes()[:10], "berkas-rusak", "tidak utuh"),
    "cut in the middle": (lambda: truncated(0.5), "berkas-rusak", "tidak utuh"),
    "cut at the end": (lambda: filled().bytes()[:-1], "berkas-rusak", "tidak utuh"),
}


@pytest.mark.parametrize("name", DISGUISES)
def test_each_is_named_for_what_it_is(name: str, tmp_path: Path) -> None:
    """Whatever is called .xlsx and is none is refused with the name of what it is and a way out."""
    build, code, words = DISGUISES[name]
    path = tmp_path / "isian.xlsx"
    path.write_bytes(build())
    (finding,) = outcome(path).findings
    assert finding.code == code
    assert words in finding.message
    if "label" in words:
        assert "hapus labelnya" in finding.fix
        assert "kata sandi" not in finding.fix
    if "arsip" in words:
        assert "Ekstrak" in finding.fix
    elif code in {"bukan-xlsx", "format-lama"}:
        assert "Simpan Sebagai" in finding.fix
        assert ".xlsx" in finding.fix


@needs_office
@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        ("ods", "bukan-xlsx", ".ods"),
        ("xls", "format-lama", "Excel 97-2003 (.xls)"),
        ("csv", "bukan-xlsx", "CSV"),
        ("html", "bukan-xlsx", "HTML"),
        ("pdf", "bukan-xlsx", "PDF"),
        ("fods", "bukan-xlsx", "XML"),
    ],
)
def test_what_an_office_saves(target: str, code: str, words: str, tmp_path: Path) -> None:
    """A template that LibreOffice has saved as something else, renamed .xlsx, is named for what it is."""
    saved = convert(filled().save(tmp_path), target, tmp_path)
    path = saved.rename(tmp_path / "ganti-nama.xlsx")
    (finding,) = outcome(path).findings
    assert finding.code == code
    assert words in finding.message


# ---------------------------------------------------------------- paths


def only(path: Path) -> tuple[str, str]:
    """Return the code and the message of a path's only finding."""
    (finding,) = reader.read(path).findings
    return finding.code, finding.message


def test_a_folder(tmp_path: Path) -> None:
    """A folder where a file belongs is told to be one."""
    code, message = only(tmp_path)
    assert code == "berkas-tidak-ada"
    assert "folder" in message


def test_a_missing_path(tmp_path: Path) -> None:
    """A path that leads nowhere is told so, be it a file, a folder, or a name no system has."""
    for path in (tmp_path / "x.xlsx", tmp_path / "x" / "y.xlsx", filled().save(tmp_path) / "z.xlsx"):
        assert only(path)[0] == "berkas-tidak-ada"
    for name in ("x" * 5000, "nul\x00.xlsx"):
        assert only(tmp_path / name)[0] == "berkas-tidak-ada"
    loop = tmp_path / "putar.xlsx"
    loop.symlink_to(loop)
    assert only(loop)[0] == "berkas-tidak-ada"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "Permission denied"), "tidak ada izin"),
        (BlockingIOError(11, "Resource temporarily unavailable"), ""),
        (OSError(5, "Input/output error"), ""),
        (FileNotFoundError(2, "No such file or directory"), "tidak ada berkas"),
    ],
)
def test_a_file_that_cannot_be_read(
    error: OSError, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file without permission, locked, on a failing disk or gone meanwhile is a finding, never a traceback."""
    path = filled().save(tmp_path)

    def fail(_: Path) -> bytes:
        raise error

    monkeypatch.setattr(Path, "read_bytes", fail)
    code, message = only(path)
    assert code == "berkas-tidak-ada"
    assert words in message


def test_a_file_being_written(tmp_path: Path) -> None:
    """A file that is still being copied is told to be incomplete, and read once it is whole."""
    whole = filled().bytes()
    path = tmp_path / "isian.xlsx"
    for end in range(0, len(whole), 997):
        path.write_bytes(whole[:end])
        assert only(path)[0] in {"berkas-rusak", "bukan-xlsx"}
    path.write_bytes(whole)
    assert reader.read(path).findings == ()


def test_a_file_that_grows_after_it_was_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size is limited by what was read, not by what was announced."""
    path = filled().save(tmp_path)
    monkeypatch.setattr("iku_excel.package.gate.MAX_FILE", 1000)
    assert only(path)[0] == "berkas-berbahaya"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_does_not_block(tmp_path: Path) -> None:
    """A named pipe or a device is refused without being opened."""
    pipe = tmp_path / "pipa.xlsx"
    os.mkfifo(pipe)
    assert only(pipe)[0] == "berkas-tidak-ada"
    assert only(Path(os.devnull))[0] == "berkas-tidak-ada"
    done = run("check", str(pipe), "--json", cwd=tmp_path)
    assert done.returncode == 1
    assert json.loads(done.stdout)["findings"][0]["code"] == "berkas-tidak-ada"


NAMES = (
    "IKU FINAL (1).xlsx",
    "IKU 'Tongas'.xlsx",
    'IKU "Tongas".xlsx',
    "IKU Pebruari \N{EN DASH} é 数据.xlsx",
    "IKU [TW1].xlsx",
    "IKU*?.xlsx",
    "$HOME;rm -rf x.xlsx",
    "-x.xlsx",
    "--json.xlsx",
    "baris\nbaru.xlsx",
    "ISIAN.XLSX",
    "tanpa akhiran",
)


@pytest.mark.parametrize("name", NAMES)
def test_odd_names(name: str, tmp_path: Path) -> None:
    """A file may have any name: after --, or with its folder, it is taken as it is."""
    filled().save(tmp_path, name)
    for arguments in (["--", name], [f"./{name}"]):
        done = run("build", "--json", *arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        record = json.loads(done.stdout)
        assert record["status"] == "built"
        assert Path(record["input"]) == Path(name)


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are for Linux")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    """A file name in an old encoding is read, and shown as well as it can be."""
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.xlsx")  # noqa: PTH118 - bytes
    with open(path, "wb") as file:  # noqa: PTH123 - bytes
        file.write(filled().bytes())
    for more in ([], ["--json"]):
        done = run("check", str(tmp_path), *more, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr

"""What lies beside an input: same files, files that are still open; told on the way, never in an output."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import filled
from commands import records, run
from openpyxl import load_workbook

from iku_excel.findings import catalogue
from iku_excel.reading import inputs
from iku_excel.run import batch
from iku_excel.run.reports import Report
from iku_excel.run.workers import Workers

OUTPUT = "IKU_2023_TW2_KECAMATAN_TONGAS.xlsx"


def codes(report: Report) -> list[str]:
    return [finding.code for finding in (*report.around, *report.outcome.findings)]


def test_inputs_of_the_same_bytes_are_one(tmp_path: Path) -> None:
    """The first of several same inputs is built; each other has its status and its output, and says of whom."""
    data = filled(n_periods=2).bytes()
    names = ["a.xlsx", "b.xlsx", "lain/a.xlsx"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    destination = batch.Destination(Path("hasil"), root=tmp_path)
    reports = list(batch.build([Path(name) for name in names], destination))
    assert [report.status for report in reports] == ["built"] * 3
    assert {report.output for report in reports} == {Path("hasil") / OUTPUT}
    assert [str(report.source) for report in reports] == names
    assert [codes(report) for report in reports] == [[], ["salinan-sama"], ["salinan-sama"]]
    assert [report.around[0].found for report in reports[1:]] == ["a.xlsx", "a.xlsx"]
    alone = tmp_path / "sendiri"
    list(batch.build([Path("a.xlsx")], batch.Destination(alone, root=tmp_path)))
    assert (alone / OUTPUT).read_bytes() == (tmp_path / "hasil" / OUTPUT).read_bytes()


def test_same_refused_inputs_share_the_marked_copy(tmp_path: Path) -> None:
    """Two same faulty inputs are both refused, with one correction copy."""
    data = filled().put("pembilang_1_tw1", "x").bytes()
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(data)
    reports = list(batch.build([tmp_path / "a.xlsx", tmp_path / "b.xlsx"], batch.Destination(tmp_path / "hasil")))
    assert [(report.status, codes(report)) for report in reports] == [
        ("refused", ["bukan-angka"]),
        ("refused", ["salinan-sama", "bukan-angka"]),
    ]
    assert {report.correction for report in reports} == {tmp_path / "hasil" / "a_koreksi.xlsx"}
    assert [path.name for path in (tmp_path / "hasil").iterdir()] == ["a_koreksi.xlsx"]


def test_copies_and_a_rival_are_all_refused(tmp_path: Path) -> None:
    """Where a third input of other bytes would write the same file, none is written, copies included."""
    for name, count in (("a.xlsx", 90), ("b.xlsx", 90), ("c.xlsx", 89)):
        filled(n_periods=2).put("pembilang_1_tw1", count).save(tmp_path, name)
    reports = list(batch.check(inputs.expand([str(tmp_path)])))
    assert [codes(report) for report in reports] == [
        ["kiriman-ganda"],
        ["salinan-sama", "kiriman-ganda"],
        ["kiriman-ganda"],
    ]
    assert {report.status for report in reports} == {"refused"}


def test_a_copy_fails_where_the_first_fails(tmp_path: Path) -> None:
    """What keeps the first from being written is said of its copies too."""
    data = filled(n_periods=2).bytes()
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "hasil").write_text("a file in the place of the folder")
    reports = list(batch.build([tmp_path / "a.xlsx", tmp_path / "b.xlsx"], batch.Destination(tmp_path / "hasil")))
    assert [(report.status, report.output) for report in reports] == [("refused", None)] * 2
    assert [codes(report) for report in reports] == [["gagal-tulis"], ["salinan-sama", "gagal-tulis"]]


def test_copies_in_other_chunks_and_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy finds its first also where another chunk, or another process, has written it."""
    monkeypatch.setattr(batch, "CHUNK", 1)
    data = filled(n_periods=2).bytes()
    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        (tmp_path / name).write_bytes(data)
    given = [tmp_path / name for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    reports = list(batch.build(given, batch.Destination(tmp_path / "hasil"), Workers(2)))
    assert [report.status for report in reports] == ["built"] * 3
    assert len({report.output for report in reports}) == 1


@pytest.mark.parametrize(
    ("lock", "program"), [("~$isian.xlsx", "Excel"), (".~lock.isian.xlsx#", "LibreOffice"), ("~$lain.xlsx", None)]
)
def test_an_input_that_is_still_open(lock: str, program: str | None, tmp_path: Path) -> None:
    """A lock file beside an input is told on screen and in JSON, not in the output, and --strict does not count it."""
    filled(n_periods=2).save(tmp_path)
    (tmp_path / lock).write_bytes(b"\x05Clerk" + b" " * 159)
    (record,) = records("build", "isian.xlsx", "--strict", cwd=tmp_path)
    found = [(finding["code"], finding["severity"], finding["found"]) for finding in record["findings"]]
    assert found == ([("berkas-terbuka", "warning", program)] if program else [])
    said = run("check", "isian.xlsx", "--strict", cwd=tmp_path)
    assert said.returncode == 0
    assert ("terakhir disimpan" in said.stdout) == (program is not None)
    book = load_workbook(tmp_path / record["output"])
    texts = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert not any("berkas-terbuka" in text or "terakhir disimpan" in text for text in texts)


@pytest.mark.parametrize("name", ["~$isian.xlsx", ".~lock.isian.xlsx#"])
def test_a_lock_file_named_outright_is_called_so(name: str, tmp_path: Path) -> None:
    """Who names the lock file hears what it is and which workbook it belongs to."""
    (tmp_path / name).write_bytes(b"\x05Clerk" + b" " * 159)
    (record,) = records("check", name, cwd=tmp_path)
    (finding,) = record["findings"]
    assert finding["code"] == "bukan-xlsx"
    assert "berkas kunci" in finding["message"]
    assert "isian.xlsx" in finding["message"]


def test_a_lock_file_that_is_not_there_is_not_called_one(tmp_path: Path) -> None:
    """A name alone makes no lock file."""
    (record,) = records("check", "~$isian.xlsx", cwd=tmp_path)
    assert [finding["code"] for finding in record["findings"]] == ["berkas-tidak-ada"]


def test_what_surrounds_never_refuses() -> None:
    """No finding about the surroundings is an error."""
    for code in ("berkas-terbuka", "salinan-sama"):
        assert catalogue.CATALOGUE[code].severity.value != "error"

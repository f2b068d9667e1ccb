"""A PDF that comes back: as written, with something appended, changed, or not ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import records, run

from iku_excel.delivery import pdf

SHA = "ab" * 32
NONE = b"0" * 32
TRAILER = b"trailer\n<< /Size 2\n/ID [ <%b>\n<%b> ]\n/DocChecksum /%b\n>>\n" % (NONE, NONE, NONE)
MADE = pdf.settled(b"%PDF-1.6\n1 0 obj\n<< >>\nendobj\n" + TRAILER + b"startxref\n9\n%%EOF\n", SHA)
UNSIGNED = pdf.settled(b"%PDF-1.6\nstartxref\n9\n%%EOF\n", SHA)  # our mark alone proves nothing
SIGNATURE = b"2 0 obj\n<< /Type /Sig >>\nendobj\nstartxref\n99\n%%EOF\n"


@pytest.mark.parametrize(
    ("data", "appended"),
    [
        (MADE, 0),
        (MADE + SIGNATURE, len(SIGNATURE)),
        (MADE + SIGNATURE + MADE, len(SIGNATURE + MADE)),
        (MADE + b"x", 1),
        (MADE.replace(b"\n1 0 obj", b"\n1 0  obj") + SIGNATURE, None),
        (MADE.replace(b"<< >>", b"<<  >>"), None),
        (MADE[:-7], None),
        (b"%PDF-1.6\nstartxref\n9\n%%EOF\n", None),
        (UNSIGNED, None),
        (b"", None),
    ],
)
def test_what_follows_ours_is_counted(data: bytes, appended: int | None) -> None:
    """Ours up to our own end-of-file mark, by our own checksum; the rest in bytes."""
    assert pdf.examine(data) == appended


def test_command_says_what_a_pdf_is(tmp_path: Path) -> None:
    """As written, with an addition, changed; in a folder only those of ours are looked at."""
    (tmp_path / "a.pdf").write_bytes(MADE)
    (tmp_path / "b.pdf").write_bytes(MADE + SIGNATURE)
    (tmp_path / "c.pdf").write_bytes(MADE.replace(b"<< >>", b"<<  >>"))
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.6\n%%EOF\n")
    (tmp_path / "unduhan").write_bytes(MADE)
    answer = run("verify", "a.pdf", "b.pdf", "unduhan", cwd=tmp_path)
    assert answer.returncode == 0
    assert f"✓ b.pdf: utuh, ada tambahan {len(SIGNATURE)} bita di belakangnya" in answer.stdout
    assert "✓ unduhan: utuh" in answer.stdout
    (tmp_path / "unduhan").unlink()
    told = records("verify", ".", cwd=tmp_path)
    assert [(item["input"], item["intact"], item["appended"]) for item in told] == [
        ("a.pdf", True, 0),
        ("b.pdf", True, len(SIGNATURE)),
        ("c.pdf", False, None),
    ]
    assert told[0]["workbook"] == SHA
    assert told[2]["findings"][0]["code"] == "pdf-lain"
    foreign = run("verify", "d.pdf", cwd=tmp_path)
    assert foreign.returncode == 1
    assert "tidak ada tanda kami" in foreign.stdout

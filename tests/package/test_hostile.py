"""Files made to harm: each is named for what it is, within the limits, and nothing of an input ever acts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import make_hostile
import pytest
from builders import Filled, filled, outcome, unzipped, zipped
from commands import run
from make_hostile import HEAVY, HOSTILE

from iku_excel import workbook
from iku_excel.model import Result
from iku_excel.package.gate import MAX_FILE

TIMES, MEGABYTES = 8, 300
"""What reading a file of up to 20 MB may take: eight times a bare parse of as many XML elements as are allowed."""

TIMEOUT = 180  # seconds, for a machine that stalls


@lru_cache(maxsize=1)
def sound_figures(folder: Path) -> tuple[Result, ...]:
    return outcome(filled().save(folder, "sehat.xlsx")).results


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_named_or_harmless(name: str, tmp_path: Path) -> None:
    """Every hostile file gets the finding that names it, or gives the figures of the sound template."""
    case = HOSTILE[name]
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(case.build())
    result = outcome(path)
    if case.code is None:
        assert result.findings == ()
        assert result.results == sound_figures(tmp_path)
        return
    (finding,) = result.findings
    assert finding.code == case.code
    assert case.words in finding.message
    assert result.results == ()
    if case.code == "berkas-berbahaya":
        assert finding.found
        assert finding.expected
        assert finding.message.endswith(f"{finding.found}, batasnya {finding.expected}.") or len(finding.found) > 80


def test_the_script_writes_the_whole_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script writes one file for each case."""
    few = dict(list(HOSTILE.items())[:3])
    monkeypatch.setattr(make_hostile, "HOSTILE", few)
    monkeypatch.setattr(make_hostile, "HEAVY", {})
    make_hostile.main(tmp_path / "jahat")
    assert sorted(path.stem for path in (tmp_path / "jahat").iterdir()) == sorted(few)


_MEASURE = '''
import sys, time
from pathlib import Path
from xml.parsers import expat
from iku_excel.package import census
from iku_excel.reading import reader

def most():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

def bare_parse():
    """Return the seconds of a parse of all the elements that are let in, measured on a tenth of them."""
    piece = b'<c r="A1" s="1"><v>1</v></c>' * 5_000
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: None
    began = time.process_time()
    parser.Parse(b"<x>")
    for _ in range(census.MAX_ELEMENTS // 100_000):
        parser.Parse(piece)
    return 10 * (time.process_time() - began)

reader.read(Path(sys.argv[1]))
bare = min(bare_parse() for _ in range(3))
before = most()
began = time.process_time()
found = reader.read(Path(sys.argv[2]))
print((time.process_time() - began) / bare, (most() - before) / 1024, [finding.code for finding in found.findings])
'''


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is told by Linux")
@pytest.mark.parametrize("name", HEAVY)
def test_the_heaviest_allowed_stay_light(name: str, tmp_path: Path) -> None:
    """The heaviest files that are let in take less than eight bare parses of all that is allowed, and 300 MB."""
    small, path = filled().save(tmp_path), tmp_path / "berat.xlsx"
    path.write_bytes(HEAVY[name]())
    assert path.stat().st_size <= MAX_FILE
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(small), str(path)],
        check=True,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )
    times, megabytes, codes = done.stdout.split(maxsplit=2)
    assert codes.strip() == "[]"
    assert float(times) < TIMES
    assert float(megabytes) < MEGABYTES


# ---------------------------------------------------------------- injection

MARK = "JAHAT"
TEXTS = (
    f'=HYPERLINK("http://{MARK}.example","{MARK}")',
    f"@SUM(1+1)*cmd|' /C {MARK}'!A0",
    f"+cmd|' /C {MARK}'!A0",
    f"-2+3+{MARK}",
    f"{{=1+{MARK}}}",
    f"http://{MARK}.example/x",
    f"mailto:{MARK}@example.com",
    f"internal:'{MARK}'!A1",
    f"external:{MARK}.xlsx",
    f"_x001B_[31m{MARK}_x0007_",
    f"\N{RIGHT-TO-LEFT OVERRIDE}{MARK}\N{ZERO WIDTH SPACE}",
    f"&A&D&Z&F{MARK}&P",
    f'<f>{MARK}</f>"]]>&amp;',
    f"[bold red]{MARK}[/bold red]",
    f"{{found}} {{0}} %s {MARK}",
    f"../../{MARK}",
)
LINES = ("tempat", "tanggal", "jabatan", "wilayah", "nama_pejabat", "pangkat", "nip", "catatan")
ESCAPES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def poisoned(text: str) -> Filled:
    sample = filled()
    for name in LINES:
        sample = sample.put(name, text)
    return sample


def assert_inert(parts: dict[str, bytes]) -> None:
    """No part of a workbook lets the marked text act."""
    for name, data in parts.items():
        text = data.decode("utf-8", errors="replace")
        acting = re.findall(r"<f\b[^>]*>.*?</f>|<hyperlink\b[^>]*>|<definedName\b.*?</definedName>", text, re.DOTALL)
        acting += re.findall(r"<(?:c:f|oddHeader|oddFooter|formula\d?)>.*?</", text, re.DOTALL)
        assert not [found for found in acting if MARK in found], name
        assert "externalLink" not in name
        assert "vbaProject" not in name
        if name.endswith(".rels"):
            assert MARK not in text
            assert "TargetMode" not in text
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text) or not name.endswith((".xml", ".rels"))


@pytest.mark.parametrize("text", TEXTS)
def test_text_stays_text_in_the_output(text: str, tmp_path: Path) -> None:
    """A text of the signature block or note is never a formula, link, header or relationship in the output."""
    result = outcome(poisoned(text).save(tmp_path))
    assert {finding.code for finding in result.findings} <= {"nip-tidak-sah", "huruf-tak-tampak", "tanggal-meragukan"}
    parts = unzipped(workbook.render(result, "f4"))
    assert MARK in "".join(data.decode("utf-8", errors="replace") for data in parts.values())
    assert_inert(parts)


@pytest.mark.parametrize("text", TEXTS)
def test_text_in_counts_stays_text_in_the_answer(text: str, tmp_path: Path) -> None:
    """A text where a count belongs is a finding; neither JSON, terminal, file names nor a copy let it act."""
    path = filled().put("pembilang_1_tw1", text).put("target_2", text).save(tmp_path, "isian.xlsx")
    codes = {finding.code for finding in outcome(path).findings}
    assert "bukan-angka" in codes
    assert codes <= {"bukan-angka", "target-bukan-persen", "huruf-tak-tampak"}
    for more in ([], ["--json"]):
        shown = command("build", path.name, *more, cwd=tmp_path)
        assert not ESCAPES.search(shown)
    for written in (tmp_path / "output").glob("*.xlsx"):
        assert MARK not in written.name
        assert_inert(unzipped(written.read_bytes()))


def test_texts_never_reach_a_terminal_raw(tmp_path: Path) -> None:
    """Neither the terminal nor JSON ever gets a control or direction character of an input, file name included."""
    name = "\x1b[31m\N{RIGHT-TO-LEFT OVERRIDE}isian\x07.xlsx"
    poisoned(f"_x001B_]0;{MARK}_x0007_\N{RIGHT-TO-LEFT OVERRIDE}").save(tmp_path, name)
    for arguments in (["check", name], ["build", name], ["check", name, "--json"], ["build", name, "--json"]):
        assert not ESCAPES.search(command(*arguments, cwd=tmp_path))


@pytest.mark.parametrize(
    "title",
    [
        "=1+1",
        "@SUM",
        "+cmd",
        "-x",
        "&amp;A&amp;P",
        "&#x9b;31m",
        "&#x202e;x",
        "{=1}",
        "_x001B_",
        "http:x",
        "[bold]",
        "it''s",
        "&lt;f&gt;1&quot;",
    ],
)
def test_sheet_names_never_act(title: str, tmp_path: Path) -> None:
    """A sheet may have any name; answers and the output stay inert."""
    sample = filled().put("pembilang_1_tw1", "x")
    for broken in (False, True):
        parts = unzipped((sample if broken else filled()).bytes())
        book = parts["xl/workbook.xml"].decode()
        quoted = "'" + title.replace("'", "''") + "'"
        book = book.replace('name="Data"', f'name="{title}"').replace(">Data!", f">{quoted}!")
        parts["xl/workbook.xml"] = book.encode()
        path = tmp_path / f"{broken}.xlsx"
        path.write_bytes(zipped(parts))
        assert [finding.code for finding in outcome(path).findings] == ["bukan-angka"] * broken
        for more in ([], ["--json"]):
            assert not ESCAPES.search(command("build", path.name, *more, cwd=tmp_path))
    for written in (tmp_path / "output").glob("*.xlsx"):
        assert_inert(unzipped(written.read_bytes()))


def command(*arguments: str, cwd: Path) -> str:
    """Return what the program shows; it must end with 0 or 1, never with a traceback."""
    done = run(*arguments, cwd=cwd)
    shown = done.stdout + done.stderr
    assert done.returncode in {0, 1}, shown
    assert "Traceback" not in shown
    if "--json" in arguments:
        for line in done.stdout.splitlines():
            json.loads(line)
    return shown

"""The words that a clerk reads: the office's own, a place once, and nothing to type that would be refused."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from builders import Filled, Formula, Percent, Value, filled, outcome
from commands import records, run
from damage import damaged, delete_sheet
from regency import output_of

from iku_excel.findings import CATALOGUE, Entry, catalogue
from iku_excel.findings.explain import EXAMPLES
from iku_excel.model import Finding
from iku_excel.template import practice

GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3})+(?![\d.])")
"""A number as it is read, not typed: "1.234", "1.000.000"."""

FOREIGN = re.compile(
    r"\b(?:membiarkan \w+ terbuka|placeholder|kilobita|megabita|bita|bytes?|roster|error|file|folder kerja|galat|"
    r"input|output|string|field|default|valid|cell|sheet|workbook|invalid|parse\w*)\b",
    re.IGNORECASE,
)
"""Words that no office says, of computers or of English."""

NAMED_BY_PROGRAMS = re.compile(
    r"--roster|File >|> ?[A-Z][\w ]+(?: Sheet| Workbook)?|Excel Workbook|Review > Unprotect Sheet|iku-excel [a-z]+"
    r"|Protect Workbook|Unprotect Sheet"
)
"""What a menu, an option or a command is called: written as on the screen."""


def _sentences(entry: Entry) -> tuple[str, ...]:
    return (entry.message, entry.fix, *entry.messages.values(), *entry.fixes.values())


def _typed(text: str) -> str:
    """Return a sentence without what it quotes as found: that is shown as it is written."""
    return re.sub(r'"[^"]*"', "", text)


@pytest.mark.parametrize("code", CATALOGUE)
def test_no_message_has_a_word_that_no_office_uses(code: str) -> None:
    """Message, remedy, meaning and example speak Indonesian; only menus, options and commands keep their names."""
    entry = CATALOGUE[code]
    for sentence in (*_sentences(entry), entry.meaning, entry.expected or "", EXAMPLES[code]):
        plain = NAMED_BY_PROGRAMS.sub("", re.sub(r"\{\w+\}", "", sentence))
        assert not FOREIGN.search(plain), sentence


@pytest.mark.parametrize("code", CATALOGUE)
@pytest.mark.parametrize("value", ["20233", "1234"])
def test_no_remedy_has_digits_that_would_be_refused(code: str, value: str) -> None:
    """Whatever a rule passes, a remedy is a sentence to the end, adds no dots of thousands, says the cell once."""
    entry = CATALOGUE[code]
    asked = {name for sentence in _sentences(entry) for _, name, _, _ in Formatter().parse(sentence) if name}
    for kind in {"", *entry.fixes, *entry.messages}:
        values = dict.fromkeys(asked - {"where", "cell", "label_lower", "note"}, value) | {"kind": kind}
        told = catalogue.finding(code, values, place=("Data", 6, 3), label="Pembilang")
        assert not GROUPED.search(_typed(told.fix)), told.fix
        assert "{" not in told.message + told.fix
        assert told.fix.rstrip().endswith((".", value)) or told.fix.endswith("FOLDER"), told.fix
        assert (told.message + told.fix).count("sel D7") <= 1, told.fix


TYPED: list[tuple[dict[str, Value], str]] = [
    ({"pembilang_1_tw1": "1234", "penyebut_1_tw1": 2000}, "angka-teks"),
    ({"penyebut_1_tw1": "1234"}, "angka-teks"),
    ({"tahun": 20233}, "tahun-tidak-sah"),
    ({"pembilang_1_tw1": 1234.5, "penyebut_1_tw1": 2000}, "bukan-bilangan-bulat"),
    ({"pembilang_1_tw1": 123456, "penyebut_1_tw1": 1234}, "pembilang-melebihi-penyebut"),
    (
        {"pembilang_1_tw1": Formula("1233.9999999999998", 1233.9999999999998), "penyebut_1_tw1": 2000},
        "angka-dibulatkan",
    ),
    ({"pembilang_1_tw1": Percent(12.34), "penyebut_1_tw1": 2000}, "persen-di-sel-angka"),
    ({"target_1": 20233}, "target-bukan-persen"),
]


@pytest.mark.parametrize(("values", "code"), TYPED)
def test_what_is_to_be_typed_has_plain_digits(values: dict[str, Value], code: str, tmp_path: Path) -> None:
    """A remedy fired by a real cell names numbers as they are typed, and a year never has a dot."""
    sample: Filled = filled()
    for name, value in values.items():
        sample = sample.put(name, value)
    found = outcome(sample.save(tmp_path)).findings
    assert code in [finding.code for finding in found]
    for finding in found:
        assert not GROUPED.search(_typed(finding.fix)), finding.fix
        if finding.code == "tahun-tidak-sah":
            assert "20233" in finding.message
            assert "20.233" not in finding.message


def test_answers_of_practice_are_plain_digits() -> None:
    """JAWABAN.txt tells nobody to type a number with dots of thousands, which the program refuses."""
    right = False
    numbers = 0
    for line in practice.answers([practice.workbook(lesson) for lesson in practice.LESSONS]):
        right = line.strip() == "Yang benar:" or (right and line.startswith("  - "))
        if right and line.startswith("  - "):
            assert not GROUPED.search(line), line
            numbers += bool(re.search(r": \d+$", line))
        if line.startswith("  ") and re.match(r"  (?:Ketik|Tulis|Isi|Ubah|Kembalikan)", line):
            assert not GROUPED.search(_typed(line)), line
    assert numbers


@pytest.mark.parametrize("value", ["-", "nihil", "95", "95,5 persen", "tinggi", True])
def test_a_target_as_text_is_never_advised_to_be_0(value: Value, tmp_path: Path) -> None:
    """The remedy of a target that is no number names a percentage or an empty cell; 0 is refused as a target."""
    found = [finding for finding in outcome(filled().put("target_1", value).save(tmp_path)).findings if finding.cell]
    assert {finding.code for finding in found} <= {"bukan-angka", "target-bukan-persen", "angka-teks"}
    assert not any(re.search(r"\b0\b(?![,%])", finding.fix) for finding in found)
    assert any("95%" in finding.fix for finding in found)


@pytest.mark.parametrize("sheet", ["Data", "Indikator", "Identitas"])
def test_a_deleted_sheet_is_one_finding_that_names_it(sheet: str, tmp_path: Path) -> None:
    """A sheet that is gone is told once, by its name, in place of a line for each of its cells."""
    path = tmp_path / "isian.xlsx"
    path.write_bytes(damaged(filled().bytes(), delete_sheet(sheet)))
    lost: list[Finding] = [finding for finding in outcome(path).findings if finding.code == "sel-hilang"]
    assert [finding.message for finding in lost] == [
        f"Lembar {sheet} tidak ada lagi, sehingga semua sel isiannya hilang."
    ]


def test_verify_names_edited_foreign_and_missing_apart(tmp_path: Path) -> None:
    """What was edited, what is not ours and what is not there each have their own words on the first line."""
    from openpyxl import load_workbook

    path = output_of("kecamatan", 0, tmp_path, stem="hasil")
    book = load_workbook(path)
    book["IKU"]["A1"] = "LAIN"
    book.save(tmp_path / "diubah.xlsx")
    (tmp_path / "isian.xlsx").write_bytes(filled().bytes())
    answer = run("verify", "diubah.xlsx", "isian.xlsx", "hilang.xlsx", path.name, cwd=tmp_path)
    assert answer.returncode == 1
    first = [line for line in answer.stdout.splitlines() if line[:1] in "✓✗" and line.strip()]
    assert first == [
        "✗ diubah.xlsx: diubah sesudah dibuat",
        "✗ isian.xlsx: bukan hasil build",
        "✗ hilang.xlsx: tidak dapat dibaca",
        f"✓ {path.name}: utuh",
    ]


def test_check_says_what_a_recap_roster_or_output_is(tmp_path: Path) -> None:
    """A workbook of ours that is no template is called what it is, with the command that takes it."""
    path = output_of("kecamatan", 0, tmp_path, stem="hasil")
    assert run("recap", path.name, "-o", "rekap.xlsx", cwd=tmp_path).returncode == 0
    assert run("template", "--roster-example", "-o", "daftar.xlsx", cwd=tmp_path).returncode == 0
    told = {
        item["input"]: item["findings"][0]
        for item in records("check", "rekap.xlsx", "daftar.xlsx", path.name, cwd=tmp_path)
    }
    assert {found["code"] for found in told.values()} == {"bukan-templat"}
    assert "rekap hasil iku-excel recap" in told["rekap.xlsx"]["message"]
    assert "--previous" in told["rekap.xlsx"]["fix"]
    assert "daftar organisasi" in told["daftar.xlsx"]["message"]
    assert "--roster" in told["daftar.xlsx"]["fix"]
    assert "lembar resmi hasil iku-excel build" in told[path.name]["message"]
    assert "iku-excel verify" in told[path.name]["fix"]

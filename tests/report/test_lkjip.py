"""Chapter III of the yearly report and its short forms, as python-docx and LibreOffice Writer read them."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from builders import Filled, define, filled, outcome, places
from commands import ROOT, records, run
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from office import convert, needs_office
from openpyxl import load_workbook
from pypdf import PdfReader

from iku_excel import template, workbook
from iku_excel.definition import profile
from iku_excel.model import Definition
from iku_excel.report import making, sources, word
from iku_excel.run import store
from iku_excel.run.workers import Workers
from iku_excel.text import indonesian

Value = template.Value


def with_lkjip(period: str = "tahunan", values: Mapping[str, Value] | None = None, **more: Value) -> Filled:
    """Return a filled template with the sheet Lkjip and some of its inputs."""
    definition = dataclasses.replace(define(period), lkjip=True)
    return filled(definition=definition, values={**(values or {}), **more})


def built(sample: Filled, folder: Path, name: str = "IKU.xlsx") -> Path:
    """Write the output of a filled template, as build does."""
    source = sample.save(folder, "isian.xlsx")
    path = folder / name
    path.write_bytes(store.seal(workbook.render(outcome(source))))
    source.unlink()
    return path


def reports(
    paths: list[Path], folder: Path, form: str = "bab3", previous: list[Path] | None = None
) -> list[making.Report]:
    before = list(sources.read(previous or []))
    return list(making.make(paths, before, form, making.Destination(folder / "lkjip"), Workers()))


def chapter(path: Path, folder: Path, previous: list[Path] | None = None) -> Document:
    (report,) = reports([path], folder, previous=previous)
    assert report.output is not None, places(report.findings)
    return docx.Document(str(report.output))


def text_of(document: Document) -> str:
    """Return all that a reader sees, in order, a line for each paragraph."""
    return "\n".join("".join(node.text or "" for node in p.iter(qn("w:t"))) for p in document.element.iter(qn("w:p")))


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def table(document: Document, number: int) -> list[list[str]]:
    """Return the rows of Tabel 3.<number>: the table after its caption."""
    body = list(document.element.body)
    for position, element in enumerate(body):
        words = "".join(node.text or "" for node in element.iter(qn("w:t")))
        if element.tag == qn("w:p") and words.startswith(f"Tabel 3.{number} "):
            return rows_of(Table(body[position + 1], document))
    raise AssertionError(f"no Tabel 3.{number}")


# ---------------------------------------------------------------- figures


def test_every_figure_is_that_of_the_json(tmp_path: Path) -> None:
    """Tabel 3.1 shows target, actual, counts, achievement and predicate as --json tells them, rounded for people."""
    built(filled(n_periods=2), tmp_path)
    (told,) = records("lkjip", "IKU.xlsx", cwd=tmp_path)
    assert told["output"] == "output/LKJIP_BAB3_2023_TW2_KECAMATAN_TONGAS.docx"
    heads, *rows = table(docx.Document(str(tmp_path / told["output"])), 1)
    assert heads[4:] == ["Target", "Realisasi", "Hitungan", "Capaian", "Predikat"]
    *indicators, mean = rows
    assert [row[4:] for row in indicators] == [
        [
            indonesian.percent(item["target"]),
            indonesian.percent(item["actual"]),
            f"{item['numerator']} dari {item['denominator']}",
            indonesian.percent(item["achievement"]),
            item["predicate"],
        ]
        for item in told["indicators"]
    ]
    average = sum(item["achievement"] for item in told["indicators"]) / 4
    assert (mean[1], mean[7]) == ("Rata-rata capaian 4 indikator", indonesian.percent(average))


def test_no_target_is_said_and_counted_by_no_mean(tmp_path: Path) -> None:
    """Without a target: "tidak ada target", achievement "-", and the mean says how many it is of."""
    document = chapter(built(filled("tahunan").put("target_2", None), tmp_path), tmp_path)
    *_, mean = rows = table(document, 1)
    assert (rows[2][4], rows[2][7], rows[2][8]) == ("tidak ada target", "-", "-")
    assert mean[1] == "Rata-rata capaian 3 indikator"
    assert "tidak ada target, maka tidak ada capaian" in text_of(document)


def test_a_template_and_its_output_tell_the_same(tmp_path: Path) -> None:
    """The chapter of a filled template differs from that of its output in the named source alone."""
    sample = filled("tahunan")
    output = built(sample, tmp_path)
    path = sample.save(tmp_path)
    texts = []
    for source in (path, output):
        lines = text_of(chapter(source, tmp_path)).splitlines()
        texts.append([line for line in lines if "SHA-256" not in line])
    assert texts[0] == texts[1]


# ---------------------------------------------------------------- what the office wrote on Lkjip


def test_what_the_office_wrote_stands_in_the_chapter(tmp_path: Path) -> None:
    """Final targets, standards, causes, remedies and budgets travel through build, outside the definition's seal."""
    written: dict[str, Value] = {
        "renstra_1": 0.95,
        "nasional_2": 0.8,
        "sebab_1": "Loket ditambah",
        "solusi_1": "Antrean daring",
        "anggaran_1": 125_000_000,
        "serapan_1": 100_000_000,
    }
    sample = with_lkjip(values=written)
    assert profile.to_json(sample.definition) == profile.to_json(define("tahunan"))
    document = chapter(built(sample, tmp_path), tmp_path)
    assert table(document, 3)[1][3:] == ["90,00%", "95,00%", "94,74%"]
    assert table(document, 3)[2][3:] == ["90,00%", "[isi: target akhir Renstra indikator 2]", "-"]
    assert table(document, 4)[2][3:] == ["90,00%", "80,00%", "112,50%"]
    assert table(document, 4)[1][4:] == ["-", "-"]
    assert table(document, 5)[1][3:] == ["Rp125.000.000", "Rp100.000.000", "80,00%"]
    text = text_of(document)
    assert "Sebab keberhasilan/kegagalan: Loket ditambah" in text
    assert "Solusi: Antrean daring" in text


def test_what_is_not_known_is_asked_for(tmp_path: Path) -> None:
    """Nothing is invented: every gap is a marked "[isi: ...]", and a standard that nobody gave has no table."""
    text = text_of(chapter(built(filled("tahunan"), tmp_path), tmp_path))
    for what in (
        "sebab keberhasilan/kegagalan indikator 2",
        "target akhir Renstra indikator 3",
        "anggaran dan serapannya untuk setiap sasaran",
        "analisis efisiensi penggunaan sumber daya",
    ):
        assert f"[isi: {what}]" in text
    assert "Tabel 3.4" not in text


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("renstra_1", "banyak", "bukan-angka"),
        ("renstra_1", 95, "target-bukan-persen"),
        ("nasional_2", 0, "target-bukan-persen"),
        ("anggaran_1", -5, "negatif"),
        ("anggaran_1", 1.5, "bukan-bilangan-bulat"),
        ("serapan_2", "1.234", "bukan-angka"),
        ("serapan_2", 2 * 10**15, "terlalu-besar"),
        ("sebab_1", "x" * 1_001, "teks-terlalu-panjang"),
    ],
)
def test_inputs_of_lkjip_are_checked_like_all_others(name: str, value: Value, code: str, tmp_path: Path) -> None:
    """A fault on Lkjip is named at its cell."""
    sample = with_lkjip()
    sheet, cell = sample.place(name)
    found = outcome(with_lkjip(values={name: value}).save(tmp_path)).findings
    assert (code, sheet, cell) in places(found)
    assert sheet == "Lkjip"


def test_a_template_with_lkjip_is_asked_for(tmp_path: Path) -> None:
    """Template --lkjip adds the sheet, locked but for its inputs; without it there is none."""
    assert run("template", "--lkjip", "-o", "a.xlsx", cwd=tmp_path).returncode == 0
    assert run("template", "-o", "b.xlsx", cwd=tmp_path).returncode == 0
    with_it, without = (load_workbook(tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert "Lkjip" in with_it.sheetnames
    assert "Lkjip" not in without.sheetnames
    sheet = with_it["Lkjip"]
    assert sheet.protection.sheet
    assert {"renstra_4", "nasional_1", "sebab_2", "solusi_3", "anggaran_4", "serapan_1"} <= set(with_it.defined_names)
    for name in ("renstra_1", "sebab_4", "serapan_4"):
        assert not sheet[with_it.defined_names[name].attr_text.split("!")[1].replace("$", "")].protection.locked
    assert sheet["B6"].protection.locked


# ---------------------------------------------------------------- earlier years


def of_year(
    year: int, folder: Path, change: Mapping[str, str] | None = None, counts: tuple[int, int] = (80, 100)
) -> Path:
    """Write the output of Kecamatan Tongas of a year, its second indicator perhaps worded otherwise."""
    definition: Definition = dataclasses.replace(define("tahunan"), year=year)
    if change:
        goal = definition.goals[1]
        altered = dataclasses.replace(goal.indicators[0], **change)  # type: ignore[arg-type]
        goals = (definition.goals[0], dataclasses.replace(goal, indicators=(altered,)), *definition.goals[2:])
        definition = dataclasses.replace(definition, goals=goals)
    values = {"pembilang_1_thn": counts[0], "penyebut_1_thn": counts[1]}
    return built(filled(definition=definition, values=values), folder, f"IKU_{year}.xlsx")


def test_years_stand_side_by_side(tmp_path: Path) -> None:
    """Every year from the first on has its column; one that was not given is asked for, not guessed."""
    previous = [of_year(2019, tmp_path, counts=(70, 100)), of_year(2022, tmp_path)]
    heads, first, *_ = table(chapter(of_year(2023, tmp_path, counts=(90, 100)), tmp_path, previous), 2)
    assert heads[3:] == [f"Realisasi {year}" for year in range(2019, 2024)]
    assert first[3:] == [
        "70,00% (73,68%)",
        "[isi: realisasi 2020]",
        "[isi: realisasi 2021]",
        "80,00% (84,21%)",
        "90,00% (94,74%)",
    ]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"text": "Persentase pengaduan yang selesai"}, "kalimat"),
        ({"unit": "kasus"}, "satuan"),
        ({"formula_text": "selesai : semua"}, "rumus"),
    ],
)
def test_what_has_changed_is_not_compared(change: Mapping[str, str], word: str, tmp_path: Path) -> None:
    """Another wording, unit or formula: the table says so, and so does the finding."""
    previous = of_year(2022, tmp_path, change)
    (report,) = reports([of_year(2023, tmp_path)], tmp_path, previous=[previous])
    (unlike,) = [finding for finding in report.findings if finding.code == "tidak-sebanding"]
    assert f"{word}nya berbeda" in unlike.message
    assert report.output
    rows = table(docx.Document(str(report.output)), 2)
    assert [row[3] for row in rows[1:]] == ["80,00% (84,21%)", "tidak sebanding", *[row[3] for row in rows[3:]]]
    assert "tidak sebanding" not in [row[3] for row in rows[3:]]


def test_a_year_with_two_truths_is_not_used(tmp_path: Path) -> None:
    """Two whole-year outputs of one year with other figures: neither is taken, and both are named."""
    folder = tmp_path / "lagi"
    folder.mkdir()
    previous = [of_year(2022, tmp_path), of_year(2022, folder, counts=(60, 100))]
    (report,) = reports([of_year(2023, tmp_path)], tmp_path, previous=previous)
    assert [finding.code for finding in report.findings] == ["pembanding-ganda"]
    assert not report.years


def test_a_previous_file_of_nobody_is_told(tmp_path: Path) -> None:
    """A file of the same year is no earlier one; the person who named it hears so."""
    of_year(2023, tmp_path)
    done = run("lkjip", "IKU_2023.xlsx", "--previous", "IKU_2023.xlsx", cwd=tmp_path)
    assert done.returncode == 0
    assert "tidak dipakai: tahun 2023, bukan tahun sebelumnya" in done.stdout


# ---------------------------------------------------------------- the file


def test_same_input_same_bytes(tmp_path: Path) -> None:
    """Neither the clock nor the folder reaches the bytes."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    written = []
    for name in ("a", "b"):
        path = built(filled("tahunan"), tmp_path / name)
        (report,) = reports([path], tmp_path / name)
        assert report.output
        written.append(report.output.read_bytes())
    assert written[0] == written[1]


def test_texts_stay_texts(tmp_path: Path) -> None:
    """Markup, formulas and field codes of an input are letters: no field but ours, no link, nothing from outside."""
    text = 'A & <b> "c" =HYPERLINK("http://x") { INCLUDETEXT c:/x } \u202e\x07 https://contoh.go.id'
    path = built(with_lkjip(sebab_1=text, nama_pejabat='D & <w:hyperlink> "E"'), tmp_path)
    (report,) = reports([path], tmp_path)
    assert report.output
    with zipfile.ZipFile(report.output) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = docx.Document(str(report.output))
    assert 'A & <b> "c" =HYPERLINK("http://x") { INCLUDETEXT c:/x }' in text_of(document)
    fields = {(node.text or "").split()[0] for node in document.element.iter(qn("w:instrText"))}
    assert fields == {"SEQ"}
    assert not list(document.element.iter(qn("w:hyperlink")))
    assert not [name for name, data in parts.items() if name.endswith(".rels") and b'TargetMode="External"' in data]


def test_ninety_nine_indicators(tmp_path: Path) -> None:
    """The largest form has a row and a block for each indicator; headings repeat, and no row is parted."""
    definition = define("tahunan")
    goal = definition.goals[0]
    many = tuple(dataclasses.replace(goal.indicators[0], number=n, text=f"Indikator ke-{n}") for n in range(1, 100))
    definition = dataclasses.replace(definition, goals=(dataclasses.replace(goal, indicators=many),))
    document = chapter(built(filled(definition=definition), tmp_path), tmp_path)
    assert len(table(document, 1)) == 1 + 99 + 1
    assert sum(p.style is not None and p.style.name == "Heading 3" for p in document.paragraphs) == 99
    rows = document.tables[0].rows
    assert len(list(rows[0]._tr.iter(qn("w:tblHeader")))) == 1
    assert all(len(list(row._tr.iter(qn("w:cantSplit")))) == 1 for row in rows)


def test_words_own_styles(tmp_path: Path) -> None:
    """Headings and captions have Word's styles, so a table of contents comes by itself; it is Indonesian."""
    document = chapter(built(filled("tahunan"), tmp_path), tmp_path)
    styles = {p.style.name for p in document.paragraphs if p.style is not None}
    assert {"Heading 1", "Heading 2", "Heading 3", "Caption"} <= styles
    assert {node.get(qn("w:val")) for node in document.styles.element.iter(qn("w:lang"))} == {"id-ID"}
    assert [section.orientation for section in document.sections] == [0, 1, 0]


def test_an_edited_output_is_refused(tmp_path: Path) -> None:
    """Figures of a workbook that was edited by hand are in no report."""
    path = built(filled("tahunan"), tmp_path)
    book = load_workbook(path)
    book["Capaian"]["D7"] = 1
    book.save(path)
    (report,) = reports([path], tmp_path)
    assert report.output is None
    assert "keluaran-diubah" in {finding.code for finding in report.findings}


def test_a_folder_writes_one_for_each_and_rivals_none(tmp_path: Path) -> None:
    """Each office has its report; two files that would write the same one are both refused; -o FILE takes one input."""
    folder = tmp_path / "kiriman"
    folder.mkdir()
    of_year(2022, folder)
    of_year(2023, folder)
    built(filled("tahunan", pembilang_1_thn=1), folder, "lagi.xlsx")
    done = run("lkjip", "kiriman", "-o", "lkjip", "--json", cwd=tmp_path)
    assert done.returncode == 1
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(item["output"], item["status"]) for item in told] == [
        ("lkjip/LKJIP_BAB3_2022_KECAMATAN_TONGAS.docx", "built"),
        (None, "refused"),
        (None, "refused"),
    ]
    assert told[1]["findings"][0]["code"] == "kiriman-ganda"
    assert run("lkjip", "kiriman", "-o", "satu.docx", cwd=tmp_path).returncode == 2


def test_a_file_of_the_office_is_never_overwritten(tmp_path: Path) -> None:
    """What was edited in Word since goes to arsip/ before the new one is written."""
    path = built(filled("tahunan"), tmp_path)
    (first,) = reports([path], tmp_path)
    assert first.output
    first.output.write_bytes(b"disunting")
    (second,) = reports([path], tmp_path)
    assert second.archived
    assert second.archived.read_bytes() == b"disunting"


@pytest.mark.parametrize(("form", "name"), [("pk", "PK"), ("renaksi", "RENAKSI")])
def test_short_forms(form: str, name: str, tmp_path: Path) -> None:
    """The short forms hold goals, indicators and targets; what the office alone knows is asked for."""
    (report,) = reports([built(filled("tahunan"), tmp_path)], tmp_path, form)
    assert report.output
    assert report.output.name == f"{name}_2023_KECAMATAN_TONGAS.docx"
    document = docx.Document(str(report.output))
    heads, *rows = rows_of(document.tables[0])
    column = next(position for position, head in enumerate(heads) if head.startswith("Target"))
    assert [row[column] for row in rows] == ["95,00%"] * 4
    wanted = "[isi: nama pihak kedua]" if form == "pk" else "[isi: target]"
    assert wanted in text_of(document)


@needs_office
def test_writer_reads_it(tmp_path: Path) -> None:
    """LibreOffice Writer prints all tables, captions and bars of the chapter."""
    path = built(with_lkjip("triwulanan", renstra_1=0.9, nasional_1=0.9, anggaran_1=5, serapan_1=4), tmp_path)
    (report,) = reports([path], tmp_path)
    assert report.output
    reader = PdfReader(convert(report.output, "pdf", tmp_path))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in ("BAB III", *(f"Tabel 3.{n}" for n in range(1, 6)), "Realisasi setiap periode", "Triwulan IV"):
        assert words in text


def test_python_docx_stays_out_of_other_commands() -> None:
    """Only the room that writes Word imports python-docx."""
    assert word.__file__ == str(ROOT / "iku_excel" / "report" / "word.py")

"""Renew the generated pages (``make docs``) and the pictures (``make picture``, ``picture-page``, ``-review``)."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from iku_excel.findings.catalogue import CATALOGUE, SEVERITIES
from iku_excel.findings.explain import EXAMPLES, readable

DOCS = Path(__file__).parent
TESTS = DOCS.parent / "tests"
SAME = "the same figures"
EXAMPLE = DOCS.parent / "input_templates" / "contoh_tongas_2023_triwulanan.xlsx"

_INTRODUCTION = """\
# Temuan

<!-- Dibuat dari iku_excel/findings/ dengan `make docs`; jangan disunting di sini. -->

Setiap temuan menyebut satu kesalahan di satu sel: di mana, apa yang tertulis, apa aturannya, dan apa yang
harus dilakukan. **Kesalahan** membuat kiriman ditolak. **Peringatan** dan **keterangan** tidak menghalangi.
Kode temuan tetap sama dari versi ke versi.
"""


def findings_page() -> str:
    """Return docs/temuan.md."""
    parts = [_INTRODUCTION]
    for code, entry in CATALOGUE.items():
        parts.append(f"## `{code}` ({SEVERITIES[entry.severity]})\n\n{entry.meaning}\n")
        if entry.expected:
            parts.append(f"Yang diharapkan: {entry.expected}.\n")
        if code in EXAMPLES:
            parts.append(f"Contoh: {EXAMPLES[code]}\n")
        parts.append(f"Yang harus dilakukan: {readable(entry.fix)}\n")
    return "\n".join(parts)


_LIVE = """\
# Yang diperiksa templat sendiri

<!-- Dibuat dari iku_excel/template/verdict/ dengan `make docs`; jangan disunting di sini. -->

Lembar `Periksa` memeriksa isian dengan rumus Excel, dengan kata-kata yang sama seperti `iku-excel check`. Putusannya
menghitung kesalahan; peringatan disebut di bawahnya. Bila putusan di berkas berbeda dari hasil pemeriksaan, `check`
memberi keterangan `putusan-berbeda`: yang berlaku hasil pemeriksaan.
"""


def live_page() -> str:
    """Return docs/periksa.md: which codes the template tells by itself, and why not the others."""
    from iku_excel.template.verdict import forms, reasons

    told = sorted(forms.CODES | forms.ALONE, key=list(CATALOGUE).index)
    lines = [_LIVE, "## Diperiksa dengan rumus\n"]
    lines += [f"- `{code}` ({SEVERITIES[CATALOGUE[code].severity]})" for code in told]
    lines += ["", "## Tidak diperiksa dengan rumus, dan sebabnya\n", "| kode | sebab |", "|---|---|"]
    lines += [f"| `{code}` | {reason} |" for code, reason in reasons.REASONS.items()]
    lines += ["", "## Isi sel yang tidak tampak oleh rumus\n", "| isi | sebab |", "|---|---|"]
    lines += [f"| {what} | {reason} |" for what, reason in reasons.BLIND.items()]
    return "\n".join([*lines, ""])


_ROBUSTNESS = """\
# What every wrong, damaged or hostile workbook gets

<!-- Made from the tests with `make docs`; do not edit here. -->

A summary of what the tests hold: what is done to a soundly filled template, and what is answered. "The same
figures" means that it builds without a word to the figures of the sound one.
"""


def robustness_page() -> str:
    """Return docs/robustness.md: the tables that the tests of wrong files go through."""
    rooms = [str(TESTS / wing) for wing in ("support", "reading", "package", "figures")]
    sys.path[:0] = rooms
    try:
        import make_hostile
        import odd
        import test_damage
        import test_disguise
        import test_mutation
    finally:
        del sys.path[: len(rooms)]
    roles = list(test_mutation.EXPECTED)
    values = []
    for kind in test_mutation.KINDS:
        anywhere = test_mutation.ANYWHERE.get(kind)
        told = [anywhere or test_mutation.EXPECTED[role].get(kind, "") for role in roles]
        values.append((kind, *(_codes(codes.split()) for codes in told)))
    damages = [(name, _codes([told[0] for told in case.expected]) or SAME) for name, case in test_damage.CASES.items()]
    disguises = [(name, _codes([code]), words) for name, (_, code, words) in test_disguise.DISGUISES.items()]
    hostile = [
        (name, _first_line(case.build), _codes([case.code] if case.code else []) or SAME)
        for name, case in make_hostile.HOSTILE.items()
    ]
    odds = [
        (name, _first_line(case.build), _codes([code for code, *_ in case.findings]) or SAME)
        for name, case in odd.ODD.items()
    ]
    heavy = [(name, _first_line(build)) for name, build in make_hostile.HEAVY.items()]
    parts = [
        _ROBUSTNESS,
        "## Wrong values\n",
        "Every input cell of every period kind with every kind of value (nothing: it is sound there).\n",
        _table(("value", *roles), values),
        "## Damaged templates\n",
        _table(("damage", "answer"), damages),
        "## Files that are not what they seem\n",
        _table(("renamed .xlsx", "code", "named as"), disguises),
        "## Odd files\n",
        "Written by other programs, or by a hurried hand; read where there is but one reading.\n",
        _table(("file", "what is done", "answer"), odds),
        "## Hostile files\n",
        _table(("file", "what is done", "answer"), hostile),
        "## The heaviest files that are let in\n",
        "Each is read in less than eight times a bare parse of as many XML elements as are allowed, and in 300 MB.\n",
        _table(("file", "what it holds"), heavy),
    ]
    for title, module in (
        ("Fuzz", "package/test_fuzz.py"),
        ("Faults of the machine", "run/test_machine_faults.py"),
        ("The correction copy", "workbook/test_correction.py"),
    ):
        parts += [f"## {title}\n", *_behaviours(TESTS / module)]
    return "\n".join(parts)


def _behaviours(path: Path) -> list[str]:
    """Return the behaviours that the tests of a module state, as a list."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return [*(f"- {' '.join((ast.get_docstring(test) or '').split())}" for test in tests), ""]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines) + "\n"


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in dict.fromkeys(codes))


def _first_line(build: Callable[[], bytes]) -> str:
    return (build.__doc__ or "").strip().partition("\n")[0]


def picture() -> None:
    """Write docs/iku.png: the sheet IKU of the shipped example, as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "iku_excel", "build", str(EXAMPLE), "-o", folder]
        subprocess.run(command, check=True, capture_output=True)
        (output,) = Path(folder).glob("*.xlsx")
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        office = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(output)]
        subprocess.run(office, check=True, capture_output=True)
        pages = ["pdftoppm", "-r", "100", "-png", "-singlefile", f"{folder}/{output.stem}.pdf", str(DOCS / "iku")]
        subprocess.run(pages, check=True)


def picture_page() -> None:
    """Write docs/halaman.png and halaman-sempit.png: a fault open on the page, wide and as on a telephone."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    from iku_excel.template import practice

    command = [sys.executable, "-m", "iku_excel", "page", "--no-open"]
    with tempfile.TemporaryDirectory() as folder, subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as page:
        last = next(lesson for lesson in practice.LESSONS if lesson.name == "15_campuran")
        lesson = Path(folder) / last.file_name
        lesson.write_bytes(practice.workbook(last))
        address = page.stdout.readline().strip() if page.stdout else ""
        with sync_playwright() as played:
            browser = played.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for name, width, height in (("halaman", 1400, 1000), ("halaman-sempit", 360, 1200)):
                tab = browser.new_page(viewport={"width": width, "height": height})
                tab.goto(address)
                tab.set_input_files("#pick-files", str(lesson))
                tab.locator("#form .paper").wait_for()
                tab.locator(".fault button").last.click()
                tab.mouse.move(0, 0)
                tab.screenshot(path=DOCS / f"{name}.png")
                with Image.open(DOCS / f"{name}.png") as taken:
                    taken.quantize(64).save(DOCS / f"{name}.png", optimize=True)
                tab.get_by_role("button", name="Singkirkan", exact=True).click()
                tab.get_by_text("disingkirkan").wait_for()
            tab.get_by_role("button", name="Tutup").click()
            browser.close()


def picture_review() -> None:
    """Write docs/impor.png: the review of the official document of Tongas, as LibreOffice prints it on a wide page."""
    import docx
    import openpyxl
    from PIL import Image, ImageChops

    lines = (TESTS / "reference" / "iku_tongas_2023.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line]
    with tempfile.TemporaryDirectory() as folder:
        document = docx.Document()
        table = document.add_table(len(rows), 5)
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.save(f"{folder}/keputusan.docx")
        command = [sys.executable, "-m", "iku_excel", "import", "keputusan.docx", "-o", "tinjau.xlsx"]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
        book = openpyxl.load_workbook(f"{folder}/tinjau.xlsx")
        sheet = book["Tinjau"]
        sheet.print_area = "A1:P9"
        sheet.col_breaks.brk.clear()
        sheet.print_title_cols = None
        sheet.page_setup.paperSize = 8  # A3
        sheet.page_setup.scale = None
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        book.save(f"{folder}/tinjau.xlsx")
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        office = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/tinjau.xlsx"]
        subprocess.run(office, check=True, capture_output=True)
        pages = ["pdftoppm", "-r", "120", "-png", "-singlefile", f"{folder}/tinjau.pdf", f"{folder}/tinjau"]
        subprocess.run(pages, check=True)
        with Image.open(f"{folder}/tinjau.png") as page:
            shown = page.convert("RGB").crop((0, 0, page.width, int(page.height * 0.9)))
            box = ImageChops.difference(shown, Image.new("RGB", shown.size, "white")).getbbox() or (0, 0, *shown.size)
            shown.crop(box).quantize(64).save(DOCS / "impor.png", optimize=True)


def picture_lkjip() -> None:
    """Write docs/lkjip.png: the tables of the shipped example's chapter, as LibreOffice Writer prints them."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "iku_excel", "lkjip", str(EXAMPLE), "-o", f"{folder}/bab3.docx"]
        subprocess.run(command, check=True, capture_output=True)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        office = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/bab3.docx"]
        subprocess.run(office, check=True, capture_output=True)
        page = ["pdftoppm", "-r", "80", "-f", "2", "-l", "2", "-png", "-singlefile", f"{folder}/bab3.pdf"]
        subprocess.run([*page, str(DOCS / "lkjip")], check=True)


if __name__ == "__main__":
    if "picture" in sys.argv[1:]:
        picture()
    elif "picture-page" in sys.argv[1:]:
        picture_page()
    elif "picture-review" in sys.argv[1:]:
        picture_review()
    elif "picture-lkjip" in sys.argv[1:]:
        picture_lkjip()
    else:
        (DOCS / "temuan.md").write_text(findings_page(), encoding="utf-8")
        (DOCS / "periksa.md").write_text(live_page(), encoding="utf-8")
        (DOCS / "robustness.md").write_text(robustness_page(), encoding="utf-8")

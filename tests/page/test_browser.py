"""The page in a real browser: Debian's Chromium drops files, opens faults and takes the results away, offline."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pages
import pytest
import regency
from commands import records

import iku_excel
from iku_excel.page.app import STATIC
from iku_excel.run import store
from iku_excel.template import practice

CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
ARGUMENTS = [
    "--no-sandbox",  # Chromium refuses to be root otherwise
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

Browsed = Any
"""A page of playwright, whose types come and go with its import."""

_FILES = """
(files) => {
  const transfer = new DataTransfer();
  for (const [name, data] of files) {
    transfer.items.add(new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], name));
  }
  return transfer;
}
"""


_FAULTS = "nodes => nodes.map(node => [node.classList[1], node.dataset.code, node.dataset.cell])"

_NAMELESS = """
(nodes) => {
  const words = (node) =>
    node.getAttribute("aria-label") ||
    (node.labels?.[0] || document.getElementById(node.getAttribute("aria-labelledby")) || node).innerText;
  return nodes.filter((node) => node.checkVisibility() && !words(node)).map((node) => node.outerHTML);
}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as played:
        opened = played.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Browsed]:
    """A tab on a page of its own, which asks nothing of anybody else and says nothing to the console."""
    with pages.started() as (_, address):
        context = browser.new_context(viewport={"width": 360, "height": 800}, accept_downloads=True)
        opened = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.goto(address)
        opened.locator("#blank-form option").first.wait_for(state="attached")
        yield opened
        context.close()
        assert {url.startswith((address, "blob:")) for url in asked} == {True}
        assert said == []


def drop(tab: Browsed, files: Sequence[Path]) -> None:
    """Drop files on the page and wait until all are checked."""
    packed = [(path.name, base64.b64encode(path.read_bytes()).decode()) for path in files]
    tab.locator("#drop").dispatch_event("drop", {"dataTransfer": tab.evaluate_handle(_FILES, packed)})
    tab.get_by_text(f"{len(files)} berkas diperiksa.", exact=True).wait_for(timeout=60_000)


def taken(tab: Browsed, name: str) -> tuple[str, bytes]:
    """Click a link and return the name and bytes of what is downloaded."""
    with tab.expect_download() as waited:
        tab.get_by_role("link", name=name).click()
    return waited.value.suggested_filename, waited.value.path().read_bytes()


def shown(tab: Browsed) -> list[tuple[str, ...]]:
    """Return severity, code and cell of every finding on the page."""
    return [tuple(found) for found in tab.eval_on_selector_all(".fault", _FAULTS)]


@needs_chromium
def test_the_practice_files(tab: Browsed, tmp_path: Path) -> None:
    """Dropped, the practice files show the findings of check --json and give the bytes of build."""
    folder = tmp_path / "latihan"
    files = [path for path in practice.write(folder) if path.suffix == ".xlsx" and "14_nol" not in path.name]
    told = {Path(record["input"]).name: record for record in records("check", *map(str, files), cwd=tmp_path)}
    made = {Path(record["input"]).name: record for record in records("build", *map(str, files), cwd=tmp_path)}
    drop(tab, files)
    for name, record in told.items():
        tab.get_by_role("button", name=name).click()
        tab.locator("#downloads a").wait_for()
        tab.locator(f"tr[aria-current=true]:has-text('{name}')").wait_for()
        tab.locator("#form .paper").wait_for()
        found = [(item["severity"], item["code"], item["cell"] or "") for item in record["findings"]]
        tab.locator(".fault").nth(len(found) - 1).wait_for()
        assert shown(tab) == found
    for name, label, key in (
        (files[0].name, "Salinan koreksi", "correction"),
        (files[12].name, "Buku kerja resmi", "output"),
    ):
        tab.get_by_role("button", name=name).click()
        called, data = taken(tab, label)
        assert called == Path(made[name][key]).name
        assert data == (tmp_path / made[name][key]).read_bytes()


@needs_chromium
def test_by_keyboard_on_a_narrow_screen(tab: Browsed, tmp_path: Path) -> None:
    """A fault opens and closes by keyboard, its cell is marked and named, and nothing is wider than 360 px."""
    lesson = tmp_path / practice.LESSONS[0].file_name
    lesson.write_bytes(practice.workbook(practice.LESSONS[0]))
    drop(tab, [lesson])
    button = tab.locator(".fault button").first
    button.focus()
    tab.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    cell = tab.locator(".fault .at").first
    assert cell.get_attribute("aria-label") == "E7, 1.234"
    assert cell.is_visible()
    assert tab.locator(".fault dt").all_inner_texts() == ["Tertulis", "Seharusnya", "Yang dilakukan"]
    for width in (360, 1920):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") == width
    tab.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "false"
    assert tab.eval_on_selector_all("input, button, a, [role=region]", _NAMELESS) == []
    tab.get_by_role("button", name="Tutup").click()
    tab.get_by_text("Halaman ditutup.").wait_for()


@needs_chromium
def test_24_offices_and_the_recap(tab: Browsed, tmp_path: Path) -> None:
    """24 files dropped are a table of offices; one button adds them up, and the recap is that of the command."""
    files = [regency.input_of(name, office, tmp_path) for office, name in enumerate(regency.offices())]
    tab.set_viewport_size({"width": 1400, "height": 900})
    drop(tab, files)
    assert tab.locator("#offices tbody tr").count() == 24
    assert tab.locator("#offices .good").count() == 24
    tab.set_input_files("#pick-roster", str(regency.ROSTER))
    tab.get_by_text("0 dari 24 organisasi belum ada berkasnya").wait_for()
    tab.get_by_role("button", name="Buat rekap").click()
    tab.get_by_role("link", name="Unduh rekap").wait_for(timeout=60_000)
    called, data = taken(tab, "Unduh rekap")
    assert called == "REKAP_IKU_2023.xlsx"
    assert data == store.seal(iku_excel.recap([tmp_path], roster=regency.ROSTER)[1])


def test_contrast() -> None:
    """In both lights every colour of text stands off from every ground it is used on by 4.5 to 1 (AA)."""
    css = (STATIC / "page.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", block)) for block in blocks)
    assert light.keys() == dark.keys()
    inks = ("ink", "muted", "error", "warning", "good", "info")
    pairs = [(ink, ground) for ink in inks for ground in ("card", "ground")]
    pairs += [("on-accent", "accent"), *((kind, f"{kind}-ground") for kind in ("error", "warning", "good", "info"))]
    pairs += [(kind, "info-ground") for kind in ("ink", "good", "error", "warning")]  # a row of the table that is open
    for colours in (light, dark):
        for ink, ground in pairs:
            high, low = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG has it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

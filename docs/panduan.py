"""Renew the guide: ``make panduan`` takes its pictures from real files and prints it as a PDF.

Pictures are of a real LibreOffice window (on a screen of its own, Xvfb), of printed pages (pdftoppm), and of
a terminal that shows what a command has really said. The PDF (WeasyPrint) holds the guide, its pictures and
every finding of the catalogue, and lies inside the package, where ``iku-excel panduan`` finds it. Needs
LibreOffice, Xvfb, pdftoppm and the extra ``docs``.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from markdown_it import MarkdownIt
from PIL import Image, ImageDraw, ImageFont, ImageGrab
from weasyprint import HTML

import iku_excel
from iku_excel.findings.catalogue import CATALOGUE
from iku_excel.findings.explain import explain
from iku_excel.package import gate
from iku_excel.package.edit import Package, child, m
from iku_excel.template import practice

DOCS = Path(__file__).parent
ROOT = DOCS.parent
PICTURES = DOCS / "panduan"
GUIDE = ROOT / "iku_excel" / "panduan.pdf"
ROSTER = ROOT / "input_templates" / "daftar_kecamatan_probolinggo.xlsx"
EXAMPLE = ROOT / "input_templates" / "contoh_tongas_2023_triwulanan.xlsx"
SCREEN = (1500, 900)
TOP = 76  # of the screen: below the tool bars
WHOLE = (1438, 882)  # right and bottom: left of the side bar, with the sheet tabs
WHITE = (40, 140, *WHOLE)  # where a sheet is white once it is drawn
PATIENCE = 300  # seconds that a window may take on a busy machine
ATTEMPTS = 3
COLOURS = 128  # of a picture; a window of a spreadsheet has few


# ------------------------------------------------------------ pictures


WINDOWS = (
    ("templat", "isian.xlsx", "Data", WHOLE),
    ("identitas", "isian.xlsx", "Identitas", WHOLE),
    ("terisi", "terisi.xlsx", "Data", (1438, 740)),
    ("salah", "salah.xlsx", "Data", (1200, 480)),
    ("temuan", "hasil/salah_koreksi.xlsx", "Temuan", (1438, 340)),
    ("ditandai", "hasil/salah_koreksi.xlsx", "Data", (1200, 480)),
    ("hasil", "hasil/IKU_2023_TW2_KECAMATAN_TONGAS.xlsx", "Capaian", WHOLE),
    ("rekap", "REKAP_TW2.xlsx", "Rekap", WHOLE),
    ("kelengkapan", "REKAP_TW2.xlsx", "Kelengkapan", WHOLE),
)
"""Pictures of a window: name, workbook, sheet, right and bottom."""

TERMINALS = (
    ("build", "build terisi.xlsx"),
    ("ditolak", "check salah.xlsx"),
    ("surel", "email hasil/IKU_2023_TW2_KECAMATAN_TONGAS.xlsx --to organisasi@contoh.go.id --dry-run"),
    ("doctor", "doctor"),
    ("verify", "verify kiriman/IKU_KECAMATAN_MARON.xlsx kiriman/IKU_KECAMATAN_DRINGU.xlsx"),
)
"""Pictures of a terminal: name, what is typed after iku-excel."""


def windows() -> None:
    """Take the pictures of workbooks."""
    with _files() as room, _screen() as display:
        for picture, source, sheet, size in WINDOWS:
            _window(room, display, room / source, sheet, size, PICTURES / f"{picture}.png")
        _page(room / "hasil" / "IKU_2023_TW2_KECAMATAN_TONGAS.pdf", PICTURES / "resmi.png")


def terminals() -> None:
    """Draw what commands say."""
    with _files() as room:
        for picture, typed in TERMINALS:
            _terminal(room, typed.split(), PICTURES / f"{picture}.png")


@contextmanager
def _files() -> Iterator[Path]:
    """Hold a folder with the files that the pictures show, made with the commands that the guide tells."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        _make(Path(name))
        yield Path(name)


def _make(room: Path) -> None:
    _run(room, "template", "-o", "isian.xlsx")
    shutil.copy(EXAMPLE, room / "terisi.xlsx")
    lessons = {lesson.name: lesson for lesson in practice.LESSONS}
    (room / "salah.xlsx").write_bytes(practice.workbook(lessons["15_campuran"]))
    _run(room, "build", "terisi.xlsx", "salah.xlsx", "--pdf", "-o", "hasil")
    _regency_mail(room / "kiriman")
    shutil.copy(ROSTER, room / "kecamatan.xlsx")
    _run(room, "recap", "kiriman", "-o", "REKAP_TW2.xlsx", "--roster", "kecamatan.xlsx")


def _regency_mail(folder: Path) -> None:
    """Fill a folder with what a regency gets by mail, as the tests do."""
    support = str(ROOT / "tests" / "support")
    sys.path.insert(0, support)
    try:
        import regency
    finally:
        sys.path.remove(support)
    regency.mail(folder)


def _run(room: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "iku_excel", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "110"}
    done = subprocess.run(command, cwd=room, check=False, capture_output=True, text=True, env=environment)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return done.stdout


@contextmanager
def _screen() -> Iterator[str]:
    """Hold a screen that nobody sees."""
    # a server that resets with its last client, a picture taken, refuses the program that is just starting
    command = ["Xvfb", "-noreset", "-displayfd", "1", "-screen", "0", f"{SCREEN[0]}x{SCREEN[1]}x24"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    number = server.stdout.readline().strip() if server.stdout else ""
    display = f":{number}"  # the first that is free
    try:
        yield display
    finally:
        server.terminate()
        server.wait()


def _window(room: Path, display: str, source: Path, sheet: str, size: tuple[int, int], picture: Path) -> None:
    """Take a picture of a workbook opened at a sheet in LibreOffice, which may end before it shows anything."""
    for attempt in range(ATTEMPTS):
        place = room / f"{picture.stem}_{attempt}"  # what was killed leaves locks behind
        place.mkdir()
        opened = place / f"{picture.stem}.xlsx"
        opened.write_bytes(_opening_at(source.read_bytes(), sheet))
        profile = f"-env:UserInstallation={(place / 'profil').as_uri()}"
        office = subprocess.Popen(
            ["soffice", profile, "--norestore", "--nologo", "--nofirststartwizard", "--calc", str(opened)],
            env={**os.environ, "DISPLAY": display, "LANG": "C.UTF-8"},
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        try:
            screen = _settled_screen(display, office)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)
            office.wait()
            time.sleep(1)
        if screen is not None:
            return _kept(screen.crop((0, TOP, *size)), picture)
    raise RuntimeError(f"LibreOffice shows no window of {source.name}")


def _settled_screen(display: str, office: subprocess.Popen[bytes]) -> Image.Image | None:
    """Wait until a window is there and the screen no longer changes; None where the program ends before."""
    before = None
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and office.poll() is None:
        time.sleep(2)
        now = ImageGrab.grab(xdisplay=display)
        colours = now.crop(WHITE).convert("L").getcolors(256) or []
        drawn = sum(n for n, value in colours if value > 240) > 100_000
        if drawn and before is not None and now.tobytes() == before:
            return now
        before = now.tobytes()
    return None


def _opening_at(data: bytes, sheet: str) -> bytes:
    """Return a workbook that opens at a sheet."""
    package = Package(data, gate.admit(data).workbook)
    root = package.tree(package.workbook)
    position = next(n for n, item in enumerate(child(root, "sheets")) if item.get("name") == sheet)
    for view in root.iterfind(f"{m('bookViews')}/{m('workbookView')}"):
        view.set("activeTab", str(position))
    return package.save()


def _page(pdf: Path, picture: Path) -> None:
    """Take a picture of the first page of a PDF."""
    subprocess.run(["pdftoppm", "-r", "110", "-png", "-singlefile", str(pdf), str(picture.with_suffix(""))], check=True)
    with Image.open(picture) as page:
        framed = Image.new("RGB", (page.width + 2, page.height + 2), "#9aa5ad")
        framed.paste(page.convert("RGB"), (1, 1))
    _kept(framed, picture)


def _terminal(room: Path, arguments: Sequence[str], picture: Path) -> None:
    """Draw what a command has said as a terminal shows it."""
    told = _run(room, *arguments).rstrip()
    for place, name in ((room, "~"), (sys.prefix, "~/pipx"), (ROOT, "~/pipx"), (Path.home(), "~")):
        told = told.replace(str(place), name)  # where this machine keeps things is nobody's business
    told = re.sub(r"(Linux \d+\.\d+)\S*", r"\1", told)
    lines = [f"> iku-excel {' '.join(arguments)}", *(piece for line in told.splitlines() for piece in _folded(line))]
    font = ImageFont.truetype("DejaVuSansMono.ttf", 15)
    step, margin = 22, 18
    width = int(max(font.getlength(line) for line in lines)) + 2 * margin
    drawn = Image.new("RGB", (max(width, 900), step * len(lines) + 2 * margin), "#12232e")
    pen = ImageDraw.Draw(drawn)
    for number, line in enumerate(lines):
        colour = "#7fd1ae" if line.startswith(("✓", ">")) else "#ff9d8a" if line.startswith("✗") else "#e8eef1"
        pen.text((margin, margin + number * step), line, fill=colour, font=font)
    _kept(drawn, picture)


def _folded(line: str, width: int = 112) -> list[str]:
    indent = re.match(r" *", line)[0]  # type: ignore[index]
    pieces, rest = [], line
    while len(rest) > width:
        cut = rest.rfind(" ", len(indent) + 1, width)
        cut = cut if cut > len(indent) else width
        pieces.append(rest[:cut])
        rest = f"{indent}{rest[cut:].lstrip()}"
    return [*pieces, rest]


def _kept(image: Image.Image, picture: Path) -> None:
    """Write a picture with few colours, as small as PNG can make it."""
    image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)


# ------------------------------------------------------------ the printable guide


def guide_html() -> str:
    """Return the guide with every finding as one page of HTML."""
    text = (DOCS / "panduan.md").read_text(encoding="utf-8")
    text = re.sub(r"\]\(temuan\.md#?([a-z-]*)\)", lambda match: f"](#{match[1] or 'semua-temuan'})", text)
    text = re.sub(r"\[([^\]]+)\]\((?!#)[^)]+\.md\)", r"`docs/\1`", text)  # other pages are not in the printed guide
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    body = _numbered(markdown.render(text))
    return _PAGE.format(
        style=_STYLE, version=iku_excel.__version__, contents=_contents(body), body=body, findings=_findings()
    )


def _numbered(body: str) -> str:
    """Give every heading an anchor, for the contents and for links."""
    return re.sub(r"<h([23])>(.*?)</h\1>", lambda h: f'<h{h[1]} id="{anchor(h[2])}">{h[2]}</h{h[1]}>', body)


def anchor(heading: str) -> str:
    """Return a heading's anchor as the project's host makes it."""
    words = re.sub(r"<[^>]+>|[^\w\s-]", "", html.unescape(heading)).strip().lower()
    return re.sub(r"\s+", "-", words)


def _contents(body: str) -> str:
    rows = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', body)
    rows.append(("semua-temuan", "Semua temuan"))
    return "\n".join(f'<li><a href="#{key}">{title}</a></li>' for key, title in rows)


def _findings() -> str:
    parts = []
    for code in CATALOGUE:
        (_, severity), *rest = explain(code)
        told = "".join(f"<dt>{html.escape(head)}</dt><dd>{html.escape(text)}</dd>" for head, text in rest)
        parts.append(
            f'<section class="temuan" id="{code}"><h3>{code} <small>{severity}</small></h3><dl>{told}</dl></section>'
        )
    return "\n".join(parts)


def print_guide() -> None:
    """Write the printable guide into the package."""
    HTML(string=guide_html(), base_url=str(DOCS)).write_pdf(str(GUIDE), optimize_images=True, full_fonts=False)


_PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Panduan iku-excel</title>
<style>{style}</style></head><body>
<section class="sampul"><p class="nama">iku-excel</p><p class="judul">Panduan petugas</p>
<p>Dari templat Excel sampai laporan Indikator Kinerja Utama (IKU) terkirim</p>
<p class="versi">Versi {version}. Semua angka dalam gambar rekaan.</p></section>
<nav><h2 class="isi">Isi panduan</h2><ol>{contents}</ol></nav>
{body}
<h2 id="semua-temuan">Semua temuan</h2>
<p>Setiap temuan menyebut satu kesalahan di satu sel. <b>Kesalahan</b> membuat kiriman ditolak;
<b>peringatan</b> dan <b>keterangan</b> tidak menghalangi.</p>
{findings}
</body></html>"""

_STYLE = """
@page { size: A4; margin: 20mm 18mm 20mm 18mm;
  @bottom-left { content: "Panduan iku-excel"; font: 8.5pt 'Liberation Sans', Arial; color: #5b6b75 }
  @bottom-right { content: counter(page); font: 8.5pt 'Liberation Sans', Arial; color: #5b6b75 } }
@page :first { margin: 0; @bottom-left { content: none } @bottom-right { content: none } }
body { margin: 0; font: 10.5pt/1.5 'Liberation Sans', Arial, sans-serif; color: #1d2b33; hyphens: none }
.sampul { height: 297mm; background: #173f5f; color: white; padding: 90mm 25mm 0; box-sizing: border-box;
  page-break-after: always }
.sampul .nama { font-size: 15pt; letter-spacing: .12em; margin: 0 0 4mm; color: #a9d3ea }
.sampul .judul { font-size: 36pt; font-weight: bold; margin: 0 0 8mm; line-height: 1.1 }
.sampul .versi { position: absolute; top: 265mm; color: #a9d3ea; font-size: 9.5pt }
nav { page-break-after: always }
nav ol { padding-left: 7mm } nav li { margin: 2.5mm 0 }
nav a { color: inherit; text-decoration: none }
nav a::after { content: leader('.') target-counter(attr(href), page); color: #5b6b75 }
h1, h1 + p { display: none }
h2 { font-size: 18pt; color: #173f5f; border-bottom: 1.5pt solid #173f5f; padding-bottom: 1.5mm; margin: 10mm 0 5mm;
  page-break-after: avoid }
#pasang, #isi, #periksa-dan-perbaiki, #buat-buku-kerja-resmi, #kirim, #berlatih, #untuk-kabupaten, #semua-temuan {
  page-break-before: always; margin-top: 0 }
h2.isi { margin-top: 0 }
h3 { font-size: 12.5pt; color: #173f5f; margin: 6mm 0 2mm; page-break-after: avoid }
h3 small { font-size: 9pt; font-weight: normal; color: #8a4b16; margin-left: 2mm }
p, ul, ol { margin: 0 0 3mm } li { margin-bottom: 1mm }
a { color: #1f6391 }
code { font: 9.5pt 'DejaVu Sans Mono', monospace; background: #eef3f6; padding: 0 .8mm; border-radius: .8mm }
pre { background: #eef3f6; border-left: 2.5pt solid #1f6391; padding: 2.5mm 4mm; margin: 0 0 4mm;
  page-break-inside: avoid; white-space: pre-wrap }
pre code { background: none; padding: 0; font-size: 9pt }
img { display: block; max-width: 100%; max-height: 175mm; margin: 3mm auto 1.5mm; border: .5pt solid #b9c6ce }
p > em:only-child { display: block; text-align: center; font-size: 9pt; color: #5b6b75; margin-bottom: 4mm }
table { border-collapse: collapse; width: 100%; margin: 0 0 4mm; font-size: 9.5pt; page-break-inside: avoid }
th { background: #173f5f; color: white; text-align: left } th, td { padding: 1.6mm 2.5mm; border: .5pt solid #b9c6ce;
  vertical-align: top }
blockquote { margin: 0 0 4mm; padding: 2.5mm 4mm; background: #fff6df; border-left: 2.5pt solid #e0a526 }
blockquote p { margin: 0 }
.temuan { page-break-inside: avoid; border-top: .5pt solid #b9c6ce; padding-top: 1mm; margin-top: 4mm }
.temuan h3 { margin: 1mm 0 1.5mm; font-family: 'DejaVu Sans Mono', monospace; font-size: 11pt }
dl { margin: 0; display: grid; grid-template-columns: 40mm 1fr; row-gap: 1mm; font-size: 9.5pt; line-height: 1.4 }
dt { color: #5b6b75 } dd { margin: 0 }
"""


if __name__ == "__main__":
    chores: dict[str, Callable[[], None]] = {"jendela": windows, "layar": terminals, "pdf": print_guide}
    for chore in sys.argv[1:] or chores:
        chores[chore]()

"""The command ``page``: a window in the browser instead of a command line."""

from __future__ import annotations

import os
import sys
import threading
import traceback
import webbrowser
from importlib.util import find_spec

import click

from iku_excel.cli import usage
from iku_excel.cli.voice import say
from iku_excel.text import indonesian

MISSING = 'Halaman memerlukan pustaka tambahan; pasang dengan: python3 -m pip install "iku-excel[page]"'


@click.command(cls=usage.Command, options_metavar="[OPSI]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Port; 0 memilih yang bebas.")
@click.option("--no-open", is_flag=True, help="Tampilkan alamatnya saja, jangan buka peramban.")
def page(port: int, no_open: bool) -> None:
    """Buka halaman di peramban: seret berkas ke sana, lihat hasilnya, ambil.

    Halaman hanya dapat dibuka di komputer ini; berkas tidak dikirim ke mana pun dan masukan tidak diubah. Ditutup
    dengan tombol Tutup, dengan Ctrl-C, atau sendiri setelah 30 menit tidak dipakai.

    \b
    Contoh:
      iku-excel page
      iku-excel page --port 8765 --no-open
    """
    serve(port, opened=not no_open)


def serve(port: int, *, opened: bool) -> None:
    """Serve the page until it ends; its address goes to stdout, and to the browser where that is wanted."""
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise click.ClickException(MISSING)
    from iku_excel import page as pages

    def ready(address: str) -> None:
        say(address)
        if sys.stdout is not None:
            sys.stdout.flush()  # whoever reads a pipe waits for it
        if opened:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    try:
        pages.serve(port, ready=ready, bug=_bug)
    except pages.PortError as error:
        told = "sedang dipakai" if port else indonesian.reason(error)
        raise click.ClickException(f"Port {port} tidak dapat dipakai: {told}. Pilih --port lain, atau 0.") from error


def _bug(error: Exception) -> None:
    """Show what is behind an answer of 500 to who asks for it."""
    if os.environ.get("IKU_EXCEL_DEBUG") == "1" and sys.stderr is not None:
        traceback.print_exception(error)

"""The catalogue's words for what the surroundings of an input tell: on the screen and in JSON, never in an output."""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.findings.entry import INFO, WARNING, Entry

RUN: Mapping[str, Entry] = {
    "berkas-terbuka": Entry(
        WARNING,
        "Berkas ini tampaknya masih dibuka di {found}; yang dibaca hanya keadaan yang terakhir disimpan.",
        "Simpan dan tutup berkas itu di program yang membukanya, lalu ulangi; bila sudah ditutup, biarkan.",
        "berkas yang sudah disimpan dan ditutup",
        "Selama berkas dibuka, Excel menaruh ~$namanya.xlsx dan LibreOffice .~lock.namanya.xlsx# di sampingnya. Yang "
        "diketik tetapi belum disimpan tidak ada di berkas. Hanya disebut di layar dan di hasil --json; --strict tidak "
        "menghitungnya.",
    ),
    "salinan-sama": Entry(
        INFO,
        "Isi berkas ini sama persis dengan {found}; hasilnya satu untuk keduanya.",
        "Tidak ada yang perlu dilakukan; hapus salah satunya bila mau.",
        None,
        "Dua berkas atau lebih dalam satu kali perintah isinya sama sampai huruf terakhir. Yang pertama dibuat, yang "
        "lain mendapat status dan hasil yang sama. Hanya disebut di layar dan di hasil --json.",
    ),
}

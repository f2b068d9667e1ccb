"""The catalogue's words for what the template says of itself."""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.findings.entry import INFO, WARNING, Entry

LIVE: Mapping[str, Entry] = {
    "putusan-berbeda": Entry(
        INFO,
        '{where} berbunyi "{found}", sedangkan menurut pemeriksaan ini "{expected}".',
        "Yang berlaku pemeriksaan ini. Bila putusan di berkas tertinggal, buka berkas di Excel, biarkan terhitung, "
        "lalu simpan.",
        None,
        "Templat memeriksa dirinya sendiri dengan rumus. Putusannya berbeda bila berkas disimpan program yang tidak "
        "menghitung ulang, atau bila ada kesalahan yang tidak dapat dilihat rumus.",
    ),
    "baris-panjang": Entry(
        WARNING,
        "{where} mungkin tidak muat satu baris di blok tanda tangan lembar IKU; hurufnya mengecil.",
        "Cetak lewat iku-excel build, yang memberi dua baris, atau persingkat isi {cell}.",
        "satu baris",
        "Tinggi baris tidak dapat mengikuti teks yang hidup. Peringatan ini hanya ada di lembar Periksa templat; hasil "
        "build mencetak baris panjang dalam dua baris.",
    ),
}

"""Why a code of a single template is not told live: what only ``check`` sees."""

from __future__ import annotations

from collections.abc import Mapping

_FILE = "Rumus tidak melihat berkasnya sendiri, hanya isi selnya."
_NAMES = "Rumus merujuk sel, bukan nama sel; hilangnya nama tidak tampak olehnya."
_ROWS = (
    "Baris register dapat mencapai 200.000; satu rumus untuk setiap baris memperlambat berkas. Sel yang belum lengkap "
    "ditandai warna di lembarnya, dan check menyebut setiap barisnya."
)

REASONS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "berkas-tidak-ada", "bukan-xlsx", "format-lama", "terenkripsi", "berkas-rusak", "berkas-berbahaya",
            "bukan-templat", "versi-templat", "definisi-rusak",
        ),
        _FILE,
    ),
    "sel-hilang": "Rumus yang kehilangan selnya dihitung sebagai satu kesalahan dengan kata-kata rumus-galat.",
    "nama-dipulihkan": _NAMES,
    "teks-resmi-berubah": "Teks resmi terkunci; membandingkannya huruf demi huruf memerlukan salinan kedua di lembar.",
    "rumus-tanpa-nilai": "Rumus yang belum dihitung terhitung begitu berkas dibuka di program mana pun.",
    "persen-di-sel-angka": "Bagi rumus 95% adalah bilangan 0,95; yang berbeda hanya formatnya.",
    "target-kosong": "Hanya keterangan: target boleh kosong.",
    "belum-dinilai": "Hanya keterangan: nilai dari luar boleh menyusul.",
    "lonjakan": "Hanya peringatan; nilai tengah periode lain memerlukan rumus larik, yang tidak sama di semua program.",
    "angka-dibulatkan": "Hanya peringatan; derau pecahan biner dibandingkan berbeda-beda oleh tiap program.",
    **dict.fromkeys(
        ("tanggal-di-sel-jumlah", "angka-kumulatif", "tanggal-meragukan", "capaian-tidak-wajar"),
        "Hanya peringatan, dan menimbang beberapa periode atau bentuk kata; check menyebutnya.",
    ),
    "target-pecahan": "Hanya peringatan: target yang dibaca dengan dua cara; check menyebut keduanya.",
    "register-tidak-cocok": "Angka berregister terkunci; bila kuncinya dibuka, rumus yang ditimpa tidak lagi ada.",
    "register-belum-terhitung": "Begitu dibuka, rumusnya terhitung.",
    **dict.fromkeys(
        (
            "register-rusak", "register-belum-lengkap", "register-isi-salah", "register-tidak-dikenal",
            "register-ganda", "register-anggota-ganda", "register-tahun-lain", "register-urutan", "register-terbuka",
            "register-selebihnya",
        ),
        _ROWS,
    ),
}  # fmt: skip
"""A code of a submission -> the reason."""

BLIND: Mapping[str, str] = {
    "Tanggal di sel angka, dan persen di sel jumlah": "Bagi rumus keduanya bilangan biasa; hanya formatnya berbeda.",
    "TRUE/FALSE": "Sebagian program menganggapnya bilangan bila selnya berformat bilangan.",
    "Kesalahan rumus (#N/A dan sejenisnya) di baris register": _ROWS,
    "Huruf tak tampak selain spasi keras (U+00A0)": "Rumus tidak mengenal golongan huruf.",
}
"""Contents of a cell that a live code does not see, and why."""

"""The catalogue's words for what is odd in a file that is read all the same: repairs, copied sheets, hidden cells."""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.findings.entry import ERROR, INFO, WARNING, Entry

FILES: Mapping[str, Entry] = {
    "huruf-tak-tampak": Entry(
        WARNING,
        "{where} memuat huruf yang tidak tampak ({found}); dipakai tanpa huruf itu: {used}.",
        "Ketik ulang isi {cell}, jangan disalin dari halaman web atau PDF.",
        "tanpa huruf yang tidak tampak",
        "Salinan dari halaman web, PDF atau aplikasi pesan sering membawa tanda yang tidak tampak: spasi tanpa lebar "
        "(U+200B), tanda hubung lunak (U+00AD), tanda arah tulisan. Tanda itu dibuang; di temuan ditulis dengan "
        "nomornya. Isi baris register tidak dikutip.",
    ),
    "angka-dibulatkan": Entry(
        INFO,
        "{where} menyimpan {found}; dipakai {used}, seperti yang ditampilkan selnya.",
        "Tidak perlu apa-apa; bila ingin rapi, ketik {used} di {cell}.",
        None,
        "Hasil rumus sering tersimpan sebagai 56,99999999999999 padahal yang dimaksud 57, karena komputer menghitung "
        "dalam bilangan biner. Yang dipakai 15 angka pertama, sama seperti yang ditampilkan Excel.",
    ),
    "tampilan-berbeda": Entry(
        WARNING,
        "{where} berisi {found}, tetapi format selnya ({expected}) menampilkan yang lain.",
        "Ubah format {cell} menjadi angka (Ctrl+1, pilih Number, OK), lalu pastikan isinya memang angka yang dimaksud.",
        None,
        "Format sel dapat menyembunyikan angka (;;;), menampilkan angka yang tetap (999), atau membaginya seribu "
        "(koma di belakang). Yang dibaca isi selnya, bukan yang terlihat.",
    ),
    "lembar-kembar": Entry(
        WARNING,
        "Lembar {sheets} sama-sama berbentuk lembar isian {found} dan isinya sama; yang dibaca lembar {used}.",
        "Hapus salinannya, supaya perubahan berikutnya tidak tertulis di lembar yang salah.",
        "satu lembar saja",
        "Lembar isian disalin di dalam buku kerja yang sama. Selama isinya sama tidak ada salah baca.",
    ),
    "lembar-bersaing": Entry(
        ERROR,
        "Lembar {sheets} sama-sama berbentuk lembar isian {found}, tetapi isinya berbeda di {differ}.",
        "Tentukan mana yang benar, tulis semuanya di lembar {used}, lalu hapus lembar yang lain.",
        "satu lembar saja",
        "Lembar isian disalin, lalu salah satunya diisi. Program ini tidak menebak mana yang dimaksud. Lembar yang "
        "barisnya sudah digeser dianggap catatan sendiri: tidak dibaca dan tidak dibandingkan.",
    ),
    "sel-tertutup": Entry(
        ERROR,
        "{where} berisi sesuatu, tetapi tertutup oleh sel gabungan sehingga tidak terlihat.",
        "Pisahkan gabungannya (Merge & Center > Unmerge Cells), periksa isi {cell}, lalu simpan.",
        "sel yang terlihat",
        "Sel yang digabung hanya menampilkan isi sel pertamanya; isi sel lain tetap tersimpan dan dihitung rumus. "
        "Karena tidak terlihat, tidak diketahui apakah masih dimaksud.",
    ),
}

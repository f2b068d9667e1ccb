"""The words of findings on the regency's side: rosters, outputs that come back, recaps.

A part of catalogue.py, which explains the sentences: code -> (severity, message, fix, expected, meaning).
"""

from __future__ import annotations

from collections.abc import Mapping

from iku_excel.model import Severity

ERROR, WARNING, INFO = Severity

REGENCY: Mapping[str, tuple[Severity, str, str, str | None, str]] = {
    # the roster
    "daftar-kolom": (
        ERROR,
        "Baris judul daftar ({where}) tidak memuat kolom {expected}; yang ada: {found}.",
        "Tulis judul {expected} di baris pertama; contohnya dibuat dengan iku-excel template --roster-example.",
        None,
        "Kolom daftar dikenali dari judulnya di baris pertama. Nama organisasi harus ada.",
    ),
    "daftar-kolom-lain": (
        WARNING,
        "{where}: kolom {found} tidak dikenal dan dilewati.",
        "Periksa ejaan judul di {cell}, atau biarkan bila kolom itu untuk keperluan sendiri.",
        "nama_organisasi, wilayah, tempat, jabatan, nama_pejabat, pangkat, nip, jumlah_desa, email atau batas_waktu",
        "Kolom lain boleh ada, tetapi isinya tidak dipakai.",
    ),
    "daftar-judul-kosong": (
        WARNING,
        "{where}: kolom ini tidak berjudul, jadi seluruh isinya dilewati ({found}).",
        "Tulis judul kolomnya di {cell}, misalnya nip, atau kosongkan kolom itu.",
        "judul kolom di baris pertama",
        "Kolom daftar dikenali dari judulnya. Judul yang terhapus menghilangkan semua isi di bawahnya.",
    ),
    "daftar-selebihnya": (
        WARNING,
        "Daftar ini mempunyai temuan sejenis yang lain, yaitu {found}.",
        "Perbaiki yang disebut lebih dahulu, lalu ulangi; temuan sejenis biasanya satu sebab.",
        None,
        "Dari temuan sejenis disebut 20 yang pertama; selebihnya dihitung.",
    ),
    "daftar-ganda": (
        ERROR,
        "{where}: {found} tertulis dua kali, padahal harus {expected}.",
        "Hapus atau perbaiki salah satunya di {cell}.",
        None,
        "Organisasi dari wilayah yang sama, atau judul kolom, muncul dua kali.",
    ),
    "daftar-kosong": (
        ERROR,
        "Daftar memuat {found}, padahal harus {expected}.",
        "Isi satu baris untuk setiap organisasi di bawah baris judul.",
        None,
        "Daftar tanpa baris, atau dengan terlalu banyak baris, tidak dapat dipakai.",
    ),
    "daftar-nama": (
        ERROR,
        "{where} berisi {found}, padahal harus {expected}.",
        "Tulis nama organisasi di {cell}, misalnya KECAMATAN TONGAS.",
        "nama dengan huruf atau angka, tanpa kurung kurawal",
        "Nama organisasi dicetak di lembar resmi dan menjadi nama berkas.",
    ),
    "daftar-jumlah-desa": (
        ERROR,
        "{where} berisi {found}, padahal harus {expected}.",
        "Tulis jumlah desa sebagai bilangan di {cell}, atau kosongkan.",
        "bilangan bulat 1 sampai 1000, atau kosong",
        "Jumlah desa menjadi penyebut indikator stok yang menghitung desa.",
    ),
    "surel-tidak-sah": (
        ERROR,
        "{where} berisi {found}, bukan satu alamat surel.",
        "Tulis satu alamat di {cell}, misalnya kecamatan@contoh.go.id, atau kosongkan.",
        "satu alamat surel, atau kosong",
        "Surat ke alamat yang salah tulis tidak sampai.",
    ),
    # an output that comes back
    "bukan-keluaran": (
        ERROR,
        "Berkas ini bukan buku kerja hasil iku-excel build: {found}.",
        "Pilih buku kerja IKU_... yang ditulis iku-excel build; isian diperiksa dengan iku-excel check.",
        "buku kerja hasil iku-excel build",
        "Yang diperiksa keutuhannya adalah keluaran, bukan isian dan bukan buku kerja lain.",
    ),
    "keluaran-diubah": (
        ERROR,
        "{where} berisi {found}, padahal saat dibuat {expected}.",
        (
            "Bila angkanya memang salah, perbaiki templat isiannya, jalankan iku-excel build lagi, dan pakai hasilnya; "
            "bila ini kiriman dari kantor lain, minta kantor itu melakukannya."
        ),
        None,
        (
            "Buku kerja dibuat ulang dari catatan di lembar tersembunyi _iku, lalu setiap angka, rumus dan teks "
            "dibandingkan. Catatan itu sendiri bersegel. Ini menangkap ketidaksengajaan dan kecerobohan, bukan "
            "pemalsu: siapa pun yang menjalankan program ini dapat membuat keluaran baru dengan angka lain. Warna, "
            "lebar kolom, gambar, komentar dan lembar tambahan tidak dibandingkan."
        ),
    ),
    "keluaran-rusak": (
        ERROR,
        "Lembar tersembunyi _iku di dalam hasil ini tidak dapat dibaca: {found}.",
        (
            "Jalankan iku-excel build lagi dari templat isiannya dan jangan sunting hasilnya; bila ini kiriman dari "
            "kantor lain, minta kantor itu melakukannya."
        ),
        "lembar _iku seperti saat keluaran dibuat",
        "Tanpa catatan itu angka keluaran tidak dapat diperiksa dan tidak dipakai.",
    ),
    "versi-keluaran": (
        ERROR,
        "Hasil ini disusun menurut versi {found}, sedangkan program ini mengenal versi {expected}.",
        (
            "Bila versi di sini lebih lama, perbarui iku-excel lalu ulangi; bila versi pengirim lebih lama, minta "
            "kantor itu memperbarui iku-excel dan menjalankan iku-excel build lagi."
        ),
        None,
        "Susunan hasil build berubah antarversi. Versi yang tidak dikenal tidak dapat diperiksa dan tidak dijumlahkan.",
    ),
    "keluaran-versi-lain": (
        INFO,
        (
            "Keluaran dibuat dengan iku-excel {found}, diperiksa dengan {expected}: yang dibandingkan segel catatannya "
            "dan setiap angka di lembar Capaian dan Periode."
        ),
        "Tidak ada yang perlu dilakukan.",
        None,
        (
            "Susunan dan kata-kata lembar dapat berbeda antarversi. Karena itu setiap angka dicari menurut labelnya "
            "dan dibandingkan dengan catatan di lembar _iku; keluaran versi lama tetap dapat diperiksa."
        ),
    ),
    "dihitung-lain": (
        INFO,
        "{where} dan seterusnya: program lain menghitung {found} secara lain, padahal rumusnya tidak diubah.",
        "Tidak ada yang perlu dilakukan; yang dijumlahkan adalah angka catatan di lembar _iku.",
        "rumus yang sama dengan hasil yang sama",
        (
            "Keluaran ini disimpan oleh program yang menghitung rumusnya secara lain. Rumus dan angka masukannya masih "
            "seperti saat dibuat, jadi ini bukan suntingan."
        ),
    ),
    "angka-belum-dihitung": (
        WARNING,
        "{where}: {found} tidak menyimpan hasil hitungan, jadi tidak dapat dibandingkan dengan catatan.",
        "Buka berkas itu di Excel atau LibreOffice, simpan, lalu periksa lagi.",
        "setiap rumus dengan hasilnya",
        "Keluaran versi lain disimpan oleh program yang menulis rumus tanpa hasilnya.",
    ),
    # a recap: whose figures are counted
    "organisasi-tidak-dikenal": (
        ERROR,
        "{found} tidak ada di daftar organisasi; angkanya tidak dijumlahkan.",
        "Periksa nama dan wilayahnya; bila memang ikut, tambahkan ke daftar --roster.",
        None,
        (
            "Dengan --roster hanya organisasi di daftar yang dijumlahkan. Nama dan, bila daftar memuatnya, wilayah "
            "harus sama."
        ),
    ),
    "wilayah-lain": (
        ERROR,
        "Kiriman ini dari {found}, sedangkan rekap ini untuk {expected}; angkanya tidak dijumlahkan.",
        "Kembalikan kepada pengirimnya; bila memang ikut, tulis semua organisasi dan wilayahnya di daftar --roster.",
        None,
        (
            "Ada kecamatan bernama sama di kabupaten lain. Wilayah di blok tanda tangan harus sama dengan wilayah di "
            "daftar, atau, tanpa daftar, dengan wilayah kebanyakan kiriman."
        ),
    ),
    "tahun-lain": (
        ERROR,
        "Kiriman ini untuk tahun {found}, sedangkan rekap ini untuk tahun {expected}; angkanya tidak dijumlahkan.",
        "Minta kiriman untuk tahun yang direkap kepada organisasi itu.",
        None,
        "Satu rekap memuat satu tahun: tahun yang paling banyak dikirim, dan dari yang sama banyak yang terbaru.",
    ),
    "periode-tertinggal": (
        WARNING,
        "Kiriman ini baru sampai {found}, sedangkan rekap ini sampai {expected}; yang terkirim tetap dijumlahkan.",
        "Minta kiriman yang terbaru kepada organisasi itu.",
        None,
        "Biasanya berkas lama yang terkirim lagi. Jumlah kabupaten memuat angka sampai periode terakhir kiriman ini.",
    ),
    "dikirim-dua-kali": (
        ERROR,
        "{found} mengirim lebih dari satu berkas ({others}); tidak satu pun dijumlahkan.",
        "Pilih dengan --pick BERKAS, atau --pick newest untuk yang periodenya terjauh lalu yang paling baru disimpan.",
        "satu kiriman dari satu organisasi",
        "Program tidak menebak berkas mana yang benar.",
    ),
    "tidak-dipilih": (
        INFO,
        "Tidak dijumlahkan; untuk {found} yang dipilih adalah {expected}.",
        "Tidak ada yang perlu dilakukan.",
        None,
        "Dari beberapa kiriman satu organisasi sudah dipilih satu dengan --pick.",
    ),
    "lebih-awal": (
        INFO,
        "Kiriman {found} yang lebih awal; semua angkanya ada tanpa perubahan di {expected}, yang dijumlahkan.",
        "Tidak ada yang perlu dilakukan.",
        None,
        (
            "Sejak triwulan kedua satu organisasi mempunyai beberapa kiriman. Yang periodenya terjauh dijumlahkan bila "
            "setiap angka kiriman sebelumnya ada di dalamnya tanpa perubahan."
        ),
    ),
    "diganti": (
        INFO,
        "Kiriman {found} ini sudah diganti dengan {expected}; tidak dijumlahkan.",
        "Tidak ada yang perlu dilakukan.",
        None,
        "Menurut log-terima.jsonl di folder kiriman, organisasi itu mengirim perbaikan untuk periode yang sama.",
    ),
    "perubahan-diterima": (
        WARNING,
        (
            "Keluaran ini diubah setelah dibuat, tetapi diterima dengan --accept-edited; yang dijumlahkan adalah angka "
            "{found}."
        ),
        "Minta isian yang benar, lalu jalankan iku-excel build lagi.",
        "keluaran tanpa perubahan",
        (
            "Angka yang tampak dan sudah diubah tangan belum pernah diperiksa, jadi tidak dipakai. Bila lembar _iku "
            "sendiri yang diubah, angka yang diubah itulah yang dipakai."
        ),
    ),
    "definisi-berbeda": (
        WARNING,
        "Indikator atau rumus kiriman ini berbeda ({found}); dijumlahkan terpisah di {expected}.",
        "Tanyakan kepada pengirim apakah templatnya benar; bila tidak, kirim templat yang benar.",
        None,
        "Indikator dengan rumusan, jenis, satuan, skala atau periode lain tidak pernah dijumlahkan bersama.",
    ),
    "profil-lain": (
        INFO,
        "Kiriman ini memakai profil {found}, yang lain {expected}; indikatornya sama, jadi dijumlahkan.",
        "Tidak ada yang perlu dilakukan.",
        None,
        "Yang menentukan adalah indikator dan rumusnya, bukan nama profilnya.",
    ),
    "belum-kirim": (
        WARNING,
        "{found} belum mengirim.",
        "Ingatkan organisasi itu, misalnya dengan iku-excel remind.",
        "satu kiriman",
        "Organisasi di daftar tanpa satu kiriman pun.",
    ),
    # a recap: against the one before
    "sama-persis": (
        WARNING,
        "{found} {organization} sama persis dengan rekap lalu ({expected}).",
        "Tanyakan kepada organisasi itu apakah angkanya memang sama atau tersalin dari periode lalu.",
        None,
        (
            "Semua pembilang dan penyebut sama: kumulatifnya, atau angka periode terakhirnya dengan periode terakhir "
            "rekap lalu."
        ),
    ),
    "kumulatif-turun": (
        WARNING,
        "{where}: {part} kumulatif {found}, padahal rekap lalu {expected}.",
        "Tanyakan kepada pengirim angka mana yang benar.",
        None,
        "Jumlah sejak awal tahun tidak dapat berkurang; salah satu kiriman keliru.",
    ),
    "penyebut-stok-berubah": (
        WARNING,
        "{where}: penyebut {found}, padahal rekap lalu {expected}.",
        "Pastikan jumlahnya memang berubah, misalnya karena pemekaran desa.",
        None,
        "Penyebut indikator stok, misalnya jumlah desa, jarang berubah.",
    ),
    "rekap-lalu": (
        ERROR,
        "Rekap lalu tidak dapat dibandingkan: {found}.",
        "Sesudah --previous tulis buku kerja hasil iku-excel recap, atau folder kiriman periode lalu.",
        "buku kerja hasil iku-excel recap, atau folder kiriman",
        "Yang ditulis sesudah --previous tidak memuat angka yang dapat dibandingkan.",
    ),
}

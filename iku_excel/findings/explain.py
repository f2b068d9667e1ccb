"""A finding explained without a network: what it means, an example, how to mend it.

The catalogue has the words of a finding; here stands one example for each code, "what was written ->
what was meant", from the work of an office. The counts are invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iku_excel.findings.catalogue import CATALOGUE, SEVERITIES

EXAMPLES: Mapping[str, str] = {
    "tidak-sebanding": "tahun 2022 indikator 2 bersatuan kasus, tahun 2023 persen.",
    "pembanding-ganda": "folder arsip 2022 berisi dua keluaran setahun penuh dengan angka yang berbeda.",
    "pembanding-tidak-dipakai": "dengan --previous disebut keluaran kecamatan tetangga.",
    "berkas-tidak-ada": "iku-excel build isian.xlsx, padahal nama berkasnya isian (1).xlsx.",
    "bukan-xlsx": "rekap.csv diganti namanya menjadi rekap.xlsx; isinya tetap CSV.",
    "format-lama": "isian disimpan sebagai Excel 97-2003 (.xls) oleh komputer lama.",
    "terenkripsi": "isian diberi kata sandi supaya aman di surel; program tidak dapat membukanya.",
    "berkas-rusak": "unduhan dari aplikasi pesan terputus, jadi berkasnya hanya separuh.",
    "berkas-berbahaya": "berkas dari pengirim tak dikenal yang mengembang menjadi ratusan MB bila dibuka.",
    "bukan-templat": "rekap bulanan buatan sendiri dikirim sebagai isian.",
    "versi-templat": "templat dibuat oleh iku-excel versi 2, sedangkan di sini terpasang versi 1.",
    "definisi-rusak": "lembar tersembunyi _iku ditampilkan lalu sebagian isinya terhapus.",
    "sel-hilang": "baris Penyebut indikator 2 dihapus karena dikira kosong.",
    "nama-dipulihkan": "isian disimpan lewat aplikasi web yang membuang nama sel; labelnya masih utuh.",
    "teks-resmi-berubah": '"Presentase" dibetulkan menjadi "Persentase", padahal ejaan keputusannya memang begitu.',
    "wajib-diisi": "nama pejabat belum ditulis.",
    "bukan-angka": '"1.234" di sel pembilang; tulis 1234. "nihil"; tulis 0, atau kosongkan bila belum dilaporkan.',
    "angka-teks": '"12" tersalin dari surat sebagai teks; dipakai sebagai 12.',
    "bukan-bilangan-bulat": "97,5 di sel pembilang karena yang ditulis persentasenya; tulis jumlahnya, misalnya 195.",
    "negatif": "-3 karena tanda hubung terketik di depan angka 3.",
    "terlalu-besar": "nomor telepon 081234567890 tersalin ke sel jumlah.",
    "rumus-galat": "=A1/B1 menampilkan #DIV/0! sesudah B1 dikosongkan.",
    "rumus-tanpa-nilai": "isian dibuat program lain yang menulis =SUM(A1:A3) tanpa hasilnya.",
    "bukan-teks": "angka 5 di sel Pangkat.",
    "tanggal-tidak-sah": "31 Desember 1923 di sel Tanggal.",
    "teks-terlalu-panjang": "seluruh isi surat keputusan ditempel ke sel Catatan.",
    "tahun-tidak-sah": "23 sebagai tahun; yang dimaksud 2023.",
    "target-bukan-persen": "95 di sel target; tulis 95%.",
    "target-kosong": "target indikator 3 belum ditetapkan, jadi capaiannya belum ada.",
    "nip-tidak-sah": "NIP 17 angka karena satu angka terlewat.",
    "nip-angka": "NIP diketik sebagai angka: 197910172000121001 menjadi 197910172000121000.",
    "pasangan-tidak-lengkap": "pembilang Triwulan II berisi 18, penyebutnya kosong.",
    "penyebut-nol": "tidak ada pengaduan dalam Triwulan I: 0 dari 0.",
    "pembilang-melebihi-penyebut": "110 pelayanan berkualitas dari 100 pelayanan; kedua angka tertukar.",
    "pembilang-melebihi-penyebut-periode": "14 pengaduan masuk Triwulan II, 16 selesai: dua dari Triwulan I.",
    "penyebut-berubah": "jumlah desa 14 di Triwulan I dan 41 di Triwulan II; angkanya tertukar.",
    "periode-terlompat": "Triwulan II kosong, Triwulan III terisi.",
    "periode-tidak-seragam": "indikator 1 terisi sampai Triwulan II, indikator 4 baru Triwulan I.",
    "lonjakan": "biasanya sekitar 450 pelayanan sebulan, bulan ini tertulis 4500.",
    "persen-di-sel-angka": "95% di sel nilai indeks; tulis 95, sebab 95% tersimpan sebagai 0,95.",
    "di-luar-batas": "nilai SAKIP 7235 karena komanya tertinggal; tulis 72,35.",
    "bukan-pilihan": '"B plus" di sel predikat, sedangkan pilihannya D, C, CC, B, BB, A, AA.',
    "pembagi-nol": "tahun lalu tidak ada penerimaan retribusi, tahun ini Rp1.500.000: pertumbuhannya n/a.",
    "terlalu-banyak-desimal": "3,14159265 ditempel dari kalkulator; tulis 3,1416.",
    "target-di-luar-skala": "target nilai SAKIP 120, padahal nilai tertingginya 100.",
    "belum-dinilai": "opini BPK atas laporan keuangan tahun ini baru terbit tahun depan.",
    "berkas-terbuka": "isian.xlsx diperiksa sementara masih terbuka di Excel dengan angka yang belum disimpan.",
    "salinan-sama": "isian.xlsx dan isian (1).xlsx: unduhan yang sama dua kali.",
    "tanggal-di-sel-jumlah": "1/2 diketik di sel penyebut; Excel menyimpannya sebagai 44928, yaitu 2 Januari 2023.",
    "angka-kumulatif": "90, 180, 270 dan 360 pelayanan: jumlah sejak Januari; yang diminta 90 setiap triwulan.",
    "tanggal-meragukan": '"5 July 2023"; tulis 5 Juli 2023. "31/02/2023"; tanggal itu tidak ada.',
    "target-pecahan": "1.250 diketik sebagai target jumlah pengaduan dan menjadi 1,25; tulis 1250.",
    "capaian-tidak-wajar": "target 0,9% karena yang dimaksud 90%; realisasi 88% menjadi capaian 9.777,78%.",
    "kiriman-ganda": "isian.xlsx dan isian (revisi).xlsx dari kecamatan dan triwulan yang sama ada di satu folder.",
    "bukan-keluaran": "yang dikirim isiannya, bukan buku kerja IKU_... hasil build.",
    "keluaran-diubah": "angka 180 di lembar Periode diketik ulang menjadi 199 sesudah build.",
    "keluaran-rusak": "lembar tersembunyi _iku di keluaran terhapus.",
    "versi-keluaran": "keluaran dibuat iku-excel dengan kontrak lain.",
    "keluaran-versi-lain": "keluaran dibuat iku-excel 0.1.0 dan diperiksa dengan 0.2.0.",
    "dihitung-lain": "keluaran disimpan lewat Gnumeric; sel kumulatif menampilkan #REF!, rumusnya masih sama.",
    "angka-belum-dihitung": "keluaran tahun lalu disimpan oleh program yang menulis rumus tanpa hasilnya.",
    "pdf-gagal": "LibreOffice berhenti di tengah jalan karena memori komputer habis.",
    "gagal-tulis": "IKU_2023_TW2_KECAMATAN_TONGAS.xlsx sedang terbuka di Excel saat build dijalankan.",
    # the regency's side
    "daftar-kolom": 'judul kolom daftar ditulis "Nama Kecamatan"; tulis nama_organisasi.',
    "daftar-kolom-lain": "kolom catatan ditambahkan di daftar; isinya dilewati.",
    "daftar-judul-kosong": "judul nip terhapus saat menyunting daftar; semua NIP di bawahnya tidak terbaca.",
    "daftar-selebihnya": "delapan ratus baris tanpa nama organisasi: 20 disebut, 780 lainnya dihitung.",
    "daftar-ganda": "KECAMATAN TONGAS tertulis di baris 5 dan di baris 21.",
    "daftar-kosong": "daftar yang dikirim hanya berisi baris judul.",
    "daftar-nama": "nama organisasi di baris 7 masih kosong.",
    "daftar-jumlah-desa": '"14 desa" di kolom jumlah_desa; tulis 14.',
    "surel-tidak-sah": "tongas@kab,go.id: koma di tempat titik.",
    "organisasi-tidak-dikenal": "KEC. TONGAS mengirim, sedangkan di daftar tertulis KECAMATAN TONGAS.",
    "wilayah-lain": "kiriman KECAMATAN SUKAPURA dari kabupaten lain masuk ke folder ini.",
    "tahun-lain": "kiriman tahun 2022 tercampur di antara kiriman tahun 2023.",
    "periode-tertinggal": "satu kecamatan mengirim lagi berkas Triwulan I, yang lain sudah Triwulan II.",
    "dikirim-dua-kali": "IKU FINAL.xlsx dan IKU FINAL (1).xlsx dari kecamatan yang sama.",
    "tidak-dipilih": "dengan --pick newest berkas Triwulan I tidak dipakai karena ada Triwulan II.",
    "sudah-diterima": "berkas yang sama datang lewat surel dan lewat aplikasi pesan.",
    "menggantikan": "kecamatan mengirim perbaikan Triwulan II seminggu kemudian.",
    "pengirim-lain": 'surel dari "camat@kab.go.id" <orang@contoh.example>: yang dibaca alamat di dalam kurung siku.',
    "isian-kosong": "templat yang dibagikan dikirim kembali sebelum diisi.",
    "tanpa-lampiran": "surel berbunyi terlampir, tetapi lampirannya lupa.",
    "winmail": "Outlook mengirim dengan Rich Text; yang sampai hanya winmail.dat.",
    "arsip-terkunci": "isian dikirim dalam ZIP bersandi.",
    "arsip-berlapis": "ZIP di dalam ZIP di dalam surel terusan yang diteruskan lagi.",
    "surel-rusak": "unduhan .eml terpotong.",
    "pdf-lain": "PDF dibuka lalu dicetak ulang ke PDF; yang asli sudah tidak ada di dalamnya.",
    "surel-outlook": "surel disimpan dari Outlook sebagai kiriman.msg.",
    "kiriman-terlalu-besar": "surel 80 MiB dengan foto kegiatan.",
    "lebih-awal": "folder kiriman memuat berkas Triwulan I dan II kecamatan yang sama; yang dipakai Triwulan II.",
    "diganti": "kecamatan mengirim perbaikan Triwulan II; berkas sebelumnya tetap disimpan.",
    "perubahan-diterima": "rekap dijalankan dengan --accept-edited; satu keluaran memang telah disunting.",
    "definisi-berbeda": "satu kecamatan memakai templat tahunan, yang lain triwulanan.",
    "profil-lain": "Kecamatan Tongas memakai profilnya sendiri; indikatornya sama.",
    "belum-kirim": "KECAMATAN LUMBANG ada di daftar, kirimannya belum ada.",
    "sama-persis": "berkas Triwulan I dikirim lagi dengan nama Triwulan II.",
    "kumulatif-turun": "jumlah pelayanan sampai Triwulan II 835, padahal sampai Triwulan I sudah 900.",
    "penyebut-stok-berubah": "jumlah desa 14 di rekap lalu, sekarang 13.",
    "rekap-lalu": "yang ditulis sesudah --previous adalah isian, bukan rekap.",
    # an office's own document
    "bukan-dokumen": "keputusan dikirim sebagai PDF hasil pindai; buka di Word, atau ketik ulang tabelnya.",
    "tabel-tidak-ada": "tabel IKU di dokumen itu berupa gambar.",
    "tabel-ganda": "lampiran keputusan memuat tabel IKU kecamatan dan tabel IKU sekretariat kecamatan.",
    "dokumen-dilewati": "konsep dengan perubahan terlacak: kata yang dihapus tidak dibaca.",
    "dokumen-bergambar": "rumus dari Word 2003 di kolom formulasi tersimpan sebagai gambar.",
    "dokumen-tanpa-nilai": "sel target berisi #REF! karena lembar sumbernya terhapus.",
    "pecahan-sebaris": "pecahan desa maju per jumlah desa menjadi desa maju / jumlah desa.",
    "belum-dikonfirmasi": "tiga dari empat baris sudah Ya, baris keempat terlewat.",
    "tinjauan-pilihan": '"rasio persen" di kolom ukuran; pilih rasio, lalu PER 100.',
    "tinjauan-bertentangan": "ukuran jumlah dipilih, tetapi penyebut usulan program belum dihapus.",
    "tinjauan-ditolak": "target 95% ditulis 950.",
    "tinjauan-rusak": "lembar tersembunyi _tinjau dihapus karena dikira kosong.",
    # odd, and read all the same
    "huruf-tak-tampak": "nama pejabat disalin dari PDF; di antara hurufnya ada spasi tanpa lebar.",
    "angka-dibulatkan": "=0,57*100 tersimpan sebagai 56,99999999999999; dipakai 57.",
    "tampilan-berbeda": 'sel berformat #.##0, (koma di belakang) menampilkan "1" untuk 1.250.',
    "lembar-kembar": "lembar Data disalin sebagai cadangan menjadi Data (2); isinya masih sama.",
    "lembar-bersaing": "Triwulan II diisi di lembar Data (2), salinan lembar Data.",
    "sel-tertutup": "baris 87 dan 88 register digabung; isi baris 88 tidak terlihat, tetapi tetap terhitung.",
    # registers
    "register-rusak": 'judul kolom "Tanggal" di lembar Reg_1 diganti menjadi "Tgl".',
    "register-kosong": "templat memakai register, tetapi lembar Reg_2 belum berisi satu baris pun.",
    "register-tidak-cocok": "register memuat 18 pengaduan, di lembar Data diketik 20.",
    "register-belum-terhitung": "baris ditambahkan lewat program yang tidak menghitung ulang; lembar Data masih 17.",
    "register-belum-lengkap": "baris 12 bertanggal, tetapi kolom Memenuhi standar masih kosong.",
    "register-isi-salah": '"kemarin" di kolom tanggal; tulis tanggalnya.',
    "register-tidak-dikenal": '"Tongas Wtan" di kolom desa; ejaan di daftar: Tongas Wetan.',
    "register-ganda": "dua baris memakai nomor penugasan yang sama karena tersalin.",
    "register-anggota-ganda": "Desa Bayeman tercatat dua kali; dihitung satu desa.",
    "register-tahun-lain": "pengaduan bertanggal 30 Desember tahun lalu ikut tersalin.",
    "register-urutan": "tanggal selesai 3 Maret, tanggal diterima 5 Maret.",
    "register-terbuka": "pengaduan diterima 28 Juni, sampai akhir Triwulan II belum selesai.",
    "register-selebihnya": "150 baris tanpa tanggal: 20 disebut satu per satu, 130 lainnya dihitung.",
    # the template's own verdict
    "baris-panjang": "nama pejabat dengan enam gelar, lebih panjang daripada lebar blok tanda tangan.",
    "putusan-berbeda": 'lembar Periksa berbunyi "SIAP DIKIRIM", padahal ada tanggal di sel pembilang.',
    "salinan-tidak-dibuat": "register 100.000 baris; temuannya disebut, tetapi berkasnya tidak disalin.",
}
"""An example for each code of the catalogue."""

_GENERAL = {
    "{cell}": "sel itu",
    "{expected}": "teks semula",
    "{used}": "angkanya",
    "{found}": "yang dibaca",
    "{year}": "tahun semula",
    "{label_lower}": "isinya",
    "{meant}": "ribuan",
    "{typed}": "semua angkanya",
}


def explain(code: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of an explanation as (heading, text); raises KeyError for a code that is none."""
    entry = CATALOGUE[code]
    yield "Tingkat", SEVERITIES[entry.severity]
    yield "Artinya", entry.meaning
    if entry.expected:
        yield "Yang diharapkan", f"{entry.expected}."
    if code in EXAMPLES:
        yield "Contoh", EXAMPLES[code]
    yield "Yang harus dilakukan", readable(entry.fix)


def readable(fix: str) -> str:
    """Return a fix with words in the places of a particular cell."""
    for placeholder, text in _GENERAL.items():
        fix = fix.replace(placeholder, text)
    return fix
